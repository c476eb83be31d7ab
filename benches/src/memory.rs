//! The most memory that work holds beyond an unlocked vault's own, each in a process of its own.

use crate::Sizes;
use crate::records::page;
use crate::table::Table;
use casekeep_bench::fill::fill;
use casekeep_bench::meter::measure as metered;
use casekeep_bench::place::{Outcome, Place, go};
use casekeep_bench::sources::write_file;
use casekeep_vault::Access;
use std::path::Path;
use std::process::Command;

/// What is done, by the word that names it.
const WORKS: [(&str, &str); 4] = [
    ("add", "add one large file"),
    ("page", "open a page"),
    ("rebuild", "index rebuild"),
    ("verify", "check everything"),
];

/// Measures the rows about memory.
pub fn measure(folder: &Path, sizes: Sizes, table: &mut Table) -> Outcome<()> {
    let folder = &folder.join("memory");
    let place = Place::new(folder);
    place.create()?;
    fill(&place, sizes.records, 4096)?;
    drop(place.unlock(Access::Change)?);
    write_file(&folder.join("one.bin"), 5, sizes.one)?;
    for (word, what) in WORKS {
        let output = Command::new(std::env::current_exe()?).args(["memory-of", word]).arg(folder).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        let taken = String::from_utf8_lossy(&output.stdout).trim().to_owned();
        let beside =
            if word == "add" { format!("{} MiB", sizes.one >> 20) } else { format!("{} records", sizes.records) };
        table.row(&format!("memory above idle: {what}, {beside}"), format!("{taken} MiB"), "96 MiB", "48 MiB");
    }
    Ok(())
}

/// Does one work and prints its memory in MiB.
pub fn one(work: &str, folder: &Path) -> Outcome<()> {
    let place = Place::new(folder);
    let vault = place.unlock(Access::Change)?;
    let (done, cost) = metered(|| match work {
        "add" => place.add(&vault, &[folder.join("one.bin")]),
        "page" => page(&vault),
        "rebuild" => Ok(vault.rebuild_index()?),
        "verify" => Ok(vault.verify(&mut go).map(drop)?),
        _ => Err("no such work".into()),
    });
    done?;
    println!("{:.0}", cost.memory);
    Ok(())
}
