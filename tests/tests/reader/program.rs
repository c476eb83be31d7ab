//! Runs the second reader and reads what it says.

use casekeep_model::Class;
use casekeep_tests::place;
use casekeep_tests::vectors::base::{Copy, With};
use serde::Deserialize;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Command;

/// What the second reader says.
#[derive(Debug, Deserialize)]
pub struct Said {
    pub ok: bool,
    pub error: Option<String>,
    pub problems: Vec<Fault>,
    pub notes: Vec<Fault>,
    /// How much it looked at; absent when it was refused.
    #[serde(default)]
    pub checked: BTreeMap<String, u64>,
    #[serde(skip)]
    pub exit: u8,
    /// All of it, for what is not named here.
    #[serde(skip)]
    pub all: Value,
}

/// One thing that it found.
#[derive(Debug, Deserialize)]
pub struct Fault {
    pub class: Class,
}

impl Said {
    pub fn classes(&self) -> BTreeSet<Class> {
        self.problems.iter().map(|fault| fault.class).collect()
    }

    pub fn note_classes(&self) -> BTreeSet<Class> {
        self.notes.iter().map(|fault| fault.class).collect()
    }
}

/// Has the second reader check a copy of a vault, with what its computer remembers.
pub fn read_vault(copy: &Copy, with: With) -> Said {
    let mut reader = vault_reader(copy, with);
    reader.arg("--contents");
    said(reader)
}

/// Has the second reader check a copy of a vault and these seals, and returns what it makes of each.
pub fn read_seals(copy: &Copy, with: With, seals: &[String], word_list: &str) -> Vec<String> {
    let mut reader = vault_reader(copy, with);
    fs::write(copy.path("list.txt"), word_list).unwrap();
    reader.arg("--word-list").arg(copy.path("list.txt"));
    for (n, seal) in seals.iter().enumerate() {
        let file = copy.path(&format!("seal-{n}.txt"));
        fs::write(&file, seal).unwrap();
        reader.arg("--seal").arg(file);
    }
    let said = said(reader).all;
    let outcomes = said["seals"].as_array().unwrap_or_else(|| panic!("{said}")).iter();
    outcomes.map(|one| one[0].as_str().unwrap().to_owned()).collect()
}

fn vault_reader(copy: &Copy, with: With) -> Command {
    let (option, secret) = match with {
        With::Passphrase => ("--passphrase-file", "passphrase.txt"),
        With::Words => ("--recovery-file", "words.txt"),
    };
    let mut reader = reader();
    reader.arg("vault").arg(copy.vault()).arg(option).arg(copy.path(secret));
    if let Some(state) = copy.state_of_vault() {
        reader.arg("--state").arg(state);
    }
    reader
}

/// The system's own Python has the library that `cargo xtask test` installs.
fn reader() -> Command {
    let system = Path::new("/usr/bin/python3");
    let mut reader = Command::new(if system.is_file() { system } else { Path::new("python3") });
    reader.arg("-B").arg(place::root().join("tests/reader/casekeep_reader.py")).arg("--json");
    reader
}

fn said(mut reader: Command) -> Said {
    let output = reader.output().expect("python3 is there");
    let complaint = || format!("{reader:?}: {}", String::from_utf8_lossy(&output.stderr));
    let all: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{}", complaint()));
    let exit =
        output.status.code().and_then(|code| u8::try_from(code).ok()).unwrap_or_else(|| panic!("{}", complaint()));
    let said: Said = serde_json::from_value(all.clone()).unwrap_or_else(|error| panic!("{error}: {all}"));
    assert_eq!(said.ok, exit == 0, "{all}");
    Said { exit, all, ..said }
}

/// Has the second reader check a bundle, with a file of its passphrase where it is sealed.
pub fn read_bundle(bundle: &Path, passphrase: Option<&Path>, fingerprint: Option<&str>) -> Said {
    let mut reader = reader();
    reader.arg("bundle").arg(bundle);
    if let Some(passphrase) = passphrase {
        reader.arg("--passphrase-file").arg(passphrase);
    }
    if let Some(fingerprint) = fingerprint {
        reader.args(["--fingerprint", fingerprint]);
    }
    said(reader)
}
