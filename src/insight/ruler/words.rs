//! The ruler's figures in words for people who are not statisticians. A rater "scores lower" or "higher" and is never
//! called harsh or lenient; an interval stands beside every estimate; what is too little is said to be.

use crate::insight::coverage::listed;
use crate::insight::points::{capital, count};
use crate::model::{RaterId, Session};
use crate::raters::{Interval, Verdict, share_words};

use super::{Likely, Linked, RaterPicture, Ruler};

/// Own reports whose difference is at least so large, in points, are a sign.
const OWN_REPORTS_SIGN: f64 = 0.3;

/// "0.4 lower", "0.2 higher", "the same": a difference in points, as it is read.
pub fn difference_words(points: f64) -> String {
    let size = format!("{:.1}", points.abs());
    match (size.as_str(), points > 0.0) {
        ("0.0", _) => "the same".into(),
        (_, true) => format!("{size} higher"),
        (_, false) => format!("{size} lower"),
    }
}

impl Likely {
    /// "likely between 0.4 and 0.8 lower", "likely between 0.2 lower and 0.4 higher".
    pub fn words(&self) -> String {
        let Interval { low, high } = self.interval;
        if low <= 0.0 && high >= 0.0 {
            return format!("likely between {} and {}", difference_words(low), difference_words(high));
        }
        // The end that is nearer to nothing comes first, as it is said.
        let (near, far) = (low.abs().min(high.abs()), low.abs().max(high.abs()));
        format!("likely between {near:.1} and {}", difference_words(if high < 0.0 { -far } else { far }))
    }
}

impl RaterPicture {
    /// The severity in a few words, such as "Scores about 0.6 lower".
    pub fn heading(&self) -> String {
        match &self.severity {
            None => "Not compared".into(),
            Some(_) if self.too_little_data => "Too little data".into(),
            Some(severity) => match difference_words(severity.value) {
                same if same == "the same" => "Scores like the others".into(),
                other => format!("Scores about {other}"),
            },
        }
    }

    /// What the severity rests on, below its heading: "On 9 people also rated by others. Likely between 0.4 and 0.8
    /// lower."
    pub fn rests_on(&self, who: &str) -> String {
        let people = match self.shared.len() {
            1 => "1 person".to_owned(),
            number => format!("{number} people"),
        };
        match &self.severity {
            None if self.shared.is_empty() => {
                let share = if who == "You" { "share" } else { "shares" };
                format!("{who} {share} nobody with another manager, so there is nothing to compare with.")
            }
            None => format!("On {people} also rated by others. Not compared: not everybody is linked."),
            Some(_) if self.too_little_data => {
                format!("On {people} also rated by others: too little data to tell how the scores lie to the others’.")
            }
            Some(severity) => format!("On {people} also rated by others. {}.", capital(&severity.words())),
        }
    }

    /// The same by plain arithmetic, for whoever wants to check it.
    pub fn plain_words(&self) -> Option<String> {
        let plain = self.plain.filter(|_| !self.too_little_data)?;
        Some(match difference_words(plain) {
            same if same == "the same" => "By plain averages over the same people and skills: no difference.".into(),
            other => format!("By plain averages over the same people and skills: {other}."),
        })
    }

    /// How many statuses would read differently on comparison scores; never whose.
    pub fn would_change_words(&self) -> Option<String> {
        let (people, changed) = self.would_change?;
        let of = if people == 1 { "the one person".to_owned() } else { format!("the {people} people") };
        let statuses = capital(&count(changed, "status", "statuses"));
        Some(format!(
            "{statuses} of {of} they scored would read differently on comparison scores. Nothing is adjusted."
        ))
    }

    /// How often each point was given, in words: "1: 4 %, 2: 20 %, …".
    pub fn shares_words(&self) -> String {
        let share = |(at, share): (usize, f32)| format!("{}: {}", at + 1, share_words(f64::from(share)));
        self.shares().into_iter().enumerate().map(share).collect::<Vec<_>>().join(", ")
    }

    /// Which points of the scale were used, and whether the scores lie closer together than the others' on the same
    /// people.
    pub fn scale_words(&self) -> String {
        let top = self.counts.len();
        let used: Vec<usize> = (1..=top).filter(|point| self.counts[point - 1] > 0).collect();
        let points = match used.as_slice() {
            [] => return "No scores yet.".into(),
            all if all.len() == top => format!("Uses all {} points.", spelt(top)),
            [one] => format!("Uses one point of {top}: {one}."),
            [first, .., last] if used.len() == 1 + last - first => {
                format!("Uses {} of {top} points: {first} to {last}.", used.len())
            }
            some => {
                let points: Vec<String> = some.iter().map(usize::to_string).collect();
                format!("Uses {} of {top} points: {}.", some.len(), points.join(", "))
            }
        };
        let mut sentences = vec![points];
        if let Ok(spread) = self.reading.restriction
            && spread.restricted
        {
            let share = share_words(spread.ratio);
            sentences.push(format!("Scores spread {share} as far as the others’ on the same people."));
        }
        sentences.extend(self.reading.central_tendency.ok().and_then(|middle| middle.words()));
        sentences.join(" ")
    }

    /// Whether own reports are scored like other people; nothing where they can't be told apart.
    fn own_reports_words(&self) -> Option<String> {
        Some(self.reading.own_reports.ok()?.words())
    }

    fn favours_own_reports(&self) -> bool {
        self.reading.own_reports.is_ok_and(|own| {
            own.difference.abs() >= OWN_REPORTS_SIGN && own.interval.is_ok_and(|interval| !interval.holds(0.0))
        })
    }

    /// The signs besides severity, in sentences.
    pub fn other_signs(&self) -> Vec<String> {
        let mut signs = vec![self.scale_words()];
        signs.extend(self.reading.halo.ok().map(|halo| halo.words()));
        signs.extend(self.own_reports_words());
        signs
    }

    /// What is worth a look, each in a few words; empty where nothing is.
    pub fn worth_a_look(&self) -> Vec<String> {
        let mut signs = Vec::new();
        if let Some(severity) = self.severity.filter(|_| self.is_marked) {
            signs.push(format!("scores about {}", difference_words(severity.value)));
        }
        if self.reading.restriction.is_ok_and(|spread| spread.restricted) {
            signs.push("scores lie close together".into());
        }
        if self.reading.halo.is_ok_and(|halo| halo.suspected) {
            signs.push("skills much alike within a person".into());
        }
        if let Some(own) = self.reading.own_reports.ok().filter(|_| self.favours_own_reports()) {
            signs.push(format!("own reports scored {}", difference_words(own.difference)));
        }
        if let Some(first) = signs.first_mut() {
            *first = capital(first);
        }
        signs
    }
}

fn spelt(number: usize) -> String {
    count(number, "", "").trim().to_owned()
}

impl Ruler {
    /// What the figures rest on, in a sentence.
    pub fn rests_on(&self) -> String {
        let scores = if self.scores == 1 { "1 score".to_owned() } else { format!("{} scores", self.scores) };
        format!("From {scores} given before the reveal. Only people rated by more than one manager are compared.")
    }

    /// A rater's severity in a sentence that begins with their name: "Marcus: on the same people, scores about 0.6 lower
    /// than the group (0.4–0.8)."
    pub fn severity_sentence(&self, name: &str, rater: &RaterPicture) -> String {
        let place = self.raters.iter().position(|other| other.rater == rater.rater);
        let words =
            self.analysis.severity.as_ref().ok().zip(place).map(|(severity, place)| severity.rater_words(place));
        let words = words.unwrap_or_else(|| "not compared.".into());
        if name.is_empty() { words } else { format!("{name}: {}", lower(&words)) }
    }

    /// The figure of the agreement: α where enough people are rated twice, else the share within one point.
    pub fn agreement_figure(&self) -> String {
        let agreement = &self.analysis.agreement;
        match (agreement.verdict(&self.settings), agreement.alpha.ordinal, agreement.within_one) {
            (Some(_), Ok(alpha), _) => hundredths(alpha),
            (_, _, Ok(within)) => share_words(within),
            _ => "–".into(),
        }
    }

    /// The interval of the overall agreement: "Likely 0.64 to 0.77".
    pub fn agreement_interval(&self) -> Option<String> {
        let agreement = &self.analysis.agreement;
        agreement.verdict(&self.settings)?;
        let interval = agreement.alpha.ordinal_interval.ok()?;
        Some(format!("Likely {} to {}", hundredths(interval.low), hundredths(interval.high)))
    }

    /// What the agreement comes to, below its figure.
    pub fn agreement_sentence(&self) -> String {
        let agreement = &self.analysis.agreement;
        let (Ok(exact), Ok(within)) = (agreement.exact, agreement.within_one) else {
            return "No skill of anybody is scored by two managers yet.".into();
        };
        let (exact, within) = (share_words(exact), share_words(within));
        let shares = format!("The same score {exact} of the time, within one point {within}.");
        match agreement.verdict(&self.settings) {
            Some(Verdict::Reliable) => format!("{shares} Reliable."),
            Some(Verdict::Tentative) => format!("{shares} Usable for discussion, not for ranking on its own."),
            Some(Verdict::Low) => format!("{shares} Too low to rank by; hear the examples behind the scores."),
            None if agreement.people < self.settings.people_for_alpha => {
                let people = count(agreement.people, "person is", "people are");
                format!("{shares} Only {people} rated twice: too few for one overall figure.")
            }
            None => format!("{shares} Scores differ too little between people for one overall figure."),
        }
    }

    /// What one more rater would bring, in sentences.
    pub fn needed_sentences(&self) -> Vec<String> {
        let (Ok(needed), Ok(gaps)) = (&self.analysis.raters_needed, &self.analysis.icc_with_gaps) else {
            return vec!["Once managers can be compared, this says what one more of them would bring.".into()];
        };
        if self.too_little_data() {
            return vec!["Too little data to say what one more manager would bring.".into()];
        }
        let now = (gaps.raters.round() as usize).max(1);
        let (Some(margin), Some(next)) = (needed.margin(now), needed.margin(now + 1)) else { return Vec::new() };
        let raters = count(now, "manager", "managers");
        let sentence = format!(
            "People have about {raters} each, which leaves a comparison score within ±{margin:.1}. One more each would \
             narrow this to ±{next:.1}."
        );
        let mut sentences = vec![sentence];
        let enough = needed.panels.iter().find(|panel| panel.margin <= 0.35 && panel.raters > now + 1);
        sentences.extend(
            enough.map(|panel| {
                format!("It takes {} for ±{:.1}.", count(panel.raters, "manager", "managers"), panel.margin)
            }),
        );
        sentences
    }
}

/// "0.71", "−0.03": with a minus, not a hyphen.
fn hundredths(value: f64) -> String {
    format!("{value:.2}").replace('-', "−")
}

fn lower(sentence: &str) -> String {
    let mut letters = sentence.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

impl Linked {
    /// Who can be compared, in sentences; without names where `named` is off.
    pub fn sentences(&self, session: &Session, named: bool) -> Vec<String> {
        let names = |raters: &[RaterId]| listed(raters.iter().map(|rater| session.rater_name(rater)).collect());
        let mut sentences = Vec::new();
        match self.groups.as_slice() {
            [] => sentences.push("Nobody has scored anybody yet.".to_owned()),
            [one] if one.len() == 1 => {
                sentences.push("One manager has scored, so there is nobody to compare with.".to_owned());
            }
            [one] => {
                let all = if one.len() == 2 { "Both".to_owned() } else { format!("All {}", spelt(one.len())) };
                let mut sentence = format!("{all} managers are linked through shared people.");
                if let (true, Some((weakest, shared))) = (named, &self.weakest) {
                    let people = if *shared == 1 { "person" } else { "people" };
                    let name = session.rater_name(weakest);
                    sentence.push_str(&format!(" The weakest link is {name}: {shared} shared {people}."));
                }
                sentences.push(sentence);
            }
            [one, other] if named => {
                let verb = if one.len() == 1 { "shares" } else { "share" };
                sentences.push(format!(
                    "Not compared: {} {verb} nobody with {}. Have one person rated by a manager of each to link them.",
                    names(one),
                    names(other)
                ));
            }
            groups => {
                let number = count(groups.len(), "group", "groups");
                let mut sentence = format!("Not compared: the managers fall into {number} that share nobody");
                if named {
                    let parts: Vec<String> = groups.iter().map(|group| names(group)).collect();
                    sentence.push_str(&format!(": {}", parts.join("; ")));
                }
                sentences.push(sentence + ". Have people rated across them to link them.");
            }
        }
        sentences.extend(self.weak_sentence(session, named));
        if named && !self.idle.is_empty() {
            let have = if self.idle.len() == 1 { "has" } else { "have" };
            sentences.push(format!("{} {have} not scored anybody yet.", names(&self.idle)));
        }
        sentences
    }

    /// Who alone holds the panel together. With one manager there is nothing to hold.
    fn weak_sentence(&self, session: &Session, named: bool) -> Option<String> {
        if self.groups.iter().all(|group| group.len() < 2) {
            return None;
        }
        let raters = self.weak_raters.iter().map(|rater| session.rater_name(rater));
        let people = self.weak_people.iter().map(|person| session.name(person));
        let names: Vec<String> = raters.chain(people).collect();
        match (names.len(), named) {
            (0, _) => None,
            (_, true) => Some(format!("Weakly linked: without {}, somebody is linked to nobody else.", listed(names))),
            (number, false) => {
                let links = capital(&count(number, "link alone holds", "links alone hold"));
                Some(format!("{links} part of the panel together."))
            }
        }
    }
}
