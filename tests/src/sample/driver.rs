//! Types the sample case into the command line, as a person would.

use super::case::{Add, Contact, SampleCase};
use super::files::write_files;
use serde_json::Value;
use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::{fs, io};

/// The sample vault's passphrase. It guards nothing: the case is invented.
const PASSPHRASE: &str = "seven small boats at the old quay";

/// Why the sample case could not be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SampleError {
    /// A file of the sample could not be written, or the program could not be started.
    #[error("{0}: {1}")]
    Io(PathBuf, io::Error),
    /// The program refused a command.
    #[error("`casekeep {command}` ended with {status}: {message}")]
    Refused {
        /// What it was asked.
        command: String,
        /// Its exit status.
        status: String,
        /// What it said.
        message: String,
    },
    /// The program's answer has not the promised shape.
    #[error("`casekeep {command}` answered without “{field}”: {answer}")]
    Answer {
        /// What it was asked.
        command: String,
        /// What is missing.
        field: &'static str,
        /// What it said.
        answer: String,
    },
}

/// The sample vault, and all that a test needs to use it.
#[derive(Debug, Clone)]
pub struct SampleVault {
    /// The vault's folder.
    pub vault: PathBuf,
    /// The application's state, for `CASEKEEP_STATE`.
    pub state: PathBuf,
    /// A file with the passphrase.
    pub passphrase_file: PathBuf,
    /// The twelve recovery words.
    pub recovery_words: Vec<String>,
    /// The fingerprint of the vault's signing key.
    pub fingerprint: String,
    /// The folder with the files that were added.
    pub files: PathBuf,
    /// The number of the case.
    pub case: u64,
    /// The item numbers, by the key of what was added.
    pub items: BTreeMap<String, Vec<u64>>,
    /// The contact numbers, by key.
    pub contacts: BTreeMap<String, u64>,
}

impl SampleVault {
    /// Returns a call of the program on this vault that answers in JSON; the verb is for the caller to add.
    #[must_use]
    pub fn command(&self, casekeep: &Path) -> Command {
        command(casekeep, &self.vault, &self.state, &self.passphrase_file)
    }
}

/// Makes the sample vault in a folder with the `casekeep` program: `Sample.casekeep`, `state`, `passphrase.txt` and
/// `files` come to lie in it.
///
/// # Errors
/// [`SampleError`] when a file cannot be written, or the program refuses or answers otherwise than its help says.
pub fn make_vault(casekeep: &Path, folder: &Path) -> Result<SampleVault, SampleError> {
    let failed = |path: &Path| {
        let path = path.to_path_buf();
        move |error| SampleError::Io(path, error)
    };
    let files = folder.join("files");
    fs::create_dir_all(&files).map_err(failed(&files))?;
    write_files(&files).map_err(failed(&files))?;
    let passphrase_file = folder.join("passphrase.txt");
    fs::write(&passphrase_file, format!("{PASSPHRASE}\n")).map_err(failed(&passphrase_file))?;
    let program = Program {
        casekeep: casekeep.to_path_buf(),
        vault: folder.join("Sample.casekeep"),
        state: folder.join("state"),
        passphrase_file,
    };
    enter(&program, &files)
}

fn enter(program: &Program, files: &Path) -> Result<SampleVault, SampleError> {
    let sample = SampleCase::read();
    let init = program.one(["init"])?;
    let made = program.one(["case", "add", &sample.case])?;
    let mut vault = SampleVault {
        vault: program.vault.clone(),
        state: program.state.clone(),
        passphrase_file: program.passphrase_file.clone(),
        recovery_words: init.texts("recovery_words")?,
        fingerprint: init.text("fingerprint")?,
        files: files.to_path_buf(),
        case: made.number("case")?,
        items: BTreeMap::new(),
        contacts: BTreeMap::new(),
    };
    for add in &sample.adds {
        let items = program.each(add_arguments(vault.case, add, files))?;
        let numbers = items.iter().map(|item| item.number("item")).collect::<Result<_, _>>()?;
        vault.items.insert(add.key.clone(), numbers);
    }
    for contact in &sample.contacts {
        let logged = program.one(log_arguments(vault.case, contact, &vault.items))?;
        vault.contacts.insert(contact.key.clone(), logged.number("contact")?);
    }
    for contact in &sample.contacts {
        let number = vault.contacts.get(&contact.key).copied().unwrap_or_default().to_string();
        if let Some(amended) = &contact.amended {
            let case = vault.case.to_string();
            program.one(["amend", &case, "contact", &number, "--text", &amended.text, "--reason", &amended.reason])?;
        }
    }
    Ok(vault)
}

fn add_arguments(case: u64, add: &Add, files: &Path) -> Vec<String> {
    let mut arguments = vec!["add".to_owned(), case.to_string()];
    arguments.extend(add.files.iter().map(|file| files.join(file).to_string_lossy().into_owned()));
    for (option, value) in [
        ("--type", Some(&add.kind)),
        ("--occurred", Some(&add.occurred)),
        ("--from", Some(&add.from)),
        ("--url", add.url.as_ref()),
        ("--handle", add.handle.as_ref()),
        ("--note", Some(&add.note)),
    ] {
        push(&mut arguments, option, value);
    }
    arguments
}

fn log_arguments(case: u64, contact: &Contact, items: &BTreeMap<String, Vec<u64>>) -> Vec<String> {
    let mut arguments = vec!["log".to_owned(), case.to_string()];
    let words = contact.exact_words();
    for (option, value) in [
        ("--occurred", Some(&contact.occurred)),
        ("--channel", Some(&contact.channel)),
        ("--direction", Some(&contact.direction)),
        ("--platform", contact.platform.as_ref()),
        ("--text", Some(&contact.text)),
        ("--words", words.as_ref()),
        ("--place", contact.place.as_ref()),
        ("--present", contact.present.as_ref()),
        ("--response", contact.response.as_ref()),
        ("--effect", contact.effect.as_ref()),
        ("--turn", contact.turn.as_ref()),
    ] {
        push(&mut arguments, option, value);
    }
    for number in contact.items.iter().filter_map(|key| items.get(key)).flatten() {
        push(&mut arguments, "--item", Some(&number.to_string()));
    }
    arguments
}

fn push(arguments: &mut Vec<String>, option: &str, value: Option<&String>) {
    if let Some(value) = value {
        arguments.extend([option.to_owned(), value.clone()]);
    }
}

/// The command line with its vault.
struct Program {
    casekeep: PathBuf,
    vault: PathBuf,
    state: PathBuf,
    passphrase_file: PathBuf,
}

impl Program {
    /// Gives a command that answers with one object.
    fn one<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Result<Answer, SampleError> {
        let (command, output) = self.run(arguments)?;
        Ok(Answer::read(&command, &output))
    }

    /// Gives a command that answers with one object a line.
    fn each<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Result<Vec<Answer>, SampleError> {
        let (command, output) = self.run(arguments)?;
        Ok(output.lines().map(|line| Answer::read(&command, line)).collect())
    }

    fn run<S: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = S>) -> Result<(String, String), SampleError> {
        let arguments: Vec<S> = arguments.into_iter().collect();
        let verb = arguments.first().map(|verb| verb.as_ref().to_string_lossy().into_owned()).unwrap_or_default();
        let output = command(&self.casekeep, &self.vault, &self.state, &self.passphrase_file)
            .args(&arguments)
            .output()
            .map_err(|error| SampleError::Io(self.casekeep.clone(), error))?;
        if !output.status.success() {
            return Err(refused(verb, &output));
        }
        Ok((verb, String::from_utf8_lossy(&output.stdout).into_owned()))
    }
}

fn command(casekeep: &Path, vault: &Path, state: &Path, passphrase_file: &Path) -> Command {
    let mut command = Command::new(casekeep);
    command.env("CASEKEEP_STATE", state).env_remove("CASEKEEP_VAULT");
    command.arg("--vault").arg(vault).arg("--passphrase-file").arg(passphrase_file).arg("--json");
    command
}

fn refused(command: String, output: &Output) -> SampleError {
    let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
    SampleError::Refused { command, status: output.status.to_string(), message }
}

/// One object that the program answered.
struct Answer {
    command: String,
    text: String,
    value: Value,
}

impl Answer {
    fn read(command: &str, text: &str) -> Self {
        let value = serde_json::from_str(text).unwrap_or_default();
        Self { command: command.to_owned(), text: text.to_owned(), value }
    }

    fn field<T>(&self, field: &'static str, read: impl FnOnce(&Value) -> Option<T>) -> Result<T, SampleError> {
        self.value.get(field).and_then(read).ok_or_else(|| SampleError::Answer {
            command: self.command.clone(),
            field,
            answer: self.text.clone(),
        })
    }

    fn number(&self, field: &'static str) -> Result<u64, SampleError> {
        self.field(field, Value::as_u64)
    }

    fn text(&self, field: &'static str) -> Result<String, SampleError> {
        self.field(field, |value| value.as_str().map(str::to_owned))
    }

    fn texts(&self, field: &'static str) -> Result<Vec<String>, SampleError> {
        self.field(field, |value| value.as_array()?.iter().map(|text| text.as_str().map(str::to_owned)).collect())
    }
}
