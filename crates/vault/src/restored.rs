//! An earlier copy of the vault that a person put back: said once, recorded, and from then on no finding.

use crate::boxes::Draft;
use crate::error::{Result, VaultError};
use crate::session::{UnlockedVault, hold};
use crate::unlock::seen_heads;
use casekeep_format::{LogHead, PartsBuilder, kind};
use casekeep_model::{BoxId, Class};
use std::collections::BTreeSet;

impl UnlockedVault {
    /// Records that a person put back an earlier copy, and why; from then on it is not a finding.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] without a reason or when nothing was rolled back; or what the system says.
    pub fn acknowledge_restored(&self, reason: &str) -> Result<()> {
        crate::input::check_text("The reason", reason)?;
        let mut core = hold(&self.core);
        if !core.rolled_back {
            return Err(VaultError::BadInput(
                "The vault did not go back to an earlier state; there is nothing to explain.".to_owned(),
            ));
        }
        self.check_writable()?;
        self.begin(&mut core)?;
        // What was written after that earlier state may be known elsewhere: its numbers are not signed a second time.
        self.take_new_writer(&mut core)?;
        // Only what is explained is let go: a box that cannot be opened keeps what was seen of it.
        let boxes: BTreeSet<&BoxId> =
            core.facts.living().map(|registered| &registered.box_id).chain([&core.vault_box.id]).collect();
        let seen: Vec<LogHead> = boxes.iter().flat_map(|id| seen_heads(id, &core.memory, &core.facts)).collect();
        let is_open = |id: &BoxId| core.vault_box.id == *id || core.boxes.contains_key(id);
        let there = core.all_heads();
        let (opened, kept): (Vec<LogHead>, Vec<LogHead>) = seen.into_iter().partition(|head| is_open(&head.box_id));
        let lost = |head: &LogHead| core.lost.contains(&(head.box_id.clone(), head.writer.clone()));
        let before: Vec<LogHead> = opened.into_iter().filter(|head| lost(head) && !there.contains(head)).collect();
        let parts = PartsBuilder::new()
            .with("reason", reason)
            .with("before", before)
            .with("heads", &there)
            .with("clocks", self.clocks())
            .build();
        let id = core.vault_box.id.clone();
        // The memory holds to what is there from here on; `append` writes it with the record.
        let old = core.memory.clone();
        core.memory.replace_heads(there.into_iter().chain(kept).collect());
        if let Err(error) = self.append(&mut core, &id, vec![Draft::new(kind::RESTORED, parts)]) {
            core.memory = old;
            return Err(error);
        }
        core.lost.clear();
        core.rolled_back = false;
        core.findings.retain(|finding| !matches!(finding.class, Class::RolledBack));
        self.record_heads(&mut core)
    }
}
