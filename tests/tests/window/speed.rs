//! How quick the window is with a case of 100,000 entries: measured and written down, never asserted.
//!
//! Run by `cargo xtask bench --window`, on the window as it is shipped but for the driver that it lets in.

use std::fs;
use std::time::{Duration, Instant};

use casekeep_bench::fill::fill;
use casekeep_bench::place::{PASSPHRASE, Place};
use casekeep_tests::place;
use serde_json::{Value, json};

use crate::figures;
use crate::home::Home;
use crate::page::Role;
use crate::screen::Screen;
use crate::until::within;
use crate::window::Window;

const ENTRIES: u32 = 100_000;

/// Records in a segment, as compaction leaves them.
const PACKED: u32 = 4096;

/// How long the first index of a long case may take on a busy machine.
const LONG: Duration = Duration::from_secs(600);

const FRAMES: u32 = 400;

/// The window that is measured, on the vault of a long case.
struct Bench {
    screen: Screen,
    window: Window,
}

#[test]
#[ignore = "measures; `cargo xtask bench --window` runs it"]
fn the_window_is_measured_with_a_long_case() {
    let mut home = Home::new("speed");
    let vault = Place::new(&home.folder());
    vault.create_beside().expect("a vault can be made");
    fill(&vault, ENTRIES, PACKED).expect("a case can be written");
    home.begins_with(&vault.vault());
    let screen = Screen::start(&home);
    figures::note(&format!("the window with {ENTRIES} entries, {}", if program().1 { "release" } else { "debug" }));
    let mut bench = Bench { window: Window::open_program(&program().0, &screen, &home, "speed"), screen };
    let begun = Instant::now();
    bench.unlocks();
    figures::note(&format!("   first unlock, the index made from the log: {:.1} s", begun.elapsed().as_secs_f64()));
    bench.window.crash();
    bench.window = Window::open_program(&program().0, &bench.screen, &home, "speed");
    bench.opens();
    bench.filters();
    bench.searches();
    bench.goes_to_dates();
    bench.scrolls();
    bench.writes();
    bench.weighs();
}

/// Returns the program that is measured, and whether it is the optimised one.
fn program() -> (std::path::PathBuf, bool) {
    let release = place::target().join("automation/release/casekeep-desktop");
    let is_release = release.is_file();
    (if is_release { release } else { place::target().join("automation/casekeep-desktop") }, is_release)
}

impl Bench {
    fn unlocks(&self) {
        self.window.run(include_str!("speed.js"), vec![]);
        self.screen.focus("Casekeep");
        self.window.fill("Passphrase", PASSPHRASE);
        self.window.press("Unlock");
        within(LONG, || self.window.has(Role::Heading, "Cases").then_some(())).expect("the vault is unlocked");
    }

    fn opens(&self) {
        self.window.run(include_str!("speed.js"), vec![]);
        self.screen.focus("Casekeep");
        self.window.fill("Passphrase", PASSPHRASE);
        let unlocked =
            self.times(&["Return"], "[...document.querySelectorAll('h1')].some((it) => it.innerText === 'Cases')");
        say("unlock to the list of cases, a cheap passphrase", &[unlocked], "");
        let case = "const it = find('button', 'Matter 1'); it.focus();";
        self.window.find(Role::Button, "Matter 1");
        self.window.run(&crate::page::script(case), vec![]);
        let first = self.times(&["Return"], "drawn()");
        say("a case to its first page", &[first], "50 ms");
        within(LONG, || (self.lines() > u64::from(ENTRIES) / 20).then_some(())).expect("all lines are here");
    }

    fn filters(&self) {
        let button = "const it = find('button', 'Written late'); it.focus(); window.before = lines();";
        let took: Vec<f64> = (0..10)
            .map(|_| {
                self.window.run(&crate::page::script(button), vec![]);
                self.times(&["space"], "lines() !== window.before")
            })
            .collect();
        say("a filter to paint, on and off", &took, "50 ms");
    }

    fn searches(&self) {
        let mut took = Vec::new();
        for _ in 0..2 {
            self.window.run("const it = document.querySelector('#find'); it.focus(); it.select();", vec![]);
            for key in ["m", "i", "n", "u", "t", "e", "s"] {
                self.window.run("window.marks = () => [...document.querySelectorAll('.ledger mark')].map((it) => it.innerText.length).join(); window.before = marks();", vec![]);
                // With every letter the marks in the lines are of another length, or the lines are others.
                took.push(self.times(&[key], "marks() !== window.before && marks() !== ''"));
            }
        }
        say("a keystroke of a search to paint", &took, "50 ms");
        say("a search taken away", &[self.times(&["Escape"], "marks() === ''")], "50 ms");
        self.window.run("document.activeElement.blur();", vec![]);
    }

    fn goes_to_dates(&self) {
        let mut took = Vec::new();
        for day in ["1/2/2010", "30/12/2012", "15/6/2011", "1/1/2013", "7/8/2010"] {
            self.screen.press(&["g"]);
            self.window.fill("Date", day);
            self.window.run(
                "window.here = () => document.querySelector('.ledger [aria-current=true]')?.dataset.key; window.before = here();",
                vec![],
            );
            took.push(self.times(&["Return"], "here() !== undefined && here() !== window.before && drawn()"));
        }
        say("go to a date", &took, "50 ms");
    }

    fn scrolls(&self) {
        for (how, step) in [("scrolling, 120 pixels a frame", 120), ("scrolling, 900 pixels a frame", -900)] {
            let script = "const done = arguments[2]; scrolling(arguments[0], arguments[1]).then(done);";
            let frames = self.window.run_async(script, vec![json!(FRAMES), json!(step)]);
            let took: Vec<f64> = frames.as_array().into_iter().flatten().filter_map(Value::as_f64).collect();
            say(&format!("a frame while {how}"), &took, "p95 20 ms");
        }
    }

    fn writes(&self) {
        let (mut opened, mut saved) = (Vec::new(), Vec::new());
        for _ in 0..5 {
            within(LONG, || self.window.run("return drawn();", vec![]).as_bool().filter(|is| *is))
                .expect("the timeline");
            let form = "document.activeElement?.closest('form') !== null && document.querySelector('h1')?.innerText === 'New contact'";
            opened.push(self.times(&["n"], form));
            self.screen.press(&["m"]);
            self.window.fill("What happened", "A message.");
            // The receipt of the contact before may still be in sight; each names its number.
            self.window.run(
                "window.receipt = () => /Saved as contact [0-9,]+/.exec(document.body.innerText)?.[0]; window.before = receipt();",
                vec![],
            );
            saved.push(self.times(&["ctrl+Return"], "receipt() !== undefined && receipt() !== window.before"));
        }
        say("a new contact's form", &opened, "100 ms");
        say("save to the receipt", &saved, "50 ms beyond fsync");
    }

    fn weighs(&self) {
        for (process, name) in [("WebKitWebProces", "the web process"), ("casekeep-deskto", "the application")] {
            for id in self.window.processes().named(process) {
                let text = fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
                let of = |field: &str| {
                    let line = text.lines().find_map(|line| line.strip_prefix(field));
                    line.and_then(|rest| rest.split_whitespace().next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
                };
                let (rss, pss) = (of("Rss:"), of("Pss:"));
                figures::note(&format!("   memory of {name}: {rss} MiB resident, {pss} MiB its own part; aim 300 MB"));
            }
        }
    }

    /// Presses keys and returns how many milliseconds it takes until the page that shows the answer is painted.
    fn times(&self, keys: &[&str], condition: &str) -> f64 {
        self.window.run(&format!("timing(() => ({condition}));"), vec![]);
        self.screen.press(keys);
        // The first question of a long case may take longer than a script of the driver may.
        within(LONG, || self.window.run("return window.took;", vec![]).as_f64()).expect("the answer is painted")
    }

    fn lines(&self) -> u64 {
        let lines = self.window.run("return window.lines();", vec![]);
        lines.as_str().and_then(|text| text.parse().ok()).unwrap_or(0)
    }
}

fn say(what: &str, took: &[f64], aim: &str) {
    let mut sorted = took.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = |part: usize| sorted.get((sorted.len() * part / 100).min(sorted.len() - 1)).copied().unwrap_or(f64::NAN);
    let aim = if aim.is_empty() { String::new() } else { format!("; aim {aim}") };
    figures::note(&format!("   {what}: median {:.0} ms, p95 {:.0} ms of {}{aim}", at(50), at(95), sorted.len()));
}
