//! The check that goes on by itself: a little each day, while the vault is open and nobody does anything.
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
        loop {
            std::thread::sleep(EVERY);
            if let Some(found) = check_a_little(&app.state::<Shared>()) {
                // A page that does not hear it asks for the last check all the same.
                drop(app.emit_to(MAIN, "checked", found));
            }
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
