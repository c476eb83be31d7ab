//! What a bundle takes of the registers and the details of a case, and which of their parts stay behind.
//!
//! Reviews stay, and so do steps that may be privileged, plans and letters that were not sent. A transcript goes where its
//! item goes. Of people, those go that something taken names, and the person of concern; what is sensitive about them
//! never does, wherever it was written before it was marked so.

use crate::plan::Plan;
use casekeep_format::{Entries, ListedEntry, Place, Subject};
use casekeep_model::people::{Identifier, Role};
use casekeep_model::view::Selection;
use casekeep_model::{Amendment, Contact, Details, Fields, Patch, Register, RegisterEntry, Timestamp};
use serde_json::Value;
use std::collections::BTreeSet;

/// What stands in place of a reason that stays behind.
const REASON_STAYS: &str = "(kept out of this bundle)";
const PRIVATE: &str = "private_identifiers";
const IDENTIFIERS: &str = "identifiers";

/// An entry of a register that is handed over, as amended.
#[derive(Debug, Clone)]
pub struct TakenListed {
    /// The number as shown.
    pub label: String,
    /// When it was recorded.
    pub recorded: Timestamp,
    /// The entry, amendments applied, without what stays behind.
    pub entry: RegisterEntry,
    /// Its amendments, oldest first.
    pub amendments: Vec<Amendment>,
}

impl TakenListed {
    /// Returns the instant that it sorts by.
    #[must_use]
    pub fn instant(&self) -> Timestamp {
        instant(&self.entry, self.recorded)
    }
}

fn instant(entry: &RegisterEntry, recorded: Timestamp) -> Timestamp {
    entry.when().and_then(|moment| moment.from).unwrap_or(recorded)
}

/// Returns whether a part of a record of this kind may be disclosed.
#[must_use]
pub fn may_leave(kind: &str, part: &str) -> bool {
    match Subject::of_kind(kind) {
        Some(Subject::Contact | Subject::Item) => {
            crate::plan::DISCLOSED_PARTS.contains(&part) || Contact::has_field(part)
        }
        Some(Subject::Listed(register)) => {
            let said = register.fields().iter().any(|(field, _)| *field == part);
            matches!(part, "number" | "reason") || (said && part != PRIVATE)
        }
        Some(Subject::Details) => part == "number" || Details::SHOWN.contains(&part),
        None => false,
    }
}

/// Takes what a selection takes of the registers and the details; contacts and items were taken before.
pub(crate) fn take(plan: &mut Plan, entries: &Entries, selection: &Selection, within: &dyn Fn(Timestamp) -> bool) {
    let mut named: BTreeSet<u32> =
        plan.contacts.iter().flat_map(|taken| taken.contact.people.iter().copied()).collect();
    for register in Register::ALL.iter().copied().filter(|register| *register != Register::Person) {
        for entry in entries.listed(register) {
            let (now, amendments) = entry.resolve();
            let goes = match &now {
                RegisterEntry::Transcript(transcript) => plan.item_numbers.contains(&transcript.item),
                _ => within(instant(&now, entry.recorded)),
            };
            if goes && !stays(entry, &now, selection) {
                if let RegisterEntry::Gift(gift) = &now {
                    named.extend(gift.giver);
                }
                plan.places.extend(entry.places().cloned());
                plan.listed.push(taken(entry, now, amendments));
            } else {
                plan.left.extend(entry.places().cloned());
            }
        }
    }
    for entry in entries.listed(Register::Person) {
        let (now, amendments) = entry.resolve();
        let concerned = matches!(&now, RegisterEntry::Person(person) if person.role == Role::Subject);
        if !stays(entry, &now, selection) && (concerned || named.contains(&entry.number)) {
            take_person(plan, entry, now, amendments);
        } else {
            plan.left.extend(entry.places().cloned());
        }
    }
    for entry in &entries.details {
        let details = entry.resolve().0;
        if Details::SHOWN.iter().any(|field| details.say(field).is_some()) && !selection.without_details {
            plan.places.extend(entry.places().cloned());
            plan.details.get_or_insert(only_shown(&details));
        } else {
            plan.left.extend(entry.places().cloned());
        }
    }
}

/// Returns the details without what no bundle shows, so that nothing that is written from a plan can reach it.
fn only_shown(details: &Details) -> Details {
    let mut fields = details.fields();
    fields.retain(|field, _| Details::SHOWN.contains(&field.as_str()));
    Details::from_fields(&fields).unwrap_or_else(Details::new)
}

fn stays(entry: &ListedEntry, now: &RegisterEntry, selection: &Selection) -> bool {
    let register = now.register();
    now.stays().is_some()
        || selection.without_registers.contains(&register)
        || selection.without_entries.iter().any(|left| left.register == register && left.n == entry.number)
}

fn taken(entry: &ListedEntry, now: RegisterEntry, amendments: Vec<Amendment>) -> TakenListed {
    TakenListed { label: entry.label(), recorded: entry.recorded, entry: now, amendments }
}

/// Takes somebody without what is sensitive: the parts that hold it stay, and so does why they were written.
fn take_person(plan: &mut Plan, entry: &ListedEntry, now: RegisterEntry, mut amendments: Vec<Amendment>) {
    let RegisterEntry::Person(mut person) = now else { return };
    let patches = entry.amendings.iter().map(|amending| &amending.patch);
    let first = Patch(entry.first.fields());
    let private: BTreeSet<String> =
        std::iter::once(&first).chain(patches).flat_map(|patch| values(patch, PRIVATE)).collect();
    let tells = |patch: &Patch| values(patch, IDENTIFIERS).iter().any(|value| private.contains(value));
    if tells(&first) {
        hide(plan, &entry.place, IDENTIFIERS);
    }
    for amending in &entry.amendings {
        if tells(&amending.patch) {
            hide(plan, &amending.place, IDENTIFIERS);
        }
        if amending.patch.0.contains_key(PRIVATE) || tells(&amending.patch) {
            hide(plan, &amending.place, "reason");
            for shown in amendments.iter_mut().filter(|shown| shown.leaf == Some(amending.leaf)) {
                REASON_STAYS.clone_into(&mut shown.reason);
            }
        }
    }
    for shown in &mut amendments {
        // What it said before may be what is sensitive now.
        shown.changes.retain(|change| change.field != PRIVATE && (private.is_empty() || change.field != IDENTIFIERS));
    }
    person.private_identifiers.clear();
    person.identifiers.retain(|identifier: &Identifier| !private.contains(&identifier.value));
    plan.places.extend(entry.places().cloned());
    plan.listed.push(taken(entry, RegisterEntry::Person(person), amendments));
}

fn hide(plan: &mut Plan, place: &Place, part: &str) {
    plan.hidden.entry(place.clone()).or_default().insert(part.to_owned());
}

/// Returns the values of the identifiers that a field of a patch lists.
fn values(patch: &Patch, field: &str) -> Vec<String> {
    let list = patch.0.get(field).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().filter_map(|identifier| identifier.get("value")?.as_str()).map(str::to_owned).collect()
}
