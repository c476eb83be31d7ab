//! Whatever bytes come, reading gives a value or an error, and never stops the program.

use crate::samples::{key, record};
use casekeep_format::{
    Checkpoint, Identity, IdentityFile, Origin, Record, Salt, SegmentName, VaultJson, VaultPath, canonical, inbox,
    note_origin, open_bytes, read_segment, sshsig, words,
};
use casekeep_model::Secret;
use proptest::prelude::*;

/// Bytes that look a little like each thing that is read.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let seeds: Vec<Vec<u8>> = vec![
        record(0).head_line().to_vec(),
        record(0).part_lines().next().unwrap().to_vec(),
        Checkpoint { origin: "casekeep/v1/a/b/c".to_owned(), size: 3, root: casekeep_format::Root([1; 32]) }
            .sign(&key())
            .into_bytes(),
        IdentityFile::generate().write().as_bytes().to_vec(),
        sshsig::sign(&key(), b"x").into_bytes(),
        b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30\nAAAA\n--- AAAA\n".to_vec(),
        b"age-encryption.org/v1\n-> X25519 AAAA\nAAAA\n--- AAAA\n".to_vec(),
        b"[[[[{\"a\":-9007199254740991,\"b\":\"\\ud83d\\ude42\\u0000\"}]]]]".to_vec(),
        b"0000000000-0000000041-0123456789abcdef0123456789abcdef.age".to_vec(),
    ];
    let changed =
        (prop::sample::select(seeds), prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..8))
            .prop_map(|(mut seed, changes)| {
                for (at, byte) in changes {
                    let i = at.index(seed.len());
                    if byte % 3 == 0 { seed.truncate(i.max(1)) } else { seed[i] = byte }
                }
                seed
            });
    prop_oneof![prop::collection::vec(any::<u8>(), 0..300), changed]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn nothing_that_is_read_panics(bytes in bytes()) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Ok(value) = canonical::parse(&bytes) {
            prop_assert_eq!(canonical::write(&value).unwrap(), bytes.clone());
        }
        if let Ok(record) = Record::parse_disclosed(&bytes, &[]) {
            prop_assert_eq!(record.head_line(), bytes.as_slice());
        }
        let _ = Record::parse(record(0).head_line(), std::slice::from_ref(&bytes));
        let _ = text.parse::<Salt>();
        let _ = text.parse::<SegmentName>();
        let _ = text.parse::<Identity>();
        let _ = VaultPath::parse(&text);
        let _ = Origin::parse(&text);
        let _ = note_origin(&text);
        let _ = VaultJson::parse(&bytes);
        let _ = inbox::read_header(&mut bytes.as_slice());
        let _ = words::normalise_words(&text);
        if let Ok(file) = IdentityFile::parse(&text) {
            prop_assert_eq!(&*file.write(), &text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nothing_that_is_opened_panics(bytes in bytes()) {
        let identity = Identity::generate();
        prop_assert!(open_bytes(&identity, bytes.as_slice(), 1_000).is_err());
        prop_assert!(read_segment(bytes.as_slice(), &identity).is_err());
        prop_assert!(IdentityFile::open(&bytes, &Secret::new("pass".to_owned())).is_err());
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let _ = sshsig::verify(&text, b"another message");
        prop_assert!(Checkpoint::open(&text, "casekeep/v1/x", &key().verifying_key()).is_err());
    }
}
