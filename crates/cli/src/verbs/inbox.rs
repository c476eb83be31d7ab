//! The inbox: adding without a passphrase, and what waits there.

use crate::answer::Answer;
use crate::args::{Arguments, InboxVerb};
use crate::failure::Failure;
use crate::open::{locked, unlocked};
use casekeep_model::view::{InboxRow, InboxView};
use casekeep_model::{Acquisition, visible};
use casekeep_vault::{Access, Vault, VaultError, open_ordinary_file};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};

/// Adds to the inbox, lists it, or puts one of its files into a case.
pub fn inbox(arguments: &Arguments, answer: Answer, verb: &InboxVerb) -> Result<(), Failure> {
    match verb {
        InboxVerb::Add { files } => add(&locked(arguments)?, answer, files),
        InboxVerb::List => {
            let inbox = unlocked(arguments, Access::Read)?.inbox()?;
            answer.give(&json!(inbox), &inbox_text(&inbox))
        }
        InboxVerb::Adopt { file, case, origin_unknown } => {
            let vault = unlocked(arguments, Access::Change)?;
            let case = vault.find_case(case)?;
            let receipt = vault.adopt_inbox(file, case, *origin_unknown)?;
            answer.give(&json!(receipt), &format!("Saved as item {} of case {case}.", receipt.item))?;
            Ok(vault.lock()?)
        }
    }
}

fn add(vault: &Vault, answer: Answer, files: &[PathBuf]) -> Result<(), Failure> {
    let (mut added, mut worst, mut lines): (Vec<Value>, u8, String) = (Vec::new(), 0, String::new());
    for path in files {
        match add_one(vault, path) {
            Ok(row) => {
                lines.push_str(&format!("sealed  {}\n", visible::escape(&row.name)));
                added.push(json!(row));
            }
            Err(error) => {
                let problem = error.problem();
                worst = worst.max(problem.code.exit_status());
                answer.complain(&problem);
            }
        }
    }
    answer.give(&json!({ "added": added }), &lines)?;
    if worst == 0 { Ok(()) } else { Err(Failure::Shown(worst)) }
}

fn add_one(vault: &Vault, path: &Path) -> Result<InboxRow, VaultError> {
    let (mut file, name, size) = open_ordinary_file(path)?;
    vault.inbox_add(&mut file, &name, Acquisition::File, Some(size))
}

fn inbox_text(inbox: &InboxView) -> String {
    let row = |word: &str, row: &InboxRow| format!("{word}  {}  {}\n", row.file, visible::escape(&row.name));
    let waiting = inbox.waiting.iter().map(|r| row("waiting", r));
    let strange = inbox.quarantined.iter().map(|r| row("not from this computer", r));
    let missing = inbox.missing.iter().map(|name| format!("missing  {name}\n"));
    let lines: String = waiting.chain(strange).chain(missing).collect();
    if lines.is_empty() { "The inbox is empty.".to_owned() } else { lines }
}
