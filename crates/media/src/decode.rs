//! Decodes one page of one hostile file within limits; runs in the confined process only.
//!
//! Of an animation the first frame is taken. A JPEG that is cut short shows what there is of it; other formats are damaged
//! then. Colour profiles are applied where a decoder knows them.

use crate::picture::{Picture, Task};
use crate::pixels::Pixels;
use crate::{eighth, heic, pdf, tiff};
use casekeep_model::inspect::PreviewError;
use casekeep_model::{Crop, limits};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageError, ImageFormat, ImageReader, Limits, imageops};
use std::io::Cursor;

/// Returns the pixels that the task asks for, upright; pages are counted from 1.
///
/// # Errors
/// [`PreviewError::TooLarge`] before anything is allocated when the header claims too much; [`PreviewError::Damaged`],
/// [`PreviewError::NoPreview`] for a variant that is not decoded, [`PreviewError::Outside`], [`PreviewError::NoPage`],
/// [`PreviewError::Locked`].
pub(crate) fn decode(picture: Picture, page: u32, task: Task, mut bytes: Vec<u8>) -> Result<Pixels, PreviewError> {
    match picture.format() {
        None if picture == Picture::Pdf => return pdf::decode(&pdf::open(bytes)?, page, task),
        Some(ImageFormat::Tiff) => tiff::turn_to(&mut bytes, page)?,
        _ if page != 1 => return Err(PreviewError::NoPage),
        _ => {}
    }
    match picture.format() {
        None => heic::decode(&bytes, task),
        Some(ImageFormat::Jpeg) => match eighth(&bytes, task) {
            Some(pixels) => Ok(pixels),
            None => one(ImageFormat::Jpeg, task, &bytes),
        },
        Some(format) => one(format, task, &bytes),
    }
}

/// Returns the size of a picture of one page, upright.
///
/// # Errors
/// As [`decode`].
pub(crate) fn measure(picture: Picture, bytes: &[u8]) -> Result<Pixels, PreviewError> {
    picture.format().map_or_else(|| heic::decode(bytes, Task::Measure), |format| one(format, Task::Measure, bytes))
}

/// Returns a small picture of a large photograph from the means of its blocks; `None` where more than those is needed.
fn eighth(bytes: &[u8], task: Task) -> Option<Pixels> {
    let Task::Shrink { side } = task else { return None };
    let (width, height) = eighth::stored_size(bytes)?;
    if u64::from(width) * u64::from(height) > limits::PREVIEW_PIXELS || width.max(height) / 8 < side {
        return None;
    }
    let found = eighth::decode(bytes)?;
    let shrink = |n: u32| {
        let exact = f64::from(n) * f64::from(side) / f64::from(found.width.max(found.height));
        (exact.round() as u32).clamp(1, side)
    };
    let small = imageops::thumbnail(&found.picture, shrink(found.width), shrink(found.height));
    let mut image = DynamicImage::from(small);
    image.apply_orientation(found.orientation);
    Some(pixels(image, upright(width, height, found.orientation)))
}

/// Returns what the task asks for of a picture that is whole and upright.
///
/// # Errors
/// [`PreviewError::Outside`].
pub(crate) fn of_whole(image: DynamicImage, task: Task) -> Result<Pixels, PreviewError> {
    let (width, height) = (image.width(), image.height());
    Ok(match task {
        Task::Measure => Pixels::size(width, height),
        Task::Shrink { side } if width > side || height > side => pixels(image.thumbnail(side, side), (width, height)),
        Task::Shrink { .. } => pixels(image, (width, height)),
        Task::Cut(crop) => {
            let area = stored_area(crop, width, height, Orientation::NoTransforms).ok_or(PreviewError::Outside)?;
            let all = (area.width, area.height) == (width, height);
            let kept = if all { image } else { image.crop_imm(area.x, area.y, area.width, area.height) };
            pixels(kept, (width, height))
        }
    })
}

fn one(format: ImageFormat, task: Task, bytes: &[u8]) -> Result<Pixels, PreviewError> {
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(decoder_limits());
    let mut decoder = reader.into_decoder().map_err(refusal)?;
    let (width, height) = decoder.dimensions();
    match u64::from(width) * u64::from(height) {
        0 => return Err(PreviewError::Damaged),
        1..=limits::PREVIEW_PIXELS if decoder.total_bytes() <= limits::PREVIEW_BYTES => {}
        _ => return Err(PreviewError::TooLarge),
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let stored = match task {
        Task::Measure => {
            let (width, height) = upright(width, height, orientation);
            return Ok(Pixels::size(width, height));
        }
        Task::Shrink { .. } => None,
        Task::Cut(crop) => Some(stored_area(crop, width, height, orientation).ok_or(PreviewError::Outside)?),
    };
    let image = DynamicImage::from_decoder(decoder).map_err(refusal)?;
    let mut image = match (task, stored) {
        (Task::Shrink { side }, _) if width > side || height > side => image.thumbnail(side, side),
        (_, Some(area)) if (area.width, area.height) != (width, height) => {
            image.crop_imm(area.x, area.y, area.width, area.height)
        }
        _ => image,
    };
    image.apply_orientation(orientation);
    Ok(pixels(image, upright(width, height, orientation)))
}

fn decoder_limits() -> Limits {
    let mut limit = Limits::default();
    limit.max_alloc = Some(limits::PREVIEW_BYTES);
    limit
}

fn refusal(error: ImageError) -> PreviewError {
    match error {
        ImageError::Limits(_) => PreviewError::TooLarge,
        ImageError::Unsupported(_) => PreviewError::NoPreview,
        _ => PreviewError::Damaged,
    }
}

/// Returns the pixels of a picture that was made from one of this size.
fn pixels(image: DynamicImage, whole: (u32, u32)) -> Pixels {
    let (width, height) = (image.width(), image.height());
    let (channels, bytes) =
        if image.color().has_alpha() { (4, image.into_rgba8().into_raw()) } else { (3, image.into_rgb8().into_raw()) };
    Pixels { width, height, channels, whole, bytes }
}

/// Returns true when the upright picture is the stored one on its side.
fn is_turned(orientation: Orientation) -> bool {
    use Orientation::{Rotate90, Rotate90FlipH, Rotate270, Rotate270FlipH};
    matches!(orientation, Rotate90 | Rotate270 | Rotate90FlipH | Rotate270FlipH)
}

/// Returns the size of the upright picture.
fn upright(width: u32, height: u32, orientation: Orientation) -> (u32, u32) {
    if is_turned(orientation) { (height, width) } else { (width, height) }
}

/// Returns where an area of the upright picture lies in the stored one; `None` when it is empty or reaches outside.
///
/// Cutting before turning keeps a second full-size copy out of memory.
fn stored_area(crop: Crop, width: u32, height: u32, orientation: Orientation) -> Option<Crop> {
    let turned = is_turned(orientation);
    let (upright_width, upright_height) = if turned { (height, width) } else { (width, height) };
    let from_right = upright_width.checked_sub(crop.x.checked_add(crop.width)?)?;
    let from_bottom = upright_height.checked_sub(crop.y.checked_add(crop.height)?)?;
    if crop.width == 0 || crop.height == 0 {
        return None;
    }
    let (x, y) = match orientation {
        Orientation::NoTransforms => (crop.x, crop.y),
        Orientation::FlipHorizontal => (from_right, crop.y),
        Orientation::Rotate180 => (from_right, from_bottom),
        Orientation::FlipVertical => (crop.x, from_bottom),
        Orientation::Rotate90FlipH => (crop.y, crop.x),
        Orientation::Rotate90 => (crop.y, from_right),
        Orientation::Rotate270FlipH => (from_bottom, from_right),
        Orientation::Rotate270 => (from_bottom, crop.x),
    };
    let (width, height) = if turned { (crop.height, crop.width) } else { (crop.width, crop.height) };
    Some(Crop { x, y, width, height })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::RgbImage;

    #[test]
    fn an_area_is_the_same_cut_before_or_after_turning() {
        let stored = DynamicImage::from(RgbImage::from_fn(7, 5, |x, y| image::Rgb([x as u8, y as u8, 0])));
        for orientation in (1..=8).filter_map(Orientation::from_exif) {
            let mut upright = stored.clone();
            upright.apply_orientation(orientation);
            let crop = Crop { x: 1, y: 2, width: 3, height: 2 };
            let expected = upright.crop_imm(crop.x, crop.y, crop.width, crop.height);
            let area = stored_area(crop, 7, 5, orientation).expect("inside");
            let mut cut = stored.crop_imm(area.x, area.y, area.width, area.height);
            cut.apply_orientation(orientation);
            assert_eq!(cut, expected, "{orientation:?}");
        }
    }

    #[test]
    fn an_area_outside_the_picture_is_none() {
        let crop = |x, y, width, height| Crop { x, y, width, height };
        for area in [crop(0, 0, 0, 1), crop(0, 0, 8, 1), crop(7, 0, 1, 1), crop(u32::MAX, 0, 2, 1), crop(0, 5, 1, 1)] {
            assert_eq!(stored_area(area, 7, 5, Orientation::NoTransforms), None, "{area:?}");
        }
        assert!(stored_area(crop(0, 0, 5, 7), 7, 5, Orientation::Rotate90).is_some());
        assert_eq!(stored_area(crop(0, 0, 7, 5), 7, 5, Orientation::Rotate90), None);
    }
}
