//! What a stranger makes of a bundle: its files changed, then packed again, with or without new lists and signature.

use casekeep_bundle::archive::{ArchiveReader, ArchiveWriter};
use casekeep_bundle::{bag, layout};
use casekeep_format::{SigningKey, sshsig};
use std::collections::BTreeMap;

/// The files of a bag.
#[derive(Clone)]
pub struct Tampered {
    pub folder: String,
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Tampered {
    pub fn open(archive: &[u8]) -> Self {
        let mut reader = ArchiveReader::new(archive);
        let (mut folder, mut files) = (String::new(), BTreeMap::new());
        while let Some(entry) = reader.next_entry().expect("a good archive") {
            let (top, path) = entry.path.split_once('/').expect("a folder");
            folder = top.to_owned();
            let mut bytes = vec![0; entry.size as usize];
            let mut filled = 0;
            while filled < bytes.len() {
                filled += reader.data(&mut bytes[filled..]).expect("whole");
            }
            files.insert(path.to_owned(), bytes);
        }
        Self { folder, files }
    }

    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.files[path].clone()).expect("text")
    }

    pub fn put(&mut self, path: &str, bytes: impl Into<Vec<u8>>) -> &mut Self {
        self.files.insert(path.to_owned(), bytes.into());
        self
    }

    /// Replaces text that must be there.
    pub fn replace(&mut self, path: &str, from: &str, to: &str) -> &mut Self {
        let text = self.text(path);
        assert!(text.contains(from), "{path} has no {from}");
        self.put(path, text.replacen(from, to, 1))
    }

    /// Makes the lists anew and signs them with this key.
    pub fn sign(&mut self, key: &SigningKey) -> &mut Self {
        let payload: Vec<_> = self.files.iter().filter(|(path, _)| path.starts_with("data/")).collect();
        let bytes: usize = payload.iter().map(|(_, bytes)| bytes.len()).sum();
        let oxum = format!("Payload-Oxum: {bytes}.{}\n", payload.len());
        let list = payload.iter().map(|(path, bytes)| ((*path).clone(), bag::sha256(bytes))).collect();
        self.put(layout::MANIFEST, bag::write_manifest(&list));
        let info: String = self
            .text(layout::BAG_INFO)
            .lines()
            .filter(|l| !l.starts_with("Payload-Oxum"))
            .map(|l| format!("{l}\n"))
            .collect();
        self.put(layout::BAG_INFO, info + &oxum);
        let unlisted = [layout::TAG_MANIFEST, layout::SIGNATURE];
        let tags = self.files.iter().filter(|(path, _)| !path.contains('/') && !unlisted.contains(&path.as_str()));
        let list = tags.map(|(path, bytes)| (path.clone(), bag::sha256(bytes))).collect();
        let tagmanifest = bag::write_manifest(&list);
        self.put(layout::SIGNATURE, sshsig::sign(key, tagmanifest.as_bytes()));
        self.put(layout::TAG_MANIFEST, tagmanifest)
    }

    /// Names another key as the signer.
    pub fn claim(&mut self, key: &SigningKey) -> &mut Self {
        let line = format!("{} {}\n", layout::PRINCIPAL, key.verifying_key().ssh_public_line(""));
        self.put(layout::ALLOWED_SIGNERS, line)
    }

    pub fn archive(&self) -> Vec<u8> {
        let mut writer = ArchiveWriter::new(Vec::new(), 0);
        for (path, bytes) in &self.files {
            writer.add(&format!("{}/{path}", self.folder), bytes).expect("in memory");
        }
        writer.finish().expect("in memory")
    }
}
