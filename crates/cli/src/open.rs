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
    })
}

/// Opens the vault's folder, locked.
///
/// # Errors
/// When there is no vault there.
pub fn locked(arguments: &Arguments) -> Result<Vault, Failure> {
    Ok(open_vault(&vault_folder(arguments)?, installation()?)?)
}

/// Opens and unlocks the vault.
///
/// # Errors
/// When there is no vault there or it does not unlock.
pub fn unlocked(arguments: &Arguments, access: Access) -> Result<UnlockedVault, Failure> {
    let vault = locked(arguments)?;
    if let Some(path) = &arguments.recovery_file {
        let words = read_secret(path)?;
        return Ok(greet(arguments, vault.unlock(UnlockWith::Recovery(&words), access)?));
    }
    let passphrase = passphrase(arguments, "Passphrase: ")?;
    Ok(greet(arguments, vault.unlock(UnlockWith::Passphrase(&passphrase), access)?))
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
    for finding in &opening.findings {
        lines.push_str(&format!("{}: {}\n    {}\n", finding.class.code(), finding.what, finding.step));
    }
    // Standard error is only for a person here; what it says stays to be found by `verify`.
    let _ = io::stderr().write_all(lines.as_bytes());
    vault
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
        None if io::stdin().is_terminal() => {
            let typed = rpassword::prompt_password(prompt);
            Ok(Secret::new(typed.map_err(|source| file_failure("reading", Path::new("the terminal"), source))?))
        }
        None => {
            let message = "No passphrase was given.";
            Err(Problem::new(ErrorCode::SecretMissing, message, "Use --passphrase-file FILE or --recovery-file FILE.")
                .into())
        }
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
