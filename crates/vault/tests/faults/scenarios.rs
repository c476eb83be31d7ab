//! What a person does with a vault, one thing each; the fault is armed once the vault is open.

use crate::story::{PASSPHRASE, Stage, display, folder, go, secret};
use crate::world::Fault;
use casekeep_format::Identity;
use casekeep_model::keeping::BackupReport;
use casekeep_model::view::Selection;
use casekeep_model::{Class, ItemChanges, ItemFacts, Patch, Register};
use casekeep_vault::{
    Access, Disclosed, Held, Installation, Result, UnlockedVault, VaultError, create_vault, restore_vault,
};
use std::path::{Path, PathBuf};

/// With what a scenario begins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Base {
    /// No vault at all.
    Nothing,
    /// A vault with a little of everything.
    Furnished,
    /// One with many small segments.
    Crowded,
}

/// One scenario.
pub struct Scenario {
    pub name: &'static str,
    pub base: Base,
    /// What may be found afterwards without anything being lost.
    pub may_be_found: &'static [Class],
    pub play: fn(&mut Stage, Option<Fault>) -> Result<()>,
    /// How what is left is judged, where not as usual.
    pub judge: Option<Judge>,
}

/// Judges what is left of a stage; the classes may be found.
pub type Judge = fn(&mut Stage, &[Class]) -> std::result::Result<(), String>;

macro_rules! scenario {
    ($name:literal, $play:expr) => {
        Scenario { name: $name, base: Base::Furnished, may_be_found: &[], play: $play, judge: None }
    };
}

pub const SCENARIOS: &[Scenario] = &[
    scenario!("unlock to read", |stage, fault| unlock(stage, fault, Access::Read)),
    scenario!("unlock a window", |stage, fault| unlock(stage, fault, Access::Window)),
    scenario!("unlock with one case", |stage, fault| {
        let vault = stage.unlock(Access::Change)?;
        vault.close_case(2, "")?;
        drop(vault);
        unlock(stage, fault, Access::Window)
    }),
    scenario!("add an item", |stage, fault| open(stage, fault, |stage, vault| {
        stage.add_item(vault, 1, "new.png", b"a new item")?;
        stage.add_item(vault, 2, "new.png", b"another new item")
    })),
    scenario!("add a few files", |stage, fault| open(stage, fault, |stage, vault| add_files(stage, vault, 3))),
    scenario!("add many files", |stage, fault| open(stage, fault, |stage, vault| add_files(stage, vault, 4))),
    scenario!("add files in batches", |stage, fault| open(stage, fault, |stage, vault| add_files(stage, vault, 9))),
    scenario!("log a contact", |stage, fault| open(stage, fault, |stage, vault| {
        stage.log(vault, 1, "Flowers on the car.")?;
        stage.log(vault, 1, "A card under the door.").map(drop)
    })),
    scenario!("amend", |stage, fault| open(stage, fault, amend)),
    scenario!("enter in registers", |stage, fault| open(stage, fault, enter)),
    scenario!("add a case", |stage, fault| open(stage, fault, |stage, vault| {
        let case = stage.add_case(vault, "Matter 3")?;
        stage.log(vault, case, "The first contact.").map(drop)
    })),
    scenario!("close and reopen", |stage, fault| open(stage, fault, |_, vault| {
        vault.close_case(1, "resolved")?;
        vault.reopen_case(1, "it began again")
    })),
    scenario!("first private note", |stage, fault| open(stage, fault, |stage, vault| {
        stage.note(vault, 2, "Told my partner.")
    })),
    Scenario {
        name: "capture while locked",
        base: Base::Furnished,
        // A crash between the file and the list of captures leaves the file in quarantine: seen, and kept for the person.
        may_be_found: &[Class::InboxUnknown],
        play: |stage, fault| {
            stage.world.arm(fault);
            stage.capture(b"another capture")
        },
        judge: None,
    },
    scenario!("adopt a capture", |stage, fault| open(stage, fault, |_, vault| {
        let waiting = vault.inbox()?.waiting;
        waiting.iter().try_for_each(|row| vault.adopt_inbox(&row.file, 2, false).map(drop))
    })),
    scenario!("save a copy", |stage, fault| open(stage, fault, |stage, vault| {
        let to = PathBuf::from("/home/card.png");
        vault.save_copy(1, 1, &to, "for the adviser", &mut go)?;
        stage.known.outside.push(to);
        Ok(())
    })),
    scenario!("hand over a bundle", |stage, fault| open(stage, fault, hand_over)),
    scenario!("make a seal", |stage, fault| open(stage, fault, |_, vault| vault.make_seal().map(drop))),
    Scenario {
        name: "join small segments",
        base: Base::Crowded,
        may_be_found: &[],
        play: |stage, fault| open(stage, fault, |_, vault| vault.compact(4).map(drop)),
        judge: None,
    },
    scenario!("add and remove a key", |stage, fault| open(stage, fault, |stage, vault| {
        let recipient = Identity::generate().to_recipient().to_string();
        let way = vault.add_key(stage.key(), "a colleague", &recipient)?;
        vault.remove_key(stage.key(), &way.file)
    })),
    scenario!("hold and let go", |stage, fault| open(stage, fault, |_, vault| {
        vault.set_hold(2, Some("the GMC asked"))?;
        vault.release_hold(2, "it is over")
    })),
    scenario!("shred a case", |stage, fault| open(stage, fault, |stage, vault| {
        // From here on it may be gone, or be there whole.
        stage.known.cases.retain(|name| name != "Matter 2");
        stage.known.contacts.retain(|(case, _), _| *case != 2);
        vault.shred(2, "Matter 2", "kept long enough", &mut go)?;
        assert!(vault.cases()?.iter().all(|case| case.case != 2), "a shredded case is not listed");
        Ok(())
    })),
    scenario!("back up", |stage, fault| open(stage, fault, back_up)),
    scenario!("back up again", |stage, fault| {
        let vault = stage.unlock(Access::Change)?;
        back_up(stage, &vault)?;
        stage.add_item(&vault, 2, "later.png", b"added after the first copy")?;
        stage.world.arm(fault);
        back_up(stage, &vault)
    }),
    scenario!("restore", |stage, fault| {
        let vault = stage.unlock(Access::Change)?;
        back_up(stage, &vault)?;
        vault.lock()?;
        stage.world.arm(fault);
        let to = PathBuf::from("/home/Restored.casekeep");
        let installation = Installation { state: PathBuf::from("/restored"), ..stage.installation() };
        whole(restore_vault(&copy_folder(), &to, installation, &mut go)?)?;
        stage.known.copies.push(to);
        Ok(())
    }),
    scenario!("lock the vault", |stage, fault| {
        let vault = stage.unlock(Access::Change)?;
        stage.log(&vault, 1, "Just before locking.")?;
        stage.world.arm(fault);
        vault.lock()
    }),
];

/// Opens the vault, arms the fault, and does something; dropping the vault is part of it.
fn open(
    stage: &mut Stage,
    fault: Option<Fault>,
    act: impl FnOnce(&mut Stage, &UnlockedVault) -> Result<()>,
) -> Result<()> {
    let vault = stage.unlock(Access::Change)?;
    stage.world.arm(fault);
    act(stage, &vault)
}

fn create(stage: &mut Stage, fault: Option<Fault>) -> Result<()> {
    stage.world.arm(fault);
    let vault = create_vault(&folder(), stage.installation(), &secret(PASSPHRASE))?.vault;
    // What is judged needs two cases; they are a part of making a vault as a person does it.
    stage.add_case(&vault, "Matter 1")?;
    stage.add_case(&vault, "Matter 2").map(drop)
}

/// A vault whose making was cut short: it opens and can be used, or says plainly that it is none or half of one.
pub fn judge_half_made(stage: &mut Stage) -> std::result::Result<(), String> {
    let vault = match stage.unlock(Access::Change) {
        Err(VaultError::NotAVault(_) | VaultError::HalfAVault { .. }) if stage.known.cases.is_empty() => return Ok(()),
        Err(error) => return Err(format!("does not unlock: {error:?}")),
        Ok(vault) => vault,
    };
    let told = |error: VaultError| format!("cannot be used: {error:?}");
    let names: Vec<String> = vault.cases().map_err(told)?.into_iter().map(|case| case.name).collect();
    for name in ["Matter 1", "Matter 2"] {
        if names.iter().all(|there| there != name) {
            vault.add_case(name).map_err(told)?;
        }
    }
    drop(vault);
    stage.judge(&[])
}

fn unlock(stage: &mut Stage, fault: Option<Fault>, access: Access) -> Result<()> {
    stage.world.arm(fault);
    stage.unlock(access).map(drop)
}

/// Adds files together: a few are made durable one by one, many by a barrier.
fn add_files(stage: &mut Stage, vault: &UnlockedVault, count: u32) -> Result<()> {
    let outside = tempfile::tempdir().expect("a folder for the person's own files");
    let paths: Vec<PathBuf> = (0..count).map(|n| outside.path().join(format!("photo-{n}.jpg"))).collect();
    for path in &paths {
        std::fs::write(path, path.display().to_string()).expect("a file of the person's own");
    }
    let mut failed = None;
    let mut each = |path: &Path, result: Result<casekeep_model::view::ItemReceipt>| match result {
        Ok(receipt) => drop(stage.known.items.insert((1, receipt.item), path.display().to_string().into_bytes())),
        Err(error) => failed = Some(error),
    };
    vault.add_files(1, &paths, &ItemFacts::default(), false, &mut each, &mut go)?;
    failed.map_or(Ok(()), Err)
}

fn enter(stage: &mut Stage, vault: &UnlockedVault) -> Result<()> {
    let number = stage.enter(vault, 1, "Person A")?;
    let changes = Patch::default().with("display", "The person with the van");
    // Until it is reported as saved, either may stand.
    let before = stage.known.people.remove(&(1, number));
    let amended = vault.amend_entry(1, Register::Person, number, &changes, "seen again");
    if amended.is_ok() {
        stage.known.people.insert((1, number), "The person with the van".to_owned());
    } else if let Ok(there) = display(vault, 1, number) {
        assert!(there == "The person with the van" || Some(there) == before, "a third name");
    }
    amended?;
    vault.amend_details(2, &Patch::default().with("police_incident", "1234"), "")
}

fn amend(stage: &mut Stage, vault: &UnlockedVault) -> Result<()> {
    let what = "He waited at the back door.".to_owned();
    let changes = Patch::default().with("what", &what);
    // Until it is reported as saved, either text may stand.
    let before = stage.known.contacts.remove(&(1, 1));
    let amended = vault.amend_contact(1, 1, &changes, "I looked at the plan");
    if amended.is_ok() {
        stage.known.contacts.insert((1, 1), what);
    } else if let Ok(there) = vault.contact(1, 1) {
        assert!(there.contact.what == what || Some(there.contact.what) == before, "a third text");
    }
    amended?;
    let changes = ItemChanges { description: Some("A card with a heart.".to_owned()), ..ItemChanges::default() };
    vault.amend_item(1, 1, &changes, "seen again")
}

/// What changes keys.
pub const KEYS: &[Scenario] = &[
    Scenario { name: "create", base: Base::Nothing, may_be_found: &[], play: create, judge: None },
    scenario!("change the passphrase", |stage, fault| {
        stage.known.passphrases = vec![PASSPHRASE.to_owned(), "a lamp in a quiet harbour".to_owned()];
        open(stage, fault, |stage, vault| {
            vault.change_passphrase(stage.key(), &secret("a lamp in a quiet harbour"))?;
            stage.known.passphrases.remove(0);
            Ok(())
        })
    }),
    Scenario {
        name: "new recovery words",
        base: Base::Furnished,
        // The words that nobody saw open nothing that a person has: the unlock says so.
        may_be_found: &[Class::KeyfileChanged, Class::KeyfileMissing, Class::KeyfileUnknown],
        play: |stage, fault| {
            open(stage, fault, |stage, vault| {
                stage.known.words = Some(vault.new_recovery_words(stage.key())?.join(" "));
                Ok(())
            })
        },
        judge: None,
    },
];

fn copy_folder() -> PathBuf {
    PathBuf::from("/home/copy")
}

/// A copy of which the report names a problem is not reported as made.
fn whole(report: BackupReport) -> Result<BackupReport> {
    match report.problems.first() {
        Some(problem) => Err(problem.clone().into()),
        None => Ok(report),
    }
}

fn back_up(stage: &mut Stage, vault: &UnlockedVault) -> Result<()> {
    let report = whole(vault.back_up(&copy_folder(), &mut go)?)?;
    let copy = PathBuf::from(report.folder);
    if !stage.known.copies.contains(&copy) {
        stage.known.copies.push(copy);
    }
    Ok(())
}

fn hand_over(stage: &mut Stage, vault: &UnlockedVault) -> Result<()> {
    let to = PathBuf::from("/home/bundle.tar.age");
    let disclosed = Disclosed { recipients: vec!["passphrase".to_owned()], ..Disclosed::default() };
    vault.disclose_to_file::<(), VaultError>(1, &Selection::default(), &disclosed, &to, |source, out| {
        let written = out.write_all(source.log().vault.as_str().as_bytes());
        written.map_err(|source| VaultError::Io { doing: "writing", path: to.clone(), source })?;
        Ok(((), "0".repeat(64), Held::default()))
    })?;
    stage.known.outside.push(to);
    Ok(())
}
