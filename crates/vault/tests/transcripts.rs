//! Transcripts from outside: they stay with their item, keep what they said before, and are found where the item is.

#![allow(clippy::unwrap_used, missing_docs)]

mod support;

use casekeep_model::transcript::TranscribedBy;
use casekeep_model::view::EntryKind;
use casekeep_model::{Patch, Register, RegisterEntry, Transcript};
use casekeep_vault::{UnlockedVault, VaultError};
use support::*;

fn read_by_machine(item: u32, text: &str) -> RegisterEntry {
    let program = Some("tesseract 5.3.0".to_owned());
    RegisterEntry::Transcript(Transcript { program, ..Transcript::new(item, text.to_owned(), TranscribedBy::Machine) })
}

/// A case with two items, the second of which was read by a machine.
fn case(home: &Home) -> (UnlockedVault, u32) {
    let vault = home.create();
    let case = vault.add_case("Matter 1").unwrap();
    for name in ["voice.m4a", "shot.png"] {
        add(&vault, case, name, name.as_bytes());
    }
    assert_eq!(vault.enter(case, &read_by_machine(2, "Meet me by the weir")).unwrap().n, 1);
    (vault, case)
}

fn found(vault: &UnlockedVault, case: u32, word: &str) -> Vec<u32> {
    let bytes = vault.find_in_timeline(case, word).unwrap();
    bytes[8..].chunks_exact(4).map(|place| u32::from_le_bytes(place.try_into().unwrap())).collect()
}

#[test]
fn a_transcript_stands_with_its_item_and_is_found_there() {
    let home = Home::new();
    let (vault, case) = case(&home);
    assert_lasting(&home, vault, |vault| {
        assert!(vault.item(case, 1).unwrap().transcripts.is_empty());
        let shown = vault.item(case, 2).unwrap().transcripts;
        assert_eq!(shown.iter().map(|view| view.entry.main_text()).collect::<Vec<_>>(), ["Meet me by the weir"]);
        let rows = vault.search("weir", Some(case)).unwrap();
        assert_eq!(
            rows.iter().map(|row| (row.kind, row.items.clone())).collect::<Vec<_>>(),
            [(EntryKind::Transcript, vec![2])]
        );
        // The second item is the second row: nothing else of it has the word.
        assert_eq!(found(vault, case, "weir"), [1]);
        assert_eq!(found(vault, case, "shot"), [1], "the item itself, once");
    });
}

#[test]
fn a_correction_keeps_what_was_read_and_that_a_machine_read_it() {
    let home = Home::new();
    let (vault, case) = case(&home);
    let changes = Patch::default().with("text", "Meet me by the well").with("checked", true);
    vault.amend_entry(case, Register::Transcript, 1, &changes, "Compared with the picture").unwrap();
    let view = vault.item(case, 2).unwrap().transcripts.remove(0);
    let RegisterEntry::Transcript(now) = &view.entry else { panic!("a transcript") };
    assert_eq!((now.text.as_str(), now.made_by), ("Meet me by the well", TranscribedBy::Machine));
    assert_eq!(now.standing(), "Read by machine, compared with the item by a person");
    assert_eq!(view.amendments[0].earlier, "Meet me by the weir");
    for word in ["weir", "well"] {
        assert_eq!(found(&vault, case, word), [1], "what it said before is found too: {word}");
    }
}

#[test]
fn a_transcript_of_nothing_or_of_another_item_than_before_is_refused() {
    let home = Home::new();
    let (vault, case) = case(&home);
    assert!(matches!(vault.enter(case, &read_by_machine(9, "x")), Err(VaultError::NoSuchEntry(_))));
    assert!(matches!(vault.enter(case, &read_by_machine(1, " ")), Err(VaultError::BadInput(_))));
    let moved = Patch::default().with("item", 1);
    let refused = vault.amend_entry(case, Register::Transcript, 1, &moved, "another");
    assert!(matches!(refused, Err(VaultError::BadInput(_))), "{refused:?}");
    assert_eq!(vault.item(case, 2).unwrap().transcripts.len(), 1);
}
