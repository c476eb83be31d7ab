//! What the first bytes of a file say.

use casekeep_media::fuzzing::head;

/// How many bytes are looked at for the type.
const LOOKED_AT: usize = 8 << 10;

/// Checks that a type depends on the first bytes alone, that no text has bytes that text has not, and that only a JPEG has
/// signs.
///
/// # Panics
/// When one of these does not hold.
pub fn check(data: &[u8]) {
    let (media_type, signs) = head(data);
    let first = data.get(..LOOKED_AT).unwrap_or(data);
    assert_eq!(head(first).0, media_type, "what comes later changes the type");
    assert!(media_type.split_once('/').is_some_and(|(one, other)| !one.is_empty() && !other.is_empty()));
    if media_type.starts_with("text/") {
        assert!(!first.is_empty() && !first.contains(&0), "{media_type} with a zero byte");
    }
    assert!(signs.is_empty() || data.starts_with(&[0xff, 0xd8]), "signs in what is no JPEG");
}
