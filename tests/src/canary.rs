//! Bytes that stand nowhere else, and the search for them wherever a program could leave something; Linux only.

use std::os::unix::fs::MetadataExt;
use std::path::Path;
use std::time::SystemTime;

use crate::place;

/// Returns a word that occurs nowhere but where a test puts it.
///
/// # Panics
/// When the clock stands before 1970.
#[must_use]
pub fn word(kind: &str) -> String {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("the clock is past 1970");
    format!("heliotrope{kind}{:x}{:x}", now.as_nanos(), std::process::id())
}

/// A search of everything that was written since it began.
pub struct Search {
    begun: SystemTime,
}

/// Where programs put what they do not want to keep.
const TEMPORARY: &[&str] = &["/tmp", "/var/tmp", "/dev/shm"];

impl Search {
    /// Begins now: what is older cannot come from the test.
    #[must_use]
    pub fn begin() -> Self {
        Self { begun: SystemTime::now() }
    }

    /// Returns every file below the folders, and among temporary files, whose bytes or name hold one of the words.
    ///
    /// Looks for UTF-8 and for UTF-16, as WebKit keeps strings in both. What is mounted inside a folder is another disk.
    #[must_use]
    pub fn files_with(&self, folders: &[&Path], words: &[String]) -> Vec<String> {
        self.files_holding(folders, &needles(words))
    }

    /// The same for any bytes, such as those of pixels.
    #[must_use]
    pub fn files_holding(&self, folders: &[&Path], needles: &[Vec<u8>]) -> Vec<String> {
        let mut found = Vec::new();
        for folder in folders {
            self.look_into(folder, None, needles, &mut found);
        }
        // Where the tests keep the files that they add; the clone may lie among temporary files.
        let own = place::target();
        for folder in TEMPORARY.iter().map(Path::new) {
            self.look_into(folder, Some(&own), needles, &mut found);
        }
        found
    }

    fn look_into(&self, folder: &Path, but: Option<&Path>, needles: &[Vec<u8>], found: &mut Vec<String>) {
        if but == Some(folder) {
            return;
        }
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries.filter_map(Result::ok) {
            let path = entry.path();
            if holds(entry.file_name().as_encoded_bytes(), needles) {
                found.push(format!("the name of {}", path.display()));
            }
            let Ok(facts) = entry.metadata() else { continue };
            let is_new = facts.modified().is_ok_and(|at| at >= self.begun) || facts.ctime() >= seconds(self.begun);
            let is_here = std::fs::metadata(folder).is_ok_and(|folder| folder.dev() == facts.dev());
            if facts.is_dir() && is_here {
                self.look_into(&path, but, needles, found);
            } else if facts.is_file() && is_new && std::fs::read(&path).is_ok_and(|bytes| holds(&bytes, needles)) {
                found.push(path.display().to_string());
            }
        }
    }
}

fn seconds(time: SystemTime) -> i64 {
    let since = time.duration_since(SystemTime::UNIX_EPOCH).expect("the clock is past 1970");
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}

/// Returns the files that these processes hold open and that hold one of the words; also those that no folder names.
#[must_use]
pub fn open_files_with(processes: &[u32], words: &[String]) -> Vec<String> {
    open_files_holding(processes, &needles(words))
}

/// The same for any bytes.
#[must_use]
pub fn open_files_holding(processes: &[u32], needles: &[Vec<u8>]) -> Vec<String> {
    let mut found = Vec::new();
    for process in processes {
        let Ok(entries) = std::fs::read_dir(format!("/proc/{process}/fd")) else { continue };
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
            let is_file = std::fs::metadata(&path).is_ok_and(|facts| facts.is_file());
            if is_file && std::fs::read(&path).is_ok_and(|bytes| holds(&bytes, needles)) {
                let target = std::fs::read_link(&path).unwrap_or_default();
                found.push(format!("process {process}: {}", target.display()));
            }
        }
    }
    found
}

/// Returns the bytes of words, in UTF-8 and in UTF-16.
#[must_use]
pub fn needles(words: &[String]) -> Vec<Vec<u8>> {
    let wide = words.iter().map(|word| word.encode_utf16().flat_map(u16::to_le_bytes).collect());
    words.iter().map(|word| word.as_bytes().to_vec()).chain(wide).collect()
}

fn holds(bytes: &[u8], needles: &[Vec<u8>]) -> bool {
    needles.iter().any(|needle| {
        let first = needle.first().copied().unwrap_or_default();
        let mut rest = bytes;
        while let Some(at) = rest.iter().position(|byte| *byte == first) {
            if rest[at..].starts_with(needle) {
                return true;
            }
            rest = &rest[at + 1..];
        }
        false
    })
}
