//! Reading the logs of one box: every segment checked as far as its keys, hashes, numbers and signature go.
//!
//! Reading stops at nothing: what is wrong becomes a finding, and the records that stand are used.

use crate::disk::Disk;
use crate::epochs::Earlier;
use crate::error::{Result, VaultError};
use crate::wording;
use casekeep_format::{
    BoxRecord, Checkpoint, FormatError, Frontier, Identity, LogHead, Record, Salt, Segment, SegmentName, VerifyingKey,
    origin, read_segment,
};
use casekeep_model::{BoxId, Class, Finding, LeafHash, VaultId, WriterId, limits};
use std::collections::{BTreeMap, HashSet};
use std::ops::{Range, RangeInclusive};
use std::path::{Path, PathBuf};

/// Room for age's header and tags beyond a segment's plaintext, in bytes.
pub(crate) const SEALED_SEGMENT: u64 = limits::SEGMENT as u64 + (4 << 20);

/// From how many segments on they are opened beside the work with their records.
const MANY_SEGMENTS: usize = 4;

/// Where a box's logs are, and what opens and proves them.
#[derive(Clone, Copy)]
pub(crate) struct LogKeys<'a> {
    pub vault: &'a VaultId,
    pub box_id: &'a BoxId,
    pub disk: &'a Disk,
    /// The box's folder.
    pub folder: &'a Path,
    pub identity: &'a Identity,
    pub key: &'a VerifyingKey,
    /// Older keys, and where the logs under them end.
    pub earlier: &'a Earlier,
    /// How the box is called in findings.
    pub called: &'a str,
}

/// One writer's log, as far as it could be read.
#[derive(Default)]
pub(crate) struct LogReading {
    /// The leaves by number; without gaps only when there is no finding.
    leaves: BTreeMap<u64, LeafHash>,
    /// The records of these leaves, unless they were only shown to whoever read the log.
    pub records: BTreeMap<u64, Record>,
    /// The newest checkpoint whose records are all there and lead to its root.
    pub head: Option<(Checkpoint, String)>,
    /// The tree over the records of `head`.
    pub frontier: Frontier,
    /// Leaves of other versions of the log, for numbers that are in `leaves` too; each once, in the order of the files.
    forked_leaves: BTreeMap<u64, Vec<LeafHash>>,
    /// The records of these; kept and shown beside the others.
    pub forked: Vec<Record>,
    /// The leaf numbers of files that are there and cannot be used; each has a finding.
    pub broken: Vec<RangeInclusive<u64>>,
    pub findings: Vec<Finding>,
    /// How many epochs before the newest the key is that signed it.
    pub epochs_ago: usize,
    /// What record 0 says, once it was read.
    first: Option<Option<BoxRecord>>,
}

impl LogReading {
    /// Returns whether the key of an earlier epoch signed it.
    pub fn is_older(&self) -> bool {
        self.epochs_ago > 0
    }

    /// Returns whether it is a log that the newest key signed, and has something in it.
    pub fn is_under_newest(&self) -> bool {
        !self.is_older() && !self.is_empty()
    }

    /// Returns whether no record could be read.
    pub fn is_empty(&self) -> bool {
        self.leaves.is_empty()
    }

    /// Returns how many records could be read, without those of another version.
    pub fn count(&self) -> u64 {
        self.leaves.len() as u64
    }

    /// Returns the leaves from 0 on, up to the first gap.
    pub fn leaves(&self) -> Vec<LeafHash> {
        self.whole_leaves().collect()
    }

    fn whole_leaves(&self) -> impl Iterator<Item = LeafHash> {
        (0u64..).zip(&self.leaves).take_while(|(n, (at, _))| n == *at).map(|(_, (_, leaf))| *leaf)
    }

    /// Returns every record, the ones of another version of the log last.
    pub fn all_records(&self) -> impl Iterator<Item = &Record> {
        self.records.values().chain(&self.forked)
    }

    /// Returns the number after the last one that a record or a file stands for.
    pub fn end(&self) -> u64 {
        let read = self.leaves.keys().next_back().copied();
        let broken = self.broken.iter().map(|range| *range.end()).max();
        read.max(broken).map_or(0, |last| last.saturating_add(1))
    }

    /// Returns whether a broken file stands for every one of these numbers.
    fn is_named_broken(&self, mut numbers: Range<u64>) -> bool {
        numbers.all(|n| self.broken.iter().any(|range| range.contains(&n)))
    }
}

/// What was signed about a log, by size; more than one for a size is a fork.
type Checkpoints = BTreeMap<u64, Vec<(Checkpoint, String)>>;

/// One segment, with all that can be checked by itself.
pub(crate) struct Opened {
    /// The leaf number of its first record.
    pub first: u64,
    pub checkpoint: Checkpoint,
    pub note: String,
    pub records: Vec<Record>,
    /// How many epochs before the newest the key is that signed it.
    pub epochs_ago: usize,
}

/// Is given each segment of a log, or why it cannot be used.
type TakeSegment<'a> = &'a mut dyn FnMut(&SegmentName, std::result::Result<Opened, Finding>) -> Result<()>;

impl LogKeys<'_> {
    /// Returns the folder of a writer's segments.
    pub fn writer_folder(&self, writer: &WriterId) -> PathBuf {
        writer_folder(self.folder, writer)
    }

    /// Returns the writers that have a log here.
    pub fn writers(&self) -> Result<Vec<WriterId>> {
        Ok(self.disk.list(&self.folder.join("log"))?.iter().filter_map(|name| name.parse().ok()).collect())
    }

    /// Returns the segments of a writer, by first leaf number.
    pub fn segments(&self, writer: &WriterId) -> Result<Vec<(SegmentName, String)>> {
        let names = self.disk.list(&self.writer_folder(writer))?;
        let mut segments: Vec<_> =
            names.into_iter().filter_map(|name| Some((name.parse::<SegmentName>().ok()?, name))).collect();
        segments.sort_by_key(|(name, _)| (name.first, name.last));
        Ok(segments)
    }

    /// Reads only the newest segment of a log, when the names show a log without gap or overlap.
    ///
    /// `None` when the whole log must be read to know.
    pub fn read_head(&self, writer: &WriterId) -> Result<Option<LogHead>> {
        let segments = self.segments(writer)?;
        let mut next = 0;
        for (name, _) in &segments {
            if name.first != next {
                return Ok(None);
            }
            next = name.last.saturating_add(1);
        }
        let Some((name, file)) = segments.last() else { return Ok(None) };
        Ok(self.open_segment(writer, name, file)?.ok().map(|opened| self.head_of(writer, &opened.checkpoint)))
    }

    /// Returns what one segment is signed for; `None` when it cannot be read or is not this vault's.
    pub fn read_checkpoint(&self, writer: &WriterId, name: &SegmentName, file: &str) -> Result<Option<Checkpoint>> {
        Ok(self.open_segment(writer, name, file)?.ok().map(|opened| opened.checkpoint))
    }

    /// Returns a checkpoint as a head.
    pub fn head_of(&self, writer: &WriterId, checkpoint: &Checkpoint) -> LogHead {
        LogHead {
            box_id: self.box_id.clone(),
            writer: writer.clone(),
            size: checkpoint.size,
            root: checkpoint.root.to_string(),
        }
    }

    /// Opens one segment and checks all that can be checked by itself.
    pub fn open_segment(
        &self,
        writer: &WriterId,
        name: &SegmentName,
        file: &str,
    ) -> Result<std::result::Result<Opened, Finding>> {
        let path = self.writer_folder(writer).join(file);
        let what = |about: &str| format!("Records {} to {} of {}: {about}.", name.first, name.last, self.called);
        let bytes = match self.disk.read(&path, SEALED_SEGMENT) {
            Ok(bytes) => bytes,
            Err(VaultError::Io { source, .. }) => {
                let about = format!("the file cannot be read ({source})");
                return Ok(Err(wording::finding(Class::Unreadable, what(&about))));
            }
            Err(error) => return Err(error),
        };
        if !name.is_name_of(&bytes) {
            return Ok(Err(wording::finding(
                Class::SegmentChanged,
                what("the file's bytes are not those that were saved"),
            )));
        }
        let format = |error: FormatError| match error.class() {
            Some(class) => wording::finding(class, what(&error.to_string())),
            None => wording::finding(Class::SegmentChanged, what(&error.to_string())),
        };
        let segment = match self.read_sealed(&bytes) {
            Ok(segment) => segment,
            Err(error) => return Ok(Err(format(error))),
        };
        let (checkpoint, epochs_ago) = match self.open_checkpoint(&segment.note, writer) {
            Ok(opened) => opened,
            Err(error) => return Ok(Err(format(error))),
        };
        if epochs_ago > 0 && !self.earlier.allows(self.box_id, writer, checkpoint.size) {
            let about = what("they were signed with an old key after all keys were changed");
            return Ok(Err(wording::finding(Class::SignedAfterCutoff, about)));
        }
        if let Err(error) = segment.check_place(self.box_id, writer, name) {
            return Ok(Err(format(error)));
        }
        if checkpoint.size != name.last + 1 {
            return Ok(Err(wording::finding(
                Class::RecordMisplaced,
                what("it is signed for another number of records"),
            )));
        }
        Ok(Ok(Opened { first: name.first, checkpoint, note: segment.note, records: segment.records, epochs_ago }))
    }

    /// Opens a segment with the box's key, or with one that it had before.
    fn read_sealed(&self, bytes: &[u8]) -> std::result::Result<Segment, FormatError> {
        let newest = read_segment(bytes, self.identity);
        if !matches!(newest, Err(FormatError::SegmentBad(_))) {
            return newest;
        }
        self.earlier.identities.iter().find_map(|older| read_segment(bytes, older).ok()).map_or(newest, Ok)
    }

    /// Opens a signed note with the newest key, or with an older one; the number is how many epochs ago it was the newest.
    fn open_checkpoint(&self, note: &str, writer: &WriterId) -> std::result::Result<(Checkpoint, usize), FormatError> {
        let origin = origin(self.vault, self.box_id, writer);
        let newest = Checkpoint::open(note, &origin, self.key);
        let older = || {
            let mut signing = (1..).zip(&self.earlier.signing);
            signing.find_map(|(ago, key)| Some((Checkpoint::open(note, &origin, key).ok()?, ago)))
        };
        match newest {
            Err(FormatError::SignatureBad(why)) => older().ok_or(FormatError::SignatureBad(why)),
            newest => Ok((newest?, 0)),
        }
    }

    /// Returns whether record 0 may name this recipient: under the newest key only the newest, before also older ones.
    fn is_own_recipient(&self, recipient: &str, is_older: bool) -> bool {
        let older = self.earlier.identities.iter().filter(|_| is_older);
        std::iter::once(self.identity).chain(older).any(|own| own.to_recipient().to_string() == recipient)
    }

    /// Reads a writer's whole log and keeps its records.
    pub fn read_log(&self, writer: &WriterId, salts: &mut HashSet<Salt>) -> Result<LogReading> {
        let mut all = Vec::new();
        let mut reading = self.scan_log(writer, salts, &mut |record| {
            all.push(record);
            Ok(())
        })?;
        for record in all {
            let n = record.head().n;
            if !reading.records.contains_key(&n) && reading.leaves.get(&n) == Some(&record.leaf()) {
                reading.records.insert(n, record);
            } else {
                reading.forked.push(record);
            }
        }
        Ok(reading)
    }

    /// Reads a writer's whole log and shows every record once, in the order of its files; of two versions both.
    pub fn scan_log(
        &self,
        writer: &WriterId,
        salts: &mut HashSet<Salt>,
        see: &mut dyn FnMut(Record) -> Result<()>,
    ) -> Result<LogReading> {
        let mut reading = LogReading::default();
        let mut checkpoints = Checkpoints::new();
        self.open_segments(writer, &mut |name, opened| {
            match opened {
                Ok(opened) => self.take_segment(&mut reading, &mut checkpoints, opened, salts, see)?,
                Err(finding) => {
                    reading.findings.push(finding);
                    reading.broken.push(name.first..=name.last);
                }
            }
            Ok(())
        })?;
        self.check_gaps(&mut reading);
        self.check_record_0(&mut reading);
        choose_version(&mut reading, &checkpoints);
        self.check_roots(&mut reading, &checkpoints);
        Ok(reading)
    }

    /// Opens a log's segments in their order; where there are many, the next one on another thread.
    fn open_segments(&self, writer: &WriterId, take: TakeSegment<'_>) -> Result<()> {
        let segments = self.segments(writer)?;
        if segments.len() < MANY_SEGMENTS {
            return segments.iter().try_for_each(|(name, file)| take(name, self.open_segment(writer, name, file)?));
        }
        std::thread::scope(|scope| {
            // Nothing waits between the two, so that no more than two segments are in memory.
            let (send, receive) = std::sync::mpsc::sync_channel(0);
            let segments = &segments;
            scope.spawn(move || {
                for (name, file) in segments {
                    if send.send(self.open_segment(writer, name, file)).is_err() {
                        break;
                    }
                }
            });
            segments.iter().zip(receive).try_for_each(|((name, _), opened)| take(name, opened?))
        })
    }

    fn take_segment(
        &self,
        reading: &mut LogReading,
        checkpoints: &mut Checkpoints,
        opened: Opened,
        salts: &mut HashSet<Salt>,
        see: &mut dyn FnMut(Record) -> Result<()>,
    ) -> Result<()> {
        let mut forked = None;
        reading.epochs_ago = reading.epochs_ago.max(opened.epochs_ago);
        for (n, record) in (opened.first..).zip(opened.records) {
            let leaf = record.leaf();
            match reading.leaves.get(&n) {
                None => {
                    reading.leaves.insert(n, leaf);
                    self.check_salts(reading, &record, salts);
                    if n == 0 {
                        reading.first = Some(BoxRecord::from_record(&record));
                    }
                }
                Some(other) if *other == leaf => continue,
                Some(_) => {
                    forked = forked.or(Some(n));
                    let others = reading.forked_leaves.entry(n).or_default();
                    if others.contains(&leaf) {
                        continue;
                    }
                    others.push(leaf);
                }
            }
            see(record)?;
        }
        let size = opened.checkpoint.size;
        let signed = checkpoints.entry(size).or_default();
        if signed.iter().all(|(other, _)| other.root != opened.checkpoint.root) {
            if !signed.is_empty() {
                forked = forked.or(Some(size.saturating_sub(1)));
            }
            signed.push((opened.checkpoint, opened.note));
        }
        if let Some(n) = forked {
            let about = format!("There are two different versions of record {n} of {}; both are kept.", self.called);
            reading.findings.push(wording::finding(Class::Fork, about));
        }
        Ok(())
    }

    fn check_salts(&self, reading: &mut LogReading, record: &Record, salts: &mut HashSet<Salt>) {
        if !record.salts().all(|salt| salts.insert(salt)) {
            let n = record.head().n;
            let about = format!("Record {n} of {} repeats a random value that must be used once.", self.called);
            reading.findings.push(wording::finding(Class::RecordBad, about));
        }
    }

    fn check_gaps(&self, reading: &mut LogReading) {
        let mut next = 0;
        let numbers: Vec<u64> = reading.leaves.keys().copied().collect();
        // The end too: before a broken file there may be one that is not there.
        for n in numbers.into_iter().chain([reading.end()]) {
            if n > next && !reading.is_named_broken(next..n) {
                let range =
                    if n - next == 1 { format!("Record {next}") } else { format!("Records {next} to {}", n - 1) };
                let about = format!("{range} of {} cannot be read or are not there.", self.called);
                reading.findings.push(wording::finding(Class::SegmentMissing, about));
            }
            next = n + 1;
        }
    }

    /// Record 0 must name the recipient of the identity that opened the box: otherwise the key was planted.
    fn check_record_0(&self, reading: &mut LogReading) {
        let Some(first) = &reading.first else { return };
        let problem = match first {
            None => Some((Class::RecordBad, "does not begin with a record that names the box")),
            Some(first) if first.format > casekeep_format::FORMAT => {
                Some((Class::FormatNewer, "was written by a newer Casekeep"))
            }
            Some(first) if first.vault != *self.vault => Some((Class::RecordMisplaced, "belongs to another vault")),
            Some(first) if !self.is_own_recipient(&first.recipient, reading.is_older()) => {
                Some((Class::CaseKeyWrong, "names another key than the one that is there"))
            }
            Some(_) => None,
        };
        if let Some((class, about)) = problem {
            reading.findings.push(wording::finding(class, format!("The log of {} {about}.", self.called)));
        }
    }

    fn check_roots(&self, reading: &mut LogReading, checkpoints: &Checkpoints) {
        let mut frontier = Frontier::new();
        for leaf in reading.leaves() {
            frontier.push(leaf);
            let Some(signed) = checkpoints.get(&frontier.size()) else { continue };
            if let Some((checkpoint, note)) = signed.iter().find(|(signed, _)| signed.root == frontier.root()) {
                reading.head = Some((checkpoint.clone(), note.clone()));
                reading.frontier = frontier.clone();
            } else if !reading.findings.iter().any(|f| f.class == Class::Fork) {
                let about =
                    format!("The first {} records of {} are not those that were signed.", frontier.size(), self.called);
                reading.findings.push(wording::finding(Class::RecordBad, about));
            }
        }
    }
}

impl LogReading {
    /// Returns the size of the newest checkpoint that the records lead to.
    fn signed_size(&self, checkpoints: &Checkpoints) -> u64 {
        let (mut frontier, mut size) = (Frontier::new(), 0);
        for leaf in self.whole_leaves() {
            frontier.push(leaf);
            let signed = checkpoints.get(&frontier.size()).into_iter().flatten();
            if signed.into_iter().any(|(signed, _)| signed.root == frontier.root()) {
                size = frontier.size();
            }
        }
        size
    }

    /// Puts the first other version in the place of the one that is used; done twice, all is as it was.
    fn swap_versions(&mut self) {
        for (n, others) in &mut self.forked_leaves {
            if let (Some(leaf), Some(other)) = (self.leaves.get_mut(n), others.first_mut()) {
                std::mem::swap(leaf, other);
            }
        }
    }
}

/// Of a log with two versions, takes the one whose records lead to more of what was signed.
fn choose_version(reading: &mut LogReading, checkpoints: &Checkpoints) {
    if reading.forked_leaves.is_empty() {
        return;
    }
    let before = reading.signed_size(checkpoints);
    reading.swap_versions();
    if reading.signed_size(checkpoints) <= before {
        reading.swap_versions();
    }
}

/// Returns the folder of a writer's segments in a box's folder.
pub(crate) fn writer_folder(folder: &Path, writer: &WriterId) -> PathBuf {
    folder.join("log").join(writer.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_log_with_three_versions_the_one_that_was_signed_stays_whole() {
        let leaf = |byte: u8| LeafHash([byte; 32]);
        let mut reading = LogReading { leaves: BTreeMap::from([(0, leaf(1)), (1, leaf(2))]), ..LogReading::default() };
        reading.forked_leaves = BTreeMap::from([(1, vec![leaf(3), leaf(4)])]);
        let checkpoint =
            Checkpoint { origin: String::new(), size: 2, root: casekeep_format::root_of(&reading.leaves()) };
        choose_version(&mut reading, &BTreeMap::from([(2, vec![(checkpoint, String::new())])]));
        assert_eq!(reading.leaves(), [leaf(1), leaf(2)]);
    }
}
