//! What a selection takes and leaves.

use crate::case::{Case, contact, identity};
use casekeep_bundle::plan::Plan;
use casekeep_bundle::{BundleError, To};
use casekeep_model::view::Selection;
use casekeep_model::{Contact, ErrorCode};

fn taken(case: &Case, selection: &Selection) -> (Vec<String>, Vec<String>) {
    let plan = Plan::new(&case.log.entries(), selection).unwrap();
    (plan.contacts.iter().map(|c| c.label.clone()).collect(), plan.items.iter().map(|i| i.label.clone()).collect())
}

fn days(from: &str, to: &str) -> Selection {
    Selection { from: Some(from.to_owned()), to: Some(to.to_owned()), ..Selection::default() }
}

#[test]
fn the_days_chosen_are_whole_days_and_linked_items_go_with_their_contact() {
    let case = Case::sample(7, 100);
    assert_eq!(taken(&case, &Selection::default()).0, ["1", "2", "3", "3b"]);
    assert_eq!(
        taken(&case, &days("2026-03-04", "2026-03-04")),
        (vec!["1".to_owned()], vec!["1".to_owned(), "3".to_owned()])
    );
    assert_eq!(taken(&case, &days("2026-03-05", "2026-03")), (vec!["2".to_owned()], vec!["2".to_owned()]));
    assert_eq!(
        taken(&case, &days("2026-10-25", "2026-10-25")).0,
        ["3b"],
        "the number that the other computer used first keeps its plain form"
    );
}

#[test]
fn a_whole_chain_goes_or_stays() {
    let case = Case::sample(7, 100);
    let plan = Plan::new(&case.log.entries(), &days("2026-03-04", "2026-03-04")).unwrap();
    let ns: Vec<u64> = plan.places.iter().map(|place| place.n).collect();
    assert_eq!(ns, [2, 4, 5, 8, 9], "two items, the contact, both amendments");
    let plan =
        Plan::new(&case.log.entries(), &Selection { without_contacts: vec![1], ..Selection::default() }).unwrap();
    assert_eq!(plan.left.iter().map(|place| place.n).collect::<Vec<_>>(), [5, 8, 9]);
}

#[test]
fn what_is_to_stay_stays_whatever_links_it() {
    let case = Case::sample(7, 100);
    let (_, items) = taken(&case, &Selection { without_items: vec![1, 3], ..Selection::default() });
    assert_eq!(items, ["2"]);
    let (contacts, items) = taken(&case, &Selection { without_contacts: vec![2], ..Selection::default() });
    assert_eq!(contacts, ["1", "3", "3b"]);
    assert_eq!(items, ["1", "2", "3"], "only what is named stays behind");
}

#[test]
fn a_contact_of_unknown_date_counts_by_when_it_was_recorded() {
    let mut case = Case::empty(7);
    case.log_contact("2026-06-01T10:00:00.000Z", 1, &contact("unknown", "Somebody rang."));
    assert_eq!(taken(&case, &days("2026-06-01", "2026-06-01")).0, ["1"]);
}

#[test]
fn selections_that_cannot_be_are_errors() {
    let case = Case::sample(7, 100);
    let fail =
        |selection: Selection| case.sealed(&selection, &To::Recipients(vec![identity().0])).unwrap_err().problem().code;
    assert_eq!(fail(days("2025-01-01", "2025-12-31")), ErrorCode::BadInput);
    assert_eq!(fail(days("2026-03-05", "2026-03-04")), ErrorCode::BadMoment);
    assert_eq!(fail(days("yesterday", "2026-03-04")), ErrorCode::BadMoment);
    assert_eq!(fail(Selection { without_items: vec![99], ..Selection::default() }), ErrorCode::NoSuchEntry);
    assert_eq!(fail(Selection { without_contacts: vec![99], ..Selection::default() }), ErrorCode::NoSuchEntry);
    let error = case.sealed(&Selection::default(), &To::Recipients(vec!["bob".to_owned()])).unwrap_err();
    assert!(matches!(error, BundleError::Recipient { ref text, .. } if text == "bob"));
}

#[test]
fn a_case_with_contacts_alone_makes_a_bundle() {
    let mut case = Case::empty(7);
    case.log_contact(
        "2026-06-01T10:00:00.000Z",
        1,
        &Contact { items: vec![4], ..contact("2026-06-01", "Somebody rang.") },
    );
    assert!(crate::case::verify(&case.archive(&Selection::default()), None).report.ok);
}
