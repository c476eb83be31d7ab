//! What can be wrong with bytes of the format: one closed enum, each variant tied to a class of `docs/format.md` section 8.

use crate::v1::envelope::is_decryption_failure;
use casekeep_model::Class;
use std::io;

/// Bytes that are not what the format asks for, or a key that does not open them.
///
/// No variant holds content of a vault: messages name the rule that was broken, never what was written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// A format number, type line or head field that this version does not know.
    #[error("{0} is of a newer format")]
    FormatNewer(&'static str),
    /// A record, part or other JSON line is not in the one form that the format allows, or a hash in it is wrong.
    #[error("a record is not in the form that the format allows: {0}")]
    RecordBad(&'static str),
    /// A record or a signed note stands in the wrong log or at the wrong place.
    #[error("a record is in the wrong place: {0}")]
    RecordMisplaced(&'static str),
    /// A segment cannot be opened with the box's key, or its frame is broken.
    #[error("a run of records cannot be read: {0}")]
    SegmentBad(&'static str),
    /// A signed note or a signature is malformed, missing, wrong, or by another key.
    #[error("a signature is not right: {0}")]
    SignatureBad(&'static str),
    /// A sealed file asks for more scrypt work than is accepted; found before any of that work is done.
    #[error("the file asks for 2^{factor} scrypt work, and 2^{most} is the most that is safe")]
    KeyfileCost {
        /// The work factor (log2) that the file asks for; 255 stands for anything larger.
        factor: u8,
        /// The highest work factor accepted here.
        most: u8,
    },
    /// A key file is damaged, cut short, or holds something else than an identity file.
    #[error("the key file is damaged: {0}")]
    KeyfileDamaged(&'static str),
    /// The identity file names another vault than the one its first signing key makes.
    #[error("the key file belongs to another vault")]
    KeyfileOtherVault,
    /// A case's key file cannot be opened with the vault's key, or names another box.
    #[error("the key of a case is not the right one: {0}")]
    CaseKeyWrong(&'static str),
    /// `vault.json` is not in the one form that the format allows.
    #[error("vault.json is not in the form that the format allows: {0}")]
    VaultJsonBad(&'static str),
    /// A sealed file is sealed to another key, or its bytes are damaged; what that means depends on the file.
    #[error("the file does not open with this key, or is damaged")]
    DoesNotOpen,
    /// The passphrase or the words do not open the file.
    #[error("the passphrase or the words do not open it")]
    WrongSecret,
    /// What a person gave as a public or private key is not one; the text says why and repeats nothing of it.
    #[error("this is not a key: {0}")]
    NotAKey(&'static str),
    /// Reading or writing failed, for a reason that is not the format's.
    #[error(transparent)]
    Io(io::Error),
}

impl FormatError {
    /// Returns the class of finding that this is; `None` where only the caller knows (which file, which secret).
    #[must_use]
    pub fn class(&self) -> Option<Class> {
        match self {
            Self::FormatNewer(_) => Some(Class::FormatNewer),
            Self::RecordBad(_) => Some(Class::RecordBad),
            Self::RecordMisplaced(_) => Some(Class::RecordMisplaced),
            Self::SegmentBad(_) => Some(Class::SegmentChanged),
            Self::SignatureBad(_) => Some(Class::SignatureBad),
            Self::KeyfileCost { .. } => Some(Class::KeyfileCost),
            Self::KeyfileDamaged(_) => Some(Class::KeyfileChanged),
            Self::KeyfileOtherVault => Some(Class::KeyfileOtherVault),
            Self::CaseKeyWrong(_) => Some(Class::CaseKeyWrong),
            Self::VaultJsonBad(_) => Some(Class::VaultJsonChanged),
            Self::DoesNotOpen | Self::WrongSecret | Self::NotAKey(_) | Self::Io(_) => None,
        }
    }
}

impl From<io::Error> for FormatError {
    fn from(error: io::Error) -> Self {
        if is_decryption_failure(&error) { Self::DoesNotOpen } else { Self::Io(error) }
    }
}
