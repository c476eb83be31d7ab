//! The program's side of a decoder: starts it, feeds it, reads its answer, and stops it when its time is over.
//!
//! Both pipes are served from one loop ([`Process`]), so a decoder that does not read, does not answer or does not end
//! costs its patience and no more.

use crate::CHILD_ARGUMENT;
use crate::confine;
use crate::job::{Allowance, Job};
use crate::process::{Process, Said, Turn};
use crate::wire::{self, Frame};
use casekeep_model::inspect::{LookError, PreviewError, ReadSeek};
use std::io::{self, SeekFrom};
use std::path::Path;
use std::process::Command;

/// Asks a fresh decoder about a file, and hands on its answer piece by piece as it comes in.
///
/// # Errors
/// [`PreviewError::TooLarge`] for a file above what the job allows, [`PreviewError::Unavailable`] when it cannot be
/// started or confined; [`PreviewError::Stopped`] when it ends without an answer, sends nonsense, takes too long or says
/// too much, or when `sink` wants no more; otherwise what it says. [`LookError::Read`] when the file cannot be read.
pub(crate) fn ask(
    program: &Path,
    job: &Job,
    allowance: Allowance,
    file: &mut dyn ReadSeek,
    sink: &mut dyn FnMut(&[u8]) -> Result<(), PreviewError>,
) -> Result<(), LookError> {
    let length = file.seek(SeekFrom::End(0))?;
    if length > allowance.file {
        return Err(PreviewError::TooLarge.into());
    }
    let mut decoder = start(program, allowance).map_err(|_| PreviewError::Unavailable)?;
    let mut feed = Feed::begin(job, length)?;
    let mut frames = Frames::new(allowance.output);
    loop {
        let Turn { sent, said } = decoder.turn(feed.waiting()).map_err(|_| PreviewError::Stopped)?;
        feed.sent += sent;
        match said {
            // An end before the answer is whole: the decoder was killed at a limit, or aborted.
            Said::End => return Err(PreviewError::Stopped.into()),
            Said::Nothing => continue,
            Said::Bytes(bytes) => frames.add(bytes),
        }
        while let Some(word) = frames.next(sink)? {
            match word {
                Word::Want { offset, count } => feed.give(file, offset, count, length)?,
                Word::End(outcome) => return outcome.map_err(Into::into),
            }
        }
    }
}

fn start(program: &Path, allowance: Allowance) -> io::Result<Process> {
    let limits = confine::Limits::of(allowance).to_arguments();
    Process::start(Command::new(program).arg(CHILD_ARGUMENT).args(limits), allowance.patience)
}

/// What is on its way to the decoder: the job, then the piece of the file that it asked for last.
struct Feed {
    bytes: Vec<u8>,
    sent: usize,
}

impl Feed {
    fn begin(job: &Job, length: u64) -> Result<Self, PreviewError> {
        let json = serde_json::to_vec(job).map_err(|_| PreviewError::Unavailable)?;
        Ok(Self { bytes: [wire::write_head(json.len(), length).as_slice(), &json].concat(), sent: 0 })
    }

    fn waiting(&self) -> &[u8] {
        self.bytes.get(self.sent..).unwrap_or_default()
    }

    /// Reads the piece that is asked for; an honest decoder asks for the next only when it has the last.
    fn give(&mut self, file: &mut dyn ReadSeek, offset: u64, count: usize, length: u64) -> Result<(), LookError> {
        let inside = offset.checked_add(count as u64).is_some_and(|end| end <= length);
        if !self.waiting().is_empty() || !inside {
            return Err(PreviewError::Stopped.into());
        }
        self.bytes.resize(count, 0);
        self.sent = 0;
        file.seek(SeekFrom::Start(offset))?;
        Ok(file.read_exact(&mut self.bytes)?)
    }
}

/// What a decoder says beside the parts of its answer.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Word {
    /// Asks for these bytes of the file.
    Want { offset: u64, count: usize },
    /// The answer is whole, or this is why there is none.
    End(Result<(), PreviewError>),
}

/// The decoder's answer as it comes in.
pub(crate) struct Frames {
    incoming: Vec<u8>,
    /// How many bytes of the part that has begun are still to come.
    part: usize,
    /// How many bytes it may still say.
    allowed: u64,
}

impl Frames {
    /// Begins an answer of at most so many bytes.
    pub(crate) fn new(allowed: u64) -> Self {
        Self { incoming: Vec::new(), part: 0, allowed }
    }

    /// Takes in what came next.
    pub(crate) fn add(&mut self, bytes: &[u8]) {
        self.incoming.extend_from_slice(bytes);
    }

    /// Returns the next word that is whole; parts of the answer go to the sink on the way.
    pub(crate) fn next(
        &mut self,
        sink: &mut dyn FnMut(&[u8]) -> Result<(), PreviewError>,
    ) -> Result<Option<Word>, PreviewError> {
        loop {
            if self.part > 0 {
                let count = self.part.min(self.incoming.len());
                sink(self.incoming.get(..count).unwrap_or_default())?;
                self.incoming.drain(..count);
                self.part -= count;
                if self.part > 0 {
                    return Ok(None);
                }
            }
            let Some((frame, length)) = Frame::read(&self.incoming)? else { return Ok(None) };
            self.incoming.drain(..length);
            match frame {
                Frame::Want { offset, count } => return Ok(Some(Word::Want { offset, count })),
                Frame::End(outcome) => return Ok(Some(Word::End(outcome))),
                Frame::Part { count } => {
                    self.allowed = self.allowed.checked_sub(count as u64).ok_or(PreviewError::Stopped)?;
                    self.part = count;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frames(bytes: &[u8], allowed: u64) -> Frames {
        Frames { incoming: bytes.to_vec(), part: 0, allowed }
    }

    #[test]
    fn parts_go_to_the_sink_and_others_come_out() {
        let part = |bytes: &[u8]| [Frame::Part { count: bytes.len() }.write(), bytes.to_vec()].concat();
        let all = [part(b"one "), part(b"two"), Frame::End(Ok(())).write()].concat();
        let mut said = Vec::new();
        // However the bytes are cut on their way.
        for step in 1..all.len() {
            said.clear();
            let mut frames = frames(&[], 7);
            let mut ends = 0;
            for piece in all.chunks(step) {
                frames.incoming.extend_from_slice(piece);
                let mut sink = |bytes: &[u8]| {
                    said.extend_from_slice(bytes);
                    Ok(())
                };
                while let Some(word) = frames.next(&mut sink).expect("honest frames") {
                    assert_eq!(word, Word::End(Ok(())));
                    ends += 1;
                }
            }
            assert_eq!((said.as_slice(), ends), (&b"one two"[..], 1), "in steps of {step}");
        }
    }

    #[test]
    fn an_answer_above_its_allowance_is_stopped() {
        let part = Frame::Part { count: 8 }.write();
        assert_eq!(frames(&part, 7).next(&mut |_| Ok(())), Err(PreviewError::Stopped));
        assert_eq!(frames(&part, 8).next(&mut |_| Ok(())), Ok(None));
    }

    #[test]
    fn a_sink_that_wants_no_more_ends_it() {
        let part = [Frame::Part { count: 2 }.write(), vec![1, 2]].concat();
        assert_eq!(frames(&part, 8).next(&mut |_| Err(PreviewError::TooLarge)), Err(PreviewError::TooLarge));
    }
}
