//! Adding what is in a zip archive: the confined decoder unpacks it, and its bytes are sealed as they come out. Nothing of
//! them is ever in a file of its own.

use super::found::Found;
use crate::batches::{About, Each, MANY, SealedBatch};
use crate::error::{Result, VaultError};
use crate::ingest::Step;
use crate::outside;
use crate::seal::{ObjectPlace, Sealed};
use crate::session::UnlockedVault;
use casekeep_model::archive::{Refused, Unpacked};
use casekeep_model::inspect::Inspect;
use casekeep_model::view::Progress;
use casekeep_model::{BoxId, ItemFacts};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How many pieces may wait between the one that unpacks and the one that seals.
const WAITING: usize = 16;
const STOPPED: &str = "unpacking it took too much time or memory and was stopped";
const UNREADABLE: &str = "the archive could not be read any further";

/// What comes out of the archive, on its way to be sealed.
enum Piece {
    Begin(u32),
    Bytes(Vec<u8>),
    End(Option<Refused>),
}

impl UnlockedVault {
    /// Adds files that are in one archive, in batches like those of a folder.
    pub(super) fn add_entries(
        &self,
        id: &BoxId,
        group: &[Found],
        facts: &dyn Fn(&Path) -> ItemFacts,
        each: Each<'_>,
        step: Step<'_>,
    ) -> Result<()> {
        let about = About { id, facts, keep_duplicates: false };
        for batch in batches(group, self.installation.batch.files, self.installation.batch.bytes) {
            let keys: Vec<PathBuf> = batch.iter().map(Found::key).collect();
            let many = (batch.len() >= MANY).then(|| self.object_place(id, false)).transpose()?;
            let barrier = many.map_or(Ok(None), |place| self.disk().barrier(&place.objects))?;
            let mut files = Vec::with_capacity(batch.len());
            let mut left = batch;
            // A decoder that is stopped costs the file that it was at; the rest is gone on with by a fresh one.
            while !left.is_empty() {
                let sealed = self.seal_entries(id, left, barrier.is_none(), step)?;
                left = left.get(sealed.len().max(1)..).unwrap_or_default();
                files.extend(sealed);
            }
            let files = keys.iter().map(PathBuf::as_path).zip(files).collect();
            self.commit_batch(about, SealedBatch { files, barrier }, each)?;
        }
        Ok(())
    }

    /// Seals entries until one cannot be taken because the decoder ended; that one is the last.
    fn seal_entries(
        &self,
        id: &BoxId,
        batch: &[Found],
        each_durable: bool,
        step: Step<'_>,
    ) -> Result<Vec<Result<Sealed>>> {
        let Some(first) = batch.first() else { return Ok(Vec::new()) };
        let (mut archive, ..) = outside::open_ordinary_file(&first.path)?;
        let wanted: Vec<u32> = batch.iter().filter_map(|found| found.entry).collect();
        let bytes = batch.iter().map(|found| found.bytes).sum();
        let inspect = &*self.installation.inspect;
        let (send, receive) = sync_channel(WAITING);
        let places = batch.iter().map(|_| self.object_place(id, each_durable)).collect::<Result<Vec<_>>>()?;
        std::thread::scope(|scope| {
            scope.spawn(move || {
                // What went wrong shows in what did not come.
                let _ = inspect.unpack(&mut archive, &wanted, bytes, &mut |piece| pass_on(piece, &send));
            });
            let mut sealed = Vec::with_capacity(batch.len());
            for (found, place) in batch.iter().zip(&places) {
                let mut entry = EntryReader { pieces: &receive, begun: None, left: Vec::new(), at: 0, end: None };
                let mut done = 0;
                let mut tick = |read: u64| {
                    done += read;
                    let current = found.file_name().to_owned();
                    step(&Progress { files_done: 0, files: 0, bytes_done: done, bytes: found.bytes, current })
                };
                let result = seal_entry(found, place, &mut entry, inspect, &mut tick);
                let goes_on = entry.end.is_some();
                if matches!(result, Err(VaultError::Cancelled)) {
                    // What is being unpacked is not wanted any more: its pieces go nowhere.
                    drop(receive);
                    return Err(VaultError::Cancelled);
                }
                sealed.push(result);
                if !goes_on {
                    break;
                }
            }
            Ok(sealed)
        })
    }
}

fn seal_entry(
    found: &Found,
    place: &ObjectPlace,
    entry: &mut EntryReader<'_>,
    inspect: &dyn Inspect,
    tick: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Sealed> {
    let bad = |why| VaultError::BadFile { name: found.name.clone(), why };
    match place.seal(entry, inspect, tick) {
        Ok(sealed) => Ok(sealed),
        Err(VaultError::Io { doing: "reading", .. }) => Err(bad(match entry.end {
            Some(Some(refused)) => refused.why(),
            _ if entry.begun.is_some() => STOPPED,
            _ => UNREADABLE,
        })),
        Err(error) => Err(error),
    }
}

fn pass_on(piece: Unpacked<'_>, send: &SyncSender<Piece>) -> ControlFlow<()> {
    let piece = match piece {
        Unpacked::Begin(index) => Piece::Begin(index),
        Unpacked::Bytes(bytes) => Piece::Bytes(bytes.to_vec()),
        Unpacked::End(refused) => Piece::End(refused),
    };
    // Nobody takes it any more: the import was stopped.
    if send.send(piece).is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// The bytes of one entry; reading fails when it is not to be used, or when no more comes.
struct EntryReader<'a> {
    pieces: &'a Receiver<Piece>,
    begun: Option<u32>,
    left: Vec<u8>,
    at: usize,
    /// How it ended, once it did.
    end: Option<Option<Refused>>,
}

impl Read for EntryReader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let refused = || io::Error::new(io::ErrorKind::InvalidData, "the entry is not to be used");
        while self.at == self.left.len() {
            match self.end {
                Some(None) => return Ok(0),
                Some(Some(_)) => return Err(refused()),
                None => {}
            }
            match self.pieces.recv() {
                Ok(Piece::Begin(index)) => self.begun = Some(index),
                Ok(Piece::Bytes(bytes)) => (self.left, self.at) = (bytes, 0),
                Ok(Piece::End(end)) => self.end = Some(end),
                Err(_) => return Err(io::ErrorKind::UnexpectedEof.into()),
            }
        }
        let rest = self.left.get(self.at..).unwrap_or_default();
        let count = rest.len().min(into.len());
        into.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        self.at += count;
        Ok(count)
    }
}

fn batches(group: &[Found], files: usize, bytes: u64) -> impl Iterator<Item = &[Found]> {
    let mut rest = group;
    std::iter::from_fn(move || {
        let mut sum = 0;
        let fits = |found: &&Found| {
            let room = sum == 0 || sum + found.bytes <= bytes;
            sum += found.bytes;
            room
        };
        let length = rest.iter().take(files).take_while(fits).count().max(1);
        let (now, later) = rest.split_at_checked(length)?;
        rest = later;
        Some(now)
    })
}
