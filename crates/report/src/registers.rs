//! The registers of a case as tables and labels: what stands in them, in the order and words of a paper.

use crate::{Column, Label, Labels, Made, Table};
use casekeep_model::view::RegisterView;
use casekeep_model::{Gift, Moment, RegisterEntry, Thing};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// The longest text on a label; more does not fit, and the register has it whole.
const LABEL: usize = 110;

/// Returns the register of gifts as a table.
#[must_use]
pub fn gift_register(case: &str, entries: &[RegisterView], made: Made) -> Table {
    let columns = [
        ("No.", 4),
        ("When", 9),
        ("What, and the message with it", 22),
        ("How it came", 9),
        ("Estimated value", 11),
        ("From this giver in 12 months", 9),
        ("Decision, and why", 20),
        ("Register entry", 13),
        ("Items", 6),
    ];
    let rows = entries.iter().filter_map(|view| match &view.entry {
        RegisterEntry::Gift(gift) => Some(gift_row(view, gift)),
        _ => None,
    });
    table(format!("Gift register, {case}"), &columns, rows.collect(), made)
}

fn gift_row(view: &RegisterView, gift: &Gift) -> Vec<String> {
    let say = |field: &str| said(view, field);
    let made = match gift.register_made {
        Some(true) => lines(&["Made".to_owned(), say("register_where"), day(gift.register_date.as_ref())]),
        Some(false) => "Not made".to_owned(),
        None => String::new(),
    };
    let told = if gift.giver_told == Some(true) { "Giver told" } else { "" };
    let cash = if gift.cash_or_voucher == Some(true) { "Cash or voucher" } else { "" };
    vec![
        view.label.clone(),
        day(Some(&gift.when)),
        lines(&[gift.what.clone(), quoted(&say("message"))]),
        say("how"),
        lines(&[say("value"), say("value_basis"), cash.to_owned()]),
        view.twelve_months.map(|sum| casekeep_model::fields::Say::say(&sum)).unwrap_or_default(),
        lines(&[
            say("decision"),
            say("decision_reason"),
            named("Policy: ", &say("policy")),
            named("By ", &say("decision_by")),
        ]),
        lines(&[named("Needed: ", &say("register_needed")), made, told.to_owned()]),
        say("items"),
    ]
}

/// Returns the register of physical things as a table.
#[must_use]
pub fn thing_register(case: &str, entries: &[RegisterView], made: Made) -> Table {
    let columns = [
        ("No.", 4),
        ("Label", 9),
        ("What", 20),
        ("When, and how it came", 13),
        ("Envelope and postmark", 14),
        ("Packed in, opened", 11),
        ("Who has it, where", 14),
        ("Who handled it", 15),
        ("Items", 6),
    ];
    let rows = entries.iter().filter_map(|view| match &view.entry {
        RegisterEntry::Thing(thing) => Some(thing_row(view, thing)),
        _ => None,
    });
    table(format!("Physical items, {case}"), &columns, rows.collect(), made)
}

fn thing_row(view: &RegisterView, thing: &Thing) -> Vec<String> {
    let say = |field: &str| said(view, field);
    let kept = thing.envelope_kept.map(|kept| if kept { "Envelope kept" } else { "Envelope not kept" });
    let handled: Vec<String> = thing
        .handled_by
        .iter()
        .map(|one| {
            let what = one.what.as_deref().unwrap_or_default();
            [one.who.as_str(), what, &day(one.when.as_ref())]
                .iter()
                .filter(|text| !text.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(", ")
        })
        .collect();
    vec![
        view.label.clone(),
        thing.label.clone(),
        lines(&[thing.what.clone(), named("Proposed exhibit reference ", &say("exhibit")), say("note")]),
        lines(&[day(thing.when.as_ref()), say("how"), say("found_where")]),
        lines(&[
            kept.unwrap_or_default().to_owned(),
            say("postmark_place"),
            day(thing.postmark_date.as_ref()),
            say("franking"),
        ]),
        lines(&[say("packaging"), say("opened")]),
        lines(&[say("custody"), say("place_now")]),
        lines(&handled),
        say("items"),
    ]
}

/// Returns a label for each physical thing that is not gone: the code of its register entry, and lines to fill in.
#[must_use]
pub fn thing_labels(case: &str, entries: &[RegisterView], made: Made) -> Labels {
    let label = |view: &RegisterView| match &view.entry {
        RegisterEntry::Thing(thing) => {
            let items = Some(named("Shown by item ", &said(view, "items")));
            let facts = [Some(format!("{case}, physical item {}", view.label)), Some(day(thing.when.as_ref())), items];
            Some(Label {
                code: short(&thing.label, 24),
                what: short(&thing.what, LABEL),
                facts: facts
                    .into_iter()
                    .flatten()
                    .filter(|fact| !fact.is_empty())
                    .map(|fact| short(&fact, 60))
                    .collect(),
            })
        }
        _ => None,
    };
    Labels { title: format!("Labels, {case}"), labels: entries.iter().filter_map(label).collect(), made }
}

/// Returns what a field says.
fn said(view: &RegisterView, field: &str) -> String {
    let known = view.entry.register().fields();
    debug_assert!(known.iter().any(|(name, _)| *name == field), "{field} is no field of this register");
    view.entry.say(field).unwrap_or_default()
}

fn table(title: String, columns: &[(&'static str, u32)], rows: Vec<Vec<String>>, made: Made) -> Table {
    let intro = match rows.len() {
        1 => "1 entry, as it stands in the log with all amendments.".to_owned(),
        n => format!("{n} entries, as they stand in the log with all amendments."),
    };
    let columns = columns.iter().map(|(name, width)| Column { name, width: *width }).collect();
    Table { title, intro: vec![intro], columns, rows, made }
}

fn lines(all: &[String]) -> String {
    all.iter().filter(|line| !line.is_empty()).cloned().collect::<Vec<_>>().join("\n")
}

fn named(name: &str, value: &str) -> String {
    if value.is_empty() { String::new() } else { format!("{name}{value}") }
}

fn quoted(words: &str) -> String {
    if words.is_empty() { String::new() } else { format!("“{words}”") }
}

fn short(text: &str, most: usize) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if one_line.chars().count() <= most {
        return one_line;
    }
    one_line.chars().take(most - 1).chain(['…']).collect()
}

/// Returns a moment as a person reads it, at its precision: `4 March 2026, 19:15`, `about March 2026`, `unknown`.
pub(crate) fn day(moment: Option<&Moment>) -> String {
    let Some(moment) = moment else { return String::new() };
    let (date, time) = moment.local.split_once('T').unwrap_or((&moment.local, ""));
    let mut parts = date.split('-');
    let year = parts.next().unwrap_or_default();
    let month = parts.next().and_then(|month| MONTHS.get(month.parse::<usize>().ok()?.checked_sub(1)?));
    let number = parts.next().map(|day| day.trim_start_matches('0'));
    let said = match (number, month) {
        (Some(number), Some(month)) => format!("{number} {month} {year}"),
        (None, Some(month)) => format!("{month} {year}"),
        _ if year.is_empty() => return "unknown".to_owned(),
        _ => date.to_owned(),
    };
    let about = if moment.about { "about " } else { "" };
    if time.is_empty() { format!("{about}{said}") } else { format!("{about}{said}, {time}") }
}
