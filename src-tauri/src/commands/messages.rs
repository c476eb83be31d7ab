//! Exports of messages: what is in one, and contacts of it.

use super::{Given, reporting, work};
use crate::problem::{Answer, OrProblem};
use casekeep_model::view::Progress;
use casekeep_model::{MessageChoices, MessagesOutcome, MessagesPreview};
use tauri::command;
use tauri::ipc::Channel;

/// Says what an item holds as an export of messages; nothing is written.
#[command]
pub async fn preview_messages(
    shell: Given<'_>,
    case: u32,
    item: u32,
    choices: MessageChoices,
    on_event: Channel<Progress>,
) -> Answer<MessagesPreview> {
    work(&shell, move |shell| {
        let job = shell.begin();
        shell.lease()?.preview_messages(case, item, &choices, &mut reporting(&job, &on_event)).or_problem()
    })
    .await
}

/// Makes contacts of the messages of an item; stopping keeps what is made.
#[command]
pub async fn import_messages(
    shell: Given<'_>,
    case: u32,
    item: u32,
    choices: MessageChoices,
    on_event: Channel<Progress>,
) -> Answer<MessagesOutcome> {
    work(&shell, move |shell| {
        let job = shell.begin();
        shell.lease()?.import_messages(case, item, &choices, &mut reporting(&job, &on_event)).or_problem()
    })
    .await
}
