//! The one place where an error becomes what the page is told: a code, a sentence and a hint.

use casekeep_bundle::BundleError;
use casekeep_model::bundle_paper::InitialsError;
use casekeep_model::{ErrorCode, MomentError, Problem};
use casekeep_vault::VaultError;
use std::io;
use std::path::PathBuf;

/// What every command answers.
pub type Answer<T> = Result<T, Problem>;

/// An error of the shell, or of what it calls.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ShellError {
    /// The engine says so.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// Making a bundle failed.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A vault is needed and none is chosen.
    #[error("no vault is chosen")]
    NoVault,
    /// The vault is locked.
    #[error("the vault is locked")]
    Locked,
    /// The vault is unlocked where only a locked one can be used.
    #[error("the vault is unlocked")]
    Unlocked,
    /// Files were dropped while no case was open.
    #[error("no case is open")]
    NoCase,
    /// The computer shows its windows through Wayland, where capturing does not work yet.
    #[error("Wayland")]
    Wayland,
    /// The screen could not be read; the text is the system's.
    #[error("capture: {0}")]
    Capture(String),
    /// The screen or window to capture is not there any more.
    #[error("the screen or window is gone")]
    SourceGone,
    /// It is not known any more where an export of messages and its files were found.
    #[error("where the messages were found is not known")]
    BesideGone,
    /// No seal has these words.
    #[error("no such seal")]
    SealGone,
    /// No case was shredded since the vault was unlocked.
    #[error("no certificate")]
    CertificateGone,
    /// A paper was asked for as a file of a kind that it is not made as.
    #[error("no paper of this kind is made as such a file")]
    NoSuchForm,
    /// The initials for proposed exhibit references are none.
    #[error(transparent)]
    Initials(#[from] InitialsError),
    /// The item belongs to no set of captures.
    #[error("no set")]
    NoSet,
    /// The keys of the shortcut cannot be had.
    #[error("the keys of the shortcut are taken")]
    ShortcutTaken,
    /// The clipboard has nothing that can be kept.
    #[error("the clipboard has nothing to keep")]
    ClipboardEmpty,
    /// The clipboard could not be read; the text is the system's.
    #[error("clipboard: {0}")]
    Clipboard(String),
    /// Writing failed.
    #[error("{path}: {source}")]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's error.
        source: io::Error,
    },
    /// The person stopped it.
    #[error("stopped")]
    Cancelled,
    /// A fault of this program ended the work.
    #[error("a fault of the program")]
    Fault,
}

impl ShellError {
    fn problem(&self) -> Problem {
        use ErrorCode as C;
        match self {
            Self::Vault(error) => error.problem(),
            Self::Bundle(error) => error.problem(),
            Self::NoVault => {
                Problem::new(C::NotAVault, "No vault is open.", "Make a vault, or open the folder of one.")
            }
            Self::Locked => Problem::new(C::Locked, "The vault is locked.", "Unlock it, then try again."),
            Self::Unlocked => Problem::new(C::BadInput, "The vault is unlocked.", "Lock it first, or add to a case."),
            Self::NoCase => Problem::new(
                C::BadInput,
                "Nothing was added: no case is open.",
                "Open the case that it belongs to, then drop it again.",
            ),
            Self::Wayland => Problem::new(
                C::CaptureFailed,
                "Capturing does not work on a Wayland desktop yet.",
                "Take the screenshot with the computer's own keys, then paste it or add its file.",
            ),
            Self::Capture(reason) => Problem::new(
                C::CaptureFailed,
                format!("The screen could not be read ({reason})."),
                "Nothing was saved. Take a screenshot with the computer's own keys, then paste it or add its file.",
            ),
            Self::SourceGone => Problem::new(
                C::CaptureFailed,
                "That screen or window is not there any more.",
                "Nothing was saved. Choose again from the list.",
            ),
            Self::BesideGone => Problem::new(
                C::NoSuchEntry,
                "It is not known any more where these messages were found.",
                "Choose the folder or the archive again.",
            ),
            Self::SealGone => {
                Problem::new(C::NoSuchEntry, "There is no seal with these words.", "Look at the list of seals again.")
            }
            Self::CertificateGone => Problem::new(
                C::NoSuchEntry,
                "The certificate is not kept any more.",
                "The log of the vault still says when the case was shredded, and why.",
            ),
            Self::NoSuchForm => Problem::new(
                C::BadInput,
                "This paper is not made as such a file.",
                "Letters are PDF or Word, registers PDF or CSV.",
            ),
            Self::Initials(_) => Problem::new(
                C::BadInput,
                "These initials cannot stand on the papers.",
                "Write one to six letters, such as AB, or leave the field empty.",
            ),
            Self::NoSet => Problem::new(
                C::BadInput,
                "This item belongs to no set of captures.",
                "Add the file to the case by itself.",
            ),
            Self::ShortcutTaken => Problem::new(
                C::BadInput,
                "Those keys cannot be used: another program has them, or this computer does not know them.",
                "The keys are as they were. Choose others, with Ctrl, Alt or Shift and one letter, digit or F key.",
            ),
            Self::ClipboardEmpty => Problem::new(
                C::CaptureFailed,
                "The clipboard has no picture, file or text.",
                "Copy it again where it is shown, then paste here.",
            ),
            Self::Clipboard(reason) => Problem::new(
                C::CaptureFailed,
                format!("The clipboard could not be read ({reason})."),
                "Nothing was saved. Copy it again, or save it as a file and add that.",
            ),
            Self::Io { path, source } => write_problem(path, source),
            Self::Cancelled => Problem::new(C::Cancelled, "Stopped.", "What was added before stays added."),
            Self::Fault => Problem::new(
                C::Io,
                "Casekeep could not finish that because of a fault of its own.",
                "What was saved before is safe. Lock, close Casekeep and open it again.",
            ),
        }
    }
}

fn write_problem(path: &std::path::Path, source: &io::Error) -> Problem {
    let path = path.display();
    match source.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => Problem::new(
            ErrorCode::Permission,
            format!("The system refused writing {path}."),
            "Choose a folder that you may write to.",
        ),
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Problem::new(
            ErrorCode::DiskFull,
            format!("The disk is full: {path} was not written."),
            "Make room, or choose another disk. Everything in the vault is safe.",
        ),
        _ => Problem::new(
            ErrorCode::Io,
            format!("There was an error writing {path}: {source}."),
            "Choose another place. Everything in the vault is safe.",
        ),
    }
}

/// An error that can be told to the page.
pub trait Tell {
    /// Returns it as a problem.
    fn tell(&self) -> Problem;
}

impl Tell for VaultError {
    fn tell(&self) -> Problem {
        self.problem()
    }
}

impl Tell for BundleError {
    fn tell(&self) -> Problem {
        self.problem()
    }
}

impl Tell for ShellError {
    fn tell(&self) -> Problem {
        self.problem()
    }
}

impl Tell for MomentError {
    fn tell(&self) -> Problem {
        VaultError::BadMoment(self.clone()).problem()
    }
}

/// Turns the error of a result into a problem.
pub trait OrProblem<T> {
    /// Returns the value, or what the page is told.
    fn or_problem(self) -> Answer<T>;
}

impl<T, E: Tell> OrProblem<T> for Result<T, E> {
    fn or_problem(self) -> Answer<T> {
        self.map_err(|error| error.tell())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_error_says_what_happened_and_what_to_do() {
        let all = [
            ShellError::NoVault,
            ShellError::Locked,
            ShellError::Unlocked,
            ShellError::NoCase,
            ShellError::Wayland,
            ShellError::Capture("no display".into()),
            ShellError::SourceGone,
            ShellError::BesideGone,
            ShellError::SealGone,
            ShellError::CertificateGone,
            ShellError::NoSuchForm,
            ShellError::Initials(InitialsError),
            ShellError::ClipboardEmpty,
            ShellError::Clipboard("no display".into()),
            ShellError::Io { path: "/tmp/b.tar.age".into(), source: io::ErrorKind::BrokenPipe.into() },
            ShellError::Cancelled,
            ShellError::Fault,
        ];
        for error in all {
            let problem = error.tell();
            for text in [&problem.message, &problem.hint] {
                assert!(text.ends_with('.') && !text.contains('!'), "{text}");
                assert!(text.starts_with(char::is_uppercase), "{text}");
            }
        }
    }

    #[test]
    fn a_full_disk_and_a_refusal_are_told_apart() {
        let code = |kind: io::ErrorKind| ShellError::Io { path: "x".into(), source: kind.into() }.tell().code;
        assert_eq!(code(io::ErrorKind::StorageFull), ErrorCode::DiskFull);
        assert_eq!(code(io::ErrorKind::PermissionDenied), ErrorCode::Permission);
        assert_eq!(code(io::ErrorKind::BrokenPipe), ErrorCode::Io);
    }
}
