//! The figures in words for people who are not statisticians. No word blames anybody: somebody scores lower or higher on
//! the same people, nobody is harsh or lenient. What is not sure is said to be so.

use super::agreement::Agreement;
use super::diagnostics::{CentralTendency, Drift, Halo, OwnReports, Restriction};
use super::figure::{Estimate, Figure, Interval};
use super::settings::Settings;
use super::severity::{Mixed, Severity};

/// How much an agreement carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The whole interval of α is at .800 or above.
    Reliable,
    /// α is at .667 or above.
    Tentative,
    /// α is lower.
    Low,
}

impl Agreement {
    /// What the agreement carries; none where too few people were rated twice to say.
    pub fn verdict(&self, settings: &Settings) -> Option<Verdict> {
        let alpha = self.alpha.ordinal.ok().filter(|_| self.people >= settings.people_for_alpha)?;
        let low = self.alpha.ordinal_interval.map_or(alpha, |interval| interval.low);
        Some(if low >= settings.reliable {
            Verdict::Reliable
        } else if alpha >= settings.tentative {
            Verdict::Tentative
        } else {
            Verdict::Low
        })
    }

    /// Shares, then α where there is enough to judge it by.
    pub fn words(&self, settings: &Settings) -> String {
        let (exact, near) = match (self.exact, self.within_one) {
            (Ok(exact), Ok(near)) => (exact, near),
            (Err(why), _) | (_, Err(why)) => return format!("Agreement can't be told: {why}."),
        };
        let shares = format!(
            "Managers gave the same score {} of the time, within one point {}.",
            share_words(exact),
            share_words(near)
        );
        let Some(verdict) = self.verdict(settings) else {
            let people = self.people;
            return match self.alpha.ordinal {
                Err(why) => format!("{shares} No overall figure: {why}."),
                Ok(_) => format!("{shares} Too few people rated twice ({people}) for an overall figure."),
            };
        };
        let alpha = self.alpha.ordinal.map_or_else(|_| String::new(), |alpha| format!("{alpha:.2}"));
        let likely = self
            .alpha
            .ordinal_interval
            .map_or_else(|_| String::new(), |interval| format!(", likely {:.2} to {:.2}", interval.low, interval.high));
        let carries = match verdict {
            Verdict::Reliable => "reliable",
            Verdict::Tentative => "usable for discussion, not for ranking on its own",
            Verdict::Low => "too low to rank by; hear the examples behind the scores",
        };
        format!("{shares} Overall agreement {alpha}{likely}: {carries}.")
    }
}

impl Severity {
    /// Whether a rater is to be marked: at least so far from the others, and the interval leaves out 0. Nobody is while
    /// there is too little data.
    pub fn is_marked(&self, rater: usize, settings: &Settings) -> bool {
        let Ok(fit) = &self.shown else { return false };
        let Some(interval) = fit.rater_interval(rater) else { return false };
        !self.too_little_data && fit.raters[rater].value.abs() >= settings.marked_severity && !interval.holds(0.0)
    }

    /// "On the same people, scores about 0.4 lower than the group (0.2–0.6)."
    pub fn rater_words(&self, rater: usize) -> String {
        let fit = match &self.shown {
            Ok(fit) => fit,
            Err(why) => return format!("Severity can't be told: {why}."),
        };
        let (Some(effect), Some(interval)) = (fit.raters.get(rater), fit.rater_interval(rater)) else {
            return String::new();
        };
        let words =
            effect_words("On the same people, scores", effect.value, interval, "than the group", "like the group");
        if self.too_little_data { format!("{words} Too little data to rely on it.") } else { words }
    }
}

impl Mixed {
    /// The 95 % interval of a rater's severity.
    pub fn rater_interval(&self, rater: usize) -> Option<Interval> {
        self.raters.get(rater)?.interval(self.standard_errors).ok()
    }

    /// The 95 % interval of a person's comparison score.
    pub fn person_interval(&self, person: usize) -> Option<Interval> {
        self.people.get(person)?.interval(self.standard_errors).ok()
    }

    /// "3.4, likely 3.0–3.8 (raw 3.1; both raters score low)". `raters` are the places of those who scored the person.
    pub fn comparison_words(&self, person: usize, raw: f64, raters: &[usize]) -> String {
        let (Some(score), Some(interval)) = (self.people.get(person), self.person_interval(person)) else {
            return String::new();
        };
        let effects = || raters.iter().filter_map(|rater| self.raters.get(*rater)).map(|effect| effect.value);
        let all = |sided: fn(f64) -> bool| effects().next().is_some() && effects().all(sided);
        let side = match (all(|effect| effect <= -TOLD), all(|effect| effect >= TOLD)) {
            (true, _) => Some("low"),
            (_, true) => Some("high"),
            _ => None,
        };
        let who = match raters.len() {
            1 => "the rater scores",
            2 => "both raters score",
            _ => "all raters score",
        };
        let why = side.map_or_else(String::new, |side| format!("; {who} {side}"));
        format!("{:.1}, likely {:.1}–{:.1} (raw {raw:.1}{why})", score.value, interval.low, interval.high)
    }
}

/// Effects and differences from here on are told.
const TOLD: f64 = 0.1;

impl Restriction {
    /// How the scale is used; `points` is how many points it has.
    pub fn words(&self, points: usize) -> String {
        let used = match self.points_used {
            used if used >= points => format!("Uses all {points} points."),
            used => format!("Uses {used} of {points} points."),
        };
        if self.restricted {
            let (own, others) = (self.sd, self.others_sd);
            return format!(
                "{used} Spreads scores less than others on the same people ({own:.1} against {others:.1})."
            );
        }
        used
    }
}

impl CentralTendency {
    /// How often the middle of the scale is used, where that is worth a word.
    pub fn words(&self) -> Option<String> {
        self.suspected.then(|| {
            let (own, others) = (share_words(self.share), share_words(self.others_share));
            format!("Gives the middle of the scale {own} of the time, where others give it {others}.")
        })
    }
}

impl Halo {
    /// A question, as halo can't be told from people who truly are even.
    pub fn words(&self) -> String {
        if self.suspected {
            let (own, others) = (self.spread, self.others_spread);
            return format!(
                "Scores the skills of one person more alike than others do ({own:.1} apart, others {others:.1}). Are \
                 these people so even, or does one impression colour the rest?"
            );
        }
        "Skills vary within a person as they do for others.".into()
    }
}

impl OwnReports {
    /// How own reports fare.
    pub fn words(&self) -> String {
        let sure = self.interval.is_ok_and(|interval| !interval.holds(0.0));
        match self.interval {
            Ok(interval) if sure && self.difference.abs() >= TOLD => {
                effect_words("Own reports are scored", self.difference, interval, "than other people are", "alike")
            }
            Ok(_) => "Own reports are scored like other people.".into(),
            Err(_) => "Too few people to tell whether own reports are scored like others.".into(),
        }
    }
}

impl Drift {
    /// Whether the standard moved.
    pub fn words(&self) -> String {
        match self.interval {
            Ok(interval) if !interval.holds(0.0) && self.change.value.abs() >= TOLD => {
                let what = "By the end, scores are";
                effect_words(what, self.change.value, interval, "than at the start", "as they were at the start")
            }
            Ok(_) => "No drift from start to end that could be told from chance.".into(),
            Err(_) => "Too few people to tell whether the standard moved.".into(),
        }
    }
}

/// "…, scores about 0.4 lower than the group (0.2–0.6)."
fn effect_words(what: &str, effect: f64, interval: Interval, than: &str, alike: &str) -> String {
    let side = if effect < 0.0 { "lower" } else { "higher" };
    let size = format!("{:.1}", effect.abs());
    if size == "0.0" {
        return format!("{what} {alike} ({}).", interval_words(interval));
    }
    if interval.holds(0.0) {
        return format!("{what} about {size} {side} {than}, which may be chance ({}).", interval_words(interval));
    }
    let (near, far) = (interval.low.abs().min(interval.high.abs()), interval.low.abs().max(interval.high.abs()));
    format!("{what} about {size} {side} {than} ({near:.1}–{far:.1}).")
}

/// "−0.2 to +0.3".
pub fn interval_words(interval: Interval) -> String {
    format!("{} to {}", signed_words(interval.low), signed_words(interval.high))
}

/// "+0.4", "−0.2", "0.0".
pub fn signed_words(value: f64) -> String {
    let size = format!("{:.1}", value.abs());
    match size.as_str() {
        "0.0" => size,
        _ if value < 0.0 => format!("−{size}"),
        _ => format!("+{size}"),
    }
}

/// "47 %".
pub fn share_words(share: f64) -> String {
    format!("{:.0} %", share * 100.0)
}

/// "cannot be told apart", where the intervals of two comparison scores overlap.
///
/// # Errors
/// Why a standard error is undefined.
pub fn can_be_told_apart(one: Estimate, other: Estimate, standard_errors: f64) -> Figure<bool> {
    Ok(!one.interval(standard_errors)?.overlaps(other.interval(standard_errors)?))
}
