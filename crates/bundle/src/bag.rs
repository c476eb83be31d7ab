//! Manifests: which files a bag holds, and the SHA-256 of each (RFC 8493, one strict form).

use crate::layout;
use casekeep_model::Sha256Digest;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The files that a manifest lists, by path.
pub type Listed = BTreeMap<String, Sha256Digest>;

/// Returns the SHA-256 of some bytes.
#[must_use]
pub fn sha256(bytes: &[u8]) -> Sha256Digest {
    Sha256Digest(Sha256::digest(bytes).into())
}

/// Writes a manifest: sorted by path, as `sha256sum -c` reads it.
#[must_use]
pub fn write_manifest(listed: &Listed) -> String {
    listed.iter().map(|(path, sha256)| format!("{sha256}  {path}\n")).collect()
}

/// Reads a manifest; `Err` says what is wrong with it.
///
/// # Errors
/// The first line that has another form, or names a file a second time.
pub fn parse_manifest(bytes: &[u8]) -> Result<Listed, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "it is not text".to_owned())?;
    if !text.is_empty() && !text.ends_with('\n') {
        return Err("its last line is not whole".to_owned());
    }
    let mut listed = Listed::new();
    for (index, line) in text.split_terminator('\n').enumerate() {
        let (digest, path) = line
            .split_once("  ")
            .and_then(|(digest, path)| Some((digest.parse::<Sha256Digest>().ok()?, path)))
            .filter(|(_, path)| layout::is_plain(path))
            .ok_or_else(|| format!("line {} is not a SHA-256 and a plain path", index + 1))?;
        if listed.insert(path.to_owned(), digest).is_some() {
            return Err(format!("it lists {path} twice"));
        }
    }
    Ok(listed)
}

/// Writes `bag-info.txt`: no name of a person or a case.
#[must_use]
pub fn write_bag_info(date: &str, identifier: &str, payload_bytes: u64, payload_files: usize) -> String {
    format!(
        "Bag-Software-Agent: casekeep {}\nBagging-Date: {date}\nExternal-Identifier: {identifier}\n\
         Payload-Oxum: {payload_bytes}.{payload_files}\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// Returns the one value of a label in `bag-info.txt`.
#[must_use]
pub fn bag_info<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    let mut values = text.lines().filter_map(|line| line.strip_prefix(label)?.strip_prefix(": "));
    let value = values.next()?;
    values.next().is_none().then_some(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_have_one_form() {
        let listed = Listed::from([("data/b".to_owned(), sha256(b"b")), ("data/a".to_owned(), sha256(b"a"))]);
        let text = write_manifest(&listed);
        assert_eq!(parse_manifest(text.as_bytes()), Ok(listed));
        assert!(text.find("data/a") < text.find("data/b"));
        let hash = sha256(b"");
        for bad in [
            format!("{hash}  data/a"),
            format!("{hash} data/a\n"),
            format!("{hash}  ../a\n"),
            format!("{hash}  data/a\r\n"),
            format!("{hash}  data/a\n{hash}  data/a\n"),
            format!("{hash} *data/a\n"),
            "\n".to_owned(),
        ] {
            assert!(parse_manifest(bad.as_bytes()).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn bag_info_is_read_back() {
        let text = write_bag_info("2026-11-22", "casekeep-abcdefgh-2", 12, 3);
        assert_eq!(bag_info(&text, "Payload-Oxum"), Some("12.3"));
        assert_eq!(bag_info(&text, "External-Identifier"), Some("casekeep-abcdefgh-2"));
        assert_eq!(bag_info("A: 1\nA: 2\n", "A"), None);
    }
}
