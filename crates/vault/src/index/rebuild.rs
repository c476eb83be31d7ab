//! A box's rows built anew from its records as they are read, so that the records need not be kept.

use super::row::{Amendings, DETAILS, Meaning, Row};
use super::write::{RowWriter, set_heads};
use super::{CaseFacts, Index};
use crate::boxes::OpenBox;
use crate::error::{Result, VaultError};
use crate::log::LogReading;
use casekeep_format::{
    ContactEntry, DetailsEntry, Entry, Frontier, ItemEntry, ListedEntry, LogHead, Record, VerifyingKey, moved_to,
};
use casekeep_model::{BoxId, LeafHash, ObjectName, Timestamp, VaultId, WriterId, inspect::Inspect};
use rusqlite::Transaction;
use serde::de::DeserializeOwned;
use std::collections::hash_map::Entry::{Occupied, Vacant};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

/// How many records are handed over at a time.
const BATCH: usize = 64;
/// How many of these wait at most.
const BATCHES: usize = 4;

/// What reading a box's logs found.
type Readings = BTreeMap<WriterId, LogReading>;

/// One record as the rows see it.
struct Seen {
    at: Timestamp,
    meaning: Meaning,
}

/// Rows under way; nothing of them stays unless they are finished.
pub(crate) struct Rebuilding<'a> {
    transaction: Transaction<'a>,
    box_id: BoxId,
    case: u32,
    inspect: Arc<dyn Inspect>,
    facts: CaseFacts,
    /// What may come before the entry that it amends: another computer's log is read before or after.
    amendings: HashMap<LeafHash, Amendings>,
    moved: BTreeMap<ObjectName, ObjectName>,
}

impl Index {
    /// Begins to build a case's rows from all its records.
    pub fn begin_rebuild(&mut self, box_id: &BoxId, case: u32) -> Result<Rebuilding<'_>> {
        let inspect = self.inspect.clone();
        let transaction = self.connection.transaction()?;
        transaction
            .execute("DELETE FROM words WHERE rowid IN (SELECT id FROM entries WHERE box = ?1)", [box_id.as_str()])?;
        for table in ["entries", "days", "links", "copies", "cases", "heads"] {
            transaction.execute(&format!("DELETE FROM {table} WHERE box = ?1"), [box_id.as_str()])?;
        }
        let (facts, amendings, moved) = (CaseFacts::default(), HashMap::new(), BTreeMap::new());
        Ok(Rebuilding { transaction, box_id: box_id.clone(), case, inspect, facts, amendings, moved })
    }
}

impl Rebuilding<'_> {
    fn writer(&self) -> RowWriter<'_> {
        RowWriter { transaction: &self.transaction, box_id: &self.box_id, case: self.case, inspect: &*self.inspect }
    }

    /// Takes in what a box's logs say; they are read on another thread, which is ahead by little.
    ///
    /// # Errors
    /// Those of [`OpenBox::scan_logs`], and what the index says.
    pub fn put_logs(&mut self, open: &OpenBox, vault: &VaultId, key: &VerifyingKey) -> Result<Readings> {
        let (case, inspect) = (self.case, self.inspect.clone());
        std::thread::scope(|scope| {
            let (send, receive) = sync_channel::<Vec<Seen>>(BATCHES);
            let reading = scope.spawn(move || {
                let mut batch = Vec::with_capacity(BATCH);
                let readings = open.scan_logs(vault, key, &mut |record| {
                    batch.push(Seen { at: record.head().at, meaning: Meaning::of(record, case, &*inspect) });
                    if batch.len() < BATCH {
                        return Ok(());
                    }
                    // Nobody takes it: putting failed, and says why below.
                    send.send(std::mem::take(&mut batch)).map_err(|_| VaultError::Cancelled)
                })?;
                send.send(batch).map_err(|_| VaultError::Cancelled)?;
                Ok(readings)
            });
            receive.into_iter().flatten().try_for_each(|seen| self.put(seen))?;
            reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
        })
    }

    /// Takes in records that were read already; those of one writer in their order.
    ///
    /// # Errors
    /// What the index says.
    pub fn put_records<'r>(&mut self, records: impl IntoIterator<Item = &'r Record>) -> Result<()> {
        let (case, inspect) = (self.case, self.inspect.clone());
        let meanings = records.into_iter().map(|record| (record.head().at, Meaning::of(record, case, &*inspect)));
        meanings.into_iter().try_for_each(|(at, meaning)| self.put(Seen { at, meaning }))
    }

    fn put(&mut self, Seen { at, meaning }: Seen) -> Result<()> {
        self.facts.see(at);
        match meaning {
            Meaning::Row(row) => self.writer().put(&row)?,
            Meaning::Amended(leaf, amendings) => match self.amendings.entry(leaf) {
                Vacant(first) => {
                    first.insert(amendings);
                }
                Occupied(mut earlier) => earlier.get_mut().join(amendings),
            },
            Meaning::Copy(item, copy) => self.writer().put_copy(item, &copy)?,
            Meaning::Import(report) => self.writer().put_import(&report)?,
            Meaning::Moved(pairs) => self.moved.extend(pairs.into_iter().map(|pair| (pair.from, pair.to))),
            Meaning::Named(named) => self.facts.name(*named),
            Meaning::Nothing => {}
        }
        Ok(())
    }

    /// Puts in what needs all records, and the heads that the rows were built from; from here on the rows count.
    pub fn finish(mut self, heads: &[(LogHead, Option<Frontier>)]) -> Result<()> {
        self.put_amendings()?;
        self.move_objects()?;
        self.tell_twins_apart()?;
        self.writer().put_case(&self.facts)?;
        set_heads(&self.transaction, &self.box_id, heads)?;
        self.transaction.commit()?;
        Ok(())
    }

    fn put_amendings(&mut self) -> Result<()> {
        let mut known = Vec::new();
        for (leaf, amendings) in std::mem::take(&mut self.amendings) {
            if let Some(id) = self.writer().id_of(leaf)? {
                known.push((id, leaf, amendings));
            }
        }
        // In the order of the words' own index, which is slow at anything else.
        known.sort_by_key(|(id, ..)| *id);
        known.into_iter().try_for_each(|(_, leaf, amendings)| self.writer().amend(leaf, amendings))
    }

    fn move_objects(&self) -> Result<()> {
        if self.moved.is_empty() {
            return Ok(());
        }
        let leaves = self.leaves("SELECT leaf FROM entries WHERE box = ?1 AND kind = 'item' ORDER BY id", [])?;
        for leaf in leaves {
            let Some(mut entry) = self.writer().entry::<ItemEntry>(leaf)? else { continue };
            let object = moved_to(&self.moved, entry.first.object);
            if object != entry.first.object {
                entry.first.object = object;
                self.put_item(&entry)?;
            }
        }
        Ok(())
    }

    fn put_item(&self, entry: &ItemEntry) -> Result<()> {
        self.writer().put(&Row::of_item(self.case, entry, &*self.inspect))
    }

    /// Tells apart entries that two computers gave one number.
    fn tell_twins_apart(&self) -> Result<()> {
        let mut query = self.transaction.prepare(
            "SELECT kind, number FROM entries WHERE box = ?1 GROUP BY kind, number HAVING count(*) > 1 ORDER BY kind, number",
        )?;
        let shared: Vec<(String, u32)> = query
            .query_map([self.box_id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<std::result::Result<_, _>>()?;
        for (kind, number) in shared {
            let with_number = "SELECT leaf FROM entries WHERE box = ?1 AND kind = ?2 AND number = ?3";
            let leaves = self.leaves(with_number, [&kind as &dyn rusqlite::ToSql, &number])?;
            let put = |row: Row| self.writer().put(&row);
            match kind.as_str() {
                "item" => self.number_twins(leaves, |entry: &ItemEntry| self.put_item(entry))?,
                "contact" => {
                    self.number_twins(leaves, |entry: &ContactEntry| put(Row::of_contact(self.case, entry)))?
                }
                DETAILS => self.number_twins(leaves, |entry: &DetailsEntry| put(Row::of_details(entry)))?,
                _ => self.number_twins(leaves, |entry: &ListedEntry| put(Row::of_listed(self.case, entry)))?,
            }
        }
        Ok(())
    }

    fn number_twins<T: DeserializeOwned>(
        &self,
        leaves: Vec<LeafHash>,
        put: impl Fn(&Entry<T>) -> Result<()>,
    ) -> Result<()> {
        let entries = leaves.into_iter().map(|leaf| self.writer().entry::<Entry<T>>(leaf));
        let mut entries: Vec<Entry<T>> = entries.filter_map(Result::transpose).collect::<Result<_>>()?;
        casekeep_format::number_twins(&mut entries);
        entries.iter().filter(|entry| entry.twin > 0).try_for_each(put)
    }

    /// Returns the leaves that a query about the box gives.
    fn leaves<const N: usize>(&self, query: &str, more: [&dyn rusqlite::ToSql; N]) -> Result<Vec<LeafHash>> {
        let box_id = self.box_id.as_str();
        let mut parameters: Vec<&dyn rusqlite::ToSql> = vec![&box_id];
        parameters.extend(more);
        let mut statement = self.transaction.prepare(query)?;
        let rows = statement.query_map(&*parameters, |row| Ok(LeafHash(row.get(0)?)))?;
        Ok(rows.collect::<std::result::Result<_, _>>()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::disk::Disk;
    use casekeep_format::parts::contact_parts;
    use casekeep_format::{Clocks, Entries, NewRecord, Parts, kind, patch_parts, random};
    use casekeep_model::inspect::{Preview, PreviewError};
    use casekeep_model::view::EntryKind;
    use casekeep_model::{Channel, Contact, Direction, Moment, Patch, Timestamp, WriterId};

    struct Blind;

    impl Inspect for Blind {
        fn sniff(&self, _: &[u8]) -> String {
            String::new()
        }

        fn can_preview(&self, _: &str) -> bool {
            false
        }

        fn preview(&self, _: &str, _: &[u8], _: u32) -> std::result::Result<Preview, PreviewError> {
            Err(PreviewError::NoPreview)
        }
    }

    fn contact(number: u32, what: &str, items: &[u32]) -> Parts {
        let occurred = Moment::parse("2026-03-04", "Europe/London").expect("a day");
        let mut contact = Contact::new(occurred, Channel::ALL[0], Direction::FromThem, what);
        contact.items = items.to_vec();
        contact_parts(number, &contact, &Clocks { zone: None, boot: None })
    }

    fn record(box_id: &BoxId, writer: &WriterId, n: u64, at: i64, of: &[LeafHash], parts: Parts) -> Record {
        let (at, kind, of) = (Timestamp::from_millis(at), kind::CONTACT.to_owned(), of.to_vec());
        Record::new(NewRecord { at, box_id: box_id.clone(), kind, n, of, writer: writer.clone(), parts })
            .expect("small")
    }

    #[test]
    fn rows_read_one_by_one_are_what_all_records_together_say() {
        let box_id: BoxId = "a".repeat(26).parse().expect("a box");
        let [one, other]: [WriterId; 2] = [0; 2].map(|_| random::name().parse().expect("a writer"));
        let first = record(&box_id, &one, 1, 10, &[], contact(1, "flowers on the car", &[]));
        let changes = Patch::default().with("what", "lilies on the car");
        let amending = patch_parts(1, &changes, "I looked again", &Clocks { zone: None, boot: None });
        let records = [
            // The other computer's log is read first: what it amends comes later.
            record(&box_id, &other, 1, 30, &[first.leaf()], amending),
            record(&box_id, &other, 2, 40, &[], contact(1, "a letter", &[])),
            record(&box_id, &other, 3, 50, &[], contact(2, "a call", &[])),
            first,
            record(&box_id, &one, 2, 20, &[], contact(2, "a card", &[])),
        ];
        let mut index = Index::open(&Disk::default(), None, &[7; 32], Arc::new(Blind)).expect("an index in memory");
        let mut rows = index.begin_rebuild(&box_id, 1).expect("begun");
        rows.put_records(&records[..]).expect("put");
        rows.finish(&[]).expect("finished");
        let together = Entries::from_records(&records);
        for (number, twins) in [(1, 2), (2, 2)] {
            let said: Vec<_> = together.contacts.iter().filter(|entry| entry.number == number).collect();
            assert_eq!(said.len(), twins);
            assert_eq!(index.contact(&box_id, number).expect("read").as_ref(), Some(said[0]));
        }
        assert_eq!(index.count(&box_id, EntryKind::Contact).expect("read"), 4);
        let found = |word: &str| index.search(&box_id, word, Some(9)).expect("read").len();
        assert_eq!([found("lilies"), found("letter"), found("number")], [1, 1, 0]);
        let latest = index.search(&box_id, "a", Some(1)).expect("read");
        assert_eq!(latest[0].recorded, Timestamp::from_millis(50), "the latest first, whatever was put in last");
        assert_eq!(index.case_numbers(&box_id, Timestamp::from_millis(0)).expect("read").contacts, 4);
    }

    #[test]
    fn contacts_with_one_number_keep_the_items_of_both() {
        let box_id: BoxId = "a".repeat(26).parse().expect("a box");
        let [one, other]: [WriterId; 2] = [0; 2].map(|_| random::name().parse().expect("a writer"));
        let first = record(&box_id, &one, 1, 10, &[], contact(1, "flowers on the car", &[3]));
        let changes = Patch::default().with("what", "lilies on the car");
        let amending = patch_parts(1, &changes, "I looked again", &Clocks { zone: None, boot: None });
        let amending = record(&box_id, &one, 2, 30, &[first.leaf()], amending);
        let records = [first, record(&box_id, &other, 1, 20, &[], contact(1, "a letter", &[4])), amending];
        let head = || LogHead { box_id: box_id.clone(), writer: one.clone(), size: 3, root: String::new() };
        let built = |records: &[Record]| {
            let mut index = Index::open(&Disk::default(), None, &[7; 32], Arc::new(Blind)).expect("in memory");
            let mut rows = index.begin_rebuild(&box_id, 1).expect("begun");
            rows.put_records(records).expect("put");
            rows.finish(&[(head(), None)]).expect("finished");
            index
        };
        let (whole, mut applied) = (built(&records), built(&records[..2]));
        applied.apply(&box_id, 1, &records[2..], (head(), None)).expect("applied");
        for index in [&whole, &applied] {
            assert_eq!(index.links(&box_id).expect("read"), HashMap::from([(3, vec![1]), (4, vec![1])]));
        }
        assert_eq!(whole.fingerprint(&box_id).expect("read"), applied.fingerprint(&box_id).expect("read"));
    }

    #[test]
    fn an_index_that_was_not_filled_to_its_end_is_empty_when_it_is_opened_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("index.db");
        let open = || Index::open(&Disk::default(), Some(&path), &[7; 32], Arc::new(Blind)).expect("an index");
        let box_id: BoxId = "a".repeat(26).parse().expect("a box");
        let writer: WriterId = random::name().parse().expect("a writer");
        let card = record(&box_id, &writer, 1, 10, &[], contact(1, "a card", &[]));
        for (to_its_end, contacts) in [(false, 0), (true, 1)] {
            let mut index = open();
            index.begin_filling().expect("begun");
            let mut rows = index.begin_rebuild(&box_id, 1).expect("begun");
            rows.put_records([&card]).expect("put");
            rows.finish(&[]).expect("finished");
            if to_its_end {
                index.filled().expect("filled");
            }
            drop(index);
            assert_eq!(open().count(&box_id, EntryKind::Contact).expect("read"), contacts);
        }
    }
}
