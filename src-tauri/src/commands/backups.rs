//! Copies of the vault in folders that the person chose: making them, trying them, and putting one back.

use super::proven::Proven;
use super::{Given, ask, reporting, work};
use crate::problem::{Answer, OrProblem};
use casekeep_model::keeping::{BackupReport, Backups, Rehearsal};
use casekeep_model::view::Progress;
use casekeep_model::window::Proof;
use std::path::PathBuf;
use tauri::command;
use tauri::ipc::Channel;

/// Returns where the vault is copied to.
#[command]
pub async fn backups(shell: Given<'_>) -> Answer<Backups> {
    ask(&shell, |vault| vault.backups()).await
}

/// Copies the vault to a folder, what is not there yet.
#[command]
pub async fn back_up(shell: Given<'_>, folder: PathBuf, on_event: Channel<Progress>) -> Answer<BackupReport> {
    work(&shell, move |shell| {
        let (vault, job) = (shell.lease()?, shell.begin());
        vault.back_up(&folder, &mut reporting(&job, &on_event)).or_problem()
    })
    .await
}

/// Opens a copy with the passphrase or the words, and compares it.
#[command]
pub async fn rehearse_backup(
    shell: Given<'_>,
    folder: PathBuf,
    proof: Proof,
    on_event: Channel<Progress>,
) -> Answer<Rehearsal> {
    let proof = Proven::new(proof);
    work(&shell, move |shell| {
        let (vault, job) = (shell.lease()?, shell.begin());
        vault.rehearse_backup(&folder, proof.with(), &mut reporting(&job, &on_event)).or_problem()
    })
    .await
}

/// Takes a folder off the list; the copy in it stays.
#[command]
pub async fn forget_backup(shell: Given<'_>, folder: PathBuf) -> Answer<()> {
    ask(&shell, move |vault| vault.forget_backup(&folder)).await
}

/// Makes a vault of a backup in another folder; none needs to be open.
#[command]
pub async fn restore_vault(
    shell: Given<'_>,
    from: PathBuf,
    to: PathBuf,
    on_event: Channel<Progress>,
) -> Answer<BackupReport> {
    work(&shell, move |shell| {
        let job = shell.begin();
        shell.restore(&from, &to, &mut reporting(&job, &on_event))
    })
    .await
}
