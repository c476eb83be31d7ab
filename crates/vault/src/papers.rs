//! Papers made from a case and saved outside the vault: the log says which and why, before a byte is written.

use crate::boxes::Draft;
use crate::error::{Result, VaultError};
use crate::outside::NewFile;
use crate::session::{UnlockedVault, hold};
use casekeep_format::{PartsBuilder, kind};
use casekeep_model::papers::PaperForm;
use std::io::Write;
use std::path::Path;

/// A paper that was made, and why it is saved.
#[derive(Debug, Clone, Copy)]
pub struct SavedPaper<'a> {
    /// What it calls itself.
    pub title: &'a str,
    /// What kind of file it is.
    pub form: PaperForm,
    /// Why it leaves the vault, in the person's words.
    pub reason: &'a str,
    /// The file.
    pub bytes: &'a [u8],
}

impl UnlockedVault {
    /// Writes a paper as a new file outside the vault, without protection, and records that first.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`] when something is at the place, bad input without a reason or a title, or what the
    /// system says; the record then says that it was to be saved.
    pub fn save_paper(&self, case: u32, paper: &SavedPaper<'_>, to: &Path) -> Result<()> {
        crate::input::check_text("The reason", paper.reason)?;
        crate::input::check_text("The title", paper.title)?;
        let mut file = NewFile::begin(self.disk(), to)?;
        let parts = PartsBuilder::new()
            .with("title", paper.title)
            .with("form", paper.form)
            .with("reason", paper.reason)
            .with("clocks", self.clocks())
            .build();
        let mut core = hold(&self.core);
        let id = self.case_box(&core, case)?;
        self.commit(&mut core, &id, vec![Draft::new(kind::PAPER, parts)])?;
        drop(core);
        file.write_all(paper.bytes).map_err(|source| VaultError::Io {
            doing: "writing",
            path: to.to_path_buf(),
            source,
        })?;
        file.publish()?;
        Ok(())
    }
}
