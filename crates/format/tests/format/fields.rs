//! Named fields in records: what cannot be read is left out, and what the rest says still stands.

use casekeep_format::parts::{contact_parts, read_contact, read_listed};
use casekeep_format::{Clocks, NewRecord, Parts, Record};
use casekeep_model::observed::Degree;
use casekeep_model::{Channel, Contact, Direction, Moment, Register, RegisterEntry, Timestamp};
use serde_json::{Value, json};

fn record(kind: &str, parts: Parts) -> Record {
    let (box_id, writer) = ("a".repeat(26).parse().expect("a box"), "b".repeat(16).parse().expect("a writer"));
    let at = Timestamp::from_millis(1_780_000_000_000);
    Record::new(NewRecord { at, box_id, kind: kind.to_owned(), n: 1, of: Vec::new(), writer, parts }).expect("a record")
}

fn day() -> Moment {
    Moment::parse("2026-03-04", "Europe/London").expect("a day")
}

fn contact() -> Contact {
    let mut contact = Contact::new(day(), Channel::Email, Direction::AboutYou, "He wrote");
    (contact.fear, contact.witnesses) = (Some(Degree::Very), Some("Nobody".to_owned()));
    contact
}

/// Returns a contact's record with some parts replaced; without a value a part is left out.
fn changed(changes: &[(&str, Option<Value>)]) -> Record {
    let mut parts = contact_parts(1, &contact(), &Clocks { zone: None, boot: None });
    for (name, value) in changes {
        parts.retain(|(part, _)| part != name);
        parts.extend(value.clone().map(|value| ((*name).to_owned(), value)));
    }
    record("contact", parts)
}

#[test]
fn a_part_of_another_shape_is_left_out_and_the_rest_stands() {
    assert_eq!(read_contact(&changed(&[])), Some((1, contact())));
    let with = |name: &'static str, value: Value| read_contact(&changed(&[(name, Some(value))])).map(|read| read.1);
    assert_eq!(with("fear", json!("terrible")), Some(Contact { fear: None, ..contact() }));
    assert_eq!(with("people", json!("three")), Some(contact()));
    assert_eq!(with("a_later_part", json!("x")), Some(contact()));
    let mut moved = json!(day());
    moved["from"] = json!("2026-01-01T00:00:00.000Z");
    assert_eq!(with("ended", moved.clone()), Some(contact()), "a moment that does not follow from its clock time");
    assert_eq!(with("occurred", moved), None);
    assert_eq!(with("what", json!(7)), None);
}

#[test]
fn a_channel_and_a_direction_that_cannot_be_read_do_not_take_the_contact_away() {
    let other = Contact { channel: Channel::Other, direction: Direction::FromThem, ..contact() };
    for lost in [None, Some(json!("pigeon"))] {
        let read = read_contact(&changed(&[("channel", lost.clone()), ("direction", lost.clone())]));
        assert_eq!(read, Some((1, other.clone())));
        let read = read_contact(&changed(&[("channel", lost.clone())]));
        assert_eq!(
            read,
            Some((1, Contact { channel: Channel::Other, ..contact() })),
            "the direction is kept: {lost:?}"
        );
    }
}

#[test]
fn an_entry_without_what_it_needs_is_none() {
    let parts =
        |parts: &[(&str, Value)]| parts.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    let gift = record(
        "gift",
        parts(&[("number", json!(1)), ("when", json!(day())), ("what", json!("A scarf")), ("value", json!("much"))]),
    );
    let Some(RegisterEntry::Gift(read)) = read_listed(&gift, Register::Gift) else { panic!("a gift") };
    assert_eq!((read.what.as_str(), read.value), ("A scarf", None));
    assert_eq!(read_listed(&gift, Register::Person), None);
    assert_eq!(read_listed(&record("gift", parts(&[("what", json!("A scarf"))])), Register::Gift), None);
}
