//! Messages of an export become contacts.
//!
//! The export is an item and stays as it is. It is read by the confined child, message by message, once to say what is in
//! it and once to write; contacts are committed in batches, one segment each, so that what was written stays when the rest
//! is stopped. A message that is a contact of the case already is not written again: see [`Known`].

use crate::beside::{Beside, Named, called, folder_of};
use crate::boxes::Draft;
use crate::error::{Result, VaultError};
use crate::ingest::{Step, file_name};
use crate::input::{check_contact, check_length};
use crate::message_counts::{Counts, Taken};
use crate::message_files::Gathered;
use crate::message_sorter::{Known, Sorter};
use crate::read::read_failure;
use crate::session::{UnlockedVault, hold};
use casekeep_format::parts::contact_parts;
use casekeep_format::{kind, patch_parts};
use casekeep_model::inspect::LookError;
use casekeep_model::messages::{MessagesOutcome, MessagesPreview, Reading, Told};
use casekeep_model::view::{EntryKind, Progress};
use casekeep_model::{BoxId, Contact, Item, MessageChoices, Patch};
use serde_json::json;
use std::collections::HashMap;
use std::ops::ControlFlow;
use std::path::PathBuf;
use std::sync::mpsc::{Receiver, sync_channel};

/// How many contacts one segment takes.
const BATCH: usize = 2048;
/// How many bytes of words one segment takes, about.
const BATCH_BYTES: usize = 8 << 20;
/// After how many messages it is said how far the reading is.
const REPORT_EVERY: u32 = 256;

impl UnlockedVault {
    /// Says what an item holds as an export of messages, and what would become of it; nothing is written. `beside` is the
    /// folders and archives in which the files lie that its messages name.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; [`VaultError::Preview`] when it could not be read safely; [`VaultError::Cancelled`]; an
    /// integrity error when its file is missing or changed.
    pub fn preview_messages(
        &self,
        case: u32,
        item: u32,
        choices: &MessageChoices,
        beside: &[PathBuf],
        step: Step<'_>,
    ) -> Result<MessagesPreview> {
        let (id, export) = self.item_entry(case, item)?;
        let mut named = Named { items: self.names(&id, &export.first)?, ..Named::default() };
        if !beside.is_empty() {
            named.beside = Some(Beside::look(beside, &export.first, &*self.installation.inspect, step)?);
        }
        let mut sorter = sorter(item, choices, self.known(&id)?, named)?;
        let mut counts = Counts::default();
        let bytes = self.read_messages(case, item, choices, step, &mut |told| {
            counts.take(&told, &mut sorter);
            Ok(())
        })?;
        Ok(counts.preview(item, bytes, choices, &sorter))
    }

    /// Makes a contact of every message of the person and of those of concern that is not one already, and first keeps the
    /// files that these name where they lie `beside` it.
    ///
    /// Breaking `step` stops it; what is written stays, and doing it again writes the rest. A report is left in the log.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] when it is no export, or while the order of its dates or who its senders are is not said;
    /// [`VaultError::CaseClosed`]; otherwise as [`UnlockedVault::preview_messages`].
    pub fn import_messages(
        &self,
        case: u32,
        item: u32,
        choices: &MessageChoices,
        beside: &[PathBuf],
        step: Step<'_>,
    ) -> Result<MessagesOutcome> {
        self.check_writable()?;
        let id = self.open_case_box(&hold(&self.core), case)?;
        if choices.senders.is_empty() {
            return Err(VaultError::BadInput("It is not said who of the senders is who.".to_owned()));
        }
        let (begun, (_, export)) = (self.now(), self.item_entry(case, item)?);
        let mut gathered = Gathered::default();
        let kept = match beside {
            [] => Ok(()),
            paths => self.keep_named((case, &id, &export.first), choices, paths, &mut gathered, step),
        };
        let (mut counts, mut written) = (Counts::default(), Written::default());
        let all = kept.and_then(|()| {
            let kept = std::mem::take(&mut gathered.kept);
            let named = Named { items: self.names(&id, &export.first)?, beside: None, kept };
            let mut sorter = sorter(item, choices, self.known(&id)?, named)?;
            self.write_messages((case, item), choices, (&mut counts, &mut sorter), &mut written, step)
        });
        let stopped = match all {
            Ok(()) => false,
            Err(VaultError::Cancelled) => true,
            // What was read before the fault is no less a message; but it is not told as done.
            Err(error) => return Err(error),
        };
        let from = match beside {
            [] => vec![export.first.name.clone()],
            paths => paths.iter().map(|path| file_name(path)).collect(),
        };
        self.report_messages(&id, (item, begun, from), (&counts, &written), &gathered, stopped)?;
        Ok(MessagesOutcome {
            contacts: written.contacts,
            first: written.first,
            last: written.last,
            there: counts.there,
            left_out: counts.left_out,
            by_program: counts.by_program,
            media_there: counts.media_there,
            kept: gathered.tally.added,
            duplicates: gathered.tally.duplicates,
            joined: written.joined,
            missing: counts.missing.named,
            more_missing: counts.missing.more,
            unread: counts.unread,
            stopped,
        })
    }

    /// Reads the messages and writes the contacts, in batches: while the disk and the index take one, the next is read.
    fn write_messages(
        &self,
        (case, item): (u32, u32),
        choices: &MessageChoices,
        (counts, sorter): (&mut Counts, &mut Sorter),
        written: &mut Written,
        step: Step<'_>,
    ) -> Result<()> {
        let (send, batches) = sync_channel(1);
        std::thread::scope(|scope| {
            let writing = scope.spawn(move || self.write_batches((case, item), &batches));
            let mut batch = Batch::default();
            let read = self.read_messages(case, item, choices, step, &mut |told| {
                match counts.take(&told, sorter) {
                    Taken::New(contact) => {
                        check_contact(&contact)?;
                        batch.push(*contact);
                    }
                    Taken::There(contact, items) if !items.is_empty() => batch.joins.push((contact, items)),
                    Taken::There(..) | Taken::Counted => {}
                }
                counts.check_said(choices)?;
                // Nobody takes it any more: what went wrong is told by the one that writes.
                let taken = !batch.is_full() || send.send(std::mem::take(&mut batch)).is_ok();
                if taken { Ok(()) } else { Err(VaultError::Cancelled) }
            });
            let read = read.and_then(|_| counts.check_any());
            if read.is_ok() {
                let _ = send.send(batch);
            }
            drop(send);
            let (done, wrote) = writing.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            *written = done;
            wrote.and(read)
        })
    }

    /// Writes batches as they come; of what is written is told also where one fails.
    fn write_batches(&self, (case, item): (u32, u32), batches: &Receiver<Batch>) -> (Written, Result<()>) {
        let mut written = Written::default();
        let wrote = batches.iter().try_for_each(|batch| self.write_batch(case, item, batch, &mut written));
        (written, wrote)
    }

    /// Returns which messages are contacts of a case already.
    fn known(&self, id: &BoxId) -> Result<Known> {
        let mut known = Known::default();
        hold(&self.index).each_contact(id, &mut |entry| known.see(entry.number, &entry.first))?;
        Ok(known)
    }

    /// Returns the items of the case by what they are called: those that were found where the export was, where there are
    /// such; another chat may have files of the same names.
    fn names(&self, id: &BoxId, export: &Item) -> Result<HashMap<String, Vec<u32>>> {
        let home = export.facts.found.as_deref().map(folder_of).filter(|folder| !folder.is_empty());
        let mut names: HashMap<String, Vec<(bool, u32)>> = HashMap::new();
        hold(&self.index).each_item(id, &mut |entry| {
            let near = home.zip(entry.first.facts.found.as_ref()).is_some_and(|(home, found)| found.starts_with(home));
            names.entry(called(&entry.first.name)).or_default().push((near, entry.number));
        })?;
        let nearest = |all: Vec<(bool, u32)>| {
            let any_near = all.iter().any(|(near, _)| *near);
            all.into_iter().filter(|(near, _)| *near == any_near).map(|(_, number)| number).collect()
        };
        Ok(names.into_iter().map(|(name, all)| (name, nearest(all))).collect())
    }

    /// Reads an item's messages in the confined child; returns how many bytes the item has.
    pub(crate) fn read_messages(
        &self,
        case: u32,
        item: u32,
        choices: &MessageChoices,
        step: Step<'_>,
        take: &mut dyn FnMut(Told) -> Result<()>,
    ) -> Result<u64> {
        let mut source = self.read_item(case, item)?;
        let bytes = source.size();
        let reading = Reading { order: choices.order, columns: choices.columns };
        let (mut failed, mut n) = (None, 0_u32);
        let read = self.installation.inspect.messages(&mut source, &reading, &mut |told| {
            let at = match &told {
                Told::Message(message) => message.at,
                _ => 0,
            };
            if let Err(error) = take(told) {
                failed = Some(error);
                return ControlFlow::Break(());
            }
            n = n.saturating_add(1);
            if !n.is_multiple_of(REPORT_EVERY) {
                return ControlFlow::Continue(());
            }
            let progress = Progress { files_done: 0, files: 1, bytes_done: at, bytes, current: format!("message {n}") };
            let flow = step(&progress);
            if flow.is_break() {
                failed = Some(VaultError::Cancelled);
            }
            flow
        });
        match (failed, read) {
            (Some(error), _) => Err(error),
            (None, Ok(())) => Ok(bytes),
            (None, Err(LookError::Preview(error))) => Err(error.into()),
            (None, Err(LookError::Read(error))) => Err(read_failure(error, item)),
        }
    }

    fn write_batch(&self, case: u32, item: u32, batch: Batch, written: &mut Written) -> Result<()> {
        let Batch { contacts, joins, .. } = batch;
        let mut core = hold(&self.core);
        let id = self.open_case_box(&core, case)?;
        let first = hold(&self.index).highest(&id, EntryKind::Contact)? + 1;
        let (clocks, count) = (self.clocks(), u32::try_from(contacts.len()).unwrap_or(u32::MAX));
        let new = (first..).zip(&contacts);
        let new = new.map(|(n, contact)| Draft::new(kind::CONTACT, contact_parts(n, contact, &clocks)));
        let mut drafts: Vec<Draft> = new.collect();
        for (number, items) in &joins {
            drafts.extend(self.joining(&id, *number, items, item)?);
        }
        let joined = u32::try_from(drafts.len()).unwrap_or(u32::MAX) - count;
        if drafts.is_empty() {
            return Ok(());
        }
        self.commit(&mut core, &id, drafts)?;
        written.joined += joined;
        if count > 0 {
            written.contacts += count;
            written.first.get_or_insert(first);
            written.last = Some(first + count - 1);
        }
        Ok(())
    }

    /// Returns the amendment that joins items to a contact; nothing where each of them was joined to it before, though it
    /// may have been taken out since.
    fn joining(&self, id: &BoxId, number: u32, items: &[u32], export: u32) -> Result<Option<Draft>> {
        let Some(entry) = hold(&self.index).contact(id, number)? else { return Ok(None) };
        let once = |item: &u32| {
            let in_patch = |patch: &Patch| {
                patch
                    .0
                    .get("items")
                    .and_then(|items| items.as_array())
                    .is_some_and(|items| items.contains(&json!(item)))
            };
            entry.first.items.contains(item) || entry.amendings.iter().any(|amending| in_patch(&amending.patch))
        };
        let mut all = entry.resolve().0.items;
        let before = all.len();
        all.extend(items.iter().filter(|item| !once(item)));
        if all.len() == before {
            return Ok(None);
        }
        let reason = format!("A file that the message names was found beside its export, item {export}.");
        let parts = patch_parts(number, &Patch::default().with("items", all), &reason, &self.clocks());
        Ok(Some(Draft::amending(kind::CONTACT, entry.seen(), parts)))
    }
}

/// Makes a sorter once the names in the choices are known to be of a length that can be kept.
pub(crate) fn sorter(item: u32, choices: &MessageChoices, known: Known, named: Named) -> Result<Sorter> {
    for text in choices.senders.iter().map(|choice| &choice.sender).chain(&choices.platform) {
        check_length("A name", text)?;
    }
    Sorter::new(item, choices, known, named)
}

/// What is written so far.
#[derive(Default)]
pub(crate) struct Written {
    pub contacts: u32,
    pub first: Option<u32>,
    pub last: Option<u32>,
    pub joined: u32,
}

/// Contacts for one segment, and the contacts that are there already with the items that they are joined to.
#[derive(Default)]
struct Batch {
    contacts: Vec<Contact>,
    joins: Vec<(u32, Vec<u32>)>,
    bytes: usize,
}

impl Batch {
    fn push(&mut self, contact: Contact) {
        self.bytes += [&contact.words, &contact.written].into_iter().flatten().map(String::len).sum::<usize>();
        self.contacts.push(contact);
    }

    fn is_full(&self) -> bool {
        self.contacts.len() + self.joins.len() >= BATCH || self.bytes >= BATCH_BYTES
    }
}
