use jiff::civil::date;

use crate::edit::{Edit, MeetingEdit, begin_discussion};
use crate::insight::kit::{Desk, now};
use crate::model::{EvidenceKind, Outcome, Placement, Spell};

use super::*;

/// Three raters and a person of whom they think alike.
fn desk() -> Desk {
    let mut desk = Desk::new(&["ann", "bea", "cid"]);
    alike(&mut desk, "kim", "pm", "senior-pm");
    desk
}

fn alike(desk: &mut Desk, person: &str, level: &str, target: &str) {
    desk.person(person, level, target);
    for rater in ["ann", "bea", "cid"] {
        desk.rate_tier(rater, person, "market", &[4, 4, 4, 4, 4]);
        desk.rate_tier(rater, person, "people", &[3, 3, 3, 3, 3]);
    }
    desk.two_occasions(person, "customer-insight");
}

fn outlook(desk: &Desk, person: &str) -> Outlook {
    let index = Index::new(&desk.session);
    Outlook::of(&Subject::new(&desk.session, &index, &person.into()).expect("the person is there"))
}

fn agenda(desk: &Desk) -> Agenda {
    let index = Index::new(&desk.session);
    Agenda::new(&desk.session, &Outlooks::new(&desk.session, &index))
}

/// The agenda as one reads it: a line a block.
fn lines(desk: &Desk) -> Vec<String> {
    let agenda = agenda(desk);
    let line = |block: &Block| {
        let people: Vec<String> =
            block.items.iter().map(|item| format!("{}{}", if item.opens { "*" } else { "" }, item.person)).collect();
        format!("{}: {}", block.title(&desk.session.rubric), people.join(" "))
    };
    agenda.blocks.iter().map(line).collect()
}

fn place(desk: &mut Desk, person: &str, place: Place) {
    let before = desk.session.decisions.placements.get(&PersonId::from(person)).cloned().map(Box::new);
    let placement = Placement { place, reason: "Heard.".into(), ..Placement::default() };
    desk.edit(vec![Edit::SetPlacement { person: person.into(), before, after: Some(Box::new(placement)) }]);
}

#[test]
fn whom_all_see_alike_is_agreed_before_and_whoever_is_contested_is_heard() {
    let mut desk = desk();
    assert!(outlook(&desk, "kim").is_agreed());
    assert_eq!(lines(&desk), ["Agreed before the meeting: kim"]);
    desk.rate("ann", "kim", "wins-in-market", 1);
    let read = outlook(&desk, "kim");
    assert_eq!((read.contested.len(), read.is_agreed()), (1, false));
    assert_eq!(lines(&desk), ["PMs: kim"]);
    assert_eq!(agenda(&desk).items().next().map(|item| item.minutes), Some(4), "contested, and it hinges on a view");
}

#[test]
fn a_clear_case_opens_the_block_and_then_come_those_of_whom_most_could_change() {
    let mut desk = desk();
    for person in ["lea", "max", "noa"] {
        alike(&mut desk, person, "pm", "senior-pm");
    }
    desk.rate("ann", "lea", "wins-in-market", 2);
    desk.rate("ann", "max", "wins-in-market", 2);
    desk.rate("bea", "max", "data-judgement", 2);
    // Kim is clear too, but of Noa there is less doubt still.
    desk.rate("ann", "kim", "data-judgement", 3);
    assert_eq!(lines(&desk), ["PMs: *noa max lea", "Agreed before the meeting: kim"]);
    let agenda = agenda(&desk);
    let item = agenda.item(&"noa".into()).expect("Noa is there");
    assert_eq!(item.reason, "Opens the block: a clear case");
    assert_eq!(agenda.item(&"max".into()).expect("Max is there").reason, "Two skills contested");
}

#[test]
fn blocks_go_from_the_most_senior_level_down() {
    let mut desk = desk();
    desk.person("dee", "director", "");
    desk.person("nil", "", "");
    desk.rate("ann", "kim", "wins-in-market", 1);
    desk.rate("ann", "dee", "people-sense", 3);
    assert_eq!(lines(&desk), ["Directors: dee", "PMs: kim", "Without a level: nil"]);
    let read = agenda(&desk);
    let reason = |person: &str| read.item(&person.into()).expect("they are there").reason.clone();
    assert_eq!((reason("dee"), reason("nil")), ("Rests on one view".into(), "Nobody has scored yet".into()));
}

#[test]
fn only_blind_marks_move_anybody() {
    let mut desk = desk();
    desk.rate("ann", "kim", "wins-in-market", 1);
    let before = agenda(&desk);
    desk.reveal("kim");
    desk.revise("ann", "kim", "wins-in-market", 4);
    desk.agree("kim", "wins-in-market", Outcome::Score(4));
    desk.agree("kim", "data-judgement", Outcome::Score(1));
    assert_eq!(agenda(&desk), before);
}

#[test]
fn one_month_of_evidence_is_a_remark() {
    let mut desk = Desk::new(&["ann", "bea"]);
    desk.person("kim", "pm", "");
    for day in [3, 20] {
        desk.evidence("ann", "kim", date(2026, 9, day), EvidenceKind::Outcome, &["customer-insight"], |_| {});
    }
    assert_eq!(outlook(&desk, "kim").remarks, ["Evidence all from one month"]);
    desk.evidence("ann", "kim", date(2026, 10, 1), EvidenceKind::Outcome, &["customer-insight"], |_| {});
    assert_eq!(outlook(&desk, "kim").remarks, Vec::<String>::new());
}

#[test]
fn who_is_parked_comes_back_at_the_end() {
    let mut desk = desk();
    alike(&mut desk, "lea", "pm", "senior-pm");
    for person in ["kim", "lea"] {
        desk.rate("ann", person, "wins-in-market", 1);
    }
    place(&mut desk, "kim", Place::Parked);
    assert_eq!(lines(&desk), ["PMs: lea", "Parked: kim"]);
    let read = agenda(&desk);
    assert_eq!(read.item(&"kim".into()).expect("Kim is there").reason, "Parked, without owner or date");
    assert_eq!(read.next_after(Some(&"lea".into())), Some(&"kim".into()));
    place(&mut desk, "kim", Place::Growing);
    assert_eq!(agenda(&desk).next_after(None), Some(&"lea".into()));
    place(&mut desk, "lea", Place::Growing);
    assert_eq!(agenda(&desk).next_after(None), None);
    assert_eq!(agenda(&desk).blocks[0].progress(), (2, 2));
}

#[test]
fn the_order_by_hand_is_kept_and_the_rest_stays_where_it_was() {
    let mut desk = desk();
    for person in ["lea", "max"] {
        alike(&mut desk, person, "pm", "senior-pm");
    }
    for person in ["kim", "lea", "max"] {
        desk.rate("ann", person, "wins-in-market", 1);
    }
    desk.person("dee", "director", "");
    desk.rate("ann", "dee", "people-sense", 1);
    assert_eq!(lines(&desk), ["Directors: dee", "PMs: *kim lea max"]);
    let read = agenda(&desk);
    assert_eq!(read.moved(&desk.session, &"kim".into(), -1), None, "nobody stands before the first");
    let arranged = |after: AgendaByHand, desk: &mut Desk| {
        let before = Box::new(desk.session.meeting.agenda.clone());
        desk.edit(vec![MeetingEdit::SetAgenda { before, after: Box::new(after) }.into()]);
    };
    arranged(read.moved(&desk.session, &"max".into(), -2).expect("there is room"), &mut desk);
    assert_eq!(lines(&desk), ["Directors: dee", "PMs: max *kim lea"]);
    let read = agenda(&desk);
    arranged(read.moved_block(&desk.session, 1, -1).expect("there is room"), &mut desk);
    assert_eq!(lines(&desk), ["PMs: max *kim lea", "Directors: dee"]);
}

#[test]
fn somebody_agreed_before_can_be_put_on_the_agenda() {
    let mut desk = desk();
    assert_eq!(agenda(&desk).to_confirm(), ["kim".into()]);
    let after = AgendaByHand { discuss: ["kim".into()].into(), ..AgendaByHand::default() };
    desk.edit(vec![MeetingEdit::SetAgenda { before: Box::default(), after: Box::new(after) }.into()]);
    assert_eq!(lines(&desk), ["PMs: kim"]);
    assert_eq!(agenda(&desk).to_confirm(), Vec::<PersonId>::new());
}

#[test]
fn who_was_agreed_before_is_decided_once_all_is_accepted_as_rated() {
    let mut desk = desk();
    let index = Index::new(&desk.session);
    let edits = Subject::new(&desk.session, &index, &"kim".into()).expect("Kim is there").accept_as_rated();
    assert_eq!(edits.len(), 10);
    desk.edit(edits);
    let read = agenda(&desk);
    assert_eq!((read.to_confirm(), read.blocks[0].progress()), (Vec::new(), (1, 1)));
}

#[test]
fn who_was_left_undecided_has_begun() {
    let mut desk = desk();
    desk.rate("ann", "kim", "wins-in-market", 1);
    let edits = begin_discussion(&desk.session, &"kim".into(), now());
    desk.edit(edits);
    assert_eq!(agenda(&desk).items().next().map(|item| item.state), Some(ItemState::Begun));
    let spells = desk.session.meeting.discussed.get(&PersonId::from("kim")).cloned();
    assert_eq!(spells, Some(vec![Spell { from: now(), to: None }]));
}

#[test]
fn what_is_kept_is_what_would_be_read_anew() {
    let mut desk = desk();
    alike(&mut desk, "lea", "pm", "senior-pm");
    let mut index = Index::new(&desk.session);
    let mut outlooks = Outlooks::new(&desk.session, &index);
    for touched in [
        desk.rate("ann", "kim", "wins-in-market", 1),
        desk.evidence("bea", "lea", date(2026, 9, 1), EvidenceKind::Document, &[], |_| {}),
        desk.recuse("cid", "kim"),
    ] {
        index.update(&desk.session, &touched);
        outlooks.update(&desk.session, &index, &touched);
    }
    let anew = Agenda::new(&desk.session, &Outlooks::new(&desk.session, &Index::new(&desk.session)));
    assert_eq!(Agenda::new(&desk.session, &outlooks), anew);
}
