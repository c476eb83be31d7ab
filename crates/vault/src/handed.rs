//! Who holds what: every bundle that was made, and what became of it. Read from the vault's log when it is asked for.
//!
//! What is recorded here stays when the case is shredded: the bundles are still out there.

use crate::boxes::Draft;
use crate::error::{Result, VaultError};
use crate::input::{check_receipt, check_text};
use crate::log::LogReading;
use crate::registers::amended;
use crate::session::{Core, UnlockedVault, hold};
use casekeep_format::{Entry, Followed, HandedOver, kind, patch_parts, receipt_parts};
use casekeep_model::disclosure::{DisclosureState, DisclosureView, ReceiptEvent, ReceiptView};
use casekeep_model::view::Entered;
use casekeep_model::{BoxId, Disclosing, Patch, Receipt, WriterId};
use std::collections::BTreeMap;

impl UnlockedVault {
    /// Returns every bundle that was begun of a case, or of all cases, those that were shredded too; the earliest first.
    ///
    /// # Errors
    /// When there is no such case, or the vault's log cannot be read.
    pub fn disclosures(&self, case: Option<u32>) -> Result<Vec<DisclosureView>> {
        let core = hold(&self.core);
        let readings = core.vault_box.read_logs(&self.vault, &self.key)?;
        let handed = match case {
            Some(case) => handed_of(&readings, case, &self.case_box(&core, case)?),
            None => all_handed(&readings),
        };
        Ok(handed.iter().map(view).collect())
    }

    /// Writes down what became of a bundle that was made; `disclosure` is its number as shown.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`] for a hand-over that there is not; [`VaultError::BadInput`] for a bundle that was not
    /// made, or what cannot be; or what the system says.
    pub fn add_receipt(&self, case: u32, disclosure: &str, receipt: &Receipt) -> Result<Entered> {
        check_receipt(receipt)?;
        let mut core = hold(&self.core);
        let all = self.all_handed(&core)?;
        let id = self.case_box(&core, case)?;
        let handed = all.iter().find(|handed| is_of(handed, case, &id) && handed.label() == disclosure);
        let handed = handed.ok_or_else(|| VaultError::NoSuchEntry(format!("hand-over {disclosure}")))?;
        if handed.outcome.as_ref().is_some_and(|outcome| !outcome.made) {
            return Err(VaultError::BadInput(format!("The bundle of hand-over {disclosure} was not made.")));
        }
        let last = all.iter().flat_map(|handed| &handed.receipts).map(|receipt| receipt.number).max().unwrap_or(0);
        let parts = receipt_parts(last + 1, handed.leaf, receipt, &self.clocks());
        let vault = core.vault_box.id.clone();
        let committed = self.commit(&mut core, &vault, vec![Draft::new(kind::RECEIPT, parts)])?;
        Ok(Entered { n: last + 1, recorded: committed.at })
    }

    /// Appends a correction to a receipt; `receipt` is its number as shown.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; [`VaultError::BadInput`] without a reason or a change, or for what cannot be; or what
    /// the system says.
    pub fn amend_receipt(&self, case: u32, receipt: &str, changes: &Patch, reason: &str) -> Result<()> {
        check_text("The reason", reason)?;
        let mut core = hold(&self.core);
        let all = self.all_handed(&core)?;
        let id = self.case_box(&core, case)?;
        let mut receipts = all.iter().filter(|handed| is_of(handed, case, &id)).flat_map(|handed| &handed.receipts);
        let entry: &Entry<Receipt> = receipts
            .find(|entry| entry.label() == receipt)
            .ok_or_else(|| VaultError::NoSuchEntry(format!("receipt {receipt}")))?;
        check_receipt(&amended(&entry.resolve().0, changes)?)?;
        let parts = patch_parts(entry.number, changes, reason, &self.clocks());
        let vault = core.vault_box.id.clone();
        self.commit(&mut core, &vault, vec![Draft::amending(kind::RECEIPT, entry.seen(), parts)])?;
        Ok(())
    }

    fn all_handed(&self, core: &Core) -> Result<Vec<HandedOver>> {
        Ok(all_handed(&core.vault_box.read_logs(&self.vault, &self.key)?))
    }
}

fn all_handed(readings: &BTreeMap<WriterId, LogReading>) -> Vec<HandedOver> {
    HandedOver::all(readings.values().flat_map(LogReading::all_records))
}

/// Returns the hand-overs of one case.
pub(crate) fn handed_of(readings: &BTreeMap<WriterId, LogReading>, case: u32, id: &BoxId) -> Vec<HandedOver> {
    let mut handed = all_handed(readings);
    handed.retain(|handed| is_of(handed, case, id));
    handed
}

/// The box says which case it is; a record of before has only the number.
fn is_of(handed: &HandedOver, case: u32, id: &BoxId) -> bool {
    handed.box_id.as_ref().map_or(handed.case == case, |box_id| box_id == id)
}

/// Returns the bundles that the same recipient has, oldest first.
pub(crate) fn follow(handed: &[HandedOver], why: &Disclosing) -> Result<Vec<Followed>> {
    let theirs: Vec<&HandedOver> =
        handed.iter().filter(|one| one.is_made() && !is_withdrawn(one) && one.why.is_for_same(why)).collect();
    let followed: Vec<Followed> = theirs.iter().filter_map(|one| followed(one)).collect();
    match (followed.is_empty(), theirs.first()) {
        (false, _) => Ok(followed),
        (true, Some(_)) => Err(VaultError::BadInput(
            "The bundles for this recipient were made by an earlier version, which did not keep what they hold."
                .to_owned(),
        )),
        (true, None) => Err(VaultError::BadInput(
            "There is no earlier bundle for this recipient that a supplement could follow.".to_owned(),
        )),
    }
}

fn followed(handed: &HandedOver) -> Option<Followed> {
    let outcome = handed.outcome.as_ref()?;
    Some(Followed {
        disclosure: handed.number,
        made_at: handed.recorded,
        tagmanifest: outcome.tagmanifest?,
        held: outcome.held.clone()?,
    })
}

/// Returns whether a bundle was taken back, and not given again since.
fn is_withdrawn(handed: &HandedOver) -> bool {
    let mut events: Vec<_> = handed.receipts.iter().map(|entry| (entry.recorded, entry.resolve().0.event)).collect();
    events.sort();
    let last = events.iter().rfind(|(_, event)| *event != ReceiptEvent::Opened);
    last.is_some_and(|(_, event)| *event == ReceiptEvent::Withdrawn)
}

fn view(handed: &HandedOver) -> DisclosureView {
    let outcome = handed.outcome.as_ref();
    let withdrawn = is_withdrawn(handed);
    DisclosureView {
        n: handed.number,
        label: handed.label(),
        case: handed.case,
        recorded: handed.recorded,
        state: match outcome.map(|outcome| outcome.made) {
            Some(true) => DisclosureState::Made,
            Some(false) => DisclosureState::NotMade,
            None => DisclosureState::Begun,
        },
        recipients: handed.recipients.clone(),
        why: handed.why.clone(),
        selection: handed.selection.clone(),
        contacts: outcome.and_then(|outcome| outcome.contacts),
        items: outcome.and_then(|outcome| outcome.items),
        follows: handed.follows.iter().map(|followed| followed.number).collect(),
        tagmanifest_sha256: outcome.and_then(|outcome| outcome.tagmanifest).map(|hash| hash.to_string()),
        sealed_sha256: outcome.and_then(|outcome| outcome.sealed).map(|hash| hash.to_string()),
        withdrawn,
        can_follow: handed.is_made() && !withdrawn && followed(handed).is_some(),
        receipts: handed.receipts.iter().map(receipt_view).collect(),
    }
}

fn receipt_view(entry: &Entry<Receipt>) -> ReceiptView {
    let (receipt, amendments) = entry.resolve();
    ReceiptView { n: entry.number, label: entry.label(), recorded: entry.recorded, receipt, amendments }
}
