//! The age envelope: opened by the crate and by age itself, with one identity and with one passphrase.

use crate::keys;
use age::secrecy::SecretString;
use casekeep_format::{FormatError, open_passphrase, open_with, read_segment};
use casekeep_model::Secret;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::sync::LazyLock;

/// The passphrase of the seed, and the most work that is done for it.
pub const PASSPHRASE: &str = "orchard lantern";
/// The highest work factor that the target accepts.
pub const FACTOR: u8 = 4;

static AGE_IDENTITY: LazyLock<age::x25519::Identity> =
    LazyLock::new(|| keys::secret_line().parse().expect("the line is an identity"));
static SECRET: LazyLock<Secret> = LazyLock::new(|| Secret::new(PASSPHRASE.to_owned()));

/// Checks that both open the same files to the same bytes.
///
/// # Panics
/// When that does not hold, or a place in the file reads otherwise than from the front.
pub fn check(data: &[u8]) {
    let opened = open_with(&keys::IDENTITY, data);
    let plain = opened.ok().and_then(|mut reader| read_whole(&mut reader));
    assert_eq!(plain, by_age(data), "age opens it to something else");
    if let Some(plain) = &plain {
        check_seeking(data, plain, plain.len() / 2);
    }
    let _ = read_segment(data, &keys::IDENTITY);
    match open_passphrase(&SECRET, FACTOR, data) {
        Ok(mut reader) => {
            let mut identity = age::scrypt::Identity::new(SecretString::from(PASSPHRASE.to_owned()));
            identity.set_max_work_factor(FACTOR);
            assert_eq!(read_whole(&mut reader), by_age_with(data, &identity), "age opens it to something else");
        }
        Err(FormatError::KeyfileCost { factor, most }) => assert!(factor > most && most == FACTOR),
        Err(FormatError::Io(error)) => panic!("memory does not fail: {error}"),
        Err(_) => {}
    }
}

/// Reads to the end; `None` when that fails.
pub fn read_whole(reader: &mut impl Read) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    reader.read_to_end(&mut plain).ok().map(|_| plain)
}

/// Opens a file with age itself and the one identity.
#[must_use]
pub fn by_age(data: &[u8]) -> Option<Vec<u8>> {
    by_age_with(data, &*AGE_IDENTITY)
}

fn by_age_with(data: &[u8], identity: &dyn age::Identity) -> Option<Vec<u8>> {
    let mut reader = age::Decryptor::new(data).ok()?.decrypt(std::iter::once(identity)).ok()?;
    read_whole(&mut reader)
}

/// Checks that a file that opens can be read from a place on.
///
/// # Panics
/// When it reads otherwise than from the front.
pub fn check_seeking(data: &[u8], plain: &[u8], place: usize) {
    let mut reader = open_with(&keys::IDENTITY, Cursor::new(data)).expect("it opened before");
    assert_eq!(reader.plaintext_len().ok(), Some(plain.len() as u64));
    assert_eq!(reader.seek(SeekFrom::Start(place as u64)).ok(), Some(place as u64));
    assert_eq!(read_whole(&mut reader).as_deref(), plain.get(place..));
}
