//! Adding what is in a zip archive.

use super::found::Found;
use crate::batches::{About, Each, MANY, SealedBatch};
use crate::error::Result;
use crate::ingest::Step;
use crate::outside;
use crate::seal::Sealed;
use crate::session::UnlockedVault;
use crate::taken_out::{Ended, Wanted, seal_taken_out};
use casekeep_model::archive::Unpacked;
use casekeep_model::{BoxId, ItemFacts};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

const ENDED: Ended = Ended {
    stopped: "unpacking it took too much time or memory and was stopped",
    unreadable: "the archive could not be read any further",
};

impl UnlockedVault {
    /// Adds files that are in one archive, in batches like those of a folder.
    pub(crate) fn add_entries(
        &self,
        id: &BoxId,
        group: &[Found],
        facts: &dyn Fn(&Path) -> ItemFacts,
        each: Each<'_>,
        step: Step<'_>,
    ) -> Result<()> {
        let about = About { id, facts, keep_duplicates: false };
        for batch in batches(group, self.installation.batch.files, self.installation.batch.bytes) {
            let keys: Vec<PathBuf> = batch.iter().map(Found::key).collect();
            let many = (batch.len() >= MANY).then(|| self.object_place(id, false)).transpose()?;
            let barrier = many.map_or(Ok(None), |place| self.disk().barrier(&place.objects))?;
            let mut files = Vec::with_capacity(batch.len());
            let mut left = batch;
            // A decoder that is stopped costs the file that it was at; the rest is gone on with by a fresh one.
            while !left.is_empty() {
                let sealed = self.seal_entries(id, left, barrier.is_none(), step)?;
                left = left.get(sealed.len().max(1)..).unwrap_or_default();
                files.extend(sealed);
            }
            let files = keys.iter().map(PathBuf::as_path).zip(files).collect();
            self.commit_batch(about, SealedBatch { files, barrier }, each)?;
        }
        Ok(())
    }

    /// Seals entries until one cannot be taken because the decoder ended; that one is the last.
    fn seal_entries(
        &self,
        id: &BoxId,
        batch: &[Found],
        each_durable: bool,
        step: Step<'_>,
    ) -> Result<Vec<Result<Sealed>>> {
        let Some(first) = batch.first() else { return Ok(Vec::new()) };
        let (mut archive, ..) = outside::open_ordinary_file(&first.path)?;
        let entries: Vec<u32> = batch.iter().filter_map(|found| found.entry).collect();
        let bytes = batch.iter().map(|found| found.bytes).sum();
        let inspect = &*self.installation.inspect;
        let wanted: Vec<Wanted<'_>> =
            batch.iter().map(|found| Wanted { name: &found.name, bytes: found.bytes }).collect();
        let places = batch.iter().map(|_| self.object_place(id, each_durable)).collect::<Result<Vec<_>>>()?;
        let take_out = move |each: &mut dyn FnMut(Unpacked<'_>) -> ControlFlow<()>| {
            // What went wrong shows in what did not come.
            let _ = inspect.unpack(&mut archive, &entries, bytes, each);
        };
        seal_taken_out(&wanted, &places, inspect, &ENDED, take_out, step)
    }
}

fn batches(group: &[Found], files: usize, bytes: u64) -> impl Iterator<Item = &[Found]> {
    let mut rest = group;
    std::iter::from_fn(move || {
        let mut sum = 0;
        let fits = |found: &&Found| {
            let room = sum == 0 || sum + found.bytes <= bytes;
            sum += found.bytes;
            room
        };
        let length = rest.iter().take(files).take_while(fits).count().max(1);
        let (now, later) = rest.split_at_checked(length)?;
        rest = later;
        Some(now)
    })
}
