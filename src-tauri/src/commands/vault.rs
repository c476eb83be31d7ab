//! Making, unlocking and locking the vault.

use super::{Given, ask, work};
use crate::problem::Answer;
use crate::shell::Shared;
use crate::{dialogs, window};
use casekeep_model::Secret;
use casekeep_model::view::Opening;
use casekeep_model::window::{LockReason, Made, Strength, VaultState};
use casekeep_vault::UnlockWith;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, command};
use zeroize::Zeroizing;

/// Returns where the vault stands.
#[command]
pub async fn vault_state(shell: Given<'_>) -> Answer<VaultState> {
    work(&shell, |shell| shell.vault_state()).await
}

/// Returns how hard a passphrase is to guess.
#[command]
pub async fn check_passphrase(shell: Given<'_>, passphrase: String) -> Answer<Strength> {
    let passphrase = Secret::new(passphrase);
    work(&shell, move |_| Ok(strength_of(&passphrase))).await
}

fn strength_of(passphrase: &Secret) -> Strength {
    let strength = casekeep_vault::check_passphrase(passphrase);
    Strength {
        score: strength.score,
        enough: strength.enough,
        warning: strength.warning,
        suggestions: strength.suggestions,
    }
}

/// Asks the person for a folder.
#[command]
pub async fn choose_folder(app: AppHandle, shell: Given<'_>) -> Answer<Option<PathBuf>> {
    work(&shell, move |_| Ok(dialogs::choose_folder(&app, "Choose a folder"))).await
}

/// Makes a vault and leaves it unlocked.
#[command]
pub async fn create_vault(shell: Given<'_>, folder: PathBuf, passphrase: String) -> Answer<Made> {
    let passphrase = Secret::new(passphrase);
    work(&shell, move |shell| shell.create(&folder, &passphrase)).await
}

/// Compares words of the new vault that were typed; positions count from 1.
#[command]
pub async fn confirm_words(shell: Given<'_>, answers: Vec<(usize, String)>) -> Answer<bool> {
    let answers: Vec<_> = answers.into_iter().map(|(position, word)| (position, Zeroizing::new(word))).collect();
    work(&shell, move |shell| Ok(shell.confirm_words(&answers))).await
}

/// Takes the vault in a folder as the one to unlock.
#[command]
pub async fn open_folder(shell: Given<'_>, folder: String) -> Answer<VaultState> {
    work(&shell, move |shell| shell.open_folder(Path::new(&folder)).and_then(|()| shell.vault_state())).await
}

/// Unlocks with the passphrase.
#[command]
pub async fn unlock(shell: Given<'_>, passphrase: String) -> Answer<Opening> {
    let passphrase = Secret::new(passphrase);
    work(&shell, move |shell| shell.unlock(UnlockWith::Passphrase(&passphrase))).await
}

/// Unlocks with the twelve words.
#[command]
pub async fn unlock_with_words(shell: Given<'_>, words: String) -> Answer<Opening> {
    let words = Secret::new(words);
    work(&shell, move |shell| shell.unlock(UnlockWith::Recovery(&words))).await
}

/// Locks; the page is loaded anew.
#[command]
pub async fn lock(app: AppHandle, shell: Given<'_>) -> Answer<()> {
    work(&shell, move |_: &Shared| {
        window::lock(&app, LockReason::Asked);
        Ok(())
    })
    .await
}

/// Notes that the person is there.
#[command]
pub fn still_here(shell: Given<'_>) {
    shell.touch();
}

/// Notes that the person compared the fingerprint words; they are not asked to again while the vault is unlocked.
#[command]
pub fn confirm_key(shell: Given<'_>) {
    shell.touch();
    shell.set_compared();
}

/// Records why an earlier state of the vault is back.
#[command]
pub async fn acknowledge_restored(shell: Given<'_>, reason: String) -> Answer<()> {
    ask(&shell, move |vault| vault.acknowledge_restored(&reason)).await
}
