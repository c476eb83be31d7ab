//! Everything that can go wrong in the engine, and the one place where it becomes words for a person.

use casekeep_format::FormatError;
use casekeep_model::{ErrorCode, Finding, MomentError, Problem, inspect::PreviewError};
use std::io;
use std::path::{Path, PathBuf};

/// An error of the engine.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum VaultError {
    /// The passphrase or the words do not open the key file, and the key file is the one last seen.
    #[error("wrong passphrase or words")]
    WrongSecret,
    /// Too many wrong secrets: the next try waits, and even the right one is not looked at before.
    #[error("too many wrong passphrases: wait {seconds} seconds")]
    TryLater {
        /// How long, in seconds.
        seconds: u32,
    },
    /// The passphrase is too easy to guess; the text says what would make it better.
    #[error("weak passphrase: {0}")]
    WeakPassphrase(String),
    /// Another process has the vault open.
    #[error("the vault is open in another Casekeep")]
    InUse,
    /// The folder is not a vault.
    #[error("{0} is not a vault")]
    NotAVault(PathBuf),
    /// The folder has some of a vault but not enough to open it.
    #[error("{folder} is only part of a vault: {missing} is not there")]
    HalfAVault {
        /// The folder.
        folder: PathBuf,
        /// What is not there.
        missing: &'static str,
    },
    /// A new vault should go where there is something already.
    #[error("{0} is not empty")]
    FolderNotEmpty(PathBuf),
    /// The vault is of a newer format.
    #[error("the vault was written by a newer Casekeep")]
    FormatNewer,
    /// Something in the vault is wrong, so that this cannot be done.
    #[error("{}: {}", .0.class.code(), .0.what)]
    Integrity(Box<Finding>),
    /// No case of that name or number.
    #[error("no case {0}")]
    NoSuchCase(String),
    /// More than one case of that name.
    #[error("more than one case is called {0}")]
    CaseAmbiguous(String),
    /// The case is closed, so nothing is added to it.
    #[error("case {0} is closed")]
    CaseClosed(u32),
    /// There is a hold on the case, so it is not shredded.
    #[error("there is a hold on case {case}: {why}")]
    OnHold {
        /// The case.
        case: u32,
        /// Why it is held.
        why: String,
    },
    /// No contact, item or inbox file of that number or name.
    #[error("no {0}")]
    NoSuchEntry(String),
    /// A value that cannot be used; the text is a sentence that says which and why.
    #[error("{0}")]
    BadInput(String),
    /// A date or time that cannot be used.
    #[error(transparent)]
    BadMoment(#[from] MomentError),
    /// A file to add that cannot be added; the text says why.
    #[error("{name}: {why}")]
    BadFile {
        /// The file's name.
        name: String,
        /// Why, as the end of the sentence "It was not added: …".
        why: &'static str,
    },
    /// Something is already at the place to write to.
    #[error("{0} is there already")]
    AlreadyExists(PathBuf),
    /// This computer never opened the vault, so it does not know whom to seal to.
    #[error("this computer never opened the vault")]
    NeverOpenedHere,
    /// There is no preview.
    #[error(transparent)]
    Preview(#[from] PreviewError),
    /// The person stopped it.
    #[error("stopped")]
    Cancelled,
    /// Reading or writing failed.
    #[error("{doing} {path}: {source}")]
    Io {
        /// What was being done, as "reading" or "writing".
        doing: &'static str,
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The index failed; it can be rebuilt from the log.
    #[error("the index: {0}")]
    Index(#[from] rusqlite::Error),
    /// Bytes that the format does not allow.
    #[error(transparent)]
    Format(#[from] FormatError),
    /// The vault went back to an earlier state, and nobody said why yet.
    #[error("the vault went back to an earlier state")]
    RolledBack,
    /// A folder that cannot be used for this; the text is a sentence that says why, and the hint what to do.
    #[error("{about}")]
    BadPlace {
        /// Why, as a sentence.
        about: String,
        /// What to do next.
        hint: &'static str,
    },
    /// A copy would not fit on the disk; nothing was written.
    #[error("{needed} bytes are needed in {folder} and {free} are free")]
    NoRoom {
        /// The copy's folder.
        folder: PathBuf,
        /// Bytes that the copy would take.
        needed: u64,
        /// Bytes that are free.
        free: u64,
    },
    /// Copying the vault stopped on the way; what was copied is whole.
    #[error("copying to {folder} stopped after {copied} files: {source}")]
    BackupStopped {
        /// The copy's folder.
        folder: PathBuf,
        /// Files copied until then.
        copied: u32,
        /// Why.
        source: Box<VaultError>,
    },
    /// The vault was opened for reading only.
    #[error("the vault is open for reading only")]
    ReadOnly,
    /// All keys were changed through this vault: it is to be unlocked with the new passphrase.
    #[error("all keys were changed")]
    KeysChanged,
    /// A change of all keys was begun and is not finished.
    #[error("a change of all keys is not finished")]
    RotationUnfinished,
    /// A change of all keys stopped on the way; nothing that was saved is lost.
    #[error("changing all keys stopped: {source}")]
    RotationStopped {
        /// Which passphrase opens the vault now.
        opens: Opens,
        /// Why.
        source: Box<VaultError>,
    },
    /// The shredding of a case was begun and is not finished.
    #[error("the shredding of case {case} is not finished")]
    ShreddingUnfinished {
        /// The case.
        case: u32,
    },
}

/// Which passphrase opens a vault whose change of all keys stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opens {
    /// The one before.
    Old,
    /// The new one.
    New,
    /// One of the two: whether the change had begun could not be told.
    OneOfBoth,
}

/// A result of the engine.
pub type Result<T> = std::result::Result<T, VaultError>;

/// Names the file and the act of an input or output error.
pub(crate) trait At<T> {
    /// Adds what was being done, and to which file.
    fn at(self, doing: &'static str, path: &Path) -> Result<T>;
}

impl<T> At<T> for io::Result<T> {
    fn at(self, doing: &'static str, path: &Path) -> Result<T> {
        self.map_err(|source| VaultError::Io { doing, path: path.to_owned(), source })
    }
}

impl From<Finding> for VaultError {
    fn from(finding: Finding) -> Self {
        Self::Integrity(Box::new(finding))
    }
}

impl VaultError {
    /// Returns the error as a code, a sentence and a hint.
    #[must_use]
    pub fn problem(&self) -> Problem {
        use ErrorCode as C;
        let say = |code, message: String, hint: &str| Problem::new(code, message, hint);
        match self {
            Self::WrongSecret => say(
                C::WrongSecret,
                "That is not the passphrase.".into(),
                "Check Caps Lock, then try again, or use your twelve recovery words.",
            ),
            Self::TryLater { seconds } => say(
                C::TryLater,
                format!("There were several wrong passphrases, so the next try waits {}.", say_seconds(*seconds)),
                "Wait, then try again. Nothing was changed, and nothing is ever deleted because of wrong tries.",
            ),
            Self::WeakPassphrase(why) => say(
                C::WeakPassphrase,
                format!("This passphrase is too easy to guess. {why}"),
                "Use four or more words that do not belong together.",
            ),
            Self::InUse => say(
                C::InUse,
                "Another Casekeep has this vault open.".into(),
                "Close the other window, or lock the vault there, then try again.",
            ),
            Self::NotAVault(path) => say(
                C::NotAVault,
                format!("{} is not a Casekeep vault.", path.display()),
                "Choose the folder whose name ends in .casekeep.",
            ),
            Self::HalfAVault { folder, missing } => say(
                C::Integrity,
                format!("{} is only part of a vault: {missing} is not there.", folder.display()),
                "Copy the whole folder again from where it came. Do not delete the other copy.",
            ),
            Self::FolderNotEmpty(path) => say(
                C::FolderNotEmpty,
                format!("{} is not empty.", path.display()),
                "Choose a new folder name for the vault. Nothing was changed.",
            ),
            Self::FormatNewer => say(
                C::FormatNewer,
                "This vault was written by a newer Casekeep.".into(),
                "Install the newest Casekeep on this computer. Nothing was changed.",
            ),
            Self::Integrity(finding) => {
                say(C::Integrity, format!("{}: {}", finding.class.code(), finding.what), &finding.step)
            }
            Self::NoSuchCase(name) => say(
                C::NoSuchCase,
                format!("There is no case “{name}”."),
                "List the cases to see their numbers and names.",
            ),
            Self::CaseAmbiguous(name) => say(
                C::CaseAmbiguous,
                format!("More than one case is called “{name}”."),
                "Use the case's number instead.",
            ),
            Self::CaseClosed(case) => {
                say(C::CaseClosed, format!("Case {case} is closed, so nothing is added to it."), "Open it again first.")
            }
            Self::OnHold { case, why } => say(
                C::BadInput,
                format!("There is a hold on case {case}, so it cannot be shredded: {why}"),
                "Nothing was destroyed. Take the hold off first, with a reason, if it no longer stands.",
            ),
            Self::NoSuchEntry(what) => {
                say(C::NoSuchEntry, format!("There is no {what}."), "Look at the timeline for the numbers.")
            }
            Self::BadInput(message) => say(C::BadInput, message.clone(), "Change it and try again. Nothing was saved."),
            Self::BadMoment(error) => say(C::BadMoment, format!("{error}."), moment_hint(error)),
            Self::BadFile { name, why } => say(
                C::BadFile,
                format!("“{}” was not added: {why}.", casekeep_model::visible::escape(name)),
                "Check the file and add it again. Everything else is saved.",
            ),
            Self::AlreadyExists(path) => say(
                C::AlreadyExists,
                format!("There is already something at {}.", path.display()),
                "Choose another name. Nothing was replaced.",
            ),
            Self::NeverOpenedHere => say(
                C::NeverOpenedHere,
                "This computer has not opened the vault before, so it cannot add to it while it is locked.".into(),
                "Open the vault once on this computer first.",
            ),
            Self::Preview(error) => say(
                C::NoPreview,
                match error {
                    PreviewError::NotClean | PreviewError::TooManyPages => {
                        format!("There is no copy of this item: {error}.")
                    }
                    _ => format!("There is no picture of this item: {error}."),
                },
                "The original is kept unchanged.",
            ),
            Self::Cancelled => say(C::Cancelled, "Stopped.".into(), "What was added before stays added."),
            Self::Io { doing, path, source } => io_problem(doing, path, source),
            Self::Index(error) => say(
                C::Io,
                format!("The index failed ({error})."),
                "Rebuild the index. What you saved is in the log and is not affected.",
            ),
            Self::Format(FormatError::NotAKey(why)) => say(
                C::BadRecipient,
                format!("That is not a key that can be used: {why}."),
                "A public key begins with age1, ssh-ed25519 or ssh-rsa. Nothing was changed.",
            ),
            Self::Format(error) => {
                say(C::Integrity, format!("{error}."), "Check the vault, and compare with a backup.")
            }
            Self::RolledBack => say(
                C::RolledBack,
                "This is an older copy of the vault, so a bundle or a seal would leave out what is missing.".into(),
                "Say why the older copy is here first (acknowledge restored), or put the newer copy back.",
            ),
            Self::BadPlace { about, hint } => say(C::BadInput, about.clone(), hint),
            Self::NoRoom { folder, needed, free } => say(
                C::DiskFull,
                format!(
                    "The copy needs {} and the disk of {} has {} free. Nothing was copied.",
                    crate::wording::size(*needed),
                    folder.display(),
                    crate::wording::size(*free)
                ),
                "Make room on that disk, or choose another one.",
            ),
            Self::BackupStopped { folder, copied, source } => {
                let why = source.problem();
                let whole = if *copied == 1 { "1 file is".to_owned() } else { format!("{copied} files are") };
                say(
                    why.code,
                    format!("Copying to {} stopped: {} {whole} copied and whole.", folder.display(), why.message),
                    "The vault it was copied from is unchanged. Start it again when the disk is connected and has room: it goes on from there.",
                )
            }
            Self::KeysChanged => {
                say(C::Locked, "All keys of this vault were changed.".into(), "Unlock it with the new passphrase.")
            }
            Self::RotationUnfinished => say(
                C::BadInput,
                "All keys of this vault are being changed, and that is not finished.".into(),
                "Finish it first (rotate). Everything saved before is safe.",
            ),
            Self::RotationStopped { opens, source } => {
                let why = source.problem();
                let why_said = if why.code == C::Cancelled { String::new() } else { format!(" {}", why.message) };
                say(why.code, format!("Changing all keys stopped.{why_said}"), opens.hint())
            }
            Self::ShreddingUnfinished { case } => say(
                C::BadInput,
                format!("The shredding of case {case} is not finished, so the keys were not changed."),
                "Lock the vault and unlock it: the shredding goes on by itself. Then change all keys.",
            ),
            Self::ReadOnly => say(
                C::Permission,
                "The vault is open for reading only.".into(),
                "Open it from a folder that can be written to.",
            ),
        }
    }
}

impl Opens {
    fn hint(self) -> &'static str {
        match self {
            Self::Old => {
                "The passphrase is the one before, and no key was changed. Everything saved before is safe. Try again when the cause is mended."
            }
            Self::New => {
                "The new passphrase opens the vault from now on. Lock it, unlock it with the new one, and finish the change (rotate). Everything saved before is safe."
            }
            Self::OneOfBoth => {
                "Lock the vault and unlock it with the new passphrase; if that is refused, the one before still opens it. Everything saved before is safe."
            }
        }
    }
}

fn say_seconds(seconds: u32) -> String {
    match (seconds, seconds.div_ceil(60)) {
        (1, _) => "1 second".to_owned(),
        (..120, _) => format!("{seconds} seconds"),
        (_, minutes) => format!("{minutes} minutes"),
    }
}

fn moment_hint(error: &MomentError) -> &'static str {
    match error {
        MomentError::Missing { .. } => "Add the offset that the device showed, such as +00:00, or give only the day.",
        MomentError::Zone(_) => "Use a name such as Europe/London.",
        _ => "Use a form such as 2026-03-04T19:15, 2026-03-04 or 2026-03; add ~ for about.",
    }
}

fn io_problem(doing: &str, path: &Path, source: &io::Error) -> Problem {
    let path = path.display();
    match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Problem::new(
            ErrorCode::Permission,
            format!("The system refused {doing} {path}."),
            "Check that you may read and write that folder. This has nothing to do with your passphrase.",
        ),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Problem::new(
            ErrorCode::DiskFull,
            format!("The disk is full: {doing} {path} did not work."),
            "Make room on the disk, then try again. Everything saved before is safe.",
        ),
        _ => Problem::new(
            ErrorCode::Io,
            format!("There was an error {doing} {path}: {source}."),
            "Check that the disk is connected and working, then try again. Everything saved before is safe.",
        ),
    }
}
