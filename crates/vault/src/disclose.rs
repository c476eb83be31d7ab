//! Handing over: the record of a bundle before it is made and after, and what a bundle may ask of the vault.

use crate::boxes::{Draft, OpenBox};
use crate::error::{At, Result, VaultError};
use crate::log::LogReading;
use crate::outside::{NewFile, Written};
use crate::session::{UnlockedVault, hold};
use casekeep_format::{
    Anchor, BundleSource, CaseLog, ClockChange, Entries, KeyChanges, PartsBuilder, VerifyingKey, WriterLog, kind,
    sshsig,
};
use casekeep_model::view::Selection;
use casekeep_model::{BoxId, Item, Timestamp};
use std::io::{self, BufWriter, Read, Write};
use std::path::Path;

/// For whom a bundle is made.
#[derive(Debug, Clone, Default)]
pub struct Disclosed {
    /// The recipients' keys, or "passphrase".
    pub recipients: Vec<String>,
    /// To whom and why, in the person's words.
    pub purpose: String,
}

/// How making a bundle ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// SHA-256 of the bundle's tag manifest, 64 hex digits.
    pub tagmanifest_sha256: String,
    /// SHA-256 of the sealed file, 64 hex digits.
    pub sealed_sha256: String,
}

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
                .with("sealed", &ended.sealed_sha256),
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
    /// `make` writes the sealed bundle and returns what it made and the SHA-256 of the bundle's tag manifest. Once the file
    /// has its name it stays, even if how it ended can then not be recorded: the log says that it was begun.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`]; what `make` gives; or as [`UnlockedVault::disclose`].
    pub fn disclose_to_file<T, E: From<VaultError>>(
        &self,
        case: u32,
        selection: &Selection,
        to: &Disclosed,
        place: &Path,
        make: impl FnOnce(&dyn BundleSource, &mut dyn Write) -> std::result::Result<(T, String), E>,
    ) -> std::result::Result<DisclosedFile<T>, E> {
        let file = NewFile::begin(self.disk(), place)?;
        let (disclosure, (made, written)) = self.disclose::<_, E>(case, selection, to, |source| {
            let mut out = BufWriter::with_capacity(128 << 10, file);
            let (made, tagmanifest_sha256) = make(source, &mut out)?;
            let written = out.into_inner().map_err(io::IntoInnerError::into_error).at("writing", place)?.publish()?;
            Ok(((made, written), Ended { tagmanifest_sha256, sealed_sha256: written.sha256.to_string() }))
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
        let disclosure = core.facts.disclosures + 1;
        let parts = PartsBuilder::new()
            .with("number", disclosure)
            .with("case", case)
            .with("recipients", &to.recipients)
            .with("purpose", &to.purpose)
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
        let source = Source { vault: self, id, log, made_at, disclosure, anchors, key_changes, clock_changes };
        Ok((source, leaf))
    }
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
