//! The signature over the bundle, and whether its key is the one that the reader was told of.

use super::findings::Findings;
use super::intake::Intake;
use crate::error::BundleError;
use crate::layout::{ALLOWED_SIGNERS, PRINCIPAL, SIGNATURE, TAG_MANIFEST};
use crate::text::visible;
use casekeep_format::{VerifyingKey, sshsig, words};
use casekeep_model::Class;
use data_encoding::BASE64_NOPAD;
use serde::Serialize;

/// Whether the key that signed is the one that was expected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Signer {
    /// It is the one whose fingerprint was given.
    #[serde(rename = "matched")]
    Matched,
    /// No fingerprint was given, or no signature holds.
    #[serde(rename = "not compared")]
    NotCompared,
    /// It is another one.
    #[serde(rename = "different")]
    Different,
}

impl Signer {
    /// Returns the word in reports.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Matched => "matched",
            Self::NotCompared => "not compared",
            Self::Different => "different",
        }
    }
}

/// A fingerprint as a person gives it.
#[derive(Debug, PartialEq, Eq)]
pub enum Fingerprint {
    /// `SHA256:…` as ssh-keygen prints it.
    Ssh(String),
    /// Twelve words, lower case, single spaces.
    Words(String),
}

impl Fingerprint {
    /// Reads either form.
    ///
    /// # Errors
    /// [`BundleError::Fingerprint`] when it is neither, or the words have a typing mistake.
    pub fn parse(text: &str) -> Result<Self, BundleError> {
        let trimmed = text.trim();
        let body = match trimmed.get(..7) {
            Some(prefix) if prefix.eq_ignore_ascii_case("SHA256:") => trimmed.get(7..).unwrap_or_default(),
            _ => trimmed,
        };
        let body = body.trim_end_matches('=');
        if BASE64_NOPAD.decode(body.as_bytes()).is_ok_and(|hash| hash.len() == 32) {
            return Ok(Self::Ssh(format!("SHA256:{body}")));
        }
        match words::normalise_words(&trimmed.replace([',', '-'], " ")) {
            Some(words) => Ok(Self::Words(words.expose().to_owned())),
            None => Err(BundleError::Fingerprint(visible(&trimmed.chars().take(120).collect::<String>()))),
        }
    }

    fn is_of(&self, key: &VerifyingKey) -> bool {
        match self {
            Self::Ssh(text) => key.ssh_fingerprint() == *text,
            Self::Words(words) => key.fingerprint_words().join(" ") == *words,
        }
    }
}

/// Who signed, as far as that holds.
pub struct Signed {
    /// The key that signed; the one in `allowed_signers` when no signature holds, to check the rest by.
    pub key: Option<VerifyingKey>,
    /// True when the signature holds.
    pub holds: bool,
}

/// Checks the signature and the key beside it.
pub fn check(intake: &Intake, found: &mut Findings) -> Signed {
    let named = allowed_signer(intake);
    let signing = match (intake.text(SIGNATURE), intake.kept.get(TAG_MANIFEST)) {
        (Some(signature), Some(message)) => match sshsig::verify(signature, message) {
            Ok(key) => Some(key),
            Err(error) => {
                found.add(Class::SignatureBad, format!("The signature of the bundle does not hold: {error}."));
                None
            }
        },
        (None, Some(_)) if intake.files.contains_key(SIGNATURE) => {
            found.add(Class::SignatureBad, "The signature of the bundle is not text.");
            None
        }
        // A file that is absent is found by the manifests.
        _ => None,
    };
    if let (Some(signing), true) = (signing, intake.files.contains_key(ALLOWED_SIGNERS))
        && named != Some(signing)
    {
        found.add(Class::BundleKeyMismatch, "The file allowed_signers names another key than the one that signed.");
    }
    Signed { key: signing.or(named), holds: signing.is_some() }
}

/// Compares the key that signed with the fingerprint that the reader was given.
///
/// The fingerprint of a key that was changed since is not enough: keys are changed when somebody else may have them, and
/// whoever has an older one can name a next one too.
pub fn compare(
    signed: &Signed,
    earlier: &[VerifyingKey],
    expected: Option<&Fingerprint>,
    found: &mut Findings,
) -> Signer {
    let Some((key, expected)) = signed.key.filter(|_| signed.holds).zip(expected) else { return Signer::NotCompared };
    if expected.is_of(&key) {
        return Signer::Matched;
    }
    let what = if earlier.iter().any(|older| expected.is_of(older)) {
        format!(
            "The fingerprint that you were given is of a key that this vault had before. All its keys were changed since, and the bundle is signed by the newest: {}. Whoever has an older key could have made such a bundle too.",
            key.ssh_fingerprint()
        )
    } else {
        format!("The bundle is signed by another key than the one you were told of: {}.", key.ssh_fingerprint())
    };
    found.add(Class::BundleSigner, what);
    Signer::Different
}

/// Returns the key in `allowed_signers` when the file has exactly the one line that a bundle has.
fn allowed_signer(intake: &Intake) -> Option<VerifyingKey> {
    let text = intake.text(ALLOWED_SIGNERS)?;
    VerifyingKey::from_ssh_line(text.strip_prefix(PRINCIPAL)?.strip_prefix(' ')?.strip_suffix('\n')?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casekeep_format::SigningKey;

    #[test]
    fn a_fingerprint_is_read_in_both_forms() {
        let key = SigningKey::from_seed(&[7; 32]).verifying_key();
        let other = SigningKey::from_seed(&[8; 32]).verifying_key();
        let ssh = key.ssh_fingerprint();
        let words = key.fingerprint_words();
        for text in [
            ssh.clone(),
            format!(" {ssh}\n"),
            ssh.replace("SHA256:", "sha256:"),
            ssh.replace("SHA256:", ""),
            words.join(" "),
            words.join("\n  ").to_uppercase(),
            words.join(", "),
        ] {
            let fingerprint = Fingerprint::parse(&text).expect("a fingerprint");
            assert!(fingerprint.is_of(&key) && !fingerprint.is_of(&other), "{text}");
        }
    }

    #[test]
    fn what_is_no_fingerprint_is_an_error() {
        let words = SigningKey::from_seed(&[7; 32]).verifying_key().fingerprint_words();
        for text in ["", "SHA256:", "SHA256:abc", "MD5:00:11", &words[..11].join(" "), "one two three"] {
            assert!(matches!(Fingerprint::parse(text), Err(BundleError::Fingerprint(_))), "{text}");
        }
    }
}
