//! What to do about each class of finding, in words for a person who is not technical.

use casekeep_model::{Class, Finding};

/// Makes a finding with the step that its class calls for.
pub(crate) fn finding(class: Class, what: impl Into<String>) -> Finding {
    Finding::new(class, what, step(class))
}

fn step(class: Class) -> &'static str {
    match class {
        Class::VaultJsonChanged | Class::VaultJsonMissing => {
            "The keys inside are what counts, and they are right. Ask who else can write to this folder. Casekeep puts the file back at the next change."
        }
        Class::FormatNewer => "Install the newest Casekeep on this computer.",
        Class::KeyfileOtherVault => "Put back the keys folder from a backup of this vault.",
        Class::KeyfileChanged => {
            "If you changed the passphrase on another computer, this is expected. If not, compare with a backup."
        }
        Class::KeyfileMissing => "Put the file back from a backup while you can still open the vault.",
        Class::KeyfileUnknown => {
            "Someone put a key file there. It was not used. Keep a copy of the folder and ask who could write to it."
        }
        Class::KeyfileCost => "Put the key file back from a backup.",
        Class::EpochRolledBack => "Put the newest copy of the vault back.",
        Class::CaseKeyWrong => "Nothing is written to this case. Put its key.age back from a backup.",
        Class::CaseUnknown => "Someone put this folder there, or it comes from another vault. It was not opened.",
        Class::CaseMissing => "Put the folder back from a backup.",
        Class::RolledBack => {
            "If you put back a backup, say so once with “acknowledge restored”. If not, keep this copy and look for the newer one."
        }
        Class::Fork => "Both versions are kept. Two computers may have used one copy; compare them.",
        Class::SegmentMissing | Class::SegmentChanged => {
            "Put the missing file back from a backup. Everything else can still be read."
        }
        Class::RecordMisplaced | Class::RecordBad | Class::SignatureBad => {
            "This was not written by Casekeep with your key. It is not used. Compare with a backup."
        }
        Class::SignedAfterCutoff => "Compare with a backup from before the keys were changed.",
        Class::ObjectChanged | Class::ObjectMissing => {
            "Put the file back from a backup: its name is its hash, so the right one is easy to tell."
        }
        Class::ObjectUnknown => "No entry needs this file. It may be left from a crash; it does no harm.",
        Class::InboxMissing => {
            "Someone or something removed it before it was opened. Write down what it showed, as well as you remember."
        }
        Class::InboxUnknown => {
            "This computer did not put it there. Look at where it could come from before you put it in a case."
        }
        Class::ShreddedReturned => "Remove the folder, and the backup it came from, if it was meant to be gone.",
        Class::MemoryUnreadable => {
            "Compare the fingerprint words with your recovery sheet, and look whether the newest entries are there."
        }
        Class::NameUnknown => "Casekeep did not put this there. It was not opened.",
        Class::NotOnThisDisk => "Let the cloud service download the folder, then check again.",
        Class::IndexStale => "Rebuild the index; the log is what counts.",
        Class::Unreadable => "Check that you may read the folder and that the disk works, then check again.",
        _ => "Ask for the bundle again, and compare the fingerprint by phone.",
    }
}
