//! Whether two captures of one thread overlap: over how many rows of pixels the later one shows what the one before
//! shows.
//!
//! A thread scrolls while lists and bars beside it stand still, so a picture is looked at in upright strips, each row of
//! a strip as a hash. What is kept of a picture here cannot be turned back into it.

use image::RgbaImage;
use sha2::{Digest, Sha256};
use std::collections::HashMap;

/// Into how many upright strips a picture is cut.
const STRIPS: usize = 12;
/// How often a row may occur in a strip and still tell where it is; blank rows occur everywhere.
const TELLING: usize = 3;
/// How many telling rows must agree on one move.
const AGREED: usize = 12;

/// The rows of a capture, strip by strip, as hashes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows(Vec<Vec<u64>>);

impl Rows {
    /// Reads the rows of a capture.
    pub fn of(picture: &RgbaImage) -> Self {
        let row_bytes = picture.width() as usize * 4;
        let strip_bytes = (picture.width() as usize).div_ceil(STRIPS) * 4;
        if row_bytes == 0 {
            return Self::default();
        }
        let strips = row_bytes.div_ceil(strip_bytes);
        let mut rows = vec![Vec::with_capacity(picture.height() as usize); strips];
        for row in picture.as_raw().chunks_exact(row_bytes) {
            for (strip, part) in rows.iter_mut().zip(row.chunks(strip_bytes)) {
                strip.push(short_hash(part));
            }
        }
        Self(rows)
    }

    /// Returns over how many rows `later` shows what this one shows; all of them for the same picture.
    pub fn shared_with(&self, later: &Self) -> u32 {
        if self == later {
            return self.0.first().map_or(0, |strip| count(strip.len()));
        }
        self.0.iter().zip(&later.0).map(|(before, after)| shared(before, after)).max().unwrap_or(0)
    }
}

fn short_hash(bytes: &[u8]) -> u64 {
    let hash: [u8; 32] = Sha256::digest(bytes).into();
    hash.first_chunk().map_or(0, |first| u64::from_le_bytes(*first))
}

fn count(rows: usize) -> u32 {
    u32::try_from(rows).unwrap_or(u32::MAX)
}

/// Returns over how many rows two strips are the same once one of them is moved up or down; a strip that stands still
/// tells nothing.
fn shared(before: &[u64], after: &[u64]) -> u32 {
    let (places, times) = (placed(before), placed(after));
    let mut votes: HashMap<isize, usize> = HashMap::new();
    for (row, here) in &times {
        let Some(there) = places.get(row).filter(|there| there.len() <= TELLING && here.len() <= TELLING) else {
            continue;
        };
        for (y, was) in here.iter().flat_map(|y| there.iter().map(move |was| (*y, *was))) {
            *votes.entry(was.cast_signed() - y.cast_signed()).or_default() += 1;
        }
    }
    // Of moves that as many rows agree on, the smallest.
    let best = votes.into_iter().max_by_key(|(by, votes)| (*votes, -by.abs()));
    let Some((by, _)) = best.filter(|(by, votes)| *by != 0 && *votes >= AGREED) else { return 0 };
    let same = after
        .iter()
        .enumerate()
        .filter(|(y, row)| y.checked_add_signed(by).and_then(|was| before.get(was)).is_some_and(|was| was == *row));
    count(same.count())
}

fn placed(strip: &[u64]) -> HashMap<u64, Vec<usize>> {
    let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
    for (y, row) in strip.iter().enumerate() {
        places.entry(*row).or_default().push(y);
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgba;

    /// A long thread beside a list that stands still: every second row is blank.
    fn shot(from: u32, height: u32) -> RgbaImage {
        RgbaImage::from_fn(240, height, |x, y| {
            if x < 80 {
                return Rgba([(y % 251) as u8, (x % 7) as u8, 9, 255]);
            }
            let row = from + y;
            if row.is_multiple_of(2) {
                return Rgba([255, 255, 255, 255]);
            }
            Rgba([(row % 256) as u8, (row / 256) as u8, (x % 13) as u8, 255])
        })
    }

    fn shared_rows(one: &RgbaImage, other: &RgbaImage) -> u32 {
        Rows::of(one).shared_with(&Rows::of(other))
    }

    #[test]
    fn a_thread_that_was_scrolled_overlaps_by_what_both_show() {
        assert_eq!(shared_rows(&shot(0, 300), &shot(180, 300)), 120);
        // Up as well as down.
        assert_eq!(shared_rows(&shot(180, 300), &shot(0, 300)), 120);
    }

    #[test]
    fn what_stands_still_is_no_overlap() {
        assert_eq!(shared_rows(&shot(0, 300), &shot(400, 300)), 0);
    }

    #[test]
    fn the_same_picture_overlaps_whole_and_a_blank_one_not_at_all() {
        assert_eq!(shared_rows(&shot(7, 300), &shot(7, 300)), 300);
        let blank = RgbaImage::from_pixel(240, 300, Rgba([255; 4]));
        assert_eq!(shared_rows(&shot(0, 300), &blank), 0);
        assert_eq!(shared_rows(&RgbaImage::new(0, 0), &shot(0, 300)), 0);
    }

    #[test]
    fn pictures_of_other_sizes_are_compared_without_a_fault() {
        assert_eq!(shared_rows(&shot(0, 300), &shot(200, 50)), 50);
    }
}
