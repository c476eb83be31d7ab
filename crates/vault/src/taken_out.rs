//! Sealing files that the confined decoder takes out of another file: their bytes are sealed as they come out. Nothing of
//! them is ever in a file of its own.

use crate::error::{Result, VaultError};
use crate::ingest::Step;
use crate::seal::{ObjectPlace, Sealed};
use casekeep_model::archive::{Refused, Unpacked};
use casekeep_model::inspect::Inspect;
use casekeep_model::view::Progress;
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// How many pieces may wait between the one that takes out and the one that seals.
const WAITING: usize = 16;

/// One file that is to be taken out.
pub(crate) struct Wanted<'a> {
    /// Its name where it was found, for the person.
    pub name: &'a str,
    /// How many bytes it has, as the file around it says.
    pub bytes: u64,
}

/// Why a file could not be taken out when what takes it out does not say, in words that follow a name.
pub(crate) struct Ended {
    /// It had begun.
    pub stopped: &'static str,
    /// It had not.
    pub unreadable: &'static str,
}

/// What comes out, on its way to be sealed.
enum Piece {
    Begin,
    Bytes(Vec<u8>),
    End(Option<Refused>),
}

/// Seals files in their order until one cannot be taken because `take_out` ended; that one is the last.
///
/// # Errors
/// [`VaultError::Cancelled`]; what is wrong with single files is among the results.
pub(crate) fn seal_taken_out(
    wanted: &[Wanted<'_>],
    places: &[ObjectPlace],
    inspect: &dyn Inspect,
    ended: &Ended,
    take_out: impl FnOnce(&mut dyn FnMut(Unpacked<'_>) -> ControlFlow<()>) + Send,
    step: Step<'_>,
) -> Result<Vec<Result<Sealed>>> {
    let (send, receive) = sync_channel(WAITING);
    std::thread::scope(|scope| {
        scope.spawn(move || take_out(&mut |piece| pass_on(piece, &send)));
        let mut all = Vec::with_capacity(wanted.len());
        for (one, place) in wanted.iter().zip(places) {
            let mut out = OutReader { pieces: &receive, begun: false, left: Vec::new(), at: 0, end: None };
            let mut done = 0;
            let mut tick = |read: u64| {
                done += read;
                let current = file_name(one.name).to_owned();
                step(&Progress { files_done: 0, files: 0, bytes_done: done, bytes: one.bytes, current })
            };
            let sealed = seal_one(one, place, &mut out, (inspect, ended), &mut tick);
            let goes_on = out.end.is_some();
            if matches!(sealed, Err(VaultError::Cancelled)) {
                // What is being taken out is not wanted any more: its pieces go nowhere.
                drop(receive);
                return Err(VaultError::Cancelled);
            }
            all.push(sealed);
            if !goes_on {
                break;
            }
        }
        Ok(all)
    })
}

/// Returns a name without its folders.
pub(crate) fn file_name(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn seal_one(
    one: &Wanted<'_>,
    place: &ObjectPlace,
    out: &mut OutReader<'_>,
    (inspect, ended): (&dyn Inspect, &Ended),
    tick: &mut dyn FnMut(u64) -> ControlFlow<()>,
) -> Result<Sealed> {
    let bad = |why| VaultError::BadFile { name: one.name.to_owned(), why };
    match place.seal(out, inspect, tick) {
        Ok(sealed) => Ok(sealed),
        Err(VaultError::Io { doing: "reading", .. }) => Err(bad(match out.end {
            Some(Some(refused)) => refused.why(),
            _ if out.begun => ended.stopped,
            _ => ended.unreadable,
        })),
        Err(error) => Err(error),
    }
}

fn pass_on(piece: Unpacked<'_>, send: &SyncSender<Piece>) -> ControlFlow<()> {
    let piece = match piece {
        Unpacked::Begin(_) => Piece::Begin,
        Unpacked::Bytes(bytes) => Piece::Bytes(bytes.to_vec()),
        Unpacked::End(refused) => Piece::End(refused),
    };
    // Nobody takes it any more: the work was stopped.
    if send.send(piece).is_err() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
}

/// The bytes of one file; reading fails when it is not to be used, or when no more comes.
struct OutReader<'a> {
    pieces: &'a Receiver<Piece>,
    begun: bool,
    left: Vec<u8>,
    at: usize,
    /// How it ended, once it did.
    end: Option<Option<Refused>>,
}

impl Read for OutReader<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let refused = || io::Error::new(io::ErrorKind::InvalidData, "the file is not to be used");
        while self.at == self.left.len() {
            match self.end {
                Some(None) => return Ok(0),
                Some(Some(_)) => return Err(refused()),
                None => {}
            }
            match self.pieces.recv() {
                Ok(Piece::Begin) => self.begun = true,
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
