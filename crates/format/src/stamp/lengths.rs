//! Whether the lengths in a DER value can be true, before anything is read from it.
//!
//! The reader of DER asks for memory by a length before it looks whether there is so much: a reply of 900 bytes could make
//! it ask for 256 MiB.

use der::Decode;

/// How deep one value may lie in others; a reply with certificates needs about fifteen levels.
const DEEPEST: usize = 64;

const CONSTRUCTED: u8 = 0x20;
const CONTEXT: u8 = 0x80;
/// What every value begins with that an implicit tag of a reply may stand for.
const SEQUENCE: u8 = 0x30;
const OBJECT_IDENTIFIER: u8 = 0x06;

/// Reads a DER value (X.690), whose every length was seen to stay within what it is in.
///
/// Returns `None` where a length does not, or it is not such a value.
pub fn read<'a, T: Decode<'a>>(bytes: &'a [u8]) -> Option<T> {
    if lengths_hold(bytes) { T::from_der(bytes).ok() } else { None }
}

fn lengths_hold(bytes: &[u8]) -> bool {
    let mut ends = vec![bytes.len()];
    let mut at = 0;
    loop {
        while ends.last() == Some(&at) {
            ends.pop();
        }
        let Some(&end) = ends.last() else { return true };
        let Some((constructed, begin, length)) = header(bytes, at) else { return false };
        if begin > end || length > end - begin || ends.len() > DEEPEST {
            return false;
        }
        if constructed {
            ends.push(begin + length);
            at = begin;
        } else {
            at = begin + length;
        }
    }
}

/// Returns whether a value is read as one that holds others, where its content begins, and how long that says it is.
fn header(bytes: &[u8], at: usize) -> Option<(bool, usize, usize)> {
    let (tag, first) = (*bytes.get(at)?, *bytes.get(at + 1)?);
    let digits = match first {
        0..=0x7f => 0,
        0x81..=0x84 => usize::from(first - 0x80),
        _ => return None,
    };
    let begin = at + 2 + digits;
    let length = match digits {
        0 => u64::from(first),
        _ => bytes.get(at + 2..begin)?.iter().fold(0, |sum, digit| sum << 8 | u64::from(*digit)),
    };
    // The reader takes an implicit tag at its word, and asks only afterwards whether it stands for what holds others.
    let taken_for = tag & 0xe0 == CONTEXT && matches!(bytes.get(begin), Some(&(SEQUENCE | OBJECT_IDENTIFIER)));
    Some((tag & CONSTRUCTED != 0 || taken_for, begin, usize::try_from(length).ok()?))
}

#[cfg(test)]
mod tests {
    use super::{DEEPEST, lengths_hold};

    #[test]
    fn a_length_beyond_what_it_is_in_is_seen_before_anything_is_read() {
        let good: [&[u8]; 5] = [
            &[5, 0],
            &[0x80, 3, 2, 0x82, 0x74],
            &[0x30, 0],
            &[0x30, 5, 4, 1, 7, 5, 0],
            &[0x30, 0x81, 4, 0xa0, 2, 5, 0],
        ];
        let bad: [&[u8]; 8] = [
            &[0x80, 6, 0x30, 4, 2, 0x82, 0x74, 9],
            &[5],
            &[4, 2, 7],
            &[0x30, 3, 4, 2, 7, 5, 0],
            &[0x30, 6, 2, 0x84, 0x0f, 0xff, 0xff, 0xff],
            &[0x30, 0x80, 0, 0],
            &[4, 0x85, 0, 0, 0, 0, 1, 7],
            &[0x30; 300],
        ];
        assert!(good.into_iter().all(lengths_hold));
        for bytes in bad {
            assert!(!lengths_hold(bytes), "{bytes:x?}");
        }
        let nested = |levels: usize| {
            (0..levels).fold(Vec::new(), |inside, _| {
                let [high, low] = u16::try_from(inside.len()).expect("short").to_be_bytes();
                [&[0x30, 0x82, high, low], inside.as_slice()].concat()
            })
        };
        assert!(lengths_hold(&nested(DEEPEST)) && !lengths_hold(&nested(DEEPEST + 1)));
    }
}
