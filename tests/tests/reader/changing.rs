//! While all keys are being changed, the second reader reads what is there as Casekeep does: nothing is missing.

use super::program::read_vault;
use casekeep_model::Secret;
use casekeep_tests::vectors::base::{Copy, LATER, With};
use casekeep_tests::vectors::folder;
use casekeep_vault::{Access, UnlockWith, VaultError, open_vault};
use std::fs;
use std::ops::ControlFlow;

const NEW: &str = "a cupboard, nine spoons and the north wind";

#[test]
fn a_change_of_keys_that_was_cut_short_is_read_with_the_new_passphrase() {
    let base = Copy::at(&folder().join("base"));
    let whole = read_vault(&base, With::Passphrase);
    for stop_at in [1, 6, 14] {
        let place = tempfile::tempdir().unwrap();
        let copy = Copy::of(&base, place.path()).unwrap();
        let vault = copy.unlock(With::Passphrase, Access::Change).unwrap();
        let (old, new) = (copy.secret(With::Passphrase), Secret::new(NEW.to_owned()));
        let mut steps = 0;
        let stopped = vault.rotate(UnlockWith::Passphrase(&old), &new, &mut |_| {
            steps += 1;
            if steps == stop_at { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        assert!(matches!(stopped, Err(VaultError::RotationStopped { .. })), "{stop_at}: {stopped:?}");
        drop(vault);
        fs::write(copy.path("passphrase.txt"), NEW).unwrap();
        let said = read_vault(&copy, With::Passphrase);
        assert_eq!((said.exit, said.classes().len()), (0, 0), "{stop_at}: {:?}", said.all["problems"]);
        assert_eq!(said.checked["objects"], whole.checked["objects"], "{stop_at}");
        let locked = open_vault(&copy.vault(), copy.installation(LATER + 1_000_000)).unwrap();
        let vault = locked.unlock(UnlockWith::Passphrase(&new), Access::Read).unwrap();
        assert!(vault.opening().findings.is_empty(), "{:?}", vault.opening().findings);
    }
}
