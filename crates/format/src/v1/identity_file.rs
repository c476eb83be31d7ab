//! The identity file (`docs/format.md` section 2): every secret of a vault, as text that stock `age -i` reads.
//!
//! It exists only sealed. Opening it checks that the vault id is the hash of its own first signing key; whether it is
//! the vault that this computer knows is for the engine.

use crate::FormatError;
use crate::v1::envelope::{open_further, open_passphrase, read_all, seal_further, seal_passphrase};
use crate::v1::further::{FurtherIdentities, FurtherRecipient};
use crate::v1::keys::Identity;
use crate::v1::random;
use crate::v1::signing::SigningKey;
use casekeep_model::limits::{IDENTITY, KEY_FILE, SCRYPT_READ, SCRYPT_WRITE};
use casekeep_model::{Secret, VaultId};
use data_encoding::{BASE64, HEXLOWER};
use std::fmt::{self, Write as _};
use std::io::Write as _;
use zeroize::Zeroizing;

const TYPE: &str = "# casekeep identity, format ";
const BAD: FormatError = FormatError::KeyfileDamaged("it is not an identity file");

/// The secrets of one epoch; wiped when dropped.
pub struct Epoch {
    /// The epoch's number, from 1.
    pub number: u32,
    /// Opens the vault's own log, the boxes' keys and the memory.
    pub vault: Identity,
    /// Opens the inbox and nothing else.
    pub inbox: Identity,
    /// Signs checkpoints and bundles.
    pub signing: SigningKey,
    /// What index keys are derived from.
    pub index: Zeroizing<[u8; 32]>,
}

impl Epoch {
    fn generate(number: u32) -> Self {
        Self {
            number,
            vault: Identity::generate(),
            inbox: Identity::generate(),
            signing: SigningKey::generate(),
            index: random::bytes(),
        }
    }

    /// Returns the vault identity once more, for the vault's own box, which holds its key as every box does.
    #[must_use]
    pub fn duplicate_vault_identity(&self) -> Identity {
        self.vault.secret_line().parse().expect("an identity reads its own text")
    }
}

/// An opened identity file.
pub struct IdentityFile {
    vault: VaultId,
    /// Newest first, never empty, down to epoch 1.
    epochs: Vec<Epoch>,
}

impl fmt::Debug for IdentityFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "IdentityFile({}, epoch {}, …)", self.vault, self.current().number)
    }
}

impl IdentityFile {
    /// Makes the secrets of a new vault.
    #[must_use]
    pub fn generate() -> Self {
        let first = Epoch::generate(1);
        Self { vault: first.signing.verifying_key().vault_id(), epochs: vec![first] }
    }

    /// Makes the file of the next epoch: fresh secrets before all that this one holds.
    #[must_use]
    pub fn next_epoch(&self) -> Self {
        let mut next = Self::parse(&self.write()).expect("an identity file reads its own text");
        next.epochs.insert(0, Epoch::generate(self.current().number + 1));
        next
    }

    /// Returns the epochs before the newest, newest first.
    #[must_use]
    pub fn earlier(&self) -> &[Epoch] {
        self.epochs.get(1..).unwrap_or_default()
    }

    /// Returns the vault's id.
    #[must_use]
    pub fn vault(&self) -> &VaultId {
        &self.vault
    }

    /// Returns every epoch, newest first.
    #[must_use]
    pub fn epochs(&self) -> &[Epoch] {
        &self.epochs
    }

    /// Returns the newest epoch.
    #[must_use]
    pub fn current(&self) -> &Epoch {
        self.epochs.first().expect("a file without an epoch is not made and not read")
    }

    /// Returns the first epoch, whose signing key makes the vault's id.
    #[must_use]
    pub fn first(&self) -> &Epoch {
        self.epochs.last().expect("a file without an epoch is not made and not read")
    }

    /// Returns the text of the file.
    #[must_use]
    pub fn write(&self) -> Zeroizing<String> {
        // Reserved once: a string that grows leaves unwiped copies behind.
        let mut text = Zeroizing::new(String::with_capacity(256 + 512 * self.epochs.len()));
        let number = self.current().number;
        let written = write!(*text, "{TYPE}1\n# vault {}  epoch {number}\n", self.vault)
            .and_then(|()| self.epochs.iter().try_for_each(|epoch| write_secrets(&mut text, epoch)))
            .and_then(|()| self.epochs.iter().try_for_each(|epoch| write_comments(&mut text, epoch)));
        written.expect("writing to a string cannot fail");
        text
    }

    /// Reads the text of a file.
    ///
    /// # Errors
    /// `FormatNewer` for a higher format number; `KeyfileOtherVault` when the vault id is not the hash of the first
    /// signing key; `KeyfileDamaged` for anything else that [`IdentityFile::write`] would not have written.
    pub fn parse(text: &str) -> Result<Self, FormatError> {
        let mut lines = text.strip_suffix('\n').ok_or(BAD)?.split('\n');
        check_type(lines.next().ok_or(BAD)?)?;
        let (vault, newest) = parse_vault(lines.next().ok_or(BAD)?)?;
        let secrets = (0..newest).map(|_| Ok((parse_secret(lines.next())?, parse_secret(lines.next())?)));
        let secrets = secrets.collect::<Result<Vec<_>, FormatError>>()?;
        let mut epochs = Vec::with_capacity(secrets.len());
        for (number, (vault, inbox)) in (1..=newest).rev().zip(secrets) {
            let signing = parse_signing(lines.next(), number)?;
            epochs.push(Epoch { number, vault, inbox, signing, index: parse_index(lines.next())? });
        }
        let file = Self { vault, epochs };
        if lines.next().is_some() || *file.write() != text {
            return Err(BAD);
        }
        if file.first().signing.verifying_key().vault_id() != file.vault {
            return Err(FormatError::KeyfileOtherVault);
        }
        Ok(file)
    }

    /// Seals the file for a passphrase or for recovery words, at scrypt 2^18.
    ///
    /// # Errors
    /// `Io` never in practice: it writes to memory.
    pub fn seal(&self, secret: &Secret) -> Result<Vec<u8>, FormatError> {
        self.seal_at(secret, SCRYPT_WRITE)
    }

    /// Seals the file for a passphrase or for recovery words, at scrypt 2^`factor`: every real vault's is 18.
    ///
    /// # Errors
    /// `Io` never in practice: it writes to memory.
    ///
    /// # Panics
    /// For a factor of 0 or above 63; callers pass constants.
    pub fn seal_at(&self, secret: &Secret, factor: u8) -> Result<Vec<u8>, FormatError> {
        let mut out = seal_passphrase(secret, factor, Vec::new())?;
        out.write_all(self.write().as_bytes())?;
        Ok(out.finish()?)
    }

    /// Seals the file for a further key.
    ///
    /// # Errors
    /// `Io` never in practice: it writes to memory.
    pub fn seal_to(&self, key: &FurtherRecipient) -> Result<Vec<u8>, FormatError> {
        let mut out = seal_further(key, Vec::new())?;
        out.write_all(self.write().as_bytes())?;
        Ok(out.finish()?)
    }

    /// Opens a file that is sealed for a further key.
    ///
    /// # Errors
    /// `WrongSecret` when none of the private keys opens it, or its first lines are damaged; otherwise as
    /// [`IdentityFile::open`].
    pub fn open_with(ciphertext: &[u8], with: &FurtherIdentities) -> Result<Self, FormatError> {
        check_length(ciphertext)?;
        let reader = open_further(with, ciphertext).map_err(|error| match error {
            FormatError::DoesNotOpen => FormatError::WrongSecret,
            error => error,
        })?;
        Self::read_opened(read_all(reader, IDENTITY))
    }

    /// Opens a sealed file with a passphrase or with recovery words in their one form.
    ///
    /// # Errors
    /// `WrongSecret` when the secret does not open it; `KeyfileCost` above scrypt 2^20, before any of that work;
    /// `KeyfileDamaged` when the file is damaged, cut short or too long; and those of [`IdentityFile::parse`].
    pub fn open(ciphertext: &[u8], secret: &Secret) -> Result<Self, FormatError> {
        check_length(ciphertext)?;
        Self::read_opened(
            open_passphrase(secret, SCRYPT_READ, ciphertext).and_then(|reader| read_all(reader, IDENTITY)),
        )
    }

    fn read_opened(plain: Result<Zeroizing<Vec<u8>>, FormatError>) -> Result<Self, FormatError> {
        let plain = plain.map_err(|error| match error {
            FormatError::DoesNotOpen => FormatError::KeyfileDamaged("it is cut short, or its bytes were changed"),
            error => error,
        })?;
        Self::parse(std::str::from_utf8(&plain).map_err(|_| BAD)?)
    }
}

fn check_length(ciphertext: &[u8]) -> Result<(), FormatError> {
    if ciphertext.len() as u64 > KEY_FILE { Err(FormatError::KeyfileDamaged("it is too long")) } else { Ok(()) }
}

fn write_secrets(text: &mut String, epoch: &Epoch) -> fmt::Result {
    writeln!(text, "{}\n{}", epoch.vault.secret_line().as_str(), epoch.inbox.secret_line().as_str())
}

fn write_comments(text: &mut String, epoch: &Epoch) -> fmt::Result {
    let seed = Zeroizing::new(BASE64.encode(epoch.signing.seed().as_ref()));
    let index = Zeroizing::new(HEXLOWER.encode(epoch.index.as_ref()));
    writeln!(text, "# signing {} {}\n# index {}", epoch.number, seed.as_str(), index.as_str())
}

fn check_type(line: &str) -> Result<(), FormatError> {
    match line.strip_prefix(TYPE) {
        Some("1") => Ok(()),
        Some(other) if other.parse::<u64>().is_ok_and(|format| format > 1) => {
            Err(FormatError::FormatNewer("the vault"))
        }
        _ => Err(BAD),
    }
}

fn parse_vault(line: &str) -> Result<(VaultId, u32), FormatError> {
    let fields = line.strip_prefix("# vault ").and_then(|rest| rest.split_once("  epoch "));
    let (vault, epoch) = fields.ok_or(BAD)?;
    // Far more epochs than fit the size limit: only to bound the loop.
    let newest = epoch.parse().ok().filter(|epoch| (1..=1000).contains(epoch)).ok_or(BAD)?;
    Ok((vault.parse().map_err(|_| BAD)?, newest))
}

fn parse_secret(line: Option<&str>) -> Result<Identity, FormatError> {
    line.ok_or(BAD)?.parse()
}

fn parse_signing(line: Option<&str>, number: u32) -> Result<SigningKey, FormatError> {
    let prefix = format!("# signing {number} ");
    let seed = line.and_then(|line| line.strip_prefix(&prefix)).ok_or(BAD)?;
    let seed = Zeroizing::new(BASE64.decode(seed.as_bytes()).map_err(|_| BAD)?);
    Ok(SigningKey::from_seed(seed.as_slice().try_into().map_err(|_| BAD)?))
}

fn parse_index(line: Option<&str>) -> Result<Zeroizing<[u8; 32]>, FormatError> {
    let hex = line.and_then(|line| line.strip_prefix("# index ")).ok_or(BAD)?;
    let bytes = Zeroizing::new(HEXLOWER.decode(hex.as_bytes()).map_err(|_| BAD)?);
    Ok(Zeroizing::new(bytes.as_slice().try_into().map_err(|_| BAD)?))
}
