//! The timeline of a long case: its packed index at once, what rows say in pages, and where words are found.

use crate::error::{Result, VaultError};
use crate::session::{UnlockedVault, hold};
use casekeep_model::view::{RowKey, TimelineRow};

/// So many rows are given at once; a window shows a fraction of it.
pub const ROWS_AT_ONCE: usize = 1_000;

impl UnlockedVault {
    /// Returns the packed timeline of a case, oldest first; of more rows than `newest`, those that happened last.
    ///
    /// The layout is described in `index/packed.rs` and read in `ui/src/features/timeline/packed.ts`.
    ///
    /// # Errors
    /// When there is no such case, or the index cannot be read.
    pub fn timeline_packed(&self, case: u32, newest: Option<u32>) -> Result<Vec<u8>> {
        let id = self.case_box(&hold(&self.core), case)?;
        hold(&self.index).packed(&id, newest)
    }

    /// Returns the rows of a case with these kinds and numbers, in that order; what is not there is left out.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] for more than [`ROWS_AT_ONCE`]; when there is no such case, or the index cannot be read.
    pub fn timeline_rows(&self, case: u32, keys: &[RowKey]) -> Result<Vec<TimelineRow>> {
        if keys.len() > ROWS_AT_ONCE {
            return Err(VaultError::BadInput(format!("That is more than {ROWS_AT_ONCE} rows at once.")));
        }
        let id = self.case_box(&hold(&self.core), case)?;
        let mut rows = hold(&self.index).rows_of(&id, keys)?;
        rows.iter_mut().for_each(|row| row.case = case);
        Ok(rows)
    }

    /// Returns where on the packed timeline the rows stand that have all these words: the eight bytes of its state, then
    /// 32 bits a place, ascending, little-endian.
    ///
    /// # Errors
    /// When there is no such case, or the index cannot be read.
    pub fn find_in_timeline(&self, case: u32, text: &str) -> Result<Vec<u8>> {
        let id = self.case_box(&hold(&self.core), case)?;
        hold(&self.index).find(&id, text)
    }
}
