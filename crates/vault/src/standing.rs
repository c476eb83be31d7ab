//! How another copy of this vault stands to it: another vault's, behind it, ahead of it, or written apart from it.

use crate::boxes::OpenBox;
use crate::disk::Disk;
use crate::error::{Result, VaultError};
use crate::locked::read_label;
use crate::log::LogKeys;
use crate::session::{Core, UnlockedVault};
use casekeep_format::{Root, VaultJson, root_of};
use casekeep_model::{Class, Finding};
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
        let (mut ahead, mut apart) = (0, false);
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
                if checkpoint.size > size {
                    ahead += checkpoint.size - size;
                } else {
                    let leaves = here.read_log(&writer, &mut Default::default())?.leaves();
                    apart |= root_up_to(&leaves, checkpoint.size) != Some(checkpoint.root);
                }
            }
        }
        if ahead > 0 {
            let records = if ahead == 1 { "1 record".to_owned() } else { format!("{ahead} records") };
            let about = format!(
                "The copy in {} has {records} that this vault does not have: this vault went back to an earlier state, or another computer added to that copy.",
                copy.display()
            );
            return Err(Finding::new(Class::RolledBack, about, MERGE).into());
        }
        if apart {
            let about = format!("The copy in {} and this vault went on apart from each other.", copy.display());
            return Err(Finding::new(Class::Fork, about, MERGE).into());
        }
        Ok(())
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

const MERGE: &str = "Nothing was changed there. To bring its records in, lock the vault and restore that copy into the vault's own folder: what is missing is added and nothing is replaced. To keep the two apart, choose another folder for this backup.";

/// Returns the root over the first leaves, where there are as many.
pub(crate) fn root_up_to(leaves: &[casekeep_model::LeafHash], size: u64) -> Option<Root> {
    Some(root_of(leaves.get(..usize::try_from(size).ok()?)?))
}
