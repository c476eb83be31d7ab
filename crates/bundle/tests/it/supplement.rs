//! A bundle of what is new since earlier ones: what goes, what is accounted for, and what a check says of it.

use crate::case::{Case, at, classes, clocks, contact, verify};
use crate::tampered::Tampered;
use casekeep_bundle::layout::{ACCOUNTING, BAG_INFO, CHRONOLOGY, CHRONOLOGY_CSV, HOW_TO, RECORDS};
use casekeep_bundle::plan::Plan;
use casekeep_bundle::{BundleError, To, write_archive};
use casekeep_format::parts::listed_parts;
use casekeep_format::{Followed, HeldRecords, field_parts, kind, patch_parts};
use casekeep_model::transcript::TranscribedBy;
use casekeep_model::view::Selection;
use casekeep_model::{Class, Details, Patch, RegisterEntry, Transcript};
use std::ops::ControlFlow;

/// Makes a bundle and lets the next one of the case follow it.
pub fn hand_over(case: &mut Case, selection: &Selection) -> Vec<u8> {
    let mut archive = Vec::new();
    let made = write_archive(case, selection, None, &mut archive, &mut |_| ControlFlow::Continue(())).unwrap();
    case.follows.push(Followed {
        disclosure: case.disclosure,
        made_at: case.made_at,
        tagmanifest: made.tagmanifest_sha256,
        held: HeldRecords::of(&made.places),
    });
    (case.disclosure, case.made_at) = (case.disclosure + 1, at("2026-12-01T09:00:00.000Z"));
    archive
}

fn labels(case: &Case) -> (Vec<String>, Vec<String>) {
    let plan = Plan::since(&case.log.entries(), &Selection::default(), &case.follows).unwrap();
    (plan.contacts.iter().map(|c| c.label.clone()).collect(), plan.items.iter().map(|i| i.label.clone()).collect())
}

#[test]
fn a_supplement_holds_what_is_new_or_changed_and_names_what_it_follows() {
    let mut case = Case::sample(7, 100);
    let first = Tampered::open(&hand_over(&mut case, &Selection::default()));
    let seen = case.log.records().find(|r| r.head().kind == kind::CONTACT).unwrap().leaf();
    let chain: Vec<_> = case.log.entries().contacts.iter().find(|c| c.number == 1).unwrap().seen();
    assert_eq!(chain[0], seen);
    case.log_contact("2026-11-25T10:00:00.000Z", 4, &contact("2026-11-25T09:00", "He rang again."));
    let changes = Patch::default().with("effect", "I sleep badly.");
    case.amend_contact("2026-11-25T10:01:00.000Z", 1, chain, &changes, "It took a while to see");
    assert_eq!(labels(&case), (vec!["1".to_owned(), "4".to_owned()], vec![]));

    let archive = case.archive(&Selection::default());
    let report = verify(&archive, Some(&case.fingerprint()));
    assert!(report.report.ok, "{:?}", report.report.problems);
    let named: Vec<_> = report.follows.iter().map(|one| (one.folder.clone(), one.tagmanifest_sha256)).collect();
    assert_eq!(named, [(first.folder.clone(), case.follows[0].tagmanifest)]);

    let bag = Tampered::open(&archive);
    assert!(bag.files.keys().all(|path| !path.starts_with("data/originals")));
    let accounting = bag.text(ACCOUNTING);
    let states = |state: &str| accounting.lines().filter(|line| line.ends_with(&format!(" {state}"))).count();
    let all = case.log.records().count();
    let disclosed = states("disclosed") + states("disclosed in part");
    assert_eq!(disclosed, 5, "the new contact, and the whole chain of the amended one: {accounting}");
    assert_eq!(disclosed + states("withheld (given before)") + states("withheld (structural)"), all);
    assert!(states("withheld (given before)") > 5 && states("withheld (not selected)") == 0);
    let hash = case.follows[0].tagmanifest.to_string();
    for path in [ACCOUNTING, BAG_INFO, HOW_TO] {
        let text = bag.text(path);
        assert!(text.contains(&hash) && text.contains(&first.folder), "{path}: {text}");
    }
    let page = bag.text(CHRONOLOGY);
    assert!(page.contains("changed since hand-over 2 of 22 Nov 2026"), "{page}");
    assert!(page.contains("item 1 is in an earlier bundle"), "{page}");
    assert!(bag.text(CHRONOLOGY_CSV).contains("1 (in an earlier bundle)"));
    assert!(bag.text(RECORDS).contains("He rang again.") && !bag.text(RECORDS).contains("Asked to stop"));
    assert!(!first.text(ACCOUNTING).contains("supplement") && !first.text(BAG_INFO).contains("Follows"));
    assert_eq!(case.archive(&Selection::default()), archive, "the same source gives the same bytes");

    hand_over(&mut case, &Selection::default());
    let since = Plan::since(&case.log.entries(), &Selection::default(), &case.follows);
    assert!(matches!(since, Err(BundleError::NothingNew)));
    let sealed = case.sealed(&Selection::default(), &To::Recipients(vec![crate::case::identity().0]));
    assert!(matches!(sealed, Err(BundleError::NothingNew)));
    let preview = Plan::preview(&case.log.entries(), &Selection::default(), &case.follows).unwrap();
    assert_eq!((preview.contacts.goes, preview.contacts.stays, preview.items.stays), (0, 0, 0));
    assert_eq!((preview.before, preview.follows), (8, vec![2, 3]));
}

#[test]
fn what_was_not_chosen_before_is_new_and_a_transcript_takes_its_item_along() {
    let mut case = Case::sample(7, 100);
    hand_over(&mut case, &Selection { without_items: vec![3], without_contacts: vec![2], ..Selection::default() });
    assert_eq!(labels(&case), (vec!["2".to_owned()], vec!["3".to_owned()]));
    hand_over(&mut case, &Selection::default());
    let said = Transcript::new(1, "It is me again.".to_owned(), TranscribedBy::Person);
    let parts = listed_parts(1, &RegisterEntry::Transcript(said), &clocks());
    case.append(0, "2026-11-26T10:00:00.000Z", "transcript", vec![], parts);
    assert_eq!(labels(&case), (vec![], vec!["1".to_owned()]));
    let report = verify(&case.archive(&Selection::default()), None);
    assert!(report.report.ok && report.follows.len() == 2, "{:?}", report.report.problems);
}

#[test]
fn a_change_that_no_bundle_shows_is_nothing_new() {
    let mut case = Case::sample(7, 100);
    let mut details = Details::new();
    details.police_crime = Some("NSP/4471".to_owned());
    let first = case.append(0, "2026-11-20T10:00:00.000Z", kind::DETAILS, vec![], field_parts(1, &details, &clocks()));
    hand_over(&mut case, &Selection::default());
    let unseen = patch_parts(1, &Patch::default().with("mdo_reference", "M-1"), "They gave me one", &clocks());
    let second = case.append(0, "2026-11-26T10:00:00.000Z", kind::DETAILS, vec![first], unseen);
    let since = |case: &Case| Plan::since(&case.log.entries(), &Selection::default(), &case.follows);
    assert!(matches!(since(&case), Err(BundleError::NothingNew)));
    let seen = patch_parts(1, &Patch::default().with("police_crime", "NSP/4472"), "Misread", &clocks());
    case.append(0, "2026-11-26T10:01:00.000Z", kind::DETAILS, vec![first, second], seen);
    assert_eq!(since(&case).unwrap().places.len(), 3);
}

#[test]
fn what_it_follows_is_signed_and_in_one_form() {
    let mut case = Case::sample(7, 100);
    hand_over(&mut case, &Selection::default());
    case.log_contact("2026-11-25T10:00:00.000Z", 4, &contact("2026-11-25T09:00", "He rang again."));
    let good = Tampered::open(&case.archive(&Selection::default()));
    let line = good.text(BAG_INFO).lines().find(|line| line.starts_with("Follows")).unwrap().to_owned();
    let changed = |to: &str| {
        let mut bag = good.clone();
        bag.replace(BAG_INFO, &format!("{line}\n"), to).sign(&case.key);
        classes(&verify(&bag.archive(), None))
    };
    assert_eq!(changed(&format!("{line}\n")), []);
    assert_eq!(changed(""), [Class::AccountingGap], "it says what was given before, and follows nothing");
    assert_eq!(changed("Follows: nothing\n"), [Class::BundleChanged]);
    assert_eq!(changed(&format!("{line} \n")), [Class::BundleChanged]);
    let mut bag = good.clone();
    bag.replace(ACCOUNTING, "withheld (given before)\n", "disclosed\n").sign(&case.key);
    assert_eq!(classes(&verify(&bag.archive(), None)), [Class::AccountingGap]);
}
