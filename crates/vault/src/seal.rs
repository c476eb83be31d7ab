//! Sealing bytes into an object: one streaming pass into a temporary name, durable before anything names it.

use crate::disk::Disk;
use crate::error::{At, Result, VaultError};
use crate::files::WriteFile;
use crate::ingest::file_name;
use crate::outside::open_ordinary_file;
use casekeep_format::{FileHash, ObjectSealer, Recipient};
use casekeep_model::import::Sign;
use casekeep_model::{FileFacts, ObjectName, inspect::Inspect};
use std::io::{self, Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel, sync_channel};

/// How much is written at a time, in bytes: no more than a sealed chunk, which then goes to the file without a copy.
const WRITTEN: usize = 64 << 10;
/// The same for what is larger than a piece: file systems take large writes at half the work, which is more than a copy
/// costs.
const WRITTEN_LARGE: usize = 544 << 10;
/// How much is read and hashed at a time, in bytes. What is smaller is sealed on the same thread.
const PIECE: usize = 1 << 20;
/// How many pieces wait to be sealed at most.
const PIECES: usize = 3;
/// How much of a file its type is read from, in bytes.
const SNIFFED: usize = 8 << 10;

/// An object that is sealed under a temporary name.
pub(crate) struct Sealed {
    disk: Disk,
    pub temporary: PathBuf,
    pub name: ObjectName,
    pub file: FileFacts,
    pub media_type: String,
    pub signs: Vec<Sign>,
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
    /// Whether each object is made durable as it is sealed, and not many by one barrier.
    pub each_durable: bool,
}

impl ObjectPlace {
    /// Seals bytes into a temporary file in one pass.
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
        let mut source = Source { input, hash: FileHash::new(), tick };
        let first = source.piece(Vec::new())?;
        let written = if first.len() < PIECE { WRITTEN } else { WRITTEN_LARGE };
        let mut sealer = ObjectSealer::new(&self.to, io::BufWriter::with_capacity(written, file))?;
        let head = first.get(..SNIFFED.min(first.len())).unwrap_or_default().to_vec();
        let (out, name) = if first.len() < PIECE {
            sealer.write_all(&first).and_then(|()| sealer.finish()).map_err(writing)?
        } else {
            seal_beside(sealer, first, &mut source)?.map_err(writing)?
        };
        let mut out = out.into_inner().map_err(|error| writing(error.into_error()))?;
        if self.each_durable {
            out.sync().map_err(writing)?;
        }
        Ok(Sealed {
            disk: self.disk.clone(),
            temporary: self.temporary.clone(),
            name,
            file: source.hash.facts(),
            media_type: inspect.sniff(&head),
            signs: inspect.signs(&head),
        })
    }
}

/// The bytes that come in, measured as they do.
struct Source<'a> {
    input: &'a mut dyn Read,
    hash: FileHash,
    tick: &'a mut dyn FnMut(u64) -> ControlFlow<()>,
}

impl Source<'_> {
    /// Reads and hashes the next piece into a buffer that was used before; one that is not full is the last.
    fn piece(&mut self, mut buffer: Vec<u8>) -> Result<Vec<u8>> {
        buffer.resize(PIECE, 0);
        let mut filled = 0;
        while let Some(room) = buffer.get_mut(filled..).filter(|room| !room.is_empty()) {
            let read = match self.input.read(room) {
                Ok(0) => break,
                Ok(read) => read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(source) => {
                    return Err(VaultError::Io { doing: "reading", path: PathBuf::from("the file"), source });
                }
            };
            filled += read;
            if (self.tick)(read as u64).is_break() {
                return Err(VaultError::Cancelled);
            }
        }
        buffer.truncate(filled);
        self.hash.update(&buffer);
        Ok(buffer)
    }
}

/// What is sealed into, and the name that it got.
type Ended<W> = io::Result<(W, ObjectName)>;

/// Seals and writes on a thread of its own what this one reads and hashes: each takes about half of the work.
fn seal_beside<W: Write + Send>(sealer: ObjectSealer<W>, first: Vec<u8>, source: &mut Source<'_>) -> Result<Ended<W>> {
    let (send, receive) = sync_channel::<Vec<u8>>(PIECES);
    let (give_back, used) = channel();
    std::thread::scope(|scope| {
        let sealing = scope.spawn(move || seal_pieces(sealer, &receive, &give_back));
        let mut piece = first;
        loop {
            let is_last = piece.len() < PIECE;
            // Nobody takes it: sealing failed, and says why below.
            if send.send(piece).is_err() || is_last {
                break;
            }
            piece = source.piece(used.try_recv().unwrap_or_default())?;
        }
        drop(send);
        Ok(sealing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })
}

fn seal_pieces<W: Write>(
    mut sealer: ObjectSealer<W>,
    pieces: &Receiver<Vec<u8>>,
    give_back: &Sender<Vec<u8>>,
) -> Ended<W> {
    for piece in pieces {
        sealer.write_all(&piece)?;
        // After the last piece nobody wants its buffer.
        let _ = give_back.send(piece);
    }
    sealer.finish()
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
