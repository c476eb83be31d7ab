//! A bundle's archive around given proof files: lists, hashes and signature are right, whatever the proof says.

use crate::keys;
use casekeep_bundle::archive::ArchiveWriter;
use casekeep_bundle::bag::{Listed, sha256, write_bag_info, write_manifest};
use casekeep_bundle::layout;
use casekeep_format::sshsig;
use std::collections::BTreeMap;

/// The bytes of the one item.
pub const ORIGINAL: &[u8] = b"You cannot ignore me.\n";
const DATE: &str = "2026-11-22";

/// Returns the archive with these proof files, by path, and the original of item 1.
#[must_use]
pub fn archive(proof: BTreeMap<String, &[u8]>) -> Vec<u8> {
    let mut payload = proof;
    payload.insert(layout::original(1, "1", "text/plain"), ORIGINAL);
    let manifest = write_manifest(&hashes(&payload));
    let folder = layout::folder(&keys::VERIFYING.vault_id(), 1);
    let size = payload.values().map(|bytes| bytes.len() as u64).sum();
    let info = write_bag_info(DATE, &folder, size, payload.len());
    let signers = format!("{} {}\n", layout::PRINCIPAL, keys::VERIFYING.ssh_public_line(""));
    let mut tags: BTreeMap<String, &[u8]> = BTreeMap::from([
        (layout::BAGIT.to_owned(), layout::BAGIT_TEXT.as_bytes()),
        (layout::BAG_INFO.to_owned(), info.as_bytes()),
        (layout::HOW_TO.to_owned(), b"Run casekeep verify.\n".as_slice()),
        (layout::ALLOWED_SIGNERS.to_owned(), signers.as_bytes()),
        (layout::MANIFEST.to_owned(), manifest.as_bytes()),
    ]);
    let tag_manifest = write_manifest(&hashes(&tags));
    let signature = sshsig::sign(&keys::SIGNING, tag_manifest.as_bytes());
    tags.insert(layout::TAG_MANIFEST.to_owned(), tag_manifest.as_bytes());
    tags.insert(layout::SIGNATURE.to_owned(), signature.as_bytes());
    let mut archive = ArchiveWriter::new(Vec::new(), 0);
    for (path, bytes) in tags.iter().chain(&payload) {
        archive.add(&format!("{folder}/{path}"), bytes).expect("the paths are short, and memory takes every byte");
    }
    archive.finish().expect("memory takes every byte")
}

fn hashes(files: &BTreeMap<String, &[u8]>) -> Listed {
    files.iter().map(|(path, bytes)| (path.clone(), sha256(bytes))).collect()
}
