//! The registers on the page: events among the rows, transcripts with their items, then people, physical items, and the
//! case as a whole.

use super::page::{amendments, facts, item_links, meta, put, when};
use super::{Chronology, words};
use crate::listed::TakenListed;
use crate::text::html as t;
use casekeep_model::view::EntryKind;
use casekeep_model::{Details, Fields, Register, RegisterEntry};

/// Fields that a row or a card says in another place.
const SAID: [&str; 4] = ["when", "items", "display", "what"];
/// The same of a transcript.
const SAID_OF_TRANSCRIPT: [&str; 4] = ["item", "text", "made_by", "checked"];

/// Writes an event as a row of the table.
pub(super) fn row(page: &mut String, chronology: &Chronology<'_>, taken: &TakenListed) {
    let register = taken.entry.register();
    put(page, format_args!("<tr role=\"row\" id=\"{}-{}\">", register.word(), t(&taken.label)));
    when(page, taken.entry.when());
    put(page, format_args!("<td role=\"cell\">{}</td><td role=\"cell\" class=\"what\">", register.label()));
    put(page, format_args!("<p class=\"text\" dir=\"auto\">{}</p>", t(&taken.entry.main_text())));
    said(page, taken);
    let name = format!("{} {}", register.label(), taken.label);
    meta(page, &name, taken.entry.when(), taken.recorded);
    amendments(page, register.into(), &taken.amendments);
    page.push_str("</td><td role=\"cell\">");
    item_links(page, chronology, &taken.entry.items());
    page.push_str("</td></tr>\n");
}

/// Writes what is no event: people, physical items, and the details of the case.
pub(super) fn cards(page: &mut String, chronology: &Chronology<'_>) {
    for (register, heading) in [(Register::Person, "People"), (Register::Thing, "Physical items")] {
        let of: Vec<_> = chronology.plan.listed.iter().filter(|taken| taken.entry.register() == register).collect();
        if of.is_empty() {
            continue;
        }
        put(page, format_args!("<h2>{heading}</h2>\n"));
        for taken in of {
            put(page, format_args!("<section class=\"item\" id=\"{}-{}\"><div>", register.word(), t(&taken.label)));
            let (name, label) = (t(&taken.entry.main_text()), t(&taken.label));
            put(page, format_args!("<h3 dir=\"auto\">{} {label}: {name}</h3>", register.label()));
            said(page, taken);
            meta(page, register.label(), taken.entry.when(), taken.recorded);
            amendments(page, register.into(), &taken.amendments);
            page.push_str("<p>");
            item_links(page, chronology, &taken.entry.items());
            page.push_str("</p></div></section>\n");
        }
    }
    if let Some(details) = &chronology.plan.details {
        page.push_str("<h2>The case</h2>\n");
        let said = shown(details);
        let pairs: Vec<_> = said.iter().map(|(label, text)| (*label, Some(text.as_str()))).collect();
        facts(page, &pairs);
    }
}

/// Writes what an item says or shows in words, with how far each can be relied on.
pub(super) fn transcripts(page: &mut String, chronology: &Chronology<'_>, item: u32) {
    for taken in &chronology.plan.listed {
        let RegisterEntry::Transcript(transcript) = &taken.entry else { continue };
        if transcript.item != item {
            continue;
        }
        put(page, format_args!("<div class=\"transcript\" id=\"transcript-{0}\">", t(&taken.label)));
        put(page, format_args!("<p><b>Transcript {}</b> {}.</p>", t(&taken.label), transcript.standing()));
        put(page, format_args!("<blockquote class=\"text words\" dir=\"auto\">{}</blockquote>", t(&transcript.text)));
        said(page, taken);
        meta(page, Register::Transcript.label(), None, taken.recorded);
        amendments(page, Register::Transcript.into(), &taken.amendments);
        page.push_str("</div>");
    }
}

fn said(page: &mut String, taken: &TakenListed) {
    let said = fields(taken);
    let pairs: Vec<_> = said.iter().map(|(label, text)| (*label, Some(text.as_str()))).collect();
    facts(page, &pairs);
}

/// Returns the fields of an entry beside its main text, in words.
pub(super) fn fields(taken: &TakenListed) -> Vec<(&'static str, String)> {
    named_fields(taken).into_iter().map(|(_, label, text)| (label, text)).collect()
}

/// Returns the same, each with the name of its field.
pub(crate) fn named_fields(taken: &TakenListed) -> Vec<(&'static str, &'static str, String)> {
    let said = if taken.entry.register() == Register::Transcript { SAID_OF_TRANSCRIPT } else { SAID };
    let fields = taken.entry.register().fields().iter().filter(|(field, _)| !said.contains(field));
    fields.filter_map(|(field, label)| Some((*field, *label, taken.entry.say(field)?))).collect()
}

/// Returns what a bundle shows of the details of a case, in words.
pub(crate) fn shown(details: &Details) -> Vec<(&'static str, String)> {
    let fields = Details::FIELDS.iter().filter(|(field, _)| Details::SHOWN.contains(field));
    fields.filter_map(|(field, label)| Some((*label, details.say(field)?))).collect()
}

/// Returns a row of the sheet: what stands in which column.
pub(super) fn cells(chronology: &Chronology<'_>, taken: &TakenListed) -> Vec<(usize, String)> {
    let (entry, when) = (&taken.entry, taken.entry.when());
    let items = entry.items().into_iter().map(|n| chronology.listed_item(n));
    let standing = match entry {
        RegisterEntry::Transcript(transcript) => transcript.standing(),
        _ => "",
    };
    let more = fields(taken).into_iter().map(|(label, text)| format!("{label}: {text}"));
    vec![
        (0, EntryKind::from(entry.register()).label().to_lowercase()),
        (1, taken.label.clone()),
        (2, when.map(words::date).unwrap_or_default()),
        (3, when.map(words::time).unwrap_or_default()),
        (4, when.and_then(words::time_note).unwrap_or_default()),
        (5, when.and_then(|moment| moment.from).map(|at| at.to_string()).unwrap_or_default()),
        (6, standing.to_owned()),
        (10, entry.main_text()),
        (16, items.collect::<Vec<_>>().join("; ")),
        (17, taken.recorded.to_string()),
        (18, when.and_then(|moment| words::delay(moment, taken.recorded)).unwrap_or_default()),
        (19, super::sheet::amendments(entry.register().into(), &taken.amendments)),
        (super::sheet::MORE, more.collect::<Vec<_>>().join("\n")),
    ]
}
