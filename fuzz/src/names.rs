//! Paths in a vault folder, read by the crate and by a second reader from section 1.

use crate::texts::{is_base32, is_hex};
use casekeep_format::VaultPath;

/// Checks that both readers accept the same paths, and that an accepted one is written back and stays in the folder.
///
/// # Panics
/// When that does not hold.
pub fn check(data: &[u8]) {
    let Ok(path) = std::str::from_utf8(data) else { return };
    let parsed = VaultPath::parse(path);
    assert_eq!(parsed.is_some(), is_path(path), "the two readers differ about {path:?}");
    if let Some(parsed) = parsed {
        assert_eq!(parsed.to_string(), path, "written back as another path");
        let is_plain = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'/' | b'.' | b'-');
        assert!(path.bytes().all(is_plain) && !path.contains("..") && !path.contains("//"), "{path:?}");
        assert!(!path.starts_with('/') && !path.ends_with('/') && path.len() <= 160, "{path:?}");
    }
}

fn is_path(path: &str) -> bool {
    let parts: Vec<&str> = path.split('/').collect();
    match parts.as_slice() {
        ["vault.json"] => true,
        [file] | ["keys" | "inbox", file] if file.starts_with("tmp-") => is_temporary(file),
        ["keys", file] => is_key_file(file),
        ["inbox", file] => is_hash_file(file),
        ["log", writer, file] => is_base32(writer, 16) && is_log_file(file),
        ["cases", id, "log", writer, file] => is_base32(id, 26) && is_base32(writer, 16) && is_log_file(file),
        ["cases", id, "key.age"] => is_base32(id, 26),
        ["cases", id, file] | ["cases", id, "objects", file] => is_base32(id, 26) && is_temporary(file),
        ["cases", id, "objects", shard, file] => {
            is_base32(id, 26) && shard.len() == 2 && file.starts_with(shard) && is_hash_file(file)
        }
        _ => false,
    }
}

fn is_temporary(file: &str) -> bool {
    let names = file.strip_prefix("tmp-").and_then(|names| names.split_once('-'));
    names.is_some_and(|(writer, random)| is_base32(writer, 16) && is_base32(random, 16))
}

fn is_key_file(file: &str) -> bool {
    let Some((epoch, kind)) = file.strip_suffix(".age").and_then(|name| name.split_once('.')) else { return false };
    let is_number =
        !epoch.starts_with('0') && epoch.bytes().all(|b| b.is_ascii_digit()) && epoch.parse::<u32>().is_ok();
    is_number && (matches!(kind, "passphrase" | "recovery") || is_base32(kind, 8))
}

fn is_hash_file(file: &str) -> bool {
    file.strip_suffix(".age").is_some_and(|name| is_hex(name, 64))
}

fn is_log_file(file: &str) -> bool {
    is_temporary(file) || is_segment(file)
}

fn is_segment(file: &str) -> bool {
    let fields: Vec<&str> = file.strip_suffix(".age").unwrap_or_default().split('-').collect();
    let is_number = |text: &str| text.len() == 10 && text.bytes().all(|b| b.is_ascii_digit());
    matches!(fields.as_slice(), [first, last, hash]
        if is_number(first) && is_number(last) && first <= last && is_hex(hash, 32))
}
