//! Contacts and amendments: what a person writes down, and what they correct later.

use crate::boxes::Draft;

use crate::error::{Result, VaultError};
use crate::index::Wanted;
use crate::input::{check_contact, check_length, check_moment, check_text};
use crate::registers::amended;
use crate::rows;
use crate::session::{UnlockedVault, hold};
use casekeep_format::parts::contact_parts;
use casekeep_format::{item_patch, kind, patch_parts};
use casekeep_model::view::{ContactView, EntryKind, TimelineFilter, TimelineRow};
use casekeep_model::{Contact, Fields, ItemChanges, Moment, Patch, Timestamp, moment};

impl UnlockedVault {
    /// Writes a contact into a case's log; returns its number and when it was recorded.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] for an empty or too long text; [`VaultError::NoSuchEntry`] for an item that is not there;
    /// [`VaultError::CaseClosed`]; or what the system says.
    pub fn log_contact(&self, case: u32, contact: &Contact) -> Result<(u32, Timestamp)> {
        check_contact(contact)?;
        let mut core = hold(&self.core);
        let id = self.open_case_box(&core, case)?;
        self.check_links(&id, &contact.fields())?;
        let number = hold(&self.index).highest(&id, EntryKind::Contact)? + 1;
        let parts = contact_parts(number, contact, &self.clocks());
        let committed = self.commit(&mut core, &id, vec![Draft::new(kind::CONTACT, parts)])?;
        Ok((number, committed.at))
    }

    /// Appends a correction to a contact; what stood before stays readable.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] without a reason or a change, or for a field that would say what cannot be; [`VaultError::NoSuchEntry`]; or what the system says.
    pub fn amend_contact(&self, case: u32, number: u32, changes: &Patch, reason: &str) -> Result<()> {
        check_text("The reason", reason)?;
        let mut core = hold(&self.core);
        let id = self.open_case_box(&core, case)?;
        let entry = hold(&self.index).contact(&id, number)?.ok_or_else(|| no_contact(number))?;
        check_contact(&amended(&entry.resolve().0, changes)?)?;
        self.check_links(&id, &changes.0)?;
        let parts = patch_parts(number, changes, reason, &self.clocks());
        self.commit(&mut core, &id, vec![Draft::amending(kind::CONTACT, entry.seen(), parts)])?;
        Ok(())
    }

    /// Appends a correction to what is said about an item; its bytes never change.
    ///
    /// # Errors
    /// As [`UnlockedVault::amend_contact`].
    pub fn amend_item(&self, case: u32, number: u32, changes: &ItemChanges, reason: &str) -> Result<()> {
        check_text("The reason", reason)?;
        if *changes == ItemChanges::default() {
            return Err(VaultError::BadInput("Nothing was changed.".to_owned()));
        }
        check_moment(changes.occurred.as_ref())?;
        let why_not = changes.captured.iter().flat_map(|captured| &captured.could_not).map(|one| &one.why);
        for text in [&changes.kind, &changes.from, &changes.description].into_iter().flatten().chain(why_not) {
            check_length("One of the texts", text)?;
        }
        let mut core = hold(&self.core);
        let id = self.open_case_box(&core, case)?;
        let entry = hold(&self.index).item(&id, number)?.ok_or_else(|| no_item(number))?;
        let parts = patch_parts(number, &item_patch(changes), reason, &self.clocks());
        self.commit(&mut core, &id, vec![Draft::amending(kind::ITEM, entry.seen(), parts)])?;
        Ok(())
    }

    /// Returns a case's rows that a filter lets through, oldest first.
    ///
    /// # Errors
    /// When there is no such case, a bound is not a moment, or the index cannot be read.
    pub fn timeline(&self, case: u32, filter: &TimelineFilter) -> Result<Vec<TimelineRow>> {
        let bounds = Bounds::of(filter.from.as_deref(), filter.to.as_deref())?;
        let id = self.case_box(&hold(&self.core), case)?;
        let wanted = Wanted {
            from: bounds.from,
            to: bounds.to,
            channel: filter.channel,
            kind: filter.kind,
            turns: filter.turns == Some(true),
            skip: filter.skip.unwrap_or(0),
            most: filter.most,
        };
        let mut rows = hold(&self.index).rows(&id, &wanted)?;
        rows.iter_mut().for_each(|row| row.case = case);
        Ok(rows)
    }

    /// Returns the rows that have all these words, in one case or in all, oldest first within a case.
    ///
    /// # Errors
    /// When there is no such case, or the index cannot be read.
    pub fn search(&self, text: &str, case: Option<u32>) -> Result<Vec<TimelineRow>> {
        self.search_some(text, case, None)
    }

    /// Returns at most so many such rows of each case: of more, those that were recorded last.
    ///
    /// # Errors
    /// As [`UnlockedVault::search`].
    pub fn search_some(&self, text: &str, case: Option<u32>, most: Option<u32>) -> Result<Vec<TimelineRow>> {
        let core = hold(&self.core);
        let boxes = match case {
            Some(case) => vec![(case, self.case_box(&core, case)?)],
            None => core.facts.cases().into_iter().map(|(handle, id)| (handle, id.clone())).collect(),
        };
        let index = hold(&self.index);
        let mut rows = Vec::new();
        for (case, id) in boxes {
            rows.extend(index.search(&id, text, most)?.into_iter().map(|row| TimelineRow { case, ..row }));
        }
        Ok(rows)
    }

    /// Returns a contact with everything that was written.
    ///
    /// # Errors
    /// When there is no such case or contact, or the index cannot be read.
    pub fn contact(&self, case: u32, number: u32) -> Result<ContactView> {
        let id = self.case_box(&hold(&self.core), case)?;
        let entry = hold(&self.index).contact(&id, number)?.ok_or_else(|| no_contact(number))?;
        Ok(rows::contact_view(&entry))
    }
}

/// The instants that a range of days, months or times covers; without an end it is open there.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Bounds {
    pub from: Option<Timestamp>,
    pub to: Option<Timestamp>,
}

impl Bounds {
    pub fn of(from: Option<&str>, to: Option<&str>) -> Result<Self> {
        let read = |text: Option<&str>| text.map(|text| Moment::parse(text, moment::DEFAULT_ZONE)).transpose();
        Ok(Self { from: read(from)?.and_then(|m| m.from), to: read(to)?.and_then(|m| m.to) })
    }
}

fn no_contact(number: u32) -> VaultError {
    VaultError::NoSuchEntry(format!("contact {number}"))
}

/// Returns the error for an item that is not there.
pub(crate) fn no_item(number: u32) -> VaultError {
    VaultError::NoSuchEntry(format!("item {number}"))
}
