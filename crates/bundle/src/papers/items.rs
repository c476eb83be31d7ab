//! The items: every file and physical item, with the reference that is proposed for it and its SHA-256.

use super::Said;
use super::said::{cell, columns, heading, label, row, shortened, text, value, when_cell};
use crate::chronology::{file_of, words};
use crate::plan::TakenItem;
use crate::text::one_line;
use casekeep_model::bundle_paper::{Block, Line, Look, PaperRow};
use casekeep_model::{RegisterEntry, Sha256Digest, Thing};
use std::collections::BTreeMap;

/// The most of one text that stands in a row, in characters.
const TEXT: usize = 600;
const MORE: &str = " … [in full in data/chronology.html]";

/// Returns what stands on it.
pub(super) fn blocks(said: &Said<'_>) -> Vec<Block> {
    let plan = said.chronology.plan;
    let mut blocks = vec![text(Look::Plain, intro(said))];
    blocks.extend(clashes(said).into_iter().map(|clash| text(Look::Framed, clash)));
    blocks.push(heading("Files"));
    if plan.items.is_empty() {
        blocks.push(text(Look::Plain, "There are no files in this bundle."));
    } else {
        let rows = plan.items.iter().map(|taken| item(said, taken)).collect();
        let names = [("Proposed reference", 12), ("What it is", 54), ("Date", 13), ("File and size", 17)];
        blocks.push(Block::Table { columns: columns(&names), rows });
    }
    let things: Vec<PaperRow> = plan
        .listed
        .iter()
        .filter_map(|taken| match &taken.entry {
            RegisterEntry::Thing(thing) => Some(physical(said, &taken.label, thing)),
            _ => None,
        })
        .collect();
    if !things.is_empty() {
        blocks.push(heading("Physical items"));
        blocks.push(text(
            Look::Plain,
            "They are not in this bundle: a file cannot hold them. Each has the code of its label.",
        ));
        let names = [("Number and label", 14), ("What it is", 40), ("Proposed reference", 14), ("Where it is", 22)];
        blocks.push(Block::Table { columns: columns(&names), rows: things });
    }
    blocks
}

fn intro(said: &Said<'_>) -> String {
    let who = match said.initials {
        Some(initials) => format!(
            "The references are proposals under the initials {}; whoever takes the statement decides.",
            initials.as_str()
        ),
        None => {
            "The references are proposals: the initials of whoever produces the item go on the line before the stroke."
                .to_owned()
        }
    };
    format!(
        "{who} The number is the item’s own in the log and is never used again. Each file is byte for byte as it was \
         added; its SHA-256 in full is the one in manifest-sha256.txt."
    )
}

fn item(said: &Said<'_>, taken: &TakenItem) -> PaperRow {
    let (item, facts) = (&taken.item, &taken.item.facts);
    let mut what = Vec::new();
    let name = one_line(&item.name);
    let kind = facts.kind.as_deref().filter(|kind| !kind.is_empty());
    what.extend(kind.map(|kind| Line::new(Look::Strong, shortened(kind, TEXT, MORE))));
    match &facts.description {
        Some(description) => what.push(Line::new(Look::Plain, shortened(description, TEXT, MORE))),
        None => what.push(Line::new(Look::Plain, "No description was written.")),
    }
    let mut small = vec![format!("Original name: {}", shortened(&name, TEXT, MORE))];
    small.extend(facts.from.as_ref().map(|from| format!("From: {}", shortened(from, TEXT, MORE))));
    let source = &facts.source;
    let named = [
        ("Platform", &source.platform),
        ("Handle", &source.handle),
        ("Address", &source.url),
        ("Date shown on it", &source.shown),
    ];
    small.extend(
        named.into_iter().filter_map(|(name, text)| Some(format!("{name}: {}", shortened(text.as_ref()?, TEXT, MORE)))),
    );
    small.extend(facts.captured.said().into_iter().map(|(name, text)| format!("{}: {text}", label(name))));
    small.extend(words::signs(&item.signs).map(|signs| format!("Signs of a messaging app: {signs}")));
    small.extend(item.derived.as_ref().map(|derived| {
        let absent = said.chronology.absence(derived.item);
        format!("Made from item {}{absent}: {}", derived.item, words::derived(derived))
    }));
    small.push(format!("SHA-256 {}", item.file.sha256));
    what.extend(small.into_iter().map(|text| Line::new(Look::Small, text)));
    let file = vec![
        Line::new(Look::Plain, file_of(taken).trim_start_matches("data/").to_owned()),
        Line::new(Look::Small, format!("{}, {}", item.media_type, words::size(item.file.size))),
    ];
    let date = match &facts.occurred {
        Some(moment) => when_cell(Some(moment)),
        None => vec![
            Line::new(Look::Plain, "Not known"),
            Line::new(Look::Small, format!("acquired {}", words::day(item.acquired.at))),
        ],
    };
    let reference = vec![
        Line::new(Look::Strong, said.reference(&taken.label)),
        Line::new(Look::Small, format!("Item {}", taken.label)),
        Line::new(Look::Small, short(&item.file.sha256)),
    ];
    row(vec![reference, what, date, file])
}

/// Returns the first eight digits of a hash, which tell files apart at a glance.
fn short(sha256: &Sha256Digest) -> String {
    sha256.to_string().chars().take(8).collect::<String>() + "…"
}

fn physical(said: &Said<'_>, number: &str, thing: &Thing) -> PaperRow {
    let mut what = vec![Line::new(Look::Plain, shortened(&thing.what, TEXT, MORE))];
    if !thing.items.is_empty() {
        what.push(Line::new(Look::Small, format!("Shown by item {}", said.items(&thing.items))));
    }
    let proposed = thing.exhibit.as_ref().filter(|text| !text.trim().is_empty());
    let proposed = proposed.map_or_else(|| "None yet".to_owned(), |text| shortened(text, TEXT, MORE));
    let entry = RegisterEntry::Thing(thing.clone());
    let mut place: Vec<Line> = ["custody", "place_now"]
        .into_iter()
        .filter_map(|field| Some(Line::new(Look::Plain, shortened(&value(field, entry.say(field)?), TEXT, MORE))))
        .collect();
    if place.is_empty() {
        place = cell("Not written down");
    }
    let number = vec![
        Line::new(Look::Plain, format!("Physical item {number}")),
        Line::new(Look::Small, shortened(&thing.label, TEXT, MORE)),
    ];
    row(vec![number, what, vec![Line::new(Look::Strong, proposed)], place])
}

/// Returns a warning for each reference that stands for two things.
fn clashes(said: &Said<'_>) -> Vec<String> {
    let plan = said.chronology.plan;
    let mut uses: BTreeMap<String, Vec<String>> = BTreeMap::new();
    if said.initials.is_some() {
        for taken in &plan.items {
            uses.entry(same(&said.reference(&taken.label))).or_default().push(format!("item {}", taken.label));
        }
    }
    for taken in &plan.listed {
        let RegisterEntry::Thing(thing) = &taken.entry else { continue };
        if let Some(reference) = thing.exhibit.as_ref().filter(|text| !text.trim().is_empty()) {
            uses.entry(same(reference)).or_default().push(format!("physical item {}", taken.label));
        }
    }
    let twice = uses.into_iter().filter(|(_, used)| used.len() > 1);
    twice
        .map(|(reference, used)| {
            let reference = shortened(&reference, 40, "…");
            format!("The reference {reference} is proposed for {}. One of them needs another.", used.join(" and "))
        })
        .collect()
}

/// Returns a reference without what people write differently.
fn same(reference: &str) -> String {
    reference.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_uppercase).collect()
}
