//! The keys of the invented vault that every target and every seed uses. They keep nothing secret.

use casekeep_format::{Identity, SigningKey, VerifyingKey};
use std::sync::LazyLock;

/// The identity that sealed seeds open with.
const SECRET_LINE: &str = "AGE-SECRET-KEY-10Z9X2F390TGXFV525GSNTNA64YP04QYRY6HP04HJQ2HYCYW9PXPSFUEDUL";

/// The signing key of the vault.
pub static SIGNING: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::from_seed(&[7; 32]));
/// Its public half.
pub static VERIFYING: LazyLock<VerifyingKey> = LazyLock::new(|| SIGNING.verifying_key());
/// The identity of its box.
pub static IDENTITY: LazyLock<Identity> =
    LazyLock::new(|| SECRET_LINE.parse().expect("the line was made by this project"));

/// Returns the line of an identity file that [`IDENTITY`] is made from.
#[must_use]
pub fn secret_line() -> &'static str {
    SECRET_LINE
}

/// The box of the log that signed notes speak of.
pub const BOX: &str = "aaaaaaaaaaaaaaaaaaaaaaaaaa";
/// The writer of that log.
pub const WRITER: &str = "bbbbbbbbbbbbbbbb";

/// Returns the name of that log.
#[must_use]
pub fn origin() -> String {
    format!("casekeep/v1/{}/{BOX}/{WRITER}", VERIFYING.vault_id())
}
