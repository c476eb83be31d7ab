//! Other programs that do the same work.

use casekeep_bench::meter::{Cost, measure, median};
use casekeep_bench::place::Outcome;
use std::path::Path;
use std::process::{Command, Stdio};

/// Runs a line of the shell in a folder and returns what it cost.
pub fn shell(folder: &Path, line: &str) -> Outcome<Cost> {
    let mut command = Command::new("bash");
    command.args(["-euo", "pipefail", "-c", line]).current_dir(folder).stdin(Stdio::null()).stdout(Stdio::null());
    command.env("RESTIC_PASSWORD", "bench").env("RESTIC_CACHE_DIR", folder.join("restic-cache"));
    let (status, cost) = measure(|| command.status());
    if status?.success() { Ok(cost) } else { Err(format!("`{line}` failed").into()) }
}

/// Returns whether a program of this name can be started.
pub fn is_there(name: &str) -> bool {
    let status =
        Command::new(name).arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Pairs of what ours cost and what a peer's cost, measured in turn.
#[derive(Debug, Default)]
pub struct Pairs(Vec<(Cost, Cost)>);

impl Pairs {
    /// Measures so many pairs.
    pub fn measure(
        rounds: u32,
        mut ours: impl FnMut() -> Outcome<Cost>,
        mut peer: impl FnMut() -> Outcome<Cost>,
    ) -> Outcome<Self> {
        (0..rounds).map(|_| Ok((ours()?, peer()?))).collect::<Outcome<_>>().map(Self)
    }

    /// Says the median ratio of the wall times, with both medians.
    pub fn wall(&self) -> String {
        self.ratio(|cost| cost.wall)
    }

    /// Says the median ratio of the processor times, with both medians.
    pub fn cpu(&self) -> String {
        self.ratio(|cost| cost.cpu)
    }

    fn ratio(&self, of: impl Fn(&Cost) -> f64) -> String {
        let ratio = median(self.0.iter().map(|(ours, peer)| of(ours) / of(peer)).collect());
        let ours = median(self.0.iter().map(|(ours, _)| of(ours)).collect());
        let peer = median(self.0.iter().map(|(_, peer)| of(peer)).collect());
        format!("{ratio:.2}× ({ours:.2} s : {peer:.2} s)")
    }

    /// Says how many times faster ours was.
    pub fn faster(&self) -> String {
        let ratio = median(self.0.iter().map(|(ours, peer)| peer.wall / ours.wall).collect());
        let ours = median(self.0.iter().map(|(ours, _)| ours.wall).collect());
        let peer = median(self.0.iter().map(|(_, peer)| peer.wall).collect());
        format!("{ratio:.1}× faster ({ours:.2} s : {peer:.2} s)")
    }
}
