//! What hangs on a mail: its place, its names, and its bytes with their code taken off, as they were before they were sent.

use crate::mail::{PARTS, Sniff, UNKNOWN};
use casekeep_model::limits;
use casekeep_model::mail::MailAttachment;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Encoding, Message, MessagePart, MimeHeaders, PartType};
use std::borrow::Cow;

/// The type of a mail that hangs on a mail.
pub(crate) const MAIL_TYPE: &str = "message/rfc822";
/// Parts that are nested deeper than this are told by their number alone.
const DEPTH: usize = 20;

/// Tells what hangs on a mail; `raw` is the mail's own bytes.
pub(crate) fn told(mail: &Message<'_>, raw: &[u8], sniff: Sniff<'_>) -> Vec<MailAttachment> {
    let paths = Paths::of(mail);
    let ids = (1..).zip(mail.attachments.iter().copied()).take(PARTS);
    let told = ids.filter_map(|(part, id)| {
        let attached = mail.parts.get(id as usize)?;
        let bytes = bytes_of(attached, raw);
        let is_mail = matches!(attached.body, PartType::Message(_));
        Some(MailAttachment {
            part,
            path: paths.of_part(id),
            name: attached.attachment_name().map(clipped),
            media_type: claimed(attached),
            seen: if is_mail { MAIL_TYPE } else { sniff(&bytes) }.to_owned(),
            bytes: bytes.len() as u64,
            content_id: attached.content_id().map(clipped),
            whole: !attached.is_encoding_problem && (attached.offset_end as usize) <= raw.len(),
        })
    });
    told.collect()
}

/// Returns the bytes of what hangs on a mail, by its number from 1.
pub(crate) fn part<'a>(mail: &'a Message<'_>, raw: &'a [u8], number: usize) -> Option<Cow<'a, [u8]>> {
    let id = *mail.attachments.get(number.checked_sub(1)?)?;
    mail.parts.get(id as usize).map(|attached| bytes_of(attached, raw))
}

/// Returns a part's bytes without the code that carried them. The parser's own are turned into UTF-8 where they are text.
fn bytes_of<'a>(part: &'a MessagePart<'_>, raw: &'a [u8]) -> Cow<'a, [u8]> {
    if let PartType::Binary(bytes) | PartType::InlineBinary(bytes) = &part.body {
        return Cow::Borrowed(bytes);
    }
    let coded = raw.get(part.offset_body as usize..part.offset_end as usize).unwrap_or_default();
    let decoded = match part.encoding {
        Encoding::None => None,
        Encoding::Base64 => base64_decode(coded),
        Encoding::QuotedPrintable => quoted_printable_decode(coded),
    };
    decoded.map_or(Cow::Borrowed(coded), Cow::Owned)
}

/// Returns the type that a part says it has.
fn claimed(part: &MessagePart<'_>) -> String {
    let kind = part.content_type().map(|kind| match &kind.c_subtype {
        Some(subtype) => format!("{}/{subtype}", kind.c_type),
        None => kind.c_type.clone().into_owned(),
    });
    clipped(&kind.unwrap_or_else(|| UNKNOWN.to_owned()).to_ascii_lowercase())
}

fn clipped(text: &str) -> String {
    text.get(..text.floor_char_boundary(limits::FILE_NAME)).unwrap_or_default().to_owned()
}

/// Where each part stands: in which part, and as which of those in it.
struct Paths(Vec<Option<(u32, usize)>>);

impl Paths {
    fn of(mail: &Message<'_>) -> Self {
        let mut places = vec![None; mail.parts.len()];
        for (id, part) in (0..).zip(&mail.parts) {
            let PartType::Multipart(within) = &part.body else { continue };
            for (at, inner) in (1..).zip(within) {
                if let Some(place) = places.get_mut(*inner as usize) {
                    *place = Some((id, at));
                }
            }
        }
        Self(places)
    }

    /// Returns the place of a part as mail programs count: the only part of a mail is `1`.
    fn of_part(&self, id: u32) -> String {
        let mut steps = Vec::new();
        let mut at = id;
        while let Some(Some((within, number))) = self.0.get(at as usize).copied() {
            // A part that says it is within a later one would lead round in a circle.
            if within >= at || steps.len() == DEPTH {
                return format!("#{id}");
            }
            steps.push(number.to_string());
            at = within;
        }
        steps.reverse();
        if steps.is_empty() { "1".to_owned() } else { steps.join(".") }
    }
}
