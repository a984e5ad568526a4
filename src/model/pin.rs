//! How a PIN is kept: as a digest with a salt of its own, so that neither the file nor two equal PINs show it.

use std::fmt::Write as _;

use sha2::{Digest, Sha256};

use super::Pin;

impl Pin {
    /// Fewest characters of a PIN.
    pub const FEWEST: usize = 4;

    /// The PIN that was typed, as it is kept. `salt` is random text that no other PIN has.
    pub fn new(salt: impl Into<String>, typed: &str) -> Self {
        let salt = salt.into();
        let digest = digest(&salt, typed);
        Self { salt, digest }
    }

    /// Whether what was typed is this PIN.
    pub fn opens(&self, typed: &str) -> bool {
        digest(&self.salt, typed) == self.digest
    }
}

/// SHA-256 over the salt, a byte that no text holds, and the PIN, in hexadecimal.
fn digest(salt: &str, typed: &str) -> String {
    let mut hasher = Sha256::new();
    hasher.update(salt.as_bytes());
    hasher.update([0xff]);
    hasher.update(typed.as_bytes());
    hasher.finalize().iter().fold(String::with_capacity(64), |mut text, byte| {
        // Writing into a text never fails.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::Pin;

    #[test]
    fn a_pin_opens_to_itself_alone_and_is_not_in_the_file() {
        let pin = Pin::new("salt", "2468");
        assert!(pin.opens("2468"));
        assert!(!pin.opens("2469") && !pin.opens("") && !pin.opens("2468 "));
        assert!(!pin.digest.contains("2468") && pin.digest.len() == 64);
        assert_ne!(pin.digest, Pin::new("other salt", "2468").digest);
        // Salt and PIN can't trade letters.
        assert_ne!(Pin::new("salt1", "234").digest, Pin::new("salt", "1234").digest);
    }

    #[test]
    fn the_digest_is_sha_256() {
        // printf 'salt\xff2468' | sha256sum
        assert_eq!(Pin::new("salt", "2468").digest, "e67a1ec07215993ca6e625f483ba303b840d0c749313719e438769c0ce448e0b");
    }
}
