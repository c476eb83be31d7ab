//! The vectors of bundles: one good bundle as an archive, and small descriptions of what is done to its files.
//!
//! `tests/vectors/README.md` describes them for other implementations.

use casekeep_bundle::archive::{ArchiveReader, ArchiveWriter};
use casekeep_model::Class;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The good bundle, not sealed.
pub const BASE: &str = "base.tar";
/// The fingerprint of the key that signed it.
pub const FINGERPRINT: &str = "fingerprint.txt";

const BLOCK: usize = 512;

/// Returns the folder of the bundles' vectors in the folder of all vectors.
#[must_use]
pub fn folder(vectors: &Path) -> PathBuf {
    vectors.join("bundles")
}

/// One vector.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BundleVector {
    /// Its name, which is its file's.
    pub name: String,
    /// What was done, in a sentence.
    pub what: String,
    /// What is done to the files, in this order.
    #[serde(default)]
    pub apply: Vec<Change>,
    /// Whether the reader is given the fingerprint of the base's key.
    pub with_fingerprint: bool,
    /// What must be found.
    pub expect: Expected,
}

/// One change; paths are those in the bundle's one folder.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
pub enum Change {
    /// Writes a file, in place of one that may be there.
    Write {
        /// Where.
        path: String,
        /// Its text.
        text: String,
    },
    /// Removes a file.
    Delete {
        /// Which.
        path: String,
    },
    /// Adds an empty entry to the end of the archive.
    Entry {
        /// Its path as written, with the folder.
        path: String,
        /// Its type in the header: `0` a file, `2` a symbolic link, `5` a folder.
        kind: char,
    },
    /// Cuts this many bytes off the end of the archive.
    Cut {
        /// How many.
        bytes: usize,
    },
}

/// What must be found.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expected {
    /// 0 in order, 1 not.
    pub exit: u8,
    /// `matched`, `not compared` or `different`.
    pub signer: String,
    /// The classes of all problems, each once.
    pub classes: Vec<Class>,
    /// The classes of all notes, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Class>,
}

impl BundleVector {
    /// Reads every vector, by name.
    ///
    /// # Panics
    /// When one is not in the form of this module, or does not have its file's name.
    #[must_use]
    pub fn all(folder: &Path) -> Vec<Self> {
        let entries = fs::read_dir(folder).expect("the bundles' vectors");
        let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
        files.retain(|file| file.extension().is_some_and(|end| end == "json"));
        files.sort();
        let read = |file: &PathBuf| {
            let text = fs::read(file).expect("a vector can be read");
            let vector: Self =
                serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            assert!(file.ends_with(format!("{}.json", vector.name)), "{} has another name inside", file.display());
            vector
        };
        files.iter().map(read).collect()
    }

    /// Returns the archive that it makes of the base.
    #[must_use]
    pub fn archive(&self, base: &Bag) -> Vec<u8> {
        let mut bag = base.clone();
        let mut entries = Vec::new();
        let mut cut = 0;
        for change in &self.apply {
            match change {
                Change::Write { path, text } => drop(bag.files.insert(path.clone(), text.clone().into_bytes())),
                Change::Delete { path } => drop(bag.files.remove(path)),
                Change::Entry { path, kind } => entries.extend(header(path, *kind)),
                Change::Cut { bytes } => cut = *bytes,
            }
        }
        let mut archive = bag.archive();
        let end = archive.len() - 2 * BLOCK;
        archive.splice(end..end, entries);
        archive.truncate(archive.len() - cut);
        archive
    }
}

/// A `ustar` header of an empty entry.
fn header(path: &str, kind: char) -> Vec<u8> {
    let mut block = vec![0_u8; BLOCK];
    let mut put = |at: usize, bytes: &[u8]| block[at..at + bytes.len()].copy_from_slice(bytes);
    put(0, path.as_bytes());
    put(100, b"0000644\0");
    put(124, b"00000000000\0");
    put(136, b"00000000000\0");
    put(148, b"        ");
    put(156, kind.to_string().as_bytes());
    put(257, b"ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    block
}

/// The files of a bundle.
#[derive(Debug, Clone)]
pub struct Bag {
    /// Their one folder.
    pub folder: String,
    /// Each by its path in the folder.
    pub files: BTreeMap<String, Vec<u8>>,
}

impl Bag {
    /// Takes a good archive apart.
    ///
    /// # Panics
    /// When it is not good.
    #[must_use]
    pub fn open(archive: &[u8]) -> Self {
        let mut reader = ArchiveReader::new(archive);
        let (mut folder, mut files) = (String::new(), BTreeMap::new());
        while let Some(entry) = reader.next_entry().expect("a good archive") {
            let (top, path) = entry.path.split_once('/').expect("files lie in a folder");
            top.clone_into(&mut folder);
            let mut bytes = vec![0; usize::try_from(entry.size).expect("a small file")];
            let mut filled = 0;
            while filled < bytes.len() {
                filled += reader.data(&mut bytes[filled..]).expect("a whole file");
            }
            files.insert(path.to_owned(), bytes);
        }
        Self { folder, files }
    }

    /// Returns a file's text.
    ///
    /// # Panics
    /// When it is not there, or not text.
    #[must_use]
    pub fn text(&self, path: &str) -> String {
        String::from_utf8(self.files[path].clone()).expect("a text")
    }

    /// Packs the files, by their paths.
    ///
    /// # Panics
    /// Never in practice: it writes to memory.
    #[must_use]
    pub fn archive(&self) -> Vec<u8> {
        let mut writer = ArchiveWriter::new(Vec::new(), 0);
        for (path, bytes) in &self.files {
            writer.add(&format!("{}/{path}", self.folder), bytes).expect("writing to memory works");
        }
        writer.finish().expect("writing to memory works")
    }
}
