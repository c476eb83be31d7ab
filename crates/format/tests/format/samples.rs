//! Plainly made-up ids and records for the other tests.

use casekeep_format::{NewRecord, Record, SigningKey};
use casekeep_model::{BoxId, Timestamp, VaultId, WriterId};
use serde_json::{Value, json};

pub fn key() -> SigningKey {
    SigningKey::from_seed(&std::array::from_fn(|i| i as u8))
}

pub fn vault() -> VaultId {
    key().verifying_key().vault_id()
}

pub fn box_id() -> BoxId {
    "a".repeat(26).parse().unwrap()
}

pub fn writer() -> WriterId {
    "b".repeat(16).parse().unwrap()
}

pub fn new_record(n: u64, parts: Vec<(String, Value)>) -> NewRecord {
    let at = Timestamp::from_millis(1_764_000_000_123 + n as i64);
    NewRecord { at, box_id: box_id(), kind: "contact".to_owned(), n, of: vec![], writer: writer(), parts }
}

pub fn record(n: u64) -> Record {
    let parts = vec![
        ("what".to_owned(), json!("He waited at the surgery door.")),
        ("place".to_owned(), json!({ "name": "the car park" })),
    ];
    Record::new(new_record(n, parts)).unwrap()
}

pub fn lines_of(record: &Record) -> Vec<Vec<u8>> {
    record.part_lines().map(<[u8]>::to_vec).collect()
}
