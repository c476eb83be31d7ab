//! Reading the words in a picture by machine.

use super::{Given, work};
use crate::problem::{Answer, OrProblem};
use casekeep_media::TextReader;
use casekeep_model::reading::{ReadingError, TextReaderView};
use casekeep_model::view::Entered;
use casekeep_model::{RegisterEntry, limits};
use tauri::command;

/// Returns the program that reads words in pictures, as it is on this computer.
#[command]
pub async fn text_reader(shell: Given<'_>) -> Answer<TextReaderView> {
    work(&shell, |_| Ok(TextReader::find().map_or_else(TextReaderView::absent, |reader| reader.view()))).await
}

/// Reads the words in an item's picture and keeps them as a transcript that says so.
#[command]
pub async fn read_text(shell: Given<'_>, case: u32, item: u32, language: Option<String>) -> Answer<Entered> {
    work(&shell, move |shell| {
        let reader = TextReader::find().ok_or_else(|| ReadingError::Absent.problem())?;
        // Not lent out while the other program works: locking waits for nobody's reading.
        let picture = shell.lease()?.preview(case, item, limits::PREVIEW_SIDE).or_problem()?;
        let read = reader.transcribe(item, &picture.png, language.as_deref()).map_err(|error| error.problem())?;
        shell.lease()?.enter(case, &RegisterEntry::Transcript(read)).or_problem()
    })
    .await
}
