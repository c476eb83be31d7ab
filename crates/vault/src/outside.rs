//! Files outside the vault: ordinary ones that are added, and new ones that are written for the person, beside their
//! place first, then given their name, never over something.

use crate::disk::Disk;
use crate::error::{At, Result, VaultError};
use crate::files::WriteFile;
use crate::ingest::file_name;
use casekeep_model::Sha256Digest;
use sha2::{Digest, Sha256};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// A file on its way to its place; dropped before [`NewFile::publish`], nothing of it stays.
pub struct NewFile {
    disk: Disk,
    file: Box<dyn WriteFile>,
    temporary: PathBuf,
    place: PathBuf,
    hash: Sha256,
    bytes: u64,
}

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256.
    pub sha256: Sha256Digest,
}

impl NewFile {
    /// Begins a file that is to be at `place`.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`] when something is there, or what the system says.
    pub fn begin(disk: &Disk, place: &Path) -> Result<Self> {
        if disk.is_there(place)? {
            return Err(VaultError::AlreadyExists(place.to_owned()));
        }
        let temporary = folder_of(place).join(format!(".casekeep-{}.part", casekeep_format::random::name()));
        let file = disk.create(&temporary)?;
        Ok(Self { disk: disk.clone(), file, temporary, place: place.to_owned(), hash: Sha256::new(), bytes: 0 })
    }

    /// Returns what was written so far.
    #[must_use]
    pub fn written(&self) -> Written {
        Written { bytes: self.bytes, sha256: Sha256Digest(self.hash.clone().finalize().into()) }
    }

    /// Makes the bytes durable, and puts the file in its place.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`] when something came to be there meanwhile, or what the system says.
    pub fn publish(mut self) -> Result<Written> {
        self.file.sync().at("writing", &self.place)?;
        self.disk.rename_new(&self.temporary, &self.place)?;
        self.disk.sync_folder(folder_of(&self.place))?;
        Ok(self.written())
    }
}

impl Write for NewFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hash.update(bytes.get(..count).unwrap_or_default());
        self.bytes += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for NewFile {
    fn drop(&mut self) {
        self.disk.remove_quietly(&self.temporary);
    }
}

/// Opens a file that is to be added; anything else is refused before it is opened, because opening a pipe can wait for
/// ever.
///
/// Returns the file, its name and its length.
///
/// # Errors
/// [`VaultError::BadFile`], or what the system says.
pub fn open_ordinary_file(path: &Path) -> Result<(File, String, u64)> {
    let name = file_name(path);
    let facts = match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(VaultError::BadFile { name, why: "it is not there" });
        }
        result => result.at("reading", path)?,
    };
    match (facts.is_dir(), facts.is_file()) {
        (true, _) => Err(VaultError::BadFile { name, why: "it is a folder, and one file at a time is needed" }),
        (false, false) => Err(VaultError::BadFile { name, why: "it is not an ordinary file" }),
        (false, true) => Ok((File::open(path).at("reading", path)?, name, facts.len())),
    }
}

/// Returns the length of a file that is to be added, in bytes; 0 when it cannot be told.
pub(crate) fn length_of(path: &Path) -> u64 {
    fs::metadata(path).map_or(0, |facts| facts.len())
}

/// Copies all of `input`, telling apart which side failed.
pub(crate) fn pour(input: &mut dyn Read, out: &mut dyn Write, from: &Path) -> Result<u64> {
    let (mut buffer, mut copied) = (vec![0; 128 << 10], 0);
    loop {
        let read = match input.read(&mut buffer) {
            Ok(0) => return Ok(copied),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            result => result.at("reading", from)?,
        };
        out.write_all(buffer.get(..read).unwrap_or_default()).at("writing", Path::new("the vault"))?;
        copied += read as u64;
    }
}

fn folder_of(place: &Path) -> &Path {
    place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Something below a folder that a person chose.
pub(crate) enum Walked {
    /// An ordinary file that can be opened, and its length.
    File(PathBuf, u64),
    /// Something that cannot be taken, and why.
    Refused(PathBuf, &'static str),
}

impl Walked {
    pub fn path(&self) -> &Path {
        match self {
            Self::File(path, _) | Self::Refused(path, _) => path,
        }
    }
}

/// How deep folders may lie in one another.
const DEEPEST: usize = 64;

/// Shows every file in a folder and the folders in it, in the order of their names; of a file, that one. Links are never
/// followed.
///
/// # Errors
/// [`VaultError::Cancelled`] when `see` breaks.
pub(crate) fn walk(chosen: &Path, see: &mut dyn FnMut(Walked) -> std::ops::ControlFlow<()>) -> Result<()> {
    let mut left = vec![(chosen.to_owned(), 0)];
    while let Some((path, depth)) = left.pop() {
        let shown = match fs::symlink_metadata(&path) {
            Err(_) => Walked::Refused(path, "it cannot be read"),
            Ok(facts) if facts.is_symlink() => Walked::Refused(path, "it is a link to another place"),
            Ok(facts) if facts.is_file() => match File::open(&path) {
                Ok(_) => Walked::File(path, facts.len()),
                Err(_) => Walked::Refused(path, "it cannot be read"),
            },
            Ok(facts) if !facts.is_dir() => Walked::Refused(path, "it is not an ordinary file"),
            Ok(_) if depth == DEEPEST => Walked::Refused(path, "it lies too deep in other folders"),
            Ok(_) => match listed(&path) {
                Ok(inside) => {
                    left.extend(inside.into_iter().rev().map(|path| (path, depth + 1)));
                    continue;
                }
                Err(_) => Walked::Refused(path, "its list of files cannot be read"),
            },
        };
        if see(shown).is_break() {
            return Err(VaultError::Cancelled);
        }
    }
    Ok(())
}

fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut inside = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<Vec<_>>>()?;
    inside.sort();
    Ok(inside)
}

/// Returns whether a file is a zip archive by its name and its first bytes; office documents are zip inside and stay whole.
pub(crate) fn is_zip(path: &Path) -> bool {
    let named = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("zip"));
    let mut first = [0; 4];
    named
        && File::open(path).and_then(|mut file| file.read_exact(&mut first)).is_ok()
        && matches!(&first, b"PK\x03\x04" | b"PK\x05\x06")
}

/// Returns the SHA-256 of a file that is to be added; `None` when it cannot be read to its end.
pub(crate) fn hash_of(path: &Path) -> Option<Sha256Digest> {
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 128 << 10];
    let mut file = File::open(path).ok()?;
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Some(Sha256Digest(hash.finalize().into())),
            Ok(read) => hash.update(buffer.get(..read)?),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(_) => return None,
        }
    }
}

/// Deletes one of the person's own files, at their word.
pub(crate) fn remove(path: &Path) -> io::Result<()> {
    fs::remove_file(path)
}
