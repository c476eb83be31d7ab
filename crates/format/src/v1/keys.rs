//! X25519 identities and recipients, box keys, and the index key (`docs/format.md` section 2).
//!
//! An [`Identity`] opens files with itself alone: the vault's and the inbox's identities lie in one file, and a file
//! sealed to the published inbox recipient must not open where the vault's identity is asked for. Signing keys are in
//! `signing`, the file that holds them all in `identity_file`.

use crate::FormatError;
use crate::v1::envelope::{open_bytes, seal_bytes};
use age::secrecy::ExposeSecret;
use casekeep_model::BoxId;
use casekeep_model::limits::{IDENTITY, KEY_FILE};
use hkdf::Hkdf;
use sha2::Sha256;
use std::fmt;
use std::str::FromStr;
use zeroize::Zeroizing;

pub use crate::v1::identity_file::{Epoch, IdentityFile};
pub use crate::v1::signing::{SigningKey, VerifyingKey};

const INDEX_CONTEXT: &[u8] = b"casekeep.v1/index\n";
const BOX_KEY_TYPE: &str = "# casekeep box key ";
const BOX_KEY_VERSION: &str = "1 ";

/// An X25519 secret key; wiped when dropped, never printed, never cloned.
pub struct Identity(age::x25519::Identity);

impl Identity {
    /// Makes a fresh identity.
    #[must_use]
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// Returns its public half.
    #[must_use]
    pub fn to_recipient(&self) -> Recipient {
        Recipient(self.0.to_public())
    }

    /// Returns its `AGE-SECRET-KEY-1…` line, without LF.
    #[must_use]
    pub fn secret_line(&self) -> Zeroizing<String> {
        Zeroizing::new(self.0.to_string().expose_secret().to_owned())
    }

    pub(crate) fn as_age(&self) -> &age::x25519::Identity {
        &self.0
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Identity(…)")
    }
}

impl FromStr for Identity {
    type Err = FormatError;
    /// Reads an `AGE-SECRET-KEY-1…` line in the one form that [`Identity::secret_line`] writes.
    fn from_str(line: &str) -> Result<Self, FormatError> {
        const BAD: FormatError = FormatError::KeyfileDamaged("a secret key line is not one");
        let identity = Self(line.parse().map_err(|_| BAD)?);
        if *identity.secret_line() == line { Ok(identity) } else { Err(BAD) }
    }
}

/// An X25519 public key that files are sealed to.
///
/// Only the inbox's is ever published; `Debug` prints none.
#[derive(Clone, PartialEq, Eq)]
pub struct Recipient(age::x25519::Recipient);

impl Recipient {
    pub(crate) fn as_age(&self) -> &age::x25519::Recipient {
        &self.0
    }
}

impl fmt::Display for Recipient {
    /// Writes `age1…`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Debug for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Recipient(…)")
    }
}

impl FromStr for Recipient {
    type Err = FormatError;
    /// Reads `age1…` in lower case.
    fn from_str(text: &str) -> Result<Self, FormatError> {
        const BAD: FormatError = FormatError::RecordBad("a recipient is not one");
        let recipient = Self(text.parse().map_err(|_| BAD)?);
        if recipient.to_string() == text { Ok(recipient) } else { Err(BAD) }
    }
}

/// Returns the key of one installation's index: HKDF-SHA256 of the epoch's index bytes with the installation's salt.
#[must_use]
pub fn index_key(index: &[u8; 32], salt: &[u8; 32]) -> Zeroizing<[u8; 32]> {
    let mut key = Zeroizing::new([0; 32]);
    let derived = Hkdf::<Sha256>::new(Some(salt), index).expand(INDEX_CONTEXT, key.as_mut());
    derived.expect("32 bytes are within HKDF's 255 blocks");
    key
}

/// Seals a box's identity to the vault's recipient: the content of `cases/<box>/key.age`.
///
/// # Errors
/// `Io` never in practice: it writes to memory.
pub fn seal_box_key(box_id: &BoxId, identity: &Identity, vault: &Recipient) -> Result<Vec<u8>, FormatError> {
    seal_box_keys(box_id, [identity], vault)
}

/// Seals a box's identities, newest first: those of earlier epochs open what was sealed before the keys were changed.
///
/// # Errors
/// `Io` never in practice: it writes to memory.
pub fn seal_box_keys<'a>(
    box_id: &BoxId,
    identities: impl IntoIterator<Item = &'a Identity>,
    vault: &Recipient,
) -> Result<Vec<u8>, FormatError> {
    // Reserved once: a string that grows leaves unwiped copies behind.
    let mut text = Zeroizing::new(String::with_capacity(IDENTITY));
    text.push_str(&format!("{BOX_KEY_TYPE}{BOX_KEY_VERSION}{box_id}\n"));
    for identity in identities {
        text.push_str(&identity.secret_line());
        text.push('\n');
    }
    seal_bytes(vault, text.as_bytes())
}

/// Opens `cases/<box>/key.age` with the vault's identity and no other; returns its identities, newest first, at least one.
///
/// That the first is the one that record 0 of the box names is for the caller to check.
///
/// # Errors
/// `CaseKeyWrong` when it does not open, is not a box key, or is another box's; `FormatNewer` for a newer type line.
pub fn open_box_key(sealed: &[u8], box_id: &BoxId, vault: &Identity) -> Result<Vec<Identity>, FormatError> {
    const BAD: FormatError = FormatError::CaseKeyWrong("the file is not a case's key");
    if sealed.len() as u64 > KEY_FILE {
        return Err(BAD);
    }
    let plain = open_bytes(vault, sealed, IDENTITY).map_err(|error| match error {
        FormatError::Io(error) => FormatError::Io(error),
        _ => FormatError::CaseKeyWrong("the file does not open with the vault's key"),
    })?;
    let text = std::str::from_utf8(&plain).map_err(|_| BAD)?;
    let versioned = text.strip_prefix(BOX_KEY_TYPE).ok_or(BAD)?;
    let ours = versioned.strip_prefix(BOX_KEY_VERSION).ok_or(FormatError::FormatNewer("a case's key"))?;
    let (id, secrets) = ours.strip_suffix('\n').and_then(|lines| lines.split_once('\n')).ok_or(BAD)?;
    if id != box_id.as_str() {
        return Err(FormatError::CaseKeyWrong("the key is another case's"));
    }
    secrets.split('\n').map(|secret| secret.parse().map_err(|_| BAD)).collect()
}
