//! Entries of registers, details and what a contact may say: as Casekeep writes them, and with amendments that are broken.

use crate::kit::Kit;
use casekeep_format::parts::{contact_parts, listed_parts};
use casekeep_format::{Clocks, NewRecord, Parts, PartsBuilder, Record, field_parts, kind, patch_parts};
use casekeep_model::observed::{Behaviour, Degree};
use casekeep_model::outgoing::{LetterPurpose, StepKind};
use casekeep_model::people::{AttributionBasis, Identifier, IdentifierKind, Role};
use casekeep_model::review::{Answer, Offered, Prompt};
use casekeep_model::transcript::TranscribedBy;
use casekeep_model::{
    Channel, Chaperone, Contact, Details, Direction, Gift, LeafHash, Letter, Moment, Patch, Pence, Person,
    RegisterEntry, Review, Step, Thing, Timestamp, Transcript, Turn,
};
use casekeep_tests::vectors::forge::Lines;
use serde_json::json;

/// Records that go on with the first case's log.
struct More<'a> {
    kit: &'a mut Kit,
    records: Vec<Record>,
}

impl More<'_> {
    fn put(&mut self, kind: &str, of: Vec<LeafHash>, parts: Parts) -> LeafHash {
        let log = &self.kit.log;
        let n = self.kit.size(log) + self.records.len() as u64;
        let new = NewRecord {
            at: Timestamp::from_millis(1_779_000_000_000 + i64::try_from(n).unwrap() * 1000),
            box_id: log.box_id.clone(),
            kind: kind.to_owned(),
            n,
            of,
            writer: log.writer.clone(),
            parts,
        };
        let record = Record::new(new).unwrap();
        let leaf = record.leaf();
        self.records.push(record);
        leaf
    }

    fn enter(&mut self, entry: &RegisterEntry) -> LeafHash {
        self.put(entry.register().word(), vec![], listed_parts(1, entry, &clocks()))
    }

    fn end(self, name: &str, what: &str, effect: &str) {
        let lines: Vec<Lines> = self.records.iter().map(Lines::from).collect();
        let log = self.kit.log.clone();
        let (path, bytes) = self.kit.keyed.segment_after(&log, self.kit.size(&log), &lines);
        self.kit.vector(name, what).write(&format!("vault/{path}"), &bytes).effect(effect).finds(&[]);
    }
}

fn clocks() -> Clocks {
    Clocks { zone: Some("Europe/London".to_owned()), boot: Some(1) }
}

fn day(text: &str) -> Moment {
    Moment::parse(text, "Europe/London").unwrap()
}

fn gift() -> RegisterEntry {
    let gift = Gift::new(day("2026-03-05"), "A scarf".to_owned());
    RegisterEntry::Gift(Gift { value: Some(Pence(2_500)), giver: Some(1), ..gift })
}

pub fn write(kit: &mut Kit) {
    whole(More { kit, records: Vec::new() });
    broken(More { kit, records: Vec::new() });
    transcribed(More { kit, records: Vec::new() });
}

fn whole(mut more: More<'_>) {
    let mut person = Person::new("Person A".to_owned(), Role::Subject);
    let (kind, value) = (IdentifierKind::Handle, "@north_light".to_owned());
    let basis = Some(AttributionBasis::Suspicion);
    person.identifiers = vec![Identifier { kind, value, basis, confidence: None, note: None }];
    more.enter(&RegisterEntry::Person(person));
    let first = more.enter(&gift());
    more.enter(&RegisterEntry::Thing(Thing::new("K7".to_owned(), "The envelope".to_owned())));
    let letter = Letter { sent: Some(day("2026-03-07")), ..Letter::new(LetterPurpose::Warning) };
    more.enter(&RegisterEntry::Letter(letter));
    more.enter(&RegisterEntry::Step(Step { when: Some(day("2026-03-08")), ..Step::new(StepKind::PoliceReport) }));
    more.enter(&RegisterEntry::Chaperone(Chaperone::new(day("2026-03-09"), Offered::Declined)));
    let prompt = Prompt { answer: Answer::Unsure, note: None };
    more.enter(&RegisterEntry::Review(Review { unwanted: Some(prompt), ..Review::new(day("2026-03-10")) }));
    let contact = Contact::new(day("2026-03-11"), Channel::InPerson, Direction::FromThem, "He was at my door.");
    let contact = Contact {
        behaviours: vec![Behaviour::TurnedUpAtHome],
        fear: Some(Degree::Very),
        people: vec![1],
        turn: Some(Turn::Police),
        ..contact
    };
    more.put(kind::CONTACT, vec![], contact_parts(90, &contact, &clocks()));
    let mut details = Details::new();
    details.police_crime = Some("NS/04417/26".to_owned());
    more.put(kind::DETAILS, vec![], field_parts(1, &details, &clocks()));
    let changes = Patch::default().with("value", 3_000).with("giver", json!(null)).with("policy", "Gifts, 2024");
    more.put("gift", vec![first], patch_parts(1, &changes, "I asked in the shop", &clocks()));
    more.end(
        "registers",
        "An entry of each register, details, a contact in full, and an amendment.",
        "Gift 1 is of 3,000 pence, of nobody known, under the policy Gifts, 2024; contact 90 has the turning point police.",
    );
}

fn broken(mut more: More<'_>) {
    let first = more.enter(&gift());
    let changes = Patch::default()
        .with("value", "much")
        .with("when", "soon")
        .with("what", json!(null))
        .with("policy", "Gifts, 2024");
    let second = more.put("gift", vec![first], patch_parts(1, &changes, "A broken one", &clocks()));
    let mut moment = json!(day("2026-03-06"));
    moment["from"] = json!("2026-01-01T00:00:00.000Z");
    let changes = Patch::default().with("when", moment).with("items", "three").with("decision", "burnt");
    more.put("gift", vec![first, second], patch_parts(1, &changes, "Another", &clocks()));
    let nothing =
        PartsBuilder::new().with("number", 2).with("when", day("2026-03-05")).with("clocks", clocks()).build();
    more.put("gift", vec![], nothing);
    let orphan = patch_parts(7, &Patch::default().with("what", "x"), "Of nothing", &clocks());
    more.put("gift", vec![LeafHash([7; 32])], orphan);
    let other = patch_parts(1, &Patch::default().with("display", "x"), "Of another register", &clocks());
    more.put("person", vec![first], other);
    more.end(
        "registers-broken",
        "Amendments with parts of another shape, an entry without what it needs, and amendments of nothing.",
        "Gift 1 is a scarf of 2,500 pence of 5 March 2026, under the policy Gifts, 2024; there is no gift 2, 7 and no person.",
    );
}

fn transcribed(mut more: More<'_>) {
    let read = Transcript::new(1, "See you thursday".to_owned(), TranscribedBy::Machine);
    let read = Transcript { program: Some("tesseract 5.3.0".to_owned()), ..read };
    let first = more.enter(&RegisterEntry::Transcript(read));
    let changes = Patch::default().with("text", "See you Thursday").with("checked", true).with("made_by", "nobody");
    more.put("transcript", vec![first], patch_parts(1, &changes, "Compared with the picture", &clocks()));
    let of_nothing = PartsBuilder::new().with("number", 2).with("text", "x").with("clocks", clocks()).build();
    more.put("transcript", vec![], of_nothing);
    more.end(
        "transcripts",
        "A transcript that a machine made, an amendment of which one part has another shape, and one of no item.",
        "Transcript 1 is of item 1, read by a machine, compared, and says See you Thursday; there is no transcript 2.",
    );
}
