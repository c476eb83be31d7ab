use casekeep_format::names::{log_folder, shard_folder, temporary_name, vault_box};
use casekeep_format::{KeyFileKind, VaultPath};
use proptest::prelude::*;

const BOX: &str = "abcdefghijklmnopqrstuvwxyz";
const WRITER: &str = "abcdefghijkl2345";
const HASH: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

fn good() -> Vec<(String, VaultPath)> {
    let (box_id, writer) = (BOX.parse().unwrap(), WRITER.parse().unwrap());
    let segment = format!("0000000000-0000000041-{}.age", &HASH[..32]);
    let name = segment.parse().unwrap();
    let key = |epoch, kind| VaultPath::KeyFile { epoch, kind };
    let temporary = |folder: &str| VaultPath::Temporary {
        folder: folder.to_owned(),
        writer: WRITER.parse().unwrap(),
        random: "zzzzzzzzzzzzzzzz".to_owned(),
    };
    let tmp = format!("tmp-{WRITER}-zzzzzzzzzzzzzzzz");
    let mut all = vec![
        ("vault.json".to_owned(), VaultPath::VaultJson),
        ("keys/1.passphrase.age".to_owned(), key(1, KeyFileKind::Passphrase)),
        ("keys/12.recovery.age".to_owned(), key(12, KeyFileKind::Recovery)),
        ("keys/1.abcdefgh.age".to_owned(), key(1, KeyFileKind::Further("abcdefgh".to_owned()))),
        (
            format!("log/{WRITER}/{segment}"),
            VaultPath::Segment { box_id: None, writer: WRITER.parse().unwrap(), name: segment.parse().unwrap() },
        ),
        (
            format!("cases/{BOX}/log/{WRITER}/{segment}"),
            VaultPath::Segment { box_id: Some(BOX.parse().unwrap()), writer, name },
        ),
        (format!("cases/{BOX}/key.age"), VaultPath::CaseKey { box_id: BOX.parse().unwrap() }),
        (format!("cases/{BOX}/objects/01/{HASH}.age"), VaultPath::Object { box_id, name: HASH.parse().unwrap() }),
        (format!("inbox/{HASH}.age"), VaultPath::Inbox(HASH.parse().unwrap())),
        (tmp.clone(), temporary("")),
    ];
    for folder in [
        "keys",
        "inbox",
        &format!("log/{WRITER}"),
        &format!("cases/{BOX}"),
        &format!("cases/{BOX}/objects"),
        &format!("cases/{BOX}/log/{WRITER}"),
    ] {
        all.push((format!("{folder}/{tmp}"), temporary(folder)));
    }
    all
}

#[test]
fn every_pattern_reads_back() {
    for (path, expected) in good() {
        assert_eq!(VaultPath::parse(&path), Some(expected.clone()), "{path}");
        assert_eq!(expected.to_string(), path);
        assert!(path.len() <= 130, "{path}");
    }
}

#[test]
fn anything_else_is_unknown() {
    for bad in [
        "",
        "/",
        "vault.json/",
        "/vault.json",
        "./vault.json",
        "Vault.json",
        "vault.json.bak",
        "keys",
        "keys/",
        "keys/0.passphrase.age",
        "keys/01.passphrase.age",
        "keys/+1.passphrase.age",
        "keys/1.Passphrase.age",
        "keys/1.passphrase (conflicted copy).age",
        "keys/1.abcdefg.age",
        "keys/1.abcdefg1.age",
        "keys/.age",
        "keys/../vault.json",
        "log/x/y",
        "inbox/x.age",
        "inbox/..",
        "tmp-",
        "tmp--",
        "objects/x",
        "cases/key.age",
    ] {
        assert_eq!(VaultPath::parse(bad), None, "{bad}");
    }
    for (path, _) in good() {
        for bad in
            [path.to_uppercase(), format!("{path} "), format!("{path}/x"), format!("x/{path}"), path.replace('/', "\\")]
        {
            assert!(bad == path || VaultPath::parse(&bad).is_none(), "{bad}");
        }
    }
    assert_eq!(VaultPath::parse(&format!("cases/{BOX}/objects/02/{HASH}.age")), None);
    assert_eq!(VaultPath::parse(&format!("cases/{BOX}/objects/01/tmp-{WRITER}-zzzzzzzzzzzzzzzz")), None);
}

#[test]
fn folders_are_those_of_the_patterns() {
    let (box_id, writer) = (BOX.parse().unwrap(), WRITER.parse().unwrap());
    assert_eq!(log_folder(None, &writer), format!("log/{WRITER}"));
    assert_eq!(log_folder(Some(&box_id), &writer), format!("cases/{BOX}/log/{WRITER}"));
    assert_eq!(shard_folder(&box_id, &HASH.parse().unwrap()), format!("cases/{BOX}/objects/01"));
    let name = temporary_name(&writer);
    assert!(matches!(VaultPath::parse(&name), Some(VaultPath::Temporary { writer: w, .. }) if w == writer));
    assert_ne!(name, temporary_name(&writer));
    assert_eq!(vault_box(&BOX.parse().unwrap()), box_id);
}

proptest! {
    #[test]
    fn what_reads_is_what_was_written(path in "[a-z0-9./-]{0,130}") {
        if let Some(parsed) = VaultPath::parse(&path) {
            prop_assert_eq!(parsed.to_string(), path);
        }
    }
}
