//! Checking a bundle with no vault: one pass, nothing written anywhere, stopping at nothing that is found.
//!
//! The order is that of `docs/format.md` section 9: the archive's entries, the signature and whose it is, the two
//! manifests, the records, their place in the signed logs, the accounting, and that the originals are the recorded bytes.
//! Without a fingerprint from outside the result is "not compared", never a bare "right".

mod findings;
mod intake;
mod lineage;
mod manifests;
mod originals;
mod proofs;
mod records;
mod seals;
mod signer;

use crate::envelope::{self, OpenWith, Opened};
use crate::error::BundleError;
use crate::supplement::FollowedBundle;
use casekeep_format::VerifyingKey;
use findings::Findings;
use intake::Intake;
use serde::Serialize;
use std::io::Read;

use casekeep_model::{Checked, Report, VaultId};
pub use seals::SealShown;
pub use signer::Signer;

/// What a check of a bundle found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BundleReport {
    /// The findings, as for a vault.
    pub report: Report,
    /// Whether the key that signed is the one that was expected.
    pub signer: Signer,
    /// The fingerprint of the key that signed, `SHA256:…`; `None` when no signature holds.
    pub fingerprint: Option<String>,
    /// The same as twelve words.
    pub fingerprint_words: Vec<String>,
    /// The fingerprints of the keys that the vault had before, oldest first; empty when its keys were never changed.
    pub earlier_fingerprints: Vec<String>,
    /// The vault that the key is of.
    pub vault: Option<VaultId>,
    /// The folder in the archive.
    pub folder: Option<String>,
    /// How many records are disclosed, whole or in part.
    pub disclosed: u32,
    /// How many records are withheld.
    pub withheld: u32,
    /// The earlier bundles that it follows and does not repeat, oldest first; empty for one that stands alone.
    pub follows: Vec<FollowedBundle>,
    /// The seals that the case's log goes on from, oldest first.
    pub seals: Vec<SealShown>,
}

/// Checks a bundle, sealed or already opened.
///
/// `fingerprint` is what the reader was given by another way: `SHA256:…` or twelve words.
///
/// # Errors
/// Only when the bundle cannot be looked into: no or a wrong secret, not a bundle, a disk that cannot be read, a
/// fingerprint that is none. Everything that is wrong with the bundle itself is a finding.
pub fn verify_bundle(
    sealed: impl Read,
    with: OpenWith<'_>,
    fingerprint: Option<&str>,
) -> Result<BundleReport, BundleError> {
    let expected = fingerprint.map(signer::Fingerprint::parse).transpose()?;
    let mut found = Findings::default();
    let (opened, refused) = envelope::open(sealed, with)?;
    let intake = match opened {
        Opened::Plain(input) => Intake::read(input, &mut found),
        Opened::Sealed(input) => Intake::read(input, &mut found),
        Opened::Damaged(what) => Intake::damaged(what, &mut found),
    };
    match refused.take() {
        Some(error) => Err(BundleError::Read(error)),
        None => Ok(check(&intake, expected.as_ref(), found)),
    }
}

fn check(intake: &Intake, expected: Option<&signer::Fingerprint>, mut found: Findings) -> BundleReport {
    let signed = signer::check(intake, &mut found);
    let lineage = lineage::read(intake, signed.key.as_ref(), &mut found);
    let lineage = lineage.as_ref();
    let earlier = lineage.map(|lineage| lineage.earlier.as_slice()).unwrap_or_default();
    let signer = signer::compare(&signed, earlier, expected, &mut found);
    manifests::check(intake, &mut found);
    let follows = manifests::read_follows(intake, &mut found);
    let records = records::read(intake, &mut found);
    let logs = proofs::read_logs(intake, lineage, &mut found);
    proofs::check_places(intake, &records, &logs, &mut found);
    let accounts = proofs::check_accounting(intake, &records, &logs, &mut found);
    proofs::check_given(&accounts, follows.as_deref(), &mut found);
    originals::check(intake, &records, &mut found);
    let seals = seals::check(intake, lineage, &logs, &mut found);
    let checked = Checked {
        boxes: u32::from(!logs.is_empty()),
        records: u32::try_from(records.all.len()).unwrap_or(u32::MAX),
        objects: u32::try_from(intake.files.keys().filter(|path| path.starts_with("data/")).count())
            .unwrap_or(u32::MAX),
        bytes: intake.files.values().map(|file| file.size).sum(),
    };
    let key = signed.key.filter(|_| signed.holds);
    BundleReport {
        signer,
        fingerprint: key.map(|key| key.ssh_fingerprint()),
        fingerprint_words: key.map(|key| key.fingerprint_words()).unwrap_or_default(),
        earlier_fingerprints: earlier.iter().filter(|_| signed.holds).map(VerifyingKey::ssh_fingerprint).collect(),
        vault: lineage.filter(|_| signed.holds).map(|lineage| lineage.vault.clone()),
        folder: intake.folder.clone(),
        disclosed: checked.records,
        withheld: accounts.withheld,
        follows: follows.unwrap_or_default(),
        seals,
        report: found.into_report(checked),
    }
}
