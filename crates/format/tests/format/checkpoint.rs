use crate::samples::{box_id, key, vault, writer};
use casekeep_format::{Checkpoint, Origin, Root, SigningKey, leaf_hash, note_origin, origin, root_of};
use casekeep_model::Class;
use data_encoding::BASE64;

fn log() -> String {
    origin(&vault(), &box_id(), &writer())
}

fn checkpoint() -> Checkpoint {
    Checkpoint { origin: log(), size: 40, root: root_of(&[leaf_hash(b"a line")]) }
}

fn note() -> String {
    checkpoint().sign(&key())
}

fn class_of(note: &str) -> Option<Class> {
    Checkpoint::open(note, &log(), &key().verifying_key()).err().and_then(|e| e.class())
}

fn signature_line(note: &str) -> &str {
    note.lines().last().unwrap()
}

/// Signs a text as it is, right or wrong.
fn sign_text(text: &str) -> String {
    let other = Checkpoint { origin: log(), size: 0, root: Root([0; 32]) }.sign(&key());
    let blob = BASE64.decode(signature_line(&other).rsplit(' ').next().unwrap().as_bytes()).unwrap();
    let mut signed = blob[..4].to_vec();
    let signing = ed25519_dalek::SigningKey::from_bytes(&key().seed());
    signed.extend_from_slice(&ed25519_dalek::Signer::sign(&signing, text.as_bytes()).to_bytes());
    format!("{text}\n— {} {}\n", log(), BASE64.encode(&signed))
}

#[test]
fn a_signed_note_has_the_known_form() {
    let note = note();
    let lines: Vec<&str> = note.split('\n').collect();
    assert_eq!(lines[0], format!("casekeep/v1/m5zhlh77twfynr4fsjnr3zmyac/{}/{}", box_id(), writer()));
    assert_eq!(lines[1], "40");
    assert_eq!(lines[2], checkpoint().root.to_string());
    assert_eq!(lines[3], "");
    let blob = BASE64.decode(lines[4].rsplit(' ').next().unwrap().as_bytes()).unwrap();
    // The key id was computed with Python's hashlib.
    assert_eq!(blob[..4], [0xd0, 0x16, 0x7a, 0x0a]);
    assert_eq!((lines.len(), lines[5]), (6, ""));
    assert_eq!(Checkpoint::open(&note, &log(), &key().verifying_key()).unwrap(), checkpoint());
    assert_eq!(sign_text(&note[..note.find("\n\n").unwrap() + 1]), note);
}

#[test]
fn any_changed_byte_is_refused() {
    let note = note();
    for i in 0..note.len() {
        let mut bytes = note.clone().into_bytes();
        bytes[i] ^= 1;
        if let Ok(changed) = String::from_utf8(bytes) {
            assert_eq!(class_of(&changed), Some(Class::SignatureBad), "byte {i}");
        }
    }
    for end in 0..note.len() {
        if let Some(cut) = note.get(..end) {
            assert_eq!(class_of(cut), Some(Class::SignatureBad), "cut at {end}");
        }
    }
}

#[test]
fn malformed_notes_are_refused_even_when_properly_signed() {
    let log = log();
    let root = checkpoint().root;
    for text in [
        format!("{log}\n040\n{root}\n"),
        format!("{log}\n+40\n{root}\n"),
        format!("{log}\n-1\n{root}\n"),
        format!("{log}\n\n{root}\n"),
        format!("{log}\n40 \n{root}\n"),
        format!("{log}\n10000000001\n{root}\n"),
        format!("{log}\n99999999999999999999\n{root}\n"),
        format!("{log}\n40\n{root}\nextension\n"),
        format!("{log}\n40\n\n"),
        format!("{log}\n40\n{}\n", root.to_string().trim_end_matches('=')),
        format!("{log}\n40\n{}\n", BASE64.encode(&[0; 31])),
        format!("{log}\n40\n{}\n", BASE64.encode(&[0; 33])),
        format!("{log}\r\n40\n{root}\n"),
        format!("{log}\n40\n{root}"),
        format!("\n{log}\n40\n{root}\n"),
    ] {
        assert_eq!(class_of(&sign_text(&text)), Some(Class::SignatureBad), "{text:?}");
    }
}

#[test]
fn signatures_by_others_are_ignored_up_to_sixteen() {
    let note = note();
    let own = signature_line(&note);
    let stranger = Checkpoint { origin: "example.org/log".to_owned(), ..checkpoint() }.sign(&SigningKey::generate());
    let other = signature_line(&stranger);
    let with = |lines: &[&str]| format!("{}\n", [&[note.split("\n\n").next().unwrap(), ""], lines].concat().join("\n"));
    assert_eq!(class_of(&with(&[own, other])), None);
    assert_eq!(class_of(&with(&[&[own][..], &[other; 15]].concat())), None);
    assert_eq!(class_of(&with(&[&[own][..], &[other; 16]].concat())), Some(Class::SignatureBad));
    assert_eq!(class_of(&with(&[other])), Some(Class::SignatureBad));
    assert_eq!(class_of(&with(&[])), Some(Class::SignatureBad));
    assert_eq!(class_of(&with(&[own, "— example.org/log AAAA"])), Some(Class::SignatureBad));
    assert_eq!(class_of(&with(&[own, "— example.org/log !!!!"])), Some(Class::SignatureBad));
    assert_eq!(class_of(&with(&[own, "- example.org/log AAAAAAAA"])), Some(Class::SignatureBad));
    assert_eq!(class_of(&with(&[own, ""])), Some(Class::SignatureBad));
}

#[test]
fn a_wrong_signature_by_the_known_key_spoils_a_right_one() {
    let note = note();
    let another = Checkpoint { size: 41, ..checkpoint() }.sign(&key());
    let both = format!("{note}{}\n", signature_line(&another));
    assert_eq!(class_of(&both), Some(Class::SignatureBad));
    let short = format!("{note}— {} {}\n", log(), BASE64.encode(&[0xd0, 0x16, 0x7a, 0x0a, 1, 2, 3]));
    assert_eq!(class_of(&short), Some(Class::SignatureBad));
}

#[test]
fn a_note_of_another_log_is_misplaced_and_of_another_key_is_bad() {
    let elsewhere = origin(&vault(), &"c".repeat(26).parse().unwrap(), &writer());
    let moved = Checkpoint { origin: elsewhere, ..checkpoint() }.sign(&key());
    assert_eq!(class_of(&moved), Some(Class::RecordMisplaced));
    let forged = checkpoint().sign(&SigningKey::generate());
    assert_eq!(class_of(&forged), Some(Class::SignatureBad));
}

#[test]
fn origins_read_back() {
    let read = note_origin(&note()).unwrap();
    assert_eq!(read, Origin { vault: vault(), box_id: box_id(), writer: writer() });
    for bad in ["", "casekeep/v2/a/b/c", &format!("{}/x", log()), &log().to_uppercase(), "casekeep/v1///"] {
        assert_eq!(Origin::parse(bad), None, "{bad}");
    }
}

#[test]
fn the_published_note_of_the_c2sp_page_verifies() {
    let key: [u8; 33] = BASE64.decode(b"ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW").unwrap().try_into().unwrap();
    let key = casekeep_format::VerifyingKey::from_bytes(key[1..].try_into().unwrap()).unwrap();
    let text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    let blob = "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=";
    let blob = BASE64.decode(blob.as_bytes()).unwrap();
    assert!(key.verifies(text.as_bytes(), blob[4..].try_into().unwrap()));
    assert_eq!(casekeep_format::checkpoint::key_id("PeterNeumann", &key), blob[..4]);
}
