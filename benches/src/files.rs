//! Files into the vault and back through the check, against programs that copy, back up, seal and hash.

use crate::Sizes;
use crate::peer::{Pairs, is_there, shell};
use crate::table::Table;
use casekeep_bench::meter::{Cost, measure as metered};
use casekeep_bench::place::{Outcome, Place, go};
use casekeep_bench::sources::{write_file, write_tree};
use casekeep_vault::Access;
use std::path::{Path, PathBuf};

/// Measures every row about files.
pub fn measure(folder: &Path, sizes: Sizes, table: &mut Table) -> Outcome<()> {
    println!("   writing the files to add");
    let tree = write_tree(&folder.join("tree"), sizes.small.0, sizes.small.1, sizes.large)?;
    let one = vec![folder.join("one.bin")];
    write_file(&one[0], 99, sizes.one)?;
    let place = Place::new(&folder.join("ours"));
    let add = |paths: &[PathBuf]| adding(&place, paths);

    let copy =
        Pairs::measure(sizes.rounds, || add(&tree), || shell(folder, "rm -rf copy; sync; cp -r tree copy && sync"))?;
    table.row(&format!("{} small files and a large one : cp -r + sync", sizes.small.0), copy.wall(), "1.5×", "1.0×");
    if is_there("restic") || shell(folder, "restic version").is_ok() {
        let backup = || {
            shell(folder, "rm -rf restic-repo restic-cache; restic -q init -r restic-repo; sync")?;
            shell(folder, "restic -q -r restic-repo backup tree")
        };
        let pairs = Pairs::measure(sizes.rounds, || add(&tree), backup)?;
        table.row("the same : restic backup", pairs.faster(), "2.5× faster", "4× faster");
    }
    shell(folder, "rm -rf copy restic-repo restic-cache tree")?;
    let copy =
        Pairs::measure(sizes.rounds, || add(&one), || shell(folder, "rm -f copy.bin; cp one.bin copy.bin && sync"))?;
    table.row(&format!("one file of {} MiB : cp + sync", sizes.one >> 20), copy.wall(), "2.0×", "1.2×");
    shell(folder, "rm -f copy.bin")?;
    sealing(folder, sizes, &one, add, table)?;
    checking(folder, sizes, &place, table)
}

fn sealing(
    folder: &Path,
    sizes: Sizes,
    one: &[PathBuf],
    add: impl Fn(&[PathBuf]) -> Outcome<Cost>,
    table: &mut Table,
) -> Outcome<()> {
    shell(folder, "age-keygen -o age.key 2>/dev/null; age-keygen -y age.key > age.pub")?;
    let seal = if is_there("rage") { "rage" } else { "age" };
    let line = format!("rm -f one.age; {seal} -R age.pub -o one.age one.bin; openssl dgst -sha256 one.bin");
    let pairs = Pairs::measure(sizes.rounds, || add(one), || shell(folder, &line))?;
    let work = format!("processor time for {} MiB : {seal} + openssl dgst -sha256", sizes.one >> 20);
    table.row(&work, pairs.cpu(), "0.9×", "0.6×");
    shell(folder, "rm -f one.age")?;
    Ok(())
}

/// Four files of a quarter each, so that no side pays for starting many programs.
fn checking(folder: &Path, sizes: Sizes, place: &Place, table: &mut Table) -> Outcome<()> {
    let quarters: Vec<PathBuf> = (0..4).map(|n| folder.join(format!("quarter-{n}.bin"))).collect();
    for (n, path) in (200..).zip(&quarters) {
        write_file(path, n, sizes.one / 4)?;
    }
    adding(place, &quarters)?;
    shell(folder, "for f in quarter-*.bin; do age -R age.pub -o $f.age $f; rm $f; done")?;
    let vault = place.unlock(Access::Read)?;
    let ours = || {
        let (report, cost) = metered(|| vault.verify(&mut go));
        report?;
        Ok(cost)
    };
    let line = "for f in quarter-*.age; do age -d -i age.key $f | openssl dgst -sha256; done";
    let pairs = Pairs::measure(sizes.rounds, ours, || shell(folder, line))?;
    let work = format!("check all of 4 × {} MiB : age -d | openssl dgst -sha256", sizes.one >> 22);
    table.row(&work, pairs.wall(), "1.0×", "0.6×");
    shell(folder, "rm -rf quarter-* one.bin ours")?;
    Ok(())
}

/// Adds files to a new vault: from unlocked to saved, every file durable.
fn adding(place: &Place, paths: &[PathBuf]) -> Outcome<Cost> {
    place.create()?;
    let vault = place.unlock(Access::Change)?;
    shell(Path::new("/"), "sync")?;
    let (added, cost) = metered(|| place.add(&vault, paths));
    added?;
    Ok(cost)
}
