//! Photos as a phone writes them: JPEG, with when it was taken and which way up it is.
//!
//! Tag numbers and layout: EXIF 2.32, sections 4.5 and 4.6.

use image::RgbImage;
use image::codecs::jpeg::JpegEncoder;

/// How a phone held the camera when it took a photo.
#[derive(Debug, Clone, Copy)]
pub enum Held {
    /// On its side: the picture is stored as it is seen.
    Sideways,
    /// Upright: the picture is stored on its side, and says so.
    Upright,
}

/// Returns the photo as a JPEG that says when it was taken.
pub fn photo(seen: &RgbImage, held: Held, taken: &str, offset: &str) -> Vec<u8> {
    let (stored, orientation) = match held {
        Held::Sideways => (seen.clone(), 1),
        Held::Upright => (image::imageops::rotate270(seen), 6),
    };
    let mut plain = Vec::new();
    JpegEncoder::new_with_quality(&mut plain, 84).encode_image(&stored).expect("encoding to memory");
    let exif = exif_segment(orientation, taken, offset);
    // After the start marker, before everything else.
    [&plain[..2], &exif, &plain[2..]].concat()
}

/// Where the value of a field stands.
enum Value<'a> {
    Short(u16),
    Long(u32),
    Text(&'a str),
}

const MAKE: u16 = 0x010f;
const MODEL: u16 = 0x0110;
const ORIENTATION: u16 = 0x0112;
const DATE_TIME: u16 = 0x0132;
const EXIF_FIELDS: u16 = 0x8769;
const DATE_TIME_ORIGINAL: u16 = 0x9003;
const OFFSET_TIME_ORIGINAL: u16 = 0x9011;

fn exif_segment(orientation: u16, taken: &str, offset: &str) -> Vec<u8> {
    let first = |exif_at| {
        let fields = [
            (MAKE, Value::Text("Sample")),
            (MODEL, Value::Text("Invented phone")),
            (ORIENTATION, Value::Short(orientation)),
            (DATE_TIME, Value::Text(taken)),
            (EXIF_FIELDS, Value::Long(exif_at)),
        ];
        directory(8, &fields)
    };
    let exif_at = 8 + first(0).len() as u32;
    let taken_at = [(DATE_TIME_ORIGINAL, Value::Text(taken)), (OFFSET_TIME_ORIGINAL, Value::Text(offset))];
    let mut body = b"Exif\0\0MM\0\x2a\0\0\0\x08".to_vec();
    body.extend(first(exif_at));
    body.extend(directory(exif_at, &taken_at));
    let mut segment = vec![0xff, 0xe1];
    segment.extend((body.len() as u16 + 2).to_be_bytes());
    segment.extend(body);
    segment
}

/// Returns one directory of fields that starts at this place, its longer values behind it.
fn directory(at: u32, fields: &[(u16, Value<'_>)]) -> Vec<u8> {
    let mut out = (fields.len() as u16).to_be_bytes().to_vec();
    let mut behind = Vec::new();
    let behind_at = at + 2 + 12 * fields.len() as u32 + 4;
    for (tag, value) in fields {
        out.extend(tag.to_be_bytes());
        match value {
            Value::Short(number) => {
                out.extend([0, 3, 0, 0, 0, 1]);
                out.extend(number.to_be_bytes());
                out.extend([0, 0]);
            }
            Value::Long(number) => {
                out.extend([0, 4, 0, 0, 0, 1]);
                out.extend(number.to_be_bytes());
            }
            Value::Text(text) => {
                out.extend([0, 2]);
                out.extend((text.len() as u32 + 1).to_be_bytes());
                out.extend((behind_at + behind.len() as u32).to_be_bytes());
                behind.extend(text.as_bytes());
                // The end mark, and one more where the next value would start at an odd place.
                behind.extend(std::iter::repeat_n(0, 2 - text.len() % 2));
            }
        }
    }
    out.extend([0; 4]);
    out.extend(behind);
    out
}
