//! What only the window and its shell say to each other: where the vault stands, settings, events of long work.
//!
//! Nothing of a case is here; that is in [`crate::view`].

use crate::view::{InboxRow, ItemReceipt, LockedVault, Opening, Progress};
use crate::{Problem, Timestamp};
use serde::{Deserialize, Serialize};

/// Whether there is a vault, and whether it is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// No vault is known on this computer.
    None,
    /// There is one, locked.
    Locked,
    /// There is one, unlocked.
    Unlocked,
}

/// Colours of the window.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the computer.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// What can be captured.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum CaptureKind {
    /// A whole screen.
    Screen,
    /// One window.
    Window,
}

/// From what many files are added.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ImportFrom {
    /// A folder, with everything in it.
    Folder,
    /// Files and archives.
    Files,
}

/// How the shortcut for capturing stands.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum ShortcutState {
    /// The person switched it off.
    #[default]
    Off,
    /// It works, whichever program is in front.
    On,
    /// The keys belong to another program, or are none that the system knows.
    Taken,
    /// This desktop gives no program keys of its own.
    Unavailable,
}

/// Why the window was locked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum LockReason {
    /// The person asked.
    Asked,
    /// Nobody was there for the minutes of the settings.
    Idle,
    /// The computer went to sleep.
    Sleep,
}

macro_rules! window {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })*) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(rename_all = "camelCase")]
        pub struct $name { $($body)* }
    )* };
}

window! {
    /// Where the vault stands.
    pub struct VaultState {
        /// Whether there is one, and whether it is open.
        pub state: Standing,
        /// Its folder.
        pub folder: Option<String>,
        /// What the folder says while it is locked.
        pub locked: Option<LockedVault>,
        /// Why it was locked, where that was since the program started.
        pub why: Option<LockReason>,
        /// What the unlock found.
        pub opening: Option<Opening>,
        /// What the display allows.
        pub display: Display,
    }

    /// What the display allows.
    pub struct Display {
        /// True where programs may not read the screen.
        pub wayland: bool,
        /// How the shortcut for capturing stands.
        pub shortcut: ShortcutState,
    }

    /// How hard a passphrase is to guess.
    pub struct Strength {
        /// 0 to 4.
        pub score: u8,
        /// True when it is enough to make a vault with.
        pub enough: bool,
        /// What is weak about it.
        pub warning: Option<String>,
        /// What would make it stronger.
        pub suggestions: Vec<String>,
    }

    /// A new vault, just made.
    pub struct Made {
        /// The twelve recovery words; shown once.
        pub words: Vec<String>,
        /// What the vault says of itself.
        pub opening: Opening,
    }

    /// One screen or window that can be captured.
    pub struct CaptureSource {
        /// Names it in the capture command.
        pub id: String,
        /// Its title.
        pub title: String,
        /// Screen or window.
        pub kind: CaptureKind,
    }

    /// The set of captures that is going on.
    pub struct SetNow {
        /// Its name.
        pub id: String,
        /// How many shots it has.
        pub shots: u32,
    }

    /// What logging a contact gives.
    pub struct Logged {
        /// Its number.
        pub contact: u32,
        /// When it was recorded.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub recorded: Timestamp,
    }

    /// What adding many files gave.
    pub struct AddOutcome {
        /// How many were added.
        pub added: u32,
        /// How many could not be.
        pub failed: u32,
        /// How many were there already, byte for byte.
        pub duplicates: u32,
    }

    /// One file that could not be added.
    pub struct FailedFile {
        /// Its name.
        pub name: String,
        /// Why.
        pub problem: Problem,
    }

    /// What adding without unlocking gave; both lists are empty when the person chose no file.
    pub struct InboxAdded {
        /// What waits in the inbox now.
        pub added: Vec<InboxRow>,
        /// What could not be added.
        pub failed: Vec<FailedFile>,
    }

    /// The start of a text item.
    pub struct TextPreview {
        /// The text; bytes that are not UTF-8 are shown as replacement characters.
        pub text: String,
        /// True when there is more than is shown.
        pub truncated: bool,
    }

    /// An item that the page may read in parts, to play it.
    pub struct OpenedMedia {
        /// What its parts are asked for with, until it is closed or the vault is locked; nobody can guess it.
        pub grant: String,
        /// Bytes of the item.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
        /// What its first bytes show that it is.
        pub media_type: String,
    }

    /// What was typed into a form and is not saved yet.
    pub struct KeptDraft {
        /// Which form of the case: `new`, or the number of the contact that is amended.
        pub form: String,
        /// When it was kept.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub kept: Timestamp,
        /// What was typed, as the form wrote it.
        pub text: String,
    }

    /// What the person set.
    pub struct Settings {
        /// Idle minutes until the vault is locked.
        pub auto_lock_minutes: u32,
        /// True when images and exact words are covered until asked for.
        pub cover: bool,
        /// Colours.
        pub theme: Theme,
        /// Text size in per cent.
        pub text_size: u32,
        /// True when single letters act as keys.
        pub letter_keys: bool,
        /// True when the shortcut for capturing is on.
        pub shortcut_on: bool,
        /// Its keys, `Ctrl+Alt+K`.
        pub shortcut: String,
        /// What it captures: the screen with the pointer on it, or the window in front.
        pub shortcut_takes: CaptureKind,
        /// After how many seconds a capture is made.
        pub capture_delay: u32,
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            auto_lock_minutes: 5,
            cover: false,
            theme: Theme::System,
            text_size: 100,
            letter_keys: true,
            shortcut_on: true,
            shortcut: "Ctrl+Alt+K".to_owned(),
            shortcut_takes: CaptureKind::Screen,
            capture_delay: 0,
        }
    }
}

/// What happens while files are added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum AddEvent {
    /// How far it is.
    Progress {
        /// How far.
        progress: Progress,
    },
    /// A file is saved.
    Added {
        /// Its name.
        name: String,
        /// What was saved.
        receipt: ItemReceipt,
    },
    /// A file is not saved.
    Failed {
        /// Its name.
        name: String,
        /// Why.
        problem: Problem,
    },
}

/// What came of a capture that the shortcut made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Taken {
    /// It is an item of a case.
    Saved {
        /// The case.
        case: u32,
        /// The item.
        receipt: ItemReceipt,
    },
    /// It is sealed to the inbox.
    Sealed {
        /// What waits there.
        row: InboxRow,
    },
    /// It is not saved.
    Failed {
        /// Why.
        problem: Problem,
    },
}

/// To whom a bundle is sealed, as the window says it; the shell moves the passphrase into a [`crate::Secret`] at once.
#[derive(Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum BundleTo {
    /// To keys.
    Recipients {
        /// `age1…` and `ssh-…` lines.
        recipients: Vec<String>,
    },
    /// To a passphrase.
    Passphrase {
        /// The passphrase.
        passphrase: String,
    },
}

/// The papers of a bundle, as the window asks for them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct BundlePapers {
    /// The initials of whoever produces the items; empty to leave a place for them.
    pub initials: String,
}

/// What a person unlocks with once more before a key changes; the shell moves it into a [`crate::Secret`] at once.
#[derive(Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Proof {
    /// The passphrase.
    Passphrase {
        /// The passphrase.
        passphrase: String,
    },
    /// The twelve recovery words.
    Words {
        /// The words, with spaces between them.
        words: String,
    },
}
