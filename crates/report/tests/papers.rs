//! Papers as other programs read them: their text, their form, and that nothing that was written acts as markup.

#![allow(clippy::unwrap_used, reason = "a test")]

use casekeep_model::view::RegisterView;
use casekeep_model::{Gift, Moment, Pence, RegisterEntry, Thing, Timestamp};
use casekeep_report::{
    Column, Label, Labels, Letter, Made, Paper, Table, docx, gift_register, pdf, thing_labels, thing_register,
};
use std::io::{Cursor, Read};
use std::process::Command;

const NAUGHTY: &str = include_str!("../../../tests/naughty/blns.json");

fn made() -> Made {
    Made { day: "22 November 2026".to_owned(), at: "2026-11-22T10:00:00.000Z".parse().unwrap() }
}

fn naughty() -> Vec<String> {
    serde_json::from_str(NAUGHTY).unwrap()
}

fn view(n: u32, entry: RegisterEntry) -> RegisterView {
    RegisterView {
        n,
        label: n.to_string(),
        entry,
        recorded: Timestamp::from_millis(0),
        late: false,
        delay: None,
        twelve_months: None,
        stays: None,
        amendments: vec![],
    }
}

fn gift(n: u32, what: &str) -> RegisterView {
    let mut gift = Gift::new(Moment::parse("2026-02-05", "Europe/London").unwrap(), what.to_owned());
    gift.value = Some(Pence(1250));
    gift.message = Some(what.to_owned());
    gift.decision_reason = Some(what.to_owned());
    view(n, RegisterEntry::Gift(gift))
}

fn thing(n: u32, label: &str, what: &str) -> RegisterView {
    let mut thing = Thing::new(label.to_owned(), what.to_owned());
    thing.when = Moment::parse("2026-02-05T09:30", "Europe/London").ok();
    thing.items = vec![3, 4];
    thing.note = Some(what.to_owned());
    view(n, RegisterEntry::Thing(thing))
}

fn letter(text: &str) -> Letter {
    Letter { title: "Boundary letter".to_owned(), text: text.to_owned() }
}

/// Returns what a program says of the paper, saved in a folder of its own; `{}` stands for the file.
fn asked(program: &str, arguments: &[&str], bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("paper.pdf");
    std::fs::write(&file, bytes).unwrap();
    let file = file.to_str().unwrap();
    let arguments: Vec<&str> = arguments.iter().map(|one| if *one == "{}" { file } else { one }).collect();
    let done = Command::new(program).args(arguments).output().unwrap();
    assert!(done.status.success(), "{program}: {}", String::from_utf8_lossy(&done.stderr));
    String::from_utf8_lossy(&done.stdout).into_owned()
}

fn text_of(paper: &impl Paper) -> String {
    asked("pdftotext", &["-layout", "{}", "-"], &pdf(paper, &made()).unwrap())
}

/// Only the marks that can be compared across line breaks and columns.
fn bare(text: &str) -> String {
    text.chars().filter(|c| c.is_ascii_alphanumeric() || "#$*@<>&\\{}=+".contains(*c)).collect()
}

#[test]
fn a_letter_is_read_whole_and_in_order_and_is_of_the_archive_form() {
    let text = "22 November 2026\n\nDear Person A,\n\n# About letters\n\nThis includes:\n- 5 February, a card\n- 9 March, 3 messages\n\nYours sincerely,\n\nDr Example";
    let bytes = pdf(&letter(text), &made()).unwrap();
    let read = asked("pdftotext", &["{}", "-"], &bytes);
    let places: Vec<usize> = ["22 November", "Person A", "About letters", "a card", "3 messages", "Dr Example"]
        .iter()
        .map(|words| read.find(words).unwrap_or_else(|| panic!("{words} in {read}")))
        .collect();
    assert!(places.is_sorted(), "{read}");
    let facts = asked("pdfinfo", &["{}"], &bytes);
    for fact in [
        "Title:           Boundary letter",
        "Tagged:          yes",
        "Creator:         Casekeep",
        "Pages:           1",
        "Encrypted:       no",
        "JavaScript:      no",
    ] {
        assert!(facts.contains(fact), "{fact} in {facts}");
    }
    assert!(!facts.contains("Author"), "{facts}");
    let meta = asked("pdfinfo", &["-meta", "{}"], &bytes);
    for standard in
        ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>"]
    {
        assert!(meta.contains(standard), "{standard} in {meta}");
    }
    let structure = asked("pdfinfo", &["-struct", "{}"], &bytes);
    for kind in ["H1", "L (", "LI"] {
        assert!(structure.contains(kind), "{kind} in {structure}");
    }
}

/// Letters, registers of several pages and labels, as a program says that takes every object of the file apart.
#[test]
fn another_program_finds_nothing_wrong_with_a_paper() {
    let long = "A scarf, blue, with a card from the shop. ".repeat(8);
    let gifts: Vec<RegisterView> = (1..40).map(|n| gift(n, &long)).collect();
    let things: Vec<RegisterView> = (1..14).map(|n| thing(n, &format!("T{n}"), &long)).collect();
    let papers = [
        pdf(&letter("22 November 2026\n\nDear Person A,\n\n# About letters\n\n- A card\n- 3 messages"), &made()),
        pdf(&gift_register("Matter 1", &gifts, made()), &made()),
        pdf(&gift_register("Matter 1", &[], made()), &made()),
        pdf(&thing_register("Matter 1", &things, made()), &made()),
        pdf(&thing_labels("Matter 1", &things, made()), &made()),
    ];
    let pages = papers.map(|paper| {
        let bytes = paper.unwrap();
        let checked = asked("qpdf", &["--check", "{}"], &bytes);
        assert!(checked.contains("No syntax or stream encoding errors found"), "{checked}");
        asked("qpdf", &["--show-npages", "{}"], &bytes).trim().parse::<u32>().unwrap()
    });
    assert!(pages[0] == 1 && pages[1] > 3 && pages[2] == 1 && pages[3] > 1 && pages[4] == 2, "{pages:?}");
}

#[test]
fn the_same_paper_is_the_same_bytes() {
    let table = gift_register("Matter 1", &[gift(1, "A scarf")], made());
    assert_eq!(pdf(&table, &made()).unwrap(), pdf(&table, &made()).unwrap());
    assert_eq!(docx(&letter("One"), &made()).unwrap(), docx(&letter("One"), &made()).unwrap());
}

#[test]
fn every_naughty_string_is_printed_as_text_in_a_letter() {
    let all = naughty();
    let text = all.iter().map(|one| format!("Entry: {one}")).collect::<Vec<_>>().join("\n\n");
    let read = bare(&text_of(&letter(&text)));
    let mut seen = 0;
    for one in &all {
        // Short and plain-marked strings only: in print, a long one is broken and another script is spelled out.
        let wanted = bare(one);
        if one.is_ascii() && !one.contains(|c: char| c.is_control()) {
            assert!(read.contains(&wanted), "{one:?}");
            seen += 1;
        }
    }
    assert!(seen > 200, "only {seen} could be compared");
}

#[test]
fn every_naughty_string_is_text_in_each_field_of_the_registers() {
    let all = naughty();
    let gifts: Vec<RegisterView> = (1..).zip(&all).map(|(n, text)| gift(n, text)).collect();
    let things: Vec<RegisterView> = (1..).zip(&all).map(|(n, text)| thing(n, text, text)).collect();
    for table in [gift_register("=Matter 1", &gifts, made()), thing_register("<b>", &things, made())] {
        assert_eq!(table.rows.len(), all.len());
        let csv = table.csv();
        assert!(csv.starts_with('\u{feff}'));
        for cell in cells(&csv) {
            assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell:?} is a formula");
        }
        assert_eq!(cells(&csv).len(), (table.rows.len() + 1) * table.columns.len(), "no cell breaks out");
    }
}

/// Many to a row: an unoptimised typesetter takes its time for each row.
#[test]
fn every_naughty_string_is_printed_in_the_registers() {
    let many: Vec<String> = naughty().chunks(16).map(|some| some.join("\n")).collect();
    let gifts: Vec<RegisterView> = (1..).zip(&many).map(|(n, text)| gift(n, text)).collect();
    let things: Vec<RegisterView> = (1..).zip(&many).map(|(n, text)| thing(n, text, "A card")).collect();
    assert!(pdf(&gift_register("=Matter 1", &gifts, made()), &made()).unwrap().starts_with(b"%PDF-"));
    assert!(pdf(&thing_register("<b>", &things, made()), &made()).unwrap().starts_with(b"%PDF-"));
    let labels: Vec<RegisterView> = (1..).zip(naughty()).step_by(16).map(|(n, text)| thing(n, &text, &text)).collect();
    assert!(pdf(&thing_labels("Matter 1", &labels, made()), &made()).unwrap().starts_with(b"%PDF-"));
    for empty in ["", " ", "\u{200d}", "# \u{200d}"] {
        let paper = Letter { title: empty.to_owned(), text: empty.to_owned() };
        assert!(pdf(&paper, &made()).is_ok(), "{empty:?}");
        assert!(pdf(&thing_labels("x", &[thing(1, empty, empty)], made()), &made()).is_ok(), "{empty:?}");
    }
}

/// Reads CSV as RFC 4180 says.
fn cells(csv: &str) -> Vec<String> {
    let mut cells = Vec::new();
    let mut rest = csv.trim_start_matches('\u{feff}');
    while let Some(inside) = rest.strip_prefix('"') {
        let mut cell = String::new();
        let mut tail = inside;
        loop {
            let (part, after) = tail.split_once('"').unwrap();
            cell.push_str(part);
            tail = after;
            match tail.strip_prefix('"') {
                Some(more) => {
                    cell.push('"');
                    tail = more;
                }
                None => break,
            }
        }
        cells.push(cell);
        rest = tail.strip_prefix(',').or_else(|| tail.strip_prefix("\r\n")).unwrap();
    }
    assert_eq!(rest, "");
    cells
}

#[test]
fn every_naughty_string_is_text_in_a_docx() {
    for one in naughty() {
        let bytes = docx(&Letter { title: one.clone(), text: format!("Entry: {one}") }, &made()).unwrap();
        let mut file = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        assert_eq!(file.len(), 7);
        let mut document = String::new();
        file.by_name("word/document.xml").unwrap().read_to_string(&mut document).unwrap();
        let tags: Vec<&str> = document
            .split('<')
            .skip(1)
            .map(|tag| tag.split(['>', ' ', '/']).find(|name| !name.is_empty()).unwrap())
            .collect();
        let known = |tag: &&str| tag.starts_with("w:") || *tag == "?xml";
        assert!(tags.iter().all(known), "{one:?} became a tag: {tags:?}");
        for c in document.chars() {
            assert!(
                matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..),
                "{one:?}"
            );
        }
    }
}

#[test]
fn what_typst_would_obey_is_printed() {
    let text = "#panic(\"x\") *bold* _it_ $x^2$ @ref <label> \\ `raw` #import \"@preview/cetz:0.1.0\" #read(\"/etc/passwd\") // no comment /* none */ ~ -- --- https://a.example = heading";
    let read = text_of(&letter(&format!("Before {text} after")));
    for part in [
        "#panic(\"x\")",
        "*bold*",
        "_it_",
        "$x^2$",
        "@ref",
        "<label>",
        "`raw`",
        "#read(\"/etc/passwd\")",
        "// no comment",
        "/* none */",
        "-- ---",
        "= heading",
    ] {
        assert!(read.split_whitespace().collect::<Vec<_>>().join(" ").contains(part), "{part} in {read}");
    }
    let links = asked("pdfinfo", &["-url", "{}"], &pdf(&letter(text), &made()).unwrap());
    assert!(!links.contains("http"), "{links}");
}

#[test]
fn what_hides_or_has_no_glyph_is_spelled_out() {
    let read = text_of(&letter("photo\u{202e}gpj.exe, \u{13000}, \u{e000}, Zoë, 5 < 6 & “ok” 😀\u{fe0f}"));
    for part in ["photo[U+202E]gpj.exe", "[U+13000]", "[U+E000]", "Zoë", "5 < 6 & “ok”"] {
        assert!(read.contains(part), "{part} in {read}");
    }
}

/// “Good morning” and the like, in the scripts that are read and written in the United Kingdom.
const SCRIPTS: &[&str] = &[
    "Dzień dobry, proszę",
    "Bună dimineața",
    "Günaydın, İyi günler",
    "Xin chào buổi sáng",
    "Доброе утро",
    "Добрий ранок, її",
    "Καλημέρα",
    "صباح الخير",
    "صبح بخیر، آپ کیسے ہیں",
    "בוקר טוב",
    "सुप्रभात",
    "সুপ্রভাত",
    "ਸ਼ੁਭ ਸਵੇਰ",
    "સુપ્રભાત",
    "காலை வணக்கம்",
    "శుభోదయం",
    "സുപ്രഭാതം",
    "සුභ උදෑසනක්",
    "อรุณสวัสดิ์",
    "እንደምን አደሩ",
    "დილა მშვიდობისა",
    "Բարի լույս",
    "早上好",
    "おはようございます",
    "𝓰𝓸𝓸𝓭 𝕞𝕠𝕣𝕟𝕚𝕟𝕘",
];

#[test]
fn the_scripts_that_people_write_in_are_printed_as_they_are() {
    for text in SCRIPTS {
        let read = text_of(&letter(&format!("Words: {text}")));
        assert!(read.contains("Words:") && !read.contains("[U+"), "{text} in {read}");
        let letters = text.chars().filter(|c| c.is_alphanumeric() && !c.is_ascii()).count();
        let found = text.chars().filter(|c| c.is_alphanumeric() && !c.is_ascii() && read.contains(*c)).count();
        assert_eq!(found, letters, "{text} in {read}");
    }
}

#[test]
fn a_long_word_is_broken_between_letters_and_not_within_one() {
    let word = "ക്ഷി".repeat(30);
    let read = text_of(&gift_register("Matter 1", &[gift(1, &word)], made()));
    assert!(!read.contains('\u{25cc}'), "a mark without its letter: {read}");
}

#[test]
fn the_registers_say_what_the_log_says() {
    let mut scarf = gift(7, "A scarf, blue");
    scarf.twelve_months = Some(Pence(9900));
    let read = text_of(&gift_register("Matter 1", &[scarf], made()));
    for part in [
        "Gift register, Matter 1",
        "5 February",
        "A scarf, blue",
        "£12.50",
        "£99.00",
        "Page 1 of 1",
        "22 November 2026",
    ] {
        assert!(read.contains(part), "{part} in {read}");
    }
    let read = text_of(&thing_register("Matter 1", &[thing(3, "T3-K7", "A card")], made()));
    for part in ["T3-K7", "A card", "09:30"] {
        assert!(read.contains(part), "{part} in {read}");
    }
    assert!(text_of(&gift_register("Matter 1", &[], made())).contains("Nothing is written in it yet."));
}

#[test]
fn the_code_on_a_label_is_the_one_in_the_register() {
    let things = [thing(1, "T1-A4", "An envelope"), thing(2, "T2-B9", &"very long ".repeat(60)), gift(3, "no label")];
    let labels = thing_labels("Matter 1", &things, made());
    let codes: Vec<&str> = labels.labels.iter().map(|label| label.code.as_str()).collect();
    assert_eq!(codes, ["T1-A4", "T2-B9"]);
    let read = text_of(&labels);
    for part in ["T1-A4", "An envelope", "physical item 1", "Shown by item 3, 4", "Closed by"] {
        assert!(read.contains(part), "{part} in {read}");
    }
    let many: Vec<Label> =
        (0..21).map(|n| Label { code: format!("T{n}"), what: "x".to_owned(), facts: vec![] }).collect();
    let sheet = pdf(&Labels { title: "Labels".to_owned(), labels: many, made: made() }, &made()).unwrap();
    assert!(asked("pdfinfo", &["{}"], &sheet).contains("Pages:           3"));
}

#[test]
fn a_paper_that_would_be_too_long_is_refused() {
    let rows = vec![vec![String::new()]; 10_001];
    let column = Column { name: "One", width: 1 };
    let table = Table { title: String::new(), intro: vec![], columns: vec![column], rows, made: made() };
    assert!(pdf(&table, &made()).is_err());
    assert!(pdf(&letter(&"x".repeat((1 << 20) + 1)), &made()).is_err());
    assert!(docx(&letter(&"x".repeat((1 << 20) + 1)), &made()).is_err());
}
