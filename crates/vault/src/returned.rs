//! Shredded cases whose folder is there: back from a backup, still on another computer, or not yet all gone.

use crate::disk::Disk;
use crate::error::Result;
use crate::facts::VaultFacts;
use crate::unlock::box_folder;
use crate::wording::{finding, note};
use casekeep_format::VaultPath;
use casekeep_model::{BoxId, Class, Finding};
use std::path::Path;

/// How deep a case's folder goes below itself: `objects/<ab>/<file>`.
const DEEPEST: u32 = 3;

/// Names every shredded box that has files; one that is gone is no finding.
pub(crate) fn find_returned(disk: &Disk, folder: &Path, facts: &VaultFacts) -> Result<Vec<Finding>> {
    let mut findings = Vec::new();
    for id in facts.shredded() {
        if has_files(disk, folder, &format!("cases/{id}"), 0)? {
            let about = format!("The folder cases/{id} of a case that was shredded is there.");
            findings.push(finding(Class::ShreddedReturned, about));
        }
    }
    Ok(findings)
}

/// Returns whether the key of a box's case is gone because it was being shredded when work was cut short.
pub(crate) fn is_being_shredded(disk: &Disk, folder: &Path, facts: &VaultFacts, id: &BoxId) -> Result<bool> {
    let Some((case, _)) = facts.shredding_of(id) else { return Ok(false) };
    Ok(!disk.is_there(&box_folder(folder, case).join("key.age"))?)
}

/// Names every case whose shredding was cut short after its key was gone; it goes on by itself.
pub(crate) fn find_unfinished(disk: &Disk, folder: &Path, facts: &VaultFacts) -> Result<Vec<Finding>> {
    let mut notes = Vec::new();
    for id in facts.shreddings.keys() {
        if is_being_shredded(disk, folder, facts, id)? {
            let case = facts.handle(id);
            let about = format!(
                "The shredding of case {case} was cut short; it goes on when the vault is next opened for a change."
            );
            notes.push(note(Class::ShreddedReturned, about));
        }
    }
    Ok(notes)
}

fn has_files(disk: &Disk, folder: &Path, below: &str, depth: u32) -> Result<bool> {
    for name in disk.list(&folder.join(below))? {
        let name = format!("{below}/{name}");
        let is_folder = disk.tell_folder(&folder.join(&name))?;
        let counts = VaultPath::parse(&name).is_some_and(|path| !matches!(path, VaultPath::Temporary { .. }));
        if (!is_folder && counts) || (is_folder && depth < DEEPEST && has_files(disk, folder, &name, depth + 1)?) {
            return Ok(true);
        }
    }
    Ok(false)
}
