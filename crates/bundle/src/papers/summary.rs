//! The summary: one page of counts.

use super::Said;
use super::chart;
use super::counts::Counts;
use super::said::{cell, columns, fact, heading, label, recorded, row, shortened, text, when};
use crate::chronology::listed::shown;
use crate::chronology::words::count;
use crate::supplement;
use casekeep_model::bundle_paper::{Block, Fact, Figure, Look};
use chrono::NaiveDate;

/// So many turning points are named; the chronology marks all.
const TURNS: usize = 5;
/// So many kinds of behaviour are named.
const BEHAVIOURS: usize = 8;
/// The most of a fact of the case that stands here, in characters.
const FACT: usize = 90;

/// Returns what stands on it.
pub(super) fn blocks(said: &Said<'_>) -> Vec<Block> {
    let counts = Counts::of(said);
    let mut blocks = vec![text(Look::Framed, limits(said)), figures(&counts)];
    blocks.extend(chart::chart(&counts).map(Block::Chart));
    blocks.extend(chart::sentence(&counts).map(|said| text(Look::Small, said)));
    if !counts.turns.is_empty() {
        blocks.push(heading("Turning points"));
        blocks.push(turns(&counts));
    }
    blocks.push(heading("What was counted"));
    let mut facts = counted(said, &counts);
    if let Some(details) = &said.chronology.plan.details {
        facts.extend(shown(details).into_iter().map(|(name, text)| fact(label(name), shortened(&text, FACT, " …"))));
    }
    blocks.push(Block::Facts { facts });
    blocks
}

fn limits(said: &Said<'_>) -> String {
    let withheld = match said.chronology.withheld {
        0 => "Every record of the log is in this bundle.".to_owned(),
        n => format!("{} not in this bundle: see “What is withheld”.", were(n)),
    };
    let counted = format!(
        "Counts of what is in this bundle, not a legal finding. They rest on what one person wrote down. {withheld}"
    );
    match said.chronology.follows {
        [] => counted,
        follows => format!("{} {counted}", supplement::said(follows)),
    }
}

fn were(n: u32) -> String {
    if n == 1 { "1 record of the log is".to_owned() } else { format!("{n} records of the log are") }
}

fn day(day: NaiveDate) -> String {
    day.format("%-d %b %Y").to_string()
}

fn figures(counts: &Counts) -> Block {
    let figure = |figure: String, label: &str| Figure { figure, label: label.to_owned() };
    let mut figures = vec![
        figure(counts.contacts.to_string(), if counts.contacts == 1 { "contact" } else { "contacts" }),
        figure(
            counts.days.len().to_string(),
            if counts.days.len() == 1 { "day with contact" } else { "days with contact" },
        ),
    ];
    if let Some((first, last)) = counts.span() {
        figures.push(figure(day(first), "first"));
        figures.push(figure(day(last), "last"));
    }
    if let Some(told) = counts.told() {
        figures.push(figure(told.after.to_string(), "after being told to stop"));
    }
    Block::Figures { figures }
}

fn turns(counts: &Counts) -> Block {
    let rows = counts.turns.iter().take(TURNS).map(|turned| {
        row(vec![
            cell(when(turned.when.as_ref())),
            cell(turned.turn.label()),
            cell(turned.entry.clone()),
            cell(if turned.when.is_some() { turned.after.to_string() } else { "not known".to_owned() }),
        ])
    });
    let mut rows: Vec<_> = rows.collect();
    if let Some(rest) = counts.turns.len().checked_sub(TURNS).filter(|rest| *rest > 0) {
        rows.push(row(vec![cell(format!("and {rest} more")), cell(""), cell(""), cell("")]));
    }
    let names = [("When", 3), ("What", 3), ("Entry", 2), ("Contacts that surely came after it", 4)];
    Block::Table { columns: columns(&names), rows }
}

fn counted(said: &Said<'_>, counts: &Counts) -> Vec<Fact> {
    let plan = said.chronology.plan;
    let channels = counts.channels.iter().map(|(channel, (n, first))| {
        let since = first.map_or_else(String::new, |first| format!(" (first {})", day(first)));
        format!("{} {n}{since}", channel.label())
    });
    let mut facts = vec![fact("How", channels.collect::<Vec<_>>().join("; "))];
    if !counts.behaviours.is_empty() {
        let named = counts.behaviours.iter().take(BEHAVIOURS);
        let mut all: Vec<String> =
            named.map(|(name, n)| format!("{} {n}", super::said::value("behaviours", (*name).to_owned()))).collect();
        let rest = counts.behaviours.len().saturating_sub(BEHAVIOURS);
        all.extend((rest > 0).then(|| format!("and {rest} more kinds")));
        facts.push(fact("Marked by the writer", all.join("; ")));
    }
    facts.push(fact(
        "Effect",
        format!("written down with {}; changes to daily life with {}", counts.felt, counts.changed),
    ));
    facts.push(fact(
        "Contacts",
        "those that came from them or were about the writer. Turning points and what the writer sent are not counted.",
    ));
    let mut others = vec![
        count(counts.from_writer as u64, "contact from the writer", "contacts from the writer"),
        count(plan.items.len() as u64, "item", "items"),
    ];
    let events = plan.listed.iter().filter(|taken| taken.entry.is_event()).count();
    others.extend((events > 0).then(|| count(events as u64, "entry from the registers", "entries from the registers")));
    facts.push(fact("Also in this bundle", others.join(", ")));
    facts.push(fact(
        "Times",
        format!(
            "{} written more than a day after; {} without a known day, which no week and no “after” counts",
            count(counts.late as u64, "contact was", "contacts were"),
            counts.undated,
        ),
    ));
    facts.push(fact(
        "Made",
        recorded(None, said.chronology.made_at).replace("Recorded ", "").trim_end_matches('.').to_owned(),
    ));
    facts
}
