//! A file that is written for the person outside the vault: beside its place first, then renamed, never over something.

use crate::problem::ShellError;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// A file on its way; dropped before [`Target::publish`], nothing of it stays.
pub struct Target {
    file: NamedTempFile,
    place: PathBuf,
    hash: Sha256,
    written: u64,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its length in bytes.
    pub bytes: u64,
    /// Its SHA-256, 64 lower-case hex digits.
    pub sha256: String,
}

impl Target {
    /// Begins a file that is to be at `place`.
    ///
    /// # Errors
    /// When something is there already, or the folder cannot be written.
    pub fn begin(place: &Path) -> Result<Self, ShellError> {
        if place.symlink_metadata().is_ok() {
            return Err(ShellError::AlreadyExists(place.to_owned()));
        }
        let file = tempfile::Builder::new().prefix(".casekeep-").suffix(".part").tempfile_in(folder_of(place));
        let file = file.map_err(|source| failed(place, source))?;
        Ok(Self { file, place: place.to_owned(), hash: Sha256::new(), written: 0 })
    }

    /// Makes the bytes durable and puts the file in its place.
    ///
    /// # Errors
    /// When something came to be there meanwhile, or the disk refuses.
    pub fn publish(self) -> Result<Written, ShellError> {
        let place = &self.place;
        self.file.as_file().sync_all().map_err(|source| failed(place, source))?;
        match self.file.persist_noclobber(place) {
            Ok(_) => {
                settle_folder(place).map_err(|source| failed(place, source))?;
                Ok(Written { bytes: self.written, sha256: HEXLOWER.encode(&self.hash.finalize()) })
            }
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists => {
                Err(ShellError::AlreadyExists(place.clone()))
            }
            Err(error) => Err(failed(place, error.error)),
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.hash.update(bytes.get(..count).unwrap_or_default());
        self.written += count as u64;
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

fn folder_of(place: &Path) -> &Path {
    place.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Makes the new name durable, where the system has a way to.
fn settle_folder(place: &Path) -> io::Result<()> {
    if cfg!(unix) { std::fs::File::open(folder_of(place))?.sync_all() } else { Ok(()) }
}

fn failed(place: &Path, source: io::Error) -> ShellError {
    ShellError::Io { path: place.to_owned(), source }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = std::fs::read_dir(folder).expect("listed");
        entries.map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_published_file_is_whole_and_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("bundle.tar.age");
        let mut target = Target::begin(&place).expect("begun");
        target.write_all(b"abc").expect("written");
        let written = target.publish().expect("published");
        assert_eq!(written.bytes, 3);
        assert_eq!(written.sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(std::fs::read(&place).expect("read"), b"abc");
        assert_eq!(names(folder.path()), ["bundle.tar.age"]);
    }

    #[test]
    fn nothing_is_replaced_and_nothing_is_left_behind() {
        let folder = tempfile::tempdir().expect("a folder");
        let place = folder.path().join("bundle.tar.age");
        let target = Target::begin(&place).expect("begun");
        std::fs::write(&place, b"theirs").expect("written");
        assert!(matches!(target.publish(), Err(ShellError::AlreadyExists(_))));
        assert!(matches!(Target::begin(&place), Err(ShellError::AlreadyExists(_))));
        drop(Target::begin(&folder.path().join("other")).expect("begun"));
        assert_eq!(std::fs::read(&place).expect("read"), b"theirs");
        assert_eq!(names(folder.path()), ["bundle.tar.age"]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_said() {
        let gone = Target::begin(Path::new("/nowhere/at/all/bundle.tar.age"));
        assert!(matches!(gone, Err(ShellError::Io { .. })));
    }
}
