//! What a window asks of the index: a page of the timeline, the numbers of a case, the first hits of a search.
//!
//! Each costs what it gives, not what the case holds: orders and conditions lie in covering indexes, and only the rows
//! that are given are read and parsed.

use super::Index;
use crate::error::Result;
use casekeep_model::view::{EntryKind, TimelineRow};
use casekeep_model::{BoxId, Channel, Timestamp};
use rusqlite::{OptionalExtension, params};

/// Which rows of a case are wanted.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Wanted {
    /// Only at or after this instant.
    pub from: Option<Timestamp>,
    /// Only before this instant.
    pub to: Option<Timestamp>,
    pub channel: Option<Channel>,
    pub kind: Option<EntryKind>,
    /// Only what is a turning point: reads what every row says, so it costs what the case holds.
    pub turns: bool,
    /// How many of the latest to leave out.
    pub skip: u32,
    /// How many at most: the latest of the rest.
    pub most: Option<u32>,
}

/// What the list of cases says about one of them.
#[derive(Debug, Default)]
pub(crate) struct CaseNumbers {
    /// Contacts that the person did not begin.
    pub contacts: u32,
    /// The days on which there were any.
    pub days: u32,
    /// The numbers of the earliest and of the latest.
    pub first: Option<u32>,
    pub last: Option<u32>,
    /// The instants of those since some time.
    pub recent: Vec<Timestamp>,
}

impl Index {
    /// Returns the rows of a box that are wanted, oldest first.
    pub fn rows(&self, box_id: &BoxId, wanted: &Wanted) -> Result<Vec<TimelineRow>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT line FROM entries
             WHERE box = ?1 AND event = 1 AND instant >= ?2 AND instant < ?3 AND (?4 IS NULL OR channel = ?4) AND (?5 IS NULL OR kind = ?5)
                AND (NOT ?8 OR line -> '$.turn' <> 'null')
             ORDER BY instant DESC, recorded DESC, kind DESC, number DESC, twin DESC LIMIT ?6 OFFSET ?7",
        )?;
        let parameters = params![
            box_id.as_str(),
            wanted.from.map_or(i64::MIN, Timestamp::millis),
            wanted.to.map_or(i64::MAX, Timestamp::millis),
            wanted.channel.map(Channel::word),
            wanted.kind.map(EntryKind::word),
            wanted.most.map_or(-1, i64::from),
            wanted.skip,
            wanted.turns,
        ];
        let lines = statement.query_map(parameters, |row| row.get::<_, String>(0))?;
        let mut rows = self.with_contacts(box_id, lines)?;
        rows.reverse();
        Ok(rows)
    }

    /// Returns the numbers of a case, with the instants of contacts since a time.
    pub fn case_numbers(&self, box_id: &BoxId, since: Timestamp) -> Result<CaseNumbers> {
        let (contacts, days) = self
            .connection
            .prepare_cached("SELECT coalesce(sum(contacts), 0), count(nullif(day, '')) FROM days WHERE box = ?1")?
            .query_row([box_id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let number = |query: &str| -> Result<Option<u32>> {
            Ok(self.connection.prepare_cached(query)?.query_row([box_id.as_str()], |row| row.get(0)).optional()?)
        };
        let first = number(
            "SELECT number FROM entries WHERE box = ?1 AND counted = 1 ORDER BY instant, recorded, number, twin LIMIT 1",
        )?;
        let last = number(
            "SELECT number FROM entries WHERE box = ?1 AND counted = 1
             ORDER BY instant DESC, recorded DESC, number DESC, twin DESC LIMIT 1",
        )?;
        let mut statement = self
            .connection
            .prepare_cached("SELECT instant FROM entries WHERE box = ?1 AND counted = 1 AND instant >= ?2")?;
        let recent = statement
            .query_map(params![box_id.as_str(), since.millis()], |row| row.get(0).map(Timestamp::from_millis))?
            .collect::<std::result::Result<_, _>>()?;
        Ok(CaseNumbers { contacts, days, first, last, recent })
    }

    /// Returns rows of a box that have all these words, oldest first; each word also finds what begins with it.
    ///
    /// Of more than `most` it gives those that were recorded last, and of these first the ones with just these words.
    pub fn search(&self, box_id: &BoxId, text: &str, most: Option<u32>) -> Result<Vec<TimelineRow>> {
        let words: Vec<&str> = words(text).collect();
        if words.is_empty() {
            return Ok(Vec::new());
        }
        let query = |end: &str| words.iter().map(|word| format!("\"{word}\"{end}")).collect::<Vec<_>>().join(" ");
        if let Some(most) = most {
            // Whole words are read from the end of their lists, and no further than is asked for.
            let rows = self.matching(box_id, &query(""), Some(most))?;
            if rows.len() as u64 >= u64::from(most) {
                return Ok(rows);
            }
        }
        self.matching(box_id, &query("*"), most)
    }

    fn matching(&self, box_id: &BoxId, query: &str, most: Option<u32>) -> Result<Vec<TimelineRow>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT entries.line FROM words CROSS JOIN entries ON entries.id = words.rowid
             WHERE words MATCH ?1 AND entries.box = ?2 AND entries.line <> '' ORDER BY words.rowid DESC LIMIT ?3",
        )?;
        let parameters = params![query, box_id.as_str(), most.map_or(-1, i64::from)];
        let lines = statement.query_map(parameters, |row| row.get::<_, String>(0))?;
        let mut rows = self.with_contacts(box_id, lines)?;
        rows.sort_by_key(|row| (row.instant, row.recorded, row.kind, row.n));
        Ok(rows)
    }

    pub(super) fn with_contacts(
        &self,
        box_id: &BoxId,
        lines: impl Iterator<Item = rusqlite::Result<String>>,
    ) -> Result<Vec<TimelineRow>> {
        let mut contacts = self
            .connection
            .prepare_cached("SELECT contact FROM links WHERE box = ?1 AND item = ?2 ORDER BY contact")?;
        let mut rows = Vec::new();
        for line in lines {
            let Ok(mut row) = serde_json::from_str::<TimelineRow>(&line?) else { continue };
            if row.kind == EntryKind::Item {
                let of_item = contacts.query_map(params![box_id.as_str(), row.n], |row| row.get(0))?;
                row.contacts = of_item.collect::<std::result::Result<_, _>>()?;
            }
            rows.push(row);
        }
        Ok(rows)
    }
}

/// Returns the words of a search.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty())
}
