//! Documents, photographs of phones and scans: files that real programs made, and files made to hurt.

use crate::files::{self, BLUE, GREEN, RED, WHITE, paged_pdf, pdf};
use crate::inspector;
use casekeep_model::inside::{Inside, PageSize, SaidKind, SaidTimeKind};
use casekeep_model::inspect::{Inspect, LookError, Preview, PreviewError};
use casekeep_model::limits;
use image::{RgbImage, imageops};
use std::io::{Cursor, Write};

/// Two pages written by LibreOffice Writer; `fixtures/letter.fodt` is what they were written from.
pub const LETTER: &[u8] = include_bytes!("fixtures/letter.pdf");
/// The same, locked by qpdf with a password.
const LOCKED: &[u8] = include_bytes!("fixtures/locked.pdf");
/// Written by heif-enc from a JPEG with what a phone says.
const PHONE_HEIC: &[u8] = include_bytes!("fixtures/phone.heic");
/// The same JPEG, held on its side.
pub const PHONE_JPEG: &[u8] = include_bytes!("fixtures/phone.jpg");
/// Three pages of 120 × 80, 80 × 120 and 60 × 60.
const SCAN: &[u8] = include_bytes!("fixtures/scan.tiff");

const PDF: &str = "application/pdf";

fn inside(media_type: &str, bytes: &[u8]) -> Result<Inside, PreviewError> {
    refused(inspector().inside(media_type, &mut Cursor::new(bytes)))
}

fn page(media_type: &str, bytes: &[u8], page: u32, side: u32) -> Result<Preview, PreviewError> {
    refused(inspector().page(media_type, &mut Cursor::new(bytes), page, side))
}

fn refused<T>(looked: Result<T, LookError>) -> Result<T, PreviewError> {
    looked.map_err(|error| match error {
        LookError::Preview(error) => error,
        LookError::Read(error) => panic!("memory can be read: {error}"),
    })
}

fn shown(preview: &Preview) -> RgbImage {
    image::load_from_memory(&preview.png).expect("the preview is a PNG").to_rgb8()
}

fn size(width: u32, height: u32) -> PageSize {
    PageSize { width, height }
}

#[test]
fn a_letter_is_drawn_and_its_words_stand_where_the_ink_is() {
    let told = inside(PDF, LETTER).expect("an honest file");
    // A4 at 150 dots to the inch.
    assert_eq!(told.pages, [size(1240, 1754); 2]);
    assert!(told.worded && !told.more_pages);
    let drawn = page(PDF, LETTER, 2, 1754).expect("the second page");
    assert_eq!((drawn.width, drawn.height), (1240, 1754));
    let image = shown(&drawn);
    let words = refused(inspector().words(PDF, &mut Cursor::new(LETTER), 2)).expect("words");
    assert!(words.text().contains("14 Larch Road"), "{}", words.text());
    for place in words.find(2, "larch road") {
        let area = imageops::crop_imm(&image, place.x, place.y, place.width, place.height).to_image();
        let ink = area.pixels().filter(|pixel| pixel.0[0] < 100).count();
        assert!(ink * 20 > area.len() / 3, "{place:?} has {ink} dark pixels");
        assert!(
            area.rows().next().is_some_and(|mut row| row.all(|pixel| pixel.0[0] > 200)),
            "the letters reach out of it"
        );
    }
    let found = refused(inspector().find(PDF, &mut Cursor::new(LETTER), "LARCH  ROAD")).expect("found");
    assert_eq!(found.iter().map(|place| place.page).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(refused(inspector().find(PDF, &mut Cursor::new(LETTER), "Oak Lane")), Ok(Vec::new()));
    let thumbnail = inspector().preview(PDF, LETTER, 320).expect("a thumbnail of the first page");
    assert_eq!((thumbnail.width, thumbnail.height), (226, 320));
}

#[test]
fn a_letter_says_which_program_wrote_it() {
    let told = inside(PDF, LETTER).expect("an honest file");
    let said = |what| told.said.iter().find(|said| said.what == what).map(|said| said.text.as_str());
    assert_eq!(said(SaidKind::Title), Some("A letter to the practice"));
    assert_eq!(said(SaidKind::Creator), Some("Writer"));
    assert!(said(SaidKind::Software).is_some_and(|software| software.starts_with("LibreOffice")), "{:?}", told.said);
    assert!(told.times.iter().any(|time| time.what == SaidTimeKind::Made && time.local.starts_with("2026-11-")));
}

#[test]
fn a_page_that_is_not_there_is_said() {
    for (media_type, bytes, pages) in [(PDF, LETTER, 2), ("image/tiff", SCAN, 3), ("image/jpeg", PHONE_JPEG, 1)] {
        assert!(page(media_type, bytes, pages, 50).is_ok(), "{media_type}");
        for nowhere in [0, pages + 1, u32::MAX] {
            assert_eq!(page(media_type, bytes, nowhere, 50), Err(PreviewError::NoPage), "{media_type} {nowhere}");
        }
    }
}

#[test]
fn a_password_is_said() {
    assert_eq!(inside(PDF, LOCKED), Err(PreviewError::Locked));
    assert_eq!(page(PDF, LOCKED, 1, 50), Err(PreviewError::Locked));
    assert_eq!(inspector().preview(PDF, LOCKED, 320), Err(PreviewError::Locked));
}

#[test]
fn a_document_cut_anywhere_or_full_of_noise_never_does_more_than_fail() {
    for tenth in 0..10 {
        match page(PDF, &LETTER[..LETTER.len() * tenth / 10], 1, 60) {
            Ok(drawn) => assert!(drawn.width <= 60 && drawn.height <= 60),
            Err(PreviewError::Damaged | PreviewError::NoPage) => {}
            other => panic!("cut at {tenth}/10: {other:?}"),
        }
    }
    for seed in 1..6 {
        let noise = [b"%PDF-1.7\n".to_vec(), files::noise(seed, 5000)].concat();
        assert_eq!(page(PDF, &noise, 1, 60), Err(PreviewError::Damaged), "{seed}");
        let mut spoiled = LETTER.to_vec();
        for (at, byte) in files::noise(seed, 40).into_iter().enumerate() {
            let place = (seed as usize * 7919 + at * 104_729) % spoiled.len();
            spoiled[place] = byte;
        }
        if page(PDF, &spoiled, 1, 60) == Err(PreviewError::Unavailable) {
            panic!("{seed}: not decoded at all");
        }
    }
}

#[test]
fn five_hundred_pages_are_counted_and_the_last_is_shown() {
    let bytes = paged_pdf(500);
    let told = inside(PDF, &bytes).expect("an honest file");
    assert_eq!((told.pages.len(), told.more_pages), (500, false));
    let last = refused(inspector().words(PDF, &mut Cursor::new(&bytes), 500)).expect("words");
    assert_eq!(last.text(), "Page 500");
    let found = refused(inspector().find(PDF, &mut Cursor::new(&bytes), "page 50")).expect("found");
    assert_eq!(found.iter().map(|place| place.page).collect::<Vec<_>>(), [50, 500]);
    let told = inside(PDF, &paged_pdf(limits::PAGES as usize + 1)).expect("an honest file");
    assert_eq!((told.pages.len(), told.more_pages), (limits::PAGES as usize, true));
}

#[test]
fn pages_of_any_claimed_size_are_drawn_small() {
    for claimed in ["1000000000 1000000000", "1000000000 1", "0 0", "-5 -5", "14400 14400"] {
        let bytes = pdf(&[(claimed, "0 0 1 rg 0 0 100 100 re f")]);
        let told = inside(PDF, &bytes).unwrap_or_else(|error| panic!("{claimed}: {error}"));
        let own = told.pages[0];
        assert!((1..=5000).contains(&own.width) && (1..=5000).contains(&own.height), "{claimed}: {own:?}");
        let drawn = page(PDF, &bytes, 1, 300).expect("a page");
        assert!(drawn.width <= 300 && drawn.height <= 300, "{claimed}");
    }
}

#[test]
fn a_stream_that_never_ends_and_a_tree_that_leads_back_are_stopped() {
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    let zeros = vec![b' '; 16 << 20];
    for _ in 0..80 {
        packed.write_all(&zeros).expect("memory");
    }
    let bomb = files::packed_pdf(&packed.finish().expect("memory"));
    assert!(bomb.len() < 16 << 20);
    let answer = page(PDF, &bomb, 1, 60);
    assert!(matches!(answer, Err(PreviewError::Stopped) | Ok(_)), "{answer:?}");

    let leads_back = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
        2 0 obj\n<< /Type /Pages /Count 1 /Kids [2 0 R] >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n";
    let answer = page(PDF, leads_back, 1, 60);
    assert!(matches!(answer, Err(PreviewError::Stopped | PreviewError::Damaged | PreviewError::NoPage)), "{answer:?}");
}

#[test]
fn a_photograph_of_a_phone_is_shown_with_what_it_says() {
    assert_eq!(inspector().sniff(&PHONE_HEIC[..64]), "image/heic");
    let told = inside("image/heic", PHONE_HEIC).expect("an honest file");
    assert_eq!(told.pages, [size(320, 160)]);
    let drawn = shown(&page("image/heic", PHONE_HEIC, 1, 160).expect("an honest file"));
    assert_eq!(drawn.dimensions(), (160, 80));
    for ((x, y), colour) in [((40, 20), RED), ((120, 20), GREEN), ((40, 60), BLUE), ((120, 60), WHITE)] {
        let seen = drawn.get_pixel(x, y);
        let far = seen.0.iter().zip(colour.0).map(|(a, b)| a.abs_diff(b)).max();
        assert!(far < Some(16), "{seen:?} is not {colour:?}");
    }
    let jpeg = inside("image/jpeg", PHONE_JPEG).expect("an honest file");
    assert_eq!(jpeg.pages, [size(160, 320)], "shown upright");
    for told in [&told, &jpeg] {
        let said = |what| told.said.iter().find(|said| said.what == what).map(|said| said.text.as_str());
        assert_eq!(said(SaidKind::Camera), Some("Fairphone 5"));
        assert_eq!(said(SaidKind::Software), Some("FP5.TT4M"));
        assert_eq!(said(SaidKind::Comment), Some("At the bench"));
        let time =
            |what| told.times.iter().find(|time| time.what == what).map(|time| (time.local.as_str(), time.offset));
        assert_eq!(time(SaidTimeKind::Taken), Some(("2026-03-04T19:12:30", None)), "the phone says no zone for it");
        assert_eq!(time(SaidTimeKind::Changed), Some(("2026-03-05T08:00:00", Some(0))));
        let place = told.place.expect("where it was taken");
        assert!((place.latitude - 53.9591).abs() < 1e-4 && (place.longitude + 1.0815).abs() < 1e-4, "{place:?}");
        assert_eq!(place.height, Some(17.0));
    }
    assert_eq!(
        jpeg.said.iter().find(|said| said.what == SaidKind::Turned).map(|said| said.text.as_str()),
        Some("on its left side")
    );
    assert_eq!(
        inspector()
            .part("image/heic", &mut Cursor::new(PHONE_HEIC), files::crop(0, 0, 10, 10), 0)
            .map(|(_, all)| all)
            .ok(),
        Some(false)
    );
}

#[test]
fn a_phone_photograph_that_lies_or_is_cut_never_does_more_than_fail() {
    let mut huge = PHONE_HEIC.to_vec();
    for at in 0..huge.len() - 20 {
        if &huge[at..at + 4] == b"ispe" {
            huge[at + 8..at + 16].copy_from_slice(&[0x7f; 8]);
        }
    }
    assert_eq!(page("image/heic", &huge, 1, 60), Err(PreviewError::TooLarge));
    for tenth in 0..10 {
        let answer = page("image/heic", &PHONE_HEIC[..PHONE_HEIC.len() * tenth / 10], 1, 60);
        assert!(matches!(answer, Err(PreviewError::Damaged | PreviewError::NoPreview) | Ok(_)), "{tenth}: {answer:?}");
    }
    for seed in 1..8_u64 {
        let mut spoiled = PHONE_HEIC.to_vec();
        for (at, byte) in files::noise(seed, 12).into_iter().enumerate() {
            let place = 40 + (seed as usize * 7919 + at * 104_729) % (spoiled.len() - 40);
            spoiled[place] = byte;
        }
        assert_ne!(page("image/heic", &spoiled, 1, 60), Err(PreviewError::Unavailable), "{seed}");
    }
}

#[test]
fn every_page_of_a_scan_is_shown() {
    let told = inside("image/tiff", SCAN).expect("an honest file");
    assert_eq!(told.pages, [size(120, 80), size(80, 120), size(60, 60)]);
    for (number, own) in (1..).zip(told.pages) {
        let drawn = page("image/tiff", SCAN, number, 500).expect("a page");
        assert_eq!((drawn.width, drawn.height), (own.width, own.height));
        assert_eq!(shown(&drawn).get_pixel(5, 5), &RED);
    }
}

#[test]
fn a_large_photograph_made_small_is_the_same_from_its_blocks_as_from_its_pixels() {
    for (name, bytes) in [
        ("progressive", &include_bytes!("fixtures/progressive.jpg")[..]),
        ("restarts", include_bytes!("fixtures/restarts.jpg")),
        ("grey", include_bytes!("fixtures/grey.jpg")),
    ] {
        let small = shown(&page("image/jpeg", bytes, 1, 320).expect("an honest file"));
        let whole = image::load_from_memory(bytes).expect("an honest file").thumbnail(320, 320).to_rgb8();
        assert_eq!(small.dimensions(), whole.dimensions(), "{name}");
        let apart: u64 = small.as_raw().iter().zip(whole.as_raw()).map(|(a, b)| u64::from(a.abs_diff(*b))).sum();
        assert!(apart < 2 * small.as_raw().len() as u64, "{name}: {} apart", apart / small.as_raw().len() as u64);
    }
}

#[test]
fn a_large_photograph_that_is_cut_or_spoiled_is_still_decoded_or_refused() {
    let whole = include_bytes!("fixtures/restarts.jpg");
    for tenth in 1..10 {
        let answer = page("image/jpeg", &whole[..whole.len() * tenth / 10], 1, 320);
        assert!(matches!(answer, Ok(_) | Err(PreviewError::Damaged)), "{tenth}: {answer:?}");
    }
    for seed in 1..12_u64 {
        let mut spoiled = include_bytes!("fixtures/progressive.jpg").to_vec();
        for (at, byte) in files::noise(seed, 6).into_iter().enumerate() {
            let place = (seed as usize * 7919 + at * 104_729) % spoiled.len();
            spoiled[place] = byte;
        }
        assert_ne!(page("image/jpeg", &spoiled, 1, 320), Err(PreviewError::Unavailable), "{seed}");
    }
}
