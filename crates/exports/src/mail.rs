//! One mail: its headers as they stand in the file, the way it came, its words, and what hangs on it.

use crate::clock::is_day;
use crate::{Read, Teller, attached};
use casekeep_model::mail::{Mail, MailAttachment, MailHeader, MailHop};
use casekeep_model::messages::{ExportKind, Message, NoMessages, Told, UnreadWhy};
use casekeep_model::{Moment, limits};
use mail_parser::{Address, DateTime, HeaderName, Host, Message as ParsedMail, MessageParser, PartType, Received};
use std::io::{self, BufRead, Read as _};

/// The largest mail that is read, in bytes.
pub const MAIL: u64 = 64 << 20;
/// The most parts of a mail that are told.
pub const PARTS: usize = 500;
/// The most mails in a mail that are gone into.
const MAILS: usize = 50;
/// The most headers that are told.
const HEADERS: usize = 1000;
/// Headers of which a mail has one at its beginning.
const FIRST: [&str; 10] = [
    "from:",
    "received:",
    "return-path:",
    "delivered-to:",
    "date:",
    "message-id:",
    "subject:",
    "mime-version:",
    "to:",
    "x-",
];

/// Returns whether a text begins as a mail does: with headers, one of them known, then an empty line or more headers.
pub(crate) fn begins(head: &str) -> bool {
    let mut known = false;
    for line in head.lines().take(40) {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let name = line.split_once(':').map(|(name, _)| name);
        if !name.is_some_and(|name| !name.is_empty() && name.bytes().all(|byte| (33..127).contains(&byte))) {
            return false;
        }
        let small = line.to_ascii_lowercase();
        known |= FIRST.iter().any(|first| small.starts_with(first));
    }
    known
}

/// Says which type some bytes begin.
pub type Sniff<'a> = &'a dyn Fn(&[u8]) -> &'static str;

/// Reads a mail; `None` when it has no headers of one.
#[must_use]
pub fn mail(bytes: &[u8]) -> Option<Mail> {
    mail_with(bytes, &|_| UNKNOWN)
}

/// What bytes are called that show nothing.
pub(crate) const UNKNOWN: &str = "application/octet-stream";

/// Reads a mail, and says what the bytes of its attachments show.
pub(crate) fn mail_with(bytes: &[u8], sniff: Sniff<'_>) -> Option<Mail> {
    let (parsed, nested) = parse(bytes)?;
    let mut headers = Vec::new();
    let mut received = Vec::new();
    for header in parsed.headers().iter().take(HEADERS) {
        let value = bytes.get(header.offset_start as usize..header.offset_end as usize).unwrap_or_default();
        let value = String::from_utf8_lossy(value).trim().to_owned();
        if header.name == HeaderName::Received {
            received.push(hop(&value, header.value.as_received()));
        }
        headers.push(MailHeader { name: header.name.as_str().to_owned(), value });
    }
    if parsed.from().is_none() && parsed.date().is_none() && parsed.subject().is_none() && parsed.received().is_none() {
        return None;
    }
    let value = |name: &str| headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
    let shown = value("Date").map(|header| header.value.clone()).unwrap_or_default();
    received.reverse();
    let all = |address: Option<&Address<'_>>| address.into_iter().flat_map(addresses).take(PARTS).collect();
    let text: Vec<_> = (0..parsed.text_body_count().min(PARTS)).filter_map(|at| parsed.body_text(at)).collect();
    let time = parsed.date().and_then(time);
    Some(Mail {
        from: parsed.from().and_then(|from| addresses(from).next()),
        to: all(parsed.to()),
        cc: all(parsed.cc()),
        reply_to: all(parsed.reply_to()),
        message_id: parsed.message_id().map(str::to_owned),
        subject: parsed.subject().map(str::to_owned),
        utc: time.as_deref().and_then(utc),
        time,
        shown,
        received,
        text: text.join("\n").trim_end().to_owned(),
        plain: parsed.text_bodies().any(|part| matches!(part.body, PartType::Text(_))),
        page: page(&parsed),
        more: nested || parsed.parts.len() > PARTS || parsed.headers().len() > HEADERS,
        letters_lost: parsed.parts.iter().any(|part| part.is_encoding_problem),
        attachments: attached::told(&parsed, bytes, sniff),
        headers,
    })
}

/// Parses a mail; of one with too many mails in it only the headers, and then says so.
///
/// The parser goes into mails in mails by calling itself.
pub(crate) fn parse(bytes: &[u8]) -> Option<(ParsedMail<'_>, bool)> {
    let nested = mails_in(bytes) > MAILS;
    let parser = MessageParser::default();
    let parsed = if nested { parser.parse_headers(bytes)? } else { parser.parse(bytes)? };
    Some((parsed, nested))
}

/// Returns how many mails a mail may have in it, one in the other.
fn mails_in(bytes: &[u8]) -> usize {
    let is_one = |at: &[u8]| at.get(..8).is_some_and(|head| head.eq_ignore_ascii_case(b"message/"));
    bytes.windows(8).filter(|window| is_one(window)).count()
}

/// Returns the page of a mail that has one of its own: the reader would make one of plain text.
fn page(parsed: &ParsedMail<'_>) -> Option<String> {
    parsed.html_bodies().find_map(|part| match &part.body {
        PartType::Html(page) => Some(page.as_ref().to_owned()),
        _ => None,
    })
}

fn addresses<'a>(address: &'a Address<'a>) -> impl Iterator<Item = String> + 'a {
    address.iter().map(|one| match (&one.name, &one.address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(one), None) | (None, Some(one)) => one.clone().into_owned(),
        (None, None) => String::new(),
    })
}

/// Returns a server's line; what it wrote stays where it could not be taken apart.
fn hop(shown: &str, received: Option<&Received<'_>>) -> MailHop {
    let host = |host: &Host<'_>| match host {
        Host::Name(name) => name.clone().into_owned(),
        Host::IpAddr(address) => address.to_string(),
    };
    let time = received.and_then(|received| received.date.as_ref()).and_then(time);
    MailHop {
        shown: shown.to_owned(),
        from: received.and_then(|received| received.from.as_ref()).map(host),
        address: received.and_then(|received| received.from_ip).map(|address| address.to_string()),
        by: received.and_then(|received| received.by.as_ref()).map(host),
        utc: time.as_deref().and_then(utc),
        time,
    }
}

/// Returns a time with its offset as UTC.
pub(crate) fn utc(time: &str) -> Option<String> {
    Moment::parse(time, "UTC").ok()?.from.map(|from| from.to_string())
}

/// Returns a time in the form that moments are read in; `None` where there is no such time.
fn time(at: &DateTime) -> Option<String> {
    let (year, month, day) = (u32::from(at.year), u32::from(at.month), u32::from(at.day));
    let good = is_day(year, month, day) && at.hour < 24 && at.minute < 60 && at.second < 60 && at.tz_hour <= 14;
    let sign = if at.tz_before_gmt { '-' } else { '+' };
    (good && at.tz_minute < 60).then(|| {
        let (hour, minute, second) = (at.hour, at.minute, at.second);
        let (zone_hour, zone_minute) = (at.tz_hour, at.tz_minute);
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{sign}{zone_hour:02}:{zone_minute:02}")
    })
}

/// Reads the file of one mail.
pub(crate) fn read<R: BufRead>(input: &mut R, teller: &mut Teller<'_>) -> Read {
    let Some(bytes) = all(input)? else { return teller.tell(Told::None { why: NoMessages::TooLarge }) };
    teller.tell(Told::Begins { kind: ExportKind::Mail, dates: None, columns: Vec::new() })?;
    tell(mail(&bytes), 1, (0, bytes.len() as u64), teller)
}

/// Reads a file whole; `None` for one that is too large.
pub(crate) fn all<R: BufRead>(input: &mut R) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    input.take(MAIL + 1).read_to_end(&mut bytes)?;
    Ok(Some(bytes).filter(|bytes| bytes.len() as u64 <= MAIL))
}

/// Tells a mail as a message, or that it is broken.
pub(crate) fn tell(mail: Option<Mail>, n: u32, (at, length): (u64, u64), teller: &mut Teller<'_>) -> Read {
    let Some(mail) = mail else { return teller.unread(at, length, UnreadWhy::Broken) };
    if mail.more {
        teller.unread(at, length, UnreadWhy::TooDeep)?;
    }
    if mail.letters_lost {
        teller.unread(at, length, UnreadWhy::Letters)?;
    }
    let to = mail.to.iter().chain(&mail.cc).take(20).map(String::as_str).collect::<Vec<_>>().join(", ");
    let unnamed =
        |part: &MailAttachment| part.name.clone().unwrap_or_else(|| format!("a file of type {}", part.media_type));
    teller.message(Message {
        n,
        at,
        length,
        // A mail that names no sender still has one who sent it.
        sender: Some(mail.from.unwrap_or_else(|| "no sender named".to_owned())),
        shown: clipped(mail.shown),
        time: mail.time,
        subject: mail.subject.map(clipped),
        text: mail.text,
        says: Some(format!("to {to}")).filter(|_| !to.is_empty()),
        media: mail.attachments.iter().map(unnamed).collect(),
        ..Message::default()
    })
}

/// Cuts a text that stands in a header to what is kept of one.
fn clipped(mut text: String) -> String {
    text.truncate(text.floor_char_boundary(limits::FILE_NAME));
    text
}
