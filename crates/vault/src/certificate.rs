//! The certificate of a shredding, as text to print or keep: what was destroyed, and what it did not reach.

use casekeep_model::keeping::ShredPlan;
use casekeep_model::{Timestamp, VaultId, visible};
use std::fmt::Write as _;

/// What the certificate says; it names no file and holds no hash of one.
pub(crate) struct Certificate<'a> {
    pub plan: &'a ShredPlan,
    pub reason: &'a str,
    pub vault: &'a VaultId,
    pub fingerprint: String,
    pub begun: Timestamp,
    pub done: Timestamp,
    pub records: u64,
    /// The last signed note of each of its logs.
    pub checkpoints: &'a [String],
}

impl Certificate<'_> {
    pub fn text(&self) -> String {
        let plan = self.plan;
        let mut text = format!(
            "Certificate of a shredding\n\nCase {} (“{}”) of the vault {}\nKey of the vault: {}\n\n",
            plan.case,
            visible::escape(&plan.name),
            self.vault,
            self.fingerprint
        );
        let mut line = |what: std::fmt::Arguments<'_>| writeln!(text, "{what}").expect("a text takes any line");
        line(format_args!("Begun {}, done {}, by the clock of this computer.", moment(self.begun), moment(self.done)));
        line(format_args!("Reason: {}", visible::escape_lines(self.reason)));
        line(format_args!(
            "Destroyed: the key of the case and of its private notes; contacts: {}, items: {}, records: {}, bytes: {}.",
            plan.contacts, plan.items, self.records, plan.bytes
        ));
        line(format_args!("\nNot reached by it, each to be dealt with by hand:"));
        for backup in &plan.backups {
            line(format_args!("  backup: {}", visible::escape(backup)));
        }
        for bundle in &plan.bundles {
            line(format_args!("  {}", visible::escape_lines(bundle)));
        }
        if plan.backups.is_empty() && plan.bundles.is_empty() {
            line(format_args!("  no backup and no bundle is known here."));
        }
        line(format_args!("  copies made outside Casekeep, the history of a cloud service, and what a disk keeps of"));
        line(format_args!(
            "  deleted files. While any copy of the case's folder and of the vault's keys exists, the case"
        ));
        line(format_args!("  can be read."));
        line(format_args!("\nThe state of its logs at the end, as signed by the vault:\n"));
        for note in self.checkpoints {
            line(format_args!("{}", note.trim_end()));
            line(format_args!(""));
        }
        text
    }
}

/// Returns an instant as a person reads it.
fn moment(at: Timestamp) -> String {
    at.to_chrono().format("%-d %B %Y, %H:%M:%S UTC").to_string()
}
