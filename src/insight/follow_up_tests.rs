use jiff::civil::date;

use crate::edit::{Edit, MeetingEdit};
use crate::insight::kit::Desk;
use crate::model::{Agreed, FollowUpWords, NextStep, Placement};

use super::*;

const RAW: &str = "Cid: could not say what billing costs us.";

/// A PM on the way to Senior PM, managed by Ann; the panel changed one of Ann's scores.
fn desk(raters: &[&str]) -> Desk {
    let mut desk = Desk::new(raters);
    desk.person("kim", "pm", "senior-pm");
    desk.put_person("kim", |person| {
        person.name = "Kim Ito".into();
        person.manager = Manager::Panel("ann".into());
    });
    for rater in raters {
        desk.rate_tier(rater, "kim", "market", &[4, 4, 4, 4, 3]);
        desk.rate_tier(rater, "kim", "people", &[3, 3, 3, 3, 3]);
    }
    let after = Some(Agreed { outcome: Outcome::Score(2), reason: RAW.into() });
    desk.edit(vec![Edit::SetAgreed { person: "kim".into(), skill: "wins-in-market".into(), before: None, after }]);
    let next_step =
        NextStep { text: "Lead the pricing launch.".into(), owner: "ANN".into(), by: Some(date(2027, 3, 1)) };
    let placement = Placement {
        place: Place::Nearly,
        reason: "One launch short.".into(),
        owner: String::new(),
        until: None,
        next_step: Some(next_step),
        words: "Thank you for the billing work.".into(),
    };
    desk.edit(vec![Edit::SetPlacement { person: "kim".into(), before: None, after: Some(Box::new(placement)) }]);
    desk
}

fn draft(desk: &Desk, which: Words) -> String {
    words(&desk.session, &Index::new(&desk.session), &"kim".into(), which)
}

fn wrong(desk: &Desk, which: Words, text: &str) -> Vec<String> {
    problems(&desk.session, &"kim".into(), which, text)
}

#[test]
fn talking_points_say_where_the_panel_differs_from_the_manager_and_ask_for_their_words() {
    let desk = desk(&["ann", "bea", "cid"]);
    let draft = draft(&desk, Words::TalkingPoints);
    assert!(draft.contains("Outcome: nearly at Senior PM."), "{draft}");
    assert!(
        draft.contains(&format!("Wins in market: you gave 3, the panel agreed on 2, because {TO_SAY}.")),
        "{draft}"
    );
    assert!(draft.contains("Next step: Lead the pricing launch. (ANN, by 1 March 2027)"), "{draft}");
    assert!(!draft.contains("billing costs"), "a raw reason is in the draft");
    assert_eq!(
        changed_scores(&desk.session, &Index::new(&desk.session), &"kim".into()),
        [("wins-in-market".into(), 3, 2)]
    );
}

#[test]
fn the_page_names_nobody_else_and_shows_no_reason() {
    let desk = desk(&["ann", "bea", "cid"]);
    let draft = draft(&desk, Words::Page);
    assert!(
        draft.contains("Where you stand: nearly at Senior PM.") && draft.contains("Thank you for the billing work.")
    );
    for secret in ["ANN", "BEA", "CID", "billing costs", "One launch short"] {
        assert!(!draft.contains(secret), "{secret} in {draft}");
    }
    assert_eq!(wrong(&desk, Words::Page, &draft), Vec::<String>::new());
}

#[test]
fn nothing_goes_out_with_a_gap_a_raw_reason_or_somebody_elses_name() {
    let desk = desk(&["ann", "bea", "cid"]);
    let gap = wrong(&desk, Words::TalkingPoints, &draft(&desk, Words::TalkingPoints));
    assert_eq!(gap, [format!("It still says “{TO_SAY}”.")]);
    let raw = wrong(&desk, Words::TalkingPoints, "Because CID:  could not say\nwhat billing costs us.");
    assert_eq!(raw.len(), 1);
    assert!(raw[0].starts_with("What the panel recorded on Wins in market"), "{raw:?}");
    assert_eq!(wrong(&desk, Words::Page, "Ask Bea or Kim Ito."), ["It names BEA."]);
    assert_eq!(wrong(&desk, Words::TalkingPoints, "Bea saw more launches."), Vec::<String>::new());
}

#[test]
fn edited_words_take_the_place_of_the_draft() {
    let mut desk = desk(&["ann", "bea", "cid"]);
    let after = FollowUpWords { talking_points: Some("Well done.".into()), page: None };
    let edit = MeetingEdit::SetFollowUp { person: "kim".into(), before: None, after: Some(Box::new(after)) };
    desk.edit(vec![edit.into()]);
    assert_eq!(draft(&desk, Words::TalkingPoints), "Well done.");
    assert!(draft(&desk, Words::Page).starts_with("Where you stand"));
}

#[test]
fn few_raters_are_warned_of() {
    let warning = |raters: &[&str]| {
        let desk = desk(raters);
        few_raters(&desk.session, &Index::new(&desk.session), &"kim".into())
    };
    assert!(warning(&["ann"]).is_some_and(|words| words.starts_with("One person rated")));
    assert!(warning(&["ann", "bea"]).is_some_and(|words| words.starts_with("Only two")));
    assert_eq!(warning(&["ann", "bea", "cid"]), None);
}

#[test]
fn packs_are_for_those_to_whom_somebody_reports() {
    let mut desk = desk(&["ann", "bea"]);
    desk.put_person("lea", |person| person.manager = Manager::Panel("ann".into()));
    desk.put_person("max", |person| person.manager = Manager::Outside("Zoe".into()));
    assert_eq!(managers(&desk.session), ["ann".into()]);
    let reports: Vec<&str> =
        reports_of(&desk.session, &"ann".into()).iter().map(|person| person.name.as_str()).collect();
    assert_eq!(reports, ["Kim Ito", "LEA"]);
    let recorded = recorded(&desk.session, &"kim".into());
    assert_eq!(recorded.iter().map(|one| one.about.as_str()).collect::<Vec<_>>(), ["Wins in market", "Placement"]);
}
