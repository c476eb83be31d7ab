//! One mail as Outlook keeps it: a compound file of properties (MS-OXMSG), with the headers it came with as one of them.

use crate::attached::MAIL_TYPE;
use crate::clock::of_millis;
use crate::mail::{self, MAIL, PARTS, Sniff, UNKNOWN};
use crate::{Read, Teller};
use casekeep_model::limits;
use casekeep_model::mail::{Mail, MailAttachment};
use casekeep_model::messages::{ExportKind, NoMessages, Told};
use cfb::CompoundFile;
use std::io::{self, Cursor, Read as _};

/// The properties of the mail that are not texts.
const PROPERTIES: &str = "/__properties_version1.0";
/// What every compound file begins with.
const MAGIC: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";
/// Between 1601, where Windows begins to count, and 1970, in milliseconds.
const EPOCHS: i64 = 11_644_473_600_000;

/// How much of an attachment its type is read from, in bytes.
const HEAD: u64 = 8 << 10;

type File<'a> = CompoundFile<Cursor<&'a [u8]>>;

/// Returns whether bytes begin as a compound file.
pub(crate) fn begins(head: &[u8]) -> bool {
    head.starts_with(MAGIC)
}

/// Reads a mail that Outlook kept; `None` when it is none, or is damaged.
#[must_use]
pub fn outlook(bytes: &[u8]) -> Option<Mail> {
    outlook_with(bytes, &|_| UNKNOWN)
}

/// Reads a mail that Outlook kept, and says what the bytes of its attachments show.
pub(crate) fn outlook_with(bytes: &[u8], sniff: Sniff<'_>) -> Option<Mail> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).ok()?;
    let fixed = stream(&mut file, PROPERTIES)?;
    let text = |file: &mut File<'_>, id: &str| text_of(file, "", id);
    // The headers it came with are a mail without a body.
    let headers =
        text(&mut file, "007D").and_then(|headers| mail::mail(format!("{}\r\n\r\n", headers.trim_end()).as_bytes()));
    let name = text(&mut file, "0C1A");
    let address = text(&mut file, "5D01").or_else(|| text(&mut file, "0C1F"));
    let from = match (name, address) {
        (Some(name), Some(address)) if name != address => Some(format!("{name} <{address}>")),
        (name, address) => address.or(name),
    };
    let mut named = |id: &str| -> Vec<String> {
        let all = text(&mut file, id).unwrap_or_default();
        all.split(';').map(str::trim).filter(|one| !one.is_empty()).map(str::to_owned).collect()
    };
    let (to, cc) = (named("0E04"), named("0E03"));
    let sent = [0x0039, 0x0e06].into_iter().find_map(|id| filetime(&fixed, id)).and_then(of_millis);
    let (subject, body) = (text(&mut file, "0037"), text(&mut file, "1000"));
    let page = stream(&mut file, "/__substg1.0_10130102").map(|page| String::from_utf8_lossy(&page).into_owned());
    if from.is_none() && subject.is_none() && body.is_none() && headers.is_none() {
        return None;
    }
    let (attachments, more) = attachments(&mut file, sniff);
    let base = headers.unwrap_or_else(|| Mail {
        headers: Vec::new(),
        from: None,
        to: Vec::new(),
        cc: Vec::new(),
        reply_to: Vec::new(),
        message_id: None,
        subject: None,
        shown: String::new(),
        time: None,
        utc: None,
        received: Vec::new(),
        text: String::new(),
        plain: false,
        page: None,
        attachments: Vec::new(),
        more: false,
        letters_lost: false,
    });
    let shown = if base.shown.is_empty() { sent.clone().unwrap_or_default() } else { base.shown };
    let time = base.time.or(sent);
    Some(Mail {
        from: base.from.or(from),
        to: if base.to.is_empty() { to } else { base.to },
        cc: if base.cc.is_empty() { cc } else { base.cc },
        subject: base.subject.or(subject),
        utc: time.as_deref().and_then(mail::utc),
        time,
        plain: body.is_some(),
        text: body.unwrap_or_default().trim_end().to_owned(),
        shown,
        page,
        attachments,
        more,
        ..base
    })
}

/// Reads the file of one such mail.
pub(crate) fn read<R: io::BufRead>(input: &mut R, teller: &mut Teller<'_>) -> Read {
    let Some(bytes) = mail::all(input)? else { return teller.tell(Told::None { why: NoMessages::TooLarge }) };
    let Some(mail) = outlook(&bytes) else { return teller.tell(Told::None { why: NoMessages::NotText }) };
    teller.tell(Told::Begins { kind: ExportKind::Outlook, dates: None, columns: Vec::new() })?;
    mail::tell(Some(mail), 1, (0, bytes.len() as u64), teller)
}

/// Returns the bytes of a stream, as far as a mail may be long.
fn stream(file: &mut File<'_>, path: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open_stream(path).ok()?.take(MAIL).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// Returns a text property: of two bytes a letter, or of one.
fn text_of(file: &mut File<'_>, folder: &str, id: &str) -> Option<String> {
    let text = match stream(file, &format!("{folder}/__substg1.0_{id}001F")) {
        Some(wide) => {
            let pairs = wide.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]]));
            char::decode_utf16(pairs).map(|letter| letter.unwrap_or('\u{fffd}')).collect()
        }
        None => String::from_utf8_lossy(&stream(file, &format!("{folder}/__substg1.0_{id}001E"))?).into_owned(),
    };
    let text = text.trim_end_matches('\0');
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// Returns a time among the properties of fixed length, in milliseconds since 1970.
fn filetime(fixed: &[u8], id: u16) -> Option<i64> {
    // A head of 32 bytes, then 16 for each property: type, id, flags, value.
    let entry = fixed
        .get(32..)?
        .chunks_exact(16)
        .find(|entry| entry[..4] == [0x40, 0x00, id.to_le_bytes()[0], id.to_le_bytes()[1]])?;
    let value = u64::from_le_bytes(entry.get(8..)?.try_into().ok()?);
    i64::try_from(value / 10_000).ok()?.checked_sub(EPOCHS)
}

/// Returns the folders of what hangs on the mail, at most one more than is told.
fn folders(file: &File<'_>) -> Vec<String> {
    let root = file.read_root_storage();
    let named = root.filter(|entry| entry.is_storage() && entry.name().starts_with("__attach_version1.0_"));
    named.map(|entry| format!("/{}", entry.name())).take(PARTS + 1).collect()
}

fn bytes_of(folder: &str) -> String {
    format!("{folder}/__substg1.0_37010102")
}

/// Returns the bytes of what hangs on the mail, by its number from 1; `None` for a mail in the mail, which Outlook keeps as
/// properties and not as bytes.
pub(crate) fn part(bytes: &[u8], number: usize) -> Option<Vec<u8>> {
    let mut file = CompoundFile::open(Cursor::new(bytes)).ok()?;
    let folder = folders(&file).into_iter().nth(number.checked_sub(1)?)?;
    stream(&mut file, &bytes_of(&folder))
}

/// Returns what hangs on the mail, and whether there is more.
fn attachments(file: &mut File<'_>, sniff: Sniff<'_>) -> (Vec<MailAttachment>, bool) {
    let folders = folders(file);
    let more = folders.len() > PARTS;
    let told = (1..).zip(folders.iter().take(PARTS)).map(|(part, folder)| {
        let name = ["3707", "3704", "3001"].into_iter().find_map(|id| text_of(file, folder, id));
        let length = file.entry(bytes_of(folder)).ok().map(|entry| entry.len());
        let mut head = Vec::new();
        if let Ok(stream) = file.open_stream(bytes_of(folder)) {
            // What cannot be read shows no type.
            let _ = stream.take(HEAD).read_to_end(&mut head);
        }
        MailAttachment {
            part,
            path: part.to_string(),
            name: name.map(|mut name| {
                name.truncate(name.floor_char_boundary(limits::FILE_NAME));
                name
            }),
            media_type: text_of(file, folder, "370E").unwrap_or_else(|| UNKNOWN.to_owned()),
            seen: if length.is_none() { MAIL_TYPE } else { sniff(&head) }.to_owned(),
            bytes: length.unwrap_or_default(),
            content_id: text_of(file, folder, "3712"),
            whole: length.is_some_and(|length| length <= MAIL),
        }
    });
    (told.collect(), more)
}
