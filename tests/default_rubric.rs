//! The default rubric: it can be read, it says of every level what Plumbline promises, and its sentences can be read
//! aloud.

use std::collections::{BTreeMap, BTreeSet};

use plumbline::model::{Gate, Level, LevelId, Rubric, Rules, Skill, SkillId};

const MARKET: [&str; 5] =
    ["customer-insight", "competition-and-domain", "data-judgement", "delivery-and-quality", "wins-in-market"];
const PEOPLE: [&str; 5] =
    ["people-sense", "influence-without-authority", "cross-team-trust", "coaching-and-hiring", "honest-feedback"];
const STRATEGY: [&str; 5] = [
    "diagnosis-and-choice",
    "portfolio-and-platform",
    "go-to-market-and-business-model",
    "operating-cadence",
    "executive-influence",
];
const VISION: [&str; 7] = [
    "long-range-vision",
    "profit-and-loss",
    "capital-allocation",
    "investment-models",
    "board-and-investors",
    "commercial-depth",
    "technical-depth",
];

fn rubric() -> Rubric {
    ron::from_str(include_str!("../assets/rubric.ron")).expect("the default rubric can be read")
}

fn level<'a>(rubric: &'a Rubric, id: &str) -> &'a Level {
    rubric.level(&id.into()).expect("the level is there")
}

fn skill<'a>(rubric: &'a Rubric, id: &str) -> &'a Skill {
    rubric.skill(&id.into()).expect("the skill is there")
}

fn asked(rubric: &Rubric, level: &str, target: Option<&str>) -> BTreeSet<String> {
    let target = target.map(LevelId::from);
    let flags = rubric.asked_of(Some(&level.into()), target.as_ref());
    let asked = rubric.skills.iter().zip(flags).filter(|(_, asked)| *asked);
    asked.map(|(skill, _)| skill.id.to_string()).collect()
}

fn names(parts: &[&[&str]]) -> BTreeSet<String> {
    parts.concat().into_iter().map(str::to_string).collect()
}

fn floor(skill: &str, at_least: f64) -> Gate {
    Gate::Floor { skill: skill.into(), at_least }
}

fn business_head(profit_and_loss: f64, capital: f64, business_case: bool) -> Gate {
    let floors = vec![("profit-and-loss".into(), profit_and_loss), ("capital-allocation".into(), capital)];
    Gate::BusinessHead { floors, business_case }
}

#[test]
fn nothing_is_wrong_with_it() {
    assert_eq!(rubric().problems(), Vec::<String>::new());
}

#[test]
fn written_and_read_again_it_is_the_same() {
    let rubric = rubric();
    let text = ron::ser::to_string_pretty(&rubric, ron::ser::PrettyConfig::default()).expect("it can be written");
    assert_eq!(ron::from_str::<Rubric>(&text).expect("it can be read again"), rubric);
}

#[test]
fn the_pyramid_has_five_skills_a_tier_and_seven_at_its_top() {
    let rubric = rubric();
    let mut tiers: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for skill in &rubric.skills {
        tiers.entry(skill.tier.as_str()).or_default().push(skill.id.as_str());
    }
    let order: Vec<&str> = rubric.tiers.iter().map(|tier| tier.id.as_str()).collect();
    assert_eq!(order, ["market", "people", "strategy", "vision"]);
    assert_eq!(tiers["market"], MARKET);
    assert_eq!(tiers["people"], PEOPLE);
    assert_eq!(tiers["strategy"], STRATEGY);
    assert_eq!(tiers["vision"], VISION);
    let depth: Vec<&str> = rubric.skills.iter().filter(|skill| skill.depth).map(|skill| skill.id.as_str()).collect();
    assert_eq!(depth, ["commercial-depth", "technical-depth"]);
    assert_eq!(skill(&rubric, "profit-and-loss").name, "P&L and revenue drivers");
}

#[test]
fn every_point_of_every_skill_has_a_sentence_of_its_own() {
    let rubric = rubric();
    let mut seen = BTreeSet::new();
    for skill in &rubric.skills {
        assert_eq!(skill.anchors.len(), 5, "{}", skill.name);
        assert!(!skill.description.is_empty(), "{}", skill.name);
        for anchor in &skill.anchors {
            assert!(seen.insert(anchor.as_str()), "{}: “{anchor}” stands twice", skill.name);
        }
    }
    assert_eq!(seen.len(), 110);
}

#[test]
fn an_anchor_is_short_enough_to_be_read_aloud_and_does_not_lean_on_adverbs() {
    let leaning = ["very", "consistently", "always", "often", "usually", "highly", "deeply", "effectively", "well"];
    for skill in &rubric().skills {
        for anchor in &skill.anchors {
            let words: Vec<&str> = anchor.split(|c: char| !c.is_alphanumeric() && c != '\'').collect();
            let spoken = anchor.split_whitespace().count();
            assert!((6..=16).contains(&spoken), "{}: “{anchor}” has {spoken} words", skill.name);
            assert!(anchor.chars().count() < 120, "{}: “{anchor}” is too long", skill.name);
            assert!(!anchor.ends_with('.'), "{}: “{anchor}” ends in a full stop", skill.name);
            assert!(anchor.starts_with(char::is_uppercase), "{}: “{anchor}” begins in lower case", skill.name);
            let adverb = words.iter().find(|word| leaning.contains(&word.to_lowercase().as_str()));
            assert_eq!(adverb, None, "{}: “{anchor}”", skill.name);
        }
    }
}

#[test]
fn a_long_name_has_a_short_one_for_its_column() {
    for skill in &rubric().skills {
        let width = skill.column_name().chars().count();
        assert!((1..=24).contains(&width), "“{}” is too wide for a column", skill.column_name());
        assert!(skill.short_name.chars().count() < skill.name.chars().count(), "{}", skill.name);
    }
}

#[test]
fn people_sense_has_both_sides_and_money_skills_name_their_words() {
    let rubric = rubric();
    let reliable = |id: &str| skill(&rubric, id).anchors[2].clone();
    assert!(reliable("people-sense").contains("customers") && reliable("people-sense").contains("teams"));
    let profit_and_loss = skill(&rubric, "profit-and-loss").anchors.join(" ");
    for metric in ["revenue", "margin", "churn", "cost per new customer"] {
        assert!(profit_and_loss.contains(metric), "{metric}");
    }
    for investor in ["VC", "PE", "public"] {
        assert!(reliable("investment-models").contains(investor), "{investor}");
    }
}

#[test]
fn the_levels_ask_what_the_table_says() {
    let rubric = rubric();
    let bars = |id: &str| {
        let bars = &level(&rubric, id).bars;
        ["market", "people", "strategy", "vision"].map(|tier| bars.get(tier).copied())
    };
    assert_eq!(bars("moving"), [None, None, None, None]);
    assert_eq!(bars("pm"), [Some(2.5), Some(1.5), None, None]);
    assert_eq!(bars("senior-pm"), [Some(3.0), Some(2.0), None, None]);
    assert_eq!(bars("principal-pm"), [Some(4.0), Some(2.5), Some(2.5), None]);
    assert_eq!(bars("director"), [Some(3.5), Some(3.0), Some(2.0), None]);
    assert_eq!(bars("vp"), [Some(3.5), Some(3.5), Some(3.0), None]);
    assert_eq!(bars("cpo"), [Some(3.5), Some(3.5), Some(3.5), Some(3.0)]);

    let place = |id: &str| {
        let level = level(&rubric, id);
        let next: Vec<&str> = level.next.iter().map(LevelId::as_str).collect();
        (level.home.as_str(), level.horizon.as_str(), next.join(" "))
    };
    assert_eq!(place("moving"), ("market", "quarter", "pm".into()));
    assert_eq!(place("pm"), ("market", "quarter", "senior-pm".into()));
    assert_eq!(place("senior-pm"), ("market", "quarter", "director principal-pm".into()));
    assert_eq!(place("principal-pm"), ("people", "year", "vp".into()));
    assert_eq!(place("director"), ("people", "quarter", "vp".into()));
    assert_eq!(place("vp"), ("strategy", "year", "cpo".into()));
    assert_eq!(place("cpo"), ("vision", "years", String::new()));
}

#[test]
fn each_level_has_the_gates_of_the_table() {
    let rubric = rubric();
    let gates = |id: &str| level(&rubric, id).gates.clone();
    assert_eq!(gates("moving"), []);
    assert_eq!(gates("pm"), []);
    assert_eq!(gates("senior-pm"), [floor("wins-in-market", 3.0)]);
    assert_eq!(gates("principal-pm"), [floor("influence-without-authority", 3.0)]);
    assert_eq!(gates("director"), [floor("influence-without-authority", 3.0), Gate::Traits]);
    assert_eq!(gates("vp"), [business_head(3.0, 2.0, false)]);
    let depth = Gate::Depth { skills: vec!["commercial-depth".into(), "technical-depth".into()], at_least: 4.0 };
    assert_eq!(gates("cpo"), [business_head(4.0, 3.0, true), floor("investment-models", 3.0), depth]);

    let carries: Vec<&str> =
        rubric.levels.iter().filter(|level| level.carries_business).map(|level| level.id.as_str()).collect();
    assert_eq!(carries, ["vp", "cpo"]);

    let way_in = &level(&rubric, "pm").from["moving"];
    assert_eq!(way_in.gates, [Gate::CustomerLearning { items: 3, quarters: 2 }]);
    assert_eq!(way_in.not_asked, BTreeSet::from([SkillId::from("wins-in-market")]));
    let entering: Vec<&str> =
        rubric.levels.iter().filter(|level| level.entering).map(|level| level.id.as_str()).collect();
    assert_eq!(entering, ["moving"]);
}

#[test]
fn people_are_asked_for_what_their_level_and_their_target_ask() {
    let rubric = rubric();
    assert_eq!(asked(&rubric, "moving", Some("pm")), names(&[&MARKET[..4], &PEOPLE]));
    assert_eq!(asked(&rubric, "pm", None), names(&[&MARKET, &PEOPLE]));
    assert_eq!(asked(&rubric, "pm", Some("senior-pm")), names(&[&MARKET, &PEOPLE]));
    assert_eq!(asked(&rubric, "senior-pm", Some("director")), names(&[&MARKET, &PEOPLE, &STRATEGY]));
    let without_coaching = [PEOPLE[0], PEOPLE[1], PEOPLE[2], PEOPLE[4]];
    assert_eq!(asked(&rubric, "principal-pm", None), names(&[&MARKET, &without_coaching, &STRATEGY]));
    let business = ["profit-and-loss", "capital-allocation"];
    assert_eq!(asked(&rubric, "principal-pm", Some("vp")), names(&[&MARKET, &PEOPLE, &STRATEGY, &business]));
    assert_eq!(asked(&rubric, "director", Some("vp")), names(&[&MARKET, &PEOPLE, &STRATEGY, &business]));
    assert_eq!(asked(&rubric, "vp", Some("cpo")), names(&[&MARKET, &PEOPLE, &STRATEGY, &VISION]));
    assert_eq!(asked(&rubric, "cpo", None).len(), 22);
}

#[test]
fn traits_rooms_functions_and_horizons_are_there() {
    let rubric = rubric();
    let traits: Vec<&str> = rubric.traits.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(traits, ["platform", "customers", "ties"]);
    assert!(rubric.traits.iter().all(|one| one.question.ends_with('?') && !one.yes_looks_like.is_empty()));

    let places: Vec<Option<usize>> = rubric.rooms.iter().map(|room| rubric.tier_place(&room.tier)).collect();
    assert!(places.is_sorted(), "the rooms stand from the nearest to the furthest");
    assert_eq!(places.iter().flatten().collect::<BTreeSet<_>>().len(), 4, "every tier has a room");
    assert!(rubric.rooms.iter().all(|room| !room.useful.is_empty()));

    for function in ["engineering", "marketing", "sales"] {
        assert!(rubric.functions.iter().any(|one| one.id.as_str() == function), "{function}");
    }
    let months: Vec<u32> = rubric.horizons.iter().map(|horizon| horizon.months).collect();
    assert_eq!(months, [3, 12, 36]);
}

#[test]
fn its_cut_offs_are_the_ones_that_the_program_starts_with() {
    assert_eq!(Rules { flags: BTreeMap::new(), ..rubric().rules }, Rules::default());
}
