//! `plumbline rescue`: what can be saved of a damaged session.

use std::path::PathBuf;

use clap::Args;

use crate::workspace::{Rescue, Surroundings};

use super::access::Access;
use super::{Done, Failure, complain, counted, say};

/// Save what can be saved of a damaged session, to a session of its own.
///
/// The damaged file is left as it is. What is lost is told on standard error.
#[derive(Debug, Args)]
pub(super) struct RescueFile {
    /// The damaged session
    session: PathBuf,
    /// The session file to write, which must not be there yet
    #[arg(long, value_name = "SESSION")]
    out: PathBuf,
    #[command(flatten)]
    access: Access,
}

impl RescueFile {
    pub(super) fn run(self) -> Done {
        if self.out.exists() {
            return Err(Failure::input(format!(
                "There is a file of this name already; choose another name: {}",
                self.out.display()
            )));
        }
        let around = Surroundings::of_user();
        let passphrase = self.access.passphrase(&self.session)?;
        let rescue = Rescue::look_at(&self.session, passphrase.as_ref(), &around).map_err(Failure::input)?;
        rescue.lost().iter().for_each(|sentence| complain(sentence));
        let people = counted(rescue.people(), "person", "people");
        rescue.write_to(&self.out, &around).map_err(Failure::input)?;
        say(&format!("A session of {people}: {}", self.out.display()));
        Ok(())
    }
}
