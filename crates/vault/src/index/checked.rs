//! Which objects were found to be as they were saved, and when: what a check that was stopped need not read again.

use super::Index;
use crate::error::Result;
use casekeep_format::ItemEntry;
use casekeep_model::{BoxId, LeafHash, Timestamp};
use rusqlite::params;
use std::collections::HashMap;

impl Index {
    /// Notes objects that were read, by the leaf of their items: with their length as sealed those that are right.
    pub fn note_checked(&mut self, box_id: &BoxId, read: &[(LeafHash, Option<u64>)], at: Timestamp) -> Result<()> {
        let transaction = self.connection.transaction()?;
        for (leaf, sealed) in read {
            let sealed = sealed.map(|sealed| i64::try_from(sealed).unwrap_or(i64::MAX));
            transaction
                .prepare_cached("INSERT OR REPLACE INTO checked (box, leaf, at, sealed) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![box_id.as_str(), leaf.0, at.millis(), sealed])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Returns the objects of a box that were found right at or after a time, with their length as sealed.
    pub fn checked_since(&self, box_id: &BoxId, since: Timestamp) -> Result<HashMap<LeafHash, u64>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT leaf, sealed FROM checked WHERE box = ?1 AND at >= ?2 AND sealed IS NOT NULL")?;
        let rows = statement.query_map(params![box_id.as_str(), since.millis()], |row| {
            Ok((LeafHash(row.get(0)?), row.get::<_, i64>(1)?))
        })?;
        let mut known = HashMap::new();
        for row in rows {
            let (leaf, sealed) = row?;
            if let Ok(sealed) = u64::try_from(sealed) {
                known.insert(leaf, sealed);
            }
        }
        Ok(known)
    }

    /// Returns the items whose objects were not read for longest, with their box; those never read come first.
    pub fn oldest_checked(&self, most: u32) -> Result<Vec<(BoxId, ItemEntry)>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT entries.box, entries.entry FROM entries
             LEFT JOIN checked ON checked.box = entries.box AND checked.leaf = entries.leaf
             WHERE entries.kind = 'item' ORDER BY coalesce(checked.at, 0), entries.box, entries.id LIMIT ?1",
        )?;
        let rows = statement.query_map([most], |row| Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?)))?;
        let mut items = Vec::new();
        for row in rows {
            let (id, entry) = row?;
            items.extend(id.parse().ok().zip(serde_json::from_str(&entry).ok()));
        }
        Ok(items)
    }
}
