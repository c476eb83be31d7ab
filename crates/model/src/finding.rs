//! What a check found, by class; `docs/format.md` section 8 lists when each class occurs.

use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident = $code:literal),* $(,)?) => {
        /// The class of a finding: what kind of thing is wrong.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[non_exhaustive]
        pub enum Class { $($(#[$doc])* #[serde(rename = $code)] $name),* }

        impl Class {
            /// Every class, in the order of the format's list.
            pub const ALL: &[Class] = &[$(Class::$name),*];

            /// Returns the class as it is written in reports and vectors.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self { $(Class::$name => $code),* }
            }
        }
    };
}

classes! {
    /// `vault.json` differs from what the keys say.
    VaultJsonChanged = "VAULT_JSON_CHANGED",
    /// `vault.json` is not there.
    VaultJsonMissing = "VAULT_JSON_MISSING",
    /// The format is newer than this program.
    FormatNewer = "FORMAT_NEWER",
    /// A key file belongs to another vault.
    KeyfileOtherVault = "KEYFILE_OTHER_VAULT",
    /// A key file differs from the one the log names.
    KeyfileChanged = "KEYFILE_CHANGED",
    /// A key file that the log names is not there.
    KeyfileMissing = "KEYFILE_MISSING",
    /// A key file that the log does not name.
    KeyfileUnknown = "KEYFILE_UNKNOWN",
    /// A key file asks for more work than is safe.
    KeyfileCost = "KEYFILE_COST",
    /// The key epoch is older than one seen before.
    EpochRolledBack = "EPOCH_ROLLED_BACK",
    /// A case key is not the key that the case's log names.
    CaseKeyWrong = "CASE_KEY_WRONG",
    /// A folder among the cases that the vault's log does not name.
    CaseUnknown = "CASE_UNKNOWN",
    /// A case that the vault's log names is not there.
    CaseMissing = "CASE_MISSING",
    /// A log is shorter than one seen before.
    RolledBack = "ROLLED_BACK",
    /// Two different records or trees for one position.
    Fork = "FORK",
    /// A run of records is not there.
    SegmentMissing = "SEGMENT_MISSING",
    /// A segment cannot be opened or its bytes differ from its name.
    SegmentChanged = "SEGMENT_CHANGED",
    /// A record stands in the wrong log or at the wrong place.
    RecordMisplaced = "RECORD_MISPLACED",
    /// A record is not in the one form that the format allows, or a hash in it is wrong.
    RecordBad = "RECORD_BAD",
    /// A signature is missing, wrong, or by another key.
    SignatureBad = "SIGNATURE_BAD",
    /// A record signed with an old key after the keys were changed.
    SignedAfterCutoff = "SIGNED_AFTER_CUTOFF",
    /// The bytes of an object differ from what the log says.
    ObjectChanged = "OBJECT_CHANGED",
    /// An object that the log names is not there.
    ObjectMissing = "OBJECT_MISSING",
    /// An object that no record names.
    ObjectUnknown = "OBJECT_UNKNOWN",
    /// A capture made on this computer while locked is not there.
    InboxMissing = "INBOX_MISSING",
    /// A file in the inbox that this computer did not put there.
    InboxUnknown = "INBOX_UNKNOWN",
    /// A shredded case is back.
    ShreddedReturned = "SHREDDED_RETURNED",
    /// The memory of what was last seen cannot be read.
    MemoryUnreadable = "MEMORY_UNREADABLE",
    /// A name that fits no pattern of the format.
    NameUnknown = "NAME_UNKNOWN",
    /// A file is only in a cloud service, not on this disk.
    NotOnThisDisk = "NOT_ON_THIS_DISK",
    /// The index differs from the log.
    IndexStale = "INDEX_STALE",
    /// A bundle has a file that no manifest names.
    BundleExtra = "BUNDLE_EXTRA",
    /// A file that a bundle's manifest names is not there.
    BundleMissing = "BUNDLE_MISSING",
    /// A file in a bundle differs from its manifest or its record.
    BundleChanged = "BUNDLE_CHANGED",
    /// A bundle is signed by another key than the one compared.
    BundleSigner = "BUNDLE_SIGNER",
    /// The keys inside a bundle do not belong together.
    BundleKeyMismatch = "BUNDLE_KEY_MISMATCH",
    /// A bundle's archive has entries it may not have, or is cut short.
    BundleTar = "BUNDLE_TAR",
    /// A bundle's accounting does not cover its log.
    AccountingGap = "ACCOUNTING_GAP",
    /// A proof does not lead to the signed root.
    ProofBad = "PROOF_BAD",
    /// A file in the vault could not be read because the system refused.
    Unreadable = "UNREADABLE",
}

/// How much a finding matters; the greatest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something that was kept is gone, was altered, or cannot be relied on.
    Problem,
    /// Nothing that was kept is lost, but somebody should look at it.
    Warning,
    /// A leftover or a remark; everything is in order.
    Note,
}

impl Severity {
    /// Returns it as a word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Problem => "problem",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

impl Class {
    /// Returns how much a finding of this class matters when it is not a mere note.
    #[must_use]
    pub fn severity(self) -> Severity {
        match self {
            Self::FormatNewer
            | Self::KeyfileOtherVault
            | Self::KeyfileChanged
            | Self::KeyfileMissing
            | Self::KeyfileCost
            | Self::EpochRolledBack
            | Self::CaseKeyWrong
            | Self::CaseMissing
            | Self::RolledBack
            | Self::Fork
            | Self::SegmentMissing
            | Self::SegmentChanged
            | Self::RecordMisplaced
            | Self::RecordBad
            | Self::SignatureBad
            | Self::SignedAfterCutoff
            | Self::ObjectChanged
            | Self::ObjectMissing
            | Self::InboxMissing
            | Self::Unreadable
            | Self::BundleExtra
            | Self::BundleMissing
            | Self::BundleChanged
            | Self::BundleSigner
            | Self::BundleKeyMismatch
            | Self::BundleTar
            | Self::AccountingGap
            | Self::ProofBad => Severity::Problem,
            Self::VaultJsonChanged
            | Self::VaultJsonMissing
            | Self::KeyfileUnknown
            | Self::CaseUnknown
            | Self::InboxUnknown
            | Self::ShreddedReturned
            | Self::MemoryUnreadable
            | Self::NameUnknown
            | Self::NotOnThisDisk => Severity::Warning,
            Self::ObjectUnknown | Self::IndexStale => Severity::Note,
        }
    }
}

/// One thing that a check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Finding {
    /// The class, from the format's list.
    pub class: Class,
    /// How much it matters.
    pub severity: Severity,
    /// What it is about, in words a person understands.
    pub what: String,
    /// What to do next.
    pub step: String,
}

impl Finding {
    /// Makes a finding that matters as much as its class does.
    #[must_use]
    pub fn new(class: Class, what: impl Into<String>, step: impl Into<String>) -> Self {
        Self { class, severity: class.severity(), what: what.into(), step: step.into() }
    }

    /// Returns the same as a note: a leftover or a remark that makes nothing wrong.
    #[must_use]
    pub fn as_note(self) -> Self {
        Self { severity: Severity::Note, ..self }
    }
}

/// What a whole check found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Report {
    /// True when there is no problem.
    pub ok: bool,
    /// How many of each kind of thing were looked at.
    pub checked: Checked,
    /// What is wrong, what matters most first.
    pub problems: Vec<Finding>,
    /// Leftovers and remarks; they do not make `ok` false.
    pub notes: Vec<Finding>,
}

impl Report {
    /// Puts what matters most first, each thing once, and says whether there is a problem.
    pub fn settle(&mut self) {
        settle_findings(&mut self.problems);
        self.ok = self.problems.is_empty();
    }
}

/// Puts what matters most first, and each thing once.
pub fn settle_findings(findings: &mut Vec<Finding>) {
    let mut seen = BTreeSet::new();
    findings.retain(|finding| seen.insert((finding.class, finding.what.clone())));
    findings.sort_by_key(|finding| (finding.severity, finding.class));
}

/// How many of each kind of thing a check looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Checked {
    /// Boxes: the vault's own, the cases.
    pub boxes: u32,
    /// Records in their logs.
    pub records: u32,
    /// Sealed objects (in a bundle: payload files).
    pub objects: u32,
    /// Bytes hashed: of plaintext, or of sealed files where there was no key.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub bytes: u64,
}
