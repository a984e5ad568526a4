//! Flags that are read from scores: tiers without a base, levels in doubt, business risk, too little seen, no chance.

use super::{Figures, Flag, Found, Ground, Tone};
use crate::insight::points::{bar_words, list, meets, of_bar, score_words};
use crate::insight::tiers::TierReading;
use crate::model::{Gate, Mark, SkillId, TierId, WhyNot};

pub(super) const FLAGS: &[Flag] = &[
    Flag {
        slug: "ahead-of-its-base",
        name: "Strategy ahead of its base",
        meaning: "An upper tier is at least so many points above a lower asked tier that is under its bar.",
        tone: Tone::Watch,
        figures: Figures { points: 1.0, ..Figures::NONE },
        find: ahead_of_its_base,
    },
    Flag {
        slug: "level-not-evidenced",
        name: "Level not yet evidenced",
        meaning: "A tier is well under a bar of the person's own level, in the view of two raters or more.",
        tone: Tone::Watch,
        figures: Figures::NONE,
        find: level_not_evidenced,
    },
    Flag {
        slug: "business-risk",
        name: "Business risk",
        meaning: "Somebody whose level carries a business is under one of its floors.",
        tone: Tone::Risk,
        figures: Figures::NONE,
        find: business_risk,
    },
    Flag {
        slug: "not-enough-seen",
        name: "Not enough seen",
        meaning: "Too few of an asked tier's skills were scored to show its score.",
        tone: Tone::Plain,
        figures: Figures::NONE,
        find: not_enough_seen,
    },
    Flag {
        slug: "no-chance-yet",
        name: "No chance yet",
        meaning: "At least so many raters say that the person had no chance to show a skill: the company's task.",
        tone: Tone::Plain,
        figures: Figures { count: 2, ..Figures::NONE },
        find: no_chance_yet,
    },
];

fn ahead_of_its_base(ground: &Ground, figures: &Figures) -> Option<Found> {
    let tiers = &ground.reading.tiers;
    let name = |tier: &TierReading| ground.rubric().tier(&tier.tier).map_or("A tier", |tier| tier.name.as_str());
    let under = tiers.iter().enumerate().filter_map(|(place, tier)| Some((place, tier, tier.score?, tier.bar()?)));
    let gap = under.filter(|(_, _, score, bar)| !meets(*score, *bar)).find_map(|(place, lower, score, bar)| {
        let above = tiers[place + 1..].iter().filter_map(|upper| Some((upper, upper.score?)));
        let ahead = above.filter(|(_, upper)| meets(upper - score, figures.points));
        let (upper, highest) = ahead.max_by(|a, b| a.1.total_cmp(&b.1))?;
        let (upper, highest) = (name(upper), score_words(highest));
        Some(format!("{upper} stands at {highest}, {} only at {}.", name(lower), of_bar(score, bar)))
    })?;
    Some(Found::because(gap))
}

fn level_not_evidenced(ground: &Ground, _: &Figures) -> Option<Found> {
    let own = ground.subject.own?;
    let doubted = &ground.reading.doubted;
    if doubted.is_empty() {
        return None;
    }
    let rubric = ground.rubric();
    let short = own.bars().filter(|(place, ..)| doubted.contains(&rubric.tiers[*place].id));
    let words = short.filter_map(|(place, tier, bar)| {
        let score = ground.subject.tier_score(&ground.reading.scores, place, tier).score?;
        Some(format!("{} {}", rubric.tiers[place].name, of_bar(score, bar)))
    });
    let level = rubric.level(&own.level).map_or("The level", |level| level.name.as_str());
    let words: Vec<String> = words.collect();
    Some(Found::because(format!("{level} asks more than is seen: {}.", list(&words))))
}

fn business_risk(ground: &Ground, _: &Figures) -> Option<Found> {
    let own = ground.subject.own?;
    let level = ground.rubric().level(&own.level).filter(|level| level.carries_business)?;
    let floors = own.gates.iter().filter_map(|gate| match gate {
        Gate::BusinessHead { floors, .. } => Some(floors),
        _ => None,
    });
    let score = |skill: &SkillId| ground.rubric().column(skill).and_then(|at| ground.reading.scores.value(at));
    let under = floors.flatten().filter_map(|(skill, floor)| {
        let score = score(skill).filter(|score| !meets(*score, *floor))?;
        Some((skill.clone(), format!("{} {}", ground.skill_name(skill), of_bar(score, *floor))))
    });
    let (skills, words): (Vec<SkillId>, Vec<String>) = under.unzip();
    if skills.is_empty() {
        return None;
    }
    let reason = format!("A {} carries a business: {}.", level.name, list(&words));
    Some(Found { skills, ..Found::because(reason) })
}

fn not_enough_seen(ground: &Ground, _: &Figures) -> Option<Found> {
    let unseen: Vec<TierId> = ground.subject.unseen(&ground.reading.scores, ground.subject.target);
    let read = ground.reading.tiers.iter().filter(|tier| unseen.contains(&tier.tier));
    let words: Vec<String> = read
        .filter_map(|tier| Some((ground.rubric().tier(&tier.tier)?, tier)))
        .map(|(named, tier)| format!("{} {} of {} skills", named.name, tier.seen, tier.asked))
        .collect();
    let skills = ground.asked().filter(|column| ground.reading.scores.value(*column).is_none());
    let skills = skills.map(|column| &ground.rubric().skills[column]).filter(|skill| unseen.contains(&skill.tier));
    let skills: Vec<SkillId> = skills.map(|skill| skill.id.clone()).collect();
    let share = bar_words(ground.rubric().rules.enough_seen * 100.0);
    let reason = format!("Scored so far: {}; a tier is shown from {share} %.", list(&words));
    (!words.is_empty()).then(|| Found { skills, ..Found::because(reason) })
}

fn no_chance_yet(ground: &Ground, figures: &Figures) -> Option<Found> {
    let (session, person) = (ground.session(), &ground.subject.person.id);
    let says_so = |skill: &SkillId| {
        let marks = ground.subject.views.iter().map(|view| session.last_mark(view.rater, person, skill));
        marks.filter(|mark| *mark == Some(Mark::NotObserved(WhyNot::NoChanceYet))).count()
    };
    let asked = ground.asked().map(|column| &ground.rubric().skills[column].id);
    let skills: Vec<SkillId> = asked.filter(|skill| says_so(skill) >= figures.count.max(1)).cloned().collect();
    if skills.is_empty() {
        return None;
    }
    let reason = format!("No chance to show {}: the company's task.", list(&ground.skill_names(&skills)));
    Some(Found { skills, ..Found::because(reason) })
}
