//! Objects read through: each once, ciphertext against its name and plaintext against its record in the same pass.

use crate::disk::Disk;
use crate::error::Result;
use crate::read::object_path;
use casekeep_format::{
    FormatError, HashingReader, Identity, ItemEntry, NamingReader, is_decryption_failure, open_with_any,
};
use casekeep_model::{Class, FileFacts, LeafHash, ObjectName};
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};

/// How much is read at a time, in bytes.
const CHUNK: usize = 256 << 10;
/// After how many bytes progress is told.
const TELL: u64 = 4 << 20;

/// An object to read, and what its record says of it.
#[derive(Debug, Clone)]
pub(super) struct Due {
    /// The leaf of the item's first record.
    pub leaf: LeafHash,
    /// The item's number as shown.
    pub label: String,
    pub object: ObjectName,
    pub file: FileFacts,
}

impl Due {
    /// Returns the object of an item.
    pub fn of(entry: &ItemEntry) -> Self {
        Self { leaf: entry.leaf, label: entry.label(), object: entry.first.object, file: entry.first.file }
    }
}

/// What is told while objects are read.
pub(super) enum Told {
    /// So many more bytes of plaintext.
    Read(u64),
    /// The object is read: what is wrong with it, where something is.
    Done(usize, Option<Class>),
}

/// How objects are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// As fast as two threads can.
    Fast,
    /// On one thread that gives way to whatever else the computer does, where the system allows that.
    Gentle,
}

/// Reads objects of one box, on threads of their own; stops when `each` fails.
pub(super) fn read_objects(
    disk: &Disk,
    folder: &Path,
    identities: &[Identity],
    dues: &[Due],
    pace: Pace,
    each: &mut dyn FnMut(Told) -> Result<()>,
) -> Result<()> {
    let (next, stopped) = (AtomicUsize::new(0), AtomicBool::new(false));
    let (send, receive) = sync_channel(64);
    let threads = if pace == Pace::Fast { 2 } else { 1 };
    std::thread::scope(|scope| {
        for _ in 0..threads.min(dues.len()) {
            let (send, next, stopped) = (send.clone(), &next, &stopped);
            scope.spawn(move || {
                if pace == Pace::Gentle {
                    give_way();
                }
                read_next(disk, folder, identities, dues, next, stopped, &send);
            });
        }
        drop(send);
        let mut result = Ok(());
        // Received to the end also when stopped, so that no thread waits for room.
        for told in receive {
            if result.is_ok() {
                result = each(told);
                stopped.store(result.is_err(), Ordering::Relaxed);
            }
        }
        result
    })
}

/// Lowers the priority of this thread alone, which ends with its work; best effort.
fn give_way() {
    #[cfg(target_os = "linux")]
    let _ = rustix::process::setpriority_process(None, 19);
}

fn read_next(
    disk: &Disk,
    folder: &Path,
    identities: &[Identity],
    dues: &[Due],
    next: &AtomicUsize,
    stopped: &AtomicBool,
    send: &SyncSender<Told>,
) {
    loop {
        let at = next.fetch_add(1, Ordering::Relaxed);
        let Some(due) = dues.get(at) else { return };
        let mut tell = |bytes| send.send(Told::Read(bytes)).is_ok() && !stopped.load(Ordering::Relaxed);
        match read_object(disk, &object_path(folder, &due.object), identities, due, &mut tell) {
            Some(verdict) if send.send(Told::Done(at, verdict)).is_ok() => {}
            _ => return,
        }
    }
}

/// Reads one object through; `None` when `go_on` said no.
pub(super) fn read_object(
    disk: &Disk,
    path: &Path,
    identities: &[Identity],
    due: &Due,
    go_on: &mut dyn FnMut(u64) -> bool,
) -> Option<Option<Class>> {
    let file = match disk.open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Some(Some(Class::ObjectMissing)),
        Err(_) => return Some(Some(Class::Unreadable)),
    };
    let mut named = NamingReader::new(BufReader::with_capacity(CHUNK, file));
    let facts = match read_plaintext(&mut named, identities, go_on) {
        Ok(facts) => facts?,
        Err(class) => return Some(Some(class)),
    };
    Some(match named.finish() {
        Ok(name) if name == due.object && facts == due.file => None,
        Ok(_) => Some(Class::ObjectChanged),
        Err(_) => Some(Class::Unreadable),
    })
}

fn read_plaintext(
    sealed: &mut dyn Read,
    identities: &[Identity],
    go_on: &mut dyn FnMut(u64) -> bool,
) -> std::result::Result<Option<FileFacts>, Class> {
    let identities: Vec<&Identity> = identities.iter().collect();
    let opened = open_with_any(&identities, sealed).map_err(|error| match error {
        FormatError::Io(_) => Class::Unreadable,
        _ => Class::ObjectChanged,
    })?;
    let (mut reader, mut buffer) = (HashingReader::new(opened), vec![0; CHUNK]);
    let mut untold = 0;
    loop {
        match reader.read(&mut buffer) {
            Ok(0) => return Ok(go_on(untold).then(|| reader.facts())),
            Ok(read) => untold += read as u64,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) if is_decryption_failure(&error) => return Err(Class::ObjectChanged),
            Err(_) => return Err(Class::Unreadable),
        }
        if untold >= TELL {
            if !go_on(untold) {
                return Ok(None);
            }
            untold = 0;
        }
    }
}
