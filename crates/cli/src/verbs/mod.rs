//! One function for each verb: open the vault for what the verb does, do it, answer.

mod backup;
mod disclosures;
mod entries;
mod export;
mod import;
mod inbox;
mod key;
mod looking;
mod mail_words;
mod messages;
mod registers;
mod seal;
mod shred;
mod transcribe;
mod vault;
mod verify;

use crate::answer::Answer;
use crate::args::{Arguments, Verb};
use crate::failure::Failure;

/// Runs a verb.
///
/// # Errors
/// [`Failure`], which knows what to show and the exit status.
pub fn run(arguments: &Arguments, answer: Answer) -> Result<(), Failure> {
    match &arguments.verb {
        Verb::Init => vault::init(arguments, answer),
        Verb::Case { verb } => vault::case(arguments, answer, verb),
        Verb::Acknowledge { verb } => vault::acknowledge(arguments, answer, verb),
        Verb::Key { verb } => key::key(arguments, answer, verb),
        Verb::Rotate { new_passphrase_file } => key::rotate(arguments, answer, new_passphrase_file.as_deref()),
        Verb::Index { verb } => vault::index(arguments, answer, verb),
        Verb::Add(add) => entries::add(arguments, answer, add),
        Verb::Import(import) => import::import(arguments, answer, import),
        Verb::Log(log) => entries::log(arguments, answer, log),
        Verb::Messages(given) => messages::messages(arguments, answer, given),
        Verb::Amend { case, kind, number, text, reason } => {
            entries::amend(arguments, answer, case, (*kind, *number), text, reason)
        }
        Verb::Enter(enter) => registers::enter(arguments, answer, enter),
        Verb::Transcribe(transcribe) => transcribe::transcribe(arguments, answer, transcribe),
        Verb::Entries(entries) => registers::entries(arguments, answer, entries),
        Verb::AmendEntry(amend) => registers::amend(arguments, answer, amend),
        Verb::Details(details) => registers::details(arguments, answer, details),
        Verb::Note(note) => registers::note(arguments, answer, note),
        Verb::Timeline { case, from, to, channel } => {
            entries::timeline(arguments, answer, case, (from.as_ref(), to.as_ref()), channel.as_deref())
        }
        Verb::Search { text, case } => entries::search(arguments, answer, text, case.as_deref()),
        Verb::Cat { case, item } => entries::cat(arguments, case, *item),
        Verb::Thumbnail { case, item, output } => entries::thumbnail(arguments, answer, case, *item, output),
        Verb::Look(look) => looking::look(arguments, answer, look),
        Verb::TakeOut(out) => looking::take_out(arguments, answer, out),
        Verb::Redact(redact) => looking::redact(arguments, answer, redact),
        Verb::Inbox { verb } => inbox::inbox(arguments, answer, verb),
        Verb::Export(export) => export::export(arguments, answer, export),
        Verb::Disclosures { case } => disclosures::disclosures(arguments, answer, case.as_deref()),
        Verb::Receipt(receipt) => disclosures::receipt(arguments, answer, receipt),
        Verb::AmendReceipt(amend) => disclosures::amend(arguments, answer, amend),
        Verb::Backup(backup) => backup::backup(arguments, answer, backup),
        Verb::Restore { from, to } => backup::restore(answer, from, to),
        Verb::Hold { case, reason, release } => shred::hold(arguments, answer, case, reason, *release),
        Verb::Shred(shred) => shred::shred(arguments, answer, shred),
        Verb::Seal(seal) => seal::seal(arguments, answer, seal),
        Verb::Verify(verify) => verify::verify(arguments, answer, verify),
    }
}
