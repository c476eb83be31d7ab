//! Putting a vault back from a copy of it, without its keys: into a new folder, or into the vault's own, which then gets
//! what it lacks. Nothing is replaced and nothing in the copy changes.

use crate::backup::{report, stopped};
use crate::copying::Copying;
use crate::error::{Result, VaultError};
use crate::ingest::Step;
use crate::installation::Installation;
use crate::pin::State;
use crate::plan::Plan;
use crate::session::new_writer;
use crate::standing::{Holds, what_holds};
use casekeep_format::{VaultJson, VaultPath};
use casekeep_model::keeping::BackupReport;
use casekeep_model::{Class, Finding, VaultId, limits};
use std::cmp::Ordering;
use std::path::{Path, PathBuf};

/// Copies a backup into a new folder, checking every file against its name; the keys are not needed.
///
/// A folder that holds the same vault gets the files that it lacks. So a restore that was cut short goes on when it is
/// called again, and two copies that were added to apart come together.
///
/// # Errors
/// [`VaultError::NotAVault`], [`VaultError::HalfAVault`], [`VaultError::FolderNotEmpty`], [`VaultError::BadPlace`],
/// [`VaultError::InUse`], [`VaultError::NoRoom`], [`VaultError::BackupStopped`], [`VaultError::Cancelled`]. Files of the
/// backup that are damaged are not copied, and are in the report.
pub fn restore_vault(from: &Path, to: &Path, installation: Installation, step: Step<'_>) -> Result<BackupReport> {
    let disk = &installation.disk;
    let (from, label) = find_copy(&installation, from)?;
    let to = match disk.resolve(to) {
        Ok(there) => there,
        Err(_) => {
            disk.make_folders(to)?;
            disk.resolve(to)?
        }
    };
    if to.starts_with(&from) || from.starts_with(&to) {
        let about = format!("{} and {} lie one in the other.", from.display(), to.display());
        return Err(VaultError::BadPlace { about, hint: "Choose another folder. Nothing was changed." });
    }
    let there = match what_holds(disk, &to)? {
        Holds::Nothing => None,
        Holds::Vault(there) if is_same(&there, &label) => {
            check_epochs(&there, &label, &from, &to)?;
            there
        }
        // The first file of a restore is the label; before it there is at most an empty folder or an unfinished file.
        _ => return Err(VaultError::FolderNotEmpty(to)),
    };
    // A vault that is open on this computer is not to get files behind its back.
    let _lock = match there.as_ref().filter(|there| disk.is_folder(&installation.state.join(there.vault.as_str()))) {
        Some(there) => Some(State::of(&installation, &there.vault).lock()?),
        None => None,
    };
    let writer = new_writer();
    let mut copying = Copying::new(disk, &from, &to, &writer, step);
    let plan = Plan::of(disk, &from, &|_| true)?;
    let place = disk.place(&to);
    let needed = copying.measure(&plan, place.map_or(1, |place| place.cluster), u64::MAX, &mut |_| {})?;
    if let Some(place) = place.filter(|place| place.free < needed.room) {
        return Err(VaultError::NoRoom { folder: to, needed: needed.room, free: place.free });
    }
    copying.expect(needed);
    let copied = copy_all(&mut copying, &plan);
    let mut tally = std::mem::take(&mut copying.tally);
    copied.map_err(|error| stopped(&to, &tally, error))?;
    tally.notes.extend(label.and_then(|label| {
        before_the_change(&installation, &label).or_else(|| seen_before(&installation, &label.vault))
    }));
    Ok(report(&to, tally))
}

fn is_same(there: &Option<VaultJson>, label: &Option<VaultJson>) -> bool {
    there.as_ref().zip(label.as_ref()).is_some_and(|(there, label)| there.vault == label.vault)
}

/// Refuses to mix what is sealed to different keys: neither would open all of it.
fn check_epochs(there: &Option<VaultJson>, label: &Option<VaultJson>, from: &Path, to: &Path) -> Result<()> {
    let epoch = |label: &Option<VaultJson>| label.as_ref().map(|label| label.epoch);
    let (older, hint) = match epoch(there).cmp(&epoch(label)) {
        Ordering::Equal => return Ok(()),
        Ordering::Less => (to, "Restore the backup into a new folder. Nothing was changed."),
        Ordering::Greater => (
            from,
            "To look at the older state, restore it into a new folder and open it there with the passphrase from before. Nothing was changed.",
        ),
    };
    let about = format!(
        "{} is from before all keys of this vault were changed, so the two are not put together.",
        older.display()
    );
    Err(VaultError::BadPlace { about, hint })
}

/// Returns the folder of a copy, and its label: the folder named, or the one vault in it.
fn find_copy(installation: &Installation, from: &Path) -> Result<(PathBuf, Option<VaultJson>)> {
    let disk = &installation.disk;
    let Ok(folder) = disk.resolve(from) else { return Err(VaultError::NotAVault(from.to_owned())) };
    let mut found = Vec::new();
    match what_holds(disk, &folder)? {
        Holds::Vault(label) => found.push((folder.clone(), label)),
        _ => {
            for name in disk.list(&folder)?.into_iter().filter(|name| name.ends_with(".casekeep")) {
                let inside = folder.join(name);
                if let Holds::Vault(label) = what_holds(disk, &inside)? {
                    found.push((inside, label));
                }
            }
        }
    }
    match (found.pop(), found.is_empty()) {
        (Some((copy, label)), true) if !disk.list(&copy.join("keys"))?.is_empty() => Ok((copy, label)),
        (Some((copy, _)), true) => Err(VaultError::HalfAVault { folder: copy, missing: "the keys folder" }),
        (Some(_), false) => {
            let about = format!("There is more than one vault in {}.", folder.display());
            Err(VaultError::BadPlace { about, hint: "Name the folder of the one that is to be put back." })
        }
        (None, _) => Err(VaultError::NotAVault(folder)),
    }
}

fn copy_all(copying: &mut Copying<'_>, plan: &Plan) -> Result<()> {
    let mut small = vec!["vault.json".to_owned()];
    for name in copying.disk.list(&copying.from.join("keys"))? {
        let relative = format!("keys/{name}");
        if matches!(VaultPath::parse(&relative), Some(VaultPath::KeyFile { .. })) {
            small.push(relative);
        }
    }
    small.extend(plan.cases.iter().map(|id| format!("cases/{id}/key.age")));
    for relative in &small {
        copy_if_missing(copying, relative)?;
    }
    for folder in ["keys", "log", "cases", "inbox"] {
        copying.make_folders(folder)?;
    }
    copying.run(plan)?;
    copying.read_back()
}

/// Copies a small file that is not there yet: what the vault has is as new as the copy's, or newer.
fn copy_if_missing(copying: &mut Copying<'_>, relative: &str) -> Result<()> {
    if copying.disk.is_there(&copying.to.join(relative))? {
        copying.tally.kept = copying.tally.kept.saturating_add(1);
        return Ok(());
    }
    match copying.disk.read_if_there(&copying.from.join(relative), limits::KEY_FILE) {
        Ok(Some(bytes)) => copying.copy_small(relative, &bytes, limits::KEY_FILE).map(|_| ()),
        Ok(None) => Ok(()),
        Err(VaultError::Io { source, .. }) => {
            let about = format!("{relative} in the backup cannot be read ({source}), so it was not copied.");
            copying.tally.problems.push(crate::wording::finding(Class::Unreadable, about));
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// A computer on which all keys were changed opens nothing that is older.
fn before_the_change(installation: &Installation, label: &VaultJson) -> Option<Finding> {
    let pin = State::of(installation, &label.vault).pin().ok().flatten()?;
    let about = "This backup is from before all keys of the vault were changed on this computer. It is copied whole, and only the passphrase and the words from before open it, on a computer that has not seen the change.";
    let step = "Use your newest copy of the vault here. If this backup is all there is, open it on another computer.";
    (label.epoch < pin.epoch).then(|| Finding::new(Class::EpochRolledBack, about, step))
}

/// A computer that saw the vault before may have seen more than the backup holds, and will say so.
fn seen_before(installation: &Installation, vault: &VaultId) -> Option<Finding> {
    let about = "This computer has opened this vault before. If it saw more than the backup holds, unlocking names what is missing (ROLLED_BACK): that is how it should be, not damage.";
    let step = "Unlock the vault and look whether you miss those entries. If the newer copy is lost, say so once with “acknowledge restored”.";
    let pin = State::of(installation, vault).pin().ok().flatten();
    pin.map(|_| Finding::new(Class::RolledBack, about, step))
}
