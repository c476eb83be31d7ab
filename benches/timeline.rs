//! What a window asks of a long case, measured by Criterion; nothing is asserted.
//!
//! `cargo bench -p casekeep-bench --features criterion --bench timeline`. Files go below cargo's output folder.

#![allow(missing_docs)]

use casekeep_bench::fill::{COMMON, fill, fill_gifts, rare};
use casekeep_bench::place::{Outcome, Place};
use casekeep_model::view::TimelineFilter;
use casekeep_model::{Channel, Register};
use casekeep_vault::{Access, UnlockedVault};
use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use std::path::Path;

/// How many contacts the long case has, how many gifts the long register, and how many records a segment.
const CONTACTS: u32 = 100_000;
const GIFTS: u32 = 5_000;
const TO_A_SEGMENT: u32 = 4096;
/// So many of the newest rows are asked for first, as the window does.
const FIRST: u32 = 200;

fn filled(name: &str, fill: impl FnOnce(&Place) -> Outcome<()>) -> Outcome<UnlockedVault> {
    let place = Place::new(&Path::new(env!("CARGO_TARGET_TMPDIR")).join(name));
    place.create()?;
    fill(&place)?;
    place.unlock(Access::Read)
}

fn a_long_case(criterion: &mut Criterion) -> Outcome<()> {
    let vault = filled("bench-timeline", |place| fill(place, CONTACTS, TO_A_SEGMENT))?;
    let mut group = criterion.benchmark_group(format!("a case of {CONTACTS} contacts"));
    group.sample_size(10);
    group.bench_function("all places, packed", |bencher| {
        bencher.iter(|| vault.timeline_packed(1, None).expect("a case that is there"));
    });
    group.bench_function(format!("the newest {FIRST} places, packed"), |bencher| {
        bencher.iter(|| vault.timeline_packed(1, Some(FIRST)).expect("a case that is there"));
    });
    let calls = TimelineFilter { channel: Some(Channel::Phone), most: Some(FIRST), ..TimelineFilter::default() };
    group.bench_function(format!("the newest {FIRST} phone calls"), |bencher| {
        bencher.iter(|| vault.timeline(1, black_box(&calls)).expect("a case that is there"));
    });
    let words = [
        ("a word that one has", rare(77_777)),
        ("words that all have", COMMON.to_owned()),
        ("the beginning of a word", "num".to_owned()),
    ];
    for (name, words) in words {
        group.bench_function(format!("where {name} stands"), |bencher| {
            bencher.iter(|| vault.find_in_timeline(1, black_box(&words)).expect("an index"));
        });
    }
    group.bench_function("the pattern", |bencher| bencher.iter(|| vault.pattern(1).expect("a case that is there")));
    group.finish();
    Ok(())
}

fn a_long_register(criterion: &mut Criterion) -> Outcome<()> {
    let vault = filled("bench-register", |place| fill_gifts(place, GIFTS, TO_A_SEGMENT))?;
    let mut group = criterion.benchmark_group(format!("a register of {GIFTS} gifts"));
    group.sample_size(10);
    group.bench_function("every entry, summed over twelve months", |bencher| {
        bencher.iter(|| vault.register_entries(1, Register::Gift).expect("a case that is there"));
    });
    group.bench_function("one entry, summed over twelve months", |bencher| {
        bencher.iter(|| vault.register_entry(1, Register::Gift, black_box(GIFTS)).expect("an entry that is there"));
    });
    group.finish();
    Ok(())
}

fn long(criterion: &mut Criterion) {
    a_long_case(criterion).expect("a vault can be read");
    a_long_register(criterion).expect("a vault can be read");
}

criterion_group!(benches, long);
criterion_main!(benches);
