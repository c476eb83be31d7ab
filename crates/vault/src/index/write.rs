//! Writing rows of the index, and those of records that were just committed.

use super::row::{Amendings, Meaning, Named, Row};
use super::{CaseFacts, Index, json};
use crate::error::Result;
use casekeep_format::{
    Amended, Amending, ContactEntry, DetailsEntry, Entry, Frontier, ItemEntry, ListedEntry, LogHead, Record, Subject,
};
use casekeep_model::import::ImportReport;
use casekeep_model::view::{SavedCopy, TimelineRow};
use casekeep_model::{BoxId, LeafHash, Timestamp, inspect::Inspect};
use rusqlite::{OptionalExtension, Transaction, params};
use serde::de::DeserializeOwned;

impl Index {
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
            facts.see(record.head().at);
            match Meaning::of(record, case, &*inspect) {
                Meaning::Row(row) => writer.put(&row)?,
                Meaning::Amended(leaf, amendings) => writer.amend(leaf, amendings)?,
                Meaning::Copy(item, copy) => writer.put_copy(item, &copy)?,
                Meaning::Import(report) => writer.put_import(&report)?,
                Meaning::Moved(_) => moved = true,
                Meaning::Named(named) => facts.name(*named),
                Meaning::Nothing => {}
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
    /// Takes in that there was a record at this time.
    pub(super) fn see(&mut self, at: Timestamp) {
        self.opened = Some(self.opened.map_or(at, |opened| opened.min(at)));
    }

    /// Takes in a name; those of one writer come in their order.
    pub(super) fn name(&mut self, Named { at, place, name, closed }: Named) {
        // A clock that was put back does not make a later name count less.
        let latest = self.latest.entry(place.writer.clone()).or_insert(at);
        *latest = at.max(*latest);
        let named = (*latest, place);
        if self.named.as_ref().is_none_or(|last| *last <= named) {
            (self.name, self.closed, self.named) = (name, closed, Some(named));
        }
    }
}

/// How many entries that were recorded in one millisecond have ids in order, as a power of two.
const ID_BITS: u32 = 20;
/// The last time whose ids fit, in the year 2248; what a clock puts later stands there.
const LAST_MILLIS: i64 = (1 << (63 - ID_BITS)) - 1;

fn amended<T: Amended>(mut entry: Entry<T>, amendings: Vec<Amending>) -> Entry<T> {
    amendings.into_iter().for_each(|amending| entry.amend(amending));
    entry
}

/// Writes rows of one box.
pub(super) struct RowWriter<'a> {
    pub transaction: &'a Transaction<'a>,
    pub box_id: &'a BoxId,
    pub case: u32,
    pub inspect: &'a dyn Inspect,
}

impl RowWriter<'_> {
    /// Puts a row in, in place of an earlier one of the same entry.
    pub fn put(&self, row: &Row) -> Result<()> {
        let is_new = self.put_entry(row)?;
        if row.kind != "contact" {
            return Ok(());
        }
        let of_twins = self.items_of_twins(row)?;
        // The links are in the order of items, so finding those of a contact goes through all: a new one has none but
        // those of its twins, which stay.
        if !is_new {
            self.transaction
                .prepare_cached("DELETE FROM links WHERE box = ?1 AND contact = ?2")?
                .execute(params![self.box_id.as_str(), row.number])?;
        }
        if row.items.is_empty() && of_twins.is_empty() {
            return Ok(());
        }
        let mut link =
            self.transaction.prepare_cached("INSERT OR IGNORE INTO links (box, contact, item) VALUES (?1, ?2, ?3)")?;
        for item in row.items.iter().copied().chain(of_twins) {
            link.execute(params![self.box_id.as_str(), row.number, item])?;
        }
        Ok(())
    }

    /// Returns the items of the other contacts that have this one's number.
    fn items_of_twins(&self, row: &Row) -> Result<Vec<u32>> {
        let mut query = self.transaction.prepare_cached(
            "SELECT line FROM entries WHERE box = ?1 AND kind = 'contact' AND number = ?2 AND leaf <> ?3",
        )?;
        let parameters = params![self.box_id.as_str(), row.number, row.leaf.0];
        let lines = query.query_map(parameters, |row| row.get::<_, String>(0))?;
        let mut items = Vec::new();
        for line in lines {
            items.extend(serde_json::from_str::<TimelineRow>(&line?).map_or_else(|_| Vec::new(), |row| row.items));
        }
        Ok(items)
    }

    /// Puts the entry itself in; returns whether there was none before.
    fn put_entry(&self, row: &Row) -> Result<bool> {
        let old = self.id_of(row.leaf)?;
        if let Some(id) = old {
            self.transaction.prepare_cached("DELETE FROM words WHERE rowid = ?1")?.execute([id])?;
            self.transaction.prepare_cached("DELETE FROM entries WHERE id = ?1")?.execute([id])?;
        }
        let id = old.map_or_else(|| self.free_id(row.recorded), Ok)?;
        self.transaction
            .prepare_cached(
                "INSERT INTO entries (id, box, kind, number, twin, leaf, instant, recorded, channel, event, counted, day,
                 sha256, packed, place, entry, line)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
            )?
            .execute(params![
                id,
                self.box_id.as_str(),
                row.kind,
                row.number,
                row.twin,
                row.leaf.0,
                row.instant.millis(),
                row.recorded.millis(),
                row.channel,
                row.event,
                row.counted,
                row.day,
                row.sha256,
                row.packed,
                row.place,
                row.entry,
                row.line,
            ])?;
        self.transaction
            .prepare_cached("INSERT INTO words (rowid, text) VALUES (?1, ?2)")?
            .execute(params![id, row.text])?;
        Ok(old.is_none())
    }

    /// Returns the id of the row of an entry.
    pub fn id_of(&self, leaf: LeafHash) -> Result<Option<i64>> {
        let mut query = self.transaction.prepare_cached("SELECT id FROM entries WHERE box = ?1 AND leaf = ?2")?;
        Ok(query.query_row(params![self.box_id.as_str(), leaf.0], |row| row.get(0)).optional()?)
    }

    /// Returns the next id for what was recorded at this time: ids stand in that order, whatever order rows are put in,
    /// so that a search gives the latest first.
    fn free_id(&self, recorded: Timestamp) -> Result<i64> {
        let least = recorded.millis().clamp(0, LAST_MILLIS) << ID_BITS;
        let most = least | ((1 << ID_BITS) - 1);
        let mut query = self
            .transaction
            .prepare_cached("SELECT coalesce(max(id) + 1, ?1) FROM entries WHERE id BETWEEN ?1 AND ?2")?;
        Ok(query.query_row([least, most], |row| row.get(0))?)
    }

    /// Returns the entry whose first record has this leaf.
    pub fn entry<T: DeserializeOwned>(&self, leaf: LeafHash) -> Result<Option<T>> {
        let mut query = self.transaction.prepare_cached("SELECT entry FROM entries WHERE box = ?1 AND leaf = ?2")?;
        let text: Option<String> =
            query.query_row(params![self.box_id.as_str(), leaf.0], |row| row.get(0)).optional()?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Puts amendments to the entry whose first record has this leaf, where there is one.
    pub fn amend(&self, leaf: LeafHash, Amendings { subject, amendings }: Amendings) -> Result<()> {
        let row = match subject {
            Subject::Contact => {
                self.entry::<ContactEntry>(leaf)?.map(|entry| Row::of_contact(self.case, &amended(entry, amendings)))
            }
            Subject::Item => self
                .entry::<ItemEntry>(leaf)?
                .map(|entry| Row::of_item(self.case, &amended(entry, amendings), self.inspect)),
            Subject::Listed(register) => self
                .entry::<ListedEntry>(leaf)?
                .filter(|entry| entry.first.register() == register)
                .map(|entry| Row::of_listed(self.case, &amended(entry, amendings))),
            Subject::Details => {
                self.entry::<DetailsEntry>(leaf)?.map(|entry| Row::of_details(&amended(entry, amendings)))
            }
        };
        row.map_or(Ok(()), |row| self.put(&row))
    }

    pub fn put_copy(&self, item: u32, copy: &SavedCopy) -> Result<()> {
        self.transaction.execute(
            "INSERT INTO copies (box, item, at, reason) VALUES (?1, ?2, ?3, ?4)",
            params![self.box_id.as_str(), item, copy.at.to_string(), copy.reason],
        )?;
        Ok(())
    }

    pub fn put_import(&self, report: &ImportReport) -> Result<()> {
        self.transaction.execute(
            "INSERT INTO imports (box, at, report) VALUES (?1, ?2, ?3)",
            params![self.box_id.as_str(), report.at.millis(), json(report)],
        )?;
        Ok(())
    }

    pub fn put_case(&self, facts: &CaseFacts) -> Result<()> {
        self.transaction.execute(
            "INSERT OR REPLACE INTO cases (box, facts) VALUES (?1, ?2)",
            params![self.box_id.as_str(), json(facts)],
        )?;
        Ok(())
    }
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
