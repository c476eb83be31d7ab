//! Seals: making one, its time-stamp, its sheet for a witness, listing them, and what today's vault makes of one.

use crate::answer::Answer;
use crate::args::{Arguments, SealArguments};
use crate::failure::{Failure, file_failure};
use crate::open::unlocked;
use crate::sheet;
use casekeep_model::keeping::{Seal, SealOutcome};
use casekeep_model::visible;
use casekeep_vault::{Access, Disk, NewFile, UnlockedVault};
use serde_json::json;
use std::fs::File;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// The longest text that a seal is looked for in, in bytes.
const TEXT: u64 = 1 << 20;

/// Makes a seal, or lists those that were made.
pub fn seal(arguments: &Arguments, answer: Answer, seal: &SealArguments) -> Result<(), Failure> {
    if seal.list {
        return list(arguments, answer);
    }
    if let Some(path) = &seal.request {
        return request(arguments, answer, path);
    }
    if let Some(path) = &seal.response {
        return response(arguments, answer, path);
    }
    // Looked at before anything is recorded: a seal whose sheet could not be written would still be one.
    let begin = |path: &PathBuf| NewFile::begin(&Disk::default(), path);
    let sheet = seal.sheet.as_ref().map(begin).transpose()?;
    let note = seal.note.as_ref().map(begin).transpose()?;
    let vault = unlocked(arguments, Access::Change)?;
    let made = vault.make_seal()?;
    if let Some(file) = sheet {
        write(file, seal.sheet.as_deref(), &sheet_of(&vault, &made))?;
    }
    if let Some(file) = note {
        write(file, seal.note.as_deref(), &made.checkpoint)?;
    }
    let mut lines = format!(
        "The vault is sealed: {} cases, {} contacts, {} items, {} records.\n\n    {}\n\nGive these words, or the sheet, to somebody who keeps them for you.\n",
        made.cases,
        made.contacts,
        made.items,
        made.records,
        made.words.join(" ")
    );
    if let Some(path) = &seal.sheet {
        lines.push_str(&format!("The sheet to print: {}\n", path.display()));
    }
    if let Some(path) = &seal.note {
        lines.push_str(&format!("The checkpoint: {}\n", path.display()));
    }
    answer.give(&json!(made), &lines)?;
    Ok(vault.lock()?)
}

fn sheet_of(vault: &UnlockedVault, seal: &Seal) -> String {
    let key = vault.verifying_key();
    sheet::write(seal, &key.ssh_fingerprint(), &vault.opening().fingerprint_words)
}

fn write(mut file: NewFile, path: Option<&Path>, text: &str) -> Result<(), Failure> {
    let path = path.unwrap_or(Path::new("the file"));
    file.write_all(text.as_bytes()).map_err(|source| file_failure("writing", path, source))?;
    file.publish()?;
    Ok(())
}

fn request(arguments: &Arguments, answer: Answer, path: &Path) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Change)?;
    let seal = vault.time_request(path)?;
    let lines = format!(
        "The request is written: {}\nIt is for the seal of {} and says nothing of what is in the vault. Send it to a time-stamp authority that you trust, from any computer, and give the reply to: casekeep seal --response FILE.tsr\n",
        path.display(),
        seal.at
    );
    answer.give(&json!({ "request": path, "seal": seal }), &lines)?;
    Ok(vault.lock()?)
}

fn response(arguments: &Arguments, answer: Answer, path: &Path) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Change)?;
    let seal = vault.take_time_response(path)?;
    let lines = format!("The reply is kept. {}\n", stamped(&seal));
    answer.give(&json!(seal), &lines)?;
    Ok(vault.lock()?)
}

fn stamped(seal: &Seal) -> String {
    match (seal.stamped, &seal.stamped_by) {
        (Some(at), Some(by)) => format!(
            "The seal of {} was stamped at {at} by “{}”. Whose certificate to trust is for you, and for openssl ts -verify.",
            seal.at,
            visible::escape(by)
        ),
        _ => String::new(),
    }
}

fn list(arguments: &Arguments, answer: Answer) -> Result<(), Failure> {
    let seals = unlocked(arguments, Access::Read)?.seals()?;
    let lines: String = seals.iter().map(line).collect();
    let lines = if lines.is_empty() { "The vault was not sealed yet.".to_owned() } else { lines };
    answer.give(&json!({ "seals": seals }), &lines)
}

fn line(seal: &Seal) -> String {
    let stamped = seal.stamped.map_or_else(String::new, |at| format!("    stamped {at}\n"));
    format!(
        "{}  {} cases, {} contacts, {} items, {} records\n    {}\n{stamped}",
        seal.at,
        seal.cases,
        seal.contacts,
        seal.items,
        seal.records,
        seal.words.join(" ")
    )
}

/// Says what today's vault makes of a seal; returns true when it goes on from it.
pub fn check(arguments: &Arguments, answer: Answer, words: Option<&str>, file: Option<&Path>) -> Result<bool, Failure> {
    let text = match file {
        Some(path) => read_text(path)?,
        None => words.unwrap_or_default().to_owned(),
    };
    let verdict = unlocked(arguments, Access::Read)?.check_seal(&text)?;
    answer.give(&json!(verdict), &format!("{}\n{}\n", verdict.sentence, verdict.step))?;
    Ok(verdict.outcome == SealOutcome::Extends)
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|source| file_failure("reading", path, source))?;
    file.take(TEXT).read_to_end(&mut bytes).map_err(|source| file_failure("reading", path, source))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
