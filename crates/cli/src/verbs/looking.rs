//! Looking inside an item, and making redacted copies of it.

use super::mail_words;
use crate::answer::Answer;
use crate::args::Arguments;
use crate::failure::{Failure, bad_input};
use crate::looking_args::{LookArguments, RedactArguments, TakeOutArguments};
use crate::open::unlocked;
use casekeep_media::Inspector;
use casekeep_model::inside::{Inside, SaidTime, WordPlace};
use casekeep_model::inspect::PreviewError;
use casekeep_model::likeness::{Alike, AlikeItem};
use casekeep_model::view::Progress;
use casekeep_model::{Area, Derived, ErrorCode, visible};
use casekeep_vault::{Access, UnlockedVault, VaultError};
use serde_json::json;
use std::fmt::Write as _;

/// Shows what an item's file says about itself, or the words of a page.
pub fn look(arguments: &Arguments, answer: Answer, look: &LookArguments) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Read)?;
    let (case, inspector) = (vault.find_case(&look.case)?, Inspector::new());
    if let Some(page) = look.words {
        let words = vault.look(case, look.item, |media_type, file| inspector.words(media_type, file, page))?;
        return answer.give(&json!(words), &visible::escape_lines(&words.text()));
    }
    if let Some(n) = look.mail {
        let mail = vault.mail(case, look.item, n)?.ok_or_else(|| {
            bad_input(format!("Item {} is no mail and no mailbox.", look.item), "Leave out --mail to see what it is.")
        })?;
        return answer.give(&json!(mail), &mail_words::said(&mail));
    }
    if look.alike {
        let alike = all_alike(&vault, case, look.item)?;
        return answer.give(&json!(alike), &alike_words(&alike));
    }
    match vault.look(case, look.item, |media_type, file| inspector.inside(media_type, file)) {
        // A mail is text to its first bytes: whether it is one shows when it is read.
        Err(VaultError::Preview(PreviewError::NoPreview)) => match vault.mail(case, look.item, 1)? {
            Some(mail) => answer.give(&json!(mail), &mail_words::said(&mail)),
            None => Err(VaultError::Preview(PreviewError::NoPreview).into()),
        },
        inside => {
            let inside = inside?;
            answer.give(&json!(inside), &said(&inside))
        }
    }
}

/// Keeps the attachments of a mail as items.
pub fn take_out(arguments: &Arguments, answer: Answer, out: &TakeOutArguments) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Change)?;
    let case = vault.find_case(&out.case)?;
    let mut parts = out.parts.clone();
    if parts.is_empty() {
        let mail = vault.mail(case, out.item, out.mail)?;
        parts = mail.into_iter().flat_map(|view| view.mail.attachments).map(|one| one.part).collect();
    }
    let bar = answer.progress();
    let kept = vault.keep_mail_parts(case, out.item, out.mail, &parts, &mut |progress| bar.show(progress))?;
    let mut lines = String::new();
    for one in &kept {
        let _ = match (one.item, &one.why) {
            (Some(item), _) if one.there => writeln!(lines, "attachment {}: item {item} already", one.part),
            (Some(item), _) => writeln!(lines, "attachment {}: saved as item {item}", one.part),
            (None, why) => {
                writeln!(lines, "attachment {}: not taken out; {}", one.part, why.as_deref().unwrap_or_default())
            }
        };
    }
    if kept.is_empty() {
        lines.push_str("Nothing hangs on this mail.\n");
    }
    answer.give(&json!(kept), lines.trim_end())?;
    vault.lock()?;
    if kept.iter().any(|one| one.item.is_none()) {
        return Err(Failure::Shown(ErrorCode::BadInput.exit_status()));
    }
    Ok(())
}

/// Returns the items that look the same once every picture of the case was looked at that can be.
fn all_alike(vault: &UnlockedVault, case: u32, item: u32) -> Result<Alike, Failure> {
    let mut alike = vault.alike(case, item)?;
    while alike.waiting > 0 {
        let next = vault.alike(case, item)?;
        if next.waiting >= alike.waiting {
            return Ok(next);
        }
        alike = next;
    }
    Ok(alike)
}

fn alike_words(alike: &Alike) -> String {
    let mut lines = String::new();
    for AlikeItem { label, width, height, same_bytes, .. } in &alike.items {
        let bytes = if *same_bytes { ", the same bytes" } else { "" };
        let _ = writeln!(lines, "looks the same as item {label}  {width} × {height} pixels{bytes}");
    }
    if alike.width == 0 {
        lines.push_str("It is no picture that can be compared with others.\n");
    } else if alike.items.is_empty() {
        lines.push_str("No other item looks the same.\n");
    } else {
        let _ = writeln!(lines, "This one has {} × {} pixels. All are kept.", alike.width, alike.height);
    }
    if alike.waiting > 0 {
        let _ = writeln!(lines, "{} pictures could not be compared.", alike.waiting);
    }
    lines
}

fn said(inside: &Inside) -> String {
    let mut lines = String::new();
    let more = if inside.more_pages { " and more" } else { "" };
    if let Some(first) = inside.pages.first() {
        let _ =
            writeln!(lines, "pages  {}{more}, the first {} × {} pixels", inside.pages.len(), first.width, first.height);
    }
    for SaidTime { what, local, offset } in &inside.times {
        let zone = offset.map_or_else(|| "no time zone".to_owned(), |minutes| format!("{minutes:+} minutes from UTC"));
        let _ = writeln!(lines, "{}  {local}, by the clock of what wrote it, {zone}", word(what));
    }
    for one in &inside.said {
        let _ = writeln!(lines, "{}  {}", word(&one.what), visible::escape(&one.text));
    }
    if let Some(place) = inside.place {
        let _ =
            writeln!(lines, "place  {:.4}, {:.4}: it may be where you live or work", place.latitude, place.longitude);
    }
    if !inside.text.is_empty() {
        let _ = writeln!(lines, "words\n{}", visible::escape_lines(&inside.text));
    }
    if inside.more_text {
        lines.push_str("There are more words in it than are told.\n");
    }
    lines
}

fn word(kind: &impl serde::Serialize) -> String {
    json!(kind).as_str().unwrap_or_default().to_owned()
}

/// Makes a redacted copy, checks it, and keeps it beside its original.
pub fn redact(arguments: &Arguments, answer: Answer, redact: &RedactArguments) -> Result<(), Failure> {
    let mut areas = redact.areas.iter().map(|text| area(text)).collect::<Result<Vec<_>, _>>()?;
    let vault = unlocked(arguments, Access::Change)?;
    let (case, inspector) = (vault.find_case(&redact.case)?, Inspector::new());
    areas.extend(found(&vault, &inspector, case, redact)?);
    let bar = answer.progress();
    let mut step = |files_done, files| {
        bar.show(&Progress { files_done, files, bytes_done: 0, bytes: 0, current: "pages".to_owned() })
    };
    let copy = vault.look(case, redact.item, |media_type, file| {
        inspector.redact(media_type, file, (&areas, redact.turn), &mut step)
    })?;
    let count = areas.len();
    let derived = Derived { item: redact.item, areas, turn: redact.turn, ..Derived::default() };
    let receipt = vault.add_working_copy(case, derived, (&copy.bytes, copy.extension), "")?;
    let line = format!("Saved as item {}: {count} covered, opened again and checked.", receipt.item);
    answer.give(&json!(receipt), &line)?;
    Ok(vault.lock()?)
}

/// Returns an area for every place where the words to cover stand.
fn found(
    vault: &UnlockedVault,
    inspector: &Inspector,
    case: u32,
    redact: &RedactArguments,
) -> Result<Vec<Area>, Failure> {
    let reason = redact.reason.clone().unwrap_or_default();
    let mut areas = Vec::new();
    if redact.cover.is_empty() {
        return Ok(areas);
    }
    for wanted in &redact.cover {
        let places = vault.look(case, redact.item, |media_type, file| inspector.find(media_type, file, wanted))?;
        if places.is_empty() {
            return Err(bad_input(
                format!("“{}” was not found.", visible::escape(wanted)),
                "Words inside a picture are not found: cover them with --area. Nothing was made.",
            ));
        }
        areas.extend(places.into_iter().map(|WordPlace { page, x, y, width, height }| Area {
            page,
            x,
            y,
            width,
            height,
            reason: reason.clone(),
        }));
    }
    Ok(areas)
}

fn area(text: &str) -> Result<Area, Failure> {
    let read = || {
        let (page, rest) = match text.split_once(':') {
            Some((page, rest)) if page.bytes().all(|byte| byte.is_ascii_digit()) => (page.parse().ok()?, rest),
            _ => (1, text),
        };
        let mut parts = rest.splitn(5, ',');
        let mut number = || parts.next()?.trim().parse::<u32>().ok();
        let (x, y, width, height) = (number()?, number()?, number()?, number()?);
        let reason = parts.next()?.trim().to_owned();
        (!reason.is_empty()).then_some(Area { page, x, y, width, height, reason })
    };
    read().ok_or_else(|| {
        bad_input(
            format!("“{}” is not an area.", visible::escape(text)),
            "Write it like 10,20,300,40,Your home: left, top, width and height in pixels, and why it is covered.",
        )
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn areas_are_read_with_their_page_and_reason() {
        let read = |text: &str| area(text).ok();
        let expected =
            |page| Some(Area { page, x: 10, y: 20, width: 300, height: 40, reason: "Home, and: car".to_owned() });
        assert_eq!(read("10,20,300,40,Home, and: car"), expected(1));
        assert_eq!(read("3:10, 20,300,40, Home, and: car "), expected(3));
        for wrong in ["", "10,20,300,40", "10,20,300,40, ", "-1,20,300,40,x", "x:1,2,3,4,why", "1,2,3,why"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
