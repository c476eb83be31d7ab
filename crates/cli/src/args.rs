//! The command line's words: one verb for each thing the engine does.

use crate::handing_args::*;
use crate::import_args::*;
use crate::looking_args::*;
use crate::message_args::MessagesArguments;
use crate::register_args::*;
use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// An encrypted evidence vault for doctors who get unwanted attention.
#[derive(Debug, Parser)]
#[command(name = "casekeep", version, about, max_term_width = 100)]
pub struct Arguments {
    /// The vault's folder.
    #[arg(long, global = true, env = "CASEKEEP_VAULT", value_name = "DIR")]
    pub vault: Option<PathBuf>,
    /// A file whose first line is the passphrase; without it, the passphrase is asked for.
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "recovery_file")]
    pub passphrase_file: Option<PathBuf>,
    /// A file whose first line is the twelve recovery words.
    #[arg(long, global = true, value_name = "FILE")]
    pub recovery_file: Option<PathBuf>,
    /// A file with an age identity or an OpenSSH private key that opens the vault, or the bundle that is checked.
    #[arg(long, global = true, value_name = "FILE", conflicts_with_all = ["passphrase_file", "recovery_file"])]
    pub identity: Option<PathBuf>,
    /// Answer in JSON; errors too, on standard error.
    #[arg(long, global = true)]
    pub json: bool,
    /// What to do.
    #[command(subcommand)]
    pub verb: Verb,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Verb {
    /// Make a new vault.
    Init,
    /// Add a case, or list, rename, close or reopen cases.
    Case {
        /// What to do with cases.
        #[command(subcommand)]
        verb: CaseVerb,
    },
    /// Add files to a case.
    Add(AddArguments),
    /// Add everything in folders, files and zip archives; says what it would do with --plan.
    Import(ImportArguments),
    /// Write a contact into a case's log.
    Log(LogArguments),
    /// Say which messages an item holds that is an export, or make contacts of them.
    Messages(MessagesArguments),
    /// Append a correction; the earlier text stays readable.
    Amend {
        /// The case, by number or name.
        case: String,
        /// What is corrected.
        kind: Kind,
        /// Its number.
        number: u32,
        /// The new text: what happened, or what the item shows.
        #[arg(long)]
        text: String,
        /// Why.
        #[arg(long)]
        reason: String,
    },
    /// Show a case, oldest first.
    Timeline {
        /// The case, by number or name.
        case: String,
        /// Only from this day, month or time on.
        #[arg(long, value_name = "WHEN")]
        from: Option<String>,
        /// Only up to this day, month or time.
        #[arg(long, value_name = "WHEN")]
        to: Option<String>,
        /// Only contacts that came this way.
        #[arg(long)]
        channel: Option<String>,
    },
    /// Find words in texts, descriptions and names.
    Search {
        /// The words; every one must be there.
        text: String,
        /// Only in this case.
        #[arg(long)]
        case: Option<String>,
    },
    /// Write an item's original bytes to standard output.
    Cat {
        /// The case, by number or name.
        case: String,
        /// The item's number.
        item: u32,
    },
    /// Write an entry into a register: person, gift, thing, letter, step, chaperone, review or transcript.
    Enter(EnterArguments),
    /// Write down what an item says or shows: a transcript, kept beside it and found by a search.
    Transcribe(TranscribeArguments),
    /// Show a register.
    Entries(EntriesArguments),
    /// Append a correction to any field of a contact or of an entry of a register.
    AmendEntry(AmendEntryArguments),
    /// Show the details of a case, or write them.
    Details(DetailsArguments),
    /// Keep a private note or advice in a case, or read them; they are never part of a bundle.
    Note(NoteArguments),
    /// Add to the inbox while the vault is locked, or look at it.
    Inbox {
        /// What to do with the inbox.
        #[command(subcommand)]
        verb: InboxVerb,
    },
    /// Write the small picture of an item that a timeline shows.
    Thumbnail {
        /// The case, by number or name.
        case: String,
        /// The item's number.
        item: u32,
        /// The PNG file to write.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Show what an item's file says about itself: its pages, its times, what made it, and where; or the mail that it is.
    Look(LookArguments),
    /// Keep the attachments of a mail as items of their own, each with the mail it was taken out of.
    TakeOut(TakeOutArguments),
    /// Make a copy of a picture or a document with areas covered for good; the original stays as it is.
    Redact(RedactArguments),
    /// Say why the vault is as it is.
    Acknowledge {
        /// What to acknowledge.
        #[command(subcommand)]
        verb: AcknowledgeVerb,
    },
    /// Make an encrypted bundle of a case for someone else.
    Export(ExportArguments),
    /// Say who holds what: every bundle that was made, for whom, and what became of it.
    Disclosures {
        /// Only of this case, by number or name; without it of all, shredded ones too.
        case: Option<String>,
    },
    /// Write down what became of a bundle: who took it, that they could open it, that it was taken back.
    Receipt(ReceiptArguments),
    /// Append a correction to a receipt; the earlier text stays readable.
    AmendReceipt(AmendReceiptArguments),
    /// Copy the vault to another folder or disk: what is new; nothing there is deleted.
    Backup(BackupArguments),
    /// Put a vault back from a copy of it, or bring what a copy has and the vault lacks; needs no passphrase.
    Restore {
        /// The copy.
        from: PathBuf,
        /// A new folder, or the vault's own.
        to: PathBuf,
    },
    /// Seal the vault as it is now: twelve words for somebody else to keep.
    Seal(SealArguments),
    /// Check the whole vault, or a bundle, or what the vault makes of a seal.
    Verify(VerifyArguments),
    /// List, change, try, add or remove the ways to unlock the vault.
    Key {
        /// What to do with keys.
        #[command(subcommand)]
        verb: KeyVerb,
    },
    /// Keep a case from being shredded, or allow it again.
    Hold {
        /// The case, by number or name.
        case: String,
        /// Why; it stays in the vault's log, so name nobody in it.
        #[arg(long)]
        reason: String,
        /// Take the hold off.
        #[arg(long)]
        release: bool,
    },
    /// Destroy a case for good; without --name, only say what that would destroy.
    Shred(ShredArguments),
    /// Change all keys after a compromise; the old secrets open nothing new. Run it again to finish one that was cut short.
    Rotate {
        /// A file whose first line is the new passphrase; without it, the new passphrase is asked for twice.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Work with the index, which is only a cache.
    Index {
        /// What to do with the index.
        #[command(subcommand)]
        verb: IndexVerb,
    },
}

/// What to do with cases.
#[derive(Debug, Subcommand)]
pub enum CaseVerb {
    /// Add a case.
    Add {
        /// A neutral name, such as "Matter 1".
        name: String,
    },
    /// List the cases.
    List,
    /// Give a case another name.
    Rename {
        /// The case, by number or name.
        case: String,
        /// Its new name.
        name: String,
    },
    /// Close a case: nothing is added until it is reopened.
    Close {
        /// The case, by number or name.
        case: String,
        /// Why.
        #[arg(long, default_value = "")]
        reason: String,
    },
    /// Open a closed case again.
    Reopen {
        /// The case, by number or name.
        case: String,
        /// Why.
        #[arg(long, default_value = "")]
        reason: String,
    },
}

/// What to do with keys.
#[derive(Debug, Subcommand)]
pub enum KeyVerb {
    /// List every way to unlock the vault.
    List,
    /// Change the passphrase; copies made earlier still open with the old one.
    Passphrase {
        /// A file whose first line is the new passphrase; without it, the new passphrase is asked for twice.
        #[arg(long, value_name = "FILE")]
        new_passphrase_file: Option<PathBuf>,
    },
    /// Make new recovery words; the old ones stop opening this vault's folder.
    Words,
    /// Try the recovery words: they really open the vault, and the date is remembered.
    Rehearse {
        /// A file whose first line is the twelve words; without it, they are asked for.
        #[arg(long, value_name = "FILE")]
        words_file: Option<PathBuf>,
    },
    /// Let a further key open the vault: a trusted person's, or one that you keep elsewhere.
    Add {
        /// What you call it; kept in the vault's log only.
        label: String,
        /// The public key: age1… or an ssh public key. An ssh key leaves a mark by which a guess at whose it is can be
        /// confirmed.
        recipient: String,
    },
    /// Take a further key away.
    Remove {
        /// The key's file, as `key list` shows it.
        file: String,
    },
}

/// What to do with the inbox.
#[derive(Debug, Subcommand)]
pub enum InboxVerb {
    /// Add files; needs no passphrase.
    Add {
        /// The files.
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
    /// List what waits, what strangers put there, and what is missing.
    List,
    /// Put an inbox file into a case.
    Adopt {
        /// The file's name, as `inbox list` shows it.
        file: String,
        /// The case, by number or name.
        case: String,
        /// Take it although this computer did not put it there; the item says so for ever.
        #[arg(long)]
        origin_unknown: bool,
    },
}

/// What to acknowledge.
#[derive(Debug, Subcommand)]
pub enum AcknowledgeVerb {
    /// An earlier copy of the vault was put back.
    Restored {
        /// Why.
        #[arg(long)]
        reason: String,
    },
}

/// What to do with the index.
#[derive(Debug, Subcommand)]
pub enum IndexVerb {
    /// Build it anew from the log.
    Rebuild,
}

/// A contact or an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// A contact.
    Contact,
    /// An item.
    Item,
}

/// What `add` takes.
#[derive(Debug, Args)]
pub struct AddArguments {
    /// The case, by number or name.
    pub case: String,
    /// The files.
    #[arg(required = true)]
    pub files: Vec<PathBuf>,
    /// What kind of thing it is, such as "screenshot".
    #[arg(long = "type", value_name = "TYPE")]
    pub kind: Option<String>,
    /// When what it shows happened: 2026-03-04T19:15, 2026-03-04 or 2026-03; a trailing ~ means about.
    #[arg(long, value_name = "WHEN")]
    pub occurred: Option<String>,
    /// From whom.
    #[arg(long)]
    pub from: Option<String>,
    /// The platform or service.
    #[arg(long)]
    pub platform: Option<String>,
    /// The address of the page.
    #[arg(long)]
    pub url: Option<String>,
    /// The account name or number shown.
    #[arg(long)]
    pub handle: Option<String>,
    /// The date or time shown on it, in its own words.
    #[arg(long)]
    pub shown: Option<String>,
    /// What it shows.
    #[arg(long)]
    pub note: Option<String>,
    /// Keep bytes that are there already once more.
    #[arg(long)]
    pub again: bool,
}

/// What `log` takes.
#[derive(Debug, Args)]
pub struct LogArguments {
    /// The case, by number or name.
    pub case: String,
    /// When it happened: 2026-03-04T19:15, with or without offset, 2026-03-04, 2026-03 or unknown; ~ means about.
    #[arg(long, value_name = "WHEN")]
    pub occurred: String,
    /// How it came: message, friend_request, email, letter, phone, in_person, gift, post, third_party, other.
    #[arg(long)]
    pub channel: String,
    /// What happened.
    #[arg(long)]
    pub text: String,
    /// An item that belongs to it; may be given more than once.
    #[arg(long = "item", value_name = "N")]
    pub items: Vec<u32>,
    /// The exact words.
    #[arg(long)]
    pub words: Option<String>,
    /// Who it came from: from_them, from_you or about_you.
    #[arg(long, default_value = "from_them")]
    pub direction: String,
    /// The platform or service.
    #[arg(long)]
    pub platform: Option<String>,
    /// Where.
    #[arg(long)]
    pub place: Option<String>,
    /// Who else was present.
    #[arg(long)]
    pub present: Option<String>,
    /// What you did, and whom you told.
    #[arg(long)]
    pub response: Option<String>,
    /// How it affected you.
    #[arg(long)]
    pub effect: Option<String>,
    /// That contact after this has another weight: asked-to-stop, warning-letter or police.
    #[arg(long)]
    pub turn: Option<String>,
    /// The time zone of the clock time.
    #[arg(long, default_value = casekeep_model::moment::DEFAULT_ZONE)]
    pub zone: String,
    /// Any other field, such as `--set fear=very`; may be given more than once.
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
}

/// What `seal` takes.
#[derive(Debug, Args)]
pub struct SealArguments {
    /// List the seals that were made, and make none.
    #[arg(long, conflicts_with_all = ["sheet", "note", "request", "response"])]
    pub list: bool,
    /// A text file to write, to print and have signed.
    #[arg(long, value_name = "FILE")]
    pub sheet: Option<PathBuf>,
    /// A file to write with the checkpoint alone, byte for byte.
    #[arg(long, value_name = "FILE")]
    pub note: Option<PathBuf>,
    /// Make no seal; write a request for a time-stamp of the newest one, to send to an authority (RFC 3161).
    #[arg(long, value_name = "FILE.tsq", conflicts_with_all = ["sheet", "note", "response"])]
    pub request: Option<PathBuf>,
    /// Make no seal; check and keep the authority's reply to such a request.
    #[arg(long, value_name = "FILE.tsr", conflicts_with_all = ["sheet", "note"])]
    pub response: Option<PathBuf>,
}

/// What `backup` takes.
#[derive(Debug, Args)]
pub struct BackupArguments {
    /// The folder to copy to; one that holds other things gets a folder in it with the vault's name.
    #[arg(required_unless_present_any = ["list", "rehearse", "forget"])]
    pub folder: Option<PathBuf>,
    /// List the copies, with their dates.
    #[arg(long, conflicts_with_all = ["folder", "rehearse", "forget"])]
    pub list: bool,
    /// Open this copy with the passphrase or words, decrypt everything in it and compare it with the vault.
    #[arg(long, value_name = "FOLDER", conflicts_with_all = ["folder", "forget"])]
    pub rehearse: Option<PathBuf>,
    /// Take a copy off the list; the copy itself stays.
    #[arg(long, value_name = "FOLDER", conflicts_with = "folder")]
    pub forget: Option<PathBuf>,
}

/// What `shred` takes.
#[derive(Debug, Args)]
pub struct ShredArguments {
    /// The case, by number or name.
    pub case: String,
    /// The case's whole name, to show that this is the one.
    #[arg(long, requires = "reason")]
    pub name: Option<String>,
    /// Why; it stays in the vault's log, so name nobody in it.
    #[arg(long, requires = "name")]
    pub reason: Option<String>,
    /// The file to write the certificate to; without it, it goes to standard output.
    #[arg(long, value_name = "FILE", requires = "name")]
    pub certificate: Option<PathBuf>,
}

/// What `verify` takes.
#[derive(Debug, Args)]
pub struct VerifyArguments {
    /// A bundle; without one, the vault is checked.
    pub bundle: Option<PathBuf>,
    /// Without unlocking: names and hashes only, also of a vault on a backup disk; finds accidents, not people.
    #[arg(long, conflicts_with_all = ["bundle", "resume"])]
    pub keyless: bool,
    /// Go on with a check that was stopped: files that it found right are not read again.
    #[arg(long, conflicts_with = "bundle")]
    pub resume: bool,
    /// A file whose first line is the bundle's passphrase.
    #[arg(long, value_name = "FILE", requires = "bundle")]
    pub bundle_passphrase_file: Option<PathBuf>,
    /// The fingerprint that you were given by another way: SHA256:… or twelve words.
    #[arg(long, value_name = "F", requires = "bundle")]
    pub fingerprint: Option<String>,
    /// The twelve words of a seal: says whether the vault goes on from it.
    #[arg(long, value_name = "WORDS", conflicts_with_all = ["bundle", "seal_file"])]
    pub seal: Option<String>,
    /// A file with the checkpoint of a seal, such as its sheet.
    #[arg(long, value_name = "FILE", conflicts_with = "bundle")]
    pub seal_file: Option<PathBuf>,
}
