//! `cargo xtask bench`: the engine's work and its peers' in turn on this machine, as a table of ratios.
//!
//! Nothing is asserted: a figure from a busy machine is no reason to fail anything.

use crate::packages::{self, BENCH, BUILD};
use crate::place;
use crate::program;
use crate::steps::Steps;

/// Sets up, builds with every optimisation, and measures; returns whether every step could be done.
pub fn bench(options: &[&str]) -> bool {
    let mut steps = Steps::begin();
    let well = steps.step("packages", "looks for the system packages, and the programs to compare with", || {
        packages::install(&[BUILD, BENCH])
    }) && steps.step("build", "builds the engine as it is shipped", || {
        program::run(program::cargo().args(["build", "--locked", "--release", "-p", "casekeep-bench"]))
    }) && steps.step("bench", "measures; the files it makes go below cargo's output folder", || {
        let target = place::target()?;
        let name = format!("casekeep-bench{}", std::env::consts::EXE_SUFFIX);
        let mut command = program::command(target.join("release").join(name));
        program::run(command.arg(target.join("bench")).args(options))
    });
    steps.summarise();
    well
}
