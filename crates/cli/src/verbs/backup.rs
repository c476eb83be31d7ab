//! Copying the vault to other folders, trying such a copy, and putting a vault back from one.

use crate::answer::Answer;
use crate::args::{Arguments, BackupArguments};
use crate::failure::Failure;
use crate::open::{installation, unlocked, unlocked_with};
use casekeep_model::keeping::{BackupReport, Backups, Rehearsal};
use casekeep_model::{Finding, Timestamp};
use casekeep_vault::{Access, restore_vault};
use serde_json::json;
use std::path::Path;

/// Makes a copy, lists, rehearses or forgets copies; problems are exit status 1.
pub fn backup(arguments: &Arguments, answer: Answer, backup: &BackupArguments) -> Result<(), Failure> {
    if let Some(folder) = &backup.rehearse {
        return rehearse(arguments, answer, folder);
    }
    if let Some(folder) = &backup.forget {
        let vault = unlocked(arguments, Access::Read)?;
        vault.forget_backup(folder)?;
        answer.give(&json!({ "forgotten": folder }), "It is off the list. The copy itself stays as it is.")?;
        return Ok(vault.lock()?);
    }
    let Some(folder) = &backup.folder else {
        let vault = unlocked(arguments, Access::Read)?;
        let backups = vault.backups()?;
        answer.give(&json!(backups), &backups_text(&backups))?;
        return Ok(vault.lock()?);
    };
    let vault = unlocked(arguments, Access::Change)?;
    let bar = answer.progress();
    let report = vault.back_up(folder, &mut |progress| bar.show(progress))?;
    drop(bar);
    let lines = report_text(&report, "The copy is complete: everything new was read back and is as it was written.");
    answer.give(&json!(report), &lines)?;
    vault.lock()?;
    if report.problems.is_empty() { Ok(()) } else { Err(Failure::Shown(1)) }
}

fn rehearse(arguments: &Arguments, answer: Answer, folder: &Path) -> Result<(), Failure> {
    let (vault, given) = unlocked_with(arguments, Access::Read)?;
    let bar = answer.progress();
    let rehearsal = vault.rehearse_backup(folder, given.with(), &mut |progress| bar.show(progress))?;
    drop(bar);
    answer.give(&json!(rehearsal), &rehearsal_text(&rehearsal))?;
    vault.lock()?;
    if rehearsal.ok { Ok(()) } else { Err(Failure::Shown(1)) }
}

/// Puts a vault back from a copy; damaged files of the copy are exit status 1.
pub fn restore(answer: Answer, from: &Path, to: &Path) -> Result<(), Failure> {
    let bar = answer.progress();
    let report = restore_vault(from, to, installation()?, &mut |progress| bar.show(progress))?;
    drop(bar);
    let good = "The vault is put back: every file is the one that its name says. Unlock it to see that all is there.";
    answer.give(&json!(report), &report_text(&report, good))?;
    if report.problems.is_empty() { Ok(()) } else { Err(Failure::Shown(1)) }
}

fn report_text(report: &BackupReport, good: &str) -> String {
    let headline = match report.problems.len() {
        0 => good.to_owned(),
        1 => "1 problem was found.".to_owned(),
        count => format!("{count} problems were found."),
    };
    let BackupReport { folder, copied, bytes, kept, verified, .. } = report;
    let mut lines = format!(
        "{headline}\n{folder}: files copied: {copied} ({bytes} bytes), read back: {verified}, there already: {kept}.\n"
    );
    lines.push_str(&findings_text(&report.problems));
    lines.extend(report.notes.iter().map(|note| format!("note: {}\n    {}\n", note.what, note.step)));
    lines
}

fn rehearsal_text(rehearsal: &Rehearsal) -> String {
    let Rehearsal { cases, contacts, items, behind, .. } = rehearsal;
    let headline =
        if rehearsal.ok { "The copy opens, and everything in it is whole." } else { "The copy is not whole." };
    let behind = match behind {
        0 => "It has every record of the vault.".to_owned(),
        1 => "The vault has 1 record that is not in it yet.".to_owned(),
        count => format!("The vault has {count} records that are not in it yet."),
    };
    let counts = format!("Cases: {cases}, contacts: {contacts}, items: {items}.");
    format!("{headline} {counts} {behind}\n{}", findings_text(&rehearsal.problems))
}

fn backups_text(backups: &Backups) -> String {
    let when = |at: Option<Timestamp>| at.map_or_else(|| "never".to_owned(), |at| at.to_string());
    let mut lines = String::new();
    for place in &backups.places {
        let there = if place.there { "" } else { "  (not connected)" };
        lines.push_str(&format!("{}{there}\n", place.folder));
        lines.push_str(&format!("    copied {}, rehearsed {}\n", when(place.copied), when(place.rehearsed)));
        if let Some(warning) = &place.warning {
            lines.push_str(&format!("    {warning}\n"));
        }
    }
    if backups.places.is_empty() {
        lines.push_str("There is no copy yet.\n");
    }
    if backups.due {
        lines.push_str("The newest copy is more than a week old, or there is none: it is time for one.\n");
    }
    for warning in &backups.warnings {
        lines.push_str(&format!("{warning}\n"));
    }
    lines
}

fn findings_text(findings: &[Finding]) -> String {
    let line = |finding: &Finding| format!("{}: {}\n    {}\n", finding.class.code(), finding.what, finding.step);
    findings.iter().map(line).collect()
}
