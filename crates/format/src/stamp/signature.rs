//! The kinds of signatures that time-stamp authorities make: RSA (PKCS #1 v1.5), ECDSA on P-256 and P-384, Ed25519.

use crate::v1::signing::VerifyingKey;
use cms::cert::x509::spki::SubjectPublicKeyInfoOwned;
use der::asn1::ObjectIdentifier;
use p256::ecdsa::signature::hazmat::PrehashVerifier;
use rsa::pkcs1::DecodeRsaPublicKey;
use rsa::{Pkcs1v15Sign, RsaPublicKey};
use sha2::{Digest, Sha256, Sha384, Sha512};

/// What became of a signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is by this key over these bytes.
    Holds,
    /// It is not.
    Wrong,
    /// It is of a kind that is not checked here.
    NotKnown,
}

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const ELLIPTIC: ObjectIdentifier = oid("1.2.840.10045.2.1");
const P_256: ObjectIdentifier = oid("1.2.840.10045.3.1.7");
const P_384: ObjectIdentifier = oid("1.3.132.0.34");
const ED25519: ObjectIdentifier = oid("1.3.101.112");

/// A hash function, and the names that go with it.
struct Hash {
    name: ObjectIdentifier,
    with_rsa: ObjectIdentifier,
    with_ecdsa: ObjectIdentifier,
    /// What stands before the hash in an RSA signature (RFC 8017, 9.2, note 1).
    prefix: [u8; 19],
    of: fn(&[u8]) -> Vec<u8>,
}

const HASHES: [Hash; 3] = [
    Hash {
        name: super::SHA_256,
        with_rsa: oid("1.2.840.113549.1.1.11"),
        with_ecdsa: oid("1.2.840.10045.4.3.2"),
        prefix: prefix(1, 32),
        of: |bytes| Sha256::digest(bytes).to_vec(),
    },
    Hash {
        name: oid("2.16.840.1.101.3.4.2.2"),
        with_rsa: oid("1.2.840.113549.1.1.12"),
        with_ecdsa: oid("1.2.840.10045.4.3.3"),
        prefix: prefix(2, 48),
        of: |bytes| Sha384::digest(bytes).to_vec(),
    },
    Hash {
        name: oid("2.16.840.1.101.3.4.2.3"),
        with_rsa: oid("1.2.840.113549.1.1.13"),
        with_ecdsa: oid("1.2.840.10045.4.3.4"),
        prefix: prefix(3, 64),
        of: |bytes| Sha512::digest(bytes).to_vec(),
    },
];

/// The DER of `DigestInfo` up to the hash: they differ in the last arc of the hash's name and in lengths alone.
const fn prefix(arc: u8, length: u8) -> [u8; 19] {
    let rest = [0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, arc, 0x05, 0x00, 0x04, length];
    let mut all = [0x30, 17 + length, 0x30, 0x0d, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    let mut i = 0;
    while i < rest.len() {
        all[i + 4] = rest[i];
        i += 1;
    }
    all
}

/// A hash function over bytes.
pub type HashOf = fn(&[u8]) -> Vec<u8>;

/// Returns the hash function of this name, where it is one that is still relied on.
pub fn hash_of(name: &ObjectIdentifier) -> Option<HashOf> {
    HASHES.iter().find(|hash| hash.name == *name).map(|hash| hash.of)
}

/// Checks a signature over bytes.
pub fn verify(
    key: &SubjectPublicKeyInfoOwned,
    algorithm: &ObjectIdentifier,
    digest: &ObjectIdentifier,
    bytes: &[u8],
    signature: &[u8],
) -> Verdict {
    let public = key.subject_public_key.raw_bytes();
    let kind = key.algorithm.oid;
    if kind == ED25519 && *algorithm == ED25519 {
        return ed25519(public, bytes, signature);
    }
    // With RSA the algorithm may be named without its hash; then the digest's counts (RFC 3370, 3.2).
    let with_hash = |hash: &&Hash| match kind {
        RSA => *algorithm == hash.with_rsa || (*algorithm == RSA && *digest == hash.name),
        ELLIPTIC => *algorithm == hash.with_ecdsa,
        _ => false,
    };
    let Some(hash) = HASHES.iter().find(with_hash) else { return Verdict::NotKnown };
    let hashed = (hash.of)(bytes);
    let curve = key.algorithm.parameters.as_ref().and_then(|p| p.decode_as::<ObjectIdentifier>().ok());
    let holds = match (kind, curve) {
        (RSA, _) => rsa(public, hash, &hashed, signature),
        (_, Some(P_256)) => p256(public, &hashed, signature),
        (_, Some(P_384)) => p384(public, &hashed, signature),
        _ => return Verdict::NotKnown,
    };
    match holds {
        Some(true) => Verdict::Holds,
        Some(false) => Verdict::Wrong,
        None => Verdict::NotKnown,
    }
}

/// `None` for a key that is not checked here, such as one of over 4,096 bits.
fn rsa(public: &[u8], hash: &Hash, hashed: &[u8], signature: &[u8]) -> Option<bool> {
    let key = RsaPublicKey::from_pkcs1_der(public).ok()?;
    let scheme = Pkcs1v15Sign { hash_len: Some(hashed.len()), prefix: hash.prefix.into() };
    Some(key.verify(scheme, hashed, signature).is_ok())
}

fn p256(public: &[u8], hashed: &[u8], signature: &[u8]) -> Option<bool> {
    let key = p256::ecdsa::VerifyingKey::from_sec1_bytes(public).ok()?;
    let signature = p256::ecdsa::DerSignature::from_bytes(signature).ok();
    Some(signature.is_some_and(|signature| key.verify_prehash(hashed, &signature).is_ok()))
}

fn p384(public: &[u8], hashed: &[u8], signature: &[u8]) -> Option<bool> {
    let key = p384::ecdsa::VerifyingKey::from_sec1_bytes(public).ok()?;
    let signature = p384::ecdsa::DerSignature::from_bytes(signature).ok();
    Some(signature.is_some_and(|signature| key.verify_prehash(hashed, &signature).is_ok()))
}

fn ed25519(public: &[u8], bytes: &[u8], signature: &[u8]) -> Verdict {
    let key = public.try_into().ok().and_then(|public| VerifyingKey::from_bytes(public).ok());
    let signature: Option<&[u8; 64]> = signature.try_into().ok();
    match key.zip(signature) {
        Some((key, signature)) if key.verifies(bytes, signature) => Verdict::Holds,
        _ => Verdict::Wrong,
    }
}
