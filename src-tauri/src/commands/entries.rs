//! Cases, their timelines, and what is written in them.

use super::{Given, ask, work};
use crate::problem::{Answer, OrProblem};
use casekeep_model::view::{CaseRow, ContactView, InboxView, ItemReceipt, ItemView, TimelineFilter, TimelineRow};
use casekeep_model::window::{KeptDraft, Logged, TextPreview};
use casekeep_model::{Contact, ItemChanges, Moment, Patch};
use std::io::Read;
use tauri::command;

/// How much of a text item is shown, in bytes.
const TEXT_SHOWN: u64 = 256 << 10;

/// Lists the cases.
#[command]
pub async fn list_cases(shell: Given<'_>) -> Answer<Vec<CaseRow>> {
    ask(&shell, |vault| vault.cases()).await
}

/// Opens a case and returns its number.
#[command]
pub async fn add_case(shell: Given<'_>, name: String) -> Answer<u32> {
    ask(&shell, move |vault| vault.add_case(&name)).await
}

/// Renames a case.
#[command]
pub async fn rename_case(shell: Given<'_>, case: u32, name: String) -> Answer<()> {
    ask(&shell, move |vault| vault.rename_case(case, &name)).await
}

/// Closes a case.
#[command]
pub async fn close_case(shell: Given<'_>, case: u32, reason: String) -> Answer<()> {
    ask(&shell, move |vault| vault.close_case(case, &reason)).await
}

/// Opens a closed case again.
#[command]
pub async fn reopen_case(shell: Given<'_>, case: u32, reason: String) -> Answer<()> {
    ask(&shell, move |vault| vault.reopen_case(case, &reason)).await
}

/// Says which case files dropped on the window go to.
#[command]
pub fn set_current_case(shell: Given<'_>, case: Option<u32>) {
    shell.set_current_case(case);
}

/// Returns the rows of a timeline, oldest first.
#[command]
pub async fn timeline(shell: Given<'_>, case: u32, filter: TimelineFilter) -> Answer<Vec<TimelineRow>> {
    ask(&shell, move |vault| vault.timeline(case, &filter)).await
}

/// Finds text in one case or in all; of more than `most` rows of a case, those that were recorded last.
#[command]
pub async fn search(shell: Given<'_>, text: String, case: Option<u32>, most: Option<u32>) -> Answer<Vec<TimelineRow>> {
    ask(&shell, move |vault| vault.search_some(&text, case, most)).await
}

/// Returns a contact with everything that was written.
#[command]
pub async fn contact(shell: Given<'_>, case: u32, n: u32) -> Answer<ContactView> {
    ask(&shell, move |vault| vault.contact(case, n)).await
}

/// Returns an item with everything known about it.
#[command]
pub async fn item(shell: Given<'_>, case: u32, n: u32) -> Answer<ItemView> {
    ask(&shell, move |vault| vault.item(case, n)).await
}

/// Logs a contact.
#[command]
pub async fn log_contact(shell: Given<'_>, case: u32, contact: Contact) -> Answer<Logged> {
    ask(&shell, move |vault| vault.log_contact(case, &contact).map(|(contact, recorded)| Logged { contact, recorded }))
        .await
}

/// Amends a contact.
#[command]
pub async fn amend_contact(shell: Given<'_>, case: u32, n: u32, changes: Patch, reason: String) -> Answer<()> {
    ask(&shell, move |vault| vault.amend_contact(case, n, &changes, &reason)).await
}

/// Amends what is said about an item.
#[command]
pub async fn amend_item(shell: Given<'_>, case: u32, n: u32, changes: ItemChanges, reason: String) -> Answer<()> {
    ask(&shell, move |vault| vault.amend_item(case, n, &changes, &reason)).await
}

/// Returns the moment that a text means.
#[command]
pub async fn read_moment(shell: Given<'_>, text: String, zone: String) -> Answer<Moment> {
    work(&shell, move |_| Moment::parse(&text, &zone).or_problem()).await
}

/// Returns the start of a text item.
#[command]
pub async fn text_preview(shell: Given<'_>, case: u32, item: u32) -> Answer<TextPreview> {
    work(&shell, move |shell| {
        let vault = shell.lease()?;
        let mut start = Vec::new();
        let reader = vault.read_item(case, item).or_problem()?;
        reader.take(TEXT_SHOWN + 1).read_to_end(&mut start).map_err(super::unreadable_item)?;
        Ok(shown_text(start))
    })
    .await
}

/// Returns what was typed into forms of a case and is not saved yet.
#[command]
pub async fn drafts(shell: Given<'_>, case: u32) -> Answer<Vec<KeptDraft>> {
    ask(&shell, move |vault| vault.drafts(case)).await
}

/// Keeps what was typed into a form, sealed.
#[command]
pub async fn keep_draft(shell: Given<'_>, case: u32, form: String, text: String) -> Answer<()> {
    ask(&shell, move |vault| vault.keep_draft(case, &form, &text)).await
}

/// Drops what was kept of a form.
#[command]
pub async fn drop_draft(shell: Given<'_>, case: u32, form: String) -> Answer<()> {
    ask(&shell, move |vault| vault.drop_draft(case, &form)).await
}

fn shown_text(mut start: Vec<u8>) -> TextPreview {
    let truncated = start.len() as u64 > TEXT_SHOWN;
    if truncated {
        start.truncate(TEXT_SHOWN as usize);
        start.truncate(whole_characters(&start));
    }
    TextPreview { text: String::from_utf8_lossy(&start).into_owned(), truncated }
}

/// Returns the length without a character that was cut in two at the end.
fn whole_characters(bytes: &[u8]) -> usize {
    match std::str::from_utf8(bytes) {
        Err(error) if error.error_len().is_none() => error.valid_up_to(),
        _ => bytes.len(),
    }
}

/// Returns what is in the inbox.
#[command]
pub async fn inbox(shell: Given<'_>) -> Answer<InboxView> {
    ask(&shell, |vault| vault.inbox()).await
}

/// Puts a file of the inbox in a case.
#[command]
pub async fn adopt_inbox(shell: Given<'_>, file: String, case: u32, origin_unknown_ok: bool) -> Answer<ItemReceipt> {
    ask(&shell, move |vault| vault.adopt_inbox(&file, case, origin_unknown_ok)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_text_is_cut_between_characters_and_says_so() {
        let long = shown_text("é".repeat(TEXT_SHOWN as usize).into_bytes()[..=TEXT_SHOWN as usize].to_vec());
        assert!(long.truncated && long.text.chars().all(|c| c == 'é'));
        let mut odd = b"x".to_vec();
        odd.extend("é".repeat(TEXT_SHOWN as usize).into_bytes());
        odd.truncate(TEXT_SHOWN as usize + 1);
        assert!(shown_text(odd).text.ends_with('é'));
    }

    #[test]
    fn bytes_that_are_no_text_are_shown_as_such() {
        let shown = shown_text(b"caf\xe9 \x00".to_vec());
        assert_eq!((shown.text.as_str(), shown.truncated), ("caf\u{fffd} \u{0}", false));
    }
}
