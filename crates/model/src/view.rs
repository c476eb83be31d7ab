//! What the window and `--json` show: plain data, derived from the log, never stored as truth.

pub use crate::captured::{LookedFor, SetView};
use crate::import::Sign;
pub use crate::selection::{BundlePreview, ListedNumber, RegisterTally, Selection, Tally};
use crate::{
    Acquired, Amendment, Captured, Channel, Derived, Details, Direction, Finding, Moment, Pence, Precision, Register,
    RegisterEntry, Source, Stays, Timestamp, Turn, Via,
};
use serde::{Deserialize, Serialize};

pub use crate::row_key::RowKey;

word_enum! {
    /// What an entry of a case is.
    EntryKind {
        /// A contact.
        Contact = "contact", "Contact";
        /// An item.
        Item = "item", "Item";
        /// Somebody, in the register of people.
        Person = "person", "Person";
        /// A gift.
        Gift = "gift", "Gift";
        /// A physical thing.
        Thing = "thing", "Physical item";
        /// A letter.
        Letter = "letter", "Letter";
        /// A step.
        Step = "step", "Step";
        /// A chaperone record.
        Chaperone = "chaperone", "Chaperone record";
        /// A review.
        Review = "review", "Review";
        /// A transcript of an item.
        Transcript = "transcript", "Transcript";
    }
}

impl From<Register> for EntryKind {
    fn from(register: Register) -> Self {
        match register {
            Register::Person => Self::Person,
            Register::Gift => Self::Gift,
            Register::Thing => Self::Thing,
            Register::Letter => Self::Letter,
            Register::Step => Self::Step,
            Register::Chaperone => Self::Chaperone,
            Register::Review => Self::Review,
            Register::Transcript => Self::Transcript,
        }
    }
}

impl EntryKind {
    /// Returns the register that an entry of this kind stands in; `None` for contacts and items.
    #[must_use]
    pub fn register(self) -> Option<Register> {
        Register::from_word(self.word())
    }
}

word_enum! {
    /// What a private text is.
    PrivateKind {
        /// A note.
        Note = "note", "Private note";
        /// Advice from a defence organisation or a lawyer, which may be privileged.
        Advice = "advice", "Advice";
    }
}

view! {
    /// What a folder says before it is unlocked; a label, never trusted.
    pub struct LockedVault {
        /// The folder.
        pub folder: String,
        /// When it was last unlocked on this computer.
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        pub last_unlocked: Option<Timestamp>,
        /// Wrong passphrases since then, on this computer; a hint, not evidence.
        pub failed: u32,
        /// When the first of them was tried.
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        pub first_failed: Option<Timestamp>,
        /// When the newest of them was tried.
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        pub last_failed: Option<Timestamp>,
        /// Seconds until the next try is taken; 0 when it is taken at once.
        pub wait_seconds: u32,
        /// Captures made while locked that wait inside.
        pub waiting: u32,
        /// Whether this computer has opened the vault before, so that things can be added while locked.
        pub opened_here: bool,
        /// True when a change of all keys was begun and is not finished: only the new passphrase opens it.
        pub rotating: bool,
    }

    /// What an unlock found.
    pub struct Opening {
        /// The signing key's fingerprint, `SHA256:…`.
        pub fingerprint: String,
        /// The same as twelve words, to compare with the recovery sheet.
        pub fingerprint_words: Vec<String>,
        /// True on a computer that has no memory of this vault.
        pub first_time_here: bool,
        /// What is wrong; shown before anything else.
        pub findings: Vec<Finding>,
        /// Captures made while locked that were put in the one open case just now.
        pub adopted: u32,
        /// When it was unlocked before this, on this computer.
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        pub last_unlocked: Option<Timestamp>,
        /// Wrong passphrases since then, on this computer; a hint, not evidence.
        pub failed: u32,
        /// When the first of them was tried.
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        pub first_failed: Option<Timestamp>,
        /// What a person should know and that is no finding: a key added in the last 30 days, a clock that jumped.
        pub remarks: Vec<String>,
    }

    /// One case in the list of cases.
    pub struct CaseRow {
        /// The case's number in the vault.
        pub case: u32,
        /// Its name.
        pub name: String,
        /// True when it is closed.
        pub closed: bool,
        /// Why it may not be shredded, where there is a hold.
        pub hold: Option<String>,
        /// When it was opened.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub opened: Timestamp,
        /// How many contacts from or about them.
        pub contacts: u32,
        /// On how many days those fell.
        pub days: u32,
        /// How many items.
        pub items: u32,
        /// The first contact.
        pub first: Option<Moment>,
        /// The last contact.
        pub last: Option<Moment>,
        /// Contacts a week, the last 26 weeks, oldest first.
        pub weeks: Vec<u32>,
    }

    /// One row of a timeline or a search.
    pub struct TimelineRow {
        /// Contact or item.
        pub kind: EntryKind,
        /// The number, counted apart for contacts and items.
        pub n: u32,
        /// The number as shown: `12`, or `12b` where two computers used one number.
        pub label: String,
        /// The case it belongs to.
        pub case: u32,
        /// When it happened, as a clock time at its precision, `2026-03-04T19:15`; `null` when unknown.
        pub occurred: Option<String>,
        /// How exactly that is known.
        pub precision: Precision,
        /// True when the person says "about".
        pub about: bool,
        /// The zone of the clock time.
        pub zone: String,
        /// Minutes east of UTC at that time, where it is known.
        pub offset: Option<i32>,
        /// The UTC instant it sorts by: its beginning, of a turning point the end of what is known of its time, so that
        /// all below surely came after it.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub instant: Timestamp,
        /// When it was recorded, by this computer's clock.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub recorded: Timestamp,
        /// True when it was recorded more than 24 hours after.
        pub late: bool,
        /// How long after: "2 hours after", "41 days after".
        pub delay: Option<String>,
        /// How a contact came.
        pub channel: Option<Channel>,
        /// The platform.
        pub platform: Option<String>,
        /// Who a contact came from.
        pub direction: Option<Direction>,
        /// The turning point that a contact is, or a letter that went: contact after it has another weight.
        pub turn: Option<Turn>,
        /// What happened, or what an item shows; in full, as amended.
        pub text: String,
        /// The exact words.
        pub words: Option<String>,
        /// A contact's items.
        pub items: Vec<u32>,
        /// An item's contacts.
        pub contacts: Vec<u32>,
        /// An item's original file name.
        pub name: Option<String>,
        /// An item's media type.
        pub media_type: Option<String>,
        /// An item's SHA-256.
        pub sha256: Option<String>,
        /// An item's size in bytes.
        #[cfg_attr(feature = "ts", ts(type = "number | null"))]
        pub bytes: Option<u64>,
        /// How an item came into the vault.
        pub via: Option<Via>,
        /// Whether an item of this type can have a picture.
        pub previewable: bool,
        /// Its amendments, oldest first.
        pub amendments: Vec<Amendment>,
    }

    /// A contact with everything that was written.
    pub struct ContactView {
        /// The number.
        pub n: u32,
        /// The number as shown.
        pub label: String,
        /// The contact, amendments applied.
        pub contact: crate::Contact,
        /// When it was recorded.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub recorded: Timestamp,
        /// True past 24 hours.
        pub late: bool,
        /// How long after.
        pub delay: Option<String>,
        /// Its amendments, oldest first.
        pub amendments: Vec<Amendment>,
    }

    /// An entry of a register with everything that was written.
    pub struct RegisterView {
        /// The number in its register.
        pub n: u32,
        /// The number as shown: `12`, or `12b` where two computers used one number.
        pub label: String,
        /// The entry, amendments applied.
        pub entry: RegisterEntry,
        /// When it was recorded.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub recorded: Timestamp,
        /// True past 24 hours.
        pub late: bool,
        /// How long after.
        pub delay: Option<String>,
        /// For a gift of a known giver: what all gifts from them in the twelve months up to it are worth, as far as
        /// values are known.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub twelve_months: Option<Pence>,
        /// Why it is in no bundle, whatever is chosen.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub stays: Option<Stays>,
        /// Its amendments, oldest first.
        pub amendments: Vec<Amendment>,
    }

    /// What writing an entry gives.
    pub struct Entered {
        /// Its number.
        pub n: u32,
        /// When it was recorded.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub recorded: Timestamp,
    }

    /// What is known of a case as a whole.
    pub struct DetailsView {
        /// The details, amendments applied; without any field where nothing was written.
        pub details: Details,
        /// When they were first recorded.
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        pub recorded: Option<Timestamp>,
        /// Their amendments, oldest first.
        pub amendments: Vec<Amendment>,
    }

    /// A note that stays private to the case, or advice that may be privileged; never in a bundle.
    pub struct PrivateNote {
        /// Which of the two.
        pub kind: PrivateKind,
        /// What was written.
        pub text: String,
        /// For advice, who gave it.
        pub from: Option<String>,
        /// When it was recorded.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub recorded: Timestamp,
    }

    /// An item with everything known about it.
    pub struct ItemView {
        /// The number.
        pub n: u32,
        /// The number as shown.
        pub label: String,
        /// The file name it had, exactly; show control and direction characters escaped.
        pub name: String,
        /// The media type that its bytes show.
        pub media_type: String,
        /// Size in bytes.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
        /// SHA-256 of the original bytes.
        pub sha256: String,
        /// What kind of thing it is, in the person's words.
        pub kind: Option<String>,
        /// When what it shows happened.
        pub occurred: Option<Moment>,
        /// From whom.
        pub from: Option<String>,
        /// Where it came from.
        pub source: Source,
        /// What it shows.
        pub description: Option<String>,
        /// What the person says of how much was captured.
        pub captured: Captured,
        /// What is looked for in a capture, and how far it is there.
        pub looked_for: Vec<LookedFor>,
        /// The set of captures that it belongs to.
        pub set: Option<SetView>,
        /// Where it was found among many that were added at once.
        pub found: Option<String>,
        /// Signs that a messaging app changed it before it came here.
        pub signs: Vec<Sign>,
        /// How and when it was acquired.
        pub acquired: Acquired,
        /// How it came into the vault.
        pub via: Via,
        /// When it was recorded.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub recorded: Timestamp,
        /// True past 24 hours.
        pub late: bool,
        /// How long after.
        pub delay: Option<String>,
        /// From which item it was made.
        pub derived: Option<Derived>,
        /// The items made from it: working copies, and parts of a mail.
        pub copies: Vec<u32>,
        /// The contacts that it belongs to.
        pub contacts: Vec<u32>,
        /// Whether it can have a picture.
        pub previewable: bool,
        /// What it says or shows, in words.
        pub transcripts: Vec<RegisterView>,
        /// Decrypted copies that were saved outside.
        pub saved_copies: Vec<SavedCopy>,
        /// Its amendments, oldest first.
        pub amendments: Vec<Amendment>,
    }

    /// A decrypted copy that was saved outside the vault.
    pub struct SavedCopy {
        /// When.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub at: Timestamp,
        /// Why, in the person's words.
        pub reason: String,
    }

    /// What adding one file gives.
    pub struct ItemReceipt {
        /// The item's number; for bytes that were there already, the existing item's.
        pub item: u32,
        /// SHA-256 of the original bytes.
        pub sha256: String,
        /// Size in bytes.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
        /// The media type that its bytes show.
        pub media_type: String,
        /// When it was recorded.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub recorded: Timestamp,
        /// The existing item with the same bytes, where there is one.
        pub duplicate_of: Option<u32>,
        /// Whether it has signs that a messaging app changed it.
        pub noted: bool,
    }

    /// What is in the inbox.
    pub struct InboxView {
        /// Own captures that wait to be put in a case.
        pub waiting: Vec<InboxRow>,
        /// Files that this computer did not put there; never adopted without a person saying so.
        pub quarantined: Vec<InboxRow>,
        /// Names of own captures that are not there any more.
        pub missing: Vec<String>,
        /// How many more quarantined files there are than are listed.
        pub more: u32,
    }

    /// One file in the inbox.
    pub struct InboxRow {
        /// Its name in the inbox: 64 hex digits.
        pub file: String,
        /// The original file name; empty where it cannot be read.
        pub name: String,
        /// How it was acquired.
        pub how: crate::Acquisition,
        /// When it was added, as its writer says.
        #[cfg_attr(feature = "ts", ts(type = "string | null"))]
        pub at: Option<Timestamp>,
        /// Size of the sealed file in bytes.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
    }

    /// What an export gives.
    pub struct DisclosureReceipt {
        /// The number of this hand-over in the vault.
        pub disclosure: u32,
        /// The bundle's file.
        pub file: String,
        /// Its size in bytes.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
        /// SHA-256 of the sealed bundle file.
        pub sha256: String,
        /// The fingerprint to give with it by another way, `SHA256:…`.
        pub fingerprint: String,
        /// The same as twelve words.
        pub fingerprint_words: Vec<String>,
        /// How many contacts it holds.
        pub contacts: u32,
        /// How many items it holds.
        pub items: u32,
        /// How many records were withheld.
        pub withheld: u32,
        /// The page beside it that opens it in a browser, where one was asked for.
        pub reader: Option<String>,
        /// True when that page could not be given its name: the bundle is made and whole without it.
        pub reader_failed: bool,
    }

    /// How far long work is.
    pub struct Progress {
        /// Files finished.
        pub files_done: u32,
        /// Files in all.
        pub files: u32,
        /// Bytes of the current file read.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes_done: u64,
        /// Bytes of the current file in all; 0 where it is not known.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
        /// What is being worked on.
        pub current: String,
    }
}

/// Which rows of a timeline are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct TimelineFilter {
    /// Only what happened on or after this day, month or time.
    pub from: Option<String>,
    /// Only what happened on or before this day, month or time.
    pub to: Option<String>,
    /// Only contacts that came this way.
    pub channel: Option<Channel>,
    /// Only this kind of entry.
    pub kind: Option<EntryKind>,
    /// Only turning points, or all rows when absent or false.
    pub turns: Option<bool>,
    /// Leave out so many of the latest.
    pub skip: Option<u32>,
    /// Only so many: the latest of the rest.
    pub most: Option<u32>,
}
