//! The registers of a case and its details: what a person enters, corrects and reads back.

use crate::boxes::Draft;
use crate::error::{Result, VaultError};
use crate::input::{check_details, check_entry, check_text};
use crate::rows::register_view;
use crate::session::{UnlockedVault, hold};
use casekeep_format::parts::listed_parts;
use casekeep_format::{Amended, field_parts, kind, patch_parts};
use casekeep_model::derived::twelve_months;
use casekeep_model::fields::links;
use casekeep_model::view::{DetailsView, Entered, EntryKind, RegisterView};
use casekeep_model::{BoxId, Details, Gift, Patch, Register, RegisterEntry};
use serde_json::{Map, Value};

impl UnlockedVault {
    /// Writes an entry into a register of a case; returns its number and when it was recorded.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] for an empty or too long text, a value below nothing or beyond sense, an end before its
    /// beginning; [`VaultError::NoSuchEntry`] for a number that is not there; [`VaultError::CaseClosed`]; or what the
    /// system says.
    pub fn enter(&self, case: u32, entry: &RegisterEntry) -> Result<Entered> {
        check_entry(entry)?;
        let mut core = hold(&self.core);
        let id = self.open_case_box(&core, case)?;
        self.check_links(&id, &entry.fields())?;
        let register = entry.register();
        let n = hold(&self.index).highest(&id, register.into())? + 1;
        let draft = Draft::new(register.word(), listed_parts(n, entry, &self.clocks()));
        let committed = self.commit(&mut core, &id, vec![draft])?;
        Ok(Entered { n, recorded: committed.at })
    }

    /// Appends a correction to an entry of a register; what stood before stays readable.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] without a reason or a change, for a field that there is not, or one that would say what
    /// cannot be; else as [`UnlockedVault::enter`].
    pub fn amend_entry(&self, case: u32, register: Register, n: u32, changes: &Patch, reason: &str) -> Result<()> {
        check_text("The reason", reason)?;
        let mut core = hold(&self.core);
        let id = self.open_case_box(&core, case)?;
        if register == Register::Transcript && changes.0.contains_key("item") {
            return Err(VaultError::BadInput("A transcript stays with its item. Write another one there.".to_owned()));
        }
        let entry = hold(&self.index).listed(&id, register, n)?.ok_or_else(|| no_entry(register.into(), n))?;
        let amended = amended(&entry.resolve().0, changes)?;
        check_entry(&amended)?;
        self.check_links(&id, &changes.0)?;
        let parts = patch_parts(n, changes, reason, &self.clocks());
        self.commit(&mut core, &id, vec![Draft::amending(register.word(), entry.seen(), parts)])?;
        Ok(())
    }

    /// Returns the entries of a register, by number.
    ///
    /// # Errors
    /// When there is no such case, or the index cannot be read.
    pub fn register_entries(&self, case: u32, register: Register) -> Result<Vec<RegisterView>> {
        let id = self.case_box(&hold(&self.core), case)?;
        let entries = hold(&self.index).all_listed(&id, register)?;
        let mut views: Vec<RegisterView> = entries.iter().map(register_view).collect();
        if register == Register::Gift {
            let gifts: Vec<&Gift> = views.iter().filter_map(|view| gift_of(&view.entry)).collect();
            let sums = twelve_months(&gifts);
            views.iter_mut().zip(sums).for_each(|(view, sum)| view.twelve_months = sum);
        }
        Ok(views)
    }

    /// Returns an entry of a register.
    ///
    /// # Errors
    /// When there is no such case or entry, or the index cannot be read.
    pub fn register_entry(&self, case: u32, register: Register, n: u32) -> Result<RegisterView> {
        let missing = || no_entry(register.into(), n);
        if register == Register::Gift {
            // Its sum is of all from its giver.
            return self.register_entries(case, register)?.into_iter().find(|view| view.n == n).ok_or_else(missing);
        }
        let id = self.case_box(&hold(&self.core), case)?;
        hold(&self.index).listed(&id, register, n)?.as_ref().map(register_view).ok_or_else(missing)
    }

    /// Returns what is known of a case as a whole.
    ///
    /// # Errors
    /// When there is no such case, or the index cannot be read.
    pub fn case_details(&self, case: u32) -> Result<DetailsView> {
        let id = self.case_box(&hold(&self.core), case)?;
        let Some(entry) = hold(&self.index).details(&id)? else {
            return Ok(DetailsView { details: Details::new(), recorded: None, amendments: Vec::new() });
        };
        let (details, amendments) = entry.resolve();
        Ok(DetailsView { details, recorded: Some(entry.recorded), amendments })
    }

    /// Writes details of a case, or a correction of them; the first time needs no reason.
    ///
    /// # Errors
    /// As [`UnlockedVault::amend_entry`].
    pub fn amend_details(&self, case: u32, changes: &Patch, reason: &str) -> Result<()> {
        let mut core = hold(&self.core);
        let id = self.open_case_box(&core, case)?;
        let earlier = hold(&self.index).details(&id)?;
        let now = earlier.as_ref().map_or_else(Details::new, |entry| entry.resolve().0);
        let details = amended(&now, changes)?;
        check_details(&details)?;
        let draft = match earlier {
            None => Draft::new(kind::DETAILS, field_parts(1, &details, &self.clocks())),
            Some(entry) => {
                check_text("The reason", reason)?;
                Draft::amending(kind::DETAILS, entry.seen(), patch_parts(1, changes, reason, &self.clocks()))
            }
        };
        self.commit(&mut core, &id, vec![draft])?;
        Ok(())
    }

    /// Refuses a number that stands for nothing in the case.
    pub(crate) fn check_links(&self, id: &BoxId, fields: &Map<String, Value>) -> Result<()> {
        let index = hold(&self.index);
        for (kind, n) in links(fields) {
            if !index.has(id, kind, n)? {
                return Err(no_entry(kind, n));
            }
        }
        Ok(())
    }
}

/// Returns what an amendment would make; refuses one that changes nothing or says what cannot be.
pub(crate) fn amended<T: Amended>(now: &T, changes: &Patch) -> Result<T> {
    if changes.is_empty() {
        return Err(VaultError::BadInput("Nothing was changed.".to_owned()));
    }
    let mut amended = now.clone();
    let made = amended.amend(changes);
    match changes.0.keys().find(|field| made.iter().all(|change| change.field != **field)) {
        Some(field) => Err(VaultError::BadInput(format!("“{field}” cannot say that, or is no field here."))),
        None => Ok(amended),
    }
}

fn gift_of(entry: &RegisterEntry) -> Option<&Gift> {
    match entry {
        RegisterEntry::Gift(gift) => Some(gift),
        _ => None,
    }
}

pub(crate) fn no_entry(kind: EntryKind, n: u32) -> VaultError {
    VaultError::NoSuchEntry(format!("{} {n}", kind.label().to_lowercase()))
}
