//! How another copy of this vault stands to it: another vault's, behind it, ahead of it, or written apart from it.

use crate::boxes::OpenBox;
use crate::disk::Disk;
use crate::error::{Result, VaultError};
use crate::locked::read_label;
use crate::log::LogKeys;
use crate::session::{Core, UnlockedVault};
use casekeep_format::{Root, VaultJson, root_of};
use casekeep_model::{Class, Finding, LeafHash};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// What a folder is, as far as names and labels tell.
pub(crate) enum Holds {
    /// Nothing, or it is not there.
    Nothing,
    /// Something that is no vault.
    OtherThings,
    /// A vault or a part of one, with its label where that can be read.
    Vault(Option<VaultJson>),
}

/// Finds out what a folder is.
pub(crate) fn what_holds(disk: &Disk, folder: &Path) -> Result<Holds> {
    let names = disk.list(folder)?;
    if names.is_empty() {
        return Ok(Holds::Nothing);
    }
    if !names.iter().any(|name| ["vault.json", "keys", "log", "cases"].contains(&name.as_str())) {
        return Ok(Holds::OtherThings);
    }
    let label = read_label(disk, folder)?;
    if label.is_none() && !disk.is_folder(&folder.join("keys")) {
        return Ok(Holds::OtherThings);
    }
    Ok(Holds::Vault(label.and_then(|bytes| VaultJson::parse(&bytes).ok())))
}

impl UnlockedVault {
    /// Refuses a copy that nothing of this vault may be put into: another vault, an exchange of all keys ago, or one with
    /// records that this vault lacks, which may be the only ones.
    pub(crate) fn check_copy(&self, core: &Core, copy: &Path) -> Result<()> {
        let label = match what_holds(&self.installation.disk, copy)? {
            Holds::Nothing => return Ok(()),
            Holds::OtherThings => return Err(VaultError::FolderNotEmpty(copy.to_owned())),
            Holds::Vault(label) => label,
        };
        let ours = label.as_ref().is_some_and(|label| label.vault == self.vault);
        if !ours && !self.opens_log_of(core, copy)? {
            let about = match label {
                Some(label) => format!("The vault in {} is another one ({}).", copy.display(), label.vault),
                None => format!("{} holds a part of a vault, and it is not clear of which.", copy.display()),
            };
            return Err(VaultError::BadPlace { about, hint: "Choose another folder. Nothing was changed." });
        }
        let epoch = self.identity.current().number;
        if label.is_some_and(|label| label.vault == self.vault && label.epoch < epoch) {
            let about = format!("The copy in {} is from before all keys were changed.", copy.display());
            let hint = "Choose a new folder for this backup. The older copy still opens with the older passphrase and words: keep it safe, or destroy it.";
            return Err(VaultError::BadPlace { about, hint });
        }
        self.check_not_ahead(core, copy)
    }

    /// Returns whether any log of a copy's vault box opens with this vault's key and carries its signature.
    fn opens_log_of(&self, core: &Core, copy: &Path) -> Result<bool> {
        let keys = self.log_keys_in(&core.vault_box, copy);
        for writer in keys.writers()? {
            for (name, file) in keys.segments(&writer)? {
                if keys.read_checkpoint(&writer, &name, &file)?.is_some() {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    fn check_not_ahead(&self, core: &Core, copy: &Path) -> Result<()> {
        let mut beyond = Beyond::default();
        for open in std::iter::once(&core.vault_box).chain(core.boxes.values()) {
            let folder = self.folder_in(open, copy);
            let (there, here) = (self.log_keys_in(open, &folder), open.log_keys(&self.vault, &self.key));
            for writer in there.writers()? {
                let known: BTreeSet<String> = here.segments(&writer)?.into_iter().map(|(_, file)| file).collect();
                let mut unknown = there.segments(&writer)?;
                unknown.retain(|(_, file)| !known.contains(file));
                unknown.sort_by_key(|(name, _)| name.last);
                let Some((name, file)) = unknown.pop() else { continue };
                let Some(checkpoint) = there.read_checkpoint(&writer, &name, &file)? else { continue };
                let size = open.heads.get(&writer).map_or(0, |head| head.size);
                let leaves = || Ok(here.read_log(&writer, &mut Default::default())?.leaves());
                beyond.take(checkpoint.size, &checkpoint.root.to_string(), size, leaves)?;
            }
        }
        let step =
            format!("Nothing was changed there. {MERGE} To keep the two apart, choose another folder for this backup.");
        beyond.findings(copy, &step).into_iter().next().map_or(Ok(()), |finding| Err(finding.into()))
    }

    /// Returns where a box lies in another copy of the vault.
    fn folder_in(&self, open: &OpenBox, copy: &Path) -> PathBuf {
        open.folder.strip_prefix(&self.folder).map_or_else(|_| copy.to_owned(), |relative| copy.join(relative))
    }

    /// Returns what reads a box's logs in another copy of the vault.
    fn log_keys_in<'a>(&'a self, open: &'a OpenBox, folder: &'a Path) -> LogKeys<'a> {
        LogKeys { folder, ..open.log_keys(&self.vault, &self.key) }
    }
}

/// What to do with a copy that has records which the vault lacks.
pub(crate) const MERGE: &str = "To bring its records in, lock the vault and restore that copy into the vault's own folder: what is missing is added and nothing is replaced.";

/// What a copy's logs have that the vault's lack, or have otherwise.
#[derive(Default)]
pub(crate) struct Beyond {
    ahead: u64,
    apart: bool,
}

impl Beyond {
    /// Takes in a log of the copy by its size and root; `leaves` are the vault's own of it, of which there are `here`.
    pub fn take(
        &mut self,
        size: u64,
        root: &str,
        here: u64,
        leaves: impl FnOnce() -> Result<Vec<LeafHash>>,
    ) -> Result<()> {
        if size > here {
            self.ahead += size - here;
        } else {
            self.apart |= root_up_to(&leaves()?, size).is_none_or(|own| own.to_string() != root);
        }
        Ok(())
    }

    /// Says it of the copy in a folder, with what to do.
    pub fn findings(&self, copy: &Path, step: &str) -> Vec<Finding> {
        let (mut findings, copy) = (Vec::new(), copy.display());
        if self.ahead > 0 {
            let records = if self.ahead == 1 { "1 record".to_owned() } else { format!("{} records", self.ahead) };
            let about = format!(
                "The copy in {copy} has {records} that this vault does not have: this vault went back to an earlier state, or another computer added to that copy."
            );
            findings.push(Finding::new(Class::RolledBack, about, step));
        }
        if self.apart {
            let about = format!("The copy in {copy} and this vault went on apart from each other.");
            findings.push(Finding::new(Class::Fork, about, step));
        }
        findings
    }
}

/// Returns the root over the first leaves, where there are as many.
fn root_up_to(leaves: &[LeafHash], size: u64) -> Option<Root> {
    Some(root_of(leaves.get(..usize::try_from(size).ok()?)?))
}
