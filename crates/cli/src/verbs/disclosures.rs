//! Who holds what: the bundles that were made, and what became of them.

use crate::answer::Answer;
use crate::args::Arguments;
use crate::failure::{Failure, bad_input};
use crate::fields::{self, Of};
use crate::handing_args::{AmendReceiptArguments, ReceiptArguments};
use crate::open::unlocked;
use casekeep_model::disclosure::{DisclosureState, DisclosureView, ReceiptView};
use casekeep_model::{Disclosing, Fields, Receipt, visible};
use casekeep_vault::Access;
use serde_json::json;

/// Lists every bundle that was begun.
pub fn disclosures(arguments: &Arguments, answer: Answer, case: Option<&str>) -> Result<(), Failure> {
    let vault = unlocked(arguments, Access::Read)?;
    let number = case.map(|case| vault.find_case(case)).transpose()?;
    let views = vault.disclosures(number)?;
    let text = match views.is_empty() {
        true => "Nothing was handed over yet.\n".to_owned(),
        false => views.iter().map(|view| view_text(view, case.is_none())).collect(),
    };
    answer.give(&json!({ "disclosures": views }), &text)
}

fn view_text(view: &DisclosureView, with_case: bool) -> String {
    let mut text = format!("Hand-over {}, {}", view.label, view.recorded);
    if with_case {
        text += &format!(", case {}", view.case);
    }
    text += match (view.state, view.withdrawn) {
        (_, true) => ": withdrawn\n",
        (DisclosureState::Made, false) => "\n",
        (DisclosureState::NotMade, false) => ": not made\n",
        (DisclosureState::Begun, false) => ": begun, and it is not known whether it was made\n",
    };
    for (field, label) in Disclosing::FIELDS {
        text += &line(label, view.why.say(field));
    }
    let sealed: Vec<String> = view.recipients.iter().map(|recipient| visible::escape(recipient)).collect();
    text += &line("Sealed to", Some(sealed.join(", ")));
    let range = [("from", &view.selection.from), ("to", &view.selection.to)];
    let range: Vec<String> =
        range.into_iter().filter_map(|(word, day)| Some(format!("{word} {}", day.as_ref()?))).collect();
    text += &line("Days", Some(if range.is_empty() { "all".to_owned() } else { range.join(" ") }));
    if let Some((contacts, items)) = view.contacts.zip(view.items) {
        text += &line("In it", Some(format!("{contacts} contacts, {items} items")));
    }
    if !view.follows.is_empty() {
        let numbers: Vec<String> = view.follows.iter().map(u32::to_string).collect();
        text += &line("Only what is new since", Some(format!("hand-over {}", numbers.join(", "))));
    }
    text += &line("SHA-256", view.sealed_sha256.clone());
    text += &view.receipts.iter().map(receipt_text).collect::<String>();
    text
}

fn receipt_text(view: &ReceiptView) -> String {
    let mut text = format!("    Receipt {}, recorded {}\n", view.label, view.recorded);
    for (field, label) in Receipt::FIELDS {
        text += &line(&format!("    {label}"), view.receipt.say(field));
    }
    for amendment in &view.amendments {
        text += &format!("        Amended {} because: {}\n", amendment.recorded, visible::escape(&amendment.reason));
    }
    text
}

fn line(label: &str, said: Option<String>) -> String {
    said.map_or_else(String::new, |said| format!("    {label}: {}\n", visible::escape_lines(&said)))
}

/// Writes down what became of a bundle.
pub fn receipt(arguments: &Arguments, answer: Answer, receipt: &ReceiptArguments) -> Result<(), Failure> {
    let mut given = fields::read(Of::Receipt, &receipt.set)?.0;
    given.retain(|_, value| !value.is_null());
    let said = Receipt::from_fields(&given).ok_or_else(|| {
        let hint = "Every receipt needs --set event=given, --set event=opened or --set event=withdrawn.";
        bad_input("Something that is needed was not said.".to_owned(), hint)
    })?;
    let vault = unlocked(arguments, Access::Change)?;
    let entered = vault.add_receipt(vault.find_case(&receipt.case)?, &receipt.disclosure, &said)?;
    let value = json!({ "n": entered.n, "recorded": entered.recorded });
    answer.give(&value, &format!("Saved as receipt {}.", entered.n))?;
    Ok(vault.lock()?)
}

/// Appends a correction to a receipt.
pub fn amend(arguments: &Arguments, answer: Answer, amend: &AmendReceiptArguments) -> Result<(), Failure> {
    let changes = fields::read(Of::Receipt, &amend.set)?;
    let vault = unlocked(arguments, Access::Change)?;
    vault.amend_receipt(vault.find_case(&amend.case)?, &amend.receipt, &changes, &amend.reason)?;
    let label = visible::escape(&amend.receipt);
    answer.give(&json!({ "receipt": amend.receipt }), &format!("Receipt {label} is amended."))?;
    Ok(vault.lock()?)
}
