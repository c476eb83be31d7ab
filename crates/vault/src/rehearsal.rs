//! The rehearsal of a backup: a copy really opened, from its own key file, and compared with the vault.

use crate::apart::apart;
use crate::error::{Result, VaultError};
use crate::ingest::Step;
use crate::locked::{UnlockWith, open_vault};
use crate::session::{Access, Core, UnlockedVault, hold};
use crate::standing::{Beyond, MERGE};
use casekeep_format::{LogHead, kind};
use casekeep_model::keeping::Rehearsal;
use casekeep_model::{Class, Finding};
use std::path::Path;

/// Records that the engine writes for itself: a copy without the newest of them lacks nothing that a person put in.
const OWN: &[&str] =
    &[kind::HEADS, kind::UNLOCKED, kind::NOTICED, kind::BACKUP, kind::EPOCH, kind::REKEY, kind::MOVED, kind::REKEYED];

impl UnlockedVault {
    /// Opens a copy with its own key file, as a computer would that never saw the vault, decrypts and hashes everything in
    /// it, and compares its logs with the vault's. Nothing changes but the date of the rehearsal.
    ///
    /// # Errors
    /// [`VaultError::WrongSecret`], [`VaultError::NotAVault`], [`VaultError::HalfAVault`], [`VaultError::BadPlace`] for
    /// another vault, [`VaultError::Cancelled`], or what the system says. What is wrong in the copy is in the answer.
    pub fn rehearse_backup(&self, folder: &Path, with: UnlockWith<'_>, step: Step<'_>) -> Result<Rehearsal> {
        let place = self.known_copy(folder)?;
        let locked = open_vault(&place, apart(&self.installation))?;
        let epoch = self.identity.current().number;
        let is_older = locked.label().is_some_and(|label| label.vault == self.vault && label.epoch < epoch);
        let copy = match locked.unlock(with, Access::Read) {
            Err(VaultError::WrongSecret) if is_older => {
                let about = format!("The copy in {} is from before all keys were changed.", place.display());
                let hint = "Only the passphrase and the words from before that open it. Back up to a new folder to have a copy under the new ones.";
                return Err(VaultError::BadPlace { about, hint });
            }
            opened => opened?,
        };
        if copy.vault != self.vault {
            let about = format!("The vault in {} is another one ({}).", place.display(), copy.vault);
            return Err(VaultError::BadPlace { about, hint: "Choose the folder of a copy of this vault." });
        }
        let report = copy.verify(step)?;
        let mut problems = report.problems;
        // Who put a file into the inbox is known on the computer that did, and not in a copy.
        problems.retain(|problem| problem.class != Class::InboxUnknown);
        let behind = self.compare_with(&hold(&self.core), &copy, &mut problems)?;
        if is_older {
            let about =
                "This copy is from before all keys were changed: the passphrase and the words from before open it.";
            let step = "Back up to a new folder to have a copy under the new ones. Then keep the older one safe, or destroy it.";
            problems.push(Finding::new(Class::KeyfileUnknown, about, step));
        }
        // A key file that was taken out of the vault stays in copies; that is said, and keeps nothing from opening.
        let ok = problems.iter().all(|problem| problem.class == Class::KeyfileUnknown);
        let cases = copy.cases()?;
        if ok {
            let now = self.now();
            self.change_destinations(|all| all.entry(&place).rehearsed = Some(now))?;
        }
        Ok(Rehearsal {
            ok,
            cases: u32::try_from(cases.len()).unwrap_or(u32::MAX),
            contacts: cases.iter().map(|case| case.contacts).sum(),
            items: cases.iter().map(|case| case.items).sum(),
            behind,
            problems,
        })
    }

    /// Compares every log of the vault with the copy's; returns how many records the copy does not have yet.
    fn compare_with(&self, core: &Core, copy: &UnlockedVault, problems: &mut Vec<Finding>) -> Result<u64> {
        let theirs = hold(&copy.core).all_heads();
        let (mut behind, mut beyond) = (0, Beyond::default());
        let ours = core.all_heads();
        let is_same_log = |a: &LogHead, b: &LogHead| a.box_id == b.box_id && a.writer == b.writer;
        for head in &ours {
            let there = theirs.iter().find(|there| is_same_log(there, head));
            if there == Some(head) {
                continue;
            }
            let Some(open) = std::iter::once(&core.vault_box).chain(core.boxes.values()).find(|b| b.id == head.box_id)
            else {
                continue;
            };
            let reading = open.log_keys(&self.vault, &self.key).read_log(&head.writer, &mut Default::default())?;
            if let Some(there) = there {
                beyond.take(there.size, &there.root, head.size, || Ok(reading.leaves()))?;
            }
            let size = there.map_or(0, |there| there.size);
            let new = reading.records.range(size..).filter(|(n, record)| is_new(**n, &record.head().kind));
            behind += new.count() as u64;
        }
        for there in theirs.iter().filter(|there| !ours.iter().any(|head| is_same_log(there, head))) {
            beyond.take(there.size, &there.root, 0, || Ok(Vec::new()))?;
        }
        problems.extend(beyond.findings(&copy.folder, MERGE));
        Ok(behind)
    }
}

/// Returns whether a record is one that a person put in; record 0 only names its log.
fn is_new(n: u64, kind: &str) -> bool {
    n > 0 && !OWN.contains(&kind)
}
