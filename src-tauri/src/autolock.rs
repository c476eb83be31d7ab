//! The thread that asks the idle timer once a second and does what it says.

use crate::idle::Step;
use crate::shell::Shared;
use crate::window::{self, MAIN};
use std::time::Duration;
use tauri::{AppHandle, Emitter, Manager};

const EVERY: Duration = Duration::from_secs(1);

/// Starts it; it runs until the program ends.
pub fn start(app: AppHandle) {
    std::thread::spawn(move || {
        loop {
            std::thread::sleep(EVERY);
            match app.state::<Shared>().tick() {
                Step::Wait => {}
                // A page that does not hear it is locked all the same.
                Step::Warn(seconds) => {
                    drop(app.emit_to(MAIN, "about-to-lock", serde_json::json!({ "seconds": seconds })))
                }
                Step::Lock(reason) => window::lock(&app, reason),
            }
        }
    });
}
