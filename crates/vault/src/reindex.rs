//! The index built anew from the logs.

use crate::error::Result;
use crate::facts::VaultFacts;
use crate::index::Index;
use crate::log::LogReading;
use crate::session::{Core, UnlockedVault, hold};
use casekeep_format::Record;

impl UnlockedVault {
    /// Builds the index anew from the logs.
    ///
    /// # Errors
    /// When a log cannot be read or the index cannot be written.
    pub fn rebuild_index(&self) -> Result<()> {
        let core = hold(&self.core);
        let mut index = hold(&self.index);
        index.reset()?;
        self.fill_index(&core, &mut index)
    }

    /// Fills an empty index from every log that can be read.
    pub(crate) fn fill_index(&self, core: &Core, index: &mut Index) -> Result<()> {
        let readings = core.vault_box.read_logs(&self.vault, &self.key)?;
        let facts = VaultFacts::from_records(readings.values().flat_map(LogReading::all_records));
        index.set_vault_facts(&facts, &core.vault_box.heads_with_tree(&core.pin.writer))?;
        for registered in facts.living() {
            let Some(open) = core.boxes.get(&registered.box_id) else { continue };
            let readings = open.read_logs(&self.vault, &self.key)?;
            let records: Vec<&Record> = readings.values().flat_map(LogReading::all_records).collect();
            index.rebuild(&open.id, facts.handle(&open.id), &records, &open.heads_with_tree(&core.pin.writer))?;
        }
        Ok(())
    }
}
