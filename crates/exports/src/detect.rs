//! What a file is, from its first bytes alone; names and extensions are never asked.

use crate::{imessage, mail, mailbox, meta, outlook, sms, table, whatsapp};
use casekeep_model::messages::{ExportKind, NoMessages};
use std::io::{self, BufRead, Read as _};

/// How much of the beginning is looked at, in bytes.
const LOOKED_AT: u64 = 64 << 10;

/// Returns the beginning of a file.
pub(crate) fn head(input: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut head = Vec::new();
    input.take(LOOKED_AT).read_to_end(&mut head)?;
    Ok(head)
}

/// Whether a text begins in some form.
type Begins = fn(&str) -> bool;

/// Returns what made a file that begins so, or why it holds no messages.
pub(crate) fn kind(head: &[u8]) -> Result<ExportKind, NoMessages> {
    if head.is_empty() {
        return Err(NoMessages::Empty);
    }
    if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") || head.starts_with(b"\x1f\x8b") {
        return Err(NoMessages::Archive);
    }
    if outlook::begins(head) {
        return Ok(ExportKind::Outlook);
    }
    if head.contains(&0) || head.starts_with(b"%PDF-") {
        return Err(NoMessages::NotText);
    }
    let text = String::from_utf8_lossy(head);
    let forms: [(Begins, ExportKind); 7] = [
        (mailbox::begins, ExportKind::Mailbox),
        (sms::begins, ExportKind::Sms),
        (imessage::begins_page, ExportKind::ImessagePage),
        (whatsapp::begins, ExportKind::Whatsapp),
        (imessage::begins, ExportKind::ImessageText),
        (mail::begins, ExportKind::Mail),
        (table::begins, ExportKind::Table),
    ];
    let form = forms.iter().find(|(begins, _)| begins(&text)).map(|(_, kind)| *kind);
    meta::kind(&text).or(form).ok_or(NoMessages::Unknown)
}
