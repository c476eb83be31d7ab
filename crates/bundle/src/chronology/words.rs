//! Dates, times and fields in words: figures as numbers, months by name, the 24-hour clock.

use casekeep_model::import::Sign;
use casekeep_model::view::EntryKind;
use casekeep_model::{
    Acquisition, Contact, Derived, Fields, Fold, ItemFacts, Moment, Precision, Timestamp, Via, moment,
};
use chrono::NaiveDate;

/// Returns the day, month or year in words: `4 Mar 2026`, `March 2026`, `2026`.
#[must_use]
pub fn date(moment: &Moment) -> String {
    let text = &moment.local;
    let day = |text: &str, form: &str| {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").map_or_else(|_| text.to_owned(), |day| day.format(form).to_string())
    };
    let said = match moment.precision {
        Precision::Unknown => return "Date not known".to_owned(),
        Precision::Year => text.clone(),
        Precision::Month => day(&format!("{text}-01"), "%B %Y"),
        Precision::Day => day(text, "%-d %b %Y"),
        Precision::Minute | Precision::Second => return day(text.get(..10).unwrap_or(text), "%-d %b %Y"),
    };
    if moment.about { format!("about {said}") } else { said }
}

/// Returns the clock time: `19:15`, `about 19:15`; empty where none is known.
#[must_use]
pub fn time(moment: &Moment) -> String {
    if !matches!(moment.precision, Precision::Minute | Precision::Second) {
        return String::new();
    }
    let clock = moment.local.get(11..).unwrap_or_default();
    if moment.about { format!("about {clock}") } else { clock.to_owned() }
}

/// Returns what must be known to read the clock time rightly: the repeated hour, another zone.
#[must_use]
pub fn time_note(moment: &Moment) -> Option<String> {
    let fold = match moment.fold {
        Some(Fold::First) => Some("the first of two such hours: before the clocks went back"),
        Some(Fold::Second) => Some("the second of two such hours: after the clocks went back"),
        None if moment.is_unresolved_repeat() => {
            Some("in the hour that was repeated when the clocks went back; not known which of the two")
        }
        None => None,
    };
    let known = !matches!(moment.precision, Precision::Unknown);
    let zone = (known && moment.zone != moment::DEFAULT_ZONE).then(|| format!("that of {}", moment.zone));
    match (fold, zone) {
        (None, None) => None,
        (fold, zone) => Some([fold.map(str::to_owned), zone].into_iter().flatten().collect::<Vec<_>>().join("; ")),
    }
}

/// Returns a recorded time in UK time with its distance from UTC: `14 Apr 2026, 11:00:05 (UTC+01:00)`.
#[must_use]
pub fn recorded(at: Timestamp) -> String {
    let minute = Moment::minute_of(at);
    let offset = minute.offset.unwrap_or(0);
    let distance = match offset {
        0 => "UTC".to_owned(),
        _ => format!("UTC{}{:02}:{:02}", if offset < 0 { '-' } else { '+' }, offset.abs() / 60, offset.abs() % 60),
    };
    format!("{}, {}:{} ({distance})", date(&minute), time(&minute), at.to_chrono().format("%S"))
}

/// Returns the day of an instant in UK time.
#[must_use]
pub fn day(at: Timestamp) -> String {
    date(&Moment::minute_of(at))
}

/// Returns the mark of a late or prompt entry: `written 41 days after`.
#[must_use]
pub fn delay(moment: &Moment, recorded: Timestamp) -> Option<String> {
    moment.delay(recorded).map(|delay| format!("written {delay}"))
}

/// Returns a size: `840 bytes`, `48.2 kB`, `5.0 MB`.
#[must_use]
pub fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => {
            let tenths = u128::from(bytes) * 10 / u128::from(*unit);
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        }
        None => count(bytes, "byte", "bytes"),
    }
}

/// Returns a number with its noun.
#[must_use]
pub fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// Returns how an item was acquired.
#[must_use]
pub fn acquired(how: Acquisition) -> &'static str {
    match how {
        Acquisition::ScreenCapture => "Captured from the screen of this computer",
        Acquisition::Clipboard => "Pasted from the clipboard of this computer",
        Acquisition::File => "Added from a file on this computer",
        Acquisition::WorkingCopy => "Working copy made in Casekeep from another item",
        Acquisition::MailPart => "Taken out of a mail in Casekeep, byte for byte",
    }
}

/// Returns what must be known about the way an item came in; `None` for the usual way.
#[must_use]
pub fn via(via: Via) -> Option<&'static str> {
    match via {
        Via::Unlocked => None,
        Via::Inbox => Some("Added while the vault was locked"),
        Via::InboxUnknown => Some("Found among the additions made while locked; it is not known who added it"),
    }
}

/// Returns what of another item one is.
#[must_use]
pub fn derived(derived: &Derived) -> String {
    let mut said = Vec::new();
    if let Some(part) = &derived.part {
        said.push(format!("part {} of its mail {}", part.path, part.mail));
    }
    if let Some(crop) = derived.crop {
        said.push(format!("the area {} × {} at {}, {}", crop.width, crop.height, crop.x, crop.y));
    }
    if !derived.areas.is_empty() {
        let areas = if derived.areas.len() == 1 { "area" } else { "areas" };
        let reasons = derived.reasons().join(", ");
        said.push(format!("a redacted copy, {} {areas} covered ({reasons})", derived.areas.len()));
    }
    match derived.turn {
        1 => said.push("turned to the right".to_owned()),
        2 => said.push("turned upside down".to_owned()),
        3 => said.push("turned to the left".to_owned()),
        _ => {}
    }
    said.join("; ")
}

/// The fields of a contact that a row says by themselves.
const SAID: [&str; 12] = [
    "occurred",
    "channel",
    "direction",
    "what",
    "platform",
    "words",
    "place",
    "present",
    "response",
    "effect",
    "items",
    "turn",
];

/// Returns what else a contact says, in words.
#[must_use]
pub fn more(contact: &Contact) -> Vec<(&'static str, String)> {
    more_fields(contact).into_iter().map(|(_, label, text)| (label, text)).collect()
}

/// Returns the same, each with the name of its field.
#[must_use]
pub fn more_fields(contact: &Contact) -> Vec<(&'static str, &'static str, String)> {
    let fields = Contact::FIELDS.iter().filter(|(field, _)| !SAID.contains(field));
    fields.filter_map(|(field, label)| Some((*field, *label, contact.say(field)?))).collect()
}

/// Returns what an item says beyond the columns of the sheet, in words.
#[must_use]
pub fn more_of_item(facts: &ItemFacts) -> Vec<(&'static str, String)> {
    let source = &facts.source;
    let named = [("Handle", &source.handle), ("Address", &source.url), ("Date shown on it", &source.shown)];
    let named = named.into_iter().filter_map(|(label, text)| Some((label, text.clone()?)));
    let set = facts.set.as_ref().map(|set| ("Set", set.say()));
    let found = facts.found.as_ref().map(|found| ("Found in", found.clone()));
    named.chain(facts.captured.said()).chain(set).chain(found).collect()
}

/// Returns the signs that a messaging app changed an item, in words; `None` where there are none.
#[must_use]
pub fn signs(signs: &[Sign]) -> Option<String> {
    let said: Vec<&str> = signs.iter().map(|sign| sign.label()).collect();
    (!said.is_empty()).then(|| said.join("; "))
}

/// Returns a field's name for people.
#[must_use]
pub fn field(kind: EntryKind, part: &str) -> &str {
    let label = |fields: &[(&str, &'static str)]| fields.iter().find(|(field, _)| *field == part).map(|found| found.1);
    match (kind.register(), kind) {
        (Some(register), _) => label(register.fields()).unwrap_or(part),
        (None, EntryKind::Contact) if !SAID.contains(&part) => label(Contact::FIELDS).unwrap_or(part),
        _ => own_field(part),
    }
}

fn own_field(part: &str) -> &str {
    match part {
        "occurred" => "When",
        "channel" => "How",
        "direction" => "Direction",
        "platform" => "Platform",
        "what" => "What happened",
        "words" => "Exact words",
        "place" => "Place",
        "present" => "Who was present",
        "response" => "What was done",
        "effect" => "Effect",
        "items" => "Items",
        "turn" => "Turning point",
        "type" => "Type",
        "from" => "From",
        "source" => "Source",
        "description" => "Description",
        "captured" => "How much was captured",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn london(text: &str) -> Moment {
        Moment::parse(text, moment::DEFAULT_ZONE).expect(text)
    }

    #[test]
    fn moments_are_said_as_exactly_as_they_are_known() {
        for (text, day, clock) in [
            ("2026-03-04T19:15", "4 Mar 2026", "19:15"),
            ("2026-03-04T19:15:30", "4 Mar 2026", "19:15:30"),
            ("2026-03-04T19:15~", "4 Mar 2026", "about 19:15"),
            ("2026-03-04~", "about 4 Mar 2026", ""),
            ("2026-03", "March 2026", ""),
            ("2026~", "about 2026", ""),
            ("unknown", "Date not known", ""),
        ] {
            assert_eq!((date(&london(text)).as_str(), time(&london(text)).as_str()), (day, clock), "{text}");
        }
    }

    #[test]
    fn the_repeated_hour_is_explained() {
        assert!(time_note(&london("2026-10-25T01:30+01:00")).is_some_and(|note| note.contains("before the clocks")));
        assert!(time_note(&london("2026-10-25T01:30+00:00")).is_some_and(|note| note.contains("after the clocks")));
        assert!(time_note(&london("2026-10-25T01:30")).is_some_and(|note| note.contains("not known which")));
        assert_eq!(time_note(&london("2026-10-26T01:30")), None);
        let paris = Moment::parse("2026-03-04T19:15", "Europe/Paris").expect("a moment");
        assert_eq!(time_note(&paris).as_deref(), Some("that of Europe/Paris"));
    }

    #[test]
    fn recorded_times_say_their_distance_from_utc() {
        let at = |text: &str| recorded(text.parse().expect("a timestamp"));
        assert_eq!(at("2026-04-14T10:00:05.123Z"), "14 Apr 2026, 11:00:05 (UTC+01:00)");
        assert_eq!(at("2026-12-14T10:00:05.123Z"), "14 Dec 2026, 10:00:05 (UTC)");
        assert_eq!(at("2026-10-25T01:30:00.000Z"), "25 Oct 2026, 01:30:00 (UTC)");
    }

    #[test]
    fn sizes_are_plain() {
        assert_eq!([size(1), size(840), size(48_213), size(5_000_000)], ["1 byte", "840 bytes", "48.2 kB", "5.0 MB"]);
    }
}
