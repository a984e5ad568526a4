//! Getting into an encrypted session: its passphrase comes from a file or is asked for on the terminal.

use std::path::{Path, PathBuf};

use clap::Args;
use zeroize::Zeroizing;

use crate::storage::{FileLayer, Loaded, Passphrase, RealFiles, WORK, is_encrypted, load, load_sealed};

use super::{Done, Failure, read_file};

/// How a command gets into an encrypted session.
#[derive(Debug, Args)]
pub(super) struct Access {
    /// A file whose first line is the passphrase of an encrypted session; asked for on the terminal otherwise
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

impl Access {
    /// The passphrase of a session file; none where it is plain.
    pub(super) fn passphrase(&self, session: &Path) -> Result<Option<Passphrase>, Failure> {
        if !is_encrypted(&RealFiles, session) {
            return Ok(None);
        }
        match &self.passphrase_file {
            Some(file) => from_file(file).map(Some),
            None => ask("Passphrase: ").map(Some).map_err(|()| {
                Failure::input(format!(
                    "The session is encrypted, and there is no terminal to ask for its passphrase on; give it with \
                     --passphrase-file: {}",
                    session.display()
                ))
            }),
        }
    }

    /// The passphrase that a new session is to have, where a file gives one.
    pub(super) fn of_new(&self) -> Result<Option<Passphrase>, Failure> {
        let passphrase = self.passphrase_file.as_deref().map(from_file).transpose()?;
        if let Some(passphrase) = &passphrase {
            strong_enough(passphrase)?;
        }
        Ok(passphrase)
    }

    /// Reads a session file, encrypted or not.
    pub(super) fn load(&self, session: &Path) -> Result<Loaded, Failure> {
        let loaded = match self.passphrase(session)? {
            Some(passphrase) => load_sealed(&RealFiles, session, &passphrase, WORK),
            None => load(&RealFiles, session),
        };
        loaded.map_err(Failure::input)
    }
}

/// Whether a file that will not be encrypted may be written from an encrypted session.
#[derive(Debug, Args)]
pub(super) struct Unencrypted {
    /// Write the file although the session is encrypted and the file will not be
    #[arg(long)]
    unencrypted: bool,
}

impl Unencrypted {
    /// Refuses where it was not asked for.
    pub(super) fn allows(&self, loaded: &Loaded, to: &Path) -> Done {
        if loaded.seal.is_none() || self.unencrypted {
            return Ok(());
        }
        Err(Failure::usage(format!(
            "The session is encrypted, and this file would not be: whoever has it could read it. Add --unencrypted to \
             write it all the same: {}",
            to.display()
        )))
    }
}

/// The first line of a file, without its end.
pub(super) fn from_file(file: &Path) -> Result<Passphrase, Failure> {
    // A passphrase is no longer than this; the rest of a large file is left alone.
    let bytes = RealFiles.read(file, 64 * 1024).map(Zeroizing::new).or_else(|_| read_file(file).map(Zeroizing::new))?;
    let text = std::str::from_utf8(&bytes)
        .map_err(|_| Failure::input(format!("The passphrase in the file is not UTF-8 text: {}", file.display())))?;
    let line = text.strip_prefix('\u{feff}').unwrap_or(text).lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(Failure::input(format!(
            "There is no passphrase in the first line of the file: {}",
            file.display()
        )));
    }
    Ok(Passphrase::new(line))
}

/// Asks on the terminal, without showing what is typed.
fn ask(prompt: &str) -> Result<Passphrase, ()> {
    rpassword::prompt_password(prompt).map(Passphrase::new).map_err(|_| ())
}

/// Asks for a new passphrase, twice.
pub(super) fn ask_new() -> Result<Passphrase, Failure> {
    let no_terminal =
        |()| Failure::input("There is no terminal to ask on; give the passphrase with --new-passphrase-file.");
    let first = ask("New passphrase: ").map_err(no_terminal)?;
    strong_enough(&first)?;
    let second = ask("Once more: ").map_err(no_terminal)?;
    if first.is(&second) { Ok(first) } else { Err(Failure::input("The two are not the same; nothing was changed.")) }
}

/// Refuses a passphrase that is quickly guessed.
pub(super) fn strong_enough(passphrase: &Passphrase) -> Done {
    passphrase.weakness().map_or(Ok(()), |sentence| Err(Failure::input(sentence)))
}
