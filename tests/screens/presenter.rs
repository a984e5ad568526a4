//! What the room sees, drawn alone as the projector draws it: only the person under discussion, nobody else's name, no
//! rater's unless shown, nothing of the cells before the reveal, and nothing at all while it is black.

use std::collections::BTreeSet;

use egui_kittest::Harness;
use plumbline::app::presenter::{self, Moment, Names, Presented, Wanted};
use plumbline::app::theme::{self, ThemeChoice};
use plumbline::edit::Edit;
use plumbline::insight::Index;
use plumbline::model::{Agreed, Manager, Outcome, PersonId, Phase, Ratings, Session, SkillId};
use plumbline::testing;

use super::desk::{change, id_of, in_phase, sample_session};

const AMARA: &str = "Amara Okafor";

/// Shows the room a person, and returns all that it can read: what is painted and what a screen reader would say.
fn seen(session: &Session, person: Option<&PersonId>, skill: Option<&SkillId>, names_shown: bool) -> Vec<String> {
    let presented = presented(session, person, skill, names_shown);
    painted(&presented, &Moment::default())
}

fn presented(session: &Session, person: Option<&PersonId>, skill: Option<&SkillId>, names_shown: bool) -> Presented {
    let index = Index::new(session);
    let names = Names::new(session);
    Presented::new(&Wanted { session, index: &index, names: &names, person, skill, names_shown })
}

fn painted(presented: &Presented, moment: &Moment) -> Vec<String> {
    let (presented, moment) = (presented.clone(), moment.clone());
    let mut harness = Harness::builder()
        .with_size(egui::vec2(1280.0, 720.0))
        .with_context_setup(|context| theme::install(context, ThemeChoice::Light, 1.0))
        .build_ui(move |ui| presenter::show(ui, &presented, &moment));
    harness.run();
    let mut words = Vec::new();
    for clipped in &harness.output().shapes {
        gather(&clipped.shape, &mut words);
    }
    use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
    for node in harness.query_all(By::new().predicate(|_| true)) {
        let node = node.accesskit_node();
        words.extend([node.label(), node.value(), node.description()].into_iter().flatten());
    }
    words
}

fn gather(shape: &egui::Shape, words: &mut Vec<String>) {
    match shape {
        egui::Shape::Text(text) => words.push(text.galley.text().to_owned()),
        egui::Shape::Vec(shapes) => shapes.iter().for_each(|shape| gather(shape, words)),
        _ => {}
    }
}

/// The words of a name that nobody else's level, skill or tier could have.
fn words_of(name: &str) -> BTreeSet<String> {
    name.split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| word.chars().count() > 2)
        .map(str::to_lowercase)
        .collect()
}

/// Names of raters, of outside managers and of everybody but the person.
fn forbidden(session: &Session, person: &PersonId) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    session.panel.iter().for_each(|rater| words.extend(words_of(&rater.name)));
    for other in session.people.iter().filter(|other| other.id != *person) {
        words.extend(words_of(&other.name));
        if let Manager::Outside(name) = &other.manager {
            words.extend(words_of(name));
        }
    }
    let own = words_of(&session.people.get(person).expect("there").name);
    words.retain(|word| !own.contains(word));
    words
}

fn naming<'a>(seen: &'a [String], forbidden: &BTreeSet<String>) -> Vec<&'a String> {
    seen.iter().filter(|words| words_of(words).intersection(forbidden).next().is_some()).collect()
}

fn everybody_revealed(mut session: Session) -> Session {
    let reveal = |person: &std::sync::Arc<plumbline::model::Person>| Edit::Reveal { person: person.id.clone() };
    let edits = session.people.iter().map(reveal).collect();
    change(&mut session, edits);
    session
}

fn agree(session: &mut Session, person: &PersonId, skill: &str, outcome: Outcome, reason: &str) {
    let after = Some(Agreed { outcome, reason: reason.into() });
    let edit = Edit::SetAgreed { person: person.clone(), skill: skill.into(), before: None, after };
    change(session, vec![edit]);
}

#[test]
fn nobody_but_the_person_is_ever_named() {
    let session = everybody_revealed(sample_session());
    for person in session.people.iter() {
        let forbidden = forbidden(&session, &person.id);
        let skills: Vec<SkillId> = session.rubric.live_skills().map(|skill| skill.id.clone()).collect();
        for skill in skills.iter().step_by(3).map(Some).chain([None]) {
            // All that could be drawn, and for some what is.
            let held = vec![format!("{:?}", presented(&session, Some(&person.id), skill, false))];
            let naming = naming(&held, &forbidden);
            assert!(naming.is_empty(), "{} with {skill:?}: {naming:?}", person.name);
        }
    }
    for person in session.people.iter().step_by(6) {
        let skill = SkillId::from("profit-and-loss");
        let seen = seen(&session, Some(&person.id), Some(&skill), false);
        let naming = naming(&seen, &forbidden(&session, &person.id));
        assert!(naming.is_empty(), "{}: {naming:?}", person.name);
        assert!(seen.iter().any(|words| words.contains(&person.name)), "{} is under discussion", person.name);
    }
}

#[test]
fn raters_are_named_only_where_that_is_asked_for() {
    let session = everybody_revealed(sample_session());
    let amara = id_of(&session, AMARA);
    let hidden = presented(&session, Some(&amara), None, false);
    let open = hidden.person.as_ref().and_then(|person| person.open.as_ref()).expect("revealed");
    assert!(open.legend.is_empty());
    let marks = || open.skills.iter().flat_map(|skill| &skill.marks);
    assert!(marks().count() > 10 && marks().all(|mark| mark.letters.is_empty() && !mark.own_manager));
    let shown = seen(&session, Some(&amara), None, true);
    assert!(shown.iter().any(|words| words.contains("Marcus Lindqvist")), "{shown:?}");
}

#[test]
fn marks_without_names_stand_in_an_order_that_tells_nothing() {
    let session = everybody_revealed(sample_session());
    let amara = id_of(&session, AMARA);
    let presented = presented(&session, Some(&amara), None, false);
    for skill in &presented.person.and_then(|person| person.open).expect("revealed").skills {
        assert!(skill.marks.is_sorted_by_key(|mark| mark.score), "{}", skill.name);
        assert!(skill.marks.len() != 1, "one mark without a name is somebody's");
    }
}

#[test]
fn before_the_reveal_the_room_sees_what_is_asked_and_nothing_that_was_rated() {
    let rated = sample_session();
    let mut blank = rated.clone();
    blank.ratings = Ratings::default();
    blank.evidence = Default::default();
    let amara = id_of(&rated, AMARA);
    let skill = Some("profit-and-loss".into());
    let (with, without) =
        (seen(&rated, Some(&amara), skill.as_ref(), true), seen(&blank, Some(&amara), skill.as_ref(), true));
    assert_eq!(with, without, "what is shown depends on what was rated");
    assert!(with.iter().any(|words| words.contains(AMARA)));
    assert!(with.iter().any(|words| words.contains("Strategy 3")), "{with:?}");
}

#[test]
fn in_rate_even_a_revealed_person_is_closed_to_the_room() {
    let session = in_phase(everybody_revealed(sample_session()), Phase::Rate);
    let amara = id_of(&session, AMARA);
    let presented = presented(&session, Some(&amara), None, false);
    assert!(presented.person.expect("somebody is discussed").open.is_none());
}

#[test]
fn a_reason_is_shown_unless_it_names_somebody() {
    let mut session = everybody_revealed(sample_session());
    let amara = id_of(&session, AMARA);
    let skill = SkillId::from("profit-and-loss");
    agree(&mut session, &amara, "profit-and-loss", Outcome::Score(3), "Owns the margin of two products.");
    let said = seen(&session, Some(&amara), Some(&skill), false);
    assert!(said.iter().any(|words| words.contains("Owns the margin")), "{said:?}");
    for reason in ["Marcus came round.", "better than Søren's", "as WHITFIELD said"] {
        let cell = (amara.clone(), skill.clone());
        let before = session.decisions.agreed.get(&cell).cloned();
        let after = Some(Agreed { outcome: Outcome::Score(3), reason: reason.into() });
        change(&mut session, vec![Edit::SetAgreed { person: amara.clone(), skill: skill.clone(), before, after }]);
        let said = seen(&session, Some(&amara), Some(&skill), false);
        assert!(!said.iter().any(|words| words.contains(reason)), "{reason}");
    }
}

#[test]
fn notes_of_raters_never_reach_the_room() {
    let session = everybody_revealed(sample_session());
    let evidence: Vec<&str> = session.evidence.values().map(|item| item.text.as_str()).collect();
    let notes = session.ratings.sheets().flat_map(|(_, sheet)| sheet.notes().values().cloned());
    let notes: Vec<String> = notes.filter(|note| !evidence.iter().any(|text| text.contains(note.as_str()))).collect();
    assert!(notes.len() > 5);
    for person in session.people.iter() {
        for skill in session.rubric.live_skills().step_by(3) {
            let held = format!("{:?}", presented(&session, Some(&person.id), Some(&skill.id), false));
            assert!(notes.iter().all(|note| !held.contains(note.as_str())), "{} and {}", person.name, skill.name);
        }
    }
}

#[test]
fn black_shows_nothing_but_how_to_end_it() {
    let session = everybody_revealed(sample_session());
    let amara = id_of(&session, AMARA);
    let presented = presented(&session, Some(&amara), None, false);
    let seen = painted(&presented, &Moment { black: true, ..Moment::default() });
    assert!(seen.iter().all(|words| !words.contains("Amara") && !words.contains("VP")), "{seen:?}");
}

#[test]
fn the_countdown_and_the_clock_are_shown() {
    let session = sample_session();
    let amara = id_of(&session, AMARA);
    let presented = presented(&session, Some(&amara), None, false);
    let moment = Moment { silent: Some(42), clock: "3:12 / 5:00".into(), ..Moment::default() };
    let seen = painted(&presented, &moment);
    assert!(seen.contains(&"0:42".to_owned()) && seen.contains(&"3:12 / 5:00".to_owned()), "{seen:?}");
}

#[test]
fn with_nobody_under_discussion_it_says_which_session_this_is() {
    let session = sample_session();
    let seen = seen(&session, None, None, false);
    assert!(seen.iter().any(|words| words.contains("Product org")), "{seen:?}");
}

#[test]
fn forty_raters_and_seven_points_and_long_names_are_drawn() {
    let mut session = testing::rated_session(3, 40, 12);
    let mut person = (**session.people.iter().next().expect("somebody")).clone();
    let before = session.people.get(&person.id).cloned();
    person.name = "Wolfeschlegelsteinhausenbergerdorff ".repeat(14);
    let (id, name) = (person.id.clone(), person.name.clone());
    change(&mut session, vec![Edit::PutPerson { id: id.clone(), before, after: Some(person.into()) }]);
    for rater in session.panel.iter().cloned().collect::<Vec<_>>() {
        let mut after = (*rater).clone();
        after.submitted = Some(testing::START);
        change(
            &mut session,
            vec![Edit::PutRater { id: rater.id.clone(), before: Some(rater), after: Some(after.into()) }],
        );
    }
    let session = in_phase(everybody_revealed(session), Phase::Calibrate);
    let skill = session.rubric.live_skills().next().map(|skill| skill.id.clone());
    let seen = seen(&session, Some(&id), skill.as_ref(), false);
    assert!(seen.iter().any(|words| words.contains(name.trim())));
    assert!(seen.iter().any(|words| words.starts_with("× ")), "a crowd on one point is counted: {seen:?}");
}
