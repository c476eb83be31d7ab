//! Messages of an export become contacts.
//!
//! The export is an item and stays as it is. It is read by the confined child, message by message, once to say what is in
//! it and once to write; contacts are committed in batches, one segment each, so that what was written stays when the rest
//! is stopped. A message that is a contact of the case already is not written again: see [`Known`].

use crate::boxes::Draft;
use crate::error::{Result, VaultError};
use crate::ingest::Step;
use crate::input::{check_contact, check_length};
use crate::message_counts::Counts;
use crate::message_sorter::{Known, Sorter};
use crate::read::read_failure;
use crate::session::{UnlockedVault, hold};
use casekeep_format::kind;
use casekeep_format::parts::contact_parts;
use casekeep_model::inspect::LookError;
use casekeep_model::messages::{MessagesOutcome, MessagesPreview, Reading, Told};
use casekeep_model::view::{EntryKind, Progress};
use casekeep_model::{BoxId, Contact, MessageChoices};
use std::collections::HashMap;
use std::ops::ControlFlow;

/// How many contacts one segment takes.
const BATCH: usize = 2048;
/// How many bytes of words one segment takes, about.
const BATCH_BYTES: usize = 8 << 20;
/// After how many messages it is said how far the reading is.
const REPORT_EVERY: u32 = 256;

impl UnlockedVault {
    /// Says what an item holds as an export of messages, and what would become of it; nothing is written.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; [`VaultError::Preview`] when it could not be read safely; [`VaultError::Cancelled`]; an
    /// integrity error when its file is missing or changed.
    pub fn preview_messages(
        &self,
        case: u32,
        item: u32,
        choices: &MessageChoices,
        step: Step<'_>,
    ) -> Result<MessagesPreview> {
        let mut sorter = self.sorter(case, item, choices)?;
        let mut counts = Counts::default();
        let bytes = self.read_messages(case, item, choices, step, &mut |told| {
            counts.take(&told, &mut sorter);
            Ok(())
        })?;
        Ok(counts.preview(item, bytes, choices, &sorter))
    }

    /// Makes a contact of every message of the person and of those of concern that is not one already.
    ///
    /// Breaking `step` stops it; what is written stays, and doing it again writes the rest.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] when it is no export, or while the order of its dates or who its senders are is not said;
    /// [`VaultError::CaseClosed`]; otherwise as [`UnlockedVault::preview_messages`].
    pub fn import_messages(
        &self,
        case: u32,
        item: u32,
        choices: &MessageChoices,
        step: Step<'_>,
    ) -> Result<MessagesOutcome> {
        self.check_writable()?;
        self.open_case_box(&hold(&self.core), case)?;
        if choices.senders.is_empty() {
            return Err(VaultError::BadInput("It is not said who of the senders is who.".to_owned()));
        }
        let mut sorter = self.sorter(case, item, choices)?;
        let (mut counts, mut batch, mut outcome) = (Counts::default(), Batch::default(), Written::default());
        let read = self.read_messages(case, item, choices, step, &mut |told| {
            if let Some(contact) = counts.take(&told, &mut sorter) {
                check_contact(&contact)?;
                batch.push(*contact);
            }
            counts.check_said(choices)?;
            if batch.is_full() { self.write_batch(case, &mut batch, &mut outcome) } else { Ok(()) }
        });
        let stopped = match read {
            Ok(_) => false,
            Err(VaultError::Cancelled) => true,
            // What was read before the fault is no less a message; but it is not told as done.
            Err(error) => return Err(error),
        };
        if let Some(why) = counts.none {
            return Err(VaultError::BadInput(format!("There are no messages to read. {}", why.label())));
        }
        if !stopped {
            self.write_batch(case, &mut batch, &mut outcome)?;
        }
        Ok(MessagesOutcome {
            contacts: outcome.contacts,
            first: outcome.first,
            last: outcome.last,
            there: counts.there,
            left_out: counts.left_out,
            by_program: counts.by_program,
            media_there: counts.media_there,
            unread: counts.unread,
            stopped,
        })
    }

    fn sorter(&self, case: u32, item: u32, choices: &MessageChoices) -> Result<Sorter> {
        let (id, _) = self.item_entry(case, item)?;
        for text in choices.senders.iter().map(|choice| &choice.sender).chain(&choices.platform) {
            check_length("A name", text)?;
        }
        Sorter::new(item, choices, self.known(&id)?, self.names(&id)?)
    }

    /// Returns which messages are contacts of a case already.
    fn known(&self, id: &BoxId) -> Result<Known> {
        let mut known = Known::default();
        hold(&self.index).each_contact(id, &mut |entry| known.see(&entry.first))?;
        Ok(known)
    }

    /// Returns the items of a case by the name that their files had.
    fn names(&self, id: &BoxId) -> Result<HashMap<String, Vec<u32>>> {
        let mut names: HashMap<String, Vec<u32>> = HashMap::new();
        hold(&self.index).each_item(id, &mut |entry| {
            let last = entry.first.name.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
            names.entry(last).or_default().push(entry.number);
        })?;
        Ok(names)
    }

    /// Reads an item's messages in the confined child; returns how many bytes the item has.
    fn read_messages(
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

    fn write_batch(&self, case: u32, batch: &mut Batch, written: &mut Written) -> Result<()> {
        let contacts = std::mem::take(batch).contacts;
        if contacts.is_empty() {
            return Ok(());
        }
        let mut core = hold(&self.core);
        let id = self.open_case_box(&core, case)?;
        let first = hold(&self.index).highest(&id, EntryKind::Contact)? + 1;
        let (clocks, count) = (self.clocks(), u32::try_from(contacts.len()).unwrap_or(u32::MAX));
        let drafts = (first..).zip(&contacts);
        let drafts = drafts.map(|(n, contact)| Draft::new(kind::CONTACT, contact_parts(n, contact, &clocks)));
        let drafts = drafts.collect();
        self.commit(&mut core, &id, drafts)?;
        written.contacts += count;
        written.first.get_or_insert(first);
        written.last = Some(first + count - 1);
        Ok(())
    }
}

/// What is written so far.
#[derive(Default)]
struct Written {
    contacts: u32,
    first: Option<u32>,
    last: Option<u32>,
}

/// Contacts for one segment.
#[derive(Default)]
struct Batch {
    contacts: Vec<Contact>,
    bytes: usize,
}

impl Batch {
    fn push(&mut self, contact: Contact) {
        self.bytes += [&contact.words, &contact.written].into_iter().flatten().map(String::len).sum::<usize>();
        self.contacts.push(contact);
    }

    fn is_full(&self) -> bool {
        self.contacts.len() >= BATCH || self.bytes >= BATCH_BYTES
    }
}
