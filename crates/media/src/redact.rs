//! Redacted copies: fresh pixels with solid areas in them, and nothing else of the original.
//!
//! Every page is drawn by the confined decoder, covered on this side, and written as pixels alone: a picture as a PNG, a
//! document as a PDF of page pictures, since one file with all its pages opens anywhere and keeps their order. What was
//! written is then opened again as a stranger's file would be, and is only given out when every area is solid in it and
//! neither words nor facts are left.

use crate::inspector::Inspector;
use crate::job::Job;
use crate::looking::picture;
use crate::picture::{Picture, Task};
use crate::pixels::{Pixels, write_png};
use crate::sheets::{self, Sheets};
use casekeep_model::inside::PageSize;
use casekeep_model::inspect::{LookError, PreviewError, ReadSeek};
use casekeep_model::{Area, Crop, limits};
use image::{RgbImage, imageops};
use std::io::Cursor;
use std::ops::ControlFlow;

/// What an area is covered with.
const SOLID: [u8; 3] = [0, 0, 0];

/// A redacted copy that passed its check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redacted {
    /// The file.
    pub bytes: Vec<u8>,
    /// Its media type.
    pub media_type: &'static str,
    /// How its name ends.
    pub extension: &'static str,
}

/// Is told how many of how many pages are done; breaking stops the work.
pub type PageStep<'a> = &'a mut dyn FnMut(u32, u32) -> ControlFlow<()>;

/// A page of the copy: its size, and the areas in it that must be solid.
struct Covered {
    size: PageSize,
    areas: Vec<Crop>,
}

impl Inspector {
    /// Makes a copy of a file with areas covered, and turned so many quarters to the right; without areas, a plain copy.
    ///
    /// Areas are counted in the pixels of the pages as [`Inspector::inside`] tells them.
    ///
    /// # Errors
    /// [`PreviewError::Outside`] for an area that is not on its page, [`PreviewError::TooManyPages`],
    /// [`PreviewError::NotClean`] when the copy does not pass its check, [`PreviewError::Cancelled`], and what
    /// [`Inspector::page`] says.
    pub fn redact(
        &self,
        media_type: &str,
        file: &mut dyn ReadSeek,
        (areas, turn): (&[Area], u8),
        step: PageStep<'_>,
    ) -> Result<Redacted, LookError> {
        let picture = picture(media_type)?;
        let inside = self.inside(media_type, file)?;
        if inside.more_pages || inside.pages.len() > limits::REDACTED_PAGES as usize {
            return Err(PreviewError::TooManyPages.into());
        }
        check_inside(areas, &inside.pages)?;
        let single = picture != Picture::Pdf && inside.pages.len() == 1;
        let all = inside.pages.len() as u32;
        let mut tell =
            |done: u32| step(done, all * 2).is_break().then_some(PreviewError::Cancelled).map_or(Ok(()), Err);
        let (mut sheets, mut covered, mut only) = (Sheets::new(), Vec::new(), None);
        for (page, size) in (1_u32..).zip(&inside.pages) {
            tell(page - 1)?;
            let drawn = self.raster(&Job::Picture { picture, page, task: Task::Cut(whole(*size)?) }, file)?;
            let here: Vec<Crop> = areas.iter().filter(|area| area.page == page).map(crop_of).collect();
            let (burned, solid) = burn(drawn, &here, turn)?;
            let png = png_of(&burned)?;
            let size = PageSize { width: burned.width(), height: burned.height() };
            covered.push(Covered { size, areas: solid });
            if single {
                only = Some((png, burned));
            } else {
                sheets.add(size, &png).ok_or(PreviewError::NotClean)?;
            }
        }
        let copy = match only {
            Some((bytes, burned)) => {
                tell(all)?;
                self.check_picture(&bytes, &burned)?;
                Redacted { bytes, media_type: "image/png", extension: "png" }
            }
            None => {
                let bytes = sheets.end();
                self.check_document(&bytes, &covered, &mut |page| tell(all + page))?;
                Redacted { bytes, media_type: "application/pdf", extension: "pdf" }
            }
        };
        Ok(copy)
    }

    /// Returns a part of a picture as a PNG, at full resolution and turned so many quarters to the right, and whether it
    /// is all of the picture; the area is counted on the upright picture.
    ///
    /// # Errors
    /// [`PreviewError::Outside`] when the area is empty or not wholly inside the picture, [`PreviewError::TooLarge`] above
    /// [`limits::CROP_PIXELS`], and what [`Inspector::page`] says.
    pub fn part(
        &self,
        media_type: &str,
        file: &mut dyn ReadSeek,
        crop: Crop,
        turn: u8,
    ) -> Result<(Vec<u8>, bool), LookError> {
        let picture = picture(media_type)?;
        let size = whole(PageSize { width: crop.width, height: crop.height });
        size.map_err(|error| if error == PreviewError::Damaged { PreviewError::Outside } else { error })?;
        let own = Job::Picture { picture, page: 1, task: Task::Measure };
        let own = self.pixels(&own, Task::Measure, file)?;
        let all = (crop.x, crop.y, crop.width, crop.height) == (0, 0, own.width, own.height);
        let task = Task::Cut(crop);
        let pixels = self.pixels(&Job::Picture { picture, page: 1, task }, task, file)?;
        Ok((pixels.turned(turn)?.into_preview()?.png, all))
    }

    /// Returns the pixels of a job, on white where they are not opaque: what lies beneath must not stay in the copy.
    fn raster(&self, job: &Job, file: &mut dyn ReadSeek) -> Result<RgbImage, LookError> {
        let Job::Picture { task, .. } = job else { return Err(PreviewError::NoPreview.into()) };
        let Pixels { width, height, channels, bytes, .. } = self.pixels(job, *task, file)?;
        let rgb = if channels == 4 {
            let on_white =
                |c: u8, a: u8| ((u32::from(c) * u32::from(a) + 255 * (255 - u32::from(a)) + 127) / 255) as u8;
            bytes.as_chunks::<4>().0.iter().flat_map(|[r, g, b, a]| [r, g, b].map(|c| on_white(*c, *a))).collect()
        } else {
            bytes
        };
        Ok(RgbImage::from_raw(width, height, rgb).ok_or(PreviewError::Stopped)?)
    }

    /// Opens the copy of a picture again: it has the pixels that were burned, and a PNG's three needed parts alone.
    fn check_picture(&self, bytes: &[u8], burned: &RgbImage) -> Result<(), LookError> {
        let size = PageSize { width: burned.width(), height: burned.height() };
        let job = Job::Picture { picture: Picture::Png, page: 1, task: Task::Cut(whole(size)?) };
        let plain = sheets::chunks(bytes)
            .is_some_and(|chunks| chunks.iter().all(|(kind, _)| matches!(kind, b"IHDR" | b"IDAT" | b"IEND")));
        if !plain || self.raster(&job, &mut Cursor::new(bytes))? != *burned {
            return Err(PreviewError::NotClean.into());
        }
        Ok(())
    }

    /// Opens the copy of a document again: no words, no facts, and every area solid.
    fn check_document(
        &self,
        bytes: &[u8],
        covered: &[Covered],
        tell: &mut dyn FnMut(u32) -> Result<(), PreviewError>,
    ) -> Result<(), LookError> {
        let mut file = Cursor::new(bytes);
        let inside = self.inside("application/pdf", &mut file)?;
        let silent = inside.said.is_empty() && inside.times.is_empty() && inside.place.is_none();
        if !silent || inside.pages.len() != covered.len() {
            return Err(PreviewError::NotClean.into());
        }
        for ((page, size), covered) in (1_u32..).zip(&inside.pages).zip(covered) {
            tell(page - 1)?;
            let words = self.words("application/pdf", &mut file, page)?;
            let job = Job::Picture { picture: Picture::Pdf, page, task: Task::Cut(whole(*size)?) };
            let shown = self.raster(&job, &mut file)?;
            let scale = f64::from(size.width) / f64::from(covered.size.width);
            if !words.runs.is_empty() || !covered.areas.iter().all(|area| is_solid(&shown, *area, scale)) {
                return Err(PreviewError::NotClean.into());
            }
        }
        Ok(())
    }
}

fn check_inside(areas: &[Area], pages: &[PageSize]) -> Result<(), PreviewError> {
    for area in areas {
        let page = area.page.checked_sub(1).and_then(|at| pages.get(at as usize)).ok_or(PreviewError::NoPage)?;
        let right = area.x.checked_add(area.width).filter(|right| *right <= page.width);
        let bottom = area.y.checked_add(area.height).filter(|bottom| *bottom <= page.height);
        if area.width == 0 || area.height == 0 || right.is_none() || bottom.is_none() {
            return Err(PreviewError::Outside);
        }
    }
    Ok(())
}

fn whole(size: PageSize) -> Result<Crop, PreviewError> {
    match u64::from(size.width) * u64::from(size.height) {
        0 => Err(PreviewError::Damaged),
        1..=limits::CROP_PIXELS => Ok(Crop { x: 0, y: 0, width: size.width, height: size.height }),
        _ => Err(PreviewError::TooLarge),
    }
}

fn crop_of(area: &Area) -> Crop {
    Crop { x: area.x, y: area.y, width: area.width, height: area.height }
}

/// Covers the areas and turns the picture; returns it with the areas where they are now.
fn burn(mut drawn: RgbImage, areas: &[Crop], turn: u8) -> Result<(RgbImage, Vec<Crop>), PreviewError> {
    for area in areas {
        for y in area.y..area.y + area.height {
            for x in area.x..area.x + area.width {
                *drawn.get_pixel_mut_checked(x, y).ok_or(PreviewError::Outside)? = image::Rgb(SOLID);
            }
        }
    }
    let (width, height) = drawn.dimensions();
    let turned = |Crop { x, y, width: w, height: h }: Crop| match turn {
        1 => Crop { x: height - y - h, y: x, width: h, height: w },
        2 => Crop { x: width - x - w, y: height - y - h, width: w, height: h },
        3 => Crop { x: y, y: width - x - w, width: h, height: w },
        _ => Crop { x, y, width: w, height: h },
    };
    let areas = areas.iter().copied().map(turned).collect();
    let drawn = match turn {
        1 => imageops::rotate90(&drawn),
        2 => imageops::rotate180(&drawn),
        3 => imageops::rotate270(&drawn),
        _ => drawn,
    };
    Ok((drawn, areas))
}

fn png_of(image: &RgbImage) -> Result<Vec<u8>, PreviewError> {
    write_png(image.width(), image.height(), 3, image.as_raw()).map_err(|_| PreviewError::NotClean)
}

/// Returns true when an area is one colour but for the edge, which may lie between two pixels.
fn is_solid(shown: &RgbImage, area: Crop, scale: f64) -> bool {
    let edge = |at: u32, by: u32| {
        let (from, to) = (f64::from(at) * scale + 1.0, f64::from(at + by) * scale - 1.0);
        let middle = (from + to) / 2.0;
        (from.min(middle).floor() as u32, to.max(middle).ceil() as u32)
    };
    let ((left, right), (top, bottom)) = (edge(area.x, area.width), edge(area.y, area.height));
    (top..bottom.max(top + 1)).all(|y| {
        (left..right.max(left + 1)).all(|x| {
            shown
                .get_pixel_checked(x, y)
                .is_some_and(|pixel| pixel.0.iter().zip(SOLID).all(|(a, b)| a.abs_diff(b) <= 2))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgb;

    #[test]
    fn areas_are_covered_and_turn_with_the_picture() {
        let plain = || RgbImage::from_fn(7, 5, |x, y| Rgb([10 + x as u8, 20 + y as u8, 200]));
        let area = Crop { x: 1, y: 2, width: 3, height: 2 };
        for turn in 0..4 {
            let (burned, areas) = burn(plain(), &[area], turn).expect("inside");
            let inside = |x: u32, y: u32| {
                areas.iter().any(|a| (a.x..a.x + a.width).contains(&x) && (a.y..a.y + a.height).contains(&y))
            };
            for (x, y, pixel) in burned.enumerate_pixels() {
                assert_eq!(pixel.0 == SOLID, inside(x, y), "turn {turn} at {x}, {y}");
            }
            assert!(is_solid(&burned, areas[0], 1.0));
        }
    }

    #[test]
    fn an_area_that_is_not_solid_is_seen() {
        let area = Crop { x: 2, y: 2, width: 12, height: 12 };
        let (burned, _) = burn(RgbImage::from_pixel(20, 20, Rgb([255; 3])), &[area], 0).expect("inside");
        for (x, y) in [(4, 4), (8, 7), (11, 11)] {
            let mut spoiled = burned.clone();
            spoiled.put_pixel(x, y, Rgb([0, 9, 0]));
            assert!(!is_solid(&spoiled, area, 1.0), "{x}, {y}");
        }
        assert!(is_solid(&burned, Crop { x: 5, y: 5, width: 1, height: 1 }, 1.0));
        assert!(!is_solid(&burned, Crop { x: 0, y: 0, width: 1, height: 1 }, 1.0));
    }

    #[test]
    fn an_area_must_be_on_its_page() {
        let pages = [PageSize { width: 10, height: 8 }];
        let area = |page, x, y, width, height| Area { page, x, y, width, height, reason: "x".to_owned() };
        assert_eq!(check_inside(&[area(1, 0, 0, 10, 8)], &pages), Ok(()));
        for outside in [area(1, 1, 0, 10, 8), area(1, 0, 0, 0, 8), area(1, u32::MAX, 0, 2, 2), area(1, 0, 8, 1, 1)] {
            assert_eq!(check_inside(std::slice::from_ref(&outside), &pages), Err(PreviewError::Outside), "{outside:?}");
        }
        for nowhere in [area(0, 0, 0, 1, 1), area(2, 0, 0, 1, 1)] {
            assert_eq!(check_inside(&[nowhere], &pages), Err(PreviewError::NoPage));
        }
    }
}
