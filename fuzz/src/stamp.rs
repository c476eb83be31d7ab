//! Requests for time-stamps and replies to them (RFC 3161), as an authority or anybody else may have written them.

use crate::note::MESSAGE;
use casekeep_format::stamp::{Stamp, StampError, nonce_of_request, read_reply};
use std::sync::LazyLock;

/// What the one reply says that an authority signed.
static SIGNED: LazyLock<Stamp> =
    LazyLock::new(|| read_reply(include_bytes!("../seeds/stamp/reply"), MESSAGE).expect("the seed is whole"));

/// Checks that no other time passes as signed than the one that was.
///
/// # Panics
/// When another one does.
pub fn check(data: &[u8]) {
    match read_reply(data, MESSAGE) {
        Ok(stamp) if stamp.signature_checked => {
            assert_eq!((stamp.at, &stamp.nonce), (SIGNED.at, &SIGNED.nonce), "another time passes than was signed");
        }
        Ok(_) | Err(StampError::NotAReply | StampError::OtherBytes | StampError::SignatureBad) => {}
        Err(StampError::Refused(status)) => assert!(status > 1, "a granted request is said to be refused"),
        Err(error) => assert_ne!(error, StampError::NotARequest, "a reply is no request"),
    }
    if let Ok(Some(nonce)) = nonce_of_request(data, MESSAGE) {
        assert!(!nonce.is_empty() && nonce.len() <= data.len());
    }
}
