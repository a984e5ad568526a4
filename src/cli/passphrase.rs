//! `plumbline passphrase`: encrypts a session, gives it another passphrase, or takes it away.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;

use crate::storage::{Seal, WORK};

use super::access::{Access, ask_new, from_file, strong_enough};
use super::session::open_to_change;
use super::{Done, Failure, say};

/// Encrypt a session, or change or remove its passphrase.
///
/// The session becomes an age file, which age itself opens as well. Earlier versions that the new passphrase does not
/// protect are removed. There is no way back into a session whose passphrase is forgotten.
#[derive(Debug, Args)]
pub(super) struct ChangePassphrase {
    /// The session
    session: PathBuf,
    #[command(flatten)]
    access: Access,
    /// A file whose first line is the new passphrase; asked for on the terminal otherwise
    #[arg(long, value_name = "FILE", conflicts_with = "remove")]
    new_passphrase_file: Option<PathBuf>,
    /// Make it a plain session that everybody can read who has the file
    #[arg(long)]
    remove: bool,
}

impl ChangePassphrase {
    pub(super) fn run(self) -> Done {
        let mut document = open_to_change(&self.session, &self.access)?;
        let was_encrypted = document.seal().is_some();
        if self.remove && !was_encrypted {
            return Err(Failure::input(format!("The session is not encrypted: {}", self.session.display())));
        }
        let seal = match (self.remove, &self.new_passphrase_file) {
            (true, _) => None,
            (false, Some(file)) => Some(from_file(file)?),
            (false, None) => Some(ask_new()?),
        };
        if let Some(passphrase) = &seal {
            strong_enough(passphrase)?;
        }
        let seal = seal.map(|passphrase| Arc::new(Seal::new(passphrase, WORK)));
        let done = match (&seal, was_encrypted) {
            (None, _) => "The session is plain now",
            (Some(_), true) => "The session has its new passphrase",
            (Some(_), false) => "The session is encrypted",
        };
        document.save_protected(&self.session, seal).map_err(Failure::input)?;
        document.close().map_err(|not_closed| Failure::input(not_closed.error))?;
        say(&format!("{done}: {}", self.session.display()));
        Ok(())
    }
}
