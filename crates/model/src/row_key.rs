//! Which row of a timeline is meant.

use crate::view::EntryKind;
use serde::{Deserialize, Serialize};

/// Which row of a timeline is meant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RowKey {
    /// The kind of the entry.
    pub kind: EntryKind,
    /// The number.
    pub n: u32,
    /// 0, or which of the entries with this number it is.
    pub twin: u32,
}
