//! Every kind of bad input that has no place elsewhere: each ends in one clear word, within its limits, and what follows
//! is decoded as if nothing had been.

use crate::files::{self, BLUE, RED, encode, lying_png, noise, packed_pdf, pdf, png_chunk, quarters};
use crate::inspector;
use casekeep_model::archive::Unpacked;
use casekeep_model::inside::Inside;
use casekeep_model::inspect::{Inspect, LookError, Preview, PreviewError, ReadSeek};
use casekeep_model::limits;
use casekeep_model::messages::{Reading, Told};
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder, ImageFormat, RgbImage};
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Far above what refusing a file needs.
const QUICK: Duration = Duration::from_secs(10);
const HTML: &[u8] = b"<!DOCTYPE html><script>fetch('https://t.example/in')</script><img src='https://t.example/open'>";

fn preview(media_type: &str, bytes: &[u8]) -> Result<Preview, PreviewError> {
    inspector().preview(media_type, bytes, 100)
}

fn inside(media_type: &str, bytes: &[u8]) -> Result<Inside, PreviewError> {
    refused(inspector().inside(media_type, &mut Cursor::new(bytes)))
}

fn page(media_type: &str, bytes: &[u8], page: u32) -> Result<Preview, PreviewError> {
    refused(inspector().page(media_type, &mut Cursor::new(bytes), page, 100))
}

fn refused<T>(looked: Result<T, LookError>) -> Result<T, PreviewError> {
    looked.map_err(|error| match error {
        LookError::Preview(error) => error,
        LookError::Read(error) => panic!("memory can be read: {error}"),
    })
}

/// Runs what must end by itself long before anybody stops it, and checks that the next file is decoded.
fn quickly<T>(act: impl FnOnce() -> T) -> T {
    let started = Instant::now();
    let result = act();
    assert!(started.elapsed() < QUICK, "{:?}", started.elapsed());
    preview("image/png", &encode(&quarters(20, 20), ImageFormat::Png)).expect("an honest file after it");
    result
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).expect("begun");
        writer.write_all(bytes).expect("written");
    }
    writer.finish().expect("finished").into_inner()
}

#[test]
fn an_honest_bomb_of_pixels_is_shown_or_stopped_and_one_above_the_limit_is_not_begun() {
    let (width, height) = (10_900, 11_000);
    let mut bomb = Vec::new();
    PngEncoder::new_with_quality(&mut bomb, CompressionType::Fast, FilterType::NoFilter)
        .write_image(&vec![0; width as usize * height as usize], width, height, ExtendedColorType::L8)
        .expect("memory");
    assert!(bomb.len() < 2 << 20, "{} bytes for 120 million pixels", bomb.len());
    let answer = preview("image/png", &bomb);
    assert!(matches!(answer, Ok(_) | Err(PreviewError::Stopped)), "{answer:?}");
    quickly(|| {
        // As many pixels of eight bytes each; and the same in formats that say it in other places.
        let mut deep = lying_png(width, height);
        let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
        header.extend([16, 6, 0, 0, 0]);
        deep.splice(8..33, png_chunk(b"IHDR", &header));
        let small = |format| encode(&RgbImage::from_pixel(8, 8, RED), format);
        let mut gif = small(ImageFormat::Gif);
        gif[6..10].fill(0xff);
        let mut bmp = small(ImageFormat::Bmp);
        bmp[18..22].copy_from_slice(&60_000_u32.to_le_bytes());
        bmp[22..26].copy_from_slice(&60_000_u32.to_le_bytes());
        // An extended WebP of 16,384 × 16,384: its size stands in three bytes each, less one.
        let webp = small(ImageFormat::WebP);
        let canvas = [b"VP8X\x0a\0\0\0\0\0\0\0".as_slice(), &[0xff, 0x3f, 0, 0xff, 0x3f, 0]].concat();
        let length = (4 + canvas.len() + webp.len() - 12) as u32;
        let webp = [b"RIFF".as_slice(), &length.to_le_bytes(), b"WEBP", &canvas, &webp[12..]].concat();
        for (media_type, bytes) in [("image/png", deep), ("image/gif", gif), ("image/bmp", bmp), ("image/webp", webp)] {
            let answer = preview(media_type, &bytes);
            assert!(matches!(answer, Err(PreviewError::TooLarge | PreviewError::Damaged)), "{media_type}: {answer:?}");
        }
    });
}

const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

#[test]
fn a_document_that_would_unfold_fetch_or_never_end_is_refused_and_an_honest_one_is_read() {
    let document = |text: &str| zipped(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", text.as_bytes())]);
    let told =
        inside(DOCX, &document("<w:p><w:r><w:t>I know where you park</w:t></w:r></w:p>")).expect("an honest one");
    assert_eq!((told.text.as_str(), told.pages.len()), ("I know where you park", 0));
    // 40 MB of spaces in 40 KB.
    let bomb = document(&format!("<a>{}</a>", " ".repeat(40 << 20)));
    quickly(|| {
        let unfolds = "<!DOCTYPE a [<!ENTITY b \"x\"><!ENTITY c \"&b;&b;&b;\">]><a>&c;</a>";
        let fetches = "<!DOCTYPE a SYSTEM \"http://192.0.2.1/a.dtd\"><a/>";
        for text in [unfolds, fetches, &"<a>".repeat(1_000_000), "<a>", "\u{0}"] {
            assert_eq!(inside(DOCX, &document(text)), Err(PreviewError::Damaged));
        }
        let answer = inside(DOCX, &bomb);
        assert!(
            matches!(answer, Err(PreviewError::TooLarge | PreviewError::Damaged)),
            "{} bytes: {answer:?}",
            bomb.len()
        );
        for (media_type, bytes) in [("application/zip", zipped(&[("a.txt", b"a")])), (DOCX, b"no archive".to_vec())] {
            assert_eq!(inside(media_type, &bytes), Err(PreviewError::NoPreview));
        }
    });
}

#[test]
fn a_scan_of_a_million_pages_is_counted_as_far_as_it_is_listed() {
    let pages = 1_000_000_u32;
    let mut scan = b"II\x2a\0\x08\0\0\0".to_vec();
    for page in 1..=pages {
        scan.extend(b"\x01\0\0\x01\x04\0\x01\0\0\0");
        scan.extend(page.to_le_bytes());
        scan.extend((if page == pages { 0 } else { 8 + page * 18 }).to_le_bytes());
    }
    // None of these is stopped at its limits.
    let told = inside("image/tiff", &scan).expect("it has pages");
    assert_eq!((told.pages.len(), told.more_pages), (limits::PAGES as usize, true));
    for number in [1, 2, pages] {
        assert_eq!(page("image/tiff", &scan, number), Err(PreviewError::Damaged), "page {number} has no pixels");
    }
    assert_eq!(page("image/tiff", &scan, pages + 1), Err(PreviewError::NoPage));
    quickly(|| ());
}

#[test]
fn of_archives_in_archives_only_the_outer_one_is_opened() {
    let zeros = vec![0; 80 << 20];
    let bomb = zipped(&[("zeros", &zeros)]);
    let mut nested = bomb.clone();
    for _ in 0..50 {
        nested = zipped(&[("inner.zip", &nested), ("again.zip", &bomb)]);
    }
    quickly(|| {
        let inspector = inspector();
        let entries = inspector.archive(&mut Cursor::new(&nested)).expect("listed");
        let names: Vec<&str> = entries.iter().map(|entry| entry.name.as_str()).collect();
        assert_eq!(names, ["inner.zip", "again.zip"]);
        let bytes = entries.iter().map(|entry| entry.bytes).sum();
        let mut out = 0;
        let unpacked = inspector.unpack(&mut Cursor::new(&nested), &[0, 1], bytes, &mut |what| {
            if let Unpacked::Bytes(bytes) = what {
                out += bytes.len() as u64;
            }
            ControlFlow::Continue(())
        });
        unpacked.expect("both are files like any other");
        assert_eq!(out, bytes, "nothing inside them was opened");
    });
}

#[test]
fn what_is_two_kinds_of_file_at_once_is_one_of_them_and_nothing_of_the_other_is_passed_on() {
    let archive = zipped(&[("payload.js", b"alert('heliotrope')")]);
    let picture = quarters(60, 40);
    for format in files::FORMATS {
        let honest = encode(&picture, format);
        let clean = preview(format.to_mime_type(), &honest).expect("an honest file");
        for (what, behind) in [("a page", HTML), ("an archive", &archive), ("a document", &pdf(&[("9 9", "")]))] {
            let both = [honest.as_slice(), behind].concat();
            let media_type = inspector().sniff(&both[..both.len().min(8 << 10)]);
            assert_eq!(media_type, format.to_mime_type(), "{format:?} before {what}");
            match preview(&media_type, &both) {
                Ok(shown) => assert_eq!(shown.png, clean.png, "{format:?} before {what}"),
                Err(error) => assert_eq!(error, PreviewError::Damaged, "{format:?} before {what}"),
            }
        }
    }
    // Words in front, which a browser would run: to Casekeep they are words.
    for (text, bytes) in [
        ("GIF89a", [b"GIF89a/*", HTML, b"*/=1;alert(1)"].concat()),
        ("BM", [b"BM<!--", HTML, b"-->"].concat()),
        ("a page", [HTML, encode(&picture, ImageFormat::Png).as_slice()].concat()),
    ] {
        let media_type = inspector().sniff(&bytes);
        assert!(media_type == "text/plain" || !inspector().can_preview(&media_type), "{text}: {media_type}");
        for format in files::FORMATS {
            let answer = preview(format.to_mime_type(), &bytes);
            assert!(
                matches!(answer, Err(PreviewError::Damaged | PreviewError::NoPreview)),
                "{text} as {format:?}: {answer:?}"
            );
        }
    }
    // A document behind a program, and an archive behind both: each shows what its first bytes are.
    let document = [b"%PDF-1.7\n".as_slice(), &archive, &pdf(&[("90 90", "1 0 0 rg 0 0 90 90 re f")])].concat();
    assert_eq!(inspector().sniff(&document), "application/pdf");
    let drawn = page("application/pdf", &document, 1);
    assert!(matches!(drawn, Ok(_) | Err(PreviewError::Damaged)), "{drawn:?}");
}

#[test]
fn drawings_and_pages_with_programs_in_them_are_text_and_are_never_drawn() {
    let svg: &[u8] =
        b"<?xml version='1.0'?><!DOCTYPE svg [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'>]>\
        <svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'><script>alert(1)</script>\
        <image href='https://t.example/open.png'/><text>&b;</text></svg>";
    for bytes in [svg, HTML] {
        assert_eq!(inspector().sniff(bytes), "text/plain");
        for media_type in ["text/plain", "text/html", "image/svg+xml"] {
            assert!(!inspector().can_preview(media_type));
            assert_eq!(preview(media_type, bytes), Err(PreviewError::NoPreview));
            assert_eq!(inside(media_type, bytes), Err(PreviewError::NoPreview));
        }
        for media_type in ["image/png", "image/jpeg", "image/heic", "application/pdf"] {
            assert_eq!(preview(media_type, bytes), Err(PreviewError::Damaged), "{media_type}");
        }
    }
}

/// Returns a box of an ISO base media file.
fn heif_box(kind: &[u8; 4], body: &[u8]) -> Vec<u8> {
    [&(body.len() as u32 + 8).to_be_bytes(), kind.as_slice(), body].concat()
}

/// Returns a HEIC whose picture is a grid of 256 × 256 tiles, all of them one that has no bytes, and that claims a size.
fn grid_heic(claimed: u32, told: u32) -> Vec<u8> {
    let full = |kind: &[u8; 4], version: u8, body: &[u8]| heif_box(kind, &[&[version, 0, 0, 0], body].concat());
    let item =
        |id: u16, kind: &[u8; 4]| full(b"infe", 2, &[&id.to_be_bytes(), &[0, 0], kind.as_slice(), &[0]].concat());
    let items = [&2_u16.to_be_bytes(), item(1, b"grid").as_slice(), &item(2, b"hvc1")].concat();
    let tiles = [&1_u16.to_be_bytes(), &u16::MAX.to_be_bytes()[..], &2_u16.to_be_bytes().repeat(65_535)].concat();
    let size = full(b"ispe", 0, &[told.to_be_bytes(), told.to_be_bytes()].concat());
    let of_both = [&2_u32.to_be_bytes(), &[0, 1, 1, 1][..], &[0, 2, 1, 1]].concat();
    let grid = [&[0, 1, 255, 255], claimed.to_be_bytes().as_slice(), &claimed.to_be_bytes()].concat();
    // Construction method 1: the bytes lie in the box `idat`.
    let places = [&[0x44, 0], &1_u16.to_be_bytes()[..], &[0, 1, 0, 1, 0, 0, 0, 1], &[0; 4], &12_u32.to_be_bytes()];
    let meta = [
        full(b"hdlr", 0, &[&[0; 4], b"pict".as_slice(), &[0; 13]].concat()),
        full(b"pitm", 0, &1_u16.to_be_bytes()),
        full(b"iinf", 0, &items),
        full(b"iref", 0, &heif_box(b"dimg", &tiles)),
        heif_box(b"iprp", &[heif_box(b"ipco", &size), full(b"ipma", 0, &of_both)].concat()),
        heif_box(b"idat", &grid),
        full(b"iloc", 1, &places.concat()),
    ];
    [heif_box(b"ftyp", b"heic\0\0\0\0mif1heic"), full(b"meta", 0, &meta.concat())].concat()
}

#[test]
fn a_phone_photograph_of_a_huge_grid_is_refused_at_once() {
    quickly(|| {
        for (claimed, told) in [(u32::MAX, u32::MAX), (u32::MAX, 64), (64, 64), (2_000_000, 8_000)] {
            let bytes = grid_heic(claimed, told);
            assert_eq!(inspector().sniff(&bytes[..64]), "image/heic");
            let answer = preview("image/heic", &bytes);
            let expected = [PreviewError::Damaged, PreviewError::TooLarge, PreviewError::NoPreview];
            assert!(answer.as_ref().is_err_and(|error| expected.contains(error)), "{claimed} {told}: {answer:?}");
        }
    });
}

#[test]
fn nesting_without_end_takes_the_decoder_down_at_most() {
    let deep = 200_000;
    let open_dictionaries = "<< /A ".repeat(deep);
    let mut boxes = Vec::new();
    for _ in 0..2_000 {
        boxes = heif_box(b"meta", &[&[0; 4], boxes.as_slice()].concat());
    }
    let heic = [heif_box(b"ftyp", b"heic\0\0\0\0mif1heic"), boxes].concat();
    for (what, media_type, bytes) in [
        ("lists in a drawing", "application/pdf", pdf(&[("90 90", &"[".repeat(deep))])),
        ("dictionaries in a drawing", "application/pdf", pdf(&[("90 90", &open_dictionaries)])),
        ("states in a drawing", "application/pdf", pdf(&[("90 90", &"q ".repeat(deep))])),
        ("a size in lists", "application/pdf", pdf(&[(&"[".repeat(deep), "")])),
        ("lists in packed bytes", "application/pdf", packed_pdf(&packed(&vec![b'['; 8 << 20]))),
        ("boxes", "image/heic", heic),
    ] {
        let answer = page(media_type, &bytes, 1);
        let fine = [PreviewError::Damaged, PreviewError::Stopped, PreviewError::NoPage, PreviewError::NoPreview];
        assert!(answer.as_ref().map_or_else(|error| fine.contains(error), |_| true), "{what}: {answer:?}");
    }
    quickly(|| ());
}

fn packed(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(bytes).expect("memory");
    packer.finish().expect("memory")
}

#[test]
fn a_document_whose_tables_or_streams_lead_back_to_themselves_ends() {
    let ring =
        b"%PDF-1.7\nxref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 /Root 1 0 R /Prev 9 >>\nstartxref\n9\n%%EOF\n";
    // Streams in streams: each stage unfolds a thousand times.
    let filters = "/Filter [/FlateDecode /FlateDecode /FlateDecode]";
    let folded = replaced(&packed_pdf(&packed(&packed(&packed(&vec![b' '; 64 << 20])))), filters);
    quickly(|| {
        let answer = page("application/pdf", ring, 1);
        assert!(
            matches!(answer, Err(PreviewError::Damaged | PreviewError::NoPage | PreviewError::Stopped)),
            "{answer:?}"
        );
    });
    let answer = page("application/pdf", &folded, 1);
    assert!(matches!(answer, Ok(_) | Err(PreviewError::Damaged | PreviewError::Stopped)), "{answer:?}");
}

/// Returns a document with another line of filters; its tables then lead nowhere, as those of many honest ones do.
fn replaced(document: &[u8], filters: &str) -> Vec<u8> {
    let old = b"/Filter /FlateDecode";
    let at = document.windows(old.len()).position(|part| part == old).expect("a filter");
    [&document[..at], filters.as_bytes(), &document[at + old.len()..]].concat()
}

#[test]
fn facts_that_lead_back_to_themselves_are_told_once() {
    // A directory of facts whose next one is itself, and whose pointer to more facts too.
    let mut exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x02".to_vec();
    exif.extend(b"\x01\x10\0\x02\0\0\0\x05\0\0\0\x26\x87\x69\0\x04\0\0\0\x01\0\0\0\x08\0\0\0\x08Cam1\0");
    let plain = encode(&quarters(64, 48), ImageFormat::Jpeg);
    let length = (exif.len() as u16 + 2).to_be_bytes();
    let bytes = [&plain[..2], &[0xff, 0xe1], &length, exif.as_slice(), &plain[2..]].concat();
    quickly(|| {
        let told = inside("image/jpeg", &bytes).expect("the picture is whole");
        assert!(told.said.len() <= 1 && told.times.is_empty(), "{told:?}");
    });
}

#[test]
fn a_mailbox_with_one_broken_mail_gives_the_others_through_the_pipe() {
    let mail = |n: u32| format!("From: Sam <sam@example.org>\nSubject: mail {n}\n\nWords of {n}.");
    let all = [mail(1), "\u{1}\u{2} no mail at all \u{3}".to_owned(), mail(3)];
    let text: String =
        all.iter().map(|mail| format!("From sam@example.org Wed Mar  4 19:15:30 2026\n{mail}\n\n")).collect();
    let (mut words, mut unread) = (Vec::new(), 0);
    let read = inspector().messages(&mut Cursor::new(&text), &Reading::default(), &mut |told| {
        match told {
            Told::Message(message) => words.push(message.text),
            Told::Unread { .. } => unread += 1,
            Told::Begins { .. } | Told::None { .. } => {}
        }
        ControlFlow::Continue(())
    });
    read.expect("it is read to its end");
    assert_eq!((words, unread), (vec!["Words of 1.".to_owned(), "Words of 3.".to_owned()], 1));
    let third = refused(inspector().mail(&mut Cursor::new(&text), 3)).expect("the third");
    assert_eq!(third.mail.text, "Words of 3.");
    let second = refused(inspector().mail(&mut Cursor::new(&text), 2));
    assert!(!matches!(second, Err(PreviewError::Unavailable)), "{second:?}");
}

/// A file that is another one each time it is read, or that ends before its length.
struct Changing {
    versions: Vec<Vec<u8>>,
    reads: usize,
    at: u64,
}

impl Changing {
    fn of(versions: &[&[u8]]) -> Self {
        Self { versions: versions.iter().map(|bytes| bytes.to_vec()).collect(), reads: 0, at: 0 }
    }
}

impl Read for Changing {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let now = &self.versions[self.reads.min(self.versions.len() - 1)];
        self.reads += 1;
        let from = now.get(usize::try_from(self.at).unwrap_or(usize::MAX)..).unwrap_or_default();
        let count = from.len().min(into.len());
        into[..count].copy_from_slice(&from[..count]);
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Changing {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = match to {
            SeekFrom::Start(at) => at,
            SeekFrom::End(by) => (self.versions[0].len() as u64).saturating_add_signed(by),
            SeekFrom::Current(by) => self.at.saturating_add_signed(by),
        };
        Ok(self.at)
    }
}

#[test]
fn a_file_that_changes_while_it_is_read_is_damaged_or_cannot_be_read() {
    let large = RgbImage::from_fn(900, 700, |x, y| if (x ^ y) & 8 == 0 { RED } else { BLUE });
    let picture = encode(&large, ImageFormat::Bmp);
    let archive = zipped(&[("a", &noise(1, 700_000)), ("b", b"two")]);
    let mails = "From sam@example.org Wed Mar  4 19:15:30 2026\nFrom: a@example.org\n\nWords.\n\n".repeat(20_000);
    let honest: [&[u8]; 4] = [&picture, &files::paged_pdf(3000), &archive, mails.as_bytes()];
    for whole in honest {
        assert!(whole.len() > 600 << 10, "{}", whole.len());
        let (short, other) = (&whole[..whole.len() / 2], noise(7, whole.len()));
        let spoiled = [short, &other[short.len()..]].concat();
        for (what, versions) in [
            ("ends too early", vec![whole, short]),
            ("is empty", vec![whole, b""]),
            ("is another", vec![whole, &other]),
            ("changes for ever", vec![whole, &other, &spoiled, whole, &other]),
        ] {
            let tried = |ask: &mut dyn FnMut(&mut dyn ReadSeek) -> Result<(), LookError>| {
                quickly_asked(what, || ask(&mut Changing::of(&versions)));
            };
            let inspector = inspector();
            tried(&mut |file| inspector.page("image/bmp", file, 1, 100).map(drop));
            tried(&mut |file| inspector.page("application/pdf", file, 1, 100).map(drop));
            tried(&mut |file| inspector.inside("application/pdf", file).map(drop));
            tried(&mut |file| inspector.archive(file).map(drop));
            tried(&mut |file| inspector.unpack(file, &[0, 1], 700_003, &mut |_| ControlFlow::Continue(())));
            tried(&mut |file| inspector.mail(file, 9_000).map(drop));
            tried(&mut |file| inspector.messages(file, &Reading::default(), &mut |_| ControlFlow::Continue(())));
        }
    }
}

/// Checks that an answer comes in time and is a clear one.
fn quickly_asked(what: &str, ask: impl FnOnce() -> Result<(), LookError>) {
    let started = Instant::now();
    match ask() {
        Ok(()) => {}
        Err(LookError::Read(error)) => assert_eq!(error.kind(), io::ErrorKind::UnexpectedEof, "{what}"),
        Err(LookError::Preview(error)) => assert_ne!(error, PreviewError::Unavailable, "{what}"),
    }
    assert!(started.elapsed() < QUICK, "{what}: {:?}", started.elapsed());
}
