//! What is there against what was seen before: every head in the memory and in the vault's log must be a prefix of the log.

use crate::log::LogReading;
use crate::wording::finding;
use casekeep_format::LogHead;
use casekeep_model::{Class, Finding, WriterId};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// How a log stands to a head seen before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Seen {
    /// It goes on from there, or is the same.
    Extends,
    /// These records were there and are not.
    Shorter(Range<u64>),
    /// Its records are other ones.
    Rewritten,
    /// Records below that head cannot be read; findings about their files say so.
    Broken,
}

/// Compares a log with a head seen before.
pub(crate) fn compare_with_seen(reading: &LogReading, seen: &LogHead) -> Seen {
    let (leaves, end) = (reading.leaves(), reading.end());
    if end < seen.size {
        return Seen::Shorter(end..seen.size);
    }
    let Some(leaves) = usize::try_from(seen.size).ok().and_then(|size| leaves.get(..size)) else { return Seen::Broken };
    if casekeep_format::root_of(leaves).to_string() == seen.root { Seen::Extends } else { Seen::Rewritten }
}

/// What the logs of one box lack against all that was seen of them, told once for the whole box.
#[derive(Default)]
pub(crate) struct Lacking {
    shorter: BTreeMap<WriterId, Range<u64>>,
    rewritten: bool,
    /// The logs that do not go on from what was seen.
    pub lost: BTreeSet<WriterId>,
}

impl Lacking {
    /// Takes in how one log stands to one head.
    pub fn take(&mut self, writer: &WriterId, seen: Seen) {
        match seen {
            Seen::Extends => return,
            Seen::Broken => {}
            Seen::Rewritten => self.rewritten = true,
            Seen::Shorter(range) => {
                let known = self.shorter.entry(writer.clone()).or_insert_with(|| range.clone());
                *known = known.start.min(range.start)..known.end.max(range.end);
            }
        }
        self.lost.insert(writer.clone());
    }

    /// Returns at most one finding of a class for the box.
    pub fn findings(&self, called: &str) -> Vec<Finding> {
        let mut findings = Vec::new();
        if !self.shorter.is_empty() {
            let ranges: Vec<String> = self.shorter.values().map(numbers).collect();
            let count: u64 = self.shorter.values().map(|range| range.end - range.start).sum();
            let about = if count == 1 {
                format!("Record {} of {called} was there before and is not there now", ranges.join(""))
            } else {
                format!("Records {} of {called} were there before and are not there now", ranges.join(" and "))
            };
            let about = format!("{about}: it is an older copy, or its end was removed.");
            findings.push(finding(Class::RolledBack, about));
        }
        if self.rewritten {
            let about = format!("The log of {called} is not the one that was seen before: it was written again.");
            findings.push(finding(Class::Fork, about));
        }
        findings
    }
}

fn numbers(range: &Range<u64>) -> String {
    let last = range.end.saturating_sub(1);
    if range.start == last { last.to_string() } else { format!("{} to {last}", range.start) }
}
