//! Pictures of a case that look the same are told, and nothing else happens to them.

#![allow(clippy::unwrap_used)]

mod support;

use casekeep_model::inspect::{Inspect, Preview, PreviewError};
use casekeep_model::likeness::{Likeness, SIDE};
use casekeep_model::{Derived, limits};
use casekeep_vault::{Installation, UnlockWith, UnlockedVault, create_vault, open_vault};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use support::*;

/// Takes a file's first byte for what it looks like and its second for how large it is; counts how often it looks.
#[derive(Default)]
struct Looker(AtomicU32);

impl Inspect for Looker {
    fn sniff(&self, head: &[u8]) -> String {
        match head.first() {
            Some(b'T') => "image/tiff",
            Some(b'p') => "application/pdf",
            _ => "image/png",
        }
        .to_owned()
    }

    fn can_preview(&self, _: &str) -> bool {
        true
    }

    fn preview(&self, _: &str, bytes: &[u8], _: u32) -> Result<Preview, PreviewError> {
        self.0.fetch_add(1, Ordering::Relaxed);
        let (kind, size) = (bytes[0], u32::from(bytes[1]));
        if kind == b'!' {
            return Err(PreviewError::Damaged);
        }
        let grey = (0..SIDE * SIDE).map(|at| ((at % SIDE * usize::from(kind)) % 251) as u8).collect();
        Ok(Preview { png: vec![kind], width: 1, height: 1, likeness: Likeness::new((size * 4, size * 3), grey) })
    }
}

fn start(home: &Home) -> (UnlockedVault, Arc<Looker>, Installation) {
    let looker = Arc::new(Looker::default());
    let installation = Installation { inspect: looker.clone(), ..home.installation() };
    let vault = create_vault(&home.folder(), installation.clone(), &secret(PASSPHRASE)).unwrap().vault;
    (vault, looker, installation)
}

#[test]
fn the_same_picture_is_told_with_both_sizes_and_both_stay() {
    let home = Home::new();
    let (vault, looker, installation) = start(&home);
    let case = vault.add_case("Matter 1").unwrap();
    for (name, bytes) in [("a.png", b"A\x80 one"), ("b.png", b"A\x40 two"), ("c.png", b"B\x80 ano")] {
        add(&vault, case, name, bytes);
    }
    add_with(&vault, case, "again.png", b"A\x80 one", true);
    assert_eq!(looker.0.load(Ordering::Relaxed), 0, "nothing is looked at before it is saved");
    let before = tree(&home.folder());
    let told = |vault: &UnlockedVault, n| {
        let alike = vault.alike(case, n).unwrap();
        assert_eq!(alike.waiting, 0);
        let items = alike.items.iter().map(|other| (other.n, other.width, other.height, other.same_bytes));
        ((alike.width, alike.height), items.collect::<Vec<_>>())
    };
    assert_eq!(told(&vault, 2), ((256, 192), vec![(1, 512, 384, false), (4, 512, 384, false)]));
    assert_eq!(told(&vault, 1), ((512, 384), vec![(2, 256, 192, false), (4, 512, 384, true)]));
    assert_eq!(told(&vault, 3), ((512, 384), vec![]));
    assert_eq!(looker.0.load(Ordering::Relaxed), 4, "each is looked at once");
    vault.thumbnail(case, 1).unwrap();
    assert_eq!(looker.0.load(Ordering::Relaxed), 4, "and its small picture is made by the same look");
    assert_eq!(tree(&home.folder()), before, "nothing of it is written to the vault");

    vault.lock().unwrap();
    let locked = open_vault(&home.folder(), installation).unwrap();
    let vault = locked.unlock(UnlockWith::Passphrase(&secret(PASSPHRASE)), casekeep_vault::Access::Change).unwrap();
    assert_eq!(told(&vault, 3).1, vec![]);
    assert_eq!(looker.0.load(Ordering::Relaxed), 4, "the index keeps it");
    vault.rebuild_index().unwrap();
    assert_eq!(told(&vault, 2).1.len(), 2);
    assert_ok(&vault);
}

#[test]
fn a_few_pictures_are_looked_at_each_time_until_all_are() {
    let home = Home::new();
    let (vault, looker, _) = start(&home);
    let case = vault.add_case("Matter 1").unwrap();
    for n in 0..limits::ALIKE_AT_ONCE as u8 * 2 {
        add(&vault, case, "a.png", &[b'A', 100 + n]);
    }
    add(&vault, case, "damaged.png", b"!\x01");
    let waiting: Vec<u32> = (0..4).map(|_| vault.alike(case, 1).unwrap().waiting).collect();
    assert_eq!(waiting, [limits::ALIKE_AT_ONCE + 1, 1, 0, 0]);
    assert_eq!(looker.0.load(Ordering::Relaxed), limits::ALIKE_AT_ONCE * 2 + 1, "the damaged one is not tried again");
    assert_eq!(vault.alike(case, 1).unwrap().items.len(), limits::ALIKE_AT_ONCE as usize * 2 - 1);
    assert_eq!(vault.alike(case, limits::ALIKE_AT_ONCE * 2 + 1).unwrap(), Default::default());
}

#[test]
fn files_with_pages_and_what_was_made_of_an_item_are_left_out() {
    let home = Home::new();
    let (vault, ..) = start(&home);
    let case = vault.add_case("Matter 1").unwrap();
    add(&vault, case, "a.png", b"A\x80 one");
    for (name, bytes) in [("scan.tiff", b"T\x80 one"), ("letter.pdf", b"p\x80 one")] {
        add(&vault, case, name, bytes);
    }
    let derived = |item| Derived { item, turn: 1, ..Derived::default() };
    vault.add_working_copy(case, derived(1), (b"A\x70 cut", "png"), "turned").unwrap();
    vault.add_working_copy(case, derived(4), (b"A\x60 cut", "png"), "turned").unwrap();
    for n in 1..6 {
        assert_eq!(vault.alike(case, n).unwrap().items, [], "{n}");
    }
    assert_eq!(vault.alike(case, 2).unwrap(), Default::default());
    let other = vault.add_case("Matter 2").unwrap();
    add(&vault, other, "a.png", b"A\x80 one");
    assert_eq!(vault.alike(other, 1).unwrap().items, [], "cases stay apart");
    assert!(vault.alike(case, 99).is_err());
}
