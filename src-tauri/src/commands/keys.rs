//! The ways to unlock the vault: which there are, and changing them. Each change asks for the passphrase or the words.

use super::proven::Proven;
use super::{Given, ask, save_text, work};
use crate::problem::{Answer, OrProblem};
use crate::sheet;
use casekeep_model::Secret;
use casekeep_model::keeping::{KeyWay, Keys};
use casekeep_model::window::Proof;
use tauri::{AppHandle, command};

/// Returns every way to unlock the vault.
#[command]
pub async fn keys(shell: Given<'_>) -> Answer<Keys> {
    ask(&shell, |vault| vault.keys()).await
}

/// Puts another passphrase in place.
#[command]
pub async fn change_passphrase(shell: Given<'_>, proof: Proof, passphrase: String) -> Answer<()> {
    let (proof, new) = (Proven::new(proof), Secret::new(passphrase));
    ask(&shell, move |vault| vault.change_passphrase(proof.with(), &new)).await
}

/// Puts other recovery words in place and returns them, this once.
#[command]
pub async fn new_recovery_words(shell: Given<'_>, proof: Proof) -> Answer<Vec<String>> {
    let proof = Proven::new(proof);
    work(&shell, move |shell| {
        let words = shell.lease()?.new_recovery_words(proof.with()).or_problem()?;
        shell.keep_new_words(&words);
        Ok(words)
    })
    .await
}

/// Opens a copy of the key with the words, and notes the date.
#[command]
pub async fn rehearse_words(shell: Given<'_>, words: String) -> Answer<()> {
    let words = Secret::new(words);
    ask(&shell, move |vault| vault.rehearse_words(&words)).await
}

/// Lets a further key open the vault.
#[command]
pub async fn add_key(shell: Given<'_>, proof: Proof, label: String, recipient: String) -> Answer<KeyWay> {
    let proof = Proven::new(proof);
    ask(&shell, move |vault| vault.add_key(proof.with(), &label, &recipient)).await
}

/// Takes a further key out.
#[command]
pub async fn remove_key(shell: Given<'_>, proof: Proof, file: String) -> Answer<()> {
    let proof = Proven::new(proof);
    ask(&shell, move |vault| vault.remove_key(proof.with(), &file)).await
}

/// Asks where to save, then writes a sheet on which words are written by hand; it holds no secret.
#[command]
pub async fn save_words_form(app: AppHandle, shell: Given<'_>) -> Answer<Option<String>> {
    work(&shell, move |shell| {
        let form = sheet::for_words(shell.lease()?.opening());
        save_text(&app, shell, "Save the sheet", "Sheet for 12 words.html", &form)
    })
    .await
}
