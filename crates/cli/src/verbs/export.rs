//! Making a bundle.

use crate::answer::Answer;
use crate::args::Arguments;
use crate::failure::{Failure, bad_input, file_failure};
use crate::fields::{self, Of};
use crate::handing_args::ExportArguments;
use crate::open::{read_secret, unlocked};
use casekeep_bundle::plan::Plan;
use casekeep_bundle::{Papers, To, parse_recipients, reader, write_bundle};
use casekeep_model::bundle_paper::{Initials, InitialsError, SetPaper};
use casekeep_model::disclosure::Profile;
use casekeep_model::view::{DisclosureReceipt, ListedNumber, Selection, Tally};
use casekeep_model::{Disclosing, Fields, Register, visible};
use casekeep_vault::{Access, Disclosed, Disk, Held, NewFile};
use serde_json::json;
use std::io::Write;
use std::path::Path;

/// Makes a bundle of a case.
pub fn export(arguments: &Arguments, answer: Answer, export: &ExportArguments) -> Result<(), Failure> {
    let (selection, why) = (selection(export)?, why(export)?);
    let Some(output) = &export.output else { return preview(arguments, answer, &export.case, &selection, &why) };
    let (to, recipients) = match &export.to_passphrase_file {
        Some(path) => (To::Passphrase(read_secret(path)?), vec!["passphrase".to_owned()]),
        None => {
            parse_recipients(&export.to)?;
            (To::Recipients(export.to.clone()), export.to.clone())
        }
    };
    let initials = export.initials.as_deref().map(initials).transpose()?;
    let papers = typesetter(export)?.map(|set| Papers { set, initials });
    let vault = unlocked(arguments, Access::Change)?;
    let case = vault.find_case(&export.case)?;
    let bar = answer.progress();
    // Begun first: where it cannot be written, nothing is made and nothing recorded.
    let page = export.with_reader.then(|| reader::beside(output));
    let page = page.map(|place| begin_page(&place).map(|file| (file, place))).transpose()?;
    let disclosed = Disclosed { recipients, why };
    let written = vault.disclose_to_file::<_, Failure>(case, &selection, &disclosed, output, |source, out| {
        let outcome = write_bundle(source, &selection, &to, papers.as_ref(), out, &mut |progress| bar.show(progress))?;
        let tagmanifest = outcome.tagmanifest_sha256.to_string();
        let held = Held { contacts: outcome.contacts, items: outcome.items, places: outcome.places.clone() };
        Ok((outcome, tagmanifest, held))
    })?;
    // The bundle is made and recorded: that must be told, whatever becomes of the page.
    let page = page.map(|(file, place)| file.publish().map(|_| place.display().to_string()));
    let reader_failed = matches!(page, Some(Err(_)));
    let receipt = DisclosureReceipt {
        disclosure: written.disclosure,
        file: output.display().to_string(),
        bytes: written.written.bytes,
        sha256: written.written.sha256.to_string(),
        fingerprint: vault.verifying_key().ssh_fingerprint(),
        fingerprint_words: vault.verifying_key().fingerprint_words(),
        contacts: written.made.contacts,
        items: written.made.items,
        withheld: written.made.withheld,
        reader: page.and_then(Result::ok),
        reader_failed,
    };
    let beside = receipt.reader.as_ref().map(|page| format!("The page that opens it in a browser: {page}\n"));
    let failed =
        || "The page that opens it in a browser could not be written; the bundle is whole without it.\n".to_owned();
    let beside = beside.or_else(|| receipt.reader_failed.then(failed));
    let lines = format!(
        "The bundle is made: {}\n{}{} contacts, {} items; {} records stay behind.\n\nGive this fingerprint by another way, such as the phone:\n\n    {}\n    {}\n",
        receipt.file,
        beside.unwrap_or_default(),
        receipt.contacts,
        receipt.items,
        receipt.withheld,
        receipt.fingerprint,
        receipt.fingerprint_words.join(" "),
    );
    answer.give(&json!(receipt), &lines)?;
    Ok(vault.lock()?)
}

/// Reads initials as they were given.
fn initials(text: &str) -> Result<Initials, Failure> {
    let why = |error: InitialsError| bad_input(format!("“{}”: {error}.", visible::escape(text)), "Write them like AB.");
    Initials::parse(text).map_err(why)
}

/// Returns who sets the papers; `None` where none are wanted.
#[cfg(feature = "papers")]
#[expect(clippy::unnecessary_wraps, reason = "a program without a typesetter refuses")]
fn typesetter(export: &ExportArguments) -> Result<Option<&'static dyn SetPaper>, Failure> {
    Ok((!export.without_papers).then_some(&casekeep_report::Typesetter))
}

/// Refuses, where papers are wanted: a bundle without them must be asked for by name.
#[cfg(not(feature = "papers"))]
fn typesetter(export: &ExportArguments) -> Result<Option<&'static dyn SetPaper>, Failure> {
    let hint = "Use --without-papers, or the program that was built with them.";
    let refused = || bad_input("This program was built without papers.", hint);
    if export.without_papers { Ok(None) } else { Err(refused()) }
}

/// Writes the reader, to be given its name once the bundle has its own.
fn begin_page(place: &Path) -> Result<NewFile, Failure> {
    let mut page = NewFile::begin(&Disk::default(), place)?;
    page.write_all(reader::PAGE).map_err(|source| file_failure("writing", place, source))?;
    Ok(page)
}

/// Says what would go and what would stay, by kind.
fn preview(
    arguments: &Arguments,
    answer: Answer,
    case: &str,
    selection: &Selection,
    why: &Disclosing,
) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Read)?;
    let case = vault.find_case(case)?;
    let follows = if selection.only_new { vault.followed(case, why)? } else { Vec::new() };
    let preview = Plan::preview(&vault.entries_for_bundle(case)?, selection, &follows)?;
    let row = |name: &str, tally: Tally| format!("{name:<18}{:>8} go{:>8} stay\n", tally.goes, tally.stays);
    let mut lines = row("Contact", preview.contacts) + &row("Item", preview.items);
    for tally in &preview.registers {
        lines += &row(tally.register.label(), tally.entries);
    }
    lines += if preview.details { "What bundles show of the case details goes.\n" } else { "No case details go.\n" };
    if !preview.follows.is_empty() {
        let numbers: Vec<String> = preview.follows.iter().map(u32::to_string).collect();
        lines += &format!("{} entries they have already, from hand-over {}.\n", preview.before, numbers.join(", "));
    }
    answer.give(&json!(preview), &lines)?;
    Ok(vault.lock()?)
}

fn why(export: &ExportArguments) -> Result<Disclosing, Failure> {
    let said = |text: &str| Some(text.to_owned()).filter(|text| !text.trim().is_empty());
    let mut given = fields::read(Of::Disclosing, &export.set)?.0;
    given.retain(|_, value| !value.is_null());
    let mut why = Disclosing::from_fields(&given).unwrap_or_else(Disclosing::new);
    if let Some(word) = &export.profile {
        let known: Vec<_> = Profile::ALL.iter().map(|profile| profile.word()).collect();
        let unknown = || {
            let about = format!("“{}” is not one that a bundle can be for.", visible::escape(word));
            bad_input(about, &format!("Use one of: {}.", known.join(", ")))
        };
        why.profile = Some(Profile::from_word(&word.replace('-', "_")).ok_or_else(unknown)?);
    }
    why.name = export.name.as_deref().and_then(said).or(why.name);
    why.purpose = said(&export.purpose).or(why.purpose);
    Ok(why)
}

fn selection(export: &ExportArguments) -> Result<Selection, Failure> {
    let mut selection = Selection {
        from: export.from.clone(),
        to: export.to_date.clone(),
        only_new: export.since_last,
        ..Selection::default()
    };
    for pair in export.without.chunks(2) {
        let hint = "Use --without KIND N, where KIND is contact, item, person, gift, thing, letter, step, chaperone or transcript, or --without KIND all for a register.";
        let [kind, number] = pair else { return Err(bad_input("--without needs a kind and a number.", hint)) };
        let register = Register::from_word(kind);
        if let (Some(register), "all") = (register, number.as_str()) {
            selection.without_registers.push(register);
            continue;
        }
        let Ok(n) = number.parse() else {
            return Err(bad_input(format!("“{}” is not a number.", visible::escape(number)), hint));
        };
        match (kind.as_str(), register) {
            ("item", _) => selection.without_items.push(n),
            ("contact", _) => selection.without_contacts.push(n),
            (_, Some(register)) => selection.without_entries.push(ListedNumber { register, n }),
            (other, None) => {
                return Err(bad_input(format!("“{}” is no kind of entry.", visible::escape(other)), hint));
            }
        }
    }
    Ok(selection)
}
