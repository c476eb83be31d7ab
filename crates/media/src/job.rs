//! What a decoder can be asked, and how much of this computer each of it may cost.

use crate::picture::{Picture, Task};
use casekeep_model::limits;
use casekeep_model::messages::Reading;
use serde::{Deserialize, Serialize};
use std::time::Duration;

/// One question about one file.
///
/// It goes over the pipe as JSON: both sides are the same executable, so there is no version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Job {
    /// Pixels of a page, counted from 1, or its size.
    Picture { picture: Picture, page: u32, task: Task },
    /// What the file says about itself.
    Inside(Picture),
    /// What an office document says.
    Office,
    /// The words of the pages of a PDF from one to another, both counted from 1.
    Words { from: u32, to: u32 },
    /// The messages of an export.
    Messages(Reading),
    /// One mail of a file, by its number from 1.
    Mail(u32),
    /// The bytes of what hangs on one mail of a file, by their numbers from 1.
    MailParts(u32, Vec<u32>),
    /// The files in a zip archive.
    Archive,
    /// The bytes of these files of a zip archive, and how many bytes they have together, as it says.
    Unpack(Vec<u32>, u64),
}

impl Job {
    /// Returns what a decoder may take to do it.
    pub(crate) fn allowance(&self) -> Allowance {
        let picture = Allowance {
            memory: limits::DECODER_MEMORY,
            cpu_seconds: limits::DECODER_CPU_SECONDS,
            patience: Duration::from_secs(limits::DECODER_SECONDS),
            file: limits::PREVIEW_FILE,
            output: limits::PREVIEW_BYTES,
        };
        let document = Allowance {
            cpu_seconds: limits::DOCUMENT_CPU_SECONDS,
            patience: Duration::from_secs(limits::DOCUMENT_SECONDS),
            ..picture
        };
        match self {
            Self::Picture { picture: Picture::Pdf, .. } => document,
            Self::Picture { .. } => picture,
            Self::Inside(Picture::Pdf) | Self::Words { .. } => Allowance { output: limits::TOLD, ..document },
            // Only the parts that are read are asked for.
            Self::Office => Allowance { file: limits::ARCHIVE_FILE, output: limits::TOLD, ..document },
            Self::Inside(_) => Allowance { output: limits::TOLD, ..picture },
            // Patience goes on while the engine writes what it was told.
            Self::Messages(_) => Allowance {
                memory: limits::DECODER_MEMORY,
                cpu_seconds: limits::EXPORT_CPU_SECONDS,
                patience: Duration::from_secs(limits::EXPORT_SECONDS),
                file: limits::EXPORT_FILE,
                output: limits::EXPORT_TOLD,
            },
            // A mailbox may have to be read to its end.
            Self::Mail(_) => Allowance { file: limits::EXPORT_FILE, output: limits::TOLD, ..document },
            // Whoever takes the bytes seals them meanwhile.
            Self::MailParts(..) => Allowance {
                file: limits::EXPORT_FILE,
                output: limits::MAIL_PARTS,
                patience: Duration::from_secs(limits::MAIL_SECONDS),
                ..document
            },
            Self::Archive => Allowance {
                memory: limits::DECODER_MEMORY,
                cpu_seconds: limits::ARCHIVE_CPU_SECONDS,
                patience: Duration::from_secs(limits::ARCHIVE_SECONDS),
                file: limits::ARCHIVE_FILE,
                output: limits::ARCHIVE_LIST,
            },
            // Whoever takes the bytes may be slower than whoever unpacks them: a disk, a person's pause.
            Self::Unpack(wanted, bytes) => Allowance {
                memory: limits::DECODER_MEMORY,
                cpu_seconds: limits::ARCHIVE_CPU_SECONDS + bytes / limits::UNPACK_CPU_RATE,
                patience: Duration::from_secs(limits::ARCHIVE_SECONDS + bytes / limits::UNPACK_RATE),
                file: limits::ARCHIVE_FILE,
                output: bytes
                    .saturating_add(bytes / 64)
                    .saturating_add(1 << 20)
                    .saturating_add(wanted.len() as u64 * 64),
            },
        }
    }
}

/// The most that one decoder may take; it is stopped at each of these.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Allowance {
    /// Bytes of address space beside its own program.
    pub(crate) memory: u64,
    /// Seconds of processor time.
    pub(crate) cpu_seconds: u64,
    /// How long may pass until it has answered.
    pub(crate) patience: Duration,
    /// Bytes of the file that it is asked about; a larger file is not even begun.
    pub(crate) file: u64,
    /// Bytes of its answer.
    pub(crate) output: u64,
}
