//! The page says how to open a vault without Casekeep: its own lines are run here, with age and a shell alone.
//!
//! The vault is the base of the vectors. age asks for a secret on a terminal, so Python gives it one.

use casekeep_tests::place;
use casekeep_tests::vectors::base::{Copy, With};
use casekeep_tests::vectors::folder;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

const SECTION: &str = "Opening the vault with stock tools";

/// Runs a command line on a terminal of its own, answers its one question with the secret, and ends as it ends.
const ANSWERING: &str = r#"
import os, pty, sys
secret = open(sys.argv[2]).read().rstrip("\n")
child, terminal = pty.fork()
if child == 0:
    os.execvp("sh", ["sh", "-e", "-c", sys.argv[1]])
said, answered = b"", False
while True:
    try:
        chunk = os.read(terminal, 4096)
    except OSError:
        break
    if not chunk:
        break
    said += chunk
    if not answered and b"passphrase" in said:
        os.write(terminal, secret.encode() + b"\n")
        answered = True
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
sys.stderr.write(said.decode(errors="replace"))
sys.exit(status if answered else 97)
"#;

/// The originals in the first base, but for one that repeats a line.
const BEFORE: [&str; 5] = [
    "With thanks for the knee. My address is on the back.\n",
    "Would you like to meet on Sunday?\n",
    "A sketch of where he stood.\n",
    "a picture\n",
    "withheld 07:02\nwithheld 07:03\n",
];
const REPEATED: &str = "Are you there?\n";

fn before() -> BTreeSet<String> {
    BEFORE.into_iter().map(str::to_owned).chain([REPEATED.repeat(31)]).collect()
}

#[test]
fn the_passphrase_and_stock_tools_give_back_every_original() {
    assert_eq!(recover("base", With::Passphrase), before());
}

#[test]
fn the_twelve_words_and_stock_tools_give_back_every_original() {
    assert_eq!(recover("base", With::Words), before());
}

#[test]
fn after_a_change_of_all_keys_stock_tools_still_do() {
    let there = recover("changed", With::Passphrase);
    let later = "A note after the keys were changed.\n".to_owned();
    assert_eq!(there, before().into_iter().chain([later]).collect());
}

/// Opens a base of the vectors as the page says, and returns the originals that came of it.
fn recover(base: &str, with: With) -> BTreeSet<String> {
    let [passphrase, words, logs, objects] = blocks();
    let base = Copy::at(&folder().join(base));
    let place = tempfile::tempdir().expect("a folder");
    let (opening, secret) = match with {
        With::Passphrase => (passphrase, "passphrase.txt"),
        With::Words => (words, "words.txt"),
    };
    let mut answering = Command::new("python3");
    answering.args(["-c", ANSWERING, &opening]).arg(base.path(secret));
    run(answering, place.path(), &base);
    for block in [logs, objects] {
        let mut shell = Command::new("sh");
        shell.args(["-e", "-c", &block]);
        let said = run(shell, place.path(), &base);
        assert!(!said.contains("FAILED"), "{said}");
    }
    let is_object = |name: &str| name.len() == 64 && name.bytes().all(|b| b.is_ascii_hexdigit());
    let names =
        fs::read_dir(place.path()).expect("the folder").filter_map(|entry| entry.ok()?.file_name().into_string().ok());
    names
        .filter(|name| is_object(name))
        .map(|name| fs::read_to_string(place.path().join(name)).expect("a text"))
        .collect()
}

/// Returns the command lines of the page's section: with the passphrase, with the words, the logs, the objects.
fn blocks() -> [String; 4] {
    let page = fs::read_to_string(place::root().join("docs/format.md")).expect("the page of the format");
    let (_, section) = page.split_once(SECTION).expect("the page says how to open the vault with stock tools");
    let section = section.split("\n## ").next().unwrap_or_default();
    let blocks = section.split("\n```sh\n").skip(1).filter_map(|rest| rest.split("\n```").next());
    let blocks: Vec<String> = blocks.map(str::to_owned).collect();
    blocks.try_into().expect("the section has four blocks for the shell")
}

fn run(mut command: Command, folder: &Path, base: &Copy) -> String {
    command.current_dir(folder).env("VAULT", base.vault());
    let output = command.output().expect("the shell and python3 are there");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{command:?} ended with {}: {said}", output.status);
    said
}
