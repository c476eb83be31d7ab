//! The pattern of a case, counted from its rows in one pass.

use crate::error::Result;
use crate::index::Slim;
use crate::session::{UnlockedVault, hold};
use casekeep_model::pattern::{Pattern, PatternChannel, PatternCount, PatternName, PatternTurn, PatternWeek};
use casekeep_model::view::EntryKind;
use casekeep_model::{Channel, Direction, Turn};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// So many platforms and places are named.
pub(crate) const MOST_NAMES: u32 = 200;

impl UnlockedVault {
    /// Counts the contacts of a case over time.
    ///
    /// # Errors
    /// When there is no such case, or the index cannot be read.
    pub fn pattern(&self, case: u32) -> Result<Pattern> {
        let id = self.case_box(&hold(&self.core), case)?;
        let index = hold(&self.index);
        let mut counting = Counting::default();
        index.each_slim(&id, None, &mut |row| counting.see(row))?;
        Ok(Pattern { places: index.places(&id)?, ..counting.finish() })
    }
}

/// A clock day since 1970-01-01.
type Day = i32;

#[derive(Default)]
struct Seen {
    n: u32,
    first: Option<Day>,
}

impl Seen {
    fn see(&mut self, day: Option<Day>) {
        self.n += 1;
        self.first = self.first.into_iter().chain(day).min();
    }
}

struct Turned {
    turn: Turn,
    kind: EntryKind,
    n: u32,
    day: Option<Day>,
    /// The end of what is known of its time, by which rows of turning points sort; `None` where nothing is.
    until: Option<i64>,
}

/// The counts while rows are seen.
#[derive(Default)]
struct Counting {
    contacts: u32,
    undated: u32,
    felt: u32,
    changed: u32,
    days: BTreeSet<Day>,
    weeks: BTreeMap<Day, BTreeMap<Channel, u32>>,
    channels: HashMap<Channel, Seen>,
    platforms: HashMap<String, Seen>,
    turns: Vec<Turned>,
    /// The instants of what has a date, oldest first as rows come.
    instants: Vec<i64>,
}

impl Counting {
    fn see(&mut self, row: &Slim<'_>) {
        let day = row.day();
        if let Some((turn, kind)) = row.turn().zip(EntryKind::from_word(row.kind)) {
            let until = Some(row.instant).filter(|_| row.is_dated());
            self.turns.push(Turned { turn, kind, n: row.number, day, until });
            return;
        }
        if row.kind != "contact" || row.direction() == Some(Direction::FromYou) {
            return;
        }
        self.contacts += 1;
        self.felt += u32::from(row.felt());
        self.changed += u32::from(row.changed());
        if row.is_dated() {
            self.instants.push(row.instant);
        }
        let channel = row.channel.and_then(Channel::from_word).unwrap_or(Channel::Other);
        self.channels.entry(channel).or_default().see(day);
        match self.platforms.get_mut(row.platform()) {
            Some(seen) => seen.see(day),
            None if row.platform().is_empty() => {}
            None => self.platforms.entry(row.platform().to_owned()).or_default().see(day),
        }
        let Some(day) = day else {
            self.undated += 1;
            return;
        };
        self.days.insert(day);
        *self.weeks.entry(monday(day)).or_default().entry(channel).or_default() += 1;
    }

    fn finish(mut self) -> Pattern {
        self.instants.sort_unstable();
        let instants = self.instants;
        let after = |turned: &Turned| {
            turned.until.map_or(0, |until| instants.len() - instants.partition_point(|instant| *instant <= until))
        };
        self.turns.sort_by_key(|turned| turned.until.is_none());
        let (first, last) = (self.days.first().copied(), self.days.last().copied());
        let mut channels: Vec<_> = self.channels.into_iter().collect();
        channels.sort_by_key(|(channel, seen)| (seen.first.is_none(), seen.first, *channel));
        let mut platforms: Vec<_> = self.platforms.into_iter().collect();
        platforms.sort_by(|(a, one), (b, other)| {
            (one.first.is_none(), one.first, a).cmp(&(other.first.is_none(), other.first, b))
        });
        platforms.truncate(MOST_NAMES as usize);
        Pattern {
            contacts: self.contacts,
            undated: self.undated,
            days: u32::try_from(self.days.len()).unwrap_or(u32::MAX),
            first: first.and_then(written),
            last: last.and_then(written),
            over: first.zip(last).map_or(0, |(first, last)| last.abs_diff(first) + 1),
            weeks: self.weeks.into_iter().filter_map(|(monday, counts)| week(monday, counts)).collect(),
            channels: channels
                .into_iter()
                .map(|(channel, seen)| PatternChannel { channel, first: seen.first.and_then(written), n: seen.n })
                .collect(),
            platforms: platforms
                .into_iter()
                .map(|(name, seen)| PatternName { name, first: seen.first.and_then(written), n: seen.n })
                .collect(),
            places: Vec::new(),
            turns: self
                .turns
                .iter()
                .map(|turned| PatternTurn {
                    turn: turned.turn,
                    kind: turned.kind,
                    n: turned.n,
                    day: turned.day.and_then(written),
                    after: u32::try_from(after(turned)).unwrap_or(u32::MAX),
                })
                .collect(),
            felt: self.felt,
            changed: self.changed,
        }
    }
}

fn week(monday: Day, counts: BTreeMap<Channel, u32>) -> Option<PatternWeek> {
    let counts = counts.into_iter().map(|(channel, n)| PatternCount { channel, n }).collect();
    Some(PatternWeek { monday: written(monday)?, counts })
}

/// Returns the Monday of a day's week; 1970-01-01 was a Thursday.
fn monday(day: Day) -> Day {
    day - (day + 3).rem_euclid(7)
}

fn written(day: Day) -> Option<String> {
    NaiveDate::from_num_days_from_ce_opt(day.checked_add(719_163)?).map(|day| day.to_string())
}
