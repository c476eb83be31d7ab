//! Rules about the files themselves: their length, their tests being named, `unsafe` only where it was reviewed.

use std::path::{Path, PathBuf};
use std::process::Command;

use casekeep_tests::place;

/// The longest a source file may be. Past that it holds two subjects.
const LONGEST: usize = 500;

/// Sources that a program writes, so that no length is asked of them.
const WRITTEN_BY_A_PROGRAM: &[(&str, &str)] =
    &[("ui/src/ipc/types.ts", "the views of crates/model, by a test of that crate")];

/// Where `unsafe` was read by a second person, and why nothing safe does the same.
const UNSAFE_REVIEWED: &[(&str, &str)] = &[
    ("crates/media/src/confine.rs", "the calls that lock the decoding process down have no safe form"),
    ("crates/media/trial/linux.rs", "a test program: tries what that lock must refuse"),
    ("crates/media/trial/main.rs", "a test program: tries what that lock must refuse"),
];

/// Returns the paths of every file that git tracks or would track, with `/` between parts.
///
/// A file that is not ignored counts before it is added, so that a rule is broken on the machine where it is broken.
pub fn tracked() -> Vec<String> {
    let output = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(place::root())
        .output()
        .expect("git lists the files of its own clone");
    assert!(output.status.success(), "git ls-files failed: {}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).expect("file names in this project are UTF-8");
    let paths = names.split('\0').filter(|path| !path.is_empty());
    paths.filter(|path| place::root().join(path).is_file()).map(str::to_owned).collect()
}

/// Returns a file's text; bytes that are no text become replacement marks.
pub fn read(path: &str) -> String {
    let bytes = std::fs::read(place::root().join(path)).expect("a tracked file can be read");
    String::from_utf8_lossy(&bytes).into_owned()
}

/// Says whether a path is a source file that people write.
pub fn is_source(path: &str) -> bool {
    let by_a_program = WRITTEN_BY_A_PROGRAM.iter().any(|(file, _)| *file == path);
    !by_a_program && [".rs", ".ts", ".svelte", ".css", ".js", ".mjs", ".py"].iter().any(|end| path.ends_with(end))
}

#[test]
fn no_source_file_is_too_long() {
    let long: Vec<String> = tracked()
        .into_iter()
        .filter(|path| is_source(path))
        .map(|path| (read(&path).lines().count(), path))
        .filter(|(lines, _)| *lines > LONGEST)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    assert!(long.is_empty(), "over {LONGEST} lines: {long:#?}");
}

#[test]
fn unsafe_stands_only_where_it_was_reviewed() {
    let here = "tests/tests/house/files.rs";
    let found: Vec<String> = tracked()
        .into_iter()
        .filter(|path| path.ends_with(".rs") && path != here)
        .filter(|path| !UNSAFE_REVIEWED.iter().any(|(reviewed, _)| reviewed == path))
        .filter(|path| read(path).lines().any(names_unsafe))
        .collect();
    assert!(found.is_empty(), "`unsafe` or a permission for it, not in the reviewed list: {found:#?}");
}

#[test]
fn the_reviewed_list_names_no_file_that_needs_it_no_longer() {
    let stale: Vec<&str> = UNSAFE_REVIEWED
        .iter()
        .map(|(path, _)| *path)
        .filter(|path| !place::root().join(path).is_file() || !read(path).lines().any(names_unsafe))
        .collect();
    assert!(stale.is_empty(), "no `unsafe` there: {stale:?}");
}

/// Where the engine may reach a file system, and why.
const REACHES_FILES: &[(&str, &str)] = &[
    ("crates/vault/src/files.rs", "the one seam"),
    ("crates/vault/src/place.rs", "asks the system about the disk that a folder is on"),
    ("crates/vault/src/outside.rs", "reads the person's own files, which are not the vault's"),
];

#[test]
fn the_engine_reaches_files_through_one_seam() {
    let ways = ["std::fs", "fs::", "OpenOptions", ".is_dir()", ".exists()", ".metadata().is_ok"];
    let around: Vec<String> = tracked()
        .into_iter()
        .filter(|path| path.starts_with("crates/vault/src/") && REACHES_FILES.iter().all(|(file, _)| file != path))
        .filter(|path| {
            let text = read(path);
            let program = text.lines().take_while(|line| *line != "#[cfg(test)]");
            program.filter(|line| !names_comment(line)).any(|line| ways.iter().any(|way| line.contains(way)))
        })
        .collect();
    assert!(around.is_empty(), "these go around crates/vault/src/files.rs: {around:#?}");
}

#[test]
fn only_tests_make_guessing_cheap() {
    let here = "tests/tests/house/files.rs";
    let found: Vec<String> = tracked()
        .into_iter()
        .filter(|path| path.ends_with(".rs") && path != here && !path.starts_with("crates/vault/tests/"))
        .filter(|path| read(path).contains("FOR_TESTS") && path != "crates/vault/src/installation.rs")
        .collect();
    assert!(found.is_empty(), "a vault whose passphrase costs nothing to guess: {found:#?}");
}

fn names_comment(line: &str) -> bool {
    line.trim_start().starts_with("//")
}

#[test]
fn every_crate_keeps_the_workspace_lints() {
    let without: Vec<String> = tracked()
        .into_iter()
        .filter(|path| path.ends_with("/Cargo.toml"))
        .filter(|path| !read(path).contains("[lints]\nworkspace = true"))
        .collect();
    assert!(without.is_empty(), "no `[lints] workspace = true` in {without:?}");
}

#[test]
fn the_fuzz_targets_have_the_same_lints() {
    let lints = |path: &str| -> String {
        let text = read(path);
        let start = text.find("[workspace.lints.rust]").unwrap_or_else(|| panic!("{path} has no lints"));
        text[start..].split("\n\n").take(2).collect::<Vec<_>>().join("\n\n")
    };
    assert_eq!(lints("fuzz/Cargo.toml"), lints("Cargo.toml"));
}

#[test]
fn every_test_file_runs() {
    let folder = place::root().join("tests/tests");
    let manifest = read("tests/Cargo.toml");
    let mut forgotten = Vec::new();
    collect_forgotten(&folder, &manifest, &mut forgotten);
    assert!(forgotten.is_empty(), "no module and no test binary names {forgotten:#?}");
}

fn collect_forgotten(folder: &Path, manifest: &str, forgotten: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).expect("a folder of tests can be read");
    for path in entries.map(|entry| entry.expect("an entry of that folder can be read").path()) {
        let name = path.file_stem().expect("an entry has a name").to_string_lossy().into_owned();
        if path.is_dir() {
            collect_forgotten(&path, manifest, forgotten);
        }
        let is_module = path.join("mod.rs").is_file() || path.extension().is_some_and(|end| end == "rs");
        if is_module && name != "mod" && !is_binary(&path, manifest) && !is_named(&path, &name) {
            forgotten.push(path);
        }
    }
}

/// Says whether the manifest gives this file its own test binary.
fn is_binary(path: &Path, manifest: &str) -> bool {
    let inside = path.strip_prefix(place::root().join("tests")).expect("a test lies in the tests package");
    manifest.contains(&format!("path = \"{}\"", inside.display()))
}

/// Says whether a source beside this file, or the module it belongs to, declares it.
fn is_named(path: &Path, name: &str) -> bool {
    let beside = path.parent().expect("a test lies in a folder");
    let sources = std::fs::read_dir(beside).expect("a folder of tests can be read");
    sources
        .filter_map(|entry| std::fs::read_to_string(entry.ok()?.path()).ok())
        .any(|text| text.lines().any(|line| line.trim_start_matches("pub ").trim() == format!("mod {name};")))
}

fn names_unsafe(line: &str) -> bool {
    let code = line.split("//").next().unwrap_or_default();
    code.contains("allow(unsafe_code")
        || ["unsafe {", "unsafe fn", "unsafe impl", "unsafe extern", "unsafe(", "expect(unsafe_code"]
            .iter()
            .any(|word| code.contains(word))
}
