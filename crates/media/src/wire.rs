//! What goes over the pipes between a program and its decoder: one request with the file's bytes, one reply with pixels.
//!
//! Both sides are the same executable, so there is no version. All numbers are little-endian.
//!
//! | request | bytes | | reply | bytes |
//! |---|---|---|---|---|
//! | picture, task | 1 + 1 | | status | 1 |
//! | x or side, y, width, height | 4 × 4 | | channels | 1 |
//! | length of the file | 8 | | width, height | 2 × 4 |
//! | the file | length | | pixels | width × height × channels |

use crate::picture::{Picture, Task};
use casekeep_model::inspect::PreviewError;
use casekeep_model::{Crop, limits};

/// The length of a request before the file.
pub(crate) const REQUEST: usize = 26;
/// The length of a reply before the pixels.
pub(crate) const REPLY: usize = 10;

/// What the decoder is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Request {
    pub(crate) picture: Picture,
    pub(crate) task: Task,
    pub(crate) length: u64,
}

impl Request {
    pub(crate) fn write(&self) -> [u8; REQUEST] {
        let (task, numbers) = match self.task {
            Task::Shrink { side } => (0, [side, 0, 0, 0]),
            Task::Cut(crop) => (1, [crop.x, crop.y, crop.width, crop.height]),
            Task::Measure => (2, [0; 4]),
        };
        let mut out = [0; REQUEST];
        out[0] = Picture::ALL.iter().position(|p| *p == self.picture).map_or(u8::MAX, |at| at as u8);
        out[1] = task;
        for (at, number) in numbers.into_iter().enumerate() {
            out[2 + at * 4..6 + at * 4].copy_from_slice(&number.to_le_bytes());
        }
        out[18..].copy_from_slice(&self.length.to_le_bytes());
        out
    }

    /// Reads a request; `None` for one that this program does not write.
    pub(crate) fn read(bytes: &[u8; REQUEST]) -> Option<Self> {
        let number = |at: usize| u32_at(bytes, 2 + at * 4);
        let task = match bytes[1] {
            0 => Task::Shrink { side: number(0)? },
            1 => Task::Cut(Crop { x: number(0)?, y: number(1)?, width: number(2)?, height: number(3)? }),
            2 => Task::Measure,
            _ => return None,
        };
        let picture = *Picture::ALL.get(usize::from(bytes[0]))?;
        let length = u64::from_le_bytes(bytes.get(18..)?.try_into().ok()?);
        Some(Self { picture, task, length })
    }
}

/// The pixels that follow a reply.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Shape {
    pub(crate) channels: u8,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

impl Shape {
    /// Returns how many bytes of pixels follow.
    pub(crate) fn bytes(self) -> u64 {
        u64::from(self.width) * u64::from(self.height) * u64::from(self.channels)
    }

    /// Returns true when this can be the answer to the task: a decoder is believed in nothing.
    fn answers(self, task: Task) -> bool {
        let (width, height) = (self.width, self.height);
        let pictured = matches!(self.channels, 3 | 4);
        match task {
            Task::Shrink { side } => pictured && (1..=side).contains(&width) && (1..=side).contains(&height),
            Task::Cut(crop) => pictured && (width, height) == (crop.width, crop.height),
            Task::Measure => {
                self.channels == 0 && (1..=limits::PREVIEW_PIXELS).contains(&(u64::from(width) * u64::from(height)))
            }
        }
    }
}

/// Why a decoder sends no pixels, by status byte from 1; 0 is success.
const REFUSALS: [PreviewError; 6] = [
    PreviewError::Damaged,
    PreviewError::TooLarge,
    PreviewError::NoPreview,
    PreviewError::Outside,
    PreviewError::Stopped,
    PreviewError::Unavailable,
];

/// Writes the head of a reply.
pub(crate) fn write_reply(reply: &Result<Shape, PreviewError>) -> [u8; REPLY] {
    let mut out = [0; REPLY];
    match reply {
        Ok(shape) => {
            out[1] = shape.channels;
            out[2..6].copy_from_slice(&shape.width.to_le_bytes());
            out[6..].copy_from_slice(&shape.height.to_le_bytes());
        }
        Err(error) => out[0] = REFUSALS.iter().position(|refusal| refusal == error).map_or(1, |at| at as u8 + 1),
    }
    out
}

/// Reads the head of a reply to a task.
///
/// # Errors
/// The decoder's refusal; [`PreviewError::Stopped`] for a reply that cannot answer the task.
pub(crate) fn read_reply(bytes: &[u8; REPLY], task: Task) -> Result<Shape, PreviewError> {
    if let Some(refusal) = usize::from(bytes[0]).checked_sub(1) {
        return Err(REFUSALS.get(refusal).cloned().unwrap_or(PreviewError::Stopped));
    }
    let (width, height) = u32_at(bytes, 2).zip(u32_at(bytes, 6)).ok_or(PreviewError::Stopped)?;
    let shape = Shape { channels: bytes[1], width, height };
    if shape.answers(task) { Ok(shape) } else { Err(PreviewError::Stopped) }
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn requests_come_back_as_they_were() {
        let crop = Crop { x: 1, y: 70_000, width: 3, height: u32::MAX };
        for picture in Picture::ALL {
            for task in [Task::Shrink { side: 320 }, Task::Cut(crop), Task::Measure] {
                let request = Request { picture, task, length: 1 << 40 };
                assert_eq!(Request::read(&request.write()), Some(request));
            }
        }
        assert_eq!(Request::read(&[255; REQUEST]), None);
    }

    #[test]
    fn refusals_come_back_as_they_were() {
        for refusal in REFUSALS {
            assert_eq!(read_reply(&write_reply(&Err(refusal.clone())), Task::Measure), Err(refusal));
        }
        assert_eq!(read_reply(&[200; REPLY], Task::Measure), Err(PreviewError::Stopped));
    }

    #[test]
    fn a_reply_must_answer_the_task() {
        let shape = |channels, width, height| Shape { channels, width, height };
        let crop = Task::Cut(Crop { x: 0, y: 0, width: 5, height: 6 });
        let side = Task::Shrink { side: 10 };
        for (answer, task, good) in [
            (shape(3, 10, 1), side, true),
            (shape(4, 1, 10), side, true),
            (shape(3, 11, 1), side, false),
            (shape(3, 0, 1), side, false),
            (shape(255, 1, 1), side, false),
            (shape(3, u32::MAX, u32::MAX), side, false),
            (shape(4, 5, 6), crop, true),
            (shape(4, 6, 5), crop, false),
            (shape(0, 4000, 3000), Task::Measure, true),
            (shape(3, 4000, 3000), Task::Measure, false),
            (shape(0, 65_000, 65_000), Task::Measure, false),
        ] {
            assert_eq!(read_reply(&write_reply(&Ok(answer)), task).is_ok(), good, "{answer:?} {task:?}");
        }
    }
}
