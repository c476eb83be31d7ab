//! What goes on by itself while the vault is open and nobody does anything: a little of the check each day, and fewer,
//! larger files for the log.
//!
//! It is no work that the person started, so it does not hold off locking: it stops at its next step when somebody is
//! there again, when other work begins, or when the vault is locked.

use crate::shell::{Shared, Shell};
use crate::window::MAIN;
use casekeep_model::keeping::LastCheck;
use std::ops::ControlFlow;
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager};

/// How often it looks whether it may go on.
const EVERY: Duration = Duration::from_secs(10);

/// Starts it; it runs until the program ends.
pub fn start(app: AppHandle) {
    std::thread::spawn(move || {
        let mut tidied = false;
        loop {
            std::thread::sleep(EVERY);
            let shell = app.state::<Shared>();
            if let Some(found) = check_a_little(&shell) {
                // A page that does not hear it asks for the last check all the same.
                drop(app.emit_to(MAIN, "checked", found));
            }
            tidied = shell.is_quiet() && (tidied || compact(&shell));
        }
    });
}

/// Checks a little if it may; returns what was found, where something is wrong.
fn check_a_little(shell: &Shell) -> Option<LastCheck> {
    if !shell.is_quiet() {
        return None;
    }
    let vault = shell.lease().ok()?;
    let flow = || if shell.is_quiet() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) };
    // Stopped or refused, it is tried again at another quiet moment; a whole check says what is wrong.
    let did = vault.check_a_little(&mut |_| flow()).unwrap_or(false);
    vault.last_check().filter(|last| did && !last.report.problems.is_empty())
}

/// Joins files of the log one after another while it may; returns true when there is no more to do for now.
fn compact(shell: &Shell) -> bool {
    let Ok(vault) = shell.lease() else { return false };
    while shell.is_quiet() {
        // What fails waits for another quiet moment: everything that was saved is there all the same.
        if vault.compact(1).unwrap_or(0) == 0 {
            return true;
        }
    }
    false
}
