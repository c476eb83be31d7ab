//! Runs other programs: prints the command, waits, and turns anything but success into a sentence.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::place;
use crate::steps::{Failed, Outcome};

/// Returns a command for a program, to be run from the project's root.
pub fn command(name: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(name);
    command.current_dir(place::root());
    command
}

/// Returns the cargo that runs this program.
pub fn cargo() -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Returns npm in the folder of the interface.
pub fn npm() -> Command {
    let mut command = command(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.current_dir(place::root().join("ui"));
    command
}

/// Prints and runs a command; its output goes to the terminal.
pub fn run(command: &mut Command) -> Outcome {
    println!("   {}", shown(command));
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(Failed::new(format!("`{}` ended with {status}", shown(command)))),
        Err(error) => Err(Failed::new(format!("`{}` could not be started: {error}", shown(command)))),
    }
}

/// Runs a command and returns what it printed; `None` when it is not there or failed.
pub fn read(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Says whether a program of this name stands on the search path.
pub fn is_there(name: &str) -> bool {
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| folder.join(name).is_file())
}

/// Returns the command as a person would type it, with paths inside the project shortened.
pub fn shown(command: &Command) -> String {
    let root = place::root();
    let short = |word: &OsStr| {
        let inside = Path::new(word).strip_prefix(&root).map(|path| path.display().to_string());
        let text = inside.unwrap_or_else(|_| word.to_string_lossy().into_owned());
        if text.is_empty() || text.contains([' ', '*']) { format!("'{text}'") } else { text }
    };
    let program = Path::new(command.get_program());
    let name = if program.starts_with(&root) { short(program.as_os_str()) } else { file_name(program) };
    std::iter::once(name).chain(command.get_args().map(short)).collect::<Vec<_>>().join(" ")
}

fn file_name(program: &Path) -> String {
    program.file_name().unwrap_or(program.as_os_str()).to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::{command, read, run, shown};
    use crate::place;

    #[test]
    fn a_command_is_shown_as_a_person_types_it() {
        let mut cargo = command("/somewhere/bin/cargo");
        cargo.arg("build").arg(place::root().join("target/sample")).arg("two words");
        assert_eq!(shown(&cargo), "cargo build target/sample 'two words'");
    }

    #[test]
    fn a_program_that_is_not_there_is_a_sentence_and_no_panic() {
        let failed = run(&mut command("casekeep-has-no-such-program")).expect_err("it is not there");
        assert!(failed.0.contains("could not be started"), "{}", failed.0);
        assert_eq!(read(&mut command("casekeep-has-no-such-program")), None);
    }
}
