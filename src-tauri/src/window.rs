//! The one window: built in code so that it is private, kept to the application's own pages, and emptied on lock.
//!
//! Private browsing leaves nothing of the page on disk. It also shuts WebDriver out, so the test build alone can switch
//! it off. The page goes nowhere else, opens nothing, saves nothing and is granted nothing.

use crate::shell::Shared;
use casekeep_model::window::LockReason;
use std::time::Duration;
use tauri::webview::{NewWindowResponse, PermissionResponse};
use tauri::{AppHandle, Emitter, Manager, Url, WebviewWindow, WebviewWindowBuilder, WindowEvent};

/// The window's label, as the capability names it.
pub const MAIN: &str = "main";

/// How long the page may take to keep what was typed last when the window is closed.
const ANSWER: Duration = Duration::from_secs(2);

/// Builds the window.
///
/// # Errors
/// When the system cannot show one.
pub fn build(app: &AppHandle) -> tauri::Result<WebviewWindow> {
    let config = app.config().app.windows.first().cloned().unwrap_or_default();
    let window = WebviewWindowBuilder::from_config(app, &config)?
        .incognito(is_private())
        .devtools(cfg!(debug_assertions))
        .general_autofill_enabled(false)
        .on_navigation(is_own_page)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .on_download(|_, _| false)
        .on_permission_request(|_, _| PermissionResponse::Deny)
        .build()?;
    #[cfg(target_os = "linux")]
    crate::linux::keep_page_menu_to_text(&window)?;
    let handle = app.clone();
    window.on_window_event(move |event| on_event(&handle, event));
    Ok(window)
}

#[cfg(feature = "automation")]
fn is_private() -> bool {
    std::env::var_os("TAURI_WEBVIEW_AUTOMATION").is_none()
}

#[cfg(not(feature = "automation"))]
fn is_private() -> bool {
    true
}

/// Returns true for an address inside the application.
fn is_own_page(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        // The form that custom schemes have in WebView2.
        "http" => cfg!(windows) && url.host_str() == Some("tauri.localhost") && url.port().is_none(),
        _ => false,
    }
}

fn on_event(app: &AppHandle, event: &WindowEvent) {
    match event {
        WindowEvent::CloseRequested { api, .. } => {
            // Locking waits for work to end, so the window goes first and the program after the keys are wiped.
            api.prevent_close();
            close(app.clone());
        }
        WindowEvent::DragDrop(tauri::DragDropEvent::Drop { paths, .. }) => {
            crate::adding::take_dropped(app.clone(), paths.clone());
        }
        _ => {}
    }
}

fn close(app: AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        // A window that cannot be hidden is closed all the same, a moment later.
        let _ = window.hide();
    }
    std::thread::spawn(move || {
        let shell = app.state::<Shared>();
        // The page keeps what was typed last and locks; a page that does not answer is not waited for long.
        if shell.is_open() && app.emit_to(MAIN, "closing", ()).is_ok() {
            shell.wait_until_locked(ANSWER);
        }
        shell.lock(LockReason::Asked, || {});
        app.exit(0);
    });
}

/// Locks the vault, says so, and loads the page afresh so that nothing of the case stays in its memory.
///
/// Blocking; returns when the keys are wiped.
pub fn lock(app: &AppHandle, reason: LockReason) {
    app.state::<Shared>().lock(reason, || leave(app, reason));
}

/// Says that the vault is locked, and loads the page afresh.
pub fn leave(app: &AppHandle, reason: LockReason) {
    // A page that is gone needs no telling.
    let _ = app.emit_to(MAIN, "locked", serde_json::json!({ "reason": reason }));
    if let Some(window) = app.get_webview_window(MAIN) {
        let _ = window.reload();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_application_s_own_pages_are_loaded() {
        let own = |text: &str| is_own_page(&text.parse().expect(text));
        assert!(own("tauri://localhost/") && own("tauri://localhost/index.html#/case/1"));
        for other in [
            "https://example.org/",
            "http://localhost:5173/",
            "http://tauri.localhost:8080/",
            "file:///etc/passwd",
            "data:text/html,hello",
            "about:blank",
            "vaultimg://localhost/thumbnail/1/1",
            "tauri://elsewhere/",
            "blob:tauri://localhost/1",
        ] {
            assert!(!own(other), "{other}");
        }
    }

    #[test]
    fn the_shipped_build_is_always_private() {
        assert!(is_private() || cfg!(feature = "automation"));
    }
}
