//! The whole window in Rate, screen by screen: nothing that is said on any of them depends on what somebody else gave.
//! Two sessions are walked that differ only in the others' scores and notes, and everything said must be the same.

use std::path::{Path, PathBuf};

use egui::accesskit::Role;
use egui_kittest::Harness;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use plumbline::app::shell::{Begin, Shell};
use plumbline::edit::{Actor, Change, Edit, Gesture, set_scores};
use plumbline::model::{Mark, Phase, RaterId, Round, Session};
use plumbline::storage::Preferences;
use plumbline::testing;
use plumbline::workspace::Document;

use super::desk::everything_said;

/// What the others give: once so, once turned round.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Others {
    Strict,
    Generous,
}

/// A session in Rate that was rated step by step, so that its log has something to hide.
fn rated(folder: &Path, others: Others) -> PathBuf {
    let (around, _) = testing::surroundings(folder);
    let mut document = Document::create(testing::session(4, 3, 6), around);
    let phase = |after| Change::new(Actor::Facilitator, Gesture::Phase, vec![after]);
    let before = document.session().about.phase;
    if before != Phase::Rate {
        document.apply(phase(Edit::SetPhase { before, after: Phase::Rate })).expect("it goes on");
    }
    let raters: Vec<RaterId> = document.session().raters().iter().map(|rater| rater.id.clone()).collect();
    for (number, rater) in raters.iter().enumerate() {
        let turned = number > 0 && others == Others::Generous;
        for change in answers(document.session(), rater, turned) {
            document.apply(change).expect("they may rate");
        }
    }
    let path = folder.join("rated.plumbline");
    document.save_as(&path).expect("it can be saved");
    document.close().expect("it can be closed");
    path
}

fn answers(session: &Session, rater: &RaterId, turned: bool) -> Vec<Change> {
    let marks = session.people.iter().enumerate().flat_map(|(row, person)| {
        session.rubric.skills.iter().enumerate().map(move |(column, skill)| {
            let score = 1 + ((row + column) % 5) as u8;
            let score = if turned { 6 - score } else { score };
            ((person.id.clone(), skill.id.clone()), Some(Mark::Score(score)))
        })
    });
    let scores = set_scores(session, rater, Round::Blind, marks.collect());
    let note = Edit::SetNote {
        rater: rater.clone(),
        person: session.people.at(0).expect("there is somebody").id.clone(),
        skill: session.rubric.skills[0].id.clone(),
        before: None,
        after: Some(if turned { "Outstanding." } else { "Could be better." }.into()),
    };
    let by = |gesture, edits| Change::new(Actor::Rater(rater.clone()), gesture, edits);
    vec![by(Gesture::Rate, scores.into_iter().collect()), by(Gesture::Note, vec![note])]
}

fn window<'a>(path: &Path, folder: &Path) -> Harness<'a, Option<Shell>> {
    let (around, _) = testing::surroundings(folder);
    let path = path.to_owned();
    let mut harness = Harness::builder().with_size(egui::vec2(1440.0, 900.0)).build_ui_state(
        move |ui, shell: &mut Option<Shell>| {
            let context = ui.ctx().clone();
            let begin = || Shell::new(&context, around.clone(), Preferences::default(), Begin::Open(path.clone()));
            shell.get_or_insert_with(begin).ui(ui);
        },
        None,
    );
    harness.run_steps(4);
    harness
}

fn click(harness: &mut Harness<'_, Option<Shell>>, label: &str) {
    let wanted = label.to_owned();
    let tabs: Vec<_> = harness.query_all_by_role_and_label(Role::Tab, label).collect();
    // The rail and the phases share some words; the rail comes last.
    tabs.last().unwrap_or_else(|| panic!("there is no “{wanted}”")).click();
    drop(tabs);
    harness.run_steps(4);
}

/// The screens that the rail leads to, whichever there are.
fn rail(harness: &Harness<'_, Option<Shell>>) -> Vec<String> {
    let tabs = harness.query_all_by_role(Role::Tab).filter(|tab| tab.rect().left() < 40.0);
    let mut names: Vec<String> = tabs.filter_map(|tab| tab.accesskit_node().label()).collect();
    names.dedup();
    names
}

fn sit_down(harness: &Harness<'_, Option<Shell>>, name: &str) {
    let mut cards = harness.query_all(By::new().label_contains(name));
    let card = cards.find(|node| node.accesskit_node().role() == Role::Button);
    card.expect("the rater can sit down").click();
}

/// Everything that is said on every screen, as the first rater sits there and as nobody does.
fn walk(folder: &Path, others: Others) -> Vec<(String, Vec<String>)> {
    let path = rated(folder, others);
    let mut harness = window(&path, folder);
    let first = harness.state().as_ref().and_then(Shell::session).expect("it is open").raters()[0].name.clone();
    let mut all = Vec::new();
    let mut screens = rail(&harness);
    // The grid last, where somebody can sit down.
    screens.sort_by_key(|screen| screen == "Rate");
    for screen in &screens {
        click(&mut harness, screen);
        all.push((format!("nobody at {screen}"), everything_said(&harness)));
    }
    sit_down(&harness, &first);
    harness.run_steps(4);
    for screen in &screens {
        click(&mut harness, screen);
        all.push((format!("{first} at {screen}"), everything_said(&harness)));
    }
    all
}

#[test]
fn in_rate_nothing_said_anywhere_depends_on_what_others_gave() {
    let (one, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    let (strict, generous) = (walk(one.path(), Others::Strict), walk(other.path(), Others::Generous));
    assert!(strict.len() >= 10, "the rail leads to {strict:?}");
    for ((screen, strict), (_, generous)) in strict.iter().zip(&generous) {
        assert!(strict.len() > 5, "{screen} says next to nothing: {strict:?}");
        assert_eq!(strict, generous, "{screen} depends on what others gave");
        let notes = ["Could be better.", "Outstanding."];
        let nobody = screen.starts_with("nobody");
        assert!(
            !nobody || !strict.iter().any(|words| notes.iter().any(|note| words.contains(note))),
            "{screen}: a note"
        );
    }
    // The test can fail: the rater's own log does say their own scores.
    let own = &strict
        .iter()
        .find(|(screen, _)| screen.ends_with("at Log") && !screen.starts_with("nobody"))
        .expect("walked")
        .1;
    assert!(own.iter().any(|words| words.contains("Score")), "{own:?}");
}
