//! Destroying a case, keeping one from it, and what is left of those that are gone.

use super::{Given, ask, reporting, save_text, work};
use crate::problem::{Answer, OrProblem, ShellError, Tell};
use crate::shell::Certificate;
use casekeep_model::keeping::{ShredCertificate, ShredPlan, Tombstone};
use casekeep_model::view::Progress;
use tauri::ipc::Channel;
use tauri::{AppHandle, command};

/// Says what shredding a case would destroy, and what it would not reach.
#[command]
pub async fn plan_shred(shell: Given<'_>, case: u32) -> Answer<ShredPlan> {
    ask(&shell, move |vault| vault.plan_shred(case)).await
}

/// Shreds a case; its certificate can be saved until the vault is locked.
#[command]
pub async fn shred(
    shell: Given<'_>,
    case: u32,
    name: String,
    reason: String,
    on_event: Channel<Progress>,
) -> Answer<ShredCertificate> {
    work(&shell, move |shell| {
        let (vault, job) = (shell.lease()?, shell.begin());
        // What is played of it ends now, and what the page opened in the meantime ends with it.
        shell.close_all_media();
        let done = vault.shred(case, &name, &reason, &mut reporting(&job, &on_event)).or_problem();
        shell.close_all_media();
        let done = done?;
        shell.keep_certificate(Certificate { case, text: done.text.clone() });
        Ok(done)
    })
    .await
}

/// Asks where to save, then writes the certificate of the last shredding; `None` when the dialog was closed.
#[command]
pub async fn save_certificate(app: AppHandle, shell: Given<'_>) -> Answer<Option<String>> {
    work(&shell, move |shell| {
        let certificate = shell.certificate().ok_or_else(|| ShellError::CertificateGone.tell())?;
        let name = format!("Certificate of a shredding, case {}.txt", certificate.case);
        save_text(&app, shell, "Save the certificate", &name, &certificate.text)
    })
    .await
}

/// Puts a hold on a case: it cannot be shredded.
#[command]
pub async fn hold_case(shell: Given<'_>, case: u32, reason: String) -> Answer<()> {
    ask(&shell, move |vault| vault.set_hold(case, Some(&reason))).await
}

/// Takes the hold off a case.
#[command]
pub async fn release_case(shell: Given<'_>, case: u32, reason: String) -> Answer<()> {
    ask(&shell, move |vault| vault.release_hold(case, &reason)).await
}

/// Returns what is left of every case that was shredded.
#[command]
pub async fn tombstones(shell: Given<'_>) -> Answer<Vec<Tombstone>> {
    ask(&shell, |vault| vault.tombstones()).await
}
