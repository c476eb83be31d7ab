//! What the programs that write office documents note of them and of themselves.

use crate::xml::{Event, Xml};
use casekeep_model::inside::{Inside, Said, SaidKind, SaidTime, SaidTimeKind};
use casekeep_model::inspect::PreviewError;
use casekeep_model::limits;

/// What an element of a document's own notes says.
#[derive(Clone, Copy)]
pub(super) enum Fact {
    Said(SaidKind),
    Time(SaidTimeKind),
}

pub(super) type Facts = &'static [(&'static str, Fact)];

/// ECMA-376 part 2, 11.1.
pub(super) const CORE: Facts = &[
    ("title", Fact::Said(SaidKind::Title)),
    ("creator", Fact::Said(SaidKind::Author)),
    ("lastModifiedBy", Fact::Said(SaidKind::ChangedBy)),
    ("subject", Fact::Said(SaidKind::Subject)),
    ("keywords", Fact::Said(SaidKind::Keywords)),
    ("description", Fact::Said(SaidKind::Comment)),
    ("created", Fact::Time(SaidTimeKind::Made)),
    ("modified", Fact::Time(SaidTimeKind::Changed)),
];
/// ECMA-376 part 1, 22.2.
pub(super) const APP: Facts =
    &[("Application", Fact::Said(SaidKind::Software)), ("Company", Fact::Said(SaidKind::Author))];
/// ISO/IEC 26300-1, 4.3.
pub(super) const META: Facts = &[
    ("title", Fact::Said(SaidKind::Title)),
    ("initial-creator", Fact::Said(SaidKind::Author)),
    ("creator", Fact::Said(SaidKind::ChangedBy)),
    ("subject", Fact::Said(SaidKind::Subject)),
    ("keyword", Fact::Said(SaidKind::Keywords)),
    ("description", Fact::Said(SaidKind::Comment)),
    ("generator", Fact::Said(SaidKind::Software)),
    ("creation-date", Fact::Time(SaidTimeKind::Made)),
    ("date", Fact::Time(SaidTimeKind::Changed)),
];

pub(super) fn noted(xml: &mut Xml<'_>, facts: Facts, inside: &mut Inside) -> Result<(), PreviewError> {
    let mut now: Option<(Fact, String)> = None;
    while let Some(event) = xml.next_event()? {
        match event {
            Event::Begin { name, .. } => {
                now = facts.iter().find(|(wanted, _)| *wanted == name).map(|(_, fact)| (*fact, String::new()));
            }
            Event::Text(more) => {
                if let Some((_, text)) = now.as_mut().filter(|(_, text)| text.len() < limits::SAID_TEXT) {
                    text.push_str(&more);
                }
            }
            Event::End { .. } => match now.take().map(|(fact, text)| (fact, text.trim().to_owned())) {
                Some((Fact::Said(what), text)) if !text.is_empty() && inside.said.len() < limits::SAID => {
                    inside.said.push(Said { what, text });
                }
                Some((Fact::Time(what), text)) if inside.times.len() < limits::SAID => {
                    inside.times.extend(time(what, &text));
                }
                _ => {}
            },
        }
    }
    Ok(())
}

/// Reads `2026-03-04T19:12:30.5+01:00`, of which the parts of a second and the zone may be absent.
fn time(what: SaidTimeKind, text: &str) -> Option<SaidTime> {
    let (local, rest) = text.split_at_checked("2026-03-04T19:12:30".len())?;
    let digits = |at: usize, byte: u8| match at {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    if !local.bytes().enumerate().all(|(at, byte)| digits(at, byte)) {
        return None;
    }
    let zone = rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let offset = match zone.split_at_checked(1) {
        Some(("Z", "")) => Some(0),
        Some((sign @ ("+" | "-"), clock)) => {
            let (hours, minutes) = clock.split_once(':')?;
            let ahead = hours.parse::<u8>().ok().map(i32::from)? * 60 + minutes.parse::<u8>().ok().map(i32::from)?;
            Some(if sign == "-" { -ahead } else { ahead })
        }
        Some(_) => return None,
        None => None,
    };
    Some(SaidTime { what, local: local.to_owned(), offset })
}
