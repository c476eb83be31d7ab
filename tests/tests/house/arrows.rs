//! Dependencies point one way: the shells, then the parts, then format, then model.
//!
//! Reads `cargo metadata`, so a crate that is added must be given its place here before anything else is green.

use std::collections::BTreeMap;

use cargo_metadata::{DependencyKind, MetadataCommand, Package};
use casekeep_tests::place;

/// What each crate of the workspace may depend on, of the workspace. The two that no user gets are free.
const MAY_USE: &[(&str, &[&str])] = &[
    ("casekeep-model", &[]),
    ("casekeep-format", &["casekeep-model"]),
    ("casekeep-vault", &["casekeep-model", "casekeep-format"]),
    ("casekeep-exports", &["casekeep-model"]),
    ("casekeep-media", &["casekeep-model", "casekeep-exports"]),
    ("casekeep-bundle", &["casekeep-model", "casekeep-format"]),
    ("casekeep-content", &["casekeep-model", "casekeep-format"]),
    ("casekeep-report", &["casekeep-model"]),
    ("casekeep-cli", COMMAND_LINE),
    ("casekeep-desktop", SHELL),
    ("casekeep-bench", &["casekeep-model", "casekeep-format", "casekeep-vault", "casekeep-bundle", "casekeep-report"]),
    ("xtask", &[]),
];

/// What the command line may use beside the engines: the typesetter, which it can be built without.
const COMMAND_LINE: &[&str] =
    &["casekeep-model", "casekeep-format", "casekeep-vault", "casekeep-media", "casekeep-bundle", "casekeep-report"];

/// What the window may use beside the engines.
const SHELL: &[&str] = &[
    "casekeep-model",
    "casekeep-format",
    "casekeep-vault",
    "casekeep-media",
    "casekeep-bundle",
    "casekeep-content",
    "casekeep-report",
];

/// Crates from outside that only one crate of ours may name, and why.
const ONLY_IN: &[(&str, &str, &str)] = &[
    ("tauri", "casekeep-desktop", "the shell is the only crate that knows Tauri"),
    ("tauri-build", "casekeep-desktop", "the shell is the only crate that knows Tauri"),
    ("tauri-plugin-dialog", "casekeep-desktop", "the shell is the only crate that knows Tauri"),
    ("xcap", "casekeep-desktop", "only the window looks at the screen"),
    ("arboard", "casekeep-desktop", "only the window looks at the clipboard"),
    ("rusqlite", "casekeep-vault", "the index is the engine's own cache"),
    ("landlock", "casekeep-media", "one sandbox, in one place"),
    ("seccompiler", "casekeep-media", "one sandbox, in one place"),
    ("typst", "casekeep-report", "one typesetter, in one place"),
    ("typst-pdf", "casekeep-report", "one typesetter, in one place"),
    ("zip", "casekeep-report", "the envelope of a DOCX, and nothing else"),
    ("clap", "casekeep-cli", "a command line belongs to the command line"),
    ("indicatif", "casekeep-cli", "a core crate prints nothing"),
];

/// What the crates without a world of their own never name in their sources: they get bytes, times and randomness handed in.
const NO_WORLD: &[&str] = &[
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::thread",
    "SystemTime::now",
    "Utc::now",
    "Local::now",
    "println!",
    "eprintln!",
];

#[test]
fn every_arrow_points_down() {
    let allowed: BTreeMap<_, _> = MAY_USE.iter().copied().collect();
    let packages = packages();
    let members: Vec<&str> = packages.iter().map(|package| package.name.as_str()).collect();
    let mut wrong = Vec::new();
    for package in packages.iter().filter(|package| package.name.as_str() != "casekeep-tests") {
        let Some(may) = allowed.get(package.name.as_str()) else {
            wrong.push(format!("{} has no place in the table of this test", package.name));
            continue;
        };
        let inside = package.dependencies.iter().filter(|dependency| members.contains(&dependency.name.as_str()));
        wrong.extend(
            inside
                .filter(|dependency| {
                    dependency.name != package.name.as_str() && !may.contains(&dependency.name.as_str())
                })
                .map(|dependency| format!("{} must not depend on {}", package.name, dependency.name)),
        );
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn outside_crates_stay_where_they_belong() {
    let mut wrong = Vec::new();
    for package in packages() {
        for dependency in
            package.dependencies.iter().filter(|dependency| dependency.kind != DependencyKind::Development)
        {
            let reason = if dependency.name.starts_with("tauri") && package.name.as_str() != "casekeep-desktop" {
                Some("the shell is the only crate that knows Tauri")
            } else {
                let rule = ONLY_IN.iter().find(|(name, _, _)| *name == dependency.name);
                rule.filter(|(_, home, _)| *home != package.name.as_str()).map(|(_, _, reason)| *reason)
            };
            wrong.extend(reason.map(|reason| format!("{} names {}: {reason}", package.name, dependency.name)));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Who only checks bundles should not have to carry, or trust, a typesetter.
#[test]
fn the_command_line_can_be_built_without_a_typesetter() {
    let tree = |features: &[&str]| {
        let arguments = ["tree", "--locked", "-p", "casekeep-cli", "-e", "normal", "--prefix", "none"];
        let done = std::process::Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()))
            .args(arguments)
            .args(features)
            .current_dir(place::root())
            .output()
            .expect("cargo is there");
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
        String::from_utf8_lossy(&done.stdout).into_owned()
    };
    let carries =
        |tree: &str| tree.lines().any(|line| line.starts_with("typst") || line.starts_with("casekeep-report"));
    assert!(carries(&tree(&[])), "as it is built by default it makes papers");
    assert!(!carries(&tree(&["--no-default-features"])));
}

#[test]
fn model_format_and_exports_reach_no_disk_clock_or_environment() {
    let mut wrong = Vec::new();
    for path in super::files::tracked().into_iter().filter(|path| {
        let pure = ["crates/model/src/", "crates/format/src/", "crates/exports/src/"];
        pure.iter().any(|folder| path.starts_with(folder)) && path.ends_with(".rs")
    }) {
        let text = super::files::read(&path);
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for line in code.lines().filter(|line| !line.trim_start().starts_with("//")) {
            wrong.extend(NO_WORLD.iter().filter(|word| line.contains(**word)).map(|word| format!("{path}: {word}")));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_window_system_is_named_in_one_folder_of_the_interface() {
    let wrong: Vec<String> = super::files::tracked()
        .into_iter()
        .filter(|path| path.starts_with("ui/src/") && !path.starts_with("ui/src/ipc/"))
        .filter(|path| path.ends_with(".ts") || path.ends_with(".svelte") || path.ends_with(".js"))
        .filter(|path| super::files::read(path).contains("@tauri-apps/"))
        .collect();
    assert!(wrong.is_empty(), "@tauri-apps/ belongs into ui/src/ipc only: {wrong:#?}");
}

fn packages() -> Vec<Package> {
    let mut command = MetadataCommand::new();
    command.manifest_path(place::root().join("Cargo.toml")).no_deps();
    command.exec().expect("cargo describes this workspace").packages
}
