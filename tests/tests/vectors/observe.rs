//! What the engine says about a copy: of its unlock to read, and of the whole check after it.

use casekeep_model::view::Progress;
use casekeep_model::{Class, Finding, Report};
use casekeep_tests::vectors::base::{Copy, With, tree};
use casekeep_vault::{Access, UnlockedVault, VaultError};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::time::{Duration, Instant};

/// What was said.
pub struct Observed {
    /// The exit status that the command line has.
    pub exit: u8,
    /// The code of the error that kept the vault locked.
    pub error: Option<String>,
    /// The classes of all problems, of the unlock and of the check.
    pub classes: BTreeSet<Class>,
    pub notes: BTreeSet<Class>,
    /// What the problems say.
    pub texts: Vec<String>,
    pub unlocking: Duration,
}

impl Observed {
    pub fn of(copy: &Copy, with: With) -> Self {
        let started = Instant::now();
        let unlocked = copy.unlock(with, Access::Read);
        let unlocking = started.elapsed();
        match unlocked {
            Ok(vault) => Self::opened(&vault, unlocking),
            Err(error) => Self::refused(&error, unlocking),
        }
    }

    fn opened(vault: &UnlockedVault, unlocking: Duration) -> Self {
        let report = check(vault);
        let problems: Vec<&Finding> = report.problems.iter().chain(&vault.opening().findings).collect();
        assert_eq!(report.ok, report.problems.is_empty());
        Self {
            exit: u8::from(!report.ok),
            error: None,
            classes: problems.iter().map(|finding| finding.class).collect(),
            notes: report.notes.iter().map(|finding| finding.class).collect(),
            texts: problems.iter().map(|finding| format!("{}: {}", finding.class.code(), finding.what)).collect(),
            unlocking,
        }
    }

    fn refused(error: &VaultError, unlocking: Duration) -> Self {
        let problem = error.problem();
        let code = serde_json::to_value(problem.code).unwrap().as_str().unwrap().to_owned();
        let exit = problem.code.exit_status();
        let classes = class_of(error).into_iter().collect();
        let (notes, texts) = (BTreeSet::new(), vec![problem.message]);
        Self { exit, error: Some(code), classes, notes, texts, unlocking }
    }
}

/// Returns the class that an error names.
fn class_of(error: &VaultError) -> Option<Class> {
    match error {
        VaultError::Integrity(finding) => Some(finding.class),
        VaultError::FormatNewer => Some(Class::FormatNewer),
        VaultError::Format(error) => error.class(),
        _ => None,
    }
}

/// Checks a whole vault.
pub fn check(vault: &UnlockedVault) -> Report {
    vault.verify(&mut |_: &Progress| ControlFlow::Continue(())).unwrap()
}

/// Returns every byte that a reader may not change: the vault, what this computer remembers of it, and its captures. The
/// pin is renewed by each unlock.
pub fn everything(copy: &Copy) -> BTreeMap<String, Vec<u8>> {
    let mut files = copy.files();
    let state = copy.state_of_vault().map(|state| tree(&state).unwrap()).unwrap_or_default();
    let kept = ["memory.age", "captures"];
    files.extend(state.into_iter().filter(|(name, _)| kept.contains(&name.as_str())));
    files
}

/// Returns the paths whose bytes differ.
pub fn changed(before: &BTreeMap<String, Vec<u8>>, after: &BTreeMap<String, Vec<u8>>) -> BTreeSet<String> {
    let paths: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    paths.into_iter().filter(|path| before.get(*path) != after.get(*path)).cloned().collect()
}
