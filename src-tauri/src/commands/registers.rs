//! The registers of a case, its details, and what stays private to it.

use super::{Given, ask};
use crate::problem::Answer;
use casekeep_model::view::{DetailsView, Entered, PrivateKind, PrivateNote, RegisterView};
use casekeep_model::{Patch, Register, RegisterEntry, Timestamp};
use tauri::command;

/// Lists the entries of a register.
#[command]
pub async fn register_entries(shell: Given<'_>, case: u32, register: Register) -> Answer<Vec<RegisterView>> {
    ask(&shell, move |vault| vault.register_entries(case, register)).await
}

/// Returns an entry of a register with everything that was written.
#[command]
pub async fn register_entry(shell: Given<'_>, case: u32, register: Register, n: u32) -> Answer<RegisterView> {
    ask(&shell, move |vault| vault.register_entry(case, register, n)).await
}

/// Writes an entry into its register.
#[command]
pub async fn enter(shell: Given<'_>, case: u32, entry: RegisterEntry) -> Answer<Entered> {
    ask(&shell, move |vault| vault.enter(case, &entry)).await
}

/// Amends an entry of a register.
#[command]
pub async fn amend_entry(
    shell: Given<'_>,
    case: u32,
    register: Register,
    n: u32,
    changes: Patch,
    reason: String,
) -> Answer<()> {
    ask(&shell, move |vault| vault.amend_entry(case, register, n, &changes, &reason)).await
}

/// Returns what is known of a case as a whole.
#[command]
pub async fn case_details(shell: Given<'_>, case: u32) -> Answer<DetailsView> {
    ask(&shell, move |vault| vault.case_details(case)).await
}

/// Writes details of a case, or amends them.
#[command]
pub async fn amend_details(shell: Given<'_>, case: u32, changes: Patch, reason: String) -> Answer<()> {
    ask(&shell, move |vault| vault.amend_details(case, &changes, &reason)).await
}

/// Returns the private notes and the advice of a case.
#[command]
pub async fn private_notes(shell: Given<'_>, case: u32) -> Answer<Vec<PrivateNote>> {
    ask(&shell, move |vault| vault.private_notes(case)).await
}

/// Writes a private note, or advice with who gave it.
#[command]
pub async fn write_private_note(
    shell: Given<'_>,
    case: u32,
    kind: PrivateKind,
    text: String,
    from: Option<String>,
) -> Answer<Timestamp> {
    ask(&shell, move |vault| match kind {
        PrivateKind::Note => vault.add_private_note(case, &text),
        PrivateKind::Advice => vault.add_advice(case, &text, from.as_deref()),
    })
    .await
}
