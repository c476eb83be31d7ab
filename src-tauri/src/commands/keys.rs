//! The ways to unlock the vault: which there are, and changing them. Each change asks for the passphrase or the words.

use super::proven::Proven;
use super::{Given, ask, reporting, save_text, work};
use crate::problem::{Answer, OrProblem};
use crate::{sheet, window};
use casekeep_model::Secret;
use casekeep_model::keeping::{KeyWay, Keys};
use casekeep_model::view::Progress;
use casekeep_model::window::{LockReason, Made, Proof};
use tauri::ipc::Channel;
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

/// Changes all keys and seals everything again; the vault is then open with the new passphrase. Returns the new words, this
/// once.
#[command]
pub async fn rotate(
    app: AppHandle,
    shell: Given<'_>,
    proof: Proof,
    passphrase: String,
    on_event: Channel<Progress>,
) -> Answer<Made> {
    let (proof, new) = (Proven::new(proof), Secret::new(passphrase));
    work(&shell, move |shell| {
        let job = shell.begin();
        let leave = || window::leave(&app, LockReason::Asked);
        shell.rotate(proof.with(), &new, &mut reporting(&job, &on_event), leave)
    })
    .await
}

/// Goes on with a change of all keys that was stopped; returns the new words, this once.
#[command]
pub async fn resume_rotation(shell: Given<'_>, on_event: Channel<Progress>) -> Answer<Made> {
    work(&shell, move |shell| {
        let job = shell.begin();
        shell.resume_rotation(&mut reporting(&job, &on_event))
    })
    .await
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
