//! Writes the seeds of every target from a small invented case: `cargo run --example make_seeds` in this folder.
//!
//! Salts and envelopes are random, so a new run replaces every file; that is needed only when the format changes.

#![allow(clippy::unwrap_used, reason = "it is run by a person of the project, and a failure shows where")]

mod case;

use casekeep_bundle::archive::ArchiveReader;
use casekeep_bundle::{To, layout, write_archive, write_bundle};
use casekeep_format::{
    Checkpoint, IdentityFile, InboxHeader, Record, SegmentName, VaultJson, inbox, root_of, seal_bytes, seal_passphrase,
    sshsig, write_segment,
};
use casekeep_fuzz::{envelope, keys, note, proof};
use casekeep_model::view::{Progress, Selection};
use casekeep_model::{Acquisition, Moment, Timestamp};
use std::fs;
use std::io::Write;
use std::ops::ControlFlow;
use std::path::Path;

fn main() {
    let case = case::Case::new();
    write_records(&case);
    write_small_texts(&case);
    write_moments();
    write_headers();
    write_bundles(&case);
}

fn seed(target: &str, name: &str, bytes: impl AsRef<[u8]>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds").join(target);
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), bytes).unwrap();
}

fn lines_of(record: &Record) -> Vec<u8> {
    let lines: Vec<&[u8]> = std::iter::once(record.head_line()).chain(record.part_lines()).collect();
    lines.join(&b'\n')
}

fn write_records(case: &case::Case) {
    let log = &case.log.writers[0];
    for record in &log.records {
        let name = format!("{}-{}", record.head().n, record.head().kind);
        seed("record", &name, lines_of(record));
        seed("canonical", &format!("{name}-head"), record.head_line());
        for (part, line) in record.parts().iter().zip(record.part_lines()).filter(|(part, _)| part.value.is_object()) {
            seed("canonical", &format!("{name}-{}", part.name), line);
        }
    }
    seed(
        "canonical",
        "escapes",
        br#"[[[[{"a":-9007199254740991,"b":"\b\t\n\f\r\u0000\u001f\"\\","c":[null,true,false,0]}]]]]"#,
    );
    let mut all = b"casekeep-segment 1\n".to_vec();
    for record in &log.records {
        all.extend(lines_of(record));
        all.push(b'\n');
    }
    seed("segment", "whole", [&all, b"\n".as_slice(), log.note.as_bytes()].concat());
    let one = [b"casekeep-segment 1\n".as_slice(), &lines_of(&log.records[1]), b"\n\n", log.note.as_bytes()].concat();
    seed("segment", "one", one);
    let sealed = write_segment(&log.records[..2], &log.note, &keys::IDENTITY.to_recipient()).unwrap();
    seed("envelope", "segment", sealed);
}

fn write_small_texts(case: &case::Case) {
    let log = &case.log.writers[0];
    seed("note", "one", &log.note);
    let other = Checkpoint { origin: "example.invalid/log".to_owned(), size: 0, root: root_of(&[]) };
    let others = other.sign(&keys::SIGNING);
    let line = others.lines().last().unwrap();
    seed("note", "two", format!("{}{line}\n{line}\n", log.note));
    seed("note", "armor", sshsig::sign(&keys::SIGNING, note::MESSAGE));
    let leaves: Vec<_> = log.records.iter().map(Record::leaf).collect();
    seed("note", "frontier", leaves.into_iter().collect::<casekeep_format::Frontier>().to_text());
    let header = InboxHeader {
        at: Timestamp::from_millis(1_764_000_000_123),
        kind: Acquisition::ScreenCapture,
        name: "capture.png".to_owned(),
        size: Some(3),
        set: None,
    };
    for (name, size) in [("known", Some(3)), ("unknown", None)] {
        let mut bytes = Vec::new();
        inbox::write_header(&InboxHeader { size, ..header.clone() }, &mut bytes).unwrap();
        seed("inbox", name, [bytes.as_slice(), b"PNG"].concat());
    }
    let (id, writer, hash) = (keys::BOX, keys::WRITER, "0123456789abcdef".repeat(4));
    let segment = SegmentName { first: 0, last: 41, hash: hash[..32].to_owned() };
    for (name, path) in [
        ("label", "vault.json".to_owned()),
        ("passphrase", "keys/1.passphrase.age".to_owned()),
        ("recovery", "keys/12.recovery.age".to_owned()),
        ("further", "keys/1.abcdefg2.age".to_owned()),
        ("segment", format!("log/{writer}/{segment}")),
        ("case_segment", format!("cases/{id}/log/{writer}/{segment}")),
        ("case_key", format!("cases/{id}/key.age")),
        ("object", format!("cases/{id}/objects/01/{hash}.age")),
        ("inbox", format!("inbox/{hash}.age")),
        ("temporary", format!("tmp-{writer}-cccccccccccccccc")),
        ("log_temporary", format!("cases/{id}/log/{writer}/tmp-{writer}-cccccccccccccccc")),
    ] {
        seed("names", name, path);
    }
}

fn write_moments() {
    for (name, zone, text) in [
        ("minute", "Europe/London", "2026-03-04T19:15"),
        ("second", "Europe/London", "2026-03-04T19:15:30Z"),
        ("offset", "Europe/Paris", "2026-03-04 19:15+01:00~"),
        ("day", "UTC", "2026-03-04"),
        ("month", "UTC", "2026-03~"),
        ("year", "America/New_York", "2026"),
        ("unknown", "Europe/London", "unknown"),
        ("repeated", "Europe/London", "2026-10-25T01:30"),
        ("repeated_second", "Europe/London", "2026-10-25T01:30+00:00"),
        ("skipped", "Europe/London", "2026-03-29T01:30"),
        ("half_hour", "Australia/Lord_Howe", "2026-04-05T01:45"),
        ("millis", "UTC", "1764000000123"),
    ] {
        seed("moment", name, format!("{zone}\n{text}"));
        if let Ok(moment) = Moment::parse(text, zone) {
            seed("moment", &format!("{name}_part"), serde_json::to_vec(&moment).unwrap());
        }
    }
    seed("moment", "timestamp", "2026-11-22T11:20:00.123Z");
}

fn write_headers() {
    let label =
        VaultJson { epoch: 1, format: 1, inbox: keys::IDENTITY.to_recipient(), vault: keys::VERIFYING.vault_id() };
    seed("vault_header", "label", label.write());
    let first = IdentityFile::generate();
    seed("vault_header", "identity", first.write().as_bytes());
    seed("vault_header", "two_epochs", two_epochs(&first.write()));
    for (name, plain) in [("empty", Vec::new()), ("small", b"inside".to_vec())] {
        seed("envelope", name, seal_bytes(&keys::IDENTITY.to_recipient(), &plain).unwrap());
    }
    let secret = casekeep_model::Secret::new(envelope::PASSPHRASE.to_owned());
    let mut writer = seal_passphrase(&secret, envelope::FACTOR, Vec::new()).unwrap();
    writer.write_all(b"inside").unwrap();
    seed("envelope", "passphrase", writer.finish().unwrap());
    for (name, plan) in [("one", [3, 0, 5].as_slice()), ("empty", &[3, 0, 0]), ("two", &[0, 0, 0, 3, 0, 1])] {
        seed("payload", name, plan);
    }
    seed("payload", "whole", [0, 0, 0, 2, 0, 0]);
}

/// Doubles the epoch of an identity file.
fn two_epochs(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let signing = lines[4].replace("# signing 1 ", "# signing 2 ");
    let twice = [lines[0], &lines[1].replace("epoch 1", "epoch 2"), lines[2], lines[3], lines[2], lines[3], &signing];
    format!("{}\n{}\n{}\n{}\n", twice.join("\n"), lines[5], lines[4], lines[5])
}

fn write_bundles(case: &case::Case) {
    let mut go_on = |_: &Progress| ControlFlow::Continue(());
    let mut archive = Vec::new();
    write_archive(case, &Selection::default(), None, &mut archive, &mut go_on).unwrap();
    seed("bundle", "archive.tar", &archive);
    let to = To::Recipients(vec![keys::IDENTITY.to_recipient().to_string()]);
    let mut sealed = Vec::new();
    write_bundle(case, &Selection::default(), &to, None, &mut sealed, &mut go_on).unwrap();
    seed("bundle", "sealed.tar.age", &sealed[..2048]);
    let names = [layout::RECORDS, layout::INCLUSION, layout::ACCOUNTING].map(str::to_owned);
    let files: Vec<Vec<u8>> =
        names.into_iter().chain((1..=2).map(layout::checkpoint)).map(|path| file(&archive, &path)).collect();
    seed("proof", "two_logs", files.join(proof::BETWEEN));
    for (path, target) in [(layout::BAGIT, "bagit"), (layout::MANIFEST, "manifest")] {
        seed("bundle", target, small_archive(path, &file(&archive, path)));
    }
}

/// Returns an archive with one file.
fn small_archive(path: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = casekeep_bundle::archive::ArchiveWriter::new(Vec::new(), 0);
    archive.add(&format!("bag/{path}"), bytes).unwrap();
    archive.finish().unwrap()
}

/// Returns the bytes of a file in an archive.
fn file(archive: &[u8], path: &str) -> Vec<u8> {
    let mut reader = ArchiveReader::new(archive);
    loop {
        let entry = reader.next_entry().unwrap().unwrap();
        let mut bytes = vec![0; usize::try_from(entry.size).unwrap()];
        let mut filled = 0;
        while filled < bytes.len() {
            filled += reader.data(&mut bytes[filled..]).unwrap();
        }
        if entry.path.ends_with(&format!("/{path}")) {
            return bytes;
        }
    }
}
