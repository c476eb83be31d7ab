//! How a verb ends when it does not end well: a problem, or findings that were already shown.

use casekeep_bundle::BundleError;
use casekeep_model::{ErrorCode, MomentError, Problem};
use casekeep_vault::VaultError;
use std::io;
use std::path::Path;

/// Why a verb did not end well.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    /// An error of the engine.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// An error of a bundle.
    #[error(transparent)]
    Bundle(#[from] BundleError),
    /// A problem of the command line itself.
    #[error(transparent)]
    Problem(#[from] Problem),
    /// What went wrong was shown already; only the exit status is left.
    #[error("exit status {0}")]
    Shown(u8),
}

impl Failure {
    /// Returns the problem to show, or `None` when it was shown.
    pub fn problem(&self) -> Option<Problem> {
        match self {
            Self::Vault(error) => Some(error.problem()),
            Self::Bundle(error) => Some(error.problem()),
            Self::Problem(problem) => Some(problem.clone()),
            Self::Shown(_) => None,
        }
    }

    /// Returns the exit status.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Shown(status) => *status,
            _ => self.problem().map_or(1, |problem| problem.code.exit_status()),
        }
    }
}

impl From<MomentError> for Failure {
    fn from(error: MomentError) -> Self {
        VaultError::from(error).into()
    }
}

/// Returns the problem for a value that cannot be used.
pub fn bad_input(message: impl Into<String>, hint: &str) -> Failure {
    Problem::new(ErrorCode::BadInput, message, hint).into()
}

/// Returns the problem for a file of the command line that cannot be read or written.
pub fn file_failure(doing: &'static str, path: &Path, source: io::Error) -> Failure {
    if source.kind() == io::ErrorKind::NotFound {
        let message = format!("The file {} is not there.", path.display());
        return Problem::new(ErrorCode::BadInput, message, "Check the path.").into();
    }
    VaultError::Io { doing, path: path.to_owned(), source }.into()
}
