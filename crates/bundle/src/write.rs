//! Writing a bundle: one pass over the case, constant memory however large its items are.
//!
//! The manifests stand before the items in the archive, so the items' hashes come from their records; while an item is
//! copied its bytes are hashed, and a bundle whose bytes are not the recorded ones is never finished. The same source and
//! selection give the same archive, byte for byte; only the envelope differs.

use crate::archive::ArchiveWriter;
use crate::bag::{self, Listed, sha256};
use crate::chronology::{self, Chronology, page, sheet};
use crate::epochs;
use crate::error::BundleError;
use crate::how_to::{self, HowTo};
use crate::layout::{self, *};
use crate::papers::{self, Papers, Said, SealSaid};
use crate::plan::{Plan, TakenItem};
use crate::proof::{Proof, parse_accounting};
use crate::recipients::{self, To};
use crate::seals;
use crate::supplement;
use casekeep_format::{Anchor, BundleSource, Place};
use casekeep_model::Sha256Digest;
use casekeep_model::view::{Progress, Selection};

use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::{self, Read, Write};
use std::ops::ControlFlow;

/// Is told how far the work is; `Break` stops it.
pub type Step<'a> = &'a mut dyn FnMut(&Progress) -> ControlFlow<()>;

/// What a finished bundle holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleOutcome {
    /// How many contacts.
    pub contacts: u32,
    /// How many items.
    pub items: u32,
    /// How many records of the log are withheld whole.
    pub withheld: u32,
    /// How many files.
    pub files: u32,
    /// The records that it holds, whole or in part.
    pub places: BTreeSet<Place>,
    /// The one folder in it.
    pub folder: String,
    /// SHA-256 of `tagmanifest-sha256.txt`, which fixes every byte of the bag.
    pub tagmanifest_sha256: Sha256Digest,
}

/// Writes a sealed bundle of what is selected, with papers where somebody sets them.
///
/// # Errors
/// [`BundleError`]; whatever was written to `out` by then is not a bundle.
pub fn write_bundle(
    source: &dyn BundleSource,
    selection: &Selection,
    to: &To,
    papers: Option<&Papers<'_>>,
    out: impl Write,
    step: Step<'_>,
) -> Result<BundleOutcome, BundleError> {
    let plan = plan_of(source, selection)?;
    let bag = Bag::new(source, &plan, matches!(to, To::Passphrase(_)), papers, step)?;
    let sealed = recipients::seal(to, out)?;
    let sealed = bag.write(source, sealed, step)?;
    sealed.finish().and_then(|mut out| out.flush()).map_err(BundleError::Write)?;
    Ok(bag.outcome(&plan))
}

/// Writes the archive inside a bundle, not sealed: what [`write_bundle`] seals.
///
/// # Errors
/// As [`write_bundle`].
pub fn write_archive(
    source: &dyn BundleSource,
    selection: &Selection,
    papers: Option<&Papers<'_>>,
    out: impl Write,
    step: Step<'_>,
) -> Result<BundleOutcome, BundleError> {
    let plan = plan_of(source, selection)?;
    let bag = Bag::new(source, &plan, false, papers, step)?;
    bag.write(source, out, step)?.flush().map_err(BundleError::Write)?;
    Ok(bag.outcome(&plan))
}

fn plan_of(source: &dyn BundleSource, selection: &Selection) -> Result<Plan, BundleError> {
    let entries = source.log().entries();
    match source.follows() {
        [] => Plan::new(&entries, selection),
        follows => Plan::since(&entries, selection, follows),
    }
}

/// Every file of the bag: the small ones as bytes, in their order in the archive, then the items.
struct Bag<'a> {
    folder: String,
    small: Vec<(String, Vec<u8>)>,
    items: Vec<(String, &'a TakenItem)>,
    withheld: u32,
    tagmanifest: Sha256Digest,
}

impl<'a> Bag<'a> {
    fn new(
        source: &dyn BundleSource,
        plan: &'a Plan,
        passphrase: bool,
        papers: Option<&Papers<'_>>,
        step: Step<'_>,
    ) -> Result<Self, BundleError> {
        let (log, disclosure, made_at) = (source.log(), source.disclosure(), source.made_at());
        let folder = layout::folder(&log.vault, disclosure);
        let follows = source.follows();
        let proof = Proof::new(log, plan, disclosure, follows)?;
        let mut vault_proofs = seals::files(log, source.anchors());
        vault_proofs.extend(epochs::file(source.key_changes()));
        check_size(&proof, &vault_proofs)?;
        let stamped = source.anchors().iter().any(|anchor| !anchor.responses.is_empty());
        let withheld = proof.withheld;
        let chronology = Chronology {
            plan,
            disclosure,
            made_at,
            withheld,
            stamped,
            fingerprint: source.verifying_key().ssh_fingerprint(),
            clock_changes: source.clock_changes(),
            follows,
        };
        let mut payload = match papers {
            Some(papers) => set_papers(source, &chronology, &folder, &proof, papers, step)?,
            None => Vec::new(),
        };
        let has_papers = !payload.is_empty();
        payload.extend([
            (CHRONOLOGY.to_owned(), page::write(&chronology, |item| source.thumbnail(item)).into_bytes()),
            (CHRONOLOGY_CSV.to_owned(), sheet::write(&chronology).into_bytes()),
        ]);
        let reading = payload.len();
        payload.extend(proof_files(proof));
        payload.extend(vault_proofs);
        let items = items_in_order(plan);
        let manifest: Listed = payload
            .iter()
            .map(|(path, bytes)| (path.clone(), sha256(bytes)))
            .chain(items.iter().map(|(path, taken)| (path.clone(), taken.item.file.sha256)))
            .collect();
        let bytes = payload.iter().map(|(_, bytes)| bytes.len() as u64).sum::<u64>()
            + items.iter().map(|(_, taken)| taken.item.file.size).sum::<u64>();
        let date = made_at.to_chrono().format("%Y-%m-%d").to_string();
        let files = manifest.len() + LISTED_TAGS.len() + 2;
        let info =
            bag::write_bag_info(&date, &folder, bytes, manifest.len()) + &supplement::bag_lines(&log.vault, follows);
        let tags = [
            (BAGIT, BAGIT_TEXT.to_owned()),
            (BAG_INFO, info),
            (ALLOWED_SIGNERS, format!("{PRINCIPAL} {}\n", source.verifying_key().ssh_public_line(""))),
            (MANIFEST, bag::write_manifest(&manifest)),
        ];
        let how_to = how_to::write(&HowTo {
            folder: &folder,
            files,
            passphrase,
            stamped,
            rekeyed: source.key_changes().is_some(),
            supplement: &supplement::how_to(&log.vault, follows),
            papers: has_papers,
        });
        let tag_manifest = bag::write_manifest(
            &tags
                .iter()
                .map(|(path, text)| ((*path).to_owned(), sha256(text.as_bytes())))
                .chain([(HOW_TO.to_owned(), sha256(how_to.as_bytes()))])
                .collect(),
        );
        let signature = source.sign(tag_manifest.as_bytes()).map_err(BundleError::Sign)?;
        let tagmanifest = sha256(tag_manifest.as_bytes());
        let mut small = vec![(HOW_TO.to_owned(), how_to.into_bytes())];
        small.extend(payload.drain(..reading));
        small.extend(tags.map(|(path, text)| (path.to_owned(), text.into_bytes())));
        small.push((TAG_MANIFEST.to_owned(), tag_manifest.into_bytes()));
        small.push((SIGNATURE.to_owned(), signature.into_bytes()));
        small.extend(payload);
        Ok(Self { folder, small, items, withheld, tagmanifest })
    }

    fn write<W: Write>(&self, source: &dyn BundleSource, out: W, step: Step<'_>) -> Result<W, BundleError> {
        let mtime = u64::try_from(source.made_at().millis() / 1000).unwrap_or(0);
        let mut archive = ArchiveWriter::new(out, mtime);
        for (path, bytes) in &self.small {
            archive.add(&format!("{}/{path}", self.folder), bytes).map_err(BundleError::Write)?;
        }
        let mut progress =
            Progress { files_done: 0, files: count(self.items.len()), bytes_done: 0, bytes: 0, current: String::new() };
        for (path, taken) in &self.items {
            progress.current = format!("item {}", taken.label);
            (progress.bytes_done, progress.bytes) = (0, taken.item.file.size);
            let reader = source.open_object(&taken.item).map_err(|source| unreadable(taken, source))?;
            copy_item(&mut archive, &format!("{}/{path}", self.folder), taken, reader, &mut progress, step)?;
            progress.files_done += 1;
        }
        archive.finish().map_err(BundleError::Write)
    }

    fn outcome(&self, plan: &Plan) -> BundleOutcome {
        BundleOutcome {
            contacts: count(plan.contacts.len()),
            items: count(plan.items.len()),
            withheld: self.withheld,
            files: count(self.small.len() + self.items.len()),
            places: plan.places.clone(),
            folder: self.folder.clone(),
            tagmanifest_sha256: self.tagmanifest,
        }
    }
}

/// Sets the papers; nobody can stop a paper in the middle, so the person is asked between them.
fn set_papers(
    source: &dyn BundleSource,
    chronology: &Chronology<'_>,
    folder: &str,
    proof: &Proof,
    papers: &Papers<'_>,
    step: Step<'_>,
) -> Result<Vec<(String, Vec<u8>)>, BundleError> {
    // As it stands in the bundle, so that the papers can say nothing else.
    let logs = parse_accounting(proof.accounting.as_bytes()).map_err(BundleError::Log)?;
    let seal = |anchor: &Anchor| SealSaid {
        at: anchor.heads.iter().map(|(record, _)| record.head().at).max(),
        stamps: anchor.responses.len(),
    };
    let seals: Vec<SealSaid> = source.anchors().iter().map(seal).collect();
    let said = Said { chronology, folder, logs: &logs, seals: &seals, initials: papers.initials.as_ref() };
    let files = count(chronology.plan.items.len());
    let current = "the papers".to_owned();
    let progress = Progress { files_done: 0, files, bytes_done: 0, bytes: 0, current };
    papers::files(&said, papers.set, &mut || step(&progress))
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

fn check_size(proof: &Proof, others: &[(String, Vec<u8>)]) -> Result<(), BundleError> {
    let own = [proof.records.len() as u64, proof.inclusion.len() as u64, proof.accounting.len() as u64];
    let sizes: Vec<u64> = own.into_iter().chain(others.iter().map(|(_, bytes)| bytes.len() as u64)).collect();
    let fits = sizes.iter().all(|size| *size <= PROOF_FILE) && sizes.iter().sum::<u64>() <= PROOF_FILES / 2;
    if fits { Ok(()) } else { Err(BundleError::TooLarge) }
}

fn proof_files(proof: Proof) -> Vec<(String, Vec<u8>)> {
    let mut files: Vec<_> =
        (1..).zip(proof.checkpoints).map(|(k, note)| (layout::checkpoint(k), note.into_bytes())).collect();
    files.push((ACCOUNTING.to_owned(), proof.accounting.into_bytes()));
    files.push((INCLUSION.to_owned(), proof.inclusion));
    files.push((RECORDS.to_owned(), proof.records));
    files
}

/// Small items first, so that whoever reads a long bundle soon has most of it.
fn items_in_order(plan: &Plan) -> Vec<(String, &TakenItem)> {
    let mut items: Vec<_> = plan.items.iter().map(|taken| (chronology::file_of(taken), taken)).collect();
    items.sort_by(|a, b| (a.1.item.file.size, &a.0).cmp(&(b.1.item.file.size, &b.0)));
    items
}

fn unreadable(taken: &TakenItem, source: io::Error) -> BundleError {
    BundleError::ItemUnreadable { item: taken.label.clone(), source }
}

/// Copies an item's bytes and checks that they are the recorded ones.
fn copy_item<W: Write>(
    archive: &mut ArchiveWriter<W>,
    path: &str,
    taken: &TakenItem,
    mut reader: Box<dyn Read + '_>,
    progress: &mut Progress,
    step: Step<'_>,
) -> Result<(), BundleError> {
    let facts = taken.item.file;
    let changed = || BundleError::ItemChanged { item: taken.label.clone() };
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 128 << 10];
    archive.begin(path, facts.size).map_err(BundleError::Write)?;
    loop {
        if step(progress).is_break() {
            return Err(BundleError::Cancelled);
        }
        let got = match reader.read(&mut buffer) {
            Ok(0) => break,
            Ok(got) => buffer.get(..got).expect("a reader returns at most what it was given"),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(unreadable(taken, error)),
        };
        progress.bytes_done += got.len() as u64;
        if progress.bytes_done > facts.size {
            return Err(changed());
        }
        hash.update(got);
        archive.data(got).map_err(BundleError::Write)?;
    }
    if progress.bytes_done != facts.size || Sha256Digest(hash.finalize().into()) != facts.sha256 {
        return Err(changed());
    }
    archive.end(facts.size).map_err(BundleError::Write)
}
