//! A file system in memory that knows what is durable: it fails at a chosen call, or loses its power there.
//!
//! What a file holds is durable once the file was synced; a name, a rename and a removal once their folder was. At a power
//! cut the rest survives or not as [`Survival`] says, which is more cruel than any real file system is.

use crate::coin::Coin;
use casekeep_vault::{Barrier, Facts, FileSystem, Kind, Lock, ReadFile, WriteFile};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Cursor, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Component, Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard};

/// What goes wrong, at which call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The call fails once with this error.
    Once(u64, ErrorKind),
    /// From that call on, every call that writes fails with this error.
    From(u64, ErrorKind),
    /// The power goes at that call; a write may get half of its bytes out.
    Cut(u64),
}

/// What survives a cut.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Survival {
    /// Everything that was done: the process was killed, the computer went on.
    Everything,
    /// Only what was made durable.
    Durable,
    /// Every name, but of files that were not synced only the first half of what was written.
    Torn,
    /// Of what was not made durable, each change of a folder and each file by the toss of a coin.
    Chance(u64),
}

#[derive(Debug, Clone)]
enum Node {
    File { now: Vec<u8>, durable: Vec<u8> },
    Folder { now: BTreeMap<String, usize>, durable: BTreeMap<String, usize>, pending: Vec<Change> },
}

/// A change of a folder that is not durable yet: names that came, and names that went.
#[derive(Debug, Clone, Default)]
struct Change {
    came: Vec<(String, usize)>,
    went: Vec<String>,
}

#[derive(Debug, Clone)]
struct Tree {
    nodes: Vec<Node>,
}

/// The file system; clones share it.
#[derive(Clone)]
pub struct World(Arc<Mutex<Inner>>);

struct Inner {
    tree: Tree,
    calls: u64,
    fault: Option<Fault>,
    /// What was asked at each call, for the report of a failed run, and whether that changes anything.
    asked: Vec<(String, bool)>,
    locks: BTreeSet<PathBuf>,
    read_only: bool,
    /// A file that this account may not read.
    forbidden: Option<PathBuf>,
}

impl World {
    pub fn new() -> Self {
        let mut tree = Tree { nodes: vec![Tree::folder()] };
        for name in ["home", "state"] {
            tree.add_folder(&PathBuf::from("/").join(name));
        }
        tree.settle();
        Self::of(tree)
    }

    fn of(tree: Tree) -> Self {
        Self(Arc::new(Mutex::new(Inner {
            tree,
            calls: 0,
            fault: None,
            asked: Vec::new(),
            locks: BTreeSet::new(),
            read_only: false,
            forbidden: None,
        })))
    }

    /// Returns an independent copy of what is there now, all of it durable.
    pub fn copy(&self) -> Self {
        let mut tree = self.hold().tree.clone();
        tree.settle();
        Self::of(tree)
    }

    /// Returns what a cut leaves, as a world whose power is back.
    pub fn after(&self, survival: Survival) -> Self {
        let mut tree = self.hold().tree.clone();
        tree.survive(survival);
        Self::of(tree)
    }

    /// Counts calls from 1 again, and lets this go wrong.
    pub fn arm(&self, fault: Option<Fault>) {
        let mut inner = self.hold();
        (inner.calls, inner.fault) = (0, fault);
        inner.asked.clear();
    }

    /// Returns what the last calls were.
    pub fn asked(&self) -> Vec<String> {
        self.hold().asked.iter().map(|(what, _)| what.clone()).collect()
    }

    /// Returns for each of the last calls whether it changes anything.
    pub fn changes(&self) -> Vec<bool> {
        self.hold().asked.iter().map(|(_, changes)| *changes).collect()
    }

    /// Makes every call that writes fail, as on a disk that is mounted read-only.
    pub fn set_read_only(&self, read_only: bool) {
        self.hold().read_only = read_only;
    }

    /// Lets the system refuse to open a file.
    pub fn forbid(&self, path: PathBuf) {
        self.hold().forbidden = Some(path);
    }

    /// Returns every path of a file, with what it holds.
    pub fn files(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let mut files = BTreeMap::new();
        self.hold().tree.collect(0, Path::new("/"), &mut files);
        files
    }

    fn hold(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Counts a call; fails if this is the one that goes wrong.
    fn call(&self, what: &str, path: &Path, writes: bool) -> io::Result<MutexGuard<'_, Inner>> {
        let mut inner = self.hold();
        inner.calls += 1;
        let count = inner.calls;
        // Making names durable is allowed where nothing can be written.
        inner.asked.push((format!("{count} {what} {}", path.display()), writes || what == "sync folder"));
        if inner.read_only && writes {
            return Err(ErrorKind::ReadOnlyFilesystem.into());
        }
        match inner.fault {
            Some(Fault::Once(at, kind)) if at == count => Err(kind.into()),
            Some(Fault::From(at, kind)) if count >= at && writes => Err(kind.into()),
            Some(Fault::Cut(at)) if count >= at => Err(io::Error::other("the power is off")),
            _ => Ok(inner),
        }
    }
}

impl Tree {
    fn folder() -> Node {
        Node::Folder { now: BTreeMap::new(), durable: BTreeMap::new(), pending: Vec::new() }
    }

    fn add_node(&mut self, node: Node) -> usize {
        self.nodes.push(node);
        self.nodes.len() - 1
    }

    fn add_folder(&mut self, path: &Path) {
        if let Some(above) = path.parent()
            && self.find(above).is_none()
        {
            self.add_folder(above);
        }
        let node = self.add_node(Self::folder());
        self.change(path, Some(node)).expect("the folder above is there");
    }

    fn find(&self, path: &Path) -> Option<usize> {
        path.components().try_fold(0, |node, part| match (part, &self.nodes[node]) {
            (Component::RootDir, _) => Some(0),
            (Component::Normal(name), Node::Folder { now, .. }) => now.get(&*name.to_string_lossy()).copied(),
            _ => None,
        })
    }

    fn need(&self, path: &Path) -> io::Result<usize> {
        self.find(path).ok_or_else(|| ErrorKind::NotFound.into())
    }

    /// Lets a name stand for a node, or for nothing.
    fn change(&mut self, path: &Path, to: Option<usize>) -> io::Result<()> {
        let (folder, name) = self.split(path)?;
        let change = match to {
            Some(node) => Change { came: vec![(name, node)], went: Vec::new() },
            None => Change { came: Vec::new(), went: vec![name] },
        };
        self.apply(folder, change);
        Ok(())
    }

    fn split(&self, path: &Path) -> io::Result<(usize, String)> {
        let name = path.file_name().ok_or(ErrorKind::InvalidInput)?.to_string_lossy().into_owned();
        Ok((self.need(path.parent().unwrap_or(Path::new("/")))?, name))
    }

    fn apply(&mut self, folder: usize, change: Change) {
        let Node::Folder { now, pending, .. } = &mut self.nodes[folder] else { panic!("no folder") };
        change.make(now);
        pending.push(change);
    }

    fn rename(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let node = self.need(from)?;
        let ((from_folder, from_name), (to_folder, to_name)) = (self.split(from)?, self.split(to)?);
        if from_folder == to_folder {
            self.apply(from_folder, Change { came: vec![(to_name, node)], went: vec![from_name] });
        } else {
            self.apply(to_folder, Change { came: vec![(to_name, node)], went: Vec::new() });
            self.apply(from_folder, Change { came: Vec::new(), went: vec![from_name] });
        }
        Ok(())
    }

    /// Makes everything durable.
    fn settle(&mut self) {
        for node in &mut self.nodes {
            match node {
                Node::File { now, durable } => durable.clone_from(now),
                Node::Folder { now, durable, pending } => {
                    durable.clone_from(now);
                    pending.clear();
                }
            }
        }
    }

    /// Loses what does not survive.
    fn survive(&mut self, survival: Survival) {
        let mut coin = Coin(match survival {
            Survival::Chance(seed) => seed,
            _ => 0,
        });
        for node in &mut self.nodes {
            match (node, survival) {
                (_, Survival::Everything) | (Node::Folder { .. }, Survival::Torn) => {}
                (Node::File { now, durable }, Survival::Durable) => now.clone_from(durable),
                (Node::Folder { now, durable, .. }, Survival::Durable) => now.clone_from(durable),
                (Node::File { now, durable }, Survival::Torn) => tear(now, durable, 2),
                (Node::File { now, durable }, Survival::Chance(_)) => match coin.toss(3) {
                    0 => now.clone_from(durable),
                    1 => tear(now, durable, 3),
                    _ => {}
                },
                (Node::Folder { now, durable, pending }, Survival::Chance(_)) => {
                    now.clone_from(durable);
                    pending.iter().filter(|_| coin.toss(2) == 0).for_each(|change| change.make(now));
                }
            }
        }
        self.settle();
    }

    fn collect(&self, node: usize, path: &Path, files: &mut BTreeMap<PathBuf, Vec<u8>>) {
        match &self.nodes[node] {
            Node::File { now, .. } => drop(files.insert(path.to_owned(), now.clone())),
            Node::Folder { now, .. } => now.iter().for_each(|(name, at)| self.collect(*at, &path.join(name), files)),
        }
    }
}

impl Change {
    fn make(&self, names: &mut BTreeMap<String, usize>) {
        for name in &self.went {
            names.remove(name);
        }
        names.extend(self.came.iter().cloned());
    }
}

/// Cuts what was written since the last sync to a part of it.
fn tear(now: &mut Vec<u8>, durable: &[u8], part: usize) {
    if now != durable {
        now.truncate(durable.len() + now.len().saturating_sub(durable.len()) / part);
    }
}

impl FileSystem for World {
    fn open(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        let inner = self.call("open", path, false)?;
        if inner.forbidden.as_deref() == Some(path) {
            return Err(ErrorKind::PermissionDenied.into());
        }
        match &inner.tree.nodes[inner.tree.need(path)?] {
            Node::File { now, .. } => {
                Ok(Box::new(Reading { world: self.clone(), path: path.to_owned(), bytes: Cursor::new(now.clone()) }))
            }
            Node::Folder { .. } => Err(ErrorKind::InvalidInput.into()),
        }
    }

    fn create(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        let mut inner = self.call("create", path, true)?;
        if inner.tree.find(path).is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let node = inner.tree.add_node(Node::File { now: Vec::new(), durable: Vec::new() });
        inner.tree.change(path, Some(node))?;
        Ok(Box::new(Writing { world: self.clone(), path: path.to_owned(), node }))
    }

    fn append(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        let mut inner = self.call("append", path, true)?;
        let node = match inner.tree.find(path) {
            Some(node) => node,
            None => {
                let node = inner.tree.add_node(Node::File { now: Vec::new(), durable: Vec::new() });
                inner.tree.change(path, Some(node))?;
                node
            }
        };
        Ok(Box::new(Writing { world: self.clone(), path: path.to_owned(), node }))
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        let mut inner = self.call("rename", to, true)?;
        if inner.tree.find(to).is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        inner.tree.rename(from, to)
    }

    fn rename_over(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.call("rename over", to, true)?.tree.rename(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let mut inner = self.call("remove", path, true)?;
        inner.tree.need(path)?;
        inner.tree.change(path, None)
    }

    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        let mut inner = self.call("remove folder", path, true)?;
        match &inner.tree.nodes[inner.tree.need(path)?] {
            Node::Folder { now, .. } if now.is_empty() => inner.tree.change(path, None),
            Node::Folder { .. } => Err(ErrorKind::DirectoryNotEmpty.into()),
            Node::File { .. } => Err(ErrorKind::NotADirectory.into()),
        }
    }

    fn make_folder(&self, path: &Path) -> io::Result<()> {
        let mut inner = self.call("make folder", path, true)?;
        if inner.tree.find(path).is_some() {
            return Err(ErrorKind::AlreadyExists.into());
        }
        let node = inner.tree.add_node(Tree::folder());
        inner.tree.change(path, Some(node))
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        let mut inner = self.call("sync folder", path, false)?;
        let node = inner.tree.need(path)?;
        if let Node::Folder { now, durable, pending } = &mut inner.tree.nodes[node] {
            durable.clone_from(now);
            pending.clear();
        }
        Ok(())
    }

    fn barrier(&self, folder: &Path) -> io::Result<Option<Box<dyn Barrier>>> {
        drop(self.call("barrier", folder, false)?);
        Ok(Some(Box::new(Standing { world: self.clone(), folder: folder.to_owned() })))
    }

    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        let inner = self.call("list", path, false)?;
        match &inner.tree.nodes[inner.tree.need(path)?] {
            Node::Folder { now, .. } => Ok(now.keys().cloned().collect()),
            Node::File { .. } => Err(ErrorKind::NotADirectory.into()),
        }
    }

    fn facts(&self, path: &Path) -> io::Result<Facts> {
        let inner = self.call("facts", path, false)?;
        Ok(match &inner.tree.nodes[inner.tree.need(path)?] {
            Node::File { now, .. } => Facts { kind: Kind::File, bytes: now.len() as u64 },
            Node::Folder { .. } => Facts { kind: Kind::Folder, bytes: 0 },
        })
    }

    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        self.call("resolve", path, false)?.tree.need(path)?;
        Ok(path.to_owned())
    }

    fn lock(&self, path: &Path, _wait: bool) -> io::Result<Option<Lock>> {
        let mut inner = self.call("lock", path, false)?;
        if !inner.locks.insert(path.to_owned()) {
            return Ok(None);
        }
        drop(inner);
        Ok(Some(Box::new(Held { world: self.clone(), path: path.to_owned() })))
    }

    fn database(&self, _: &Path) -> Option<PathBuf> {
        None
    }
}

struct Held {
    world: World,
    path: PathBuf,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.world.hold().locks.remove(&self.path);
    }
}

struct Reading {
    world: World,
    path: PathBuf,
    bytes: Cursor<Vec<u8>>,
}

impl Read for Reading {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        drop(self.world.call("read", &self.path, false)?);
        self.bytes.read(buffer)
    }
}

impl Seek for Reading {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.bytes.seek(to)
    }
}

impl ReadFile for Reading {}

struct Writing {
    world: World,
    path: PathBuf,
    node: usize,
}

impl Write for Writing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let (mut inner, failed) = match self.world.call("write", &self.path, true) {
            Ok(inner) => (inner, None),
            Err(error) => (self.world.hold(), Some(error)),
        };
        // A write that fails, or that the cut falls into, may have got some of its bytes out.
        let half = failed.is_some() && matches!(inner.fault, Some(Fault::Cut(at)) if at != inner.calls);
        let out = if half {
            &[]
        } else if failed.is_some() {
            &bytes[..bytes.len() / 2]
        } else {
            bytes
        };
        if let Node::File { now, .. } = &mut inner.tree.nodes[self.node] {
            now.extend_from_slice(out);
        }
        failed.map_or(Ok(bytes.len()), Err)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl WriteFile for Writing {
    fn sync(&mut self) -> io::Result<()> {
        let mut inner = self.world.call("sync", &self.path, true)?;
        if let Node::File { now, durable } = &mut inner.tree.nodes[self.node] {
            durable.clone_from(now);
        }
        Ok(())
    }
}

struct Standing {
    world: World,
    folder: PathBuf,
}

impl Barrier for Standing {
    fn pass(&mut self) -> io::Result<()> {
        self.world.call("pass", &self.folder, true)?.tree.settle();
        Ok(())
    }
}
