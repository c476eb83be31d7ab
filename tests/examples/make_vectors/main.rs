//! Writes the vectors of the vault format: `cargo run -p casekeep-tests --example make_vectors`.
//!
//! The texts are fixed and the keys are random, so a new run replaces every file of `tests/vectors` but its README; that
//! is needed only when the format changes. `-- --add` keeps the base and every vector that is there, and writes those that
//! are not. Give a folder to write them somewhere else.

#![allow(clippy::unwrap_used, missing_docs, reason = "it is run by a person of the project, and a failure shows where")]

mod base;
mod changed;
mod kit;
mod rows_bundle_keys;
mod rows_bundle_proofs;
mod rows_bundles;
mod rows_cases;
mod rows_changed;
mod rows_keys;
mod rows_logs;
mod rows_objects;
mod rows_records;
mod rows_registers;

use casekeep_tests::vectors;
use std::fs;
use std::path::{Path, PathBuf};

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let adds = arguments.iter().any(|argument| argument == "--add");
    let other = arguments.iter().find(|argument| *argument != "--add");
    let folder = other.map_or_else(vectors::folder, PathBuf::from);
    let extras = if adds {
        base::committed(&folder)
    } else {
        clear(&folder);
        base::make(&folder.join("base"))
    };
    let mut kit = kit::Kit::open(&folder, extras, adds);
    rows_keys::write(&mut kit);
    rows_cases::write(&mut kit);
    rows_logs::write(&mut kit);
    rows_records::write(&mut kit);
    rows_registers::write(&mut kit);
    rows_objects::write(&mut kit);
    let changed = folder.join(changed::NAME);
    let before = (!changed.is_dir()).then(|| changed::make(&kit.base, &changed));
    rows_changed::write(&mut kit, &folder, before.as_ref());
    rows_bundles::write(&kit, &folder, adds);
    rows_bundles::write_changed(&folder, adds);
}

/// Removes what an earlier run wrote.
fn clear(folder: &Path) {
    fs::create_dir_all(folder).unwrap();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            fs::remove_dir_all(path).unwrap();
        }
    }
}
