//! Whom a bundle is sealed to: age and ssh public keys, or one passphrase; never both.

use crate::error::BundleError;
use crate::text::visible;
use age::secrecy::SecretString;
use casekeep_model::{Secret, limits};
use std::io::{BufWriter, Write};

/// Whom a bundle is sealed to.
#[derive(Debug)]
pub enum To {
    /// Public keys: `age1…`, `ssh-ed25519 …` or `ssh-rsa …`.
    Recipients(Vec<String>),
    /// A passphrase, to be told by another way.
    Passphrase(Secret),
}

/// Public keys that a bundle can be sealed to; at least one.
pub struct Recipients(Vec<Box<dyn age::Recipient>>);

impl std::fmt::Debug for Recipients {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Recipients({})", self.0.len())
    }
}

/// Reads recipients.
///
/// # Errors
/// [`BundleError::Recipient`] names the first that is not one; [`BundleError::NoRecipient`] when there are none.
pub fn parse_recipients(texts: &[String]) -> Result<Recipients, BundleError> {
    if texts.is_empty() {
        return Err(BundleError::NoRecipient);
    }
    texts.iter().map(|text| parse_recipient(text.trim())).collect::<Result<_, _>>().map(Recipients)
}

fn parse_recipient(text: &str) -> Result<Box<dyn age::Recipient>, BundleError> {
    let refuse = |why| BundleError::Recipient { text: shorten(text), why };
    if text.starts_with("AGE-SECRET-KEY-") || text.contains("PRIVATE KEY") {
        // The text is a secret: it is not repeated in the message.
        return Err(BundleError::Recipient {
            text: "AGE-SECRET-KEY…".to_owned(),
            why: "it is a private key, which nobody should send",
        });
    }
    if text.contains('\n') || text.contains('\r') {
        return Err(refuse("it has more than one line"));
    }
    if text.starts_with("ssh-") {
        return match text.parse::<age::ssh::Recipient>() {
            Ok(recipient) => Ok(Box::new(recipient)),
            Err(age::ssh::ParseRecipientKeyError::RsaModulusTooSmall) => {
                Err(refuse("the RSA key is too short to be safe"))
            }
            Err(age::ssh::ParseRecipientKeyError::RsaModulusTooLarge) => Err(refuse("the RSA key is too long")),
            Err(age::ssh::ParseRecipientKeyError::Unsupported(_)) => {
                Err(refuse("this kind of ssh key cannot be sealed to"))
            }
            Err(_) => Err(refuse("the ssh key is damaged or not whole")),
        };
    }
    if text.starts_with("age1") {
        return match text.parse::<age::x25519::Recipient>() {
            Ok(recipient) => Ok(Box::new(recipient)),
            Err(_) => Err(refuse("a letter is wrong or missing, or it is of a kind that needs a plug-in")),
        };
    }
    Err(refuse("it starts with neither age1 nor ssh-ed25519 nor ssh-rsa"))
}

fn shorten(text: &str) -> String {
    let mut short: String = text.chars().take(60).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    visible(&short.replace(['\n', '\t'], " "))
}

/// Starts sealing to whoever is named.
///
/// # Errors
/// As [`parse_recipients`]; [`BundleError::Write`] when the header cannot be written.
pub(crate) fn seal<W: Write>(to: &To, out: W) -> Result<age::stream::StreamWriter<BufWriter<W>>, BundleError> {
    let recipients = match to {
        To::Recipients(texts) => parse_recipients(texts)?,
        To::Passphrase(secret) if secret.expose().is_empty() => return Err(BundleError::NoRecipient),
        To::Passphrase(secret) => {
            let mut recipient = age::scrypt::Recipient::new(SecretString::from(secret.expose().to_owned()));
            recipient.set_work_factor(limits::SCRYPT_WRITE);
            Recipients(vec![Box::new(recipient)])
        }
    };
    let encryptor =
        age::Encryptor::with_recipients(recipients.0.iter().map(AsRef::as_ref)).map_err(|error| match error {
            age::EncryptError::Io(error) => BundleError::Write(error),
            other => BundleError::Write(std::io::Error::other(other.to_string())),
        })?;
    // The header's writer forgets why a write failed; behind a buffer the reason comes with the first chunk.
    encryptor.wrap_output(BufWriter::with_capacity(256 << 10, out)).map_err(BundleError::Write)
}

#[cfg(test)]
mod tests {
    use super::*;
    use casekeep_model::ErrorCode;

    const SSH: &str =
        "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN alice@example.invalid";

    fn refuse(text: &str) -> String {
        let error = parse_recipients(&[text.to_owned()]).expect_err(text);
        assert_eq!(error.problem().code, ErrorCode::BadRecipient);
        error.to_string()
    }

    #[test]
    fn age_and_ssh_keys_are_recipients() {
        let age = age::x25519::Identity::generate().to_public().to_string();
        assert_eq!(parse_recipients(&[age, SSH.to_owned()]).expect("both").0.len(), 2);
    }

    #[test]
    fn what_is_not_a_recipient_is_named() {
        let age = age::x25519::Identity::generate();
        let mut damaged = age.to_public().to_string();
        damaged.replace_range(10..11, if damaged.get(10..11) == Some("q") { "p" } else { "q" });
        for text in ["bob@example.invalid", "age1", &damaged, "ssh-ed25519 AAAA", "ssh-dss AAAAB3NzaC1kc3M=", ""] {
            assert!(refuse(text).contains("is not a recipient"), "{text}");
        }
        assert!(refuse("a\u{202e}b").contains("⟨U+202E⟩"));
        use age::secrecy::ExposeSecret;
        let secret = age.to_string();
        assert!(!refuse(secret.expose_secret()).contains(secret.expose_secret().get(..20).expect("long")));
        assert!(matches!(parse_recipients(&[]), Err(BundleError::NoRecipient)));
    }
}
