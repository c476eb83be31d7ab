//! How a vault is kept: its keys, backups, checks and seals, as the window and `--json` show them.

use crate::{Finding, Report, Timestamp};
use serde::{Deserialize, Serialize};

macro_rules! words {
    ($($(#[$meta:meta])* pub enum $name:ident { $($body:tt)* })*) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(rename_all = "snake_case")]
        pub enum $name { $($body)* }
    )* };
}

words! {
    /// What a key file is opened with.
    pub enum KeyWayKind {
        /// The passphrase.
        Passphrase,
        /// The twelve recovery words.
        Recovery,
        /// A further age or ssh key.
        Further,
    }

    /// How deep a check goes.
    pub enum Depth {
        /// Names and ciphertext hashes only; needs no keys, and finds accidents, not people.
        Keyless,
        /// Everything: every log, every signature, every file decrypted and hashed.
        Full,
    }

    /// What today's log says of an earlier seal.
    pub enum SealOutcome {
        /// Today's log extends the sealed one.
        Extends,
        /// Today's log is shorter than the sealed one.
        RolledBack,
        /// Today's log is not the sealed one continued.
        Rewritten,
        /// No record of this vault gives these words.
        Unknown,
    }
}

view! {
    /// One way to unlock the vault.
    pub struct KeyWay {
        /// The file in `keys/`.
        pub file: String,
        /// What opens it.
        pub kind: KeyWayKind,
        /// The name that the person gave a further key.
        pub label: Option<String>,
        /// A further key's `age1…` or `ssh-…` line.
        pub recipient: Option<String>,
        /// When it was made.
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        pub made: Option<Timestamp>,
        /// When it was last shown to open the vault.
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        pub rehearsed: Option<Timestamp>,
    }

    /// Every way to unlock the vault.
    pub struct Keys {
        /// How often the keys were changed for new ones, from 1.
        pub epoch: u32,
        /// The ways.
        pub ways: Vec<KeyWay>,
        /// True when the recovery words were neither tried nor typed back from paper for a year.
        pub words_due: bool,
        /// True when an exchange of all keys was begun and is not finished.
        pub rotating: bool,
    }

    /// A folder that the vault is copied to.
    pub struct BackupPlace {
        /// The folder.
        pub folder: String,
        /// True when it can be reached now.
        pub there: bool,
        /// When everything was last copied to it.
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        pub copied: Option<Timestamp>,
        /// When a copy was last opened with the passphrase and compared.
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        pub rehearsed: Option<Timestamp>,
        /// What is unwise about the place, in a sentence.
        pub warning: Option<String>,
    }

    /// Where the vault is copied to.
    pub struct Backups {
        /// The places.
        pub places: Vec<BackupPlace>,
        /// True when the newest copy is more than a week old, or there is none.
        pub due: bool,
        /// What is unwise about where the vault itself is, in sentences.
        pub warnings: Vec<String>,
    }

    /// What copying the vault gave.
    pub struct BackupReport {
        /// The folder.
        pub folder: String,
        /// Files copied now.
        pub copied: u32,
        /// Bytes copied now.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
        /// Files that were there already.
        pub kept: u32,
        /// Files read back from the copy and compared with their hashes.
        pub verified: u32,
        /// What is wrong with the copy.
        pub problems: Vec<Finding>,
        /// Remarks.
        pub notes: Vec<Finding>,
    }

    /// What opening a copy and comparing it gave.
    pub struct Rehearsal {
        /// True when the copy opens and holds all that it should.
        pub ok: bool,
        /// Cases in the copy.
        pub cases: u32,
        /// Contacts in the copy.
        pub contacts: u32,
        /// Items in the copy, each decrypted and compared.
        pub items: u32,
        /// Records that the vault has and the copy does not yet have.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub behind: u64,
        /// What is wrong.
        pub problems: Vec<Finding>,
    }

    /// The last check of the vault.
    pub struct LastCheck {
        /// When it ended, or was stopped.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub at: Timestamp,
        /// How deep it went.
        pub depth: Depth,
        /// False when it was stopped; it goes on from there.
        pub finished: bool,
        /// What it found.
        pub report: Report,
    }

    /// A seal: the state of every log at one moment, to be kept on paper by someone else.
    pub struct Seal {
        /// When it was made, by this computer's clock.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub at: Timestamp,
        /// Its twelve words.
        pub words: Vec<String>,
        /// The whole signed checkpoint.
        pub checkpoint: String,
        /// How many records the vault's own log had.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub size: u64,
        /// The root over them.
        pub root: String,
        /// Cases sealed by it.
        pub cases: u32,
        /// Contacts in them.
        pub contacts: u32,
        /// Items in them.
        pub items: u32,
        /// Records in all logs.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub records: u64,
        /// The time that a time-stamp authority gave it, where one did.
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        pub stamped: Option<Timestamp>,
        /// Who gave that time.
        pub stamped_by: Option<String>,
    }

    /// What a seal shows of today's log.
    pub struct SealVerdict {
        /// What it shows.
        pub outcome: SealOutcome,
        /// The seal, where one was found.
        pub seal: Option<Seal>,
        /// The same in a sentence.
        pub sentence: String,
        /// What to do next.
        pub step: String,
    }

    /// What shredding a case would destroy, and what it would not reach.
    pub struct ShredPlan {
        /// The case's number.
        pub case: u32,
        /// Its name, which is to be typed.
        pub name: String,
        /// Contacts in it.
        pub contacts: u32,
        /// Items in it.
        pub items: u32,
        /// Bytes on the disk.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
        /// Why it may not be shredded, where there is a hold.
        pub hold: Option<String>,
        /// Backups that it does not reach.
        pub backups: Vec<String>,
        /// Bundles made of it that it does not reach, in words.
        pub bundles: Vec<String>,
    }

    /// What is left of a case that was shredded.
    pub struct Tombstone {
        /// The number that it had.
        pub case: u32,
        /// When it was shredded.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub at: Timestamp,
        /// Contacts that were in it.
        pub contacts: u32,
        /// Items that were in it.
        pub items: u32,
        /// Why.
        pub reason: String,
    }

    /// That a case was shredded.
    pub struct ShredCertificate {
        /// The text to print or keep; it names no file and holds no hash of one.
        pub text: String,
    }
}
