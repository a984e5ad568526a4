//! The sample session reads as its own account says: every status and every flag that was planted, and no other.

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::Sample;
use plumbline::insight::gates::GateState;
use plumbline::insight::ruler::{RaterPicture, Ruler};
use plumbline::insight::{PersonReading, Robustness, Status, Subject, flags, growth};

impl Sample {
    fn robustness(&self, name: &str) -> Robustness {
        let person = self.person(name);
        Subject::new(&self.session, self.readings.index(), &person).expect("the person is there").robustness()
    }

    fn open(&self, name: &str) -> Vec<String> {
        self.read(name).open_gates().map(|gate| gate.name.clone()).collect()
    }
}

#[test]
fn everybody_reads_as_planted() {
    let sample = Sample::new();
    let planted: [(Status, &[&str]); 8] = [
        (
            Status::Ready,
            &["Priya Raman", "Zanele Tshabalala", "Jamal Carter", "Akiko Mori", "Kwame Osei", "Tariq Bashir"],
        ),
        (
            Status::Nearly,
            &[
                "Amara Okafor",
                "Mei-Ling Chen",
                "Dagny Grahn",
                "Bo Xu",
                "Emil Hansen",
                "Ruth Oduya",
                "Hye-jin Kang",
                "Hannah Weiss",
            ],
        ),
        (Status::Building, &["Gabriel Herrera", "Søren Østergård", "Luis Ferreira", "Qadir Siddiqui", "Lucía Navarro"]),
        (Status::NotYet, &["Ivo Lukács"]),
        (
            Status::HoldsLevelWell,
            &[
                "Celeste Bauer",
                "Elena Petrova",
                "Quentin Tremblay",
                "Bilal Nasser",
                "Ola Brandt",
                "Noah Kim",
                "Fatima Al-Sayed",
                "Chiara Villa",
                "Yusuf Demir",
                "Parisa Azadi",
            ],
        ),
        (Status::LevelNotYetEvidenced, &["Wei Lin", "Giulia Romano"]),
        (Status::NotEnoughSeen, &["Tomás Ibáñez"]),
        (Status::TooEarly, &["Rosa Vidal", "Sinéad Power"]),
    ];
    let expected: BTreeMap<String, Status> =
        planted.iter().flat_map(|(status, names)| names.iter().map(|name| (name.to_string(), *status))).collect();
    let read = |name: &str| (name.to_owned(), sample.read(name).status);
    let read: BTreeMap<String, Status> = sample.session.people.iter().map(|person| read(&person.name)).collect();
    assert_eq!(read, expected);
}

#[test]
fn every_planted_flag_is_raised_and_no_other() {
    let sample = Sample::new();
    let mut raised: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for person in sample.session.people.iter() {
        let subject = Subject::new(&sample.session, sample.readings.index(), &person.id).expect("the person is there");
        let reading = PersonReading::of(&subject, subject.effective());
        for flag in flags::raised(&subject, &reading, &subject.robustness()) {
            raised.entry(flag.slug).or_default().insert(person.name.clone());
        }
    }
    let who = |slug: &str| raised.get(slug).cloned().unwrap_or_default();
    let names = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<BTreeSet<String>>();
    for (slug, planted) in [
        ("level-not-evidenced", &["Wei Lin", "Giulia Romano"][..]),
        ("ahead-of-its-base", &["Luis Ferreira"]),
        ("business-risk", &["Wei Lin"]),
        ("not-enough-seen", &["Tomás Ibáñez"]),
        ("no-chance-yet", &["Parisa Azadi"]),
        ("high-without-evidence", &["Qadir Siddiqui", "Gabriel Herrera"]),
        ("documents-no-outcome", &["Ivo Lukács"]),
        ("bunched-at-the-end", &["Hye-jin Kang"]),
        (
            "useful-in-the-room-above",
            &["Priya Raman", "Amara Okafor", "Zanele Tshabalala", "Bilal Nasser", "Mei-Ling Chen", "Luis Ferreira"],
        ),
        ("one-sided-people-sense", &["Quentin Tremblay"]),
        ("hinges-on-one-rater", &["Amara Okafor", "Kwame Osei"]),
        ("only-one-rater", &["Lucía Navarro"]),
    ] {
        assert_eq!(who(slug), names(planted), "{slug}");
    }
    let planted = names(&["Amara Okafor", "Søren Østergård"]);
    let of_their_own = names(&["Akiko Mori", "Gabriel Herrera", "Hye-jin Kang"]);
    assert_eq!(who("contested-and-decides"), &planted | &of_their_own);
    assert_eq!(raised.len(), 13, "every flag has its planted case");
}

#[test]
fn gates_are_open_for_what_was_planted() {
    let sample = Sample::new();
    let occasions = "Two occasions, 60 days apart";
    assert_eq!(sample.open("Amara Okafor"), ["Business head"]);
    assert_eq!(
        sample.open("Gabriel Herrera"),
        ["Next level shown", occasions, "Business head", "Investment models", "Depth"]
    );
    assert_eq!(sample.open("Søren Østergård"), ["Next level shown", occasions, "Business head", "Horizon: year"]);
    assert_eq!(sample.open("Mei-Ling Chen"), ["Leadership traits"]);
    assert_eq!(
        sample.open("Dagny Grahn"),
        ["Next level shown", "Influence without authority", "Leadership traits"],
        "three gates, two causes"
    );
    for name in ["Emil Hansen", "Ruth Oduya", "Hye-jin Kang"] {
        assert_eq!(sample.open(name), [occasions], "{name}");
    }
    assert_eq!(sample.open("Hannah Weiss"), ["Customer learning"]);
    let horizon = |name: &str| {
        let gates = sample.read(name).gates;
        gates.into_iter().find(|gate| gate.name.starts_with("Horizon")).expect("there is the gate").state
    };
    assert_eq!(horizon("Gabriel Herrera"), GateState::Met);
    assert_eq!(horizon("Zanele Tshabalala"), GateState::NotAsked);
}

#[test]
fn the_room_reads_on_what_a_status_hinges_and_the_facilitator_on_whom() {
    let sample = Sample::new();
    let (rubric, session) = (&sample.session.rubric, &sample.session);
    let amara = sample.robustness("Amara Okafor");
    assert_eq!(amara.room_words(rubric), "Hinges on P&L and revenue drivers: hear both examples.");
    assert_eq!(amara.facilitator_words(session), "Without Marcus Lindqvist it reads “Ready”.");
    let kwame = sample.robustness("Kwame Osei");
    assert_eq!(kwame.room_words(rubric), "Hinges on Market: hear both examples.");
    assert_eq!(kwame.facilitator_words(session), "Without Ines Duarte it reads “Nearly ready”.");
    for name in ["Priya Raman", "Wei Lin", "Elena Petrova", "Jamal Carter", "Akiko Mori", "Bo Xu", "Noah Kim"] {
        assert!(sample.robustness(name).is_robust(), "{name}");
    }
}

#[test]
fn what_was_carried_over_and_what_has_grown_is_said() {
    let sample = Sample::new();
    let celeste = sample.read("Celeste Bauer");
    assert_eq!(celeste.tiers[0].words(), "3.8 of 3.5, carried over from 30 June 2026");
    let mei_ling = sample.read("Mei-Ling Chen");
    let growth = growth(&sample.session, sample.readings.index(), &mei_ling).expect("she was in H1");
    let words = |tier: &str| growth.tiers.iter().find(|change| change.of.as_str() == tier).map(|change| change.words());
    assert_eq!((words("people"), words("market")), (Some("+0.8".into()), Some("+0.3".into())));
    assert_eq!(growth.since, "H1 2026");
}

/// What was planted about the raters, and about no other: lenient, severe, halo, central tendency, own reports.
#[test]
fn every_rater_reads_as_planted() {
    let sample = Sample::new();
    let ruler = Ruler::new(&sample.session, &|| false).expect("somebody waits for it");
    let who = |sign: &dyn Fn(&RaterPicture) -> bool| -> Vec<String> {
        ruler.raters.iter().filter(|rater| sign(rater)).map(|rater| sample.session.rater_name(&rater.rater)).collect()
    };
    let of = |name: &str| {
        let found = ruler.raters.iter().find(|rater| sample.session.rater_name(&rater.rater) == name);
        found.unwrap_or_else(|| panic!("{name} has not rated"))
    };
    let severity = |name: &str| of(name).severity.expect("all are compared").value;
    assert_eq!(who(&|rater| rater.is_marked).len(), 2);
    assert!((severity("Ines Duarte") - 0.5).abs() < 0.05, "{}", severity("Ines Duarte"));
    assert!((severity("Marcus Lindqvist") + 0.55).abs() < 0.05, "{}", severity("Marcus Lindqvist"));
    assert!(severity("Keiko Tanaka").abs() < 0.15, "{}", severity("Keiko Tanaka"));
    assert_eq!(who(&|rater| rater.reading.halo.is_ok_and(|halo| halo.suspected)), ["Keiko Tanaka"]);
    let halo = of("Keiko Tanaka").reading.halo.expect("she shares people");
    assert!((halo.ratio - 0.53).abs() < 0.01, "{halo:?}");
    assert!(halo.relative_ratio.is_ok_and(|ratio| (ratio - 0.68).abs() < 0.01), "{halo:?}");
    assert_eq!(who(&|rater| rater.reading.restriction.is_ok_and(|spread| spread.restricted)), ["Oliver Grant"]);
    let own = of("Ravi Menon").reading.own_reports.expect("he has reports of his own");
    assert!((0.5..0.6).contains(&own.difference), "{own:?}");
    assert!(own.interval.is_ok_and(|interval| !interval.holds(0.0)), "{own:?}");
}
