//! The vault format's vectors: what an attacker, an accident or another program does to a vault is found, by its class.
//!
//! Each vector is done to a copy of the base vault, which is then unlocked to read and checked whole. A reader must change
//! nothing, so that is compared every time. `effects` holds what a class alone does not say, `flips` turns bits in every
//! file, and `crash` puts the folder into every state that a power cut can leave.

#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests; the times are shown, not asserted")]

mod crash;
mod effects;
mod flips;
pub mod observe;
mod registers;
mod rows;

use casekeep_tests::vectors::folder;
use casekeep_tests::vectors::vector::{Op, Vector};
use observe::Observed;
use std::collections::BTreeSet;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

#[test]
fn every_vector_finds_what_it_says() {
    let vectors = Vector::all(&folder());
    assert!(vectors.len() > 100, "only {} vectors are there", vectors.len());
    let failures = on_two_threads(&vectors, |vector| check(vector).err().into_iter().collect());
    assert!(failures.is_empty(), "{} of {} vectors:\n{}", failures.len(), vectors.len(), failures.join("\n"));
}

#[test]
fn every_effect_is_of_a_vector_that_promises_one() {
    let promised: BTreeSet<String> = Vector::all(&folder())
        .into_iter()
        .filter(|vector| vector.expect.effect.is_some())
        .map(|vector| vector.name)
        .collect();
    let known: BTreeSet<String> = effects::NAMES.iter().map(|name| (*name).to_owned()).collect();
    assert_eq!(known, promised);
}

/// Runs work for each of many on two threads and returns all it complains of, in no order.
pub fn on_two_threads<T: Sync>(all: &[T], work: impl Fn(&T) -> Vec<String> + Sync) -> Vec<String> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut complaints = Vec::new();
        while let Some(one) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
            complaints.extend(work(one));
        }
        complaints
    };
    std::thread::scope(|scope| {
        let other = scope.spawn(run);
        let mut complaints = run();
        complaints.extend(other.join().unwrap());
        complaints
    })
}

fn check(vector: &Vector) -> Result<(), String> {
    let folder_of_copy = tempfile::tempdir().unwrap();
    let copy =
        vector.prepare(&folder(), folder_of_copy.path()).map_err(|error| complain(vector, &error.to_string()))?;
    let is_large = vector.apply.iter().any(|op| matches!(op, Op::FillInbox { .. }));
    let before = if is_large { None } else { Some(observe::everything(&copy)) };
    let started = Instant::now();
    let observed = Observed::of(&copy, vector.unlock);
    if vector.expect.effect.as_ref().is_some_and(|effect| effect.contains("slow") || effect.contains("work")) {
        eprintln!(
            "{}: unlocked or refused after {:?}, all in {:?}",
            vector.name,
            observed.unlocking,
            started.elapsed()
        );
    }
    compare(vector, &observed)?;
    if let Some(before) = before {
        let changed = observe::changed(&before, &observe::everything(&copy));
        if !changed.is_empty() {
            return Err(complain(vector, &format!("reading changed {changed:?}")));
        }
    }
    if vector.expect.effect.is_some() {
        effects::check(vector, &copy).map_err(|what| complain(vector, &what))?;
    }
    Ok(())
}

fn complain(vector: &Vector, what: &str) -> String {
    format!("{} ({}): {what}", vector.name, vector.what)
}

fn compare(vector: &Vector, observed: &Observed) -> Result<(), String> {
    let expect = &vector.expect;
    let classes: BTreeSet<_> = expect.classes.iter().copied().collect();
    let notes: BTreeSet<_> = expect.notes.iter().copied().collect();
    let wanted = (expect.exit, &expect.error, &classes, &notes);
    let seen = (observed.exit, &observed.error, &observed.classes, &observed.notes);
    if wanted != seen {
        return Err(complain(vector, &format!("\n  wanted {wanted:?}\n  seen   {seen:?}\n  {:#?}", observed.texts)));
    }
    let unsaid: Vec<_> =
        expect.says.iter().filter(|text| !observed.texts.iter().any(|said| said.contains(*text))).collect();
    if unsaid.is_empty() {
        Ok(())
    } else {
        Err(complain(vector, &format!("nothing says {unsaid:?}: {:?}", observed.texts)))
    }
}
