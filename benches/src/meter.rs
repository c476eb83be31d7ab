//! How long work took, how much processor time it used, and the most memory it held, as Linux accounts for it.

use std::fs;
use std::time::Instant;

/// Clock ticks a second in `/proc`: 100 on every Linux that Rust's standard library knows.
const TICKS: f64 = 100.0;

/// What a piece of work cost.
#[derive(Debug, Clone, Copy, Default)]
pub struct Cost {
    /// Seconds by the wall clock.
    pub wall: f64,
    /// Seconds of processor time, of all threads and of every child that was waited for.
    pub cpu: f64,
    /// The most memory held beyond what was held at the start, in MiB; this process alone.
    pub memory: f64,
}

/// Does a piece of work and returns what it gave and what it cost.
pub fn measure<T>(work: impl FnOnce() -> T) -> (T, Cost) {
    let before = resident("VmRSS:");
    // Lets the high-water mark start anew; where that is refused, it counts from the process's start.
    let _ = fs::write("/proc/self/clear_refs", "5");
    let (cpu, start) = (processor_seconds(), Instant::now());
    let result = work();
    let wall = start.elapsed().as_secs_f64();
    let cost = Cost { wall, cpu: processor_seconds() - cpu, memory: (resident("VmHWM:") - before).max(0.0) };
    (result, cost)
}

/// Returns the middle of some figures; 0 for none.
#[must_use]
pub fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or(0.0)
}

fn processor_seconds() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program stands in brackets and may hold spaces; utime is the 12th field after it.
    let fields = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(4);
    fields.filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / TICKS
}

fn resident(field: &str) -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(field));
    let kib = line.and_then(|rest| rest.split_whitespace().next()?.parse::<f64>().ok());
    kib.unwrap_or(0.0) / 1024.0
}
