//! Says what kind of file some bytes begin, from the bytes alone; names and extensions are never asked.
//!
//! What reads as text is `text/plain`, whatever markup it holds: HTML, XML and SVG are programs for a browser and are
//! never treated as pictures.

/// How many bytes are looked at.
const LOOKED_AT: usize = 8 << 10;
/// What bytes are called that show nothing.
const UNKNOWN: &str = "application/octet-stream";
/// Formats that may look like text from beginning to end and still are not.
const TEXT_LIKE: [(&[u8], &str); 3] =
    [(b"%PDF-", "application/pdf"), (b"{\\rtf", "application/rtf"), (b"%!PS", "application/postscript")];

/// Returns the media type that the first 8 KiB show.
pub(crate) fn media_type(head: &[u8]) -> &'static str {
    let head = head.get(..LOOKED_AT).unwrap_or(head);
    if head.is_empty() {
        return UNKNOWN;
    }
    if let Some((_, found)) = TEXT_LIKE.iter().find(|(magic, _)| head.starts_with(magic)) {
        return found;
    }
    let plain = !head.iter().any(is_binary);
    // Before the magic numbers, since some are two letters: a note that begins "BM" is not a bitmap.
    if plain && is_utf8_so_far(head) {
        return "text/plain";
    }
    if let Some(found) = still_picture(head) {
        return found;
    }
    match infer::get(head) {
        Some(kind) if kind.matcher_type() != infer::MatcherType::Text => kind.mime_type(),
        _ if plain => "text/plain",
        _ => UNKNOWN,
    }
}

/// Returns which picture an ISO base media file begins: its brands say so, the main one first (ISO/IEC 23008-12).
fn still_picture(head: &[u8]) -> Option<&'static str> {
    let length = u32::from_be_bytes(head.get(..4)?.try_into().ok()?) as usize;
    let brands = head.get(4..length.min(head.len()))?.strip_prefix(b"ftyp")?;
    let kind = |brand: &[u8]| match brand {
        b"heic" | b"heix" | b"heim" | b"heis" => Some("image/heic"),
        b"avif" | b"avis" => Some("image/avif"),
        _ => None,
    };
    let main = brands.get(..4)?;
    if !matches!(main, b"mif1" | b"mif2" | b"miaf") {
        return kind(main);
    }
    // The second four bytes are a version.
    brands.chunks_exact(4).skip(2).find_map(kind)
}

/// Returns true for a byte that text of no ASCII-based encoding has (WHATWG MIME Sniffing, "binary data byte").
fn is_binary(byte: &u8) -> bool {
    matches!(byte, 0x00..=0x08 | 0x0b | 0x0e..=0x1a | 0x1c..=0x1f)
}

/// Returns true for UTF-8, also where the last character is cut off.
fn is_utf8_so_far(head: &[u8]) -> bool {
    match std::str::from_utf8(head) {
        Ok(_) => true,
        Err(error) => error.error_len().is_none(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_text_whatever_it_holds() {
        for text in [
            "Thursday, by the bench.\r\n",
            "BMW parked outside",
            "MZ",
            "<svg xmlns=\"http://www.w3.org/2000/svg\"/>",
            "<?xml version=\"1.0\"?><svg/>",
            "<!DOCTYPE html><script>alert(1)</script>",
            "From: a@example.org\nSubject: Hello\n\nx",
            "#!/bin/sh\n",
            "\u{feff}with a mark",
            "Zażółć gęślą jaźń \u{202e}",
        ] {
            assert_eq!(media_type(text.as_bytes()), "text/plain", "{text}");
        }
        assert_eq!(media_type(b"caf\xe9 au lait, 12\xa33"), "text/plain", "an older encoding is text too");
    }

    #[test]
    fn a_character_cut_at_the_end_is_still_text() {
        let mut text = "a".repeat(LOOKED_AT - 1).into_bytes();
        text.extend("é".as_bytes());
        assert_eq!(media_type(&text), "text/plain");
    }

    #[test]
    fn magic_numbers_are_known() {
        for (head, expected) in [
            (&b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"[..], "image/jpeg"),
            (b"\x89PNG\r\n\x1a\n\x00\x00\x00\x0dIHDR", "image/png"),
            (b"GIF89a\x01\x00\x01\x00", "image/gif"),
            (b"RIFF\x24\x00\x00\x00WEBPVP8 ", "image/webp"),
            (b"II\x2a\x00\x08\x00\x00\x00\x10\x00\xfe\x00", "image/tiff"),
            (b"BM\x46\x00\x00\x00\x00\x00\x00\x00", "image/bmp"),
            (b"%PDF-1.4\n1 0 obj\n", "application/pdf"),
            (b"PK\x03\x04\x14\x00\x00\x00", "application/zip"),
            (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image/heic"),
            (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1miafheix", "image/heic"),
            (b"\x00\x00\x00\x1cftypmif1\x00\x00\x00\x00mif1avifmiaf", "image/avif"),
            (b"\x00\x00\x00\x14ftypavif\x00\x00\x00\x00mif1heic", "image/avif"),
            (b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42", "video/mp4"),
            (b"\x01\x02\x03\x04", UNKNOWN),
            (b"", UNKNOWN),
        ] {
            assert_eq!(media_type(head), expected, "{head:?}");
        }
    }

    #[test]
    fn only_the_first_8_kib_count() {
        let mut bytes = vec![b'a'; LOOKED_AT];
        bytes.push(0);
        assert_eq!(media_type(&bytes), "text/plain");
        bytes.insert(0, 0);
        assert_eq!(media_type(&bytes), UNKNOWN);
    }
}
