//! What the engine reads of the vectors with registers.

use casekeep_model::view::{EntryKind, TimelineFilter};
use casekeep_model::{Gift, Pence, Register, RegisterEntry, Turn};
use casekeep_tests::vectors::base::{Copy, With};
use casekeep_vault::{Access, UnlockedVault};

type Checked = Result<(), String>;

fn need(holds: bool, what: &str) -> Checked {
    if holds { Ok(()) } else { Err(what.to_owned()) }
}

fn read(copy: &Copy) -> UnlockedVault {
    copy.unlock(With::Passphrase, Access::Read).unwrap()
}

fn first_gift(vault: &UnlockedVault) -> Result<Gift, String> {
    match vault.register_entry(1, Register::Gift, 1).map(|view| view.entry) {
        Ok(RegisterEntry::Gift(gift)) => Ok(gift),
        _ => Err("there is no gift 1".to_owned()),
    }
}

pub fn every_entry_is_read(copy: &Copy) -> Checked {
    let vault = read(copy);
    let gift = first_gift(&vault)?;
    need(
        (gift.value, gift.giver, gift.policy.as_deref()) == (Some(Pence(3_000)), None, Some("Gifts, 2024")),
        "another gift",
    )?;
    let contact = vault.contact(1, 90).map_err(|error| error.to_string())?.contact;
    need(contact.turn == Some(Turn::Police) && contact.people == [1], "another contact")?;
    need(vault.case_details(1).unwrap().details.police_crime.as_deref() == Some("NS/04417/26"), "other details")?;
    // Transcripts have a vector of their own.
    for register in Register::ALL.iter().filter(|register| **register != Register::Transcript) {
        need(vault.register_entries(1, *register).unwrap().len() == 1, register.word())?;
    }
    let rows = vault.timeline(1, &TimelineFilter::default()).unwrap();
    let kinds: Vec<_> = rows.iter().map(|row| row.kind).filter(|kind| kind.register().is_some()).collect();
    need(
        kinds == [EntryKind::Gift, EntryKind::Letter, EntryKind::Step, EntryKind::Chaperone, EntryKind::Review],
        "other events",
    )
}

pub fn what_stood_before_stands(copy: &Copy) -> Checked {
    let vault = read(copy);
    let gift = first_gift(&vault)?;
    let said = (gift.what.as_str(), gift.value, gift.when.local.as_str(), gift.policy.as_deref(), gift.decision);
    need(
        said == ("A scarf", Some(Pence(2_500)), "2026-03-05", Some("Gifts, 2024"), None),
        "a broken part changed something",
    )?;
    let amendments = vault.register_entry(1, Register::Gift, 1).unwrap().amendments;
    let fields: Vec<_> =
        amendments.iter().map(|a| a.changes.iter().map(|c| c.field.as_str()).collect::<Vec<_>>()).collect();
    need(fields == [vec!["policy"], vec![]], "an amendment says that it changed what it did not")?;
    need(vault.register_entries(1, Register::Gift).unwrap().len() == 1, "there is another gift")?;
    need(vault.register_entries(1, Register::Person).unwrap().is_empty(), "there is a person")
}

pub fn what_was_read_stands_as_corrected(copy: &Copy) -> Checked {
    let vault = read(copy);
    let transcripts = vault.register_entries(1, Register::Transcript).unwrap();
    need(transcripts.len() == 1, "there is another transcript")?;
    let RegisterEntry::Transcript(now) = &transcripts[0].entry else { return Err("it is no transcript".to_owned()) };
    need((now.item, now.text.as_str()) == (1, "See you Thursday"), "it says another thing")?;
    need(now.standing() == "Read by machine, compared with the item by a person", "it stands otherwise")?;
    need(vault.item(1, 1).unwrap().transcripts == transcripts, "it is not with its item")
}
