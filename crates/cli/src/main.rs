//! `casekeep`: every verb of the engine without a window.
//!
//! Exit status: 0 done, 1 a problem with integrity found, 2 usage or input, 3 cannot unlock, 4 reading or writing.

mod answer;
mod args;
mod failure;
mod fields;
mod handing_args;
mod import_args;
mod looking_args;
mod message_args;
mod open;
mod register_args;
mod sheet;
mod verbs;

use answer::Answer;
use args::Arguments;
use casekeep_model::{ErrorCode, Problem};
use clap::Parser;
use clap::error::ErrorKind;
use std::process::ExitCode;

fn main() -> ExitCode {
    casekeep_media::run_if_child();
    casekeep_vault::leave_no_dump();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage(&error),
    };
    let answer = Answer { json: arguments.json };
    match verbs::run(&arguments, answer) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(problem) = failure.problem() {
                answer.complain(&problem);
            }
            ExitCode::from(failure.exit_status())
        }
    }
}

/// Shows clap's help or its complaint, as JSON where that is asked for.
fn usage(error: &clap::Error) -> ExitCode {
    let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if !is_help && std::env::args_os().any(|argument| argument == "--json") {
        let text = error.to_string();
        let message = text.trim_start_matches("error: ").split("\n\n").next().unwrap_or_default();
        let hint = "See casekeep --help.";
        Answer { json: true }.complain(&Problem::new(ErrorCode::BadInput, message, hint));
    } else {
        // If neither stream can be written, the exit status still tells.
        let _ = error.print();
    }
    ExitCode::from(if is_help { 0 } else { 2 })
}
