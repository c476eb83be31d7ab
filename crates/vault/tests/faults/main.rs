//! Crash safety by enumeration: every scenario, with every call to the file system failing or being the last.
//!
//! For each call of a scenario: the call fails once (three errors), every write fails from there on (two errors), or the
//! power goes and six different things survive; the last two where the call or the one before it changes anything, for
//! otherwise they are what they were one call earlier or will be one call later. Afterwards the vault must open, hold all
//! that was reported as saved, have nothing wrong with it, and go on. `CASEKEEP_FAULTS=all` runs every call; otherwise a
//! part of them, spread evenly.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod coin;
mod rotation;
mod scenarios;
mod story;
mod world;

use casekeep_model::{Class, ErrorCode};
use casekeep_vault::{Access, UnlockWith, open_vault};
use scenarios::{Base, KEYS, SCENARIOS, Scenario};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use story::Stage;
use world::{Fault, Survival};

const SURVIVALS: [Survival; 6] = [
    Survival::Everything,
    Survival::Durable,
    Survival::Torn,
    Survival::Chance(1),
    Survival::Chance(2),
    Survival::Chance(3),
];

/// How many calls of a scenario are tried where not all are.
const SAMPLE: u64 = 5;

/// What one scenario came to.
#[derive(Default)]
struct Tally {
    runs: u64,
    violations: Vec<String>,
}

#[test]
fn nothing_reported_as_saved_is_lost_whatever_call_fails() {
    let furnished = Stage::furnished();
    let crowded = furnished.crowded();
    let all: Vec<&Scenario> = [SCENARIOS, KEYS, rotation::SCENARIOS].into_iter().flatten().collect();
    let (next, violations) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(scenario) = all.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let base = match scenario.base {
                        Base::Nothing => Stage::empty(),
                        Base::Furnished => furnished.copy(),
                        Base::Crowded => crowded.copy(),
                    };
                    if is_wanted(scenario) {
                        violations.lock().unwrap().extend(enumerate(scenario, &base));
                    }
                }
            });
        }
    });
    let violations = violations.into_inner().unwrap();
    let first = violations.iter().take(30).cloned().collect::<Vec<_>>().join("\n");
    assert!(violations.is_empty(), "{} violations:\n{first}", violations.len());
}

#[test]
fn a_read_only_vault_is_read_and_left_as_it_is() {
    let stage = Stage::furnished();
    let before = stage.world.files();
    stage.world.set_read_only(true);
    for access in [Access::Read, Access::Change, Access::Window] {
        let vault = stage.unlock(access).expect("it opens to be read");
        stage.find_known(&vault).expect("all is there");
        let refused = vault.log_contact(1, &story::contact("Not to be saved.")).expect_err("nothing can be saved");
        assert!(!matches!(refused, casekeep_vault::VaultError::WrongSecret));
    }
    assert_eq!(stage.world.files(), before);
}

#[test]
fn a_key_file_that_may_not_be_read_is_no_wrong_passphrase_and_keeps_no_other_from_opening() {
    let stage = Stage::furnished();
    let vault = stage.unlock(Access::Change).unwrap();
    let words = story::secret(&vault.new_recovery_words(stage.key()).unwrap().join(" "));
    let further = vault.keys().unwrap().ways.into_iter().find(|way| way.label.is_some()).unwrap().file;
    drop(vault);
    let passphrase = story::secret(story::PASSPHRASE);
    let ways = [
        ("1.passphrase.age", UnlockWith::Passphrase(&passphrase)),
        ("1.recovery.age", UnlockWith::Recovery(&words)),
        (further.as_str(), stage.key()),
    ];
    for (forbidden, _) in ways {
        let stage = stage.copy();
        stage.world.forbid(story::folder().join("keys").join(forbidden));
        for (file, with) in ways {
            let opened = open_vault(&story::folder(), stage.installation()).unwrap().unlock(with, Access::Change);
            if file == forbidden {
                let problem = opened.err().expect("its key file cannot be read").problem();
                assert_eq!(problem.code, ErrorCode::Permission, "{problem:?}");
                assert!(problem.hint.contains("nothing to do with your passphrase"), "{problem:?}");
                continue;
            }
            let vault = opened.unwrap_or_else(|error| panic!("{file} is kept shut by {forbidden}: {error}"));
            assert_eq!(vault.opening().failed, 0, "it counts as no wrong passphrase");
            let found: Vec<_> = vault.opening().findings.iter().map(|finding| finding.class).collect();
            assert_eq!(found, [Class::Unreadable]);
            assert_eq!(vault.verify(&mut story::go).unwrap().problems.len(), 1);
        }
    }
}

/// Returns what `CASEKEEP_FAULTS` asks for: nothing for a part of all, `all`, or a part of a scenario's name.
fn wanted() -> String {
    std::env::var("CASEKEEP_FAULTS").unwrap_or_default()
}

fn is_wanted(scenario: &Scenario) -> bool {
    let wanted = wanted();
    wanted.is_empty() || wanted == "all" || scenario.name.contains(&wanted)
}

/// Tries the calls of a scenario: about [`SAMPLE`] of them, or every one; returns what was violated.
fn enumerate(scenario: &Scenario, base: &Stage) -> Vec<String> {
    let changes = find_changes(scenario, base);
    let calls = changes.len() as u64;
    let mut tally = Tally::default();
    // When all is done, and said to be done, too.
    cut(scenario, base, calls + 1, &mut tally);
    // What is judged in two ways takes long.
    let sample = if scenario.judge.is_some() { SAMPLE / 2 } else { SAMPLE };
    let stride = if wanted().is_empty() { calls.div_ceil(sample).max(1) } else { 1 };
    for at in (1..=calls).step_by(usize::try_from(stride).unwrap()) {
        cut(scenario, base, at, &mut tally);
        for kind in [ErrorKind::StorageFull, ErrorKind::Other, ErrorKind::PermissionDenied] {
            fail(scenario, base, Fault::Once(at, kind), &mut tally);
        }
        // From a call on that changes nothing, the first to fail is a later one.
        for kind in [ErrorKind::StorageFull, ErrorKind::Other].into_iter().filter(|_| is_change(&changes, at)) {
            fail(scenario, base, Fault::From(at, kind), &mut tally);
        }
    }
    tally.violations.iter().for_each(|wrong| println!("{wrong}"));
    println!("{:<24}{calls:>6} calls{:>7} runs{:>6} violations", scenario.name, tally.runs, tally.violations.len());
    tally.violations
}

/// Returns whether a call, counted from 1, changes anything; one that is not there does.
fn is_change(changes: &[bool], at: u64) -> bool {
    let before = usize::try_from(at).unwrap().checked_sub(1);
    before.is_none_or(|before| changes.get(before).copied().unwrap_or(true))
}

/// Runs a scenario with nothing failing, and returns of each of its calls whether it changes anything.
fn find_changes(scenario: &Scenario, base: &Stage) -> Vec<bool> {
    let mut stage = base.copy();
    (scenario.play)(&mut stage, None).unwrap_or_else(|error| panic!("{} does not work: {error:?}", scenario.name));
    let changes = stage.world.changes();
    stage.world.arm(None);
    let judged = judge(scenario, &mut stage, true);
    judged.unwrap_or_else(|wrong| panic!("{} without a fault: {wrong}", scenario.name));
    changes
}

/// Lets the power go at a call, and judges each thing that may be left.
fn cut(scenario: &Scenario, base: &Stage, at: u64, tally: &mut Tally) {
    let mut stage = base.copy();
    let played = (scenario.play)(&mut stage, Some(Fault::Cut(at)));
    let changes = stage.world.changes();
    // Between two calls that change nothing there is nothing new to lose.
    if !is_change(&changes, at) && !is_change(&changes, at - 1) {
        return;
    }
    for survival in SURVIVALS {
        tally.runs += 1;
        let mut left = stage.with(stage.world.after(survival));
        // Nobody was told anything any more.
        left.known.told = None;
        if let Err(wrong) = judge(scenario, &mut left, played.is_ok()) {
            let call =
                stage.world.asked().get(usize::try_from(at).unwrap() - 1).cloned().unwrap_or("the end".to_owned());
            tally.violations.push(format!("{}: cut at {call:?}, {survival:?}: {wrong}", scenario.name));
        }
    }
}

/// Lets calls fail, and then tries again as a person would.
fn fail(scenario: &Scenario, base: &Stage, fault: Fault, tally: &mut Tally) {
    tally.runs += 1;
    let mut stage = base.copy();
    let played = (scenario.play)(&mut stage, Some(fault));
    let asked = stage.world.asked();
    stage.world.arm(None);
    let wrong = match &played {
        Err(casekeep_vault::VaultError::WrongSecret) => Some("it blames the passphrase".to_owned()),
        _ => judge(scenario, &mut stage, played.is_ok()).err(),
    };
    if let Some(wrong) = wrong {
        let (Fault::Once(at, _) | Fault::From(at, _) | Fault::Cut(at)) = fault;
        let call = asked.get(usize::try_from(at).unwrap() - 1).cloned();
        tally.violations.push(format!("{}: {fault:?} at {call:?}, then {:?}: {wrong}", scenario.name, played.err()));
    }
}

fn judge(scenario: &Scenario, stage: &mut Stage, acknowledged: bool) -> Result<(), String> {
    if scenario.base == Base::Nothing && !acknowledged {
        return scenarios::judge_half_made(stage);
    }
    scenario.judge.unwrap_or(Stage::judge)(stage, scenario.may_be_found)
}

/// The looks at folders are few among the calls of these, and a part of all calls may leave them out.
#[test]
fn a_folder_that_cannot_be_looked_at_is_not_taken_for_none() {
    let base = Stage::furnished();
    let mut tally = Tally::default();
    for scenario in SCENARIOS.iter().filter(|one| ["shred a case", "unlock to read"].contains(&one.name)) {
        let mut stage = base.copy();
        (scenario.play)(&mut stage, None).unwrap();
        let asked = stage.world.asked();
        let looks = (1..).zip(&asked).filter(|(_, call)| call.contains(" facts ") && call.contains("/cases/"));
        for (at, _) in looks {
            fail(scenario, &base, Fault::Once(at, ErrorKind::PermissionDenied), &mut tally);
        }
    }
    assert!(tally.runs > 5, "only {} looks at folders", tally.runs);
    assert_eq!(tally.violations, Vec::<String>::new());
}

#[test]
fn captures_wait_while_a_record_cannot_be_read() {
    let stage = Stage::furnished();
    let vault = stage.unlock(Access::Change).unwrap();
    vault.close_case(2, "").unwrap();
    drop(vault);
    let cases = story::folder().join("cases");
    let of_case = |path: &PathBuf| path.starts_with(&cases) && is_segment(path);
    let segments: Vec<PathBuf> = stage.world.files().into_keys().filter(of_case).collect();
    let mut tried = 0;
    for segment in segments {
        let unlucky = stage.copy();
        unlucky.world.forbid(segment.clone());
        let vault = unlucky.unlock(Access::Window).unwrap();
        if vault.opening().findings.iter().all(|finding| finding.class != Class::Unreadable) {
            continue;
        }
        tried += 1;
        assert_eq!(vault.inbox().unwrap().waiting.len(), 1, "numbered past {} unread", segment.display());
        drop(vault);
        let later = unlucky.copy();
        let vault = later.unlock(Access::Window).unwrap();
        assert_eq!(vault.inbox().unwrap().waiting.len(), 0);
        assert_eq!(vault.item(1, 4).unwrap().label, "4");
    }
    assert!(tried >= 5, "only {tried} could not be read");
}

fn is_segment(path: &Path) -> bool {
    path.parent().and_then(|writer| writer.parent()).is_some_and(|log| log.ends_with("log"))
}
