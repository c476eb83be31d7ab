//! The page that opens and checks a bundle in a browser, for a recipient who may install nothing.
//!
//! It is one file with everything in it, the same for every bundle, and holds no secret. `ui/reader` has its sources; the
//! interface's lint builds it again and compares the bytes, so that no program carries another one.

use crate::bag::sha256;
use casekeep_model::Sha256Digest;
use std::path::{Path, PathBuf};

/// The page, byte for byte.
pub const PAGE: &[u8] = include_bytes!("../reader/reader.html");

const SEALED: &str = ".tar.age";
const END: &str = ".reader.html";

/// Returns the SHA-256 of the page.
#[must_use]
pub fn page_sha256() -> Sha256Digest {
    sha256(PAGE)
}

/// Returns where the page goes that comes with a bundle: `NAME.reader.html` beside `NAME.tar.age`.
#[must_use]
pub fn beside(bundle: &Path) -> PathBuf {
    let mut name = bundle.file_name().unwrap_or_default().to_owned();
    if let Some(stem) = name.to_str().and_then(|name| name.strip_suffix(SEALED)) {
        name = stem.into();
    }
    name.push(END);
    bundle.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_lies_beside_its_bundle() {
        for (bundle, page) in [
            ("/stick/matter 1.tar.age", "/stick/matter 1.reader.html"),
            ("bundle.tar.age", "bundle.reader.html"),
            ("bundle", "bundle.reader.html"),
            ("a.b/bundle.age", "a.b/bundle.age.reader.html"),
        ] {
            assert_eq!(beside(Path::new(bundle)), Path::new(page));
        }
    }

    #[test]
    fn the_page_is_whole_and_asks_for_nothing() {
        let page = std::str::from_utf8(PAGE).expect("text");
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
        for rule in ["default-src 'none'", "connect-src 'none'", "form-action 'none'", "base-uri 'none'"] {
            assert!(page.contains(rule), "{rule}");
        }
        assert!(!page.contains("'unsafe-") && !page.contains("<link") && !page.contains(" src=\"http"));
    }
}
