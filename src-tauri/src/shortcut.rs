//! The shortcut for capturing, which works whichever program is in front: registered from here, so that the page needs no
//! right to it. A second one, with Shift, ends the set of captures.
//!
//! Wayland gives programs no keys of their own; there the plugin is not even started.

use crate::problem::ShellError;
use crate::shell::{Shared, Shell, is_wayland};
use crate::{sign, taking};
use casekeep_model::window::{Settings, ShortcutState as Stands};
use tauri::{AppHandle, Manager};
use tauri_plugin_global_shortcut::{GlobalShortcutExt, Modifiers, Shortcut, ShortcutState};

/// Takes the keys of the settings; keys that cannot be had are said in the settings, and stop nothing.
pub fn start(app: &AppHandle) {
    let shell = app.state::<Shared>();
    if is_wayland() || app.plugin(tauri_plugin_global_shortcut::Builder::new().build()).is_err() {
        shell.set_shortcut(Stands::Unavailable);
        return;
    }
    // What came of it is in the shell's state.
    let _ = take_keys(app, &shell, &shell.settings());
}

/// Takes the keys of new settings in place of those that are taken.
///
/// # Errors
/// [`ShellError::ShortcutTaken`]; the earlier keys are taken again then.
pub fn change(app: &AppHandle, shell: &Shell, wanted: &Settings) -> Result<(), ShellError> {
    let before = shell.settings();
    let same = (before.shortcut_on, &before.shortcut) == (wanted.shortcut_on, &wanted.shortcut);
    if same || is_wayland() || app.try_state::<tauri_plugin_global_shortcut::GlobalShortcut<tauri::Wry>>().is_none() {
        return Ok(());
    }
    take_keys(app, shell, wanted).inspect_err(|_| drop(take_keys(app, shell, &before)))
}

fn take_keys(app: &AppHandle, shell: &Shell, settings: &Settings) -> Result<(), ShellError> {
    let keys = app.global_shortcut();
    // Keys that were never had need not be given back.
    let _ = keys.unregister_all();
    shell.set_shortcut(Stands::Off);
    if !settings.shortcut_on {
        return Ok(());
    }
    let taken = read(&settings.shortcut).ok_or(ShellError::ShortcutTaken).and_then(|shortcut| {
        keys.on_shortcut(shortcut, |app, _, event| {
            if event.state() == ShortcutState::Pressed {
                taking::begin(app.clone());
            }
        })
        .map_err(|_| ShellError::ShortcutTaken)?;
        // Without this one a set is ended in the window.
        let ending = Shortcut::new(Some(shortcut.mods | Modifiers::SHIFT), shortcut.key);
        let _ = keys.on_shortcut(ending, |app, _, event| {
            if event.state() == ShortcutState::Pressed {
                end_set(app);
            }
        });
        Ok(())
    });
    shell.set_shortcut(if taken.is_ok() { Stands::On } else { Stands::Taken });
    taken
}

fn end_set(app: &AppHandle) {
    let shell = app.state::<Shared>();
    if let Some(set) = shell.shots().going_on() {
        shell.shots().end();
        let shots = if set.shots == 1 { "1 shot".to_owned() } else { format!("{} shots", set.shots) };
        sign::show(app, format!("The set is complete: {shots}"));
        taking::tell_set(app);
    }
}

/// Reads keys; `None` for what is no shortcut, and for one that would take a plain letter from every other program, or
/// the Shift that ends a set.
fn read(text: &str) -> Option<Shortcut> {
    let shortcut: Shortcut = text.parse().ok()?;
    let held = Modifiers::CONTROL | Modifiers::ALT | Modifiers::SUPER;
    (shortcut.mods.intersects(held) && !shortcut.mods.contains(Modifiers::SHIFT)).then_some(shortcut)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_the_settings_are_keys() {
        assert!(read(&Settings::default().shortcut).is_some());
    }

    #[test]
    fn no_program_loses_a_plain_key() {
        for text in ["K", "Shift+K", "Ctrl+Shift+K", "Ctrl+Alt+", "Ctrl", "", "Ctrl+Zebra", "K+Ctrl"] {
            assert_eq!(read(text), None, "{text}");
        }
        assert!(read("Alt+F9").is_some() && read("ctrl+super+2").is_some());
    }
}
