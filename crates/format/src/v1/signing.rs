//! Ed25519 signing keys and what is derived from their public halves: the vault id and the fingerprint in two forms.
//!
//! A vault's key signs exactly two things: signed notes (`checkpoint`) and SSHSIG blobs (`sshsig`).

use crate::FormatError;
use crate::v1::{random, words};
use casekeep_model::VaultId;
use data_encoding::BASE64;
use ed25519_dalek::Signer;
use sha2::{Digest, Sha256};
use ssh_key::public::{Ed25519PublicKey, KeyData};
use ssh_key::{HashAlg, PublicKey};
use std::fmt;
use zeroize::Zeroizing;

const VAULT_CONTEXT: &[u8] = b"casekeep.v1/vault\n";
const FINGERPRINT_CONTEXT: &[u8] = b"casekeep.v1/fingerprint\n";

/// An Ed25519 secret key; wiped when dropped, never printed, never cloned.
pub struct SigningKey(ed25519_dalek::SigningKey);

impl SigningKey {
    /// Makes a fresh key.
    #[must_use]
    pub fn generate() -> Self {
        Self::from_seed(&random::bytes())
    }

    /// Returns the key of a 32-byte seed (RFC 8032).
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(ed25519_dalek::SigningKey::from_bytes(seed))
    }

    /// Returns the seed, for the identity file.
    #[must_use]
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    /// Returns its public half.
    #[must_use]
    pub fn verifying_key(&self) -> VerifyingKey {
        VerifyingKey(self.0.verifying_key())
    }

    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }

    pub(crate) fn as_dalek(&self) -> &ed25519_dalek::SigningKey {
        &self.0
    }
}

impl fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

/// An Ed25519 public key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct VerifyingKey(ed25519_dalek::VerifyingKey);

impl VerifyingKey {
    /// Returns the key of these 32 bytes.
    ///
    /// # Errors
    /// `SignatureBad` when they are no point of the curve, or one of the few weak ones.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, FormatError> {
        match ed25519_dalek::VerifyingKey::from_bytes(bytes) {
            Ok(key) if !key.is_weak() => Ok(Self(key)),
            _ => Err(FormatError::SignatureBad("a public key is not one")),
        }
    }

    /// Returns the 32 bytes of the key.
    #[must_use]
    pub fn bytes(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Returns the 32 bytes as `epoch` records name a key: base64 with padding.
    #[must_use]
    pub fn to_base64(&self) -> String {
        BASE64.encode(&self.bytes())
    }

    /// Reads what [`VerifyingKey::ssh_public_line`] writes without a comment; `None` for any other text.
    #[must_use]
    pub fn from_ssh_line(line: &str) -> Option<Self> {
        let blob = BASE64.decode(line.rsplit(' ').next()?.as_bytes()).ok()?;
        let key = Self::from_bytes(blob.last_chunk()?).ok()?;
        (line == key.ssh_public_line("")).then_some(key)
    }

    /// Returns the fingerprint as `ssh-keygen -l` prints it, `SHA256:…`.
    #[must_use]
    pub fn ssh_fingerprint(&self) -> String {
        self.to_ssh("").fingerprint(HashAlg::Sha256).to_string()
    }

    /// Returns the key as a line of `authorized_keys` or `allowed_signers`: `ssh-ed25519 AAAA… comment`, without LF.
    #[must_use]
    pub fn ssh_public_line(&self, comment: &str) -> String {
        self.to_ssh(comment).to_openssh().expect("an Ed25519 key always has an OpenSSH text")
    }

    /// Returns the id of the vault whose first signing key this is.
    #[must_use]
    pub fn vault_id(&self) -> VaultId {
        VaultId::from_bytes(self.hash(VAULT_CONTEXT))
    }

    /// Returns the fingerprint as twelve words, to compare by eye or ear.
    #[must_use]
    pub fn fingerprint_words(&self) -> Vec<String> {
        words::words_of_hash(&self.hash(FINGERPRINT_CONTEXT))
    }

    /// Returns whether the signature over the message is by this key, by the strict rules (no malleable or weak forms).
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &ed25519_dalek::Signature::from_bytes(signature)).is_ok()
    }

    fn hash(&self, context: &[u8]) -> [u8; 32] {
        Sha256::new().chain_update(context).chain_update(self.bytes()).finalize().into()
    }

    fn to_ssh(self, comment: &str) -> PublicKey {
        PublicKey::new(KeyData::Ed25519(Ed25519PublicKey(self.bytes())), comment)
    }
}

impl fmt::Debug for VerifyingKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "VerifyingKey({})", self.ssh_fingerprint())
    }
}
