//! The interface's side: the version of Node, the packages of the lock file, the built page.
//!
//! A stamp in cargo's output folder holds what the last run saw, so that nothing is done twice for the same sources.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::path::Path;

use crate::place;
use crate::program;
use crate::steps::{Failed, Outcome};

/// Checks that Node is there and new enough for the tools that build the interface.
pub fn check() -> Outcome {
    let Some(answer) = program::read(program::command("node").arg("--version")) else {
        return Err(Failed::new("Node is not there. Install Node 20.19 or newer (22.12 or newer also works)"));
    };
    let version = answer.trim();
    match parse(version) {
        Some(version) if is_enough(version) => {
            println!("   node {}.{}", version.0, version.1);
            Ok(())
        }
        _ => Err(Failed::new(format!(
            "Node {version} is too old: 20.19 or newer in the 20 line, or 22.12 or newer. (Debian 12's own package is Node 18.)"
        ))),
    }
}

/// Installs exactly what the lock file names, when the lock file or the machine has changed since.
pub fn install() -> Outcome {
    let interface = place::root().join("ui");
    let mut seen = DefaultHasher::new();
    read(&interface.join("package-lock.json"))?.hash(&mut seen);
    let is_there = interface.join("node_modules/.package-lock.json").is_file();
    unless_done("npm-ci", seen.finish(), is_there, || {
        program::run(program::npm().args(["ci", "--no-audit", "--no-fund"]))
    })
}

/// Builds the page that the window shows, when a source of it has changed since.
pub fn build() -> Outcome {
    let interface = place::root().join("ui");
    let mut seen = DefaultHasher::new();
    hash_folder(&interface, &mut seen)?;
    let is_there = interface.join("dist/index.html").is_file();
    unless_done("npm-build", seen.finish(), is_there, || program::run(program::npm().args(["run", "build"])))
}

/// Runs one of the interface's own scripts.
pub fn script(name: &str) -> Outcome {
    program::run(program::npm().args(["run", name]))
}

fn unless_done(name: &str, seen: u64, is_there: bool, work: impl FnOnce() -> Outcome) -> Outcome {
    let folder = place::target()?.join("xtask");
    let stamp = folder.join(name);
    let now = format!("{seen:016x} in {}\n", place::root().display());
    if is_there && fs::read_to_string(&stamp).is_ok_and(|last| last == now) {
        println!("   nothing has changed since the last time");
        return Ok(());
    }
    work()?;
    let written = fs::create_dir_all(&folder).and_then(|()| fs::write(&stamp, now));
    written.map_err(|error| Failed::new(format!("{}: {error}", stamp.display())))
}

/// Adds the names and bytes of a folder's files, without what was installed or built there.
fn hash_folder(folder: &Path, seen: &mut DefaultHasher) -> Outcome {
    let entries = fs::read_dir(folder).map_err(|error| Failed::new(format!("{}: {error}", folder.display())))?;
    let mut paths: Vec<_> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    paths.sort();
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() && !["node_modules", "dist", "tests", "shots"].contains(&name.as_str()) {
            hash_folder(&path, seen)?;
        } else if path.is_file() {
            name.hash(seen);
            read(&path)?.hash(seen);
        }
    }
    Ok(())
}

fn read(path: &Path) -> Result<Vec<u8>, Failed> {
    fs::read(path).map_err(|error| Failed::new(format!("{}: {error}", path.display())))
}

fn parse(version: &str) -> Option<(u32, u32)> {
    let mut parts = version.strip_prefix('v')?.split('.').map(|part| part.parse().ok());
    Some((parts.next()??, parts.next()??))
}

/// The versions that Vite 8 takes: 20.19 and later in that line, then 22.12 and later.
fn is_enough(version: (u32, u32)) -> bool {
    ((20, 19)..(21, 0)).contains(&version) || version >= (22, 12)
}

#[cfg(test)]
mod tests {
    use super::{is_enough, parse};

    #[test]
    fn debians_own_node_is_too_old_and_current_lines_are_not() {
        for good in ["v20.19.0", "v20.20.2", "v22.12.1", "v24.0.0"] {
            assert!(parse(good).is_some_and(is_enough), "{good}");
        }
        for bad in ["v18.20.4", "v20.18.3", "v21.7.0", "v22.11.0", "20.19.0", "v", ""] {
            assert!(!parse(bad).is_some_and(is_enough), "{bad}");
        }
    }
}
