//! The words of Casekeep as types: ids, moments, contacts, items, findings, and what a window or a script is shown.
//!
//! Nothing here reads a file, a clock or the environment. What is stored is defined in `docs/format.md`; how it is
//! stored lives in `casekeep-format`.

pub mod clock;
pub mod contact;
pub mod finding;
pub mod id;
pub mod inspect;
pub mod item;
pub mod keeping;
pub mod limits;
pub mod moment;
pub mod problem;
pub mod secret;
pub mod timestamp;
pub mod view;
pub mod visible;
pub mod window;

pub use clock::Clock;
pub use contact::{Amendment, Change, Channel, Contact, ContactChanges, Direction, Turn};
pub use finding::{Checked, Class, Finding, Report, Severity, settle_findings};
pub use id::{BoxId, LeafHash, ObjectName, PartHash, Sha256Digest, VaultId, WriterId};
pub use item::{Acquired, Acquisition, Crop, Derived, FileFacts, Item, ItemChanges, ItemFacts, Source, Via};
pub use moment::{Fold, Moment, MomentError, Precision};
pub use problem::{ErrorCode, Problem};
pub use secret::Secret;
pub use timestamp::Timestamp;
