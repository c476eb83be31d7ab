//! Where the project's root, its built programs and its outside tools lie.
//!
//! Programs are found beside the test that runs: whoever builds with `cargo test` has them in the same folder. Outside
//! tools are installed by `cargo xtask test`, never here.

use std::path::{Path, PathBuf};

/// Returns the project's root folder.
///
/// # Panics
/// When the package does not lie one level below the root.
#[must_use]
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the tests package lies one level below the root")
}

/// Returns the folder that cargo builds into.
///
/// # Panics
/// When the running test does not lie in `<target>/<profile>/deps`.
#[must_use]
pub fn target() -> PathBuf {
    profile().parent().expect("a profile's folder lies in the target folder").to_path_buf()
}

/// Returns a built program of this project, such as `casekeep` or `casekeep-desktop`.
///
/// # Panics
/// When it was not built, with the command that builds it.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    let path = profile().join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    assert!(path.is_file(), "{} is not built: `cargo xtask test` builds it first", path.display());
    path
}

/// Returns the BagIt library's own validator, which `cargo xtask test` puts into a virtual environment.
///
/// # Panics
/// When it is not there, with the command that installs it.
#[must_use]
pub fn bagit() -> PathBuf {
    let path = target().join("venv/bin/bagit.py");
    assert!(path.is_file(), "{} is not there: `cargo xtask test --only tools` installs it", path.display());
    path
}

fn profile() -> PathBuf {
    let test = std::env::current_exe().expect("a running program knows its own path");
    let folder = test.parent().expect("a program lies in a folder");
    match folder.file_name() {
        Some(name) if name == "deps" => folder.parent().expect("deps lies in a profile's folder").to_path_buf(),
        _ => folder.to_path_buf(),
    }
}
