//! Time-stamps of RFC 3161: the request for one over a note, and what an authority's reply shows by itself.
//!
//! A reply is checked as far as it goes alone: that it was granted, that it is for these bytes, and that the certificate
//! in it made its signature. Whether that certificate is to be trusted is for whoever relies on the time; stock
//! `openssl ts -verify` answers that. Nothing here connects to anything.

mod lengths;
mod signature;
mod token;

use crate::v1::random;
use cms::cert::x509::ext::Extensions;
use cms::cert::x509::spki::AlgorithmIdentifierOwned;
use der::asn1::{Int, Null, ObjectIdentifier, OctetString};
use der::{Any, Encode, Sequence};
use sha2::{Digest, Sha256};

pub use token::{Stamp, read_reply};

/// The longest request or reply that is read, in bytes.
pub const LONGEST: usize = 1 << 20;

const SHA_256: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.16.840.1.101.3.4.2.1");

/// Why a request or a reply shows nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StampError {
    /// The bytes are no request of RFC 3161 over a SHA-256.
    #[error("it is not a request for a time-stamp")]
    NotARequest,
    /// The bytes are no reply of RFC 3161.
    #[error("it is not a time-stamp reply")]
    NotAReply,
    /// The authority did not grant the request.
    #[error("the authority refused the request (status {0})")]
    Refused(u8),
    /// The reply is for other bytes.
    #[error("it is for other bytes")]
    OtherBytes,
    /// There is no certificate in the reply that could have made its signature.
    #[error("the authority's certificate is not in it")]
    NoCertificate,
    /// The signature is not by the certificate in the reply, or not over what the reply says.
    #[error("its signature does not hold")]
    SignatureBad,
}

/// The hash of what is stamped (RFC 3161, 2.4.1).
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct MessageImprint {
    hash_algorithm: AlgorithmIdentifierOwned,
    hashed_message: OctetString,
}

impl MessageImprint {
    fn of(bytes: &[u8]) -> Self {
        let hashed = OctetString::new(Sha256::digest(bytes).to_vec()).expect("32 bytes are an octet string");
        Self {
            hash_algorithm: AlgorithmIdentifierOwned { oid: SHA_256, parameters: Some(Any::from(Null)) },
            hashed_message: hashed,
        }
    }

    /// Says whether both are the same SHA-256; its parameters may be absent or null.
    fn is_of(&self, bytes: &[u8]) -> bool {
        self.hash_algorithm.oid == SHA_256 && self.hashed_message.as_bytes() == Sha256::digest(bytes).as_slice()
    }
}

/// What an authority is asked (RFC 3161, 2.4.1).
#[derive(Clone, Debug, PartialEq, Eq, Sequence)]
struct TimeStampReq {
    version: u8,
    message_imprint: MessageImprint,
    #[asn1(optional = "true")]
    req_policy: Option<ObjectIdentifier>,
    #[asn1(optional = "true")]
    nonce: Option<Int>,
    #[asn1(default = "Default::default")]
    cert_req: bool,
    #[asn1(context_specific = "0", tag_mode = "IMPLICIT", optional = "true")]
    extensions: Option<Extensions>,
}

/// Returns a request for a time-stamp of these bytes, with a fresh nonce, that asks for the certificate too.
#[must_use]
pub fn write_request(bytes: &[u8]) -> Vec<u8> {
    let mut nonce = *random::bytes::<16>();
    // Positive, and in the shortest form that ASN.1 allows.
    nonce[0] = nonce[0] & 0x3f | 0x40;
    let request = TimeStampReq {
        version: 1,
        message_imprint: MessageImprint::of(bytes),
        req_policy: None,
        nonce: Some(Int::new(&nonce).expect("16 bytes are an integer")),
        cert_req: true,
        extensions: None,
    };
    request.to_der().expect("a request of these few fields has a length that fits")
}

/// Returns the nonce of a request that is for these bytes.
///
/// # Errors
/// [`StampError::NotARequest`] or [`StampError::OtherBytes`].
pub fn nonce_of_request(request: &[u8], bytes: &[u8]) -> Result<Option<Vec<u8>>, StampError> {
    let request: TimeStampReq = lengths::read(request).ok_or(StampError::NotARequest)?;
    if !request.message_imprint.is_of(bytes) {
        return Err(StampError::OtherBytes);
    }
    Ok(request.nonce.map(|nonce| nonce.as_bytes().to_vec()))
}
