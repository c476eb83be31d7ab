//! Every name in a vault's folder, one at a time, so that a vault of any size is looked through with little memory.

use crate::disk::Disk;
use crate::error::Result;
use crate::wording::{finding, note};
use casekeep_format::VaultPath;
use casekeep_model::{Class, Report, WriterId, visible};
use std::path::Path;

/// The deepest folder of the format is the fourth; deeper ones are strange by themselves.
const DEEPEST: u32 = 5;

/// Calls `each` with the relative path and length of every file below a folder, without following links.
pub(super) fn walk(disk: &Disk, folder: &Path, each: &mut dyn FnMut(&str, u64) -> Result<()>) -> Result<()> {
    walk_below(disk, folder, "", 0, each)
}

fn walk_below(
    disk: &Disk,
    folder: &Path,
    prefix: &str,
    depth: u32,
    each: &mut dyn FnMut(&str, u64) -> Result<()>,
) -> Result<()> {
    for name in disk.list(folder)? {
        let path = folder.join(&name);
        let relative = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        if disk.is_folder(&path) && depth < DEEPEST {
            walk_below(disk, &path, &relative, depth + 1, each)?;
        } else {
            each(&relative, disk.length(&path))?;
        }
    }
    Ok(())
}

/// Says what a name is when it is no file of the vault: unfinished, or strange.
pub(super) fn judge_name(name: &str, parsed: Option<&VaultPath>, own: Option<&WriterId>, report: &mut Report) {
    match parsed {
        Some(VaultPath::Temporary { writer, .. }) if own == Some(writer) => {
            let about = format!("{name} is left from work that was cut short.");
            report.notes.push(note(Class::ObjectUnknown, about));
        }
        Some(VaultPath::Temporary { .. }) => {
            let about = format!("{name} is left from work that was cut short, here before or on another computer.");
            report.notes.push(note(Class::ObjectUnknown, about));
        }
        Some(_) => {}
        None => {
            let about = format!("{} does not belong in a vault.", visible::escape(name));
            report.problems.push(finding(Class::NameUnknown, about));
        }
    }
}
