//! Image files made on the spot.

use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use std::io::Cursor;

/// The six formats that have previews.
pub const FORMATS: [ImageFormat; 6] =
    [ImageFormat::Jpeg, ImageFormat::Png, ImageFormat::WebP, ImageFormat::Gif, ImageFormat::Tiff, ImageFormat::Bmp];

pub const RED: Rgb<u8> = Rgb([220, 30, 30]);
pub const GREEN: Rgb<u8> = Rgb([30, 200, 40]);
pub const BLUE: Rgb<u8> = Rgb([30, 40, 210]);
pub const WHITE: Rgb<u8> = Rgb([245, 245, 245]);

/// Returns a picture with a colour of its own in each quarter: red, green; blue, white.
pub fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(width, height, |x, y| match (x < width / 2, y < height / 2) {
        (true, true) => RED,
        (false, true) => GREEN,
        (true, false) => BLUE,
        (false, false) => WHITE,
    })
}

/// Returns the picture as a file of the format.
pub fn encode(image: &RgbImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    DynamicImage::from(image.clone()).write_to(&mut bytes, format).expect("encoding to memory");
    bytes.into_inner()
}

/// Returns a JPEG with an EXIF orientation put in after its first marker.
pub fn oriented_jpeg(image: &RgbImage, orientation: u8) -> Vec<u8> {
    let plain = encode(image, ImageFormat::Jpeg);
    let mut exif = b"Exif\0\0".to_vec();
    exif.extend(orientation_block(orientation));
    let mut bytes = plain[..2].to_vec();
    bytes.extend([0xff, 0xe1]);
    bytes.extend((exif.len() as u16 + 2).to_be_bytes());
    bytes.extend(&exif);
    bytes.extend(&plain[2..]);
    bytes
}

/// Returns the same as a PNG.
pub fn oriented_png(image: &RgbImage, orientation: u8) -> Vec<u8> {
    let plain = encode(image, ImageFormat::Png);
    let mut bytes = plain[..33].to_vec();
    bytes.extend(png_chunk(b"eXIf", &orientation_block(orientation)));
    bytes.extend(&plain[33..]);
    bytes
}

fn orientation_block(orientation: u8) -> Vec<u8> {
    let mut block = b"MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0".to_vec();
    block.extend([orientation, 0, 0, 0, 0, 0, 0]);
    block
}

/// Returns a PNG chunk with its checksum.
pub fn png_chunk(kind: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let mut chunk = (data.len() as u32).to_be_bytes().to_vec();
    chunk.extend(kind);
    chunk.extend(data);
    chunk.extend(crc32(&chunk[4..]).to_be_bytes());
    chunk
}

/// Returns the checksum of the PNG specification, annex D.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    })
}

/// Returns a PNG whose header says what it likes over one row of real data.
pub fn lying_png(width: u32, height: u32) -> Vec<u8> {
    let honest = encode(&RgbImage::from_pixel(8, 1, RED), ImageFormat::Png);
    let mut header = width.to_be_bytes().to_vec();
    header.extend(height.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut bytes = honest[..8].to_vec();
    bytes.extend(png_chunk(b"IHDR", &header));
    bytes.extend(&honest[33..]);
    bytes
}

/// Returns a JPEG of 8 × 8 whose frame header says another size.
pub fn lying_jpeg(width: u16, height: u16) -> Vec<u8> {
    let mut bytes = encode(&RgbImage::from_pixel(8, 8, RED), ImageFormat::Jpeg);
    let frame = bytes.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a baseline frame");
    bytes[frame + 5..frame + 7].copy_from_slice(&height.to_be_bytes());
    bytes[frame + 7..frame + 9].copy_from_slice(&width.to_be_bytes());
    bytes
}

/// Returns a GIF that repeats its one frame; the first is red.
pub fn many_frames(frames: usize) -> Vec<u8> {
    let one = encode(&RgbImage::from_pixel(4, 4, RED), ImageFormat::Gif);
    // Logical screen descriptor, then blocks up to the trailer.
    let table = if one[10] & 0x80 == 0 { 0 } else { 3 << ((one[10] & 7) + 1) };
    let (start, blocks) = (&one[..13 + table], &one[13 + table..one.len() - 1]);
    let mut bytes = start.to_vec();
    for _ in 0..frames {
        bytes.extend(blocks);
    }
    bytes.push(0x3b);
    bytes
}

/// Returns repeatable noise.
pub fn noise(seed: u64, length: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state >> 32) as u8
    };
    (0..length).map(|_| next()).collect()
}
