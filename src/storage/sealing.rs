//! Encrypted sessions. The session file is an age file under a passphrase, so that `age` itself opens it. Inside it, in
//! the header, lies a key of its own kind (X25519), made when the session was first encrypted: every record of the
//! journal is an age message to it, so that a change is on the disk within a moment and no passphrase is asked for.
//!
//! Turning a passphrase into a key takes a second and 256 MiB on purpose. age does so anew for every file, with a salt
//! of its own. So that nobody waits for a save, the next one's key is made by a worker, as soon as there is something to
//! save.

use std::fmt;
use std::io::{self, Read, Write};
use std::iter;
use std::sync::{Mutex, PoisonError};
use std::thread::{self, JoinHandle};

use age::secrecy::{ExposeSecret, SecretString};
use age::{DecryptError, Decryptor, Encryptor, scrypt, x25519};
use serde::{Deserialize, Serialize};
use zeroize::Zeroize;

use super::faults::OpenFault;

/// How hard a passphrase is made to guess: scrypt with 2 to this power, as `age` itself has it. About a second and
/// 256 MiB.
pub const WORK: u8 = 18;

/// The hardest that is opened: four times as long and as much memory. Beyond that a file is meant to stop the machine.
const MOST_WORK: u8 = 20;

/// Fewest characters of a passphrase.
pub const SHORTEST_PASSPHRASE: usize = 8;

const AGE: &[u8] = b"age-encryption.org/";
const ARMORED: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";

/// A passphrase. Its memory is overwritten when it is no longer needed, and it is never printed.
#[derive(Clone)]
pub struct Passphrase(SecretString);

impl Passphrase {
    /// What somebody typed.
    pub fn new(typed: impl Into<String>) -> Self {
        Self(SecretString::from(typed.into()))
    }

    /// Whether two are the same; it takes as long whether they are or not.
    pub fn is(&self, other: &Passphrase) -> bool {
        let (ours, theirs) = (self.0.expose_secret().as_bytes(), other.0.expose_secret().as_bytes());
        let unlike = ours.iter().zip(theirs).fold(0, |unlike, (a, b)| unlike | (a ^ b));
        std::hint::black_box(unlike) == 0 && ours.len() == theirs.len()
    }

    /// Why it will not do for a new one.
    pub fn weakness(&self) -> Option<String> {
        let letters = self.0.expose_secret().chars().count();
        (letters < SHORTEST_PASSPHRASE)
            .then(|| format!("A passphrase has at least {SHORTEST_PASSPHRASE} characters; four words do well."))
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

/// The key that the journal of a session is encrypted to, as it stands in the session's file.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct JournalKey(String);

impl fmt::Debug for JournalKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JournalKey")
    }
}

impl Drop for JournalKey {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

/// What encrypts a session: its passphrase and the key of its journal.
pub struct Seal {
    passphrase: Passphrase,
    identity: x25519::Identity,
    work: u8,
    /// What the next save will be encrypted with.
    next: Mutex<Option<Next>>,
}

enum Next {
    Made(Box<Encryptor>),
    /// A worker makes it.
    Making(JoinHandle<Encryptor>),
}

impl fmt::Debug for Seal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Seal")
    }
}

impl Seal {
    /// A seal with this passphrase and a new key for the journal. `work` is [`WORK`], or less in tests.
    pub fn new(passphrase: Passphrase, work: u8) -> Self {
        Self { passphrase, identity: x25519::Identity::generate(), work, next: Mutex::default() }
    }

    /// The same, with the key of the first save made at once: what takes a second is done when this returns.
    pub fn ready(passphrase: Passphrase, work: u8) -> Self {
        let made = Next::Made(Box::new(encryptor(&passphrase, work)));
        Self { next: Mutex::new(Some(made)), ..Self::new(passphrase, work) }
    }

    /// The seal of a file that was opened: with the key that lies in it, or a new one where somebody encrypted a plain
    /// session with `age`.
    pub(crate) fn of_file(passphrase: Passphrase, key: Option<&JournalKey>, work: u8) -> Self {
        let identity = key.and_then(|key| key.0.parse().ok()).unwrap_or_else(x25519::Identity::generate);
        Self { passphrase, identity, work, next: Mutex::default() }
    }

    /// Whether this is the passphrase.
    pub fn opens_with(&self, typed: &Passphrase) -> bool {
        self.passphrase.is(typed)
    }

    /// The passphrase.
    #[cfg(test)]
    pub(crate) fn passphrase(&self) -> &Passphrase {
        &self.passphrase
    }

    /// The key as it is kept in the file.
    pub(crate) fn key(&self) -> JournalKey {
        JournalKey(self.identity.to_string().expose_secret().to_owned())
    }

    /// Has a worker make the key of the next save, unless it is being made.
    pub fn prepare(&self) {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        if next.is_none() {
            let (passphrase, work) = (self.passphrase.clone(), self.work);
            *next = Some(Next::Making(thread::spawn(move || encryptor(&passphrase, work))));
        }
    }

    /// A file that the passphrase opens.
    pub(crate) fn seal(&self, plain: &[u8]) -> io::Result<Vec<u8>> {
        let prepared = self.next.lock().unwrap_or_else(PoisonError::into_inner).take();
        let prepared = match prepared {
            Some(Next::Made(encryptor)) => Some(*encryptor),
            Some(Next::Making(thread)) => thread.join().ok(),
            None => None,
        };
        let encryptor = prepared.unwrap_or_else(|| encryptor(&self.passphrase, self.work));
        let mut sealed = Vec::with_capacity(plain.len() + plain.len() / 4096 + 512);
        let mut writer = encryptor.wrap_output(&mut sealed)?;
        writer.write_all(plain)?;
        writer.finish()?;
        Ok(sealed)
    }

    /// One record of the journal.
    pub(crate) fn seal_record(&self, plain: &[u8]) -> io::Result<Vec<u8>> {
        age::encrypt(&self.identity.to_public(), plain).map_err(io::Error::other)
    }

    /// A record of the journal as it was; nothing where it was encrypted to another key, or changed.
    pub(crate) fn open_record(&self, sealed: &[u8]) -> Option<Vec<u8>> {
        age::decrypt(&self.identity, sealed).ok()
    }
}

fn encryptor(passphrase: &Passphrase, work: u8) -> Encryptor {
    let mut recipient = scrypt::Recipient::new(passphrase.0.clone());
    recipient.set_work_factor(work);
    match Encryptor::with_recipients(iter::once(&recipient as _)) {
        Ok(encryptor) => encryptor,
        // One passphrase and nothing else always fits together; age says the same of its own.
        Err(_) => Encryptor::with_user_passphrase(passphrase.0.clone()),
    }
}

/// Whether bytes are an age file or message.
pub(crate) fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(AGE) || bytes.starts_with(ARMORED)
}

/// Opens an age file.
///
/// # Errors
/// When the passphrase is another one, or the file was changed, or is none that a passphrase opens.
pub(crate) fn unseal(bytes: &[u8], passphrase: &Passphrase) -> Result<Vec<u8>, OpenFault> {
    let mut plain = Vec::with_capacity(bytes.len());
    match reader(bytes, passphrase)?.read_to_end(&mut plain) {
        Ok(_) => Ok(plain),
        // Every piece carries its own proof; this one does not hold.
        Err(_) => Err(OpenFault::Tampered),
    }
}

/// What of an age file is as it was written: all before the first piece that was changed.
///
/// # Errors
/// As [`unseal`] has them, but for a change after the beginning.
pub(crate) fn unseal_beginning(bytes: &[u8], passphrase: &Passphrase) -> Result<Vec<u8>, OpenFault> {
    let mut plain = Vec::with_capacity(bytes.len());
    // What was read before the error is kept.
    let _ = reader(bytes, passphrase)?.read_to_end(&mut plain);
    Ok(plain)
}

fn reader<'a>(bytes: &'a [u8], passphrase: &Passphrase) -> Result<impl Read + use<'a>, OpenFault> {
    if bytes.starts_with(ARMORED) {
        return Err(OpenFault::Armored);
    }
    let decryptor = Decryptor::new_buffered(bytes).map_err(|error| fault(&error))?;
    if !decryptor.is_scrypt() {
        return Err(OpenFault::NoPassphrase);
    }
    let mut identity = scrypt::Identity::new(passphrase.0.clone());
    identity.set_max_work_factor(MOST_WORK);
    decryptor.decrypt(iter::once(&identity as _)).map_err(|error| fault(&error))
}

fn fault(error: &DecryptError) -> OpenFault {
    match error {
        DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => OpenFault::WrongPassphrase,
        DecryptError::ExcessiveWork { .. } => OpenFault::TooMuchWork,
        DecryptError::NoMatchingKeys => OpenFault::NoPassphrase,
        DecryptError::UnknownFormat => OpenFault::NewerEncryption,
        _ => OpenFault::Tampered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIGHT: u8 = 1;

    fn sealed(text: &[u8]) -> (Seal, Vec<u8>) {
        let seal = Seal::new(Passphrase::new("four words do well"), LIGHT);
        let bytes = seal.seal(text).unwrap();
        (seal, bytes)
    }

    #[test]
    fn what_was_sealed_opens_with_its_passphrase_alone() {
        let (seal, bytes) = sealed(b"Priya Raman");
        assert!(is_sealed(&bytes) && !bytes.windows(5).any(|part| part == b"Priya"));
        assert_eq!(unseal(&bytes, seal.passphrase()).unwrap(), b"Priya Raman");
        for typed in ["", "four words do wel", "four words do well ", "Four words do well"] {
            assert_eq!(unseal(&bytes, &Passphrase::new(typed)), Err(OpenFault::WrongPassphrase), "{typed:?}");
        }
        assert!(seal.opens_with(&Passphrase::new("four words do well")));
        assert!(!seal.opens_with(&Passphrase::new("four words do wel1")));
        assert!(!seal.opens_with(&Passphrase::new("")));
    }

    #[test]
    fn every_changed_byte_is_noticed_and_so_is_every_cut() {
        let (seal, bytes) = sealed(&vec![b'x'; 70_000]);
        let plain = unseal(&bytes, seal.passphrase()).unwrap();
        // Every byte of the beginning, where each has its own meaning; here and there in what follows.
        for place in (0..300).chain((300..bytes.len()).step_by(997)) {
            let mut changed = bytes.clone();
            changed[place] ^= 1;
            if let Ok(text) = unseal(&changed, seal.passphrase()) {
                panic!("byte {place} was changed and the file opened as it was: {}", text == plain);
            }
        }
        for length in (0..300).chain((300..bytes.len()).step_by(997)) {
            assert!(unseal(&bytes[..length], seal.passphrase()).is_err(), "cut to {length} bytes");
        }
    }

    #[test]
    fn what_comes_before_a_change_can_be_read_on_purpose() {
        let text: Vec<u8> = (0..200_000_u32).flat_map(|number| (number as u16).to_le_bytes()).collect();
        let (seal, mut bytes) = sealed(&text);
        let place = bytes.len() - 10;
        bytes[place] ^= 1;
        assert_eq!(unseal(&bytes, seal.passphrase()), Err(OpenFault::Tampered));
        let beginning = unseal_beginning(&bytes, seal.passphrase()).unwrap();
        assert!(text.starts_with(&beginning) && beginning.len() >= text.len() - 65_536, "{}", beginning.len());
    }

    #[test]
    fn two_seals_of_one_text_have_nothing_in_common() {
        let (seal, first) = sealed(b"the same");
        seal.prepare();
        let second = seal.seal(b"the same").unwrap();
        let after_the_name = |bytes: &[u8]| bytes[AGE.len() + 20..].to_vec();
        assert_ne!(after_the_name(&first), after_the_name(&second));
    }

    #[test]
    fn files_that_ask_for_too_much_work_are_refused_before_it_is_done() {
        let (seal, bytes) = sealed(b"text");
        let text = String::from_utf8_lossy(&bytes[..60]).into_owned();
        let salt = text.split(' ').nth(2).unwrap().to_owned();
        let line = format!("-> scrypt {salt} 1\n");
        let at = bytes.windows(line.len()).position(|part| part == line.as_bytes()).unwrap();
        let mut greedy = bytes[..at].to_vec();
        greedy.extend_from_slice(format!("-> scrypt {salt} 40\n").as_bytes());
        greedy.extend_from_slice(&bytes[at + line.len()..]);
        assert_eq!(unseal(&greedy, seal.passphrase()), Err(OpenFault::TooMuchWork));
    }

    #[test]
    fn records_open_with_the_key_of_the_file_alone() {
        let (seal, _) = sealed(b"");
        let record = seal.seal_record(b"Priya").unwrap();
        assert_eq!(seal.open_record(&record).unwrap(), b"Priya");
        let again = Seal::of_file(Passphrase::new("another"), Some(&seal.key()), LIGHT);
        assert_eq!(again.open_record(&record).unwrap(), b"Priya", "the key is in the file");
        assert_eq!(Seal::of_file(Passphrase::new("another"), None, LIGHT).open_record(&record), None);
        let mut changed = record.clone();
        *changed.last_mut().unwrap() ^= 1;
        assert_eq!(seal.open_record(&changed), None);
    }

    #[test]
    fn nothing_secret_is_printed() {
        let (seal, _) = sealed(b"");
        let printed = format!("{:?} {:?} {:?}", seal, seal.key(), seal.passphrase());
        assert_eq!(printed, "Seal JournalKey Passphrase");
    }

    #[test]
    fn a_short_passphrase_is_weak() {
        assert!(Passphrase::new("1234567").weakness().is_some());
        assert!(Passphrase::new("müßigäöü").weakness().is_none());
    }
}
