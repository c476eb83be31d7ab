//! One bit turned, in every file that a vault and its state have: found, and named by the class of that file.
//!
//! Not turned here: the list of own captures (its loss makes captures strangers' files, which is said, and its torn line
//! is a vector), the lock (empty), the index and the salt of its key (a cache: built anew from the logs at any doubt).

use super::observe::Observed;
use super::on_two_threads;
use casekeep_format::VaultPath;
use casekeep_model::Class;
use casekeep_tests::vectors::base::{Copy, With, tree};
use casekeep_tests::vectors::folder;
use std::fs;
use std::path::Path;

#[test]
fn one_turned_bit_in_any_file_is_found_and_named() {
    let base = Copy::at(&folder().join("base"));
    let mut files: Vec<String> = base.files().into_keys().map(|path| format!("vault/{path}")).collect();
    files.extend(
        tree(&base.path("state"))
            .unwrap()
            .into_keys()
            .filter(|path| !path.ends_with("/captures"))
            .map(|path| format!("state/{path}")),
    );
    assert!(files.len() > 50);
    let chunks: Vec<&[String]> = files.chunks(8).collect();
    let silent = on_two_threads(&chunks, |chunk| {
        let place = tempfile::tempdir().unwrap();
        let copy = Copy::of(&base, place.path()).unwrap();
        chunk.iter().flat_map(|path| flips(&copy, path)).collect()
    });
    assert!(silent.is_empty(), "{} turned bits:\n{}", silent.len(), silent.join("\n"));
}

/// Turns bits at several places of one file, each alone, and returns what was not found.
fn flips(copy: &Copy, path: &str) -> Vec<String> {
    let file = copy.path(path);
    let original = fs::read(&file).unwrap();
    let last = original.len() - 1;
    // The age header's first line, its recipient, its MAC, the body, the end.
    let mut offsets = vec![0, 60, 130, last / 2, last];
    offsets.retain(|offset| *offset <= last);
    offsets.sort_unstable();
    offsets.dedup();
    let mut silent = Vec::new();
    for (n, offset) in offsets.into_iter().enumerate() {
        let mut bytes = original.clone();
        bytes[offset] ^= 1 << (n % 8);
        fs::write(&file, bytes).unwrap();
        let observed = Observed::of(copy, With::Passphrase);
        let allowed = classes_of(path);
        if observed.exit == 0 || !observed.classes.iter().any(|class| allowed.contains(class)) {
            silent.push(format!("{path}, byte {offset}: {:?} {:?}", observed.error, observed.texts));
        }
    }
    fs::write(&file, original).unwrap();
    let restored = Observed::of(copy, With::Passphrase);
    if restored.exit != 0 {
        silent.push(format!("{path}, put back: {:?}", restored.texts));
    }
    silent
}

/// Returns the classes of which one must be named for a damaged file.
fn classes_of(path: &str) -> &'static [Class] {
    let Some(inside) = path.strip_prefix("vault/") else {
        assert!(Path::new(path).extension().is_some(), "{path} is no file of the state");
        return &[Class::MemoryUnreadable];
    };
    match VaultPath::parse(inside).unwrap() {
        // A turned bit can make the format's number a higher one.
        VaultPath::VaultJson => &[Class::VaultJsonChanged, Class::FormatNewer],
        // A turned bit can make the work factor a higher one.
        VaultPath::KeyFile { .. } => &[Class::KeyfileChanged, Class::KeyfileCost],
        VaultPath::Segment { .. } => &[Class::SegmentChanged],
        VaultPath::CaseKey { .. } => &[Class::CaseKeyWrong],
        VaultPath::Object { .. } => &[Class::ObjectChanged],
        VaultPath::Inbox(_) => &[Class::InboxMissing],
        VaultPath::Temporary { .. } => panic!("the base has no temporaries"),
    }
}
