//! `drafts.age`: what was typed into a form and is not saved yet, sealed to the vault.
//!
//! It lies in the application's state, not in the vault: nothing unfinished is copied, checked or handed over. It is
//! durable before [`UnlockedVault::keep_draft`] returns, so a form comes back after a lock, a crash or a power cut.

use crate::disk::Disk;
use crate::error::{Result, VaultError};
use crate::sealed_note::{note_text, open_note};
use crate::session::{UnlockedVault, hold};
use casekeep_format::{Epoch, Recipient};
use casekeep_model::window::KeptDraft;
use casekeep_model::{BoxId, limits};
use serde::{Deserialize, Serialize};
use std::path::Path;

const TYPE_LINE: &str = "casekeep-drafts 1\n";
/// Its name in the state folder.
const NAME: &str = "drafts.age";
const LARGEST: u64 = 64 << 20;

/// A draft and the case that it is for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct OfCase {
    case: BoxId,
    draft: KeptDraft,
}

/// Every draft of a vault.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Drafts {
    drafts: Vec<OfCase>,
}

impl Drafts {
    /// Reads the drafts with the newest key, or with the one they were sealed to before all keys were changed; what
    /// cannot be opened counts as none.
    fn load(disk: &Disk, path: &Path, epochs: &[Epoch]) -> Result<Self> {
        let Some(sealed) = disk.read_if_there(path, LARGEST)? else { return Ok(Self::default()) };
        Ok(open_note(TYPE_LINE, &sealed, epochs).unwrap_or_default())
    }

    /// Writes the drafts durably; without any, there is no file.
    fn save(&self, disk: &Disk, path: &Path, to: &Recipient) -> Result<()> {
        if self.drafts.is_empty() {
            return disk.remove(path);
        }
        let text = note_text(TYPE_LINE, self);
        if text.len() as u64 > LARGEST - (1 << 20) {
            return Err(too_long());
        }
        disk.replace(path, &casekeep_format::seal_bytes(to, &text)?, true)
    }

    fn take_out(&mut self, case: &BoxId, form: &str) {
        self.drafts.retain(|kept| kept.case != *case || kept.draft.form != form);
    }
}

fn too_long() -> VaultError {
    VaultError::BadInput(
        "That is more text than a form holds: save it as a file and add the file to the case.".to_owned(),
    )
}

impl UnlockedVault {
    /// Returns the drafts of a case, the one kept last at the end.
    ///
    /// # Errors
    /// [`VaultError::NoSuchCase`], or what the system says.
    pub fn drafts(&self, case: u32) -> Result<Vec<KeptDraft>> {
        let id = self.case_box(&hold(&self.core), case)?;
        let drafts = Drafts::load(self.disk(), &self.state.file(NAME), self.identity.epochs())?.drafts;
        Ok(drafts.into_iter().filter(|kept| kept.case == id).map(|kept| kept.draft).collect())
    }

    /// Keeps what was typed into a form of a case, in place of what was kept of it before.
    ///
    /// # Errors
    /// [`VaultError::NoSuchCase`], [`VaultError::BadInput`] for over 4 MiB, or what the system says; what was kept
    /// before is there then.
    pub fn keep_draft(&self, case: u32, form: &str, text: &str) -> Result<()> {
        if form.len() > limits::FILE_NAME || text.len() > limits::DRAFT {
            return Err(too_long());
        }
        let draft = KeptDraft { form: form.to_owned(), kept: self.now(), text: text.to_owned() };
        self.change_drafts(case, form, Some(draft))
    }

    /// Drops what was kept of a form: it was saved, or thrown away.
    ///
    /// # Errors
    /// [`VaultError::NoSuchCase`], or what the system says.
    pub fn drop_draft(&self, case: u32, form: &str) -> Result<()> {
        self.change_drafts(case, form, None)
    }

    fn change_drafts(&self, case: u32, form: &str, draft: Option<KeptDraft>) -> Result<()> {
        // Held throughout: two forms may change at the same time.
        let core = hold(&self.core);
        let id = self.case_box(&core, case)?;
        let path = self.state.file(NAME);
        let mut drafts = Drafts::load(self.disk(), &path, self.identity.epochs())?;
        drafts.take_out(&id, form);
        drafts.drafts.extend(draft.map(|draft| OfCase { case: id, draft }));
        drafts.save(self.disk(), &path, &self.identity.current().vault.to_recipient())
    }

    /// Drops the drafts of cases that were shredded.
    pub(crate) fn drop_drafts_of(&self, gone: &[BoxId]) -> Result<()> {
        let path = self.state.file(NAME);
        let mut drafts = Drafts::load(self.disk(), &path, self.identity.epochs())?;
        drafts.drafts.retain(|kept| !gone.contains(&kept.case));
        drafts.save(self.disk(), &path, &self.identity.current().vault.to_recipient())
    }
}
