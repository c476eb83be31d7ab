//! The pages of a TIFF (TIFF 6.0 section 2; BigTIFF): each directory of the chain is one.
//!
//! The decoder knows the first directory alone, so a later page is shown by pointing the header at it. Only where the
//! directories lie and how large their pictures are is read here; the pixels are the decoder's.

use casekeep_model::inside::PageSize;
use casekeep_model::inspect::PreviewError;
use casekeep_model::limits;
use std::collections::HashSet;

const WIDTH: u64 = 256;
const HEIGHT: u64 = 257;
const ORIENTATION: u64 = 274;
/// The field types whose one value is a whole number: BYTE, SHORT, LONG, LONG8, by the bytes they take.
const WHOLE: [(u64, usize); 4] = [(1, 1), (3, 2), (4, 4), (16, 8)];

/// Points the file's header at a page, counted from 1.
///
/// # Errors
/// [`PreviewError::NoPage`] when there are fewer, [`PreviewError::Damaged`] without any.
pub(crate) fn turn_to(bytes: &mut [u8], page: u32) -> Result<(), PreviewError> {
    if page == 1 {
        return Ok(());
    }
    let layout = Layout::of(bytes).ok_or(PreviewError::Damaged)?;
    let at = page.checked_sub(1).ok_or(PreviewError::NoPage)? as usize;
    let offset = Directories::new(bytes, layout).nth(at).ok_or(PreviewError::NoPage)?.offset;
    let field = bytes.get_mut(layout.first..layout.first + layout.wide).ok_or(PreviewError::Damaged)?;
    let all = if layout.little { offset.to_le_bytes() } else { offset.to_be_bytes() };
    let from = if layout.little { 0 } else { all.len() - layout.wide };
    field.copy_from_slice(all.get(from..from + layout.wide).ok_or(PreviewError::Damaged)?);
    Ok(())
}

/// Returns the sizes of the pages, upright, and whether there are more than [`limits::PAGES`].
pub(crate) fn sizes(bytes: &[u8]) -> (Vec<PageSize>, bool) {
    let Some(layout) = Layout::of(bytes) else { return (Vec::new(), false) };
    let mut directories = Directories::new(bytes, layout);
    let sizes = directories.by_ref().take(limits::PAGES as usize).map(|directory| directory.size).collect();
    (sizes, directories.next().is_some())
}

/// How the numbers of a file are written.
#[derive(Debug, Clone, Copy)]
struct Layout {
    little: bool,
    /// Bytes of an offset.
    wide: usize,
    /// Bytes of the count of a directory's entries.
    counted: usize,
    /// Where the offset of the first directory stands.
    first: usize,
}

impl Layout {
    fn of(bytes: &[u8]) -> Option<Self> {
        let little = match bytes.get(..2)? {
            b"II" => true,
            b"MM" => false,
            _ => return None,
        };
        let classic = Self { little, wide: 4, counted: 2, first: 4 };
        match classic.number(bytes, 2, 2)? {
            42 => Some(classic),
            43 => Some(Self { wide: 8, counted: 8, first: 8, ..classic }),
            _ => None,
        }
    }

    fn number(self, bytes: &[u8], at: usize, wide: usize) -> Option<u64> {
        let field = bytes.get(at..at.checked_add(wide)?)?;
        let join = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
        Some(if self.little { field.iter().rev().fold(0, join) } else { field.iter().fold(0, join) })
    }
}

/// One page's directory.
struct Directory {
    offset: u64,
    size: PageSize,
}

/// Walks the chain, and ends where it is broken or leads back.
struct Directories<'a> {
    bytes: &'a [u8],
    layout: Layout,
    next: u64,
    seen: HashSet<u64>,
}

impl<'a> Directories<'a> {
    fn new(bytes: &'a [u8], layout: Layout) -> Self {
        let next = layout.number(bytes, layout.first, layout.wide).unwrap_or(0);
        Self { bytes, layout, next, seen: HashSet::new() }
    }

    fn read(&mut self) -> Option<Directory> {
        let (offset, layout) = (self.next, self.layout);
        if offset == 0 || !self.seen.insert(offset) {
            return None;
        }
        let at = usize::try_from(offset).ok()?;
        let entry = 4 + 2 * layout.wide;
        let count = usize::try_from(layout.number(self.bytes, at, layout.counted)?).ok()?;
        let end = count.checked_mul(entry)?.checked_add(at)?.checked_add(layout.counted)?;
        let entries = self.bytes.get(at + layout.counted..end)?;
        self.next = layout.number(self.bytes, end, layout.wide).unwrap_or(0);
        let value = |tag: u64| {
            let found = entries.chunks_exact(entry).find(|one| layout.number(one, 0, 2) == Some(tag))?;
            let kind = layout.number(found, 2, 2)?;
            let (_, wide) = WHOLE.iter().find(|(known, _)| *known == kind)?;
            u32::try_from(layout.number(found, 4 + layout.wide, *wide)?).ok()
        };
        let (width, height) = (value(WIDTH).unwrap_or(0), value(HEIGHT).unwrap_or(0));
        let turned = value(ORIENTATION).is_some_and(|orientation| (5..=8).contains(&orientation));
        let (width, height) = if turned { (height, width) } else { (width, height) };
        Some(Directory { offset, size: PageSize { width, height } })
    }
}

impl Iterator for Directories<'_> {
    type Item = Directory;

    fn next(&mut self) -> Option<Directory> {
        self.read()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a classic TIFF whose directories hold nothing but a width, each page one wider.
    fn chain(pages: u32, last_leads_to: u32, little: bool) -> Vec<u8> {
        let number = |n: u32| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let short = |n: u16| if little { n.to_le_bytes() } else { n.to_be_bytes() };
        let mut bytes = if little { b"II".to_vec() } else { b"MM".to_vec() };
        bytes.extend(short(42));
        bytes.extend(number(8));
        for page in 1..=pages {
            bytes.extend(short(1));
            bytes.extend(short(256));
            bytes.extend(short(4));
            bytes.extend(number(1));
            bytes.extend(number(page));
            let next = if page == pages { last_leads_to } else { 8 + page * 18 };
            bytes.extend(number(next));
        }
        bytes
    }

    #[test]
    fn every_directory_is_a_page() {
        for little in [true, false] {
            let mut bytes = chain(3, 0, little);
            let (sizes, more) = sizes(&bytes);
            assert_eq!(sizes.iter().map(|size| size.width).collect::<Vec<_>>(), [1, 2, 3]);
            assert!(!more);
            turn_to(&mut bytes, 3).expect("there are three");
            assert_eq!(super::sizes(&bytes).0, [PageSize { width: 3, height: 0 }]);
            assert_eq!(turn_to(&mut chain(3, 0, little), 4), Err(PreviewError::NoPage));
        }
    }

    #[test]
    fn a_chain_that_leads_back_or_nowhere_ends() {
        assert_eq!(sizes(&chain(3, 8, true)).0.len(), 3, "back to the first");
        assert_eq!(sizes(&chain(3, 9_999_999, true)).0.len(), 3, "out of the file");
        let (sizes, more) = sizes(&chain(limits::PAGES + 1, 0, true));
        assert_eq!((sizes.len(), more), (limits::PAGES as usize, true));
    }

    #[test]
    fn what_is_no_tiff_has_no_pages() {
        for bytes in
            [&b""[..], b"II", b"II\x2a\x00\xff\xff\xff\xff", b"XX\x2a\x00\x08\x00\x00\x00", b"MM\x00\x2b\x00\x08"]
        {
            assert_eq!(sizes(bytes), (Vec::new(), false), "{bytes:?}");
        }
    }
}
