//! Findings as they are gathered: what is wrong, what to do, and remarks that make nothing wrong.

use casekeep_model::{Checked, Class, Finding, Report};

/// The most findings that a report lists in full; a ruined bundle has one per file.
const LISTED: usize = 500;

/// What was found so far.
#[derive(Debug, Default)]
pub struct Findings {
    problems: Vec<Finding>,
    more: usize,
    notes: Vec<Finding>,
}

impl Findings {
    /// Adds a problem; the step follows from the class.
    pub fn add(&mut self, class: Class, what: impl Into<String>) {
        if self.problems.len() >= LISTED {
            self.more += 1;
        } else {
            self.problems.push(Finding::new(class, what, step(class)));
        }
    }

    /// Adds a remark.
    pub fn note(&mut self, class: Class, what: impl Into<String>, step: &str) {
        if self.notes.len() < LISTED {
            self.notes.push(Finding::new(class, what, step).as_note());
        }
    }

    /// Returns the report.
    pub fn into_report(mut self, checked: Checked) -> Report {
        if let (Some(last), true) = (self.problems.last(), self.more > 0) {
            let what = format!("{} more problems are not listed.", self.more);
            self.problems.push(Finding::new(
                last.class,
                what,
                "Look at the first ones: the others may follow from them.",
            ));
        }
        let mut report = Report { ok: false, checked, problems: self.problems, notes: self.notes };
        report.settle();
        report
    }
}

fn step(class: Class) -> &'static str {
    match class {
        Class::BundleSigner => {
            "Do not rely on this bundle. Ask the sender for the fingerprint again, by phone and not by the same mail."
        }
        Class::BundleTar => {
            "Copy or download the file again. If that does not help, ask the sender for the bundle again."
        }
        Class::BundleExtra => "Do not rely on the file that is named. The rest can be judged without it.",
        Class::FormatNewer => "Check the bundle with a newer version of Casekeep.",
        _ => "Do not rely on what is named here. Ask the sender for the bundle again.",
    }
}
