//! Random bytes from the operating system; the only source of randomness in this crate beside age's own.

use zeroize::Zeroizing;

/// Returns `N` fresh random bytes, wiped when dropped.
///
/// # Panics
/// When the operating system has no random source. age, which seals every file here, stops in the same way.
#[must_use]
pub fn bytes<const N: usize>() -> Zeroizing<[u8; N]> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut()).expect("every supported system has a random source that cannot fail once started");
    bytes
}

/// Returns a fresh random id of lower-case base32, 16 characters (80 bits).
#[must_use]
pub fn name() -> String {
    data_encoding::BASE32_NOPAD.encode(bytes::<10>().as_ref()).to_ascii_lowercase()
}
