//! What today's logs make of a seal: they extend it, were put back, or were written again.
//!
//! Each answer is by a consistency proof from the sealed size to the newest signed one, for the vault's log and for every
//! log whose head the seal covers. Words that no state of today's log gives are said to be unknown, with all that this
//! can mean: a log that was put back to before a seal does not hold the seal's record either.

use crate::error::Result;
use crate::log::LogReading;
use crate::session::{Core, UnlockedVault, hold};
use casekeep_format::words::{normalise_words, seal_words};
use casekeep_format::{
    Checkpoint, Frontier, LogHead, Origin, Root, Tree, find_note, kind, note_origin, origin, read_part,
    verify_consistency,
};
use casekeep_model::keeping::{Seal, SealOutcome, SealVerdict};
use casekeep_model::{BoxId, Timestamp, WriterId};
use std::collections::BTreeMap;

/// The logs of one box, by writer.
type Logs = BTreeMap<WriterId, LogReading>;

/// How a log stands to a size and root that were signed before.
enum Standing {
    /// It goes on from there; so many records came since.
    Extends(u64),
    /// It ends before: after so many records.
    Shorter(u64),
    /// What was signed is not its beginning.
    Other,
    /// Records below that size cannot be read.
    Unreadable,
}

impl UnlockedVault {
    /// Says what today's logs make of a seal, given as its twelve words or as a text that holds its whole checkpoint.
    ///
    /// The checkpoint of a case's log, as a bundle holds one, is taken too.
    ///
    /// # Errors
    /// When a folder of the vault cannot be read; what is wrong with the logs is the verdict.
    pub fn check_seal(&self, words: &str) -> Result<SealVerdict> {
        let core = hold(&self.core);
        let logs = core.vault_box.read_logs(&self.vault, &self.key)?;
        let note = match find_note(words) {
            Some(note) => note,
            None => match self.note_of_words(words, &logs) {
                Ok(note) => note,
                Err(verdict) => return Ok(*verdict),
            },
        };
        let Some(from) = note_origin(&note).filter(|from| from.vault == self.vault) else {
            return Ok(unknown("This checkpoint is of another vault.", "Open the vault that it was made from."));
        };
        let Some(checkpoint) = self.open_note(&note) else {
            let sentence = "This checkpoint is not as this vault signed it: a character is missing or was mistyped, or it was made by somebody else.";
            return Ok(unknown(sentence, "Compare it with the sheet, character by character, and try again."));
        };
        self.judge(&core, &logs, &from, &checkpoint, &note)
    }

    /// Finds the note that gives these words: in a record of a seal, or as any state that today's logs went through.
    fn note_of_words(&self, typed: &str, logs: &Logs) -> std::result::Result<String, Box<SealVerdict>> {
        let Some(words) = normalise_words(&typed.replace([',', '-'], " ")) else {
            let sentence = "These are not the twelve words of a seal: one of them is mistyped or missing.";
            return Err(Box::new(unknown(sentence, "Compare them with the sheet, word by word, and try again.")));
        };
        if self.opening.fingerprint_words.join(" ") == *words.expose() {
            let sentence = "These are the words of the vault's fingerprint, not of a seal.";
            return Err(Box::new(unknown(sentence, "Type the twelve words of the seal. They are on its sheet.")));
        }
        let mut recorded = self.recorded_seals(logs).into_iter().map(|anchored| anchored.seal);
        if let Some(seal) = recorded.find(|seal| seal.words.join(" ") == *words.expose()) {
            return Ok(seal.checkpoint);
        }
        self.state_with_words(words.expose(), logs).ok_or_else(|| {
            let sentence = "No state that today's log went through gives these words. They are twelve good words, so either they are another vault's, or the log was put back to before the seal, or it was written again.";
            let step = "Check with the whole checkpoint on the sheet (verify --seal-file): it tells which of these it is. Until then, keep this copy as it is.";
            Box::new(unknown(sentence, step))
        })
    }

    /// Signs anew every state that a seal could have been of: signatures are the same for the same bytes.
    fn state_with_words(&self, words: &str, logs: &Logs) -> Option<String> {
        for (writer, reading) in logs {
            let mut frontier = Frontier::new();
            let leaves = reading.leaves();
            for (leaf, record) in leaves.into_iter().zip(reading.records.values()) {
                frontier.push(leaf);
                if record.head().kind != kind::HEADS {
                    continue;
                }
                let name = origin(&self.vault, &record.head().box_id, writer);
                let state = Checkpoint { origin: name, size: frontier.size(), root: frontier.root() };
                let mut notes = self.identity.epochs().iter().map(|epoch| state.sign(&epoch.signing));
                if let Some(note) = notes.find(|note| seal_words(note).join(" ") == words) {
                    return Some(note);
                }
            }
        }
        None
    }

    fn judge(
        &self,
        core: &Core,
        logs: &Logs,
        from: &Origin,
        checkpoint: &Checkpoint,
        note: &str,
    ) -> Result<SealVerdict> {
        let mut judgement = Judgement::default();
        let sealed = LogHead {
            box_id: from.box_id.clone(),
            writer: from.writer.clone(),
            size: checkpoint.size,
            root: checkpoint.root.to_string(),
        };
        let is_of_vault = core.vault_box.id == from.box_id;
        let log = logs.get(&from.writer).filter(|_| is_of_vault);
        // What a log that was written again says of the others is not what was sealed.
        let proven = log.filter(|log| matches!(standing(Some(log), &sealed), Standing::Extends(_)));
        let covered = proven.and_then(|log| log.records.get(&checkpoint.size.checked_sub(1)?));
        let at = covered.map(|record| record.head().at);
        let mut heads = vec![sealed];
        if let Some(record) = covered.filter(|record| record.head().kind == kind::HEADS) {
            heads.extend(read_part::<Vec<LogHead>>(record, "heads").unwrap_or_default());
        }
        let mut read: BTreeMap<BoxId, Logs> = BTreeMap::new();
        for head in &heads {
            if head.box_id == core.vault_box.id {
                judgement.take(head, logs, &core.vault_box.called);
            } else if let Some(open) = core.boxes.get(&head.box_id) {
                if !read.contains_key(&head.box_id) {
                    read.insert(head.box_id.clone(), open.read_logs(&self.vault, &self.key)?);
                }
                judgement.take(head, &read[&head.box_id], &open.called);
            } else {
                judgement.miss(core, &head.box_id);
            }
        }
        let seal = self.recorded_seals(logs).into_iter().map(|a| a.seal).find(|seal| seal.checkpoint == note);
        Ok(judgement.into_verdict(seal, at))
    }
}

/// What was seen of the logs that a seal covers.
#[derive(Default)]
struct Judgement {
    shorter: Vec<String>,
    other: Vec<String>,
    added: u64,
    /// A case that the seal covers was shredded since, which the vault's log says.
    shredded: bool,
}

impl Judgement {
    fn take(&mut self, head: &LogHead, logs: &Logs, called: &str) {
        match standing(logs.get(&head.writer), head) {
            Standing::Extends(added) => self.added += added,
            Standing::Shorter(end) => self
                .shorter
                .push(format!("The log of {called} has {end} records now, and the seal covers {} of it.", head.size)),
            Standing::Other => self.other.push(format!("The log of {called} is not the one that was sealed.")),
            Standing::Unreadable => self.other.push(format!(
                "Records of {called} that the seal covers cannot be read, so nothing is shown about them."
            )),
        }
    }

    /// Names a box that the seal covers and that cannot be opened now.
    fn miss(&mut self, core: &Core, id: &BoxId) {
        match core.unusable.get(id) {
            Some(why) if why.class == casekeep_model::Class::CaseMissing => self.shorter.push(why.what.clone()),
            Some(why) => self.other.push(why.what.clone()),
            None if core.facts.is_shredded(id) => self.shredded = true,
            None => self.shorter.push("A case that the seal covers is not in the vault now.".to_owned()),
        }
    }

    fn into_verdict(mut self, seal: Option<Seal>, at: Option<Timestamp>) -> SealVerdict {
        let day = seal.as_ref().map(|seal| seal.at).or(at);
        let of_day = day.map_or_else(String::new, |at| format!(" of {}", at.to_chrono().format("%-d %B %Y")));
        let (outcome, sentence, step) = if !self.shorter.is_empty() {
            self.shorter.append(&mut self.other);
            let why = self.shorter.join(" ");
            (
                SealOutcome::RolledBack,
                format!(
                    "The vault does not go on from this seal{of_day}: it was put back to an earlier state, or something was removed. {why}"
                ),
                "Keep this copy as it is and look for a newer one: a backup, another computer. If you put a backup back yourself, say so once with “acknowledge restored”, then make a new seal.",
            )
        } else if !self.other.is_empty() {
            let why = self.other.join(" ");
            (
                SealOutcome::Rewritten,
                format!("The vault does not go on from this seal{of_day}: something that it covers was changed. {why}"),
                "Keep this copy as it is and add nothing to it. Compare it with a backup from the time of the seal, and run a full check.",
            )
        } else {
            let added = match self.added {
                1 => "1 record was added since.".to_owned(),
                n => format!("{n} records were added since."),
            };
            let but =
                if self.shredded { ", but for a case that was shredded since, as the vault's log says" } else { "" };
            (
                SealOutcome::Extends,
                format!(
                    "Today's vault goes on from this seal{of_day}: nothing that it covers was changed, taken out or put in another order{but}. {added}"
                ),
                "Nothing to do. A new seal would cover what was added since.",
            )
        };
        SealVerdict { outcome, seal, sentence, step: step.to_owned() }
    }
}

fn unknown(sentence: &str, step: &str) -> SealVerdict {
    SealVerdict { outcome: SealOutcome::Unknown, seal: None, sentence: sentence.to_owned(), step: step.to_owned() }
}

/// Proves that a log goes on from a head that was signed before, or says how it does not.
fn standing(reading: Option<&LogReading>, before: &LogHead) -> Standing {
    let Some(reading) = reading else { return Standing::Shorter(0) };
    if reading.end() < before.size {
        return Standing::Shorter(reading.end());
    }
    let Some((now, _)) = &reading.head else { return Standing::Unreadable };
    let leaves = reading.leaves();
    let signed = usize::try_from(now.size).ok().and_then(|size| leaves.get(..size));
    let Some(signed) = signed.filter(|_| now.size >= before.size) else { return Standing::Unreadable };
    let proof = Tree::new(signed).consistency_proof(before.size);
    let holds = |root: Root| verify_consistency(before.size, now.size, &root, &now.root, &proof);
    if before.root().is_some_and(holds) { Standing::Extends(now.size - before.size) } else { Standing::Other }
}
