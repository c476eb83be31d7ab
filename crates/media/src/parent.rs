//! The program's side of a decoder: starts it, feeds it, reads its answer, and stops it when its time is over.
//!
//! Nothing here waits without a limit: both pipes are served from one loop, so a decoder that does not read, does not
//! answer or does not end costs its patience and no more, and it is always reaped.

use crate::CHILD_ARGUMENT;
use crate::confine;
use crate::picture::{Picture, Task};
use crate::pixels::Pixels;
use crate::wire::{self, REPLY, Request, Shape};
use casekeep_model::inspect::PreviewError;
use std::io::{self, Read, Write};
use std::os::fd::AsFd;
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// Asks a fresh decoder, and returns its pixels once they are known to fit the task.
///
/// # Errors
/// [`PreviewError::Unavailable`] when it cannot be started or confined; [`PreviewError::Stopped`] when it ends without an
/// answer, answers nonsense or takes too long; otherwise what it says.
pub(crate) fn ask(
    program: &Path,
    patience: Duration,
    picture: Picture,
    task: Task,
    bytes: &[u8],
) -> Result<Pixels, PreviewError> {
    let deadline = Instant::now() + patience;
    let head = Request { picture, task, length: bytes.len() as u64 }.write();
    let (mut running, input, mut output) = Running::start(program)?;
    let mut feed = Feed { pipe: Some(input), parts: [&head, bytes] };
    let mut answer = Answer::new(task);
    loop {
        let left = deadline.checked_duration_since(Instant::now()).ok_or(PreviewError::Stopped)?;
        let ready = confine::wait_for(feed.pipe.as_ref().map(AsFd::as_fd), output.as_fd(), left)
            .map_err(|_| PreviewError::Stopped)?;
        if ready.to_write {
            feed.go_on();
        }
        if ready.to_read
            && let Some(pixels) = answer.go_on(&mut output)?
        {
            running.end();
            return Ok(pixels);
        }
    }
}

/// A decoder that was started; killed and reaped when dropped.
struct Running(Child);

impl Running {
    fn start(program: &Path) -> Result<(Self, ChildStdin, ChildStdout), PreviewError> {
        let child = Command::new(program)
            .arg(CHILD_ARGUMENT)
            .env_clear()
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let mut running = Self(child.map_err(|_| PreviewError::Unavailable)?);
        let pipes = running.0.stdin.take().zip(running.0.stdout.take());
        let (input, output) = pipes.ok_or(PreviewError::Unavailable)?;
        confine::never_wait_on(input.as_fd()).map_err(|_| PreviewError::Unavailable)?;
        confine::never_wait_on(output.as_fd()).map_err(|_| PreviewError::Unavailable)?;
        Ok((running, input, output))
    }

    fn end(&mut self) {
        // Both fail only for a process that has already been reaped.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.end();
    }
}

/// The request and the file on their way to the decoder.
struct Feed<'a> {
    /// `None` once all is sent, or the decoder reads no more.
    pipe: Option<ChildStdin>,
    parts: [&'a [u8]; 2],
}

impl Feed<'_> {
    /// Sends as much as the pipe takes now.
    fn go_on(&mut self) {
        let Some(pipe) = &mut self.pipe else { return };
        let part = if self.parts[0].is_empty() { &mut self.parts[1] } else { &mut self.parts[0] };
        match pipe.write(part) {
            Ok(sent) => *part = part.get(sent..).unwrap_or_default(),
            Err(error) if is_passing(&error) => {}
            // The decoder may have answered without reading on; its answer decides.
            Err(_) => self.pipe = None,
        }
        if self.parts.iter().all(|part| part.is_empty()) {
            self.pipe = None;
        }
    }
}

/// The decoder's answer as it comes in.
struct Answer {
    task: Task,
    head: Vec<u8>,
    shape: Option<Shape>,
    pixels: Vec<u8>,
    chunk: Box<[u8]>,
}

impl Answer {
    fn new(task: Task) -> Self {
        Self { task, head: Vec::new(), shape: None, pixels: Vec::new(), chunk: vec![0; 64 << 10].into() }
    }

    /// Reads what is there now; returns the pixels when they are whole.
    fn go_on(&mut self, pipe: &mut ChildStdout) -> Result<Option<Pixels>, PreviewError> {
        let wanted = match self.shape {
            None => REPLY - self.head.len(),
            Some(shape) => (shape.bytes() - self.pixels.len() as u64).min(self.chunk.len() as u64) as usize,
        };
        let space = self.chunk.get_mut(..wanted).ok_or(PreviewError::Stopped)?;
        let count = match pipe.read(space) {
            // An end before the answer is whole: the decoder was killed at a limit, or aborted.
            Ok(0) => return Err(PreviewError::Stopped),
            Ok(count) => count,
            Err(error) if is_passing(&error) => return Ok(None),
            Err(_) => return Err(PreviewError::Stopped),
        };
        let into = if self.shape.is_none() { &mut self.head } else { &mut self.pixels };
        into.extend_from_slice(self.chunk.get(..count).unwrap_or_default());
        if self.shape.is_none()
            && let Ok(head) = <&[u8; REPLY]>::try_from(self.head.as_slice())
        {
            self.shape = Some(wire::read_reply(head, self.task)?);
        }
        Ok(self.whole())
    }

    fn whole(&mut self) -> Option<Pixels> {
        let Shape { channels, width, height } = self.shape.filter(|shape| shape.bytes() == self.pixels.len() as u64)?;
        Some(Pixels { width, height, channels, bytes: std::mem::take(&mut self.pixels) })
    }
}

fn is_passing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted)
}
