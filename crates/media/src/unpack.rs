//! Takes entries out of a zip archive, in the confined process; `unpacked` says in which form they go out.

use crate::archive::{Entry, Fields, LOCAL_BYTES, entries};
use crate::unpacked::{BEGIN, BYTES, END, FAULT, PART, code};
use casekeep_model::archive::Refused;
use casekeep_model::inspect::PreviewError;
use flate2::Crc;
use flate2::bufread::DeflateDecoder;
use std::io::{self, BufRead, Read, Seek, Write};

const LOCAL: u32 = 0x0403_4b50;

/// Writes the wanted entries.
///
/// # Errors
/// As [`entries`], and when nobody reads any more. An entry that cannot be taken is said in its place.
pub(crate) fn unpack<R: BufRead + Seek>(file: &mut R, wanted: &[u32], out: &mut dyn Write) -> Result<(), PreviewError> {
    let entries = entries(file)?;
    for index in wanted {
        let at = entries.binary_search_by_key(index, |entry| entry.told.index).map_err(|_| PreviewError::Damaged)?;
        let entry = entries.get(at).ok_or(PreviewError::Damaged)?;
        let mut parts = Parts(out);
        parts.head(BEGIN, *index).map_err(unread)?;
        let fault = match entry.told.refused {
            Some(refused) => Some(refused),
            None => copy(file, entry, &mut |piece| parts.bytes(piece).map_err(unread))?,
        };
        match fault {
            None => parts.head(END, 0).map_err(unread)?,
            Some(refused) => parts.head(FAULT, code(refused)).map_err(unread)?,
        }
    }
    Ok(())
}

/// Is given the bytes of an entry as they come out; an error ends it.
pub(crate) type Sink<'a> = &'a mut dyn FnMut(&[u8]) -> Result<(), PreviewError>;

/// Copies an entry's bytes; returns why they are not to be used.
pub(crate) fn copy<R: BufRead + Seek>(
    file: &mut R,
    entry: &Entry,
    sink: Sink<'_>,
) -> Result<Option<Refused>, PreviewError> {
    let mut head = [0; LOCAL_BYTES as usize];
    if go_to(file, entry.at).and_then(|()| file.read_exact(&mut head)).is_err() {
        return Ok(Some(Refused::Damaged));
    }
    let fields = Fields(&head);
    let skip = |at| i64::from(fields.u16(at).unwrap_or_default());
    if fields.u32(0) != Some(LOCAL) || file.seek_relative(skip(26) + skip(28)).is_err() {
        return Ok(Some(Refused::Damaged));
    }
    let mut packed = file.take(entry.packed);
    if entry.deflated {
        pour(&mut DeflateDecoder::new(&mut packed), entry, sink)
    } else {
        pour(&mut packed, entry, sink)
    }
}

/// Goes to a place without throwing away what was read ahead: entries mostly follow one another.
fn go_to<R: Seek>(file: &mut R, at: u64) -> io::Result<()> {
    let here = file.stream_position()?;
    let by = at.cast_signed().checked_sub(here.cast_signed()).ok_or(io::ErrorKind::InvalidInput)?;
    file.seek_relative(by)
}

fn pour(input: &mut dyn Read, entry: &Entry, sink: Sink<'_>) -> Result<Option<Refused>, PreviewError> {
    let (mut buffer, mut crc, mut done) = (vec![0; PART], Crc::new(), 0_u64);
    loop {
        let read = match input.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(_) => return Ok(Some(Refused::Damaged)),
        };
        done += read as u64;
        // More than the directory says is never sent on.
        if done > entry.told.bytes {
            return Ok(Some(Refused::Damaged));
        }
        let piece = buffer.get(..read).unwrap_or_default();
        crc.update(piece);
        sink(piece)?;
    }
    Ok((done != entry.told.bytes || crc.sum() != entry.crc).then_some(Refused::Damaged))
}

/// Writes what comes out in the form that `unpacked` puts together.
pub(crate) struct Parts<'a>(pub(crate) &'a mut dyn Write);

impl Parts<'_> {
    pub(crate) fn head(&mut self, tag: u8, number: u32) -> io::Result<()> {
        self.0.write_all(&[tag])?;
        self.0.write_all(&number.to_le_bytes())
    }

    pub(crate) fn bytes(&mut self, piece: &[u8]) -> io::Result<()> {
        self.head(BYTES, u32::try_from(piece.len()).unwrap_or(u32::MAX))?;
        self.0.write_all(piece)
    }
}

/// The pipe is gone, and with it whoever would read why.
fn unread(_: io::Error) -> PreviewError {
    PreviewError::Stopped
}
