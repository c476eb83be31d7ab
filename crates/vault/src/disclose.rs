//! Handing over: the record of a bundle before it is made and after, and what a bundle may ask of the vault.

use crate::boxes::{Draft, OpenBox};
use crate::error::{At, Result, VaultError};
use crate::handed::{follow, handed_of};
use crate::input::check_disclosing;
use crate::log::LogReading;
use crate::outside::{NewFile, Written};
use crate::session::{UnlockedVault, hold};
use casekeep_format::{
    Anchor, BundleSource, CaseLog, ClockChange, Entries, Followed, FollowedNumber, HeldRecords, KeyChanges,
    PartsBuilder, Place, VerifyingKey, WriterLog, kind, sshsig, with_disclosing,
};
use casekeep_model::view::Selection;
use casekeep_model::{BoxId, Disclosing, Item, Timestamp};
use std::collections::BTreeSet;
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

/// For whom a bundle is made.
#[derive(Debug, Clone)]
pub struct Disclosed {
    /// The recipients' keys, or "passphrase".
    pub recipients: Vec<String>,
    /// To whom and why.
    pub why: Disclosing,
}

impl Default for Disclosed {
    fn default() -> Self {
        Self { recipients: Vec::new(), why: Disclosing::new() }
    }
}

/// What a bundle holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Held {
    /// How many contacts.
    pub contacts: u32,
    /// How many items.
    pub items: u32,
    /// The records of the case, whole or in part.
    pub places: BTreeSet<Place>,
}

/// How making a bundle ended.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ended {
    /// SHA-256 of the bundle's tag manifest, 64 hex digits.
    pub tagmanifest_sha256: String,
    /// SHA-256 of the sealed file, 64 hex digits.
    pub sealed_sha256: String,
    /// What it holds.
    pub held: Held,
}

/// The most bytes that the list of what a bundle holds has in the log; past that no bundle can follow it.
const HELD: usize = 3 << 20;

/// A bundle that was written to a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DisclosedFile<T> {
    /// The number of the hand-over in the vault.
    pub disclosure: u32,
    /// What its maker says of it.
    pub made: T,
    /// The sealed file.
    pub written: Written,
}

/// A case as a bundle may see it: its log, its objects, and signatures; never a key.
struct Source<'a> {
    vault: &'a UnlockedVault,
    id: BoxId,
    log: CaseLog,
    made_at: Timestamp,
    disclosure: u32,
    anchors: Vec<Anchor>,
    key_changes: Option<KeyChanges>,
    clock_changes: Vec<ClockChange>,
    follows: Vec<Followed>,
}

impl BundleSource for Source<'_> {
    fn log(&self) -> &CaseLog {
        &self.log
    }

    fn open_object(&self, item: &Item) -> io::Result<Box<dyn Read + '_>> {
        let reader = self.vault.read_object(&self.id, item);
        Ok(Box::new(reader.map_err(|error| io::Error::other(error.problem()))?))
    }

    fn thumbnail(&self, item: &Item) -> Option<Vec<u8>> {
        self.vault.thumbnail_of(&self.id, item).ok()
    }

    fn sign(&self, message: &[u8]) -> io::Result<String> {
        Ok(sshsig::sign(&self.vault.identity.current().signing, message))
    }

    fn verifying_key(&self) -> VerifyingKey {
        self.vault.key
    }

    fn made_at(&self) -> Timestamp {
        self.made_at
    }

    fn disclosure(&self) -> u32 {
        self.disclosure
    }

    fn key_changes(&self) -> Option<&KeyChanges> {
        self.key_changes.as_ref()
    }

    fn anchors(&self) -> &[Anchor] {
        &self.anchors
    }

    fn clock_changes(&self) -> &[ClockChange] {
        &self.clock_changes
    }

    fn follows(&self) -> &[Followed] {
        &self.follows
    }
}

impl UnlockedVault {
    /// Makes a bundle of a case: records the intent, lets `make` write it, and records how it ended.
    ///
    /// Returns the number of the hand-over and what `make` gave.
    ///
    /// # Errors
    /// What `make` gives; an integrity error when the case's log is not whole; or what the system says.
    pub fn disclose<T, E: From<VaultError>>(
        &self,
        case: u32,
        selection: &Selection,
        to: &Disclosed,
        make: impl FnOnce(&dyn BundleSource) -> std::result::Result<(T, Ended), E>,
    ) -> std::result::Result<(u32, T), E> {
        let (source, leaf) = self.begin_disclosure(case, selection, to)?;
        let disclosure = source.disclosure;
        let made = make(&source);
        let outcome = match &made {
            Ok((_, ended)) => PartsBuilder::new()
                .with("outcome", "made")
                .with("tagmanifest", &ended.tagmanifest_sha256)
                .with("sealed", &ended.sealed_sha256)
                .with("contacts", ended.held.contacts)
                .with("items", ended.held.items)
                .with_some("records", kept(HeldRecords::of(&ended.held.places))),
            Err(_) => PartsBuilder::new().with("outcome", "not made"),
        };
        let parts = outcome.with("clocks", self.clocks()).build();
        let mut core = hold(&self.core);
        let vault = core.vault_box.id.clone();
        let recorded = self
            .commit(&mut core, &vault, vec![Draft::amending(kind::DISCLOSED, vec![leaf], parts)])
            .and_then(|_| self.record_heads(&mut core));
        // Why making it failed says more than that this could not be recorded; the intent stands in the log in any case.
        let (made, _) = made?;
        recorded?;
        Ok((disclosure, made))
    }

    /// Makes a bundle as a file: written beside its place under another name, made durable, then given its name.
    ///
    /// `make` writes the sealed bundle and returns what it made, the SHA-256 of the bundle's tag manifest, and what it
    /// holds. Once the file has its name it stays, even if how it ended can then not be recorded: the log says that it was begun.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`]; what `make` gives; or as [`UnlockedVault::disclose`].
    pub fn disclose_to_file<T, E: From<VaultError>>(
        &self,
        case: u32,
        selection: &Selection,
        to: &Disclosed,
        place: &Path,
        make: impl FnOnce(&dyn BundleSource, &mut dyn Write) -> std::result::Result<(T, String, Held), E>,
    ) -> std::result::Result<DisclosedFile<T>, E> {
        let file = NewFile::begin(self.disk(), place)?;
        let (disclosure, (made, written)) = self.disclose::<_, E>(case, selection, to, |source| {
            let mut out = BufWriter::with_capacity(128 << 10, file);
            let (made, tagmanifest_sha256, held) = make(source, &mut out)?;
            let written = out.into_inner().map_err(io::IntoInnerError::into_error).at("writing", place)?.publish()?;
            Ok(((made, written), Ended { tagmanifest_sha256, sealed_sha256: written.sha256.to_string(), held }))
        })?;
        Ok(DisclosedFile { disclosure, made, written })
    }

    /// Reads all entries of a case as a bundle of it would, so that it can be said before what goes and what stays.
    ///
    /// # Errors
    /// When there is no such case, its log is not whole, or what the system says.
    pub fn entries_for_bundle(&self, case: u32) -> Result<Entries> {
        let core = hold(&self.core);
        let id = self.case_box(&core, case)?;
        let open = core.boxes.get(&id).ok_or_else(|| VaultError::NoSuchCase(case.to_string()))?;
        Ok(self.case_log(&id, open)?.entries())
    }

    /// Returns the earlier bundles that one of what is new would follow, oldest first.
    ///
    /// # Errors
    /// When there is no such case, no bundle for this recipient that can be followed, or what the system says.
    pub fn followed(&self, case: u32, why: &Disclosing) -> Result<Vec<Followed>> {
        let core = hold(&self.core);
        let id = self.case_box(&core, case)?;
        follow(&handed_of(&core.vault_box.read_logs(&self.vault, &self.key)?, case, &id), why)
    }

    fn case_log(&self, id: &BoxId, open: &OpenBox) -> Result<CaseLog> {
        let mut writers = Vec::new();
        for (writer, reading) in open.read_logs(&self.vault, &self.key)? {
            writers.extend(whole_log(writer, reading)?);
        }
        Ok(CaseLog { vault: self.vault.clone(), box_id: id.clone(), writers })
    }

    /// Gathers what a bundle needs, and only then records that it is begun; returns that record's leaf too.
    fn begin_disclosure(
        &self,
        case: u32,
        selection: &Selection,
        to: &Disclosed,
    ) -> Result<(Source<'_>, casekeep_model::LeafHash)> {
        self.check_writable()?;
        check_disclosing(&to.why)?;
        let mut core = hold(&self.core);
        if core.rolled_back {
            return Err(VaultError::RolledBack);
        }
        if core.facts.is_rotating() {
            return Err(VaultError::RotationUnfinished);
        }
        let id = self.case_box(&core, case)?;
        let open = core.boxes.get(&id).ok_or_else(|| VaultError::NoSuchCase(case.to_string()))?;
        let log = self.case_log(&id, open)?;
        let own_logs = core.vault_box.read_logs(&self.vault, &self.key)?;
        let anchors = self.anchors_of(&core, &own_logs, &id)?;
        let key_changes = self.key_changes(&own_logs, &id, &anchors)?;
        let follows = match selection.only_new {
            true => follow(&handed_of(&own_logs, case, &id), &to.why)?,
            false => Vec::new(),
        };
        let numbers: Vec<FollowedNumber> = follows
            .iter()
            .map(|followed| FollowedNumber { number: followed.disclosure, tagmanifest: followed.tagmanifest })
            .collect();
        let disclosure = core.facts.disclosures + 1;
        let parts = PartsBuilder::new()
            .with("number", disclosure)
            .with("case", case)
            .with("box", &id)
            .with("recipients", &to.recipients);
        let parts = with_disclosing(parts, &to.why)
            .with_some("follows", some_of(&numbers))
            .with_some("from", selection.from.as_ref())
            .with_some("to", selection.to.as_ref())
            .with("without_contacts", &selection.without_contacts)
            .with("without_items", &selection.without_items)
            .with_some("without_registers", some_of(&selection.without_registers))
            .with_some("without_entries", some_of(&selection.without_entries))
            .with_some("without_details", selection.without_details.then_some(true))
            .with("clocks", self.clocks());
        let vault = core.vault_box.id.clone();
        let committed = self.commit(&mut core, &vault, vec![Draft::new(kind::DISCLOSED, parts.build())])?;
        let leaf = committed.records.last().map(casekeep_format::Record::leaf).ok_or(VaultError::Cancelled)?;
        // After the commit, which notes a jump of the clock first.
        let (made_at, clock_changes) = (self.now(), core.facts.clock_changes.clone());
        let source = Source { vault: self, id, log, made_at, disclosure, anchors, key_changes, clock_changes, follows };
        Ok((source, leaf))
    }
}

/// Returns what a bundle holds, unless that is too long for a record.
fn kept(held: HeldRecords) -> Option<HeldRecords> {
    serde_json::to_string(&held).is_ok_and(|text| text.len() <= HELD).then_some(held)
}

fn some_of<T>(list: &[T]) -> Option<&[T]> {
    (!list.is_empty()).then_some(list)
}

/// A bundle's proof covers whole logs only: one with a finding is not handed over.
fn whole_log(writer: casekeep_model::WriterId, reading: LogReading) -> Result<Option<WriterLog>> {
    if let Some(finding) = reading.findings.into_iter().next() {
        return Err(finding.into());
    }
    let Some((_, note)) = reading.head else { return Ok(None) };
    Ok(Some(WriterLog { writer, records: reading.records.into_values().collect(), note }))
}
