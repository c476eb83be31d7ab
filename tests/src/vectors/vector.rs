//! A vector as its file says it: what is done to a copy of the base vault, and what must be found then.
//!
//! `tests/vectors/README.md` describes the file for other implementations.

use crate::vectors::base::{Copy, With, copy_tree, write};
use casekeep_format::NamingReader;
use casekeep_model::Class;
use serde::{Deserialize, Serialize};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// The name of the file in a vector's folder.
pub const FILE: &str = "vector.json";

/// One vector.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vector {
    /// Its name, which is its folder's.
    pub name: String,
    /// What was done, in a sentence.
    pub what: String,
    /// The folder that is copied first.
    pub base: String,
    /// What is done to the copy, in this order.
    #[serde(default)]
    pub apply: Vec<Op>,
    /// What the computer remembers of the vault.
    #[serde(default)]
    pub memory: Remembers,
    /// With what it is unlocked.
    #[serde(default)]
    pub unlock: With,
    /// What must be found.
    pub expect: Expect,
}

/// One change; paths begin with `vault/` or `state/`.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
pub enum Op {
    /// Writes a file, in place of one that may be there: a payload beside the vector.
    Write {
        /// Where.
        path: String,
        /// The payload's name.
        file: String,
    },
    /// Writes a file with this text.
    WriteText {
        /// Where.
        path: String,
        /// The text.
        text: String,
    },
    /// Removes a file, or a folder with all in it.
    Delete {
        /// Which.
        path: String,
    },
    /// Gives a file another name.
    Rename {
        /// From.
        from: String,
        /// To.
        to: String,
    },
    /// Lets two files exchange their names.
    Swap {
        /// One.
        a: String,
        /// The other.
        b: String,
    },
    /// Turns one bit of a file.
    Flip {
        /// Which file.
        path: String,
        /// Which byte, from 0.
        offset: usize,
        /// Which bit of it, 0 to 7.
        bit: u8,
    },
    /// Puts this many files into the inbox: file `n` holds `n` in decimal and is named by its own BLAKE3.
    FillInbox {
        /// How many.
        count: u32,
    },
}

/// What the computer remembers of the vault when it is unlocked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Remembers {
    /// All of the base vault.
    #[default]
    Matching,
    /// An earlier state of it.
    Older,
    /// Nothing: it never opened the vault.
    None,
}

/// What must be found: by the unlock, or by the whole check after it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// 0 in order, 1 a problem with integrity, 2 not a vault, 3 cannot be unlocked.
    pub exit: u8,
    /// The code of the error that keeps it locked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
    /// The classes of all problems, each once.
    pub classes: Vec<Class>,
    /// The classes of all notes, each once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Class>,
    /// What some problem's text must contain; the wording is this program's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub says: Vec<String>,
    /// What else must hold, in a sentence; `effects` of the tests checks it under the vector's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub effect: Option<String>,
}

impl Vector {
    /// Reads every vector of a folder, by name.
    ///
    /// # Panics
    /// When one is not in the form of this module, or does not have its folder's name.
    #[must_use]
    pub fn all(folder: &Path) -> Vec<Self> {
        let mut folders: Vec<PathBuf> =
            fs::read_dir(folder).expect("the vectors' folder").map(|entry| entry.expect("an entry").path()).collect();
        folders.sort();
        let files = folders.iter().map(|folder| folder.join(FILE)).filter(|file| file.is_file());
        let read = |file: PathBuf| {
            let text = fs::read(&file).expect("a vector can be read");
            let vector: Self =
                serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            assert!(file.ends_with(format!("{}/{FILE}", vector.name)), "{} has another name inside", file.display());
            vector
        };
        files.map(read).collect()
    }

    /// Copies the base into `root` and does what this vector does.
    ///
    /// # Errors
    /// What the system says.
    pub fn prepare(&self, vectors: &Path, root: &Path) -> io::Result<Copy> {
        let copy = Copy::of(&Copy::at(&vectors.join(&self.base)), root)?;
        match self.memory {
            Remembers::Matching => {}
            Remembers::Older => copy_tree(&root.join("older"), &root.join("state"))?,
            Remembers::None => fs::remove_dir_all(root.join("state"))?,
        }
        for op in &self.apply {
            op.apply(&vectors.join(&self.name), root)?;
        }
        Ok(copy)
    }
}

impl Op {
    fn apply(&self, payloads: &Path, root: &Path) -> io::Result<()> {
        match self {
            Self::Write { path, file } => write(&root.join(path), &fs::read(payloads.join(file))?),
            Self::WriteText { path, text } => write(&root.join(path), text.as_bytes()),
            Self::Delete { path } if root.join(path).is_dir() => fs::remove_dir_all(root.join(path)),
            Self::Delete { path } => fs::remove_file(root.join(path)),
            Self::Rename { from, to } => fs::rename(root.join(from), root.join(to)),
            Self::Swap { a, b } => {
                let (first, second) = (fs::read(root.join(a))?, fs::read(root.join(b))?);
                fs::write(root.join(a), second)?;
                fs::write(root.join(b), first)
            }
            Self::Flip { path, offset, bit } => {
                let mut bytes = fs::read(root.join(path))?;
                bytes[*offset] ^= 1 << bit;
                fs::write(root.join(path), bytes)
            }
            Self::FillInbox { count } => fill_inbox(&root.join("vault/inbox"), *count),
        }
    }
}

fn fill_inbox(inbox: &Path, count: u32) -> io::Result<()> {
    fs::create_dir_all(inbox)?;
    for n in 0..count {
        let bytes = n.to_string();
        let name = NamingReader::new(bytes.as_bytes()).finish()?;
        fs::write(inbox.join(format!("{name}.age")), bytes)?;
    }
    Ok(())
}
