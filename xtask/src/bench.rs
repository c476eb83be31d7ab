//! `cargo xtask bench`: the engine's work and its peers' in turn on this machine, as a table of ratios.
//!
//! Nothing is asserted: a figure from a busy machine is no reason to fail anything.

use crate::packages::{self, BENCH, BUILD};
use crate::place;
use crate::program;
use crate::steps::{Failed, Steps};
use std::path::PathBuf;

/// The release of rage that is compared with.
const RAGE: &str = "0.11.1";

/// Sets up, builds with every optimisation, and measures; returns whether every step could be done.
pub fn bench(options: &[&str]) -> bool {
    let mut steps = Steps::begin();
    let well = steps.step("packages", "looks for the system packages, and the programs to compare with", || {
        packages::install(&[BUILD, BENCH])
    }) && steps.step("rage", "builds the age of the same language, to compare with", || {
        let mut install = program::cargo();
        install.args(["install", "rage", "--version", RAGE, "--locked", "--quiet", "--root"]);
        program::run(install.arg(tools()?))
    }) && steps.step("build", "builds the engine as it is shipped", || {
        program::run(program::cargo().args(["build", "--locked", "--release", "-p", "casekeep-bench"]))
    }) && steps.step("bench", "measures; the files it makes go below cargo's output folder", || {
        let target = place::target()?;
        let name = format!("casekeep-bench{}", std::env::consts::EXE_SUFFIX);
        let mut command = program::command(target.join("release").join(name));
        let path = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::iter::once(tools()?.join("bin")).chain(std::env::split_paths(&path));
        let paths = std::env::join_paths(paths).map_err(|error| Failed::new(format!("PATH: {error}")))?;
        program::run(command.env("PATH", paths).arg(target.join("bench")).args(options))
    });
    steps.summarise();
    well
}

/// Returns where programs go that only a bench needs.
fn tools() -> Result<PathBuf, Failed> {
    Ok(place::target()?.join("tools"))
}
