//! The columns of the packed timeline while they are filled, and the names that their small numbers stand for.

use super::{BELONGS, FORMAT, MAGIC, NONE, PRECISIONS, Slim, USUAL_ZONE};
use casekeep_model::observed::Behaviour;
use casekeep_model::{Direction, Precision, Turn};
use serde::Serialize;
use std::borrow::Borrow;
use std::collections::HashMap;
use std::hash::Hash;

/// The number of nobody, and of who is together in it where 65,535 others are already.
const NOBODY: usize = u16::MAX as usize;

fn read_people(numbers: &[u8]) -> Vec<u32> {
    numbers.as_chunks().0.iter().map(|number| u32::from_le_bytes(*number)).collect()
}

/// Names, each with its number.
#[derive(Default)]
struct Names<T = String> {
    names: Vec<T>,
    known: HashMap<T, usize>,
}

impl<T: Eq + Hash> Names<T> {
    /// Returns a name's number; `rest` for what finds none below it any more.
    fn number<N: ToOwned<Owned = T> + Eq + Hash + ?Sized>(&mut self, name: &N, rest: usize) -> usize
    where
        T: Borrow<N>,
    {
        if let Some(number) = self.known.get(name) {
            return *number;
        }
        if self.names.len() >= rest {
            return rest;
        }
        self.known.insert(name.to_owned(), self.names.len());
        self.names.push(name.to_owned());
        self.names.len() - 1
    }
}

impl Names {
    fn byte(&mut self, name: &str) -> u8 {
        u8::try_from(self.number(name, usize::from(NONE))).unwrap_or(NONE)
    }
}

/// What the small numbers stand for.
#[derive(Serialize)]
struct Tail<'a> {
    kinds: &'a [String],
    channels: &'a [String],
    directions: Vec<&'static str>,
    turns: Vec<&'static str>,
    precisions: [Precision; 6],
    zones: &'a [String],
    platforms: &'a [String],
    tags: Vec<&'static str>,
    people: Vec<Vec<u32>>,
}

/// The columns while they are filled.
#[derive(Default)]
pub(super) struct Columns {
    instant: Vec<u8>,
    day: Vec<u8>,
    number: Vec<u8>,
    bytes: Vec<u8>,
    tags: Vec<u8>,
    minute: Vec<u8>,
    platform: Vec<u8>,
    twin: Vec<u8>,
    together: Vec<u8>,
    kind: Vec<u8>,
    channel: Vec<u8>,
    direction: Vec<u8>,
    turn: Vec<u8>,
    precision: Vec<u8>,
    zone: Vec<u8>,
    flags: Vec<u8>,
    length: Vec<u8>,
    kinds: Names,
    channels: Names,
    zones: Names,
    platforms: Names,
    people: Names<Vec<u8>>,
}

impl Columns {
    /// Adds a row; `belongs` for an item that belongs to a contact.
    #[allow(clippy::cast_precision_loss, reason = "milliseconds of ten thousand years are exact in a float")]
    pub fn push(&mut self, row: &Slim<'_>, belongs: bool) {
        let fixed = row.fixed;
        let platform = if row.platform.is_empty() {
            usize::from(u16::MAX)
        } else {
            self.platforms.number(row.platform, usize::from(u16::MAX))
        };
        self.instant.extend((row.instant as f64).to_le_bytes());
        self.day.extend(&fixed[..4]);
        self.number.extend(row.number.to_le_bytes());
        self.bytes.extend(&fixed[6..10]);
        self.tags.extend(&fixed[16..20]);
        self.minute.extend(&fixed[4..6]);
        self.platform.extend(u16::try_from(platform).unwrap_or(u16::MAX).to_le_bytes());
        self.twin.extend(u16::try_from(row.twin).unwrap_or(u16::MAX).to_le_bytes());
        let together = if row.people.is_empty() { NOBODY } else { self.people.number(row.people, NOBODY) };
        self.together.extend(u16::try_from(together).unwrap_or(u16::MAX).to_le_bytes());
        self.kind.push(self.kinds.byte(row.kind));
        self.channel.push(row.channel.map_or(NONE, |channel| self.channels.byte(channel)));
        self.direction.push(fixed[10]);
        self.turn.push(fixed[11]);
        self.precision.push(fixed[12]);
        self.zone.push(self.zones.byte(if row.zone.is_empty() { USUAL_ZONE } else { row.zone }));
        self.flags.push(if belongs { fixed[13] | BELONGS } else { fixed[13] });
        self.length.push(fixed[14]);
    }

    /// Returns how many rows there are.
    pub fn rows(&self) -> u32 {
        u32::try_from(self.kind.len()).unwrap_or(u32::MAX)
    }

    /// Returns the packed timeline.
    pub fn into_bytes(self, state: [u8; 8], whole: bool) -> Vec<u8> {
        let tail = Tail {
            kinds: &self.kinds.names,
            channels: &self.channels.names,
            directions: Direction::ALL.iter().map(|one| one.word()).collect(),
            turns: Turn::ALL.iter().map(|one| one.word()).collect(),
            precisions: PRECISIONS,
            zones: &self.zones.names,
            platforms: &self.platforms.names,
            tags: Behaviour::ALL.iter().map(|one| one.word()).collect(),
            people: self.people.names.iter().map(|numbers| read_people(numbers)).collect(),
        };
        let tail = serde_json::to_vec(&tail).expect("names are plain text");
        let mut bytes = MAGIC.to_vec();
        bytes.extend(FORMAT.to_le_bytes());
        bytes.extend(self.rows().to_le_bytes());
        bytes.extend(u32::from(whole).to_le_bytes());
        bytes.extend(state);
        bytes.extend(u32::try_from(tail.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend([0; 4]);
        for column in [self.instant, self.day, self.number, self.bytes, self.tags] {
            bytes.extend(column);
        }
        for column in [self.minute, self.platform, self.twin, self.together] {
            bytes.extend(column);
        }
        for column in
            [self.kind, self.channel, self.direction, self.turn, self.precision, self.zone, self.flags, self.length]
        {
            bytes.extend(column);
        }
        bytes.extend(tail);
        bytes
    }
}
