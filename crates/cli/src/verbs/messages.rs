//! Exports of messages: what is in one, and contacts of it.

use crate::answer::Answer;
use crate::args::Arguments;
use crate::failure::{Failure, bad_input};
use crate::message_args::{MessagesArguments, Order};
use crate::open::unlocked;
use casekeep_model::import::{ExportsFound, NotImported};
use casekeep_model::messages::{
    Columns, DateOrder, Dates, MessageChoices, MessageGlimpse, MessagesPreview, SenderChoice, SenderRole,
};
use casekeep_model::visible;
use casekeep_vault::{Access, UnlockedVault};
use serde_json::json;

/// Says what messages an item holds, or makes contacts of them.
pub fn messages(arguments: &Arguments, answer: Answer, given: &MessagesArguments) -> Result<(), Failure> {
    let choices = choices_of(given)?;
    let looks = given.item.is_none() && given.export.is_none() && !given.write;
    // An export that is found there is kept before it is read.
    let changes = given.write || (given.item.is_none() && !looks);
    let vault = unlocked(arguments, if changes { Access::Change } else { Access::Read })?;
    let case = vault.find_case(&given.case)?;
    if looks {
        let bar = answer.rate();
        let found = vault.find_exports(&given.beside, &mut |progress| bar.show_bytes(progress))?;
        drop(bar);
        return answer.give(&json!(found), &found_text(&found));
    }
    let item = match given.item {
        Some(item) => item,
        None => keep_export(&vault, case, answer, given)?,
    };
    if given.write {
        write(&vault, (case, item), answer, given, &choices)?;
    } else {
        let bar = answer.rate();
        let seen =
            vault.preview_messages(case, item, &choices, &given.beside, &mut |progress| bar.show_bytes(progress))?;
        drop(bar);
        answer.give(&json!(seen), &preview_text(&seen))?;
    }
    if changes { Ok(vault.lock()?) } else { Ok(()) }
}

fn write(
    vault: &UnlockedVault,
    (case, item): (u32, u32),
    answer: Answer,
    given: &MessagesArguments,
    choices: &MessageChoices,
) -> Result<(), Failure> {
    let bar = answer.rate();
    let outcome =
        vault.import_messages(case, item, choices, &given.beside, &mut |progress| bar.show_bytes(progress))?;
    drop(bar);
    let numbers = outcome.first.zip(outcome.last).map_or_else(String::new, |(first, last)| match first == last {
        true => format!(": contact {first}"),
        false => format!(": contacts {first} to {last}"),
    });
    let mut text = format!("{} saved{numbers}.\n", counted(outcome.contacts, "contact"));
    for (count, said) in [
        (outcome.there, "already in the case"),
        (outcome.joined, "of these joined to a file that was found now"),
        (outcome.left_out, "left out: sent by somebody else"),
        (outcome.by_program, "written by the program itself; they stay in the file"),
        (outcome.unread, "not read, or not wholly; the file has them"),
        (outcome.kept, "files that the messages name were kept as items"),
        (outcome.duplicates, "were items already, byte for byte"),
    ] {
        text += &counted_line(count, said);
    }
    text += &missing_text(&outcome.missing, outcome.more_missing);
    answer.give(&json!(outcome), &text)
}

/// Keeps the one export that lies in what was chosen, or the one that was named.
fn keep_export(vault: &UnlockedVault, case: u32, answer: Answer, given: &MessagesArguments) -> Result<u32, Failure> {
    let bar = answer.rate();
    let found = vault.find_exports(&given.beside, &mut |progress| bar.show_bytes(progress))?;
    let wanted = given.export.as_deref().unwrap_or_default();
    let same: Vec<_> = found.exports.iter().filter(|export| export.name == wanted).collect();
    let like = found.exports.iter().filter(|export| export.name.ends_with(wanted));
    let name = match (same.as_slice(), like.collect::<Vec<_>>().as_slice()) {
        ([one], _) | (_, [one]) => one.name.clone(),
        (_, []) => {
            let hint = "Run it with --beside alone to see what lies there.";
            return Err(bad_input("No export of messages of this name lies there.".to_owned(), hint));
        }
        (_, several) => {
            let names: Vec<_> = several.iter().take(10).map(|export| visible::escape(&export.name)).collect();
            let hint = "Say which: --export NAME, one at a time.";
            return Err(bad_input(format!("Several exports lie there: {}.", names.join(", ")), hint));
        }
    };
    let kept = vault.keep_export(case, &given.beside, &name, &mut |progress| bar.show_bytes(progress))?;
    Ok(kept.item)
}

fn found_text(found: &ExportsFound) -> String {
    let mut text = format!(
        "{} in {} may be an export of messages, by its name.\n",
        counted(u32::try_from(found.exports.len()).unwrap_or(u32::MAX).saturating_add(found.more), "file"),
        counted(found.files, "file")
    );
    for export in &found.exports {
        let beside = counted(export.beside, "file");
        text += &format!("    {}: {} bytes, {beside} beside it\n", visible::escape(&export.name), export.bytes);
    }
    if found.more > 0 {
        text += &format!("    and {} more\n", found.more);
    }
    for one in &found.refused {
        text += &format!("    not to be taken: {}: {}\n", visible::escape(&one.name), one.why);
    }
    text + "Keep one and see what is in it: --export NAME. Nothing was changed.\n"
}

fn missing_text(missing: &[NotImported], more: u32) -> String {
    let count = u32::try_from(missing.len()).unwrap_or(u32::MAX).saturating_add(more);
    let mut text = match count {
        0 => String::new(),
        1 => "1 file that the messages name is not here:\n".to_owned(),
        many => format!("{many} files that the messages name are not here:\n"),
    };
    for one in missing {
        text += &format!("    {}: {}\n", visible::escape(&one.name), one.why);
    }
    if more > 0 {
        text += &format!("    and {more} more\n");
    }
    text
}

fn choices_of(given: &MessagesArguments) -> Result<MessageChoices, Failure> {
    let role = |role: SenderRole| move |sender: &String| SenderChoice { sender: sender.clone(), role };
    let you = given.you.iter().map(role(SenderRole::You));
    let senders: Vec<_> = you.chain(given.them.iter().map(role(SenderRole::Them))).collect();
    if given.write && senders.is_empty() {
        let hint = "Run it without --write to see the senders, then name them with --you and --them.";
        return Err(bad_input("It is not said who of the senders is who.".to_owned(), hint));
    }
    let columns = match given.columns.as_slice() {
        [time, sender, text] if ![time, sender, text].contains(&&0) => {
            Some(Columns { time: time - 1, sender: sender - 1, text: text - 1 })
        }
        [] => None,
        _ => {
            return Err(bad_input(
                "Three columns are needed, counted from 1.".to_owned(),
                "Use for example --columns 1,2,4.",
            ));
        }
    };
    let order = given.order.map(|order| match order {
        Order::DayFirst => DateOrder::DayFirst,
        Order::MonthFirst => DateOrder::MonthFirst,
        Order::YearFirst => DateOrder::YearFirst,
        Order::AsFound => DateOrder::AsFound,
    });
    Ok(MessageChoices { order, zone: Some(given.zone.clone()), platform: given.platform.clone(), senders, columns })
}

fn counted(count: u32, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn counted_line(count: u32, said: &str) -> String {
    if count == 0 { String::new() } else { format!("    {count} {said}\n") }
}

fn preview_text(preview: &MessagesPreview) -> String {
    let Some(kind) = preview.kind else {
        let why = preview.none.map_or("", |why| why.label());
        return format!("Item {} holds no messages that can be read. {why}\n", preview.item);
    };
    let mut text = format!("Item {}: {}, {}.\n", preview.item, kind.label(), counted(preview.messages, "message"));
    text += &glimpse("First", preview.first.as_ref());
    text += &glimpse("Last", preview.last.as_ref());
    text += &columns(&preview.columns);
    for tally in &preview.senders {
        let who = match (tally.role, tally.own) {
            (Some(role), _) => role.label(),
            (None, _) => "who is this?",
        };
        text += &format!("    {}  {}  ({who})\n", tally.messages, visible::escape(&tally.sender));
    }
    text += &preview.dates.as_ref().map_or_else(String::new, |dates| dates_text(dates, preview.asks_order));
    for (count, said) in [
        (preview.new, "would become contacts"),
        (preview.there, "are contacts of the case already"),
        (preview.left_out, "are of somebody else, and are left out"),
        (preview.by_program, "lines were written by the program itself; they stay in the file"),
        (preview.zone_assumed, "times name no zone; it is assumed"),
        (preview.without_time, "have a time that could not be read; it is kept as shown"),
        (preview.backwards, "have an earlier time than the one before: look at these"),
        (preview.mended, "texts had broken letters that were mended; both forms are kept"),
        (preview.media, "files are named"),
        (preview.media_there, "of these are items of the case"),
        (preview.media_beside, "of these lie beside the export, and would be kept as items"),
        (preview.media_omitted, "files are not in the export"),
        (preview.unread, "parts could not be read, or not wholly"),
    ] {
        text += &counted_line(count, said);
    }
    for line in preview.by_program_some.iter().take(10) {
        text += &glimpse("By the program", Some(line));
    }
    for part in preview.unread_some.iter().take(10) {
        text += &format!("        byte {}: {}\n", part.at, part.why.label());
    }
    text + &missing_text(&preview.missing, preview.more_missing)
}

fn glimpse(called: &str, glimpse: Option<&MessageGlimpse>) -> String {
    glimpse.map_or_else(String::new, |it| {
        let read = it.read.as_ref().map_or("not read", |read| read.local.as_str()).replacen('T', " ", 1);
        let sender = visible::escape(it.sender.as_deref().unwrap_or_default());
        let words = visible::escape_lines(it.text.lines().next().unwrap_or_default());
        format!("    {called}: {} (read as {read})  {sender}: {words}\n", visible::escape(&it.shown))
    })
}

fn columns(columns: &[String]) -> String {
    let named =
        columns.iter().enumerate().map(|(at, name)| format!("    column {}: {}\n", at + 1, visible::escape(name)));
    let mut text: String = named.collect();
    if !text.is_empty() {
        text += "    Say which are the time, the sender and the words: --columns 1,2,3.\n";
    }
    text
}

fn dates_text(dates: &Dates, asks: bool) -> String {
    let mut text = String::new();
    let example = |example: &Option<String>| {
        example.as_ref().map_or_else(String::new, |it| format!(", such as {}", visible::escape(it)))
    };
    text += &counted_line(dates.day_first, &format!("dates can only be read day first{}", example(&dates.day_example)));
    let month = format!("dates can only be read month first{}", example(&dates.month_example));
    text += &counted_line(dates.month_first, &month);
    text += &counted_line(dates.either, "dates can be read in both ways");
    if let [_, changes @ ..] = dates.runs.as_slice() {
        for run in changes {
            text += &format!("    The order changes at message {}: {}\n", run.from, run.order.label());
        }
    }
    if asks {
        text += "    Say which order is right: --order day-first, month-first, year-first or as-found.\n";
    }
    text
}
