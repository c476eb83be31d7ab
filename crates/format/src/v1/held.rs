//! What a bundle holds of a case's log, kept short, and the earlier bundles that a supplement follows.

use crate::v1::entries::Place;
use casekeep_model::{Sha256Digest, Timestamp, WriterId};
use serde::{Deserialize, Serialize};

/// Which records of a case a bundle holds, whole or in part: runs of leaf numbers, by writer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct HeldRecords(Vec<HeldRuns>);

/// The records of one writer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct HeldRuns {
    writer: WriterId,
    /// The first and the last number of each run, in order.
    runs: Vec<(u64, u64)>,
}

impl HeldRecords {
    /// Returns the records at these places, which come sorted.
    pub fn of<'a>(places: impl IntoIterator<Item = &'a Place>) -> Self {
        let mut held: Vec<HeldRuns> = Vec::new();
        for place in places {
            match held.last_mut().filter(|runs| runs.writer == place.writer) {
                Some(of_writer) => match of_writer.runs.last_mut() {
                    Some((_, last)) if *last + 1 == place.n => *last = place.n,
                    _ => of_writer.runs.push((place.n, place.n)),
                },
                None => held.push(HeldRuns { writer: place.writer.clone(), runs: vec![(place.n, place.n)] }),
            }
        }
        Self(held)
    }

    /// Returns whether the record at a place is among them.
    #[must_use]
    pub fn has(&self, place: &Place) -> bool {
        self.0.iter().filter(|of_writer| of_writer.writer == place.writer).any(|of_writer| {
            let after = of_writer.runs.partition_point(|(first, _)| *first <= place.n);
            after.checked_sub(1).and_then(|at| of_writer.runs.get(at)).is_some_and(|(_, last)| place.n <= *last)
        })
    }
}

/// An earlier bundle for the same recipient, which a supplement follows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Followed {
    /// The number of its hand-over.
    pub disclosure: u32,
    /// When it was made.
    pub made_at: Timestamp,
    /// SHA-256 of its tag manifest, which fixes every byte in it.
    pub tagmanifest: Sha256Digest,
    /// What it holds.
    pub held: HeldRecords,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_hold_what_was_put_in_and_nothing_else() {
        let writers = ["aaaaaaaaaaaaaaaa", "bbbbbbbbbbbbbbbb"].map(|text| text.parse::<WriterId>().expect("an id"));
        let place = |writer: usize, n| Place { writer: writers[writer].clone(), n };
        let places = [place(0, 1), place(0, 2), place(0, 5), place(1, 0), place(1, 1)];
        let held = HeldRecords::of(&places);
        for writer in 0..2 {
            for n in 0..8 {
                assert_eq!(held.has(&place(writer, n)), places.contains(&place(writer, n)), "{writer} {n}");
            }
        }
        let text = serde_json::to_string(&held).expect("plain data");
        assert_eq!(
            text,
            r#"[{"writer":"aaaaaaaaaaaaaaaa","runs":[[1,2],[5,5]]},{"writer":"bbbbbbbbbbbbbbbb","runs":[[0,1]]}]"#
        );
        assert_eq!(serde_json::from_str::<HeldRecords>(&text).expect("what was written"), held);
        assert!(!HeldRecords::default().has(&place(0, 0)));
    }
}
