//! Sealing again what a box holds, to its new key: objects one by one, segments with the same lines and the same note.
//!
//! What is new is durable and read back before what is old goes; whatever cannot be opened stays as it is.

use crate::boxes::{Draft, OpenBox};
use crate::error::{At, Result, VaultError};
use crate::ingest::Step;
use crate::log::{LogReading, SEALED_SEGMENT, writer_folder};
use crate::read::{object_path, open_object};
use crate::seal::Sealed;
use crate::session::{Core, UnlockedVault, unusable};
use crate::wording::finding;
use casekeep_format::names::temporary_name;
use casekeep_format::{
    Entries, Moved, PartsBuilder, SegmentName, is_decryption_failure, kind, open_bytes, read_part, seal_bytes,
    segment_name,
};
use casekeep_model::view::Progress;
use casekeep_model::{BoxId, Class, FileFacts, ObjectName, WriterId};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// How many objects one `moved` record names.
const BATCH: usize = 24;

/// Long work that is told how far it is and may be stopped between two files.
pub(crate) struct Work<'a> {
    pub step: Step<'a>,
    pub progress: Progress,
}

impl Work<'_> {
    /// Counts bytes; breaks when the person stopped it.
    fn tick(&mut self, bytes: u64) -> ControlFlow<()> {
        self.progress.bytes_done += bytes;
        (self.step)(&self.progress)
    }

    /// Says how far it is before the first file.
    pub fn begin(&mut self) -> Result<()> {
        if self.tick(0).is_break() { Err(VaultError::Cancelled) } else { Ok(()) }
    }

    /// Counts a file.
    fn count(&mut self, called: &str) -> Result<()> {
        self.progress.files_done = self.progress.files_done.saturating_add(1);
        called.clone_into(&mut self.progress.current);
        if self.tick(0).is_break() { Err(VaultError::Cancelled) } else { Ok(()) }
    }
}

impl UnlockedVault {
    /// Counts the files that are not yet sealed to the new keys: objects and segments of these boxes and the vault's own.
    pub(crate) fn count_files_to_reseal(&self, core: &Core, boxes: &[BoxId]) -> Result<u32> {
        let mut files = self.older_segments(&core.vault_box)?;
        for open in boxes.iter().filter_map(|id| core.boxes.get(id)) {
            files += objects_to_reseal(&open.read_logs(&self.vault, &self.key)?).0.len();
            files += self.older_segments(open)?;
        }
        Ok(u32::try_from(files).unwrap_or(u32::MAX))
    }

    fn older_segments(&self, open: &OpenBox) -> Result<usize> {
        let keys = open.log_keys(&self.vault, &self.key);
        let mut count = 0;
        for writer in keys.writers()? {
            let folder = writer_folder(&open.folder, &writer);
            for (_, file) in keys.segments(&writer)? {
                // While the box's own key is an older one, everything in it is sealed to that.
                let is_new = !open.earlier.due && {
                    let bytes = self.disk().read(&folder.join(file), SEALED_SEGMENT)?;
                    open_bytes(&open.identity, bytes.as_slice(), bytes.len()).is_ok()
                };
                count += usize::from(!is_new);
            }
        }
        Ok(count)
    }

    /// Seals every object of a box that is not yet sealed to its new key, and takes away the old ones.
    pub(crate) fn reseal_objects(&self, core: &mut Core, id: &BoxId, work: &mut Work<'_>) -> Result<()> {
        let open = core.boxes.get(id).ok_or_else(|| unusable(id))?;
        let readings = open.read_whole_logs(&self.vault, &self.key)?;
        let (todo, done) = objects_to_reseal(&readings);
        let folder = open.folder.clone();
        self.remove_objects(&folder, done.iter().map(|pair| pair.from))?;
        for batch in todo.chunks(BATCH) {
            let mut moved = Vec::new();
            let sealed = self.reseal_batch(core, id, batch, work, &mut moved);
            // What was sealed before it was stopped is named all the same.
            if !moved.is_empty() {
                self.sync_objects(&folder, moved.iter().map(|pair| pair.to))?;
                let parts = PartsBuilder::new().with("moved", &moved).build();
                self.append(core, id, vec![Draft::new(kind::MOVED, parts)])?;
                self.remove_objects(&folder, moved.iter().map(|pair| pair.from))?;
            }
            sealed?;
        }
        Ok(())
    }

    fn reseal_batch(
        &self,
        core: &mut Core,
        id: &BoxId,
        batch: &[(ObjectName, FileFacts)],
        work: &mut Work<'_>,
        moved: &mut Vec<Moved>,
    ) -> Result<()> {
        for (from, facts) in batch {
            let open = core.boxes.get(id).ok_or_else(|| unusable(id))?;
            let called = open.called.clone();
            if let Some(sealed) = self.reseal_object(core, open, from, *facts, work)? {
                let to = sealed.name;
                self.place_object(core, id, sealed, true)?;
                let open = core.boxes.get(id).ok_or_else(|| unusable(id))?;
                self.check_resealed(open, &to, *facts)?;
                moved.push(Moved { from: *from, to });
            }
            work.count(&called)?;
        }
        Ok(())
    }

    fn sync_objects(&self, folder: &Path, names: impl Iterator<Item = ObjectName>) -> Result<()> {
        let shards: BTreeSet<PathBuf> =
            names.filter_map(|name| object_path(folder, &name).parent().map(Path::to_path_buf)).collect();
        shards.iter().try_for_each(|shard| self.disk().sync_folder(shard))
    }

    /// Seals one object again; `None` when it is not there or damaged, which a check names.
    fn reseal_object(
        &self,
        core: &Core,
        open: &OpenBox,
        name: &ObjectName,
        facts: FileFacts,
        work: &mut Work<'_>,
    ) -> Result<Option<Sealed>> {
        let path = object_path(&open.folder, name);
        let mut reader = match open_object(self.disk(), &path, open, facts) {
            Ok(reader) => reader,
            Err(VaultError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(VaultError::Format(_)) => return Ok(None),
            Err(error) => return Err(error),
        };
        let place = self.place_in(core, open, true)?;
        match place.seal(&mut reader, &*self.installation.inspect, &mut |bytes| work.tick(bytes)) {
            Ok(sealed) if sealed.file == facts => Ok(Some(sealed)),
            Ok(_) => Ok(None),
            Err(VaultError::Io { doing: "reading", source, .. })
                if is_decryption_failure(&source) || source.kind() == io::ErrorKind::InvalidData =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Reads back an object that was sealed again.
    fn check_resealed(&self, open: &OpenBox, name: &ObjectName, facts: FileFacts) -> Result<()> {
        let mut reader = open_object(self.disk(), &object_path(&open.folder, name), open, facts)?;
        let mut buffer = vec![0; 128 << 10];
        loop {
            match reader.read(&mut buffer) {
                Ok(0) => return Ok(()),
                Ok(_) => {}
                Err(_) => {
                    let about =
                        format!("The file {name} was not read back as it was written: the disk is not to be trusted.");
                    return Err(finding(Class::ObjectChanged, about).into());
                }
            }
        }
    }

    fn remove_objects(&self, folder: &Path, names: impl Iterator<Item = ObjectName>) -> Result<()> {
        let mut shards = BTreeSet::new();
        for name in names {
            let path = object_path(folder, &name);
            if self.disk().is_there(&path)? {
                self.disk().remove(&path)?;
                shards.extend(path.parent().map(Path::to_path_buf));
            }
        }
        shards.iter().try_for_each(|shard| self.disk().sync_folder(shard))
    }

    /// Seals every segment under older keys again, to the box's new key.
    pub(crate) fn reseal_logs(&self, open: &OpenBox, own: &WriterId, work: &mut Work<'_>) -> Result<()> {
        let keys = open.log_keys(&self.vault, &self.key);
        for writer in keys.writers()? {
            let folder = writer_folder(&open.folder, &writer);
            let mut sealed: BTreeMap<(u64, u64), Vec<u8>> = BTreeMap::new();
            let mut older = Vec::new();
            for (name, file) in keys.segments(&writer)? {
                let path = folder.join(file);
                let bytes = self.disk().read(&path, SEALED_SEGMENT)?;
                if !name.is_name_of(&bytes) {
                    continue;
                }
                if let Ok(plain) = open_bytes(&open.identity, bytes.as_slice(), bytes.len()) {
                    sealed.insert((name.first, name.last), blake3::hash(&plain).as_bytes().to_vec());
                } else if open.earlier.identities.iter().any(|i| open_bytes(i, bytes.as_slice(), bytes.len()).is_ok()) {
                    older.push((name, path));
                }
            }
            for (name, path) in older {
                self.reseal_segment(open, own, &folder, &name, &path, &sealed)?;
                work.count(&open.called)?;
            }
        }
        Ok(())
    }

    fn reseal_segment(
        &self,
        open: &OpenBox,
        own: &WriterId,
        folder: &Path,
        name: &SegmentName,
        path: &Path,
        sealed: &BTreeMap<(u64, u64), Vec<u8>>,
    ) -> Result<()> {
        let disk = self.disk();
        let bytes = disk.read(path, SEALED_SEGMENT)?;
        let opened = open.earlier.identities.iter().find_map(|i| open_bytes(i, bytes.as_slice(), bytes.len()).ok());
        let Some(plain) = opened else { return Ok(()) };
        // A crash came between the new file and the end of the old one.
        let is_there = sealed.get(&(name.first, name.last)).is_some_and(|hash| hash == blake3::hash(&plain).as_bytes());
        if !is_there {
            let bytes = seal_bytes(&open.to, &plain)?;
            let to = folder.join(segment_name(name.first, name.last, &bytes));
            disk.write_new(&folder.join(temporary_name(own)), &to, &bytes)?;
            disk.sync_folder(folder)?;
            let back = disk.read(&to, SEALED_SEGMENT)?;
            if open_bytes(&open.identity, back.as_slice(), back.len())?.as_slice() != plain.as_slice() {
                return Err(io::Error::from(io::ErrorKind::InvalidData)).at("reading back", &to);
            }
        }
        disk.remove(path)?;
        disk.sync_folder(folder)
    }
}

/// Returns the objects that are still sealed to an older key, and what was moved under the newest one.
fn objects_to_reseal(readings: &BTreeMap<WriterId, LogReading>) -> (Vec<(ObjectName, FileFacts)>, Vec<Moved>) {
    let records = || readings.values().flat_map(LogReading::all_records);
    let newest = readings.values().filter(|reading| !reading.is_older()).flat_map(|reading| reading.records.values());
    let done: Vec<Moved> = newest
        .filter(|record| record.head().kind == kind::MOVED)
        .flat_map(|record| read_part::<Vec<Moved>>(record, "moved").unwrap_or_default())
        .collect();
    let names: BTreeSet<ObjectName> = done.iter().map(|pair| pair.to).collect();
    let is_older = |writer: &WriterId| readings.get(writer).is_some_and(LogReading::is_older);
    let mut seen = BTreeSet::new();
    let items = Entries::from_records(records()).items;
    let due = items.iter().filter(|entry| is_older(&entry.place.writer) && !names.contains(&entry.first.object));
    let due = due.filter(|entry| seen.insert(entry.first.object));
    (due.map(|entry| (entry.first.object, entry.first.file)).collect(), done)
}
