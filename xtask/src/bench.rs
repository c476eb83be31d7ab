//! `cargo xtask bench`: the engine's work and its peers' in turn on this machine, as a table of ratios.
//!
//! Nothing is asserted: a figure from a busy machine is no reason to fail anything.

use crate::packages::{self, BENCH, BUILD, TEST};
use crate::place;
use crate::program;
use crate::run;
use crate::steps::{Failed, Outcome, Steps};
use crate::test::ALL_TESTS;
use std::fs;
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
        program::run(program::cargo().args([
            "build",
            "--locked",
            "--release",
            "-p",
            "casekeep-bench",
            "--features",
            "papers",
        ]))
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

/// Sets up, builds the window with every optimisation, and measures it on a case of 100,000 entries.
pub fn window() -> bool {
    let mut steps = Steps::begin();
    let _ = run::set_up(&mut steps, &[BUILD, TEST])
        && steps.step("build", "builds the window as it is shipped, but for the driver that it lets in", build_window)
        && steps.step("window", "measures it on a case of 100,000 entries", measure_window);
    steps.summarise()
}

/// Builds the window and puts it aside: what lies in `release` must be what users get.
fn build_window() -> Outcome {
    let arguments =
        ["build", "--locked", "--release", "-p", "casekeep-desktop", "--features", "casekeep-desktop/automation"];
    program::run(program::cargo().args(arguments))?;
    let target = place::target()?;
    let name = format!("casekeep-desktop{}", std::env::consts::EXE_SUFFIX);
    let aside = target.join("automation/release");
    let moved =
        fs::create_dir_all(&aside).and_then(|()| fs::rename(target.join("release").join(&name), aside.join(&name)));
    moved.map_err(|error| Failed::new(format!("{}: {error}", aside.display())))
}

fn measure_window() -> Outcome {
    let tests = ["test", "--locked", "--workspace", "--features", ALL_TESTS, "--test", "window", "--"];
    program::run(program::cargo().args(tests).args(["--ignored", "--nocapture", "speed"]))
}

/// Returns where programs go that only a bench needs.
fn tools() -> Result<PathBuf, Failed> {
    Ok(place::target()?.join("tools"))
}
