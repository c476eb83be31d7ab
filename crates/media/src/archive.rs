//! Reads zip archives (PKWARE's APPNOTE 6.3): the directory at the end, and the bytes of entries; runs in the confined
//! process only.
//!
//! Only what the directory says counts. Names are told and never opened. Nothing is allocated by what the archive claims
//! before it was read.

use casekeep_model::archive::{ArchiveEntry, Refused};
use casekeep_model::inspect::PreviewError;
use casekeep_model::limits;
use std::io::{self, Read, Seek, SeekFrom};

/// The end of the directory, its longest comment, and the record that says where a larger one is.
const END: u32 = 0x0605_4b50;
const END_BYTES: usize = 22;
const COMMENT: u64 = 0xffff;
const WIDE_POINTER: u32 = 0x0706_4b50;
const WIDE_POINTER_BYTES: u64 = 20;
const WIDE_END: u32 = 0x0606_4b50;
const ENTRY: u32 = 0x0201_4b50;
/// The size of what comes before an entry's name in front of its bytes.
pub(crate) const LOCAL_BYTES: u64 = 30;

/// An entry is a bomb when it unfolds to more than this and to this many times its size.
const BOMB_BYTES: u64 = 64 << 20;
const BOMB_RATIO: u64 = 200;

/// An entry with its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) told: ArchiveEntry,
    /// Where what stands in front of its bytes begins.
    pub(crate) at: u64,
    pub(crate) packed: u64,
    pub(crate) deflated: bool,
    pub(crate) crc: u32,
    name_bytes: u64,
}

/// Returns every file of the archive.
///
/// # Errors
/// [`PreviewError::NoPreview`] when it is no zip archive, [`PreviewError::TooLarge`] above [`limits::ARCHIVE_ENTRIES`],
/// [`PreviewError::Damaged`] when its directory is not whole.
pub(crate) fn entries<R: Read + Seek>(file: &mut R) -> Result<Vec<Entry>, PreviewError> {
    let directory = find_directory(file)?;
    if directory.count > limits::ARCHIVE_ENTRIES {
        return Err(PreviewError::TooLarge);
    }
    file.seek(SeekFrom::Start(directory.at)).map_err(damaged)?;
    let mut left = directory.bytes;
    let mut entries = Vec::new();
    for index in 0..directory.count {
        let (entry, is_folder) = read_entry(file, index, &mut left, directory.shift)?;
        if !is_folder {
            entries.push(entry);
        }
    }
    refuse_overlaps(&mut entries);
    Ok(entries)
}

struct Directory {
    at: u64,
    bytes: u64,
    count: u64,
    /// How far everything lies behind where the archive says, as when a program stands in front of it.
    shift: u64,
}

fn find_directory<R: Read + Seek>(file: &mut R) -> Result<Directory, PreviewError> {
    let length = file.seek(SeekFrom::End(0)).map_err(damaged)?;
    let from = length.saturating_sub(COMMENT + END_BYTES as u64);
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(from)).map_err(damaged)?;
    file.by_ref().take(COMMENT + END_BYTES as u64).read_to_end(&mut tail).map_err(damaged)?;
    let is_end = |at: &usize| {
        let end = Fields(tail.get(*at..).unwrap_or_default());
        end.u32(0) == Some(END)
            && end.u16(20).is_some_and(|comment| *at + END_BYTES + usize::from(comment) == tail.len())
    };
    let at = (0..tail.len().saturating_sub(END_BYTES - 1)).rev().find(is_end).ok_or(PreviewError::NoPreview)?;
    let end = Fields(tail.get(at..).unwrap_or_default());
    let field = |at| end.u32(at).map(u64::from).ok_or(PreviewError::Damaged);
    let (count, bytes, start) = (end.u16(10).map(u64::from).ok_or(PreviewError::Damaged)?, field(12)?, field(16)?);
    let here = from + at as u64;
    if count == 0xffff || bytes == 0xffff_ffff || start == 0xffff_ffff {
        return find_wide(file, here);
    }
    // Some programs write the wide records too, between the directory and its end, where the small ones are enough.
    if count == 0 || read_at::<4, R>(file, start).is_ok_and(|first| Fields(&first).u32(0) == Some(ENTRY)) {
        return Ok(Directory { at: start, bytes, count, shift: 0 });
    }
    let shift = here.checked_sub(bytes).and_then(|at| at.checked_sub(start)).ok_or(PreviewError::Damaged)?;
    Ok(Directory { at: start + shift, bytes, count, shift })
}

/// Finds the directory of an archive that is larger than the small fields can say.
fn find_wide<R: Read + Seek>(file: &mut R, end: u64) -> Result<Directory, PreviewError> {
    let at = end.checked_sub(WIDE_POINTER_BYTES).ok_or(PreviewError::Damaged)?;
    let pointer = read_at::<20, R>(file, at)?;
    let pointer = Fields(&pointer);
    let place = pointer.u64(8).filter(|_| pointer.u32(0) == Some(WIDE_POINTER)).ok_or(PreviewError::Damaged)?;
    let wide = read_at::<56, R>(file, place)?;
    let wide = Fields(&wide);
    let fields = (wide.u32(0) == Some(WIDE_END)).then(|| Some((wide.u64(32)?, wide.u64(40)?, wide.u64(48)?))).flatten();
    let (count, bytes, at) = fields.ok_or(PreviewError::Damaged)?;
    Ok(Directory { at, bytes, count, shift: 0 })
}

fn read_entry<R: Read>(file: &mut R, index: u64, left: &mut u64, shift: u64) -> Result<(Entry, bool), PreviewError> {
    let mut fixed = [0; 46];
    take(file, &mut fixed, left)?;
    let fields = Fields(&fixed);
    let small = |at| fields.u16(at).unwrap_or_default();
    let wide = |at| u64::from(fields.u32(at).unwrap_or_default());
    if fields.u32(0) != Some(ENTRY) {
        return Err(PreviewError::Damaged);
    }
    let mut name = vec![0; small(28).into()];
    let mut extra = vec![0; small(30).into()];
    let mut comment = vec![0; small(32).into()];
    take(file, &mut name, left)?;
    take(file, &mut extra, left)?;
    take(file, &mut comment, left)?;
    let (flags, method) = (small(8), small(10));
    let (packed, bytes, at) = widened(&extra, wide(20), wide(24), wide(42))?;
    let text = name_of(&name, flags & (1 << 11) != 0);
    // What kind of file it is, where a Unix made the archive.
    let mode = if small(4) >> 8 == 3 { (fields.u32(38).unwrap_or_default() >> 16) & 0o170_000 } else { 0 };
    let is_folder = text.ends_with('/') || mode == 0o040_000;
    let refused = refused_by(flags, method, mode, &text, packed, bytes);
    let index = u32::try_from(index).map_err(|_| PreviewError::TooLarge)?;
    let entry = Entry {
        told: ArchiveEntry { index, name: text, bytes, refused },
        at: at.checked_add(shift).ok_or(PreviewError::Damaged)?,
        packed,
        deflated: method == 8,
        crc: fields.u32(16).unwrap_or_default(),
        name_bytes: name.len() as u64,
    };
    Ok((entry, is_folder))
}

fn refused_by(flags: u16, method: u16, mode: u32, name: &str, packed: u64, bytes: u64) -> Option<Refused> {
    // Bit 0: encrypted; bit 6: strongly; bit 13: with a hidden directory.
    if flags & (1 | 1 << 6 | 1 << 13) != 0 {
        return Some(Refused::Encrypted);
    }
    if mode != 0 && mode != 0o100_000 {
        return Some(Refused::NotAFile);
    }
    if leads_outside(name) {
        return Some(Refused::Outside);
    }
    if !matches!(method, 0 | 8) {
        return Some(Refused::Method);
    }
    if bytes > BOMB_BYTES && bytes / BOMB_RATIO > packed {
        return Some(Refused::Bomb);
    }
    // What is not packed has the size that it has.
    (method == 0 && packed != bytes).then_some(Refused::Damaged)
}

fn leads_outside(name: &str) -> bool {
    name.starts_with('/') || name.is_empty() || name.get(1..2) == Some(":") || name.split('/').any(|part| part == "..")
}

/// Returns the packed size, the size and the place, from the wide fields where the small ones are full.
fn widened(extra: &[u8], packed: u64, bytes: u64, at: u64) -> Result<(u64, u64, u64), PreviewError> {
    const FULL: u64 = 0xffff_ffff;
    if packed != FULL && bytes != FULL && at != FULL {
        return Ok((packed, bytes, at));
    }
    let mut rest = extra;
    while let (Some(kind), Some(length)) = (Fields(rest).u16(0), Fields(rest).u16(2)) {
        let body = rest.get(4..4 + usize::from(length)).ok_or(PreviewError::Damaged)?;
        if kind == 1 {
            let mut next = 0;
            let mut wide = |small: u64| {
                if small != FULL {
                    return Ok(small);
                }
                let value = Fields(body).u64(next).ok_or(PreviewError::Damaged);
                next += 8;
                value
            };
            let bytes = wide(bytes)?;
            let packed = wide(packed)?;
            return Ok((packed, bytes, wide(at)?));
        }
        rest = rest.get(4 + usize::from(length)..).unwrap_or_default();
    }
    Err(PreviewError::Damaged)
}

/// Refuses entries whose bytes lie over those of another.
fn refuse_overlaps(entries: &mut [Entry]) {
    let mut order: Vec<usize> = (0..entries.len()).collect();
    order.sort_by_key(|at| entries.get(*at).map(|entry| entry.at));
    let mut furthest: Option<(u64, usize)> = None;
    for at in order {
        let Some(entry) = entries.get(at) else { continue };
        let begins = entry.at;
        let ends = begins.saturating_add(LOCAL_BYTES + entry.name_bytes).saturating_add(entry.packed);
        if let Some((end, before)) = furthest
            && begins < end
        {
            for one in [before, at] {
                if let Some(entry) = entries.get_mut(one) {
                    entry.told.refused = entry.told.refused.or(Some(Refused::Overlap));
                }
            }
        }
        if furthest.is_none_or(|(end, _)| ends > end) {
            furthest = Some((ends, at));
        }
    }
}

/// What bytes above 0x7f mean in names that are not UTF-8 (code page 437).
const OLD_LETTERS: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

fn name_of(bytes: &[u8], is_utf8: bool) -> String {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) if is_utf8 => String::from_utf8_lossy(bytes).into_owned(),
        Err(_) => {
            let letters: Vec<char> = OLD_LETTERS.chars().collect();
            let letter = |byte: &u8| match byte.checked_sub(0x80) {
                Some(high) => letters.get(usize::from(high)).copied().unwrap_or(char::REPLACEMENT_CHARACTER),
                None => char::from(*byte),
            };
            bytes.iter().map(letter).collect()
        }
    };
    text.replace('\\', "/")
}

fn take<R: Read>(file: &mut R, into: &mut [u8], left: &mut u64) -> Result<(), PreviewError> {
    *left = left.checked_sub(into.len() as u64).ok_or(PreviewError::Damaged)?;
    file.read_exact(into).map_err(damaged)
}

fn read_at<const N: usize, R: Read + Seek>(file: &mut R, at: u64) -> Result<[u8; N], PreviewError> {
    let mut bytes = [0; N];
    file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut bytes)).map_err(damaged)?;
    Ok(bytes)
}

fn damaged(_: io::Error) -> PreviewError {
    PreviewError::Damaged
}

/// Little-endian numbers in bytes.
pub(crate) struct Fields<'a>(pub(crate) &'a [u8]);

impl Fields<'_> {
    fn at<const N: usize>(&self, at: usize) -> Option<[u8; N]> {
        self.0.get(at..)?.first_chunk().copied()
    }

    pub(crate) fn u16(&self, at: usize) -> Option<u16> {
        self.at(at).map(u16::from_le_bytes)
    }

    pub(crate) fn u32(&self, at: usize) -> Option<u32> {
        self.at(at).map(u32::from_le_bytes)
    }

    pub(crate) fn u64(&self, at: usize) -> Option<u64> {
        self.at(at).map(u64::from_le_bytes)
    }
}
