//! Mails through the command line: shown without loading anything.

#![allow(clippy::unwrap_used)]

use casekeep_tests::place;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const PASSPHRASE: &str = "gravel opera tomato lantern quiet";
const MAIL: &str = "Received: from relay.example ([198.51.100.4]) by mx.surgery.example; Wed, 4 Mar 2026 19:15:40 +0000\r
Received: from police.example ([203.0.113.9]) by relay.example; Wed, 4 Mar 2026 21:15:35 +0100\r
Date: Wed, 4 Mar 2026 20:15:30 +0100\r
From: Sam <sam@example.org>\r
To: a@surgery.example\r
Subject: Your \u{202e}car\r
MIME-Version: 1.0\r
Content-Type: multipart/mixed; boundary=b\r
\r
--b\r
Content-Type: text/html; charset=utf-8\r
\r
<script>alert(1)</script><p>Look <a href='https://evil.example/in'>at surgery.example</a></p><img src='https://t.example/open' width=1>\r
--b\r
Content-Type: text/plain; name=\"../../notes.txt\"\r
Content-Disposition: attachment\r
Content-Transfer-Encoding: base64\r
\r
VGh1cnNkYXkK\r
--b--\r
";

/// Runs the command line; returns whether it went well, what it printed, and what it complained about.
fn casekeep(folder: &Path, arguments: &[&str]) -> (bool, String, String) {
    let mut command = Command::new(place::program("casekeep"));
    command.env("CASEKEEP_STATE", folder.join("state")).env("CASEKEEP_VAULT", folder.join("vault"));
    let output = command.arg("--passphrase-file").arg(folder.join("passphrase.txt")).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.success(), text(output.stdout), text(output.stderr))
}

fn answer(folder: &Path, arguments: &[&str]) -> Value {
    let (well, printed, complained) = casekeep(folder, &[&["--json"], arguments].concat());
    assert!(well, "{arguments:?}: {complained}");
    serde_json::from_str(&printed).unwrap()
}

/// Makes a vault with a mail, a mailbox and a text, which are its items 1 to 3.
fn vault() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path();
    fs::write(at.join("passphrase.txt"), PASSPHRASE).unwrap();
    fs::write(at.join("car.eml"), MAIL).unwrap();
    let separator = "From sam@example.org Wed Mar  4 19:15:30 2026\n";
    fs::write(at.join("in.mbox"), format!("{separator}From: a@example.org\n\nFirst.\n\n{separator}{MAIL}\n")).unwrap();
    fs::write(at.join("notes.txt"), "By the bench.").unwrap();
    answer(at, &["init"]);
    answer(at, &["case", "add", "Matter 1"]);
    for name in ["car.eml", "in.mbox", "notes.txt"] {
        answer(at, &["add", "1", at.join(name).to_str().unwrap()]);
    }
    folder
}

#[test]
fn a_mail_is_shown_in_words_and_nothing_hides_in_it() {
    let vault = vault();
    let folder = vault.path();
    let (well, said, complained) = casekeep(folder, &["look", "1", "1"]);
    assert!(well, "{complained}");
    for line in [
        "subject     Your ⟨U+202E⟩car",
        "in UTC      2026-03-04T19:15:30.000Z",
        "  1  from police.example 203.0.113.9 to relay.example",
        "  2  from relay.example 198.51.100.4 to mx.surgery.example",
        "Only the last line was written by the server that took it in for you",
        "attachment 1: ../../notes.txt, text/plain by its bytes, 9 bytes, part 2",
        "Not loaded: 1 pictures (1 too small to be seen)",
        "picture https://t.example/open",
        "Left out: programs, 1.",
        "Look at surgery.example <https://evil.example/in>",
    ] {
        assert!(said.contains(line), "{line:?} is not in:\n{said}");
    }
    assert!(!said.contains("alert") && !said.contains('\u{202e}'), "{said}");

    let told = answer(folder, &["look", "1", "2", "--mail", "2"]);
    assert_eq!((told["n"].as_u64(), told["next"].as_bool()), (Some(2), Some(false)));
    assert_eq!(told["mail"]["attachments"][0]["name"], "../../notes.txt");
    assert!(!told.to_string().contains("alert"));
    assert_eq!(answer(folder, &["look", "1", "2"])["mail"]["text"], "First.");
}

#[test]
fn what_is_no_mail_and_what_has_fewer_is_said() {
    let vault = vault();
    for (arguments, why) in [
        (["look", "1", "3", "--mail", "1"], "Item 3 is no mail and no mailbox."),
        (["look", "1", "2", "--mail", "3"], "the file has no page or mail of this number"),
        (["look", "1", "1", "--mail", "0"], "the file has no page or mail of this number"),
    ] {
        let (well, printed, complained) = casekeep(vault.path(), &arguments);
        assert!(!well && printed.is_empty() && complained.contains(why), "{arguments:?}: {complained}");
    }
    assert!(casekeep(vault.path(), &["look", "1", "3"]).2.contains("this type of file has no preview"));
}

#[test]
fn what_hangs_on_a_mail_becomes_items_once() {
    let vault = vault();
    let folder = vault.path();
    let kept = answer(folder, &["take-out", "1", "2", "--mail", "2"]);
    assert_eq!(kept, serde_json::json!([{ "part": 1, "item": 4, "there": false, "why": null }]));
    let (well, bytes, _) = casekeep(folder, &["cat", "1", "4"]);
    assert!(well && bytes == "Thursday\n", "{bytes:?}");

    // The same bytes in another mail are that item already.
    let (well, said, complained) = casekeep(folder, &["take-out", "1", "1", "1"]);
    assert!(well, "{complained}");
    assert!(said.contains("attachment 1: item 4 already"), "{said}");
    for (arguments, why) in [
        (&["take-out", "1", "1", "2"][..], "Nothing hangs on it under number 2."),
        (&["take-out", "1", "3", "1"][..], "Item 3 is no mail and no mailbox."),
    ] {
        let (well, _, complained) = casekeep(folder, arguments);
        assert!(!well && complained.contains(why), "{arguments:?}: {complained}");
    }
}
