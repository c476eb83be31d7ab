//! Whether two pictures look the same: the same picture, smaller, compressed again, or with a little cut from its edges.
//!
//! It compares how light the parts of two pictures are, and nothing else, so it can be wrong both ways: it says what to
//! look at, and nothing is ever joined or left out by it.

use serde::{Deserialize, Serialize};

/// Rows and columns of cells.
pub const SIDE: usize = 32;
const CELLS: usize = SIDE * SIDE;

/// The least mean difference from the mean, in grey levels, of a picture that is compared: an empty page is like any other.
const LEAST_CONTRAST: f32 = 4.0;
/// How many of the 64 bits of two hashes may differ where it is worth looking closer.
const HASH_BITS: u32 = 22;
/// The most that may be cut from one edge, in steps.
const MOST_CUT: i32 = 12;
/// Steps of a cut to the whole of a side.
const STEPS: f32 = 128.0;
/// How far the shape of what is left may be from the shape of the copy, as a part of it.
const SHAPE_ROOM: f32 = 0.02;
/// The most mean difference between two pictures that look the same, as a part of the contrast.
const WHOLE_DIFFERENCE: f32 = 0.1;
/// The same where a little was cut away.
const CUT_DIFFERENCE: f32 = 0.2;
/// The largest difference of one cell between two whole ones that look the same, in grey levels.
const CELL_DIFFERENCE: f32 = 18.0;

/// What a picture looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likeness {
    width: u32,
    height: u32,
    /// The mean grey of each cell, row by row.
    grey: Vec<u8>,
}

impl Likeness {
    /// Makes one from the size of the whole picture, in pixels, and the mean grey of each of [`SIDE`] × [`SIDE`] cells, row
    /// by row; `None` for another number of cells, and for a picture that is plain.
    #[must_use]
    pub fn new((width, height): (u32, u32), grey: Vec<u8>) -> Option<Self> {
        let likeness = Self { width, height, grey };
        let fits = likeness.grey.len() == CELLS && width > 0 && height > 0;
        (fits && likeness.contrast() >= LEAST_CONTRAST).then_some(likeness)
    }

    /// Returns the width of the whole picture, upright, in pixels.
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Returns the height of the whole picture, upright, in pixels.
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// Returns the mean grey of each cell, row by row.
    #[must_use]
    pub fn grey(&self) -> &[u8] {
        &self.grey
    }

    /// Returns whether two pictures look the same, whichever of them is the smaller copy.
    #[must_use]
    pub fn looks_like(&self, other: &Self) -> bool {
        if (self.hash() ^ other.hash()).count_ones() > HASH_BITS {
            return false;
        }
        self.is_all_of(other) || other.is_part_of(self) || self.is_part_of(other)
    }

    /// Returns a bit for each of 8 × 8 places, set where it is lighter to the right of it.
    fn hash(&self) -> u64 {
        let mut bits = 0;
        for row in 0..8 {
            let light = |column: usize| -> u32 {
                // Nine columns, each about as wide as a row is high.
                let (from, to) = (column * SIDE / 9, (column + 1) * SIDE / 9);
                let rows = self.grey.chunks(SIDE).skip(row * SIDE / 8).take(SIDE / 8);
                let sum: u32 = rows.flat_map(|row| row.get(from..to)).flatten().map(|grey| u32::from(*grey)).sum();
                sum * 100 / (to - from) as u32
            };
            for column in 0..8 {
                bits = bits << 1 | u64::from(light(column) < light(column + 1));
            }
        }
        bits
    }

    fn mean(&self) -> f32 {
        self.grey.iter().map(|grey| f32::from(*grey)).sum::<f32>() / self.grey.len().max(1) as f32
    }

    /// Returns how far the cells are from their mean, on average.
    fn contrast(&self) -> f32 {
        let mean = self.mean();
        self.grey.iter().map(|grey| (f32::from(*grey) - mean).abs()).sum::<f32>() / self.grey.len().max(1) as f32
    }

    /// Returns whether both show all of the same picture: of the same shape, and alike in every cell.
    fn is_all_of(&self, other: &Self) -> bool {
        let [w, h, v, g] = [self.width, self.height, other.width, other.height].map(u64::from);
        // A side of a copy is rounded to a whole pixel.
        if (w * g).abs_diff(h * v) > w.max(h).max(v).max(g) {
            return false;
        }
        let difference = Difference::between(self, other, Cut::default());
        difference.largest <= CELL_DIFFERENCE && difference.mean <= WHOLE_DIFFERENCE * self.contrast()
    }

    /// Returns whether it is another picture with something cut from its edges.
    fn is_part_of(&self, whole: &Self) -> bool {
        let mut best = (f32::INFINITY, Cut::default());
        let mut step = 4;
        for cut in Cut::coarse() {
            best = self.better(whole, cut, best);
        }
        while step > 1 {
            step /= 2;
            for cut in best.1.around(step) {
                best = self.better(whole, cut, best);
            }
        }
        !best.1.is_none() && best.0 <= CUT_DIFFERENCE * self.contrast()
    }

    fn better(&self, whole: &Self, cut: Cut, best: (f32, Cut)) -> (f32, Cut) {
        if !cut.fits(whole, self) {
            return best;
        }
        let mean = Difference::between(self, whole, cut).mean;
        if mean < best.0 { (mean, cut) } else { best }
    }

    /// Returns the grey at a place, counted in cells; between the middles of cells it changes evenly.
    fn at(&self, x: f32, y: f32) -> f32 {
        let last = (SIDE - 1) as f32;
        let (x, y) = ((x - 0.5).clamp(0.0, last), (y - 0.5).clamp(0.0, last));
        let (left, top) = (x as usize, y as usize);
        let cell = |x: usize, y: usize| {
            f32::from(self.grey.get(y.min(SIDE - 1) * SIDE + x.min(SIDE - 1)).copied().unwrap_or_default())
        };
        let (right, down) = (x - left as f32, y - top as f32);
        let row = |y| cell(left, y) * (1.0 - right) + cell(left + 1, y) * right;
        row(top) * (1.0 - down) + row(top + 1) * down
    }
}

/// What is cut from the left, the right, the top and the bottom, in steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct Cut([i32; 4]);

impl Cut {
    /// Returns every cut by whole cells.
    fn coarse() -> impl Iterator<Item = Self> {
        let edge = || (0..=MOST_CUT).step_by(4);
        edge().flat_map(move |l| {
            edge().flat_map(move |r| edge().flat_map(move |t| edge().map(move |b| Self([l, r, t, b]))))
        })
    }

    /// Returns every cut that is this one or one step more or less at each edge.
    fn around(self, step: i32) -> impl Iterator<Item = Self> {
        (0..81).filter_map(move |n| {
            let by = [n % 3, n / 3 % 3, n / 9 % 3, n / 27];
            let cut = Self(std::array::from_fn(|edge| self.0[edge] + (by[edge] - 1) * step));
            cut.0.iter().all(|edge| (0..=MOST_CUT).contains(edge)).then_some(cut)
        })
    }

    /// Returns whether so little is cut that the pictures are to be compared as wholes.
    fn is_none(self) -> bool {
        self.0.iter().sum::<i32>() < 3
    }

    /// Returns where what is left begins and how long it is, as parts of a side.
    fn left(self) -> [(f32, f32); 2] {
        let [l, r, t, b] = self.0.map(|edge| edge as f32 / STEPS);
        [(l, 1.0 - l - r), (t, 1.0 - t - b)]
    }

    /// Returns whether the shape of the copy is that of what is left.
    fn fits(self, whole: &Likeness, copy: &Likeness) -> bool {
        let [(_, across), (_, down)] = self.left();
        let shape = |likeness: &Likeness| likeness.width as f32 / likeness.height as f32;
        (shape(whole) * across / down / shape(copy) - 1.0).abs() <= SHAPE_ROOM
    }
}

/// How far two pictures are apart, in grey levels.
struct Difference {
    mean: f32,
    largest: f32,
}

impl Difference {
    /// Compares a copy with what is left of a whole, whichever of them is lighter on the whole.
    fn between(copy: &Likeness, whole: &Likeness, cut: Cut) -> Self {
        let [(left, across), (top, down)] = cut.left();
        let place = |from: f32, length: f32, cell: usize| from * SIDE as f32 + (cell as f32 + 0.5) * length;
        let mut apart = [0.0; CELLS];
        for (at, (into, grey)) in apart.iter_mut().zip(&copy.grey).enumerate() {
            let (x, y) = (place(left, across, at % SIDE), place(top, down, at / SIDE));
            *into = f32::from(*grey) - whole.at(x, y);
        }
        let shift = apart.iter().sum::<f32>() / CELLS as f32;
        let (mut sum, mut largest) = (0.0, 0.0_f32);
        for one in apart {
            sum += (one - shift).abs();
            largest = largest.max((one - shift).abs());
        }
        Self { mean: sum / CELLS as f32, largest }
    }
}

/// An item that looks the same as another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct AlikeItem {
    /// The number.
    pub n: u32,
    /// The number as shown.
    pub label: String,
    /// The width of its picture, upright, in pixels.
    pub width: u32,
    /// The height.
    pub height: u32,
    /// Whether its bytes are the same too.
    pub same_bytes: bool,
}

/// The items of a case that look the same as one.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Alike {
    /// The width of its own picture, upright, in pixels; 0 where it is not compared.
    pub width: u32,
    /// The height.
    pub height: u32,
    /// Those that look the same, by number.
    pub items: Vec<AlikeItem>,
    /// How many pictures of the case were not looked at yet.
    pub waiting: u32,
}
