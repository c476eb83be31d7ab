//! Where the project's root and cargo's output lie.

use std::path::{Path, PathBuf};

use crate::steps::Failed;

/// Returns the project's root folder.
pub fn root() -> PathBuf {
    let package =
        std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    package.parent().map_or_else(|| package.clone(), Path::to_path_buf)
}

/// Returns the folder with the built programs: the one that this program lies in.
pub fn programs() -> Result<PathBuf, Failed> {
    let own = std::env::current_exe()
        .map_err(|error| Failed::new(format!("where this program lies is not known: {error}")))?;
    let folder = own.parent().ok_or_else(|| Failed::new("this program lies in no folder"))?;
    Ok(if folder.ends_with("deps") { folder.parent().unwrap_or(folder).to_path_buf() } else { folder.to_path_buf() })
}

/// Returns cargo's output folder, where everything that may be deleted goes.
pub fn target() -> Result<PathBuf, Failed> {
    let programs = programs()?;
    programs.parent().map(Path::to_path_buf).ok_or_else(|| Failed::new("cargo's output folder is not known"))
}

/// Returns the path of a built program, whether or not it is there yet.
pub fn built(name: &str) -> Result<PathBuf, Failed> {
    Ok(programs()?.join(format!("{name}{}", std::env::consts::EXE_SUFFIX)))
}
