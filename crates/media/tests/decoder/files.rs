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

/// Returns an area.
pub fn crop(x: u32, y: u32, width: u32, height: u32) -> casekeep_model::Crop {
    casekeep_model::Crop { x, y, width, height }
}

/// Returns a PDF whose pages have these sizes, as they are written, and these drawings; Helvetica is `/F`.
pub fn pdf(pages: &[(&str, &str)]) -> Vec<u8> {
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>".to_owned(),
    ];
    let mut kids = String::new();
    for (size, drawing) in pages {
        let page = objects.len() + 1;
        kids.push_str(&format!("{page} 0 R "));
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size}] /Contents {} 0 R /Resources << /Font << /F 3 0 R >> >> >>",
            page + 1
        ));
        objects.push(format!("<< /Length {} >>\nstream\n{drawing}\nendstream", drawing.len()));
    }
    objects[1] = format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", pages.len());
    written(objects.iter().map(|object| object.as_bytes().to_vec()).collect())
}

/// Returns a PDF of so many pages, each of which says its number.
pub fn paged_pdf(pages: usize) -> Vec<u8> {
    let drawings: Vec<String> = (1..=pages).map(|page| format!("BT /F 40 Tf 40 40 Td (Page {page}) Tj ET")).collect();
    pdf(&drawings.iter().map(|drawing| ("300 200", drawing.as_str())).collect::<Vec<_>>())
}

/// Returns a PDF of one page whose drawing is this packed stream.
pub fn packed_pdf(packed: &[u8]) -> Vec<u8> {
    let stream = format!("<< /Filter /FlateDecode /Length {} >>\nstream\n", packed.len());
    written(vec![
        b"<< /Type /Catalog /Pages 2 0 R >>".to_vec(),
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>".to_vec(),
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 200] /Contents 4 0 R >>".to_vec(),
        [stream.as_bytes(), packed, b"\nendstream"].concat(),
    ])
}

fn written(objects: Vec<Vec<u8>>) -> Vec<u8> {
    let mut out = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in objects.iter().enumerate() {
        table.push_str(&format!("{:010} 00000 n \n", out.len()));
        out.extend(format!("{} 0 obj\n", number + 1).as_bytes());
        out.extend(object);
        out.extend(b"\nendobj\n");
    }
    let start = out.len();
    let end = format!("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    [out, table.into_bytes(), end.into_bytes()].concat()
}
