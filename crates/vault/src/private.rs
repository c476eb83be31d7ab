//! What stays private to a case: notes, and advice that may be privileged.
//!
//! It has a box of its own with a key of its own; what makes bundles is never given that key.

use crate::boxes::Draft;
use crate::error::Result;
use crate::input::{check_length, check_text};
use crate::log::LogReading;
use crate::session::{UnlockedVault, hold};
use casekeep_format::{PartsBuilder, Record, Registered, kind, read_part};
use casekeep_model::Timestamp;
use casekeep_model::view::{PrivateKind, PrivateNote};

impl UnlockedVault {
    /// Adds a private note to a case, in the case's private box; returns when it was recorded.
    ///
    /// # Errors
    /// [`crate::VaultError::BadInput`] for an empty or too long text; or what the system says.
    pub fn add_private_note(&self, case: u32, text: &str) -> Result<Timestamp> {
        self.add_private(case, PrivateKind::Note, text, None)
    }

    /// Adds advice that may be privileged, with who gave it, as [`UnlockedVault::add_private_note`] does.
    ///
    /// # Errors
    /// As [`UnlockedVault::add_private_note`].
    pub fn add_advice(&self, case: u32, text: &str, from: Option<&str>) -> Result<Timestamp> {
        self.add_private(case, PrivateKind::Advice, text, from)
    }

    fn add_private(&self, case: u32, kind: PrivateKind, text: &str, from: Option<&str>) -> Result<Timestamp> {
        check_text(kind.label(), text)?;
        let from = from.map(str::trim).filter(|from| !from.is_empty());
        check_length("Who gave it", from.unwrap_or_default())?;
        self.check_writable()?;
        let mut core = hold(&self.core);
        let case_box = self.case_box(&core, case)?;
        let parts = PartsBuilder::new().with("text", text).with_some("from", from).with("clocks", self.clocks());
        let note = vec![Draft::new(kind.word(), parts.build())];
        if let Some(private) = core.facts.private_box(&case_box).cloned() {
            return Ok(self.commit(&mut core, &private, note)?.at);
        }
        self.begin(&mut core)?;
        let private = self.make_box(&mut core, 0, Some(&case_box), "")?;
        let registered = Registered { box_id: private, number: 0, of: Some(case_box) };
        let recorded = self.fill_new_box(&mut core, registered, note)?;
        core.since_heads += 1;
        Ok(recorded)
    }

    /// Returns a case's private notes and advice, oldest first.
    ///
    /// # Errors
    /// When there is no such case, or its logs cannot be read.
    pub fn private_notes(&self, case: u32) -> Result<Vec<PrivateNote>> {
        let core = hold(&self.core);
        let case_box = self.case_box(&core, case)?;
        let private = core.facts.private_box(&case_box).and_then(|id| core.boxes.get(id));
        let Some(private) = private else { return Ok(Vec::new()) };
        let readings = private.read_logs(&self.vault, &self.key)?;
        let records = readings.values().flat_map(LogReading::all_records);
        let mut notes: Vec<_> = records.filter_map(read_note).collect();
        notes.sort_by(|a, b| (a.recorded, &a.text).cmp(&(b.recorded, &b.text)));
        Ok(notes)
    }
}

fn read_note(record: &Record) -> Option<PrivateNote> {
    let kind = match record.head().kind.as_str() {
        kind::NOTE => PrivateKind::Note,
        kind::ADVICE => PrivateKind::Advice,
        _ => return None,
    };
    let (text, from) = (read_part(record, "text")?, read_part(record, "from"));
    Some(PrivateNote { kind, text, from, recorded: record.head().at })
}
