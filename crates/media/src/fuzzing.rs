//! The parsers of our own, open to the fuzz targets and to nobody else.
//!
//! What they read comes from strangers, or from a decoder that a stranger's file took over.

use crate::parent::{Frames, Word};
use crate::picture::Task;
use crate::told::Lines;
use crate::{archive, eighth, office, pixels, signs, sniff, tiff, unpack, unpacked};
use casekeep_model::archive::{ArchiveEntry, Refused, Unpacked};
use casekeep_model::import::Sign;
use casekeep_model::inside::{Inside, PageSize};
use casekeep_model::inspect::PreviewError;
use casekeep_model::messages::Told;
use std::io::Cursor;
use std::ops::ControlFlow;

/// Returns the files of a zip archive, as the confined process lists them.
///
/// # Errors
/// As it says.
pub fn zip(bytes: &[u8]) -> Result<Vec<ArchiveEntry>, PreviewError> {
    Ok(archive::entries(&mut Cursor::new(bytes))?.into_iter().map(|entry| entry.told).collect())
}

/// Returns what the confined process answers when these entries of a zip archive are wanted.
///
/// # Errors
/// As it says.
pub fn unpack(bytes: &[u8], wanted: &[u32]) -> Result<Vec<u8>, PreviewError> {
    let mut answer = Vec::new();
    unpack::unpack(&mut Cursor::new(bytes), wanted, &mut answer)?;
    Ok(answer)
}

/// One entry that came out of an archive: its number, its bytes, and why they are not to be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Out {
    /// The number.
    pub index: u32,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// Whether its end came, and why they are not to be used.
    pub end: Option<Option<Refused>>,
}

/// Puts an answer of [`unpack`] together, given in pieces of so many bytes; also says whether it is whole.
///
/// # Errors
/// [`PreviewError::Stopped`] for what was not asked for.
pub fn unpacked(answer: &[u8], wanted: &[u32], piece: usize) -> Result<(Vec<Out>, bool), PreviewError> {
    let mut out: Vec<Out> = Vec::new();
    let mut each = |told: Unpacked<'_>| {
        match (told, out.last_mut()) {
            (Unpacked::Begin(index), _) => out.push(Out { index, bytes: Vec::new(), end: None }),
            (Unpacked::Bytes(bytes), Some(last)) => last.bytes.extend_from_slice(bytes),
            (Unpacked::End(refused), Some(last)) => last.end = Some(refused),
            (_, None) => panic!("an entry goes on before one began"),
        }
        ControlFlow::Continue(())
    };
    let mut incoming = unpacked::Incoming::new(wanted, &mut each);
    answer.chunks(piece).try_for_each(|piece| incoming.take(piece))?;
    let whole = incoming.is_whole();
    Ok((out, whole))
}

/// Returns the size that a JPEG says, as it is stored.
#[must_use]
pub fn jpeg_size(bytes: &[u8]) -> Option<(u32, u32)> {
    eighth::stored_size(bytes)
}

/// Returns the stored size of a JPEG, and the size and bytes of the picture that is made from the means of its blocks.
#[must_use]
pub fn jpeg(bytes: &[u8]) -> Option<[(u32, u32, usize); 2]> {
    let found = eighth::decode(bytes)?;
    let (width, height) = found.picture.dimensions();
    Some([(found.width, found.height, bytes.len()), (width, height, found.picture.as_raw().len())])
}

/// Returns the sizes of a TIFF's pages, and whether there are more.
#[must_use]
pub fn tiff(bytes: &[u8]) -> (Vec<PageSize>, bool) {
    tiff::sizes(bytes)
}

/// Points a TIFF at one of its pages, counted from 1.
///
/// # Errors
/// As the confined process says.
pub fn turn_tiff(bytes: &mut [u8], page: u32) -> Result<(), PreviewError> {
    tiff::turn_to(bytes, page)
}

/// Returns what a part of an office document says; the number chooses which part it is taken for.
///
/// # Errors
/// As the confined process says.
pub fn office(kind: u8, bytes: &[u8]) -> Result<Inside, PreviewError> {
    office::part(kind, bytes)
}

/// Returns the media type and the signs of a messaging app that the first bytes of a file show.
#[must_use]
pub fn head(bytes: &[u8]) -> (&'static str, Vec<Sign>) {
    (sniff::media_type(bytes), signs::signs(bytes))
}

/// What came of what a decoder says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heard {
    /// The bytes of its answer.
    pub answer: Vec<u8>,
    /// The pieces of the file that it asked for: where, and how many bytes.
    pub wants: Vec<(u64, usize)>,
    /// How it ended.
    pub end: Option<Result<(), PreviewError>>,
}

/// Takes apart what a decoder says that may answer with so many bytes, up to its end, given in pieces of so many bytes.
#[must_use]
pub fn hear(said: &[u8], allowed: u64, piece: usize) -> Heard {
    let (mut heard, mut frames) = (Heard::default(), Frames::new(allowed));
    for piece in said.chunks(piece) {
        frames.add(piece);
        loop {
            let mut sink = |bytes: &[u8]| {
                heard.answer.extend_from_slice(bytes);
                Ok(())
            };
            match frames.next(&mut sink) {
                Ok(None) => break,
                Ok(Some(Word::Want { offset, count })) => heard.wants.push((offset, count)),
                Ok(Some(Word::End(outcome))) => heard.end = Some(outcome),
                Err(error) => heard.end = Some(Err(error)),
            }
            if heard.end.is_some() {
                return heard;
            }
        }
    }
    heard
}

/// Takes an answer for a picture of at most so many pixels on a side; returns its width, height and number of bytes.
///
/// # Errors
/// [`PreviewError::Stopped`] when it cannot be one.
pub fn picture(answer: &[u8], side: u32, piece: usize) -> Result<(u32, u32, usize), PreviewError> {
    let mut incoming = pixels::Incoming::new(Task::Shrink { side });
    answer.chunks(piece).try_for_each(|piece| incoming.take(piece))?;
    let pixels = incoming.whole()?;
    Ok((pixels.width, pixels.height, pixels.bytes.len()))
}

/// Takes an answer for the messages of an export; returns how many things are told.
///
/// # Errors
/// [`PreviewError::Stopped`] when it cannot be one.
pub fn messages(answer: &[u8], piece: usize) -> Result<usize, PreviewError> {
    let (mut lines, mut told) = (Lines::default(), 0);
    for piece in answer.chunks(piece) {
        lines.take(piece, &mut |_: Told| {
            told += 1;
            Ok(())
        })?;
    }
    lines.end().map(|()| told)
}
