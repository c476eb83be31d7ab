//! Compaction: fewer files, the same records, and whole after a crash at every step.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_model::Class;
use casekeep_model::view::{TimelineFilter, TimelineRow};
use casekeep_vault::{Access, UnlockedVault};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::*;

/// Two runs of 64 segments and a rest, with the segment that makes the case.
const CONTACTS: u32 = 130;

fn rows(vault: &UnlockedVault) -> Vec<TimelineRow> {
    vault.timeline(1, &TimelineFilter::default()).unwrap()
}

/// Returns the segments of the one case, with their bytes.
fn segments(folder: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    tree(folder)
        .into_iter()
        .filter(|(path, _)| path.starts_with("cases") && path.to_string_lossy().contains("/log/"))
        .collect()
}

/// Makes a vault whose case has many small segments.
fn filled() -> (Home, UnlockedVault) {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    for n in 0..CONTACTS {
        vault.log_contact(case, &contact("2026-03-04T19:15", &format!("text {n}"), &[])).unwrap();
    }
    (home, vault)
}

#[test]
fn many_small_segments_become_few_with_the_same_records() {
    let (home, vault) = filled();
    let (before, loose) = (rows(&vault), segments(&home.folder()).len());
    assert_eq!(loose, CONTACTS as usize + 1);
    assert_eq!(vault.compact(1).unwrap(), 1, "no more than was asked for");
    assert_eq!(vault.compact(9).unwrap(), 1);
    assert_eq!(vault.compact(9).unwrap(), 0);
    assert_eq!(segments(&home.folder()).len(), loose - 2 * 63);
    assert_ok(&vault);
    // The log goes on from where it was.
    vault.log_contact(1, &contact("2026-03-05T19:15", "one more", &[])).unwrap();
    assert_ok(&vault);
    assert_eq!(rows(&vault)[..before.len()], before);
    let after = rows(&vault);
    vault.rebuild_index().unwrap();
    assert_eq!(rows(&vault), after);
    drop(vault);
    let vault = home.unlock(Access::Window);
    assert!(vault.opening().findings.is_empty(), "{:?}", vault.opening().findings);
    assert_eq!(rows(&vault), after);
    assert_ok(&vault);
}

#[test]
fn locking_tidies_and_reading_does_not() {
    let (home, vault) = filled();
    drop(vault);
    let loose = segments(&home.folder());
    home.unlock(Access::Read).lock().unwrap();
    assert_eq!(segments(&home.folder()), loose);
    home.unlock(Access::Change).lock().unwrap();
    assert_eq!(segments(&home.folder()).len(), loose.len() - 2 * 63);
}

#[test]
fn a_crash_at_any_step_loses_nothing_and_is_tidied_later() {
    let (home, vault) = filled();
    let before = rows(&vault);
    let loose = segments(&home.folder());
    assert_eq!(vault.compact(1).unwrap(), 1);
    drop(vault);
    let packed = segments(&home.folder());
    let new: Vec<_> = packed.keys().filter(|path| !loose.contains_key(*path)).collect();
    let old: Vec<_> = loose.keys().filter(|path| !packed.contains_key(*path)).collect();
    assert_eq!((new.len(), old.len()), (1, 64));
    let log = home.folder().join(new[0].parent().unwrap());
    let writer = log.file_name().unwrap().to_str().unwrap().to_owned();
    let temporary = log.join(format!("tmp-{writer}-aaaaaaaaaaaaaaaa"));
    let all_old: &dyn Fn() =
        &|| old.iter().for_each(|path| fs::write(home.folder().join(path), &loose[*path]).unwrap());
    let remove_new = || fs::remove_file(home.folder().join(new[0])).unwrap();
    let steps: [(&str, &dyn Fn()); 4] = [
        ("written in part under a temporary name", &|| {
            all_old();
            remove_new();
            fs::write(&temporary, &packed[new[0]][..1000]).unwrap();
        }),
        ("renamed", &|| {
            fs::remove_file(&temporary).unwrap();
            fs::write(home.folder().join(new[0]), &packed[new[0]]).unwrap();
        }),
        ("half of the old ones deleted", &|| {
            old.iter().take(32).for_each(|path| fs::remove_file(home.folder().join(path)).unwrap());
        }),
        ("half of the deletions not durable", &|| all_old()),
    ];
    for (step, make) in steps {
        make();
        let vault = home.unlock(Access::Read);
        let report = vault.verify(&mut go).unwrap();
        assert!(report.ok, "{step}: {:?}", report.problems);
        assert_eq!(rows(&vault), before, "{step}");
    }
    // A change tidies what is left, and makes what is due.
    home.unlock(Access::Change).lock().unwrap();
    assert_eq!(segments(&home.folder()).len(), loose.len() - 2 * 63);
    let vault = home.unlock(Access::Read);
    assert_ok(&vault);
    assert_eq!(rows(&vault), before);
}

#[test]
fn a_log_in_which_something_is_wrong_is_left_as_it_is() {
    let (home, vault) = filled();
    let (path, mut bytes) = segments(&home.folder()).into_iter().nth(20).unwrap();
    bytes[400] ^= 1;
    fs::write(home.folder().join(path), bytes).unwrap();
    let before = segments(&home.folder());
    assert_eq!(vault.compact(9).unwrap(), 0);
    assert_eq!(segments(&home.folder()), before);
    assert_eq!(classes(&vault), [Class::SegmentChanged]);
}
