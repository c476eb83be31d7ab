//! Files made to hurt a decoder.

use crate::files::{FORMATS, encode, lying_jpeg, lying_png, many_frames, noise, png_chunk, quarters};
use crate::inspector;
use casekeep_model::inspect::{Inspect, PreviewError};
use casekeep_model::limits;
use image::ImageFormat;
use std::time::{Duration, Instant};

/// Far above what these files need, far below what decoding them would take.
const QUICK: Duration = Duration::from_secs(5);

#[test]
fn a_file_cut_anywhere_is_damaged_or_shown_as_far_as_it_goes() {
    let inspector = inspector();
    for format in FORMATS {
        let bytes = encode(&quarters(200, 160), format);
        for tenth in 0..10 {
            let cut = &bytes[..bytes.len() * tenth / 10];
            match inspector.preview(format.to_mime_type(), cut, 100) {
                Err(PreviewError::Damaged | PreviewError::NoPreview) => {}
                Ok(preview) => {
                    assert_eq!((preview.width, preview.height), (100, 80), "{format:?} {tenth}");
                    assert!(tenth > 0 && format != ImageFormat::Png, "{format:?} {tenth} is not a whole picture");
                }
                other => panic!("{format:?} cut at {tenth}/10: {other:?}"),
            }
        }
    }
}

#[test]
fn noise_is_damaged_whatever_it_claims_to_be() {
    let inspector = inspector();
    for format in FORMATS {
        for seed in 1..6 {
            let answer = inspector.preview(format.to_mime_type(), &noise(seed, 5000), 100);
            assert_eq!(answer, Err(PreviewError::Damaged), "{format:?} {seed}");
        }
    }
}

#[test]
fn a_file_with_noise_inside_never_does_more_than_fail() {
    let inspector = inspector();
    for format in FORMATS {
        let honest = encode(&quarters(120, 90), format);
        for seed in 1..8_u64 {
            let mut bytes = honest.clone();
            for (at, byte) in noise(seed, 12).into_iter().enumerate() {
                let place = (seed as usize * 7919 + at * 104_729) % bytes.len();
                bytes[place] = byte;
            }
            match inspector.preview(format.to_mime_type(), &bytes, 50) {
                Ok(preview) => assert!(preview.width <= 50 && preview.height <= 50, "{format:?} {seed}"),
                Err(PreviewError::Unavailable) => panic!("{format:?} {seed}: not decoded at all"),
                Err(_) => {}
            }
        }
    }
}

#[test]
fn huge_claims_are_too_large_at_once() {
    let started = Instant::now();
    let inspector = inspector();
    for (media_type, bytes) in [
        ("image/jpeg", lying_jpeg(65_000, 65_000)),
        ("image/png", lying_png(65_000, 65_000)),
        ("image/png", lying_png(0x7fff_ffff, 0x7fff_ffff)),
        ("image/png", lying_png(120_000_001, 1)),
    ] {
        assert_eq!(inspector.preview(media_type, &bytes, 320), Err(PreviewError::TooLarge));
        assert_eq!(inspector.dimensions(media_type, &bytes), Err(PreviewError::TooLarge));
    }
    assert!(started.elapsed() < QUICK, "{:?}", started.elapsed());
}

#[test]
fn a_lying_header_within_the_limits_is_damaged() {
    let started = Instant::now();
    let inspector = inspector();
    assert_eq!(inspector.preview("image/png", &lying_png(10_000, 10_000), 320), Err(PreviewError::Damaged));
    assert_eq!(inspector.preview("image/png", &lying_png(0, 5), 320), Err(PreviewError::Damaged));
    assert!(started.elapsed() < QUICK, "{:?}", started.elapsed());
}

#[test]
fn one_format_under_the_name_of_another_is_damaged() {
    let inspector = inspector();
    for (claimed, real) in FORMATS.into_iter().zip(FORMATS.into_iter().cycle().skip(1)) {
        let bytes = encode(&quarters(30, 30), real);
        assert_eq!(inspector.preview(claimed.to_mime_type(), &bytes, 20), Err(PreviewError::Damaged), "{claimed:?}");
    }
}

#[test]
fn of_a_hundred_thousand_frames_only_the_first_is_decoded() {
    let bytes = many_frames(100_000);
    let started = Instant::now();
    let preview = inspector().preview("image/gif", &bytes, 100).expect("a valid GIF");
    assert!(started.elapsed() < QUICK, "{:?}", started.elapsed());
    assert_eq!((preview.width, preview.height), (4, 4));
}

#[test]
fn a_bomb_in_a_side_chunk_does_not_go_off() {
    // 64 MiB of zeroes compress to 64 kB; as text they are of no use to a picture.
    let honest = encode(&quarters(40, 40), ImageFormat::Png);
    let zeroes = encode(&image::RgbImage::new(4096, 5461), ImageFormat::Png);
    let data = zeroes.windows(4).position(|four| four == b"IDAT").expect("pixels") + 4;
    let mut text = b"Comment\0\0".to_vec();
    text.extend(&zeroes[data..zeroes.len() - 16]);
    let mut bytes = honest[..33].to_vec();
    for _ in 0..20 {
        bytes.extend(png_chunk(b"zTXt", &text));
    }
    bytes.extend(&honest[33..]);
    let started = Instant::now();
    let answer = inspector().preview("image/png", &bytes, 20);
    assert!(matches!(answer, Ok(_) | Err(PreviewError::Damaged | PreviewError::TooLarge)), "{answer:?}");
    assert!(started.elapsed() < QUICK, "{:?}", started.elapsed());
}

#[test]
fn a_file_above_the_limit_is_not_even_sent() {
    let bytes = vec![0; limits::PREVIEW_FILE as usize + 1];
    assert_eq!(inspector().preview("image/png", &bytes, 20), Err(PreviewError::TooLarge));
}

#[test]
fn an_empty_file_is_damaged() {
    for format in FORMATS {
        assert_eq!(inspector().preview(format.to_mime_type(), b"", 20), Err(PreviewError::Damaged), "{format:?}");
    }
}
