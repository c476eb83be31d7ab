//! Spans of an item's bytes, asked for again and again from any place, as a player asks for them.
//!
//! Only the 64 KiB chunks that a span touches are opened, each is authenticated before any byte of it is given, and a few
//! stay opened in memory that is wiped. What a span cannot show is that the file as a whole is the one that was recorded:
//! that is a check's work.

use crate::error::{Result, VaultError};
use crate::read::{ItemReader, read_failure};
use crate::session::UnlockedVault;
use crate::wording::finding;
use casekeep_model::Class;
use std::collections::VecDeque;
use std::io::{self, Read, Seek, SeekFrom};
use zeroize::Zeroizing;

/// One opened piece: a chunk of an age file, so that none is opened twice for one span.
const PIECE: usize = 64 << 10;

/// How many opened pieces are kept: 2 MiB.
const KEPT: usize = 32;

/// An item whose bytes are given from any place. Dropping it wipes what it holds.
pub struct ItemSpans {
    reader: ItemReader,
    number: u32,
    media_type: String,
    /// The newest last.
    kept: VecDeque<(u64, Zeroizing<Vec<u8>>)>,
}

impl ItemSpans {
    /// Returns the number of bytes: the one that was recorded, and that the sealed file has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.reader.size()
    }

    /// Returns the media type that the first bytes showed when it was added.
    #[must_use]
    pub fn media_type(&self) -> &str {
        &self.media_type
    }

    /// Returns `length` bytes from a place; fewer where the item ends before, none from its end on.
    ///
    /// # Errors
    /// An integrity error when a chunk that is touched was changed; or what the system says. Nothing is given then.
    pub fn read(&mut self, from: u64, length: usize) -> Result<Zeroizing<Vec<u8>>> {
        let end = from.saturating_add(length as u64).min(self.size());
        let mut span = Zeroizing::new(Vec::with_capacity(usize::try_from(end.saturating_sub(from)).unwrap_or(0)));
        let mut at = from;
        while at < end {
            let (number, skipped) = (at / PIECE as u64, usize::try_from(at % PIECE as u64).unwrap_or(0));
            let item = self.number;
            let piece = self.piece(number).map_err(|error| read_failure(error, item))?;
            let wanted = usize::try_from(end - at).unwrap_or(usize::MAX);
            let given = piece.get(skipped..).unwrap_or_default();
            let given = given.get(..wanted).unwrap_or(given);
            if given.is_empty() {
                return Err(changed(item));
            }
            span.extend_from_slice(given);
            at += given.len() as u64;
        }
        Ok(span)
    }

    /// Returns one piece, opened now or before.
    fn piece(&mut self, number: u64) -> io::Result<&[u8]> {
        let before = self.kept.iter().position(|(kept, _)| *kept == number);
        let found = match before.and_then(|at| self.kept.remove(at)) {
            Some(found) => found,
            None => (number, self.open_piece(number)?),
        };
        while self.kept.len() >= KEPT {
            self.kept.pop_front();
        }
        self.kept.push_back(found);
        Ok(self.kept.back().map(|(_, piece)| piece.as_slice()).unwrap_or_default())
    }

    fn open_piece(&mut self, number: u64) -> io::Result<Zeroizing<Vec<u8>>> {
        self.reader.seek(SeekFrom::Start(number * PIECE as u64))?;
        // At its full size from the beginning: a buffer that grows leaves plaintext behind.
        let mut piece = Zeroizing::new(vec![0; PIECE]);
        let mut filled = 0;
        while let Some(room) = piece.get_mut(filled..).filter(|room| !room.is_empty()) {
            match self.reader.read(room) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        piece.truncate(filled);
        Ok(piece)
    }
}

fn changed(number: u32) -> VaultError {
    finding(Class::ObjectChanged, format!("The file of item {number} is not the one that was saved.")).into()
}

impl UnlockedVault {
    /// Opens an item so that spans of it can be read from any place.
    ///
    /// # Errors
    /// When there is no such item; an integrity error when its file is missing, changed at its end, or of another length
    /// than was recorded; or what the system says.
    pub fn item_spans(&self, case: u32, number: u32) -> Result<ItemSpans> {
        let (id, entry) = self.item_entry(case, number)?;
        let mut reader = self.read_object(&id, &entry.first)?;
        let length = reader.seek(SeekFrom::End(0)).map_err(|error| read_failure(error, number))?;
        if length != reader.size() {
            return Err(changed(number));
        }
        Ok(ItemSpans { reader, number, media_type: entry.first.media_type, kept: VecDeque::with_capacity(KEPT) })
    }
}
