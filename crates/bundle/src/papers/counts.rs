//! What the contacts of a bundle add up to. Nothing is weighed or scored.
//!
//! Counted as the window counts a pattern: what came from them or was about the writer, turning points left out.

use super::Said;
use crate::plan::TakenContact;
use casekeep_model::observed::Behaviour;
use casekeep_model::{Channel, Direction, Moment, Timestamp, Turn};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

/// A turning point.
pub(super) struct Turned {
    /// What it is.
    pub turn: Turn,
    /// Which entry it is: “Contact 7”.
    pub entry: String,
    /// When.
    pub when: Option<Moment>,
    /// How many contacts surely came after it.
    pub after: usize,
}

/// The counts.
#[derive(Default)]
pub(super) struct Counts {
    /// How many contacts.
    pub contacts: usize,
    /// How many of these have no known day.
    pub undated: usize,
    /// How many contacts came from the writer.
    pub from_writer: usize,
    /// The days on which there were any, with how many.
    pub days: BTreeMap<NaiveDate, u32>,
    /// By channel, in the channels' order.
    pub channels: BTreeMap<Channel, (usize, Option<NaiveDate>)>,
    /// The turning points, oldest first; those without a date after them.
    pub turns: Vec<Turned>,
    /// What the writer marked that was done, the most frequent first.
    pub behaviours: Vec<(&'static str, usize)>,
    /// With how many the writer wrote what it did to them.
    pub felt: usize,
    /// With how many the writer wrote what they changed.
    pub changed: usize,
    /// How many entries were written more than a day after.
    pub late: usize,
}

impl Counts {
    /// Counts what is taken.
    pub(super) fn of(said: &Said<'_>) -> Self {
        let plan = said.chronology.plan;
        let mut counts = Self::default();
        let mut instants: Vec<Timestamp> = Vec::new();
        let mut behaviours: BTreeMap<Behaviour, usize> = BTreeMap::new();
        for taken in &plan.contacts {
            let contact = &taken.contact;
            counts.late += usize::from(contact.occurred.is_late(taken.recorded));
            counts.from_writer += usize::from(contact.direction == Direction::FromYou);
            if contact.turn.is_some() || contact.direction == Direction::FromYou {
                continue;
            }
            counts.see(taken);
            instants.extend(contact.occurred.from);
            for behaviour in contact.behaviours.iter().copied().collect::<BTreeSet<_>>() {
                *behaviours.entry(behaviour).or_default() += 1;
            }
        }
        counts.behaviours = behaviours.into_iter().map(|(one, n)| (one.label(), n)).collect();
        counts.behaviours.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
        counts.turns = turns(said);
        for turned in &mut counts.turns {
            let until = turned.when.as_ref().and_then(|when| when.to);
            turned.after = until.map_or(0, |until| instants.iter().filter(|at| **at >= until).count());
        }
        counts
    }

    fn see(&mut self, taken: &TakenContact) {
        let contact = &taken.contact;
        let day = contact.occurred.day();
        self.contacts += 1;
        self.undated += usize::from(day.is_none());
        self.felt += usize::from(contact.says_effect());
        self.changed += usize::from(contact.says_changes());
        let channel = self.channels.entry(contact.channel).or_default();
        channel.0 += 1;
        channel.1 = channel.1.into_iter().chain(day).min();
        if let Some(day) = day {
            *self.days.entry(day).or_default() += 1;
        }
    }

    /// Returns the first and the last day.
    pub(super) fn span(&self) -> Option<(NaiveDate, NaiveDate)> {
        Some((*self.days.keys().next()?, *self.days.keys().next_back()?))
    }

    /// Returns the first time that they were told to stop, by word or by letter.
    pub(super) fn told(&self) -> Option<&Turned> {
        self.turns.iter().find(|turned| turned.turn != Turn::Police && turned.when.is_some())
    }
}

fn turns(said: &Said<'_>) -> Vec<Turned> {
    let plan = said.chronology.plan;
    let contacts = plan.contacts.iter().filter_map(|taken| {
        let when = Some(taken.contact.occurred.clone()).filter(|moment| moment.from.is_some());
        Some(Turned { turn: taken.contact.turn?, entry: format!("Contact {}", taken.label), when, after: 0 })
    });
    let listed = plan.listed.iter().filter_map(|taken| {
        let entry = format!("{} {}", taken.entry.register().label(), taken.label);
        let when = taken.entry.when().cloned().filter(|moment| moment.from.is_some());
        Some(Turned { turn: taken.entry.turn()?, entry, when, after: 0 })
    });
    let mut turns: Vec<Turned> = contacts.chain(listed).collect();
    turns.sort_by_key(|turned| {
        let until = turned.when.as_ref().and_then(|when| when.to);
        (until.is_none(), until)
    });
    turns
}
