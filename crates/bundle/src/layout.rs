//! The names of the files in a bundle and the limits on them; `docs/format.md` section 9.

use casekeep_model::VaultId;

/// Says that this is a bag (RFC 8493), and of which version.
pub const BAGIT: &str = "bagit.txt";
/// What made the bag, and how large it is.
pub const BAG_INFO: &str = "bag-info.txt";
/// Tells a person how to check the bundle.
pub const HOW_TO: &str = "HOW-TO-VERIFY.txt";
/// The key that signs, as ssh-keygen reads it.
pub const ALLOWED_SIGNERS: &str = "allowed_signers";
/// The SHA-256 of every file under `data/`.
pub const MANIFEST: &str = "manifest-sha256.txt";
/// The SHA-256 of every file beside `data/`.
pub const TAG_MANIFEST: &str = "tagmanifest-sha256.txt";
/// The signature over the tag manifest.
pub const SIGNATURE: &str = "tagmanifest-sha256.txt.sig";
/// A time-stamp over the tag manifest; allowed, not made by this version.
pub const TIME_STAMP: &str = "tagmanifest-sha256.txt.tsr";
/// The chronology for people.
pub const CHRONOLOGY: &str = "data/chronology.html";
/// The chronology for spreadsheets.
pub const CHRONOLOGY_CSV: &str = "data/chronology.csv";
/// The first paper: what this is and how to check it. The papers may be absent.
pub const READ_ME: &str = "data/00-read-me-first.pdf";
/// The paper with the counts.
pub const SUMMARY: &str = "data/01-summary.pdf";
/// The chronology as a paper.
pub const CHRONOLOGY_PAPER: &str = "data/02-chronology.pdf";
/// Every entry whole.
pub const FULL_LOG: &str = "data/03-full-log.pdf";
/// The items with proposed references.
pub const ITEM_LIST: &str = "data/04-items.pdf";
/// What happened to each item.
pub const CONTINUITY: &str = "data/05-continuity.pdf";
/// What is withheld, by number.
pub const WITHHELD: &str = "data/06-withheld.pdf";
/// Which program, and what is known of the clock.
pub const STATEMENT: &str = "data/07-software-and-clock.pdf";
/// Where the items' original bytes are.
pub const ORIGINALS: &str = "data/originals/";
/// Where the proof is.
pub const PROOF: &str = "data/proof/";
/// The disclosed records, byte for byte.
pub const RECORDS: &str = "data/proof/records.jsonl";
/// The path from each disclosed record to its log's root.
pub const INCLUSION: &str = "data/proof/inclusion.json";
/// What the bundle holds of each record of the log.
pub const ACCOUNTING: &str = "data/proof/accounting.txt";
/// That the logs go on from earlier seals.
pub const CONSISTENCY: &str = "data/proof/consistency.json";
/// How the key that signs follows from the vault's first one; only where keys were changed.
pub const EPOCHS: &str = "data/proof/epochs.json";
/// How the files of seals and their time-stamps begin.
pub const SEAL: &str = "data/proof/seal-";

/// The content of `bagit.txt`.
pub const BAGIT_TEXT: &str = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";
/// Who signs, as `allowed_signers` and the commands name it.
pub const PRINCIPAL: &str = "casekeep";

/// The tag files that the tag manifest lists, sorted.
pub const LISTED_TAGS: [&str; 5] = [HOW_TO, ALLOWED_SIGNERS, BAG_INFO, BAGIT, MANIFEST];

/// The most files in a bundle.
pub const FILES: usize = 1_000_000;
/// The longest path in a bundle, in bytes.
pub const PATH: usize = 200;
/// The most bytes of one proof file or manifest.
pub const PROOF_FILE: u64 = 256 << 20;
/// The most bytes of all proof files and manifests together.
pub const PROOF_FILES: u64 = 512 << 20;
/// The most bytes of thumbnails in one chronology, before it becomes too large to open.
pub const THUMBNAILS: usize = 48 << 20;

/// Returns the name of the one folder in a bundle.
#[must_use]
pub fn folder(vault: &VaultId, disclosure: u32) -> String {
    let short = vault.as_str().get(..8).expect("a vault id has 26 ASCII characters");
    format!("casekeep-{short}-{disclosure}")
}

/// Returns the file of the `k`th writer's signed checkpoint, counted from 1.
#[must_use]
pub fn checkpoint(k: usize) -> String {
    format!("{PROOF}checkpoint-{k}.txt")
}

/// Returns the file of a seal's signed checkpoint, counted from 1.
#[must_use]
pub fn seal(number: usize) -> String {
    format!("{SEAL}{number}.txt")
}

/// Returns the file of a time-stamp of a seal, both counted from 1.
#[must_use]
pub fn stamp(seal: usize, stamp: usize) -> String {
    format!("{SEAL}{seal}-{stamp}.tsr")
}

/// Returns `k` for a checkpoint's file name.
#[must_use]
pub fn checkpoint_number(path: &str) -> Option<usize> {
    let digits = path.strip_prefix(PROOF)?.strip_prefix("checkpoint-")?.strip_suffix(".txt")?;
    let k = digits.parse().ok().filter(|k| *k >= 1)?;
    (checkpoint(k) == path).then_some(k)
}

/// Returns the file of an item's original bytes: neutral ASCII, from its number and media type.
///
/// `label` is the number as shown (`12`, `12b`). Text that a double click would run or open as a sheet becomes `.txt`;
/// what is not known becomes `.bin`.
#[must_use]
pub fn original(number: u32, label: &str, media_type: &str) -> String {
    let twin = label.trim_start_matches(|c: char| c.is_ascii_digit());
    format!("{ORIGINALS}{number:04}{twin}.{}", extension(media_type))
}

/// Returns the item number in an original's file name.
#[must_use]
pub fn original_number(path: &str) -> Option<u32> {
    let name = path.strip_prefix(ORIGINALS)?;
    let end = name.find(|c: char| !c.is_ascii_digit())?;
    name.get(..end)?.parse().ok()
}

fn extension(media_type: &str) -> &'static str {
    match media_type {
        "image/jpeg" => "jpg",
        "image/png" => "png",
        "image/gif" => "gif",
        "image/webp" => "webp",
        "image/tiff" => "tif",
        "image/bmp" => "bmp",
        "image/heic" | "image/heif" => "heic",
        "image/avif" => "avif",
        "application/pdf" => "pdf",
        "message/rfc822" => "eml",
        "application/zip" => "zip",
        "video/mp4" => "mp4",
        "video/quicktime" => "mov",
        "video/webm" => "webm",
        "video/3gpp" => "3gp",
        "video/x-matroska" => "mkv",
        "audio/mpeg" => "mp3",
        "audio/mp4" | "audio/m4a" | "audio/x-m4a" => "m4a",
        "audio/wav" | "audio/x-wav" => "wav",
        "audio/ogg" => "ogg",
        "audio/amr" => "amr",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document" => "docx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet" => "xlsx",
        "image/svg+xml" => "txt",
        text if text.starts_with("text/") => "txt",
        _ => "bin",
    }
}

/// Returns true for a path that a bundle may have: ASCII letters, digits, `.`, `_` and `-`, no `.` or `..` step.
#[must_use]
pub fn is_plain(path: &str) -> bool {
    let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'-');
    path.len() <= PATH && path.split('/').all(|s| !s.is_empty() && s != "." && s != ".." && s.bytes().all(plain))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn originals_have_neutral_names() {
        assert_eq!(original(13, "13", "image/jpeg"), "data/originals/0013.jpg");
        assert_eq!(original(13, "13b", "text/html"), "data/originals/0013b.txt");
        assert_eq!(original(12_345, "12345", "application/x-msdownload"), "data/originals/12345.bin");
        assert_eq!(original_number("data/originals/0013b.txt"), Some(13));
        assert_eq!(original_number("data/originals/x.txt"), None);
        assert_eq!(original_number("data/0013.txt"), None);
    }

    #[test]
    fn checkpoints_are_numbered_from_one() {
        assert_eq!(checkpoint_number(&checkpoint(2)), Some(2));
        for bad in ["data/proof/checkpoint-0.txt", "data/proof/checkpoint-01.txt", "data/proof/checkpoint-.txt"] {
            assert_eq!(checkpoint_number(bad), None, "{bad}");
        }
    }

    #[test]
    fn only_plain_paths_pass() {
        assert!(is_plain("data/originals/0013.jpg"));
        for bad in ["", "/x", "x/", "a//b", "../x", "a/./b", "a\\b", "a b", "é", "a\u{0}", "c:x"] {
            assert!(!is_plain(bad), "{bad:?}");
        }
    }
}
