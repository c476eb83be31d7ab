//! What is to be copied of a vault, and in which order, so that a copy that is cut short is an older state of the vault.

use crate::copying::is_write_once;
use crate::disk::Disk;
use crate::error::Result;
use casekeep_format::VaultPath;
use casekeep_model::BoxId;
use std::path::Path;

/// A folder of write-once files.
pub(crate) struct Unit {
    /// Relative, with `/` between its parts.
    pub folder: String,
    /// What was in it when the plan was made; `None`: whatever is in it when its turn comes.
    pub names: Option<Vec<String>>,
}

/// What is to be copied, besides the small files that may change.
#[derive(Default)]
pub(crate) struct Plan {
    /// The cases, whose keys go first.
    pub cases: Vec<BoxId>,
    inbox: Vec<Unit>,
    objects: Vec<Unit>,
    case_logs: Vec<Unit>,
    vault_logs: Vec<Unit>,
    /// How many files were met that do not belong in a vault.
    pub strange: u32,
}

impl Plan {
    /// Lists a vault, of the cases those that `takes` says.
    ///
    /// Logs are listed before the objects that they name, and the vault's log before the cases: what is written meanwhile
    /// can only be more than the logs say. The inbox is listed first of all, because an adopted file leaves it last.
    pub fn of(disk: &Disk, folder: &Path, takes: &dyn Fn(&BoxId) -> bool) -> Result<Self> {
        let mut plan = Self::default();
        plan.inbox = plan.listed(disk, folder, "inbox".to_owned())?.into_iter().collect();
        plan.vault_logs = plan.logs(disk, folder, "log")?;
        for name in disk.list(&folder.join("cases"))? {
            let Some(id) = name.parse::<BoxId>().ok().filter(|id| takes(id)) else {
                plan.strange = plan.strange.saturating_add(1);
                continue;
            };
            let logs = plan.logs(disk, folder, &format!("cases/{id}/log"))?;
            plan.case_logs.extend(logs);
            plan.cases.push(id);
        }
        for id in &plan.cases {
            let objects = format!("cases/{id}/objects");
            for shard in disk.list(&folder.join(&objects))?.into_iter().filter(|name| !name.starts_with("tmp-")) {
                plan.objects.push(Unit { folder: format!("{objects}/{shard}"), names: None });
            }
        }
        Ok(plan)
    }

    /// Returns the folders in the order in which they are copied.
    pub fn units(&self) -> impl Iterator<Item = &Unit> {
        self.inbox.iter().chain(&self.objects).chain(&self.case_logs).chain(&self.vault_logs)
    }

    fn logs(&mut self, disk: &Disk, folder: &Path, log: &str) -> Result<Vec<Unit>> {
        let mut units = Vec::new();
        for writer in disk.list(&folder.join(log))? {
            units.extend(self.listed(disk, folder, format!("{log}/{writer}"))?);
        }
        Ok(units)
    }

    /// Lists one folder now. The names of segments sort by leaf number, so a log grows in its own order.
    fn listed(&mut self, disk: &Disk, folder: &Path, relative: String) -> Result<Option<Unit>> {
        let mut names = disk.list(&folder.join(&relative))?;
        let is_unfinished =
            |name: &str| matches!(VaultPath::parse(&format!("{relative}/{name}")), Some(VaultPath::Temporary { .. }));
        names.retain(|name| !is_unfinished(name));
        let all = names.len();
        names.retain(|name| is_write_once(&relative, name));
        self.strange = self.strange.saturating_add(u32::try_from(all - names.len()).unwrap_or(u32::MAX));
        Ok((!names.is_empty()).then_some(Unit { folder: relative, names: Some(names) }))
    }
}
