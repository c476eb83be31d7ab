//! `cargo xtask test`: sets up, then runs every check and test to the end, and says which failed.

use std::fs;

use crate::fuzz;
use crate::node;
use crate::packages;
use crate::place;
use crate::program;
use crate::run;
use crate::steps::{Failed, Outcome, Steps};

/// A check: its name for `--only`, what it does, and how.
type Check = (&'static str, &'static str, fn() -> Outcome);

/// Every check, cheapest news first; the programs are built before the tests that start them.
const CHECKS: &[Check] = &[
    ("format", "checks how the Rust sources are laid out", check_format),
    ("lint", "checks the interface's rules", || node::script("lint")),
    ("types", "checks the interface's types", || node::script("check")),
    ("interface", "runs the interface's unit tests", || node::script("test")),
    ("clippy", "reads the Rust sources for mistakes", clippy),
    ("deny", "checks licences and bans with cargo-deny where it is installed", deny),
    ("programs", "builds every program and test", build),
    ("tools", "installs the BagIt library's validator for the tests", install_bagit),
    ("rust", "runs the Rust tests", rust),
    ("fuzz", "feeds the readers of outside bytes their seeds and changes of them", fuzz::short),
    ("browser", "shows every screen in a browser, judged by axe-core", || node::script("shots")),
    ("window", "runs the tests in the real window", window),
];

/// The version of the BagIt library that bundles are checked with.
const BAGIT: &str = "bagit==1.9.0";

/// Returns the names that `--only` takes.
pub fn names() -> Vec<&'static str> {
    CHECKS.iter().map(|(name, _, _)| *name).collect()
}

/// Runs all checks, or one; returns whether every step went well.
pub fn test(only: Option<&str>) -> bool {
    let mut steps = Steps::begin();
    if run::set_up(&mut steps, &[packages::BUILD, packages::TEST]) {
        for (name, what, work) in CHECKS.iter().filter(|(name, _, _)| only.is_none_or(|only| only == *name)) {
            steps.step(name, what, work);
        }
    }
    steps.summarise()
}

fn check_format() -> Outcome {
    program::run(program::cargo().args(["fmt", "--all", "--check"]))?;
    program::run(program::cargo().args(["fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"]))
}

fn clippy() -> Outcome {
    let features = format!("{ALL_TESTS},casekeep-bench/papers");
    let arguments =
        ["clippy", "--locked", "--workspace", "--all-targets", "--features", &features, "--", "-D", "warnings"];
    program::run(program::cargo().args(arguments))
}

fn deny() -> Outcome {
    if program::read(program::cargo().args(["deny", "--version"])).is_none() {
        println!("   cargo-deny is not installed: the Rust tests check the licences against the same list");
        return Ok(());
    }
    program::run(program::cargo().args(["deny", "--all-features", "check", "licenses", "bans", "sources"]))
}

/// Programs and tests are chosen together, so that cargo builds each crate once, with one set of features.
fn build() -> Outcome {
    program::run(program::cargo().args(["build", "--locked", "--workspace", "--bins", "--tests"]))
}

fn rust() -> Outcome {
    build()?;
    program::run(program::cargo().args(["test", "--locked", "--workspace", "--no-fail-fast"]))
}

/// The features that only tests in the real window are built with.
pub const ALL_TESTS: &str = "casekeep-desktop/automation,casekeep-tests/window";

/// Builds the window that lets itself be driven, puts it aside, and gives the place of the shipped one back.
fn window() -> Outcome {
    let arguments = ["build", "--locked", "--workspace", "--bins", "--tests"];
    let aside = place::target()?.join("automation");
    let built = place::built("casekeep-desktop")?;
    program::run(program::cargo().args(arguments).args(["--features", ALL_TESTS]))?;
    let driven = aside.join(built.file_name().unwrap_or_default());
    let copied = fs::create_dir_all(&aside).and_then(|()| fs::copy(&built, &driven));
    copied.map_err(|error| Failed::new(format!("{}: {error}", driven.display())))?;
    program::run(program::cargo().args(arguments))?;
    let tests = ["test", "--locked", "--workspace", "--features", "casekeep-tests/window", "--test", "window"];
    // Written down anew by the tests, because cargo hides what a passing test prints.
    let figures = place::target()?.join("window-figures.txt");
    let _ = fs::remove_file(&figures);
    let outcome = program::run(program::cargo().args(tests));
    for line in fs::read_to_string(&figures).unwrap_or_default().lines() {
        println!("   {line}");
    }
    outcome
}

/// Puts the validator into a virtual environment of its own, once.
fn install_bagit() -> Outcome {
    let environment = place::target()?.join("venv");
    let python = environment.join("bin/python");
    let version = format!("import importlib.metadata as m; assert 'bagit==' + m.version('bagit') == '{BAGIT}'");
    if environment.join("bin/bagit.py").is_file()
        && program::read(program::command(&python).args(["-c", &version])).is_some()
    {
        println!("   {BAGIT} is there");
        return Ok(());
    }
    program::run(program::command("/usr/bin/python3").args(["-m", "venv"]).arg(&environment))?;
    program::run(program::command(&python).args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        BAGIT,
    ]))
}
