//! Zip archives through the confined process: honest ones, and ones that are made to do harm.

use crate::inspector;
use casekeep_model::archive::{Refused, Unpacked};
use casekeep_model::inspect::{Inspect, LookError, PreviewError};
use std::collections::BTreeMap;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn zipped(files: &[(&str, &[u8])], method: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default().compression_method(method)).expect("begun");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

/// What an archive lists: each name with why it is refused.
fn listed(archive: &[u8]) -> Result<Vec<(String, Option<Refused>)>, LookError> {
    let entries = inspector().archive(&mut Cursor::new(archive))?;
    Ok(entries.into_iter().map(|entry| (entry.name, entry.refused)).collect())
}

/// What comes out: the bytes of each entry, or why they are not to be used.
fn unpacked(archive: &[u8]) -> BTreeMap<u32, Result<Vec<u8>, Refused>> {
    let inspector = inspector();
    let entries = inspector.archive(&mut Cursor::new(archive)).expect("listed");
    let wanted: Vec<u32> = entries.iter().map(|entry| entry.index).collect();
    let bytes = entries.iter().map(|entry| entry.bytes).sum();
    let (mut out, mut now, mut held) = (BTreeMap::new(), 0, Vec::new());
    let looked = inspector.unpack(&mut Cursor::new(archive), &wanted, bytes, &mut |what| {
        match what {
            Unpacked::Begin(index) => (now, held) = (index, Vec::new()),
            Unpacked::Bytes(bytes) => held.extend_from_slice(bytes),
            Unpacked::End(None) => drop(out.insert(now, Ok(std::mem::take(&mut held)))),
            Unpacked::End(Some(refused)) => drop(out.insert(now, Err(refused))),
        }
        ControlFlow::Continue(())
    });
    looked.expect("unpacked");
    out
}

#[test]
fn honest_archives_come_out_whole_stored_and_deflated() {
    let large: Vec<u8> = (0..3_000_000_u32).map(|n| (n.wrapping_mul(n) >> 7) as u8).collect();
    let files: [(&str, &[u8]); 4] =
        [("a/b/c.txt", b"words"), ("empty", b""), ("Übung.txt", b"u"), ("large.bin", &large)];
    for method in [CompressionMethod::Stored, CompressionMethod::Deflated] {
        let archive = zipped(&files, method);
        let names: Vec<String> = listed(&archive).expect("listed").into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["a/b/c.txt", "empty", "Übung.txt", "large.bin"]);
        let out = unpacked(&archive);
        for (index, (_, bytes)) in (0..).zip(files) {
            assert!(out[&index].as_deref() == Ok(bytes), "{method:?} {index}");
        }
    }
}

#[test]
fn what_stands_before_an_archive_does_not_hide_it() {
    let shifted = [&b"#!/bin/sh\nexit\n"[..], &zipped(&[("a", b"1")], CompressionMethod::Deflated)].concat();
    assert_eq!(unpacked(&shifted)[&0].as_deref(), Ok(&b"1"[..]));
}

#[test]
fn names_that_lead_out_links_and_unknown_methods_are_refused_by_name() {
    let files: [(&str, &[u8]); 4] = [("../up", b"1"), ("/etc/passwd", b"1"), ("C:\\x", b"1"), ("a/../../b", b"1")];
    let archive = zipped(&files, CompressionMethod::Stored);
    assert!(listed(&archive).expect("listed").iter().all(|(_, refused)| *refused == Some(Refused::Outside)));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).expect("a link");
    writer.add_directory("folder", SimpleFileOptions::default()).expect("a folder");
    let archive = writer.finish().expect("finished").into_inner();
    assert_eq!(listed(&archive).expect("listed"), [("link".to_owned(), Some(Refused::NotAFile))]);
    let mut odd = zipped(&[("a", b"1")], CompressionMethod::Stored);
    let at = directory(&odd);
    odd[at + 10] = 99;
    assert_eq!(listed(&odd).expect("listed")[0].1, Some(Refused::Method));
    odd[at + 10] = 0;
    odd[at + 8] |= 1;
    assert_eq!(listed(&odd).expect("listed")[0].1, Some(Refused::Encrypted));
}

#[test]
fn bombs_are_refused_before_a_byte_of_them_comes_out() {
    let zeros = vec![0; 100 << 20];
    let archive = zipped(&[("zeros", &zeros)], CompressionMethod::Deflated);
    assert!(archive.len() < 200_000);
    assert_eq!(unpacked(&archive)[&0], Err(Refused::Bomb));
    // Two entries over the same bytes.
    let two = zipped(&[("a", b"1234"), ("b", b"1234")], CompressionMethod::Stored);
    let (at, mut laid) = (directory(&two), two.clone());
    let second = at + 46 + 1 + usize::from(u16::from_le_bytes([two[at + 30], two[at + 31]]));
    laid.copy_within(at + 42..at + 46, second + 42);
    assert!(listed(&laid).expect("listed").iter().all(|(_, refused)| *refused == Some(Refused::Overlap)), "{laid:?}");
}

#[test]
fn an_entry_that_lies_about_its_bytes_is_not_used() {
    let good = zipped(&[("a", b"some words that are long enough to pack")], CompressionMethod::Deflated);
    let at = directory(&good);
    for (place, what) in [(at + 16, "its sum"), (at + 24, "its length")] {
        let mut bad = good.clone();
        bad[place] ^= 1;
        assert_eq!(unpacked(&bad)[&0], Err(Refused::Damaged), "{what}");
    }
}

#[test]
fn what_is_no_archive_or_is_torn_is_said_in_a_word() {
    let whole = zipped(&[("a", b"1"), ("b", b"2")], CompressionMethod::Stored);
    let refusal = |bytes: &[u8]| match listed(bytes) {
        Err(LookError::Preview(error)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(refusal(b""), PreviewError::NoPreview);
    assert_eq!(refusal(b"PK\x03\x04"), PreviewError::NoPreview);
    assert_eq!(refusal(&whole[..whole.len() - 1]), PreviewError::NoPreview);
    let mut torn = whole.clone();
    let at = directory(&whole);
    torn.drain(at..at + 10);
    assert_eq!(refusal(&torn), PreviewError::Damaged);
    let mut many = whole.clone();
    let end = whole.len() - 22;
    many[end + 10] = 200;
    assert_eq!(refusal(&many), PreviewError::Damaged);
}

#[test]
fn unpacking_stops_when_no_more_is_wanted() {
    let archive = zipped(&[("a", &[7; 900_000]), ("b", b"2")], CompressionMethod::Stored);
    let mut seen = 0;
    let stopped = inspector().unpack(&mut Cursor::new(&archive), &[0, 1], 900_001, &mut |_| {
        seen += 1;
        if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(stopped, Err(LookError::Preview(PreviewError::Stopped))) && seen == 3);
}

/// Returns where the directory of an archive begins.
fn directory(archive: &[u8]) -> usize {
    archive.windows(4).position(|bytes| bytes == b"PK\x01\x02").expect("it has one")
}
