//! How long a session is kept, and what leaves it for good: one person, or all of it. A legal hold blocks both.

use std::io;
use std::path::{Path, PathBuf};

use crate::edit::{Actor, Change, Edit, Gesture, History, Touched};
use crate::model::{Keeping, PersonId, RaterId, Session, StepId};
use crate::storage::{self, SaveError, SaveFault};

use super::document::Document;
use super::past::Past;
use super::rules::Refused;
use super::saving::KeepVersions;

/// Why somebody or something was not erased. Everything is as it was, unless it says otherwise.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotErased {
    /// The session can't be changed now.
    #[error(transparent)]
    Refused(#[from] Refused),
    /// A legal hold, or nothing to erase, as a sentence.
    #[error("{0}")]
    Not(String),
    /// It could not be written.
    #[error(transparent)]
    Save(#[from] SaveError),
    /// Erased from the session, and something stayed elsewhere.
    #[error("The session itself holds nothing any more, but {what} could not be removed ({why}); remove it by hand: {}", place.display())]
    Left {
        /// What stayed.
        what: &'static str,
        /// Why.
        why: String,
        /// Where.
        place: PathBuf,
    },
}

impl Document {
    /// Says how long the session is kept, and whether it is held.
    ///
    /// # Errors
    /// When the session can't be changed now.
    pub fn keep_until(&mut self, keeping: Keeping, reason: &str) -> Result<Touched, Refused> {
        let before = Box::new((*self.session().about).clone());
        let mut after = before.clone();
        after.keeping = keeping;
        let edits = if before == after { Vec::new() } else { vec![Edit::SetAbout { before, after }] };
        self.apply(Change::new(Actor::Facilitator, Gesture::Keep, edits).because(reason))
    }

    /// Erases a person for good: from the session, its history, its file, its journal and its earlier versions, which
    /// are removed. It can't be undone. Tells in how many texts about others the person was named.
    ///
    /// # Errors
    /// When a hold or something else is in the way. Only [`NotErased::Left`] comes after the session was changed.
    pub fn erase(&mut self, person: &PersonId) -> Result<usize, NotErased> {
        self.erase_as(|session, history| storage::erase(session, history, person))
    }

    /// Erases the name of somebody on the panel for good, wherever [`erase`](Self::erase) would. What they rated stays,
    /// as decisions about others rest on it, under a name that says nothing.
    ///
    /// # Errors
    /// As those of [`erase`](Self::erase).
    pub fn erase_rater(&mut self, rater: &RaterId) -> Result<usize, NotErased> {
        self.erase_as(|session, history| storage::erase_rater(session, history, rater))
    }

    fn erase_as(
        &mut self,
        erase: impl FnOnce(&Session, &History) -> Result<storage::Erased, String>,
    ) -> Result<usize, NotErased> {
        self.may_change()?;
        if let Some(refusal) = self.session.about.keeping.refusal() {
            return Err(NotErased::Not(format!("{refusal}.")));
        }
        let erased = erase(&self.session, self.past.history()).map_err(NotErased::Not)?;
        // A save under way would put back what is erased.
        let _ = self.finish_saving();
        let before = (self.session.clone(), std::mem::take(&mut self.past));
        self.session = erased.session;
        self.past = Past::from_file(erased.history);
        let note = Change::new(Actor::Facilitator, Gesture::Erase, Vec::new());
        self.past.record(note.at(StepId::new((self.around.new_id)()), (self.around.now)()));
        self.revision += 1;
        let mut kept = false;
        if let Some(path) = self.path.clone() {
            let mut order = self.order(path, self.fingerprint);
            order.versions = Some(KeepVersions { anew: true, ..self.versions() });
            match order.carry_out() {
                Ok(written) => {
                    kept = written.unkept.is_none();
                    self.was_saved(written);
                }
                Err(error) => {
                    (self.session, self.past) = before;
                    self.revision += 1;
                    return Err(error.into());
                }
            }
        } else if let Some(journal) = &self.journal {
            journal.rebase(self.base(), Vec::new());
        }
        self.changed_by_erasing();
        self.forget_elsewhere(kept)?;
        Ok(erased.texts)
    }

    /// What is not the session's file: the journal, what was put aside of it, earlier versions. Only where the newest of
    /// these was `kept` just now does it stay.
    fn forget_elsewhere(&mut self, kept: bool) -> Result<(), NotErased> {
        self.flush();
        let storage::Folders { data, state, .. } = &self.around.folders;
        let left = |what, place: &Path| {
            let place = place.to_owned();
            move |error: io::Error| NotErased::Left { what, why: SaveFault::from(error).why(), place }
        };
        let files = &*self.around.files;
        let folders = &self.around.folders;
        storage::forget_put_aside(files, folders, &self.session.id).map_err(left("an old journal", state))?;
        for version in storage::versions_of(files, folders, &self.session.id).into_iter().skip(usize::from(kept)) {
            files.remove(&version.path).map_err(left("an earlier version", data))?;
        }
        Ok(())
    }

    /// Deletes the session for good: its file, journal and earlier versions. The document comes back where a hold or
    /// the disk is in the way.
    ///
    /// # Errors
    /// As [`NotErased`] has them.
    pub fn delete(mut self) -> Result<(), (Box<Document>, NotErased)> {
        if let Some(refusal) = self.session.about.keeping.refusal() {
            return Err((Box::new(self), NotErased::Not(format!("{refusal}."))));
        }
        if let Err(refused) = self.may_change() {
            return Err((Box::new(self), refused.into()));
        }
        let _ = self.finish_saving();
        if let Some(path) = self.path.clone()
            && let Err(error) = self.around.files.remove(&path)
        {
            return Err((Box::new(self), SaveFault::from(error).at(&path).into()));
        }
        let (files, folders, id) = (self.around.files.clone(), self.around.folders.clone(), self.session.id.clone());
        let versions = storage::forget_versions(&*files, &folders, &id);
        let aside = storage::forget_put_aside(&*files, &folders, &id);
        match versions.and(aside) {
            Ok(()) => {
                self.discard();
                Ok(())
            }
            Err(error) => {
                let left = NotErased::Left {
                    what: "an earlier version or old journal",
                    why: SaveFault::from(error).why(),
                    place: folders.data,
                };
                Err((Box::new(self), left))
            }
        }
    }
}
