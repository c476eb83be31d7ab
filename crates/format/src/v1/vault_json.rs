//! `vault.json` (`docs/format.md` section 3): a label for people and for locked tools. Never trusted.

use crate::FormatError;
use crate::v1::keys::Recipient;
use crate::v1::{FORMAT, canonical};
use casekeep_model::VaultId;
use casekeep_model::limits::VAULT_JSON;
use serde_json::{Map, Value, json};

/// What the file tells a person who finds it without Casekeep.
pub const NOTE: &str = "This folder is a Casekeep vault. Keep all of it together. To open it without Casekeep: install \
age (age-encryption.org), then: age -d -o identity.txt keys/1.passphrase.age (or keys/1.recovery.age with the twelve \
words, lower case, one space between); age -d -i identity.txt -o case.txt cases/NAME/key.age; age -d -i case.txt FILE \
opens each log and object of that case. identity.txt and case.txt are secret: delete them afterwards.";

const BAD: FormatError = FormatError::VaultJsonBad("it is not the label of a vault");

/// The label of a vault.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VaultJson {
    /// The key epoch.
    pub epoch: u32,
    /// The format's number.
    pub format: u32,
    /// The inbox's recipient, the only one that is published.
    pub inbox: Recipient,
    /// The vault's id.
    pub vault: VaultId,
}

impl VaultJson {
    /// Returns the bytes of the file: one line of canonical JSON and a LF.
    #[must_use]
    pub fn write(&self) -> Vec<u8> {
        let value = json!({
            "epoch": self.epoch,
            "format": self.format,
            "inbox": self.inbox.to_string(),
            "note": NOTE,
            "vault": self.vault.as_str(),
        });
        let mut bytes = canonical::write(&value).expect("these keys and numbers are within canonical JSON");
        bytes.push(b'\n');
        bytes
    }

    /// Reads the file.
    ///
    /// # Errors
    /// `FormatNewer` for a higher format number, whatever else the file holds; `VaultJsonBad` for anything else that
    /// [`VaultJson::write`] would not have written, but for the text of the note.
    pub fn parse(bytes: &[u8]) -> Result<Self, FormatError> {
        if bytes.len() as u64 > VAULT_JSON {
            return Err(FormatError::VaultJsonBad("it is over 64 KiB"));
        }
        check_format(bytes)?;
        let line = bytes.strip_suffix(b"\n").ok_or(BAD)?;
        let Value::Object(map) = canonical::parse(line).map_err(|_| BAD)? else { return Err(BAD) };
        let label = Self {
            epoch: number(&map, "epoch")?,
            format: number(&map, "format")?,
            inbox: text(&map, "inbox")?.parse().map_err(|_| BAD)?,
            vault: text(&map, "vault")?.parse().map_err(|_| BAD)?,
        };
        text(&map, "note")?;
        let known = map.len() == 5 && label.format == FORMAT && label.epoch >= 1;
        if known { Ok(label) } else { Err(BAD) }
    }
}

/// Refuses a higher format number in any JSON object, before this version's rules are applied to it.
fn check_format(bytes: &[u8]) -> Result<(), FormatError> {
    let value: Value = serde_json::from_slice(bytes).map_err(|_| BAD)?;
    match value.get("format").and_then(Value::as_u64) {
        Some(format) if format > u64::from(FORMAT) => Err(FormatError::FormatNewer("the vault")),
        _ => Ok(()),
    }
}

fn text<'a>(map: &'a Map<String, Value>, name: &str) -> Result<&'a str, FormatError> {
    map.get(name).and_then(Value::as_str).ok_or(BAD)
}

fn number(map: &Map<String, Value>, name: &str) -> Result<u32, FormatError> {
    map.get(name).and_then(Value::as_u64).and_then(|n| n.try_into().ok()).ok_or(BAD)
}
