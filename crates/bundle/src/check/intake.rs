//! The one pass over the archive: every file hashed as it streams by, only manifests and proof files kept in memory.

use super::findings::Findings;
use crate::archive::{ArchiveError, ArchiveReader, Entry, Kind};
use crate::layout;
use crate::text::visible;
use casekeep_model::{Class, Sha256Digest};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

/// What the archive says of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seen {
    /// SHA-256 of its bytes.
    pub sha256: Sha256Digest,
    /// Its length.
    pub size: u64,
}

/// Everything that one pass gives.
#[derive(Debug, Default)]
pub struct Intake {
    /// The one folder.
    pub folder: Option<String>,
    /// Every file, by its path in the folder.
    pub files: BTreeMap<String, Seen>,
    /// The bytes of manifests, signature and proof files.
    pub kept: BTreeMap<String, Vec<u8>>,
    /// False when the archive could not be read to its end, so that what is absent proves nothing.
    pub complete: bool,
    /// Paths in lower case, to find names that differ in case alone.
    folded: BTreeSet<String>,
    room: u64,
}

impl Intake {
    /// Returns what a damaged envelope gives: nothing.
    pub fn damaged(what: &str, found: &mut Findings) -> Self {
        found.add(Class::BundleTar, what);
        Self::default()
    }

    /// Reads the whole archive.
    pub fn read(input: impl Read, found: &mut Findings) -> Self {
        let mut intake = Self { room: layout::PROOF_FILES, ..Self::default() };
        let mut reader = ArchiveReader::new(input);
        match intake.take_all(&mut reader, found) {
            Ok(()) => intake.complete = true,
            Err(ArchiveError::Io(_)) => found
                .add(Class::BundleTar, "The sealed file is damaged or cut short: from some point on it does not open."),
            Err(error) => found.add(Class::BundleTar, format!("The bundle cannot be read to its end: {error}.")),
        }
        intake
    }

    fn take_all<R: Read>(&mut self, reader: &mut ArchiveReader<R>, found: &mut Findings) -> Result<(), ArchiveError> {
        while let Some(entry) = reader.next_entry()? {
            let Some(path) = self.place(&entry, found) else { continue };
            let (seen, bytes) = self.hash(reader, &entry, keeps(&path))?;
            if keeps(&path) && bytes.is_none() {
                found.add(
                    Class::BundleTar,
                    format!("The file {path} is larger than in any bundle, so it was not read."),
                );
            }
            if let Some(bytes) = bytes {
                self.room = self.room.saturating_sub(seen.size);
                self.kept.insert(path.clone(), bytes);
            }
            self.files.insert(path, seen);
            if self.files.len() > layout::FILES {
                return Err(ArchiveError::Header("it has more files than any bundle"));
            }
        }
        Ok(())
    }

    /// Returns a file's path in the folder; `None`, after saying why, for an entry that a bundle may not have.
    fn place(&mut self, entry: &Entry, found: &mut Findings) -> Option<String> {
        let shown = visible(&entry.path);
        let plain = entry.path.strip_suffix('/').filter(|_| entry.kind == Kind::Folder).unwrap_or(&entry.path);
        if entry.kind == Kind::Other {
            found.add(Class::BundleTar, format!("“{shown}” is a link or a device, which a bundle may not have."));
            return None;
        }
        if !layout::is_plain(plain) {
            found.add(Class::BundleTar, format!("“{shown}” is a name that a bundle may not have."));
            return None;
        }
        let (top, rest) = plain.split_once('/').unwrap_or((plain, ""));
        let folder = self.folder.get_or_insert_with(|| top.to_owned());
        if folder != top || (rest.is_empty() && entry.kind == Kind::File) {
            found.add(Class::BundleTar, format!("“{shown}” is not in the bundle’s one folder."));
            return None;
        }
        if entry.kind == Kind::Folder {
            if !["", "data", "data/originals", "data/proof"].contains(&rest) {
                found.add(Class::BundleExtra, format!("The folder {rest} does not belong to the bundle."));
            }
            return None;
        }
        if !self.folded.insert(rest.to_ascii_lowercase()) {
            found.add(Class::BundleTar, format!("The file {rest} is in the archive twice."));
            return None;
        }
        Some(rest.to_owned())
    }

    fn hash<R: Read>(
        &self,
        reader: &mut ArchiveReader<R>,
        entry: &Entry,
        keep: bool,
    ) -> Result<(Seen, Option<Vec<u8>>), ArchiveError> {
        let mut kept = (keep && entry.size <= layout::PROOF_FILE.min(self.room)).then(Vec::new);
        let mut hash = Sha256::new();
        let mut buffer = vec![0; usize::try_from(entry.size).unwrap_or(usize::MAX).min(128 << 10)];
        loop {
            let got = match reader.data(&mut buffer)? {
                0 => break,
                got => buffer.get(..got).expect("a reader returns at most what it was given"),
            };
            hash.update(got);
            if let Some(kept) = &mut kept {
                kept.extend_from_slice(got);
            }
        }
        Ok((Seen { sha256: Sha256Digest(hash.finalize().into()), size: entry.size }, kept))
    }

    /// Returns a kept file as text; `None`, with or without a finding made before, when it is absent or not text.
    pub fn text(&self, path: &str) -> Option<&str> {
        self.kept.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok())
    }
}

fn keeps(path: &str) -> bool {
    !path.contains('/') || path.starts_with(layout::PROOF)
}
