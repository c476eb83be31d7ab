//! Steps: each is announced, timed, and remembered for the summary at the end.

use std::time::{Duration, Instant};

/// Why a step did not do its work, in words for the terminal.
#[derive(Debug)]
pub struct Failed(pub String);

impl Failed {
    /// Makes a failure from its sentence.
    pub fn new(sentence: impl Into<String>) -> Self {
        Self(sentence.into())
    }
}

/// What became of a step, or why.
pub type Outcome = Result<(), Failed>;

/// The steps so far.
pub struct Steps {
    begun: Instant,
    done: Vec<(String, Duration, bool)>,
}

impl Steps {
    /// Begins an empty list; the whole time counts from here.
    pub fn begin() -> Self {
        Self { begun: Instant::now(), done: Vec::new() }
    }

    /// Does one step and says so; returns whether it went well.
    pub fn step(&mut self, name: &str, what: &str, work: impl FnOnce() -> Outcome) -> bool {
        println!("\n== {name}: {what}");
        let begun = Instant::now();
        let outcome = work();
        let took = begun.elapsed();
        match &outcome {
            Ok(()) => println!("-- {name}: done in {}", seconds(took)),
            Err(Failed(sentence)) => println!("-- {name}: FAILED after {}: {sentence}", seconds(took)),
        }
        self.done.push((name.to_owned(), took, outcome.is_ok()));
        outcome.is_ok()
    }

    /// Prints every step with its time; returns whether all went well.
    pub fn summarise(&self) -> bool {
        println!("\n== summary");
        for (name, took, well) in &self.done {
            println!("{:<10} {:>9}  {name}", if *well { "done" } else { "FAILED" }, seconds(*took));
        }
        let failed = self.done.iter().filter(|(_, _, well)| !well).count();
        let all = self.done.len();
        println!("{} of {all} steps done in {}", all - failed, seconds(self.begun.elapsed()));
        failed == 0
    }
}

fn seconds(time: Duration) -> String {
    match time.as_secs() {
        0..60 => format!("{:.1} s", time.as_secs_f64()),
        whole => format!("{} min {:02} s", whole / 60, whole % 60),
    }
}

#[cfg(test)]
mod tests {
    use super::{Failed, Steps, seconds};
    use std::time::Duration;

    #[test]
    fn one_failed_step_fails_the_whole_and_the_rest_still_runs() {
        let mut steps = Steps::begin();
        assert!(!steps.step("first", "fails", || Err(Failed::new("no"))));
        assert!(steps.step("second", "works", || Ok(())));
        assert!(!steps.summarise());
    }

    #[test]
    fn times_are_readable() {
        assert_eq!(seconds(Duration::from_millis(1240)), "1.2 s");
        assert_eq!(seconds(Duration::from_secs(605)), "10 min 05 s");
    }
}
