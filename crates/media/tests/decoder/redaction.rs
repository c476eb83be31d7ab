//! Redacted copies, searched for what was covered in every part of them.

use crate::documents::{LETTER, PHONE_JPEG};
use crate::files::{self, encode, quarters};
use crate::inspector;
use casekeep_media::Redacted;
use casekeep_model::inspect::{LookError, PreviewError};
use casekeep_model::{Area, Crop};
use image::{ImageFormat, Rgb, RgbImage, RgbaImage};
use std::io::{Cursor, Read};
use std::ops::ControlFlow;

/// A colour that is in no picture here but where it is put.
const SECRET: Rgb<u8> = Rgb([201, 7, 143]);

fn area(page: u32, crop: Crop) -> Area {
    let Crop { x, y, width, height } = crop;
    Area { page, x, y, width, height, reason: "Your home".to_owned() }
}

fn redact(media_type: &str, bytes: &[u8], areas: &[Area], turn: u8) -> Result<Redacted, PreviewError> {
    let mut step = |_, _| ControlFlow::Continue(());
    inspector().redact(media_type, &mut Cursor::new(bytes), (areas, turn), &mut step).map_err(|error| match error {
        LookError::Preview(error) => error,
        LookError::Read(error) => panic!("memory can be read: {error}"),
    })
}

fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// Returns the data of every stream of a PDF, unpacked, rows without their filter's effect.
fn streams(pdf: &[u8]) -> Vec<Vec<u8>> {
    let mut streams = Vec::new();
    let mut rest = pdf;
    while let Some(at) = rest.windows(8).position(|window| window == b">>\nstrea") {
        let data = &rest[at + 10..];
        let end = data.windows(10).position(|window| window == b"\nendstream").expect("an end");
        let mut unpacked = Vec::new();
        let packed = flate2::read::ZlibDecoder::new(&data[..end]).read_to_end(&mut unpacked);
        streams.push(if packed.is_ok() { unpacked } else { data[..end].to_vec() });
        rest = &data[end..];
    }
    streams
}

#[test]
fn a_picture_has_nothing_left_of_what_was_covered() {
    let covered = Crop { x: 100, y: 50, width: 60, height: 30 };
    let mut picture = quarters(400, 200);
    for y in 50..80 {
        for x in 100..160 {
            picture.put_pixel(x, y, SECRET);
        }
    }
    for format in [ImageFormat::Png, ImageFormat::Bmp, ImageFormat::Tiff, ImageFormat::Jpeg] {
        for turn in 0..4 {
            let copy =
                redact(format.to_mime_type(), &encode(&picture, format), &[area(1, covered)], turn).expect("inside");
            assert_eq!((copy.media_type, copy.extension), ("image/png", "png"));
            let shown = image::load_from_memory_with_format(&copy.bytes, ImageFormat::Png).expect("a PNG").to_rgb8();
            let expected = if turn % 2 == 0 { (400, 200) } else { (200, 400) };
            assert_eq!(shown.dimensions(), expected);
            assert_eq!(shown.pixels().filter(|pixel| pixel.0 == [0; 3]).count(), 60 * 30, "{format:?} {turn}");
            let near = |pixel: &Rgb<u8>| pixel.0.iter().zip(SECRET.0).all(|(a, b)| a.abs_diff(b) < 30);
            assert!(!shown.pixels().any(near), "{format:?} {turn}");
        }
    }
}

#[test]
fn a_picture_has_no_facts_no_thumbnail_and_no_hidden_colours_left() {
    let copy =
        redact("image/jpeg", PHONE_JPEG, &[area(1, Crop { x: 0, y: 0, width: 10, height: 10 })], 0).expect("inside");
    for fact in [&b"Fairphone"[..], b"FP5", b"At the bench", b"2026", b"Exif", b"eXIf", b"tEXt"] {
        assert!(holds(PHONE_JPEG, fact) || fact != b"Fairphone");
        assert!(!holds(&copy.bytes, fact), "{}", String::from_utf8_lossy(fact));
    }
    let told = inspector().inside("image/png", &mut Cursor::new(&copy.bytes)).expect("a PNG");
    assert!(told.said.is_empty() && told.times.is_empty() && told.place.is_none());

    // Colours beneath pixels that cannot be seen are in the file all the same.
    let glass = RgbaImage::from_fn(40, 40, |x, _| image::Rgba([201, 7, 143, if x < 20 { 0 } else { 255 }]));
    let mut bytes = Cursor::new(Vec::new());
    glass.write_to(&mut bytes, ImageFormat::Png).expect("encoding");
    let right = area(1, Crop { x: 20, y: 0, width: 20, height: 40 });
    let copy = redact("image/png", bytes.get_ref(), &[right], 0).expect("inside");
    let shown = image::load_from_memory(&copy.bytes).expect("a PNG");
    assert!(!shown.color().has_alpha());
    assert_eq!(shown.to_rgb8(), RgbImage::from_fn(40, 40, |x, _| if x < 20 { Rgb([255; 3]) } else { Rgb([0; 3]) }));
}

#[test]
fn a_document_has_neither_words_nor_pixels_left_of_what_was_covered() {
    let places = inspector().find("application/pdf", &mut Cursor::new(LETTER), "larch road").expect("found");
    assert_eq!(places.len(), 2);
    let areas: Vec<Area> = places
        .iter()
        .map(|place| area(place.page, Crop { x: place.x, y: place.y, width: place.width, height: place.height }))
        .collect();
    let copy = redact("application/pdf", LETTER, &areas, 0).expect("inside");
    assert_eq!((copy.media_type, copy.extension), ("application/pdf", "pdf"));
    let mut file = Cursor::new(&copy.bytes);
    let told = inspector().inside("application/pdf", &mut file).expect("a PDF");
    assert_eq!(told.pages, inspector().inside("application/pdf", &mut Cursor::new(LETTER)).expect("a PDF").pages);
    assert!(told.said.is_empty() && told.times.is_empty());
    for page in 1..=2 {
        assert_eq!(inspector().words("application/pdf", &mut file, page).expect("a page").text(), "");
    }
    let streams = streams(&copy.bytes);
    assert_eq!(streams.len(), 4, "a drawing and a picture for each page");
    for part in streams.iter().chain([&copy.bytes]) {
        for gone in [&b"Larch"[..], b"/Font", b"/Info", b"/Metadata", b"/ID", b"LibreOffice", b"(", b"Tj"] {
            // Packed pixels may spell two letters by chance.
            let pixels = part.len() > 10_000 && gone.len() < 5;
            assert!(pixels || !holds(part, gone), "{}", String::from_utf8_lossy(gone));
        }
    }
    // What is covered is black, and every other pixel is as it was.
    let show = |bytes: &[u8]| {
        let drawn = inspector().page("application/pdf", &mut Cursor::new(bytes), 2, 1754).expect("a page");
        image::load_from_memory(&drawn.png).expect("a PNG").to_rgb8()
    };
    let (before, after) = (show(LETTER), show(&copy.bytes));
    let covered = areas.iter().find(|area| area.page == 2).expect("on the second page");
    for (x, y, pixel) in after.enumerate_pixels() {
        let within = |by: i64| {
            let inside = |at: u32, from: u32, long: u32| {
                (i64::from(from) - by..i64::from(from + long) + by).contains(&i64::from(at))
            };
            inside(x, covered.x, covered.width) && inside(y, covered.y, covered.height)
        };
        if within(-1) {
            assert_eq!(pixel.0, [0; 3], "at {x}, {y}");
        } else if !within(1) {
            // The picture of a page is laid out again, so that its edges may be a little softer.
            let apart = pixel.0[0].abs_diff(before.get_pixel(x, y).0[0]);
            assert!(apart < 40, "at {x}, {y}: {apart} apart");
        }
    }
}

#[test]
fn a_scan_of_pages_becomes_a_document_of_pages() {
    let scan = include_bytes!("fixtures/scan.tiff");
    let copy = redact("image/tiff", scan, &[area(3, Crop { x: 0, y: 0, width: 60, height: 60 })], 1).expect("inside");
    let told = inspector().inside("application/pdf", &mut Cursor::new(&copy.bytes)).expect("a PDF");
    let sizes: Vec<_> = told.pages.iter().map(|page| (page.width, page.height)).collect();
    assert_eq!(sizes, [(80, 120), (120, 80), (60, 60)], "turned");
}

#[test]
fn what_cannot_be_covered_makes_no_copy() {
    let picture = encode(&quarters(40, 20), ImageFormat::Png);
    let all = Crop { x: 0, y: 0, width: 40, height: 20 };
    assert_eq!(redact("image/png", &picture, &[area(2, all)], 0), Err(PreviewError::NoPage));
    assert_eq!(redact("image/png", &picture, &[area(1, Crop { x: 1, ..all })], 0), Err(PreviewError::Outside));
    assert_eq!(redact("text/plain", b"words", &[], 0), Err(PreviewError::NoPreview));
    let many = files::paged_pdf(casekeep_model::limits::REDACTED_PAGES as usize + 1);
    assert_eq!(redact("application/pdf", &many, &[], 0), Err(PreviewError::TooManyPages));
    let mut stop = |_, _| ControlFlow::Break(());
    let stopped = inspector().redact("application/pdf", &mut Cursor::new(LETTER), (&[], 0), &mut stop);
    assert!(matches!(stopped, Err(LookError::Preview(PreviewError::Cancelled))), "{stopped:?}");
}
