//! One mail of a file as it is shown, and the files that hang on it.

use crate::mail::{self, MAIL, Sniff};
use crate::{attached, detect, mailbox, outlook, page};
use casekeep_model::mail::MailView;
use casekeep_model::messages::ExportKind;
use std::io::{self, BufRead, Read as _, Seek, SeekFrom};

/// How much is read of a mail that is larger than [`MAIL`], in bytes: its headers and its words stand at its beginning.
const BEGINNING: u64 = 8 << 20;

/// Why a file shows no mail.
#[derive(Debug)]
pub enum NoMail {
    /// It is no mail and no mailbox, or it is damaged.
    NotOne,
    /// It has fewer mails.
    NoSuch,
    /// It is a mail of Outlook that is larger than what is read; of others the beginning is.
    TooLarge,
    /// The file could not be read.
    Io(io::Error),
}

impl From<io::Error> for NoMail {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Is handed what hangs on a mail, by its number.
pub type Each<'a> = &'a mut dyn FnMut(u32, Option<&[u8]>) -> io::Result<()>;

/// The bytes of one mail.
struct Opened {
    kind: ExportKind,
    bytes: Vec<u8>,
    next: bool,
    cut: bool,
}

/// Returns one mail of a file, from 1; `sniff` says which type bytes begin.
///
/// # Errors
/// [`NoMail`].
pub fn show<R: BufRead + Seek>(input: &mut R, n: u32, sniff: Sniff<'_>) -> Result<MailView, NoMail> {
    let Opened { kind, bytes, next, cut } = open(input, n)?;
    let read = match kind {
        ExportKind::Outlook => outlook::outlook_with(&bytes, sniff),
        _ => mail::mail_with(&bytes, sniff),
    };
    let mut mail = read.ok_or(NoMail::NotOne)?;
    let page = mail.page.take().map(|page| page::reduce(&page));
    if cut {
        // The parser cannot tell the end of a part from the end of what it was given.
        mail.attachments.iter_mut().rev().take(1).for_each(|last| last.whole = false);
    }
    Ok(MailView { kind, n, next, mail, page, cut, text_cut: false }.bounded())
}

/// Hands on the bytes of what hangs on one mail of a file, by their numbers from 1; `None` for one that is not there.
///
/// # Errors
/// [`NoMail`], and what `each` says.
pub fn part<R: BufRead + Seek>(input: &mut R, n: u32, wanted: &[u32], each: Each<'_>) -> Result<(), NoMail> {
    let Opened { kind, bytes, cut, .. } = open(input, n)?;
    if kind == ExportKind::Outlook {
        for number in wanted {
            each(*number, outlook::part(&bytes, *number as usize).as_deref())?;
        }
        return Ok(());
    }
    let (parsed, _) = mail::parse(&bytes).ok_or(NoMail::NotOne)?;
    for number in wanted {
        let at_the_cut = cut && *number as usize == parsed.attachments.len();
        let part = attached::part(&parsed, &bytes, *number as usize).filter(|_| !at_the_cut);
        each(*number, part.as_deref())?;
    }
    Ok(())
}

fn open<R: BufRead + Seek>(input: &mut R, n: u32) -> Result<Opened, NoMail> {
    let length = input.seek(SeekFrom::End(0))?;
    input.rewind()?;
    let head = detect::head(input)?;
    input.rewind()?;
    match detect::kind(&head).map_err(|_| NoMail::NotOne)? {
        ExportKind::Mailbox => {
            let found = if n == 0 { None } else { mailbox::nth(input, n)? };
            let (mut bytes, next, cut) = found.ok_or(NoMail::NoSuch)?;
            if cut {
                bytes.truncate(BEGINNING as usize);
            }
            Ok(Opened { kind: ExportKind::Mailbox, bytes, next, cut })
        }
        kind @ (ExportKind::Mail | ExportKind::Outlook) => {
            if n != 1 {
                return Err(NoMail::NoSuch);
            }
            let cut = length > MAIL;
            if cut && kind == ExportKind::Outlook {
                return Err(NoMail::TooLarge);
            }
            let mut bytes = Vec::new();
            input.take(if cut { BEGINNING } else { MAIL }).read_to_end(&mut bytes)?;
            Ok(Opened { kind, bytes, next: false, cut })
        }
        _ => Err(NoMail::NotOne),
    }
}
