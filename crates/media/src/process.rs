//! A started program that is fed through one pipe and heard through another, and never waited for without a limit.

use crate::confine;
use std::io::{self, ErrorKind, Read, Write};
use std::os::fd::AsFd;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// The most bytes that are heard at once.
const PIECE: usize = 256 << 10;

/// A running program; killed and reaped when dropped.
pub(crate) struct Process {
    child: Child,
    /// `None` once it is told, or wants to be told, no more.
    input: Option<ChildStdin>,
    output: ChildStdout,
    deadline: Instant,
    piece: Vec<u8>,
}

/// What one wait brought.
pub(crate) struct Turn<'a> {
    /// How many of the waiting bytes went in.
    pub(crate) sent: usize,
    pub(crate) said: Said<'a>,
}

/// What the program said meanwhile.
pub(crate) enum Said<'a> {
    Nothing,
    Bytes(&'a [u8]),
    /// It says no more.
    End,
}

impl Process {
    /// Starts a program without environment and without a folder of its own; its time runs from here.
    ///
    /// # Errors
    /// When it cannot be started.
    pub(crate) fn start(command: &mut Command, patience: Duration) -> io::Result<Self> {
        let pipes = command.env_clear().current_dir("/").stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = pipes.stderr(Stdio::null()).spawn()?;
        let piped = child.stdin.take().zip(child.stdout.take());
        // Both were asked for above.
        let (input, output) = piped.ok_or(ErrorKind::BrokenPipe)?;
        let process =
            Self { child, input: Some(input), output, deadline: Instant::now() + patience, piece: vec![0; PIECE] };
        for pipe in [process.input.as_ref().map(AsFd::as_fd), Some(process.output.as_fd())].into_iter().flatten() {
            confine::never_wait_on(pipe)?;
        }
        Ok(process)
    }

    /// Waits until some of the waiting bytes can go in or something comes out, and does what can be done.
    ///
    /// # Errors
    /// [`ErrorKind::TimedOut`] when its time is over; what the system says otherwise.
    pub(crate) fn turn(&mut self, waiting: &[u8]) -> io::Result<Turn<'_>> {
        let left = self.deadline.checked_duration_since(Instant::now()).ok_or(ErrorKind::TimedOut)?;
        let to = self.input.as_ref().filter(|_| !waiting.is_empty()).map(AsFd::as_fd);
        let ready = confine::wait_for(to, self.output.as_fd(), left)?;
        let sent = if ready.to_write { self.send(waiting) } else { 0 };
        let said = if ready.to_read { self.hear()? } else { Said::Nothing };
        Ok(Turn { sent, said })
    }

    /// Tells it that nothing more comes.
    pub(crate) fn close_input(&mut self) {
        self.input = None;
    }

    /// Returns whether it ends by itself within this time, and says that all went well.
    pub(crate) fn ends_well(mut self, within: Duration) -> bool {
        let ended = confine::wait_for_end(&self.child, within).unwrap_or(false);
        ended && self.child.try_wait().is_ok_and(|status| status.is_some_and(|status| status.success()))
    }

    fn send(&mut self, waiting: &[u8]) -> usize {
        match self.input.as_mut().map(|pipe| pipe.write(waiting)) {
            Some(Ok(sent)) => sent,
            Some(Err(error)) if is_passing(&error) => 0,
            // It reads no more, but may have answered: what it says decides.
            _ => {
                self.input = None;
                0
            }
        }
    }

    fn hear(&mut self) -> io::Result<Said<'_>> {
        match self.output.read(&mut self.piece) {
            Ok(0) => Ok(Said::End),
            Ok(count) => Ok(Said::Bytes(self.piece.get(..count).unwrap_or_default())),
            Err(error) if is_passing(&error) => Ok(Said::Nothing),
            Err(error) => Err(error),
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // Both fail only for a process that has already been reaped.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn is_passing(error: &io::Error) -> bool {
    matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::Interrupted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    fn shell(line: &str, patience: Duration) -> Process {
        Process::start(Command::new("/bin/sh").args(["-c", line]), patience).expect("every system has a shell")
    }

    /// Gives it everything and returns all that it says.
    fn converse(process: &mut Process, mut waiting: &[u8]) -> io::Result<Vec<u8>> {
        let mut heard = Vec::new();
        loop {
            if waiting.is_empty() {
                process.close_input();
            }
            let Turn { sent, said } = process.turn(waiting)?;
            waiting = &waiting[sent..];
            match said {
                Said::End => return Ok(heard),
                Said::Bytes(bytes) => heard.extend_from_slice(bytes),
                Said::Nothing => {}
            }
        }
    }

    #[test]
    fn more_than_the_pipes_hold_goes_in_and_comes_out() {
        let mut process = shell("exec cat", LONG);
        let long = vec![7; 3 << 20];
        assert_eq!(converse(&mut process, &long).expect("it answers"), long);
        assert!(process.ends_well(LONG));
    }

    #[test]
    fn one_that_does_not_read_can_still_answer() {
        let mut process = shell("exec <&-; echo done; exit 3", LONG);
        assert_eq!(converse(&mut process, &vec![7; 3 << 20]).expect("it answers"), b"done\n");
        assert!(!process.ends_well(LONG), "it said that it did not go well");
    }

    #[test]
    fn one_that_says_nothing_is_given_up_when_its_time_is_over() {
        let mut process = shell("exec cat", Duration::from_millis(1));
        let error = loop {
            if let Err(error) = process.turn(&[]) {
                break error;
            }
        };
        assert_eq!(error.kind(), ErrorKind::TimedOut);
    }

    #[test]
    fn one_that_stays_after_its_last_word_does_not_end_well() {
        let mut process = shell("exec >&-; read forever", LONG);
        assert!(matches!(process.turn(&[]), Ok(Turn { said: Said::End, .. })));
        assert!(!process.ends_well(Duration::from_millis(1)));
    }
}
