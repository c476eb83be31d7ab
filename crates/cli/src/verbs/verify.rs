//! Checking the vault, or a bundle with no vault on the machine.

use crate::answer::{Answer, report_text};
use crate::args::{Arguments, VerifyArguments};
use crate::failure::{Failure, bad_input, file_failure};
use crate::open::{locked, read_secret, read_secret_text, unlocked};
use casekeep_bundle::supplement::FollowedBundle;
use casekeep_bundle::{OpenWith, SealShown, Signer, verify_bundle};
use casekeep_model::keeping::Depth;
use casekeep_model::visible;
use casekeep_vault::Access;
use serde_json::json;
use std::fs::File;
use std::path::Path;

/// Checks the vault, a bundle or a seal; problems are exit status 1.
pub fn verify(arguments: &Arguments, answer: Answer, verify: &VerifyArguments) -> Result<(), Failure> {
    let (words, file) = (verify.seal.as_deref(), verify.seal_file.as_deref());
    let ok = match &verify.bundle {
        None if words.is_some() || file.is_some() => super::seal::check(arguments, answer, words, file)?,
        Some(bundle) => check_bundle(answer, verify, arguments.identity.as_deref(), bundle)?,
        None if verify.keyless => check_keyless(arguments, answer)?,
        None => check_vault(arguments, answer, verify.resume)?,
    };
    if ok { Ok(()) } else { Err(Failure::Shown(1)) }
}

fn check_vault(arguments: &Arguments, answer: Answer, resume: bool) -> Result<bool, Failure> {
    let vault = unlocked(arguments, Access::Read)?;
    let bar = answer.rate();
    let report = vault.check(Depth::Full, resume, &mut |progress| bar.show_bytes(progress))?;
    drop(bar);
    answer.give(&json!(report), &report_text(&report, "Every record and every file is as it was saved."))?;
    Ok(report.ok)
}

/// Without keys a check finds accidents, not people: it never says that a vault is as it was saved.
fn check_keyless(arguments: &Arguments, answer: Answer) -> Result<bool, Failure> {
    let vault = locked(arguments)?;
    let bar = answer.rate();
    let report = vault.check_keyless(&mut |progress| bar.show_bytes(progress))?;
    drop(bar);
    let mut lines = report_text(&report, "No accident found.");
    lines.push_str("Without the keys this finds accidents, not people: check the vault unlocked for the rest.\n");
    answer.give(&json!(report), &lines)?;
    Ok(report.ok)
}

fn check_bundle(
    answer: Answer,
    verify: &VerifyArguments,
    identity: Option<&Path>,
    bundle: &Path,
) -> Result<bool, Failure> {
    let file = File::open(bundle).map_err(|source| file_failure("reading", bundle, source))?;
    let secret = match (&verify.bundle_passphrase_file, identity) {
        (Some(_), Some(_)) => {
            let hint = "Give --bundle-passphrase-file or --identity.";
            return Err(bad_input("A bundle is opened with a passphrase or with an identity, not with both.", hint));
        }
        (Some(path), None) => Some(read_secret(path)?),
        (None, Some(path)) => Some(read_secret_text(path)?),
        (None, None) => None,
    };
    let with = match (&secret, identity) {
        (Some(secret), Some(_)) => OpenWith::IdentityFile(secret),
        (Some(secret), None) => OpenWith::Passphrase(secret),
        (None, _) => OpenWith::Nothing,
    };
    let checked = verify_bundle(file, with, verify.fingerprint.as_deref())?;
    let value = json!({
        "ok": checked.report.ok,
        "checked": checked.report.checked,
        "problems": checked.report.problems,
        "notes": checked.report.notes,
        "signer": checked.signer,
        "fingerprint": checked.fingerprint,
        "fingerprint_words": checked.fingerprint_words,
        "earlier_fingerprints": checked.earlier_fingerprints,
        "vault": checked.vault,
        "disclosed": checked.disclosed,
        "withheld": checked.withheld,
        "seals": checked.seals,
        "follows": checked.follows,
    });
    let signer = match checked.signer {
        Signer::Matched => "Signed by the key whose fingerprint you gave.",
        Signer::NotCompared => {
            "The signer was not compared: ask for the fingerprint by another way, and give it with --fingerprint."
        }
        Signer::Different => "Signed by another key than the one whose fingerprint you gave.",
    };
    let fingerprint = checked.fingerprint.as_deref().unwrap_or("no signature holds");
    let good = "The bundle is consistent.";
    let lines = format!(
        "{}{signer}\n    {fingerprint}\n    {}\n{}{}{}",
        report_text(&checked.report, good),
        checked.fingerprint_words.join(" "),
        earlier_text(&checked.earlier_fingerprints),
        follows_text(&checked.follows),
        checked.seals.iter().map(seal_text).collect::<String>(),
    );
    answer.give(&value, &lines)?;
    Ok(checked.report.ok)
}

/// Returns the keys that a vault had before as lines for a person.
fn earlier_text(fingerprints: &[String]) -> String {
    match fingerprints {
        [] => String::new(),
        earlier => format!(
            "All keys of its vault were changed since it was made. Earlier ones, which do not count any more:\n    {}\n",
            earlier.join("\n    ")
        ),
    }
}

/// Returns the bundles that a supplement follows as lines for a person.
fn follows_text(follows: &[FollowedBundle]) -> String {
    let named: String =
        follows.iter().map(|one| format!("    {}\n    {}\n", one.folder, one.tagmanifest_sha256)).collect();
    match follows {
        [] => String::new(),
        _ => format!(
            "It is a supplement: it holds only what is new or changed since these, each by its folder and the SHA-256 of \
             its tag manifest:\n{named}"
        ),
    }
}

/// Returns a seal in a bundle as lines for a person.
fn seal_text(seal: &SealShown) -> String {
    let made = seal.at.map_or_else(String::new, |at| format!(" of {at}"));
    let stamped = match (seal.stamped, &seal.stamped_by) {
        (Some(at), Some(by)) => format!(
            "    stamped {at} by “{}”; whose certificate to trust is for you, and for openssl ts -verify\n",
            visible::escape(by)
        ),
        _ => String::new(),
    };
    format!(
        "The log goes on from the seal{made}, which covers {} of its records:\n    {}\n{stamped}",
        seal.covers,
        seal.words.join(" ")
    )
}
