//! Makes the sample case: `casekeep-sample PROGRAM FOLDER` types it into the `casekeep` program that is named;
//! `casekeep-sample --files FOLDER` writes its files alone.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "a program of this kind talks to a terminal")]

use casekeep_tests::sample;
use std::path::Path;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [program, folder] = arguments.as_slice() else {
        eprintln!("Usage: casekeep-sample PROGRAM FOLDER, or casekeep-sample --files FOLDER");
        return ExitCode::from(2);
    };
    let folder = Path::new(folder);
    let made = if program == "--files" {
        sample::write_files(folder).map(|files| files.len()).map_err(|error| error.to_string())
    } else {
        let made = sample::make_vault(Path::new(program), folder);
        made.map(|vault| vault.contacts.len()).map_err(|error| error.to_string())
    };
    match made {
        Ok(_) => {
            println!("The sample case is in {}", folder.display());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
