//! What a picture or a document says about itself: its pages, and what the camera or program wrote into it.
//!
//! A file whose pictures cannot be read may still say something, and the other way about; each is told as far as it goes.

use crate::picture::Picture;
use crate::{decode, pdf, tiff};
use casekeep_model::inside::{Inside, PageSize, Said, SaidKind, SaidPlace, SaidTime, SaidTimeKind};
use casekeep_model::inspect::PreviewError;
use casekeep_model::limits;
use exif::{DateTime as ClockTime, Exif, In, Reader, Tag, Value};
use hayro::hayro_syntax::object::DateTime;
use std::io::Cursor;

/// Returns what a file of this type says.
///
/// # Errors
/// What decoding says when it has no page that can be shown.
pub(crate) fn inside(picture: Picture, bytes: Vec<u8>) -> Result<Inside, PreviewError> {
    let mut inside = match picture {
        Picture::Pdf => return document(bytes),
        Picture::Tiff => {
            let (pages, more_pages) = tiff::sizes(&bytes);
            Inside { pages, more_pages, ..Inside::default() }
        }
        _ => {
            let size = decode::measure(picture, &bytes)?;
            Inside { pages: vec![PageSize { width: size.width, height: size.height }], ..Inside::default() }
        }
    };
    if inside.pages.is_empty() {
        return Err(PreviewError::Damaged);
    }
    if let Some(exif) = exif(picture, &bytes) {
        told_by_camera(&exif, &mut inside);
    }
    Ok(inside)
}

fn exif(picture: Picture, bytes: &[u8]) -> Option<Exif> {
    let mut reader = Reader::new();
    reader.continue_on_error(true);
    let read = match picture {
        Picture::Heic => reader.read_raw(heifer::read_metadata(bytes).ok()?.exif?),
        _ => reader.read_from_container(&mut Cursor::new(bytes)),
    };
    // What can be read is told, whatever of the rest is damaged.
    read.or_else(|error| error.distill_partial_result(|_| {})).ok()
}

/// Returns the bytes of a text field, without what ends them.
fn ascii(exif: &Exif, tag: Tag) -> Option<&[u8]> {
    match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Ascii(texts) => texts.first().map(Vec::as_slice),
        _ => None,
    }
}

fn told_by_camera(exif: &Exif, inside: &mut Inside) {
    let text = |tag| {
        let text = clean(&String::from_utf8_lossy(ascii(exif, tag)?));
        (!text.is_empty()).then_some(text)
    };
    let camera = match (text(Tag::Make), text(Tag::Model)) {
        // Many models begin with the maker's name.
        (Some(make), Some(model)) if !model.to_lowercase().starts_with(&make.to_lowercase()) => {
            Some(format!("{make} {model}"))
        }
        (make, model) => model.or(make),
    };
    let orientation = exif.get_field(Tag::Orientation, In::PRIMARY).and_then(|field| field.value.get_uint(0));
    let turned = orientation.and_then(|turned| {
        Some(match turned {
            2 => "mirrored",
            3 => "upside down",
            4 => "upside down and mirrored",
            5 => "on its left side and mirrored",
            6 => "on its left side",
            7 => "on its right side and mirrored",
            8 => "on its right side",
            _ => return None,
        })
    });
    let said = [
        (SaidKind::Camera, camera),
        (SaidKind::Lens, text(Tag::LensModel)),
        (SaidKind::Serial, text(Tag::BodySerialNumber)),
        (SaidKind::Software, text(Tag::Software)),
        (SaidKind::Author, text(Tag::Artist).or_else(|| text(Tag::Copyright))),
        (SaidKind::Comment, text(Tag::ImageDescription)),
        (SaidKind::Turned, turned.map(str::to_owned)),
    ];
    inside.said.extend(said.into_iter().filter_map(|(what, text)| Some(Said { what, text: text? })));
    for (what, tag, zone) in [
        (SaidTimeKind::Taken, Tag::DateTimeOriginal, Tag::OffsetTimeOriginal),
        (SaidTimeKind::Made, Tag::DateTimeDigitized, Tag::OffsetTimeDigitized),
        (SaidTimeKind::Changed, Tag::DateTime, Tag::OffsetTime),
    ] {
        let Some(time) = ascii(exif, tag).and_then(|text| ClockTime::from_ascii(text).ok()) else { continue };
        let ClockTime { year, month, day, hour, minute, second, .. } = time;
        let local = format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}");
        // Each time has a zone of its own; the zone of one says nothing of another.
        inside.times.push(SaidTime { what, local, offset: text(zone).and_then(|zone| minutes_ahead(&zone)) });
    }
    inside.place = place(exif);
}

fn place(exif: &Exif) -> Option<SaidPlace> {
    let numbers = |tag| match &exif.get_field(tag, In::PRIMARY)?.value {
        Value::Rational(numbers) => Some(numbers.iter().map(exif::Rational::to_f64).collect::<Vec<_>>()),
        _ => None,
    };
    let degrees = |tag, side, minus: &[u8]| {
        let &[degrees, minutes, seconds] = numbers(tag)?.as_slice() else { return None };
        let value = degrees + minutes / 60.0 + seconds / 3600.0;
        Some(if ascii(exif, side) == Some(minus) { -value } else { value })
    };
    let latitude = degrees(Tag::GPSLatitude, Tag::GPSLatitudeRef, b"S")?;
    let longitude = degrees(Tag::GPSLongitude, Tag::GPSLongitudeRef, b"W")?;
    let below = exif.get_field(Tag::GPSAltitudeRef, In::PRIMARY).and_then(|field| field.value.get_uint(0)) == Some(1);
    let height = numbers(Tag::GPSAltitude).and_then(|height| height.first().copied());
    let height = height.filter(|height| height.is_finite()).map(|height| if below { -height } else { height });
    // A receiver that found nothing writes zeros.
    let found = latitude.is_finite() && longitude.is_finite() && (latitude != 0.0 || longitude != 0.0);
    found.then_some(SaidPlace { latitude, longitude, height })
}

/// Reads `+01:00` (EXIF 2.32, 4.6.5, OffsetTime).
fn minutes_ahead(zone: &str) -> Option<i32> {
    let (sign, rest) = zone.split_at_checked(1)?;
    let (hours, minutes) = rest.split_once(':')?;
    let ahead = hours.parse::<u8>().ok().map(i32::from)? * 60 + minutes.parse::<u8>().ok().map(i32::from)?;
    match sign {
        "+" => Some(ahead),
        "-" => Some(-ahead),
        _ => None,
    }
}

fn document(bytes: Vec<u8>) -> Result<Inside, PreviewError> {
    let pdf = pdf::open(bytes)?;
    let pages = pdf.pages();
    if pages.is_empty() {
        return Err(PreviewError::Damaged);
    }
    let told = pdf.metadata();
    let said = [
        (SaidKind::Title, &told.title),
        (SaidKind::Author, &told.author),
        (SaidKind::Subject, &told.subject),
        (SaidKind::Keywords, &told.keywords),
        (SaidKind::Creator, &told.creator),
        (SaidKind::Software, &told.producer),
    ];
    let said = said.into_iter().filter_map(|(what, bytes)| {
        let text = clean(&text_string(bytes.as_ref()?));
        (!text.is_empty()).then_some(Said { what, text })
    });
    let times = [(SaidTimeKind::Made, told.creation_date), (SaidTimeKind::Changed, told.modification_date)];
    let times = times.into_iter().filter_map(|(what, time)| time.map(|time| time_of(what, &time)));
    Ok(Inside {
        pages: pages.iter().take(limits::PAGES as usize).map(|page| pdf::own_size(page).0).collect(),
        more_pages: pages.len() > limits::PAGES as usize,
        worded: true,
        said: said.collect(),
        times: times.collect(),
        ..Inside::default()
    })
}

fn time_of(what: SaidTimeKind, time: &DateTime) -> SaidTime {
    let DateTime { year, month, day, hour, minute, second, .. } = time;
    let hours = i32::from(time.utc_offset_hour) * 60;
    let minutes = i32::from(time.utc_offset_minute);
    SaidTime {
        what,
        local: format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
        offset: Some(if hours < 0 { hours - minutes } else { hours + minutes }),
    }
}

/// Reads a text of a PDF (ISO 32000-2, 7.9.2.2): UTF-16 or UTF-8 with a mark, otherwise as Latin-1.
fn text_string(bytes: &[u8]) -> String {
    match bytes {
        [0xfe, 0xff, rest @ ..] => {
            let units: Vec<u16> = rest.as_chunks::<2>().0.iter().map(|pair| u16::from_be_bytes(*pair)).collect();
            String::from_utf16_lossy(&units)
        }
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        // PDFDocEncoding differs from Latin-1 in marks alone.
        _ => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

fn clean(text: &str) -> String {
    text.trim_matches(|c: char| c.is_whitespace() || c.is_control()).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_a_pdf_are_read_in_their_three_forms() {
        assert_eq!(text_string(b"\xfe\xff\0A\x20\xac"), "A\u{20ac}");
        assert_eq!(text_string(b"\xef\xbb\xbfcaf\xc3\xa9"), "café");
        assert_eq!(text_string(b"caf\xe9"), "café");
        assert_eq!(text_string(b"\xfe\xff\xd8"), "");
    }

    #[test]
    fn zones_are_read_and_nothing_else() {
        assert_eq!(["+01:00", "-05:30", "+00:00"].map(minutes_ahead), [Some(60), Some(-330), Some(0)]);
        assert_eq!(["", "Z", "01:00", "+1", "+aa:00"].map(minutes_ahead), [None; 5]);
    }
}
