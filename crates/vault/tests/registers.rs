//! Registers, details and private texts from outside: what goes in comes back, and what cannot be is refused in words.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_model::details::Jurisdiction;
use casekeep_model::observed::{Behaviour, Degree};
use casekeep_model::outgoing::{LetterPurpose, StepKind};
use casekeep_model::people::{AttributionBasis, Identifier, IdentifierKind, Role};
use casekeep_model::review::{Answer, Offered, Prompt};
use casekeep_model::transcript::TranscribedBy;
use casekeep_model::view::{EntryKind, PrivateKind, TimelineFilter};
use casekeep_model::{
    Chaperone, Contact, Gift, Letter, Moment, Patch, Pence, Person, Register, RegisterEntry, Review, Step, Thing,
    Transcript, Turn,
};
use casekeep_vault::{Access, UnlockedVault, VaultError};
use serde_json::Value;
use support::*;

fn moment(text: &str) -> Moment {
    Moment::parse(text, "Europe/London").unwrap()
}

fn person(display: &str) -> RegisterEntry {
    let handle = Identifier {
        kind: IdentifierKind::Handle,
        value: "@north_light".to_owned(),
        basis: Some(AttributionBasis::Suspicion),
        confidence: None,
        note: None,
    };
    let mut person = Person::new(display.to_owned(), Role::Subject);
    person.identifiers = vec![handle];
    RegisterEntry::Person(person)
}

fn gift(when: &str, pence: i64) -> Gift {
    Gift { giver: Some(1), value: Some(Pence(pence)), ..Gift::new(moment(when), "A scarf".to_owned()) }
}

/// One entry of each register.
fn one_of_each() -> Vec<RegisterEntry> {
    let mut step = Step::new(StepKind::MdoCall);
    step.when = Some(moment("2026-03-06"));
    let mut letter = Letter::new(LetterPurpose::Warning);
    (letter.sent, letter.to) = (Some(moment("2026-03-07")), Some("Person A".to_owned()));
    let mut review = Review::new(moment("2026-03-09"));
    review.fixated = Some(Prompt { answer: Answer::Unsure, note: Some("often".to_owned()) });
    vec![
        person("Person A"),
        RegisterEntry::Gift(gift("2026-03-05", 2_500)),
        RegisterEntry::Thing(Thing::new("K7".to_owned(), "The envelope".to_owned())),
        RegisterEntry::Letter(letter),
        RegisterEntry::Step(step),
        RegisterEntry::Chaperone(Chaperone::new(moment("2026-03-08"), Offered::Accepted)),
        RegisterEntry::Review(review),
        RegisterEntry::Transcript(Transcript::new(1, "Call me".to_owned(), TranscribedBy::Person)),
    ]
}

fn kinds(vault: &UnlockedVault, case: u32) -> Vec<EntryKind> {
    vault.timeline(case, &TimelineFilter::default()).unwrap().iter().map(|row| row.kind).collect()
}

#[test]
fn every_register_keeps_its_entries_and_events_stand_on_the_timeline() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.log_contact(case, &contact("2026-03-04T19:15", "He waited.", &[])).unwrap();
    add(&vault, case, "voice.m4a", b"a recording");
    for entry in one_of_each() {
        assert_eq!(vault.enter(case, &entry).unwrap().n, 1, "{entry:?}");
    }
    let events = [
        EntryKind::Contact,
        EntryKind::Gift,
        EntryKind::Step,
        EntryKind::Letter,
        EntryKind::Chaperone,
        EntryKind::Review,
        EntryKind::Item,
    ];
    assert_eq!(kinds(&vault, case), events);
    assert_eq!(vault.cases().unwrap()[0].contacts, 1, "only contacts are counted as contacts");
    assert_lasting(&home, vault, |vault| {
        for entry in one_of_each() {
            let read = vault.register_entry(case, entry.register(), 1).unwrap();
            assert_eq!(read.entry, entry);
        }
        assert_eq!(vault.search("north_light", Some(case)).unwrap().len(), 1);
    });
}

#[test]
fn a_step_that_is_only_due_and_a_letter_that_is_not_sent_are_no_events() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let mut step = Step::new(StepKind::PoliceReport);
    step.due = Some(moment("2026-04-01"));
    vault.enter(case, &RegisterEntry::Step(step)).unwrap();
    vault.enter(case, &RegisterEntry::Letter(Letter::new(LetterPurpose::Boundary))).unwrap();
    assert_eq!(kinds(&vault, case), []);
    let sent = Patch::default().with("sent", moment("2026-04-02"));
    vault.amend_entry(case, Register::Letter, 1, &sent, "It went today").unwrap();
    assert_eq!(kinds(&vault, case), [EntryKind::Letter]);
}

#[test]
fn an_amendment_keeps_what_every_field_said() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.enter(case, &person("Person A")).unwrap();
    vault.enter(case, &RegisterEntry::Gift(gift("2026-03-05", 2_500))).unwrap();
    let changes = Patch::default().with("value", 3_000).with("giver", Value::Null).with("decision_reason", "policy");
    vault.amend_entry(case, Register::Gift, 1, &changes, "I asked in the shop").unwrap();
    let read = vault.register_entry(case, Register::Gift, 1).unwrap();
    let RegisterEntry::Gift(now) = &read.entry else { panic!("a gift") };
    assert_eq!((now.value, now.giver, now.decision_reason.as_deref()), (Some(Pence(3_000)), None, Some("policy")));
    let said: Vec<_> =
        read.amendments[0].changes.iter().map(|c| (c.field.as_str(), c.earlier.as_str(), c.later.as_str())).collect();
    assert_eq!(said, [("value", "£25.00", "£30.00"), ("giver", "1", ""), ("decision_reason", "", "policy")]);
    assert_eq!(read.amendments[0].reason, "I asked in the shop");

    vault.log_contact(case, &contact("2026-03-04T19:15", "I asked him to stop.", &[])).unwrap();
    let changes = Patch::default().with("turn", Turn::AskedToStop).with("fear", Degree::Very);
    vault.amend_contact(case, 1, &changes, "I had left it out").unwrap();
    let read = vault.contact(case, 1).unwrap();
    assert_eq!((read.contact.turn, read.contact.fear), (Some(Turn::AskedToStop), Some(Degree::Very)));
    vault.amend_contact(case, 1, &Patch::default().with("turn", Value::Null), "It was another day").unwrap();
    let read = vault.contact(case, 1).unwrap();
    assert_eq!(read.contact.turn, None);
    assert_eq!(read.amendments[1].changes[0].earlier, "Asked to stop");
}

#[test]
fn what_cannot_be_is_refused_and_nothing_is_saved() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.enter(case, &person("Person A")).unwrap();
    let refused = |entry: RegisterEntry| vault.enter(case, &entry).unwrap_err();
    for pence in [-500, -1, 100_000_000_000_000, i64::MAX] {
        let error = refused(RegisterEntry::Gift(gift("2026-03-05", pence)));
        assert!(matches!(&error, VaultError::BadInput(why) if why.contains("£1,000,000,000.00")), "{error:?}");
    }
    let mut letter = Letter::new(LetterPurpose::Warning);
    (letter.sent, letter.delivered) = (Some(moment("2026-03-07")), Some(moment("2026-03-06")));
    assert!(matches!(refused(RegisterEntry::Letter(letter)), VaultError::BadInput(_)));
    for (field, gift) in [
        ("items", Gift { items: vec![7], ..gift("2026-03-05", 1) }),
        ("contacts", Gift { contacts: vec![7], ..gift("2026-03-05", 1) }),
        ("giver", Gift { giver: Some(7), ..gift("2026-03-05", 1) }),
    ] {
        assert!(matches!(refused(RegisterEntry::Gift(gift)), VaultError::NoSuchEntry(_)), "{field}");
    }
    assert!(matches!(refused(person("  ")), VaultError::BadInput(_)));
    let long = Gift { message: Some("x".repeat((1 << 20) + 1)), ..gift("2026-03-05", 1) };
    assert!(matches!(refused(RegisterEntry::Gift(long)), VaultError::BadInput(_)));
    let mut odd = gift("2026-03-05", 1);
    odd.when.offset = Some(77);
    assert!(matches!(refused(RegisterEntry::Gift(odd)), VaultError::BadInput(_)));

    let whole = Gift { message: Some("x".repeat(1 << 20)), ..gift("2026-03-05", 1) };
    assert_eq!(vault.enter(case, &RegisterEntry::Gift(whole)).unwrap().n, 1, "nothing was saved before");
    for changes in [
        Patch::default(),
        Patch::default().with("colour", "red"),
        Patch::default().with("value", -500),
        Patch::default().with("value", "much"),
        Patch::default().with("what", Value::Null),
        Patch::default().with("what", ""),
    ] {
        let error = vault.amend_entry(case, Register::Gift, 1, &changes, "why").unwrap_err();
        assert!(matches!(error, VaultError::BadInput(_)), "{changes:?}");
    }
    let nothing = vault.amend_entry(case, Register::Gift, 2, &Patch::default().with("what", "x"), "why");
    assert!(matches!(nothing, Err(VaultError::NoSuchEntry(_))));
    assert_eq!(vault.register_entry(case, Register::Gift, 1).unwrap().amendments.len(), 0);
}

#[test]
fn a_contact_that_ends_before_it_begins_is_refused() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let lasting =
        |ended: &str| Contact { ended: Some(moment(ended)), ..contact("2026-03-04T19:15", "He waited.", &[]) };
    assert!(matches!(vault.log_contact(case, &lasting("2026-03-04T19:14")), Err(VaultError::BadInput(_))));
    assert!(matches!(vault.log_contact(case, &lasting("2026-03-03")), Err(VaultError::BadInput(_))));
    for ended in ["2026-03-04T19:15", "2026-03-04", "2026-03", "unknown", "2100-01-01"] {
        vault.log_contact(case, &lasting(ended)).unwrap();
    }
    let changes = Patch::default().with("ended", moment("2026-03-01"));
    assert!(matches!(vault.amend_contact(case, 1, &changes, "why"), Err(VaultError::BadInput(_))));
    let earlier = Patch::default().with("occurred", moment("2026-03-05"));
    assert!(matches!(vault.amend_contact(case, 1, &earlier, "why"), Err(VaultError::BadInput(_))));
}

#[test]
fn contacts_of_1900_and_2100_are_kept_with_every_field() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.enter(case, &person("Person A")).unwrap();
    let mut full = contact("1900-01-01", "He wrote.", &[]);
    full.behaviours = vec![Behaviour::Threat, Behaviour::TurnedUpAtHome];
    full.knowledge_shown = Some("my curtains".to_owned());
    full.people = vec![1];
    vault.log_contact(case, &full).unwrap();
    vault.log_contact(case, &contact("2100-12-31T23:59", "He wrote.", &[])).unwrap();
    assert_eq!(vault.contact(case, 1).unwrap().contact, full);
    let rows = vault.timeline(case, &TimelineFilter::default()).unwrap();
    assert_eq!([rows[0].n, rows[1].n], [1, 2]);
}

#[test]
fn two_contacts_in_the_repeated_hour_stand_in_their_order() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    for when in ["2026-10-25T01:30+00:00", "2026-10-25T01:30+01:00"] {
        vault.log_contact(case, &contact(when, "He rang.", &[])).unwrap();
    }
    let rows = vault.timeline(case, &TimelineFilter::default()).unwrap();
    assert_eq!([rows[0].n, rows[1].n], [2, 1], "the first 01:30 is the one before the clocks go back");
}

#[test]
fn gifts_of_one_giver_are_summed_and_one_handle_may_be_thought_of_two_people() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    for display in ["Person A", "Person B"] {
        vault.enter(case, &person(display)).unwrap();
    }
    for (when, pence) in [("2025-03-04", 9_000), ("2025-03-06", 1_000), ("2026-03-05", 250)] {
        vault.enter(case, &RegisterEntry::Gift(gift(when, pence))).unwrap();
    }
    let other = RegisterEntry::Gift(Gift { giver: Some(2), ..gift("2026-03-05", 70_000) });
    vault.enter(case, &other).unwrap();
    vault.amend_entry(case, Register::Gift, 1, &Patch::default().with("value", 9_500), "The price on the box").unwrap();
    let all = vault.register_entries(case, Register::Gift).unwrap();
    let sums: Vec<_> = all.iter().map(|view| view.twelve_months.map(|sum| sum.0)).collect();
    assert_eq!(sums, [Some(9_500), Some(10_500), Some(1_250), Some(70_000)]);
    for view in &all {
        assert_eq!(&vault.register_entry(case, Register::Gift, view.n).unwrap(), view, "alone as among all");
    }
    assert_eq!(vault.register_entries(case, Register::Person).unwrap().len(), 2);
}

#[test]
fn details_are_written_once_and_then_amended_with_a_reason() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    assert_eq!(vault.case_details(case).unwrap().recorded, None);
    let first = Patch::default().with("jurisdiction", Jurisdiction::Scotland).with("mdo_name", "MDDUS");
    vault.amend_details(case, &first, "").unwrap();
    let changes = Patch::default().with("jurisdiction", Jurisdiction::EnglandWales).with("mdo_name", "");
    assert!(matches!(vault.amend_details(case, &changes, " "), Err(VaultError::BadInput(_))));
    vault.amend_details(case, &changes, "It moved").unwrap();
    assert_lasting(&home, vault, |vault| {
        let view = vault.case_details(case).unwrap();
        assert_eq!((view.details.jurisdiction, view.details.mdo_name), (Some(Jurisdiction::EnglandWales), None));
        assert_eq!(view.amendments[0].changes[0].earlier, "Scotland");
        assert_eq!(kinds(vault, case), []);
        assert_eq!(vault.search("scotland", Some(case)).unwrap().len(), 0, "details are no rows");
    });
}

#[test]
fn notes_and_advice_are_read_back_and_stay_apart_from_the_case() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.add_private_note(case, "I slept badly").unwrap();
    vault.add_advice(case, "Write nothing more to him", Some(" Dr Ito, MDU ")).unwrap();
    let check = |vault: &UnlockedVault| {
        let notes = vault.private_notes(case).unwrap();
        let said: Vec<_> = notes.iter().map(|note| (note.kind, note.text.as_str(), note.from.as_deref())).collect();
        let advice = (PrivateKind::Advice, "Write nothing more to him", Some("Dr Ito, MDU"));
        assert_eq!(said, [(PrivateKind::Note, "I slept badly", None), advice]);
        assert_eq!(kinds(vault, case), []);
        assert_eq!(vault.search("nothing", None).unwrap().len(), 0);
        assert_ok(vault);
    };
    check(&vault);
    vault.lock().unwrap();
    check(&home.unlock(Access::Read));
}
