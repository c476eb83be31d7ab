//! The packed timeline, finding in it, and the pattern, against the rows that they stand for.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_model::observed::{Behaviour, Degree};
use casekeep_model::outgoing::LetterPurpose;
use casekeep_model::people::Role;
use casekeep_model::view::{EntryKind, RowKey, TimelineFilter, TimelineRow};
use casekeep_model::{Channel, Contact, Direction, Gift, Letter, Moment, Patch, Person, Register, RegisterEntry, Turn};
use casekeep_vault::{Access, ROWS_AT_ONCE, UnlockedVault, VaultError};
use support::*;

/// A packed timeline as its description says, read without the code that writes it.
#[derive(Debug)]
struct Read {
    rows: usize,
    whole: bool,
    state: [u8; 8],
    bytes: Vec<u8>,
    tail: serde_json::Value,
}

const WIDTHS: [usize; 17] = [8, 4, 4, 4, 4, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1];
const INSTANT: usize = 0;
const DAY: usize = 1;
const NUMBER: usize = 2;
const BYTES: usize = 3;
const TAGS: usize = 4;
const MINUTE: usize = 5;
const PLATFORM: usize = 6;
const TWIN: usize = 7;
const TOGETHER: usize = 8;
const KIND: usize = 9;
const CHANNEL: usize = 10;
const DIRECTION: usize = 11;
const TURN: usize = 12;
const PRECISION: usize = 13;
const ZONE: usize = 14;
const FLAGS: usize = 15;
const LENGTH: usize = 16;

impl Read {
    fn of(bytes: Vec<u8>) -> Self {
        let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
        assert_eq!((&bytes[..4], number(4)), (&b"CKTL"[..], 2));
        let rows = number(8) as usize;
        let columns = WIDTHS.iter().sum::<usize>() * rows;
        assert_eq!(bytes.len(), 32 + columns + number(24) as usize, "nothing is left over");
        let tail = serde_json::from_slice(&bytes[32 + columns..]).unwrap();
        Self { rows, whole: number(12) == 1, state: bytes[16..24].try_into().unwrap(), tail, bytes }
    }

    fn cell(&self, column: usize, row: usize) -> &[u8] {
        let before = WIDTHS[..column].iter().sum::<usize>() * self.rows + WIDTHS[column] * row;
        &self.bytes[32 + before..][..WIDTHS[column]]
    }

    fn number(&self, column: usize, row: usize) -> i64 {
        let cell = self.cell(column, row);
        match cell.len() {
            8 => f64::from_le_bytes(cell.try_into().unwrap()) as i64,
            4 => i64::from(i32::from_le_bytes(cell.try_into().unwrap())),
            2 => i64::from(u16::from_le_bytes(cell.try_into().unwrap())),
            _ => i64::from(cell[0]),
        }
    }

    fn name(&self, names: &str, column: usize, row: usize) -> Option<&str> {
        self.tail[names].get(self.number(column, row) as usize).map(|name| name.as_str().unwrap())
    }

    /// Who is in a row, by their numbers.
    fn people(&self, row: usize) -> Vec<u64> {
        let numbers = self.tail["people"].get(self.number(TOGETHER, row) as usize);
        numbers.map_or_else(Vec::new, |numbers| {
            numbers.as_array().unwrap().iter().map(|number| number.as_u64().unwrap()).collect()
        })
    }

    /// What they did in a row, by the words of the log.
    fn tags(&self, row: usize) -> Vec<&str> {
        let words = self.tail["tags"].as_array().unwrap().iter().map(|word| word.as_str().unwrap());
        words.enumerate().filter(|(bit, _)| self.number(TAGS, row) & (1 << bit) != 0).map(|(_, word)| word).collect()
    }

    fn is(&self, row: usize, bit: u32) -> bool {
        self.number(FLAGS, row) & (1 << bit) != 0
    }
}

fn word<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}

fn rows(vault: &UnlockedVault, case: u32) -> Vec<TimelineRow> {
    vault.timeline(case, &TimelineFilter::default()).unwrap()
}

/// A case with something of each kind.
fn case(home: &Home) -> (UnlockedVault, u32) {
    let vault = home.create();
    let other = vault.add_case("Matter 0").unwrap();
    vault.log_contact(other, &contact("2026-03-01", "flowers for another", &[])).unwrap();
    let case = vault.add_case("Matter 1").unwrap();
    let item = add(&vault, case, "screen.png", b"picture").item;
    add(&vault, case, "alone.txt", b"alone");
    let gift = |when: &str, what: &str| Contact { channel: Channel::Gift, ..contact(when, what, &[]) };
    let stop = Contact {
        turn: Some(Turn::AskedToStop),
        direction: Direction::FromYou,
        ..contact("2026-03-23T14:20", "Asked to stop", &[])
    };
    let message = Contact {
        platform: Some("Facebook".to_owned()),
        words: Some("why".to_owned()),
        effect: Some("I did not sleep".to_owned()),
        practical_changes: Some("I park elsewhere".to_owned()),
        place: Some("Staff car park".to_owned()),
        ..contact("2026-03-26T06:52", "A message", &[item])
    };
    let contacts = [
        gift("2026-02-05", "Flowers on the desk"),
        stop,
        message,
        Contact { place: Some("Staff car park".to_owned()), ..gift("2026-03", "Flowers again, some time in March") },
        Contact {
            distress: Some(Degree::Very),
            fear: Some(Degree::NotAtAll),
            ..contact("2025~", "A year is all that is known", &[])
        },
        Contact {
            alarm: Some(Degree::NotAtAll),
            effect: Some(" ".to_owned()),
            ..contact("unknown", "Nothing is known of when", &[])
        },
        Contact {
            direction: Direction::FromYou,
            place: Some("Home".to_owned()),
            ..contact("2026-04-01T09:00", "I wrote back", &[])
        },
    ];
    for one in &contacts {
        vault.log_contact(case, one).unwrap();
    }
    let mut letter = Letter::new(LetterPurpose::Warning);
    letter.sent = Some(Moment::parse("2026-04-02", "Europe/London").unwrap());
    vault.enter(case, &RegisterEntry::Letter(letter)).unwrap();
    vault.enter(case, &RegisterEntry::Person(Person::new("Person A, no event".to_owned(), Role::Subject))).unwrap();
    let changes = Patch::default().with("what", "Tulips on the desk");
    vault.amend_contact(case, 1, &changes, "they were tulips").unwrap();
    (vault, case)
}

#[test]
fn the_packed_timeline_says_of_every_row_what_the_row_says() {
    let home = Home::new();
    let (vault, case) = case(&home);
    let rows = rows(&vault, case);
    let read = Read::of(vault.timeline_packed(case, None).unwrap());
    assert_eq!((read.rows, read.whole), (rows.len(), true));
    let felt = ["A message", "A year is all that is known"];
    for (at, row) in rows.iter().enumerate() {
        let number = |column| read.number(column, at);
        assert_eq!(number(INSTANT), row.instant.millis());
        assert_eq!((number(NUMBER), number(TWIN)), (i64::from(row.n), 0));
        assert_eq!(read.name("kinds", KIND, at), Some(word(row.kind).as_str()));
        assert_eq!(read.name("channels", CHANNEL, at).map(str::to_owned), row.channel.map(word));
        assert_eq!(read.name("directions", DIRECTION, at).map(str::to_owned), row.direction.map(word));
        assert_eq!(read.name("turns", TURN, at).map(str::to_owned), row.turn.map(word));
        assert_eq!(read.name("precisions", PRECISION, at), Some(word(row.precision).as_str()));
        assert_eq!(read.name("zones", ZONE, at), Some(row.zone.as_str()));
        assert_eq!(read.name("platforms", PLATFORM, at), row.platform.as_deref());
        assert_eq!(number(LENGTH), (row.text.chars().count() / 4) as i64);
        let said = [
            row.late,
            !row.items.is_empty(),
            row.about,
            row.words.is_some(),
            !row.amendments.is_empty(),
            !row.contacts.is_empty(),
            felt.contains(&row.text.as_str()),
            row.text == "A message",
        ];
        assert_eq!([0, 1, 2, 3, 4, 5, 6, 7].map(|bit| read.is(at, bit)), said, "{}", row.text);
        let size = f32::from_le_bytes(read.cell(BYTES, at).try_into().unwrap());
        assert_eq!(size, row.bytes.unwrap_or(0) as f32);
        let minute = row
            .occurred
            .as_deref()
            .and_then(|at| at.split_once('T'))
            .map(|(_, time)| time[..2].parse::<i64>().unwrap() * 60 + time[3..5].parse::<i64>().unwrap());
        assert_eq!(number(MINUTE), minute.unwrap_or(65_535));
    }
    let at = |what: &str| rows.iter().position(|row| row.text.starts_with(what)).unwrap();
    assert_eq!(read.number(DAY, at("A message")), 20_538, "26 March 2026");
    assert_eq!(read.number(DAY, at("Flowers again")), 20_513, "a month counts as its first day");
    assert_eq!(read.number(DAY, at("A year")), 20_089);
    assert_eq!(read.number(DAY, at("Nothing is known")), i64::from(i32::MIN));
}

#[test]
fn the_packed_timeline_says_who_is_in_a_contact_or_gave_a_gift_and_what_they_did() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    for n in 1..=3 {
        vault.enter(case, &RegisterEntry::Person(Person::new(format!("Person {n}"), Role::Subject))).unwrap();
    }
    let with = |when: &str, people: &[u32], behaviours: &[Behaviour]| {
        let (people, behaviours) = (people.to_vec(), behaviours.to_vec());
        vault.log_contact(case, &Contact { people, behaviours, ..contact(when, when, &[]) }).unwrap();
    };
    let last = Behaviour::ALL.last().copied().unwrap();
    with("2026-03-01", &[3, 1, 3], &[last, Behaviour::Following, last]);
    with("2026-03-02", &[], &[]);
    with("2026-03-03", &[1, 3], &[Behaviour::Threat]);
    with("2026-03-04", &[2], &[]);
    let gift =
        Gift { giver: Some(2), ..Gift::new(Moment::parse("2026-03-05", "Europe/London").unwrap(), "A scarf".into()) };
    vault.enter(case, &RegisterEntry::Gift(gift.clone())).unwrap();
    vault.enter(case, &RegisterEntry::Gift(Gift { giver: None, ..gift })).unwrap();
    let read = |case| {
        let read = Read::of(vault.timeline_packed(case, None).unwrap());
        let people: Vec<_> = (0..read.rows).map(|row| read.people(row)).collect();
        let tags: Vec<_> = (0..read.rows).map(|row| read.tags(row).join(" ")).collect();
        (people, tags, read.tail["people"].as_array().unwrap().len())
    };
    let (people, tags, sets) = read(case);
    assert_eq!(people, [vec![1, 3], vec![], vec![1, 3], vec![2], vec![2], vec![]]);
    assert_eq!(tags, ["following turned_up_at_home", "", "threat", "", "", ""]);
    assert_eq!(sets, 2, "who is together again has the same number");
    let changes = Patch::default().with("people", vec![2]).with("behaviours", serde_json::Value::Null);
    vault.amend_contact(case, 3, &changes, "It was somebody else").unwrap();
    let (people, tags, _) = read(case);
    assert_eq!((people[2].as_slice(), tags[2].as_str()), (&[2][..], ""));
}

#[test]
fn of_more_rows_the_newest_are_given_and_an_empty_case_is_whole() {
    let home = Home::new();
    let (vault, case) = case(&home);
    let all = Read::of(vault.timeline_packed(case, None).unwrap());
    let few = Read::of(vault.timeline_packed(case, Some(3)).unwrap());
    assert_eq!((few.rows, few.whole, few.state), (3, false, all.state));
    for (row, of_all) in (0..3).zip(all.rows - 3..) {
        assert_eq!(few.cell(INSTANT, row), all.cell(INSTANT, of_all));
        assert_eq!(few.cell(NUMBER, row), all.cell(NUMBER, of_all));
    }
    assert!(Read::of(vault.timeline_packed(case, Some(1_000)).unwrap()).whole);
    let empty = vault.add_case("Matter 2").unwrap();
    let read = Read::of(vault.timeline_packed(empty, Some(5)).unwrap());
    assert_eq!((read.rows, read.whole), (0, true));
    assert!(matches!(vault.timeline_packed(99, None), Err(VaultError::NoSuchCase(_))));
}

#[test]
fn what_is_found_stands_where_the_packed_timeline_has_it() {
    let home = Home::new();
    let (vault, case) = case(&home);
    let find = |text: &str| {
        let state = Read::of(vault.timeline_packed(case, None).unwrap()).state;
        let found = vault.find_in_timeline(case, text).unwrap();
        assert_eq!(found[..8], state);
        found[8..].chunks(4).map(|at| u32::from_le_bytes(at.try_into().unwrap()) as usize).collect::<Vec<_>>()
    };
    let places = |has: &dyn Fn(&TimelineRow) -> bool| {
        let rows = rows(&vault, case);
        (0..rows.len()).filter(|at| has(&rows[*at])).collect::<Vec<_>>()
    };
    for text in ["flow", "FLOWERS", "a", "desk tulips", "screen png", "wh", "nothing of this"] {
        let found = vault.search(text, Some(case)).unwrap();
        assert_eq!(find(text), places(&|row| found.contains(row)), "{text}");
    }
    assert_eq!(find("flowers").len(), 2, "the earlier text of an amended one too, and nothing of another case");
    assert!(find("").is_empty() && find(" -\"*").is_empty());
    vault.log_contact(case, &contact("2020-01-01", "flowers long before", &[])).unwrap();
    assert_eq!(
        find("flowers"),
        places(&|row| row.amendments.len() + row.text.to_lowercase().matches("flowers").count() > 0)
    );
}

#[test]
fn rows_are_given_by_number_in_the_order_asked_for() {
    let home = Home::new();
    let (vault, case) = case(&home);
    let key = |kind, n| RowKey { kind, n, twin: 0 };
    let keys =
        [key(EntryKind::Item, 1), key(EntryKind::Contact, 3), key(EntryKind::Contact, 99), key(EntryKind::Contact, 1)];
    let given = vault.timeline_rows(case, &keys).unwrap();
    let all = rows(&vault, case);
    assert_eq!(
        given.iter().map(|row| (row.kind, row.n)).collect::<Vec<_>>(),
        [(EntryKind::Item, 1), (EntryKind::Contact, 3), (EntryKind::Contact, 1)]
    );
    assert!(given.iter().all(|row| all.contains(row)));
    assert_eq!(given[0].contacts, [3]);
    let many = vec![key(EntryKind::Contact, 1); ROWS_AT_ONCE + 1];
    assert!(matches!(vault.timeline_rows(case, &many), Err(VaultError::BadInput(_))));
    assert_eq!(vault.timeline_rows(case, &many[1..]).unwrap().len(), ROWS_AT_ONCE);
}

#[test]
fn the_pattern_counts_what_came_and_when() {
    let home = Home::new();
    let (vault, case) = case(&home);
    let pattern = vault.pattern(case).unwrap();
    assert_eq!(
        (pattern.contacts, pattern.undated, pattern.days, pattern.over, pattern.felt, pattern.changed),
        (5, 3, 2, 50, 2, 1)
    );
    assert_eq!((pattern.first.as_deref(), pattern.last.as_deref()), (Some("2026-02-05"), Some("2026-03-26")));
    let weeks: Vec<_> = pattern
        .weeks
        .iter()
        .map(|week| (week.monday.as_str(), week.counts.iter().map(|one| (one.channel, one.n)).collect::<Vec<_>>()))
        .collect();
    let usual = contact("2026-03-01", "x", &[]).channel;
    assert_eq!(weeks, [("2026-02-02", vec![(Channel::Gift, 1)]), ("2026-03-23", vec![(usual, 1)])]);
    assert_eq!(pattern.channels[0].channel, Channel::Gift);
    assert_eq!((pattern.channels[0].n, pattern.channels[0].first.as_deref()), (2, Some("2026-02-05")));
    let names = |names: &[casekeep_model::pattern::PatternName]| {
        names.iter().map(|one| (one.name.clone(), one.first.clone(), one.n)).collect::<Vec<_>>()
    };
    assert_eq!(names(&pattern.platforms), [("Facebook".to_owned(), Some("2026-03-26".to_owned()), 1)]);
    assert_eq!(names(&pattern.places)[0].2, 2, "where the person went themselves is no place of theirs");
    assert_eq!(pattern.places.len(), 1);
    let turns: Vec<_> = pattern.turns.iter().map(|turn| (turn.turn, turn.kind, turn.n, turn.day.as_deref())).collect();
    let told = (Turn::AskedToStop, EntryKind::Contact, 2, Some("2026-03-23"));
    assert_eq!(turns, [told, (Turn::WarningLetter, EntryKind::Letter, 1, Some("2026-04-02"))]);
    assert_eq!(pattern.turns.iter().map(|turn| turn.after).collect::<Vec<_>>(), [1, 0]);
}

#[test]
fn a_letter_that_went_and_says_stop_turns_the_case_and_a_draft_or_another_letter_does_not() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    for when in ["2026-04-01", "2026-04-02T08:00", "2026-04-02", "2026-04-03", "2026-04", "unknown"] {
        vault.log_contact(case, &contact(when, "came", &[])).unwrap();
    }
    let enter = |purpose, sent: Option<&str>| {
        let sent = sent.map(|when| Moment::parse(when, "Europe/London").unwrap());
        vault.enter(case, &RegisterEntry::Letter(Letter { sent, ..Letter::new(purpose) })).unwrap().n
    };
    let draft = enter(LetterPurpose::Boundary, None);
    enter(LetterPurpose::TransferOfCare, Some("2026-04-01"));
    assert_eq!(vault.pattern(case).unwrap().turns, []);
    let turns = || {
        let turns = vault.pattern(case).unwrap().turns;
        turns.into_iter().map(|turn| (turn.turn, turn.n, turn.day, turn.after)).collect::<Vec<_>>()
    };
    let day = |day: &str| Some(day.to_owned());
    let warning = enter(LetterPurpose::Warning, Some("2026-04-02"));
    assert_eq!(
        turns(),
        [(Turn::WarningLetter, warning, day("2026-04-02"), 1)],
        "of two on one day neither came after the other"
    );
    let sent = Patch::default().with("sent", Moment::parse("2026-04-01T12:00", "Europe/London").unwrap());
    vault.amend_entry(case, Register::Letter, draft, &sent, "It went").unwrap();
    assert_eq!(turns()[0], (Turn::AskedToStop, draft, day("2026-04-01"), 3));
    let unsure = Patch::default().with("sent", Moment::unknown());
    vault.amend_entry(case, Register::Letter, draft, &unsure, "The day is not sure").unwrap();
    assert_eq!(turns()[1], (Turn::AskedToStop, draft, None, 0), "what has no date stands last and nothing is after it");
    let not_sent = Patch::default().with("sent", serde_json::Value::Null);
    vault.amend_entry(case, Register::Letter, draft, &not_sent, "It did not go").unwrap();
    assert_eq!(turns().len(), 1);
    let filter = TimelineFilter { turns: Some(true), ..TimelineFilter::default() };
    let told: Vec<_> = vault.timeline(case, &filter).unwrap().into_iter().map(|row| (row.kind, row.n)).collect();
    assert_eq!(told, [(EntryKind::Letter, warning)]);
}

#[test]
fn a_turning_point_stands_below_all_that_may_have_come_before_it() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let turned = |when: &str, turn| Contact { turn: Some(turn), ..contact(when, when, &[]) };
    vault.log_contact(case, &turned("2026-03-10", Turn::AskedToStop)).unwrap();
    vault.log_contact(case, &turned("2026-03", Turn::Police)).unwrap();
    for when in ["2026-03-10T23:59", "2026-03-11", "2026-03-31T20:00", "2026-04-01"] {
        vault.log_contact(case, &contact(when, when, &[])).unwrap();
    }
    let order: Vec<_> = rows(&vault, case).into_iter().map(|row| row.text).collect();
    let wanted = ["2026-03-10T23:59", "2026-03-10", "2026-03-11", "2026-03-31T20:00", "2026-03", "2026-04-01"];
    assert_eq!(order, wanted);
    let after: Vec<_> = vault.pattern(case).unwrap().turns.iter().map(|turn| turn.after).collect();
    assert_eq!(after, [3, 1]);
}

#[test]
fn what_has_no_date_is_neither_before_nor_after_and_a_month_is_not_taken_for_its_end() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let stop = Contact { turn: Some(Turn::Police), ..contact("2026-03-10", "Police told", &[]) };
    for one in [
        stop,
        contact("2026-03", "in March", &[]),
        contact("unknown", "some time", &[]),
        contact("2026-03-31", "after", &[]),
    ] {
        vault.log_contact(case, &one).unwrap();
    }
    let pattern = vault.pattern(case).unwrap();
    assert_eq!((pattern.turns[0].after, pattern.contacts, pattern.days), (1, 3, 1));
    let empty = vault.add_case("Matter 2").unwrap();
    let none = vault.pattern(empty).unwrap();
    assert_eq!((none.contacts, none.first, none.over), (0, None, 0));
}

#[test]
fn an_index_built_anew_packs_the_same() {
    let home = Home::new();
    let (vault, case) = case(&home);
    let before = (vault.timeline_packed(case, None).unwrap(), vault.pattern(case).unwrap());
    vault.rebuild_index().unwrap();
    assert_eq!((vault.timeline_packed(case, None).unwrap(), vault.pattern(case).unwrap()), before);
    drop(vault);
    let vault = home.unlock(Access::Read);
    assert_eq!(vault.timeline_packed(case, None).unwrap(), before.0);
}
