//! The plan of an import: how many, how large, what is there already, what cannot be taken. Nothing is changed for it, and
//! only files that may be duplicates by their length are read.

use super::count;
use super::found::{Found, look_through};
use crate::error::Result;
use crate::ingest::{Step, file_name};
use crate::outside;
use crate::session::{UnlockedVault, hold};
use casekeep_model::BoxId;
use casekeep_model::import::{ImportKind, ImportPlan, is_messenger_name, kind_of};
use casekeep_model::view::Progress;
use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::path::PathBuf;

impl UnlockedVault {
    /// Says what an import of files, folders and zip archives would do.
    ///
    /// # Errors
    /// [`crate::VaultError::Cancelled`] when stopped; when there is no such case, or the index cannot be read.
    pub fn plan_import(&self, case: u32, paths: &[PathBuf], step: Step<'_>) -> Result<ImportPlan> {
        let id = self.case_box(&hold(&self.core), case)?;
        let mut seen = 0;
        let finds = look_through(paths, &*self.installation.inspect, &mut |path| {
            seen += 1;
            step(&Progress { files_done: seen, files: 0, bytes_done: 0, bytes: 0, current: file_name(path) })
        })?;
        let duplicates = self.count_duplicates(&id, &finds.files, step)?;
        Ok(ImportPlan {
            from: paths.iter().map(|path| file_name(path)).collect(),
            files: count(finds.files.len()),
            bytes: finds.files.iter().map(|found| found.bytes).sum(),
            kinds: kinds(&finds.files),
            duplicates,
            in_archives: count(finds.files.iter().filter(|found| found.entry.is_some()).count()),
            noted: count(finds.files.iter().filter(|found| is_messenger_name(found.file_name())).count()),
            refused: finds.refused.named,
            more_refused: finds.refused.more,
        })
    }

    /// Counts files whose bytes the case has, or that are there more than once; only those of a length that occurs again
    /// are read.
    fn count_duplicates(&self, id: &BoxId, files: &[Found], step: Step<'_>) -> Result<u32> {
        let mut lengths: HashMap<u64, u32> = HashMap::new();
        let outside_archives = || files.iter().filter(|found| found.entry.is_none());
        outside_archives().for_each(|found| *lengths.entry(found.bytes).or_default() += 1);
        let mut had = HashSet::new();
        hold(&self.index).each_item(id, &mut |item| had.extend([item.first.file.size]))?;
        let may_be = |found: &&Found| had.contains(&found.bytes) || lengths.get(&found.bytes).is_some_and(|n| *n > 1);
        let (mut hashes, mut duplicates, mut done) = (HashSet::new(), 0, 0);
        for found in outside_archives().filter(may_be) {
            done += 1;
            let current = found.file_name().to_owned();
            let files = count(files.len());
            if step(&Progress { files_done: done, files, bytes_done: 0, bytes: found.bytes, current }).is_break() {
                return Err(crate::VaultError::Cancelled);
            }
            let Some(hash) = outside::hash_of(&found.path) else { continue };
            if !hashes.insert(hash) || hold(&self.index).item_with(id, &hash)?.is_some() {
                duplicates += 1;
            }
        }
        Ok(duplicates)
    }
}

fn kinds(files: &[Found]) -> Vec<ImportKind> {
    let mut kinds: BTreeMap<&str, (u32, u64)> = BTreeMap::new();
    for found in files {
        let (number, bytes) = kinds.entry(kind_of(found.file_name())).or_default();
        *number += 1;
        *bytes += found.bytes;
    }
    let mut kinds: Vec<ImportKind> =
        kinds.into_iter().map(|(kind, (files, bytes))| ImportKind { kind: kind.to_owned(), files, bytes }).collect();
    kinds.sort_by_key(|kind| Reverse(kind.files));
    kinds
}
