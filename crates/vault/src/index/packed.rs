//! The packed timeline: what every row of a case needs to have its place on the page, in a few bytes.
//!
//! It is read from one covering index. What rows say is asked for in pages near what is in view, by their numbers.
//!
//! All numbers are little-endian. A head of 32 bytes (`CKTL`, version, rows, 1 where these are all rows of the case,
//! 8 bytes that change whenever the rows may have, length of the tail, 4 zero bytes), then one column after another:
//! instant in milliseconds as a 64-bit float; clock day since 1970-01-01 (32 bits signed, the least where none is
//! known), number (32 bits), size of an item (a 32-bit float, 0 for what is none), what they did (32 bits, a bit for
//! each of the tail's tags); clock minute of the day (65535 where none is known), platform, twin, who is in it (16 bits
//! each, 65535 for no platform and for nobody); kind, channel, direction, turn, precision, zone, flags, length of the
//! text in fours (8 bits each, 255 for none). A tail of JSON names what the small numbers stand for; those of who is in
//! it stand for numbers of the register of people.

mod columns;

use super::Index;
use crate::error::Result;
use casekeep_model::observed::Behaviour;
use casekeep_model::pattern::PatternName;
use casekeep_model::view::{RowKey, TimelineRow};
use casekeep_model::{BoxId, Contact, Direction, Precision, RegisterEntry, Turn};
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use columns::Columns;
use rusqlite::params;
use std::collections::{BTreeSet, HashMap, HashSet};

const MAGIC: &[u8; 4] = b"CKTL";
const FORMAT: u32 = 2;
const NO_DAY: i32 = i32::MIN;
const NO_MINUTE: u16 = u16::MAX;
const NONE: u8 = u8::MAX;
const PRECISIONS: [Precision; 6] =
    [Precision::Second, Precision::Minute, Precision::Day, Precision::Month, Precision::Year, Precision::Unknown];
/// The zone of nearly every row; it is left out.
const USUAL_ZONE: &str = "Europe/London";

const LATE: u8 = 1;
const HAS_ITEMS: u8 = 1 << 1;
const ABOUT: u8 = 1 << 2;
const HAS_WORDS: u8 = 1 << 3;
const AMENDED: u8 = 1 << 4;
/// An item that belongs to a contact; it is known when rows are read.
const BELONGS: u8 = 1 << 5;
/// A contact of which the person wrote what it did to them.
const FELT: u8 = 1 << 6;
/// A contact because of which they changed something in their days.
const CHANGED: u8 = 1 << 7;

/// What the packed timeline has of an entry that its row does not say.
#[derive(Default)]
pub(super) struct Beside {
    felt: bool,
    changed: bool,
    /// A bit for each of [`Behaviour::ALL`].
    tags: u32,
    /// Who is in it, by their numbers in the register of people, ascending.
    people: Vec<u32>,
}

impl Beside {
    /// Reads it from a contact as amended.
    pub fn of_contact(contact: &Contact) -> Self {
        let place = |tag| Behaviour::ALL.iter().position(|one| one == tag).unwrap_or_default();
        Self {
            felt: contact.says_effect(),
            changed: contact.says_changes(),
            tags: contact.behaviours.iter().fold(0, |all, tag| all | 1 << place(tag)),
            people: in_order(contact.people.iter().copied()),
        }
    }

    /// Reads it from an entry of a register as amended.
    pub fn of_listed(entry: &RegisterEntry) -> Self {
        let giver = match entry {
            RegisterEntry::Gift(gift) => gift.giver,
            _ => None,
        };
        Self { people: in_order(giver), ..Self::default() }
    }
}

/// Returns each once, ascending, as many as one byte counts.
fn in_order(people: impl IntoIterator<Item = u32>) -> Vec<u32> {
    let people: BTreeSet<u32> = people.into_iter().collect();
    people.into_iter().take(usize::from(u8::MAX)).collect()
}

/// Returns what a row adds to the covering index.
pub(super) fn pack(row: &TimelineRow, beside: &Beside) -> Vec<u8> {
    let flags = [
        (row.late, LATE),
        (!row.items.is_empty(), HAS_ITEMS),
        (row.about, ABOUT),
        (row.words.is_some(), HAS_WORDS),
        (!row.amendments.is_empty(), AMENDED),
        (beside.felt, FELT),
        (beside.changed, CHANGED),
    ];
    let (day, minute) = row.occurred.as_deref().map_or((NO_DAY, NO_MINUTE), clock);
    let zone = if row.zone == USUAL_ZONE { "" } else { &row.zone };
    let zone = zone.as_bytes().get(..usize::from(NONE)).unwrap_or(zone.as_bytes());
    let mut packed = Vec::with_capacity(32);
    packed.extend(day.to_le_bytes());
    packed.extend(minute.to_le_bytes());
    packed.extend(row.bytes.map_or(0.0, size).to_le_bytes());
    packed.push(place(Direction::ALL, row.direction));
    packed.push(place(Turn::ALL, row.turn));
    packed.push(place(&PRECISIONS, Some(row.precision)));
    packed.push(flags.iter().filter(|(is, _)| *is).fold(0, |all, (_, flag)| all | flag));
    packed.push(u8::try_from(row.text.chars().take(1020).count() / 4).unwrap_or(NONE));
    packed.push(u8::try_from(zone.len()).unwrap_or(NONE));
    packed.extend(beside.tags.to_le_bytes());
    packed.push(u8::try_from(beside.people.len()).unwrap_or(u8::MAX));
    packed.extend(zone);
    packed.extend(beside.people.iter().flat_map(|person| person.to_le_bytes()));
    packed.extend(row.platform.as_deref().unwrap_or_default().as_bytes());
    packed
}

fn place<T: PartialEq>(all: &[T], value: Option<T>) -> u8 {
    value
        .and_then(|value| all.iter().position(|one| *one == value))
        .and_then(|at| u8::try_from(at).ok())
        .unwrap_or(NONE)
}

#[allow(clippy::cast_precision_loss, reason = "seven digits of a size are enough to add up")]
fn size(bytes: u64) -> f32 {
    bytes as f32
}

/// Returns the clock day, of a month or a year its first, and the minute of that day.
fn clock(local: &str) -> (i32, u16) {
    let (day, time) = local.split_once('T').unwrap_or((local, ""));
    let whole = match day.len() {
        4 => format!("{day}-01-01"),
        7 => format!("{day}-01"),
        _ => day.to_owned(),
    };
    let day = NaiveDate::parse_from_str(&whole, "%Y-%m-%d").map_or(NO_DAY, |day| day.num_days_from_ce() - 719_163);
    let minute = time.get(..5).and_then(|time| NaiveTime::parse_from_str(time, "%H:%M").ok());
    let minute = minute.and_then(|time| u16::try_from(time.hour() * 60 + time.minute()).ok());
    (day, minute.unwrap_or(NO_MINUTE))
}

/// How many bytes of every row are numbers of one width.
const FIXED: usize = 21;

/// One row as the covering index has it.
pub(crate) struct Slim<'a> {
    pub id: i64,
    pub instant: i64,
    pub kind: &'a str,
    pub number: u32,
    pub twin: u32,
    pub channel: Option<&'a str>,
    fixed: &'a [u8; FIXED],
    zone: &'a str,
    /// Four bytes for each of who is in it.
    people: &'a [u8],
    platform: &'a str,
}

impl Slim<'_> {
    /// Returns the clock day since 1970-01-01, where the day itself is known.
    pub fn day(&self) -> Option<i32> {
        let whole = PRECISIONS
            .get(usize::from(self.fixed[12]))
            .is_some_and(|precision| matches!(precision, Precision::Second | Precision::Minute | Precision::Day));
        self.begins().filter(|_| whole)
    }

    /// Returns whether anything is known of when it happened.
    pub fn is_dated(&self) -> bool {
        self.begins().is_some()
    }

    /// Returns the clock day since 1970-01-01, of a month or a year its first.
    fn begins(&self) -> Option<i32> {
        let day = i32::from_le_bytes([self.fixed[0], self.fixed[1], self.fixed[2], self.fixed[3]]);
        Some(day).filter(|day| *day != NO_DAY)
    }

    /// Returns who a contact came from.
    pub fn direction(&self) -> Option<Direction> {
        Direction::ALL.get(usize::from(self.fixed[10])).copied()
    }

    /// Returns the turning point that it is.
    pub fn turn(&self) -> Option<Turn> {
        Turn::ALL.get(usize::from(self.fixed[11])).copied()
    }

    /// Returns whether the person wrote what it did to them.
    pub fn felt(&self) -> bool {
        self.fixed[13] & FELT != 0
    }

    /// Returns whether they changed something in their days because of it.
    pub fn changed(&self) -> bool {
        self.fixed[13] & CHANGED != 0
    }

    /// Returns the platform; empty where there is none.
    pub fn platform(&self) -> &str {
        self.platform
    }
}

/// The ids of a case's rows with their places on the timeline, kept from one search to the next.
pub(super) struct Order {
    box_id: BoxId,
    state: [u8; 8],
    /// By id.
    places: Vec<(i64, u32)>,
}

impl Index {
    /// Shows rows of a box, oldest first, without reading what they say; of more than `newest`, those.
    pub fn each_slim(&self, box_id: &BoxId, newest: Option<u32>, see: &mut dyn FnMut(&Slim<'_>)) -> Result<()> {
        let order = "instant DESC, recorded DESC, kind DESC, number DESC, twin DESC";
        let columns = "instant, recorded, kind, number, twin, channel, packed, id";
        let query = match newest {
            Some(_) => format!(
                "SELECT * FROM (SELECT {columns} FROM entries WHERE box = ?1 AND event = 1 ORDER BY {order} LIMIT ?2)
                 ORDER BY {}",
                order.replace(" DESC", "")
            ),
            None => {
                format!(
                    "SELECT {columns} FROM entries WHERE box = ?1 AND event = 1 ORDER BY {} LIMIT ?2",
                    order.replace(" DESC", "")
                )
            }
        };
        let mut statement = self.connection.prepare_cached(&query)?;
        let mut rows = statement.query(params![box_id.as_str(), newest.map_or(-1, i64::from)])?;
        while let Some(row) = rows.next()? {
            let packed = row.get_ref(6)?.as_blob().unwrap_or_default();
            let Some((fixed, rest)) = packed.split_first_chunk::<FIXED>() else { continue };
            let Some((zone, rest)) = rest.split_at_checked(usize::from(fixed[15])) else { continue };
            let Some((people, platform)) = rest.split_at_checked(4 * usize::from(fixed[20])) else { continue };
            see(&Slim {
                instant: row.get(0)?,
                kind: row.get_ref(2)?.as_str().unwrap_or_default(),
                number: row.get(3)?,
                twin: row.get(4)?,
                channel: row.get_ref(5)?.as_str_or_null().unwrap_or_default(),
                id: row.get(7)?,
                fixed,
                zone: std::str::from_utf8(zone).unwrap_or_default(),
                people,
                platform: std::str::from_utf8(platform).unwrap_or_default(),
            });
        }
        Ok(())
    }

    /// Returns the packed timeline of a box; of more than `newest` rows, those.
    pub fn packed(&self, box_id: &BoxId, newest: Option<u32>) -> Result<Vec<u8>> {
        let belongs = self.items_of_contacts(box_id)?;
        let mut columns = Columns::default();
        self.each_slim(box_id, newest, &mut |row| {
            columns.push(row, row.kind == "item" && belongs.contains(&row.number));
        })?;
        let whole = newest.is_none_or(|newest| columns.rows() < newest);
        Ok(columns.into_bytes(self.state_of(box_id)?, whole))
    }

    fn items_of_contacts(&self, box_id: &BoxId) -> Result<HashSet<u32>> {
        let mut statement = self.connection.prepare_cached("SELECT DISTINCT item FROM links WHERE box = ?1")?;
        Ok(statement.query_map([box_id.as_str()], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns eight bytes that are others whenever the rows of a box may be.
    fn state_of(&self, box_id: &BoxId) -> Result<[u8; 8]> {
        let mut hasher = blake3::Hasher::new();
        let mut statement =
            self.connection.prepare_cached("SELECT writer, size, root FROM heads WHERE box = ?1 ORDER BY writer")?;
        let mut rows = statement.query([box_id.as_str()])?;
        while let Some(row) = rows.next()? {
            let head = (row.get::<_, String>(0)?, row.get::<_, i64>(1)?, row.get::<_, String>(2)?);
            hasher.update(format!("{head:?}").as_bytes());
        }
        Ok(hasher.finalize().as_bytes().first_chunk().copied().unwrap_or_default())
    }

    /// Returns the places on the timeline of the rows that have all these words, after the state that they hold for.
    ///
    /// Each word also finds what begins with it; without a word nothing is found.
    pub fn find(&mut self, box_id: &BoxId, text: &str) -> Result<Vec<u8>> {
        let state = self.state_of(box_id)?;
        let mut found = state.to_vec();
        let words: Vec<String> = super::pages::words(text).map(|word| format!("\"{word}\"*")).collect();
        if words.is_empty() {
            return Ok(found);
        }
        if self.order.as_ref().is_none_or(|order| order.box_id != *box_id || order.state != state) {
            let (mut places, mut items, mut at) = (Vec::new(), HashMap::new(), 0);
            self.each_slim(box_id, None, &mut |row| {
                places.push((row.id, at));
                if row.kind == "item" {
                    items.entry(row.number).or_insert(at);
                }
                at += 1;
            })?;
            places.extend(self.places_of_transcripts(box_id, &items)?);
            places.sort_unstable();
            self.order = Some(Order { box_id: box_id.clone(), state, places });
        }
        let places = self.order.as_ref().map_or(&[][..], |order| &order.places);
        let mut statement = self.connection.prepare_cached("SELECT rowid FROM words WHERE words MATCH ?1")?;
        let mut rows = statement.query([words.join(" ")])?;
        let mut at = Vec::new();
        while let Some(row) = rows.next()? {
            let id: i64 = row.get(0)?;
            // Other cases are searched along; their rows have no place here.
            at.extend(places.binary_search_by_key(&id, |place| place.0).ok().map(|found| places[found].1));
        }
        at.sort_unstable();
        at.dedup();
        found.extend(at.into_iter().flat_map(u32::to_le_bytes));
        Ok(found)
    }

    /// Returns the ids of transcripts with the places of their items: what an item says is found at the item.
    fn places_of_transcripts(&self, box_id: &BoxId, items: &HashMap<u32, u32>) -> Result<Vec<(i64, u32)>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, line ->> '$.items[0]' FROM entries WHERE box = ?1 AND kind = 'transcript'")?;
        let rows = statement.query_map([box_id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
        let mut places = Vec::new();
        for row in rows {
            let (id, item): (i64, u32) = row?;
            places.extend(items.get(&item).map(|place| (id, *place)));
        }
        Ok(places)
    }

    /// Returns the places of a box's contacts, in the order in which they were first named; so many at most.
    pub fn places(&self, box_id: &BoxId) -> Result<Vec<PatternName>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT place, min(instant), day, count(*) FROM entries WHERE box = ?1 AND place IS NOT NULL
             GROUP BY place ORDER BY 2, 1 LIMIT ?2",
        )?;
        let rows = statement.query_map(params![box_id.as_str(), crate::pattern::MOST_NAMES], |row| {
            Ok(PatternName { name: row.get(0)?, first: row.get(2)?, n: row.get(3)? })
        })?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Returns the rows of these kinds, numbers and twins; what is not there is left out.
    pub fn rows_of(&self, box_id: &BoxId, wanted: &[RowKey]) -> Result<Vec<TimelineRow>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT line FROM entries WHERE box = ?1 AND kind = ?2 AND number = ?3 AND twin = ?4")?;
        let mut lines = Vec::new();
        for RowKey { kind, n, twin } in wanted {
            let key = params![box_id.as_str(), kind.word(), n, twin];
            lines.extend(statement.query_map(key, |row| row.get::<_, String>(0))?);
        }
        self.with_contacts(box_id, lines.into_iter())
    }
}
