//! Thousands at once: the plan, the import, its reports.

use crate::answer::Answer;
use crate::args::Arguments;
use crate::failure::Failure;
use crate::import_args::ImportArguments;
use crate::open::unlocked;
use casekeep_model::import::{ImportPlan, ImportProgress, ImportReport, MessagesRead, NotImported, SourcesRemoved};
use casekeep_model::view::Progress;
use casekeep_model::visible;
use casekeep_vault::Access;
use serde_json::json;

/// Plans, begins, goes on with or ends an import, or lists what was imported.
pub fn import(arguments: &Arguments, answer: Answer, import: &ImportArguments) -> Result<(), Failure> {
    let reads = import.plan || import.list;
    let vault = unlocked(arguments, if reads { Access::Read } else { Access::Change })?;
    let case = vault.find_case(&import.case)?;
    let bar = answer.progress();
    if import.plan {
        let plan = vault.plan_import(case, &import.paths, &mut |progress| bar.show(progress))?;
        return answer.give(&json!(plan), &plan_text(&plan));
    }
    if import.list {
        let reports = vault.imports(case)?;
        let text: String = reports.iter().map(report_text).collect();
        return answer
            .give(&json!({ "imports": reports }), if text.is_empty() { "Nothing was imported yet." } else { &text });
    }
    let mut told = |progress: &ImportProgress| bar.show(&as_progress(progress));
    let report = match (import.resume, import.end) {
        (true, _) => vault.resume_import(&mut told)?,
        (_, true) => vault.end_import()?,
        _ => vault.import(case, &import.paths, &mut told)?,
    };
    drop(bar);
    let removed = import.delete_sources.then(|| vault.remove_sources(case, &import.paths)).transpose()?;
    let text = report_text(&report) + &removed.as_ref().map(removed_text).unwrap_or_default();
    match &removed {
        Some(removed) => answer.give(&json!({ "report": report, "removed": removed }), &text)?,
        None => answer.give(&json!(report), &text)?,
    }
    Ok(vault.lock()?)
}

fn as_progress(progress: &ImportProgress) -> Progress {
    Progress {
        files_done: progress.files_done,
        files: progress.files,
        bytes_done: progress.bytes_done,
        bytes: progress.bytes,
        current: progress.current.clone(),
    }
}

fn plan_text(plan: &ImportPlan) -> String {
    let mut text = format!("{} files, {} bytes would be added.\n", plan.files, plan.bytes);
    for kind in &plan.kinds {
        text.push_str(&format!("    {}: {}, {} bytes\n", kind.kind, kind.files, kind.bytes));
    }
    text.push_str(&format!(
        "{} of them are there already, byte for byte, and would not be kept twice.\n",
        plan.duplicates
    ));
    if plan.in_archives > 0 {
        text.push_str(&format!(
            "{} are in archives; duplicates among those show as they are added.\n",
            plan.in_archives
        ));
    }
    if plan.noted > 0 {
        text.push_str(&format!("{} have a name that a messaging app gives.\n", plan.noted));
    }
    text + &refused_text(&plan.refused, plan.more_refused)
}

fn report_text(report: &ImportReport) -> String {
    let from: Vec<String> = report.from.iter().map(|name| visible::escape(name)).collect();
    if let Some(messages) = &report.messages {
        return messages_text(report, messages, &from.join(", "));
    }
    let tally = &report.tally;
    let items = match (report.first, report.last) {
        (Some(first), Some(last)) => format!(" as items {first} to {last}"),
        _ => String::new(),
    };
    let mut text = format!("{}  from {}: {} files.\n", report.at, from.join(", "), report.files);
    text.push_str(&format!(
        "    {} added{items}, {} there already, {} not taken.\n",
        tally.added, tally.duplicates, tally.refused
    ));
    if tally.noted > 0 {
        text.push_str(&format!(
            "    {} have signs that a messaging app changed them; it is noted on each.\n",
            tally.noted
        ));
    }
    if !report.whole {
        text.push_str("    It was ended before everything was added.\n");
    }
    text + &refused_text(&report.refused, report.more_refused)
}

/// Tells the report of an export of messages.
fn messages_text(report: &ImportReport, messages: &MessagesRead, from: &str) -> String {
    let numbers = |first: Option<u32>, last: Option<u32>, what: &str| match (first, last) {
        (Some(first), Some(last)) => format!(" as {what} {first} to {last}"),
        _ => String::new(),
    };
    let tally = &report.tally;
    let mut text =
        format!("{}  from {from}: messages of item {}, {}.\n", report.at, messages.item, messages.kind.label());
    text.push_str(&format!(
        "    {} contacts made{}, {} there already, {} left out, {} lines of the program itself, {} not read or not wholly.\n",
        messages.contacts,
        numbers(messages.first, messages.last, "contacts"),
        messages.there,
        messages.left_out,
        messages.by_program,
        messages.unread
    ));
    if report.files > 0 {
        text.push_str(&format!(
            "    of {} files that they name {} kept{}, {} there already, {} not here.\n",
            report.files,
            tally.added,
            numbers(report.first, report.last, "items"),
            tally.duplicates,
            tally.refused
        ));
    }
    for part in &messages.unread_some {
        text.push_str(&format!("    not read: byte {}: {}\n", part.at, part.why.label()));
    }
    if !report.whole {
        text.push_str("    It was stopped before everything was written.\n");
    }
    text + &refused_text(&report.refused, report.more_refused)
}

fn removed_text(removed: &SourcesRemoved) -> String {
    format!("{} unprotected files were deleted.\n", removed.removed) + &refused_text(&removed.left, 0)
}

fn refused_text(refused: &[NotImported], more: u32) -> String {
    let mut text: String =
        refused.iter().map(|one| format!("    not taken: {}: {}\n", visible::escape(&one.name), one.why)).collect();
    if more > 0 {
        text.push_str(&format!("    and {more} more\n"));
    }
    text
}
