//! What a decoder says that a stranger's file took over: it may say anything, and is believed in nothing.

use casekeep_media::fuzzing::{hear, messages, picture, unpacked};

/// How many bytes of answer it may send here, and the longest side that is asked for.
const ALLOWED: u64 = 4 << 10;
const SIDE: u32 = 32;
/// The entries that are asked for.
const WANTED: [u32; 3] = [0, 2, 5];

/// Checks that no more is taken than is allowed, and that it means the same however the pipe cuts it.
///
/// # Panics
/// When it does not.
pub fn check(data: &[u8]) {
    let heard = hear(data, ALLOWED, data.len().max(1));
    assert!(heard.answer.len() as u64 <= ALLOWED, "more than is allowed");
    assert!(heard.wants.iter().all(|(_, count)| (1..=256 << 10).contains(count)), "a piece that is none");
    assert_eq!(hear(data, ALLOWED, 1), heard, "byte by byte");
    assert_eq!(hear(data, ALLOWED, 13), heard, "in other pieces");
    // What the frames carry, and the bytes themselves, as each kind of answer.
    for answer in [heard.answer.as_slice(), data] {
        let pixels = picture(answer, SIDE, 1 << 16);
        assert_eq!(picture(answer, SIDE, 3), pixels);
        if let Ok((width, height, bytes)) = pixels {
            assert!((1..=SIDE).contains(&width) && (1..=SIDE).contains(&height));
            assert!([3, 4].contains(&(bytes / (width * height) as usize)) && bytes % (width * height) as usize == 0);
        }
        let out = unpacked(answer, &WANTED, 1 << 16);
        assert_eq!(unpacked(answer, &WANTED, 3), out);
        if let Ok((out, whole)) = out {
            let came: Vec<u32> = out.iter().map(|one| one.index).collect();
            assert_eq!(came, WANTED.get(..came.len()).unwrap_or_default(), "only what is asked for, in its order");
            assert!(
                !whole || (came == WANTED && out.iter().all(|one| one.end.is_some())),
                "whole, and some is missing"
            );
        }
        assert_eq!(messages(answer, 5), messages(answer, 1 << 16));
    }
}
