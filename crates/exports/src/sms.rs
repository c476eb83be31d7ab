//! The XML of SMS Backup & Restore: texts and picture messages, with emoji as halves of letters.

use crate::clock::of_millis;
use crate::tags::{Tag, Tags, resolve};
use crate::{Read, Teller};
use casekeep_model::limits;
use casekeep_model::messages::{ExportKind, Message, Told, UnreadWhy};
use std::io::BufRead;

/// What is kept of one attribute; pictures are longer, and are only counted.
const VALUE: usize = limits::TEXT + 4096;
/// The most parts of one picture message that are read.
const PARTS: usize = 1000;
/// The type of an address that sent a picture message (PDU header "From").
const FROM: &str = "137";
/// What the owner of the phone is called: the file gives only the other side.
const OWNER: &str = "The owner of this phone";

/// Returns whether a text begins as such a backup.
pub(crate) fn begins(head: &str) -> bool {
    head.trim_start_matches('\u{feff}').trim_start().starts_with('<')
        && (head.contains("<smses") || head.contains("<sms "))
}

/// Reads a backup.
pub(crate) fn read<R: BufRead>(input: &mut R, teller: &mut Teller<'_>) -> Read {
    teller.tell(Told::Begins { kind: ExportKind::Sms, dates: None, columns: Vec::new() })?;
    let mut tags = Tags::new(input, VALUE);
    let (mut n, mut open): (u32, Option<Message>) = (0, None);
    let mut parts = 0;
    while let Some(tag) = tags.next_tag()? {
        let end = tags.at;
        if tag.cut {
            teller.unread(tag.at, end - tag.at, UnreadWhy::CutOff)?;
            break;
        }
        match (tag.name.as_str(), tag.closes) {
            ("sms", false) => {
                tell_open(&mut open, tag.at, teller)?;
                n = n.saturating_add(1);
                let mut message = message_of(&tag, n, end, "type", teller)?;
                message.text = value(&tag, "body", teller)?.unwrap_or_default();
                teller.message(message)?;
            }
            ("mms", false) => {
                tell_open(&mut open, tag.at, teller)?;
                n = n.saturating_add(1);
                parts = 0;
                open = Some(message_of(&tag, n, end, "msg_box", teller)?);
                if tag.empty {
                    tell_open(&mut open, end, teller)?;
                }
            }
            ("mms", true) => tell_open(&mut open, end, teller)?,
            ("part", false) => {
                parts += 1;
                match open.as_mut() {
                    Some(message) if parts <= PARTS => part(&tag, message, teller)?,
                    Some(message) if parts == PARTS + 1 => {
                        teller.unread(message.at, end - message.at, UnreadWhy::TooDeep)?;
                    }
                    _ => {}
                }
            }
            ("addr", false) => {
                let sent = value(&tag, "type", teller)?.as_deref() == Some(FROM);
                let address = value(&tag, "address", teller)?.filter(|_| sent);
                if let (Some(message), Some(address)) = (open.as_mut(), address)
                    && message.own == Some(false)
                    && address != "insert-address-token"
                {
                    message.sender = Some(named(&address, None));
                }
            }
            _ => {}
        }
    }
    tell_open(&mut open, tags.at, teller)
}

/// Tells the picture message that is being read, which ends here.
fn tell_open(open: &mut Option<Message>, end: u64, teller: &mut Teller<'_>) -> Read {
    match open.take() {
        Some(mut message) => {
            message.length = end.saturating_sub(message.at).max(message.length);
            teller.message(message)
        }
        None => Ok(()),
    }
}

/// Reads what texts and picture messages have alike.
fn message_of(tag: &Tag, n: u32, end: u64, way: &str, teller: &mut Teller<'_>) -> Result<Message, crate::Ended> {
    let millis = value(tag, "date", teller)?.and_then(|date| date.trim().parse::<i64>().ok());
    // 1 is received; 2 and above are sent, or were to be.
    let way = value(tag, way, teller)?;
    let own = way.as_deref().map(|way| way != "1");
    let (address, name) = (value(tag, "address", teller)?, value(tag, "contact_name", teller)?);
    let other = named(address.as_deref().unwrap_or("unknown"), name.as_deref());
    let shown = value(tag, "readable_date", teller)?;
    let says = match way.as_deref() {
        Some("3") => Some("draft, not sent".to_owned()),
        Some("5") => Some("sending failed".to_owned()),
        Some("4" | "6") => Some("waiting to be sent".to_owned()),
        _ => None,
    };
    Ok(Message {
        n,
        at: tag.at,
        length: end - tag.at,
        sender: Some(if own == Some(true) { OWNER.to_owned() } else { other.clone() }),
        own,
        shown: shown.or_else(|| millis.map(|millis| millis.to_string())).unwrap_or_default(),
        time: millis.and_then(of_millis),
        says: if own == Some(true) {
            Some(says.map_or_else(|| format!("to {other}"), |says| format!("to {other}, {says}")))
        } else {
            says
        },
        ..Message::default()
    })
}

/// Takes in a part of a picture message: words, or a file.
fn part(tag: &Tag, message: &mut Message, teller: &mut Teller<'_>) -> Read {
    let kind = value(tag, "ct", teller)?.unwrap_or_default();
    if kind == "application/smil" {
        return Ok(());
    }
    if kind == "text/plain" {
        let words = value(tag, "text", teller)?.unwrap_or_default();
        if !message.text.is_empty() && !words.is_empty() {
            message.text.push('\n');
        }
        message.text.push_str(&words);
        return Ok(());
    }
    let mut names = Vec::new();
    for name in ["cl", "name", "fn"] {
        names.extend(value(tag, name, teller)?);
    }
    let name = names.into_iter().next().unwrap_or_else(|| format!("a file of type {kind}"));
    message.media.push(name);
    Ok(())
}

fn named(address: &str, name: Option<&str>) -> String {
    match name.filter(|name| *name != "(Unknown)") {
        Some(name) => format!("{name} ({address})"),
        None => address.to_owned(),
    }
}

/// Returns what an attribute says; the backup writes `null` for nothing.
fn value(tag: &Tag, name: &str, teller: &mut Teller<'_>) -> Result<Option<String>, crate::Ended> {
    let Some(attribute) = tag.get(name) else { return Ok(None) };
    let (text, whole) = resolve(&attribute.value);
    if !whole {
        teller.unread(tag.at, attribute.length, UnreadWhy::Letters)?;
    }
    Ok(Some(text).filter(|text| text != "null" && !text.is_empty()))
}
