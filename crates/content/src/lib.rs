//! What users are told, from one file: the built-in one, or a newer one that the publisher signed.
//!
//! `guidance.json` beside this crate is the built-in file; the page reads the same one. A newer file takes its place
//! without a new program: `guidance.json` in the application's folder and, beside it, `guidance.json.sig`, made with
//! `ssh-keygen -Y sign -n casekeep-guidance-v1 -f KEY guidance.json`. The key that counts is `publisher.pub`. What is
//! broken, wrongly signed or no newer is refused in a sentence and the built-in file is used. Nothing here reads a file
//! or a clock.

mod check;

use casekeep_format::{VerifyingKey, sshsig};
use casekeep_model::Timestamp;
use casekeep_model::guidance::{Guidance, GuidanceInUse};
use chrono::{Months, NaiveDate};

/// The name of the file in the application's folder.
pub const FILE: &str = "guidance.json";
/// The name of its signature.
pub const SIGNATURE: &str = "guidance.json.sig";
/// The longest file that is read, in bytes.
pub const LONGEST: u64 = 1 << 20;
/// The namespace of the signature: a signature over anything else is good for nothing here.
pub const NAMESPACE: &str = "casekeep-guidance-v1";
/// The version of the form of the file.
pub const FORMAT: u32 = 1;
/// After so many months the content says that it is old.
const OLD_AFTER: Months = Months::new(12);

const BUILT_IN: &str = include_str!("../guidance.json");
const PUBLISHER: &str = include_str!("../publisher.pub");

/// Why a file in the application's folder is not used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ContentError {
    /// It is longer than any such file.
    #[error("It is over 1 MB.")]
    TooLong,
    /// There is no signature beside it.
    #[error("There is no signature with it.")]
    NotSigned,
    /// The signature is another's, is of something else, or the file was changed after it was signed.
    #[error("It is not signed by the publisher of Casekeep, or was changed since.")]
    WrongSignature,
    /// It is of a newer form than this program knows.
    #[error("It is made for a newer Casekeep.")]
    Newer,
    /// It cannot be read, or refers to what is not in it.
    #[error("It is broken: {0}.")]
    Broken(String),
    /// The built-in file is as new or newer.
    #[error("It is not newer than the one that is built in.")]
    NotNewer,
}

/// A file as it was found: its bytes and those of its signature.
#[derive(Debug, Clone, Copy)]
pub struct Found<'a> {
    /// The file.
    pub file: &'a [u8],
    /// Its signature, where there is one.
    pub signature: Option<&'a [u8]>,
}

/// Returns the built-in content.
///
/// # Panics
/// Never: a test reads and checks the file that is built in.
#[must_use]
pub fn built_in() -> Guidance {
    serde_json::from_str(BUILT_IN).expect("a test reads the file that is built in")
}

/// Returns the key whose signature counts.
///
/// # Panics
/// Never: a test reads the key that is built in.
#[must_use]
pub fn publisher() -> VerifyingKey {
    VerifyingKey::from_ssh_line(PUBLISHER.trim_end()).expect("a test reads the key that is built in")
}

/// Returns the content to use: the found file if the publisher signed it and it is newer, else the built-in one, and why.
#[must_use]
pub fn choose(found: Option<Found<'_>>, publisher: &VerifyingKey, now: Timestamp) -> GuidanceInUse {
    let ours = built_in();
    let taken = found.map(|found| read(found, publisher, &ours));
    let (guidance, from_file, refused) = match taken {
        Some(Ok(newer)) => (newer, true, None),
        Some(Err(error)) => {
            (ours, false, Some(format!("The newer guidance in Casekeep’s folder is not used. {error}")))
        }
        None => (ours, false, None),
    };
    let old = is_old(&guidance, now);
    GuidanceInUse { guidance, from_file, refused, old }
}

/// Reads a found file; the signature is checked before a byte of it is parsed.
fn read(found: Found<'_>, publisher: &VerifyingKey, ours: &Guidance) -> Result<Guidance, ContentError> {
    if found.file.len() as u64 > LONGEST {
        return Err(ContentError::TooLong);
    }
    let signature = found.signature.ok_or(ContentError::NotSigned)?;
    let armored = std::str::from_utf8(signature).map_err(|_| ContentError::WrongSignature)?;
    let signer = sshsig::verify_in(NAMESPACE, armored, found.file).map_err(|_| ContentError::WrongSignature)?;
    if signer != *publisher {
        return Err(ContentError::WrongSignature);
    }
    let guidance = parse(found.file)?;
    if guidance.issued <= ours.issued {
        return Err(ContentError::NotNewer);
    }
    Ok(guidance)
}

/// Reads and checks a file of this form.
///
/// # Errors
/// [`ContentError::Newer`] for another form, [`ContentError::Broken`] for what is malformed or refers to nothing.
pub fn parse(file: &[u8]) -> Result<Guidance, ContentError> {
    let broken = |error: serde_json::Error| ContentError::Broken(format!("line {}", error.line()));
    let value: serde_json::Value = serde_json::from_slice(file).map_err(broken)?;
    if value.get("format").and_then(serde_json::Value::as_u64).is_some_and(|format| format > u64::from(FORMAT)) {
        return Err(ContentError::Newer);
    }
    let guidance: Guidance = serde_json::from_slice(file).map_err(broken)?;
    check::check(&guidance).map_err(ContentError::Broken)?;
    Ok(guidance)
}

/// Returns whether it was issued more than twelve months ago.
fn is_old(guidance: &Guidance, now: Timestamp) -> bool {
    let today = now.to_chrono().date_naive();
    let issued = NaiveDate::parse_from_str(&guidance.issued, "%Y-%m-%d").ok();
    issued.and_then(|day| day.checked_add_months(OLD_AFTER)).is_none_or(|end| today > end)
}
