//! `cargo xtask fuzz`: builds the programs of `fuzz/` with coverage counters and feeds them bytes.
//!
//! libFuzzer comes as a crate and the counters from flags of the one toolchain, so nothing is installed for it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use crate::place;
use crate::program;
use crate::steps::{Failed, Outcome, Steps};

/// Every target, with how many inputs the short run gives it: slow ones get fewer.
const TARGETS: &[(&str, u32)] = &[
    ("answer", 50_000),
    ("bundle", 4_000),
    ("canonical", 100_000),
    ("envelope", 10_000),
    ("export_chat", 20_000),
    ("export_json", 20_000),
    ("export_mail", 10_000),
    ("export_page", 20_000),
    ("export_table", 20_000),
    ("head", 50_000),
    ("inbox", 100_000),
    ("jpeg", 20_000),
    ("moment", 100_000),
    ("names", 100_000),
    ("note", 50_000),
    ("office", 20_000),
    ("payload", 1_000),
    ("proof", 2_000),
    ("record", 20_000),
    ("segment", 10_000),
    ("stamp", 50_000),
    ("tiff", 50_000),
    ("vault_header", 100_000),
    ("zip", 50_000),
];

/// The crates that are built with counters: those that read. Cipher, hash and curve would only be slower for them.
const COUNTED: &[&str] = &[
    "age",
    "age_core",
    "bech32",
    "casekeep_bundle",
    "casekeep_exports",
    "casekeep_format",
    "casekeep_fuzz",
    "casekeep_media",
    "casekeep_model",
    "chrono",
    "cms",
    "csv_core",
    "data_encoding",
    "der",
    "infer",
    "mail_parser",
    "serde_json",
    "ssh_encoding",
    "ssh_key",
    "tar",
    "x509_cert",
];

/// Says to this program that cargo starts it in place of the compiler.
const AS_COMPILER: &str = "CASEKEEP_FUZZ_COMPILER";

/// What makes the compiler count which branches an input takes, and show comparisons to libFuzzer.
const COUNTERS: &[&str] = &[
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// The most memory that a whole program may take, in MiB; each input is bounded far lower by the program itself.
const MEMORY: u32 = 1024;
/// How long one input may take, in seconds.
const HANG: u32 = 10;

/// How much is asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Run {
    /// One target; all when `None`.
    pub target: Option<String>,
    /// Ends each target after so many seconds.
    pub seconds: Option<u32>,
    /// Ends each target after so many inputs.
    pub runs: Option<u64>,
    /// How many processes feed one target at once.
    pub jobs: Option<u32>,
}

/// Reads the options after `fuzz`; `None` when they are not understood.
pub fn parse(words: &[&str]) -> Option<Run> {
    let mut run = Run::default();
    let mut rest = words;
    while let [name, value, after @ ..] = rest {
        match *name {
            "--target" if TARGETS.iter().any(|(target, _)| target == value) => run.target = Some((*value).to_owned()),
            "--seconds" => run.seconds = Some(value.parse().ok()?),
            "--runs" => run.runs = Some(value.parse().ok()?),
            "--jobs" => run.jobs = Some(value.parse().ok().filter(|jobs| (1..=64).contains(jobs))?),
            _ => return None,
        }
        rest = after;
    }
    rest.is_empty().then_some(run)
}

/// Feeds the targets until the time or the inputs are used up; returns whether nothing was found.
pub fn fuzz(run: &Run) -> bool {
    let mut steps = Steps::begin();
    let chosen =
        TARGETS.iter().map(|(target, _)| *target).filter(|name| run.target.as_deref().is_none_or(|t| t == *name));
    if steps.step("build", "builds the targets with coverage counters", build) {
        for target in chosen {
            steps.step(target, "feeds it what it has learned, and new inputs", || long(target, run));
        }
    }
    steps.summarise()
}

/// Gives every target the same few inputs each time: the seeds, and a fixed number made from them.
pub fn short() -> Outcome {
    build()?;
    for (target, runs) in TARGETS {
        let learned = folder()?.join("short").join(target);
        // libFuzzer adds to its first folder, and what an earlier run learned would change this one.
        if learned.exists() {
            fs::remove_dir_all(&learned).map_err(|error| failed(&learned, &error))?;
        }
        fs::create_dir_all(&learned).map_err(|error| failed(&learned, &error))?;
        let mut command = started(target)?;
        command.args([format!("-runs={runs}"), "-seed=1".to_owned(), "-verbosity=0".to_owned()]);
        program::run(command.arg(learned).arg(seeds(target)))?;
    }
    Ok(())
}

fn long(target: &str, run: &Run) -> Outcome {
    let learned = folder()?.join("corpus").join(target);
    fs::create_dir_all(&learned).map_err(|error| failed(&learned, &error))?;
    let mut command = started(target)?;
    let jobs = run.jobs.unwrap_or(1);
    if jobs > 1 {
        command.args([format!("-fork={jobs}"), "-ignore_crashes=0".to_owned()]);
    }
    if let Some(runs) = run.runs {
        command.arg(format!("-runs={runs}"));
    }
    if let Some(seconds) = run.seconds.or((run.runs.is_none()).then_some(60)) {
        command.arg(format!("-max_total_time={seconds}"));
    }
    program::run(command.arg("-print_final_stats=1").arg(learned).arg(seeds(target)))
}

/// Returns a target's program, with the limits that always hold; what it finds is kept beside what it learned.
fn started(target: &str) -> Result<Command, Failed> {
    let found = folder()?.join("found").join(target);
    fs::create_dir_all(&found).map_err(|error| failed(&found, &error))?;
    let mut command = program::command(folder()?.join("release").join(target));
    command.args([format!("-rss_limit_mb={MEMORY}"), format!("-timeout={HANG}")]);
    command.arg(format!("-artifact_prefix={}/", found.display()));
    command.arg(format!("-dict={}", home().join("words.dict").display()));
    Ok(command)
}

fn build() -> Outcome {
    let own = std::env::current_exe();
    let own = own.map_err(|error| Failed::new(format!("where this program lies is not known: {error}")))?;
    let mut command = program::cargo();
    command.args(["build", "--locked", "--release", "--bins", "--manifest-path"]).arg(home().join("Cargo.toml"));
    // cargo's own flags are for every crate or none; so it starts this program, which adds them to some.
    command.env("RUSTC_WRAPPER", own).env(AS_COMPILER, "1").env("CARGO_TARGET_DIR", folder()?);
    program::run(&mut command)
}

/// Stands in for the compiler when cargo builds the targets: the same call, with counters for the crates that read.
///
/// Returns `None` when this program was started by a person.
pub fn compile(arguments: &[String]) -> Option<ExitCode> {
    std::env::var_os(AS_COMPILER)?;
    let (compiler, rest) = arguments.split_first()?;
    let status = Command::new(compiler).args(rest).args(counters(rest)).status();
    Some(if status.is_ok_and(|status| status.success()) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Returns the flags for one call of the compiler.
fn counters(arguments: &[String]) -> &'static [&'static str] {
    let name = arguments.iter().skip_while(|word| *word != "--crate-name").nth(1);
    if name.is_some_and(|name| COUNTED.contains(&name.as_str())) { COUNTERS } else { &[] }
}

fn failed(path: &Path, error: &std::io::Error) -> Failed {
    Failed::new(format!("{}: {error}", path.display()))
}

fn home() -> PathBuf {
    place::root().join("fuzz")
}

fn seeds(target: &str) -> PathBuf {
    home().join("seeds").join(target)
}

/// Returns where everything goes that may be deleted: programs, what was learned, what was found.
fn folder() -> Result<PathBuf, Failed> {
    Ok(place::target()?.join("fuzz"))
}

#[cfg(test)]
mod tests {
    use super::{COUNTERS, Run, TARGETS, counters, home, parse, seeds};

    #[test]
    fn only_crates_that_read_get_counters() {
        let call = |name: &str| ["--edition", "2024", "--crate-name", name].map(str::to_owned);
        assert_eq!(counters(&call("casekeep_format")), COUNTERS);
        assert!(counters(&call("sha2")).is_empty() && counters(&["-vV".to_owned()]).is_empty());
    }

    #[test]
    fn the_options_are_understood() {
        let run = parse(&["--target", "record", "--runs", "10", "--seconds", "5", "--jobs", "2"]);
        let wanted = Run { target: Some("record".to_owned()), seconds: Some(5), runs: Some(10), jobs: Some(2) };
        assert_eq!(run, Some(wanted));
        assert_eq!(parse(&[]), Some(Run::default()));
        for bad in [["--target", "nothing"].as_slice(), &["--runs"], &["--runs", "x"], &["--jobs", "0"], &["fast", "1"]]
        {
            assert_eq!(parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn every_target_has_a_program_and_seeds_and_no_other_is_there() {
        let mut programs: Vec<String> = std::fs::read_dir(home().join("fuzz_targets"))
            .expect("the folder is there")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().replace(".rs", ""))
            .collect();
        programs.sort();
        assert_eq!(programs, TARGETS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
        for (target, _) in TARGETS {
            assert!(std::fs::read_dir(seeds(target)).is_ok_and(|files| files.count() > 0), "{target} has no seeds");
        }
    }
}
