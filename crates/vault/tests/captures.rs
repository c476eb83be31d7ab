//! Captures: their sets through the inbox and in a case, and what is said of how much was captured.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_model::captured::There;
use casekeep_model::{
    Acquisition, Captured, CouldNot, HowMuch, ItemChanges, ItemFacts, Looked, Replies, SetPlace, Source,
};
use casekeep_vault::{Access, NewItem, VaultError, open_vault};
use support::*;

fn place(n: u32, overlap: Option<u32>) -> SetPlace {
    SetPlace { id: "abcdefghijklmno2".parse().unwrap(), n, overlap }
}

#[test]
fn shots_that_were_sealed_while_locked_are_adopted_in_their_order_with_their_set() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    vault.lock().unwrap();
    let locked = open_vault(&home.folder(), home.installation()).unwrap();
    for n in 1..=8 {
        let overlap = (n > 1).then_some(100 * n);
        locked.inbox_capture(format!("shot {n}").as_bytes(), &format!("{n}.png"), place(n, overlap)).unwrap();
    }
    let vault = home.unlock(Access::Window);
    assert_eq!(vault.opening().adopted, 8);
    for n in 1..=8 {
        let item = vault.item(case, n).unwrap();
        let set = item.set.unwrap();
        assert_eq!((item.name, set.place), (format!("{n}.png"), place(n, (n > 1).then_some(100 * n))));
        assert_eq!(set.items, (1..=8).collect::<Vec<_>>());
        assert_eq!(item.acquired.how, Acquisition::ScreenCapture);
    }
    assert_ok(&vault);
}

#[test]
fn a_set_is_listed_by_its_places_and_holds_nothing_of_another() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let add = |name: &str, set: Option<SetPlace>| {
        let facts = ItemFacts { set, ..ItemFacts::default() };
        let new = NewItem { name, how: Acquisition::File, facts, size_hint: 1, keep_duplicate: true };
        vault.add_item(case, &mut name.as_bytes(), new, &mut go).unwrap().item
    };
    let (second, alone, first) =
        (add("second", Some(place(2, None))), add("alone", None), add("first", Some(place(1, None))));
    let other = add("other", Some(SetPlace { id: "bcdefghijklmnop2".parse().unwrap(), n: 1, overlap: None }));
    assert_eq!(vault.item(case, second).unwrap().set.unwrap().items, [first, second]);
    assert!(vault.item(case, alone).unwrap().set.is_none());
    assert_eq!(vault.item(case, other).unwrap().set.unwrap().items, [other]);
}

#[test]
fn what_is_said_of_a_capture_is_amended_whole_and_what_stood_before_stays_readable() {
    let home = Home::new();
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    let item = add(&vault, case, "a.png", b"picture").item;
    let captured = Captured {
        thread: Some(HowMuch::Partly),
        replies: Some(Replies::NoneMade),
        could_not: vec![CouldNot { what: Looked::Address, why: "The app shows none".to_owned() }],
        ..Captured::default()
    };
    let source = Source { handle: Some("someone".to_owned()), ..Source::default() };
    let first = ItemChanges { captured: Some(captured.clone()), source: Some(source), ..ItemChanges::default() };
    vault.amend_item(case, item, &first, "First description").unwrap();
    let changes = ItemChanges { captured: Some(Captured::default()), ..ItemChanges::default() };
    vault.amend_item(case, item, &changes, "It was another thread").unwrap();
    vault.lock().unwrap();
    let vault = home.unlock(Access::Change);
    vault.rebuild_index().unwrap();
    let view = vault.item(case, item).unwrap();
    assert!(view.captured.is_empty());
    let there: Vec<There> = view.looked_for.iter().map(|one| one.there).collect();
    assert_eq!(there, [There::No, There::Yes, There::No, There::No, There::No, There::No]);
    let change = view.amendments[1].changes.iter().find(|change| change.field == "captured").unwrap();
    assert_eq!(
        change.earlier,
        "The address: could not be captured: The app shows none; The whole thread: In part; Your own replies: There are none"
    );
    assert_eq!(change.later, "");
    let long = Captured { could_not: vec![CouldNot { what: Looked::Thread, why: "x".repeat(2 << 20) }], ..captured };
    let changes = ItemChanges { captured: Some(long), ..ItemChanges::default() };
    assert!(matches!(vault.amend_item(case, item, &changes, "Too long"), Err(VaultError::BadInput(_))));
}
