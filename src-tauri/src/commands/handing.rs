//! Handing over: sealed bundles, and single decrypted copies. What leaves the vault is recorded in its log.

use super::{Given, reporting, work};
use crate::dialogs;
use crate::problem::{Answer, OrProblem, ShellError, Tell};
use casekeep_bundle::plan::Plan;
use casekeep_bundle::{Papers, To, parse_recipients, reader, write_bundle};
use casekeep_format::words;
use casekeep_model::bundle_paper::Initials;
use casekeep_model::disclosure::DisclosureView;
use casekeep_model::view::{BundlePreview, DisclosureReceipt, Entered, Progress, Selection};
use casekeep_model::window::{BundlePapers, BundleTo};
use casekeep_model::{Disclosing, Patch, Receipt, Secret};
use casekeep_report::Typesetter;
use casekeep_vault::{Disclosed, Disk, Held, NewFile, Step, UnlockedVault};
use std::io::Write;
use std::path::{Path, PathBuf};
use tauri::ipc::Channel;
use tauri::{AppHandle, command};

/// Returns six fresh words for a bundle's passphrase.
#[command]
pub async fn six_words(shell: Given<'_>) -> Answer<Vec<String>> {
    work(&shell, |_| Ok(words::six_words())).await
}

/// Counts what a bundle would hold and leave, before one is made; nothing is recorded.
#[command]
pub async fn preview_bundle(
    shell: Given<'_>,
    case: u32,
    selection: Selection,
    why: Disclosing,
) -> Answer<BundlePreview> {
    work(&shell, move |shell| {
        let vault = shell.lease()?;
        let follows = if selection.only_new { vault.followed(case, &why).or_problem()? } else { Vec::new() };
        Plan::preview(&vault.entries_for_bundle(case).or_problem()?, &selection, &follows).or_problem()
    })
    .await
}

/// Asks where to save, then makes the bundle, with the page that opens it beside it if wanted; `None` when the dialog was closed.
#[command]
#[expect(clippy::too_many_arguments, reason = "each is a field of what the page sends")]
pub async fn export_bundle(
    app: AppHandle,
    shell: Given<'_>,
    case: u32,
    selection: Selection,
    to: BundleTo,
    why: Disclosing,
    reader: bool,
    papers: Option<BundlePapers>,
    on_event: Channel<Progress>,
) -> Answer<Option<DisclosureReceipt>> {
    let (to, recipients) = sealed_to(to)?;
    let papers = papers.map(with_initials).transpose()?;
    work(&shell, move |shell| {
        let name = format!("bundle {}.tar.age", shell.local_time());
        let Some(place) = dialogs::choose_target(&app, "Save the bundle", &name) else { return Ok(None) };
        shell.touch();
        let (vault, job) = (shell.lease()?, shell.begin());
        let to_whom = Disclosed { recipients, why };
        let order =
            Order { case, selection: &selection, to: &to, to_whom: &to_whom, papers: papers.as_ref(), place: &place };
        // Begun first: where it cannot be written, nothing is made and nothing recorded.
        let page = reader.then(|| begin_page(&shell.disk(), &place)).transpose()?;
        let mut receipt = export(&vault, &order, &mut reporting(&job, &on_event)).or_problem()?;
        if let Some((file, place)) = page {
            // The bundle is made and recorded: that must be told, whatever becomes of the page.
            receipt.reader_failed = file.publish().is_err();
            receipt.reader = (!receipt.reader_failed).then(|| place.display().to_string());
        }
        Ok(Some(receipt))
    })
    .await
}

/// Moves a passphrase into wiped memory, and checks recipients before anything is asked or made.
fn sealed_to(to: BundleTo) -> Answer<(To, Vec<String>)> {
    match to {
        BundleTo::Passphrase { passphrase } => {
            Ok((To::Passphrase(Secret::new(passphrase)), vec!["passphrase".to_owned()]))
        }
        BundleTo::Recipients { recipients } => {
            parse_recipients(&recipients).or_problem()?;
            Ok((To::Recipients(recipients.clone()), recipients))
        }
    }
}

/// Reads the initials before anything is asked or made; without any, a place for them is left on the papers.
fn with_initials(papers: BundlePapers) -> Answer<Papers<'static>> {
    let given = Some(papers.initials.trim()).filter(|text| !text.is_empty());
    let initials = given.map(Initials::parse).transpose().map_err(|error| ShellError::Initials(error).tell())?;
    Ok(Papers { set: &Typesetter, initials })
}

/// Writes the page that opens the bundle in a browser, to be given its name once the bundle has its own.
fn begin_page(disk: &Disk, bundle: &Path) -> Answer<(NewFile, PathBuf)> {
    let place = reader::beside(bundle);
    let mut page = NewFile::begin(disk, &place).or_problem()?;
    page.write_all(reader::PAGE).map_err(|source| ShellError::Io { path: place.clone(), source }.tell())?;
    Ok((page, place))
}

/// What is to be exported, to whom, and where to.
struct Order<'a> {
    case: u32,
    selection: &'a Selection,
    to: &'a To,
    to_whom: &'a Disclosed,
    papers: Option<&'a Papers<'static>>,
    place: &'a Path,
}

fn export(vault: &UnlockedVault, order: &Order<'_>, step: Step<'_>) -> Result<DisclosureReceipt, ShellError> {
    let done = vault.disclose_to_file::<_, ShellError>(
        order.case,
        order.selection,
        order.to_whom,
        order.place,
        |source, out| {
            let made = write_bundle(source, order.selection, order.to, order.papers, out, step)?;
            let tagmanifest = made.tagmanifest_sha256.to_string();
            let held = Held { contacts: made.contacts, items: made.items, places: made.places.clone() };
            Ok((made, tagmanifest, held))
        },
    )?;
    // Those of the key that signs bundles: the vault's own words stay those of its first key.
    let key = vault.verifying_key();
    Ok(DisclosureReceipt {
        disclosure: done.disclosure,
        file: order.place.display().to_string(),
        bytes: done.written.bytes,
        sha256: done.written.sha256.to_string(),
        fingerprint: key.ssh_fingerprint(),
        fingerprint_words: key.fingerprint_words(),
        contacts: done.made.contacts,
        items: done.made.items,
        withheld: done.made.withheld,
        reader: None,
        reader_failed: false,
    })
}

/// Returns every bundle that was begun of a case, and what became of each.
#[command]
pub async fn disclosures(shell: Given<'_>, case: u32) -> Answer<Vec<DisclosureView>> {
    work(&shell, move |shell| shell.lease()?.disclosures(Some(case)).or_problem()).await
}

/// Writes down what became of a bundle.
#[command]
pub async fn add_receipt(shell: Given<'_>, case: u32, disclosure: String, receipt: Receipt) -> Answer<Entered> {
    work(&shell, move |shell| shell.lease()?.add_receipt(case, &disclosure, &receipt).or_problem()).await
}

/// Appends a correction to a receipt.
#[command]
pub async fn amend_receipt(shell: Given<'_>, case: u32, receipt: String, changes: Patch, reason: String) -> Answer<()> {
    work(&shell, move |shell| shell.lease()?.amend_receipt(case, &receipt, &changes, &reason).or_problem()).await
}

/// Saves an item's original bytes, without protection, where the person says; `None` when the dialog was closed.
#[command]
pub async fn save_copy(
    app: AppHandle,
    shell: Given<'_>,
    case: u32,
    item: u32,
    reason: String,
) -> Answer<Option<String>> {
    work(&shell, move |shell| {
        let name = shell.lease()?.item(case, item).or_problem()?.name;
        let Some(place) = dialogs::choose_target(&app, "Save a decrypted copy", &name) else { return Ok(None) };
        shell.touch();
        let (vault, job) = (shell.lease()?, shell.begin());
        vault.save_copy(case, item, &place, &reason, &mut |_| job.flow()).or_problem()?;
        Ok(Some(place.display().to_string()))
    })
    .await
}
