//! What a small picture looks like, to compare it with others: the mean grey of each of its cells.

use crate::pixels::Pixels;
use casekeep_model::likeness::{Likeness, SIDE};

/// Returns what a picture looks like; `None` when it has fewer pixels than cells on a side, or is plain.
pub(crate) fn of(pixels: &Pixels) -> Option<Likeness> {
    let (width, height) = (pixels.width as usize, pixels.height as usize);
    if width.min(height) < SIDE {
        return None;
    }
    let mut across = Vec::with_capacity(height * SIDE);
    for row in greys(pixels).chunks_exact(width) {
        across.extend(means(row));
    }
    let mut grey = vec![0; SIDE * SIDE];
    for x in 0..SIDE {
        let column: Vec<f32> = across.iter().skip(x).step_by(SIDE).copied().collect();
        for (into, mean) in grey.iter_mut().skip(x).step_by(SIDE).zip(means(&column)) {
            *into = mean.round() as u8;
        }
    }
    Likeness::new(pixels.whole, grey)
}

/// Returns the brightness of each pixel, on white where it is not opaque (ITU-R BT.601, luma).
fn greys(pixels: &Pixels) -> Vec<f32> {
    let luma = |r: u8, g: u8, b: u8| 0.299 * f32::from(r) + 0.587 * f32::from(g) + 0.114 * f32::from(b);
    if pixels.channels == 4 {
        let on_white = |[r, g, b, a]: &[u8; 4]| 255.0 + (luma(*r, *g, *b) - 255.0) * f32::from(*a) / 255.0;
        pixels.bytes.as_chunks().0.iter().map(on_white).collect()
    } else {
        pixels.bytes.as_chunks().0.iter().map(|[r, g, b]: &[u8; 3]| luma(*r, *g, *b)).collect()
    }
}

/// Returns the mean of each of [`SIDE`] equal lengths of a line; a pixel on a border counts on both sides, by its share.
fn means(line: &[f32]) -> [f32; SIDE] {
    let step = line.len() as f32 / SIDE as f32;
    std::array::from_fn(|cell| {
        let (from, to) = (cell as f32 * step, (cell + 1) as f32 * step);
        let inside = (from as usize..(to.ceil() as usize).min(line.len()))
            .map(|at| (line.get(at).copied().unwrap_or_default(), to.min(at as f32 + 1.0) - from.max(at as f32)));
        inside.map(|(grey, share)| grey * share).sum::<f32>() / step
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pixels(width: u32, height: u32, grey: impl Fn(u32, u32) -> u8) -> Pixels {
        let bytes = (0..width * height).flat_map(|at| [grey(at % width, at / width); 3]).collect();
        Pixels { width, height, channels: 3, whole: (width * 2, height * 2), bytes }
    }

    #[test]
    fn each_cell_has_the_mean_of_its_pixels() {
        let halves = pixels(SIDE as u32 * 3 / 2, SIDE as u32, |x, _| if x < SIDE as u32 * 3 / 4 { 0 } else { 200 });
        let likeness = of(&halves).expect("large enough");
        assert_eq!((likeness.width(), likeness.height()), (SIDE as u32 * 3, SIDE as u32 * 2));
        let expected: Vec<u8> = (0..SIDE).map(|x| if x < SIDE / 2 { 0 } else { 200 }).collect();
        assert!(likeness.grey().chunks(SIDE).all(|row| row == expected));
    }

    #[test]
    fn what_cannot_be_seen_counts_as_white() {
        let mut glass = pixels(40, 40, |x, _| if x < 20 { 0 } else { 255 });
        glass.channels = 4;
        glass.bytes = glass.bytes.as_chunks::<3>().0.iter().flat_map(|[r, g, b]| [*r, *g, *b, 0]).collect();
        assert_eq!(of(&glass), None, "all of it is white");
    }

    #[test]
    fn a_picture_with_too_few_pixels_is_not_compared() {
        assert_eq!(of(&pixels(SIDE as u32 - 1, 200, |x, _| x as u8 * 8)), None);
    }
}
