//! Figures that a run leaves behind: cargo hides what a passing test prints, so they are written down, and shown at the end
//! of `cargo xtask test --only window`.

use std::fs::OpenOptions;
use std::io::Write;

use casekeep_tests::place;

/// Writes one line down in `target/window-figures.txt`.
pub fn note(line: &str) {
    println!("{line}");
    let path = place::target().join("window-figures.txt");
    let mut file = OpenOptions::new().create(true).append(true).open(path).expect("figures can be written down");
    writeln!(file, "{line}").expect("figures can be written down");
}
