//! The text file that WhatsApp makes of a chat, as Android and iOS write it.
//!
//! Android: `12/03/2026, 19:15 - Name: words`. iOS: `[12/03/2026, 19:15:30] Name: words`. A message goes on until the next
//! line that begins so; nothing in the file marks its end, so words that look like the beginning of a message are taken for
//! one. The preview therefore says where time goes back.

use crate::clock::Written;
use crate::dates::{Evidence, order_at};
use crate::lines::{Line, Lines, Lossy};
use crate::{Read, Teller};
use casekeep_model::limits;
use casekeep_model::messages::{Dates, ExportKind, Message, Reading, Told, UnreadWhy};
use std::io::{BufRead, Seek};

/// Marks that WhatsApp sets before what it wrote itself, and that say nothing.
const MARKS: [char; 4] = ['\u{feff}', '\u{200e}', '\u{200f}', '\u{202a}'];
/// The longest that the time before a message is.
const TIME: usize = 48;
/// What stands in place of a file that is not in the export.
const OMITTED: [&str; 16] = [
    "<media omitted>",
    "image omitted",
    "video omitted",
    "audio omitted",
    "sticker omitted",
    "gif omitted",
    "document omitted",
    "contact card omitted",
    "video note omitted",
    "<medien ausgeschlossen>",
    "<multimedia omitido>",
    "<médias omis>",
    "<media omessi>",
    "<media weggelaten>",
    "<mídia oculta>",
    "<pominięto multimedia>",
];
/// What WhatsApp says in place of words, under the sender's name.
const SAYS: [&str; 9] = [
    "this message was deleted",
    "you deleted this message",
    "this message was deleted by admin",
    "missed voice call",
    "missed video call",
    "missed group voice call",
    "missed group video call",
    "waiting for this message",
    "null",
];
/// Lines that iOS writes under a name although nobody sent them; they stand after a mark. Only these whole sentences count:
/// a part of one could be sent by anybody.
const OF_PROGRAM: [&str; 3] = [
    "Messages and calls are end-to-end encrypted.",
    "Messages and calls are end-to-end encrypted. No one outside of this chat, not even WhatsApp, can read or listen to them.",
    "Messages to this chat and calls are now secured with end-to-end encryption.",
];
/// What stands at the end of a message that was changed after it was sent.
const EDITED: &str = "<This message was edited>";

/// How the beginning of a message is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// `time - `
    Dash,
    /// `[time] `
    Brackets,
}

/// The beginning of a message.
struct Begin<'a> {
    written: Written,
    shown: &'a str,
    rest: &'a str,
}

impl Layout {
    /// Reads the beginning of a message; `None` for a line that goes on with the one before.
    fn begin(self, line: &str) -> Option<Begin<'_>> {
        let line = line.trim_start_matches(MARKS);
        let line = if self == Self::Brackets { line.strip_prefix('[')? } else { line };
        let (written, after) = Written::at_start(line)?;
        let shown = line.get(..line.len() - after.len())?;
        let rest = match self {
            Self::Brackets => after.strip_prefix(']')?,
            Self::Dash => after.strip_prefix(" - ").or_else(|| after.strip_prefix(" – "))?,
        };
        Some(Begin { written, shown, rest: rest.strip_prefix(' ').unwrap_or(rest) })
    }

    /// Returns whether a line has the look of a beginning, with a time that is none.
    fn nearly(self, line: &str) -> bool {
        let line = line.trim_start_matches(MARKS);
        let time = match self {
            Self::Brackets => line.strip_prefix('[').and_then(|line| line.split_once(']')),
            Self::Dash => line.split_once(" - "),
        };
        time.is_some_and(|(time, _)| {
            let letters = time.chars().filter(|c| c.is_alphabetic()).count();
            let of_time = |c: char| c.is_alphanumeric() || c.is_whitespace() || "/.-:,\u{202f}\u{200e}".contains(c);
            let date = time.chars().filter(|c| matches!(c, '/' | '.' | '-')).count() >= 2;
            time.len() <= TIME
                && letters <= 8
                && date
                && time.contains(':')
                && time.starts_with(|c: char| c.is_numeric())
                && time.chars().all(of_time)
        })
    }

    fn of(line: &str) -> Option<Self> {
        [Self::Brackets, Self::Dash].into_iter().find(|layout| layout.begin(line).is_some() || layout.nearly(line))
    }
}

/// Returns whether a text begins as a chat does.
pub(crate) fn begins(text: &str) -> bool {
    text.lines().take(5).any(|line| Layout::of(line).is_some())
}

/// Reads a chat.
pub(crate) fn read<R: BufRead + Seek>(input: &mut R, reading: &Reading, teller: &mut Teller<'_>) -> Read {
    let (layout, dates) = look(input)?;
    teller.tell(Told::Begins { kind: ExportKind::Whatsapp, dates: Some(dates.clone()), columns: Vec::new() })?;
    let Some(layout) = layout else { return Ok(()) };
    input.rewind()?;
    let mut lines = Lines::new(input);
    let (mut open, mut n): (Option<Message>, u32) = (None, 0);
    while let Some(line) = lines.next()? {
        match layout.begin(&line.text) {
            Some(begin) => {
                n = n.saturating_add(1);
                let time = begin.written.resolve(order_at(&dates, reading.order, n));
                let next = Message {
                    n,
                    at: line.at,
                    length: line.length,
                    shown: begin.shown.to_owned(),
                    time,
                    text: begin.rest.to_owned(),
                    ..Message::default()
                };
                finish(open.replace(next), layout, teller)?;
            }
            None => go_on(open.as_mut(), &line, layout, teller)?,
        }
        lost(&line, teller)?;
    }
    finish(open, layout, teller)
}

/// Finds the layout and what the dates show.
fn look<R: BufRead + Seek>(input: &mut R) -> Result<(Option<Layout>, Dates), crate::Ended> {
    let (mut layout, mut evidence, mut n) = (None, Evidence::default(), 0_u32);
    let mut lines = Lines::new(input);
    while let Some(line) = lines.next()? {
        layout = layout.or_else(|| Layout::of(&line.text));
        if let Some(begin) = layout.and_then(|layout| layout.begin(&line.text)) {
            n = n.saturating_add(1);
            evidence.see(n, begin.written, begin.shown);
        }
    }
    Ok((layout, evidence.end()))
}

/// Adds a line to the message that it goes on with.
fn go_on(open: Option<&mut Message>, line: &Line, layout: Layout, teller: &mut Teller<'_>) -> Read {
    if layout.nearly(&line.text) {
        teller.unread(line.at, line.length, UnreadWhy::Date)?;
    }
    match open {
        Some(message) => {
            // Of a message that is longer than what is kept, the rest stays in the file.
            if message.text.len() <= limits::TEXT {
                message.text.push('\n');
                message.text.push_str(&line.text);
            }
            message.length += line.length;
            Ok(())
        }
        None if line.text.trim_matches(MARKS).trim().is_empty() => Ok(()),
        None => teller.unread(line.at, line.length, UnreadWhy::Before),
    }
}

fn lost(line: &Line, teller: &mut Teller<'_>) -> Read {
    match line.lossy {
        Lossy::Letters => teller.unread(line.at, line.length, UnreadWhy::Letters),
        Lossy::TooLong | Lossy::Whole => Ok(()),
    }
}

/// Tells a message once it is known where it ends.
fn finish(message: Option<Message>, layout: Layout, teller: &mut Teller<'_>) -> Read {
    let Some(mut message) = message else { return Ok(()) };
    let said = std::mem::take(&mut message.text);
    let said = said.trim_end_matches('\n');
    match sender(said, layout) {
        Some((sender, words)) => {
            message.sender = Some(sender.to_owned());
            words_of(words, &mut message);
        }
        None => message.says = Some(said.trim_start_matches(MARKS).to_owned()),
    }
    teller.message(message)
}

/// Parts a sender from the words; `None` where WhatsApp itself says something.
fn sender(said: &str, layout: Layout) -> Option<(&str, &str)> {
    let first = said.lines().next().unwrap_or_default();
    let (sender, words) = match first.find(": ") {
        Some(at) => (first.get(..at)?, said.get(at + 2..)?),
        None => (first.strip_suffix(':')?, said.get(first.len()..)?.trim_start_matches('\n')),
    };
    if layout == Layout::Brackets && words.strip_prefix('\u{200e}').is_some_and(|words| OF_PROGRAM.contains(&words)) {
        return None;
    }
    let bare = |c: char| MARKS.contains(&c) || matches!(c, '\u{202c}' | '\u{2068}' | '\u{2069}');
    Some((sender.trim_matches(bare), words))
}

/// Parts what was sent from what WhatsApp says of it.
fn words_of(words: &str, message: &mut Message) {
    let mut kept: Vec<&str> = Vec::new();
    for line in words.split('\n') {
        match attached(line) {
            Some((name, before)) => {
                message.media.push(name.to_owned());
                kept.extend(Some(before).filter(|before| !before.is_empty()));
            }
            None => kept.push(line),
        }
    }
    let mut text = kept.join("\n");
    if let Some(before) = text.trim_end_matches(MARKS).strip_suffix(EDITED) {
        message.says = Some(EDITED.trim_matches(['<', '>']).to_owned());
        text = before.trim_end_matches([' ', '\u{200e}', '\n']).to_owned();
    }
    let bare = text.trim_matches(MARKS).trim();
    let small = bare.to_lowercase();
    let small = small.trim_end_matches('.');
    if OMITTED.contains(&small) || (text.contains('\u{200e}') && small.ends_with("document omitted")) {
        message.omitted = 1;
        message.says = Some(bare.to_owned());
    } else if SAYS.contains(&small) {
        message.says = Some(bare.to_owned());
    } else {
        message.text = text.trim_start_matches('\u{200e}').to_owned();
    }
}

/// Returns the name of the file that a line says is with the message, and what stands before it on the line.
fn attached(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_end_matches(MARKS);
    // iOS: ‎<attached: NAME>, the word in the phone's language.
    if let Some(at) = line.rfind("\u{200e}<").or_else(|| line.starts_with("<attached: ").then_some(0)) {
        let inside = line.get(at..)?.trim_start_matches('\u{200e}').strip_prefix('<')?.strip_suffix('>')?;
        let (_, name) = inside.split_once(": ")?;
        return is_name(name).then_some((name, line.get(..at)?.trim_end()));
    }
    // Android: NAME (file attached), the words in the phone's language.
    let (name, words) = line.trim_start_matches(MARKS).rsplit_once(" (")?;
    let of_whatsapp = ["IMG-", "VID-", "AUD-", "PTT-", "STK-", "DOC-"].iter().any(|begin| name.starts_with(begin));
    (words.ends_with(')') && is_name(name) && (of_whatsapp || words == "file attached)")).then_some((name, ""))
}

/// Returns whether a text can be the name of a file: it has an ending and names no folder.
fn is_name(text: &str) -> bool {
    let ending = text.rsplit_once('.').map(|(_, ending)| ending);
    text.len() <= limits::FILE_NAME
        && !text.contains(['/', '\\', '\0'])
        && ending.is_some_and(|ending| (1..=8).contains(&ending.len()) && ending.chars().all(char::is_alphanumeric))
}
