//! The full log: every entry whole, one after another, with its amendments and recorded times.

use super::Said;
use super::said::{direction, fact, heading, label, recorded, text, value, when, whole};
use crate::chronology::{Row, listed::named_fields, listed::shown, words};
use crate::listed::TakenListed;
use crate::plan::{TakenContact, TakenItem};
use crate::text::one_line;
use casekeep_model::bundle_paper::{Block, Fact, Look};
use casekeep_model::view::EntryKind;
use casekeep_model::{Amendment, Moment, Register, RegisterEntry, Timestamp};

/// Returns what stands on it.
pub(super) fn blocks(said: &Said<'_>) -> Vec<Block> {
    let intro = "Every entry in this bundle in the writer’s own words, in the order in which it happened. “Recorded” is \
                 when the entry was written, by the computer’s clock. An entry is never changed: a correction is added \
                 with its reason, and what was written before stays.";
    let mut blocks = vec![text(Look::Plain, intro), heading("Entries")];
    blocks.extend(said.chronology.rows().into_iter().map(|row| match row {
        Row::Contact(taken) => contact(said, taken),
        Row::Item(taken) => item(taken),
        Row::Listed(taken) => listed(said, taken),
    }));
    for (register, name) in [
        (Register::Transcript, "What items say in words"),
        (Register::Thing, "Physical items"),
        (Register::Person, "People"),
    ] {
        let of: Vec<_> = said
            .chronology
            .plan
            .listed
            .iter()
            .filter(|taken| taken.entry.register() == register && !taken.entry.is_event())
            .collect();
        if !of.is_empty() {
            blocks.push(heading(name));
            blocks.extend(of.into_iter().map(|taken| listed(said, taken)));
        }
    }
    if let Some(details) = &said.chronology.plan.details {
        blocks.push(heading("The case"));
        let facts = shown(details).into_iter().map(|(name, text)| fact(label(name), whole(&text)));
        blocks.push(Block::Facts { facts: facts.collect() });
    }
    blocks
}

fn contact(said: &Said<'_>, taken: &TakenContact) -> Block {
    let contact = &taken.contact;
    let how = [Some(contact.channel.label().to_owned()), contact.platform.clone()];
    let how = how.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut blocks = vec![text(Look::Small, format!("{how}. {}.", direction(contact.direction)))];
    blocks.extend(contact.turn.map(|turn| text(Look::Strong, turn.label())));
    blocks.push(text(Look::Plain, whole(&contact.what)));
    blocks.extend(contact.words.as_ref().map(|words| text(Look::Words, whole(words))));
    let named = [
        ("Place", &contact.place),
        ("Who was present", &contact.present),
        ("What was done", &contact.response),
        ("Effect", &contact.effect),
    ];
    let named =
        named.into_iter().filter_map(|(name, text)| Some(fact(name, whole(text.as_ref().filter(|t| !t.is_empty())?))));
    let more = words::more_fields(contact).into_iter();
    let more = more.map(|(field, name, text)| fact(label(name), whole(&value(field, text))));
    let items = (!contact.items.is_empty()).then(|| fact("Items", said.items(&contact.items)));
    push_facts(&mut blocks, named.chain(more).chain(items).collect());
    blocks.push(text(Look::Small, recorded(Some(&contact.occurred), taken.recorded)));
    amendments(&mut blocks, EntryKind::Contact, &taken.amendments);
    Block::Entry {
        heading: format!("Contact {}", taken.label),
        when: when(Some(&contact.occurred)),
        strong: contact.turn.is_some(),
        blocks,
    }
}

fn item(taken: &TakenItem) -> Block {
    let facts = &taken.item.facts;
    let name = one_line(&taken.item.name);
    let mut blocks = vec![
        text(Look::Small, "An item that no contact in this bundle names."),
        text(Look::Plain, whole(facts.description.as_ref().unwrap_or(&name))),
    ];
    end(&mut blocks, facts.occurred.as_ref(), taken.item.recorded);
    amendments(&mut blocks, EntryKind::Item, &taken.amendments);
    Block::Entry {
        heading: format!("Item {}", taken.label),
        when: when(facts.occurred.as_ref()),
        strong: false,
        blocks,
    }
}

fn listed(said: &Said<'_>, taken: &TakenListed) -> Block {
    let (entry, register) = (&taken.entry, taken.entry.register());
    let turn = entry.turn();
    let mut blocks: Vec<Block> = turn.map(|turn| text(Look::Strong, turn.label())).into_iter().collect();
    if let RegisterEntry::Transcript(transcript) = entry {
        blocks.push(text(Look::Small, format!("{}.", transcript.standing())));
        blocks.push(text(Look::Words, whole(&transcript.text)));
    } else {
        blocks.push(text(Look::Plain, whole(&entry.main_text())));
    }
    let mut facts: Vec<Fact> = named_fields(taken)
        .into_iter()
        .map(|(field, name, text)| fact(label(name), whole(&value(field, text))))
        .collect();
    facts.extend((!entry.items().is_empty()).then(|| fact("Items", said.items(&entry.items()))));
    push_facts(&mut blocks, facts);
    end(&mut blocks, entry.when(), taken.recorded);
    amendments(&mut blocks, register.into(), &taken.amendments);
    let when =
        if matches!(register, Register::Person | Register::Transcript) { String::new() } else { when(entry.when()) };
    Block::Entry { heading: format!("{} {}", register.label(), taken.label), when, strong: turn.is_some(), blocks }
}

fn end(blocks: &mut Vec<Block>, moment: Option<&Moment>, at: Timestamp) {
    blocks.push(text(Look::Small, recorded(moment, at)));
}

fn push_facts(blocks: &mut Vec<Block>, facts: Vec<Fact>) {
    if !facts.is_empty() {
        blocks.push(Block::Facts { facts });
    }
}

/// Writes each amendment: when, why, and every field before and after.
pub(super) fn amendments(blocks: &mut Vec<Block>, kind: EntryKind, amendments: &[Amendment]) {
    for amendment in amendments {
        blocks.push(text(Look::Strong, format!("Amended {}", words::recorded(amendment.recorded))));
        if amendment.conflict {
            blocks.push(text(Look::Small, "Made without knowledge of another amendment. Both are shown."));
        }
        let said = |text: &str| if text.is_empty() { "(nothing)".to_owned() } else { whole(text) };
        let mut facts = vec![fact("Reason", whole(&amendment.reason))];
        for change in &amendment.changes {
            let name = label(words::field(kind, &change.field));
            facts.push(fact(format!("{name}, earlier"), said(&value(&change.field, change.earlier.clone()))));
            facts.push(fact(format!("{name}, later"), said(&value(&change.field, change.later.clone()))));
        }
        blocks.push(Block::Facts { facts });
    }
}
