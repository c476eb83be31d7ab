//! Cases: adding, naming, closing, finding.

use crate::boxes::{Draft, OpenBox};
use crate::error::{Result, VaultError};
use crate::log::LogReading;
use crate::session::{Core, UnlockedVault, hold};
use crate::unlock::box_folder;
use crate::unregistered::{Unregistered, look_at_unregistered};
use casekeep_format::parts::case_parts;
use casekeep_format::{
    BoxRecord, Identity, PartsBuilder, Record, Registered, kind, names::temporary_name, seal_box_key,
};
use casekeep_model::view::{CaseRow, EntryKind};
use casekeep_model::{BoxId, Timestamp, WriterId, limits};
use std::collections::BTreeMap;

/// How many weeks the small picture of a case shows.
const WEEKS: usize = 26;
const WEEK: i64 = 7 * 24 * 60 * 60 * 1000;

impl UnlockedVault {
    /// Returns every case, by number.
    ///
    /// # Errors
    /// When the index cannot be read.
    pub fn cases(&self) -> Result<Vec<CaseRow>> {
        let core = hold(&self.core);
        let mut cases = Vec::new();
        for (handle, id) in core.facts.cases() {
            if core.boxes.contains_key(id) {
                cases.push(CaseRow { hold: core.facts.holds.get(id).cloned(), ..self.case_row(handle, id)? });
            }
        }
        Ok(cases)
    }

    fn case_row(&self, handle: u32, id: &BoxId) -> Result<CaseRow> {
        let index = hold(&self.index);
        let facts = index.case_facts(id)?.unwrap_or_default();
        let now = self.now();
        let since = Timestamp::from_millis(now.millis().saturating_sub(WEEKS as i64 * WEEK));
        let numbers = index.case_numbers(id, since)?;
        let moment = |number: Option<u32>| -> Result<Option<casekeep_model::Moment>> {
            let Some(number) = number else { return Ok(None) };
            Ok(index.contact(id, number)?.map(|entry| entry.resolve().0.occurred))
        };
        Ok(CaseRow {
            case: handle,
            name: facts.name,
            closed: facts.closed,
            hold: None,
            opened: facts.opened.unwrap_or_else(|| Timestamp::from_millis(0)),
            days: numbers.days,
            items: index.highest(id, EntryKind::Item)?,
            first: moment(numbers.first)?,
            last: moment(numbers.last)?,
            weeks: weeks(&numbers.recent, now),
            contacts: numbers.contacts,
        })
    }

    /// Returns the number of the case of this number or name.
    ///
    /// # Errors
    /// [`VaultError::NoSuchCase`]; [`VaultError::CaseAmbiguous`] for a name that several have.
    pub fn find_case(&self, number_or_name: &str) -> Result<u32> {
        let core = hold(&self.core);
        let index = hold(&self.index);
        let mut named = Vec::new();
        for (handle, id) in core.facts.cases() {
            if number_or_name.parse() == Ok(handle) {
                return Ok(handle);
            }
            if index.case_facts(id)?.is_some_and(|facts| facts.name == number_or_name) {
                named.push(handle);
            }
        }
        match named.as_slice() {
            [one] => Ok(*one),
            [] => Err(VaultError::NoSuchCase(number_or_name.to_owned())),
            _ => Err(VaultError::CaseAmbiguous(number_or_name.to_owned())),
        }
    }

    /// Returns the box of a case that may be used.
    pub(crate) fn case_box(&self, core: &Core, case: u32) -> Result<BoxId> {
        if core.ended {
            return Err(VaultError::KeysChanged);
        }
        let id = core.facts.case_box(case).ok_or_else(|| VaultError::NoSuchCase(case.to_string()))?;
        if core.boxes.contains_key(id) {
            return Ok(id.clone());
        }
        let why = core.unusable.get(id).cloned();
        Err(why.map_or_else(|| VaultError::NoSuchCase(case.to_string()), Into::into))
    }

    /// Returns the box of a case that is open for additions.
    pub(crate) fn open_case_box(&self, core: &Core, case: u32) -> Result<BoxId> {
        let id = self.case_box(core, case)?;
        let facts = hold(&self.index).case_facts(&id)?;
        if facts.is_some_and(|facts| facts.closed) { Err(VaultError::CaseClosed(case)) } else { Ok(id) }
    }

    /// Adds a case with a key of its own; returns its number.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] for a name that is empty, too long, or taken; or what the system says.
    pub fn add_case(&self, name: &str) -> Result<u32> {
        let name = check_name(name)?;
        self.check_writable()?;
        let mut core = hold(&self.core);
        self.check_name_is_free(&core, &name)?;
        self.begin(&mut core)?;
        let number = core.facts.next_number();
        let id = self.make_box(&mut core, number, None, &name)?;
        let first = vec![Draft::new(kind::CASE, case_parts(&name, false, None, &self.clocks()))];
        self.fill_new_box(&mut core, Registered { box_id: id.clone(), number, of: None }, first)?;
        core.memory.names.insert(id, name);
        core.since_heads += 1;
        Ok(number)
    }

    /// Commits a new box's first records, returns when, and registers it; when that fails it is as if it had never been made.
    pub(crate) fn fill_new_box(&self, core: &mut Core, registered: Registered, first: Vec<Draft>) -> Result<Timestamp> {
        let id = registered.box_id.clone();
        let filled = self.append(core, &id, first);
        let filled = filled.and_then(|committed| self.register(core, registered).map(|()| committed.at));
        if filled.is_err() {
            core.boxes.remove(&id);
            core.facts.registered.remove(&id);
            core.memory.forget(&id);
        }
        filled
    }

    /// Makes a box's folder and key; it counts once it is registered in the vault's log.
    pub(crate) fn make_box(&self, core: &mut Core, number: u32, of: Option<&BoxId>, name: &str) -> Result<BoxId> {
        let id = BoxId::from_bytes(*casekeep_format::random::bytes::<16>());
        let folder = box_folder(&self.folder, &id);
        let identity = Identity::generate();
        let sealed = seal_box_key(&id, &identity, &self.identity.current().vault.to_recipient())?;
        let disk = self.disk();
        disk.make_folder(&self.folder.join("cases"))?;
        for folder in [folder.clone(), folder.join("log"), folder.join("objects")] {
            disk.make_folder(&folder)?;
        }
        disk.write_new(&folder.join(temporary_name(&core.pin.writer)), &folder.join("key.age"), &sealed)?;
        disk.sync_folder(&folder)?;
        disk.sync_folder(&self.folder.join("cases"))?;
        let called = if of.is_some() {
            "the private notes of a case".to_owned()
        } else {
            format!("case {number} (“{name}”)")
        };
        let mut open = OpenBox::new(id.clone(), disk, folder, identity, called);
        open.begin_log();
        core.boxes.insert(id.clone(), open);
        // Record 0 says to which case a private box belongs, so this must be known before the first commit.
        core.facts.registered.insert(id.clone(), Registered { box_id: id.clone(), number, of: of.cloned() });
        Ok(id)
    }

    fn register(&self, core: &mut Core, registered: Registered) -> Result<()> {
        let parts = PartsBuilder::new().with("registered", &registered).build();
        let vault = core.vault_box.id.clone();
        self.append(core, &vault, vec![Draft::new(kind::BOX, parts)])?;
        Ok(())
    }

    /// Gives a case another name; the earlier one stays in its log.
    ///
    /// # Errors
    /// As [`UnlockedVault::add_case`].
    pub fn rename_case(&self, case: u32, name: &str) -> Result<()> {
        let name = check_name(name)?;
        let mut core = hold(&self.core);
        let id = self.case_box(&core, case)?;
        self.check_name_is_free(&core, &name)?;
        let closed = hold(&self.index).case_facts(&id)?.is_some_and(|facts| facts.closed);
        self.commit(&mut core, &id, vec![Draft::new(kind::CASE, case_parts(&name, closed, None, &self.clocks()))])?;
        core.memory.names.insert(id, name);
        Ok(())
    }

    /// Closes a case: nothing is added to it until it is opened again.
    ///
    /// # Errors
    /// When there is no such case, or what the system says.
    pub fn close_case(&self, case: u32, reason: &str) -> Result<()> {
        self.set_closed(case, true, reason)
    }

    /// Opens a closed case again.
    ///
    /// # Errors
    /// When there is no such case, or what the system says.
    pub fn reopen_case(&self, case: u32, reason: &str) -> Result<()> {
        self.set_closed(case, false, reason)
    }

    fn set_closed(&self, case: u32, closed: bool, reason: &str) -> Result<()> {
        let mut core = hold(&self.core);
        let id = self.case_box(&core, case)?;
        let facts = hold(&self.index).case_facts(&id)?.unwrap_or_default();
        if facts.closed == closed {
            return Ok(());
        }
        let reason = Some(reason.trim()).filter(|reason| !reason.is_empty());
        self.commit(
            &mut core,
            &id,
            vec![Draft::new(kind::CASE, case_parts(&facts.name, closed, reason, &self.clocks()))],
        )?;
        Ok(())
    }

    fn check_name_is_free(&self, core: &Core, name: &str) -> Result<()> {
        let index = hold(&self.index);
        for id in core.facts.cases().into_values() {
            if index.case_facts(id)?.is_some_and(|facts| facts.name == name) {
                return Err(VaultError::BadInput(format!("There is a case called “{name}” already.")));
            }
        }
        Ok(())
    }

    /// Registers cases whose making a crash cut short after their first records were durable.
    ///
    /// Not while a roll-back is unexplained: then it is the vault's log that is too short.
    pub(crate) fn finish_cases_left_by_crash(&self) -> Result<()> {
        let mut core = hold(&self.core);
        if core.rolled_back {
            return Ok(());
        }
        for name in self.disk().list(&self.folder.join("cases"))? {
            let Ok(id) = name.parse::<BoxId>() else { continue };
            if core.facts.registered.contains_key(&id) {
                continue;
            }
            if let Unregistered::Ours(open, readings) =
                look_at_unregistered(self.disk(), &self.folder, &id, &self.identity)?
            {
                self.begin(&mut core)?;
                self.register_left(&mut core, *open, &readings)?;
            }
        }
        Ok(())
    }

    fn register_left(&self, core: &mut Core, open: OpenBox, readings: &BTreeMap<WriterId, LogReading>) -> Result<()> {
        let records: Vec<&Record> = readings.values().flat_map(|reading| reading.records.values()).collect();
        let of = records.iter().find_map(|record| BoxRecord::from_record(record)).and_then(|first| first.of);
        let number = if of.is_some() { 0 } else { core.facts.next_number() };
        {
            let mut index = hold(&self.index);
            let mut rows = index.begin_rebuild(&open.id, number)?;
            rows.put_records(records)?;
            rows.finish(&open.heads_with_tree(&core.pin.writer))?;
        }
        let registered = Registered { box_id: open.id.clone(), number, of };
        core.boxes.insert(open.id.clone(), open);
        self.register(core, registered)
    }
}

/// Counts contacts a week, oldest first, the last weeks up to now.
fn weeks(contacts: &[Timestamp], now: Timestamp) -> Vec<u32> {
    let mut weeks = vec![0; WEEKS];
    for instant in contacts {
        let ago = now.millis().saturating_sub(instant.millis());
        if let Some(slot) =
            usize::try_from(ago / WEEK).ok().and_then(|ago| WEEKS.checked_sub(ago + 1)).and_then(|at| weeks.get_mut(at))
        {
            *slot += 1;
        }
    }
    weeks
}

fn check_name(name: &str) -> Result<String> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > limits::CASE_NAME {
        return Err(VaultError::BadInput(format!("A case's name has 1 to {} characters.", limits::CASE_NAME)));
    }
    if name.chars().any(casekeep_model::visible::is_hidden) {
        return Err(VaultError::BadInput("A case's name is plain text on one line.".to_owned()));
    }
    if name.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(VaultError::BadInput(
            "A case's name is more than a number, so that it is not taken for one.".to_owned(),
        ));
    }
    Ok(name.to_owned())
}
