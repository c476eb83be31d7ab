//! Every string of the Big List of Naughty Strings in every text: kept byte for byte, and harmless in what is handed over.

#![allow(clippy::unwrap_used)]

use casekeep_bundle::write_archive;
use casekeep_format::parts::{contact_parts, listed_parts, read_contact, read_listed};
use casekeep_format::{Clocks, NewRecord, Parts, Record, field_parts, random, read_fields};
use casekeep_model::view::Selection;
use casekeep_model::{Acquisition, Contact, Details, Fields, ItemFacts, Moment, Register, RegisterEntry, Timestamp};
use casekeep_tests::place;
use casekeep_tests::vectors::base::installation;
use casekeep_vault::{Disclosed, Ended, NewItem, UnlockedVault, VaultError, create_vault};
use serde_json::{Map, Value, json};
use std::ops::ControlFlow;

fn strings() -> Vec<String> {
    let text = std::fs::read_to_string(place::root().join("tests/naughty/blns.json")).unwrap();
    let strings: Vec<String> = serde_json::from_str(&text).unwrap();
    assert!(strings.len() > 400);
    // Nothing written is nothing stored; a text of blanks alone is no content of a needed field.
    strings.into_iter().filter(|text| !text.trim().is_empty()).collect()
}

/// Puts a text where a field takes one.
type Form = fn(&str) -> Value;

/// What texts are written into.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Contact,
    Details,
    Listed(Register),
}

impl Of {
    fn all() -> Vec<Self> {
        let listed = Register::ALL.iter().map(|register| Self::Listed(*register));
        listed.chain([Self::Contact, Self::Details]).collect()
    }

    fn blank(self) -> Map<String, Value> {
        let day = json!(Moment::parse("2026-03-04", "Europe/London").unwrap());
        let blank = match self {
            Self::Contact => json!({ "occurred": day, "channel": "other", "direction": "from_them", "what": "x" }),
            Self::Details => json!({ "police_force": "x" }),
            Self::Listed(Register::Person) => json!({ "display": "x", "role": "subject" }),
            Self::Listed(Register::Gift) => json!({ "when": day, "what": "x" }),
            Self::Listed(Register::Thing) => json!({ "label": "x", "what": "x" }),
            Self::Listed(Register::Letter) => json!({ "purpose": "other", "sent": day }),
            Self::Listed(Register::Step) => json!({ "kind": "other", "when": day }),
            Self::Listed(Register::Chaperone) => json!({ "when": day, "offered": "accepted" }),
            Self::Listed(Register::Review) => json!({ "when": day }),
            Self::Listed(Register::Transcript) => json!({ "item": 1, "text": "x", "made_by": "person" }),
        };
        blank.as_object().unwrap().clone()
    }

    fn fields(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Contact => Contact::FIELDS,
            Self::Details => Details::FIELDS,
            Self::Listed(register) => register.fields(),
        }
    }

    fn takes(self, fields: &Map<String, Value>) -> bool {
        match self {
            Self::Contact => Contact::from_fields(fields).is_some(),
            Self::Details => Details::from_fields(fields).is_some(),
            Self::Listed(register) => RegisterEntry::from_fields(register, fields).is_some(),
        }
    }

    /// The fields that are a text, or a list with texts in it, with what puts a text there.
    fn texts(self) -> Vec<(&'static str, Form)> {
        let forms: [Form; 5] = [
            |text| json!(text),
            |text| json!([{ "kind": "other", "value": text, "note": text }]),
            |text| json!([{ "who": text, "reference": text }]),
            |text| json!([{ "key": text, "answer": "yes", "note": text }]),
            |text| json!({ "answer": "yes", "note": text }),
        ];
        let with = |field: &str, value: Value| {
            let mut fields = self.blank();
            fields.insert(field.to_owned(), value);
            self.takes(&fields)
        };
        let form = |field: &'static str| Some((field, *forms.iter().find(|form| with(field, form("x")))?));
        self.fields().iter().filter_map(|(field, _)| form(field)).collect()
    }

    fn parts(self, fields: &Map<String, Value>) -> Parts {
        let clocks = Clocks { zone: None, boot: None };
        match self {
            Self::Contact => contact_parts(1, &Contact::from_fields(fields).unwrap(), &clocks),
            Self::Details => field_parts(1, &Details::from_fields(fields).unwrap(), &clocks),
            Self::Listed(register) => listed_parts(1, &RegisterEntry::from_fields(register, fields).unwrap(), &clocks),
        }
    }

    fn read(self, record: &Record) -> Map<String, Value> {
        match self {
            Self::Contact => read_contact(record).unwrap().1.fields(),
            Self::Details => read_fields::<Details>(record).unwrap().fields(),
            Self::Listed(register) => read_listed(record, register).unwrap().fields(),
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Contact => "contact",
            Self::Details => "details",
            Self::Listed(register) => register.word(),
        }
    }
}

#[test]
fn every_string_in_every_text_comes_back_byte_for_byte() {
    let (box_id, writer) = ("a".repeat(26).parse().unwrap(), random::name().parse().unwrap());
    let strings = strings();
    let mut tried = 0;
    for of in Of::all() {
        let texts = of.texts();
        assert!(!texts.is_empty());
        for text in &strings {
            let mut fields = of.blank();
            fields.extend(texts.iter().map(|(field, form)| ((*field).to_owned(), form(text))));
            let new = NewRecord {
                at: Timestamp::from_millis(1_780_000_000_000),
                box_id: Clone::clone(&box_id),
                kind: of.kind().to_owned(),
                n: 1,
                of: Vec::new(),
                writer: Clone::clone(&writer),
                parts: of.parts(&fields),
            };
            let made = Record::new(new).unwrap();
            let lines: Vec<_> = made.part_lines().map(<[u8]>::to_vec).collect();
            let record = Record::parse(made.head_line(), &lines).unwrap();
            assert_eq!(of.read(&record), fields, "{} {text:?}", of.kind());
            tried += texts.len();
        }
    }
    assert!(tried > 20_000, "every text of every kind: {tried}");
}

fn vault_in(folder: &std::path::Path) -> UnlockedVault {
    let installation = installation(&folder.join("state"), 1_780_000_000_000);
    let secret = casekeep_model::Secret::new("gravel opera tomato lantern quiet".to_owned());
    create_vault(&folder.join("vault"), installation, &secret).unwrap().vault
}

/// Adds the item that transcripts are of.
fn add_item(vault: &UnlockedVault, case: u32) {
    let new = NewItem {
        name: "voice.m4a",
        how: Acquisition::File,
        facts: ItemFacts::default(),
        size_hint: 1,
        keep_duplicate: false,
    };
    vault.add_item(case, &mut &b"x"[..], new, &mut |_| ControlFlow::Continue(())).unwrap();
}

#[test]
fn through_the_engine_each_stays_what_it_is_and_is_harmless_in_a_bundle() {
    let folder = tempfile::tempdir().unwrap();
    let vault = vault_in(folder.path());
    let case = vault.add_case("Matter 1").unwrap();
    add_item(&vault, case);
    let places: Vec<_> = Of::all()
        .into_iter()
        .filter(|of| *of != Of::Details)
        .flat_map(|of| of.texts().into_iter().map(move |(field, form)| (of, field, form)))
        .collect();
    for (text, (of, field, form)) in strings().iter().zip(places.iter().cycle()) {
        let mut fields = of.blank();
        fields.insert((*field).to_owned(), form(text));
        let read = match of {
            Of::Listed(register) => {
                let entry = RegisterEntry::from_fields(*register, &fields).unwrap();
                let n = vault.enter(case, &entry).unwrap().n;
                vault.register_entry(case, *register, n).unwrap().entry.fields()
            }
            _ => {
                let (n, _) = vault.log_contact(case, &Contact::from_fields(&fields).unwrap()).unwrap();
                vault.contact(case, n).unwrap().contact.fields()
            }
        };
        assert_eq!(read, fields, "{field} {text:?}");
    }
    let to = Disclosed { recipients: vec!["nobody".to_owned()], ..Disclosed::default() };
    let (_, archive) = vault
        .disclose::<_, VaultError>(case, &Selection::default(), &to, |source| {
            let mut archive = Vec::new();
            write_archive(source, &Selection::default(), None, &mut archive, &mut |_| ControlFlow::Continue(()))
                .unwrap();
            let ended = Ended::default();
            Ok((archive, ended))
        })
        .unwrap();
    let file = |name: &str| {
        let is_head = |block: &[u8]| {
            block.get(257..262) == Some(b"ustar".as_slice()) && String::from_utf8_lossy(&block[..100]).contains(name)
        };
        let head = archive.chunks(512).position(is_head).unwrap() * 512;
        let size = usize::from_str_radix(std::str::from_utf8(&archive[head + 124..][..11]).unwrap(), 8).unwrap();
        String::from_utf8(archive[head + 512..][..size].to_vec()).unwrap()
    };
    let (page, sheet) = (file("data/chronology.html"), file("data/chronology.csv"));
    let lower = page.to_ascii_lowercase();
    for never in ["<script", "<img src=x", "<svg", "<iframe", "<a href=\"javascript", "onerror=\""] {
        assert!(!lower.contains(never), "{never}");
    }
    for cell in sheet.split("\",\"").chain(sheet.split("\r\n\"")) {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t']), "a cell begins like a formula: {cell:.40}");
    }
}
