//! What to do about each class of finding, in words for a person who is not technical: what it means, what is safe, what
//! to do next, and whom to ask.

use casekeep_model::{Class, Finding};

/// What is said of a pin that is damaged.
pub(crate) const DAMAGED_PIN: &str =
    "What this computer noted about the vault is damaged (pin.json); it is written anew at the next change.";
/// What is said of a memory that cannot be read.
pub(crate) const UNREADABLE_MEMORY: &str =
    "What this computer remembers of the vault cannot be read, so an older copy would not be noticed.";

/// Makes a finding with the step that its class calls for.
pub(crate) fn finding(class: Class, what: impl Into<String>) -> Finding {
    Finding::new(class, what, step(class))
}

/// Makes a note: a leftover or a remark that makes nothing wrong.
pub(crate) fn note(class: Class, what: impl Into<String>) -> Finding {
    finding(class, what).as_note()
}

fn step(class: Class) -> &'static str {
    match class {
        Class::VaultJsonChanged | Class::VaultJsonMissing => {
            "Nothing you keep is affected: this file is only a label, and Casekeep writes it anew at the next change. If you did not do this, find out who else can write to the folder."
        }
        Class::FormatNewer => {
            "Nothing was changed. Install the newest Casekeep on this computer, then open the vault again."
        }
        Class::KeyfileOtherVault => {
            "Nothing was changed, and nothing was opened with it. Put the keys folder back from a backup of this vault."
        }
        Class::KeyfileChanged => {
            "If you changed the passphrase on another computer, this is expected. If not, your entries are safe while the other way in still works: try the twelve words, and put the keys folder back from a backup."
        }
        Class::KeyfileMissing => {
            "Your entries are safe while you can still open the vault another way. Put the file back from a backup before you lock it."
        }
        Class::KeyfileUnknown => {
            "It was not used and opens nothing here. If you did not put it there, find out who can write to this folder, and keep a copy of it as it is now."
        }
        Class::KeyfileCost => {
            "It was not opened, because it would have taken all memory of this computer. Put the keys folder back from a backup."
        }
        Class::EpochRolledBack => {
            "These are keys from before you changed them all. Keep this folder as it is, and open your newest copy of the vault instead."
        }
        Class::CaseKeyWrong => {
            "Nothing is written to this case, and its files are untouched. Put the file key.age of this folder back from a backup, then check again."
        }
        Class::CaseUnknown => {
            "It was not opened and harms nothing. It may come from another vault, or somebody put it there. Keep it until you know where it is from."
        }
        Class::CaseMissing => {
            "The other cases are not affected. Look whether the folder was moved, and put it back from a backup."
        }
        Class::RolledBack => {
            "If you put back a backup, say so once (“acknowledge restored”), and it is recorded. If not, change nothing here: keep this folder as it is, and look for the newer one, on another computer or a backup disk."
        }
        Class::Fork => {
            "Nothing is lost: both versions are kept and shown. This happens when two computers go on from one copy. If you use only one, ask who had a copy of the vault."
        }
        Class::SegmentMissing => {
            "Every other record can still be read. Put the missing file back from a backup; a copy on another computer will do as well."
        }
        Class::SegmentChanged => {
            "Every other record can still be read. The file was damaged or replaced: put it back from a backup, then check the disk itself."
        }
        Class::RecordMisplaced | Class::RecordBad | Class::SignatureBad => {
            "Casekeep did not write this with your key, and does not use it. Everything else stands. Keep this folder as it is, compare it with a backup, and find out who can write to it."
        }
        Class::SignedAfterCutoff => {
            "It was written with keys that you had replaced: by a computer that did not know yet, or by somebody who has the old ones. It is kept apart; compare it with what you remember writing."
        }
        Class::ObjectChanged => {
            "The entry and all others can still be read. Put the file back from a backup (its name says which one is right), then check the disk itself."
        }
        Class::ObjectMissing => {
            "The entry and all others can still be read. Put the file back from a backup, under the same name and in the same folder."
        }
        Class::ObjectUnknown => "Nothing needs it and it does no harm: it is left from work that was cut short.",
        Class::InboxMissing => {
            "It was added here while the vault was locked, and somebody or something changed or removed it before it was opened. Write down now what it showed, as well as you remember, and save it again if you can."
        }
        Class::InboxUnknown => {
            "It is kept apart and was not opened. Find out where it could come from before you put it into a case; the case then says for ever that its origin is not known."
        }
        Class::ShreddedReturned => {
            "You had this case destroyed, and a copy of its folder is back, from a backup or another computer. If it was meant to be gone, delete the folder that is named here and the copy it came from."
        }
        Class::MemoryUnreadable => {
            "The vault itself is not affected. Compare the fingerprint words with your recovery sheet, and look whether your newest entries are there: until the next change Casekeep cannot tell whether this is your newest copy."
        }
        Class::NameUnknown => {
            "It was not opened, and nothing you keep depends on it. If you did not put it there, find out who can write to this folder."
        }
        Class::NotOnThisDisk => {
            "The file is kept by a cloud service and not on this disk. Let the service download the whole folder, then check again."
        }
        Class::IndexStale => "The log is what counts, and it is in order. Rebuild the index.",
        Class::Unreadable => {
            "Nothing is said about what is in it. Look whether you may read the folder and whether the disk is connected, then check again. If the disk is failing, copy the vault to another one first."
        }
        _ => {
            "Do not rely on what is named here. Ask the sender for the bundle again, and compare the fingerprint by phone."
        }
    }
}

/// Returns a size in words: `840 bytes`, `48.2 kB`, `5.0 GB`.
pub(crate) fn size(bytes: u64) -> String {
    const UNITS: [(u64, &str); 3] = [(1_000_000_000, "GB"), (1_000_000, "MB"), (1_000, "kB")];
    match UNITS.iter().find(|(unit, _)| bytes >= *unit) {
        Some((unit, name)) => {
            let tenths = u128::from(bytes) * 10 / u128::from(*unit);
            format!("{}.{} {name}", tenths / 10, tenths % 10)
        }
        None => format!("{bytes} bytes"),
    }
}
