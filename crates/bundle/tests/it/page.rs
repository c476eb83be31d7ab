//! The chronology: what strangers wrote stays text, and late entries, amendments and repeated hours are said.

use crate::case::Case;
use crate::tampered::Tampered;
use casekeep_bundle::layout::{CHRONOLOGY, CHRONOLOGY_CSV};
use casekeep_model::view::Selection;
use data_encoding::BASE64;
use sha2::{Digest, Sha256};

fn sample() -> (String, String) {
    let bag = Tampered::open(&Case::sample(7, 100).archive(&Selection::default()));
    (bag.text(CHRONOLOGY), bag.text(CHRONOLOGY_CSV))
}

#[test]
fn nothing_in_the_page_runs_or_loads() {
    let (page, _) = sample();
    let lower = page.to_ascii_lowercase();
    for forbidden in [
        "<script",
        "<iframe",
        "<object",
        "<embed",
        "<link",
        "<form",
        " on",
        "style=",
        "javascript:alert(1)\"",
        "href=\"http",
    ] {
        let hits: Vec<_> =
            lower.match_indices(forbidden).map(|(at, _)| &lower[at.saturating_sub(20)..at + 20]).collect();
        let harmless = |hit: &&&str| {
            forbidden == " on"
                && !hit
                    .split(" on")
                    .nth(1)
                    .is_some_and(|rest| rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('='))
        };
        assert_eq!(hits.iter().filter(|hit| !harmless(hit)).count(), 0, "{forbidden}: {hits:?}");
    }
    assert!(!page.contains('\u{202e}') && page.contains("⟨U+202E⟩gpj.exe"));
    assert!(page.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
    let style = page.split("<style>").nth(1).unwrap().split("</style>").next().unwrap();
    let hash = BASE64.encode(&Sha256::digest(style.as_bytes()));
    let policy = format!(
        "content=\"default-src 'none'; img-src data:; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\""
    );
    assert!(page.contains(&policy));
}

#[test]
fn the_page_says_what_a_reader_must_know() {
    let (page, _) = sample();
    for said in [
        "<h1>Chronology</h1>",
        "4 contacts on 4 days, 4 March 2026 to 25 October 2026. 3 items.",
        "<span class=\"chip\">written 41 days after</span>",
        "<b>Asked to stop</b>",
        "in the hour that was repeated when the clocks went back; not known which of the two",
        "I found the second message",
        "<dt>What happened, earlier</dt><dd dir=\"auto\">=HYPERLINK(",
        "<dt>What happened, later</dt><dd dir=\"auto\">He wrote twice.</dd>",
        "<dt>Place, earlier</dt><dd dir=\"auto\">(nothing)</dd>",
        "Times as recorded by this computer’s clock",
        "It does not show who wrote an item",
        "Changes after import can be detected.",
        "Added while the vault was locked",
        "item 1: the area 3 × 4 at 1, 2",
        "5 records of the log are not in this bundle",
        "alt=\"Item 1: &lt;/p&gt;",
        "id=\"contact-3b\"",
        "about 08:00",
        "Letter or card",
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(page.is_char_boundary(page.len()) && page.matches("<tr").count() == 5);
    assert_eq!(page.matches("data:image/png;base64,").count(), 1);
}

#[test]
fn the_sheet_holds_no_formula() {
    let (_, sheet) = sample();
    assert!(sheet.starts_with('\u{feff}'));
    assert!(
        sheet.contains("\"'=HYPERLINK(\"\"http://example.invalid\"\";\"\"click\"\")\"")
            || sheet.contains("earlier “=HYPERLINK")
    );
    let body = sheet.trim_start_matches('\u{feff}');
    let mut columns = Vec::new();
    let (mut quoted, mut cells) = (false, 1);
    let mut previous = ',';
    for c in body.chars() {
        if !quoted && matches!(previous, ',' | '\n') {
            assert_eq!(c, '"', "every cell is quoted");
        }
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells += 1,
            '\n' if !quoted => columns.push(std::mem::replace(&mut cells, 1)),
            '=' | '+' | '-' | '@' if quoted => assert_ne!(previous, '"', "a cell begins with {c}"),
            _ => {}
        }
        previous = c;
    }
    assert_eq!(columns, [25; 8], "a heading, four contacts and three items");
}
