//! The chronology as a table: everything in its order, each in short.

use super::Said;
use super::said::{cell, columns, direction, late, shortened, text, when_cell};
use crate::chronology::Row;
use crate::listed::TakenListed;
use crate::plan::{TakenContact, TakenItem};
use crate::text::one_line;
use casekeep_model::bundle_paper::{Block, Line, Look, PaperRow};

/// The most of what happened, and of any other text, that stands in a row, in characters.
const WHAT: usize = 320;
const OTHER: usize = 160;
const MORE: &str = " … [in full in the full log]";

/// Returns what stands on it.
pub(super) fn blocks(said: &Said<'_>) -> Vec<Block> {
    let rows: Vec<PaperRow> = said
        .chronology
        .rows()
        .into_iter()
        .map(|row| match row {
            Row::Contact(taken) => contact(said, taken),
            Row::Item(taken) => item(said, taken),
            Row::Listed(taken) => listed(said, taken),
        })
        .collect();
    let names = [("When", 13), ("Entry", 13), ("What happened", 54), ("Items", 10)];
    let intro = "Everything in this bundle in the order in which it happened; UK time, unless a row says otherwise. \
                 Shaded rows are turning points. Long texts are shortened: the full log has them whole.";
    vec![text(Look::Plain, intro), Block::Table { columns: columns(&names), rows }]
}

fn contact(said: &Said<'_>, taken: &TakenContact) -> PaperRow {
    let contact = &taken.contact;
    let mut entry = vec![Line::new(Look::Plain, format!("Contact {}", taken.label))];
    let how = [Some(contact.channel.label().to_owned()), contact.platform.clone()];
    entry.push(Line::new(Look::Small, how.into_iter().flatten().collect::<Vec<_>>().join(", ")));
    entry.push(Line::new(Look::Small, direction(contact.direction)));
    let mut what = Vec::new();
    what.extend(contact.turn.map(|turn| Line::new(Look::Strong, turn.label())));
    what.push(Line::new(Look::Plain, shortened(&contact.what, WHAT, MORE)));
    what.extend(contact.words.as_ref().map(|words| Line::new(Look::Words, shortened(words, OTHER, MORE))));
    let effect = contact.effect.as_ref().filter(|effect| !effect.trim().is_empty());
    what.extend(effect.map(|effect| Line::new(Look::Small, format!("Effect: {}", shortened(effect, OTHER, MORE)))));
    what.extend(late(Some(&contact.occurred), taken.recorded));
    what.extend(amended(taken.amendments.len()));
    PaperRow {
        strong: contact.turn.is_some(),
        cells: vec![when_cell(Some(&contact.occurred)), entry, what, cell(said.items(&contact.items))],
    }
}

fn item(said: &Said<'_>, taken: &TakenItem) -> PaperRow {
    let facts = &taken.item.facts;
    let entry = vec![
        Line::new(Look::Plain, format!("Item {}", taken.label)),
        Line::new(Look::Small, "That no contact in this bundle names"),
    ];
    let name = one_line(&taken.item.name);
    let mut what = vec![Line::new(Look::Plain, shortened(facts.description.as_ref().unwrap_or(&name), WHAT, MORE))];
    what.extend(late(facts.occurred.as_ref(), taken.item.recorded));
    what.extend(amended(taken.amendments.len()));
    let when = match &facts.occurred {
        Some(moment) => when_cell(Some(moment)),
        None => vec![
            Line::new(Look::Plain, crate::chronology::words::day(taken.item.acquired.at)),
            Line::new(Look::Small, "when it was acquired"),
        ],
    };
    PaperRow { strong: false, cells: vec![when, entry, what, cell(said.items(&[taken.item.number]))] }
}

fn listed(said: &Said<'_>, taken: &TakenListed) -> PaperRow {
    let entry = vec![Line::new(Look::Plain, format!("{} {}", taken.entry.register().label(), taken.label))];
    let mut what = Vec::new();
    let turn = taken.entry.turn();
    what.extend(turn.map(|turn| Line::new(Look::Strong, turn.label())));
    what.push(Line::new(Look::Plain, shortened(&taken.entry.main_text(), WHAT, MORE)));
    what.extend(late(taken.entry.when(), taken.recorded));
    what.extend(amended(taken.amendments.len()));
    PaperRow {
        strong: turn.is_some(),
        cells: vec![when_cell(taken.entry.when()), entry, what, cell(said.items(&taken.entry.items()))],
    }
}

fn amended(times: usize) -> Option<Line> {
    match times {
        0 => None,
        1 => Some(Line::new(Look::Small, "Amended once")),
        n => Some(Line::new(Look::Small, format!("Amended {n} times"))),
    }
}
