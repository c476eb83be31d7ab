//! The papers of a bundle as other programs read them: their form, their text in order, and that nothing in it is markup.

#![allow(clippy::unwrap_used, reason = "a test")]

use casekeep_model::bundle_paper::{
    Bar, Block, BundlePaper, Chart, Fact, Figure, Line, Look, PaperColumn, PaperRow, SetPaper,
};
use casekeep_report::Typesetter;
use std::process::Command;

const NAUGHTY: &str = include_str!("../../../tests/naughty/blns.json");
const LOOKS: [Look; 6] = [Look::Plain, Look::Lead, Look::Strong, Look::Words, Look::Small, Look::Framed];

fn paper(title: &str, signed: bool, blocks: Vec<Block>) -> BundlePaper {
    let made = "2026-11-22T10:00:00.000Z".parse().unwrap();
    BundlePaper { title: title.to_owned(), bundle: "Bundle casekeep-abcdefgh-2".to_owned(), signed, made, blocks }
}

/// Every kind of block, each with this text wherever a text can be.
fn all_kinds(text: &str) -> Vec<Block> {
    let line = |look| Line::new(look, text);
    let fact = Fact { label: text.to_owned(), text: text.to_owned() };
    let facts = Block::Facts { facts: vec![fact.clone(), fact] };
    let row = |strong| PaperRow { strong, cells: vec![LOOKS.map(line).to_vec(), vec![]] };
    let columns = vec![PaperColumn { name: "What", width: 3 }, PaperColumn { name: "Nothing", width: 1 }];
    let bar = |n, turn| Bar { n, label: text.to_owned(), turn };
    let chart =
        Chart { caption: text.to_owned(), alt: text.to_owned(), bars: vec![bar(0, true), bar(3, false)], most: 3 };
    let mut blocks: Vec<Block> = LOOKS.map(|look| Block::Line(line(look))).into();
    blocks.extend([
        Block::Heading { text: text.to_owned() },
        Block::List { lines: vec![text.to_owned(), text.to_owned()] },
        facts.clone(),
        Block::Figures { figures: vec![Figure { figure: "7".to_owned(), label: text.to_owned() }] },
        Block::Chart(chart),
        Block::Table { columns, rows: vec![row(false), row(true)] },
        Block::Entry {
            heading: format!("Entry {text}"),
            when: text.to_owned(),
            strong: true,
            blocks: vec![Block::Line(line(Look::Plain)), facts],
        },
    ]);
    blocks
}

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

#[test]
fn a_paper_is_of_the_archive_form_is_tagged_and_counts_its_pages() {
    let mut blocks = all_kinds("Some words");
    blocks.extend(all_kinds("More words"));
    blocks.extend(vec![Block::Line(Line::new(Look::Plain, "line\n".repeat(90)))]);
    let made = paper("Full log", true, blocks);
    let bytes = Typesetter.set(&made).unwrap();
    assert_eq!(bytes, Typesetter.set(&made).unwrap(), "the same bytes every time");
    let checked = asked("qpdf", &["--check", "{}"], &bytes);
    assert!(checked.contains("No syntax or stream encoding errors found"), "{checked}");
    let facts = asked("pdfinfo", &["{}"], &bytes);
    for fact in ["Title:           Full log, Bundle casekeep-abcdefgh-2", "Tagged:          yes", "Encrypted:       no"]
    {
        assert!(facts.contains(fact), "{fact} in {facts}");
    }
    assert!(facts.contains("A4") && !facts.contains("Author"), "{facts}");
    let meta = asked("pdfinfo", &["-meta", "{}"], &bytes);
    for standard in
        ["<pdfaid:part>2</pdfaid:part>", "<pdfaid:conformance>A</pdfaid:conformance>", "<pdfuaid:part>1</pdfuaid:part>"]
    {
        assert!(meta.contains(standard), "{standard} in {meta}");
    }
    let structure = asked("pdfinfo", &["-struct", "{}"], &bytes);
    for kind in ["H1", "H2", "H3", "Table", "TH", "BlockQuote", "Figure", "LI"] {
        assert!(structure.contains(kind), "{kind} in {structure}");
    }
    let pages: usize = asked("qpdf", &["--show-npages", "{}"], &bytes).trim().parse().unwrap();
    let read = asked("pdftotext", &["-layout", "{}", "-"], &bytes);
    assert!(pages > 1);
    for page in 1..=pages {
        assert!(read.contains(&format!("Page {page} of {pages}")), "{read}");
    }
    assert_eq!(read.matches("Bundle casekeep-abcdefgh-2 · Full log").count(), pages);
    assert_eq!(read.matches("Signed").count(), pages);
}

#[test]
fn every_naughty_string_is_printed_in_every_kind_of_block() {
    let all: Vec<String> = serde_json::from_str(NAUGHTY).unwrap();
    // Every string once, and some of them in every kind: an unoptimised typesetter takes its time.
    let many = all.chunks(24).map(|some| Block::Line(Line::new(Look::Plain, some.join("\n"))));
    let some: Vec<&str> = all.iter().step_by(32).map(String::as_str).collect();
    let blocks = many.chain(all_kinds(&some.join("\n"))).collect();
    let read = asked("pdftotext", &["{}", "-"], &Typesetter.set(&paper("=Log", false, blocks)).unwrap());
    // Long words are broken in print.
    let read: String = read.chars().filter(|c| !c.is_whitespace() && *c != '\u{200b}').collect();
    for part in ["<script>alert(", "[U+", "#", "$HOME", "'OR1=1"] {
        assert!(read.contains(part), "{part}");
    }
    for empty in ["", " ", "\n", "\u{200d}", "\u{200b}"] {
        assert!(Typesetter.set(&paper("Log", true, all_kinds(empty))).is_ok(), "{empty:?}");
    }
}

#[test]
fn what_typst_would_obey_is_printed() {
    let text = "#panic(\"x\") *bold* $x^2$ @ref <label> `raw` #read(\"/etc/passwd\") // no comment = heading";
    let bytes = Typesetter.set(&paper("Log", false, all_kinds(text))).unwrap();
    let read = asked("pdftotext", &["{}", "-"], &bytes).split_whitespace().collect::<Vec<_>>().join(" ");
    for part in ["#panic(\"x\")", "*bold*", "$x^2$", "@ref", "<label>", "`raw`", "#read(\"/etc/passwd\")", "= heading"]
    {
        assert!(read.contains(part), "{part} in {read}");
    }
    assert!(!asked("pdfinfo", &["-url", "{}"], &bytes).contains("http"));
}

#[test]
fn what_a_reader_of_the_tags_hears_is_in_the_order_of_the_paper() {
    let chart = Chart {
        caption: "Contacts in each week.".to_owned(),
        alt: "Chart: week of 2 March 2026: 3.".to_owned(),
        bars: vec![Bar { n: 3, label: "2 Mar 26".to_owned(), turn: false }],
        most: 3,
    };
    let entry = |n: u32| Block::Entry {
        heading: format!("Contact {n}"),
        when: format!("{n} March 2026"),
        strong: false,
        blocks: vec![
            Block::Line(Line::new(Look::Plain, format!("What happened {n}"))),
            Block::Line(Line::new(Look::Words, format!("Words {n}"))),
            Block::Facts { facts: vec![Fact { label: "Place".to_owned(), text: format!("At place {n}") }] },
        ],
    };
    let bytes = Typesetter.set(&paper("Full log", true, vec![Block::Chart(chart), entry(1), entry(2)])).unwrap();
    let read = asked("pdftotext", &["{}", "-"], &bytes);
    let heard = asked("pdfinfo", &["-struct-text", "{}"], &bytes);
    for text in [read, heard.clone()] {
        let wanted = ["Contact 1", "What happened 1", "Words 1", "At place 1", "Contact 2", "What happened 2"];
        let places: Vec<usize> =
            wanted.iter().map(|words| text.find(words).unwrap_or_else(|| panic!("{words} in {text}"))).collect();
        assert!(places.is_sorted(), "{text}");
    }
    assert!(!heard.contains("Page 1 of"), "the foot of the page is not read out");
}
