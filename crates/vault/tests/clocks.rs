//! Clocks that jump, driven by hand: one record each, shown at the next unlock and in a bundle, and nothing stops.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_format::BundleSource;
use casekeep_model::keeping::SealOutcome;
use casekeep_model::view::{Selection, TimelineFilter};
use casekeep_model::{Clock, Timestamp};
use casekeep_vault::{
    Access, Disclosed, Ended, Installation, UnlockWith, UnlockedVault, VaultError, create_vault, open_vault,
};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use support::*;

/// Clocks that stand still until a hand moves them.
struct Hands {
    wall: AtomicI64,
    boot: AtomicU64,
    run: Mutex<String>,
}

impl Clock for Hands {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.wall.load(Ordering::Relaxed))
    }
    fn since_boot(&self) -> Option<u64> {
        Some(self.boot.load(Ordering::Relaxed))
    }
    fn zone(&self) -> Option<String> {
        None
    }
    fn run(&self) -> Option<String> {
        Some(self.run.lock().unwrap().clone())
    }
}

impl Hands {
    /// Lets time pass.
    fn pass(&self, millis: i64) {
        self.wall.fetch_add(millis, Ordering::Relaxed);
        self.boot.fetch_add(millis.unsigned_abs(), Ordering::Relaxed);
    }

    /// Sets the wall clock alone.
    fn set(&self, at: &str) {
        self.wall.store(at.parse::<Timestamp>().unwrap().millis(), Ordering::Relaxed);
    }

    /// Starts the computer again.
    fn restart(&self) {
        self.boot.store(30_000, Ordering::Relaxed);
        self.run.lock().unwrap().push('+');
    }
}

struct Place {
    home: Home,
    hands: Arc<Hands>,
}

impl Place {
    fn new() -> Self {
        let hands = Hands { wall: 0.into(), boot: 9_000_000.into(), run: Mutex::new("a".to_owned()) };
        hands.set("2026-03-10T12:00:00.000Z");
        Self { home: Home::new(), hands: Arc::new(hands) }
    }

    fn installation(&self) -> Installation {
        Installation { clock: self.hands.clone(), ..self.home.installation() }
    }

    fn create(&self) -> UnlockedVault {
        create_vault(&self.home.folder(), self.installation(), &secret(PASSPHRASE)).unwrap().vault
    }

    fn unlock(&self, access: Access) -> UnlockedVault {
        let locked = open_vault(&self.home.folder(), self.installation()).unwrap();
        locked.unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), access).unwrap()
    }
}

/// Returns by how much the clock jumped, as a bundle is told.
fn jumps(vault: &UnlockedVault, case: u32) -> Vec<i64> {
    let mut found = Vec::new();
    let look = |source: &dyn BundleSource| {
        found = source.clock_changes().iter().map(|change| change.by).collect();
        Ok(((), Ended::default()))
    };
    vault.disclose::<(), VaultError>(case, &Selection::default(), &Disclosed::default(), look).unwrap();
    found
}

const HOUR: i64 = 3_600_000;

#[test]
fn each_jump_is_recorded_once_and_time_that_passes_is_none() {
    let place = Place::new();
    let vault = place.create();
    let case = vault.add_case("Alpha").unwrap();
    let log = |what: &str| {
        vault.log_contact(case, &contact("2026-03-04", what, &[])).unwrap();
    };
    place.hands.pass(5 * HOUR);
    log("one");
    assert_eq!(jumps(&vault, case), [] as [i64; 0]);
    place.hands.set("2026-03-10T14:00:00.000Z");
    log("two");
    log("three");
    place.hands.pass(60_000);
    place.hands.set("2026-03-10T20:01:00.000Z");
    log("four");
    assert_eq!(jumps(&vault, case), [-3 * HOUR, 6 * HOUR]);
    assert_ok(&vault);
}

#[test]
fn a_jump_between_two_unlocks_is_remarked_and_recorded_with_the_first_change() {
    let place = Place::new();
    let vault = place.create();
    let case = vault.add_case("Alpha").unwrap();
    vault.lock().unwrap();
    place.hands.pass(HOUR);
    place.hands.restart();
    let vault = place.unlock(Access::Read);
    assert!(vault.opening().remarks.is_empty());
    vault.lock().unwrap();
    place.hands.set("2026-03-08T12:00:00.000Z");
    for access in [Access::Read, Access::Window] {
        let vault = place.unlock(access);
        let [remark] = vault.opening().remarks.as_slice() else { panic!("one remark") };
        assert!(remark.contains("back by 2 days"), "{remark}");
        vault.lock().unwrap();
    }
    let vault = place.unlock(Access::Change);
    assert!(vault.opening().remarks.is_empty());
    assert_eq!(jumps(&vault, case), [-48 * HOUR]);
    assert_ok(&vault);
}

#[test]
fn with_a_clock_of_1970_or_2100_everything_works_and_the_order_is_what_happened() {
    let place = Place::new();
    let vault = place.create();
    let case = vault.add_case("Alpha").unwrap();
    let happened = [
        ("2026-03-10T12:00:00.000Z", "2026-03-03"),
        ("1970-01-01T00:00:00.000Z", "2026-03-01"),
        ("2100-12-31T23:59:59.000Z", "2026-03-04"),
        ("2026-03-11T12:00:00.000Z", "2026-03-02"),
    ];
    let mut seals = Vec::new();
    for (clock, day) in happened {
        place.hands.set(clock);
        place.hands.pass(1_000);
        vault.log_contact(case, &contact(day, day, &[])).unwrap();
        add(&vault, case, &format!("{day}.txt"), day.as_bytes());
        vault.rename_case(case, &format!("Matter {day}")).unwrap();
        seals.push(vault.make_seal().unwrap());
    }
    let rows = vault.timeline(case, &TimelineFilter::default()).unwrap();
    let days: Vec<&str> = rows.iter().map(|row| row.text.as_str()).filter(|text| text.starts_with("2026")).collect();
    assert_eq!(days, ["2026-03-01", "2026-03-02", "2026-03-03", "2026-03-04"]);
    // The newest name is the last one given, whatever the clock said then.
    assert_eq!(vault.cases().unwrap()[0].name, "Matter 2026-03-02");
    assert_eq!(jumps(&vault, case).len(), 3);
    assert_ok(&vault);
    vault.lock().unwrap();
    let vault = place.unlock(Access::Read);
    assert_eq!(vault.cases().unwrap()[0].name, "Matter 2026-03-02");
    for seal in seals {
        assert_eq!(vault.check_seal(&seal.words.join(" ")).unwrap().outcome, SealOutcome::Extends);
    }
    vault.rebuild_index().unwrap();
    assert_eq!(vault.timeline(case, &TimelineFilter::default()).unwrap(), rows);
    assert_eq!(vault.cases().unwrap()[0].name, "Matter 2026-03-02");
    assert_ok(&vault);
}
