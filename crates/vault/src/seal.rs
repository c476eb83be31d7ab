//! Sealing bytes into an object: one streaming pass, durable under a temporary name before anything names it.

use crate::disk::Disk;
use crate::error::{At, Result, VaultError};
use crate::files::WriteFile;
use crate::ingest::file_name;
use crate::outside::open_ordinary_file;
use casekeep_format::{ObjectWriter, Recipient};
use casekeep_model::{FileFacts, ObjectName, inspect::Inspect};
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

/// How much is read at a time, in bytes.
const CHUNK: usize = 128 << 10;
/// How much of a file its type is read from, in bytes.
const SNIFFED: usize = 8 << 10;

/// An object that is sealed and durable under a temporary name.
pub(crate) struct Sealed {
    disk: Disk,
    pub temporary: PathBuf,
    pub name: ObjectName,
    pub file: FileFacts,
    pub media_type: String,
}

/// Removes the temporary file unless it was given its name.
impl Drop for Sealed {
    fn drop(&mut self) {
        self.disk.remove_quietly(&self.temporary);
    }
}

/// Where objects of a box go, and to whom they are sealed.
pub(crate) struct ObjectPlace {
    pub disk: Disk,
    pub objects: PathBuf,
    pub to: Recipient,
    pub temporary: PathBuf,
}

impl ObjectPlace {
    /// Seals bytes into a durable temporary file in one pass.
    pub fn seal(
        &self,
        input: &mut dyn Read,
        inspect: &dyn Inspect,
        tick: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<Sealed> {
        let file = self.disk.create(&self.temporary)?;
        self.seal_into(file, input, inspect, tick).inspect_err(|_| self.disk.remove_quietly(&self.temporary))
    }

    fn seal_into(
        &self,
        file: Box<dyn WriteFile>,
        input: &mut dyn Read,
        inspect: &dyn Inspect,
        tick: &mut dyn FnMut(u64) -> ControlFlow<()>,
    ) -> Result<Sealed> {
        let writing = |source: io::Error| VaultError::Io { doing: "writing", path: self.objects.clone(), source };
        let mut writer = ObjectWriter::new(&self.to, io::BufWriter::with_capacity(CHUNK, file))?;
        let (mut buffer, mut head) = (vec![0; CHUNK], Vec::new());
        loop {
            let read = match input.read(&mut buffer) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(source) => {
                    return Err(VaultError::Io { doing: "reading", path: PathBuf::from("the file"), source });
                }
            };
            let bytes = buffer.get(..read).unwrap_or_default();
            let room = SNIFFED.saturating_sub(head.len());
            head.extend_from_slice(bytes.get(..room.min(read)).unwrap_or_default());
            writer.write_all(bytes).map_err(writing)?;
            if tick(read as u64).is_break() {
                return Err(VaultError::Cancelled);
            }
        }
        let (out, file, name) = writer.finish().map_err(writing)?;
        let mut out = out.into_inner().map_err(|error| writing(error.into_error()))?;
        out.sync().map_err(writing)?;
        Ok(Sealed {
            disk: self.disk.clone(),
            temporary: self.temporary.clone(),
            name,
            file,
            media_type: inspect.sniff(&head),
        })
    }
}

/// Seals one file from disk, refusing what is not a file and what changes while it is read.
pub(crate) fn seal_file(
    path: &Path,
    place: &ObjectPlace,
    inspect: &dyn Inspect,
    stopped: &AtomicBool,
    report: &mut dyn FnMut(u64, u64),
) -> Result<Sealed> {
    let bad = |why| VaultError::BadFile { name: file_name(path), why };
    let (mut file, ..) = open_ordinary_file(path)?;
    let before = file.metadata().at("reading", path)?;
    let (mut done, mut last) = (0, 0);
    let mut tick = |bytes: u64| {
        done += bytes;
        if done - last >= 4 << 20 {
            last = done;
            report(done, before.len());
        }
        // A file that grows for ever is not read for ever.
        let endless = done > before.len().saturating_mul(2).saturating_add(64 << 20);
        if stopped.load(Ordering::Relaxed) || endless { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let sealed = place.seal(&mut file, inspect, &mut tick);
    let sealed = match sealed {
        Err(VaultError::Cancelled) if !stopped.load(Ordering::Relaxed) => return Err(bad("it grew while it was read")),
        Err(VaultError::Io { doing: "reading", source, .. }) => return Err(source).at("reading", path),
        result => result?,
    };
    let after = file.metadata().at("reading", path)?;
    if sealed.file.size != before.len()
        || after.len() != before.len()
        || after.modified().ok() != before.modified().ok()
    {
        return Err(bad("it changed while it was read"));
    }
    Ok(sealed)
}
