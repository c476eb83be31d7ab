//! Looks at the bytes of hostile files: says what they are, and makes pictures of them that are safe to show.
//!
//! Every image is decoded in a fresh process that can open nothing, reach nothing and start nothing, and that is stopped
//! at limits of memory, processor time and wall-clock time (`confine`). It is the same executable started again with
//! [`CHILD_ARGUMENT`], so every program that previews calls [`run_if_child`] first. What comes back is plain pixels whose
//! count is checked before they are used; the PNG is written on this side, so not even a decoder that was taken over can
//! hand over a crafted file.
//!
//! The confinement is Linux's. On other systems [`Inspector`] tells media types and has no previews.
//! Not here: which items get a preview, where it is kept, and the reading of metadata.

mod inspector;
mod picture;
mod pixels;
mod sniff;

#[cfg(target_os = "linux")]
mod child;
#[cfg(target_os = "linux")]
mod confine;
#[cfg(target_os = "linux")]
mod decode;
#[cfg(target_os = "linux")]
mod parent;
#[cfg(target_os = "linux")]
mod wire;

#[cfg(target_os = "linux")]
pub use confine::{ConfineError, Landlock, confine};
pub use inspector::Inspector;
pub use pixels::{PixelsError, encode_png};

/// The first argument that makes a program of Casekeep a decoder.
pub const CHILD_ARGUMENT: &str = "--decode-child";

/// Turns this process into a decoder if it was started as one, and then does not return.
///
/// Call it first in `main`, before any thread is started and any file is opened.
pub fn run_if_child() {
    #[cfg(target_os = "linux")]
    if std::env::args_os().nth(1).is_some_and(|first| first == CHILD_ARGUMENT) {
        child::run();
    }
}
