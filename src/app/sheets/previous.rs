//! Looking at the last session before it is taken in: who was found by id, and who only has the same name and is asked
//! about.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use egui::{ScrollArea, Ui};

use crate::app::theme::Theme;
use crate::app::widgets::{Banner, Button, Hue, checkbox, text};
use crate::edit::{Actor, Change, Edit, Gesture};
use crate::insight::points::{capital, count};
use crate::model::{PersonId, Place, Session};
use crate::storage::{FileLayer, load};
use crate::workspace::{Match, PreviousDraft};

use super::{foot, sheet};

/// The sheet while it is open.
pub struct PreviousSheet {
    draft: PreviousDraft,
    same: BTreeSet<PersonId>,
    becomes_plain: bool,
}

impl PreviousSheet {
    /// Reads the file of the last session, which is not encrypted.
    ///
    /// # Errors
    /// Why it can't be the previous cycle, in a sentence.
    pub fn read(session: &Session, files: &dyn FileLayer, path: &Path) -> Result<Self, String> {
        let earlier = load(files, path).map_err(|problem| problem.to_string())?.contents.session;
        Self::of(session, &earlier, false)
    }

    /// Lays the last session beside this one. Whether that one was encrypted and this one is not is said, as what is
    /// taken in lies plain in it.
    ///
    /// # Errors
    /// Why it can't be the previous cycle, in a sentence.
    pub fn of(session: &Session, earlier: &Session, becomes_plain: bool) -> Result<Self, String> {
        Ok(Self { draft: PreviousDraft::new(session, earlier)?, same: BTreeSet::new(), becomes_plain })
    }

    /// Shows the sheet: `Some(None)` where it was closed, else the change that takes it in.
    pub fn show(&mut self, ui: &mut Ui, session: &Session) -> Option<Option<Change>> {
        let (answer, close) = sheet(ui, "Take in the previous cycle", 540.0, |ui| {
            let certain = self.draft.certain();
            let period = &self.draft.period.name;
            let matched = capital(&count(certain, "person was", "people were"));
            text::body(ui, format!("{} · {period}. {matched} found by id.", self.draft.title));
            self.asked(ui, session);
            self.others(ui);
            if self.becomes_plain {
                let words = "The last session is encrypted and this one is not: what is taken in can be read by whoever \
                             has the file.";
                Banner::new(Hue::Watch, words).show(ui);
            }
            foot(ui, |ui| {
                let many = certain + self.same.len();
                let label = format!("Take in {}", count(many, "person", "people"));
                if ui.add_enabled(many > 0, Button::primary(label)).clicked() {
                    let after = Some(Arc::new(self.draft.cycle(&self.same)));
                    let edit = Edit::PutPrevious { before: session.previous.clone(), after };
                    return Some(Some(Change::new(Actor::Facilitator, Gesture::Previous, vec![edit])));
                }
                ui.add(Button::quiet("Cancel")).clicked().then_some(None)
            })
        });
        answer.or(close.then_some(None))
    }

    fn asked(&mut self, ui: &mut Ui, session: &Session) {
        let asked: Vec<(PersonId, String)> = self
            .draft
            .people
            .iter()
            .filter_map(|one| match &one.now {
                Match::ByName(person) => Some((person.clone(), in_words(&one.name, one.place, session, person))),
                _ => None,
            })
            .collect();
        if asked.is_empty() {
            return;
        }
        ui.horizontal(|ui| {
            text::label(ui, "Only the name is the same. Is it the same person?");
            if ui.add(Button::quiet("Yes, all").small()).clicked() {
                self.same = asked.iter().map(|(person, _)| person.clone()).collect();
            }
        });
        let height = Theme::of(ui).scaled(220.0);
        ScrollArea::vertical().id_salt("asked").max_height(height).auto_shrink([false, true]).show(ui, |ui| {
            for (person, words) in asked {
                let mut same = self.same.contains(&person);
                if checkbox(ui, &mut same, &words).changed() {
                    if same {
                        self.same.insert(person)
                    } else {
                        self.same.remove(&person)
                    };
                }
            }
        });
    }

    fn others(&self, ui: &mut Ui) {
        let others: Vec<&str> =
            self.draft.people.iter().filter(|one| one.now == Match::Nobody).map(|one| one.name.as_str()).collect();
        if others.is_empty() {
            return;
        }
        let shown: Vec<&str> = others.iter().take(12).copied().collect();
        let more = if others.len() > shown.len() { " and others" } else { "" };
        text::hint(ui, format!("Not in this session: {}{more}.", shown.join(", ")));
    }
}

fn in_words(name: &str, place: Place, session: &Session, person: &PersonId) -> String {
    let now = session.people.get(person).map(|person| session.standing(person)).unwrap_or_default();
    let then =
        if place == Place::Undecided { String::new() } else { format!(", then: {}", place.words().to_lowercase()) };
    format!("{name} ({now}{then})")
}
