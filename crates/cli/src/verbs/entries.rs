//! Items and contacts: adding, writing, correcting, showing.

use crate::answer::{Answer, rows_text, standard_output};
use crate::args::{AddArguments, Arguments, Kind, LogArguments};
use crate::failure::{Failure, bad_input, file_failure};
use crate::fields::{self, Of};
use crate::open::unlocked;
use casekeep_model::view::{TimelineFilter, TimelineRow};
use casekeep_model::{
    Channel, Contact, Direction, Fields, ItemChanges, ItemFacts, Moment, Patch, Source, Turn, moment, visible,
};
use casekeep_vault::{Access, Disk, NewFile, VaultError, read_failure};
use serde_json::json;
use std::io::{self, Read, Write};
use std::path::Path;

/// Adds files; one answer for each, once it is saved.
pub fn add(arguments: &Arguments, answer: Answer, add: &AddArguments) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Change)?;
    let case = vault.find_case(&add.case)?;
    let occurred = add.occurred.as_ref().map(|when| Moment::parse(when, moment::DEFAULT_ZONE)).transpose()?;
    let source = Source {
        platform: add.platform.clone(),
        url: add.url.clone(),
        handle: add.handle.clone(),
        shown: add.shown.clone(),
    };
    let facts = ItemFacts {
        kind: add.kind.clone(),
        occurred,
        from: add.from.clone(),
        source,
        description: add.note.clone(),
        ..ItemFacts::default()
    };
    let bar = answer.progress();
    let (mut worst, mut unwritten) = (0, None);
    let mut each = |path: &Path, result: Result<casekeep_model::view::ItemReceipt, VaultError>| match result {
        Ok(receipt) => {
            let again = receipt.duplicate_of.map_or_else(String::new, |n| format!(" (the same bytes as item {n})"));
            let line = format!("item {}  {}{again}", receipt.item, visible::escape(&path.display().to_string()));
            if let Err(failure) = answer.give(&json!(receipt), &line) {
                unwritten = Some(failure);
            }
        }
        Err(error) => {
            let problem = error.problem();
            worst = worst.max(problem.code.exit_status());
            answer.complain(&problem);
        }
    };
    vault.add_files(case, &add.files, &facts, add.again, &mut each, &mut |progress| bar.show(progress))?;
    vault.lock()?;
    match (unwritten, worst) {
        (Some(failure), _) => Err(failure),
        (None, 0) => Ok(()),
        (None, status) => Err(Failure::Shown(status)),
    }
}

/// Writes a contact.
pub fn log(arguments: &Arguments, answer: Answer, log: &LogArguments) -> Result<(), Failure> {
    let (channel, platform) = channel_of(&log.channel)?;
    let direction = Direction::from_alias(&log.direction)
        .ok_or_else(|| unknown_word("direction", &log.direction, Direction::ALL.iter().map(|d| d.word())))?;
    let turn = log.turn.as_ref().map(|word| {
        Turn::from_word(&word.replace('-', "_"))
            .ok_or_else(|| unknown_word("turn", word, Turn::ALL.iter().map(|t| t.word())))
    });
    let occurred = Moment::parse(&log.occurred, &log.zone)?;
    let contact = Contact {
        platform: log.platform.clone().or_else(|| platform.map(str::to_owned)),
        words: log.words.clone(),
        place: log.place.clone(),
        present: log.present.clone(),
        response: log.response.clone(),
        effect: log.effect.clone(),
        items: log.items.clone(),
        turn: turn.transpose()?,
        ..Contact::new(occurred, channel, direction, &log.text)
    };
    let mut given = contact.fields();
    given.extend(fields::read(Of::Contact, &log.set)?.0);
    given.retain(|_, value| !value.is_null());
    let contact = Contact::from_fields(&given).ok_or_else(|| {
        bad_input("Something that is needed was not said.".to_owned(), "Every contact says what happened.")
    })?;
    let vault = unlocked(arguments, Access::Change)?;
    let case = vault.find_case(&log.case)?;
    let (number, recorded) = vault.log_contact(case, &contact)?;
    let delay = contact.occurred.delay(recorded).map_or_else(String::new, |delay| format!(", written {delay}"));
    answer.give(&json!({ "contact": number, "recorded": recorded }), &format!("Saved as contact {number}{delay}."))?;
    Ok(vault.lock()?)
}

fn channel_of(word: &str) -> Result<(Channel, Option<&'static str>), Failure> {
    Channel::from_alias(word).ok_or_else(|| unknown_word("channel", word, Channel::ALL.iter().map(|c| c.word())))
}

fn unknown_word<'a>(what: &str, word: &str, known: impl Iterator<Item = &'a str>) -> Failure {
    let known = known.collect::<Vec<_>>().join(", ");
    bad_input(format!("“{}” is not a {what}.", visible::escape(word)), &format!("Use one of: {known}."))
}

/// Appends a correction.
pub fn amend(
    arguments: &Arguments,
    answer: Answer,
    case: &str,
    (kind, number): (Kind, u32),
    text: &str,
    reason: &str,
) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Change)?;
    let case = vault.find_case(case)?;
    match kind {
        Kind::Contact => {
            vault.amend_contact(case, number, &Patch::default().with("what", text), reason)?;
            answer.give(&json!({ "contact": number }), &format!("Contact {number} is amended."))?;
        }
        Kind::Item => {
            vault.amend_item(
                case,
                number,
                &ItemChanges { description: Some(text.to_owned()), ..ItemChanges::default() },
                reason,
            )?;
            answer.give(&json!({ "item": number }), &format!("Item {number} is amended."))?;
        }
    }
    Ok(vault.lock()?)
}

/// Shows a case.
pub fn timeline(
    arguments: &Arguments,
    answer: Answer,
    case: &str,
    (from, to): (Option<&String>, Option<&String>),
    channel: Option<&str>,
) -> Result<(), Failure> {
    let channel = channel.map(channel_of).transpose()?.map(|(channel, _)| channel);
    let vault = unlocked(arguments, Access::Read)?;
    let filter = TimelineFilter { from: from.cloned(), to: to.cloned(), channel, ..TimelineFilter::default() };
    give_rows(answer, &vault.timeline(vault.find_case(case)?, &filter)?)
}

/// Finds words.
pub fn search(arguments: &Arguments, answer: Answer, text: &str, case: Option<&str>) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Read)?;
    let case = case.map(|case| vault.find_case(case)).transpose()?;
    give_rows(answer, &vault.search(text, case)?)
}

fn give_rows(answer: Answer, rows: &[TimelineRow]) -> Result<(), Failure> {
    answer.give(&json!({ "rows": rows }), &rows_text(rows))
}

/// Writes an item's bytes to standard output; a file that changed ends with an error and exit status 1.
pub fn cat(arguments: &Arguments, case: &str, item: u32) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Read)?;
    let mut reader = vault.read_item(vault.find_case(case)?, item)?;
    let mut out = io::stdout().lock();
    let mut buffer = vec![0; 128 << 10];
    loop {
        let read = reader.read(&mut buffer).map_err(|error| read_failure(error, item))?;
        if read == 0 {
            return out.flush().map_err(standard_output);
        }
        out.write_all(buffer.get(..read).unwrap_or_default()).map_err(standard_output)?;
    }
}

/// Writes an item's thumbnail.
pub fn thumbnail(arguments: &Arguments, answer: Answer, case: &str, item: u32, output: &Path) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Read)?;
    let png = vault.thumbnail(vault.find_case(case)?, item)?;
    let mut file = NewFile::begin(&Disk::default(), output)?;
    file.write_all(&png).map_err(|source| file_failure("writing", output, source))?;
    file.publish()?;
    answer.give(&json!({ "item": item, "file": output, "bytes": png.len() }), "")
}
