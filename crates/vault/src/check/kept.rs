//! What is remembered of checks on this computer: `check.age` in the application's state, sealed to the vault.
//!
//! It names cases, so it is never plain. Losing it costs the memory of a check and nothing else: no error of it stops one.

use crate::error::Result;
use crate::sealed_note::{open_note, seal_note};
use crate::session::UnlockedVault;
use casekeep_model::keeping::{Depth, LastCheck};
use casekeep_model::{Checked, Finding, LeafHash, Report, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const FILE: &str = "check.age";
const TYPE_LINE: &str = "casekeep-check 1\n";
const LARGEST: u64 = 64 << 20;

/// What is remembered of checks.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(super) struct Kept {
    last: Option<LastCheck>,
    /// When a whole check began that did not come to its end.
    stopped: Option<Timestamp>,
    /// What was checked a little at a time since the last whole check.
    #[serde(default)]
    little: Little,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Little {
    /// When something was last read.
    at: Option<Timestamp>,
    checked: Checked,
    /// What was found, by the leaf of the item.
    problems: BTreeMap<LeafHash, Finding>,
}

impl Kept {
    /// Reads what is remembered; what cannot be read is nothing.
    pub fn load(vault: &UnlockedVault) -> Self {
        let sealed = vault.disk().read_if_there(&vault.state.file(FILE), LARGEST).ok().flatten();
        sealed.and_then(|sealed| open_note(TYPE_LINE, &sealed, vault.identity.epochs())).unwrap_or_default()
    }

    /// Writes it; best effort, because a full disk must not keep a person from checking the vault.
    pub fn save(&self, vault: &UnlockedVault) {
        let _ = self.write(vault);
    }

    fn write(&self, vault: &UnlockedVault) -> Result<()> {
        let path = vault.state.file(FILE);
        let sealed = seal_note(TYPE_LINE, self, &vault.identity.current().vault.to_recipient())?;
        vault.disk().replace(&path, &sealed, false)
    }

    /// Notes that a check begins; returns when the one began that it goes on with.
    pub fn begin(&mut self, depth: Depth, resume: bool, now: Timestamp) -> Option<Timestamp> {
        if depth != Depth::Full {
            return None;
        }
        let since = self.stopped.filter(|_| resume);
        self.stopped = since.or(Some(now));
        since
    }

    /// Notes what a check that came to its end found.
    pub fn finish(&mut self, depth: Depth, report: &Report, at: Timestamp) {
        if depth == Depth::Full {
            self.stopped = None;
            self.little.problems.clear();
            self.little.checked = Checked::default();
        }
        self.last = Some(LastCheck { at, depth, finished: true, report: report.clone() });
    }

    /// Notes what a check found before it was stopped; what the one before it found stays said.
    pub fn stop(&mut self, depth: Depth, report: &Report, at: Timestamp) {
        let mut report = report.clone();
        report.problems.extend(self.last.take().into_iter().flat_map(|last| last.report.problems));
        report.settle();
        self.last = Some(LastCheck { at, depth, finished: false, report });
    }

    /// Returns what the last check found, with what was found a little at a time since.
    pub fn last(self) -> Option<LastCheck> {
        let Little { at, checked, problems } = self.little;
        let begun = || at.map(|at| LastCheck { at, depth: Depth::Full, finished: false, report: Report::default() });
        let is_alone = self.last.is_none();
        let mut last = self.last.or_else(begun)?;
        if is_alone {
            last.report.checked = checked;
        }
        last.report.problems.extend(problems.into_values());
        last.report.settle();
        Some(last)
    }

    /// Returns whether something was read less than `rest` milliseconds ago; a clock that went back does not keep it.
    pub fn rests(&self, now: Timestamp, rest: i64) -> bool {
        self.little.at.is_some_and(|at| (0..rest).contains(&now.millis().saturating_sub(at.millis())))
    }

    /// Notes what is wrong with one object, or that it is right.
    pub fn note_object(&mut self, leaf: LeafHash, about: Option<Finding>) {
        self.little.checked.objects = self.little.checked.objects.saturating_add(1);
        match about {
            Some(finding) => drop(self.little.problems.insert(leaf, finding)),
            None => drop(self.little.problems.remove(&leaf)),
        }
    }

    /// Notes that so many bytes were read.
    pub fn note_little(&mut self, at: Timestamp, bytes: u64) {
        self.little.at = Some(at);
        self.little.checked.bytes = self.little.checked.bytes.saturating_add(bytes);
    }
}
