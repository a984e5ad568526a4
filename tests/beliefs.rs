//! What Plumbline believes, one test a belief: the sample person who shows it reads as the belief says. The table in
//! ARCHITECTURE.md says where each stands in the code and on the screen.

mod common;

use common::Sample;
use plumbline::insight::flags::{self, RaisedFlag};
use plumbline::insight::gates::{GateKind, GateReading, GateState};
use plumbline::insight::{PersonReading, Standing, Status, Subject};

impl Sample {
    fn gate(&self, name: &str, kind: &GateKind) -> GateReading {
        let gates = self.read(name).gates;
        gates.into_iter().find(|gate| gate.kind == *kind).unwrap_or_else(|| panic!("{name} has no such gate"))
    }

    fn state(&self, name: &str, kind: &GateKind) -> GateState {
        self.gate(name, kind).state
    }

    fn flags(&self, name: &str) -> Vec<RaisedFlag> {
        let subject =
            Subject::new(&self.session, self.readings.index(), &self.person(name)).expect("the person is there");
        let reading = PersonReading::of(&subject, subject.effective());
        flags::raised(&subject, &reading, &subject.robustness())
    }

    fn flag(&self, name: &str, slug: &str) -> Option<RaisedFlag> {
        self.flags(name).into_iter().find(|flag| flag.slug == slug)
    }
}

#[test]
fn belief_1_skills_build_a_pyramid_and_the_next_level_is_shown_before_the_title() {
    let sample = Sample::new();
    let priya = sample.read("Priya Raman");
    assert!(priya.tiers.iter().all(|tier| tier.own_bar.is_some() || tier.target_bar.is_some()));
    let shown = priya.shows_next.expect("she shows the next level");
    assert_eq!((shown.level.as_str(), shown.ready, priya.status), ("cpo", true, Status::Ready));
    let noah = sample.read("Noah Kim");
    assert_eq!((noah.status, noah.gates.len()), (Status::HoldsLevelWell, 0), "no target is no shortfall");
    let bo = sample.read("Bo Xu");
    assert_eq!(bo.tiers[0].standing, Standing::AtTheBar, "a little under a bar is for the panel to judge");
}

#[test]
fn belief_2_three_traits_show_readiness_to_lead() {
    let sample = Sample::new();
    let open: Vec<String> = sample.read("Mei-Ling Chen").open_gates().map(|gate| gate.name.clone()).collect();
    assert_eq!(open, ["Leadership traits"]);
    let traits = sample.gate("Mei-Ling Chen", &GateKind::Traits);
    assert!(traits.sentence.contains("Ties across teams: 1 of 2 raters"), "{}", traits.sentence);
    assert_eq!(sample.state("Akiko Mori", &GateKind::Traits), GateState::Met);
    let asked = |name: &str| sample.read(name).gates.iter().any(|gate| gate.kind == GateKind::Traits);
    assert!(!asked("Bo Xu") && !asked("Jamal Carter"), "only the first level that leads asks them");
}

#[test]
fn belief_3_a_product_leader_runs_a_business() {
    let sample = Sample::new();
    let amara = sample.gate("Amara Okafor", &GateKind::BusinessHead);
    assert_eq!(amara.state, GateState::Open);
    assert_eq!(amara.shortfalls.len(), 1, "Capital is there; P&L gates by itself");
    assert!(amara.sentence.contains("P&L and revenue drivers 2.6 of 3"), "{}", amara.sentence);
    assert_eq!(sample.state("Priya Raman", &GateKind::BusinessHead), GateState::Met);
    let risk = sample.flag("Wei Lin", "business-risk").expect("a VP under a floor is a visible risk");
    assert!(risk.reason.starts_with("A VP carries a business"), "{}", risk.reason);
    assert_eq!(sample.flag("Celeste Bauer", "business-risk"), None);
}

#[test]
fn belief_4_the_job_is_leadership_without_authority() {
    let sample = Sample::new();
    let floor = |skill: &str| GateKind::Floor(skill.into());
    assert_eq!(sample.state("Dagny Grahn", &floor("influence-without-authority")), GateState::Open);
    assert_eq!(sample.state("Jamal Carter", &floor("influence-without-authority")), GateState::Met);
    assert_eq!(sample.state("Bo Xu", &floor("wins-in-market")), GateState::Met);
    let amara = sample.person("Amara Okafor");
    let moved = sample.session.evidence.values().filter(|item| item.person == amara);
    assert!(moved.into_iter().any(|item| !item.functions.is_empty()), "evidence says which functions were moved");
}

#[test]
fn belief_5_frameworks_alone_are_theatre() {
    let sample = Sample::new();
    let luis = sample.flag("Luis Ferreira", "ahead-of-its-base").expect("his strategy is ahead of its base");
    assert_eq!(luis.reason, "Strategy stands at 3.8, People only at 2.7 of 3.");
    let qadir = sample.flag("Qadir Siddiqui", "high-without-evidence").expect("nothing speaks to it");
    assert_eq!(qadir.skills, ["data-judgement".into()]);
    let ivo = sample.flag("Ivo Lukács", "documents-no-outcome").expect("documents, and no outcome");
    assert_eq!((ivo.reason.as_str(), ivo.evidence.len()), ("Three documents, and no outcome yet.", 3));
    assert!(sample.flag("Giulia Romano", "level-not-evidenced").is_some());
    let without_target = sample.session.people.iter().filter(|person| person.target.is_none()).count();
    assert!(without_target >= 12, "the program rushes nobody: no target is the default");
}

#[test]
fn belief_6_being_useful_in_rooms_counts_and_attendance_does_not() {
    let sample = Sample::new();
    let slug = "useful-in-the-room-above";
    let mei = sample.flag("Mei-Ling Chen", slug).expect("something changed because she was there");
    assert!(mei.reason.contains("Launch review across teams"), "{}", mei.reason);
    let ola = sample.person("Ola Brandt");
    let rooms = sample.session.evidence.values().filter(|item| item.person == ola && item.room.is_some()).count();
    assert!(rooms >= 2 && sample.flag("Ola Brandt", slug).is_none(), "sat in {rooms} rooms, and nothing changed");
    assert_eq!(sample.read("Ola Brandt").status, Status::HoldsLevelWell, "and it counts against nobody");
}

#[test]
fn belief_7_a_cpo_needs_real_depth() {
    let sample = Sample::new();
    assert_eq!(sample.state("Priya Raman", &GateKind::Depth), GateState::Met);
    let gabriel = sample.gate("Gabriel Herrera", &GateKind::Depth);
    assert_eq!(gabriel.state, GateState::Open);
    assert!(gabriel.sentence.contains("without an outcome"), "{}", gabriel.sentence);
}

#[test]
fn belief_8_the_gap_on_the_way_to_the_top_is_financial_literacy() {
    let sample = Sample::new();
    let models = GateKind::Floor("investment-models".into());
    assert_eq!(sample.state("Gabriel Herrera", &models), GateState::Open);
    assert_eq!(sample.state("Priya Raman", &models), GateState::Met);
    let profit_and_loss = sample.session.rubric.skill(&"profit-and-loss".into()).expect("there is the skill");
    let named = |metric: &str| profit_and_loss.anchors.iter().any(|anchor| anchor.contains(metric));
    assert!(named("margin") && named("churn") && named("cost per new customer"), "its anchors name the key metrics");
}

#[test]
fn belief_9_product_work_comes_before_the_title() {
    let sample = Sample::new();
    assert_eq!(sample.state("Tariq Bashir", &GateKind::CustomerLearning), GateState::Met);
    assert_eq!(sample.read("Tariq Bashir").status, Status::Ready);
    let hannah = sample.gate("Hannah Weiss", &GateKind::CustomerLearning);
    assert_eq!((hannah.state, hannah.shortfalls[0].one_step), (GateState::Open, true));
    assert_eq!(sample.read("Hannah Weiss").status, Status::Nearly);
}

#[test]
fn belief_10_the_horizon_grows() {
    let sample = Sample::new();
    assert_eq!(sample.state("Søren Østergård", &GateKind::Horizon), GateState::Open);
    assert_eq!(sample.state("Priya Raman", &GateKind::Horizon), GateState::Met);
    assert_eq!(sample.gate("Priya Raman", &GateKind::Horizon).name, "Horizon: 3–5 years");
    assert_eq!(sample.state("Zanele Tshabalala", &GateKind::Horizon), GateState::NotAsked, "a year then, a year now");
}

#[test]
fn belief_11_great_product_managers_read_people_on_both_sides() {
    let sample = Sample::new();
    let quentin = sample.flag("Quentin Tremblay", "one-sided-people-sense").expect("one side only");
    assert!(quentin.reason.contains("none on"), "{}", quentin.reason);
    let sense = sample.session.rubric.skill(&"people-sense".into()).expect("there is the skill");
    let both = |anchor: &String| anchor.contains("customers") && anchor.contains("teams");
    assert!(sense.anchors.iter().filter(|anchor| both(anchor)).count() >= 3, "both sides are in its anchors");
    assert_eq!(sample.flag("Priya Raman", "one-sided-people-sense"), None);
}
