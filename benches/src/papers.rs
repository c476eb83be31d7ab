//! A register of gifts as PDF: how long it takes and the most memory that it holds, in a process of its own.

use crate::table::Table;
use casekeep_bench::fill;
use casekeep_bench::meter::measure as metered;
use casekeep_bench::place::Outcome;
use casekeep_model::view::RegisterView;
use casekeep_model::{Pence, RegisterEntry, Timestamp};
use casekeep_report::{Made, gift_register, pdf};
use std::fs;
use std::path::Path;
use std::process::Command;

/// When the paper is made, in milliseconds: 2010-01-04T08:00Z.
const MADE: i64 = 1_262_592_000_000;

/// As many as a practice takes in many years.
const GIFTS: u32 = 5000;

/// Measures the rows about papers.
pub fn measure(folder: &Path, table: &mut Table) -> Outcome<()> {
    let output = Command::new(std::env::current_exe()?).args(["paper", &GIFTS.to_string()]).arg(folder).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    let said = String::from_utf8_lossy(&output.stdout);
    let (time, memory) = said.trim().split_once(' ').ok_or("a time and a memory")?;
    let work = format!("gift register as PDF, {GIFTS} gifts");
    table.row(&work, format!("{time} s"), "8 s", "8 s");
    table.row(&format!("memory above idle: {work}"), format!("{memory} MiB"), "1144 MiB", "1144 MiB");
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
