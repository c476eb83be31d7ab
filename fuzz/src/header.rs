//! What a vault begins with: `vault.json`, and the text of the identity file.

use crate::canonical::is_canonical;
use casekeep_format::{Identity, IdentityFile, SigningKey, VaultJson, canonical, vault_json};
use data_encoding::{BASE64, HEXLOWER};
use serde_json::Value;

/// Checks both readers; an identity file also with the vault id put right.
///
/// # Panics
/// When what was read is not written back byte for byte, or a second reader differs.
pub fn check(data: &[u8]) {
    check_label(data);
    let Ok(text) = std::str::from_utf8(data) else { return };
    check_identity(text);
    if let Some(mended) = mend(text).filter(|mended| mended != text) {
        check_identity(&mended);
    }
}

fn check_label(data: &[u8]) {
    let Ok(label) = VaultJson::parse(data) else { return };
    let line = data.strip_suffix(b"\n").expect("the label is one whole line");
    assert!(data.len() <= 64 << 10 && is_canonical(line));
    let mut value: Value = serde_json::from_slice(line).expect("the label is JSON");
    value["note"] = vault_json::NOTE.into();
    let mut expected = canonical::write(&value).expect("the label is canonical");
    expected.push(b'\n');
    assert_eq!(label.write(), expected, "written back as other bytes");
    assert_eq!(VaultJson::parse(&label.write()).ok(), Some(label));
}

fn check_identity(text: &str) {
    let parsed = IdentityFile::parse(text);
    assert_eq!(parsed.is_ok(), is_identity_file(text), "the two readers differ");
    if let Ok(file) = parsed {
        assert_eq!(*file.write(), text, "written back as another text");
        assert_eq!(file.first().signing.verifying_key().vault_id(), *file.vault());
        let numbers: Vec<u32> = file.epochs().iter().map(|epoch| epoch.number).collect();
        assert!(numbers.iter().rev().copied().eq(1..=file.current().number), "{numbers:?}");
    }
}

/// Puts the id in the second line right, from the last `# signing 1` line.
fn mend(text: &str) -> Option<String> {
    let seed = text.lines().filter_map(|line| line.strip_prefix("# signing 1 ")).next_back()?;
    let id = vault_id(seed)?;
    let (first, rest) = text.split_once('\n')?;
    let (_, rest) = rest.strip_prefix("# vault ")?.split_once("  epoch ")?;
    Some(format!("{first}\n# vault {id}  epoch {rest}"))
}

fn vault_id(seed: &str) -> Option<String> {
    let seed: [u8; 32] = BASE64.decode(seed.as_bytes()).ok()?.try_into().ok()?;
    Some(SigningKey::from_seed(&seed).verifying_key().vault_id().to_string())
}

/// Reads an identity file by section 2.1: returns whether it is one.
fn is_identity_file(text: &str) -> bool {
    let Some(lines) = text.strip_suffix('\n').map(|text| text.split('\n').collect::<Vec<_>>()) else { return false };
    let ["# casekeep identity, format 1", vault, rest @ ..] = lines.as_slice() else { return false };
    let Some((id, epoch)) = vault.strip_prefix("# vault ").and_then(|rest| rest.split_once("  epoch ")) else {
        return false;
    };
    let epochs = rest.len() / 4;
    if epochs == 0 || epochs > 1000 || rest.len() % 4 != 0 || epochs.to_string() != epoch {
        return false;
    }
    let (secrets, comments) = rest.split_at(2 * epochs);
    let is_secret = |line: &&str| line.parse::<Identity>().is_ok_and(|key| *key.secret_line() == **line);
    let mut first_id = None;
    let are_comments = comments.chunks_exact(2).zip((1..=epochs).rev()).all(|(pair, number)| {
        let seed = pair[0].strip_prefix(&format!("# signing {number} "));
        first_id = seed.and_then(vault_id);
        let index = pair[1].strip_prefix("# index ");
        first_id.is_some() && index.is_some_and(|hex| HEXLOWER.decode(hex.as_bytes()).is_ok_and(|b| b.len() == 32))
    });
    secrets.iter().all(is_secret) && are_comments && first_id.as_deref() == Some(id)
}
