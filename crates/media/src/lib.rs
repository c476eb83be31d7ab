//! Looks at the bytes of hostile files: says what they are and tell of themselves, and makes pictures of them that are safe
//! to show.
//!
//! Every file is decoded in a fresh process that can open nothing, reach nothing and start nothing, and that is stopped
//! at limits of memory, processor time, wall-clock time and answer (`confine`, `job`). It asks for the pieces of the file
//! that it wants (`wire`), so a file of any size is in no one's memory whole. It is the same executable started again with
//! [`CHILD_ARGUMENT`], so every program that previews calls [`run_if_child`] first. What comes back is plain pixels whose
//! count is checked before they are used; the PNG is written on this side, so not even a decoder that was taken over can
//! hand over a crafted file.
//!
//! The confinement is Linux's. On other systems [`Inspector`] tells media types and has no previews.
//! Not here: which items get a preview, and where it is kept.

#![cfg_attr(not(feature = "decoders"), allow(dead_code, reason = "the fuzz targets are built without who uses it"))]

mod inspector;
mod job;
mod likeness;
mod looking;
mod picture;
mod pixels;
mod redact;
mod sheets;
mod signs;
mod sniff;
mod told;
mod unpacked;

#[cfg(all(target_os = "linux", feature = "decoders"))]
mod answer;
#[cfg(target_os = "linux")]
mod archive;
#[cfg(all(target_os = "linux", feature = "decoders"))]
mod child;
#[cfg(target_os = "linux")]
mod confine;
#[cfg(target_os = "linux")]
mod confine_program;
#[cfg(all(target_os = "linux", feature = "decoders"))]
mod decode;
#[cfg(target_os = "linux")]
mod eighth;
#[cfg(all(target_os = "linux", feature = "decoders"))]
mod exports;
#[cfg(all(target_os = "linux", feature = "decoders"))]
mod facts;
#[cfg(all(target_os = "linux", feature = "fuzzing"))]
pub mod fuzzing;
#[cfg(all(target_os = "linux", feature = "decoders"))]
mod given;
#[cfg(all(target_os = "linux", feature = "decoders"))]
mod heic;
#[cfg(target_os = "linux")]
mod huffman;
#[cfg(all(target_os = "linux", feature = "decoders"))]
mod mail;
#[cfg(target_os = "linux")]
mod office;
#[cfg(target_os = "linux")]
mod parent;
#[cfg(all(target_os = "linux", feature = "decoders"))]
mod pdf;
#[cfg(target_os = "linux")]
mod process;
#[cfg(target_os = "linux")]
mod reader;
#[cfg(not(target_os = "linux"))]
mod reader_absent;
#[cfg(target_os = "linux")]
mod tiff;
#[cfg(target_os = "linux")]
mod unpack;
#[cfg(target_os = "linux")]
mod wire;
#[cfg(all(target_os = "linux", feature = "decoders"))]
mod words;
#[cfg(target_os = "linux")]
mod xml;

#[cfg(target_os = "linux")]
pub use confine::{ConfineError, Landlock, Limits, confine};
#[cfg(target_os = "linux")]
pub use confine_program::confine_program;
pub use inspector::Inspector;
pub use pixels::{PixelsError, encode_png};
#[cfg(target_os = "linux")]
pub use reader::TextReader;
#[cfg(not(target_os = "linux"))]
pub use reader_absent::TextReader;
pub use redact::{PageStep, Redacted};

/// The first argument that makes a program of Casekeep confine itself and become the program that reads text.
pub const READER_ARGUMENT: &str = "--read-child";
/// The first argument that makes a program of Casekeep a decoder.
pub const CHILD_ARGUMENT: &str = "--decode-child";

/// Turns this process into a decoder, or into the program that reads text, if it was started as one; then it does not return.
///
/// Call it first in `main`, before any thread is started and any file is opened.
pub fn run_if_child() {
    #[cfg(target_os = "linux")]
    {
        let mut arguments = std::env::args_os().skip(1);
        match arguments.next() {
            #[cfg(feature = "decoders")]
            Some(first) if first == CHILD_ARGUMENT => child::run(arguments),
            Some(first) if first == READER_ARGUMENT => reader::become_program(arguments),
            _ => {}
        }
    }
}
