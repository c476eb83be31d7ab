//! Version 1 of the format. Frozen once a vault of it exists outside this project: a change is a new module.

pub mod amending;
pub mod canonical;
pub mod case_log;
pub mod checkpoint;
pub mod entries;
pub mod envelope;
pub mod fields;
pub mod further;
pub mod handed;
pub mod held;
pub mod identity_file;
pub mod inbox;
pub mod key_changes;
pub mod keys;
pub mod names;
pub mod object;
pub mod parts;
mod payload;
pub mod random;
pub mod record;
pub mod seal;
pub mod segment;
pub mod signing;
pub mod sshsig;
pub mod tree;
pub mod vault_json;
pub mod words;

pub use amending::{Amended, Amending, Subject, item_patch};
pub use case_log::*;
pub use checkpoint::{Checkpoint, Origin, note_origin, origin};
pub use entries::*;
pub use envelope::{
    OpenReader, SealWriter, is_decryption_failure, open_bytes, open_passphrase, open_with, open_with_any, seal_bytes,
    seal_passphrase, seal_to,
};
pub use fields::{field_parts, patch_parts, read_fields};
pub use further::{FurtherIdentities, FurtherRecipient};
pub use handed::{FollowedNumber, HandedOutcome, HandedOver, receipt_parts, with_disclosing};
pub use held::{Followed, HeldRecords};
pub use identity_file::{Epoch, IdentityFile};
pub use inbox::InboxHeader;
pub use key_changes::{KeyChange, KeyChanges, KeyEnds, disclose_change, disclose_ends, ends_parts};
pub use keys::{Identity, Recipient, index_key, open_box_key, seal_box_key, seal_box_keys};
pub use names::{KeyFileKind, VaultPath};
pub use object::{FileHash, HashingReader, NamingReader, ObjectSealer, ObjectWriter};
pub use parts::{
    BoxRecord, ClockChange, Clocks, EpochRecord, FurtherKey, ItemDraft, KeyFileHash, LogHead, Moved, Parts,
    PartsBuilder, Registered, kind, read as read_part,
};
pub use record::{Head, NewRecord, Part, Record, Salt};
pub use seal::{
    Anchor, Proven, SealCounts, SealRecord, disclose_heads, find_note, heads_of_box, sealed_heads, single_heads,
};
pub use segment::{Segment, SegmentName, read_segment, segment_name, write_segment};
pub use signing::{SigningKey, VerifyingKey};
pub use tree::{
    Frontier, Root, Tree, consistency_proof, inclusion_proof, leaf_hash, root_of, verify_consistency, verify_inclusion,
};
pub use vault_json::VaultJson;

/// The number of this version, as in the identity file, `vault.json` and record 0.
pub const FORMAT: u32 = 1;
