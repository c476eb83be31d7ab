//! What comes out of a zip archive, on its way from the confined process to the program that asked.
//!
//! The answer is a row of parts, each of a tag and a number: an entry begins, bytes of it follow, it ends well or is not
//! to be used.

use casekeep_model::archive::{Refused, Unpacked};
use casekeep_model::inspect::PreviewError;
use std::ops::ControlFlow;

pub(crate) const BEGIN: u8 = 0;
pub(crate) const BYTES: u8 = 1;
pub(crate) const END: u8 = 2;
pub(crate) const FAULT: u8 = 3;
/// A tag and a number.
const HEAD: usize = 5;
/// The most bytes of one part.
pub(crate) const PART: usize = 64 << 10;

const REFUSED: [Refused; 7] = [
    Refused::NotAFile,
    Refused::Outside,
    Refused::Encrypted,
    Refused::Method,
    Refused::Bomb,
    Refused::Overlap,
    Refused::Damaged,
];

/// Returns the number that stands for a reason.
pub(crate) fn code(refused: Refused) -> u32 {
    REFUSED.iter().position(|one| *one == refused).and_then(|at| u32::try_from(at).ok()).unwrap_or_default()
}

/// Puts together what comes out, on the side of the program that asked; a decoder that sends anything but what was asked
/// for, in its order, is not believed.
pub(crate) struct Incoming<'a> {
    wanted: std::slice::Iter<'a, u32>,
    head: Vec<u8>,
    /// Bytes of the part that is coming in.
    left: usize,
    open: bool,
    each: &'a mut dyn FnMut(Unpacked<'_>) -> ControlFlow<()>,
}

impl<'a> Incoming<'a> {
    pub(crate) fn new(wanted: &'a [u32], each: &'a mut dyn FnMut(Unpacked<'_>) -> ControlFlow<()>) -> Self {
        Self { wanted: wanted.iter(), head: Vec::with_capacity(HEAD), left: 0, open: false, each }
    }

    /// Takes in the next piece of the answer.
    ///
    /// # Errors
    /// [`PreviewError::Stopped`] for what was not asked for, and when no more is wanted.
    pub(crate) fn take(&mut self, mut piece: &[u8]) -> Result<(), PreviewError> {
        while !piece.is_empty() {
            if self.left > 0 {
                let (now, later) = piece.split_at(self.left.min(piece.len()));
                self.left -= now.len();
                self.tell(Unpacked::Bytes(now))?;
                piece = later;
                continue;
            }
            let (now, later) = piece.split_at((HEAD - self.head.len()).min(piece.len()));
            self.head.extend_from_slice(now);
            piece = later;
            if self.head.len() == HEAD {
                self.part()?;
                self.head.clear();
            }
        }
        Ok(())
    }

    /// Returns whether everything that was asked for came, to its end.
    pub(crate) fn is_whole(&self) -> bool {
        !self.open && self.left == 0 && self.head.is_empty() && self.wanted.len() == 0
    }

    fn part(&mut self) -> Result<(), PreviewError> {
        let (tag, number) = self.head.split_first().ok_or(PreviewError::Stopped)?;
        let number = number.first_chunk().map(|bytes| u32::from_le_bytes(*bytes)).ok_or(PreviewError::Stopped)?;
        match (*tag, self.open) {
            (BEGIN, false) if self.wanted.next() == Some(&number) => {
                self.open = true;
                self.tell(Unpacked::Begin(number))
            }
            (BYTES, true) if (1..=PART).contains(&(number as usize)) => {
                self.left = number as usize;
                Ok(())
            }
            (END, true) => self.end(None),
            (FAULT, true) => match REFUSED.get(number as usize) {
                Some(refused) => self.end(Some(*refused)),
                None => Err(PreviewError::Stopped),
            },
            _ => Err(PreviewError::Stopped),
        }
    }

    fn end(&mut self, refused: Option<Refused>) -> Result<(), PreviewError> {
        self.open = false;
        self.tell(Unpacked::End(refused))
    }

    fn tell(&mut self, what: Unpacked<'_>) -> Result<(), PreviewError> {
        if (self.each)(what).is_break() { Err(PreviewError::Stopped) } else { Ok(()) }
    }
}
