//! Segments: gaps, other numbers, forks, and what is not a segment of this log.

use crate::kit::Kit;
use casekeep_format::parts::contact_parts;
use casekeep_format::{Clocks, Frontier, IdentityFile};
use casekeep_model::Class;
use casekeep_tests::vectors::base::contact;
use casekeep_tests::vectors::forge::{self, Lines};
use casekeep_tests::vectors::vector::Remembers;
use serde_json::Value;

/// The place of the forked records: in the middle of the first case's log.
const MIDDLE: u64 = 12;

pub fn write(kit: &mut Kit) {
    gaps(kit);
    forks(kit);
    packs(kit);
    sealed_again(kit);
    not_segments(kit);
}

fn gaps(kit: &mut Kit) {
    let (log, vault_log) = (kit.log.clone(), kit.vault_log.clone());
    let middle = format!("vault/{}", kit.segment_of(&log, MIDDLE));
    kit.vector("segment-gap", "A segment in the middle of a case's log is removed.")
        .delete(&middle)
        .says(format!("Record {MIDDLE} "))
        .finds(&[Class::SegmentMissing]);
    // The record that names a case: the case is this vault's all the same, and a note says that it is not named.
    let of_vault = format!("vault/{}", kit.segment_of(&vault_log, 7));
    kit.vector("segment-gap-vault", "A segment in the middle of the vault's own log is removed.")
        .delete(&of_vault)
        .notes(&[Class::CaseUnknown])
        .finds(&[Class::SegmentMissing]);
    let name = format!("{MIDDLE:010}-{MIDDLE:010}");
    let size = kit.size(&log);
    kit.vector("segment-renumbered", "A segment in the middle is renamed to numbers after the end.")
        .rename(&middle, &middle.replace(&name, &format!("{size:010}-{size:010}")))
        .finds(&[Class::RecordMisplaced, Class::SegmentMissing]);
    kit.vector("segment-changed", "One bit of a segment in the middle is turned.")
        .flip(&middle, 300)
        .finds(&[Class::SegmentChanged]);
    let last = format!("vault/{}", kit.segment_of(&log, size - 1));
    kit.vector("segment-changed-newest", "One bit of the newest segment is turned.")
        .flip(&last, 300)
        .effect("The shorter log is not recorded as right.")
        .finds(&[Class::SegmentChanged]);
    let before_last = format!("vault/{}", kit.segment_of(&log, size - 2));
    kit.vector("segment-gap-before-changed", "The newest segment is changed, and the one before it is removed.")
        .delete(&before_last)
        .flip(&last, 300)
        .finds(&[Class::SegmentChanged, Class::SegmentMissing]);
    let first = format!("vault/{}", kit.segment_of(&log, 0));
    kit.vector("segment-changed-first", "One bit of a case's first segment is turned.")
        .flip(&first, 300)
        .finds(&[Class::SegmentChanged]);
    kit.vector("segment-empty", "The newest segment is an empty file.").text(&last, "").finds(&[Class::SegmentChanged]);
    let other = format!("vault/{}", kit.segment_of(&kit.second_log, 0));
    let moved = format!("vault/{}/{}", log.folder, other.rsplit_once('/').unwrap().1);
    kit.vector("segment-of-another-case", "The first segment of one case is copied beside the other's.")
        .write(&moved, &std::fs::read(kit.base.path(&other)).unwrap())
        .finds(&[Class::SegmentChanged]);
}

fn forks(kit: &mut Kit) {
    let log = kit.log.clone();
    let number = kit.keyed.records(&log)[usize::try_from(MIDDLE).unwrap()].part("number").and_then(Value::as_u64);
    let clocks = Clocks { zone: None, boot: None };
    let said = contact("2026-02-11T12:00", "Another version of this day.");
    let parts = contact_parts(u32::try_from(number.unwrap()).unwrap(), &said, &clocks);
    let other = Lines::from(&forge::record(&log, MIDDLE, "contact", parts));
    let (path, bytes) = kit.keyed.segment_after(&log, MIDDLE, &[other]);
    kit.vector("fork", "There are two valid segments for one place in the middle of a case's log.")
        .write(&format!("vault/{path}"), &bytes)
        .says(format!("two different versions of record {MIDDLE}"))
        .effect("Both versions are shown, and the next commit uses a new writer id.")
        .finds(&[Class::Fork]);
    let last = kit.size(&log) - 1;
    let other = Lines::from(&kit.keyed.new_records(&log, last, &["another end"])[0]);
    let (path, bytes) = kit.keyed.segment_after(&log, last, &[other]);
    kit.vector("fork-at-end", "There are two valid segments for the newest place of a case's log.")
        .write(&format!("vault/{path}"), &bytes)
        .effect("The next commit uses a new writer id.")
        .finds(&[Class::Fork]);
    let rewritten = kit.keyed.new_records(&log, last, &["written again"]);
    let (path, bytes) = kit.keyed.segment_after(&log, last, &[Lines::from(&rewritten[0])]);
    let true_one = format!("vault/{}", kit.segment_of(&log, last));
    kit.vector("log-rewritten", "The newest record is replaced by another one, signed by the vault's own key.")
        .delete(&true_one)
        .write(&format!("vault/{path}"), &bytes)
        .finds(&[Class::Fork]);
    kit.vector("log-rewritten-first-time", "The same; this computer never opened the vault.")
        .delete(&true_one)
        .write(&format!("vault/{path}"), &bytes)
        .memory(Remembers::None)
        .finds(&[Class::Fork, Class::InboxUnknown]);
}

/// Several segments as one, as compaction makes it: the same lines and the last note.
fn packs(kit: &mut Kit) {
    let log = kit.log.clone();
    let (first, last) = (5, 14);
    let range = usize::try_from(first).unwrap()..usize::try_from(last + 1).unwrap();
    let lines: Vec<Lines> = kit.keyed.records(&log)[range].iter().map(Lines::from).collect();
    let (path, bytes) = kit.keyed.segment_after(&log, first, &lines);
    kit.vector("pack-overlap-equal", "A segment holds the lines of ten others that are there too.")
        .write(&format!("vault/{path}"), &bytes)
        .finds(&[]);
    let mut draft = kit.vector("pack-alone", "A segment holds the lines of ten others, which are removed.");
    draft = draft.write(&format!("vault/{path}"), &bytes);
    for n in first..=last {
        draft = draft.delete(&format!("vault/{}", kit.segment_of(&log, n)));
    }
    draft.finds(&[]);
    let mut other = lines;
    other[3] = other[3].clone().with_head("\"at\":\"2026-", b"\"at\":\"2025-");
    let (path, bytes) = kit.keyed.segment_after(&log, first, &other);
    kit.vector("pack-overlap-different", "A segment holds the lines of ten others, one of them another.")
        .write(&format!("vault/{path}"), &bytes)
        .finds(&[Class::Fork]);
}

/// The same plaintext sealed anew: under the old name it is not that file, under its own name it is as good.
fn sealed_again(kit: &mut Kit) {
    let log = kit.log.clone();
    let true_path = kit.segment_of(&log, MIDDLE);
    let segment = kit.keyed.segment(&log, &true_path);
    let lines: Vec<Lines> = segment.records.iter().map(Lines::from).collect();
    let (path, bytes) = kit.keyed.segment_with(&log, MIDDLE, &lines, &segment.note);
    kit.vector("segment-reencrypted", "A segment's bytes are sealed anew under its old name.")
        .write(&format!("vault/{true_path}"), &bytes)
        .finds(&[Class::SegmentChanged]);
    kit.vector("segment-reencrypted-renamed", "A segment is sealed anew, under the name of the new file.")
        .delete(&format!("vault/{true_path}"))
        .write(&format!("vault/{path}"), &bytes)
        .finds(&[]);
}

fn not_segments(kit: &mut Kit) {
    let log = kit.log.clone();
    let (size, next) = (kit.size(&log), kit.next(&log));
    let to = kit.keyed.box_identity(&log.box_id).to_recipient();
    let stranger = IdentityFile::generate();
    let note = note_by(kit, &stranger, &next);
    let (path, bytes) = kit.keyed.segment_with(&log, size, std::slice::from_ref(&next), &note);
    kit.vector(
        "object-as-segment",
        "A file that looks like a segment was added as an item, and its object lies in the log.",
    )
    .write(&format!("vault/{path}"), &bytes)
    .finds(&[Class::SignatureBad]);
    // A true note can be read in any bundle. It binds the records before it too.
    let last = size - 1;
    let path = kit.segment_of(&log, last);
    let true_note = kit.keyed.segment(&log, &path).note;
    let forged = Lines::from(&kit.keyed.new_records(&log, last, &["never written"])[0]);
    let (forged_path, bytes) = kit.keyed.segment_with(&log, last, &[forged], &true_note);
    kit.vector("object-as-segment-true-note", "The newest segment is replaced by a forged one with its true note.")
        .delete(&format!("vault/{path}"))
        .write(&format!("vault/{forged_path}"), &bytes)
        .effect("The forged record is not handed over.")
        .finds(&[Class::Fork, Class::RecordBad]);
    let random = forge::sealed_segment(&[], "", &to);
    let name = casekeep_format::segment_name(size, size, &random);
    kit.vector("segment-without-records", "A segment holds nothing.")
        .write(&format!("vault/{}/{name}", log.folder), &random)
        .finds(&[Class::SegmentChanged]);
    let text = [b"casekeep-segment 2\n".to_vec(), next.head, b"\n".to_vec()].concat();
    let newer = casekeep_format::seal_bytes(&to, &text).unwrap();
    let name = casekeep_format::segment_name(size, size, &newer);
    kit.vector("segment-format-2", "A segment's type line says 2.")
        .write(&format!("vault/{}/{name}", log.folder), &newer)
        .finds(&[Class::FormatNewer]);
}

fn note_by(kit: &Kit, signer: &IdentityFile, next: &Lines) -> String {
    let mut tree: Frontier = kit.keyed.tree(&kit.log, usize::MAX);
    tree.push(next.leaf());
    let origin = kit.keyed.origin(&kit.log);
    let text = forge::checkpoint_text(&origin, tree.size(), &tree.root().to_string());
    forge::signed(&text, &origin, &signer.current().signing)
}
