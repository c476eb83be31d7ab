//! Exports of messages through the command line: every form becomes contacts, and none of them twice.

#![allow(clippy::unwrap_used)]

use casekeep_model::Secret;
use casekeep_tests::place;
use casekeep_tests::vectors::base::{self, installation};
use casekeep_vault::create_vault;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

const PASSPHRASE: &str = "gravel opera tomato lantern quiet";

fn answer(folder: &Path, arguments: &[&str]) -> Value {
    let mut command = Command::new(place::program("casekeep"));
    command.env("CASEKEEP_STATE", folder.join("state")).env("CASEKEEP_VAULT", folder.join("vault"));
    command.arg("--passphrase-file").arg(folder.join("passphrase.txt")).arg("--json");
    let output = command.args(arguments).output().unwrap();
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn every_form_of_export_becomes_contacts_once() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let installation = installation(&folder.join("state"), base::LATER);
    fs::write(folder.join("passphrase.txt"), PASSPHRASE).unwrap();
    let vault = create_vault(&folder.join("vault"), installation, &Secret::new(PASSPHRASE.to_owned())).unwrap().vault;
    vault.add_case("Matter 1").unwrap();
    vault.lock().unwrap();
    let day_first: &[&str] = &["--order", "day-first"];
    let columns: &[&str] = &["--order", "day-first", "--columns", "1,2,3"];
    let exports: [(&str, &str, &[&str], u32); 8] = [
        ("export_chat/android", "Sam Carter", day_first, 5),
        ("export_chat/imessage", "+447700900123", &[], 4),
        ("export_json/facebook", "Sam Carter", &[], 3),
        ("export_mail/mail", "Sam Cartér <sam@example.org>", &[], 1),
        ("export_mail/mailbox", "Sam <s@example.org>", &[], 1),
        ("export_page/sms", "Sam Carter (+447700900123)", &[], 2),
        // Of its two messages one is in the text of the same chat, word for word.
        ("export_page/imessage", "+447700900123", &[], 1),
        ("export_table/tabs", "Sam", columns, 2),
    ];
    let path = |file: &str| place::root().join("fuzz/seeds").join(file).to_str().unwrap().to_owned();
    for (item, (file, them, more, made)) in (1..).zip(exports) {
        assert_eq!(answer(folder, &["add", "1", &path(file)])["item"], item, "{file}");
        let written =
            answer(folder, &[&["messages", "1", &item.to_string(), "--write", "--them", them], more].concat());
        assert_eq!(written["contacts"], made, "{file}: {written}");
    }
    let chat = [&["messages", "1", "1", "--them", "Sam Carter"], day_first].concat();
    let seen = answer(folder, &chat);
    assert_eq!((&seen["kind"], &seen["new"], &seen["there"]), (&"whatsapp".into(), &0.into(), &5.into()), "{seen}");
    let found = answer(folder, &["search", "outside"]);
    assert!(found["rows"].as_array().unwrap().len() >= 2, "{found}");
}

/// The words of a chat as an Android phone writes them: one file that is there, one that is not, and one whose name leads
/// out of the archive.
const CHAT: &str = "12/03/2026, 19:15 - Sam Carter: IMG-20260312-WA0001.jpg (file attached)\n\
    13/03/2026, 19:16 - Sam Carter: PTT-20260313-WA0002.opus (file attached)\n\
    14/03/2026, 19:17 - Sam Carter: IMG-20260314-WA0003.jpg (file attached)\n";

/// Writes a zip archive whose files are not packed (APPNOTE 4.3).
fn zipped(path: &Path, files: &[(&str, &[u8])]) {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for (name, file) in files {
        let length = u32::try_from(file.len()).unwrap().to_le_bytes();
        let named = u16::try_from(name.len()).unwrap().to_le_bytes();
        // The version that is needed, no flags, not packed, no time.
        let fixed = [&[20, 0, 0, 0, 0, 0, 0, 0, 0, 0][..], &crc32(file), &length, &length, &named, &[0, 0]].concat();
        let at = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        directory.extend([b"PK\x01\x02\x14\x00".as_slice(), &fixed[..], &[0; 10], &at, name.as_bytes()].concat());
        bytes.extend([b"PK\x03\x04".as_slice(), &fixed[..], name.as_bytes(), file].concat());
    }
    let (count, at) = (u16::try_from(files.len()).unwrap().to_le_bytes(), u32::try_from(bytes.len()).unwrap());
    let length = u32::try_from(directory.len()).unwrap().to_le_bytes();
    bytes.extend(directory);
    bytes.extend([b"PK\x05\x06\0\0\0\0".as_slice(), &count[..], &count, &length, &at.to_le_bytes(), &[0, 0]].concat());
    fs::write(path, bytes).unwrap();
}

/// Returns the checksum of zip (ITU-T V.42, 8.1.1.6.2).
fn crc32(bytes: &[u8]) -> [u8; 4] {
    let step = |crc: u32, _| if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
    let crc = bytes.iter().fold(u32::MAX, |crc, byte| (0..8).fold(crc ^ u32::from(*byte), step));
    (!crc).to_le_bytes()
}

#[test]
fn a_chat_and_a_download_are_taken_in_with_the_files_that_lie_beside_them() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let installation = installation(&folder.join("state"), base::LATER);
    fs::write(folder.join("passphrase.txt"), PASSPHRASE).unwrap();
    let vault = create_vault(&folder.join("vault"), installation, &Secret::new(PASSPHRASE.to_owned())).unwrap().vault;
    vault.add_case("Matter 1").unwrap();
    vault.lock().unwrap();
    let archive = folder.join("WhatsApp Chat - Sam Carter.zip");
    let files: [(&str, &[u8]); 4] = [
        ("_chat.txt", CHAT.as_bytes()),
        ("IMG-20260312-WA0001.jpg", b"a picture that is none"),
        ("../../IMG-20260314-WA0003.jpg", b"this would lie elsewhere"),
        ("IMG-20260401-WA0009.jpg", b"no message names it"),
    ];
    zipped(&archive, &files);
    let beside = ["messages", "1", "--beside", archive.to_str().unwrap()];
    let found = answer(folder, &beside);
    assert_eq!(found["exports"][0]["name"], "WhatsApp Chat - Sam Carter.zip/_chat.txt", "{found}");
    assert_eq!((&found["exports"][0]["beside"], &found["files"]), (&2.into(), &3.into()), "{found}");
    assert!(found["refused"][0]["why"].as_str().unwrap().contains("leads out of the archive"), "{found}");
    let write = ["--write", "--them", "Sam Carter", "--order", "day-first"];
    let written = answer(folder, &[&beside[..], &write].concat());
    assert_eq!((&written["contacts"], &written["kept"]), (&3.into(), &1.into()), "{written}");
    let missing: Vec<_> =
        written["missing"].as_array().unwrap().iter().map(|it| it["name"].as_str().unwrap()).collect();
    assert_eq!(missing, ["PTT-20260313-WA0002.opus", "IMG-20260314-WA0003.jpg"], "{written}");
    let rows = answer(folder, &["timeline", "1"]);
    let first = rows["rows"].as_array().unwrap().iter().find(|row| row["kind"] == "contact" && row["n"] == 1).unwrap();
    assert_eq!(first["items"], serde_json::json!([2]), "{rows}");
    let again = answer(folder, &[&beside[..], &write].concat());
    assert_eq!((&again["contacts"], &again["there"], &again["kept"]), (&0.into(), &3.into(), &0.into()), "{again}");

    // A download has its pictures in a folder below the one of the conversation.
    let thread = folder.join("download/your_facebook_activity/messages/inbox/samcarter_1");
    fs::create_dir_all(thread.join("photos")).unwrap();
    let message = r#"{"participants":[{"name":"Sam Carter"}],"messages":[{"sender_name":"Sam Carter","timestamp_ms":1773342900000,
        "photos":[{"uri":"your_facebook_activity/messages/inbox/samcarter_1/photos/123.jpg"}]}]}"#;
    fs::write(thread.join("message_1.json"), message).unwrap();
    fs::write(thread.join("photos/123.jpg"), "another picture that is none").unwrap();
    let beside = ["messages", "1", "--beside", folder.join("download").to_str().unwrap()].map(str::to_owned);
    let beside: Vec<&str> = beside.iter().map(String::as_str).collect();
    let written =
        answer(folder, &[&beside[..], &["--export", "message_1.json", "--write", "--them", "Sam Carter"]].concat());
    assert_eq!((&written["contacts"], &written["kept"]), (&1.into(), &1.into()), "{written}");

    let reports = answer(folder, &["import", "1", "--list"]);
    let reports = reports["imports"].as_array().unwrap();
    assert_eq!(reports.len(), 3);
    assert_eq!((&reports[2]["messages"]["kind"], &reports[2]["tally"]["refused"]), (&"whatsapp".into(), &2.into()));
    assert_eq!(answer(folder, &["verify"])["ok"], true);
}
