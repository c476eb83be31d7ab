//! Folders among the cases that the vault's log does not name: begun by a crash, made by this vault, or put there.
//!
//! Looking at one writes nothing; whether it is registered is for whoever may change the vault.

use crate::boxes::{OpenBox, open_case_key};
use crate::disk::Disk;
use crate::epochs::{Earlier, signing_keys};
use crate::error::Result;
use crate::log::LogReading;
use crate::unlock::box_folder;
use casekeep_format::IdentityFile;
use casekeep_model::{BoxId, WriterId};
use std::collections::BTreeMap;
use std::path::Path;

/// What a folder among the cases is that the vault's log does not name.
pub(crate) enum Unregistered {
    /// Made by this vault; a crash kept it from being registered.
    Ours(Box<OpenBox>, BTreeMap<WriterId, LogReading>),
    /// Begun, but without a record yet: nothing in it counts. A copy of a vault that was cut short has such folders, with
    /// objects whose records had not come; that this vault made it shows in its key.
    Empty,
    /// Not made by this vault.
    Strange,
}

/// Finds out what an unregistered folder among the cases is.
pub(crate) fn look_at_unregistered(
    disk: &Disk,
    folder: &Path,
    id: &BoxId,
    identity: &IdentityFile,
) -> Result<Unregistered> {
    let case = box_folder(folder, id);
    let has_log = has_segments(disk, &case.join("log"))?;
    let has_objects = !disk.list(&case.join("objects"))?.is_empty();
    if !has_log && !has_objects {
        return Ok(Unregistered::Empty);
    }
    let called = format!("cases/{id}");
    let Ok(mut identities) = open_case_key(disk, &case, id, &identity.current().vault, &called)? else {
        return Ok(Unregistered::Strange);
    };
    if !has_log {
        return Ok(Unregistered::Empty);
    }
    let mut open = OpenBox::new(id.clone(), disk, case, identities.remove(0), called);
    open.earlier = Earlier { signing: signing_keys(identity.earlier()), identities, ..Earlier::default() };
    let key = identity.current().signing.verifying_key();
    let readings = open.read_logs(identity.vault(), &key)?;
    open.take_heads(identity.vault(), &key, &readings);
    if open.heads.is_empty() || readings.values().any(|reading| !reading.findings.is_empty()) {
        return Ok(Unregistered::Strange);
    }
    Ok(Unregistered::Ours(Box::new(open), readings))
}

/// Returns whether any writer's folder has more than what was never finished.
fn has_segments(disk: &Disk, log: &Path) -> Result<bool> {
    for writer in disk.list(log)? {
        let folder = log.join(writer);
        if !disk.is_folder(&folder) || disk.list(&folder)?.iter().any(|name| !name.starts_with("tmp-")) {
            return Ok(true);
        }
    }
    Ok(false)
}
