use crate::samples::{box_id, record, vault, writer};
use casekeep_format::{
    Checkpoint, FormatError, Identity, Record, Segment, SegmentName, leaf_hash, origin, read_segment, root_of,
    seal_bytes, segment_name, write_segment,
};
use casekeep_model::{Class, limits};
use proptest::prelude::*;

fn note(records: &[Record]) -> String {
    let leaves: Vec<_> = records.iter().map(Record::leaf).collect();
    let origin = origin(&vault(), &box_id(), &writer());
    Checkpoint { origin, size: leaves.len() as u64, root: root_of(&leaves) }.sign(&crate::samples::key())
}

fn text_of(records: &[Record], note: &str) -> Vec<u8> {
    let mut text = b"casekeep-segment 1\n".to_vec();
    for record in records {
        for line in std::iter::once(record.head_line()).chain(record.part_lines()) {
            text.extend_from_slice(line);
            text.push(b'\n');
        }
    }
    text.push(b'\n');
    text.extend_from_slice(note.as_bytes());
    text
}

fn read_text(text: &[u8]) -> Result<Segment, FormatError> {
    let identity = Identity::generate();
    read_segment(seal_bytes(&identity.to_recipient(), text).unwrap().as_slice(), &identity)
}

fn class(result: Result<Segment, FormatError>) -> Option<Class> {
    result.err().map(|e| e.class().unwrap_or_else(|| panic!("no class: {e}")))
}

#[test]
fn a_segment_reads_back_and_its_plaintext_is_the_documented_one() {
    let identity = Identity::generate();
    let records: Vec<Record> = (0..5).map(record).collect();
    let note = note(&records);
    let sealed = write_segment(&records, &note, &identity.to_recipient()).unwrap();
    let plain = casekeep_format::open_bytes(&identity, sealed.as_slice(), limits::SEGMENT).unwrap();
    assert_eq!(*plain, text_of(&records, &note));
    assert_eq!(plain.len(), casekeep_format::segment::segment_len(&records, &note));
    assert_eq!(read_segment(sealed.as_slice(), &identity).unwrap(), Segment { records, note });
}

#[test]
fn the_wrong_key_and_any_flipped_byte_are_found() {
    let identity = Identity::generate();
    let records = [record(0)];
    let sealed = write_segment(&records, &note(&records), &identity.to_recipient()).unwrap();
    let stranger = read_segment(sealed.as_slice(), &Identity::generate());
    assert_eq!(class(stranger), Some(Class::SegmentChanged));
    for i in 0..sealed.len() {
        let mut changed = sealed.clone();
        changed[i] ^= 0x20;
        assert_eq!(class(read_segment(changed.as_slice(), &identity)), Some(Class::SegmentChanged), "byte {i}");
        assert_eq!(class(read_segment(&sealed[..i], &identity)), Some(Class::SegmentChanged), "cut at {i}");
    }
}

#[test]
fn broken_frames_are_refused() {
    let records = [record(0), record(1)];
    let note = note(&records);
    let good = String::from_utf8(text_of(&records, &note)).unwrap();
    assert!(read_text(good.as_bytes()).is_ok());
    let changed = Some(Class::SegmentChanged);
    for (what, text, expected) in [
        ("empty", String::new(), changed),
        ("another kind of file", good.replacen("casekeep-segment 1", "casekeep-memory 1", 1), changed),
        ("newer", good.replacen("segment 1", "segment 2", 1), Some(Class::FormatNewer)),
        ("type line with a CR", good.replacen("segment 1\n", "segment 1\r\n", 1), Some(Class::FormatNewer)),
        ("no record", format!("casekeep-segment 1\n\n{note}"), changed),
        ("no note", good.replace(&note, ""), changed),
        ("no empty line", good.replacen("\n\n", "\n", 1), Some(Class::RecordBad)),
        ("part before any head", good.replacen("{\"at\"", "[]\n{\"at\"", 1), Some(Class::RecordBad)),
        ("CRLF", good.replace('\n', "\r\n"), Some(Class::FormatNewer)),
        ("a note too long", format!("{good}{}", "x".repeat(20_000)), changed),
        ("cut in a head", good[..100].to_owned(), changed),
    ] {
        assert_eq!(class(read_text(text.as_bytes())), expected, "{what}");
    }
    assert_eq!(class(read_text(b"casekeep-segment 1\n\xff\xfe\n\n")), Some(Class::RecordBad));
    let not_text = [good.as_bytes(), b"\xff"].concat();
    assert_eq!(class(read_text(&not_text)), Some(Class::SignatureBad));
}

#[test]
fn what_follows_the_note_breaks_its_signature() {
    let records = [record(0)];
    let text = [text_of(&records, &note(&records)), b"{}\n".to_vec()].concat();
    let segment = read_text(&text).unwrap();
    let key = crate::samples::key().verifying_key();
    let opened = Checkpoint::open(&segment.note, &origin(&vault(), &box_id(), &writer()), &key);
    assert_eq!(opened.err().and_then(|e| e.class()), Some(Class::SignatureBad));
}

#[test]
fn limits_hold_while_reading() {
    let head = record(0);
    let long_head = format!("casekeep-segment 1\n{}\n\n", "{".repeat(limits::HEAD + 1));
    assert_eq!(class(read_text(long_head.as_bytes())), Some(Class::RecordBad));
    let mut long_part = b"casekeep-segment 1\n".to_vec();
    long_part.extend_from_slice(head.head_line());
    long_part.extend_from_slice(format!("\n[\"{}\n", "x".repeat(limits::PART)).as_bytes());
    assert_eq!(class(read_text(&long_part)), Some(Class::RecordBad));
    let mut many = b"casekeep-segment 1\n".to_vec();
    many.extend_from_slice(head.head_line());
    many.extend_from_slice("\n[]".repeat(limits::PARTS + 1).as_bytes());
    many.extend_from_slice(b"\n\nnote\n");
    assert_eq!(class(read_text(&many)), Some(Class::RecordBad));
}

#[test]
fn records_must_stand_where_their_file_says() {
    let segment = Segment { records: vec![record(4), record(5)], note: String::new() };
    let name = |first, last| SegmentName { first, last, hash: "0".repeat(32) };
    let class = |r: Result<(), FormatError>| r.err().and_then(|e| e.class());
    assert_eq!(class(segment.check_place(&box_id(), &writer(), &name(4, 5))), None);
    for (first, last) in [(4, 4), (4, 6), (5, 6), (0, 1)] {
        assert_eq!(class(segment.check_place(&box_id(), &writer(), &name(first, last))), Some(Class::RecordMisplaced));
    }
    let (other_box, other_writer) = ("c".repeat(26).parse().unwrap(), "c".repeat(16).parse().unwrap());
    assert_eq!(class(segment.check_place(&other_box, &writer(), &name(4, 5))), Some(Class::RecordMisplaced));
    assert_eq!(class(segment.check_place(&box_id(), &other_writer, &name(4, 5))), Some(Class::RecordMisplaced));
}

#[test]
fn names_read_back() {
    let name = segment_name(0, 41, b"some bytes");
    let parsed: SegmentName = name.parse().unwrap();
    assert_eq!((parsed.first, parsed.last, parsed.to_string()), (0, 41, name.clone()));
    assert!(parsed.is_name_of(b"some bytes") && !parsed.is_name_of(b"other bytes"));
    assert!(name.starts_with("0000000000-0000000041-") && name.len() == 58);
    for bad in [
        name.replace("0000000041", "41"),
        name.replace(".age", ""),
        name.replace(".age", ".age.age"),
        name.replace("0000000000-", "0000000042-"),
        name.replace("0000000000-", "+000000000-"),
        format!("{name}-x"),
        name.to_uppercase(),
        name.replace(".age", "-0.age"),
    ] {
        assert!(bad.parse::<SegmentName>().is_err(), "{bad}");
    }
}

#[test]
fn an_empty_run_is_not_written() {
    let to = Identity::generate().to_recipient();
    assert!(write_segment(&[], "note\n", &to).is_err());
    assert!(write_segment(&[record(0)], "", &to).is_err());
    assert_ne!(leaf_hash(b""), record(0).leaf());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn an_opened_segment_of_any_bytes_is_read_or_refused(tail in prop::collection::vec(any::<u8>(), 0..400)) {
        let text = [b"casekeep-segment 1\n".to_vec(), record(0).head_line().to_vec(), b"\n".to_vec(), tail].concat();
        if let Err(error) = read_text(&text) {
            prop_assert!(error.class().is_some());
        }
    }
}
