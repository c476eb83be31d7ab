//! Honest files of every format.

use crate::files::{BLUE, FORMATS, GREEN, RED, WHITE, encode, oriented_jpeg, oriented_png, quarters};
use crate::inspector;
use casekeep_media::Inspector;
use casekeep_model::Crop;
use casekeep_model::inspect::{Inspect, LookError, Preview, PreviewError};
use image::{ImageFormat, Rgb, RgbImage, RgbaImage};
use std::io::Cursor;

fn cut(media_type: &str, bytes: &[u8], crop: Crop) -> Result<Preview, PreviewError> {
    match inspector().part(media_type, &mut Cursor::new(bytes), crop, 0) {
        Ok((png, _)) => Ok(Preview { png, width: crop.width, height: crop.height, likeness: None }),
        Err(LookError::Preview(error)) => Err(error),
        Err(LookError::Read(error)) => panic!("memory can be read: {error}"),
    }
}

fn decoded(preview: &Preview) -> RgbImage {
    let image = image::load_from_memory_with_format(&preview.png, ImageFormat::Png).expect("the preview is a PNG");
    assert_eq!((preview.width, preview.height), (image.width(), image.height()));
    image.to_rgb8()
}

/// Returns which of the four colours is in the middle of each quarter.
fn colours(image: &RgbImage) -> [Rgb<u8>; 4] {
    let (w, h) = image.dimensions();
    [(w / 4, h / 4), (w * 3 / 4, h / 4), (w / 4, h * 3 / 4), (w * 3 / 4, h * 3 / 4)].map(|(x, y)| {
        let seen = image.get_pixel(x, y).0;
        let distance = |c: &Rgb<u8>| c.0.iter().zip(seen).map(|(a, b)| u32::from(a.abs_diff(b))).sum::<u32>();
        let nearest = [RED, GREEN, BLUE, WHITE].into_iter().min_by_key(distance).expect("four");
        assert!(distance(&nearest) < 40, "{seen:?} is none of the colours");
        nearest
    })
}

#[test]
fn every_format_is_known_by_its_bytes_and_shown_small() {
    let inspector = inspector();
    for format in FORMATS {
        let bytes = encode(&quarters(600, 400), format);
        let media_type = inspector.sniff(&bytes[..bytes.len().min(8 << 10)]);
        assert_eq!(media_type, format.to_mime_type());
        assert!(inspector.can_preview(&media_type));
        let preview = inspector.preview(&media_type, &bytes, 300).expect("an honest file");
        assert_eq!((preview.width, preview.height), (300, 200), "{format:?}");
        assert_eq!(colours(&decoded(&preview)), [RED, GREEN, BLUE, WHITE], "{format:?}");
        assert_eq!(inspector.dimensions(&media_type, &bytes), Ok((600, 400)), "{format:?}");
    }
}

#[test]
fn a_small_picture_is_not_made_larger_and_a_long_one_keeps_a_pixel() {
    let shown = |width, height, side| {
        let bytes = encode(&quarters(width, height), ImageFormat::Png);
        let preview = inspector().preview("image/png", &bytes, side).expect("an honest file");
        (preview.width, preview.height)
    };
    assert_eq!(shown(20, 10, 300), (20, 10));
    assert_eq!(shown(4000, 2, 100), (100, 1));
    assert_eq!(shown(2, 4000, 100), (1, 100));
    assert_eq!(shown(20, 10, 0), (1, 1));
}

#[test]
fn the_same_file_gives_the_same_bytes() {
    let bytes = encode(&quarters(500, 400), ImageFormat::Jpeg);
    let shown = || inspector().preview("image/jpeg", &bytes, 320).expect("an honest file");
    assert_eq!(shown(), shown());
}

#[test]
fn every_orientation_is_shown_upright() {
    // What the camera stored, as EXIF 2.32 section 4.6.5 says where the stored first row and column are.
    let inspector = inspector();
    for (orientation, expected) in [
        (1, [RED, GREEN, BLUE, WHITE]),
        (2, [GREEN, RED, WHITE, BLUE]),
        (3, [WHITE, BLUE, GREEN, RED]),
        (4, [BLUE, WHITE, RED, GREEN]),
        (5, [RED, BLUE, GREEN, WHITE]),
        (6, [BLUE, RED, WHITE, GREEN]),
        (7, [WHITE, GREEN, BLUE, RED]),
        (8, [GREEN, WHITE, RED, BLUE]),
        (9, [RED, GREEN, BLUE, WHITE]),
    ] {
        let bytes = oriented_jpeg(&quarters(320, 160), orientation);
        let turned = (5..=8).contains(&orientation);
        let (full, small) = if turned { ((160, 320), (80, 160)) } else { ((320, 160), (160, 80)) };
        assert_eq!(inspector.dimensions("image/jpeg", &bytes), Ok(full), "orientation {orientation}");
        let preview = inspector.preview("image/jpeg", &bytes, 160).expect("an honest file");
        assert_eq!((preview.width, preview.height), small, "orientation {orientation}");
        assert_eq!(colours(&decoded(&preview)), expected, "orientation {orientation}");
        let crop = Crop { x: full.0 / 2, y: 0, width: full.0 / 2, height: full.1 / 2 };
        let kept = cut("image/jpeg", &bytes, crop).expect("inside");
        assert_eq!(colours(&decoded(&kept)), [expected[1]; 4], "orientation {orientation}");
    }
}

#[test]
fn an_orientation_outside_jpeg_counts_too() {
    let bytes = oriented_png(&quarters(320, 160), 6);
    let preview = inspector().preview("image/png", &bytes, 160).expect("an honest file");
    assert_eq!(colours(&decoded(&preview)), [BLUE, RED, WHITE, GREEN]);
}

#[test]
fn a_crop_is_exact_and_at_full_resolution() {
    let image = RgbImage::from_fn(64, 48, |x, y| Rgb([x as u8 * 3, y as u8 * 5, 7]));
    let bytes = encode(&image, ImageFormat::Png);
    let crop = Crop { x: 10, y: 20, width: 30, height: 8 };
    let kept = cut("image/png", &bytes, crop).expect("inside");
    let expected = image::imageops::crop_imm(&image, 10, 20, 30, 8).to_image();
    assert_eq!(decoded(&kept), expected);
    for outside in [
        Crop { x: 60, ..crop },
        Crop { y: 41, ..crop },
        Crop { width: 0, ..crop },
        Crop { x: u32::MAX, width: 1, ..crop },
    ] {
        assert_eq!(cut("image/png", &bytes, outside), Err(PreviewError::Outside), "{outside:?}");
    }
    let huge = Crop { x: 0, y: 0, width: 50_001, height: 1000 };
    assert_eq!(cut("image/png", &bytes, huge), Err(PreviewError::TooLarge));
}

#[test]
fn opacity_and_deep_colour_come_through() {
    let glass = RgbaImage::from_pixel(40, 40, image::Rgba([200, 100, 50, 128]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    glass.write_to(&mut bytes, ImageFormat::Png).expect("encoding");
    let preview = inspector().preview("image/png", bytes.get_ref(), 20).expect("an honest file");
    let shown = image::load_from_memory(&preview.png).expect("a PNG");
    assert_eq!(shown.to_rgba8().get_pixel(5, 5).0, [200, 100, 50, 128]);

    let deep = image::ImageBuffer::from_pixel(40, 40, image::Luma([0x8080_u16]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    deep.write_to(&mut bytes, ImageFormat::Tiff).expect("encoding");
    let preview = inspector().preview("image/tiff", bytes.get_ref(), 20).expect("an honest file");
    assert_eq!(decoded(&preview).get_pixel(5, 5).0, [128; 3]);
}

#[test]
fn other_types_have_no_preview() {
    let inspector = inspector();
    for media_type in ["image/avif", "image/svg+xml", "image/heif", "text/plain", "image/x-icon", "", "image/jpg"] {
        assert!(!inspector.can_preview(media_type), "{media_type}");
        assert_eq!(inspector.preview(media_type, b"x", 100), Err(PreviewError::NoPreview), "{media_type}");
    }
}

#[test]
fn many_at_once_all_get_their_turn() {
    let inspector = inspector();
    let bytes = encode(&quarters(300, 300), ImageFormat::Jpeg);
    std::thread::scope(|scope| {
        let asked: Vec<_> = (0..12).map(|_| scope.spawn(|| inspector.preview("image/jpeg", &bytes, 64))).collect();
        for one in asked {
            assert_eq!(one.join().expect("no panic").expect("an honest file").width, 64);
        }
    });
}

#[test]
fn a_program_that_is_not_there_is_unavailable() {
    let bytes = encode(&quarters(8, 8), ImageFormat::Png);
    let nowhere = Inspector::with_program("/nowhere/at/all");
    assert_eq!(nowhere.preview("image/png", &bytes, 8), Err(PreviewError::Unavailable));
}
