//! A file system on which a copy can be opened as on a computer that never saw the vault, and that keeps nothing.
//!
//! What the engine writes as its own state stays in memory; everything else is only read. So a rehearsal leaves no trace
//! by construction, neither in the copy nor in what this computer remembers of the vault.

use crate::disk::Disk;
use crate::files::{Facts, FileSystem, Kind, Lock, ReadFile, WriteFile};
use crate::installation::Installation;
use crate::place::Place;
use crate::session::hold;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// The files below the state's folder, in memory.
#[derive(Default)]
struct Kept {
    files: BTreeMap<PathBuf, Vec<u8>>,
    folders: BTreeSet<PathBuf>,
}

struct Apart {
    disk: Disk,
    state: PathBuf,
    kept: Arc<Mutex<Kept>>,
}

impl ReadFile for Cursor<Vec<u8>> {}

/// A file in memory that is written at its end.
struct InMemory {
    kept: Arc<Mutex<Kept>>,
    path: PathBuf,
}

impl Write for InMemory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        hold(&self.kept).files.entry(self.path.clone()).or_default().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteFile for InMemory {
    fn sync(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns this installation as a computer that never saw a vault and remembers nothing.
pub(crate) fn apart(installation: &Installation) -> Installation {
    let state = PathBuf::from(format!("/casekeep-apart-{}", casekeep_format::random::name()));
    let files = Apart { disk: installation.disk.clone(), state: state.clone(), kept: Default::default() };
    Installation { disk: Disk::new(Arc::new(files)), state, ..installation.clone() }
}

impl Apart {
    fn is_state(&self, path: &Path) -> bool {
        path.starts_with(&self.state)
    }

    /// Allows only the state to be changed.
    fn check(&self, path: &Path) -> io::Result<()> {
        if self.is_state(path) { Ok(()) } else { Err(io::ErrorKind::ReadOnlyFilesystem.into()) }
    }

    fn write(&self, path: &Path) -> Box<dyn WriteFile> {
        hold(&self.kept).files.entry(path.to_owned()).or_default();
        Box::new(InMemory { kept: self.kept.clone(), path: path.to_owned() })
    }
}

impl FileSystem for Apart {
    fn open(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        if !self.is_state(path) {
            return self.disk.files().open(path);
        }
        let bytes = hold(&self.kept).files.get(path).cloned().ok_or(io::ErrorKind::NotFound)?;
        Ok(Box::new(Cursor::new(bytes)))
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        self.check(path)?;
        if hold(&self.kept).files.contains_key(path) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        Ok(self.write(path))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        self.check(path)?;
        Ok(self.write(path))
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.check(to)?;
        if hold(&self.kept).files.contains_key(to) {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        self.rename_over(from, to)
    }

    fn rename_over(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.check(from).and_then(|()| self.check(to))?;
        let mut kept = hold(&self.kept);
        let bytes = kept.files.remove(from).ok_or(io::ErrorKind::NotFound)?;
        kept.files.insert(to.to_owned(), bytes);
        Ok(())
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.check(path)?;
        hold(&self.kept).files.remove(path).map(|_| ()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        self.check(path)?;
        hold(&self.kept).folders.remove(path);
        Ok(())
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.check(path)?;
        if hold(&self.kept).folders.insert(path.to_owned()) { Ok(()) } else { Err(io::ErrorKind::AlreadyExists.into()) }
    }

    fn sync_folder(&self, _: &Path) -> io::Result<()> {
        // What is written is kept in memory, so there is nothing to make durable, here or in a folder above.
        Ok(())
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        if !self.is_state(path) {
            return self.disk.files().list(path);
        }
        let kept = hold(&self.kept);
        let inside = kept.files.keys().chain(&kept.folders).filter(|inside| inside.parent() == Some(path));
        Ok(inside.filter_map(|inside| Some(inside.file_name()?.to_string_lossy().into_owned())).collect())
    }

    fn facts(&self, path: &Path) -> io::Result<Facts> {
        if !self.is_state(path) {
            return self.disk.files().facts(path);
        }
        let kept = hold(&self.kept);
        match kept.files.get(path) {
            Some(bytes) => Ok(Facts { kind: Kind::File, bytes: bytes.len() as u64 }),
            None if kept.folders.contains(path) => Ok(Facts { kind: Kind::Folder, bytes: 0 }),
            None => Err(io::ErrorKind::NotFound.into()),
        }
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        if self.is_state(path) { self.facts(path).map(|_| path.to_owned()) } else { self.disk.files().resolve(path) }
    }

    fn lock(&self, path: &Path, _: bool) -> io::Result<Option<Lock>> {
        // Nobody else can come to a state that is in memory.
        self.check(path).map(|()| Some(Box::new(()) as Lock))
    }

    fn database(&self, _: &Path) -> Option<PathBuf> {
        None
    }

    fn place(&self, folder: &Path) -> io::Result<Place> {
        self.disk.files().place(folder).map(|place| Place { writable: false, ..place })
    }

    fn forget(&self, path: &Path) {
        self.disk.files().forget(path);
    }
}
