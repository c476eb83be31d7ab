//! An error as the window and the command line show it: a closed code, what happened, and what to do next.

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $exit:literal),* $(,)?) => {
        /// The closed list of error codes; the interface branches on these and on nothing else.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(rename_all = "snake_case")]
        pub enum ErrorCode { $($(#[$doc])* $name),* }

        impl ErrorCode {
            /// Returns the exit status of the command line: 1 integrity, 2 usage or input, 3 cannot unlock, 4 input or output.
            #[must_use]
            pub fn exit_status(self) -> u8 {
                match self { $(ErrorCode::$name => $exit),* }
            }
        }
    };
}

codes! {
    /// The passphrase or the words do not open the vault.
    WrongSecret = 3,
    /// Too many wrong secrets: the next try waits.
    TryLater = 3,
    /// A bundle's passphrase or identity does not open it.
    WrongBundleSecret = 3,
    /// No passphrase, words or identity were given.
    SecretMissing = 3,
    /// Another Casekeep has this vault open.
    InUse = 3,
    /// The vault is locked.
    Locked = 3,
    /// The vault or bundle is of a newer format.
    FormatNewer = 3,
    /// The folder is not a vault, or is half of one.
    NotAVault = 2,
    /// There is something at the place where a new vault should go.
    FolderNotEmpty = 2,
    /// The passphrase is too easy to guess.
    WeakPassphrase = 2,
    /// Something in the vault or bundle is wrong; the message names it.
    Integrity = 1,
    /// The vault went back to an earlier state and a person must say why first.
    RolledBack = 1,
    /// No case of that name or number.
    NoSuchCase = 2,
    /// More than one case of that name.
    CaseAmbiguous = 2,
    /// The case is closed.
    CaseClosed = 2,
    /// No contact or item of that number.
    NoSuchEntry = 2,
    /// A value that cannot be used; the message says which.
    BadInput = 2,
    /// A date or time that cannot be read, or did not exist.
    BadMoment = 2,
    /// A recipient that is not one.
    BadRecipient = 2,
    /// A file to add that is not there, is not a file, or changed while it was read.
    BadFile = 2,
    /// Something is already at the place to write to.
    AlreadyExists = 2,
    /// This computer never opened the vault, so it cannot add to the inbox.
    NeverOpenedHere = 2,
    /// There is no preview of this item.
    NoPreview = 2,
    /// The system refused to read or write.
    Permission = 4,
    /// The disk is full.
    DiskFull = 4,
    /// Reading or writing failed.
    Io = 4,
    /// The person stopped it.
    Cancelled = 2,
    /// The screen or the clipboard could not be read.
    CaptureFailed = 4,
}

/// One error, ready to be shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Problem {
    /// Which error.
    pub code: ErrorCode,
    /// What happened, and what is safe.
    pub message: String,
    /// What to do next.
    pub hint: String,
}

impl Problem {
    /// Makes a problem.
    #[must_use]
    pub fn new(code: ErrorCode, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, message: message.into(), hint: hint.into() }
    }
}

impl std::fmt::Display for Problem {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.message, self.hint)
    }
}

impl std::error::Error for Problem {}
