//! The exact set of files, and the hash of each (RFC 8493, and stricter: nothing beside the lists but the signature).

use super::findings::Findings;
use super::intake::Intake;
use crate::bag::{self, Listed};
use crate::layout::{BAG_INFO, BAGIT, BAGIT_TEXT, LISTED_TAGS, MANIFEST, SIGNATURE, TAG_MANIFEST, TIME_STAMP};
use crate::supplement::{self, FollowedBundle};
use casekeep_model::Class;
use std::collections::BTreeSet;

/// Checks that exactly the listed files are there, each with the listed hash, and that the bag says the truth of itself.
pub fn check(intake: &Intake, found: &mut Findings) {
    let tags = read(intake, TAG_MANIFEST, found);
    let payload = read(intake, MANIFEST, found);
    for (listed, name, wanted) in [(&tags, TAG_MANIFEST, false), (&payload, MANIFEST, true)] {
        for path in listed.keys().filter(|path| path.starts_with("data/") != wanted) {
            found.add(Class::BundleChanged, format!("{name} lists {path}, which belongs in the other list."));
        }
        hashes(intake, listed, name, found);
    }
    extra(intake, &tags, &payload, found);
    required(intake, found);
    bag_texts(intake, found);
}

fn read(intake: &Intake, name: &str, found: &mut Findings) -> Listed {
    let Some(bytes) = intake.kept.get(name) else { return Listed::new() };
    bag::parse_manifest(bytes).unwrap_or_else(|why| {
        found.add(Class::BundleChanged, format!("The list {name} cannot be read: {why}."));
        Listed::new()
    })
}

fn hashes(intake: &Intake, listed: &Listed, name: &str, found: &mut Findings) {
    for (path, sha256) in listed {
        match intake.files.get(path) {
            Some(seen) if seen.sha256 == *sha256 => {}
            Some(_) => found.add(
                Class::BundleChanged,
                format!("The file {path} was changed: it is not the one that {name} lists."),
            ),
            None if intake.complete => {
                found.add(Class::BundleMissing, format!("The file {path} is not there, though {name} lists it."))
            }
            None => {}
        }
    }
}

/// Every file is listed, but for the three that cannot be; and no list names a file that no bundle has.
fn extra(intake: &Intake, tags: &Listed, payload: &Listed, found: &mut Findings) {
    let unlisted = [TAG_MANIFEST, SIGNATURE, TIME_STAMP];
    let known_tags: BTreeSet<&str> = LISTED_TAGS.into_iter().chain(unlisted).collect();
    for path in intake.files.keys() {
        let known = if path.contains('/') { payload.contains_key(path) } else { known_tags.contains(path.as_str()) };
        let listed = payload.contains_key(path) || tags.contains_key(path) || unlisted.contains(&path.as_str());
        if !known || !listed {
            found.add(Class::BundleExtra, format!("The file {path} does not belong to the bundle."));
        }
    }
    if intake.files.contains_key(TIME_STAMP) {
        found.note(
            Class::BundleExtra,
            "The bundle has a time-stamp, which this version does not check.",
            "Check it with the program of whoever issued it.",
        );
    }
}

fn required(intake: &Intake, found: &mut Findings) {
    if !intake.complete {
        return;
    }
    for path in LISTED_TAGS.into_iter().chain([TAG_MANIFEST, SIGNATURE]) {
        if !intake.files.contains_key(path) {
            found.add(Class::BundleMissing, format!("The file {path} is not there, and every bundle has it."));
        }
    }
}

fn bag_texts(intake: &Intake, found: &mut Findings) {
    if intake.kept.get(BAGIT).is_some_and(|bytes| bytes != BAGIT_TEXT.as_bytes()) {
        found.add(Class::BundleChanged, format!("The file {BAGIT} says something else than in any bundle."));
    }
    let Some(info) = intake.kept.get(BAG_INFO) else { return };
    let info = std::str::from_utf8(info).unwrap_or_default();
    let payload = intake.files.iter().filter(|(path, _)| path.starts_with("data/"));
    let (bytes, files) = payload.fold((0_u64, 0_usize), |(bytes, files), (_, seen)| (bytes + seen.size, files + 1));
    if intake.complete && bag::bag_info(info, "Payload-Oxum") != Some(&format!("{bytes}.{files}")) {
        found.add(
            Class::BundleChanged,
            format!("The bundle does not have the number of files and bytes that {BAG_INFO} says."),
        );
    }
    if bag::bag_info(info, "External-Identifier") != intake.folder.as_deref() {
        found.add(Class::BundleChanged, format!("The bundle’s folder does not have the name that {BAG_INFO} says."));
    }
}

/// Returns the earlier bundles that this one follows; `None` where that cannot be read.
pub fn read_follows(intake: &Intake, found: &mut Findings) -> Option<Vec<FollowedBundle>> {
    let info = std::str::from_utf8(intake.kept.get(BAG_INFO)?).unwrap_or_default();
    match supplement::read_bag_lines(info) {
        Ok(follows) => Some(follows),
        Err(_) => {
            found.add(
                Class::BundleChanged,
                format!("The file {BAG_INFO} names an earlier bundle in another form than bundles do."),
            );
            None
        }
    }
}
