//! Plain pixels, and the PNG files that this side writes from them.

use crate::picture::Task;
use casekeep_model::inspect::{Preview, PreviewError};
use casekeep_model::limits;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{DynamicImage, ExtendedColorType, ImageEncoder, RgbImage, RgbaImage};

/// Why pixels could not be written as a PNG.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PixelsError {
    /// The width, the height and the number of bytes do not belong together.
    #[error("{width} × {height} pixels do not fit {bytes} bytes")]
    Size {
        /// Width in pixels.
        width: u32,
        /// Height in pixels.
        height: u32,
        /// How many bytes there were.
        bytes: usize,
    },
    /// The PNG could not be written.
    #[error("the picture could not be written as PNG")]
    Encoder,
}

/// Rows of red, green, blue and, with four channels, opacity; eight bits each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Pixels {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) channels: u8,
    /// Width and height of the whole picture that they were made from.
    pub(crate) whole: (u32, u32),
    pub(crate) bytes: Vec<u8>,
}

impl Pixels {
    /// Returns a size without pixels.
    pub(crate) fn size(width: u32, height: u32) -> Self {
        Self { width, height, channels: 0, whole: (width, height), bytes: Vec::new() }
    }

    /// Returns the pixels turned so many quarters to the right.
    pub(crate) fn turned(self, turn: u8) -> Result<Self, PreviewError> {
        let Self { width, height, channels, whole, bytes } = self;
        let image = match channels {
            4 => RgbaImage::from_raw(width, height, bytes).map(DynamicImage::from),
            _ => RgbImage::from_raw(width, height, bytes).map(DynamicImage::from),
        };
        let image = image.ok_or(PreviewError::Stopped)?;
        let image = match turn {
            1 => image.rotate90(),
            2 => image.rotate180(),
            3 => image.rotate270(),
            _ => image,
        };
        let whole = if turn % 2 == 1 { (whole.1, whole.0) } else { whole };
        Ok(Self { width: image.width(), height: image.height(), channels, whole, bytes: image.into_bytes() })
    }

    /// Returns the pixels as a PNG preview.
    pub(crate) fn into_preview(self) -> Result<Preview, PreviewError> {
        let png = write_png(self.width, self.height, self.channels, &self.bytes).map_err(|_| PreviewError::Damaged)?;
        Ok(Preview { png, width: self.width, height: self.height, likeness: None })
    }
}

/// The length of a shape.
const SHAPE: usize = 17;

/// What a decoder says before its pixels: channels (1 byte), width and height, those of the whole picture (4 each,
/// little-endian).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) channels: u8,
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) whole: (u32, u32),
}

impl Shape {
    pub(crate) fn of(pixels: &Pixels) -> Self {
        let Pixels { width, height, channels, whole, .. } = *pixels;
        Self { channels, width, height, whole }
    }

    pub(crate) fn write(self) -> [u8; SHAPE] {
        let mut out = [self.channels; SHAPE];
        let numbers = [self.width, self.height, self.whole.0, self.whole.1];
        for (into, number) in out[1..].as_chunks_mut::<4>().0.iter_mut().zip(numbers) {
            *into = number.to_le_bytes();
        }
        out
    }

    /// Reads a shape; `None` where there are too few bytes.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let number = |at: usize| bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes);
        let whole = (number(9)?, number(13)?);
        Some(Self { channels: *bytes.first()?, width: number(1)?, height: number(5)?, whole })
    }

    /// Returns how many bytes of pixels follow.
    pub(crate) fn bytes(self) -> u128 {
        u128::from(self.width) * u128::from(self.height) * u128::from(self.channels)
    }

    /// Returns true when this can be the answer to the task: a decoder is believed in nothing.
    pub(crate) fn answers(self, task: Task) -> bool {
        let (width, height) = (self.width, self.height);
        let is_decoded = |(width, height): (u32, u32)| {
            (1..=limits::PREVIEW_PIXELS).contains(&(u64::from(width) * u64::from(height)))
        };
        let pictured = matches!(self.channels, 3 | 4);
        is_decoded(self.whole)
            && match task {
                Task::Shrink { side } => pictured && (1..=side).contains(&width) && (1..=side).contains(&height),
                Task::Cut(crop) => pictured && (width, height) == (crop.width, crop.height),
                Task::Measure => self.channels == 0 && (width, height) == self.whole,
            }
    }
}

/// A decoder's pixels as they come in.
#[derive(Debug)]
pub(crate) struct Incoming {
    task: Task,
    head: Vec<u8>,
    shape: Option<Shape>,
    bytes: Vec<u8>,
}

impl Incoming {
    pub(crate) fn new(task: Task) -> Self {
        Self { task, head: Vec::new(), shape: None, bytes: Vec::new() }
    }

    /// Takes the next bytes of the answer.
    ///
    /// # Errors
    /// [`PreviewError::Stopped`] once they cannot be the answer to the task.
    pub(crate) fn take(&mut self, piece: &[u8]) -> Result<(), PreviewError> {
        let (head, pixels) = piece.split_at((SHAPE - self.head.len()).min(piece.len()));
        self.head.extend_from_slice(head);
        if self.shape.is_none() {
            self.shape = Shape::read(&self.head);
        }
        let Some(shape) = self.shape else { return Ok(()) };
        let together = self.bytes.len() + pixels.len();
        if !shape.answers(self.task) || together as u128 > shape.bytes() {
            return Err(PreviewError::Stopped);
        }
        self.bytes.extend_from_slice(pixels);
        Ok(())
    }

    /// Returns the pixels when all of them came.
    ///
    /// # Errors
    /// [`PreviewError::Stopped`] when some are missing.
    pub(crate) fn whole(self) -> Result<Pixels, PreviewError> {
        let shape = self.shape.filter(|shape| shape.bytes() == self.bytes.len() as u128);
        let Shape { channels, width, height, whole } = shape.ok_or(PreviewError::Stopped)?;
        Ok(Pixels { width, height, channels, whole, bytes: self.bytes })
    }
}

/// Returns a PNG of trusted pixels, such as a capture of the screen or the clipboard: four bytes each, red, green, blue,
/// opacity.
///
/// The same pixels give the same bytes. Opacity is left out where every pixel is opaque.
///
/// # Errors
/// [`PixelsError::Size`] when `rgba` is not `width` × `height` × 4 bytes, or is empty.
pub fn encode_png(width: u32, height: u32, rgba: &[u8]) -> Result<Vec<u8>, PixelsError> {
    check_size(width, height, 4, rgba)?;
    if rgba.as_chunks::<4>().0.iter().any(|pixel| pixel[3] != 255) {
        return write_png(width, height, 4, rgba);
    }
    let rgb: Vec<u8> = rgba.as_chunks::<4>().0.iter().flat_map(|pixel| [pixel[0], pixel[1], pixel[2]]).collect();
    write_png(width, height, 3, &rgb)
}

pub(crate) fn write_png(width: u32, height: u32, channels: u8, bytes: &[u8]) -> Result<Vec<u8>, PixelsError> {
    check_size(width, height, channels, bytes)?;
    let colour = if channels == 4 { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
    let mut png = Vec::new();
    PngEncoder::new_with_quality(&mut png, CompressionType::Default, FilterType::Adaptive)
        .write_image(bytes, width, height, colour)
        .map_err(|_| PixelsError::Encoder)?;
    Ok(png)
}

fn check_size(width: u32, height: u32, channels: u8, bytes: &[u8]) -> Result<(), PixelsError> {
    let expected = u128::from(width) * u128::from(height) * u128::from(channels);
    if bytes.is_empty() || expected != bytes.len() as u128 {
        return Err(PixelsError::Size { width, height, bytes: bytes.len() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use casekeep_model::Crop;

    fn decoded(png: &[u8]) -> image::DynamicImage {
        image::load_from_memory(png).expect("a PNG that was just written")
    }

    #[test]
    fn opaque_pixels_come_back_without_opacity() {
        let rgba = [10, 20, 30, 255, 40, 50, 60, 255];
        let png = encode_png(2, 1, &rgba).expect("two pixels");
        let image = decoded(&png);
        assert!(!image.color().has_alpha());
        assert_eq!(image.to_rgba8().into_raw(), rgba);
        assert_eq!(png, encode_png(2, 1, &rgba).expect("two pixels"));
    }

    #[test]
    fn opacity_is_kept_where_there_is_some() {
        let rgba = [10, 20, 30, 255, 40, 50, 60, 7];
        assert_eq!(decoded(&encode_png(1, 2, &rgba).expect("two pixels")).to_rgba8().into_raw(), rgba);
    }

    #[test]
    fn sizes_that_do_not_belong_together_are_refused() {
        for (width, height, rgba) in
            [(2, 2, vec![255; 15]), (0, 0, vec![]), (1, 1, vec![0; 5]), (u32::MAX, u32::MAX, vec![255; 4])]
        {
            assert!(matches!(encode_png(width, height, &rgba), Err(PixelsError::Size { .. })), "{width} × {height}");
        }
    }

    #[test]
    fn a_shape_must_answer_the_task() {
        let from = |whole| move |channels, width, height| Shape { channels, width, height, whole };
        let shape = from((4000, 3000));
        let crop = Task::Cut(Crop { x: 0, y: 0, width: 5, height: 6 });
        let side = Task::Shrink { side: 10 };
        for (answer, task, good) in [
            (shape(3, 10, 1), side, true),
            (shape(4, 1, 10), side, true),
            (shape(3, 11, 1), side, false),
            (shape(3, 0, 1), side, false),
            (shape(255, 1, 1), side, false),
            (shape(3, u32::MAX, u32::MAX), side, false),
            (shape(4, 5, 6), crop, true),
            (shape(4, 6, 5), crop, false),
            (shape(0, 4000, 3000), Task::Measure, true),
            (shape(3, 4000, 3000), Task::Measure, false),
            (shape(0, 3000, 4000), Task::Measure, false),
            (from((65_000, 65_000))(0, 65_000, 65_000), Task::Measure, false),
            (from((65_000, 65_000))(3, 10, 1), side, false),
            (from((0, 1))(3, 10, 1), side, false),
        ] {
            let read = Shape::read(&answer.write()).expect("whole");
            assert_eq!(read, answer);
            assert_eq!(read.answers(task), good, "{answer:?} {task:?}");
        }
        assert_eq!(Shape::read(&[3; SHAPE - 1]), None);
    }
}
