use crate::samples::{box_id, lines_of, new_record, record, writer};
use casekeep_format::record::part_hash;
use casekeep_format::{FormatError, Record, leaf_hash};
use casekeep_model::{Class, LeafHash, limits};
use serde_json::json;

/// A record whose hashes were computed with Python's hashlib.
const HEAD: &str = r#"{"at":"2026-11-22T11:20:00.123Z","box":"aaaaaaaaaaaaaaaaaaaaaaaaaa","kind":"contact","n":41,"of":[],"parts":["8e34271dd8389cb4d710a7dcd2e06168ac5f8ff34ed9221b0d67e092cf0dc59d","da9cc1e14d3201332c01a0312b2b4a07bd9ef3eba622a058438b6c4585b5a711"],"salt":"AAECAwQFBgcICQoLDA0ODw","v":1,"w":"bbbbbbbbbbbbbbbb"}"#;
const WHAT: &str = r#"["EBESExQVFhcYGRobHB0eHw","what","He waited at the surgery door."]"#;
const PLACE: &str = r#"["ICEiIyQlJicoKSorLC0uLw","place","the car park"]"#;
const LEAF: &str = "f298834bfb62edad1ca3a0303cedd87b31fafa10f90d5c3d83f1696cc9d34735";

fn parse(head: &str, parts: &[&str]) -> Result<Record, FormatError> {
    Record::parse(head.as_bytes(), &parts.iter().map(|p| p.as_bytes().to_vec()).collect::<Vec<_>>())
}

fn class(result: Result<Record, FormatError>) -> Option<Class> {
    result.err().and_then(|e| e.class())
}

/// A head that names exactly these parts, properly hashed.
fn head_over(parts: &[&str]) -> String {
    let hashes: Vec<String> = parts.iter().map(|p| format!("\"{}\"", part_hash(p.as_bytes()))).collect();
    let (before, rest) = HEAD.split_once("\"parts\":[").unwrap();
    let (_, after) = rest.split_once(']').unwrap();
    format!("{before}\"parts\":[{}]{after}", hashes.join(","))
}

#[test]
fn the_known_record_has_the_known_hashes() {
    let record = parse(HEAD, &[WHAT, PLACE]).unwrap();
    assert_eq!(record.leaf().to_string(), LEAF);
    assert_eq!(record.leaf(), leaf_hash(HEAD.as_bytes()));
    assert_eq!(record.part("what"), Some(&json!("He waited at the surgery door.")));
    assert_eq!(record.part("place"), Some(&json!("the car park")));
    assert_eq!(record.part("absent"), None);
    assert_eq!(record.head().n, 41);
    assert_eq!((&record.head().box_id, &record.head().writer), (&box_id(), &writer()));
    assert_eq!(record.head_line(), HEAD.as_bytes());
    assert_eq!(record.part_lines().collect::<Vec<_>>(), [WHAT.as_bytes(), PLACE.as_bytes()]);
    assert_eq!(record.stored_len(), HEAD.len() + WHAT.len() + PLACE.len() + 3);
}

#[test]
fn a_new_record_reads_back_and_no_salt_comes_twice() {
    let (first, second) = (record(0), record(1));
    let again = Record::parse(first.head_line(), &lines_of(&first)).unwrap();
    assert_eq!(again, first);
    let salts: std::collections::HashSet<_> = first.salts().chain(second.salts()).collect();
    assert_eq!(salts.len(), 6);
}

#[test]
fn any_part_may_be_withheld_but_not_swapped_or_moved() {
    for kept in [&[][..], &[WHAT], &[PLACE], &[WHAT, PLACE]] {
        let lines: Vec<Vec<u8>> = kept.iter().map(|p| p.as_bytes().to_vec()).collect();
        let disclosed = Record::parse_disclosed(HEAD.as_bytes(), &lines).unwrap();
        assert_eq!(disclosed.leaf().to_string(), LEAF);
        assert_eq!(disclosed.is_whole(), kept.len() == 2);
        assert_eq!(parse(HEAD, kept).is_ok(), kept.len() == 2);
    }
    let altered = WHAT.replace("waited", "stood");
    for parts in [&[PLACE, WHAT][..], &[WHAT, WHAT, PLACE], &[&altered, PLACE], &[WHAT, PLACE, PLACE]] {
        let lines: Vec<Vec<u8>> = parts.iter().map(|p| p.as_bytes().to_vec()).collect();
        assert_eq!(class(Record::parse_disclosed(HEAD.as_bytes(), &lines)), Some(Class::RecordBad));
    }
    let whole = parse(HEAD, &[WHAT, PLACE]).unwrap();
    let disclosed = whole.disclose(|name| name == "place");
    assert_eq!(disclosed.part("what"), None);
    assert_eq!(Record::parse_disclosed(disclosed.head_line(), &lines_of(&disclosed)).unwrap(), disclosed);
}

#[test]
fn heads_in_another_form_are_refused() {
    for (from, to) in [
        ("\"n\":41", "\"n\":41,\"n\":41"),
        ("\"n\":41", "\"n\":41.0"),
        ("\"n\":41", "\"n\":9007199254740992"),
        ("\"n\":41", "\"n\":10000000000"),
        ("\"n\":41", "\"n\":-1"),
        ("\"n\":41", "\"n\":\"41\""),
        ("\"n\":41", "\"n\": 41"),
        ("{\"at\"", "\u{feff}{\"at\""),
        ("contact", "\\ud800"),
        ("contact", "Contact"),
        ("contact", ""),
        ("\"w\":\"bbbbbbbbbbbbbbbb\"}", "\"w\":\"bbbbbbbbbbbbbbbb\"}\r"),
        ("\"kind\":\"contact\",\"n\":41", "\"n\":41,\"kind\":\"contact\""),
        ("\"of\":[],", ""),
        ("\"of\":[]", "\"of\":[\"ab\"]"),
        ("\"of\":[]", "\"of\":{}"),
        (".123Z", "Z"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaa"),
        ("bbbbbbbbbbbbbbbb", "BBBBBBBBBBBBBBBB"),
        ("AAECAwQFBgcICQoLDA0ODw", "AAECAwQFBgcICQoLDA0ODx"),
        ("AAECAwQFBgcICQoLDA0ODw", "AAECAwQFBgcICQoLDA0ODw=="),
        ("AAECAwQFBgcICQoLDA0ODw", "AAECAwQFBgcICQoLDA0O"),
        ("\"v\":1", "\"v\":\"1\""),
        ("8e34271d", "8E34271D"),
    ] {
        let head = HEAD.replacen(from, to, 1);
        assert_ne!(head, HEAD);
        assert_eq!(class(parse(&head, &[WHAT, PLACE])), Some(Class::RecordBad), "{to}");
    }
    let twice = HEAD.replace("\"of\":[]", &format!("\"of\":[\"{LEAF}\",\"{LEAF}\"]"));
    assert_eq!(class(parse(&twice, &[WHAT, PLACE])), Some(Class::RecordBad));
}

#[test]
fn a_newer_head_is_said_to_be_newer() {
    for (from, to) in [("\"v\":1", "\"v\":2"), ("\"w\":", "\"via\":1,\"w\":")] {
        assert_eq!(class(parse(&HEAD.replace(from, to), &[WHAT, PLACE])), Some(Class::FormatNewer), "{to}");
    }
}

#[test]
fn parts_in_another_form_are_refused_even_when_properly_hashed() {
    for part in [
        "[]",
        r#"["EBESExQVFhcYGRobHB0eHw","what"]"#,
        r#"["EBESExQVFhcYGRobHB0eHw","what","a","b"]"#,
        r#"["EBESExQVFhcYGRobHB0eHw","What","a"]"#,
        r#"["EBESExQVFhcYGRobHB0eHw","","a"]"#,
        r#"["EBESExQVFhcYGRobHB0eHw",1,"a"]"#,
        r#"["short","what","a"]"#,
        r#"["EBESExQVFhcYGRobHB0eHw","what",1.5]"#,
        r#"["EBESExQVFhcYGRobHB0eHw", "what","a"]"#,
        r#"["EBESExQVFhcYGRobHB0eHw","what",{"b":1,"a":2}]"#,
        r#"["AAECAwQFBgcICQoLDA0ODw","what","the head's salt again"]"#,
        r#"{"what":1}"#,
    ] {
        assert_eq!(class(parse(&head_over(&[part]), &[part])), Some(Class::RecordBad), "{part}");
    }
    let same_name = r#"["ICEiIyQlJicoKSorLC0uLw","what","again"]"#;
    assert_eq!(class(parse(&head_over(&[WHAT, same_name]), &[WHAT, same_name])), Some(Class::RecordBad));
    let same_salt = PLACE.replace("ICEiIyQlJicoKSorLC0uLw", "EBESExQVFhcYGRobHB0eHw");
    assert_eq!(class(parse(&head_over(&[WHAT, &same_salt]), &[WHAT, &same_salt])), Some(Class::RecordBad));
    assert!(parse(&head_over(&[WHAT]), &[WHAT]).is_ok());
}

#[test]
fn unknown_kinds_and_parts_are_kept() {
    let mut new = new_record(3, vec![("smell_of_flowers".to_owned(), json!({ "strong": true }))]);
    new.kind = "from_the_future".to_owned();
    let record = Record::new(new).unwrap();
    assert_eq!(record.part("smell_of_flowers"), Some(&json!({ "strong": true })));
}

#[test]
fn limits_hold_when_writing() {
    let long = "x".repeat(limits::PART);
    assert!(Record::new(new_record(0, vec![("what".to_owned(), json!(long))])).is_err());
    let fits = "x".repeat(limits::PART - 40);
    assert!(Record::new(new_record(0, vec![("what".to_owned(), json!(fits))])).is_ok());
    let many = |n: usize| (0..n).map(|i| (format!("p{i}"), json!(i))).collect::<Vec<_>>();
    assert!(Record::new(new_record(0, many(limits::PARTS))).is_ok());
    assert!(Record::new(new_record(0, many(limits::PARTS + 1))).is_err());
    let mut wide = new_record(0, vec![]);
    wide.of = (0..1000_u32).map(|i| leaf_hash(&i.to_be_bytes())).collect::<Vec<LeafHash>>();
    assert!(Record::new(wide).is_err());
}

#[test]
fn nothing_written_shows_in_debug_output() {
    let shown = format!("{:?} {:?}", record(0), record(0).parts());
    assert!(!shown.contains("surgery") && !shown.contains("car park"), "{shown}");
}
