//! Further keys of a vault: age and ssh recipients that an identity file is sealed to, and the private keys that open it.
//!
//! What a person gave is never repeated in an error: it may be a private key pasted into the wrong field.

use crate::FormatError;
use age::DecryptError;
use age::ssh::{ParseRecipientKeyError, UnsupportedKey};
use age_core::format::{FileKey, Stanza};
use casekeep_model::Secret;
use std::fmt;

/// A public key that a further key file is sealed to: `age1…`, `ssh-ed25519 …` or `ssh-rsa …`.
pub struct FurtherRecipient {
    key: Box<dyn age::Recipient>,
    text: String,
}

impl FurtherRecipient {
    /// Reads a public key from one line.
    ///
    /// # Errors
    /// `NotAKey` says what is wrong with it.
    pub fn parse(text: &str) -> Result<Self, FormatError> {
        let text = text.trim();
        if text.contains("AGE-SECRET-KEY-") || text.contains("PRIVATE KEY") {
            return Err(FormatError::NotAKey("it is a private key; give the public one"));
        }
        if text.contains(['\n', '\r']) {
            return Err(FormatError::NotAKey("it has more than one line"));
        }
        let key: Box<dyn age::Recipient> = if text.starts_with("ssh-") {
            Box::new(text.parse::<age::ssh::Recipient>().map_err(why_not_ssh)?)
        } else if text.starts_with("age1") {
            let why = "a letter is wrong or missing, or it is of a kind that needs a plug-in";
            Box::new(text.parse::<age::x25519::Recipient>().map_err(|_| FormatError::NotAKey(why))?)
        } else {
            return Err(FormatError::NotAKey("it starts with neither age1 nor ssh-ed25519 nor ssh-rsa"));
        };
        Ok(Self { key, text: text.to_owned() })
    }

    pub(crate) fn as_age(&self) -> &dyn age::Recipient {
        &*self.key
    }
}

fn why_not_ssh(error: ParseRecipientKeyError) -> FormatError {
    FormatError::NotAKey(match error {
        ParseRecipientKeyError::RsaModulusTooSmall => "the RSA key is too short to be safe",
        ParseRecipientKeyError::RsaModulusTooLarge => "the RSA key is too long",
        ParseRecipientKeyError::Unsupported(_) => "this kind of ssh key cannot be sealed to",
        _ => "the ssh key is damaged or not whole",
    })
}

impl fmt::Display for FurtherRecipient {
    /// Writes the line as it was given.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for FurtherRecipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FurtherRecipient(…)")
    }
}

/// The private keys of an age identity file, or one OpenSSH private key without a passphrase of its own.
pub struct FurtherIdentities(Vec<Box<dyn age::Identity>>);

impl FurtherIdentities {
    /// Reads the text of an identity file.
    ///
    /// # Errors
    /// `NotAKey` when it holds none, or one that is itself locked by a passphrase.
    pub fn parse(text: &Secret) -> Result<Self, FormatError> {
        const LOCKED: FormatError =
            FormatError::NotAKey("it is locked with a passphrase of its own; unlock a copy first");
        const NONE: FormatError = FormatError::NotAKey("it is neither an age identity nor an OpenSSH private key");
        let text = text.expose();
        if text.trim_start().starts_with("-----BEGIN AGE ENCRYPTED") || text.starts_with("age-encryption.org") {
            return Err(LOCKED);
        }
        if text.trim_start().starts_with("-----BEGIN") {
            return match age::ssh::Identity::from_buffer(text.trim_start().as_bytes(), None) {
                Ok(identity @ age::ssh::Identity::Unencrypted(_)) => Ok(Self(vec![Box::new(identity)])),
                Ok(
                    age::ssh::Identity::Encrypted(_)
                    | age::ssh::Identity::Unsupported(UnsupportedKey::EncryptedPem | UnsupportedKey::EncryptedSsh(_)),
                ) => Err(LOCKED),
                _ => Err(NONE),
            };
        }
        let mut identities: Vec<Box<dyn age::Identity>> = Vec::new();
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
            identities.push(Box::new(line.parse::<age::x25519::Identity>().map_err(|_| NONE)?));
        }
        if identities.is_empty() { Err(NONE) } else { Ok(Self(identities)) }
    }
}

impl age::Identity for FurtherIdentities {
    /// Opens a stanza with whichever of the keys it is for.
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        self.0.iter().find_map(|identity| identity.unwrap_stanza(stanza))
    }
}

impl fmt::Debug for FurtherIdentities {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "FurtherIdentities({}, …)", self.0.len())
    }
}
