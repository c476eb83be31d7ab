//! A register of gifts as PDF, and the papers of a bundle: how long each takes and the most memory that it holds, in a process
//! of its own.

use crate::table::Table;
use casekeep_bench::fill;
use casekeep_bench::meter::measure as metered;
use casekeep_bench::place::{Outcome, Place, go};
use casekeep_bundle::{Papers, write_archive};
use casekeep_model::bundle_paper::Initials;
use casekeep_model::view::{RegisterView, Selection};
use casekeep_model::{Pence, RegisterEntry, Timestamp};
use casekeep_report::{Made, Typesetter, gift_register, pdf};
use casekeep_vault::{Access, Disclosed, Ended};
use std::error::Error;
use std::fs;
use std::io;
use std::path::Path;
use std::process::Command;

/// When the paper is made, in milliseconds: 2010-01-04T08:00Z.
const MADE: i64 = 1_262_592_000_000;

/// As many as a practice takes in many years.
const GIFTS: u32 = 5000;

/// The contacts of a case that is handed over.
const CONTACTS: u32 = 500;

/// Measures the rows about papers.
pub fn measure(folder: &Path, table: &mut Table) -> Outcome<()> {
    let (time, memory) = alone("paper", GIFTS, folder)?;
    let work = format!("gift register as PDF, {GIFTS} gifts");
    table.row(&work, format!("{time} s"), "8 s", "8 s");
    table.row(&format!("memory above idle: {work}"), format!("{memory} MiB"), "1144 MiB", "1144 MiB");
    let (time, memory) = alone("bundle-papers", CONTACTS, folder)?;
    let work = format!("bundle with papers, {CONTACTS} contacts");
    table.row(&work, format!("{time} s"), "2 s", "2 s");
    table.row(&format!("memory above idle: {work}"), format!("{memory} MiB"), "", "");
    Ok(())
}

/// Does one work in a process of its own, and returns the seconds and the MiB that it printed.
fn alone(work: &str, many: u32, folder: &Path) -> Outcome<(String, String)> {
    let output = Command::new(std::env::current_exe()?).args([work, &many.to_string()]).arg(folder).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let said = String::from_utf8_lossy(&output.stdout);
    let (time, memory) = said.trim().split_once(' ').ok_or("a time and a memory")?;
    Ok((time.to_owned(), memory.to_owned()))
}

/// Makes the archive of a bundle with papers, not sealed and written nowhere, and prints what it took.
pub fn of_bundle(contacts: &str, folder: &Path) -> Outcome<()> {
    let place = Place::new(&folder.join("papers"));
    place.create()?;
    fill::fill(&place, contacts.parse()?, 100)?;
    let vault = place.unlock(Access::Change)?;
    let papers = Papers { set: &Typesetter, initials: Initials::parse("AB").ok() };
    let (made, cost) = metered(|| {
        vault.disclose::<_, Box<dyn Error>>(1, &Selection::default(), &Disclosed::default(), |source| {
            let made = write_archive(source, &Selection::default(), Some(&papers), io::sink(), &mut go)?;
            let tagmanifest_sha256 = made.tagmanifest_sha256.to_string();
            Ok((made, Ended { tagmanifest_sha256, sealed_sha256: "0".repeat(64), ..Ended::default() }))
        })
    });
    made?;
    vault.lock()?;
    println!("{:.1} {:.0}", cost.wall, cost.memory);
    Ok(())
}

/// Sets one register into a folder, and prints the seconds and the MiB that it took.
pub fn one(gifts: &str, folder: &Path) -> Outcome<()> {
    let gifts: Vec<RegisterView> = (1..=gifts.parse()?).map(gift).collect();
    let at = Timestamp::from_millis(MADE);
    let made = Made { day: "4 January 2010".to_owned(), at };
    let (paper, cost) = metered(|| pdf(&gift_register("Matter 1", &gifts, made.clone()), &made));
    fs::create_dir_all(folder)?;
    fs::write(folder.join("gifts.pdf"), paper?)?;
    println!("{:.1} {:.0}", cost.wall, cost.memory);
    Ok(())
}

/// Returns a gift like those that people write down.
fn gift(n: u32) -> RegisterView {
    let mut gift = fill::gift(n);
    gift.value_basis = Some("The price on the box".to_owned());
    gift.message = Some("Thank you for your two minutes".to_owned());
    gift.policy = Some("Gifts, section 4".to_owned());
    gift.register_made = Some(true);
    gift.register_where = Some("The practice's register".to_owned());
    gift.items = vec![n];
    RegisterView {
        n,
        label: n.to_string(),
        entry: RegisterEntry::Gift(gift),
        stays: None,
        recorded: Timestamp::from_millis(MADE),
        late: false,
        delay: None,
        twelve_months: Some(Pence(9900)),
        amendments: vec![],
    }
}
