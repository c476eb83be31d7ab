//! What must hold for any bytes, one module for each target in `fuzz_targets`.
//!
//! A target asks more than that nothing panics: what is read must be written back as the same bytes, a second reader
//! written here from `docs/format.md` must accept exactly the same bytes, and no more memory may be asked for than the
//! bytes are worth. Inputs that only hashes or signatures keep from being read are *mended* first, so that what lies
//! behind them is reached.

pub mod answer;
pub mod bag;
pub mod bundle;
pub mod canonical;
pub mod envelope;
pub mod exports;
pub mod head;
pub mod header;
pub mod inbox;
pub mod jpeg;
pub mod keys;
pub mod memory;
pub mod mend;
pub mod moment;
pub mod names;
pub mod note;
pub mod office;
pub mod payload;
pub mod proof;
pub mod record;
pub mod segment;
pub mod stamp;
pub mod texts;
pub mod tiff;
pub mod zip;
