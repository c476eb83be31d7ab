//! Which pictures look the same: copies of one do, whatever was done to them on their way; others do not.

use crate::files::{encode, noise};
use crate::inspector;
use casekeep_model::inspect::Inspect;
use casekeep_model::likeness::Likeness;
use casekeep_model::limits;
use image::codecs::jpeg::JpegEncoder;
use image::imageops::{self, FilterType};
use image::{ImageFormat, Rgb, RgbImage};

/// Returns something like a photograph: soft shapes of every size, another with each seed.
fn photograph(seed: u64, width: u32, height: u32) -> RgbImage {
    let bytes = noise(seed, 24 * 6);
    let spots: Vec<[f32; 6]> = bytes.as_chunks::<6>().0.iter().map(|spot| spot.map(|b| f32::from(b) / 255.0)).collect();
    let mut image = RgbImage::from_fn(width, height, |x, y| {
        let (x, y) = (x as f32 / width as f32, y as f32 / width as f32);
        let mut grey = 90.0 + 60.0 * y;
        for [left, top, wide, light, ..] in &spots {
            let (dx, dy, wide) = (x - left, y - top, 0.02 + wide * wide * 0.3);
            grey += (light - 0.5) * 150.0 * (-(dx * dx + dy * dy) / (wide * wide)).exp();
        }
        let grey = grey.clamp(0.0, 255.0) as u8;
        Rgb([grey, grey.saturating_add(9), grey.saturating_sub(12)])
    });
    // The grain of a sensor.
    for (pixel, grain) in image.pixels_mut().zip(noise(seed + 1, (width * height) as usize)) {
        pixel.0 = pixel.0.map(|c| c.saturating_add(grain % 8));
    }
    image
}

/// Returns a screenshot of a messenger on a phone: the same bars each time, and its own bubbles with rows of letters.
fn screenshot(bubbles: &[(bool, u32)], words: u64) -> RgbImage {
    let (width, height) = (540, 1170);
    let mut image = RgbImage::from_pixel(width, height, Rgb([250, 250, 250]));
    let mut fill = |left: u32, top: u32, wide: u32, high: u32, colour: [u8; 3]| {
        for (x, y) in
            (top..(top + high).min(height)).flat_map(|y| (left..(left + wide).min(width)).map(move |x| (x, y)))
        {
            image.put_pixel(x, y, Rgb(colour));
        }
    };
    fill(0, 0, width, 110, [235, 236, 240]);
    fill(20, 45, 50, 50, [150, 155, 170]);
    fill(90, 55, 160, 24, [60, 60, 66]);
    fill(0, height - 90, width, 90, [240, 240, 244]);
    fill(20, height - 70, 400, 50, [255, 255, 255]);
    let mut letters = noise(words, 4000).into_iter();
    let mut top = 140;
    for (own, lines) in bubbles {
        let left = if *own { 170 } else { 20 };
        fill(left, top, 350, lines * 34 + 24, if *own { [47, 111, 222] } else { [228, 229, 234] });
        for line in 0..*lines {
            let mut x = left + 18;
            while x < left + 320 {
                let wide = 3 + u32::from(letters.next().unwrap_or(9)) % 9;
                fill(x, top + 16 + line * 34, wide, 18, if *own { [255; 3] } else { [30; 3] });
                x += wide + 3 + u32::from(letters.next().unwrap_or(3)) % 6;
            }
        }
        top += lines * 34 + 40;
    }
    image
}

fn jpeg(image: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    image.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, quality)).expect("encoding to memory");
    bytes
}

fn look(bytes: &[u8]) -> Option<Likeness> {
    let inspector = inspector();
    let media_type = inspector.sniff(&bytes[..bytes.len().min(8 << 10)]);
    inspector.preview(&media_type, bytes, limits::THUMBNAIL_SIDE).expect("an honest file").likeness
}

fn looks(bytes: &[u8]) -> Likeness {
    look(bytes).expect("it can be compared")
}

fn resized(image: &RgbImage, width: u32) -> RgbImage {
    let height = (image.height() * width + image.width() / 2) / image.width();
    imageops::resize(image, width, height, FilterType::Triangle)
}

fn cropped(image: &RgbImage, [left, right, top, bottom]: [u32; 4]) -> RgbImage {
    let (width, height) = image.dimensions();
    let part = |side: u32, percent: u32| side * percent / 100;
    let (x, y) = (part(width, left), part(height, top));
    imageops::crop_imm(image, x, y, width - x - part(width, right), height - y - part(height, bottom)).to_image()
}

const CHAT: [(bool, u32); 6] = [(false, 2), (true, 1), (false, 3), (false, 1), (true, 4), (false, 2)];

#[test]
fn copies_of_a_picture_look_the_same() {
    for (name, image) in [
        ("a photograph", photograph(3, 640, 480)),
        ("another", photograph(8, 480, 640)),
        ("a screenshot", screenshot(&CHAT, 5)),
    ] {
        let original = looks(&jpeg(&image, 95));
        assert_eq!((original.width(), original.height()), image.dimensions());
        let small = resized(&image, image.width() * 2 / 5);
        for (how, copy) in [
            ("as PNG", encode(&image, ImageFormat::Png)),
            ("compressed", jpeg(&image, 30)),
            ("smaller", jpeg(&small, 80)),
            ("smaller and compressed", jpeg(&small, 35)),
            ("much smaller", jpeg(&resized(&image, image.width() / 4), 70)),
            ("cut at the top", jpeg(&cropped(&image, [0, 0, 5, 0]), 80)),
            ("cut at the bottom and made smaller", jpeg(&resized(&cropped(&image, [0, 0, 0, 7]), 360), 80)),
            ("cut at the sides", jpeg(&cropped(&image, [3, 4, 0, 0]), 80)),
            ("cut at each edge", jpeg(&cropped(&image, [4, 3, 2, 4]), 80)),
        ] {
            let copy = looks(&copy);
            assert!(original.looks_like(&copy) && copy.looks_like(&original), "{name}, {how}");
        }
    }
}

#[test]
fn other_pictures_do_not() {
    let photographs = (1..12).map(|n| (format!("photograph {n}"), photograph(n * 7, 400, 300)));
    let talks: [&[(bool, u32)]; 6] = [
        &CHAT,
        &[(true, 2), (false, 1), (true, 3), (true, 1), (false, 4)],
        &[(false, 1), (false, 1), (false, 1), (false, 1), (false, 1), (false, 1)],
        &[(false, 8)],
        &[(true, 1), (true, 1)],
        &[(false, 2), (true, 1), (false, 3), (false, 1), (true, 3), (false, 3)],
    ];
    let screenshots = talks.iter().enumerate().map(|(n, talk)| (format!("talk {n}"), screenshot(talk, n as u64 + 1)));
    // The same bubbles with other words in them.
    let words = (20..26).map(|n| (format!("words {n}"), screenshot(&CHAT, n)));
    let one = (30..34).map(|n| (format!("one line {n}"), screenshot(&[(false, 1)], n)));
    let all: Vec<(String, Likeness)> = photographs
        .chain(screenshots)
        .chain(words)
        .chain(one)
        .filter_map(|(name, image)| Some((name, look(&jpeg(&image, 85))?)))
        .collect();
    assert!(all.len() > 20, "{} can be compared", all.len());
    let mut alike = Vec::new();
    for (at, (name, one)) in all.iter().enumerate() {
        alike.extend(all[at + 1..].iter().filter(|(_, other)| one.looks_like(other)).map(|(other, _)| (name, other)));
    }
    assert!(alike.is_empty(), "{alike:?}");
}

#[test]
fn what_is_plain_is_like_nothing() {
    assert_eq!(look(&encode(&RgbImage::from_pixel(600, 400, Rgb([255; 3])), ImageFormat::Png)), None);
    let mut nearly = RgbImage::from_pixel(600, 800, Rgb([252; 3]));
    for (x, y) in (300..320).flat_map(|y| (40..200).map(move |x| (x, y))) {
        nearly.put_pixel(x, y, Rgb([20; 3]));
    }
    assert_eq!(look(&encode(&nearly, ImageFormat::Png)), None, "one line on an empty page");
    assert_eq!(look(&encode(&photograph(4, 31, 31), ImageFormat::Png)), None, "too few pixels");
}

#[test]
fn a_picture_counts_as_it_stands_upright() {
    let image = photograph(5, 320, 200);
    let turned = crate::files::oriented_jpeg(&imageops::rotate270(&image), 6);
    let (upright, turned) = (looks(&jpeg(&image, 90)), looks(&turned));
    assert_eq!((turned.width(), turned.height()), (320, 200));
    assert!(upright.looks_like(&turned));
}
