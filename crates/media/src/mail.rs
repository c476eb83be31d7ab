//! Reads one mail of a file, in the confined process only.

use crate::given::Given;
use crate::sniff;
use crate::unpack::Parts;
use crate::unpacked::{BEGIN, END, FAULT, PART, code};
use casekeep_exports::NoMail;
use casekeep_model::archive::Refused;
use casekeep_model::inspect::PreviewError;
use casekeep_model::mail::MailView;
use std::io::Write;

/// Returns one mail of the file.
pub(crate) fn show(file: &mut Given, n: u32) -> Result<MailView, PreviewError> {
    casekeep_exports::show(file, n, &sniff::media_type).map_err(why)
}

/// Writes what hangs on a mail; a part that is not there, or not whole, is said in its place.
pub(crate) fn parts(file: &mut Given, n: u32, wanted: &[u32], out: &mut dyn Write) -> Result<(), PreviewError> {
    let mut parts = Parts(out);
    let written = casekeep_exports::part(file, n, wanted, &mut |number, bytes| {
        parts.head(BEGIN, number)?;
        let Some(bytes) = bytes else { return parts.head(FAULT, code(Refused::Damaged)) };
        bytes.chunks(PART).try_for_each(|piece| parts.bytes(piece))?;
        parts.head(END, 0)
    });
    written.map_err(why)
}

fn why(none: NoMail) -> PreviewError {
    match none {
        NoMail::NotOne => PreviewError::NoPreview,
        NoMail::NoSuch => PreviewError::NoPage,
        NoMail::TooLarge => PreviewError::TooLarge,
        // The pipe is gone, and with it whoever would read why.
        NoMail::Io(_) => PreviewError::Stopped,
    }
}
