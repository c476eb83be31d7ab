//! What lies beside an export of messages: the files that its messages name, in the folder or archive that it came in.
//!
//! A name in an export is believed in nothing: it is looked up among what was found there, and never makes a path.

use crate::error::Result;
use crate::imports::found::{Found, look_through};
use crate::ingest::{Step, file_name};
use casekeep_model::Item;
use casekeep_model::inspect::Inspect;
use casekeep_model::view::Progress;
use std::collections::HashMap;
use std::path::PathBuf;

const NOT_AN_ITEM: &str = "it is not an item of the case";
const NOT_THERE: &str = "it was not in the folder or archive";
const SEVERAL: &str = "several files of this name were found, and not one alone in the folder of the export";

/// Returns a name as files are looked up by it: without its folders, and without regard to capitals.
pub(crate) fn called(name: &str) -> String {
    name.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase()
}

/// Returns the folder of a name, with its last `/`.
pub(crate) fn folder_of(name: &str) -> &str {
    name.rfind('/').and_then(|at| name.get(..=at)).unwrap_or_default()
}

/// The files that were found where an export came from.
pub(crate) struct Beside {
    /// The folder in which the export lies, with its last `/`.
    folder: Option<String>,
    files: HashMap<String, Vec<Found>>,
    /// Why what has such a name cannot be taken.
    refused: HashMap<String, String>,
}

impl Beside {
    /// Looks through folders and archives.
    ///
    /// # Errors
    /// [`crate::VaultError::Cancelled`] when stopped.
    pub fn look(paths: &[PathBuf], export: &Item, inspect: &dyn Inspect, step: Step<'_>) -> Result<Self> {
        let mut seen = 0;
        let finds = look_through(paths, inspect, &mut |path| {
            seen += 1;
            step(&Progress { files_done: seen, files: 0, bytes_done: 0, bytes: 0, current: file_name(path) })
        })?;
        let refused = finds.refused.named.into_iter().map(|one| (called(&one.name), one.why)).collect();
        let folder = home(&finds.files, export).map(|found| folder_of(&found.name).to_owned());
        let mut files: HashMap<String, Vec<Found>> = HashMap::new();
        for found in finds.files {
            files.entry(called(&found.name)).or_default().push(found);
        }
        Ok(Self { folder, files, refused })
    }

    /// Returns the file that a message names: the one in the export's own folder, or the only one of that name.
    ///
    /// # Errors
    /// Why there is none, in words that follow its name.
    pub fn find(&self, name: &str) -> std::result::Result<&Found, &str> {
        let called = called(name);
        let Some(files) = self.files.get(&called) else {
            return Err(self.refused.get(&called).map_or(NOT_THERE, String::as_str));
        };
        let in_folder = |found: &&Found| Some(folder_of(&found.name)) == self.folder.as_deref();
        let below = |found: &&Found| self.folder.as_ref().is_some_and(|folder| found.name.starts_with(folder));
        let rings: [&dyn Fn(&&Found) -> bool; 3] = [&in_folder, &below, &|_| true];
        for ring in rings {
            let mut inside = files.iter().filter(ring);
            match (inside.next(), inside.next()) {
                (Some(found), None) => return Ok(found),
                (None, _) => {}
                (Some(_), Some(_)) => return Err(SEVERAL),
            }
        }
        Err(NOT_THERE)
    }
}

/// Finds the export itself: by the place where it was found, or by its name and length.
fn home<'a>(files: &'a [Found], export: &Item) -> Option<&'a Found> {
    let mut alike = files.iter().filter(|found| found.bytes == export.file.size && found.file_name() == export.name);
    let same = alike.clone().find(|found| export.facts.found.as_ref() == Some(&found.name));
    same.or_else(|| alike.next().filter(|_| alike.next().is_none()))
}

/// Where a file is that a message names.
pub(crate) enum Whereabouts {
    /// It is one of these items.
    Items(Vec<u32>),
    /// It lies beside the export.
    Beside,
    /// It is not here, and why.
    Missing(String),
}

/// What is known of the files that messages name.
#[derive(Default)]
pub(crate) struct Named {
    /// The items of the case by what they are called.
    pub items: HashMap<String, Vec<u32>>,
    /// What lies beside the export, where it was said where that is.
    pub beside: Option<Beside>,
    /// The items that were kept of it, by what messages call them; or why one was not.
    pub kept: HashMap<String, std::result::Result<u32, String>>,
}

impl Named {
    /// Says where a file is.
    pub fn find(&self, name: &str) -> Whereabouts {
        let called = called(name);
        let kept = self.kept.get(&called);
        if let Some(Ok(item)) = kept {
            return Whereabouts::Items(vec![*item]);
        }
        if let Some(items) = self.items.get(&called) {
            return Whereabouts::Items(items.clone());
        }
        match (kept, &self.beside) {
            (Some(Err(why)), _) => Whereabouts::Missing(why.clone()),
            (_, None) => Whereabouts::Missing(NOT_AN_ITEM.to_owned()),
            (_, Some(beside)) => match beside.find(name) {
                Ok(_) => Whereabouts::Beside,
                Err(why) => Whereabouts::Missing(why.to_owned()),
            },
        }
    }

    /// Returns the item that was kept for a file, where it was.
    pub fn kept(&self, name: &str) -> Option<u32> {
        self.kept.get(&called(name))?.as_ref().ok().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(name: &str) -> Found {
        Found { path: PathBuf::from(name), entry: None, name: name.to_owned(), bytes: 1 }
    }

    fn beside(folder: Option<&str>, names: &[&str]) -> Beside {
        let mut files: HashMap<String, Vec<Found>> = HashMap::new();
        names.iter().for_each(|name| files.entry(called(name)).or_default().push(found(name)));
        let refused = HashMap::from([("link.jpg".to_owned(), "it is a link to another place".to_owned())]);
        Beside { folder: folder.map(str::to_owned), files, refused }
    }

    #[test]
    fn a_file_is_that_of_the_exports_own_folder_or_the_only_one() {
        let all = ["x/Sam/IMG-1.jpg", "x/Kim/IMG-1.jpg", "x/Kim/photos/2.jpg", "x/Sam/photos/2.jpg", "x/Kim/3.jpg"];
        let beside = beside(Some("x/Sam/"), &all);
        let name = |name: &str| beside.find(name).map(|found| found.name.as_str());
        assert_eq!(name("img-1.JPG"), Ok("x/Sam/IMG-1.jpg"));
        assert_eq!(name("messages/inbox/photos/2.jpg"), Ok("x/Sam/photos/2.jpg"));
        assert_eq!(name("3.jpg"), Ok("x/Kim/3.jpg"));
        assert_eq!(name("4.jpg"), Err(NOT_THERE));
        assert_eq!(name("../../link.jpg"), Err("it is a link to another place"));
    }

    #[test]
    fn of_several_files_none_is_guessed() {
        let beside = beside(None, &["x/Sam/IMG-1.jpg", "x/Kim/IMG-1.jpg"]);
        assert_eq!(beside.find("IMG-1.jpg").map(|found| &found.name), Err(SEVERAL));
    }
}
