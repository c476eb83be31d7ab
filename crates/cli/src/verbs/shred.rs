//! Shredding a case: what it would destroy and not reach, the hold that keeps a case, and the certificate.

use crate::answer::Answer;
use crate::args::{Arguments, ShredArguments};
use crate::failure::{Failure, file_failure};
use crate::open::unlocked;
use casekeep_model::keeping::ShredPlan;
use casekeep_model::visible;
use casekeep_vault::{Access, Disk, NewFile};
use serde_json::json;
use std::io::{self, Write};
use std::path::Path;

/// Puts a hold on a case, or takes it off.
pub fn hold(arguments: &Arguments, answer: Answer, case: &str, reason: &str, release: bool) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Change)?;
    let case = vault.find_case(case)?;
    let lines = if release {
        vault.release_hold(case, reason)?;
        format!("The hold on case {case} is taken off.")
    } else {
        vault.set_hold(case, Some(reason))?;
        format!("There is a hold on case {case}: it cannot be shredded.")
    };
    answer.give(&json!({ "case": case, "held": !release }), &lines)?;
    Ok(vault.lock()?)
}

/// Says what shredding would destroy; with the case's name and a reason, does it and gives the certificate.
pub fn shred(arguments: &Arguments, answer: Answer, shred: &ShredArguments) -> Result<(), Failure> {
    let (Some(name), Some(reason)) = (&shred.name, &shred.reason) else {
        return plan(arguments, answer, &shred.case);
    };
    // Looked at before anything is destroyed: a certificate that could not be written is none.
    let file = shred.certificate.as_ref().map(|path| NewFile::begin(&Disk::default(), path)).transpose()?;
    let vault = unlocked(arguments, Access::Change)?;
    let case = vault.find_case(&shred.case)?;
    let plan = vault.plan_shred(case)?;
    if !answer.json {
        // If standard error is closed there is nobody to read it.
        let _ = io::stderr().write_all(plan_text(&plan).as_bytes());
    }
    let bar = answer.rate();
    let certificate = vault.shred(case, name, reason, &mut |progress| bar.show_bytes(progress))?;
    drop(bar);
    let mut lines = certificate.text.clone();
    if let (Some(mut file), Some(path)) = (file, &shred.certificate) {
        file.write_all(certificate.text.as_bytes()).map_err(|source| file_failure("writing", path, source))?;
        file.publish()?;
        lines = said(case, path);
    }
    answer.give(&json!({ "case": case, "plan": plan, "certificate": certificate.text }), &lines)?;
    Ok(vault.lock()?)
}

fn said(case: u32, path: &Path) -> String {
    format!("Case {case} is shredded. The certificate: {}", path.display())
}

fn plan(arguments: &Arguments, answer: Answer, case: &str) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Read)?;
    let plan = vault.plan_shred(vault.find_case(case)?)?;
    let lines = format!("{}Nothing was destroyed. To do it, give --name and --reason.\n", plan_text(&plan));
    answer.give(&json!(plan), &lines)?;
    Ok(vault.lock()?)
}

fn plan_text(plan: &ShredPlan) -> String {
    let mut lines = format!(
        "Shredding case {} (“{}”) destroys {} contacts, {} items and the private notes, {} bytes. It cannot be undone.\n",
        plan.case,
        visible::escape(&plan.name),
        plan.contacts,
        plan.items,
        plan.bytes
    );
    if let Some(why) = &plan.hold {
        lines.push_str(&format!("There is a hold on it: {}\n", visible::escape_lines(why)));
    }
    for place in plan.backups.iter().chain(&plan.bundles) {
        lines.push_str(&format!("It does not reach: {}\n", visible::escape_lines(place)));
    }
    lines
}
