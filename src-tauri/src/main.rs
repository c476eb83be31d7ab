//! The window of Casekeep: a thin shell around the engine, and the only crate that knows Tauri.
//!
//! It turns the page's calls into the engine's verbs, keeps the unlocked vault, locks it, reads the screen and the
//! clipboard, and opens the system's dialogs. It decides nothing about evidence, has no network, writes no log, and
//! gives the page no keys, no paths, and a file's own bytes only in parts of what it plays.

#![cfg_attr(all(windows, not(debug_assertions)), windows_subsystem = "windows")]

mod adding;
mod autolock;
mod clipboard;
mod commands;
mod content;
mod daily;
mod dialogs;
mod grants;
mod idle;
mod jobs;
mod lease;
#[cfg(target_os = "linux")]
mod linux;
mod options;
mod overlap;
mod parts;
mod pixels;
mod problem;
mod process;
mod screen;
mod settings;
mod sheet;
mod shell;
mod shortcut;
mod shots;
mod sign;
mod taking;
mod window;

use casekeep_model::window::LockReason;
use commands::*;
use options::Start;
use shell::{Shared, Shell};
use std::path::PathBuf;
use std::process::ExitCode;
use tauri::{Manager, generate_handler};

include!("command_list.rs");

fn main() -> ExitCode {
    casekeep_media::run_if_child();
    let start = options::read(std::env::args().skip(1));
    match start {
        Ok(Start::Help) => process::say(options::HELP),
        Ok(Start::Version) => process::say(concat!("casekeep-desktop ", env!("CARGO_PKG_VERSION"), "\n")),
        Ok(Start::Window { safe_graphics }) => open(safe_graphics),
        Err(argument) => process::refuse(&format!("“{argument}” is not an option. Use --help.\n"), 2),
    }
}

fn open(safe_graphics: bool) -> ExitCode {
    process::leave_no_dump();
    // Nobody asked for the quicker way of drawing, so that it cannot be had stops nothing.
    if let Err(error) = process::restart_with_fitting_graphics(safe_graphics)
        && safe_graphics
    {
        return process::refuse(&format!("The safe graphics could not be set ({error}).\n"), 4);
    }
    let Some(state) = casekeep_vault::state_folder() else {
        return process::refuse("This account has no home folder. Name a folder in CASEKEEP_STATE.\n", 4);
    };
    let first = std::env::var_os("CASEKEEP_VAULT").filter(|folder| !folder.is_empty()).map(PathBuf::from);
    match run(Shared::new(Shell::new(state, first))) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => process::refuse(&format!("The window could not be opened ({error}).\n"), 4),
    }
}

fn run(shell: Shared) -> tauri::Result<()> {
    tauri::Builder::default()
        .plugin(tauri_plugin_dialog::init())
        .register_asynchronous_uri_scheme_protocol(pixels::SCHEME, pixels::answer)
        .register_asynchronous_uri_scheme_protocol(parts::SCHEME, parts::answer)
        .manage(shell)
        .invoke_handler(app_commands!(generate_handler))
        .setup(|app| {
            window::build(app.handle())?;
            shortcut::start(app.handle());
            autolock::start(app.handle().clone());
            daily::start(app.handle().clone());
            Ok(())
        })
        .build(tauri::generate_context!())?
        .run(|app, event| {
            if let tauri::RunEvent::Exit = event {
                // Whatever ended the program, the keys are wiped before it is gone.
                app.state::<Shared>().lock(LockReason::Asked, || {});
            }
        });
    Ok(())
}

#[cfg(test)]
mod tests {
    macro_rules! names {
        ($($name:ident),* $(,)?) => { [$(stringify!($name)),*] };
    }

    fn granted() -> Vec<String> {
        let text = include_str!("../capabilities/main.json");
        let capability: serde_json::Value = serde_json::from_str(text).expect("the capability is JSON");
        let list = capability["permissions"].as_array().expect("it lists permissions");
        list.iter().map(|name| name.as_str().expect("a permission is text").to_owned()).collect()
    }

    #[test]
    fn the_page_is_granted_its_events_and_the_commands_of_the_list_and_nothing_else() {
        let mut expected = vec!["core:event:allow-listen".to_owned(), "core:event:allow-unlisten".to_owned()];
        expected.extend(app_commands!(names).map(|name| format!("allow-{}", name.replace('_', "-"))));
        assert_eq!(granted(), expected);
    }

    #[test]
    fn the_page_s_list_of_commands_is_in_step() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../ui/src/ipc/commandNames.ts");
        let mut list =
            "// Written by a test of the shell from its list of commands. Change that, then run the test again.\n\n\
                        export type CommandName ="
                .to_owned();
        for name in app_commands!(names) {
            list.push_str(&format!("\n  | '{name}'"));
        }
        list.push_str(";\n");
        let stale = std::fs::read_to_string(path).unwrap_or_default() != list;
        if stale {
            std::fs::write(path, &list).expect("the list can be written");
        }
        assert!(!stale, "ui/src/ipc/commandNames.ts was stale; it is written anew, look at the change and commit it");
    }

    #[test]
    fn the_policy_is_exactly_the_one_that_was_tried() {
        let config: serde_json::Value = serde_json::from_str(include_str!("../tauri.conf.json")).expect("JSON");
        let security = &config["app"]["security"];
        assert_eq!(
            security["csp"],
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' vaultimg: blob:; media-src blob:; \
             connect-src ipc: http://ipc.localhost vaultimg: vaultmedia:; font-src 'self'; base-uri 'none'; form-action 'none'; \
             frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; \
             trusted-types svelte-trusted-html"
        );
        assert_eq!((&security["freezePrototype"], &config["app"]["withGlobalTauri"]), (&true.into(), &false.into()));
        assert_eq!(config["app"]["windows"][0]["create"], false);
        assert_eq!(config["app"]["windows"][0]["title"], "Casekeep");
    }
}
