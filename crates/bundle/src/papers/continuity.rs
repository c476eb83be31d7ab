//! Continuity: what happened to each item, as far as the disclosed records tell.

use super::Said;
use super::said::{cell, columns, heading, label, row, shortened, text, value, when};
use crate::chronology::words;
use crate::plan::TakenItem;
use casekeep_model::bundle_paper::{Block, Line, Look, PaperRow};
use casekeep_model::view::EntryKind;
use casekeep_model::{RegisterEntry, Thing, Timestamp};

const TEXT: usize = 400;
const MORE: &str = " … [in full in data/chronology.html]";

/// Returns what stands on it.
pub(super) fn blocks(said: &Said<'_>) -> Vec<Block> {
    let plan = said.chronology.plan;
    let intro = "What the records in this bundle tell of each item, oldest first. Times are those of the computer’s \
                 clock, in UK time. Not listed: looking at an item, copies saved elsewhere, and earlier bundles; nor \
                 what happened to a file before it was acquired. Ask the writer.";
    let mut blocks = vec![text(Look::Plain, intro), heading("Files")];
    if plan.items.is_empty() {
        blocks.push(text(Look::Plain, "There are no files in this bundle."));
    } else {
        let rows = plan.items.iter().flat_map(|taken| file(said, taken)).collect();
        let names = [("Item", 12), ("When", 27), ("What happened to it", 57)];
        blocks.push(Block::Table { columns: columns(&names), rows });
    }
    let things: Vec<PaperRow> = plan
        .listed
        .iter()
        .filter_map(|taken| match &taken.entry {
            RegisterEntry::Thing(thing) => Some(physical(&taken.label, thing, taken.recorded)),
            _ => None,
        })
        .flatten()
        .collect();
    if !things.is_empty() {
        blocks.push(heading("Physical items"));
        let names = [("Physical item", 16), ("When", 24), ("What happened to it, and who had it", 60)];
        blocks.push(Block::Table { columns: columns(&names), rows: things });
    }
    blocks
}

fn file(said: &Said<'_>, taken: &TakenItem) -> Vec<PaperRow> {
    let item = &taken.item;
    let via = words::via(item.via).map(|via| format!(" {via}.")).unwrap_or_default();
    let mut events = vec![
        (item.acquired.at, format!("{}.{via}", words::acquired(item.acquired.how))),
        (
            item.recorded,
            format!(
                "Written into the log with its length, {}, and its SHA-256, {}.",
                words::size(item.file.size),
                item.file.sha256
            ),
        ),
    ];
    if let Some(derived) = &item.derived {
        events.push((item.recorded, format!("It was made from item {}: {}.", derived.item, words::derived(derived))));
    }
    for amendment in &taken.amendments {
        let fields: Vec<&str> =
            amendment.changes.iter().map(|change| label(words::field(EntryKind::Item, &change.field))).collect();
        let reason = shortened(&amendment.reason, TEXT, MORE);
        events.push((
            amendment.recorded,
            format!("What is written about it was amended ({}). Reason: {reason}", fields.join(", ")),
        ));
    }
    for other in &said.chronology.plan.items {
        let made = other.item.derived.as_ref().filter(|derived| derived.item == item.number);
        events.extend(made.map(|derived| {
            (other.item.recorded, format!("Item {} was made from it: {}.", other.label, words::derived(derived)))
        }));
    }
    for listed in &said.chronology.plan.listed {
        match &listed.entry {
            RegisterEntry::Transcript(transcript) if transcript.item == item.number => {
                events.push((
                    listed.recorded,
                    format!("Transcript {} of it was written down. {}.", listed.label, transcript.standing()),
                ));
            }
            _ => {}
        }
    }
    // Sorted as they were recorded; a sort that is stable keeps what belongs together.
    events.sort_by_key(|(at, _)| *at);
    let made = format!(
        "Copied into this bundle, number {}. The bytes were compared with the recorded SHA-256.",
        said.chronology.disclosure
    );
    events.push((said.chronology.made_at, made));
    let name = [
        Line::new(Look::Strong, format!("Item {}", taken.label)),
        Line::new(Look::Small, said.reference(&taken.label)),
    ];
    events.into_iter().map(|(at, what)| row(vec![name.to_vec(), cell(words::recorded(at)), cell(what)])).collect()
}

fn physical(number: &str, thing: &Thing, recorded: Timestamp) -> Vec<PaperRow> {
    let entry = RegisterEntry::Thing(thing.clone());
    let say = |field: &str| entry.say(field).map(|text| shortened(&value(field, text), TEXT, MORE));
    let name = [
        Line::new(Look::Strong, format!("Physical item {number}")),
        Line::new(Look::Small, shortened(&thing.label, TEXT, MORE)),
    ];
    let came =
        [say("how"), say("found_where"), say("opened"), say("packaging").map(|text| format!("packed in: {text}"))];
    let came: Vec<String> = came.into_iter().flatten().collect();
    let mut rows = vec![(when(thing.when.as_ref()), format!("It came. {}", came.join("; ")))];
    rows.extend(thing.handled_by.iter().map(|one| {
        let what = one.what.as_ref().map(|what| format!(": {}", shortened(what, TEXT, MORE))).unwrap_or_default();
        (when(one.when.as_ref()), format!("Handled by {}{what}", shortened(&one.who, TEXT, MORE)))
    }));
    rows.push((words::recorded(recorded), "Written into the register.".to_owned()));
    let now: Vec<String> = [say("custody"), say("place_now")].into_iter().flatten().collect();
    if !now.is_empty() {
        rows.push(("As written last".to_owned(), now.join(", ")));
    }
    rows.into_iter().map(|(at, what)| row(vec![name.to_vec(), cell(at), cell(what.trim_end().to_owned())])).collect()
}
