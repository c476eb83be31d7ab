//! The chronology: everything that is handed over, in the order in which it happened.
//!
//! Two forms of the same rows: a page for people ([`page`]) and a sheet ([`sheet`]). Both show text that strangers wrote,
//! so every text goes through [`crate::text`]. There is no script, no style from outside, no link out of the bundle.

pub(crate) mod listed;
pub mod page;
pub mod sheet;
pub mod words;

use crate::layout;
use crate::listed::TakenListed;
use crate::plan::{Plan, TakenContact, TakenItem, contact_instant};
use casekeep_format::{ClockChange, Followed};
use casekeep_model::Timestamp;

/// One row.
#[derive(Debug, Clone, Copy)]
pub enum Row<'a> {
    /// A contact.
    Contact(&'a TakenContact),
    /// An item that belongs to no contact in the bundle.
    Item(&'a TakenItem),
    /// An event of a register: a gift, a letter, a step, a chaperone.
    Listed(&'a TakenListed),
}

impl Row<'_> {
    fn instant(&self) -> Timestamp {
        match self {
            Row::Contact(taken) => contact_instant(&taken.contact, taken.recorded),
            Row::Item(taken) => taken.instant(),
            Row::Listed(taken) => taken.instant(),
        }
    }

    fn recorded(&self) -> Timestamp {
        match self {
            Row::Contact(taken) => taken.recorded,
            Row::Item(taken) => taken.item.recorded,
            Row::Listed(taken) => taken.recorded,
        }
    }
}

/// Everything the chronology says.
pub struct Chronology<'a> {
    /// What is handed over.
    pub plan: &'a Plan,
    /// The number of this hand-over.
    pub disclosure: u32,
    /// When the bundle was made.
    pub made_at: Timestamp,
    /// How many records of the log are not in the bundle.
    pub withheld: u32,
    /// The signing key's fingerprint, `SHA256:…`.
    pub fingerprint: String,
    /// The jumps of the clocks of the computers that wrote the log.
    pub clock_changes: &'a [ClockChange],
    /// True when a time-stamp is in the bundle.
    pub stamped: bool,
    /// The earlier bundles that it follows, oldest first.
    pub follows: &'a [Followed],
}

impl Chronology<'_> {
    /// Returns the rows: contacts, items that no contact in the bundle names, and events of registers, by the instant and
    /// then as recorded.
    pub(crate) fn rows(&self) -> Vec<Row<'_>> {
        let named: std::collections::BTreeSet<u32> =
            self.plan.contacts.iter().flat_map(|taken| taken.contact.items.iter().copied()).collect();
        let contacts = self.plan.contacts.iter().map(Row::Contact);
        let alone = self.plan.items.iter().filter(|taken| !named.contains(&taken.item.number)).map(Row::Item);
        let events = self.plan.listed.iter().filter(|taken| taken.entry.is_event()).map(Row::Listed);
        let mut rows: Vec<_> = contacts.chain(alone).chain(events).collect();
        rows.sort_by_key(|row| (row.instant(), row.recorded()));
        rows
    }

    /// Returns an item's number as it stands in a list, marked where the item is not in the bundle.
    pub(crate) fn listed_item(&self, number: u32) -> String {
        if self.has_item(number) { number.to_string() } else { format!("{number} ({})", self.elsewhere(number)) }
    }

    /// Returns what is said after an item's number; nothing where the item is in the bundle.
    pub(crate) fn absence(&self, number: u32) -> String {
        if self.has_item(number) { String::new() } else { format!(", which is {}", self.elsewhere(number)) }
    }

    /// Returns where an item is that is not in the bundle.
    pub(crate) fn elsewhere(&self, number: u32) -> &'static str {
        if self.plan.items_before.contains(&number) { "in an earlier bundle" } else { "not in this bundle" }
    }

    pub(crate) fn has_item(&self, number: u32) -> bool {
        self.plan.item_numbers.contains(&number)
    }
}

/// Returns an item's file in the bundle.
#[must_use]
pub fn file_of(taken: &TakenItem) -> String {
    layout::original(taken.item.number, &taken.label, &taken.item.media_type)
}
