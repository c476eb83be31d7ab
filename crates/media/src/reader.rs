//! Reads the words in a picture with tesseract, where that program is on the computer.
//!
//! It is somebody else's program, and what it reads may be an adversary's picture. So it never gets a file: a PNG that the
//! decoder's pixels were written to goes in through a pipe, and text comes out of another. It runs without network and
//! without a place to write to, held to limits of memory, processor time and answer ([`crate::confine_program`]).

use crate::confine;
use crate::process::{Process, Said, Turn};
use casekeep_model::Transcript;
use casekeep_model::limits;
use casekeep_model::reading::{ReadingError, TextReaderView};
use casekeep_model::transcript::TranscribedBy;
use std::ffi::OsString;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

/// Where distributions put it. A program of this name elsewhere, in a folder that others may write to, is not run.
const PLACES: [&str; 2] = ["/usr/bin/tesseract", "/usr/local/bin/tesseract"];
/// How long it may take to end once it has said everything.
const ENDING: Duration = Duration::from_secs(5);
/// What it calls the data that only tells which way up a page is.
const NO_LANGUAGE: &str = "osd";

/// The program that reads text, found on this computer.
#[derive(Debug, Clone)]
pub struct TextReader {
    launcher: PathBuf,
    program: PathBuf,
    version: String,
    languages: Vec<String>,
}

impl TextReader {
    /// Looks for the program; `None` when it is not there, or reads no language.
    #[must_use]
    pub fn find() -> Option<Self> {
        Self::find_through("/proc/self/exe")
    }

    /// The same, started through another program that calls [`crate::run_if_child`].
    #[must_use]
    pub fn find_through(launcher: impl Into<PathBuf>) -> Option<Self> {
        let program = PLACES.iter().map(Path::new).find(|place| place.is_file())?.to_owned();
        let mut found = Self { launcher: launcher.into(), program, version: String::new(), languages: Vec::new() };
        let said = |arguments: &[&str]| {
            let answer = found.run(arguments, &[]).ok()?;
            String::from_utf8(answer).ok()
        };
        // "tesseract 5.3.0" and then its libraries; a heading and then a language a line.
        let version = said(&["--version"])?.lines().next()?.trim().to_owned();
        let languages = said(&["--list-langs"])?.lines().skip(1).map(|line| line.trim().to_owned()).collect();
        found.version = version;
        found.languages = languages;
        found.languages.retain(|language| !language.is_empty() && language != NO_LANGUAGE);
        Some(found).filter(|found| !found.languages.is_empty())
    }

    /// Returns what the program calls itself, with its version.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Returns the languages that it reads here, by its own short names: `eng`, `cym`.
    #[must_use]
    pub fn languages(&self) -> &[String] {
        &self.languages
    }

    /// Returns the language that is read where none is asked for: English, or the first there is.
    #[must_use]
    pub fn usual_language(&self) -> &str {
        let english = self.languages.iter().find(|language| *language == "eng");
        english.or(self.languages.first()).map_or("eng", String::as_str)
    }

    /// Returns what the window shows of it.
    #[must_use]
    pub fn view(&self) -> TextReaderView {
        TextReaderView {
            program: Some(self.version.clone()),
            languages: self.languages.clone(),
            usual: self.usual_language().to_owned(),
            ..TextReaderView::absent()
        }
    }

    /// Returns a transcript of an item from the picture that the decoder made of it.
    ///
    /// # Errors
    /// As [`TextReader::read`].
    pub fn transcribe(&self, item: u32, png: &[u8], language: Option<&str>) -> Result<Transcript, ReadingError> {
        let language = language.unwrap_or_else(|| self.usual_language());
        let text = self.read(png, language)?;
        Ok(Transcript {
            program: Some(self.version.clone()),
            language: Some(language.to_owned()),
            ..Transcript::new(item, text, TranscribedBy::Machine)
        })
    }

    /// Returns the words in a picture that the decoder made, as the program reads them; it makes mistakes.
    ///
    /// # Errors
    /// [`ReadingError`] says why there are none.
    pub fn read(&self, png: &[u8], language: &str) -> Result<String, ReadingError> {
        if !self.languages.iter().any(|known| known == language) {
            return Err(ReadingError::NoLanguage(language.to_owned()));
        }
        let answer = self.run(&["stdin", "stdout", "-l", language], png)?;
        let text = String::from_utf8_lossy(&answer);
        let text = text.trim();
        if text.is_empty() { Err(ReadingError::Nothing) } else { Ok(text.to_owned()) }
    }

    fn run(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, ReadingError> {
        let mut command = Command::new(&self.launcher);
        command.arg(crate::READER_ARGUMENT).arg(&self.program).args(arguments);
        let patience = Duration::from_secs(limits::READER_SECONDS);
        let mut running = Process::start(&mut command, patience).map_err(|_| ReadingError::Stopped)?;
        let answer = converse(&mut running, input)?;
        // One that was killed at a limit had said only a part.
        if running.ends_well(ENDING) { Ok(answer) } else { Err(ReadingError::Stopped) }
    }
}

/// Gives it all of the input and takes all of its answer.
fn converse(running: &mut Process, mut input: &[u8]) -> Result<Vec<u8>, ReadingError> {
    let mut answer = Vec::new();
    loop {
        if input.is_empty() {
            running.close_input();
        }
        let Turn { sent, said } = running.turn(input).map_err(|_| ReadingError::Stopped)?;
        input = input.get(sent..).unwrap_or_default();
        match said {
            Said::Nothing => {}
            Said::End => return Ok(answer),
            Said::Bytes(bytes) if answer.len() + bytes.len() > limits::TEXT => return Err(ReadingError::Stopped),
            Said::Bytes(bytes) => answer.extend_from_slice(bytes),
        }
    }
}

/// Confines this process and becomes the program; does not return.
pub(crate) fn become_program(mut arguments: impl Iterator<Item = OsString>) -> ! {
    let program = arguments.next().map(PathBuf::from);
    if let Some(program) = program.filter(|program| PLACES.iter().any(|place| Path::new(place) == program))
        && crate::confine_program::confine_program().is_ok()
    {
        // Threads would only share the one processor's time that it is allowed.
        let _ = Command::new(program).args(arguments).env_clear().env("OMP_THREAD_LIMIT", "1").exec();
    }
    confine::leave(1)
}
