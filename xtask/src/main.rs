//! `cargo xtask run`, `test`, `bench` and `fuzz`: set up what a fresh machine lacks, then do the job.
//!
//! Standard library only, so that it builds in seconds where nothing is installed yet. Each step says what it does and
//! how long it took. Nothing here is part of what a user installs.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of this kind talks to a terminal")]

mod bench;
mod fuzz;
mod machine;
mod node;
mod packages;
mod place;
mod program;
mod run;
mod steps;
mod test;

use std::process::ExitCode;

const USAGE: &str = "\
Usage:
  cargo xtask run                  sets up, builds, opens the window
                                   (where there is no display: does the main job on the command line)
  cargo xtask run -- --sample      the same, with the window on the sample case
  cargo xtask test                 sets up and runs every check and test
  cargo xtask test --only NAME     sets up and runs one step; `--list` names them
  cargo xtask bench                sets up, then measures against other programs and prints ratios;
                                   `--quick` takes small sizes, `--only files|records|memory|papers` a part
  cargo xtask bench --window       measures the real window on a case of 100,000 entries
  cargo xtask fuzz                 feeds every reader of outside bytes random changes, for a minute each
                                   (--target NAME, --seconds N or --runs N for each, --jobs N at once)";

/// What the person asked for.
#[derive(Debug, PartialEq, Eq)]
enum Task {
    Run { sample: bool },
    Test { only: Option<String> },
    Bench(Vec<String>),
    BenchWindow,
    List,
    Fuzz(fuzz::Run),
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let Some(compiled) = fuzz::compile(&arguments) {
        return compiled;
    }
    let Some(task) = parse(&arguments) else {
        eprintln!("{USAGE}");
        return ExitCode::from(2);
    };
    let done = match task {
        Task::Run { sample } => run::run(sample),
        Task::Test { only } => test::test(only.as_deref()),
        Task::Bench(options) => bench::bench(&options.iter().map(String::as_str).collect::<Vec<_>>()),
        Task::BenchWindow => bench::window(),
        Task::List => {
            println!("{}", test::names().join("\n"));
            true
        }
        Task::Fuzz(run) => fuzz::fuzz(&run),
    };
    if done { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

/// Reads the command line; `--` is optional before an option of ours.
fn parse(arguments: &[String]) -> Option<Task> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).filter(|word| *word != "--").collect();
    match words.as_slice() {
        ["run"] => Some(Task::Run { sample: false }),
        ["run", "--sample"] => Some(Task::Run { sample: true }),
        ["test"] => Some(Task::Test { only: None }),
        ["test", "--list"] => Some(Task::List),
        ["test", "--only", name] if test::names().contains(name) => Some(Task::Test { only: Some((*name).to_owned()) }),
        ["bench", "--window"] => Some(Task::BenchWindow),
        ["bench", options @ ..] if are_for_bench(options) => {
            Some(Task::Bench(options.iter().map(|word| (*word).to_owned()).collect()))
        }
        ["fuzz", options @ ..] => fuzz::parse(options).map(Task::Fuzz),
        _ => None,
    }
}

fn are_for_bench(options: &[&str]) -> bool {
    match options {
        [] => true,
        ["--quick", rest @ ..] | ["--only", "files" | "records" | "memory" | "papers", rest @ ..] => {
            are_for_bench(rest)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::{Task, parse};

    fn words(line: &str) -> Vec<String> {
        line.split_whitespace().map(str::to_owned).collect()
    }

    #[test]
    fn the_two_commands_are_understood_with_and_without_dashes() {
        assert_eq!(parse(&words("run")), Some(Task::Run { sample: false }));
        assert_eq!(parse(&words("run -- --sample")), Some(Task::Run { sample: true }));
        assert_eq!(parse(&words("run --sample")), Some(Task::Run { sample: true }));
        assert_eq!(parse(&words("test --only clippy")), Some(Task::Test { only: Some("clippy".to_owned()) }));
        let part = ["--quick", "--only", "records"].map(str::to_owned).to_vec();
        assert_eq!(parse(&words("bench -- --quick --only records")), Some(Task::Bench(part)));
        assert_eq!(parse(&words("bench")), Some(Task::Bench(Vec::new())));
        assert_eq!(parse(&words("bench -- --window")), Some(Task::BenchWindow));
    }

    #[test]
    fn anything_else_is_answered_with_the_usage() {
        for line in [
            "",
            "walk",
            "run fast",
            "test --only",
            "test --only nothing-of-that-name",
            "test run",
            "bench --fast",
            "fuzz fast",
        ] {
            assert_eq!(parse(&words(line)), None, "{line}");
        }
    }
}
