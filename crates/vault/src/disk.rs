//! The file system as the engine uses it: write-once files, durable renames, sorted listings.
//!
//! Every write is a temporary file, an fsync, a rename that never replaces, and (by the caller, once a batch) an fsync of
//! the folder. A failed fsync is never tried again on the same file (`docs/format.md` section 7).

use crate::error::{At, Result, VaultError};
use crate::files::{Barrier, Facts, FileSystem, HostFiles, Kind, Lock, ReadFile, WriteFile};
use crate::place::Place;
use casekeep_model::ObjectName;
use std::fmt;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A file system, as the engine uses it.
#[derive(Clone)]
pub struct Disk(Arc<dyn FileSystem>);

impl fmt::Debug for Disk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Disk")
    }
}

impl Default for Disk {
    fn default() -> Self {
        Self::new(Arc::new(HostFiles))
    }
}

impl Disk {
    /// Uses a file system; [`Disk::default`] uses the computer's own.
    #[must_use]
    pub fn new(files: Arc<dyn FileSystem>) -> Self {
        Self(files)
    }

    /// Returns the file system below, for one that is put over it.
    pub(crate) fn files(&self) -> &dyn FileSystem {
        &*self.0
    }

    /// Reads a whole file of at most `limit` bytes.
    pub(crate) fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>> {
        let file = self.open(path).at("reading", path)?;
        let mut bytes = Vec::new();
        file.take(limit + 1).read_to_end(&mut bytes).at("reading", path)?;
        if bytes.len() as u64 > limit {
            return Err(VaultError::Io {
                doing: "reading",
                path: path.to_owned(),
                source: io::ErrorKind::FileTooLarge.into(),
            });
        }
        Ok(bytes)
    }

    /// Opens an ordinary file: not a link, and never waiting as a pipe can.
    pub(crate) fn open(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        self.0.open(path)
    }

    /// Reads a whole file of at most `limit` bytes, or `None` when there is none.
    pub(crate) fn read_if_there(&self, path: &Path, limit: u64) -> Result<Option<Vec<u8>>> {
        match self.read(path, limit) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(VaultError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Returns the names in a folder in order; what is absent or no folder has none. Names that are not UTF-8 come with
    /// U+FFFD.
    pub(crate) fn list(&self, folder: &Path) -> Result<Vec<String>> {
        let mut names = match self.0.list(folder) {
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Vec::new(),
            result => result.at("reading", folder)?,
        };
        names.sort();
        Ok(names)
    }

    /// Returns what is said about a file without opening it; a link is not followed.
    pub(crate) fn facts(&self, path: &Path) -> io::Result<Facts> {
        self.0.facts(path)
    }

    /// Returns what is said about a path where something is, or an error when the system does not tell.
    fn facts_if_there(&self, path: &Path) -> Result<Option<Facts>> {
        match self.facts(path) {
            Ok(facts) => Ok(Some(facts)),
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Ok(None),
            Err(error) => Err(error).at("reading", path),
        }
    }

    /// Returns whether there is something at a path, or an error when the system does not tell.
    pub(crate) fn is_there(&self, path: &Path) -> Result<bool> {
        Ok(self.facts_if_there(path)?.is_some())
    }

    /// Returns whether there is a folder at a path, no link to one; or an error when the system does not tell: for work
    /// after which nothing may be left.
    pub(crate) fn tell_folder(&self, path: &Path) -> Result<bool> {
        Ok(self.facts_if_there(path)?.is_some_and(|facts| facts.kind == Kind::Folder))
    }

    /// Returns whether a path is a folder, or a link to one, with nothing in it.
    pub(crate) fn is_empty_folder(&self, path: &Path) -> Result<bool> {
        let real = self.resolve(path)?;
        Ok(self.is_folder(&real) && self.list(&real)?.is_empty())
    }

    /// Returns whether there surely is a folder at a path; no link to one.
    pub(crate) fn is_folder(&self, path: &Path) -> bool {
        self.facts(path).is_ok_and(|facts| facts.kind == Kind::Folder)
    }

    /// Returns a file's length in bytes; 0 when it cannot be told.
    pub(crate) fn length(&self, path: &Path) -> u64 {
        self.facts(path).map_or(0, |facts| facts.bytes)
    }

    /// Returns the one path of a folder, without links in it.
    pub(crate) fn resolve(&self, path: &Path) -> Result<PathBuf> {
        self.0.resolve(path).at("reading", path)
    }

    /// Returns where SQLite may keep a database that is wanted at this path; `None` where it has to stay in memory.
    pub(crate) fn database(&self, path: &Path) -> Option<PathBuf> {
        self.0.database(path)
    }

    /// Returns what is known of the place of a folder, or of the nearest folder above it that is there.
    pub(crate) fn place(&self, folder: &Path) -> Option<Place> {
        let there = folder.ancestors().find(|path| self.0.resolve(path).is_ok())?;
        self.0.place(there).ok()
    }

    /// Returns whether this account can write into a folder, as far as the system tells.
    pub(crate) fn is_writable(&self, folder: &Path) -> bool {
        self.0.place(folder).map_or(true, |place| place.writable)
    }

    /// Returns the name that a file's bytes give it, read from the disk and not from memory where the system lets us.
    pub(crate) fn name_of_bytes(&self, path: &Path) -> io::Result<ObjectName> {
        self.0.forget(path);
        let mut hash = blake3::Hasher::new();
        hash.update_reader(self.open(path)?)?;
        Ok(ObjectName(hash.finalize().into()))
    }

    /// Takes a lock between processes; waits for it, or returns `None` at once when another holds it.
    pub(crate) fn lock(&self, path: &Path, wait: bool) -> Result<Option<Lock>> {
        self.0.lock(path, wait).at("locking", path)
    }

    /// Makes a folder that only this account may enter; one that is there already is fine.
    pub(crate) fn make_folder(&self, folder: &Path) -> Result<()> {
        match self.0.make_folder(folder) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && self.is_folder(folder) => Ok(()),
            result => result.at("making", folder),
        }
    }

    /// Makes a folder and all above it that are missing, each with its name durable.
    ///
    /// The name of one that is there already may not be durable yet, so it is made so where the folder above allows it.
    pub(crate) fn make_folders(&self, folder: &Path) -> Result<()> {
        let above = folder.parent().filter(|above| !above.as_os_str().is_empty());
        // A link to a folder is one here: this is where the person keeps things.
        if self.0.resolve(folder).is_ok_and(|real| self.is_folder(&real)) {
            let _ = above.map(|above| self.0.sync_folder(above));
            return Ok(());
        }
        if let Some(above) = above {
            self.make_folders(above)?;
        }
        self.make_folder(folder)?;
        self.sync_folder(above.unwrap_or(Path::new(".")))
    }

    /// Makes a folder if there is none, and its name durable in the folder above it.
    pub(crate) fn make_durable_folder(&self, folder: &Path) -> Result<()> {
        self.make_folder(folder)?;
        folder.parent().map_or(Ok(()), |above| self.sync_folder(above))
    }

    /// Creates a file that must not exist, readable by this account only.
    pub(crate) fn create(&self, path: &Path) -> Result<Box<dyn WriteFile>> {
        self.0.create(path).at("writing", path)
    }

    /// Opens a file to write at its end, creating it where there is none.
    pub(crate) fn append(&self, path: &Path) -> Result<Box<dyn WriteFile>> {
        self.0.append(path).at("writing", path)
    }

    /// Makes a folder's entries durable.
    pub(crate) fn sync_folder(&self, folder: &Path) -> Result<()> {
        self.0.sync_folder(folder).at("writing", folder)
    }

    /// Puts up a barrier before many files are written below a folder; `None` where each has to be made durable by itself.
    pub(crate) fn barrier(&self, folder: &Path) -> Result<Option<Box<dyn Barrier>>> {
        self.0.barrier(folder).at("writing", folder)
    }

    /// Renames a file without ever replacing one; when the target is there with the same bytes, the source is removed.
    pub(crate) fn rename_new(&self, from: &Path, to: &Path) -> Result<()> {
        match self.0.rename_new(from, to) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists && self.same_bytes(from, to)? => {
                self.remove(from)
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(VaultError::AlreadyExists(to.to_owned())),
            Err(error) => Err(error).at("writing", to),
        }
    }

    fn same_bytes(&self, a: &Path, b: &Path) -> Result<bool> {
        let hash = |path: &Path| -> Result<blake3::Hash> {
            let mut hasher = blake3::Hasher::new();
            hasher.update_reader(self.open(path).at("reading", path)?).at("reading", path)?;
            Ok(hasher.finalize())
        };
        Ok(hash(a)? == hash(b)?)
    }

    /// Writes a write-once file under a temporary name, makes it durable, and gives it its name; the folder is not yet
    /// made durable.
    pub(crate) fn write_new(&self, temporary: &Path, path: &Path, bytes: &[u8]) -> Result<()> {
        let result = self.write_durable(temporary, bytes).and_then(|()| self.rename_new(temporary, path));
        if result.is_err() {
            self.remove_quietly(temporary);
        }
        result
    }

    /// Writes a new file whole and makes its bytes durable; what an error leaves of it is removed.
    pub(crate) fn write_durable(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        let mut file = self.create(path)?;
        let written = file.write_all(bytes).and_then(|()| file.sync()).at("writing", path);
        if written.is_err() {
            self.remove_quietly(path);
        }
        written
    }

    /// Replaces a small file of the application's state; `durable` also makes it survive a power cut.
    pub(crate) fn replace(&self, path: &Path, bytes: &[u8], durable: bool) -> Result<()> {
        let temporary = sibling(path, "new");
        self.remove_quietly(&temporary);
        if durable {
            return self.replace_by(&temporary, path, bytes);
        }
        let mut file = self.create(&temporary)?;
        let written = file.write_all(bytes).and_then(|()| self.0.rename_over(&temporary, path)).at("writing", path);
        if written.is_err() {
            self.remove_quietly(&temporary);
        }
        written
    }

    /// Replaces a file durably, by way of a temporary name in the same folder.
    pub(crate) fn replace_by(&self, temporary: &Path, path: &Path, bytes: &[u8]) -> Result<()> {
        let replaced = self.write_durable(temporary, bytes).and_then(|()| self.rename_over(temporary, path));
        if replaced.is_err() {
            self.remove_quietly(temporary);
        }
        replaced.and_then(|()| path.parent().map_or(Ok(()), |folder| self.sync_folder(folder)))
    }

    /// Renames a file over another.
    pub(crate) fn rename_over(&self, from: &Path, to: &Path) -> Result<()> {
        self.0.rename_over(from, to).at("writing", to)
    }

    /// Removes a file; one that is not there is fine.
    pub(crate) fn remove(&self, path: &Path) -> Result<()> {
        match self.0.remove(path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            result => result.at("removing", path),
        }
    }

    /// Removes an empty folder.
    pub(crate) fn remove_folder(&self, path: &Path) -> Result<()> {
        self.0.remove_folder(path).at("removing", path)
    }

    /// Removes a leftover of our own; that it stays is not worth an error.
    pub(crate) fn remove_quietly(&self, path: &Path) {
        let _ = self.0.remove(path);
    }
}

/// Returns true for an error that says what lies there, and not that the disk or the system refused.
pub(crate) fn is_no_such_file(error: &io::Error) -> bool {
    #[cfg(unix)]
    if rustix::io::Errno::from_io_error(error) == Some(rustix::io::Errno::LOOP) {
        return true;
    }
    use io::ErrorKind as K;
    matches!(error.kind(), K::InvalidInput | K::FileTooLarge | K::IsADirectory | K::NotADirectory | K::NotFound)
}

/// Returns the path with a suffix added to its name.
pub(crate) fn sibling(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(suffix);
    path.with_file_name(name)
}
