//! The table that is printed at the end.

use std::fmt;
use std::fs;

/// Rows of what was done, what came out, and what is wanted.
#[derive(Debug, Default)]
pub struct Table(Vec<[String; 4]>);

impl Table {
    /// Adds a row, and prints it at once: the whole may take long.
    pub fn row(&mut self, work: &str, measured: String, least: &str, aim: &str) {
        println!("   {work}: {measured}");
        self.0.push([work.to_owned(), measured, least.to_owned(), aim.to_owned()]);
    }
}

impl fmt::Display for Table {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "\n{}", machine())?;
        let head = ["work", "measured", "at least", "aim"].map(str::to_owned);
        let width = |at: usize| self.0.iter().chain([&head]).map(|row| row[at].chars().count()).max().unwrap_or(0);
        let widths = [width(0), width(1), width(2), width(3)];
        let rule = widths.map(|width| "-".repeat(width));
        for row in [&head, &rule].into_iter().chain(&self.0) {
            let [a, b, c, d] = row;
            writeln!(f, "| {a:<0$} | {b:<1$} | {c:<2$} | {d:<3$} |", widths[0], widths[1], widths[2], widths[3])?;
        }
        Ok(())
    }
}

fn machine() -> String {
    let read = |path: &str| fs::read_to_string(path).unwrap_or_default();
    let info = read("/proc/cpuinfo");
    let model = info.lines().find_map(|line| line.strip_prefix("model name")?.split(": ").nth(1));
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = read("/proc/loadavg");
    let load: Vec<&str> = load.split_whitespace().take(3).collect();
    format!("{}, {cores} cores; load averages at the end: {}", model.unwrap_or("a processor"), load.join(" "))
}
