//! Opening the sealed file: which kind of file it is, which secret it needs, and how damage is told from a wrong secret.

use crate::error::BundleError;
use age::secrecy::SecretString;
use age::{DecryptError, Identity};
use casekeep_model::{Secret, limits};
use std::cell::RefCell;
use std::io::{self, BufReader, Read};
use std::rc::Rc;

const AGE_MAGIC: &[u8] = b"age-encryption.org/v1\n";
/// So many bytes of the magic may differ before the file is no longer taken for a damaged bundle.
const DAMAGED: usize = 3;
const TAR_MAGIC: (usize, &[u8]) = (257, b"ustar");

/// What a bundle is opened with.
#[derive(Debug, Clone, Copy)]
pub enum OpenWith<'a> {
    /// A passphrase.
    Passphrase(&'a Secret),
    /// The text of an age identity file (`AGE-SECRET-KEY-…` lines), or of an OpenSSH private key without passphrase.
    IdentityFile(&'a Secret),
    /// Nothing: an archive that is already opened.
    Nothing,
}

/// The file from its first byte on, buffered.
pub(crate) type Input<R> = BufReader<io::Chain<io::Cursor<Vec<u8>>, Watched<R>>>;

/// What the first bytes and the secret gave.
pub(crate) enum Opened<R> {
    /// The plain archive.
    Plain(Input<R>),
    /// The archive inside its envelope.
    Sealed(Box<age::stream::StreamReader<Input<R>>>),
    /// The envelope is damaged: a finding, in words.
    Damaged(&'static str),
}

/// A reader that remembers what the system refused, so that a bad disk is never taken for a changed bundle.
pub(crate) struct Watched<R> {
    input: R,
    refused: Refused,
}

/// The first error that the system gave.
pub(crate) type Refused = Rc<RefCell<Option<io::Error>>>;

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.input.read(buffer).inspect_err(|error| {
            if error.kind() != io::ErrorKind::Interrupted {
                let same = error.raw_os_error().map_or_else(|| error.kind().into(), io::Error::from_raw_os_error);
                self.refused.borrow_mut().get_or_insert(same);
            }
        })
    }
}

/// Opens what was sealed.
///
/// # Errors
/// [`BundleError::NotABundle`], [`BundleError::SecretMissing`], [`BundleError::WrongSecret`], [`BundleError::Cost`],
/// [`BundleError::BadIdentity`], [`BundleError::IdentityLocked`], [`BundleError::Read`].
pub(crate) fn open<R: Read>(sealed: R, with: OpenWith<'_>) -> Result<(Opened<R>, Refused), BundleError> {
    let refused = Refused::default();
    let mut watched = Watched { input: sealed, refused: Rc::clone(&refused) };
    let mut head = Vec::new();
    (&mut watched).take(512).read_to_end(&mut head).map_err(BundleError::Read)?;
    let input = BufReader::with_capacity(128 << 10, io::Cursor::new(head.clone()).chain(watched));
    let opened = match kind_of(&head) {
        FileKind::Tar => Opened::Plain(input),
        FileKind::Other => return Err(BundleError::NotABundle),
        FileKind::Damaged(what) => Opened::Damaged(what),
        FileKind::Age => open_age(input, &head, with)?,
    };
    match refused.take() {
        Some(error) => Err(BundleError::Read(error)),
        None => Ok((opened, refused)),
    }
}

enum FileKind {
    Age,
    Tar,
    Damaged(&'static str),
    Other,
}

fn kind_of(head: &[u8]) -> FileKind {
    let (at, magic) = TAR_MAGIC;
    if head.get(at..at + magic.len()) == Some(magic) {
        return FileKind::Tar;
    }
    if head.starts_with(AGE_MAGIC) {
        return FileKind::Age;
    }
    if head.len() < AGE_MAGIC.len() && AGE_MAGIC.starts_with(head) {
        return FileKind::Damaged("The sealed file is cut short: it has hardly any bytes.");
    }
    let differing = AGE_MAGIC.iter().zip(head).filter(|(a, b)| a != b).count();
    if head.len() >= AGE_MAGIC.len() && differing <= DAMAGED {
        return FileKind::Damaged("The first line of the sealed file is damaged.");
    }
    FileKind::Other
}

fn open_age<R: Read>(input: Input<R>, head: &[u8], with: OpenWith<'_>) -> Result<Opened<R>, BundleError> {
    let passphrase_needed = head.get(AGE_MAGIC.len()..).is_some_and(|rest| rest.starts_with(b"-> scrypt "));
    let identities: Vec<Box<dyn Identity>> = match with {
        OpenWith::Nothing => return Err(BundleError::SecretMissing),
        OpenWith::Passphrase(secret) => {
            let mut identity = age::scrypt::Identity::new(SecretString::from(secret.expose().to_owned()));
            identity.set_max_work_factor(limits::SCRYPT_BUNDLE);
            vec![Box::new(identity)]
        }
        OpenWith::IdentityFile(text) => parse_identities(text)?,
    };
    let decryptor = match age::Decryptor::new_buffered(input) {
        Ok(decryptor) => decryptor,
        Err(DecryptError::Io(error)) if error.kind() != io::ErrorKind::UnexpectedEof => return damaged_or_read(error),
        Err(_) => return Ok(Opened::Damaged("The head of the sealed file is damaged or cut short.")),
    };
    match decryptor.decrypt(identities.iter().map(AsRef::as_ref)) {
        Ok(reader) => Ok(Opened::Sealed(Box::new(reader))),
        Err(DecryptError::ExcessiveWork { required, .. }) => Err(BundleError::Cost { factor: required }),
        Err(DecryptError::InvalidMac) => Ok(Opened::Damaged("The head of the sealed file was changed.")),
        Err(DecryptError::InvalidHeader) => Ok(Opened::Damaged("The head of the sealed file is damaged.")),
        Err(DecryptError::Io(error)) => damaged_or_read(error),
        Err(_) => Err(BundleError::WrongSecret { passphrase_needed }),
    }
}

fn damaged_or_read<R>(error: io::Error) -> Result<Opened<R>, BundleError> {
    match error.kind() {
        io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData => {
            Ok(Opened::Damaged("The head of the sealed file is damaged or cut short."))
        }
        _ => Err(BundleError::Read(error)),
    }
}

fn parse_identities(text: &Secret) -> Result<Vec<Box<dyn Identity>>, BundleError> {
    let text = text.expose();
    if text.trim_start().starts_with("-----BEGIN AGE ENCRYPTED") || text.starts_with("age-encryption.org") {
        return Err(BundleError::IdentityLocked);
    }
    if text.trim_start().starts_with("-----BEGIN") {
        return match age::ssh::Identity::from_buffer(text.trim_start().as_bytes(), None) {
            Ok(identity @ age::ssh::Identity::Unencrypted(_)) => Ok(vec![Box::new(identity)]),
            Ok(age::ssh::Identity::Encrypted(_)) => Err(BundleError::IdentityLocked),
            Ok(age::ssh::Identity::Unsupported(
                age::ssh::UnsupportedKey::EncryptedPem | age::ssh::UnsupportedKey::EncryptedSsh(_),
            )) => Err(BundleError::IdentityLocked),
            _ => Err(BundleError::BadIdentity),
        };
    }
    let mut identities: Vec<Box<dyn Identity>> = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let identity: age::x25519::Identity = line.parse().map_err(|_| BundleError::BadIdentity)?;
        identities.push(Box::new(identity));
    }
    if identities.is_empty() { Err(BundleError::BadIdentity) } else { Ok(identities) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use age::secrecy::ExposeSecret;
    use std::io::Write;

    fn sealed(recipient: &dyn age::Recipient) -> Vec<u8> {
        let encryptor = age::Encryptor::with_recipients(std::iter::once(recipient)).expect("one recipient");
        let mut writer = encryptor.wrap_output(Vec::new()).expect("in memory");
        writer.write_all(b"inside").expect("in memory");
        writer.finish().expect("in memory")
    }

    fn secret(text: &str) -> Secret {
        Secret::new(text.to_owned())
    }

    #[test]
    fn an_identity_file_with_comments_opens() {
        let key = age::x25519::Identity::generate();
        let other = age::x25519::Identity::generate();
        let file = secret(&format!(
            "# created: today\n\n{}\n{}\n",
            other.to_string().expose_secret(),
            key.to_string().expose_secret()
        ));
        let bytes = sealed(&key.to_public());
        let Ok((Opened::Sealed(mut reader), _)) = open(bytes.as_slice(), OpenWith::IdentityFile(&file)) else {
            panic!("opens");
        };
        let mut inside = String::new();
        reader.read_to_string(&mut inside).expect("whole");
        assert_eq!(inside, "inside");
    }

    #[test]
    fn wrong_secrets_and_wrong_files_are_told_apart() {
        let key = age::x25519::Identity::generate();
        let bytes = sealed(&key.to_public());
        let other = secret(age::x25519::Identity::generate().to_string().expose_secret());
        let words = secret("one two three");
        let errors = |bytes: &[u8], with: OpenWith<'_>| open(bytes, with).err();
        assert!(matches!(
            errors(&bytes, OpenWith::IdentityFile(&other)),
            Some(BundleError::WrongSecret { passphrase_needed: false })
        ));
        assert!(matches!(errors(&bytes, OpenWith::Passphrase(&words)), Some(BundleError::WrongSecret { .. })));
        assert!(matches!(errors(&bytes, OpenWith::Nothing), Some(BundleError::SecretMissing)));
        assert!(matches!(errors(&bytes, OpenWith::IdentityFile(&words)), Some(BundleError::BadIdentity)));
        assert!(matches!(errors(b"\x89PNG and so on, and so on", OpenWith::Nothing), Some(BundleError::NotABundle)));
    }

    #[test]
    fn a_damaged_head_is_damage_and_not_a_wrong_secret() {
        let key = age::x25519::Identity::generate();
        let file = secret(key.to_string().expose_secret());
        let bytes = sealed(&key.to_public());
        let mac = bytes.windows(4).position(|w| w == b"--- ").expect("a header has a MAC") + 6;
        for at in [3, mac] {
            let mut bad = bytes.clone();
            bad[at] ^= 1;
            assert!(matches!(open(bad.as_slice(), OpenWith::IdentityFile(&file)), Ok((Opened::Damaged(_), _))), "{at}");
        }
        for end in [0, 10, 30, 100, mac] {
            let cut = &bytes[..end];
            assert!(matches!(open(cut, OpenWith::IdentityFile(&file)), Ok((Opened::Damaged(_), _))), "{end}");
        }
    }

    #[test]
    fn a_costly_passphrase_is_refused_before_the_work() {
        let text = format!(
            "age-encryption.org/v1\n-> scrypt {} 30\n{}\n--- {}\n0123456789abcdef and more bytes than a nonce",
            "A".repeat(22),
            "A".repeat(43),
            "A".repeat(43)
        );
        let words = secret("one two three");
        let result = open(text.as_bytes(), OpenWith::Passphrase(&words)).err();
        assert!(matches!(result, Some(BundleError::Cost { factor: 30 })), "{result:?}");
    }

    #[test]
    fn a_disk_error_is_not_damage() {
        struct Failing;
        impl Read for Failing {
            fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
                Err(io::Error::from(io::ErrorKind::PermissionDenied))
            }
        }
        assert!(matches!(open(Failing, OpenWith::Nothing), Err(BundleError::Read(_))));
    }
}
