//! HEIC: the photographs of phones, decoded one tile after the other, for a confined process has no threads.

use crate::decode::of_whole;
use crate::picture::Task;
use crate::pixels::Pixels;
use casekeep_model::inspect::PreviewError;
use casekeep_model::limits;
use heifer::heifer_isobmff::{HeifFile, boxes::Property};
use heifer::{Error, Options};
use image::{DynamicImage, RgbImage, RgbaImage};

/// Returns what the task asks for of the main picture, upright and in sRGB.
///
/// # Errors
/// [`PreviewError::Damaged`], [`PreviewError::TooLarge`], [`PreviewError::NoPreview`] for a variant that is not decoded.
pub(crate) fn decode(bytes: &[u8], task: Task) -> Result<Pixels, PreviewError> {
    if let Some((width, height)) = claimed_size(bytes) {
        match u64::from(width) * u64::from(height) {
            0 => return Err(PreviewError::Damaged),
            1..=limits::PREVIEW_PIXELS if task == Task::Measure => return Ok(Pixels::size(width, height)),
            1..=limits::PREVIEW_PIXELS => {}
            _ => return Err(PreviewError::TooLarge),
        }
    }
    of_whole(picture(bytes)?, task)
}

/// Returns the size that the container tells, upright; `None` where only decoding can say.
fn claimed_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let file = HeifFile::parse(bytes).ok()?;
    let (mut width, mut height) = file.image_size(file.primary_id).ok()??;
    for property in file.item_properties(file.primary_id).ok()? {
        match property {
            Property::CleanAperture { .. } => return None,
            Property::Rotation(quarters) if quarters % 2 == 1 => (width, height) = (height, width),
            _ => {}
        }
    }
    Some((width, height))
}

fn picture(bytes: &[u8]) -> Result<DynamicImage, PreviewError> {
    let options = Options { max_threads: 1, max_pixels: limits::PREVIEW_PIXELS };
    let image = match heifer::decode_srgb_rgba8(bytes, &options) {
        // Colours that cannot be converted are shown as they are coded.
        Err(Error::Unsupported(_)) => heifer::decode_rgba8(bytes, &options),
        decoded => decoded,
    };
    let image = image.map_err(|error| match error {
        Error::Unsupported(_) => PreviewError::NoPreview,
        _ => PreviewError::Damaged,
    })?;
    let (width, height) = (image.width, image.height);
    let pixels = if image.has_alpha {
        RgbaImage::from_raw(width, height, image.data).map(DynamicImage::from)
    } else {
        RgbImage::from_raw(width, height, image.into_rgb8()).map(DynamicImage::from)
    };
    pixels.ok_or(PreviewError::Damaged)
}
