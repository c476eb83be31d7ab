//! A whole bundle: the archive as it is and with its headers' checksums put right, or the sealed file.

use crate::keys;
use casekeep_bundle::archive::{ArchiveReader, Kind};
use casekeep_bundle::bag::sha256;
use casekeep_bundle::{OpenWith, Signer, verify_bundle};
use casekeep_model::{Secret, Sha256Digest};
use std::collections::BTreeMap;
use std::io::Read;
use std::sync::LazyLock;

const BLOCK: usize = 512;
/// Where a header holds its checksum.
const CHECKSUM: std::ops::Range<usize> = 148..156;

type Files = BTreeMap<String, Sha256Digest>;

/// The one bundle that the vault's key signed.
static SIGNED: LazyLock<Files> =
    LazyLock::new(|| read(include_bytes!("../seeds/bundle/archive.tar")).expect("the seed is whole"));
static SECRET: LazyLock<Secret> = LazyLock::new(|| Secret::new(keys::secret_line().to_owned()));

/// Checks that only the signed files pass, and that the `tar` crate reads every whole archive as we do.
///
/// # Panics
/// When that does not hold.
pub fn check(data: &[u8]) {
    if data.starts_with(b"age-encryption.org/v1\n") {
        let _ = verify_bundle(data, OpenWith::IdentityFile(&SECRET), None);
        return;
    }
    check_archive(data);
    if let Some(mended) = mend(data) {
        check_archive(&mended);
    }
}

fn check_archive(bytes: &[u8]) {
    let fingerprint = keys::VERIFYING.ssh_fingerprint();
    let Ok(report) = verify_bundle(bytes, OpenWith::Nothing, Some(&fingerprint)) else { return };
    let files = read(bytes);
    if report.report.ok && report.signer == Signer::Matched {
        assert_eq!(files.as_ref(), Some(&*SIGNED), "other files pass than those that were signed");
    }
    if let Some(files) = files {
        assert_eq!(read_by_tar(bytes), Some(files), "the tar crate reads other files");
    }
}

/// Returns the files of an archive that is whole and has nothing but files; of two with one path, neither.
fn read(bytes: &[u8]) -> Option<Files> {
    let mut reader = ArchiveReader::new(bytes);
    let mut files = Files::new();
    while let Some(entry) = reader.next_entry().ok()? {
        let mut content = Vec::new();
        let mut buffer = [0; 4096];
        loop {
            match reader.data(&mut buffer).ok()? {
                0 => break,
                got => content.extend_from_slice(&buffer[..got]),
            }
        }
        if entry.kind != Kind::File || files.insert(entry.path, sha256(&content)).is_some() {
            return None;
        }
    }
    Some(files)
}

fn read_by_tar(bytes: &[u8]) -> Option<Files> {
    let mut files = Files::new();
    for entry in tar::Archive::new(bytes).entries().ok()? {
        let mut entry = entry.ok()?;
        let path = String::from_utf8(entry.path_bytes().into_owned()).ok()?;
        let mut content = Vec::new();
        entry.read_to_end(&mut content).ok()?;
        files.insert(path, sha256(&content));
    }
    Some(files)
}

/// Puts the checksum of every header right, as far as the sizes lead from one to the next.
fn mend(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut mended = bytes.to_vec();
    let mut at = 0;
    while let Some(header) = mended.get_mut(at..at + BLOCK).filter(|header| header.iter().any(|b| *b != 0)) {
        header[CHECKSUM].fill(b' ');
        let sum: u32 = header.iter().map(|b| u32::from(*b)).sum();
        header[CHECKSUM].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        let size = std::str::from_utf8(&header[124..135]).ok().and_then(|text| usize::from_str_radix(text, 8).ok());
        at = at.checked_add(BLOCK)?.checked_add(size.unwrap_or_default().next_multiple_of(BLOCK))?;
    }
    (mended != bytes).then_some(mended)
}
