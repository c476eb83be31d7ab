//! What GTK and WebKit would do on Linux that a vault must not: save a picture from the page's menu, and remember the
//! names of chosen files in the desktop's list of recent files.

use gtk::glib;
use gtk::prelude::*;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tauri::{AppHandle, WebviewWindow};
use webkit2gtk::{HitTestResultExt, WebViewExt};

/// How often the list of recent files is looked at while a dialog is open. GTK writes the list a quarter of a second
/// after it changed, so what is taken out at once never reaches the disk.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// How many looks follow after the dialog is closed.
const LOOKS_AFTER: u32 = 60;

/// Lets the page's own menu open only over fields that are written in: elsewhere it would save pictures to disk.
pub fn keep_page_menu_to_text(window: &WebviewWindow) -> tauri::Result<()> {
    window.with_webview(|webview| {
        webview.inner().connect_context_menu(|_, _, _, hit| !hit.context_is_editable());
    })
}

/// Says whether the window takes the focus when it is shown again.
pub fn focus_when_shown(window: &WebviewWindow, focus: bool) {
    let again = window.clone();
    // Where the main loop is gone the program is ending.
    let _ = window.run_on_main_thread(move || {
        if let Ok(window) = again.gtk_window() {
            window.set_focus_on_map(focus);
        }
    });
}

/// Keeps the desktop's list of recent files free of what is chosen, from before a dialog opens until a while after this
/// is dropped.
pub struct NothingRecent(Arc<AtomicBool>);

impl NothingRecent {
    /// Begins.
    pub fn begin(app: &AppHandle) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&over);
        // Where the main loop is gone the program is ending, and no dialog opens.
        let _ = app.run_on_main_thread(move || watch(seen));
        Self(over)
    }
}

impl Drop for NothingRecent {
    fn drop(&mut self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

fn watch(over: Arc<AtomicBool>) {
    let mut left = LOOKS_AFTER;
    glib::timeout_add_local(LOOK_EVERY, move || {
        forget_own();
        left -= u32::from(over.load(Ordering::Relaxed));
        if left == 0 { glib::ControlFlow::Break } else { glib::ControlFlow::Continue }
    });
}

/// Takes out everything that this program put in the list.
fn forget_own() {
    let (Some(recent), Some(name)) = (gtk::RecentManager::default(), glib::application_name()) else { return };
    for entry in recent.items().iter().filter(|entry| entry.has_application(&name)) {
        if let Some(address) = entry.uri() {
            // It may have gone in the same moment.
            let _ = recent.remove_item(&address);
        }
    }
}
