//! The image formats that can be decoded, and what can be asked of one.

use casekeep_model::Crop;
use image::ImageFormat;

/// An image format that has previews.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Picture {
    Jpeg,
    Png,
    Webp,
    Gif,
    Tiff,
    Bmp,
}

impl Picture {
    pub(crate) const ALL: [Self; 6] = [Self::Jpeg, Self::Png, Self::Webp, Self::Gif, Self::Tiff, Self::Bmp];

    /// Returns the format that a media type names, where it is one of these.
    pub(crate) fn from_media_type(media_type: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|picture| picture.format().to_mime_type() == media_type)
    }

    pub(crate) fn format(self) -> ImageFormat {
        match self {
            Self::Jpeg => ImageFormat::Jpeg,
            Self::Png => ImageFormat::Png,
            Self::Webp => ImageFormat::WebP,
            Self::Gif => ImageFormat::Gif,
            Self::Tiff => ImageFormat::Tiff,
            Self::Bmp => ImageFormat::Bmp,
        }
    }
}

/// What is wanted of a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    /// The whole of it, its longer side at most this many pixels.
    Shrink { side: u32 },
    /// A part of it at full resolution.
    Cut(Crop),
    /// Its width and height, and no pixels.
    Measure,
}
