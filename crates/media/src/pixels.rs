//! Plain pixels, and the PNG files that this side writes from them.

use casekeep_model::inspect::{Preview, PreviewError};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder};

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
    pub(crate) bytes: Vec<u8>,
}

impl Pixels {
    /// Returns the pixels as a PNG preview.
    pub(crate) fn into_preview(self) -> Result<Preview, PreviewError> {
        let png = write_png(self.width, self.height, self.channels, &self.bytes).map_err(|_| PreviewError::Damaged)?;
        Ok(Preview { png, width: self.width, height: self.height })
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

fn write_png(width: u32, height: u32, channels: u8, bytes: &[u8]) -> Result<Vec<u8>, PixelsError> {
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
}
