//! Reading items back: original bytes, copies saved outside, previews.

use crate::boxes::{Draft, OpenBox};
use crate::contacts::no_item;
use crate::disk::Disk;
use crate::error::{At, Result, VaultError};
use crate::files::ReadFile;
use crate::ingest::Step;
use crate::outside::NewFile;
use crate::rows::{self, Around};
use crate::session::{UnlockedVault, hold};
use crate::wording::finding;
use casekeep_format::parts::copy_parts;
use casekeep_format::{HashingReader, Identity, ItemEntry, OpenReader, is_decryption_failure, kind, open_with_any};
use casekeep_model::inspect::{LookError, Preview, PreviewError, ReadSeek};
use casekeep_model::view::{ItemView, Progress};
use casekeep_model::{BoxId, Class, FileFacts, Finding, Item, ObjectName, limits};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

/// An item's original bytes; at the end of a read from the start, they are compared with what was recorded.
pub struct ItemReader {
    inner: HashingReader<OpenReader<BufReader<Box<dyn ReadFile>>>>,
    facts: FileFacts,
    /// False once it was moved: then only age's own check holds, chunk by chunk.
    whole: bool,
}

impl ItemReader {
    /// Returns the number of bytes.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.facts.size
    }
}

impl Read for ItemReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        if read == 0 && !buffer.is_empty() && self.whole && self.inner.facts() != self.facts {
            return Err(io::Error::new(io::ErrorKind::InvalidData, "the bytes are not those that were recorded"));
        }
        Ok(read)
    }
}

impl Seek for ItemReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.whole = false;
        self.inner.get_mut().seek(to)
    }
}

/// Returns what a failed read of an item means: its bytes are wrong, or the disk is.
#[must_use]
pub fn read_failure(error: io::Error, item: u32) -> VaultError {
    if is_decryption_failure(&error) || error.kind() == io::ErrorKind::InvalidData {
        return finding(Class::ObjectChanged, format!("The file of item {item} is not the one that was saved.")).into();
    }
    VaultError::Io { doing: "reading", path: PathBuf::from(format!("the file of item {item}")), source: error }
}

/// Opens an object of a box.
pub(crate) fn open_object(disk: &Disk, path: &Path, open: &OpenBox, facts: FileFacts) -> Result<ItemReader> {
    let file = disk.open(path).at("reading", path)?;
    let identities: Vec<&Identity> = std::iter::once(&open.identity).chain(&open.earlier.identities).collect();
    let inner = open_with_any(&identities, BufReader::with_capacity(128 << 10, file))?;
    Ok(ItemReader { inner: HashingReader::new(inner), facts, whole: true })
}

/// Returns the place of an object in a box's folder.
pub(crate) fn object_path(folder: &Path, name: &ObjectName) -> PathBuf {
    let name = name.to_string();
    folder.join("objects").join(&name[..2]).join(format!("{name}.age"))
}

fn object_finding(error: &VaultError, item: u32) -> Option<Finding> {
    match error {
        VaultError::Io { source, .. } if source.kind() == io::ErrorKind::NotFound => {
            Some(finding(Class::ObjectMissing, format!("The file of item {item} is not there.")))
        }
        VaultError::Format(_) => {
            Some(finding(Class::ObjectChanged, format!("The file of item {item} is not the one that was saved.")))
        }
        _ => None,
    }
}

impl UnlockedVault {
    /// Returns an item with everything known about it.
    ///
    /// # Errors
    /// When there is no such case or item, or the index cannot be read.
    pub fn item(&self, case: u32, number: u32) -> Result<ItemView> {
        let (id, entry) = self.item_entry(case, number)?;
        let index = hold(&self.index);
        let contacts = index.links(&id)?.remove(&number).unwrap_or_default();
        let mut around = Around::default();
        index.each_item(&id, &mut |other| around.see(&entry, &other))?;
        let transcripts = index.transcripts(&id, number)?.iter().map(rows::register_view).collect();
        let beside = rows::BesideItem { contacts, around, transcripts, saved_copies: index.copies(&id, number)? };
        Ok(rows::item_view(&entry, beside, &*self.installation.inspect))
    }

    pub(crate) fn item_entry(&self, case: u32, number: u32) -> Result<(BoxId, ItemEntry)> {
        let id = self.case_box(&hold(&self.core), case)?;
        let entry = hold(&self.index).item(&id, number)?.ok_or_else(|| no_item(number))?;
        Ok((id, entry))
    }

    /// Opens an item's original bytes.
    ///
    /// # Errors
    /// When there is no such item; an integrity error when its file is missing or changed; or what the system says.
    pub fn read_item(&self, case: u32, number: u32) -> Result<ItemReader> {
        let (id, entry) = self.item_entry(case, number)?;
        self.read_object(&id, &entry.first)
    }

    pub(crate) fn read_object(&self, id: &BoxId, item: &Item) -> Result<ItemReader> {
        let core = hold(&self.core);
        let open = core.boxes.get(id).ok_or_else(|| no_item(item.number))?;
        open_object(self.disk(), &object_path(&open.folder, &item.object), open, item.file)
            .map_err(|error| object_finding(&error, item.number).map_or(error, Into::into))
    }

    /// Saves a decrypted copy outside the vault, and records that in the case's log.
    ///
    /// The record comes first: whatever of it reaches the disk, the log says that it was to be saved.
    ///
    /// # Errors
    /// [`VaultError::AlreadyExists`], [`VaultError::BadInput`] without a reason, an integrity error when the bytes are not
    /// those that were recorded, [`VaultError::Cancelled`], or what the system says; then nothing is left there.
    pub fn save_copy(&self, case: u32, number: u32, to: &Path, reason: &str, step: Step<'_>) -> Result<()> {
        crate::input::check_text("The reason", reason)?;
        let mut file = NewFile::begin(self.disk(), to)?;
        let mut reader = self.read_item(case, number)?;
        self.record_copy(case, number, reason)?;
        copy_checked(&mut reader, &mut file, to, number, step)?;
        file.publish()?;
        Ok(())
    }

    fn record_copy(&self, case: u32, number: u32, reason: &str) -> Result<()> {
        let mut core = hold(&self.core);
        let id = self.case_box(&core, case)?;
        let parts = copy_parts(number, reason, &self.clocks());
        self.commit(&mut core, &id, vec![Draft::new(kind::COPY, parts)])?;
        Ok(())
    }

    /// Returns a picture of an item whose longer side is at most `side` pixels, made by the sandboxed decoder.
    ///
    /// # Errors
    /// [`VaultError::Preview`] says why there is none; an integrity error when its file is missing or changed.
    pub fn preview(&self, case: u32, number: u32, side: u32) -> Result<Preview> {
        let (id, entry) = self.item_entry(case, number)?;
        self.preview_object(&id, &entry.first, side)
    }

    fn preview_object(&self, id: &BoxId, item: &Item, side: u32) -> Result<Preview> {
        if !self.installation.inspect.can_preview(&item.media_type) {
            return Err(PreviewError::NoPreview.into());
        }
        let bytes = self.small_bytes(id, item)?;
        Ok(self.installation.inspect.preview(&item.media_type, &bytes, side)?)
    }

    /// Reads all of an item that is small enough to be looked at.
    fn small_bytes(&self, id: &BoxId, item: &Item) -> Result<Vec<u8>> {
        if item.file.size > limits::PREVIEW_FILE {
            return Err(PreviewError::TooLarge.into());
        }
        let mut bytes = Vec::with_capacity(usize::try_from(item.file.size).unwrap_or(0));
        let read = self.read_object(id, item)?.read_to_end(&mut bytes);
        read.map_err(|error| read_failure(error, item.number))?;
        Ok(bytes)
    }

    /// Returns the original bytes and media type of an item that is small enough to be looked at.
    ///
    /// # Errors
    /// As [`UnlockedVault::preview`].
    pub fn small_item(&self, case: u32, number: u32) -> Result<(Vec<u8>, String)> {
        let (id, entry) = self.item_entry(case, number)?;
        Ok((self.small_bytes(&id, &entry.first)?, entry.first.media_type))
    }

    /// Returns the small picture of an item that a timeline shows, as PNG; kept in the encrypted index.
    ///
    /// # Errors
    /// As [`UnlockedVault::preview`].
    pub fn thumbnail(&self, case: u32, number: u32) -> Result<Vec<u8>> {
        let (id, entry) = self.item_entry(case, number)?;
        self.thumbnail_of(&id, &entry.first)
    }

    /// Lets something be asked of an item's file, by its media type, wherever in it the answer lies.
    ///
    /// # Errors
    /// [`VaultError::Preview`] says why there is no answer; an integrity error when the file is missing or changed.
    pub fn look<T>(
        &self,
        case: u32,
        number: u32,
        ask: impl FnOnce(&str, &mut dyn ReadSeek) -> std::result::Result<T, LookError>,
    ) -> Result<T> {
        let (id, entry) = self.item_entry(case, number)?;
        let mut file = self.read_object(&id, &entry.first)?;
        ask(&entry.first.media_type, &mut file).map_err(|error| match error {
            LookError::Preview(PreviewError::Cancelled) => VaultError::Cancelled,
            LookError::Preview(error) => error.into(),
            LookError::Read(error) => read_failure(error, number),
        })
    }

    pub(crate) fn thumbnail_of(&self, id: &BoxId, item: &Item) -> Result<Vec<u8>> {
        let object = item.object.to_string();
        if let Some(png) = hold(&self.index).thumbnail(&object)? {
            return Ok(png);
        }
        let Preview { png, likeness, .. } = self.preview_object(id, item, limits::THUMBNAIL_SIDE)?;
        let index = hold(&self.index);
        index.set_thumbnail(&object, &png)?;
        index.set_likeness(&object, likeness.as_ref())?;
        Ok(png)
    }
}

fn copy_checked(reader: &mut ItemReader, file: &mut NewFile, to: &Path, number: u32, step: Step<'_>) -> Result<()> {
    let mut buffer = vec![0; 128 << 10];
    let (mut done, bytes) = (0, reader.size());
    loop {
        let read = reader.read(&mut buffer).map_err(|error| read_failure(error, number))?;
        if read == 0 {
            return Ok(());
        }
        file.write_all(buffer.get(..read).unwrap_or_default()).at("writing", to)?;
        done += read as u64;
        let current = format!("item {number}");
        if step(&Progress { files_done: 0, files: 1, bytes_done: done, bytes, current }).is_break() {
            return Err(VaultError::Cancelled);
        }
    }
}
