//! The index built anew from the logs.

use crate::error::Result;
use crate::facts::VaultFacts;
use crate::index::Index;
use crate::locked::index_key;
use crate::session::{Core, UnlockedVault, hold};

impl UnlockedVault {
    /// Builds the index anew from the logs.
    ///
    /// # Errors
    /// When a log cannot be read or the index cannot be written.
    pub fn rebuild_index(&self) -> Result<()> {
        self.replace_index(&hold(&self.core))
    }

    /// Removes the file of the index and builds another one.
    pub(crate) fn replace_index(&self, core: &Core) -> Result<()> {
        let (key, inspect) = (index_key(&self.installation, &self.identity)?, &self.installation.inspect);
        let mut index = hold(&self.index);
        // The old file is closed before it is removed.
        *index = Index::open(self.disk(), None, &key, inspect.clone())?;
        let path = self.state.file("index.db");
        Index::remove(self.disk(), &path)?;
        *index = Index::open(self.disk(), Some(&path), &key, inspect.clone())?;
        index.begin_filling()?;
        let filled = self.fill_index(core, &mut index).and_then(|()| index.filled());
        if filled.is_err() {
            // What was put in cannot be taken back.
            *index = Index::open(self.disk(), None, &key, inspect.clone())?;
            Index::remove(self.disk(), &path)?;
            *index = Index::open(self.disk(), Some(&path), &key, inspect.clone())?;
        }
        filled
    }

    /// Fills an empty index from every log that can be read.
    fn fill_index(&self, core: &Core, index: &mut Index) -> Result<()> {
        let readings = core.vault_box.read_logs(&self.vault, &self.key)?;
        let facts = VaultFacts::from_logs(&readings);
        index.set_vault_facts(&facts, &core.vault_box.heads_with_tree(&core.pin.writer))?;
        for registered in facts.living() {
            let Some(open) = core.boxes.get(&registered.box_id) else { continue };
            let mut rows = index.begin_rebuild(&open.id, facts.handle(&open.id))?;
            rows.put_logs(open, &self.vault, &self.key)?;
            rows.finish(&open.heads_with_tree(&core.pin.writer))?;
        }
        Ok(())
    }
}
