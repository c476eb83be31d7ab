//! Single pieces of the engine, measured by Criterion; nothing is asserted.
//!
//! `cargo bench -p casekeep-bench --features criterion`. Files go below cargo's output folder, on a real disk.

#![allow(missing_docs)]

use casekeep_bench::fill::{COMMON, contact, fill, rare};
use casekeep_bench::place::{Outcome, Place};
use casekeep_bench::sources::Noise;
use casekeep_format::{Identity, ObjectWriter};
use casekeep_model::view::TimelineFilter;
use casekeep_vault::Access;
use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use std::hint::black_box;
use std::io::{self, Write};
use std::path::Path;

/// How many contacts the case has that is read.
const CONTACTS: u32 = 10_000;

fn place(name: &str) -> Place {
    Place::new(&Path::new(env!("CARGO_TARGET_TMPDIR")).join(name))
}

fn objects(criterion: &mut Criterion) {
    let to = Identity::generate().to_recipient();
    for (name, size) in [("seal an object of 100 kB", 100_000), ("hash and seal 64 MiB", 64 << 20)] {
        let bytes = Noise::new(7).bytes(size);
        let mut group = criterion.benchmark_group("objects");
        group.throughput(Throughput::Bytes(size as u64)).sample_size(10);
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                let mut writer = ObjectWriter::new(&to, io::sink()).expect("a sink takes everything");
                writer.write_all(black_box(&bytes)).expect("a sink takes everything");
                writer.finish().expect("a sink takes everything")
            });
        });
        group.finish();
    }
}

fn writing(criterion: &mut Criterion) -> Outcome<()> {
    let place = place("bench-writing");
    place.create()?;
    let vault = place.unlock(Access::Change)?;
    let mut n = 0;
    criterion.bench_function("commit one contact", |bencher| {
        let next = || {
            n += 1;
            contact(n)
        };
        bencher.iter_batched(
            next,
            |contact| vault.log_contact(1, &contact).expect("a disk with room"),
            BatchSize::PerIteration,
        );
    });
    Ok(())
}

fn reading(criterion: &mut Criterion) -> Outcome<()> {
    let place = place("bench-reading");
    place.create()?;
    fill(&place, CONTACTS, 4096)?;
    let vault = place.unlock(Access::Read)?;
    let page = TimelineFilter { most: Some(100), ..TimelineFilter::default() };
    criterion.bench_function(&format!("a page of a timeline of {CONTACTS} records"), |bencher| {
        bencher.iter(|| vault.timeline(1, &page).expect("a case that is there"));
    });
    for (name, words) in [("search for a rare word", rare(7777)), ("search for three common words", COMMON.to_owned())]
    {
        criterion.bench_function(name, |bencher| {
            bencher.iter(|| vault.search_some(&words, Some(1), Some(100)).expect("an index"))
        });
    }
    Ok(())
}

fn vaults(criterion: &mut Criterion) {
    writing(criterion).expect("a vault can be written");
    reading(criterion).expect("a vault can be read");
}

criterion_group!(benches, objects, vaults);
criterion_main!(benches);
