//! Pages of a PDF as pixels, and what the document says about itself.
//!
//! A page has a size of its own in pixels, at [`DOTS`] to the inch, so that an area of it means the same to everyone;
//! a page larger than [`LONGEST`] is counted in larger pixels.

use crate::decode::of_whole;
use crate::picture::Task;
use crate::pixels::Pixels;
use casekeep_model::inside::PageSize;
use casekeep_model::inspect::PreviewError;
use hayro::hayro_interpret::InterpreterSettings;
use hayro::hayro_syntax::page::Page;
use hayro::hayro_syntax::{DecryptionError, LoadPdfError, Pdf};
use hayro::vello_cpu::color::palette::css::WHITE;
use hayro::{RenderCache, RenderSettings};
use image::{DynamicImage, RgbImage};

/// Pixels to the inch of a page's own size; a PDF has 72 units to the inch.
const DOTS: f32 = 150.0;
/// The longest side of a page's own size; what is drawn for the eye may be as large too.
pub(crate) const LONGEST: u32 = 5000;

/// Opens a document.
///
/// # Errors
/// [`PreviewError::Locked`] with a password, [`PreviewError::NoPreview`] for an encryption that is not known,
/// [`PreviewError::Damaged`].
pub(crate) fn open(bytes: Vec<u8>) -> Result<Pdf, PreviewError> {
    Pdf::new(bytes).map_err(|error| match error {
        LoadPdfError::Decryption(DecryptionError::PasswordProtected) => PreviewError::Locked,
        LoadPdfError::Decryption(DecryptionError::UnsupportedAlgorithm) => PreviewError::NoPreview,
        _ => PreviewError::Damaged,
    })
}

/// Returns a page, counted from 1.
///
/// # Errors
/// [`PreviewError::NoPage`].
pub(crate) fn page(pdf: &Pdf, page: u32) -> Result<&Page<'_>, PreviewError> {
    let at = usize::try_from(page).ok().and_then(|page| page.checked_sub(1));
    at.and_then(|at| pdf.pages().get(at)).ok_or(PreviewError::NoPage)
}

/// Returns a page's own size, and how many pixels one of its units takes.
pub(crate) fn own_size(page: &Page<'_>) -> (PageSize, f32) {
    let (width, height) = page.render_dimensions();
    let scale = (DOTS / 72.0).min(LONGEST as f32 / width.max(height));
    let pixels = |units: f32| ((units * scale).round() as u32).clamp(1, LONGEST);
    (PageSize { width: pixels(width), height: pixels(height) }, scale)
}

/// Returns what the task asks for of a page.
///
/// # Errors
/// [`PreviewError::NoPage`], [`PreviewError::Outside`].
pub(crate) fn decode(pdf: &Pdf, number: u32, task: Task) -> Result<Pixels, PreviewError> {
    let page = page(pdf, number)?;
    let (own, _) = own_size(page);
    match task {
        Task::Measure => Ok(Pixels::size(own.width, own.height)),
        Task::Shrink { side } => {
            // A drawing has no pixels of its own: it is as sharp as is asked for.
            let longest = side.min(LONGEST) as f32 / own.width.max(own.height) as f32;
            let pixels = |side: u32| ((side as f32 * longest).round() as u32).clamp(1, LONGEST);
            let small = drawn(page, PageSize { width: pixels(own.width), height: pixels(own.height) })?;
            Ok(Pixels { whole: (own.width, own.height), ..of_whole(small, Task::Shrink { side })? })
        }
        Task::Cut(_) => of_whole(drawn(page, own)?, task),
    }
}

/// Draws a page on white, this large.
fn drawn(page: &Page<'_>, size: PageSize) -> Result<DynamicImage, PreviewError> {
    let (width, height) = page.render_dimensions();
    let narrow = |side: u32| u16::try_from(side).map_err(|_| PreviewError::TooLarge);
    let settings = RenderSettings {
        x_scale: size.width as f32 / width,
        y_scale: size.height as f32 / height,
        width: Some(narrow(size.width)?),
        height: Some(narrow(size.height)?),
        bg_color: WHITE,
    };
    let pixmap = hayro::render(page, &RenderCache::new(), &InterpreterSettings::default(), &settings);
    // White is beneath all of it, so every pixel is opaque.
    let rgb = pixmap.data().iter().flat_map(|pixel| [pixel.r, pixel.g, pixel.b]).collect();
    RgbImage::from_raw(size.width, size.height, rgb).map(DynamicImage::from).ok_or(PreviewError::Damaged)
}
