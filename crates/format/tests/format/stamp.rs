use crate::authority::Authority;
use casekeep_format::stamp::{StampError, nonce_of_request, read_reply, write_request};
use std::fs;

const NOTE: &[u8] = b"casekeep/v1/a/b/c\n7\ncm9vdA==\n";

fn authorities() -> Vec<(Authority, &'static str)> {
    let curve = |name| Authority::new(&["-algorithm", "EC", "-pkeyopt", name, "-pkeyopt", "ec_param_enc:named_curve"]);
    vec![
        (Authority::rsa(), "sha256"),
        (Authority::rsa(), "sha512"),
        (curve("ec_paramgen_curve:P-256"), "sha256"),
        (curve("ec_paramgen_curve:P-384"), "sha384"),
        (curve("ec_paramgen_curve:P-256"), "sha512"),
    ]
}

#[test]
fn a_reply_of_a_real_authority_is_read_and_openssl_agrees() {
    for (authority, digest) in authorities() {
        let request = write_request(NOTE);
        let reply = authority.answer(&request, digest);
        let stamp = read_reply(&reply, NOTE).unwrap();
        assert_eq!((stamp.by.as_str(), stamp.signature_checked), ("An authority for tests", true), "{digest}");
        assert_eq!(stamp.nonce, nonce_of_request(&request, NOTE).unwrap());
        assert!(stamp.nonce.is_some());
        fs::write(authority.path("note.txt"), NOTE).unwrap();
        assert!(authority.accepts(&authority.path("reply.tsr"), &authority.path("note.txt")));
    }
}

#[test]
fn openssl_reads_the_request_and_two_requests_differ() {
    let authority = Authority::rsa();
    fs::write(authority.path("request.tsq"), write_request(NOTE)).unwrap();
    let text = authority.openssl(&["ts", "-query", "-in", "request.tsq", "-text"]);
    for line in ["Version: 1", "Hash Algorithm: sha256", "Certificate required: yes", "Nonce: 0x"] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    assert_ne!(write_request(NOTE), write_request(NOTE));
    assert_eq!(nonce_of_request(&write_request(NOTE), b"other"), Err(StampError::OtherBytes));
    assert_eq!(nonce_of_request(NOTE, NOTE), Err(StampError::NotARequest));
}

#[test]
fn what_is_not_a_good_reply_is_named() {
    let authority = Authority::rsa();
    let reply = authority.answer(&write_request(NOTE), "sha256");
    assert_eq!(read_reply(&reply, b"other"), Err(StampError::OtherBytes));
    for bad in [&b""[..], NOTE, &reply[..reply.len() - 1], &write_request(NOTE)] {
        assert_eq!(read_reply(bad, NOTE), Err(StampError::NotAReply));
    }
    let mut longer = reply.clone();
    longer.push(0);
    assert_eq!(read_reply(&longer, NOTE), Err(StampError::NotAReply));
    // A request for another hash than the authority takes is refused by it.
    fs::write(authority.path("data"), NOTE).unwrap();
    authority.openssl(&["ts", "-query", "-data", "data", "-sha512", "-out", "other.tsq"]);
    let refused = authority.answer(&fs::read(authority.path("other.tsq")).unwrap(), "sha256");
    assert_eq!(read_reply(&refused, NOTE), Err(StampError::Refused(2)));
    // Without the certificate nobody can check it alone.
    authority.openssl(&["ts", "-query", "-data", "data", "-sha256", "-out", "bare.tsq"]);
    let bare = authority.answer(&fs::read(authority.path("bare.tsq")).unwrap(), "sha256");
    assert_eq!(read_reply(&bare, NOTE), Err(StampError::NoCertificate));
}

/// The names, extensions and the certificate's own signature are for whoever trusts it: openssl's part.
#[test]
fn no_changed_byte_makes_another_time_or_nonce() {
    for (authority, digest) in [(Authority::rsa(), "sha256")] {
        let reply = authority.answer(&write_request(NOTE), digest);
        let good = read_reply(&reply, NOTE).unwrap();
        for at in 0..reply.len() {
            let mut changed = reply.clone();
            changed[at] ^= 1 << (at % 8);
            if let Ok(stamp) = read_reply(&changed, NOTE) {
                assert_eq!((stamp.at, stamp.nonce), (good.at, good.nonce.clone()), "byte {at} of {}", reply.len());
            }
        }
    }
}
