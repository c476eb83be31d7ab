//! Checks: of the whole vault with its keys, of any vault's folder without them, and a little each day.
//!
//! A check stops at nothing, changes nothing in the vault, and never deletes. What it found last is remembered on this
//! computer, sealed to the vault. The order is that of `docs/format.md` section 7.

mod kept;
mod keyless;
mod little;
mod meter;
mod names;
mod objects;
mod whole;

use crate::disk::Disk;
use crate::error::{Result, VaultError};
use crate::index::Index;
use crate::ingest::Step;
use crate::pin::State;
use crate::session::{UnlockedVault, hold};
use casekeep_model::Report;
use casekeep_model::keeping::{Depth, LastCheck};
use kept::Kept;
use meter::Meter;

/// The index that a whole check builds; it is removed at the end of it.
const REBUILT: &str = "check.db";

/// Removes what a check that did not come to its end left of the index that it built: it has rows of every case.
pub(crate) fn remove_rebuilt(disk: &Disk, state: &State) -> Result<()> {
    Index::remove(disk, &state.file(REBUILT))
}

impl UnlockedVault {
    /// Checks the vault and remembers what was found; `resume` goes on with a whole check that was stopped.
    ///
    /// A resumed check looks again at names, keys and every log, and only passes over files that the stopped one found to
    /// be as they were saved. A check without keys is short and always starts anew.
    ///
    /// # Errors
    /// [`VaultError::RotationUnfinished`]; [`VaultError::Cancelled`], with what was done so far remembered; or what the system
    /// says. Whatever is wrong in the vault is in the report.
    pub fn check(&self, depth: Depth, resume: bool, step: Step<'_>) -> Result<Report> {
        let _alone = hold(&self.long);
        if hold(&self.core).facts.is_rotating() {
            return Err(VaultError::RotationUnfinished);
        }
        let mut kept = Kept::load(self);
        let since = kept.begin(depth, resume, self.now());
        kept.save(self);
        let mut report = Report::default();
        let ended = match depth {
            Depth::Full => whole::check(self, since, Meter::new(step), &mut report),
            Depth::Keyless => {
                let pin = hold(&self.core).pin.clone();
                keyless::check(self.disk(), &self.folder, Some((&self.state, &pin)), Meter::new(step), &mut report)
            }
        };
        report.settle();
        match &ended {
            Ok(()) => kept.finish(depth, &report, self.now()),
            Err(VaultError::Cancelled) => kept.stop(depth, &report, self.now()),
            Err(_) => {}
        }
        kept.save(self);
        ended.map(|()| report)
    }

    /// Checks the whole vault from the start.
    ///
    /// # Errors
    /// As [`UnlockedVault::check`].
    pub fn verify(&self, step: Step<'_>) -> Result<Report> {
        self.check(Depth::Full, false, step)
    }

    /// Returns what the last check on this computer found; `None` where there was none.
    #[must_use]
    pub fn last_check(&self) -> Option<LastCheck> {
        Kept::load(self).last()
    }
}
