//! The words of Casekeep as types: ids, moments, contacts, items, findings, and what a window or a script is shown.
//!
//! Nothing here reads a file, a clock or the environment. What is stored is defined in `docs/format.md`; how it is
//! stored lives in `casekeep-format`.

#[macro_use]
mod words;
#[macro_use]
pub mod fields;

pub mod archive;
pub mod bundle_paper;
pub mod captured;
pub mod clock;
pub mod contact;
pub mod derived;
pub mod details;
pub mod disclosure;
pub mod finding;
pub mod guidance;
pub mod id;
pub mod import;
pub mod inside;
pub mod inspect;
pub mod item;
pub mod keeping;
pub mod likeness;
pub mod limits;
pub mod mail;
pub mod messages;
pub mod moment;
pub mod observed;
pub mod outgoing;
pub mod papers;
pub mod pattern;
pub mod people;
pub mod problem;
pub mod reading;
pub mod received;
pub mod register;
pub mod review;
mod row_key;
pub mod secret;
pub mod selection;
pub mod spelled;
pub mod timestamp;
pub mod transcript;
pub mod view;
pub mod visible;
pub mod window;

pub use captured::{Captured, CouldNot, HowMuch, Looked, Replies, SetPlace, StillThere};
pub use clock::Clock;
pub use contact::{Amendment, Change, Channel, Contact, Direction, Told, Turn};
pub use details::Details;
pub use disclosure::{Disclosing, Receipt};
pub use fields::{Fields, Patch};
pub use finding::{Checked, Class, Finding, Report, Severity, settle_findings};
pub use id::{BoxId, LeafHash, ObjectName, PartHash, SetId, Sha256Digest, VaultId, WriterId};
pub use item::{Acquired, Acquisition, Area, Crop, Derived, FileFacts, Item, ItemChanges, ItemFacts, Source, Via};
pub use messages::{Export, ExportKind, MessageChoices, MessagesOutcome, MessagesPreview};
pub use moment::{Fold, Moment, MomentError, Precision};
pub use outgoing::{Letter, Step};
pub use people::Person;
pub use problem::{ErrorCode, Problem};
pub use received::{Gift, Pence, Thing};
pub use register::{Register, RegisterEntry, Stays};
pub use review::{Chaperone, Review};
pub use secret::Secret;
pub use timestamp::Timestamp;
pub use transcript::Transcript;
