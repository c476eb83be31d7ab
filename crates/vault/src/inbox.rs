//! The inbox: adding while locked, and what becomes of it at the next unlock.
//!
//! Own captures are on a list outside the folder and are adopted; files that are not on it are strangers' and wait for a
//! person; listed files that are gone are named. Unlocking never opens an inbox file.

use crate::boxes::Draft;
use crate::disk::Disk;
use crate::error::{At, Result, VaultError};
use crate::files::ReadFile;
use crate::ingest::{NewItem, clip_name};
use crate::locked::Vault;
use crate::outside::pour;
use crate::session::{Core, UnlockedVault, hold};
use crate::wording::finding;
use casekeep_format::inbox::{InboxHeader, read_header, write_header};
use casekeep_format::names::temporary_name;
use casekeep_format::{FormatError, NamingReader, ObjectWriter, OpenReader, PartsBuilder, Recipient, kind, open_with};
use casekeep_model::view::{InboxRow, InboxView, ItemReceipt};
use casekeep_model::{Acquisition, Class, Finding, ItemFacts, ObjectName, SetPlace, Via, limits};
use std::collections::BTreeSet;
use std::io::{self, BufReader, Read};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

/// An inbox file's content, decrypted as it is read.
type InboxReader = OpenReader<BufReader<Box<dyn ReadFile>>>;

impl Vault {
    /// Adds bytes to the inbox without unlocking, sealed to the recipient that this computer pinned.
    ///
    /// # Errors
    /// [`VaultError::NeverOpenedHere`] where nothing is pinned; or what the system says.
    pub fn inbox_add(&self, input: &mut dyn Read, name: &str, how: Acquisition, size: Option<u64>) -> Result<InboxRow> {
        self.seal_to_inbox(input, how, name, size, None)
    }

    /// Adds a capture of the screen to the inbox without unlocking, as a shot of a set.
    ///
    /// # Errors
    /// As [`Vault::inbox_add`].
    pub fn inbox_capture(&self, png: &[u8], name: &str, set: SetPlace) -> Result<InboxRow> {
        self.seal_to_inbox(&mut &*png, Acquisition::ScreenCapture, name, Some(png.len() as u64), Some(set))
    }

    fn seal_to_inbox(
        &self,
        input: &mut dyn Read,
        how: Acquisition,
        name: &str,
        size: Option<u64>,
        set: Option<SetPlace>,
    ) -> Result<InboxRow> {
        let state = self.state()?.ok_or(VaultError::NeverOpenedHere)?;
        let pin = state.pin()?.ok_or(VaultError::NeverOpenedHere)?;
        if self.label_disagrees(&pin) {
            let about = "The file vault.json names another vault than the one last opened here, so it is not clear whom to seal to.";
            return Err(finding(Class::VaultJsonChanged, about).into());
        }
        let to: Recipient = pin.inbox.parse().map_err(|_| VaultError::NeverOpenedHere)?;
        let inbox = self.folder().join("inbox");
        let disk = &self.installation().disk;
        disk.make_folder(&inbox)?;
        let at = self.installation().clock.now();
        let header = InboxHeader { at, kind: how, name: clip_name(name), size, set };
        let temporary = inbox.join(temporary_name(&pin.writer));
        let sealed = seal(disk, &temporary, &to, &header, input).inspect_err(|_| disk.remove_quietly(&temporary))?;
        disk.rename_new(&temporary, &inbox.join(format!("{sealed}.age")))?;
        disk.sync_folder(&inbox)?;
        if let Err(error) = state.add_capture(&sealed, at) {
            // Not saved, so nothing is to stay; but a file that is on the list must not be missing either.
            if state.drop_captures(&[sealed]).is_ok() {
                disk.remove_quietly(&inbox.join(format!("{sealed}.age")));
            }
            return Err(error);
        }
        let bytes = disk.length(&inbox.join(format!("{sealed}.age")));
        Ok(InboxRow { file: sealed.to_string(), name: header.name, how, at: Some(at), bytes })
    }
}

fn seal(
    disk: &Disk,
    temporary: &Path,
    to: &Recipient,
    header: &InboxHeader,
    input: &mut dyn Read,
) -> Result<ObjectName> {
    let writing = |source: io::Error| VaultError::Io { doing: "writing", path: temporary.to_owned(), source };
    let mut writer = ObjectWriter::new(to, disk.create(temporary)?)?;
    write_header(header, &mut writer)?;
    let copied = pour(input, &mut writer, Path::new(&header.name))?;
    if header.size.is_some_and(|size| size != copied) {
        return Err(VaultError::BadFile { name: header.name.clone(), why: "it changed while it was read" });
    }
    let (mut file, _, name) = writer.finish().map_err(writing)?;
    file.sync().map_err(writing)?;
    Ok(name)
}

/// Refuses an inbox file that holds more or fewer bytes than it says.
fn check_size(header: &InboxHeader, reader: &mut InboxReader) -> Result<()> {
    let failed = |error: io::Error| VaultError::Format(error.into());
    let after_header = io::Seek::stream_position(reader).map_err(failed)?;
    let follows = reader.plaintext_len().map_err(failed)?.saturating_sub(after_header);
    match header.size {
        Some(size) if size != follows => {
            Err(FormatError::RecordBad("an inbox file does not hold as many bytes as it says").into())
        }
        _ => Ok(()),
    }
}

/// What the inbox holds, sorted out.
#[derive(Default)]
pub(crate) struct Sorted {
    /// Own captures that are there, in the order in which they were made.
    pub own: Vec<ObjectName>,
    /// Files that this computer did not put there.
    pub strange: Vec<ObjectName>,
    /// Own captures that are not there.
    pub missing: Vec<ObjectName>,
    /// Files that became items before and are there still or again.
    pub adopted: Vec<ObjectName>,
}

impl UnlockedVault {
    /// Sorts out the inbox by names alone.
    pub(crate) fn sort_inbox(&self, core: &Core) -> Result<Sorted> {
        let there: BTreeSet<ObjectName> = self.inbox_names()?.into_iter().collect();
        let in_order = self.state.captures()?;
        let captures: BTreeSet<ObjectName> = in_order.iter().copied().collect();
        let adopted = &core.facts.adopted;
        let mut sorted = Sorted::default();
        for name in &there {
            match (adopted.contains(name), captures.contains(name)) {
                (true, _) => sorted.adopted.push(*name),
                (false, true) => {}
                (false, false) => sorted.strange.push(*name),
            }
        }
        let is_own = |name: &&ObjectName| there.contains(name) && !adopted.contains(name);
        sorted.own = in_order.iter().filter(is_own).copied().collect();
        sorted.missing =
            captures.iter().filter(|name| !there.contains(name) && !adopted.contains(name)).copied().collect();
        Ok(sorted)
    }

    /// Returns a record of inbox files seen for the first time, where there are any.
    pub(crate) fn noticed_draft(&self, core: &Core) -> Result<Option<Draft>> {
        let sorted = self.sort_inbox(core)?;
        let fresh: Vec<&ObjectName> = sorted
            .own
            .iter()
            .chain(sorted.strange.iter().take(limits::INBOX_SHOWN))
            .filter(|name| !core.facts.noticed.contains(name))
            .collect();
        let parts = || PartsBuilder::new().with("inbox", &fresh).with("clocks", self.clocks()).build();
        Ok((!fresh.is_empty()).then(|| Draft::new(kind::NOTICED, parts())))
    }

    /// Returns what is in the inbox.
    ///
    /// # Errors
    /// When the inbox or the application's state cannot be read.
    pub fn inbox(&self) -> Result<InboxView> {
        let sorted = self.sort_inbox(&hold(&self.core))?;
        let more = sorted.strange.len().saturating_sub(limits::INBOX_SHOWN);
        Ok(InboxView {
            waiting: sorted.own.iter().map(|name| self.inbox_row(name)).collect(),
            quarantined: sorted.strange.iter().take(limits::INBOX_SHOWN).map(|name| self.inbox_row(name)).collect(),
            missing: sorted.missing.iter().map(ToString::to_string).collect(),
            more: u32::try_from(more).unwrap_or(u32::MAX),
        })
    }

    fn inbox_file(&self, name: &ObjectName) -> PathBuf {
        self.folder.join("inbox").join(format!("{name}.age"))
    }

    fn inbox_row(&self, name: &ObjectName) -> InboxRow {
        let bytes = self.disk().length(&self.inbox_file(name));
        match self.open_inbox(name) {
            Ok((header, _)) => {
                InboxRow { file: name.to_string(), name: header.name, how: header.kind, at: Some(header.at), bytes }
            }
            Err(_) => InboxRow { file: name.to_string(), name: String::new(), how: Acquisition::File, at: None, bytes },
        }
    }

    fn open_inbox(&self, name: &ObjectName) -> Result<(InboxHeader, InboxReader)> {
        let path = self.inbox_file(name);
        self.open_inbox_file(name, self.disk().open(&path).at("reading", &path)?)
    }

    fn open_inbox_file(&self, name: &ObjectName, mut file: Box<dyn ReadFile>) -> Result<(InboxHeader, InboxReader)> {
        let mut tried = None;
        for epoch in self.identity.epochs() {
            file.rewind().at("reading", &self.inbox_file(name))?;
            match open_with(&epoch.inbox, BufReader::new(&mut file)).map(drop) {
                Ok(()) => {
                    file.rewind().at("reading", &self.inbox_file(name))?;
                    let mut reader = open_with(&epoch.inbox, BufReader::new(file))?;
                    return Ok((read_header(&mut reader)?, reader));
                }
                Err(error) => tried = Some(error),
            }
        }
        Err(tried.map_or(VaultError::NoSuchEntry(format!("inbox file {name}")), VaultError::Format))
    }

    /// Puts an inbox file into a case; one of unknown origin only when the person says so.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; [`VaultError::BadInput`] for a stranger's file without that word; or what the system
    /// says. The inbox file stays until the item is saved and recorded.
    pub fn adopt_inbox(&self, file: &str, case: u32, origin_unknown_ok: bool) -> Result<ItemReceipt> {
        let missing = || VaultError::NoSuchEntry(format!("inbox file {file}"));
        let name: ObjectName = file.parse().map_err(|_| missing())?;
        let sorted = self.sort_inbox(&hold(&self.core))?;
        let via = if sorted.own.contains(&name) {
            Via::Inbox
        } else if sorted.strange.contains(&name) {
            Via::InboxUnknown
        } else {
            return Err(missing());
        };
        if via == Via::InboxUnknown && !origin_unknown_ok {
            return Err(VaultError::BadInput(
                "This computer did not put that file in the inbox, so its origin is unknown.".to_owned(),
            ));
        }
        self.adopt(&name, case, via)
    }

    /// Opens an inbox file whose bytes are those of its name: anyone can seal to the inbox's recipient.
    ///
    /// What is read afterwards is read from the file that was checked, whatever lies under the name by then.
    fn open_checked(&self, name: &ObjectName) -> Result<Box<dyn ReadFile>> {
        let path = self.inbox_file(name);
        let mut file = self.disk().open(&path).at("reading", &path)?;
        let named = NamingReader::new(BufReader::with_capacity(128 << 10, &mut file)).finish().at("reading", &path)?;
        if named == *name {
            return Ok(file);
        }
        Err(finding(Class::InboxMissing, format!("The inbox file {name} was altered; it is not what its name says."))
            .into())
    }

    fn adopt(&self, name: &ObjectName, case: u32, via: Via) -> Result<ItemReceipt> {
        let path = self.inbox_file(name);
        let (header, mut reader) = self.open_inbox_file(name, self.open_checked(name)?)?;
        check_size(&header, &mut reader)?;
        let new = NewItem {
            name: &header.name,
            how: header.kind,
            facts: ItemFacts { set: header.set, ..ItemFacts::default() },
            size_hint: header.size.unwrap_or(0),
            keep_duplicate: true,
        };
        let inbox = Some((*name, header.at));
        let receipt = self.add_one(case, &mut reader, new, via, inbox, None, &mut |_| ControlFlow::Continue(()))?;
        let mut core = hold(&self.core);
        let parts = PartsBuilder::new().with("inbox", name).with("case", case).with("item", receipt.item).build();
        let vault = core.vault_box.id.clone();
        self.commit(&mut core, &vault, vec![Draft::new(kind::ADOPTED, parts)])?;
        self.disk().remove(&path)?;
        self.disk().sync_folder(&self.folder.join("inbox"))?;
        self.state.drop_captures(&[*name])?;
        Ok(receipt)
    }

    /// Adopts own captures when there is just one open case; with several, the person chooses. While all keys are being
    /// changed they wait, for the case's key may still be the old one; and while a record cannot be read, for the number
    /// that they would get may be that record's.
    pub(crate) fn adopt_own_captures(&self) -> Result<u32> {
        let sorted = {
            let core = hold(&self.core);
            let is_unread = |found: &Finding| found.class == Class::Unreadable;
            if core.facts.is_rotating() || core.findings.iter().any(is_unread) {
                return Ok(0);
            }
            self.sort_inbox(&core)?
        };
        for name in &sorted.adopted {
            self.disk().remove_quietly(&self.inbox_file(name));
        }
        let gone: Vec<ObjectName> = sorted.adopted;
        if !gone.is_empty() {
            self.state.drop_captures(&gone)?;
        }
        let open: Vec<u32> = self.cases()?.iter().filter(|case| !case.closed).map(|case| case.case).collect();
        let [case] = open.as_slice() else { return Ok(0) };
        let mut adopted = 0;
        for name in &sorted.own {
            // A capture that was altered stays in the inbox and is named by the check; it does not keep the vault locked.
            match self.adopt(name, *case, Via::Inbox) {
                Ok(_) => adopted += 1,
                Err(VaultError::Format(_) | VaultError::Integrity(_)) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(adopted)
    }
}
