//! Who holds what: bundles with their recipients and reasons, receipts that are amended, and what a supplement follows.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_format::{BundleSource, place_of};
use casekeep_model::disclosure::{ConsentAsked, Delivery, DisclosureState, LawfulBasis, Profile, ReceiptEvent};
use casekeep_model::view::Selection;
use casekeep_model::{Disclosing, Patch, Receipt};
use casekeep_vault::{Access, Disclosed, Ended, Held, UnlockedVault, VaultError};
use support::*;

fn officer() -> Disclosing {
    Disclosing {
        profile: Some(Profile::Police),
        name: Some("PC 4471 Osei".to_owned()),
        purpose: Some("incident NSP-0311".to_owned()),
        requested_by: Some("PC Osei, by phone".to_owned()),
        basis: Some(LawfulBasis::SeriousHarm),
        consent: Some(ConsentAsked::Unsafe),
        consent_reason: Some("he would come to the surgery".to_owned()),
        advised_by: Some("the adviser of the defence organisation".to_owned()),
    }
}

/// Hands over everything; returns which hand-overs it follows, and how many records each of these holds that are here.
fn hand_over(vault: &UnlockedVault, why: Disclosing, only_new: bool) -> Result<Vec<(u32, usize)>, VaultError> {
    let selection = Selection { only_new, from: Some("2026-01-01".to_owned()), ..Selection::default() };
    let to = Disclosed { recipients: vec!["passphrase".to_owned()], why };
    let make = |source: &dyn BundleSource| {
        let places: std::collections::BTreeSet<_> = source.log().records().map(place_of).collect();
        let count = |held: &casekeep_format::HeldRecords| places.iter().filter(|place| held.has(place)).count();
        let follows = source.follows().iter().map(|one| (one.disclosure, count(&one.held))).collect();
        let held = Held { contacts: 1, items: 0, places };
        Ok((follows, Ended { tagmanifest_sha256: "ab".repeat(32), sealed_sha256: "cd".repeat(32), held }))
    };
    vault.disclose(1, &selection, &to, make).map(|(_, follows)| follows)
}

fn filled(home: &Home) -> UnlockedVault {
    let vault = home.create();
    vault.add_case("Matter 1").unwrap();
    vault.log_contact(1, &contact("2026-03-04", "He waited.", &[])).unwrap();
    vault
}

#[test]
fn every_bundle_is_listed_with_whom_it_is_for_and_why() {
    let home = Home::new();
    let vault = filled(&home);
    assert_eq!(vault.disclosures(Some(1)).unwrap(), []);
    hand_over(&vault, officer(), false).unwrap();
    let failed: Result<(u32, ()), VaultError> =
        vault.disclose(1, &Selection::default(), &Disclosed::default(), |_| Err(VaultError::Cancelled));
    assert!(failed.is_err());
    vault.add_case("Matter 2").unwrap();
    assert_lasting(&home, vault, |vault| {
        let views = vault.disclosures(Some(1)).unwrap();
        assert_eq!(
            views.iter().map(|view| (view.n, view.state)).collect::<Vec<_>>(),
            [(1, DisclosureState::Made), (2, DisclosureState::NotMade)]
        );
        let made = &views[0];
        assert_eq!(made.why, officer());
        assert_eq!((made.contacts, made.items, made.can_follow, made.withdrawn), (Some(1), Some(0), true, false));
        assert_eq!(made.selection.from.as_deref(), Some("2026-01-01"));
        assert_eq!(made.sealed_sha256.as_deref(), Some("cd".repeat(32).as_str()));
        assert_eq!(vault.disclosures(Some(2)).unwrap(), []);
        assert_eq!(vault.disclosures(None).unwrap().len(), 2);
    });
}

#[test]
fn receipts_are_kept_with_their_bundle_and_amended_with_a_reason() {
    let home = Home::new();
    let vault = filled(&home);
    hand_over(&vault, officer(), false).unwrap();
    let given = Receipt {
        given_to: Some("PC Osei".to_owned()),
        when: Some(casekeep_model::Moment::parse("2026-03-05T10:00", "Europe/London").unwrap()),
        how: Some(Delivery::InPerson),
        reference: Some("exhibit book 12".to_owned()),
        by: Some("me".to_owned()),
        ..Receipt::new(ReceiptEvent::Given)
    };
    assert_eq!(vault.add_receipt(1, "1", &given).unwrap().n, 1);
    assert_eq!(vault.add_receipt(1, "1", &Receipt::new(ReceiptEvent::Opened)).unwrap().n, 2);
    let changes = Patch::default().with("reference", "exhibit book 13").with("note", "two copies");
    vault.amend_receipt(1, "1", &changes, "misread").unwrap();
    assert!(matches!(vault.add_receipt(1, "7", &given), Err(VaultError::NoSuchEntry(_))));
    assert!(matches!(vault.amend_receipt(1, "9", &changes, "x"), Err(VaultError::NoSuchEntry(_))));
    for (changes, reason) in [
        (Patch::default(), "x"),
        (Patch::default().with("note", "y"), " "),
        (Patch::default().with("event", ""), "x"),
        (Patch::default().with("how", "by owl"), "x"),
    ] {
        assert!(matches!(vault.amend_receipt(1, "1", &changes, reason), Err(VaultError::BadInput(_))), "{changes:?}");
    }
    let failed: Result<(u32, ()), VaultError> =
        vault.disclose(1, &Selection::default(), &Disclosed::default(), |_| Err(VaultError::Cancelled));
    assert!(failed.is_err());
    assert!(matches!(vault.add_receipt(1, "2", &given), Err(VaultError::BadInput(_))), "nothing was made");
    assert_lasting(&home, vault, |vault| {
        let receipts = vault.disclosures(Some(1)).unwrap().remove(0).receipts;
        assert_eq!(receipts.len(), 2);
        let now = &receipts[0];
        assert_eq!(now.receipt.reference.as_deref(), Some("exhibit book 13"));
        assert_eq!((now.receipt.by.as_deref(), now.receipt.note.as_deref()), (Some("me"), Some("two copies")));
        let amendment = &now.amendments[0];
        assert_eq!((amendment.reason.as_str(), amendment.changes.len()), ("misread", 2));
        assert_eq!(amendment.changes[0].earlier, "exhibit book 12");
    });
}

#[test]
fn a_supplement_follows_what_this_recipient_has_and_nothing_withdrawn() {
    let home = Home::new();
    let vault = filled(&home);
    let nobody = |result: Result<Vec<(u32, usize)>, VaultError>| matches!(result, Err(VaultError::BadInput(_)));
    assert!(nobody(hand_over(&vault, officer(), true)), "there is none to follow");
    hand_over(&vault, officer(), false).unwrap();
    hand_over(&vault, Disclosing { profile: Some(Profile::Solicitor), ..officer() }, false).unwrap();
    let records = hand_over(&vault, officer(), true).unwrap()[0].1;
    assert!(records > 2, "the case, its name, and the contact");
    vault.log_contact(1, &contact("2026-03-06", "He rang.", &[])).unwrap();
    let named = Disclosing { name: Some(" pc 4471 OSEI".to_owned()), ..officer() };
    assert_eq!(hand_over(&vault, named, true).unwrap(), [(1, records), (3, records)]);
    assert_eq!(vault.disclosures(Some(1)).unwrap()[3].follows, [1, 3]);

    vault.add_receipt(1, "3", &Receipt::new(ReceiptEvent::Withdrawn)).unwrap();
    vault.add_receipt(1, "3", &Receipt::new(ReceiptEvent::Opened)).unwrap();
    assert!(vault.disclosures(Some(1)).unwrap()[2].withdrawn);
    let followed: Vec<u32> = vault.followed(1, &officer()).unwrap().iter().map(|one| one.disclosure).collect();
    assert_eq!(followed, [1, 4]);
    vault.add_receipt(1, "3", &Receipt::new(ReceiptEvent::Given)).unwrap();
    assert_eq!(vault.followed(1, &officer()).unwrap().len(), 3, "it was given again");
    assert!(nobody(hand_over(&vault, Disclosing { name: None, ..officer() }, true)));
    vault.lock().unwrap();
    let vault = home.unlock(Access::Read);
    assert_eq!(vault.disclosures(Some(1)).unwrap().len(), 4);
}
