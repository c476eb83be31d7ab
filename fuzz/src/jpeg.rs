//! Photographs of strangers at an eighth of their size.

use casekeep_media::fuzzing::{jpeg, jpeg_size};

/// The most pixels of a picture that is tried here; a larger one costs only more of the same.
const PIXELS: u64 = 1 << 22;

/// Checks that a picture has the pixels that its header says, at an eighth.
///
/// # Panics
/// When it has not, or when a picture without a size has pixels.
pub fn check(data: &[u8]) {
    let Some((width, height)) = jpeg_size(data) else {
        return assert_eq!(jpeg(data), None, "no size is told, and there is a picture");
    };
    if u64::from(width) * u64::from(height) > PIXELS {
        return;
    }
    if let Some([(whole_width, whole_height, _), (small_width, small_height, bytes)]) = jpeg(data) {
        assert_eq!((whole_width, whole_height), (width, height));
        assert_eq!((small_width, small_height), (width.div_ceil(8), height.div_ceil(8)));
        assert_eq!(bytes, (small_width * small_height * 3) as usize);
    }
}
