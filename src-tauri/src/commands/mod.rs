//! What the page may call, one thin function each: read the arguments, ask the engine on a blocking thread, answer.
//!
//! Secrets are moved into wiped memory at once. No command takes a path except the folder of a vault, which the person
//! chose in the system's own dialog or wrote.

mod adding;
mod backups;
mod checks;
mod entries;
mod handing;
mod importing;
mod keys;
mod looking;
mod messages;
mod papers;
mod proven;
mod reading;
mod registers;
mod seals;
mod settings;
mod shredding;
mod timeline;
mod vault;

pub use adding::*;
pub use backups::*;
pub use checks::*;
pub use entries::*;
pub use handing::*;
pub use importing::*;
pub use keys::*;
pub use looking::*;
pub use messages::*;
pub use papers::*;
pub use reading::*;
pub use registers::*;
pub use seals::*;
pub use settings::*;
pub use shredding::*;
pub use timeline::*;
pub use vault::*;

use crate::dialogs;
use crate::jobs::{Job, Pace};
use crate::problem::{Answer, OrProblem, ShellError, Tell};
use crate::shell::Shared;
use casekeep_model::view::Progress;
use casekeep_vault::{NewFile, UnlockedVault, VaultError};
use std::io::Write;
use std::ops::ControlFlow;
use std::time::Instant;
use tauri::AppHandle;
use tauri::ipc::Channel;

/// The shell, as a command is given it.
type Given<'a> = tauri::State<'a, Shared>;

/// Does the work on a blocking thread; the person is there, so the idle time starts again.
async fn work<T: Send + 'static>(shell: &Shared, act: impl FnOnce(&Shared) -> Answer<T> + Send + 'static) -> Answer<T> {
    shell.touch();
    work_unasked(shell, act).await
}

/// Does the work on a blocking thread, for what the page asks by itself: it says nothing of whether the person is there.
async fn work_unasked<T: Send + 'static>(
    shell: &Shared,
    act: impl FnOnce(&Shared) -> Answer<T> + Send + 'static,
) -> Answer<T> {
    let shell = Shared::clone(shell);
    let done = tauri::async_runtime::spawn_blocking(move || act(&shell)).await;
    done.unwrap_or_else(|_| Err(ShellError::Fault.tell()))
}

/// Asks the unlocked vault.
async fn ask<T: Send + 'static>(
    shell: &Shared,
    act: impl FnOnce(&UnlockedVault) -> Result<T, VaultError> + Send + 'static,
) -> Answer<T> {
    work(shell, |shell| act(&*shell.lease()?).or_problem()).await
}

/// Returns a step that reports to the page, now and then, and goes on until the work is stopped.
fn reporting<'a>(job: &'a Job, on_event: &'a Channel<Progress>) -> impl FnMut(&Progress) -> ControlFlow<()> + 'a {
    let mut pace = Pace::default();
    move |progress| {
        if pace.is_due(Instant::now()) {
            // A page that is gone does not stop the work; locking does.
            let _ = on_event.send(progress.clone());
        }
        job.flow()
    }
}

/// Asks where to save, then writes a text that holds no secret; `None` when the dialog was closed.
fn save_text(app: &AppHandle, shell: &Shared, title: &str, name: &str, text: &str) -> Answer<Option<String>> {
    let Some(place) = dialogs::choose_target(app, title, name) else { return Ok(None) };
    shell.touch();
    let mut file = NewFile::begin(&shell.disk(), &place).or_problem()?;
    file.write_all(text.as_bytes()).map_err(|source| ShellError::Io { path: place.clone(), source }.tell())?;
    file.publish().or_problem()?;
    Ok(Some(place.display().to_string()))
}

/// Says that an item's bytes could not be read.
fn unreadable_item(source: std::io::Error) -> casekeep_model::Problem {
    VaultError::Io { doing: "reading", path: "the item".into(), source }.tell()
}
