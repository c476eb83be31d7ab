//! Why a bundle could not be made or opened. What a check of an opened bundle finds is a finding, not an error.

use casekeep_model::bundle_paper::PaperError;
use casekeep_model::{ErrorCode, MomentError, Problem};
use std::io;

/// Why a bundle could not be made, or could not be opened to be checked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BundleError {
    /// A recipient that is neither an age nor an ssh public key that can be sealed to.
    #[error("“{text}” is not a recipient: {why}")]
    Recipient {
        /// The text, shortened, with invisible characters spelled out.
        text: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Nobody was named to seal the bundle to.
    #[error("a bundle needs at least one recipient, or a passphrase")]
    NoRecipient,
    /// Nothing in the case falls in the selection.
    #[error("nothing in this case falls in that selection, so there is nothing to put in a bundle")]
    NothingSelected,
    /// The recipient has everything that was chosen, unchanged, from earlier bundles.
    #[error("nothing is new or changed since the last bundle for this recipient, so nothing was made")]
    NothingNew,
    /// A contact or item that is to stay behind is not in the case.
    #[error("there is no {kind} {number} in this case")]
    NoSuchEntry {
        /// `contact` or `item`.
        kind: &'static str,
        /// The number that was asked for.
        number: u32,
    },
    /// The first or last day of the selection cannot be read.
    #[error(transparent)]
    Moment(#[from] MomentError),
    /// The selection ends before it begins.
    #[error("the selection ends before it begins")]
    RangeReversed,
    /// An item's bytes could not be read.
    #[error("item {item} could not be read")]
    ItemUnreadable {
        /// The item's number as shown.
        item: String,
        /// What the reader said.
        source: io::Error,
    },
    /// An item's bytes are not those that its record names.
    #[error("the bytes of item {item} are not the bytes that were recorded")]
    ItemChanged {
        /// The item's number as shown.
        item: String,
    },
    /// The case's log contradicts itself, so no proof can be made from it.
    #[error("the log of this case does not hold together: {0}")]
    Log(String),
    /// The proof would be larger than any program checks.
    #[error("the selection is too large for one bundle")]
    TooLarge,
    /// The signature could not be made.
    #[error("the bundle could not be signed")]
    Sign(#[source] io::Error),
    /// The sealed bundle could not be written.
    #[error("the bundle could not be written")]
    Write(#[source] io::Error),
    /// A paper could not be set.
    #[error("a paper of the bundle could not be made: {0}")]
    Paper(#[source] PaperError),
    /// The person stopped it.
    #[error("stopped before the bundle was finished")]
    Cancelled,
    /// The file to check could not be read.
    #[error("the bundle could not be read")]
    Read(#[source] io::Error),
    /// The file to check is neither sealed nor an archive.
    #[error("this file is not a bundle")]
    NotABundle,
    /// The bundle is sealed and no secret was given.
    #[error("this bundle is sealed, and nothing was given to open it with")]
    SecretMissing,
    /// The secret that was given does not open the bundle.
    #[error("{}", wrong_secret(*passphrase_needed))]
    WrongSecret {
        /// True when the bundle is sealed to a passphrase, false when to keys.
        passphrase_needed: bool,
    },
    /// The bundle's passphrase stanza asks for more work than is safe.
    #[error("opening this bundle would take an unsafe amount of memory (work factor {factor})")]
    Cost {
        /// The scrypt work factor (log2) that it asks for.
        factor: u8,
    },
    /// The identity file is neither an age identity nor an OpenSSH private key.
    #[error("the identity file holds no key that can open a bundle")]
    BadIdentity,
    /// The identity file is itself protected by a passphrase.
    #[error("the identity file is protected by a passphrase of its own")]
    IdentityLocked,
    /// The fingerprint to compare has neither of its two forms.
    #[error("“{0}” is not a fingerprint")]
    Fingerprint(String),
}

fn wrong_secret(passphrase_needed: bool) -> &'static str {
    if passphrase_needed {
        "That does not open this bundle: it is sealed with a passphrase, and not with this one"
    } else {
        "That does not open this bundle: it is sealed to keys, and this is not one of them"
    }
}

impl BundleError {
    /// Returns the error as the window and the command line show it.
    #[must_use]
    pub fn problem(&self) -> Problem {
        let mut message = self.to_string();
        if let Some(first) = message.get(..1).map(str::to_uppercase) {
            message.replace_range(..1, &first);
        }
        if !message.ends_with('.') {
            message.push('.');
        }
        Problem::new(self.code(), message, self.hint())
    }

    fn code(&self) -> ErrorCode {
        match self {
            Self::Recipient { .. } | Self::NoRecipient => ErrorCode::BadRecipient,
            Self::NoSuchEntry { .. } => ErrorCode::NoSuchEntry,
            Self::Moment(_) | Self::RangeReversed => ErrorCode::BadMoment,
            Self::ItemUnreadable { source, .. } => match source.kind() {
                io::ErrorKind::PermissionDenied => ErrorCode::Permission,
                _ => ErrorCode::Integrity,
            },
            Self::ItemChanged { .. } | Self::Log(_) => ErrorCode::Integrity,
            Self::Sign(source) | Self::Write(source) | Self::Read(source) => io_code(source),
            Self::Paper(_) => ErrorCode::Io,
            Self::Cancelled => ErrorCode::Cancelled,
            Self::SecretMissing => ErrorCode::SecretMissing,
            Self::WrongSecret { .. } | Self::Cost { .. } => ErrorCode::WrongBundleSecret,
            Self::NothingSelected
            | Self::NothingNew
            | Self::TooLarge
            | Self::NotABundle
            | Self::BadIdentity
            | Self::IdentityLocked
            | Self::Fingerprint(_) => ErrorCode::BadInput,
        }
    }

    fn hint(&self) -> String {
        match self {
            Self::Recipient { .. } => {
                "A recipient starts with age1, ssh-ed25519 or ssh-rsa. Ask them to send it again, whole and on one line."
                    .to_owned()
            }
            Self::NoRecipient => "Name whom the bundle is for, or choose a passphrase.".to_owned(),
            Self::NothingSelected => "Choose other days, or leave fewer things behind.".to_owned(),
            Self::NothingNew => "They have everything. To give it again, make a whole bundle.".to_owned(),
            Self::NoSuchEntry { .. } => "Look up the number on the timeline.".to_owned(),
            Self::Moment(_) => "Write the day like 2026-03-04.".to_owned(),
            Self::RangeReversed => "Give the earlier day first.".to_owned(),
            Self::ItemUnreadable { .. } | Self::ItemChanged { .. } | Self::Log(_) => {
                "No bundle was made. Run a check of the vault: it names everything that is wrong.".to_owned()
            }
            Self::TooLarge => "Hand over fewer days at a time.".to_owned(),
            Self::Sign(source) | Self::Write(source) | Self::Read(source) => io_hint(source),
            Self::Paper(_) => "Nothing was handed over. Make the bundle without papers: the chronology in it has the same.".to_owned(),
            Self::Cancelled => "Nothing was handed over. You can start again.".to_owned(),
            Self::NotABundle => "Choose the file whose name ends in .tar.age.".to_owned(),
            Self::SecretMissing => "Give the passphrase that you were told, or the file with your key.".to_owned(),
            Self::WrongSecret { passphrase_needed: true } => {
                "Check the passphrase with the person who sent the bundle, word by word.".to_owned()
            }
            Self::WrongSecret { passphrase_needed: false } => {
                "Use the private key that belongs to the key you sent them.".to_owned()
            }
            Self::Cost { .. } => "Casekeep never makes such a file. Ask for the bundle again.".to_owned(),
            Self::BadIdentity => {
                "Give a file with AGE-SECRET-KEY lines, or an OpenSSH private key (ed25519 or RSA).".to_owned()
            }
            Self::IdentityLocked => "Open a copy of the key first: ssh-keygen -p, or age -d.".to_owned(),
            Self::Fingerprint(_) => {
                "A fingerprint starts with SHA256: and has 43 more characters, or it is twelve words.".to_owned()
            }
        }
    }
}

fn io_code(error: &io::Error) -> ErrorCode {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => ErrorCode::Permission,
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => ErrorCode::DiskFull,
        _ => ErrorCode::Io,
    }
}

fn io_hint(error: &io::Error) -> String {
    match io_code(error) {
        ErrorCode::Permission => {
            "Choose a folder that you may write to, and check that the file may be read.".to_owned()
        }
        ErrorCode::DiskFull => "Make room, or choose another disk. Nothing in the vault has changed.".to_owned(),
        _ => format!("The system says: {error}. Try again, or use another disk."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_sentences_and_codes_fit_the_cause() {
        let full = BundleError::Write(io::Error::from(io::ErrorKind::StorageFull)).problem();
        assert_eq!(full.code, ErrorCode::DiskFull);
        assert_eq!(full.message, "The bundle could not be written.");
        let wrong = BundleError::WrongSecret { passphrase_needed: true }.problem();
        assert_eq!(wrong.code.exit_status(), 3);
        let recipient = BundleError::Recipient { text: "bob".to_owned(), why: "it has another form" }.problem();
        assert_eq!(recipient.message, "“bob” is not a recipient: it has another form.");
        assert!(!recipient.hint.is_empty());
    }
}
