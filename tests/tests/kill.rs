//! An import that is killed at any moment: what was reported as saved opens and verifies, and the next import works.
//!
//! `CASEKEEP_KILLS` says how many times; a few are enough to notice a break, more are run for the record. Vaults are opened
//! with a further key, which takes no work to try, so that the time goes to what is being killed.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use casekeep_format::Identity;
use casekeep_tests::place;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Files in an import: a few commits' worth.
const FILES: usize = 80;
/// Kills that one vault goes through before a new one is begun.
const KILLS_A_VAULT: u64 = 25;
const PASSPHRASE: &str = "paper lantern orchard seven";

struct Place {
    folder: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("passphrase"), PASSPHRASE).unwrap();
        Self { folder }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn casekeep(&self) -> Command {
        let mut command = Command::new(place::program("casekeep"));
        command.env("CASEKEEP_STATE", self.path("state")).env("CASEKEEP_VAULT", self.path("Kill.casekeep"));
        command.arg("--json");
        command
    }

    /// Makes a vault with one case that a further key opens.
    fn make_vault(&self) {
        let passphrase = self.path("passphrase").display().to_string();
        let identity = Identity::generate();
        fs::write(self.path("identity"), identity.secret_line().as_bytes()).unwrap();
        self.answer(&["--passphrase-file", &passphrase, "init"]);
        let recipient = identity.to_recipient().to_string();
        self.answer(&["--passphrase-file", &passphrase, "key", "add", "the tests", &recipient]);
        self.open(&["case", "add", "Matter 1"]);
    }

    fn open(&self, arguments: &[&str]) -> Value {
        let identity = self.path("identity").display().to_string();
        self.answer(&[&["--identity", &identity], arguments].concat())
    }

    fn answer(&self, arguments: &[&str]) -> Value {
        let output = self.casekeep().args(arguments).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.success(), "{arguments:?}: {text}{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_str(&text).unwrap()
    }
}

/// Imports and kills the import after this long; returns what it reported as saved, by item number.
fn import_and_kill(place: &Place, files: &[PathBuf], after: Duration) -> BTreeMap<u64, String> {
    let identity = place.path("identity");
    let mut child = place
        .casekeep()
        .arg("--identity")
        .arg(identity)
        .args(["add", "1"])
        .args(files)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let (send, receive) = mpsc::channel();
    let reader = std::thread::spawn(move || {
        // A line that the kill tore is no report: only whole lines count.
        for line in out.split(b'\n').map_while(Result::ok) {
            if let Ok(value) = serde_json::from_slice::<Value>(&line) {
                let _ = send.send(value);
            }
        }
    });
    let deadline = Instant::now() + after;
    let mut saved = BTreeMap::new();
    let mut keep =
        |value: Value| saved.insert(value["item"].as_u64().unwrap(), value["sha256"].as_str().unwrap().to_owned());
    while let Ok(value) = receive.recv_timeout(deadline.saturating_duration_since(Instant::now())) {
        keep(value);
    }
    let _ = child.kill();
    child.wait().unwrap();
    reader.join().unwrap();
    receive.try_iter().for_each(|value| {
        keep(value);
    });
    saved
}

fn check(place: &Place, saved: &BTreeMap<u64, String>) {
    let report = place.open(&["verify"]);
    assert_eq!(report["ok"], true, "{report}");
    let timeline = place.open(&["timeline", "1"]);
    let there: BTreeMap<u64, &str> = timeline["rows"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["n"].as_u64().unwrap(), row["sha256"].as_str().unwrap()))
        .collect();
    for (item, sha256) in saved {
        assert_eq!(there.get(item), Some(&sha256.as_str()), "item {item} was reported as saved");
    }
}

fn make_files(place: &Place, round: u64) -> Vec<PathBuf> {
    let folder = place.path(&format!("files-{round}"));
    fs::create_dir(&folder).unwrap();
    let name = |n: usize| folder.join(format!("{n}.txt"));
    (0..FILES).map(name).inspect(|path| write_file(path, round)).collect()
}

fn write_file(path: &Path, round: u64) {
    fs::write(path, format!("round {round}, {}\n", path.display()).repeat(200)).unwrap();
}

#[test]
fn an_import_killed_at_any_moment_keeps_what_it_reported() {
    let kills: u64 = std::env::var("CASEKEEP_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(4);
    let (mut killed, mut reported) = (0, 0);
    while killed < kills {
        let rounds = KILLS_A_VAULT.min(kills - killed);
        reported += kill_one_vault(rounds, killed, kills);
        killed += rounds;
        println!("{killed} kills: {reported} items were reported as saved, and each is there");
    }
}

/// Returns how many items were reported as saved, each of which was there at the end.
fn kill_one_vault(rounds: u64, before: u64, kills: u64) -> usize {
    let place = Place::new();
    place.make_vault();
    let (whole, mut saved) = import_whole(&place, rounds);
    for round in 0..rounds {
        let files = make_files(&place, round);
        // From before the unlock to the end of the import; over all vaults, no moment is tried twice.
        let part = (round as f64 + (before + round + 1) as f64 / (kills + 1) as f64) / rounds as f64;
        saved.extend(import_and_kill(&place, &files, whole.mul_f64(part)));
        check(&place, &saved);
    }
    saved.extend(import_whole(&place, rounds + 1).1);
    check(&place, &saved);
    saved.len()
}

/// Imports and lets it end; returns how long that took, and what it reported.
fn import_whole(place: &Place, round: u64) -> (Duration, BTreeMap<u64, String>) {
    let files = make_files(place, round);
    let start = Instant::now();
    let saved = import_and_kill(place, &files, Duration::from_secs(120));
    assert_eq!(saved.len(), FILES, "an import that is left alone saves everything");
    (start.elapsed(), saved)
}
