//! The mails that items hold, and what hangs on them as items of their own.

use crate::error::{Result, VaultError};
use crate::ingest::{Addition, Step};
use crate::read::read_failure;
use crate::seal::Sealed;
use crate::session::{UnlockedVault, hold};
use crate::taken_out::{Ended, Wanted, file_name, seal_taken_out};
use casekeep_model::archive::{Refused, Unpacked};
use casekeep_model::inspect::{LookError, PreviewError};
use casekeep_model::mail::{MailAttachment, MailPart, MailPartKept, MailView};
use casekeep_model::view::Progress;
use casekeep_model::{Acquired, Acquisition, BoxId, Derived, ItemFacts, Via};
use std::ops::ControlFlow;

const ENDED: Ended = Ended {
    stopped: "taking it out took too much time or memory and was stopped",
    unreadable: "the mail could not be read any further",
};

impl UnlockedVault {
    /// Returns one mail of an item, by its number from 1; `None` for an item that is no mail and no mailbox.
    ///
    /// # Errors
    /// [`VaultError::Preview`](crate::VaultError::Preview) says why it cannot be told; an integrity error when the item's
    /// file is missing or changed.
    pub fn mail(&self, case: u32, item: u32, n: u32) -> Result<Option<MailView>> {
        let mut file = self.read_item(case, item)?;
        match self.installation.inspect.mail(&mut file, n) {
            Ok(mail) => Ok(Some(mail)),
            Err(LookError::Preview(PreviewError::NoPreview)) => Ok(None),
            Err(LookError::Preview(error)) => Err(error.into()),
            Err(LookError::Read(error)) => Err(read_failure(error, item)),
        }
    }

    /// Keeps parts of a mail as items: byte for byte, each with the mail it was taken out of. Bytes that are an item of the
    /// case already are not kept again. Breaking `step` stops; then none of them is kept.
    ///
    /// # Errors
    /// [`VaultError::BadInput`] when the item is no mail or has no such part; [`VaultError::CaseClosed`];
    /// [`VaultError::Cancelled`]; otherwise as [`UnlockedVault::mail`]. What is wrong with single parts is in the answer.
    pub fn keep_mail_parts(
        &self,
        case: u32,
        item: u32,
        n: u32,
        parts: &[u32],
        step: Step<'_>,
    ) -> Result<Vec<MailPartKept>> {
        self.check_writable()?;
        let id = self.open_case_box(&hold(&self.core), case)?;
        let Some(view) = self.mail(case, item, n)? else {
            return Err(VaultError::BadInput(format!("Item {item} is no mail and no mailbox.")));
        };
        let mut attached = Vec::with_capacity(parts.len());
        for (at, part) in parts.iter().enumerate() {
            let found = view.mail.attachments.iter().find(|one| one.part == *part);
            let found =
                found.ok_or_else(|| VaultError::BadInput(format!("Nothing hangs on it under number {part}.")))?;
            if parts.iter().take(at).all(|before| before != part) {
                attached.push(found);
            }
        }
        go_on(step)?;
        let (whole, broken): (Vec<&MailAttachment>, Vec<_>) = attached.into_iter().partition(|one| one.whole);
        let mut kept: Vec<MailPartKept> =
            broken.iter().map(|one| not_kept(one, Refused::Damaged.why().to_owned())).collect();
        let sealed = self.seal_parts(&id, (case, item, n), &whole, step)?;
        let (at, mut taken, mut additions) = (self.now(), Vec::new(), Vec::new());
        let names: Vec<String> = whole.iter().map(|one| name_of(one)).collect();
        for ((one, sealed), name) in whole.iter().zip(sealed).zip(&names) {
            match sealed {
                Ok(sealed) => {
                    taken.push(one.part);
                    additions.push(Addition {
                        sealed,
                        name,
                        acquired: Acquired { how: Acquisition::MailPart, at },
                        via: Via::Unlocked,
                        inbox: None,
                        facts: ItemFacts { kind: Some("attachment".to_owned()), ..ItemFacts::default() },
                        derived: Some(Derived {
                            item,
                            part: Some(MailPart { mail: n, path: one.path.clone() }),
                            ..Derived::default()
                        }),
                        keep_duplicate: false,
                    });
                }
                Err(VaultError::BadFile { why, .. }) => kept.push(not_kept(one, why.to_owned())),
                Err(error) => return Err(error),
            }
        }
        let receipts = self.commit_items(&mut hold(&self.core), &id, additions, None)?;
        kept.extend(taken.into_iter().zip(receipts).map(|(part, receipt)| MailPartKept {
            part,
            item: Some(receipt.item),
            there: receipt.duplicate_of.is_some(),
            why: None,
        }));
        kept.sort_by_key(|one| one.part);
        Ok(kept)
    }

    /// Seals parts of a mail; one at which the decoder ended does not keep those after it from being taken out.
    fn seal_parts(
        &self,
        id: &BoxId,
        (case, item, n): (u32, u32, u32),
        parts: &[&MailAttachment],
        step: Step<'_>,
    ) -> Result<Vec<Result<Sealed>>> {
        let inspect = &*self.installation.inspect;
        let mut all = Vec::with_capacity(parts.len());
        while let Some(left) = parts.get(all.len()..).filter(|left| !left.is_empty()) {
            go_on(step)?;
            let mut file = self.read_item(case, item)?;
            let numbers: Vec<u32> = left.iter().map(|one| one.part).collect();
            let names: Vec<String> = left.iter().map(|one| name_of(one)).collect();
            let wanted: Vec<Wanted<'_>> =
                names.iter().zip(left).map(|(name, one)| Wanted { name, bytes: one.bytes }).collect();
            let places = left.iter().map(|_| self.object_place(id, true)).collect::<Result<Vec<_>>>()?;
            let take_out = move |each: &mut dyn FnMut(Unpacked<'_>) -> ControlFlow<()>| {
                // What went wrong shows in what did not come.
                let _ = inspect.mail_parts(&mut file, n, &numbers, each);
            };
            all.extend(seal_taken_out(&wanted, &places, inspect, &ENDED, take_out, step)?);
        }
        Ok(all)
    }
}

/// Asks whether the work is to go on: the decoder may have been at it for long without a byte to show.
fn go_on(step: Step<'_>) -> Result<()> {
    let progress = Progress { files_done: 0, files: 0, bytes_done: 0, bytes: 0, current: String::new() };
    if step(&progress).is_break() { Err(VaultError::Cancelled) } else { Ok(()) }
}

fn not_kept(one: &MailAttachment, why: String) -> MailPartKept {
    MailPartKept { part: one.part, item: None, there: false, why: Some(why) }
}

/// Returns the name that a part has as an item: its own without folders, or one by its place in the mail.
fn name_of(one: &MailAttachment) -> String {
    let own = one.name.as_deref().map(|name| name.rsplit('\\').next().unwrap_or(name)).map(file_name);
    own.filter(|name| !name.trim().is_empty()).map_or_else(|| format!("part-{}", one.path), str::to_owned)
}
