//! The kinds of files that are shown as pictures, and what can be asked of one.

use casekeep_model::Crop;
use image::ImageFormat;
use serde::{Deserialize, Serialize};

/// A kind of file whose pages are shown as pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Picture {
    Jpeg,
    Png,
    Webp,
    Gif,
    Tiff,
    Bmp,
    Heic,
    Pdf,
}

impl Picture {
    const ALL: [Self; 8] = [Self::Jpeg, Self::Png, Self::Webp, Self::Gif, Self::Tiff, Self::Bmp, Self::Heic, Self::Pdf];

    /// Returns the format that a media type names, where it is one of these.
    pub(crate) fn from_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|picture| picture.media_type() == media_type)
    }

    fn media_type(self) -> &'static str {
        match (self, self.format()) {
            (_, Some(format)) => format.to_mime_type(),
            (Self::Heic, None) => "image/heic",
            (_, None) => "application/pdf",
        }
    }

    /// Returns the format by which the `image` crate knows it; `None` where it does not.
    pub(crate) fn format(self) -> Option<ImageFormat> {
        Some(match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::Webp => ImageFormat::WebP,
            Self::Gif => ImageFormat::Gif,
            Self::Tiff => ImageFormat::Tiff,
            Self::Bmp => ImageFormat::Bmp,
            Self::Heic | Self::Pdf => return None,
        })
    }
}

/// What is wanted of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Task {
    /// The whole of it, its longer side at most this many pixels.
    Shrink { side: u32 },
    /// A part of it at full resolution.
    Cut(Crop),
    /// Its width and height, and no pixels.
    Measure,
}
