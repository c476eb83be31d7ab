//! The engine: a vault's folder of logs and objects, and the index over it.
//!
//! The log is truth; the index is a cache that may be thrown away; nothing is reported as saved before it is durable.
//! `Vault` is locked, `UnlockedVault` is not, and dropping the second wipes its keys. What a bundle is, how hostile files
//! are decoded and what a window shows are not here.

mod anchor;
mod apart;
mod attempts;
mod backup;
mod boxes;
mod carried;
mod cases;
mod certificate;
mod check;
mod clock_jumps;
mod compact;
mod contacts;
mod copying;
mod create;
mod destinations;
mod disclose;
mod disk;
mod epochs;
mod error;
mod facts;
mod files;
mod hold;
mod inbox;
mod index;
mod ingest;
mod installation;
mod key_files;
mod key_folder;
mod lineage;
mod locked;
mod log;
mod memory;
mod outside;
mod pin;
mod place;
mod plan;
mod protect;
mod read;
mod rehearsal;
mod reindex;
mod reseal;
mod restore;
mod restored;
mod returned;
mod rotate;
mod rows;
mod seal;
mod seen;
mod session;
mod shred;
mod stamps;
mod standing;
mod surroundings;
mod unlock;
mod unregistered;
mod verdict;
mod wording;

pub use create::{Created, Strength, check_passphrase, create_vault};
pub use disclose::{Disclosed, DisclosedFile, Ended};
pub use disk::Disk;
pub use error::{Result, VaultError};
pub use files::{Barrier, Facts, FileSystem, HostFiles, Kind, Lock, ReadFile, WriteFile};
pub use ingest::{NewItem, Step};
pub use installation::{Installation, SystemClock, state_folder};
pub use key_files::OLD_COPIES_STILL_OPEN;
pub use locked::{UnlockWith, Vault, open_vault};
pub use outside::{NewFile, Written, open_ordinary_file};
pub use place::{Others, Place};
pub use protect::leave_no_dump;
pub use read::{ItemReader, read_failure};
pub use restore::restore_vault;
pub use session::{Access, UnlockedVault};
