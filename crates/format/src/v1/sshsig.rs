//! SSHSIG signatures: what `ssh-keygen -Y verify` checks. SHA-512; over bundles in the namespace `casekeep-bundle-v1`.

use crate::FormatError;
use crate::v1::signing::{SigningKey, VerifyingKey};
use ssh_key::private::Ed25519Keypair;
use ssh_key::public::KeyData;
use ssh_key::{Algorithm, HashAlg, LineEnding, PrivateKey, SshSig};

/// The namespace of every signature over a bundle.
pub const NAMESPACE: &str = "casekeep-bundle-v1";
/// The longest armored signature that is read, in bytes; ours take about 300.
pub const ARMOR: usize = 16 << 10;

/// Signs a message of a bundle and returns the armored signature, as `ssh-keygen -Y sign` writes it.
#[must_use]
pub fn sign(key: &SigningKey, message: &[u8]) -> String {
    sign_in(NAMESPACE, key, message)
}

/// Signs a message in another namespace, so that the signature is good for nothing else.
#[must_use]
pub fn sign_in(namespace: &str, key: &SigningKey, message: &[u8]) -> String {
    let private = PrivateKey::from(Ed25519Keypair::from(key.as_dalek()));
    let signature = private.sign(namespace, HashAlg::Sha512, message);
    let armored = signature.and_then(|signature| signature.to_pem(LineEnding::LF));
    armored.expect("an Ed25519 key signs any message, and any signature has an armor")
}

/// Checks an armored signature over a message of a bundle and returns the key that made it.
///
/// Whose key that is, only a comparison of its fingerprint can tell.
///
/// # Errors
/// `SignatureBad` when it is malformed or armored in another way than `ssh-keygen` does, wrong, of another namespace, hash or algorithm, or over another message.
pub fn verify(armored: &str, message: &[u8]) -> Result<VerifyingKey, FormatError> {
    verify_in(NAMESPACE, armored, message)
}

/// Checks an armored signature of another namespace, as [`verify`] does.
///
/// # Errors
/// As [`verify`].
pub fn verify_in(namespace: &str, armored: &str, message: &[u8]) -> Result<VerifyingKey, FormatError> {
    const BAD: FormatError = FormatError::SignatureBad("the signature file is malformed");
    if armored.len() > ARMOR {
        return Err(BAD);
    }
    let signature = SshSig::from_pem(armored).map_err(|_| BAD)?;
    // Nothing else in a bundle covers the signature's own file: only one text of it is read.
    if !signature.to_pem(LineEnding::LF).is_ok_and(|text| text == armored) || signature.version() != SshSig::VERSION {
        return Err(BAD);
    }
    let ours = signature.namespace() == namespace
        && signature.hash_alg() == HashAlg::Sha512
        && signature.algorithm() == Algorithm::Ed25519
        && signature.reserved().is_empty();
    let (true, KeyData::Ed25519(key)) = (ours, signature.public_key()) else {
        return Err(FormatError::SignatureBad("the signature is of another kind"));
    };
    let key = VerifyingKey::from_bytes(&key.0)?;
    let signed = SshSig::signed_data(namespace, HashAlg::Sha512, message).map_err(|_| BAD)?;
    let bytes = signature.signature_bytes().try_into().map_err(|_| BAD)?;
    if key.verifies(&signed, bytes) {
        Ok(key)
    } else {
        Err(FormatError::SignatureBad("what was signed is not what is here"))
    }
}
