//! What a document needs from the world: folders, files, a clock and ids. Tests bring their own.

use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use crate::storage::{self, FileLayer, Folders, RealFiles};

/// Folders, files, clock and ids.
#[derive(Clone)]
pub struct Surroundings {
    /// Where journals, locks and the like lie.
    pub folders: Folders,
    /// How files are read and written.
    pub files: Arc<dyn FileLayer>,
    /// The time.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// An id that nobody had before.
    pub new_id: Arc<dyn Fn() -> String + Send + Sync>,
    /// How hard passphrases are made to guess; tests take less than [`storage::WORK`].
    pub work: u8,
}

impl Surroundings {
    /// The folders, files and clock of whoever runs the program, and random ids.
    pub fn of_user() -> Self {
        Self::new(Folders::of_user(), Arc::new(Timestamp::now), Arc::new(random_id))
    }

    /// Real files with these folders, this clock and these ids.
    pub fn new(
        folders: Folders,
        now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
        new_id: Arc<dyn Fn() -> String + Send + Sync>,
    ) -> Self {
        Self { folders, files: Arc::new(RealFiles), now, new_id, work: storage::WORK }
    }
}

impl fmt::Debug for Surroundings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Surroundings").field("folders", &self.folders).field("files", &self.files).finish()
    }
}

/// Twelve random letters and digits: 60 random bits, written without the letters that look alike.
fn random_id() -> String {
    const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
    let bits = uuid::Uuid::new_v4().as_u128();
    // A version 4 uuid has its fixed bits at 62 to 63 and 76 to 79; what lies below them is random throughout.
    (0..12).map(|place| char::from(ALPHABET[((bits >> (5 * place)) & 31) as usize])).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::random_id;

    #[test]
    fn ids_are_twelve_letters_and_never_the_same() {
        let ids: BTreeSet<String> = (0..1000).map(|_| random_id()).collect();
        assert_eq!(ids.len(), 1000);
        assert!(ids.iter().all(|id| id.len() == 12 && id.bytes().all(|byte| byte.is_ascii_alphanumeric())));
        let letters: BTreeSet<char> = ids.iter().flat_map(|id| id.chars()).collect();
        assert_eq!(letters.len(), 32, "every letter of the alphabet comes up");
    }
}
