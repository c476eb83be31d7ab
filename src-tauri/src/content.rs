//! The content file in the application's folder: read within its limit, judged by `casekeep-content`.

use casekeep_content::{FILE, Found, LONGEST, SIGNATURE, choose, publisher};
use casekeep_model::Timestamp;
use casekeep_model::guidance::GuidanceInUse;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Returns the content to use; what cannot be read at all counts as not there, and the rest is refused with a sentence.
pub fn in_use(state: &Path, now: Timestamp) -> GuidanceInUse {
    let file = read(&state.join(FILE));
    let signature = read(&state.join(SIGNATURE));
    let found = file.as_deref().map(|file| Found { file, signature: signature.as_deref() });
    choose(found, &publisher(), now)
}

/// Reads at most one byte more than is taken, so that the judge sees that it is too long.
fn read(path: &Path) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    File::open(path).ok()?.take(LONGEST + 1).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_anybody_put_there_is_refused_and_none_is_no_complaint() {
        let folder = tempfile::tempdir().expect("a folder");
        let now = "2026-12-01T00:00:00.000Z".parse().expect("a time");
        assert_eq!(in_use(folder.path(), now).refused, None);
        std::fs::write(folder.path().join(FILE), "{\"format\":1}").expect("a file");
        let unsigned = in_use(folder.path(), now);
        assert!(!unsigned.from_file && unsigned.refused.expect("a sentence").contains("no signature"));
        std::fs::write(folder.path().join(SIGNATURE), "nonsense").expect("a file");
        let wrong = in_use(folder.path(), now).refused.expect("a sentence");
        assert!(wrong.contains("not signed by the publisher"), "{wrong}");
        std::fs::write(folder.path().join(FILE), vec![b' '; (LONGEST + 9) as usize]).expect("a file");
        let long = in_use(folder.path(), now).refused.expect("a sentence");
        assert!(long.contains("over 1 MB"), "{long}");
    }
}
