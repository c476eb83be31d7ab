//! Registers, details and private texts: writing, correcting, showing.

use crate::answer::Answer;
use crate::args::Arguments;
use crate::failure::{Failure, bad_input};
use crate::fields::{self, Of};
use crate::open::unlocked;
use crate::register_args::{AmendEntryArguments, DetailsArguments, EnterArguments, EntriesArguments, NoteArguments};
use casekeep_model::fields::Say;
use casekeep_model::view::{PrivateKind, RegisterView};
use casekeep_model::{Fields, RegisterEntry, visible};
use casekeep_vault::Access;
use serde_json::json;

/// Writes an entry into a register.
pub fn enter(arguments: &Arguments, answer: Answer, enter: &EnterArguments) -> Result<(), Failure> {
    let register = fields::register(&enter.register)?;
    let mut given = fields::read(Of::Listed(register), &enter.set)?.0;
    given.retain(|_, value| !value.is_null());
    let entry = RegisterEntry::from_fields(register, &given).ok_or_else(|| {
        let hint = format!("Every {} needs --set {}=….", register.word(), register.needed().join("=… --set "));
        bad_input("Something that is needed was not said.".to_owned(), &hint)
    })?;
    let vault = unlocked(arguments, Access::Change)?;
    let case = vault.find_case(&enter.case)?;
    let entered = vault.enter(case, &entry)?;
    let value = json!({ "register": register, "n": entered.n, "recorded": entered.recorded });
    answer.give(&value, &format!("Saved as {} {}.", register.label().to_lowercase(), entered.n))?;
    Ok(vault.lock()?)
}

/// Shows a register.
pub fn entries(arguments: &Arguments, answer: Answer, entries: &EntriesArguments) -> Result<(), Failure> {
    let register = fields::register(&entries.register)?;
    let vault = unlocked(arguments, Access::Read)?;
    let case = vault.find_case(&entries.case)?;
    let views = match entries.number {
        Some(n) => vec![vault.register_entry(case, register, n)?],
        None => vault.register_entries(case, register)?,
    };
    let text = match views.is_empty() {
        true => format!("Nothing is in this register. Its fields are: {}.\n", names(register.fields())),
        false => views.iter().map(view_text).collect(),
    };
    answer.give(&json!({ "entries": views }), &text)
}

fn names(fields: &[(&str, &str)]) -> String {
    fields.iter().map(|(field, _)| *field).collect::<Vec<_>>().join(", ")
}

fn view_text(view: &RegisterView) -> String {
    let register = view.entry.register();
    let mut text = format!("{} {}, recorded {}\n", register.label(), view.label, view.recorded);
    for (field, label) in register.fields() {
        text += &field_text(label, view.entry.say(field));
    }
    text += &field_text("From this giver in twelve months", view.twelve_months.map(|sum| sum.say()));
    for amendment in &view.amendments {
        text += &format!("    Amended {} because: {}\n", amendment.recorded, visible::escape(&amendment.reason));
    }
    text
}

fn field_text(label: &str, said: Option<String>) -> String {
    said.map_or_else(String::new, |said| format!("    {label}: {}\n", visible::escape_lines(&said)))
}

/// Appends a correction to a contact or an entry of a register.
pub fn amend(arguments: &Arguments, answer: Answer, amend: &AmendEntryArguments) -> Result<(), Failure> {
    let register = if amend.kind == "contact" { None } else { Some(fields::register(&amend.kind)?) };
    let changes = fields::read(register.map_or(Of::Contact, Of::Listed), &amend.set)?;
    let vault = unlocked(arguments, Access::Change)?;
    let case = vault.find_case(&amend.case)?;
    match register {
        Some(register) => vault.amend_entry(case, register, amend.number, &changes, &amend.reason)?,
        None => vault.amend_contact(case, amend.number, &changes, &amend.reason)?,
    }
    let called = register.map_or("Contact", |register| register.label());
    answer
        .give(&json!({ "kind": amend.kind, "n": amend.number }), &format!("{called} {} is amended.", amend.number))?;
    Ok(vault.lock()?)
}

/// Shows the details of a case, or writes them.
pub fn details(arguments: &Arguments, answer: Answer, details: &DetailsArguments) -> Result<(), Failure> {
    if details.set.is_empty() {
        let vault = unlocked(arguments, Access::Read)?;
        let view = vault.case_details(vault.find_case(&details.case)?)?;
        let fields = casekeep_model::Details::FIELDS.iter();
        let text: String = fields.map(|(field, label)| field_text(label, view.details.say(field))).collect();
        let text = if text.is_empty() { "No details are written down yet.\n".to_owned() } else { text };
        return answer.give(&json!(view), &text);
    }
    let changes = fields::read(Of::Details, &details.set)?;
    let vault = unlocked(arguments, Access::Change)?;
    let case = vault.find_case(&details.case)?;
    vault.amend_details(case, &changes, &details.reason)?;
    answer.give(&json!({ "case": case }), "The details are saved.")?;
    Ok(vault.lock()?)
}

/// Keeps a private note or advice, or shows them.
pub fn note(arguments: &Arguments, answer: Answer, note: &NoteArguments) -> Result<(), Failure> {
    let Some(text) = &note.text else { return notes(arguments, answer, &note.case) };
    let vault = unlocked(arguments, Access::Change)?;
    let case = vault.find_case(&note.case)?;
    let said = match note.advice {
        true => vault.add_advice(case, text, note.from.as_deref()).map(|_| "The advice is saved."),
        false => vault.add_private_note(case, text).map(|_| "The private note is saved."),
    }?;
    answer.give(&json!({ "case": case }), &format!("{said} It is never part of a bundle."))?;
    Ok(vault.lock()?)
}

fn notes(arguments: &Arguments, answer: Answer, case: &str) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Read)?;
    let notes = vault.private_notes(vault.find_case(case)?)?;
    let mut lines = String::new();
    for note in &notes {
        let from = note.from.as_ref().map_or_else(String::new, |from| format!(" from {}", visible::escape(from)));
        let kind = if note.kind == PrivateKind::Advice { format!("  advice{from}") } else { String::new() };
        lines += &format!("{}{kind}\n    {}\n", note.recorded, visible::escape_lines(&note.text));
    }
    answer.give(&json!({ "notes": notes }), &lines)
}
