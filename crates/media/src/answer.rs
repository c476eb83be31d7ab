//! A decoder's answer on its way to the program that asked: pieces, and an end.

use crate::wire::{Frame, PIECE};
use casekeep_model::inspect::PreviewError;
use std::io::{self, Write};

/// Writes the answer in pieces.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    pending: Vec<u8>,
}

impl Answer {
    /// Sends what is left and the end.
    ///
    /// # Errors
    /// When nobody reads any more.
    pub(crate) fn end(mut self, outcome: Result<(), PreviewError>) -> io::Result<()> {
        if outcome.is_ok() {
            self.flush()?;
        }
        let mut output = io::stdout().lock();
        output.write_all(&Frame::End(outcome).write())?;
        output.flush()
    }

    fn send(&self, piece: &[u8]) -> io::Result<()> {
        let mut output = io::stdout().lock();
        output.write_all(&Frame::Part { count: piece.len() }.write())?;
        output.write_all(piece)
    }
}

impl Write for Answer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.pending.len() + bytes.len() >= PIECE {
            self.flush()?;
        }
        if bytes.len() >= PIECE {
            bytes.chunks(PIECE).try_for_each(|piece| self.send(piece))?;
        } else {
            self.pending.extend_from_slice(bytes);
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        if !self.pending.is_empty() {
            self.send(&self.pending)?;
            self.pending.clear();
        }
        Ok(())
    }
}
