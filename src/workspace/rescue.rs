//! Rescuing what a damaged file still holds, and opening earlier versions: both make a session of its own, beside the
//! file that it came from, which is never touched.

use std::path::Path;
use std::sync::Arc;

use crate::model::SessionId;
use crate::storage::{self, OpenError, OpenFault, Passphrase, Salvaged, SaveError, Seal};

use super::document::Document;
use super::past::Past;
use super::sample::default_rubric;
use super::surroundings::Surroundings;

/// Why a copy was not made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotCopied {
    /// It could not be read.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// It could not be written.
    #[error(transparent)]
    Save(#[from] SaveError),
}

/// What can be saved of a damaged file.
#[derive(Clone, Debug)]
pub struct Rescue {
    salvaged: Salvaged,
    passphrase: Option<Passphrase>,
}

impl Rescue {
    /// Looks at what a damaged file still holds.
    ///
    /// # Errors
    /// When nothing can be saved of it.
    pub fn look_at(path: &Path, passphrase: Option<&Passphrase>, around: &Surroundings) -> Result<Self, OpenError> {
        let rubric = default_rubric().ok();
        let salvaged = storage::salvage(&*around.files, path, passphrase, rubric.as_ref())?;
        if !storage::reads_back(&salvaged) {
            let problem = "What is left of it can't be written again.".into();
            return Err(OpenFault::Broken { problem }.at(path));
        }
        Ok(Self { salvaged, passphrase: passphrase.cloned() })
    }

    /// How many people would be in it.
    pub fn people(&self) -> usize {
        self.salvaged.session.people.len()
    }

    /// What would be lost, as sentences.
    pub fn lost(&self) -> &[String] {
        &self.salvaged.lost
    }

    /// Writes what can be saved to a file of its own, encrypted where the damaged one is.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn write_to(self, to: &Path, around: &Surroundings) -> Result<(), SaveError> {
        let seal = self.passphrase.map(|passphrase| Arc::new(Seal::new(passphrase, around.work)));
        let mut document = Document::new(self.salvaged.session, Past::from_file(self.salvaged.history), around.clone());
        document.seal = seal;
        document.save_copy(to)
    }
}

/// Makes a session of its own of an earlier version, or of a session that somebody else has open.
///
/// # Errors
/// When it can't be read or written.
pub fn copy_session(
    from: &Path,
    passphrase: Option<&Passphrase>,
    to: &Path,
    around: &Surroundings,
) -> Result<(), NotCopied> {
    let loaded = match passphrase {
        Some(passphrase) => storage::load_sealed(&*around.files, from, passphrase, around.work)?,
        None => storage::load(&*around.files, from)?,
    };
    let mut document = Document::new(loaded.contents.session, Past::from_file(loaded.contents.history), around.clone());
    // A key of its own: what is written to the journal of one is not for the other.
    let seal = |passphrase: &Passphrase| Arc::new(Seal::new(passphrase.clone(), around.work));
    document.seal = loaded.seal.and(passphrase.map(seal));
    document.session.id = SessionId::new((around.new_id)());
    Ok(document.save_copy(to)?)
}
