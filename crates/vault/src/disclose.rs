//! Handing over: the record of a bundle before it is made and after, and what a bundle may ask of the vault.

use crate::boxes::Draft;
use crate::disk;
use crate::error::{At, Result, VaultError};
use crate::log::LogReading;
use crate::session::{UnlockedVault, hold};
use casekeep_format::{BundleSource, CaseLog, PartsBuilder, VerifyingKey, WriterLog, kind, sshsig};
use casekeep_model::view::Selection;
use casekeep_model::{BoxId, Item, Sha256Digest, Timestamp};
use sha2::{Digest, Sha256};
use std::fs::File;
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
pub struct Written<T> {
    /// The number of the hand-over in the vault.
    pub disclosure: u32,
    /// What its maker says of it.
    pub made: T,
    /// The file's size in bytes.
    pub bytes: u64,
    /// SHA-256 of the sealed file, 64 hex digits.
    pub sha256: String,
}

/// Measures what is written through it.
struct HashingWriter {
    inner: BufWriter<File>,
    hash: Sha256,
    bytes: u64,
}

impl Write for HashingWriter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(bytes.get(..written).unwrap_or_default());
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// A case as a bundle may see it: its log, its objects, and signatures; never a key.
struct Source<'a> {
    vault: &'a UnlockedVault,
    id: BoxId,
    log: CaseLog,
    made_at: Timestamp,
    disclosure: u32,
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
        let (id, log, disclosure, leaf) = self.begin_disclosure(case, selection, to)?;
        let source = Source { vault: self, id, log, made_at: self.now(), disclosure };
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
        self.commit(&mut core, &vault, vec![Draft::amending(kind::DISCLOSED, vec![leaf], parts)])?;
        self.record_heads(&mut core)?;
        made.map(|(made, _)| (disclosure, made))
    }

    /// Makes a bundle as a file: written beside its place under another name, made durable, then given its name.
    ///
    /// `make` writes the sealed bundle and returns what it made and the SHA-256 of the bundle's tag manifest. Returns the
    /// number of the hand-over, what `make` gave, and the file's size and SHA-256.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`]; what `make` gives; or as [`UnlockedVault::disclose`]. Nothing is left there then.
    pub fn disclose_to_file<T, E: From<VaultError>>(
        &self,
        case: u32,
        selection: &Selection,
        to: &Disclosed,
        path: &Path,
        make: impl FnOnce(&dyn BundleSource, &mut dyn Write) -> std::result::Result<(T, String), E>,
    ) -> std::result::Result<Written<T>, E> {
        if path.exists() {
            return Err(VaultError::AlreadyExists(path.to_owned()).into());
        }
        let temporary = disk::sibling(path, "part");
        let file = disk::create(&temporary)?;
        let (disclosure, (made, bytes, sha256)) = self
            .disclose(case, selection, to, |source| {
                let mut out =
                    HashingWriter { inner: BufWriter::with_capacity(128 << 10, file), hash: Sha256::new(), bytes: 0 };
                let (made, tagmanifest_sha256) = make(source, &mut out)?;
                let sealed_sha256 = Sha256Digest(out.hash.finalize().into()).to_string();
                let file = out.inner.into_inner().map_err(io::IntoInnerError::into_error);
                file.and_then(|file| file.sync_all()).at("writing", &temporary)?;
                disk::rename_new(&temporary, path)?;
                Ok(((made, out.bytes, sealed_sha256.clone()), Ended { tagmanifest_sha256, sealed_sha256 }))
            })
            .inspect_err(|_: &E| disk::remove_quietly(&temporary))?;
        Ok(Written { disclosure, made, bytes, sha256 })
    }

    fn begin_disclosure(
        &self,
        case: u32,
        selection: &Selection,
        to: &Disclosed,
    ) -> Result<(BoxId, CaseLog, u32, casekeep_model::LeafHash)> {
        self.check_writable()?;
        let mut core = hold(&self.core);
        let id = self.case_box(&core, case)?;
        let open = core.boxes.get(&id).ok_or_else(|| VaultError::NoSuchCase(case.to_string()))?;
        let readings = open.read_logs(&self.vault, &self.key)?;
        let mut writers = Vec::new();
        for (writer, reading) in readings {
            writers.extend(whole_log(writer, reading)?);
        }
        let log = CaseLog { vault: self.vault.clone(), box_id: id.clone(), writers };
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
            .with("clocks", self.clocks());
        let vault = core.vault_box.id.clone();
        let committed = self.commit(&mut core, &vault, vec![Draft::new(kind::DISCLOSED, parts.build())])?;
        let leaf = committed.records.last().map(casekeep_format::Record::leaf);
        Ok((id, log, disclosure, leaf.ok_or(VaultError::Cancelled)?))
    }
}

/// A bundle's proof covers whole logs only: one with a finding is not handed over.
fn whole_log(writer: casekeep_model::WriterId, reading: LogReading) -> Result<Option<WriterLog>> {
    if let Some(finding) = reading.findings.into_iter().next() {
        return Err(finding.into());
    }
    let Some((_, note)) = reading.head else { return Ok(None) };
    Ok(Some(WriterLog { writer, records: reading.records.into_values().collect(), note }))
}
