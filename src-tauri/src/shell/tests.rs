//! Opening, changing all keys and locking, as commands from several threads ask for it.

use super::*;
use casekeep_model::view::Progress;
use std::ops::ControlFlow;

const OLD: &str = "gravel opera tomato lantern quiet";
const NEW: &str = "marble oboe tundra quilt lizard";

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

/// Returns a folder, a shell with an open vault in it, and the vault's words.
fn opened() -> (tempfile::TempDir, Shell, Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder can be made");
    let shell = Shell::new(folder.path().join("state"), None);
    let made = shell.create(&folder.path().join("Mine.casekeep"), &secret(OLD)).expect("a vault can be made");
    (folder, shell, made.words)
}

fn typed(words: &[String]) -> Vec<(usize, Zeroizing<String>)> {
    [3, 7, 12].map(|position| (position, Zeroizing::new(words[position - 1].clone()))).into()
}

fn keys(shell: &Shell) -> casekeep_model::keeping::Keys {
    shell.lease().expect("it is open").keys().expect("keys are listed")
}

#[test]
fn words_that_were_typed_back_are_not_asked_for_again() {
    let (_folder, shell, words) = opened();
    assert!(keys(&shell).words_due && !shell.confirm_words(&typed(&vec!["wrong".to_owned(); 12])));
    assert!(keys(&shell).words_due);
    assert!(shell.confirm_words(&typed(&words)));
    assert!(!keys(&shell).words_due && !shell.confirm_words(&typed(&words)), "they are compared once");
}

#[test]
fn all_keys_are_changed_and_the_vault_is_open_again() {
    let (_folder, shell, old_words) = opened();
    let other = shell.lease().expect("it is open");
    let case = other.add_case("Matter 1").expect("a case can be added");
    let wrong = shell.rotate(UnlockWith::Passphrase(&secret(NEW)), &secret(NEW), &mut go, || panic!("it is open"));
    assert_eq!(wrong.expect_err("that is not the passphrase").code, casekeep_model::ErrorCode::WrongSecret);
    // A command that is under way ends first: the keys in its hands are wiped.
    let waiting = std::thread::scope(|scope| {
        let changing = scope.spawn(|| {
            shell.rotate(UnlockWith::Passphrase(&secret(OLD)), &secret(NEW), &mut go, || panic!("it opens again"))
        });
        while !other.has_ended() {
            std::thread::yield_now();
        }
        drop(other);
        changing.join().expect("it does not panic")
    });
    let made = waiting.expect("the keys are changed");
    assert_ne!(made.words, old_words);
    assert!(shell.is_open() && keys(&shell).epoch == 2 && !keys(&shell).rotating);
    assert!(shell.confirm_words(&typed(&made.words)) && !keys(&shell).words_due);
    shell.lease().expect("it is open").rename_case(case, "Matter one").expect("it can be changed");
    assert!(shell.lock(LockReason::Asked, || {}));
    assert!(shell.unlock(UnlockWith::Passphrase(&secret(OLD))).is_err());
    assert!(shell.unlock(UnlockWith::Recovery(&secret(&made.words.join(" ")))).is_ok());
}

#[test]
fn a_change_of_keys_that_was_stopped_is_gone_on_with() {
    let (_folder, shell, _) = opened();
    let case = shell.lease().expect("it is open").add_case("Matter 1").expect("a case can be added");
    let stop = |_: &Progress| ControlFlow::Break(());
    let stopped = shell.rotate(UnlockWith::Passphrase(&secret(OLD)), &secret(NEW), &mut { stop }, || panic!("open"));
    assert_eq!(stopped.expect_err("it was stopped").code, casekeep_model::ErrorCode::Cancelled);
    assert!(shell.is_open() && keys(&shell).rotating, "the new passphrase opened it");
    assert_eq!(shell.lease().expect("it is open").cases().expect("they are listed").len(), 1);
    let made = shell.resume_rotation(&mut go).expect("it is finished");
    assert!(!keys(&shell).rotating && shell.confirm_words(&typed(&made.words)));
    shell.lease().expect("it is open").rename_case(case, "Matter one").expect("it can be changed");
}

#[test]
fn a_vault_that_was_locked_while_its_keys_were_changed_stays_locked() {
    let (_folder, shell, _) = opened();
    let told = std::sync::Barrier::new(2);
    let job = shell.begin();
    std::thread::scope(|scope| {
        scope.spawn(|| {
            told.wait();
            assert!(shell.lock(LockReason::Sleep, || {}));
        });
        let mut is_told = false;
        let mut step = |_: &Progress| {
            if !is_told {
                told.wait();
                is_told = true;
            }
            while job.flow().is_continue() {
                std::thread::yield_now();
            }
            job.flow()
        };
        let stopped = shell.rotate(UnlockWith::Passphrase(&secret(OLD)), &secret(NEW), &mut step, || panic!("left"));
        assert_eq!(stopped.expect_err("it was stopped").code, casekeep_model::ErrorCode::Cancelled);
    });
    let state = shell.vault_state().expect("it can be described");
    assert!(state.locked.is_some_and(|locked| locked.rotating) && state.why == Some(LockReason::Sleep));
    assert!(shell.unlock(UnlockWith::Passphrase(&secret(NEW))).is_ok() && keys(&shell).rotating);
}

fn go(_: &Progress) -> ControlFlow<()> {
    ControlFlow::Continue(())
}
