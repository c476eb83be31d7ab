//! The proof in a bundle: records, inclusion, accounting and checkpoints, in a bag whose lists and signature are right.
//!
//! The input is the files of `data/proof/` one after another, with the line `===` between.

use crate::{bag, keys, mend};
use casekeep_bundle::{BundleReport, OpenWith, Signer, layout, verify_bundle};
use std::collections::BTreeMap;

/// What stands between two files.
pub const BETWEEN: &[u8] = b"===\n";
/// The most logs that an input has.
const LOGS: usize = 4;

/// Checks the files as they are, and with the hashes in the heads of the records put right.
///
/// # Panics
/// When the report contradicts itself or the files.
pub fn check(data: &[u8]) {
    let files = split(data);
    check_files(&files);
    let mended = mend::heads(files[0]);
    if mended != files[0] {
        check_files(&[&[mended.as_slice()], &files[1..]].concat());
    }
}

fn check_files(files: &[&[u8]]) {
    let names = [layout::RECORDS, layout::INCLUSION, layout::ACCOUNTING].map(str::to_owned);
    let names = names.into_iter().chain((1..=LOGS).map(layout::checkpoint));
    let archive = bag::archive(names.zip(files.iter().copied()).collect::<BTreeMap<_, _>>());
    let fingerprint = keys::VERIFYING.ssh_fingerprint();
    let report = verify_bundle(archive.as_slice(), OpenWith::Nothing, Some(&fingerprint)).expect("an archive opens");
    check_report(&report, files);
}

fn check_report(report: &BundleReport, files: &[&[u8]]) {
    assert_eq!(report.signer, Signer::Matched, "the signature is right");
    assert_eq!(report.report.ok, report.report.problems.is_empty());
    assert!(report.report.problems.iter().all(|finding| !finding.what.is_empty() && !finding.step.is_empty()));
    let heads = files[0].split(|b| *b == b'\n').filter(|line| line.starts_with(b"{")).count();
    assert!(report.disclosed as usize <= heads, "more records than heads");
    if report.report.ok {
        assert_eq!(report.disclosed as usize, heads, "a head was passed over");
        let accounting = files.get(2).copied().unwrap_or_default();
        let lines = accounting.split(|b| *b == b'\n').filter(|line| line.first().is_some_and(u8::is_ascii_digit));
        let disclosed = lines.filter(|line| mend::find(line, b" disclosed").is_some()).count();
        assert_eq!(disclosed, heads, "the accounting and the records differ");
    }
}

/// Splits the input into files; there is always a first one.
fn split(data: &[u8]) -> Vec<&[u8]> {
    let mut files = Vec::new();
    let mut rest = data;
    while let Some(at) = mend::find(rest, BETWEEN).filter(|_| files.len() < 2 + LOGS) {
        files.push(&rest[..at]);
        rest = &rest[at + BETWEEN.len()..];
    }
    files.push(rest);
    files
}
