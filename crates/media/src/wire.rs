//! What goes over the pipes between a program and its decoder. All numbers are little-endian.
//!
//! The program sends the job once: the length of its JSON (4 bytes), the length of the file (8), the JSON. The decoder
//! then sends frames, and the program answers each that asks for a piece of the file with exactly those bytes.
//!
//! | frame | bytes |
//! |---|---|
//! | asks for a piece of the file | 0, offset (8), count (4) |
//! | a piece of the answer | 1, count (4), the bytes |
//! | the end | 2, status (1): 0 is good, others are refusals |
//!
//! A piece has 1 to [`PIECE`] bytes. Pixels begin with their shape (`pixels`); every other answer is its bytes alone.

use casekeep_model::inspect::PreviewError;

/// The most bytes of a piece, of the file and of the answer alike.
pub(crate) const PIECE: usize = 256 << 10;
/// The length of what comes before a job's JSON.
pub(crate) const HEAD: usize = 12;
/// The longest JSON of a job.
const JOB: usize = 1 << 20;

const WANT: u8 = 0;
const PART: u8 = 1;
const END: u8 = 2;

/// Returns the bytes that come before a job's JSON.
pub(crate) fn write_head(json: usize, file: u64) -> [u8; HEAD] {
    let mut out = [0; HEAD];
    out[..4].copy_from_slice(&u32::try_from(json).unwrap_or(u32::MAX).to_le_bytes());
    out[4..].copy_from_slice(&file.to_le_bytes());
    out
}

/// Returns how long a job's JSON and its file are; `None` for a job that this program does not write.
pub(crate) fn read_head(bytes: &[u8; HEAD]) -> Option<(usize, u64)> {
    let json = usize::try_from(u32_at(bytes, 0)?).ok()?;
    (json <= JOB).then_some((json, u64_at(bytes, 4)?))
}

/// What a decoder sends; the bytes of a part follow it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Frame {
    /// Asks for these bytes of the file.
    Want { offset: u64, count: usize },
    /// So many bytes of the answer come next.
    Part { count: usize },
    /// The answer is whole, or this is why there is none.
    End(Result<(), PreviewError>),
}

/// Why a decoder has no answer, by status byte from 1; 0 is success.
const REFUSALS: [PreviewError; 8] = [
    PreviewError::Damaged,
    PreviewError::TooLarge,
    PreviewError::NoPreview,
    PreviewError::Outside,
    PreviewError::Stopped,
    PreviewError::Unavailable,
    PreviewError::Locked,
    PreviewError::NoPage,
];

impl Frame {
    pub(crate) fn write(&self) -> Vec<u8> {
        match self {
            Self::Want { offset, count } => [&[WANT][..], &offset.to_le_bytes(), &count32(*count)].concat(),
            Self::Part { count } => [&[PART][..], &count32(*count)].concat(),
            Self::End(Ok(())) => vec![END, 0],
            Self::End(Err(error)) => {
                vec![END, REFUSALS.iter().position(|refusal| refusal == error).map_or(1, |at| at as u8 + 1)]
            }
        }
    }

    /// Returns the frame that these bytes begin, and its length; `None` while it is not whole.
    ///
    /// # Errors
    /// [`PreviewError::Stopped`] for what no honest decoder sends.
    pub(crate) fn read(bytes: &[u8]) -> Result<Option<(Self, usize)>, PreviewError> {
        let Some(tag) = bytes.first() else { return Ok(None) };
        let (frame, length) = match *tag {
            WANT => (u64_at(bytes, 1).zip(u32_at(bytes, 9)).map(want), 13),
            PART => (u32_at(bytes, 1).map(|count| Self::Part { count: count as usize }), 5),
            END => (bytes.get(1).map(|status| Self::End(end(*status))), 2),
            _ => return Err(PreviewError::Stopped),
        };
        match frame {
            Some(Self::Want { count, .. } | Self::Part { count }) if !(1..=PIECE).contains(&count) => {
                Err(PreviewError::Stopped)
            }
            frame => Ok(frame.map(|frame| (frame, length))),
        }
    }
}

fn want((offset, count): (u64, u32)) -> Frame {
    Frame::Want { offset, count: count as usize }
}

fn end(status: u8) -> Result<(), PreviewError> {
    match usize::from(status).checked_sub(1) {
        None => Ok(()),
        Some(refusal) => Err(REFUSALS.get(refusal).cloned().unwrap_or(PreviewError::Stopped)),
    }
}

fn count32(count: usize) -> [u8; 4] {
    u32::try_from(count).unwrap_or(u32::MAX).to_le_bytes()
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

fn u64_at(bytes: &[u8], at: usize) -> Option<u64> {
    bytes.get(at..at + 8)?.try_into().ok().map(u64::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn frames_come_back_as_they_were_and_not_before_they_are_whole() {
        let ends = REFUSALS.into_iter().map(|refusal| Frame::End(Err(refusal)));
        let frames = [Frame::Want { offset: 1 << 40, count: PIECE }, Frame::Part { count: 1 }, Frame::End(Ok(()))];
        for frame in frames.into_iter().chain(ends) {
            let bytes = frame.write();
            for cut in 0..bytes.len() {
                assert_eq!(Frame::read(&bytes[..cut]), Ok(None), "{frame:?} at {cut}");
            }
            assert_eq!(Frame::read(&bytes), Ok(Some((frame, bytes.len()))));
        }
    }

    #[test]
    fn nonsense_is_refused() {
        for bytes in [
            vec![3],
            vec![255, 0, 0],
            Frame::Part { count: 0 }.write(),
            Frame::Part { count: PIECE + 1 }.write(),
            Frame::Want { offset: 0, count: 0 }.write(),
            Frame::Want { offset: 0, count: usize::MAX }.write(),
        ] {
            assert_eq!(Frame::read(&bytes), Err(PreviewError::Stopped), "{bytes:?}");
        }
        assert_eq!(Frame::read(&[END, 200]), Ok(Some((Frame::End(Err(PreviewError::Stopped)), 2))));
    }

    #[test]
    fn the_head_of_a_job_comes_back_as_it_was() {
        assert_eq!(read_head(&write_head(77, 1 << 40)), Some((77, 1 << 40)));
        assert_eq!(read_head(&write_head(JOB + 1, 1)), None);
    }
}
