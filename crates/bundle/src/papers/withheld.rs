//! What is withheld: every record that is not here, by number and with its reason. No hash, no word of what it says.

use super::Said;
use super::said::{cell, columns, heading, row, shortened, text};
use crate::chronology::words;
use crate::proof::State;
use casekeep_model::bundle_paper::{Block, Look, PaperRow};
use std::collections::{BTreeMap, BTreeSet};

const TEXT: usize = 400;

/// Returns what stands on it.
pub(super) fn blocks(said: &Said<'_>) -> Vec<Block> {
    let intro = "The log numbers every record from 0, in each computer’s log of its own. This is what the bundle holds \
                 of each. What a withheld record says cannot be learned from here, nor from any file of the bundle; that \
                 it is there can. data/proof/accounting.txt has the same, and casekeep verify checks that no number is \
                 left out.";
    let mut blocks =
        vec![text(Look::Plain, intro), heading("By reason"), reasons(said), heading("By number"), numbers(said)];
    let absent = absent(said);
    if !absent.is_empty() {
        blocks.push(heading("Named here, and not in this bundle"));
        blocks.push(Block::List { lines: absent });
    }
    let redacted: Vec<PaperRow> = redacted(said);
    if !redacted.is_empty() {
        blocks.push(heading("Redacted copies and parts"));
        let names = [("Item", 12), ("Made from", 26), ("What was done", 60)];
        blocks.push(Block::Table { columns: columns(&names), rows: redacted });
    }
    blocks
}

fn why(state: State) -> (&'static str, &'static str) {
    match state {
        State::Disclosed => ("In this bundle", "All of the record."),
        State::InPart => (
            "In this bundle in part",
            "What was written is here. Left out: technical parts about the vault, or what is sensitive.",
        ),
        State::GivenBefore => (
            "Withheld: given before",
            "A record that an earlier bundle holds, which this one follows: see what to read first.",
        ),
        State::NotSelected => (
            "Withheld: not selected",
            "An entry, or an amendment of one, that the writer did not choose for this bundle.",
        ),
        State::Structural => (
            "Withheld: structural",
            "A record that the log keeps about itself, such as its beginning or a copy that was saved.",
        ),
    }
}

fn reasons(said: &Said<'_>) -> Block {
    let follows = !said.chronology.follows.is_empty();
    let states = State::ALL.into_iter().filter(|state| follows || *state != State::GivenBefore);
    let rows = states.map(|state| {
        let n = said.logs.iter().flat_map(|log| &log.states).filter(|one| **one == state).count();
        let (name, why) = why(state);
        row(vec![cell(name), cell(n.to_string()), cell(why)])
    });
    let names = [("State", 24), ("Records", 9), ("Reason", 65)];
    Block::Table { columns: columns(&names), rows: rows.collect() }
}

fn numbers(said: &Said<'_>) -> Block {
    let mut rows = Vec::new();
    for (k, log) in (1..).zip(said.logs) {
        let mut start = 0;
        for run in log.states.chunk_by(|a, b| a == b) {
            let last = start + run.len() - 1;
            let numbers = if start == last { start.to_string() } else { format!("{start} to {last}") };
            let state = run.first().copied().unwrap_or(State::Structural);
            rows.push(row(vec![cell(format!("Log {k}")), cell(numbers), cell(why(state).0)]));
            start = last + 1;
        }
    }
    let names = [("Log", 12), ("Records", 26), ("State", 60)];
    Block::Table { columns: columns(&names), rows }
}

/// Returns the entries that something here names and that are not here, each with what names it.
fn absent(said: &Said<'_>) -> Vec<String> {
    let plan = said.chronology.plan;
    let contacts: BTreeSet<u32> = plan
        .contacts
        .iter()
        .filter_map(|taken| taken.label.trim_end_matches(char::is_alphabetic).parse().ok())
        .collect();
    let mut named: BTreeMap<(&str, u32), Vec<String>> = BTreeMap::new();
    let mut name = |kind: &'static str, n: u32, by: String| named.entry((kind, n)).or_default().push(by);
    for taken in &plan.contacts {
        let items = taken.contact.items.iter().filter(|n| !said.chronology.has_item(**n));
        items.for_each(|n| name("Item", *n, format!("contact {}", taken.label)));
        let told = taken.contact.told_in.filter(|n| !contacts.contains(n));
        told.into_iter().for_each(|n| name("Contact", n, format!("contact {}", taken.label)));
    }
    for taken in &plan.items {
        let from = taken.item.derived.as_ref().map(|derived| derived.item).filter(|n| !said.chronology.has_item(*n));
        from.into_iter().for_each(|n| name("Item", n, format!("item {}", taken.label)));
    }
    for taken in &plan.listed {
        let by = || format!("{} {}", taken.entry.register().label().to_lowercase(), taken.label);
        let items = taken.entry.items().into_iter().filter(|n| !said.chronology.has_item(*n));
        items.for_each(|n| name("Item", n, by()));
        taken.entry.contacts().iter().filter(|n| !contacts.contains(n)).for_each(|n| name("Contact", *n, by()));
    }
    let line = |((kind, n), by): ((&str, u32), Vec<String>)| {
        let before = if kind == "Item" && plan.items_before.contains(&n) { "; in an earlier bundle" } else { "" };
        format!("{kind} {n}, named by {}{before}", by.join(", "))
    };
    named.into_iter().map(line).collect()
}

fn redacted(said: &Said<'_>) -> Vec<PaperRow> {
    let items = said.chronology.plan.items.iter();
    items
        .filter_map(|taken| {
            let derived = taken.item.derived.as_ref()?;
            let absent = said.chronology.absence(derived.item);
            Some(row(vec![
                cell(format!("Item {}", taken.label)),
                cell(format!("Item {}{absent}", derived.item)),
                cell(shortened(&words::derived(derived), TEXT, " …")),
            ]))
        })
        .collect()
}
