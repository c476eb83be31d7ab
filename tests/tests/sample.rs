//! The sample case: its data holds together, and its files are what they say, the same on every run.

use casekeep_tests::place;
use casekeep_tests::sample::{SampleCase, SampleVault, make_vault, write_files};
use image::metadata::Orientation;
use image::{ImageDecoder, ImageReader};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use std::process::Output;

fn written() -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    let paths = write_files(folder.path()).expect("files");
    let name = |path: &Path| path.file_name().expect("a name").to_string_lossy().into_owned();
    paths.iter().map(|path| (name(path), fs::read(path).expect("a file"))).collect()
}

#[test]
fn the_files_are_real_and_the_same_on_every_run() {
    let (files, again) = std::thread::scope(|scope| {
        let other = scope.spawn(written);
        (written(), other.join().expect("no panic"))
    });
    assert_eq!(files.len(), 16);
    assert!(files == again, "a second run wrote other bytes");
    for (name, bytes) in &files {
        let (start, end) = match name.rsplit_once('.').expect("an extension").1 {
            "png" => (&b"\x89PNG\r\n\x1a\n"[..], &b"IEND\xaeB`\x82"[..]),
            "jpg" => (&b"\xff\xd8\xff\xe1"[..], &b"\xff\xd9"[..]),
            "pdf" => (&b"%PDF-1.4\n"[..], &b"%%EOF\n"[..]),
            "eml" => (&b"From: "[..], &b"Priya\r\n"[..]),
            _ => (&b"Voicemail"[..], &b"[end of message]\n"[..]),
        };
        assert!(bytes.starts_with(start) && bytes.ends_with(end), "{name}");
    }
}

#[test]
fn the_photos_say_when_they_were_taken_and_which_way_up_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    write_files(folder.path()).expect("files");
    for (name, orientation, seen, taken) in [
        ("IMG_20260213_1248.jpg", Orientation::NoTransforms, (1600, 1200), "2026:02:13 12:48:05"),
        ("IMG_20260213_1251.jpg", Orientation::Rotate90, (1200, 1600), "2026:02:13 12:51:32"),
        ("IMG_20260318_0944.jpg", Orientation::Rotate90, (1200, 1600), "2026:03:18 09:44:10"),
        ("IMG_20260318_0946.jpg", Orientation::NoTransforms, (1600, 1200), "2026:03:18 09:46:51"),
    ] {
        let reader = ImageReader::open(folder.path().join(name)).expect("a file");
        let mut decoder = reader.into_decoder().expect("a JPEG");
        assert_eq!(decoder.orientation().expect("EXIF"), orientation, "{name}");
        let exif = decoder.exif_metadata().expect("EXIF").expect("EXIF");
        // Once as the file's time and once as the picture's, with the end mark of a text.
        let count = exif.windows(taken.len() + 1).filter(|part| part.strip_suffix(b"\0") == Some(taken.as_bytes()));
        assert_eq!(count.count(), 2, "{name}");
        let mut image = image::DynamicImage::from_decoder(decoder).expect("a JPEG");
        image.apply_orientation(orientation);
        assert_eq!((image.width(), image.height()), seen, "{name}");
    }
}

#[test]
fn the_letter_is_a_pdf_whose_table_leads_to_its_objects() {
    let files = written();
    let pdf = files.get("Warning letter 2026-04-01.pdf").expect("the letter");
    let text = String::from_utf8_lossy(pdf);
    let start: usize = text
        .rsplit_once("startxref\n")
        .and_then(|(_, rest)| rest.lines().next()?.parse().ok())
        .expect("where the table is");
    assert!(pdf[start..].starts_with(b"xref\n0 8\n"));
    let table = String::from_utf8_lossy(&pdf[start..]).into_owned();
    for (number, line) in table.lines().skip(3).take(7).enumerate() {
        let at: usize = line.get(..10).and_then(|digits| digits.parse().ok()).expect("an offset");
        assert!(pdf[at..].starts_with(format!("{} 0 obj\n", number + 1).as_bytes()), "object {}", number + 1);
    }
}

#[test]
fn every_contact_names_items_that_are_there_and_every_item_belongs_to_one() {
    let case = SampleCase::read();
    let added: BTreeSet<&str> = case.adds.iter().map(|add| add.key.as_str()).collect();
    let named: BTreeSet<&str> = case.contacts.iter().flat_map(|contact| &contact.items).map(String::as_str).collect();
    assert_eq!(added, named);
    assert_eq!(added.len(), case.adds.len(), "a key is given twice");
    let keys: BTreeSet<&str> = case.contacts.iter().map(|contact| contact.key.as_str()).collect();
    assert_eq!(keys.len(), case.contacts.len(), "a key is given twice");
}

#[test]
fn the_story_has_its_turns_its_many_messages_and_both_clock_changes() {
    let case = SampleCase::read();
    let days: Vec<&str> = case.contacts.iter().filter_map(|contact| contact.occurred.get(..10)).collect();
    assert!(days.is_sorted(), "{days:?}");
    let turns: Vec<&str> = case.contacts.iter().filter_map(|contact| contact.turn.as_deref()).collect();
    assert_eq!(turns, ["asked-to-stop", "warning-letter", "police"]);
    assert_eq!(case.contact("thirty-one").messages.len(), 31);
    for contact in &case.contacts {
        assert!(contact.messages.is_sorted_by_key(|(at, _)| at), "{}", contact.key);
    }
    let night: Vec<&str> = case.contact("night").messages.iter().map(|(at, _)| at.as_str()).collect();
    assert!(night.iter().all(|at| !at.starts_with("01")), "no clock showed 01:00 to 02:00 that night: {night:?}");
    let calls = ["calls", "calls-again"].map(|key| case.contact(key).occurred.as_str());
    assert_eq!(calls, ["2026-10-25T01:30+01:00", "2026-10-25T01:30+00:00"]);
}

fn told(vault: &SampleVault, arguments: &[&str]) -> Output {
    let output = vault.command(&place::program("casekeep")).args(arguments).output().expect("the program starts");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output
}

#[test]
fn the_command_line_takes_the_whole_case_and_gives_it_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let vault = make_vault(&place::program("casekeep"), folder.path()).expect("the sample vault");
    let case = SampleCase::read();
    let number = vault.case.to_string();

    let timeline = told(&vault, &["timeline", &number]).stdout;
    let timeline: serde_json::Value = serde_json::from_slice(&timeline).expect("one object");
    let rows = timeline["rows"].as_array().expect("rows");
    let of_kind = |kind: &str| rows.iter().filter(|row| row["kind"] == kind).count();
    assert_eq!(of_kind("contact"), case.contacts.len());
    assert_eq!(of_kind("item"), 16);
    let amended: Vec<u64> = rows
        .iter()
        .filter(|row| row["amendments"].as_array().is_some_and(|amendments| !amendments.is_empty()))
        .filter_map(|row| row["n"].as_u64())
        .collect();
    assert_eq!(amended, [vault.contacts["thirty-one"], vault.contacts["car-park"]]);
    let calls: Vec<u64> = rows
        .iter()
        .filter(|row| row["kind"] == "contact" && row["occurred"].to_string().contains("2026-10-25"))
        .filter_map(|row| row["n"].as_u64())
        .collect();
    assert_eq!(calls, [vault.contacts["calls"], vault.contacts["calls-again"]], "an hour apart, in that order");

    for (key, name) in [("card", "IMG_20260213_1251.jpg"), ("warning", "Warning letter 2026-04-01.pdf")] {
        let bytes = told(&vault, &["cat", &number, &vault.items[key][0].to_string()]).stdout;
        assert!(bytes == fs::read(vault.files.join(name)).expect("the file"), "{name} came back otherwise");
    }
    let small = folder.path().join("small.png");
    let card = vault.items["card"][0].to_string();
    told(&vault, &["thumbnail", &number, &card, "-o", &small.to_string_lossy()]);
    assert_eq!(image::image_dimensions(&small).expect("a PNG"), (240, 320), "upright, as it was held");
}
