//! Registers and details in a bundle: what goes, what never does, and that the accounting says so.

use crate::case::{Case, FORMULA, HOSTILE, contact, when};
use crate::tampered::Tampered;
use casekeep_bundle::layout::{ACCOUNTING, CHRONOLOGY, CHRONOLOGY_CSV, RECORDS};
use casekeep_bundle::plan::Plan;
use casekeep_format::parts::listed_parts;
use casekeep_format::{Clocks, field_parts, kind, patch_parts};
use casekeep_model::outgoing::{LetterPurpose, StepKind};
use casekeep_model::people::{Identifier, IdentifierKind, Role};
use casekeep_model::transcript::TranscribedBy;
use casekeep_model::view::{ListedNumber, RegisterTally, Selection, Tally};
use casekeep_model::{
    Contact, Details, Gift, Letter, Patch, Pence, Person, Register, RegisterEntry, Review, Stays, Step, Thing,
    Transcript,
};

const AT: &str = "2026-03-12T10:00:00.000Z";

fn clocks() -> Clocks {
    Clocks { zone: None, boot: None }
}

fn known_by(kind: IdentifierKind, value: &str) -> Identifier {
    Identifier { kind, value: value.to_owned(), basis: None, confidence: None, note: None }
}

struct Registers(Case);

impl Registers {
    fn enter(&mut self, number: u32, entry: &RegisterEntry) -> casekeep_model::LeafHash {
        let parts = listed_parts(number, entry, &clocks());
        self.0.append(0, AT, entry.register().word(), vec![], parts)
    }
}

/// A case with a person of concern, a witness, a colleague nobody names, a gift, a thing, letters, steps and a review.
pub fn case() -> Case {
    let mut registers = Registers(Case::empty(7));
    let first = Contact {
        people: vec![1],
        knowledge_shown: Some("my curtains".to_owned()),
        ..contact("2026-03-04", "He wrote.")
    };
    registers.0.log_contact("2026-03-04T20:00:00.000Z", 1, &first);
    let mut person = Person::new("Person A".to_owned(), Role::Subject);
    person.identifiers =
        vec![known_by(IdentifierKind::Handle, "@north_light"), known_by(IdentifierKind::Phone, "07700 900123")];
    person.private_identifiers = vec![known_by(IdentifierKind::NhsNumber, "943 476 5919")];
    let person = registers.enter(1, &RegisterEntry::Person(person));
    let still = serde_json::json!([{ "kind": "handle", "value": "@north_light" }]);
    let moved = serde_json::json!([{ "kind": "nhs_no", "value": "943 476 5919" }, { "kind": "phone", "value": "07700 900123" }]);
    let changes = Patch::default().with("identifiers", still).with("private_identifiers", moved);
    let parts = patch_parts(1, &changes, "07700 900123 is the one at home", &clocks());
    registers.0.append(0, AT, "person", vec![person], parts);
    registers.enter(2, &RegisterEntry::Person(Person::new("Colleague nobody names".to_owned(), Role::Colleague)));
    let mut gift = Gift::new(when("2026-03-05"), FORMULA.to_owned());
    (gift.value, gift.message, gift.giver) = (Some(Pence(2_500)), Some(HOSTILE.to_owned()), Some(1));
    registers.enter(1, &RegisterEntry::Gift(gift));
    registers.enter(1, &RegisterEntry::Thing(Thing::new("K7".to_owned(), "The envelope".to_owned())));
    let mut letter = Letter::new(LetterPurpose::Warning);
    letter.sent = Some(when("2026-03-07"));
    registers.enter(1, &RegisterEntry::Letter(letter));
    let draft = Letter { text: Some("Canary draft".to_owned()), ..Letter::new(LetterPurpose::Boundary) };
    registers.enter(2, &RegisterEntry::Letter(draft));
    for (number, kind, outcome) in [
        (1, StepKind::PoliceReport, "Reported"),
        (2, StepKind::MdoCall, "Canary advice"),
        (3, StepKind::LegalAdvice, "Canary lawyer"),
    ] {
        let step = Step { when: Some(when("2026-03-08")), outcome: Some(outcome.to_owned()), ..Step::new(kind) };
        registers.enter(number, &RegisterEntry::Step(step));
    }
    let review = Review { needs: Some("Canary review".to_owned()), ..Review::new(when("2026-03-09")) };
    registers.enter(1, &RegisterEntry::Review(review));
    let mut details = Details::new();
    details.police_crime = Some("NS/04417/26".to_owned());
    details.mdo_adviser = Some("Canary adviser".to_owned());
    let details = registers.0.append(0, AT, kind::DETAILS, vec![], field_parts(1, &details, &clocks()));
    let changes = Patch::default().with("line_manager", "Canary manager");
    let parts = patch_parts(1, &changes, "Canary details reason", &clocks());
    registers.0.append(0, AT, kind::DETAILS, vec![details], parts);
    registers.0
}

fn labels(selection: &Selection) -> Vec<(Register, String)> {
    let plan = Plan::new(&case().log.entries(), selection).unwrap();
    plan.listed.iter().map(|taken| (taken.entry.register(), taken.label.clone())).collect()
}

#[test]
fn entries_of_registers_stand_where_they_belong() {
    let bag = Tampered::open(&case().archive(&Selection::default()));
    let (page, sheet) = (bag.text(CHRONOLOGY), bag.text(CHRONOLOGY_CSV));
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not on the page"));
    assert!(at("id=\"contact-1\"") < at("id=\"gift-1\"") && at("id=\"gift-1\"") < at("id=\"letter-1\""));
    assert!(at("id=\"letter-1\"") < at("id=\"step-1\"") && at("id=\"step-1\"") < at("<h2>People</h2>"));
    for said in [
        "£25.00",
        "What they knew about you",
        "my curtains",
        "@north_light",
        "The envelope",
        "NS/04417/26",
        "3 entries from the registers",
    ] {
        at(said);
    }
    assert!(page.contains("&lt;script&gt;") && !page.contains("<script"));
    assert_eq!(sheet.matches("\r\n").count(), 1 + 1 + 5, "the head, the contact, person, gift, thing, letter and step");
    assert!(sheet.contains("\"gift\",\"1\",\"5 Mar 2026\""));
    assert!(sheet.contains("\"'=HYPERLINK") && !sheet.contains("\"=HYPERLINK"), "a formula is defused");
}

#[test]
fn what_is_sensitive_or_may_be_privileged_is_nowhere_in_the_bundle() {
    let archive = case().archive(&Selection::default());
    let text = String::from_utf8_lossy(&archive);
    for canary in ["943 476", "900123", "Canary", "nobody names"] {
        assert!(!text.contains(canary), "{canary}");
    }
    let records = Tampered::open(&archive).text(RECORDS);
    assert!(!records.contains("private_identifiers") && records.contains("NS/04417/26"));
}

#[test]
fn what_is_left_out_stays_and_the_accounting_says_so() {
    let all = labels(&Selection::default());
    let kinds = [Register::Gift, Register::Thing, Register::Letter, Register::Step, Register::Person];
    assert_eq!(all, kinds.map(|register| (register, "1".to_owned())));
    let gift = ListedNumber { register: Register::Gift, n: 1 };
    let selection = Selection {
        without_registers: vec![Register::Step, Register::Person],
        without_entries: vec![gift],
        without_details: true,
        ..Selection::default()
    };
    assert_eq!(labels(&selection), [Register::Thing, Register::Letter].map(|register| (register, "1".to_owned())));
    let archive = case().archive(&selection);
    assert!(!String::from_utf8_lossy(&archive).contains("NS/04417/26"));
    let count = |selection: &Selection, words: &str| {
        Tampered::open(&case().archive(selection)).text(ACCOUNTING).lines().filter(|line| line.ends_with(words)).count()
    };
    let stays = "withheld (not selected)";
    let (before, after) = (count(&Selection::default(), stays), count(&selection, stays));
    assert_eq!(
        (before, after),
        (5, 11),
        "a colleague, a draft, two steps and a review; with the others a gift, a step, a person twice and the details twice"
    );
    let nobody =
        Selection { without_entries: vec![ListedNumber { register: Register::Gift, n: 9 }], ..Selection::default() };
    assert!(Plan::new(&case().log.entries(), &nobody).is_err());
}

#[test]
fn what_is_counted_before_is_what_goes_and_what_stays() {
    let case = case();
    let entries = case.log.entries();
    let gift = ListedNumber { register: Register::Gift, n: 1 };
    let days = |day: &str| Selection { from: Some(day.to_owned()), to: Some(day.to_owned()), ..Selection::default() };
    for selection in [
        Selection::default(),
        days("2026-03-05"),
        Selection { without_registers: vec![Register::Person], without_details: true, ..Selection::default() },
        Selection { without_entries: vec![gift], without_contacts: vec![1], ..Selection::default() },
    ] {
        let (plan, counted) =
            (Plan::new(&entries, &selection).unwrap(), Plan::preview(&entries, &selection, &[]).unwrap());
        assert_eq!(counted.contacts.goes as usize, plan.contacts.len());
        assert_eq!(counted.details, plan.details.is_some());
        for RegisterTally { register, entries: Tally { goes, stays } } in counted.registers {
            let taken = plan.listed.iter().filter(|taken| taken.entry.register() == register).count();
            let all = entries.listed(register).len();
            assert_eq!((goes as usize, stays as usize), (taken, all - taken), "{register:?}");
        }
    }
    let steps = |selection: &Selection| {
        let counted = Plan::preview(&entries, selection, &[]).unwrap().registers;
        counted.into_iter().find(|tally| tally.register == Register::Step).unwrap().entries
    };
    assert_eq!(steps(&Selection::default()), Tally { goes: 1, stays: 2 }, "two may be privileged");
    let nothing = Plan::preview(&entries, &days("1999-01-01"), &[]).unwrap();
    assert_eq!((nothing.contacts, nothing.bytes), (Tally { goes: 0, stays: 1 }, 0), "nothing is an answer too");
}

#[test]
fn why_an_entry_stays_is_said_with_it() {
    let entries = case().log.entries();
    let stays = |register| entries.listed(register).iter().map(|entry| entry.resolve().0.stays()).collect::<Vec<_>>();
    assert_eq!(stays(Register::Letter), [None, Some(Stays::NotSent)]);
    assert_eq!(stays(Register::Step), [None, Some(Stays::Privileged), Some(Stays::Privileged)]);
    assert_eq!((stays(Register::Review), stays(Register::Gift)), (vec![Some(Stays::Review)], vec![None]));
    let due = RegisterEntry::Step(Step::new(StepKind::PoliceReport));
    assert_eq!(due.stays(), Some(Stays::NotDone));
}

#[test]
fn the_days_chosen_hold_for_gifts_and_letters_too() {
    let days =
        Selection { from: Some("2026-03-05".to_owned()), to: Some("2026-03-05".to_owned()), ..Selection::default() };
    assert_eq!(labels(&days), [(Register::Gift, "1".to_owned()), (Register::Person, "1".to_owned())]);
}

/// Two items, each put into words: the first by a person, the second read by a machine.
pub fn transcribed() -> Case {
    let mut registers = Registers(Case::sample(8, 0));
    let by_person = Transcript::new(1, "She says: leave me alone".to_owned(), TranscribedBy::Person);
    registers.enter(1, &RegisterEntry::Transcript(by_person));
    let by_machine = Transcript::new(2, "Canary heard nowhere".to_owned(), TranscribedBy::Machine);
    registers.enter(2, &RegisterEntry::Transcript(by_machine));
    registers.0
}

#[test]
fn a_transcript_goes_with_its_item_and_says_who_made_it() {
    let bag = Tampered::open(&transcribed().archive(&Selection::default()));
    let (page, sheet) = (bag.text(CHRONOLOGY), bag.text(CHRONOLOGY_CSV));
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is not on the page"));
    assert!(at("id=\"item-1\"") < at("leave me alone") && at("leave me alone") < at("id=\"item-2\""));
    assert!(at("id=\"item-2\"") < at("Read by machine, check against the image"));
    assert!(at("<b>Transcript 1</b> Written by a person.") < at("leave me alone"));
    assert!(sheet.contains("\"transcript\",\"2\"") && sheet.contains("Read by machine, check against the image"));
}

#[test]
fn what_an_item_says_stays_behind_with_the_item() {
    let without = Selection { without_items: vec![2], ..Selection::default() };
    let archive = transcribed().archive(&without);
    assert!(!String::from_utf8_lossy(&archive).contains("Canary heard"));
    assert!(Tampered::open(&archive).text(RECORDS).contains("leave me alone"));
    let counted = Plan::preview(&transcribed().log.entries(), &without, &[]).unwrap().registers;
    let transcripts = RegisterTally { register: Register::Transcript, entries: Tally { goes: 1, stays: 1 } };
    assert!(counted.contains(&transcripts), "{counted:?}");
}
