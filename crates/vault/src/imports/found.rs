//! What lies in the folders and archives that a person chose: every file by its place, and what cannot be taken.

use crate::error::Result;
use crate::outside::{self, Walked};
use casekeep_model::archive::ArchiveEntry;
use casekeep_model::import::{NAMED, NotImported};
use casekeep_model::inspect::{Inspect, LookError, PreviewError};
use casekeep_model::limits;
use serde::{Deserialize, Serialize};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// One file that is to be added.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Found {
    /// The file, or the archive that it is in.
    pub path: PathBuf,
    /// In an archive, its place there.
    pub entry: Option<u32>,
    /// Its name with its folders, from what was chosen on.
    pub name: String,
    /// Its length in bytes; in an archive, as that says.
    pub bytes: u64,
}

impl Found {
    /// Returns what it is called while it is added: in an archive, a place that no file has.
    pub fn key(&self) -> PathBuf {
        match self.entry {
            Some(entry) => self.path.join(format!("{entry}/{}", self.file_name())),
            None => self.path.clone(),
        }
    }

    /// Returns the name without its folders.
    pub fn file_name(&self) -> &str {
        crate::taken_out::file_name(&self.name)
    }
}

/// What was not taken, with the number of what is not named.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Refusals {
    pub named: Vec<NotImported>,
    pub more: u32,
}

impl Refusals {
    /// Adds one.
    pub fn add(&mut self, name: &str, why: &str) {
        if self.named.len() < NAMED {
            self.named.push(NotImported { name: crate::ingest::clip_name(name), why: why.to_owned() });
        } else {
            self.more = self.more.saturating_add(1);
        }
    }

    /// Returns how many there are.
    pub fn count(&self) -> u32 {
        u32::try_from(self.named.len()).unwrap_or(u32::MAX).saturating_add(self.more)
    }
}

/// Everything that was found.
#[derive(Debug, Default)]
pub(crate) struct Finds {
    pub files: Vec<Found>,
    pub refused: Refusals,
}

/// Files that systems keep for themselves in any folder.
const OF_THE_SYSTEM: [&str; 5] = [".DS_Store", "Thumbs.db", "desktop.ini", ".nomedia", ".directory"];

/// Looks through files, folders and zip archives, in the order of their names; nothing is changed. Breaking `step` stops.
///
/// # Errors
/// [`crate::VaultError::Cancelled`] when stopped.
pub(crate) fn look_through(
    paths: &[PathBuf],
    inspect: &dyn Inspect,
    step: &mut dyn FnMut(&Path) -> ControlFlow<()>,
) -> Result<Finds> {
    let mut finds = Finds::default();
    for chosen in paths {
        let from = chosen.parent().unwrap_or(Path::new(""));
        outside::walk(chosen, &mut |walked| {
            if step(walked.path()).is_break() {
                return ControlFlow::Break(());
            }
            let name = name_from(from, walked.path());
            match walked {
                Walked::Refused(_, why) => finds.refused.add(&name, why),
                Walked::File(path, _) if path.to_str().is_none() => {
                    finds.refused.add(&name, "its name is not written as this system writes names; give it another");
                }
                Walked::File(path, _) if OF_THE_SYSTEM.iter().any(|it| path.file_name().is_some_and(|n| n == *it)) => {
                    finds.refused.add(&name, "it is a file that the system keeps for itself");
                }
                Walked::File(path, _) if outside::is_zip(&path) => finds.take_archive(&path, &name, inspect),
                Walked::File(path, bytes) => finds.files.push(Found { path, entry: None, name, bytes }),
            }
            ControlFlow::Continue(())
        })?;
    }
    Ok(finds)
}

impl Finds {
    fn take_archive(&mut self, path: &Path, name: &str, inspect: &dyn Inspect) {
        let entries = match list(path, inspect) {
            Ok(entries) => entries,
            Err(why) => return self.refused.add(name, why),
        };
        for entry in entries {
            let inside = format!("{name}/{}", entry.name);
            match entry.refused {
                Some(refused) => self.refused.add(&inside, refused.why()),
                None => self.files.push(Found {
                    path: path.to_owned(),
                    entry: Some(entry.index),
                    name: inside,
                    bytes: entry.bytes,
                }),
            }
        }
    }
}

fn list(path: &Path, inspect: &dyn Inspect) -> std::result::Result<Vec<ArchiveEntry>, &'static str> {
    let (mut file, ..) = outside::open_ordinary_file(path).map_err(|_| "it cannot be read")?;
    inspect.archive(&mut file).map_err(|error| match error {
        LookError::Preview(PreviewError::TooLarge) => "it holds more files than an archive of a phone does",
        LookError::Preview(PreviewError::NoPreview) => "it is no zip archive, whatever its name says",
        LookError::Preview(PreviewError::Damaged) => "its list of files is damaged",
        LookError::Preview(PreviewError::Unavailable) => {
            "archives are not opened on this computer; unpack it and add what comes out"
        }
        LookError::Preview(_) => "looking into it took too much time or memory and was stopped",
        LookError::Read(_) => "it cannot be read",
    })
}

/// Returns the path from a folder on, with `/` between its parts, whatever the system writes.
fn name_from(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let parts: Vec<String> = inside.iter().map(|part| part.to_string_lossy().into_owned()).collect();
    let name = parts.join("/");
    let start = name.len().saturating_sub(limits::FILE_NAME);
    // Of a path that is too long the end is kept: the name itself.
    (start..name.len())
        .find(|at| name.is_char_boundary(*at))
        .and_then(|at| name.get(at..))
        .unwrap_or_default()
        .to_owned()
}
