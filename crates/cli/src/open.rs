//! Opening the vault: where it is, the secret, and for what.

use crate::args::Arguments;
use crate::failure::{Failure, bad_input, file_failure};
use casekeep_media::Inspector;
use casekeep_model::{ErrorCode, Problem, Secret};
use casekeep_vault::{Access, Installation, SystemClock, UnlockWith, UnlockedVault, Vault, open_vault, state_folder};
use std::fs::File;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The longest first line of a secret file, in bytes.
const SECRET: u64 = 64 << 10;

/// Returns the vault's folder as named.
///
/// # Errors
/// When none is named.
pub fn vault_folder(arguments: &Arguments) -> Result<PathBuf, Failure> {
    let missing = || bad_input("No vault is named.", "Use --vault DIR, or set CASEKEEP_VAULT.");
    arguments.vault.clone().ok_or_else(missing)
}

/// Returns what this program is to the engine.
///
/// # Errors
/// When the place for the application's state is not known.
pub fn installation() -> Result<Installation, Failure> {
    let missing = || bad_input("The place for Casekeep's own state is not known.", "Set CASEKEEP_STATE to a folder.");
    let state = state_folder().ok_or_else(missing)?;
    Ok(Installation {
        disk: Default::default(),
        state,
        clock: Arc::new(SystemClock),
        inspect: Arc::new(Inspector::new()),
        key_work: Default::default(),
        batch: Default::default(),
    })
}

/// Opens the vault's folder, locked.
///
/// # Errors
/// When there is no vault there.
pub fn locked(arguments: &Arguments) -> Result<Vault, Failure> {
    Ok(open_vault(&vault_folder(arguments)?, installation()?)?)
}

/// The secret that unlocks the vault, as it was given.
pub enum Given {
    Passphrase(Secret),
    Words(Secret),
    Identity(Secret),
}

impl Given {
    /// Returns what the vault is unlocked with.
    pub fn with(&self) -> UnlockWith<'_> {
        match self {
            Self::Passphrase(secret) => UnlockWith::Passphrase(secret),
            Self::Words(secret) => UnlockWith::Recovery(secret),
            Self::Identity(secret) => UnlockWith::Identity(secret),
        }
    }
}

/// Returns the secret that was given, or asks for the passphrase.
///
/// # Errors
/// When there is none, or its file cannot be read.
pub fn given(arguments: &Arguments) -> Result<Given, Failure> {
    match (&arguments.recovery_file, &arguments.identity) {
        (Some(path), _) => Ok(Given::Words(read_secret(path)?)),
        (None, Some(path)) => Ok(Given::Identity(read_secret_text(path)?)),
        (None, None) => Ok(Given::Passphrase(passphrase(arguments, "Passphrase: ")?)),
    }
}

/// Opens and unlocks the vault.
///
/// # Errors
/// When there is no vault there or it does not unlock.
pub fn unlocked(arguments: &Arguments, access: Access) -> Result<UnlockedVault, Failure> {
    Ok(unlocked_with(arguments, access)?.0)
}

/// Opens and unlocks the vault; returns with it the secret, for verbs that ask for it again.
///
/// # Errors
/// As [`unlocked`].
pub fn unlocked_with(arguments: &Arguments, access: Access) -> Result<(UnlockedVault, Given), Failure> {
    let vault = locked(arguments)?;
    let given = given(arguments)?;
    let vault = vault.unlock(given.with(), access)?;
    Ok((greet(arguments, vault), given))
}

/// Tells a person what the unlock found; a script asks with `verify`.
fn greet(arguments: &Arguments, vault: UnlockedVault) -> UnlockedVault {
    if arguments.json {
        return vault;
    }
    let opening = vault.opening();
    let mut lines = String::new();
    if opening.first_time_here {
        let words = opening.fingerprint_words.join(" ");
        lines.push_str(&format!("This computer sees the vault for the first time. Compare these words with your recovery sheet:\n    {words}\n"));
    }
    if opening.failed > 0 {
        lines.push_str(&failed_text(opening));
    }
    for remark in &opening.remarks {
        lines.push_str(&format!("{remark}\n"));
    }
    for finding in &opening.findings {
        lines.push_str(&format!("{}: {}\n    {}\n", finding.class.code(), finding.what, finding.step));
    }
    // Standard error is only for a person here; what it says stays to be found by `verify`.
    let _ = io::stderr().write_all(lines.as_bytes());
    vault
}

/// Says how often a wrong secret was given since the vault was last opened.
fn failed_text(opening: &casekeep_model::view::Opening) -> String {
    let since = opening.first_failed.map_or_else(String::new, |at| format!(" since {at}"));
    let last = opening.last_unlocked.map_or_else(String::new, |at| format!("; last opened {at} on this computer"));
    let attempts = if opening.failed == 1 { "attempt" } else { "attempts" };
    format!("{} failed {attempts}{since}{last}.\n", opening.failed)
}

/// Returns a new passphrase for a vault that is there: from a file, or asked for twice.
///
/// # Errors
/// As [`new_passphrase`].
pub fn changed_passphrase(file: Option<&Path>) -> Result<Secret, Failure> {
    if let Some(path) = file {
        return read_secret(path);
    }
    let first = ask("The new passphrase: ", "--new-passphrase-file FILE")?;
    if ask("The same again: ", "--new-passphrase-file FILE")?.expose() != first.expose() {
        return Err(bad_input("The two are not the same.", "Type the new passphrase twice. Nothing was changed."));
    }
    Ok(first)
}

/// Asks for a secret at the terminal.
///
/// # Errors
/// When there is no terminal; the hint names the option to use then.
pub fn ask(prompt: &str, option: &str) -> Result<Secret, Failure> {
    if !io::stdin().is_terminal() {
        return Err(Problem::new(ErrorCode::SecretMissing, "No secret was given.", format!("Use {option}.")).into());
    }
    let typed = rpassword::prompt_password(prompt);
    Ok(Secret::new(typed.map_err(|source| file_failure("reading", Path::new("the terminal"), source))?))
}

/// Asks twice for a new passphrase at a terminal, so that a slip of the finger does not lock it away.
///
/// # Errors
/// When the two differ, or there is neither a file nor a terminal.
pub fn new_passphrase(arguments: &Arguments) -> Result<Secret, Failure> {
    let first = passphrase(arguments, "A new passphrase: ")?;
    if arguments.passphrase_file.is_none() && passphrase(arguments, "The same again: ")?.expose() != first.expose() {
        return Err(bad_input("The two are not the same.", "Type the new passphrase twice. Nothing was made."));
    }
    Ok(first)
}

/// Returns the passphrase: from its file, or asked for at the terminal.
///
/// # Errors
/// When there is neither.
pub fn passphrase(arguments: &Arguments, prompt: &str) -> Result<Secret, Failure> {
    match &arguments.passphrase_file {
        Some(path) => read_secret(path),
        None => ask(prompt, "--passphrase-file FILE or --recovery-file FILE"),
    }
}

/// Reads the first line of a file as a secret, without its line ending.
///
/// # Errors
/// When the file cannot be read, is not text, or has no first line.
pub fn read_secret(path: &Path) -> Result<Secret, Failure> {
    let text = read_secret_text(path)?;
    let line = text.expose().lines().next().unwrap_or_default();
    if line.is_empty() {
        return Err(bad_input(format!("The file {} is empty.", path.display()), "Its first line is the secret."));
    }
    Ok(Secret::new(line.to_owned()))
}

/// Reads a whole small file as a secret.
///
/// # Errors
/// When the file cannot be read or is not text.
pub fn read_secret_text(path: &Path) -> Result<Secret, Failure> {
    let mut text = String::new();
    let file = File::open(path).map_err(|source| file_failure("reading", path, source))?;
    match file.take(SECRET).read_to_string(&mut text) {
        Ok(_) => Ok(Secret::new(text)),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            Err(bad_input(format!("The file {} is not text.", path.display()), "Check that it is the right file."))
        }
        Err(source) => Err(file_failure("reading", path, source)),
    }
}
