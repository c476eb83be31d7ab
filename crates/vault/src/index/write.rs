//! Writing the index: a box's rows from all its records, or from those that were just committed.

use super::{CaseFacts, Index, json};
use crate::error::Result;
use crate::rows;
use casekeep_format::{
    Amending, Changes, ContactEntry, Entries, Entry, Event, Frontier, ItemEntry, LogHead, Record, place_of,
};
use casekeep_model::view::{EntryKind, SavedCopy, TimelineRow};
use casekeep_model::{BoxId, Direction, LeafHash, Sha256Digest, inspect::Inspect};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::Serialize;
use serde::de::DeserializeOwned;

impl Index {
    /// Builds a case's rows from all its records.
    pub fn rebuild(
        &mut self,
        box_id: &BoxId,
        case: u32,
        records: &[&Record],
        heads: &[(LogHead, Option<Frontier>)],
    ) -> Result<()> {
        let entries = Entries::from_records(records.iter().copied());
        let inspect = self.inspect.clone();
        let transaction = self.connection.transaction()?;
        transaction
            .execute("DELETE FROM words WHERE rowid IN (SELECT id FROM entries WHERE box = ?1)", [box_id.as_str()])?;
        for table in ["entries", "links", "copies", "cases", "heads"] {
            transaction.execute(&format!("DELETE FROM {table} WHERE box = ?1"), [box_id.as_str()])?;
        }
        let writer = RowWriter { transaction: &transaction, box_id, case, inspect: &*inspect };
        // The rows' own order is that in which they were recorded, as if each had been added when it was.
        let contacts = entries.contacts.iter().map(|entry| (entry.recorded, Either::Contact(entry)));
        let items = entries.items.iter().map(|entry| (entry.recorded, Either::Item(entry)));
        let mut all: Vec<_> = contacts.chain(items).collect();
        all.sort_by_key(|(recorded, _)| *recorded);
        for (_, entry) in all {
            match entry {
                Either::Contact(entry) => writer.put_contact(entry)?,
                Either::Item(entry) => writer.put_item(entry)?,
            }
        }
        for (item, copy) in &entries.copies {
            writer.put_copy(*item, copy)?;
        }
        let mut facts = CaseFacts::default();
        for record in records {
            facts.apply(record);
        }
        writer.put_case(&facts)?;
        set_heads(&transaction, box_id, heads)?;
        transaction.commit()?;
        Ok(())
    }

    /// Adds records that this installation just committed.
    pub fn apply(
        &mut self,
        box_id: &BoxId,
        case: u32,
        records: &[Record],
        head: (LogHead, Option<Frontier>),
    ) -> Result<()> {
        let mut facts = self.case_facts(box_id)?.unwrap_or_default();
        let mut moved = false;
        let inspect = self.inspect.clone();
        let transaction = self.connection.transaction()?;
        let writer = RowWriter { transaction: &transaction, box_id, case, inspect: &*inspect };
        for record in records {
            facts.apply(record);
            match Event::of(record) {
                Event::Contact(entry) => writer.put_contact(&entry)?,
                Event::Item(entry) => writer.put_item(&entry)?,
                Event::ContactAmended(leaf, amending) => {
                    if let Some(entry) = writer.amended::<_, _>(leaf, *amending)? {
                        writer.put_contact(&entry)?;
                    }
                }
                Event::ItemAmended(leaf, amending) => {
                    if let Some(entry) = writer.amended::<_, _>(leaf, *amending)? {
                        writer.put_item(&entry)?;
                    }
                }
                Event::Copy { item, copy } => writer.put_copy(item, &copy)?,
                Event::Moved(_) => moved = true,
                Event::Case { .. } | Event::Other => {}
            }
        }
        writer.put_case(&facts)?;
        if moved {
            // Rows name objects: these are built anew before they are used again.
            transaction.execute("DELETE FROM heads WHERE box = ?1", [box_id.as_str()])?;
            transaction.commit()?;
            return Ok(());
        }
        put_head(&transaction, &head.0, head.1.as_ref())?;
        transaction.commit()?;
        Ok(())
    }
}

impl CaseFacts {
    fn apply(&mut self, record: &Record) {
        let at = record.head().at;
        self.opened = Some(self.opened.map_or(at, |opened| opened.min(at)));
        if let Event::Case { name, closed, at } = Event::of(record) {
            // A clock that was put back does not make a later name count less.
            let latest = self.latest.entry(record.head().writer.clone()).or_insert(at);
            *latest = at.max(*latest);
            let named = (*latest, place_of(record));
            if self.named.as_ref().is_none_or(|last| *last <= named) {
                (self.name, self.closed, self.named) = (name, closed, Some(named));
            }
        }
    }
}

enum Either<'a> {
    Contact(&'a ContactEntry),
    Item(&'a ItemEntry),
}

struct RowWriter<'a> {
    transaction: &'a Transaction<'a>,
    box_id: &'a BoxId,
    case: u32,
    inspect: &'a dyn Inspect,
}

impl RowWriter<'_> {
    fn put_contact(&self, entry: &ContactEntry) -> Result<()> {
        let row = rows::contact_row(self.case, entry);
        self.put("contact", entry, &row, None)?;
        self.transaction
            .prepare_cached("DELETE FROM links WHERE box = ?1 AND contact = ?2")?
            .execute(params![self.box_id.as_str(), entry.number])?;
        let mut link =
            self.transaction.prepare_cached("INSERT OR IGNORE INTO links (box, contact, item) VALUES (?1, ?2, ?3)")?;
        for item in &row.items {
            link.execute(params![self.box_id.as_str(), entry.number, item])?;
        }
        Ok(())
    }

    fn put_item(&self, entry: &ItemEntry) -> Result<()> {
        let row = rows::item_row(self.case, entry, self.inspect);
        self.put("item", entry, &row, Some(entry.first.file.sha256))
    }

    fn put<T: Clone + Serialize, C: Changes<Of = T> + Serialize>(
        &self,
        kind: &str,
        entry: &Entry<T, C>,
        row: &TimelineRow,
        sha256: Option<Sha256Digest>,
    ) -> Result<()> {
        let leaf = entry.leaf.to_string();
        let old: Option<i64> = self
            .transaction
            .prepare_cached("SELECT id FROM entries WHERE box = ?1 AND leaf = ?2")?
            .query_row(params![self.box_id.as_str(), leaf], |row| row.get(0))
            .optional()?;
        if let Some(id) = old {
            self.transaction.execute("DELETE FROM words WHERE rowid = ?1", [id])?;
        }
        self.transaction
            .prepare_cached(
                "INSERT OR REPLACE INTO entries (id, box, kind, number, twin, leaf, instant, recorded, channel, counted, day, sha256,
                 entry, line)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
            )?
            .execute(params![
                old,
                self.box_id.as_str(),
                kind,
                entry.number,
                entry.twin,
                leaf,
                row.instant.millis(),
                entry.recorded.millis(),
                row.channel.map(casekeep_model::Channel::word),
                is_counted(row),
                row.occurred.as_deref().and_then(|occurred| occurred.get(..10)).filter(|_| is_counted(row)),
                sha256.map(|digest| digest.to_string()),
                json(entry),
                json(row),
            ])?;
        let id = old.unwrap_or_else(|| self.transaction.last_insert_rowid());
        self.transaction
            .prepare_cached("INSERT INTO words (rowid, text) VALUES (?1, ?2)")?
            .execute(params![id, rows::searched_text(row)])?;
        Ok(())
    }

    /// Returns the entry whose first record has this leaf, with one more amendment.
    fn amended<T, C>(&self, leaf: LeafHash, amending: Amending<C>) -> Result<Option<Entry<T, C>>>
    where
        T: Clone + DeserializeOwned,
        C: Changes<Of = T> + DeserializeOwned,
    {
        let text: Option<String> = self
            .transaction
            .prepare_cached("SELECT entry FROM entries WHERE box = ?1 AND leaf = ?2")?
            .query_row(params![self.box_id.as_str(), leaf.to_string()], |row| row.get(0))
            .optional()?;
        let Some(mut entry) = text.and_then(|text| serde_json::from_str::<Entry<T, C>>(&text).ok()) else {
            return Ok(None);
        };
        entry.amend(amending);
        Ok(Some(entry))
    }

    fn put_copy(&self, item: u32, copy: &SavedCopy) -> Result<()> {
        self.transaction.execute(
            "INSERT INTO copies (box, item, at, reason) VALUES (?1, ?2, ?3, ?4)",
            params![self.box_id.as_str(), item, copy.at.to_string(), copy.reason],
        )?;
        Ok(())
    }

    fn put_case(&self, facts: &CaseFacts) -> Result<()> {
        self.transaction.execute(
            "INSERT OR REPLACE INTO cases (box, facts) VALUES (?1, ?2)",
            params![self.box_id.as_str(), json(facts)],
        )?;
        Ok(())
    }
}

/// Returns whether the list of cases counts an entry: a contact that the person did not begin.
fn is_counted(row: &TimelineRow) -> bool {
    row.kind == EntryKind::Contact && row.direction != Some(Direction::FromYou)
}

pub(super) fn set_heads(
    transaction: &Transaction<'_>,
    box_id: &BoxId,
    heads: &[(LogHead, Option<Frontier>)],
) -> Result<()> {
    transaction.execute("DELETE FROM heads WHERE box = ?1", [box_id.as_str()])?;
    for (head, frontier) in heads {
        put_head(transaction, head, frontier.as_ref())?;
    }
    Ok(())
}

fn put_head(transaction: &Transaction<'_>, head: &LogHead, frontier: Option<&Frontier>) -> Result<()> {
    transaction.execute(
        "INSERT OR REPLACE INTO heads (box, writer, size, root, frontier) VALUES (?1, ?2, ?3, ?4, ?5)",
        params![
            head.box_id.as_str(),
            head.writer.as_str(),
            i64::try_from(head.size).unwrap_or(i64::MAX),
            head.root,
            frontier.map(Frontier::to_text)
        ],
    )?;
    Ok(())
}
