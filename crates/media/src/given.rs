//! The file that a decoder is asked about: it reads pieces of it over the pipe, wherever it likes.

use crate::wire::{Frame, PIECE};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};

/// The file behind the pipe; reads are buffered, so parsers may read byte by byte.
pub(crate) type Given = BufReader<Pieces>;

/// Reads pieces of the file by asking the program that started this process.
#[derive(Debug)]
pub(crate) struct Pieces {
    length: u64,
    at: u64,
}

/// Returns a file of this many bytes, at its beginning.
pub(crate) fn given(length: u64) -> Given {
    BufReader::with_capacity(PIECE, Pieces { length, at: 0 })
}

impl Pieces {
    /// Returns how many bytes the file has.
    pub(crate) fn length(&self) -> u64 {
        self.length
    }
}

impl Read for Pieces {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let left = usize::try_from(self.length.saturating_sub(self.at)).unwrap_or(usize::MAX);
        let count = into.len().min(left).min(PIECE);
        let Some(into) = into.get_mut(..count).filter(|into| !into.is_empty()) else { return Ok(0) };
        let mut output = io::stdout().lock();
        output.write_all(&Frame::Want { offset: self.at, count }.write())?;
        output.flush()?;
        io::stdin().lock().read_exact(into)?;
        self.at += count as u64;
        Ok(count)
    }
}

impl Seek for Pieces {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let place = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
        };
        self.at = place.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
        Ok(self.at)
    }
}
