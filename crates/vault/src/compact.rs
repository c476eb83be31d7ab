//! Compaction: many small segments of an own log become one with the same lines and the last note
//! (`docs/format.md` section 7.5).
//!
//! Nothing is deleted before the new segment was made durable, opened again and compared leaf by leaf. A crash at any step
//! leaves segments that overlap and are equal, which every reader takes, and which the next round tidies.

use crate::boxes::OpenBox;
use crate::error::Result;
use crate::log::{LogKeys, Opened};
use crate::session::{Access, Core, UnlockedVault, hold};
use casekeep_format::names::temporary_name;
use casekeep_format::{Recipient, Record, SegmentName, segment_name, write_segment};
use casekeep_model::{WriterId, limits};

/// How many segments in a row become one.
const RUN: usize = 64;
/// Segments below this many bytes are of the smallest size.
const SMALL: u64 = 64 << 10;
/// Segments above this many bytes stay as they are.
const LARGE: u64 = 4 << 20;
/// How many segments one round makes at most when the vault is locked: it waits for that.
pub(crate) const AT_LOCK: u32 = 8;
/// The same when it was unlocked.
pub(crate) const AT_UNLOCK: u32 = 1;

/// A segment's file: its name in both forms, and its length.
struct File {
    name: SegmentName,
    file: String,
    bytes: u64,
}

impl File {
    fn class(&self) -> u8 {
        match self.bytes {
            ..SMALL => 0,
            SMALL..=LARGE => 1,
            _ => 2,
        }
    }

    fn covers(&self, other: &Self) -> bool {
        let holds = self.name.first <= other.name.first && self.name.last >= other.name.last;
        holds && (self.name != other.name) && (self.span() > other.span() || self.name.hash < other.name.hash)
    }

    fn span(&self) -> u64 {
        self.name.last - self.name.first
    }
}

impl UnlockedVault {
    /// Makes fewer files of the logs that this installation wrote, at most `most` new ones; returns how many it made.
    ///
    /// The window calls it when nobody is at work; lock and unlock do a little of it by themselves. Nothing that was
    /// recorded changes. A log in which something is wrong is left as it is.
    ///
    /// # Errors
    /// What the system says; everything that was saved is there all the same.
    pub fn compact(&self, most: u32) -> Result<u32> {
        self.check_writable()?;
        let core = hold(&self.core);
        self.compact_logs(&core, most)
    }

    /// The same, as well as it goes: what fails waits for another time.
    pub(crate) fn compact_a_little(&self, most: u32) {
        if self.access != Access::Read {
            let _ = self.compact(most);
        }
    }

    fn compact_logs(&self, core: &Core, most: u32) -> Result<u32> {
        // What is unexplained is not tidied: the files are what there is to look at.
        if core.rolled_back || core.ended {
            return Ok(0);
        }
        let writer = &core.pin.writer;
        let mut made = 0;
        for open in std::iter::once(&core.vault_box).chain(core.boxes.values()) {
            let is_lost = core.lost.contains(&(open.id.clone(), writer.clone()));
            if is_lost || !open.may_be_written() {
                continue;
            }
            let log = OwnLog { keys: open.log_keys(&self.vault, &self.key), to: &open.to, writer };
            if log.remove_covered()? {
                while made < most && log.join_next(open)? {
                    made += 1;
                }
            }
        }
        Ok(made)
    }
}

/// The log of this installation in one box.
struct OwnLog<'a> {
    keys: LogKeys<'a>,
    to: &'a Recipient,
    writer: &'a WriterId,
}

impl OwnLog<'_> {
    fn files(&self) -> Result<Vec<File>> {
        let folder = self.keys.writer_folder(self.writer);
        let segments = self.keys.segments(self.writer)?.into_iter();
        Ok(segments
            .map(|(name, file)| File { bytes: self.keys.disk.length(&folder.join(&file)), name, file })
            .collect())
    }

    /// Opens a segment; `None` when anything is wrong with it.
    fn open(&self, file: &File) -> Result<Option<Opened>> {
        Ok(self.keys.open_segment(self.writer, &file.name, &file.file)?.ok())
    }

    /// Deletes what a crash left beside a segment that holds the same lines; false when two differ or one cannot be used.
    fn remove_covered(&self) -> Result<bool> {
        let files = self.files()?;
        let (mut larger, mut removed): (Option<(&File, Opened)>, bool) = (None, false);
        for file in &files {
            let Some(cover) = files.iter().find(|other| other.covers(file)) else { continue };
            if larger.as_ref().is_none_or(|(open, _)| open.name != cover.name) {
                let Some(opened) = self.open(cover)? else { return Ok(false) };
                larger = Some((cover, opened));
            }
            let (Some((_, whole)), Some(part)) = (&larger, self.open(file)?) else { return Ok(false) };
            if !holds(whole, &part) {
                return Ok(false);
            }
            self.remove(file)?;
            removed = true;
        }
        if removed {
            self.keys.disk.sync_folder(&self.keys.writer_folder(self.writer))?;
        }
        Ok(true)
    }

    /// Joins the first segments that are due; false when there are none.
    fn join_next(&self, open: &OpenBox) -> Result<bool> {
        let files = self.files()?;
        let run = due(&files);
        let (mut records, mut note) = (Vec::new(), String::new());
        for file in run {
            let Some(opened) = self.open(file)? else { return Ok(false) };
            records.extend(opened.records);
            note = opened.note;
        }
        let (Some(first), Some(last)) = (run.first(), run.last()) else { return Ok(false) };
        // A commit that failed forbids going on with the log until it was read again; so does this.
        if open.frontier().is_none_or(|tree| tree.size() <= last.name.last) {
            return Ok(false);
        }
        let bytes = write_segment(&records, &note, self.to)?;
        let file = segment_name(first.name.first, last.name.last, &bytes);
        if !self.put(&file, &bytes, &records, &note)? {
            return Ok(false);
        }
        for file in run {
            self.remove(file)?;
        }
        self.keys.disk.sync_folder(&self.keys.writer_folder(self.writer))?;
        Ok(true)
    }

    /// Writes a segment durably, opens it again, and says whether it is what was to be written.
    fn put(&self, file: &str, bytes: &[u8], records: &[Record], note: &str) -> Result<bool> {
        let folder = self.keys.writer_folder(self.writer);
        self.keys.disk.write_new(&folder.join(temporary_name(self.writer)), &folder.join(file), bytes)?;
        self.keys.disk.sync_folder(&folder)?;
        let name = file.parse()?;
        let read = self.keys.open_segment(self.writer, &name, file)?;
        if read.is_ok_and(|read| read.records == records && read.note == note) {
            return Ok(true);
        }
        // The disk gave back other bytes than it took: the old files stay, and this one is not wanted.
        self.keys.disk.remove(&folder.join(file))?;
        Ok(false)
    }

    fn remove(&self, file: &File) -> Result<()> {
        self.keys.disk.remove(&self.keys.writer_folder(self.writer).join(&file.file))
    }
}

/// Returns whether a segment holds the records of another, line for line, and says the same of where both end.
fn holds(whole: &Opened, part: &Opened) -> bool {
    let skipped = usize::try_from(part.first.saturating_sub(whole.first)).unwrap_or(usize::MAX);
    let same = whole.records.get(skipped..).is_some_and(|records| records.starts_with(&part.records));
    same && (part.checkpoint.size != whole.checkpoint.size || part.checkpoint.root == whole.checkpoint.root)
}

/// Returns the first segments in a row that are of one size and enough to become one.
fn due(files: &[File]) -> &[File] {
    let is_joined = |two: &[File]| match two {
        [one, next] => one.class() == next.class() && one.class() < 2 && one.name.last + 1 == next.name.first,
        _ => false,
    };
    let mut begin = 0;
    for end in 1..=files.len() {
        if end - begin == RUN {
            return fitting(files.get(begin..end).unwrap_or_default());
        }
        if !files.get(end - 1..=end).is_some_and(is_joined) {
            begin = end;
        }
    }
    &[]
}

/// Returns as many of the segments as fit into one.
fn fitting(files: &[File]) -> &[File] {
    let mut bytes = 0;
    let fit = files.iter().take_while(|file| {
        bytes += file.bytes;
        bytes <= limits::PACK
    });
    files.get(..fit.count()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{File, RUN, due};
    use casekeep_format::SegmentName;

    fn files(sizes: &[u64]) -> Vec<File> {
        let name = |n: u64| SegmentName { first: n, last: n, hash: "0".repeat(32) };
        (0..).zip(sizes).map(|(n, bytes)| File { name: name(n), file: String::new(), bytes: *bytes }).collect()
    }

    fn range(sizes: &[u64]) -> Option<(u64, u64)> {
        let files = files(sizes);
        let run = due(&files);
        Some((run.first()?.name.first, run.last()?.name.last))
    }

    #[test]
    fn sixty_four_in_a_row_of_one_size_are_joined() {
        assert_eq!(range(&[]), None);
        assert_eq!(range(&[900; RUN - 1]), None);
        assert_eq!(range(&[900; RUN]), Some((0, 63)));
        assert_eq!(range(&[900; 3 * RUN]), Some((0, 63)));
        assert_eq!(range(&[[100_000; 1].as_slice(), &[900; RUN]].concat()), Some((1, 64)));
        assert_eq!(range(&[[900; 40].as_slice(), &[100_000; 1], &[900; 40]].concat()), None);
    }

    #[test]
    fn larger_ones_are_joined_up_to_sixteen_mebibytes_and_the_largest_never() {
        assert_eq!(range(&[100 << 10; RUN]), Some((0, 63)));
        assert_eq!(range(&[1 << 20; RUN]), Some((0, 15)));
        assert_eq!(range(&[4 << 20; RUN]), Some((0, 3)));
        assert_eq!(range(&[(4 << 20) + 1; 2 * RUN]), None);
    }

    #[test]
    fn a_gap_ends_a_row() {
        let mut files = files(&[900; RUN + 10]);
        files.remove(30);
        assert!(due(&files).is_empty());
    }
}
