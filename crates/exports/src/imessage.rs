//! What iMessage exporter writes, as text and as a page. Its times are in words and in the zone of the computer that wrote
//! it. A reply stands twice, under what it answers and at its own place; it is read at its own place.

use crate::clock::in_words;
use crate::lines::{Lines, Lossy};
use crate::tags::{Tag, Tags, resolve};
use crate::{Read, Teller};
use casekeep_model::limits;
use casekeep_model::messages::{ExportKind, Message, Told, UnreadWhy};
use std::io::BufRead;

/// What the exporter calls the owner.
const ME: &str = "Me";
/// Lines under a message that the exporter writes itself.
const BESIDE: [&str; 3] = ["Tapbacks:", "Reactions:", "This message responded to an earlier message."];
/// What is kept of one text of the page.
const TEXT: usize = limits::TEXT + 4096;

/// Returns whether a text begins as the exporter's text does: a time in words, then a sender.
pub(crate) fn begins(head: &str) -> bool {
    let mut lines = head.trim_start_matches('\u{feff}').lines().skip_while(|line| line.trim().is_empty());
    lines.next().is_some_and(|line| in_words(line).is_some())
        && lines.next().is_some_and(|line| !line.trim().is_empty())
}

/// Returns whether a text begins as the exporter's page does.
pub(crate) fn begins_page(head: &str) -> bool {
    head.trim_start_matches('\u{feff}').trim_start().starts_with('<')
        && head.contains("class=\"message\"")
        && head.contains("class=\"timestamp\"")
}

/// Reads the text.
pub(crate) fn read<R: BufRead>(input: &mut R, teller: &mut Teller<'_>) -> Read {
    teller.tell(Told::Begins { kind: ExportKind::ImessageText, dates: None, columns: Vec::new() })?;
    let mut lines = Lines::new(input);
    let (mut n, mut open, mut quoting): (u32, Option<Message>, bool) = (0, None, false);
    while let Some(line) = lines.next()? {
        if line.lossy == Lossy::Letters {
            teller.unread(line.at, line.length, UnreadWhy::Letters)?;
        }
        let text = line.text.trim_start_matches('\u{feff}');
        if let Some((time, after)) = in_words(text) {
            finish(open.take(), teller)?;
            n = n.saturating_add(1);
            quoting = false;
            let shown = text.get(..text.len() - after.len()).unwrap_or_default().to_owned();
            let mut message =
                Message { n, at: line.at, length: line.length, shown, time: Some(time), ..Message::default() };
            let after = after.trim();
            if !after.is_empty() {
                message.says = Some(after.to_owned());
            }
            open = Some(message);
            continue;
        }
        let Some(message) = open.as_mut() else {
            if !text.trim().is_empty() {
                teller.unread(line.at, line.length, UnreadWhy::Before)?;
            }
            continue;
        };
        message.length += line.length;
        // A reply under what it answers is set in; it stands at its own place too.
        quoting |= text.strip_prefix("    ").is_some_and(|text| in_words(text.trim_start()).is_some());
        // What is said on the line of a time without a read mark is said by the program.
        let announced = message.sender.is_none() && message.says.as_deref().is_some_and(|says| !says.starts_with('('));
        match &message.sender {
            _ if quoting || announced || message.text.len() > limits::TEXT => {}
            None => {
                message.own = Some(text == ME);
                message.sender = Some(text.to_owned());
            }
            Some(_) => {
                message.text.push_str(text);
                message.text.push('\n');
            }
        }
    }
    finish(open, teller)
}

/// Tells a message once it is known where it ends.
fn finish(message: Option<Message>, teller: &mut Teller<'_>) -> Read {
    let Some(mut message) = message else { return Ok(()) };
    let text = std::mem::take(&mut message.text);
    let mut kept = Vec::new();
    for line in text.trim_end_matches('\n').split('\n') {
        if BESIDE.contains(&line) {
            break;
        }
        match file_name(line) {
            Some(name) => message.media.push(name.to_owned()),
            None => kept.push(line),
        }
    }
    message.text = kept.join("\n").trim_end().to_owned();
    teller.message(message)
}

/// Returns the name of the file that a line of its own names by a path.
fn file_name(line: &str) -> Option<&str> {
    let is_path = line.starts_with('/') || line.starts_with("~/") || line.starts_with("attachments/");
    let name = line.rsplit('/').next().filter(|_| is_path)?;
    (name.contains('.') && name.len() <= limits::FILE_NAME).then_some(name)
}

/// Reads the page.
pub(crate) fn read_page<R: BufRead>(input: &mut R, teller: &mut Teller<'_>) -> Read {
    teller.tell(Told::Begins { kind: ExportKind::ImessagePage, dates: None, columns: Vec::new() })?;
    let mut tags = Tags::new(input, TEXT);
    let mut page = Page { n: 0, open: None, within: Within::Nothing, divs: 0, replies: None };
    while let Some(tag) = tags.next_tag()? {
        let (text, whole) = resolve(&tags.text);
        if page.within != Within::Nothing && !whole {
            let length = tags.text.len() as u64;
            teller.unread(tag.at.saturating_sub(length), length, UnreadWhy::Letters)?;
        }
        page.take(&text);
        if tag.cut {
            teller.unread(tag.at, tags.at - tag.at, UnreadWhy::CutOff)?;
            break;
        }
        page.see(&tag, teller)?;
        if let Some(message) = &mut page.open {
            message.length = tags.at - message.at;
        }
    }
    finish(page.open, teller)
}

/// Where in a message of the page the reading is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Within {
    Nothing,
    Time,
    Sender,
    Words,
}

/// The page as far as it is read.
struct Page {
    n: u32,
    open: Option<Message>,
    within: Within,
    divs: u32,
    /// How deep the list of replies began that is passed over.
    replies: Option<u32>,
}

impl Page {
    fn take(&mut self, text: &str) {
        let Some(message) = &mut self.open else { return };
        match self.within {
            Within::Nothing => {}
            Within::Time => message.shown.push_str(text.trim_matches('\n')),
            Within::Sender => message.sender.get_or_insert_default().push_str(text),
            Within::Words if message.text.len() <= limits::TEXT => message.text.push_str(text),
            Within::Words => {}
        }
    }

    fn see(&mut self, tag: &Tag, teller: &mut Teller<'_>) -> Read {
        let class = tag.get("class").map(|class| resolve(&class.value).0).unwrap_or_default();
        let has = |word: &str| class.split_ascii_whitespace().any(|it| it == word);
        match (tag.name.as_str(), tag.closes) {
            ("div", true) => {
                self.divs = self.divs.saturating_sub(1);
                if self.replies.is_some_and(|depth| self.divs < depth) {
                    self.replies = None;
                }
            }
            ("div", false) => {
                self.divs = self.divs.saturating_add(1);
                if has("replies") && self.replies.is_none() {
                    self.replies = Some(self.divs);
                }
                if self.replies.is_none() {
                    self.begin(tag, &class, teller)?;
                }
            }
            _ if self.replies.is_some() => {}
            ("span", false) if has("timestamp") => self.within = Within::Time,
            ("span", false) if has("sender") => self.within = Within::Sender,
            ("span", false) if has("bubble") => self.within = Within::Words,
            ("span", true) => self.end_span(),
            ("br", _) => self.take("\n"),
            ("img" | "video" | "audio" | "source" | "embed", false) => {
                let source = tag.get("src").map(|source| resolve(&source.value).0).unwrap_or_default();
                let name = source.rsplit('/').next().unwrap_or_default();
                if let Some(message) =
                    self.open.as_mut().filter(|_| !name.is_empty() && name.len() <= limits::FILE_NAME)
                {
                    message.media.push(name.to_owned());
                }
            }
            _ => {}
        }
        Ok(())
    }

    fn begin(&mut self, tag: &Tag, class: &str, teller: &mut Teller<'_>) -> Read {
        let has = |word: &str| class.split_ascii_whitespace().any(|it| it == word);
        if has("message") || has("announcement") {
            self.tell(teller)?;
            self.n = self.n.saturating_add(1);
            self.within = Within::Nothing;
            self.open = Some(Message { n: self.n, at: tag.at, ..Message::default() });
        } else if let Some(message) = &mut self.open {
            match () {
                () if has("sent") => message.own = Some(true),
                () if has("received") => message.own = Some(false),
                () => {}
            }
        }
        Ok(())
    }

    fn end_span(&mut self) {
        if let (Within::Time, Some(message)) = (self.within, &mut self.open) {
            let shown = message.shown.trim().to_owned();
            message.time = in_words(&shown).map(|(time, _)| time);
            message.shown = shown;
        }
        if self.within == Within::Words {
            self.take("\n");
        }
        self.within = Within::Nothing;
    }

    fn tell(&mut self, teller: &mut Teller<'_>) -> Read {
        finish(self.open.take(), teller)
    }
}
