//! A program and everything it starts, ended together.

use std::os::unix::process::CommandExt;
use std::process::{Child, Command};
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process_group};

use crate::until::within;

/// A running program in a process group of its own; dropping it ends the whole group.
pub struct Group {
    child: Child,
}

impl Group {
    /// Starts a program.
    pub fn start(command: &mut Command) -> Self {
        let name = command.get_program().to_string_lossy().into_owned();
        let child = command.process_group(0).spawn();
        Self { child: child.unwrap_or_else(|error| panic!("{name} could not be started: {error}")) }
    }

    /// The program itself, to read what it prints.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Says whether the program has ended.
    pub fn has_ended(&mut self) -> bool {
        self.child.try_wait().is_ok_and(|status| status.is_some())
    }

    /// Returns the ids of the group's processes.
    pub fn processes(&self) -> Vec<u32> {
        let entries = std::fs::read_dir("/proc").expect("Linux lists its processes");
        let ids = entries.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok());
        ids.filter(|id| group_of(*id) == Some(self.child.id())).collect()
    }

    /// Returns the ids of those of its processes that Linux knows under this name, which it cuts after 15 letters.
    pub fn named(&self, name: &str) -> Vec<u32> {
        let is = |id: &u32| std::fs::read_to_string(format!("/proc/{id}/comm")).is_ok_and(|text| text.trim() == name);
        self.processes().into_iter().filter(is).collect()
    }

    /// Ends every process of the group without letting any of them do anything more.
    pub fn kill(&mut self) {
        self.signal(Signal::KILL);
    }

    fn signal(&self, signal: Signal) {
        if let Some(id) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            // A group that has ended by itself needs no signal.
            let _ = kill_process_group(id, signal);
        }
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.signal(Signal::TERM);
        if within(Duration::from_secs(5), || self.has_ended().then_some(())).is_none() {
            self.signal(Signal::KILL);
        }
        // Reaped here, so that nothing is left of it; it has ended or cannot refuse to.
        let _ = self.child.wait();
        self.signal(Signal::KILL);
    }
}

/// The group of a process: the third field after its name in parentheses.
fn group_of(process: u32) -> Option<u32> {
    let text = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
    text.rsplit_once(')')?.1.split_whitespace().nth(2)?.parse().ok()
}
