//! What was before all keys were changed: the older keys that read older things, and where the logs under them end.
//!
//! A log is signed by the key of one epoch. One under an older key counts up to the head that the `rekey` record of the
//! vault's box names, which the newest key signed; whoever still has an older key can add nothing that counts.

use crate::boxes::{OpenBox, open_case_key};
use crate::check::remove_rebuilt;
use crate::error::{Result, VaultError};
use crate::facts::VaultFacts;
use crate::index::Index;
use crate::log::LogReading;
use crate::pin::Pin;
use crate::unlock::Unlocking;
use crate::wording::finding;
use casekeep_format::{Epoch, Identity, LogHead, VerifyingKey, kind, read_part};
use casekeep_model::{BoxId, Class, Finding, WriterId};
use std::collections::BTreeMap;
use std::path::Path;

/// What a box has from before its keys were changed.
#[derive(Default)]
pub(crate) struct Earlier {
    /// The signing keys of earlier epochs, newest first.
    pub signing: Vec<VerifyingKey>,
    /// The box's own identities of earlier epochs, newest first.
    pub identities: Vec<Identity>,
    /// Where each log under an older key ends; `None` until a record under the newest key says so.
    pub ends: Option<Vec<LogHead>>,
    /// True while the box's key is itself of an earlier epoch: nothing is written to it until it is changed.
    pub due: bool,
}

impl Earlier {
    /// Returns whether a log under an older key may have so many records.
    pub fn allows(&self, box_id: &BoxId, writer: &WriterId, size: u64) -> bool {
        let Some(ends) = &self.ends else { return true };
        ends.iter().any(|end| end.box_id == *box_id && end.writer == *writer && size <= end.size)
    }

    /// Learns from the vault's logs under the newest key where the older ones end; true when that is news.
    fn learn_ends(&mut self, readings: &BTreeMap<WriterId, LogReading>, epoch: u32) -> bool {
        let records =
            readings.values().filter(|reading| !reading.is_older()).flat_map(|reading| reading.records.values());
        let said = records
            .filter(|record| record.head().kind == kind::REKEY && read_part(record, "epoch") == Some(epoch))
            .find_map(|record| read_part::<Vec<LogHead>>(record, "heads"));
        let news = self.ends.is_none() && said.is_some();
        if news {
            self.ends = said;
        }
        news
    }
}

/// Returns the signing keys of epochs.
pub(crate) fn signing_keys(epochs: &[Epoch]) -> Vec<VerifyingKey> {
    epochs.iter().map(|epoch| epoch.signing.verifying_key()).collect()
}

/// Returns the refusal of keys of another epoch than the vault's.
fn of_another_epoch(about: &str, step: &str) -> VaultError {
    Finding::new(Class::EpochRolledBack, about, step).into()
}

impl Unlocking<'_> {
    /// Keys older than the ones last used here open nothing; with newer ones the index, which is under a key of theirs,
    /// begins anew. What a crash left of a check goes whatever they are.
    pub fn check_epoch(&self, pin: Option<&Pin>) -> Result<()> {
        let _ = remove_rebuilt(&self.vault.installation.disk, &self.state);
        if pin.is_some_and(|pin| pin.epoch < self.identity.current().number) {
            // That it stays is not worth an error: it does not open with the newer key, and is made anew.
            let _ = Index::remove(&self.vault.installation.disk, &self.state.file("index.db"));
        }
        let older = pin.is_some_and(|pin| pin.epoch > self.identity.current().number);
        let about = "The keys that were opened are older than the ones last used on this computer: all keys were changed since.";
        if older { Err(finding(Class::EpochRolledBack, about).into()) } else { Ok(()) }
    }

    /// While all keys are being changed, only the new ones open the vault; before that has begun, only the old ones.
    pub fn check_ending(&self, facts: &VaultFacts) -> Result<()> {
        let number = self.identity.current().number;
        let begun = facts.ending.as_ref().map_or(1, |ending| ending.epoch);
        if begun > number {
            let about =
                "All keys of this vault are being changed, and these are the old ones. Unlock with the new passphrase.";
            let step = "Nothing was changed. What was saved before is safe, and the new passphrase opens all of it.";
            return Err(of_another_epoch(about, step));
        }
        // Any record under these keys would say so as well, where the one that begins their epoch is damaged.
        if begun < number && facts.rekeyed < number && facts.ends_under(number).is_none() {
            let about = "These keys were made for a change of all keys that did not begin. Unlock with the passphrase from before it.";
            let step = "Nothing was changed, and everything saved before is safe. Then change all keys again if that is still wanted.";
            return Err(of_another_epoch(about, step));
        }
        Ok(())
    }

    /// Returns whether no log under the newest key names a box's key, though all keys were changed.
    pub fn lacks_newest(&self, facts: &VaultFacts, readings: &BTreeMap<WriterId, LogReading>) -> bool {
        let changed = self.identity.current().number > 1 && !facts.is_rotating();
        changed && !readings.values().any(LogReading::is_under_newest)
    }

    /// The label is written anew before a change of all keys ends; until then it is of the keys before.
    pub fn excuse_label(&mut self, facts: &VaultFacts) {
        if facts.is_rotating() {
            self.findings.retain(|finding| finding.class != Class::VaultJsonChanged);
        }
    }

    /// Gives the vault's own box what it has from earlier epochs.
    pub fn add_earlier_of_vault(&self, open: &mut OpenBox, indexed: Option<&VaultFacts>) {
        let earlier = self.identity.earlier();
        open.earlier = Earlier {
            signing: signing_keys(earlier),
            identities: earlier.iter().map(Epoch::duplicate_vault_identity).collect(),
            ends: indexed.and_then(|facts| facts.ends_under(self.identity.current().number)),
            due: false,
        };
    }

    /// Reads the vault's own logs, again once they say where those under older keys end.
    pub fn read_vault_logs(&self, open: &mut OpenBox, key: &VerifyingKey) -> Result<BTreeMap<WriterId, LogReading>> {
        let readings = open.read_logs(self.identity.vault(), key)?;
        let news = open.earlier.learn_ends(&readings, self.identity.current().number);
        if news { open.read_logs(self.identity.vault(), key) } else { Ok(readings) }
    }

    /// Opens a box's keys: with the vault identity alone, and while all keys are being changed with the older ones too.
    pub fn open_box_keys(
        &self,
        folder: &Path,
        id: &BoxId,
        called: &str,
        facts: &VaultFacts,
    ) -> Result<std::result::Result<(Identity, Earlier), Finding>> {
        let (disk, number) = (&self.vault.installation.disk, self.identity.current().number);
        let mut opened = open_case_key(disk, folder, id, &self.identity.current().vault, called)?;
        let mut due = false;
        for epoch in self.identity.earlier().iter().filter(|_| facts.is_rotating()) {
            if opened.is_ok() {
                break;
            }
            if let Ok(older) = open_case_key(disk, folder, id, &epoch.vault, called)? {
                (opened, due) = (Ok(older), true);
            }
        }
        Ok(opened.map(|mut identities| {
            let identity = identities.remove(0);
            let signing = signing_keys(self.identity.earlier());
            (identity, Earlier { signing, identities, ends: facts.ends_under(number), due })
        }))
    }
}
