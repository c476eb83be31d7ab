//! Looking inside an item, and the working copies that are made of it: parts, turned ones, redacted ones.

use super::{Given, reporting, work, work_unasked};
use crate::problem::{Answer, OrProblem};
use casekeep_model::inside::{Inside, PageWords, WordPlace};
use casekeep_model::likeness::Alike;
use casekeep_model::mail::{MailPartKept, MailView};
use casekeep_model::view::{ItemReceipt, Progress};
use casekeep_model::window::OpenedMedia;
use casekeep_model::{Area, Crop, Derived};
use tauri::command;
use tauri::ipc::Channel;

/// Returns what an item's file says about itself, and its pages.
#[command]
pub async fn look_inside(shell: Given<'_>, case: u32, item: u32) -> Answer<Inside> {
    work(&shell, move |shell| {
        let inspector = shell.inspector();
        shell.lease()?.look(case, item, |media_type, file| inspector.inside(media_type, file)).or_problem()
    })
    .await
}

/// Returns the words of a page and where they stand.
#[command]
pub async fn page_words(shell: Given<'_>, case: u32, item: u32, page: u32) -> Answer<PageWords> {
    work(&shell, move |shell| {
        let inspector = shell.inspector();
        shell.lease()?.look(case, item, |media_type, file| inspector.words(media_type, file, page)).or_problem()
    })
    .await
}

/// Returns every place in an item where words stand.
#[command]
pub async fn find_words(shell: Given<'_>, case: u32, item: u32, text: String) -> Answer<Vec<WordPlace>> {
    work(&shell, move |shell| {
        let inspector = shell.inspector();
        shell.lease()?.look(case, item, |media_type, file| inspector.find(media_type, file, &text)).or_problem()
    })
    .await
}

/// Returns one mail of an item, from 1; none for an item that is no mail.
#[command]
pub async fn look_mail(shell: Given<'_>, case: u32, item: u32, n: u32) -> Answer<Option<MailView>> {
    work(&shell, move |shell| shell.lease()?.mail(case, item, n).or_problem()).await
}

/// Keeps parts of a mail as items, by their numbers.
#[command]
pub async fn keep_mail_parts(
    shell: Given<'_>,
    case: u32,
    item: u32,
    n: u32,
    parts: Vec<u32>,
    on_event: Channel<Progress>,
) -> Answer<Vec<MailPartKept>> {
    work(&shell, move |shell| {
        let (vault, job) = (shell.lease()?, shell.begin());
        vault.keep_mail_parts(case, item, n, &parts, &mut reporting(&job, &on_event)).or_problem()
    })
    .await
}

/// Lets the page read an item in parts, to play it, until it closes it or the vault is locked.
#[command]
pub async fn open_media(shell: Given<'_>, case: u32, item: u32) -> Answer<OpenedMedia> {
    work(&shell, move |shell| shell.open_media(case, item)).await
}

/// Lets the page read an item no longer.
#[command]
pub async fn close_media(shell: Given<'_>, grant: String) -> Answer<()> {
    work(&shell, move |shell| {
        shell.close_media(&grant);
        Ok(())
    })
    .await
}

/// Returns the items of a case that look the same as one; the page asks again while pictures wait.
#[command]
pub async fn alike(shell: Given<'_>, case: u32, item: u32) -> Answer<Alike> {
    // Asked again and again while an item is open: an empty room must not keep the vault open.
    work_unasked(&shell, move |shell| shell.lease()?.alike(case, item).or_problem()).await
}

/// Keeps a part of a picture, turned so many quarters to the right, as a working copy.
#[command]
pub async fn crop(shell: Given<'_>, case: u32, item: u32, crop: Crop, turn: u8, reason: String) -> Answer<ItemReceipt> {
    work(&shell, move |shell| {
        let (vault, inspector) = (shell.lease()?, shell.inspector());
        let _job = shell.begin();
        let look = vault.look(case, item, |media_type, file| inspector.part(media_type, file, crop, turn));
        let (png, whole) = look.or_problem()?;
        let crop = (!whole).then_some(crop);
        let derived = Derived { item, crop, turn, ..Derived::default() };
        vault.add_working_copy(case, derived, (&png, "png"), &reason).or_problem()
    })
    .await
}

/// Makes a redacted copy of an item, checks it, and keeps it.
#[command]
pub async fn redact(
    shell: Given<'_>,
    case: u32,
    item: u32,
    areas: Vec<Area>,
    turn: u8,
    on_event: Channel<Progress>,
) -> Answer<ItemReceipt> {
    work(&shell, move |shell| {
        let (vault, inspector, job) = (shell.lease()?, shell.inspector(), shell.begin());
        let mut report = reporting(&job, &on_event);
        let mut step = |files_done, files| {
            report(&Progress { files_done, files, bytes_done: 0, bytes: 0, current: String::new() })
        };
        let copy =
            vault.look(case, item, |media_type, file| inspector.redact(media_type, file, (&areas, turn), &mut step));
        let copy = copy.or_problem()?;
        let derived = Derived { item, areas, turn, ..Derived::default() };
        vault.add_working_copy(case, derived, (&copy.bytes, copy.extension), "").or_problem()
    })
    .await
}
