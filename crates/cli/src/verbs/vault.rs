//! Making a vault, its cases, its index, and saying why it went back.

use crate::answer::Answer;
use crate::args::{AcknowledgeVerb, Arguments, CaseVerb, IndexVerb};
use crate::failure::Failure;
use crate::open::{installation, new_passphrase, unlocked, vault_folder};
use casekeep_vault::{Access, create_vault};
use serde_json::json;

/// Makes a new vault; the recovery words are shown this once.
pub fn init(arguments: &Arguments, answer: Answer) -> Result<(), Failure> {
    let folder = vault_folder(arguments)?;
    let passphrase = new_passphrase(arguments)?;
    let created = create_vault(&folder, installation()?, &passphrase)?;
    let (vault, opening) = (&created.vault, created.vault.opening());
    let value = json!({
        "vault_id": vault.id(),
        "fingerprint": opening.fingerprint,
        "fingerprint_words": opening.fingerprint_words,
        "inbox_recipient": vault.inbox_recipient(),
        "recovery_words": created.recovery_words,
    });
    let lines = format!(
        "The vault is made: {}\n\nThe twelve words open it when the passphrase is lost. Write them on paper now; they are not shown again.\n\n    {}\n\nFingerprint, to compare on another computer:\n\n    {}\n    {}\n",
        vault.folder().display(),
        created.recovery_words.join(" "),
        opening.fingerprint_words.join(" "),
        opening.fingerprint,
    );
    answer.give(&value, &lines)?;
    Ok(created.vault.lock()?)
}

/// Adds, lists, renames, closes and reopens cases.
pub fn case(arguments: &Arguments, answer: Answer, verb: &CaseVerb) -> Result<(), Failure> {
    let access = if matches!(verb, CaseVerb::List) { Access::Read } else { Access::Change };
    let vault = unlocked(arguments, access)?;
    match verb {
        CaseVerb::Add { name } => {
            let case = vault.add_case(name)?;
            answer.give(&json!({ "case": case, "name": name.trim() }), &format!("Case {case} is open."))?;
        }
        CaseVerb::List => {
            let cases = vault.cases()?;
            let line = |c: &casekeep_model::view::CaseRow| {
                let closed = if c.closed { "  (closed)" } else { "" };
                format!(
                    "{}  {}  {} contacts on {} days, {} items{closed}\n",
                    c.case, c.name, c.contacts, c.days, c.items
                )
            };
            answer.give(&json!({ "cases": cases }), &cases.iter().map(line).collect::<String>())?;
        }
        CaseVerb::Rename { case, name } => {
            let case = vault.find_case(case)?;
            vault.rename_case(case, name)?;
            answer.give(
                &json!({ "case": case, "name": name.trim() }),
                &format!("Case {case} is called {}.", name.trim()),
            )?;
        }
        CaseVerb::Close { case, reason } => {
            let case = vault.find_case(case)?;
            vault.close_case(case, reason)?;
            answer.give(&json!({ "case": case, "closed": true }), &format!("Case {case} is closed."))?;
        }
        CaseVerb::Reopen { case, reason } => {
            let case = vault.find_case(case)?;
            vault.reopen_case(case, reason)?;
            answer.give(&json!({ "case": case, "closed": false }), &format!("Case {case} is open again."))?;
        }
    }
    Ok(vault.lock()?)
}

/// Says why an earlier copy of the vault was put back.
pub fn acknowledge(arguments: &Arguments, answer: Answer, verb: &AcknowledgeVerb) -> Result<(), Failure> {
    let AcknowledgeVerb::Restored { reason } = verb;
    let vault = unlocked(arguments, Access::Change)?;
    vault.acknowledge_restored(reason)?;
    answer.give(&json!({ "restored": true }), "It is recorded that an earlier copy was put back, and why.")?;
    Ok(vault.lock()?)
}

/// Builds the index anew.
pub fn index(arguments: &Arguments, answer: Answer, verb: &IndexVerb) -> Result<(), Failure> {
    let IndexVerb::Rebuild = verb;
    let vault = unlocked(arguments, Access::Read)?;
    vault.rebuild_index()?;
    answer.give(&json!({ "rebuilt": true }), "The index is built anew from the log.")?;
    Ok(vault.lock()?)
}
