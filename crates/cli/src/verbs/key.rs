//! The ways to unlock the vault: listing, changing, trying, adding, removing.

use crate::answer::Answer;
use crate::args::{Arguments, KeyVerb};
use crate::failure::Failure;
use crate::open::{Given, ask, changed_passphrase, read_secret, unlocked, unlocked_with};
use casekeep_model::keeping::{KeyWay, KeyWayKind, Keys};
use casekeep_model::visible;
use casekeep_vault::{Access, OLD_COPIES_STILL_OPEN, UnlockedVault};
use serde_json::json;
use std::path::Path;

/// Lists, changes, tries, adds and removes keys.
pub fn key(arguments: &Arguments, answer: Answer, verb: &KeyVerb) -> Result<(), Failure> {
    if matches!(verb, KeyVerb::List) {
        let vault = unlocked(arguments, Access::Read)?;
        let keys = vault.keys()?;
        answer.give(&json!(keys), &keys_text(&keys))?;
        return Ok(vault.lock()?);
    }
    let (vault, given) = unlocked_with(arguments, Access::Change)?;
    match verb {
        KeyVerb::List => {}
        KeyVerb::Passphrase { new_passphrase_file } => {
            passphrase(answer, &vault, &given, new_passphrase_file.as_deref())?;
        }
        KeyVerb::Words => {
            let words = vault.new_recovery_words(given.with())?;
            answer.give(&json!({ "recovery_words": words }), &words_text(&words))?;
        }
        KeyVerb::Rehearse { words_file } => rehearse(answer, &vault, words_file.as_deref())?,
        KeyVerb::Add { label, recipient } => {
            let way = vault.add_key(given.with(), label, recipient)?;
            let lines = format!(
                "The key “{}” opens the vault now, as {}. Every unlock says so for 30 days.",
                visible::escape(label.trim()),
                way.file
            );
            answer.give(&json!(way), &lines)?;
        }
        KeyVerb::Remove { file } => {
            vault.remove_key(given.with(), file)?;
            let lines = format!(
                "The key {file} no longer opens this vault. Copies made while it was there still open with it."
            );
            answer.give(&json!({ "removed": file }), &lines)?;
        }
    }
    Ok(vault.lock()?)
}

fn passphrase(answer: Answer, vault: &UnlockedVault, given: &Given, file: Option<&Path>) -> Result<(), Failure> {
    vault.change_passphrase(given.with(), &changed_passphrase(file)?)?;
    let lines = format!("The passphrase is changed. {OLD_COPIES_STILL_OPEN}");
    answer.give(&json!({ "changed": true, "note": OLD_COPIES_STILL_OPEN }), &lines)
}

fn rehearse(answer: Answer, vault: &UnlockedVault, file: Option<&Path>) -> Result<(), Failure> {
    let words = match file {
        Some(path) => read_secret(path)?,
        None => ask("The twelve words: ", "--words-file FILE")?,
    };
    vault.rehearse_words(&words)?;
    answer.give(&json!({ "rehearsed": true }), "The words open the vault. That is remembered with today's date.")
}

/// Changes all keys, or finishes such a change; the new recovery words are shown this once.
pub fn rotate(arguments: &Arguments, answer: Answer, file: Option<&Path>) -> Result<(), Failure> {
    let (vault, given) = unlocked_with(arguments, Access::Change)?;
    let words = if vault.keys()?.rotating {
        let bar = answer.progress();
        vault.resume_rotation(&mut |progress| bar.show(progress))?
    } else {
        let passphrase = changed_passphrase(file)?;
        let bar = answer.progress();
        vault.rotate(given.with(), &passphrase, &mut |progress| bar.show(progress))?
    };
    let lines = format!(
        "All keys are changed, and everything is sealed to the new ones. {}\nFurther keys are to be added again. Bundles made from now on have a new fingerprint, which export prints: whoever gets one has to be told it anew. Someone who copied the vault before can still read that copy.\n",
        words_text(&words)
    );
    answer.give(&json!({ "recovery_words": words }), &lines)?;
    Ok(vault.lock()?)
}

/// Returns new recovery words as lines for a person.
pub fn words_text(words: &[String]) -> String {
    format!(
        "These twelve words open the vault when the passphrase is lost; earlier ones do not any more. Write them on paper now; they are not shown again.\n\n    {}\n\n{OLD_COPIES_STILL_OPEN}\n",
        words.join(" ")
    )
}

fn keys_text(keys: &Keys) -> String {
    let mut lines: String = keys.ways.iter().map(way_text).collect();
    if keys.rotating {
        lines.push_str("A change of all keys is not finished: casekeep rotate\n");
    }
    if keys.words_due {
        lines.push_str("The recovery words were not tried for a year: casekeep key rehearse\n");
    }
    lines
}

fn way_text(way: &KeyWay) -> String {
    let what = match way.kind {
        KeyWayKind::Passphrase => "passphrase".to_owned(),
        KeyWayKind::Recovery => "recovery words".to_owned(),
        KeyWayKind::Further => format!("key “{}”", visible::escape(way.label.as_deref().unwrap_or_default())),
    };
    let made = way.made.map_or_else(String::new, |at| format!("  made {at}"));
    let tried = way.rehearsed.map_or_else(String::new, |at| format!("  tried {at}"));
    let recipient = way.recipient.as_deref().map_or_else(String::new, |to| format!("\n    {}", visible::escape(to)));
    format!("{}  {what}{made}{tried}{recipient}\n", way.file)
}
