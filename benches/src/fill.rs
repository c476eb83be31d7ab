//! A case with any number of contacts, written past the engine in seconds: the log of another computer, as format 1 has it.
//!
//! Its segments are as large as compaction leaves them, or hold one record each as commits leave them.

use crate::place::{Outcome, Place};
use casekeep_format::parts::{contact_parts, listed_parts};
use casekeep_format::{
    BoxRecord, Checkpoint, Clocks, Frontier, Identity, NewRecord, Parts, Record, kind, open_box_key, origin, random,
    segment_name, write_segment,
};
use casekeep_model::{
    BoxId, Channel, Contact, Direction, Gift, Moment, Pence, Register, RegisterEntry, Timestamp, WriterId,
};
use std::fs;
use std::path::PathBuf;

/// 2010-01-04T08:00Z, and how far apart contacts are, in milliseconds.
const BEGIN: i64 = 1_262_592_000_000;
const APART: i64 = 17 * 60 * 1000;
const FORMAT: u32 = casekeep_format::FORMAT;
/// Words that every entry has.
pub const COMMON: &str = "corridor asked days";

/// Returns a word that one entry has.
#[must_use]
pub fn rare(n: u32) -> String {
    format!("number{n}")
}

/// Returns a contact like those that people write.
///
/// # Panics
/// Never: its time is one that the format knows.
#[must_use]
pub fn contact(n: u32) -> Contact {
    let at = Timestamp::from_millis(BEGIN + APART * i64::from(n)).to_string();
    let local = format!("{}+00:00", at.get(..16).unwrap_or_default());
    let occurred = Moment::parse(&local, "Europe/London").expect("a minute of this century");
    let what = format!(
        "Waited in the corridor, {}, and asked which days I work. {}",
        rare(n),
        "He stayed a while, then left by the side door. ".repeat(3)
    );
    let channel = Channel::ALL[n as usize % Channel::ALL.len()];
    let words = Some("I only want two minutes".to_owned());
    Contact { words, ..Contact::new(occurred, channel, Direction::FromThem, &what) }
}

/// The log of another computer, under way.
struct Filling<'a> {
    place: &'a Place,
    box_id: BoxId,
    writer: WriterId,
    identity: Identity,
    frontier: Frontier,
    folder: PathBuf,
}

/// Returns a gift like those that a register lists, from one of twenty people.
///
/// # Panics
/// Never: its day is one that the format knows.
#[must_use]
pub fn gift(n: u32) -> Gift {
    let day = Timestamp::from_millis(BEGIN + 8 * APART * i64::from(n)).to_string();
    let when = Moment::parse(day.get(..10).unwrap_or_default(), "Europe/London").expect("a day of this century");
    let value = Some(Pence(i64::from(n % 90) * 50));
    let decision_reason = Some("The policy of the practice says so".to_owned());
    Gift { giver: Some(1 + n % 20), value, decision_reason, ..Gift::new(when, format!("Chocolates, {}", rare(n))) }
}

/// Adds contacts to the one case of a vault, so many to a segment.
///
/// # Errors
/// What the system or the format says.
pub fn fill(place: &Place, contacts: u32, to_a_segment: u32) -> Outcome<()> {
    let entries = (1..=contacts).map(|n| (kind::CONTACT, contact_parts(n, &contact(n), &clocks())));
    fill_with(place, entries, to_a_segment)
}

/// Adds gifts to the one case of a vault, so many to a segment.
///
/// # Errors
/// What the system or the format says.
pub fn fill_gifts(place: &Place, gifts: u32, to_a_segment: u32) -> Outcome<()> {
    let entry = |n| RegisterEntry::Gift(gift(n));
    let entries = (1..=gifts).map(|n| (Register::Gift.word(), listed_parts(n, &entry(n), &clocks())));
    fill_with(place, entries, to_a_segment)
}

fn clocks() -> Clocks {
    Clocks { zone: Some("Europe/London".to_owned()), boot: Some(1) }
}

fn fill_with(place: &Place, entries: impl Iterator<Item = (&'static str, Parts)>, to_a_segment: u32) -> Outcome<()> {
    let vault = place.vault();
    let keys = place.identity()?;
    let case = fs::read_dir(vault.join("cases"))?.next().ok_or("a vault with a case")??;
    let box_id: BoxId = case.file_name().to_string_lossy().parse()?;
    let identity = open_box_key(&fs::read(case.path().join("key.age"))?, &box_id, &keys.current().vault)?.remove(0);
    let writer: WriterId = random::name().parse()?;
    let folder = case.path().join("log").join(writer.as_str());
    fs::create_dir(&folder)?;
    let first = BoxRecord {
        recipient: identity.to_recipient().to_string(),
        vault: keys.vault().clone(),
        format: FORMAT,
        of: None,
    };
    let mut filling = Filling { place, box_id, writer, identity, frontier: Frontier::new(), folder };
    let mut pending = vec![(kind::BOX, first.parts())];
    for entry in entries {
        pending.push(entry);
        if pending.len() >= to_a_segment as usize {
            filling.write(std::mem::take(&mut pending))?;
        }
    }
    if pending.is_empty() { Ok(()) } else { filling.write(pending) }
}

impl Filling<'_> {
    fn write(&mut self, pending: Vec<(&'static str, Parts)>) -> Outcome<()> {
        let keys = self.place.identity()?;
        let first = self.frontier.size();
        let mut records = Vec::with_capacity(pending.len());
        for (n, (kind, parts)) in (first..).zip(pending) {
            let at = Timestamp::from_millis(BEGIN + APART * i64::try_from(n)? + 60_000);
            let record = Record::new(NewRecord {
                at,
                box_id: self.box_id.clone(),
                kind: kind.to_owned(),
                n,
                of: Vec::new(),
                writer: self.writer.clone(),
                parts,
            })?;
            self.frontier.push(record.leaf());
            records.push(record);
        }
        let checkpoint = Checkpoint {
            origin: origin(keys.vault(), &self.box_id, &self.writer),
            size: self.frontier.size(),
            root: self.frontier.root(),
        };
        let note = checkpoint.sign(&keys.current().signing);
        let bytes = write_segment(&records, &note, &self.identity.to_recipient())?;
        let name = segment_name(first, self.frontier.size() - 1, &bytes);
        fs::write(self.folder.join(name), bytes)?;
        Ok(())
    }
}
