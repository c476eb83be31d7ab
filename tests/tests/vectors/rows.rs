//! Every kind of attack and accident that the format answers has a vector or a test, by the number of its row.

use casekeep_tests::place;
use casekeep_tests::vectors::folder;
use casekeep_tests::vectors::vector::FILE;

const CASES: &str = "crates/bundle/tests/it/vectors.rs";
const KEYS: &str = "crates/bundle/tests/it/key_changes.rs";
const CRASH: &str = "tests/tests/vectors/crash.rs";
const DAMAGE: &str = "crates/vault/tests/damage.rs";

/// What covers a row: a vector by its name, or a test by its file and name.
enum Cover {
    Vector(&'static str),
    Test(&'static str, &'static str),
}
use Cover::{Test, Vector};

/// The rows in the order in which the attacks were listed when the format was made.
const ROWS: &[(u8, &str, &[Cover])] = &[
    (1, "an untouched vault", &[Vector("good"), Vector("good-recovery-words"), Vector("good-first-time")]),
    (2, "another inbox in vault.json", &[Vector("vaultjson-inbox-swapped")]),
    (3, "a newer format", &[Vector("vaultjson-format-2"), Vector("identity-format-2"), Vector("segment-format-2")]),
    (4, "the key file of another vault", &[Vector("keyfile-other-vault")]),
    (
        5,
        "a key file from before a change",
        &[Test(DAMAGE, "the_key_file_from_before_a_change_of_the_passphrase_is_named_when_it_is_back")],
    ),
    (6, "a stranger's key file", &[Vector("keyfile-extra"), Vector("keyfile-later-epoch-planted")]),
    (7, "a key file that asks for too much work", &[Vector("scrypt-30")]),
    (8, "a forged case key", &[Vector("casekey-forged"), Vector("casekey-forged-inbox")]),
    (9, "a planted case, an object as a segment", &[Vector("case-planted"), Vector("object-as-segment")]),
    (10, "a case of another vault", &[Vector("case-from-other-vault"), Vector("case-from-other-vault-rekeyed")]),
    (11, "a case that is gone", &[Vector("case-deleted"), Vector("case-deleted-first-time")]),
    (
        12,
        "all rolled back",
        &[Vector("rolled-back-all"), Test(DAMAGE, "a_log_that_is_put_back_to_any_earlier_length_is_named")],
    ),
    (13, "one case rolled back, without memory", &[Vector("rolled-back-one-case")]),
    (14, "a writer's logs removed", &[Vector("writer-removed"), Vector("writer-removed-first-time")]),
    (15, "a gap, other numbers", &[Vector("segment-gap"), Vector("segment-renumbered")]),
    (16, "two records for one place", &[Vector("fork"), Vector("fork-at-end")]),
    (
        17,
        "a joined segment beside its own",
        &[
            Test("crates/vault/tests/compact.rs", "a_crash_at_any_step_loses_nothing_and_is_tidied_later"),
            Test(DAMAGE, "a_joined_segment_beside_one_of_its_own_that_differs_is_a_fork"),
        ],
    ),
    (
        18,
        "JSON in another form",
        &[
            Vector("record-json-duplicate-key"),
            Vector("record-json-fraction"),
            Vector("record-json-large"),
            Vector("record-json-surrogate"),
            Vector("record-json-bom"),
            Vector("record-json-crlf"),
            Vector("record-json-spaces"),
            Vector("record-json-unsorted"),
        ],
    ),
    (19, "a foreign box, a salt twice", &[Vector("record-foreign-box"), Vector("salt-twice")]),
    (
        20,
        "notes",
        &[
            Vector("note-bad-base64"),
            Vector("note-size-040"),
            Vector("note-extension-line"),
            Vector("note-17-signatures"),
            Vector("note-bad-signature"),
            Vector("note-unknown-extra-signature"),
        ],
    ),
    (
        21,
        "a segment signed with an old key after the keys were changed",
        &[
            Vector("changed-old-key-after-cutoff"),
            Vector("changed-old-key-new-log"),
            Vector("changed-old-key-vault-log"),
            Vector("changed-old-log-rewritten"),
        ],
    ),
    (22, "objects exchanged, sealed anew", &[Vector("objects-swapped"), Vector("object-reencrypted-renamed")]),
    (
        23,
        "the inbox",
        &[
            Vector("inbox-unlisted"),
            Vector("inbox-missing"),
            Vector("inbox-changed"),
            Vector("inbox-adopted-back"),
            Vector("inbox-100000"),
        ],
    ),
    (
        24,
        "a crash at each step",
        &[
            Test(CRASH, "a_crash_while_an_item_is_saved_loses_nothing_that_was_acknowledged"),
            Test(CRASH, "a_segment_that_the_memory_knows_nothing_of_is_never_signed_beside"),
            Test(CRASH, "a_crash_while_a_capture_is_adopted_makes_no_second_item"),
            Test(CRASH, "a_crash_while_adding_to_the_inbox_loses_no_capture"),
            Test(CRASH, "a_crash_while_a_case_is_made_leaves_it_whole_or_not_there"),
            Test(CRASH, "a_key_file_that_was_never_finished_is_a_leftover"),
        ],
    ),
    (
        25,
        "bundles",
        &[
            Test(CASES, "extra_files_are_named"),
            Test(CASES, "a_bundle_rebuilt_by_a_stranger_shows_only_against_the_fingerprint"),
            Test(CASES, "a_checkpoint_of_another_vault_or_log_is_found"),
            Test(CASES, "an_altered_or_moved_part_is_not_the_record"),
            Test(CASES, "proofs_of_another_place_or_level_do_not_hold"),
            Test(CASES, "an_accounting_must_cover_the_log_and_say_what_is_so"),
            Test(CASES, "the_last_amendment_withheld_cannot_be_seen_and_an_earlier_one_is_noted"),
            Test(CASES, "the_archive_may_hold_files_alone_each_once_in_one_folder"),
            Test(KEYS, "what_an_older_key_signed_after_the_change_does_not_count"),
            Test(KEYS, "the_fingerprint_of_an_older_key_is_not_enough"),
        ],
    ),
];

#[test]
fn every_row_of_the_list_of_attacks_is_covered() {
    let missing: Vec<String> = ROWS
        .iter()
        .flat_map(|(row, what, covers)| covers.iter().map(move |cover| (row, what, cover)))
        .filter(|(_, _, cover)| !is_there(cover))
        .map(|(row, what, cover)| format!("{row} ({what}): {}", name(cover)))
        .collect();
    assert!(missing.is_empty(), "{missing:#?}");
    let mut rows: Vec<u8> = ROWS.iter().map(|(row, ..)| *row).collect();
    rows.sort_unstable();
    assert_eq!(rows, (1..=25).collect::<Vec<u8>>());
}

fn is_there(cover: &Cover) -> bool {
    match cover {
        Vector(name) => folder().join(name).join(FILE).is_file(),
        Test(file, name) => std::fs::read_to_string(place::root().join(file))
            .is_ok_and(|text| text.contains(&format!("#[test]\nfn {name}()"))),
    }
}

fn name(cover: &Cover) -> &'static str {
    match *cover {
        Vector(name) | Test(_, name) => name,
    }
}
