//! The chronology as a sheet: CSV (RFC 4180) that spreadsheets read as UTF-8 and never as formulas.

use super::{Chronology, Row, file_of, listed, words};
use crate::plan::{TakenContact, TakenItem};
use crate::text::{cell, one_line};
use casekeep_model::Amendment;
use casekeep_model::view::EntryKind;

const COLUMNS: [&str; 25] = [
    "Entry",
    "Number",
    "Date",
    "Time",
    "Note on time",
    "UTC from",
    "How",
    "Platform",
    "From",
    "Turning point",
    "What happened",
    "Exact words",
    "Place",
    "Present",
    "Done",
    "Effect",
    "Items",
    "Recorded (UTC)",
    "Delay",
    "Amendments",
    "File",
    "Bytes",
    "SHA-256",
    "Original name",
    "More",
];
/// The column for what has none of its own.
pub(super) const MORE: usize = COLUMNS.len() - 1;
type Cells = [String; COLUMNS.len()];

/// Returns the sheet: a byte order mark, then one line for each contact, each item and each entry of a register.
#[must_use]
pub fn write(chronology: &Chronology<'_>) -> String {
    let mut sheet = "\u{feff}".to_owned();
    sheet.push_str(&line(&COLUMNS.map(str::to_owned)));
    for row in chronology.rows() {
        if let Row::Contact(taken) = row {
            sheet.push_str(&line(&contact(chronology, taken)));
        }
    }
    for taken in &chronology.plan.items {
        sheet.push_str(&line(&item(taken)));
    }
    for taken in &chronology.plan.listed {
        sheet.push_str(&line(&fill(listed::cells(chronology, taken))));
    }
    sheet
}

fn line(cells: &Cells) -> String {
    let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
    cells.join(",") + "\r\n"
}

fn contact(chronology: &Chronology<'_>, taken: &TakenContact) -> Cells {
    let c = &taken.contact;
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    let items: Vec<String> = c.items.iter().map(|n| chronology.listed_item(*n)).collect();
    [
        "contact".to_owned(),
        taken.label.clone(),
        words::date(&c.occurred),
        words::time(&c.occurred),
        words::time_note(&c.occurred).unwrap_or_default(),
        c.occurred.from.map(|at| at.to_string()).unwrap_or_default(),
        c.channel.label().to_owned(),
        said(&c.platform),
        c.direction.label().to_owned(),
        c.turn.map(|turn| turn.label().to_owned()).unwrap_or_default(),
        c.what.clone(),
        said(&c.words),
        said(&c.place),
        said(&c.present),
        said(&c.response),
        said(&c.effect),
        items.join("; "),
        taken.recorded.to_string(),
        words::delay(&c.occurred, taken.recorded).unwrap_or_default(),
        amendments(EntryKind::Contact, &taken.amendments),
        String::new(),
        String::new(),
        String::new(),
        String::new(),
        words::more(c).into_iter().map(|(label, text)| format!("{label}: {text}")).collect::<Vec<_>>().join("\n"),
    ]
}

fn item(taken: &TakenItem) -> Cells {
    let (item, facts) = (&taken.item, &taken.item.facts);
    let occurred = facts.occurred.as_ref();
    let said = |text: &Option<String>| text.clone().unwrap_or_default();
    fill([
        (0, "item".to_owned()),
        (1, taken.label.clone()),
        (2, occurred.map(words::date).unwrap_or_default()),
        (3, occurred.map(words::time).unwrap_or_default()),
        (4, occurred.and_then(words::time_note).unwrap_or_default()),
        (5, occurred.and_then(|m| m.from).map(|at| at.to_string()).unwrap_or_default()),
        (6, said(&facts.kind)),
        (7, said(&facts.source.platform)),
        (8, said(&facts.from)),
        (10, said(&facts.description)),
        (17, item.recorded.to_string()),
        (18, occurred.and_then(|m| words::delay(m, item.recorded)).unwrap_or_default()),
        (19, amendments(EntryKind::Item, &taken.amendments)),
        (20, file_of(taken)),
        (21, item.file.size.to_string()),
        (22, item.file.sha256.to_string()),
        (23, one_line(&item.name)),
        (
            MORE,
            words::more_of_item(facts)
                .into_iter()
                .map(|(label, text)| format!("{label}: {text}"))
                .collect::<Vec<_>>()
                .join("\n"),
        ),
    ])
}

/// Returns a line with these columns filled.
fn fill(filled: impl IntoIterator<Item = (usize, String)>) -> Cells {
    let mut cells: Cells = std::array::from_fn(|_| String::new());
    for (index, text) in filled {
        if let Some(slot) = cells.get_mut(index) {
            *slot = text;
        }
    }
    cells
}

pub(super) fn amendments(kind: EntryKind, amendments: &[Amendment]) -> String {
    let said: Vec<String> = amendments
        .iter()
        .map(|a| {
            let changes: Vec<String> = a
                .changes
                .iter()
                .map(|c| format!("{}: earlier “{}”, later “{}”", words::field(kind, &c.field), c.earlier, c.later))
                .collect();
            format!("{} because “{}”. {}", a.recorded, a.reason, changes.join("; "))
        })
        .collect();
    said.join("\n")
}
