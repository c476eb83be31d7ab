//! The system's own dialogs for files and folders, opened from Rust: the page never names a place on the disk.
//!
//! Blocking; never on the window's own thread. In the test build alone, `CASEKEEP_DIALOG_ANSWER` names a text file that
//! answers instead, one path a line.

use crate::window::MAIN;
use std::path::PathBuf;
use tauri::{AppHandle, Manager};
use tauri_plugin_dialog::{DialogExt, FileDialogBuilder};

/// Asks for a folder; `None` when the dialog was closed.
pub fn choose_folder(app: &AppHandle, title: &str) -> Option<PathBuf> {
    if let Some(answer) = automated() {
        return answer.into_iter().next();
    }
    let ask = |dialog: FileDialogBuilder<tauri::Wry>| dialog.set_can_create_directories(true).blocking_pick_folder();
    asked(app, title, ask)?.into_path().ok()
}

/// Asks for files; empty when the dialog was closed.
pub fn choose_files(app: &AppHandle, title: &str) -> Vec<PathBuf> {
    if let Some(answer) = automated() {
        return answer;
    }
    let chosen = asked(app, title, FileDialogBuilder::blocking_pick_files).unwrap_or_default();
    chosen.into_iter().filter_map(|path| path.into_path().ok()).collect()
}

/// Asks where to save; `None` when the dialog was closed.
pub fn choose_target(app: &AppHandle, title: &str, name: &str) -> Option<PathBuf> {
    if let Some(answer) = automated() {
        return answer.into_iter().next();
    }
    let ask = |dialog: FileDialogBuilder<tauri::Wry>| dialog.set_file_name(plain_name(name)).blocking_save_file();
    asked(app, title, ask)?.into_path().ok()
}

fn asked<T>(app: &AppHandle, title: &str, ask: impl FnOnce(FileDialogBuilder<tauri::Wry>) -> Option<T>) -> Option<T> {
    #[cfg(target_os = "linux")]
    let _nothing_recent = crate::linux::NothingRecent::begin(app);
    let mut dialog = app.dialog().file().set_title(title);
    if let Some(home) = std::env::home_dir() {
        // Otherwise it opens on the list of recent files.
        dialog = dialog.set_directory(home);
    }
    ask(match app.get_webview_window(MAIN) {
        Some(window) => dialog.set_parent(&window),
        None => dialog,
    })
}

#[cfg(feature = "automation")]
fn automated() -> Option<Vec<PathBuf>> {
    let answers = std::env::var_os("CASEKEEP_DIALOG_ANSWER")?;
    let text = std::fs::read_to_string(answers).unwrap_or_default();
    Some(text.lines().filter(|line| !line.is_empty()).map(PathBuf::from).collect())
}

#[cfg(not(feature = "automation"))]
fn automated() -> Option<Vec<PathBuf>> {
    None
}

/// The longest name that is offered, in characters; every file system takes it.
const NAME_CHARS: usize = 100;

/// Returns the name with everything replaced that a file system or a reader could trip over.
fn plain_name(name: &str) -> String {
    let is_trouble = |c: char| "/\\<>:\"|?*".contains(c) || casekeep_model::visible::is_hidden(c);
    let plain: String = name.chars().map(|c| if is_trouble(c) { '_' } else { c }).collect();
    let trimmed = plain.trim_matches([' ', '.']);
    if trimmed.is_empty() { "file".to_owned() } else { shortened(trimmed) }
}

fn shortened(name: &str) -> String {
    let count = name.chars().count();
    if count <= NAME_CHARS {
        return name.to_owned();
    }
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let ending = if ending.chars().count() <= 10 { ending } else { "" };
    let dot = usize::from(!ending.is_empty());
    let body: String = name.chars().take(NAME_CHARS - dot - ending.chars().count()).collect();
    if dot == 1 { format!("{body}.{ending}") } else { body }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offered_names_are_plain() {
        assert_eq!(plain_name("letter 3 March.pdf"), "letter 3 March.pdf");
        assert_eq!(plain_name("../../etc/passwd"), "_.._etc_passwd");
        assert_eq!(plain_name("invoice\u{202e}gpj.exe"), "invoice_gpj.exe");
        assert_eq!(plain_name(" .. "), "file");
        assert_eq!(plain_name("a:b?.png"), "a_b_.png");
    }

    #[test]
    fn long_names_keep_their_ending() {
        let name = plain_name(&format!("{}.jpeg", "é".repeat(300)));
        assert_eq!(name.chars().count(), NAME_CHARS);
        assert!(name.ends_with("é.jpeg"));
        assert_eq!(plain_name(&"x".repeat(300)).len(), NAME_CHARS);
        assert_eq!(plain_name(&format!("a.{}", "y".repeat(300))).len(), NAME_CHARS);
    }
}
