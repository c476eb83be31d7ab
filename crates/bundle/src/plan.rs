//! What a bundle takes of a case, and what stays: the selection worked out against the log.
//!
//! The least that holds together is taken: the chosen entries with their whole amendment chains, and of each record the
//! parts that a person wrote or needs for the check. Where a sealed file lies in the vault, which inbox file it was and
//! what the clocks inside the computer said never leave ([`DISCLOSED_PARTS`]).

use crate::error::BundleError;
use crate::listed::{self, TakenListed};
use casekeep_format::{ContactEntry, Entries, Followed, ItemEntry, Place};
use casekeep_model::view::{BundlePreview, RegisterTally, Selection, Tally};
use casekeep_model::{Amendment, Contact, Details, Item, Moment, Register, Timestamp, moment};
use std::collections::{BTreeMap, BTreeSet};

/// The parts that may be disclosed, of items and of contacts as they were first; [`listed::may_leave`] has the rest.
pub const DISCLOSED_PARTS: &[&str] = &[
    "number",
    "reason",
    "occurred",
    "channel",
    "direction",
    "platform",
    "what",
    "words",
    "place",
    "present",
    "response",
    "effect",
    "items",
    "turn",
    "file",
    "name",
    "media_type",
    "acquired",
    "via",
    "type",
    "from",
    "source",
    "description",
    "derived",
];

/// A contact that is handed over, as amended.
#[derive(Debug, Clone)]
pub struct TakenContact {
    /// The number as shown.
    pub label: String,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// The contact, amendments applied.
    pub contact: Contact,
    /// Its amendments, oldest first.
    pub amendments: Vec<Amendment>,
}

/// An item that is handed over, as amended.
#[derive(Debug, Clone)]
pub struct TakenItem {
    /// The number as shown.
    pub label: String,
    /// The item, amendments applied.
    pub item: Item,
    /// Its amendments, oldest first.
    pub amendments: Vec<Amendment>,
}

impl TakenItem {
    /// Returns the instant that it sorts by: when what it shows happened, or when it was acquired.
    #[must_use]
    pub fn instant(&self) -> Timestamp {
        item_instant(&self.item)
    }
}

/// What is handed over.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    /// The contacts, by number.
    pub contacts: Vec<TakenContact>,
    /// The items, by number.
    pub items: Vec<TakenItem>,
    /// The numbers of the items.
    pub item_numbers: BTreeSet<u32>,
    /// The entries of registers, by register and number, people last.
    pub listed: Vec<TakenListed>,
    /// The details of the case; only [`Details::SHOWN`] is shown.
    pub details: Option<Details>,
    /// The records of all of these and of their amendments.
    pub places: BTreeSet<Place>,
    /// The records of entries that stay, and of their amendments.
    pub left: BTreeSet<Place>,
    /// Parts that stay although their record goes and others of their name may leave.
    pub hidden: BTreeMap<Place, BTreeSet<String>>,
    /// The numbers of items that the recipient has from earlier bundles, and that are not in this one.
    pub items_before: BTreeSet<u32>,
    /// How many entries of all kinds the recipient has, unchanged.
    pub before: u32,
    /// The records of those, and of what else stays, that the recipient has.
    pub given: BTreeSet<Place>,
}

impl Plan {
    /// Works out what a selection takes.
    ///
    /// A contact is within the days chosen when it happened then (or, where that is not known, was recorded then). An item
    /// is within them when a contact that names it is, and by its own time when it has one or no contact names it. Of what
    /// is within the days, everything is taken but what is named to stay behind.
    ///
    /// # Errors
    /// [`BundleError::Moment`], [`BundleError::RangeReversed`], [`BundleError::NoSuchEntry`], and
    /// [`BundleError::NothingSelected`] when nothing is left.
    pub fn new(entries: &Entries, selection: &Selection) -> Result<Self, BundleError> {
        let plan = Self::of(entries, selection)?;
        let events = plan.listed.iter().filter(|taken| taken.entry.is_event()).count();
        if plan.contacts.is_empty() && plan.items.is_empty() && events == 0 {
            return Err(BundleError::NothingSelected);
        }
        Ok(plan)
    }

    /// Counts what a selection takes and leaves, so that it can be seen before anything is made; it may take nothing.
    ///
    /// What the recipient has, unchanged, from the bundles that it would follow neither goes nor stays.
    ///
    /// # Errors
    /// [`BundleError::Moment`], [`BundleError::RangeReversed`] and [`BundleError::NoSuchEntry`].
    pub fn preview(
        entries: &Entries,
        selection: &Selection,
        follows: &[Followed],
    ) -> Result<BundlePreview, BundleError> {
        let mut plan = Self::of(entries, selection)?;
        let count =
            |plan: &Self, register| plan.listed.iter().filter(|taken| taken.entry.register() == register).count();
        let all = plan.clone();
        plan.leave_given(entries, follows);
        let had = |register| count(&all, register) - count(&plan, register);
        let each = Register::ALL.iter().map(|register| (*register, entries.listed(*register).len()));
        Ok(BundlePreview {
            contacts: tally(plan.contacts.len(), entries.contacts.len() - (all.contacts.len() - plan.contacts.len())),
            items: tally(plan.items.len(), entries.items.len() - (all.items.len() - plan.items.len())),
            bytes: plan.items.iter().map(|taken| taken.item.file.size).sum(),
            registers: each
                .filter(|(_, all)| *all > 0)
                .map(|(register, all)| (register, tally(count(&plan, register), all - had(register))))
                .map(|(register, entries)| RegisterTally { register, entries })
                .collect(),
            details: plan.details.is_some(),
            before: plan.before,
            follows: follows.iter().map(|followed| followed.disclosure).collect(),
        })
    }

    fn of(entries: &Entries, selection: &Selection) -> Result<Self, BundleError> {
        let days = Days::new(selection)?;
        check_numbers("contact", &selection.without_contacts, |n| entries.contacts.iter().any(|e| e.number == n))?;
        check_numbers("item", &selection.without_items, |n| entries.items.iter().any(|e| e.number == n))?;
        let mut plan = Self::default();
        let (mut linked, mut linked_within) = (BTreeSet::<u32>::new(), BTreeSet::<u32>::new());
        for entry in &entries.contacts {
            let (contact, amendments) = entry.resolve();
            let within = days.hold(contact_instant(&contact, entry.recorded));
            linked.extend(&contact.items);
            if within {
                linked_within.extend(&contact.items);
            }
            if within && !selection.without_contacts.contains(&entry.number) {
                plan.take_contact(entry, contact, amendments);
            } else {
                plan.left.extend(entry.places().cloned());
            }
        }
        for entry in &entries.items {
            let (item, amendments) = entry.resolve();
            let by_itself = item.facts.occurred.is_some() || !linked.contains(&item.number);
            let within = linked_within.contains(&item.number) || (by_itself && days.hold(item_instant(&item)));
            if within && !selection.without_items.contains(&item.number) {
                plan.take_item(entry, item, amendments);
            } else {
                plan.left.extend(entry.places().cloned());
            }
        }
        for left in &selection.without_entries {
            let there = entries.listed(left.register).iter().any(|entry| entry.number == left.n);
            check_numbers(left.register.word(), &[left.n], |_| there)?;
        }
        listed::take(&mut plan, entries, selection, &|at| days.hold(at));
        Ok(plan)
    }

    fn take_contact(&mut self, entry: &ContactEntry, contact: Contact, amendments: Vec<Amendment>) {
        self.places.extend(entry.places().cloned());
        self.contacts.push(TakenContact { label: entry.label(), recorded: entry.recorded, contact, amendments });
    }

    fn take_item(&mut self, entry: &ItemEntry, item: Item, amendments: Vec<Amendment>) {
        self.places.extend(entry.places().cloned());
        self.item_numbers.insert(item.number);
        self.items.push(TakenItem { label: entry.label(), item, amendments });
    }
}

fn tally(goes: usize, all: usize) -> Tally {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Tally { goes: count(goes), stays: count(all - goes) }
}

fn check_numbers(kind: &'static str, numbers: &[u32], exists: impl Fn(u32) -> bool) -> Result<(), BundleError> {
    match numbers.iter().find(|n| !exists(**n)) {
        Some(number) => Err(BundleError::NoSuchEntry { kind, number: *number }),
        None => Ok(()),
    }
}

/// Returns the instant that a contact sorts by.
#[must_use]
pub fn contact_instant(contact: &Contact, recorded: Timestamp) -> Timestamp {
    contact.occurred.from.unwrap_or(recorded)
}

fn item_instant(item: &Item) -> Timestamp {
    item.facts.occurred.as_ref().and_then(|moment| moment.from).unwrap_or(item.acquired.at)
}

/// The days that a selection spans.
#[derive(Debug, Default)]
struct Days {
    from: Option<Timestamp>,
    to: Option<Timestamp>,
}

impl Days {
    fn new(selection: &Selection) -> Result<Self, BundleError> {
        let read = |text: &Option<String>| -> Result<Option<Moment>, BundleError> {
            let text = text.as_deref().map(str::trim).filter(|text| !text.is_empty());
            Ok(text.map(|text| Moment::parse(text, moment::DEFAULT_ZONE)).transpose()?)
        };
        let from = read(&selection.from)?.and_then(|moment| moment.from);
        let to = read(&selection.to)?.and_then(|moment| moment.to);
        if from.zip(to).is_some_and(|(from, to)| from >= to) {
            return Err(BundleError::RangeReversed);
        }
        Ok(Self { from, to })
    }

    fn hold(&self, at: Timestamp) -> bool {
        self.from.is_none_or(|from| at >= from) && self.to.is_none_or(|to| at < to)
    }
}
