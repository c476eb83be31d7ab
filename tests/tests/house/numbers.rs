//! Numbers to ring: they stand in the content file with who says so and as at when, and nowhere else in the program.

use super::files::{is_source, read, tracked};
use std::collections::BTreeSet;

const CONTENT: &str = "crates/content/guidance.json";

/// Files in which an invented case quotes numbers, as people do.
const QUOTES_PEOPLE: &[&str] = &["ui/src/ipc/memory/sample.ts", "ui/src/ipc/memory/sampleRegisters.ts"];

#[test]
fn numbers_to_ring_stand_in_the_content_file_alone() {
    let offered = offered();
    assert!(offered.contains("999") && offered.len() > 2, "the content file offers numbers: {offered:?}");
    let ours = |path: &String| {
        ["ui/src/", "crates/", "src-tauri/src/"].iter().any(|start| path.starts_with(start))
            && is_source(path)
            && !path.contains("/tests/")
            && !path.contains(".test.")
            && !QUOTES_PEOPLE.contains(&path.as_str())
    };
    let mut wrong = Vec::new();
    for path in tracked().into_iter().filter(ours) {
        let text = read(&path);
        let told = text.split("#[cfg(test)]").next().unwrap_or_default();
        wrong.extend(numbers(told, &offered).into_iter().map(|number| format!("{path}: {number}")));
    }
    assert!(wrong.is_empty(), "a number to ring belongs into {CONTENT}: {wrong:#?}");
}

#[test]
fn every_number_to_ring_says_where_it_comes_from_and_as_at_when() {
    let content: serde_json::Value = serde_json::from_str(&read(CONTENT)).expect("the content file is JSON");
    for number in content["numbers"].as_array().expect("it lists numbers") {
        let sources = number["sources"].as_array().expect("who says so");
        let known = |id: &serde_json::Value| {
            content["sources"].as_array().is_some_and(|all| all.iter().any(|one| one["id"] == *id))
        };
        assert!(!sources.is_empty() && sources.iter().all(known), "{number}");
        assert!(number["as_at"].as_str().is_some_and(|month| month.len() == 7), "{number}");
    }
}

#[test]
fn the_finder_of_numbers_finds_them() {
    let offered = BTreeSet::from(["999".to_owned(), "116 123".to_owned()]);
    assert_eq!(numbers("ring 999, or '116 123'; 0808 802 0300 too, +44 7700 900123", &offered).len(), 4);
    assert!(numbers("2.999.1 x999 9990 -999 1999-12 0999 0x1234567890 1.2.116 123.4", &offered).is_empty());
    assert!(numbers("1_234_567_890 01234567890123456789", &offered).is_empty());
}

/// Returns the numbers that the content file offers.
fn offered() -> BTreeSet<String> {
    let content: serde_json::Value = serde_json::from_str(&read(CONTENT)).expect("the content file is JSON");
    let numbers = content["numbers"].as_array().expect("it lists numbers");
    numbers.iter().map(|one| one["number"].as_str().expect("a number is text").to_owned()).collect()
}

/// Returns what a text says that is one of these numbers, or has the shape of a British telephone number.
fn numbers(text: &str, offered: &BTreeSet<String>) -> Vec<String> {
    runs(text).into_iter().filter(|run| offered.contains(*run) || looks_like_one(run)).map(str::to_owned).collect()
}

/// Returns the runs of digits, single spaces among them, that are no part of a longer word or number.
fn runs(text: &str) -> Vec<&str> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '#');
    let mut found = Vec::new();
    let mut from = 0;
    let bytes = text.as_bytes();
    while from < bytes.len() {
        if !bytes[from].is_ascii_digit() {
            from += 1;
            continue;
        }
        let mut to = from;
        while to < bytes.len()
            && (bytes[to].is_ascii_digit() || (bytes[to] == b' ' && bytes.get(to + 1).is_some_and(u8::is_ascii_digit)))
        {
            to += 1;
        }
        let before = text[..from].chars().next_back().is_some_and(part);
        let mut rest = text[to..].chars();
        let after = match rest.next() {
            // A sentence may end with it; a longer number goes on.
            Some('.') => rest.next().is_some_and(|c| c.is_ascii_digit()),
            Some(c) => part(c),
            None => false,
        };
        if !before && !after {
            let abroad = text[..from].ends_with('+');
            found.push(&text[from - usize::from(abroad)..to]);
        }
        from = to;
    }
    found
}

fn looks_like_one(run: &str) -> bool {
    let digits = run.bytes().filter(u8::is_ascii_digit).count();
    let first = run.split(' ').next().unwrap_or_default();
    (first.starts_with('0') && first.len() >= 3 && (10..=11).contains(&digits))
        || (first.starts_with("+44") && (11..=12).contains(&digits))
}
