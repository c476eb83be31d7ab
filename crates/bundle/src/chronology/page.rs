//! The chronology as one page: no script, nothing loaded, pictures inside, readable on paper.
//!
//! The content security policy allows this page's own style, by its hash, and pictures that are in the page. Texts are
//! escaped where they are put in, by [`t`] alone. Originals are linked only where opening one runs nothing.

use super::{Chronology, Row, file_of, listed, words};
use crate::layout;
use crate::plan::{TakenContact, TakenItem};
use crate::supplement;
use crate::text::{html as t, one_line};
use casekeep_format::ClockChange;
use casekeep_model::view::EntryKind;
use casekeep_model::{Amendment, Item, Moment, SetPlace, Timestamp};
use data_encoding::BASE64;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::fmt::Write;

const STYLE: &str = include_str!("style.css");
const PNG_MAGIC: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Returns the page. `thumbnail` gives a small PNG of an item; once [`layout::THUMBNAILS`] bytes are used, the rest of the
/// items say that they have none here.
pub fn write(chronology: &Chronology<'_>, mut thumbnail: impl FnMut(&Item) -> Option<Vec<u8>>) -> String {
    let mut page = String::with_capacity(64 << 10);
    head(&mut page, chronology);
    page.push_str("<div class=\"sheet\">\n<main>\n<h1>Chronology</h1>\n");
    lead(&mut page, chronology);
    table(&mut page, chronology);
    listed::cards(&mut page, chronology);
    items(&mut page, chronology, &mut thumbnail);
    page.push_str("</main>\n");
    aside(&mut page, chronology);
    page.push_str("</div>\n</body>\n</html>\n");
    page
}

pub(super) fn put(page: &mut String, text: std::fmt::Arguments<'_>) {
    page.write_fmt(text).expect("writing to a String does not fail");
}

fn head(page: &mut String, chronology: &Chronology<'_>) {
    let style_hash = BASE64.encode(&Sha256::digest(STYLE.as_bytes()));
    put(
        page,
        format_args!(
            "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; \
         style-src 'sha256-{style_hash}'; base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>Chronology, hand-over {n}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n\
         <header class=\"bar\">Hand-over {n} <a href=\"#chronology\">Chronology</a><a href=\"#items\">Items</a>\
         <a href=\"#about\">What this shows</a></header>\n",
            n = chronology.disclosure,
        ),
    );
}

fn lead(page: &mut String, chronology: &Chronology<'_>) {
    let plan = chronology.plan;
    let days: std::collections::BTreeSet<_> = plan.contacts.iter().filter_map(|c| c.contact.occurred.day()).collect();
    let count = |n: usize, one: &str, many: &str| words::count(n as u64, one, many);
    let mut said = count(plan.contacts.len(), "contact", "contacts");
    if let (Some(first), Some(last)) = (days.first(), days.last()) {
        let _ = write!(said, " on {}", count(days.len(), "day", "days"));
        let form = "%-d %B %Y";
        match first == last {
            true => put(&mut said, format_args!(", {}", first.format(form))),
            false => put(&mut said, format_args!(", {} to {}", first.format(form), last.format(form))),
        }
    }
    put(
        page,
        format_args!(
            "<p class=\"lead\">{said}. {}.{} UK time, unless a row says otherwise. Made on {}.</p>\n",
            count(plan.items.len(), "item", "items"),
            match plan.listed.iter().filter(|taken| taken.entry.is_event()).count() {
                0 => String::new(),
                n => format!(" {} from the registers.", count(n, "entry", "entries")),
            },
            words::recorded(chronology.made_at),
        ),
    );
    if !chronology.follows.is_empty() {
        put(page, format_args!("<p>{}</p>\n", t(&supplement::said(chronology.follows))));
    }
}

fn table(page: &mut String, chronology: &Chronology<'_>) {
    page.push_str(
        "<div class=\"scroll\" id=\"chronology\"><table role=\"table\">\n<thead role=\"rowgroup\"><tr role=\"row\"><th role=\"columnheader\" scope=\"col\">Date</th>\
         <th role=\"columnheader\" scope=\"col\">Time</th><th role=\"columnheader\" scope=\"col\">How</th><th role=\"columnheader\" scope=\"col\">What happened</th>\
         <th role=\"columnheader\" scope=\"col\">Items</th></tr></thead>\n<tbody role=\"rowgroup\">\n",
    );
    for row in chronology.rows() {
        match row {
            Row::Contact(taken) => contact(page, chronology, taken),
            Row::Item(taken) => item_row(page, taken),
            Row::Listed(taken) => listed::row(page, chronology, taken),
        }
    }
    page.push_str("</tbody>\n</table></div>\n");
}

pub(super) fn when(page: &mut String, moment: Option<&Moment>) {
    let (date, time) =
        moment.map_or_else(|| ("Date not known".to_owned(), String::new()), |m| (words::date(m), words::time(m)));
    put(
        page,
        format_args!("<th role=\"rowheader\" scope=\"row\">{}</th><td role=\"cell\">{}</td>", t(&date), t(&time)),
    );
}

fn contact(page: &mut String, chronology: &Chronology<'_>, taken: &TakenContact) {
    let c = &taken.contact;
    let class = if c.turn.is_some() { " class=\"turn\"" } else { "" };
    put(page, format_args!("<tr role=\"row\" id=\"contact-{}\"{class}>", t(&taken.label)));
    when(page, Some(&c.occurred));
    put(page, format_args!("<td role=\"cell\">{}", c.channel.label()));
    if let Some(platform) = &c.platform {
        put(page, format_args!("<span class=\"note\" dir=\"auto\">{}</span>", t(platform)));
    }
    page.push_str("</td><td role=\"cell\" class=\"what\">");
    if let Some(turn) = c.turn {
        put(page, format_args!("<b>{}</b>", turn.label()));
    }
    put(page, format_args!("<p class=\"text\" dir=\"auto\">{}</p>", t(&c.what)));
    if let Some(exact) = &c.words {
        put(page, format_args!("<blockquote class=\"text words\" dir=\"auto\">{}</blockquote>", t(exact)));
    }
    facts(
        page,
        &[
            ("Place", c.place.as_deref()),
            ("Who was present", c.present.as_deref()),
            ("What was done", c.response.as_deref()),
            ("Effect", c.effect.as_deref()),
        ],
    );
    let more = words::more(c);
    let more: Vec<_> = more.iter().map(|(label, text)| (*label, Some(text.as_str()))).collect();
    facts(page, &more);
    let words = format!("Contact {}. {}", taken.label, c.direction.label());
    meta(page, &words, Some(&c.occurred), taken.recorded);
    amendments(page, EntryKind::Contact, &taken.amendments);
    page.push_str("</td><td role=\"cell\">");
    item_links(page, chronology, &c.items);
    page.push_str("</td></tr>\n");
}

fn item_row(page: &mut String, taken: &TakenItem) {
    let facts = &taken.item.facts;
    page.push_str("<tr role=\"row\">");
    when(page, facts.occurred.as_ref());
    put(page, format_args!("<td role=\"cell\">{}</td>", t(facts.kind.as_deref().unwrap_or("Item"))));
    let name = one_line(&taken.item.name);
    let said = facts.description.as_deref().unwrap_or(&name);
    put(page, format_args!("<td role=\"cell\" class=\"what\"><p class=\"text\" dir=\"auto\">{}</p>", t(said)));
    meta(page, "An item that belongs to no contact in this bundle", facts.occurred.as_ref(), taken.item.recorded);
    put(page, format_args!("</td><td role=\"cell\"><a href=\"#item-{0}\">{0}</a></td></tr>\n", t(&taken.label)));
}

/// What belongs to every entry: who, the delay as a mark, and the recorded time.
pub(super) fn meta(page: &mut String, words: &str, occurred: Option<&Moment>, recorded: Timestamp) {
    put(
        page,
        format_args!(
            "<p class=\"meta\">{}. Recorded <time datetime=\"{recorded}\">{}</time>",
            t(words),
            words::recorded(recorded)
        ),
    );
    if let Some(delay) = occurred.and_then(|moment| words::delay(moment, recorded)) {
        match occurred.is_some_and(|moment| moment.is_late(recorded)) {
            true => put(page, format_args!(" <span class=\"chip\">{}</span>", t(&delay))),
            false => put(page, format_args!(", {}", t(&delay))),
        }
    }
    if let Some(note) = occurred.and_then(words::time_note) {
        put(page, format_args!(". The time is {}", t(&note)));
    }
    page.push_str("</p>");
}

pub(super) fn facts(page: &mut String, facts: &[(&str, Option<&str>)]) {
    if facts.iter().all(|(_, text)| text.is_none_or(str::is_empty)) {
        return;
    }
    page.push_str("<dl>");
    for (name, text) in facts {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            put(page, format_args!("<dt>{}</dt><dd dir=\"auto\">{}</dd>", t(name), t(text)));
        }
    }
    page.push_str("</dl>");
}

pub(super) fn amendments(page: &mut String, kind: EntryKind, amendments: &[Amendment]) {
    for amendment in amendments {
        put(
            page,
            format_args!(
                "<div class=\"amended\"><p><b>Amended</b> <time datetime=\"{}\">{}</time>. Reason: <span dir=\"auto\">{}</span></p>",
                amendment.recorded,
                words::recorded(amendment.recorded),
                t(&amendment.reason),
            ),
        );
        if amendment.conflict {
            page.push_str("<p>Made without knowledge of another amendment. Both are shown.</p>");
        }
        page.push_str("<dl>");
        for change in &amendment.changes {
            let name = words::field(kind, &change.field);
            let said = |text: &str| if text.is_empty() { "(nothing)".to_owned() } else { t(text) };
            put(
                page,
                format_args!(
                    "<dt>{0}, earlier</dt><dd dir=\"auto\">{1}</dd><dt>{0}, later</dt><dd dir=\"auto\">{2}</dd>",
                    t(name),
                    said(&change.earlier),
                    said(&change.later),
                ),
            );
        }
        page.push_str("</dl></div>");
    }
}

pub(super) fn item_links(page: &mut String, chronology: &Chronology<'_>, numbers: &[u32]) {
    let links: Vec<String> = numbers
        .iter()
        .map(|n| match chronology.has_item(*n) {
            true => format!("<a href=\"#item-{n}\">{n}</a>"),
            false => {
                let where_it_is = chronology.elsewhere(*n);
                format!("<span class=\"note\">item {n} is {where_it_is}</span>")
            }
        })
        .collect();
    page.push_str(&links.join(", "));
}

fn items(page: &mut String, chronology: &Chronology<'_>, thumbnail: &mut dyn FnMut(&Item) -> Option<Vec<u8>>) {
    page.push_str("<h2 id=\"items\">Items</h2>\n");
    if chronology.plan.items.is_empty() {
        page.push_str("<p>There are no items in this bundle.</p>\n");
    }
    let mut contacts: BTreeMap<u32, Vec<&str>> = BTreeMap::new();
    for taken in &chronology.plan.contacts {
        for n in &taken.contact.items {
            contacts.entry(*n).or_default().push(&taken.label);
        }
    }
    let mut room = layout::THUMBNAILS;
    for taken in &chronology.plan.items {
        let png = if room == 0 { None } else { thumbnail(&taken.item).filter(|png| png.starts_with(PNG_MAGIC)) };
        let png = png.filter(|png| png.len() <= room);
        room = room.saturating_sub(png.as_ref().map_or(0, Vec::len));
        let of = contacts.get(&taken.item.number).map(Vec::as_slice).unwrap_or_default();
        item(page, chronology, taken, png.as_deref(), of);
    }
}

fn item(page: &mut String, chronology: &Chronology<'_>, taken: &TakenItem, png: Option<&[u8]>, contacts: &[&str]) {
    let (item, facts_of) = (&taken.item, &taken.item.facts);
    put(
        page,
        format_args!("<article class=\"item\" id=\"item-{0}\" aria-labelledby=\"name-{0}\">\n<div>", t(&taken.label)),
    );
    picture(page, taken, png);
    put(page, format_args!("</div>\n<div><h3 id=\"name-{0}\">Item {0}</h3>", t(&taken.label)));
    if let Some(description) = &facts_of.description {
        put(page, format_args!("<p class=\"text\" dir=\"auto\">{}</p>", t(description)));
    }
    let occurred = facts_of
        .occurred
        .as_ref()
        .map(|m| [words::date(m), words::time(m), words::time_note(m).unwrap_or_default()].join(" ").trim().to_owned());
    let derived = item.derived.as_ref().map(|derived| {
        format!("item {}{}: {}", derived.item, chronology.absence(derived.item), words::derived(derived))
    });
    let acquired = format!("{}, {}", words::acquired(item.acquired.how), words::recorded(item.acquired.at));
    let file =
        format!("{}, {}, {}", file_of(taken).trim_start_matches("data/"), item.media_type, words::size(item.file.size));
    let name = one_line(&item.name);
    let captured = facts_of.captured.said();
    let set = facts_of.set.as_ref().map(SetPlace::say);
    let signs = words::signs(&item.signs);
    let contacts = (!contacts.is_empty()).then(|| contacts.join(", "));
    let mut rows = vec![
        ("Type", facts_of.kind.as_deref()),
        ("When", occurred.as_deref()),
        ("From", facts_of.from.as_deref()),
        ("Platform", facts_of.source.platform.as_deref()),
        ("Handle", facts_of.source.handle.as_deref()),
        ("Address", facts_of.source.url.as_deref()),
        ("Date shown on it", facts_of.source.shown.as_deref()),
    ];
    rows.extend(captured.iter().map(|(label, text)| (*label, Some(text.as_str()))));
    rows.extend([
        ("Set", set.as_deref()),
        ("Found in", facts_of.found.as_deref()),
        ("Signs of a messaging app", signs.as_deref()),
        ("Original name", Some(name.as_str())),
        ("Acquired", Some(acquired.as_str())),
        ("Came in", words::via(item.via)),
        ("Made from", derived.as_deref()),
        ("Contacts", contacts.as_deref()),
        ("File", Some(file.as_str())),
    ]);
    facts(page, &rows);
    put(page, format_args!("<p class=\"hash\">SHA-256 {}</p>", item.file.sha256));
    link(page, taken);
    listed::transcripts(page, chronology, item.number);
    meta(page, "Unchanged since it was added", facts_of.occurred.as_ref(), item.recorded);
    amendments(page, EntryKind::Item, &taken.amendments);
    page.push_str("</div></article>\n");
}

fn picture(page: &mut String, taken: &TakenItem, png: Option<&[u8]>) {
    let alt = taken.item.facts.description.as_deref().unwrap_or("no description was written");
    match png {
        Some(png) => put(
            page,
            format_args!(
                "<img src=\"data:image/png;base64,{}\" alt=\"Item {}: {}\">",
                BASE64.encode(png),
                t(&taken.label),
                t(alt),
            ),
        ),
        None => page.push_str("<p class=\"noimage\">No small picture here</p>"),
    }
}

/// Opening one of these in a browser runs nothing that is in the file.
fn link(page: &mut String, taken: &TakenItem) {
    let file = file_of(taken);
    let safe = [
        ".jpg", ".png", ".gif", ".webp", ".tif", ".bmp", ".txt", ".pdf", ".mp4", ".webm", ".mp3", ".m4a", ".wav",
        ".ogg",
    ];
    if safe.iter().any(|end| file.ends_with(end)) {
        let href = file.trim_start_matches("data/");
        put(
            page,
            format_args!(
                "<p class=\"open\"><a href=\"{}\">Open the original of item {}</a></p>",
                t(href),
                t(&taken.label)
            ),
        );
    }
}

fn aside(page: &mut String, chronology: &Chronology<'_>) {
    let withheld = match chronology.withheld {
        0 => "Every record of the log is in this bundle.".to_owned(),
        n => format!(
            "{} not in this bundle. The file proof/accounting.txt lists each by number.",
            if n == 1 { "1 record of the log is".to_owned() } else { format!("{n} records of the log are") }
        ),
    };
    let confirmed = if chronology.stamped {
        "Nobody else confirms them, but for the time-stamps beside the seals in proof."
    } else {
        "Nobody else confirms them."
    };
    let jumps = clock_jumps(chronology.clock_changes);
    put(
        page,
        format_args!(
            "<aside id=\"about\" aria-labelledby=\"about-name\">\n<h2 id=\"about-name\">What this shows</h2>\n\
         <p>This page is a reading copy. The file HOW-TO-VERIFY.txt says how to check the bundle.</p>\n\
         <h3>Signed by this vault</h3><p>Key <span class=\"hash\">{}</span>. It proves something only when it is the \
         fingerprint that you were given by another way.</p>\n\
         <h3>The log was only added to</h3><p>Amendments are shown with the earlier text and the reason. Changes after \
         import can be detected.</p>\n\
         <h3>What stayed behind</h3><p>{withheld}</p>\n\
         <h3>Times</h3><p>Times as recorded by this computer’s clock: the computer on which the log was written. {confirmed}{jumps} “Written … after” says how long after the event an entry was made.</p>\n\
         <h3>What this does not show</h3><p>It does not show who wrote an item, that what an entry says is true, that \
         everything was written down, or that the clock was right. Ask for the phone and the account.</p>\n\
         </aside>\n",
            t(&chronology.fingerprint),
        ),
    );
}

/// How many jumps of the clock are listed one by one.
const JUMPS: usize = 20;

/// Returns what is to be known about clocks that jumped while the log was kept.
pub(crate) fn clock_jumps(changes: &[ClockChange]) -> String {
    let one = |change: &ClockChange| {
        let which = if change.by < 0 { "back" } else { "forward" };
        let minutes = change.by.unsigned_abs().div_ceil(60_000);
        format!("{which} by {minutes} min (recorded {})", change.at.to_chrono().format("%Y-%m-%d %H:%M UTC"))
    };
    let listed: Vec<String> = changes.iter().take(JUMPS).map(one).collect();
    match changes.len() {
        0 => String::new(),
        n if n > JUMPS => {
            format!(" The clock of a computer that wrote this vault jumped {n} times, first: {}.", listed.join("; "))
        }
        _ => format!(" The clock of a computer that wrote this vault jumped: {}.", listed.join("; ")),
    }
}
