//! Copies of the vault: made, cut short, refused, rehearsed, put back. Nothing that was saved is lost, and nothing there is
//! deleted.

#![allow(clippy::unwrap_used, missing_docs)]

mod copies;
mod disks;
mod rehearsals;
mod restores;
#[path = "../support/mod.rs"]
mod support;

use casekeep_model::keeping::BackupReport;
use casekeep_model::view::TimelineFilter;
use casekeep_vault::{Access, Installation, UnlockWith, UnlockedVault, open_vault};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use support::*;

/// Returns a computer that never saw a vault.
pub fn new_computer(home: &Home, name: &str) -> Installation {
    Installation { state: home.path(name), ..home.installation() }
}

pub fn unlock_at(folder: &Path, installation: Installation, access: Access) -> UnlockedVault {
    open_vault(folder, installation).unwrap().unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), access).unwrap()
}

/// Makes a vault of one case with some entries, and the folder of a disk.
pub fn begin(home: &Home) -> (UnlockedVault, u32, PathBuf) {
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    add(&vault, case, "letter.pdf", b"a letter");
    add(&vault, case, "photo.jpg", &vec![7; 300_000]);
    vault.log_contact(case, &contact("2026-03-04", "waited at the car park", &[1])).unwrap();
    let disk = home.path("disk");
    fs::create_dir(&disk).unwrap();
    (vault, case, disk)
}

/// Copies the vault and expects nothing to be wrong.
pub fn back_up(vault: &UnlockedVault, disk: &Path) -> BackupReport {
    let report = vault.back_up(disk, &mut go).unwrap();
    assert!(report.problems.is_empty() && report.notes.is_empty(), "{report:#?}");
    report
}

pub fn copy_in(disk: &Path) -> PathBuf {
    disk.join("Test.casekeep")
}

pub fn texts(vault: &UnlockedVault, case: u32) -> Vec<String> {
    let rows = vault.timeline(case, &TimelineFilter::default()).unwrap();
    rows.into_iter().filter(|row| row.channel.is_some()).map(|row| row.text).collect()
}

/// Returns every original of a case.
pub fn originals(vault: &UnlockedVault, case: u32) -> BTreeMap<String, Vec<u8>> {
    let rows = vault.timeline(case, &TimelineFilter::default()).unwrap();
    let items = rows.into_iter().filter(|row| row.channel.is_none());
    let read = |number: u32| {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut vault.read_item(case, number).unwrap(), &mut bytes).unwrap();
        bytes
    };
    items.map(|row| (row.name.clone().unwrap(), read(row.n))).collect()
}
