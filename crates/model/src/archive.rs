//! What an archive holds, as the confined decoder tells it.

use serde::{Deserialize, Serialize};

/// Why an entry of an archive is not taken out of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refused {
    /// It is a link or a device, and has no bytes of its own.
    NotAFile,
    /// Its name leads out of the archive.
    Outside,
    /// It needs a password.
    Encrypted,
    /// It is packed in a way that is not read here.
    Method,
    /// It would unfold to far more than it takes.
    Bomb,
    /// Its bytes lie over those of another entry.
    Overlap,
    /// Its bytes are not what the archive says of them.
    Damaged,
}

impl Refused {
    /// Returns the reason in words that follow a name.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Self::NotAFile => "it is a link to another place and has no bytes of its own",
            Self::Outside => "its name leads out of the archive",
            Self::Encrypted => "it needs a password; unpack it with the program that made it, then add what comes out",
            Self::Method => {
                "it is packed in a way that Casekeep does not read; unpack it elsewhere and add what comes out"
            }
            Self::Bomb => "it would unfold to over 200 times its size, as files do that are made to fill a disk",
            Self::Overlap => "its bytes lie over those of another file, as in archives that are made to fill a disk",
            Self::Damaged => "its bytes are damaged and do not make a whole file",
        }
    }
}

/// One file in an archive; folders are not listed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveEntry {
    /// Its place in the archive's directory, from 0.
    pub index: u32,
    /// Its name with its folders, `/` between them, as the archive says it.
    pub name: String,
    /// How many bytes it has when it is unpacked, as the archive says.
    pub bytes: u64,
    /// Why it is not taken.
    pub refused: Option<Refused>,
}

/// What comes out of an archive, one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unpacked<'a> {
    /// An entry begins.
    Begin(u32),
    /// Bytes of it.
    Bytes(&'a [u8]),
    /// It is whole, or is not to be used.
    End(Option<Refused>),
}
