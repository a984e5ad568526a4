//! What was changed in a rubric, in short sentences: for whoever is to take the change, for the log, and for what is
//! read out when a rubric was changed since.

use std::collections::BTreeSet;

use crate::model::{Gate, Level, Rubric, Skill, SkillId};

use super::flags;
use super::points::{bar_words, list};

/// What makes one rubric another, a sentence each, in the order of the Rubric screen.
pub fn rubric_changes(before: &Rubric, after: &Rubric) -> Vec<String> {
    let mut words = Vec::new();
    if before.name != after.name {
        words.push(format!("The rubric is called “{}”.", after.name));
    }
    if before.description != after.description {
        words.push("What the rubric is for reads differently.".into());
    }
    scale(before, after, &mut words);
    skills(before, after, &mut words);
    levels(before, after, &mut words);
    tiers(before, after, &mut words);
    named(
        "trait",
        &before.traits.iter().map(|one| (one.id.to_string(), one.name.clone(), format!("{one:?}"))).collect::<Vec<_>>(),
        &after.traits.iter().map(|one| (one.id.to_string(), one.name.clone(), format!("{one:?}"))).collect::<Vec<_>>(),
        &mut words,
    );
    named(
        "room",
        &before.rooms.iter().map(|one| (one.id.to_string(), one.name.clone(), format!("{one:?}"))).collect::<Vec<_>>(),
        &after.rooms.iter().map(|one| (one.id.to_string(), one.name.clone(), format!("{one:?}"))).collect::<Vec<_>>(),
        &mut words,
    );
    named(
        "function",
        &before.functions.iter().map(|one| (one.id.to_string(), one.name.clone(), String::new())).collect::<Vec<_>>(),
        &after.functions.iter().map(|one| (one.id.to_string(), one.name.clone(), String::new())).collect::<Vec<_>>(),
        &mut words,
    );
    rules(before, after, &mut words);
    words
}

/// A gate in a sentence, such as "Influence without authority at 3 or more".
pub fn gate_words(rubric: &Rubric, gate: &Gate) -> String {
    let name = |id: &SkillId| rubric.skill(id).map_or_else(|| id.to_string(), |skill| skill.name.clone());
    match gate {
        Gate::Floor { skill, at_least } => format!("{} at {} or more", name(skill), bar_words(*at_least)),
        Gate::Traits => "Every leadership trait".into(),
        Gate::BusinessHead { floors, business_case } => {
            let floors: Vec<String> = floors
                .iter()
                .map(|(skill, floor)| format!("{} at {} or more", name(skill), bar_words(*floor)))
                .collect();
            let case = if *business_case { ", and a business case with its money result" } else { "" };
            format!("Business head: {}{case}", list(&floors))
        }
        Gate::Depth { skills, at_least } => {
            let names: Vec<String> = skills.iter().map(name).collect();
            format!("Depth: one of {} at {} or more, with an outcome", list(&names), bar_words(*at_least))
        }
        Gate::CustomerLearning { items, quarters } => {
            format!("{items} customer learnings over {quarters} quarters, read by another team, one acted on")
        }
    }
}

fn scale(before: &Rubric, after: &Rubric, words: &mut Vec<String>) {
    let (old, new) = (&before.scale.points, &after.scale.points);
    if old.len() != new.len() {
        words.push(format!("The scale has {} points instead of {}.", new.len(), old.len()));
    } else {
        for (place, (old, new)) in old.iter().zip(new).enumerate().filter(|(_, (old, new))| old != new) {
            words.push(if old.name == new.name {
                format!("Point {} of the scale means something else.", place + 1)
            } else {
                format!("Point {} is called “{}” instead of “{}”.", place + 1, new.name, old.name)
            });
        }
    }
}

fn skills(before: &Rubric, after: &Rubric, words: &mut Vec<String>) {
    for skill in &after.skills {
        match before.skill(&skill.id) {
            None if skill.retired => {}
            None => words.push(format!("“{}” is new.", skill.name)),
            Some(old) => skill_words(before, after, old, skill, words),
        }
    }
    for gone in before.skills.iter().filter(|skill| after.skill(&skill.id).is_none()) {
        words.push(format!("“{}” is gone.", gone.name));
    }
    let order = |rubric: &Rubric, other: &Rubric| {
        let both = rubric.skills.iter().filter(|skill| other.skill(&skill.id).is_some());
        both.map(|skill| skill.id.clone()).collect::<Vec<_>>()
    };
    if order(before, after) != order(after, before) {
        words.push("The skills stand in another order.".into());
    }
}

fn skill_words(before: &Rubric, after: &Rubric, old: &Skill, new: &Skill, words: &mut Vec<String>) {
    let name = &old.name;
    if old.name != new.name {
        words.push(format!("“{name}” is called “{}”.", new.name));
    }
    match (old.retired, new.retired) {
        (false, true) => words.push(format!("“{name}” retires; its ratings stay.")),
        (true, false) => words.push(format!("“{name}” is asked again.")),
        _ => {}
    }
    if old.tier != new.tier {
        let tier = after.tier(&new.tier).map_or(new.tier.as_str(), |tier| &tier.name);
        words.push(format!("“{name}” belongs to {tier}."));
    }
    if old.depth != new.depth {
        let what = if new.depth { "counts only in its gate, as a depth skill" } else { "counts in its tier" };
        words.push(format!("“{name}” {what}."));
    }
    if (&old.description, &old.short_name) != (&new.description, &new.short_name) {
        words.push(format!("“{name}” is described differently."));
    }
    if before.scale.points.len() == after.scale.points.len() {
        let reworded = old.anchors.iter().zip(&new.anchors).enumerate().filter(|(_, (old, new))| old != new);
        let points: Vec<String> = reworded.map(|(place, _)| (place + 1).to_string()).collect();
        if !points.is_empty() {
            words.push(format!("“{name}” reads differently at {}.", list(&points)));
        }
    }
}

fn levels(before: &Rubric, after: &Rubric, words: &mut Vec<String>) {
    for level in &after.levels {
        match before.level(&level.id) {
            None => words.push(format!("{} is a new level.", level.name)),
            Some(old) => level_words(before, after, old, level, words),
        }
    }
    for gone in before.levels.iter().filter(|level| after.level(&level.id).is_none()) {
        words.push(format!("The level {} is gone.", gone.name));
    }
}

fn level_words(before: &Rubric, after: &Rubric, old: &Level, new: &Level, words: &mut Vec<String>) {
    let name = &new.name;
    if (&old.name, &old.plural) != (&new.name, &new.plural) {
        words.push(format!("The level {} is called {name}.", old.name));
    }
    let tier_name = |id| after.tier(id).or_else(|| before.tier(id)).map_or_else(String::new, |tier| tier.name.clone());
    let tiers: BTreeSet<_> = old.bars.keys().chain(new.bars.keys()).collect();
    let bar = |bar: Option<&f64>| bar.map_or_else(|| "not asked".to_owned(), |bar| bar_words(*bar));
    for tier in tiers.into_iter().filter(|tier| old.bars.get(*tier) != new.bars.get(*tier)) {
        let (old, new) = (bar(old.bars.get(tier)), bar(new.bars.get(tier)));
        words.push(format!("{name}: the {} bar is {new} instead of {old}.", tier_name(tier)));
    }
    if old.home != new.home {
        words.push(format!("{name} is at home in {}.", tier_name(&new.home)));
    }
    if old.horizon != new.horizon {
        let horizon = after.horizon(&new.horizon).map_or(new.horizon.as_str(), |horizon| &horizon.name);
        words.push(format!("{name} thinks in the horizon {horizon}."));
    }
    if old.next != new.next {
        let names: Vec<String> =
            new.next.iter().filter_map(|id| after.level(id)).map(|level| level.name.clone()).collect();
        let next = if names.is_empty() { "nowhere".into() } else { format!("to {}", list(&names)) };
        words.push(format!("{name} leads {next}."));
    }
    if old.not_asked != new.not_asked {
        words.push(format!("{name} asks other skills of its tiers."));
    }
    for gate in new.gates.iter().filter(|gate| !old.gates.contains(gate)) {
        words.push(format!("{name} asks: {}.", gate_words(after, gate)));
    }
    for gate in old.gates.iter().filter(|gate| !new.gates.contains(gate)) {
        words.push(format!("{name} no longer asks: {}.", gate_words(before, gate)));
    }
    if old.from != new.from {
        words.push(format!("What {name} asks of those who come from a certain level is another."));
    }
    if old.carries_business != new.carries_business {
        let what = if new.carries_business { "carries" } else { "no longer carries" };
        words.push(format!("{name} {what} a business."));
    }
    if old.entering != new.entering {
        let what = if new.entering { "are not product managers yet" } else { "are product managers" };
        words.push(format!("{} {what}.", new.plural));
    }
}

fn tiers(before: &Rubric, after: &Rubric, words: &mut Vec<String>) {
    let rows = |rubric: &Rubric| {
        let rows = rubric.tiers.iter().map(|tier| (tier.id.to_string(), tier.name.clone(), format!("{tier:?}")));
        rows.collect::<Vec<_>>()
    };
    named("tier", &rows(before), &rows(after), words);
    if before.horizons != after.horizons {
        words.push("The horizons are others.".into());
    }
}

/// What came, went and changed in a list of named things: id, name, and all of it as text.
fn named(what: &str, before: &[(String, String, String)], after: &[(String, String, String)], words: &mut Vec<String>) {
    for (id, name, all) in after {
        match before.iter().find(|(old, ..)| old == id) {
            None => words.push(format!("The {what} “{name}” is new.")),
            Some((_, old, _)) if old != name => words.push(format!("The {what} “{old}” is called “{name}”.")),
            Some((.., old)) if old != all => words.push(format!("The {what} “{name}” reads differently.")),
            Some(_) => {}
        }
    }
    for (_, name, _) in before.iter().filter(|(id, ..)| after.iter().all(|(new, ..)| new != id)) {
        words.push(format!("The {what} “{name}” is gone."));
    }
}

/// A figure of the rules: what it is, and how it is read and changed.
#[derive(Clone, Copy, Debug)]
pub struct RuleFigure {
    /// What it decides, as it stands before the figure.
    pub words: &'static str,
    /// What the figure counts.
    pub unit: Unit,
    /// Reads it.
    pub get: fn(&crate::model::Rules) -> f64,
    /// Changes it.
    pub set: fn(&mut crate::model::Rules, f64),
}

/// What a figure counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Points of the scale.
    Points,
    /// A share, 0 to 1, read in per cent.
    Share,
    /// Days.
    Days,
    /// Whatever the words say.
    Count,
}

/// All figures of the rules, in the order in which they are read.
pub const RULE_FIGURES: &[RuleFigure] = &[
    RuleFigure {
        words: "Share of a tier's asked skills that must be scored before its score is shown",
        unit: Unit::Share,
        get: |rules| rules.enough_seen,
        set: |rules, figure| rules.enough_seen = figure,
    },
    RuleFigure {
        words: "Under a bar by up to this: “at the bar, the panel judges”",
        unit: Unit::Points,
        get: |rules| rules.at_the_bar,
        set: |rules, figure| rules.at_the_bar = figure,
    },
    RuleFigure {
        words: "An asked skill of the target's home tier may lie under the bar by",
        unit: Unit::Points,
        get: |rules| rules.skill_slack,
        set: |rules, figure| rules.skill_slack = figure,
    },
    RuleFigure {
        words: "Occasions asked in the target's home tier",
        unit: Unit::Count,
        get: |rules| f64::from(rules.occasions),
        set: |rules, figure| rules.occasions = figure as u32,
    },
    RuleFigure {
        words: "Days between the first and the last of them",
        unit: Unit::Days,
        get: |rules| f64::from(rules.occasion_days),
        set: |rules, figure| rules.occasion_days = figure as u32,
    },
    RuleFigure {
        words: "Gates that may be open in “nearly”",
        unit: Unit::Count,
        get: |rules| f64::from(rules.nearly_gates),
        set: |rules, figure| rules.nearly_gates = figure as u32,
    },
    RuleFigure {
        words: "A tier is one step away from its bar when under it by up to",
        unit: Unit::Points,
        get: |rules| rules.tier_step,
        set: |rules, figure| rules.tier_step = figure,
    },
    RuleFigure {
        words: "A skill is one step away from its floor when under it by up to",
        unit: Unit::Points,
        get: |rules| rules.skill_step,
        set: |rules, figure| rules.skill_step = figure,
    },
    RuleFigure {
        words: "“Level not yet evidenced”: under an own bar by at least",
        unit: Unit::Points,
        get: |rules| rules.level_doubt,
        set: |rules, figure| rules.level_doubt = figure,
    },
    RuleFigure {
        words: "… as this many raters say",
        unit: Unit::Count,
        get: |rules| f64::from(rules.level_doubt_raters),
        set: |rules, figure| rules.level_doubt_raters = figure as u32,
    },
    RuleFigure {
        words: "“Too early”: days at the level, or back from leave, under",
        unit: Unit::Days,
        get: |rules| f64::from(rules.too_early_days),
        set: |rules, figure| rules.too_early_days = figure as u32,
    },
    RuleFigure {
        words: "Raters outside one reporting line whose yes meets a trait",
        unit: Unit::Count,
        get: |rules| f64::from(rules.trait_raters),
        set: |rules, figure| rules.trait_raters = figure as u32,
    },
    RuleFigure {
        words: "A cell is contested from a range of marks of",
        unit: Unit::Points,
        get: |rules| f64::from(rules.contested_range),
        set: |rules, figure| rules.contested_range = figure as u8,
    },
    RuleFigure {
        words: "Two people look alike when their tier scores lie apart by up to",
        unit: Unit::Points,
        get: |rules| rules.look_alike,
        set: |rules, figure| rules.look_alike = figure,
    },
];

impl Unit {
    /// A figure as it is read: "60 %", "90 days", "0.25".
    pub fn words(self, figure: f64) -> String {
        match self {
            Self::Share => format!("{} %", bar_words(figure * 100.0)),
            Self::Days => format!("{} days", bar_words(figure)),
            Self::Points | Self::Count => bar_words(figure),
        }
    }
}

fn rules(before: &Rubric, after: &Rubric, words: &mut Vec<String>) {
    for figure in RULE_FIGURES {
        let (old, new) = ((figure.get)(&before.rules), (figure.get)(&after.rules));
        if old != new {
            let what = figure.words.trim_start_matches("… ");
            words.push(format!(
                "{}: {} instead of {}.",
                super::points::capital(what),
                figure.unit.words(new),
                figure.unit.words(old)
            ));
        }
    }
    for flag in flags::all() {
        let (old, new) = (flags::figures(before, flag), flags::figures(after, flag));
        let (was, is) = (flags::name(before, flag), flags::name(after, flag));
        if was != is {
            words.push(format!("The flag “{was}” is called “{is}”."));
        }
        if flags::meaning(before, flag) != flags::meaning(after, flag) {
            words.push(format!("The flag “{is}” is explained differently."));
        }
        match (old, new) {
            (Some(_), None) => words.push(format!("The flag “{is}” is off.")),
            (None, Some(_)) => words.push(format!("The flag “{is}” is on.")),
            (old, new) if old != new => words.push(format!("The flag “{is}” has other figures.")),
            _ => {}
        }
    }
}
