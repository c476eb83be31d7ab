//! Signs that a messaging app changed a picture, in the first bytes of a JPEG: no facts from a camera, and a length to
//! which such apps make pictures smaller.
//!
//! Like telling a file's type, this looks at a few bytes in place, allocates nothing and trusts no length.

use casekeep_model::import::Sign;

/// Lengths of the longer side to which messaging apps are known to make pictures smaller.
const LENGTHS: [u16; 4] = [1280, 1600, 2048, 4096];

/// Returns the signs that the first bytes of a file show.
pub(crate) fn signs(head: &[u8]) -> Vec<Sign> {
    let Some(seen) = look(head) else { return Vec::new() };
    if seen.camera {
        return Vec::new();
    }
    let mut signs = vec![Sign::NoCameraFacts];
    if LENGTHS.contains(&seen.longer) {
        signs.push(Sign::MessengerSize);
    }
    signs
}

struct Seen {
    camera: bool,
    longer: u16,
}

/// Walks the segments of a JPEG up to the one that says how large the picture is; `None` when it is no JPEG, or that one
/// is not among these bytes.
fn look(head: &[u8]) -> Option<Seen> {
    let mut rest = head.strip_prefix(&[0xff, 0xd8])?;
    let mut camera = false;
    loop {
        let (marker, body) = segment(rest)?;
        match marker {
            0xe1 if body.starts_with(b"Exif\0") => camera = true,
            // The starts of frames; C4, C8 and CC among them are something else.
            0xc0..=0xcf if !matches!(marker, 0xc4 | 0xc8 | 0xcc) => {
                let side = |at: usize| Some(u16::from_be_bytes(*body.get(at..)?.first_chunk()?));
                return Some(Seen { camera, longer: side(1)?.max(side(3)?) });
            }
            0xd9 | 0xda => return None,
            _ => {}
        }
        rest = rest.get(4 + body.len()..)?;
    }
}

/// Returns a segment's marker and what is in it.
fn segment(bytes: &[u8]) -> Option<(u8, &[u8])> {
    let [0xff, marker, high, low] = *bytes.first_chunk()? else { return None };
    let length = usize::from(u16::from_be_bytes([high, low])).checked_sub(2)?;
    Some((marker, bytes.get(4..4 + length)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn jpeg(segments: &[(u8, &[u8])]) -> Vec<u8> {
        let mut bytes = vec![0xff, 0xd8];
        for (marker, body) in segments {
            bytes.extend([0xff, *marker]);
            bytes.extend(u16::try_from(body.len() + 2).expect("short").to_be_bytes());
            bytes.extend(*body);
        }
        bytes
    }

    fn frame(width: u16, height: u16) -> Vec<u8> {
        [&[8][..], &height.to_be_bytes(), &width.to_be_bytes(), &[3, 1, 0x11, 0]].concat()
    }

    #[test]
    fn a_picture_without_a_camera_s_facts_says_so_and_its_size() {
        let sent = jpeg(&[(0xe0, b"JFIF\0\x01\x01"), (0xdb, &[0; 65]), (0xc0, &frame(1200, 1600))]);
        assert_eq!(signs(&sent), [Sign::NoCameraFacts, Sign::MessengerSize]);
        let other = jpeg(&[(0xe0, b"JFIF\0\x01\x01"), (0xc2, &frame(4032, 3024))]);
        assert_eq!(signs(&other), [Sign::NoCameraFacts]);
    }

    #[test]
    fn a_camera_s_own_picture_has_no_sign() {
        assert_eq!(signs(&jpeg(&[(0xe1, b"Exif\0\0MM"), (0xc0, &frame(1600, 1200))])), []);
    }

    #[test]
    fn what_cannot_be_seen_is_not_said() {
        let whole = jpeg(&[(0xe0, b"JFIF\0"), (0xc0, &frame(1600, 1200))]);
        for end in 0..whole.len() - 1 {
            let head = whole.get(..end).expect("inside");
            assert!(look(head).is_none() || end > whole.len() - 5, "{end}");
        }
        assert_eq!(signs(b"\x89PNG\r\n\x1a\n"), []);
        assert_eq!(signs(&jpeg(&[(0xda, &[0; 4]), (0xc0, &frame(1600, 1))])), []);
        assert_eq!(signs(&[0xff, 0xd8, 0xff, 0xe1, 0, 0]), []);
        assert_eq!(signs(&[0xff, 0xd8, 0xff, 0xe1, 0, 1, 0xff]), []);
    }
}
