//! What the papers of a bundle say, and that they reach nothing that the bundle does not hold.

use crate::case::{CASE_NAME, Case, FORMULA, HOSTILE, PRIVATE_ZONE, classes, contact, verify, when};
use crate::registers;
use crate::supplement::hand_over;
use crate::tampered::Tampered;
use casekeep_bundle::archive::ArchiveReader;
use casekeep_bundle::layout::{self, HOW_TO, MANIFEST};
use casekeep_bundle::papers::{MOST_ENTRIES, MOST_OF_ONE};
use casekeep_bundle::{BundleError, Papers, write_archive};
use casekeep_format::parts::listed_parts;
use casekeep_model::bundle_paper::{BundlePaper, Initials, PaperError, SetPaper};
use casekeep_model::observed::{Behaviour, Degree, PlaceKind};
use casekeep_model::view::Selection;
use casekeep_model::{Contact, Direction, ErrorCode, RegisterEntry, Thing, Turn};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

const PAPERS: [&str; 8] = [
    layout::READ_ME,
    layout::SUMMARY,
    layout::CHRONOLOGY_PAPER,
    layout::FULL_LOG,
    layout::ITEM_LIST,
    layout::CONTINUITY,
    layout::WITHHELD,
    layout::STATEMENT,
];

/// Sets nothing: what is to be set is the file.
struct Plain;

impl SetPaper for Plain {
    fn set(&self, paper: &BundlePaper) -> Result<Vec<u8>, PaperError> {
        Ok(serde_json::to_vec(paper).expect("plain data"))
    }
}

struct Refusing;

impl SetPaper for Refusing {
    fn set(&self, _: &BundlePaper) -> Result<Vec<u8>, PaperError> {
        Err(PaperError("line 3 of the template".to_owned()))
    }
}

fn initials() -> Option<Initials> {
    Initials::parse("AB").ok()
}

fn archive(case: &Case, selection: &Selection, initials: Option<Initials>) -> Vec<u8> {
    let mut out = Vec::new();
    let papers = Papers { set: &Plain, initials };
    write_archive(case, selection, Some(&papers), &mut out, &mut |_| ControlFlow::Continue(())).unwrap();
    out
}

fn papers_of(case: &Case, selection: &Selection) -> BTreeMap<&'static str, String> {
    let bag = Tampered::open(&archive(case, selection, initials()));
    PAPERS.into_iter().filter(|path| bag.files.contains_key(*path)).map(|path| (path, bag.text(path))).collect()
}

fn has(text: &str, all: &[&str]) {
    for one in all {
        assert!(text.contains(one), "{one} is not in {text}");
    }
}

#[test]
fn papers_come_first_are_listed_and_the_bundle_passes() {
    let case = Case::sample(7, 100);
    let made = archive(&case, &Selection::default(), initials());
    assert_eq!(made, archive(&case, &Selection::default(), initials()), "the same bytes every time");
    let mut reader = ArchiveReader::new(made.as_slice());
    let mut order = Vec::new();
    while let Some(entry) = reader.next_entry().unwrap() {
        order.push(entry.path.split_once('/').unwrap().1.to_owned());
        let mut rest = vec![0; 4096];
        while reader.data(&mut rest).unwrap() > 0 {}
    }
    assert_eq!(order[0], HOW_TO);
    assert_eq!(order[1..9], PAPERS);
    assert_eq!(order[9], layout::CHRONOLOGY);
    let bag = Tampered::open(&made);
    assert!(PAPERS.iter().all(|path| bag.text(MANIFEST).contains(path)));
    assert!(bag.text(HOW_TO).contains("Read data/00-read-me-first.pdf first"));
    assert_eq!(verify(&made, None).report.problems, []);
    let without = Tampered::open(&case.archive(&Selection::default()));
    assert!(PAPERS.iter().all(|path| !without.files.contains_key(*path)));
    assert!(without.text(HOW_TO).contains("Read data/chronology.html first"));
}

#[test]
fn a_paper_that_is_changed_swapped_or_taken_out_is_found() {
    let case = Case::sample(7, 100);
    let made = archive(&case, &Selection::default(), None);
    for change in [
        |files: &mut BTreeMap<String, Vec<u8>>| files.insert(layout::SUMMARY.to_owned(), b"another".to_vec()),
        |files: &mut BTreeMap<String, Vec<u8>>| files.remove(layout::FULL_LOG),
        |files: &mut BTreeMap<String, Vec<u8>>| files.insert("data/08-another.pdf".to_owned(), b"planted".to_vec()),
    ] {
        let mut bag = Tampered::open(&made);
        change(&mut bag.files);
        assert!(!classes(&verify(&bag.archive(), None)).is_empty());
    }
}

#[test]
fn the_papers_of_a_supplement_say_what_it_follows() {
    let mut case = Case::sample(7, 100);
    let alone = papers_of(&case, &Selection::default());
    assert!(!alone[layout::READ_ME].contains("supplement") && !alone[layout::WITHHELD].contains("given before"));
    hand_over(&mut case, &Selection::default());
    case.log_contact("2026-11-25T10:00:00.000Z", 4, &contact("2026-11-25T09:00", "He rang again."));
    let papers = papers_of(&case, &Selection::default());
    for paper in [layout::READ_ME, layout::SUMMARY] {
        has(&papers[paper], &["This is a supplement", "since hand-over 2 of 22 Nov 2026"]);
    }
    has(&papers[layout::WITHHELD], &["Withheld: given before"]);
    has(&papers[layout::FULL_LOG], &["He rang again."]);
    assert!(!papers[layout::FULL_LOG].contains("Asked to stop"));
}

#[test]
fn what_does_not_go_is_on_no_paper() {
    let selection = Selection { without_items: vec![1], without_contacts: vec![2], ..Selection::default() };
    let sample = Case::sample(7, 100);
    let withheld = sample.objects.keys().map(ToString::to_string).collect::<Vec<_>>();
    let papers = papers_of(&sample, &selection);
    assert_eq!(papers.len(), PAPERS.len());
    for (path, text) in &papers {
        for canary in [
            CASE_NAME,
            PRIVATE_ZONE,
            "777777",
            "Canary",
            "age1canary",
            "Asked to stop by letter",
            &"cc".repeat(32),
            &"dd".repeat(32),
        ] {
            assert!(!text.contains(canary), "{canary} in {path}");
        }
    }
    let item_1 = casekeep_bundle::bag::sha256(crate::case::PNG).to_string();
    assert!(withheld.contains(&item_1) && papers.values().all(|text| !text.contains(&item_1[..8])));
    for canary in ["943 476", "900123", "Canary", "nobody names"] {
        assert!(papers_of(&registers::case(), &Selection::default()).values().all(|text| !text.contains(canary)));
    }
    let without = Selection { without_items: vec![2], ..Selection::default() };
    assert!(papers_of(&registers::transcribed(), &without).values().all(|text| !text.contains("Canary heard")));
}

#[test]
fn the_schedule_names_numbers_and_reasons_and_no_hash() {
    let selection = Selection { without_items: vec![1], without_contacts: vec![2], ..Selection::default() };
    let schedule = &papers_of(&Case::sample(7, 100), &selection)[layout::WITHHELD];
    has(
        schedule,
        &[
            "Withheld: not selected",
            "Withheld: structural",
            "\"0 to 1\"",
            "\"Log 2\"",
            "Item 1, named by contact 1, item 3",
            "Item 1, which is not in this bundle",
        ],
    );
    let hex = schedule.split(|c: char| !c.is_ascii_hexdigit()).map(str::len).max().unwrap();
    assert!(hex < 16, "a hash in the schedule");
}

#[test]
fn the_log_is_whole_with_amendments_and_recorded_times() {
    let papers = papers_of(&Case::sample(7, 100), &Selection::default());
    has(
        &papers[layout::FULL_LOG],
        &[
            "Contact 1",
            "He wrote twice.",
            "Recorded 14 Apr 2026, 11:00:02 (UTC+01:00), written 41 days after.",
            "Amended 15 Apr 2026, 11:00:00 (UTC+01:00)",
            "I found the second message",
            "What happened, earlier",
            "not known which of the two",
            "<script>",
        ],
    );
    assert!(papers[layout::FULL_LOG].contains(&serde_json::to_string(FORMULA).unwrap()), "earlier words stay");
    assert!(papers[layout::FULL_LOG].contains(&serde_json::to_string(HOSTILE).unwrap()));
    has(
        &papers[layout::CHRONOLOGY_PAPER],
        &["Late entry: written 41 days after", "Asked to stop", "\"strong\":true", "Amended 2 times"],
    );
    has(
        &papers[layout::STATEMENT],
        &["Casekeep ", "log 1: ", "log 2: ", "No seal covers this case", "No jump of a clock"],
    );
    let log = &papers_of(&registers::case(), &Selection::default())[layout::FULL_LOG];
    has(
        log,
        &[
            "£25.00",
            "What they knew about the writer",
            "my curtains",
            "@north_light",
            "NS/04417/26",
            "(kept out of this bundle)",
        ],
    );
}

#[test]
fn items_have_references_hashes_and_a_history() {
    let case = Case::sample(7, 100);
    let papers = papers_of(&case, &Selection::default());
    let item_1 = casekeep_bundle::bag::sha256(crate::case::PNG).to_string();
    has(&papers[layout::ITEM_LIST], &["AB/1", "AB/3", &item_1, "Made from item 1", "originals/0001.png"]);
    has(
        &papers[layout::CONTINUITY],
        &[
            "Added from a file on this computer.",
            "Added while the vault was locked",
            &item_1,
            "Reason: More exact",
            "Item 3 was made from it",
            "Copied into this bundle, number 2.",
        ],
    );
    let bag = Tampered::open(&archive(&case, &Selection::default(), None));
    has(&bag.text(layout::ITEM_LIST), &["____/1", "the initials of whoever produces the item"]);
}

#[test]
fn a_reference_for_two_things_is_warned_of() {
    let mut case = Case::sample(7, 0);
    let clocks = crate::case::clocks();
    for (number, exhibit) in [(1, "ab 3"), (2, "PM/1")] {
        let mut thing = Thing::new(format!("K{number}"), "An envelope".to_owned());
        thing.exhibit = Some(exhibit.to_owned());
        let parts = listed_parts(number, &RegisterEntry::Thing(thing), &clocks);
        case.append(0, "2026-05-02T10:00:00.000Z", "thing", vec![], parts);
    }
    let items = &papers_of(&case, &Selection::default())[layout::ITEM_LIST];
    has(items, &["The reference AB3 is proposed for item 3 and physical item 1.", "PM/1"]);
    assert_eq!(items.matches("One of them needs another").count(), 1);
}

#[test]
fn the_summary_counts_what_came_and_what_came_after_stop() {
    let mut case = Case::empty(9);
    let told =
        Contact { turn: Some(Turn::AskedToStop), direction: Direction::FromYou, ..contact("2026-03-10", "Stop.") };
    case.log_contact("2026-03-10T12:00:00.000Z", 1, &told);
    let mut n = 1;
    let mut add = |occurred: &str, direction| {
        n += 1;
        let behaviours = vec![Behaviour::TurnedUpAtHome];
        let (place_kind, fear) = (Some(PlaceKind::YourHome), Some(Degree::NotAtAll));
        let one = Contact { direction, behaviours, place_kind, fear, ..contact(occurred, "x") };
        case.log_contact("2026-06-01T12:00:00.000Z", n, &one);
    };
    for day in ["2026-03-04", "2026-03-09", "2026-03-11", "2026-03-12T10:00", "2026-03-12T11:00", "unknown"] {
        add(day, Direction::FromThem);
    }
    // On the day itself is not surely after; and what the writer sent does not count.
    add("2026-03-10T23:00", Direction::AboutYou);
    add("2026-04-01", Direction::FromYou);
    let summary = &papers_of(&case, &Selection::default())[layout::SUMMARY];
    has(
        summary,
        &[
            "not a legal finding",
            "{\"figure\":\"7\",\"label\":\"contacts\"}",
            "{\"figure\":\"5\",\"label\":\"days with contact\"}",
            "{\"figure\":\"4 Mar 2026\",\"label\":\"first\"}",
            "{\"figure\":\"3\",\"label\":\"after being told to stop\"}",
            "week of 2 March 2026: 1; week of 9 March 2026: 5. None in any other.",
            "most in the week of 9 March 2026, with 5.",
            "Turning up at the writer’s home 7",
            "2 contacts from the writer",
            "1 without a known day",
            "written down with 0",
        ],
    );
    assert!(!summary.contains("your home"));
}

#[test]
fn what_is_too_long_for_a_paper_is_said_and_is_elsewhere() {
    let mut case = Case::empty(9);
    let long = "word ".repeat(MOST_OF_ONE);
    case.log_contact("2026-06-01T12:00:00.000Z", 1, &contact("2026-03-04", &long));
    let papers = papers_of(&case, &Selection::default());
    has(&papers[layout::FULL_LOG], &["shortened on paper: data/chronology.html has it whole"]);
    assert!(papers[layout::FULL_LOG].len() < MOST_OF_ONE + 4000 && papers[layout::CHRONOLOGY_PAPER].len() < 4000);
    let many: Vec<u32> = (2..=u32::try_from(MOST_ENTRIES).unwrap() + 1).collect();
    case.log_many(&many);
    let papers = papers_of(&case, &Selection::default());
    let made: Vec<&str> = papers.keys().copied().collect();
    assert!(!made.contains(&layout::FULL_LOG) && !made.contains(&layout::CHRONOLOGY_PAPER));
    assert!(made.contains(&layout::SUMMARY) && made.contains(&layout::WITHHELD));
    has(
        &papers[layout::READ_ME],
        &["Full log, not made", "Chronology, not made", "Everything is in data/chronology.html"],
    );
}

#[test]
fn a_paper_that_cannot_be_set_ends_the_export_and_says_the_way_out() {
    let case = Case::sample(7, 0);
    let papers = Papers { set: &Refusing, initials: None };
    let go_on = &mut |_: &_| ControlFlow::Continue(());
    let error = write_archive(&case, &Selection::default(), Some(&papers), Vec::new(), go_on).unwrap_err();
    assert!(matches!(error, BundleError::Paper(_)));
    assert!(error.problem().hint.contains("without papers"));
    let papers = Papers { set: &Plain, initials: None };
    let stop = &mut |_: &_| ControlFlow::Break(());
    let error = write_archive(&case, &Selection::default(), Some(&papers), Vec::new(), stop).unwrap_err();
    assert_eq!(error.problem().code, ErrorCode::Cancelled);
}

#[test]
fn an_entry_without_a_day_has_no_day() {
    let mut case = Case::empty(9);
    case.log_contact("2026-06-01T12:00:00.000Z", 1, &Contact { occurred: when("unknown"), ..contact("2026", "x") });
    let papers = papers_of(&case, &Selection::default());
    has(&papers[layout::CHRONOLOGY_PAPER], &["Date not known"]);
    assert!(!papers[layout::SUMMARY].contains("\"chart\""));
}
