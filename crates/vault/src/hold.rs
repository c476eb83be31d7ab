//! A hold on a case: while there is one, the case cannot be shredded.

use crate::boxes::Draft;
use crate::error::{Result, VaultError};
use crate::session::{UnlockedVault, hold};
use casekeep_format::{PartsBuilder, kind};

impl UnlockedVault {
    /// Puts a hold on a case with a reason, or takes it off with `None`; both are recorded in the vault's log.
    ///
    /// The reason stays in the vault's log also when the case is shredded later, so it names nobody.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] for an empty or too long reason, or when there is no hold to take off; or what the system
    /// says.
    pub fn set_hold(&self, case: u32, reason: Option<&str>) -> Result<()> {
        self.record_hold(case, reason.is_some(), reason)
    }

    /// Takes a hold off a case and records why.
    ///
    /// # Errors
    /// As [`UnlockedVault::set_hold`].
    pub fn release_hold(&self, case: u32, reason: &str) -> Result<()> {
        self.record_hold(case, false, Some(reason))
    }

    fn record_hold(&self, case: u32, held: bool, reason: Option<&str>) -> Result<()> {
        if let Some(reason) = reason {
            crate::input::check_text("The reason", reason)?;
        }
        let mut core = hold(&self.core);
        let id = self.case_box(&core, case)?;
        if !held && !core.facts.holds.contains_key(&id) {
            return Err(VaultError::BadInput(format!("There is no hold on case {case}.")));
        }
        let parts = PartsBuilder::new()
            .with("box", &id)
            .with("held", held)
            .with_some("reason", reason)
            .with("clocks", self.clocks())
            .build();
        let vault = core.vault_box.id.clone();
        self.commit(&mut core, &vault, vec![Draft::new(kind::HOLD, parts)])?;
        Ok(())
    }
}
