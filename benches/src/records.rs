//! Cases of long standing: unlocking, the first page, the index, searching, and what one more entry costs.

use crate::Sizes;
use crate::table::Table;
use casekeep_bench::fill::{COMMON, contact, fill, rare};
use casekeep_bench::meter::{measure as metered, median};
use casekeep_bench::place::{Outcome, Place};
use casekeep_model::view::TimelineFilter;
use casekeep_vault::{Access, UnlockedVault};
use std::path::Path;

/// Records in a segment, as compaction leaves them.
const PACKED: u32 = 4096;

/// Rows that a window shows, with some to scroll to.
const PAGE: u32 = 100;

/// Measures every row about records.
pub fn measure(folder: &Path, sizes: Sizes, table: &mut Table) -> Outcome<()> {
    let place = Place::new(&folder.join("records"));
    place.create()?;
    println!("   writing a case of {} records", sizes.records);
    fill(&place, sizes.records, PACKED)?;
    drop(place.unlock(Access::Change)?);
    let open = times(sizes.rounds, || {
        let (opened, cost) = metered(|| open_page(&place));
        drop(opened?);
        Ok(cost.wall)
    })?;
    let work = format!("unlock to first page beyond scrypt, {} records", sizes.records);
    table.row(&work, format!("{:.0} ms", open * 1e3), "100 ms", "30 ms");
    let vault = place.unlock(Access::Read)?;
    let rebuild = times(sizes.rounds, || {
        let (built, cost) = metered(|| vault.rebuild_index());
        built?;
        Ok(cost.wall)
    })?;
    drop(vault);
    table.row(&format!("index rebuild, {} records", sizes.records), format!("{rebuild:.2} s"), "10 s", "3 s");
    growth(folder, sizes, &place, table)?;
    searching(folder, sizes, table)
}

fn growth(folder: &Path, sizes: Sizes, large: &Place, table: &mut Table) -> Outcome<()> {
    let small = Place::new(&folder.join("few"));
    small.create()?;
    fill(&small, sizes.records / 100, PACKED)?;
    let (mut adds, mut pages) = (Vec::new(), Vec::new());
    for place in [&small, large] {
        let vault = place.unlock(Access::Change)?;
        let mut n = sizes.records;
        adds.push(times(30, || {
            n += 1;
            let next = contact(n);
            let (saved, cost) = metered(|| vault.log_contact(1, &next));
            saved?;
            Ok(cost.wall)
        })?);
        pages.push(times(30, || {
            let (rows, cost) = metered(|| page(&vault));
            rows?;
            Ok(cost.wall)
        })?);
    }
    let grown = |times: &[f64]| format!("{:.1} ms → {:.1} ms", times[0] * 1e3, times[1] * 1e3);
    let sizes = format!("{} → {} records", sizes.records / 100, sizes.records);
    table.row(&format!("add one contact, {sizes}"), grown(&adds), "flat", "flat");
    table.row(&format!("open a page, {sizes}"), grown(&pages), "flat", "flat");
    Ok(())
}

fn searching(folder: &Path, sizes: Sizes, table: &mut Table) -> Outcome<()> {
    let place = Place::new(&folder.join("search"));
    place.create()?;
    println!("   writing and indexing a case of {} entries", sizes.entries);
    fill(&place, sizes.entries, PACKED)?;
    let vault = place.unlock(Access::Read)?;
    for (what, words, least, aim) in [
        ("a rare word", rare(sizes.entries / 2 + 1), "2 ms", "0.5 ms"),
        ("three common words", COMMON.to_owned(), "150 ms", "30 ms"),
    ] {
        vault.search_some(&words, Some(1), Some(PAGE))?;
        let took = times(sizes.rounds, || {
            let (found, cost) = metered(|| vault.search_some(&words, Some(1), Some(PAGE)));
            found?;
            Ok(cost.wall)
        })?;
        table.row(&format!("search {} entries for {what}", sizes.entries), format!("{:.2} ms", took * 1e3), least, aim);
    }
    Ok(())
}

/// Unlocks and asks for what a window shows first.
pub fn open_page(place: &Place) -> Outcome<UnlockedVault> {
    let vault = place.unlock(Access::Read)?;
    page(&vault)?;
    Ok(vault)
}

/// Asks for the list of cases and the latest rows of the case's timeline.
pub fn page(vault: &UnlockedVault) -> Outcome<()> {
    vault.cases()?;
    vault.timeline(1, &TimelineFilter { most: Some(PAGE), ..TimelineFilter::default() })?;
    Ok(())
}

fn times(rounds: u32, mut work: impl FnMut() -> Outcome<f64>) -> Outcome<f64> {
    Ok(median((0..rounds).map(|_| work()).collect::<Outcome<Vec<f64>>>()?))
}
