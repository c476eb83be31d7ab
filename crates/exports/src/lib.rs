//! Reads what messengers, phones and mail programs export: bytes in, messages out.
//!
//! Nothing here reaches a disk, a clock or the environment, and nothing in a file is trusted: it is read only in the
//! confined child of `casekeep-media`. A message says where in the file it stands, word for word what it says, and its time
//! as shown; what could not be read is told too, so that the number of messages never hides a loss.

mod attached;
mod clock;
mod dates;
mod detect;
mod elements;
mod imessage;
mod lines;
mod mail;
mod mailbox;
mod markup;
mod mend;
mod meta;
mod outlook;
mod page;
mod shown;
mod sms;
mod table;
mod tags;
mod whatsapp;

pub use mail::{Sniff, mail};
pub use outlook::outlook;
pub use shown::{Each, NoMail, part, show};

use casekeep_model::limits;
use casekeep_model::messages::{ExportKind, Message, NoMessages, Reading, Told, UnreadWhy};
use std::io::{self, BufRead, Seek};
use std::ops::ControlFlow;

/// Why reading an export ended early.
#[derive(Debug)]
pub enum Ended {
    /// Whoever was told wanted no more.
    Stopped,
    /// The file could not be read.
    Io(io::Error),
}

impl From<io::Error> for Ended {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// What a reader of one format answers.
type Read = Result<(), Ended>;

/// Who is told of each message; breaking ends the reading.
struct Teller<'a> {
    tell: &'a mut dyn FnMut(Told) -> ControlFlow<()>,
    messages: u32,
    none: bool,
}

impl Teller<'_> {
    fn tell(&mut self, told: Told) -> Read {
        self.none |= matches!(told, Told::None { .. });
        match (self.tell)(told) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Ended::Stopped),
        }
    }

    fn unread(&mut self, at: u64, length: u64, why: UnreadWhy) -> Read {
        self.tell(Told::Unread { at, length, why })
    }

    /// Tells a message; of texts that are longer than what is kept, the beginning, and that there is more.
    fn message(&mut self, mut message: Message) -> Read {
        let mut cut = false;
        let texts = [Some(&mut message.text), message.written.as_mut(), message.says.as_mut(), message.sender.as_mut()];
        for text in texts.into_iter().flatten().filter(|text| text.len() > limits::TEXT) {
            text.truncate(text.floor_char_boundary(limits::TEXT));
            cut = true;
        }
        if cut {
            self.unread(message.at, message.length, UnreadWhy::TooLong)?;
        }
        self.messages = self.messages.saturating_add(1);
        self.tell(Told::Message(Box::new(message)))
    }
}

/// Reads an export from its beginning, and tells every message, what could not be read, and what it is.
///
/// The first thing that is told is what the file is, or why it holds no messages.
///
/// # Errors
/// [`Ended`]; damage to the file is told, not an error.
pub fn read<R: BufRead + Seek>(
    input: &mut R,
    reading: &Reading,
    tell: &mut dyn FnMut(Told) -> ControlFlow<()>,
) -> Result<(), Ended> {
    let mut teller = Teller { tell, messages: 0, none: false };
    let head = detect::head(input)?;
    input.rewind()?;
    let kind = match detect::kind(&head) {
        Ok(kind) => kind,
        Err(why) => return teller.tell(Told::None { why }),
    };
    let text = String::from_utf8_lossy(&head);
    match kind {
        ExportKind::Whatsapp => whatsapp::read(input, reading, &mut teller)?,
        ExportKind::Facebook | ExportKind::Instagram => meta::read(input, kind, &mut teller)?,
        ExportKind::Sms => sms::read(input, &mut teller)?,
        ExportKind::Mail => mail::read(input, &mut teller)?,
        ExportKind::Mailbox => mailbox::read(input, &mut teller)?,
        ExportKind::Outlook => outlook::read(input, &mut teller)?,
        ExportKind::ImessageText => imessage::read(input, &mut teller)?,
        ExportKind::ImessagePage => imessage::read_page(input, &mut teller)?,
        ExportKind::Table => table::read(input, &text, reading, &mut teller)?,
    }
    // A table of which no column is said yet is asked about.
    let asks = kind == ExportKind::Table && reading.columns.is_none();
    match teller.messages {
        0 if !teller.none && !asks => teller.tell(Told::None { why: NoMessages::NoneInIt }),
        _ => Ok(()),
    }
}
