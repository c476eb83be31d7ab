//! Transcripts: what an item says or shows, in words.

use crate::answer::Answer;
use crate::args::Arguments;
use crate::failure::{Failure, bad_input, file_failure};
use crate::open::unlocked;
use crate::register_args::TranscribeArguments;
use casekeep_media::TextReader;
use casekeep_model::reading::ReadingError;
use casekeep_model::transcript::TranscribedBy;
use casekeep_model::{RegisterEntry, Transcript, limits, visible};
use casekeep_vault::{Access, UnlockedVault};
use serde_json::json;
use std::fs::File;
use std::io::{ErrorKind, Read};
use std::path::Path;

/// Writes a transcript of an item, or lets a machine read one.
pub fn transcribe(arguments: &Arguments, answer: Answer, given: &TranscribeArguments) -> Result<(), Failure> {
    let typed = typed(given)?;
    let vault = unlocked(arguments, Access::Change)?;
    let case = vault.find_case(&given.case)?;
    let transcript = match typed {
        Some(typed) => typed,
        None => read_by_machine(&vault, case, given)?,
    };
    let said = match transcript.made_by {
        TranscribedBy::Person => String::new(),
        TranscribedBy::Machine => {
            format!("{}\n\n{}. ", visible::escape_lines(&transcript.text), transcript.standing())
        }
    };
    let entry = RegisterEntry::Transcript(transcript);
    let entered = vault.enter(case, &entry)?;
    let value = json!({ "n": entered.n, "item": given.item, "recorded": entered.recorded, "entry": entry });
    answer.give(&value, &format!("{said}Saved as transcript {} of item {}.", entered.n, given.item))?;
    Ok(vault.lock()?)
}

/// Returns what the person wrote; `None` when a machine is to read it.
fn typed(given: &TranscribeArguments) -> Result<Option<Transcript>, Failure> {
    let text = match (&given.text, &given.text_file) {
        (Some(text), _) => text.clone(),
        (None, Some(file)) => text_of(file)?,
        (None, None) => return Ok(None),
    };
    Ok(Some(Transcript {
        who: given.who.clone(),
        language: given.language.clone(),
        note: given.note.clone(),
        ..Transcript::new(given.item, text, TranscribedBy::Person)
    }))
}

fn read_by_machine(vault: &UnlockedVault, case: u32, given: &TranscribeArguments) -> Result<Transcript, Failure> {
    let reader = TextReader::find().ok_or_else(|| ReadingError::Absent.problem())?;
    let picture = vault.preview(case, given.item, limits::PREVIEW_SIDE)?;
    let read = reader.transcribe(given.item, &picture.png, given.language.as_deref());
    Ok(read.map_err(|error| error.problem())?)
}

fn text_of(path: &Path) -> Result<String, Failure> {
    let mut text = String::new();
    let file = File::open(path).map_err(|error| file_failure("reading", path, error))?;
    match file.take(limits::TEXT as u64 + 1).read_to_string(&mut text) {
        Ok(_) => Ok(text),
        Err(error) if error.kind() == ErrorKind::InvalidData => {
            Err(bad_input("The file is not text in UTF-8.".to_owned(), "Save it as UTF-8, then try again."))
        }
        Err(error) => Err(file_failure("reading", path, error)),
    }
}
