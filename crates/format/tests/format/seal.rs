use crate::samples;
use casekeep_format::{
    LogHead, NewRecord, Record, Root, SealCounts, SealRecord, disclose_heads, find_note, heads_of_box, kind,
    sealed_heads,
};
use casekeep_model::BoxId;

fn heads(count: usize) -> Vec<LogHead> {
    let letters: Vec<char> = ('a'..='z').collect();
    let head = |n: usize| LogHead {
        box_id: format!("{}{}{}", "a".repeat(24), letters[n / 26], letters[n % 26]).parse().unwrap(),
        writer: samples::writer(),
        size: n as u64,
        root: Root([n as u8; 32]).to_string(),
    };
    (0..count).map(head).collect()
}

fn records(heads: &[LogHead]) -> Vec<Record> {
    let record =
        |(n, parts)| Record::new(NewRecord { kind: kind::HEADS.to_owned(), ..samples::new_record(n, parts) }).unwrap();
    (0..).zip(sealed_heads(heads)).map(record).collect()
}

#[test]
fn each_head_can_be_shown_alone_and_the_number_of_others_is_blurred() {
    for (count, parts) in [(0, 0), (1, 16), (16, 16), (17, 32), (200, 256)] {
        let heads = heads(count);
        let records = records(&heads);
        let [record] = records.as_slice() else { panic!("one record is enough for {count}") };
        assert_eq!(record.parts().len(), parts + 1);
        assert_eq!(casekeep_format::read_part::<Vec<LogHead>>(record, "heads"), Some(heads.clone()));
        for head in &heads {
            let shown = disclose_heads(record, &head.box_id);
            assert_eq!((shown.parts().len(), heads_of_box(&shown, &head.box_id)), (1, vec![head.clone()]));
            assert_eq!(shown.leaf(), record.leaf());
        }
        let other: BoxId = "z".repeat(26).parse().unwrap();
        assert!(disclose_heads(record, &other).parts().is_empty());
    }
}

#[test]
fn more_heads_than_a_record_holds_take_several_and_the_last_has_all() {
    let heads = heads(600);
    let records = records(&heads);
    assert_eq!(records.len(), 3);
    let all = records.iter().filter_map(|record| casekeep_format::read_part::<Vec<LogHead>>(record, "heads"));
    assert_eq!(all.collect::<Vec<_>>(), std::slice::from_ref(&heads));
    assert!(records[2].part("heads").is_some());
    for head in &heads {
        assert!(records.iter().any(|record| heads_of_box(record, &head.box_id) == [head.clone()]));
    }
}

#[test]
fn a_record_of_a_seal_reads_back() {
    let counts = SealCounts { cases: 1, contacts: 2, items: 3, records: 4 };
    let clocks = casekeep_format::Clocks { zone: None, boot: Some(5) };
    let new = |of| NewRecord {
        kind: kind::SEAL.to_owned(),
        of,
        ..samples::new_record(7, SealRecord::parts("note", counts, &clocks))
    };
    let record = Record::new(new(vec![])).unwrap();
    let read = SealRecord::from_record(&record).unwrap();
    assert_eq!((read.note.as_str(), read.counts, read.leaf), ("note", counts, record.leaf()));
    assert_eq!(SealRecord::from_record(&Record::new(new(vec![record.leaf()])).unwrap()), None);
}

#[test]
fn a_note_is_found_in_what_a_person_typed() {
    let note = "casekeep/v1/a/b/c\n7\ncm9vdA==\n\n— casekeep/v1/a/b/c c2ln\n— other c2ln\n";
    for text in [
        note.to_owned(),
        note.replace('\n', "\r\n"),
        format!("A SEAL\n\n{}\nName ____\n", note.replace("\n\n", "\n").replace('\n', "\n    ")),
        note.replace('—', "--"),
        note.replace("— ", "-"),
    ] {
        assert_eq!(find_note(&text).as_deref(), Some(note), "{text}");
    }
    for text in ["", "casekeep/v1/a/b/c", "casekeep/v1/a/b/c\n7\ncm9vdA==\n", "abandon about"] {
        assert_eq!(find_note(text), None, "{text}");
    }
}
