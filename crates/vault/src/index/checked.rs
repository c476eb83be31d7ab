//! Which objects were found to be as they were saved, and when: what a check that was stopped need not read again.

use super::Index;
use crate::error::Result;
use casekeep_model::{BoxId, LeafHash, Timestamp};
use rusqlite::params;
use std::collections::HashMap;

impl Index {
    /// Notes objects that are right, by the leaf of their items and with their length as sealed.
    pub fn note_checked(&mut self, box_id: &BoxId, right: &[(LeafHash, u64)], at: Timestamp) -> Result<()> {
        let transaction = self.connection.transaction()?;
        for (leaf, sealed) in right {
            let sealed = i64::try_from(*sealed).unwrap_or(i64::MAX);
            transaction
                .prepare_cached("INSERT OR REPLACE INTO checked (box, leaf, at, sealed) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![box_id.as_str(), leaf.to_string(), at.millis(), sealed])?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Returns the objects of a box that were found right at or after a time, with their length as sealed.
    pub fn checked_since(&self, box_id: &BoxId, since: Timestamp) -> Result<HashMap<LeafHash, u64>> {
        let mut statement =
            self.connection.prepare_cached("SELECT leaf, sealed FROM checked WHERE box = ?1 AND at >= ?2")?;
        let rows = statement.query_map(params![box_id.as_str(), since.millis()], |row| {
            Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?))
        })?;
        let mut known = HashMap::new();
        for row in rows {
            let (leaf, sealed) = row?;
            if let (Ok(leaf), Ok(sealed)) = (leaf.parse(), u64::try_from(sealed)) {
                known.insert(leaf, sealed);
            }
        }
        Ok(known)
    }
}
