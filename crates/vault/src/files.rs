//! The one seam through which the engine reaches a file system, and the computer's own file system behind it.
//!
//! The engine asks for nothing else, so a test can put another file system here: one that fails at a chosen call, or that
//! loses at a power cut whatever was not made durable.

use crate::place::{Place, place_of};
use std::any::Any;
use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// An open file that is read.
pub trait ReadFile: Read + Seek + Send + Sync {}

impl ReadFile for File {}

/// An open file that is written.
pub trait WriteFile: Write + Send {
    /// Makes what was written durable.
    ///
    /// # Errors
    /// What the system says; then the file must not be trusted, and syncing it again proves nothing.
    fn sync(&mut self) -> io::Result<()>;
}

/// Stands before what is about to be written to one file system, and makes all of that durable at once.
///
/// It costs about as much as making one file durable, and so it is for many.
pub trait Barrier: Send {
    /// Makes durable what was written, named and made on the file system since this stood there.
    ///
    /// # Errors
    /// What the system says; then nothing of it must be trusted, and asking again proves nothing.
    fn pass(&mut self) -> io::Result<()>;
}

/// What a name in a folder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// An ordinary file.
    File,
    /// A folder.
    Folder,
    /// A link, a pipe, or anything else.
    Other,
}

/// What is said about a file without opening it; links are not followed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts {
    /// What it is.
    pub kind: Kind,
    /// Its length in bytes.
    pub bytes: u64,
}

/// A lock held until it is dropped.
pub type Lock = Box<dyn Any + Send + Sync>;

/// What the engine asks of a file system.
///
/// A new name, a new folder, a rename and a removal are durable only after [`FileSystem::sync_folder`] of the folder they
/// are in; what was written only after [`WriteFile::sync`].
#[expect(clippy::missing_errors_doc, reason = "each fails with what the system says")]
pub trait FileSystem: Send + Sync {
    /// Opens an ordinary file: not a link, and never waiting as a pipe can.
    fn open(&self, path: &Path) -> io::Result<Box<dyn ReadFile>>;
    /// Creates a file that must not exist, readable by this account only.
    fn create(&self, path: &Path) -> io::Result<Box<dyn WriteFile>>;
    /// Opens a file to write at its end, creating it where there is none.
    fn append(&self, path: &Path) -> io::Result<Box<dyn WriteFile>>;
    /// Renames a file; `AlreadyExists` when the new name is taken.
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Renames a file over another.
    fn rename_over(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Removes a file.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder that only this account may enter.
    fn make_folder(&self, path: &Path) -> io::Result<()>;
    /// Makes a folder's entries durable.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// Puts up a barrier on the file system of a folder; `None` where it would not hold what [`WriteFile::sync`] and
    /// [`FileSystem::sync_folder`] do.
    fn barrier(&self, folder: &Path) -> io::Result<Option<Box<dyn Barrier>>> {
        let _ = folder;
        Ok(None)
    }
    /// Returns the names in a folder, in no fixed order; ones that are not UTF-8 come with U+FFFD.
    fn list(&self, path: &Path) -> io::Result<Vec<String>>;
    /// Returns what is said about a file without opening it; a link is not followed.
    fn facts(&self, path: &Path) -> io::Result<Facts>;
    /// Returns the one path of a folder, without links in it.
    fn resolve(&self, path: &Path) -> io::Result<PathBuf>;
    /// Takes a lock between processes on a file; waits for it, or returns `None` at once when another holds it.
    fn lock(&self, path: &Path, wait: bool) -> io::Result<Option<Lock>>;
    /// Returns where SQLite may keep a database that is wanted at this path; `None` where it has to stay in memory.
    fn database(&self, path: &Path) -> Option<PathBuf>;
    /// Returns what is known of the place where a folder lies; `Unsupported` where that is nothing.
    fn place(&self, folder: &Path) -> io::Result<Place> {
        let _ = folder;
        Err(io::ErrorKind::Unsupported.into())
    }
    /// Drops what is kept in memory of a file that was made durable, so that reading it again reads the disk.
    fn forget(&self, path: &Path) {
        let _ = path;
    }
}

/// The computer's own file system.
#[derive(Debug, Clone, Copy, Default)]
pub struct HostFiles;

impl FileSystem for HostFiles {
    fn open(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        let mut options = OpenOptions::new();
        options.read(true);
        #[cfg(unix)]
        {
            let flags = (rustix::fs::OFlags::NONBLOCK | rustix::fs::OFlags::NOFOLLOW).bits();
            std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, flags.cast_signed());
        }
        let file = options.open(path)?;
        if file.metadata()?.is_file() {
            Ok(Box::new(file))
        } else {
            Err(io::Error::new(io::ErrorKind::InvalidInput, "it is not an ordinary file"))
        }
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        Ok(Box::new(HostFile::new(for_this_account(&mut options).open(path)?)))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        Ok(Box::new(HostFile::new(for_this_account(&mut options).open(path)?)))
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        rename_without_replace(from, to)
    }

    fn rename_over(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        fs::remove_file(path)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        fs::remove_dir(path)
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut builder = DirBuilder::new();
        #[cfg(unix)]
        std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
        builder.create(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        #[cfg(unix)]
        File::open(path)?.sync_all()?;
        #[cfg(not(unix))]
        let _ = path;
        Ok(())
    }

    #[cfg(target_os = "linux")]
    fn barrier(&self, folder: &Path) -> io::Result<Option<Box<dyn Barrier>>> {
        if !whole_sync_holds(folder)? {
            return Ok(None);
        }
        // Opened before anything is written: an error in writing later is told to those who were there.
        Ok(Some(Box::new(HostBarrier(File::open(folder)?))))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        fs::read_dir(path)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
    }

    fn facts(&self, path: &Path) -> io::Result<Facts> {
        let facts = fs::symlink_metadata(path)?;
        let kind = match (facts.is_file(), facts.is_dir()) {
            (true, _) => Kind::File,
            (_, true) => Kind::Folder,
            _ => Kind::Other,
        };
        Ok(Facts { kind, bytes: facts.len() })
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        fs::canonicalize(path)
    }

    fn lock(&self, path: &Path, wait: bool) -> io::Result<Option<Lock>> {
        let mut options = OpenOptions::new();
        options.create(true).truncate(false).write(true);
        let file = for_this_account(&mut options).open(path)?;
        if wait {
            file.lock()?;
            return Ok(Some(Box::new(file)));
        }
        match file.try_lock() {
            Ok(()) => Ok(Some(Box::new(file))),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }

    fn database(&self, path: &Path) -> Option<PathBuf> {
        Some(path.to_owned())
    }

    fn place(&self, folder: &Path) -> io::Result<Place> {
        place_of(folder)
    }

    fn forget(&self, path: &Path) {
        // Advice: where it is not taken, the file is read from memory and compared all the same.
        #[cfg(target_os = "linux")]
        if let Ok(file) = File::open(path) {
            let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
        }
        #[cfg(not(target_os = "linux"))]
        let _ = path;
    }
}

/// A file of the computer that is written from its beginning, or added to.
struct HostFile {
    file: File,
    /// Its length in bytes.
    written: u64,
    /// How much of that the system was asked to put on the disk.
    begun: u64,
}

impl HostFile {
    /// How much is kept in memory before the system is asked to begin writing it, in bytes.
    const AHEAD: u64 = 16 << 20;

    fn new(file: File) -> Self {
        let there = file.metadata().map_or(0, |facts| facts.len());
        Self { file, written: there, begun: there }
    }

    /// Asks the system to begin writing, so that making it durable at the end does not wait for all of it.
    ///
    /// The advice that the pages are not needed any more is what begins it; where it is not taken nothing is lost.
    fn begin_writing(&mut self) {
        #[cfg(target_os = "linux")]
        if let Some(length) = std::num::NonZeroU64::new(self.written - self.begun) {
            let _ = rustix::fs::fadvise(&self.file, self.begun, Some(length), rustix::fs::Advice::DontNeed);
        }
        self.begun = self.written;
    }
}

impl Write for HostFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.written += written as u64;
        if self.written - self.begun >= Self::AHEAD {
            self.begin_writing();
        }
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl WriteFile for HostFile {
    fn sync(&mut self) -> io::Result<()> {
        self.file.sync_all()
    }
}

/// The folder whose file system is made durable.
#[cfg(target_os = "linux")]
struct HostBarrier(File);

#[cfg(target_os = "linux")]
impl Barrier for HostBarrier {
    fn pass(&mut self) -> io::Result<()> {
        Ok(rustix::fs::syncfs(&self.0)?)
    }
}

/// Returns whether syncfs is as good as fsync of every file and folder: on file systems of the kernel's own with a
/// journal, and since Linux 5.8, which reports errors in writing there.
#[cfg(target_os = "linux")]
fn whole_sync_holds(folder: &Path) -> io::Result<bool> {
    const EXT: u64 = 0xef53;
    const XFS: u64 = 0x5846_5342;
    const BTRFS: u64 = 0x9123_683e;
    const F2FS: u64 = 0xf2f5_2010;
    let kind = u64::try_from(rustix::fs::statfs(folder)?.f_type).unwrap_or_default();
    let system = rustix::system::uname();
    let mut release = system.release().to_str().unwrap_or_default().split(|c: char| !c.is_ascii_digit());
    let mut number = || release.next().and_then(|part| part.parse::<u32>().ok()).unwrap_or_default();
    Ok([EXT, XFS, BTRFS, F2FS].contains(&kind) && (number(), number()) >= (5, 8))
}

fn for_this_account(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

#[cfg(target_os = "linux")]
fn rename_without_replace(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        // Some file systems (FAT over FUSE, some network ones) know no flags.
        Err(rustix::io::Errno::INVAL | rustix::io::Errno::NOSYS | rustix::io::Errno::OPNOTSUPP) => {
            rename_by_link(from, to)
        }
        result => Ok(result?),
    }
}

#[cfg(not(target_os = "linux"))]
fn rename_without_replace(from: &Path, to: &Path) -> io::Result<()> {
    rename_by_link(from, to)
}

fn rename_by_link(from: &Path, to: &Path) -> io::Result<()> {
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // No hard links here: one process per vault holds the lock, so looking first is enough.
        Err(_) if to.exists() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(from, to),
    }
}
