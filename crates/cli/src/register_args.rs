//! What the verbs for registers, details and private texts take.

use clap::Args;
use std::path::PathBuf;

/// What `enter` takes.
#[derive(Debug, Args)]
pub struct EnterArguments {
    /// The case, by number or name.
    pub case: String,
    /// The register: person, gift, thing, letter, step, chaperone, review or transcript.
    pub register: String,
    /// A field, such as `--set when=2026-03-04` or `--set value=£12.50`; `casekeep entries` lists them.
    #[arg(long = "set", value_name = "FIELD=VALUE", required = true)]
    pub set: Vec<String>,
}

/// What `entries` takes.
#[derive(Debug, Args)]
pub struct EntriesArguments {
    /// The case, by number or name.
    pub case: String,
    /// The register: person, gift, thing, letter, step, chaperone, review or transcript.
    pub register: String,
    /// Only the entry of this number.
    pub number: Option<u32>,
}

/// What `transcribe` takes.
#[derive(Debug, Args)]
pub struct TranscribeArguments {
    /// The case, by number or name.
    pub case: String,
    /// The item's number.
    pub item: u32,
    /// What it says or shows, word for word.
    #[arg(long, required_unless_present_any = ["text_file", "machine"])]
    pub text: Option<String>,
    /// A file with that, in UTF-8.
    #[arg(long, value_name = "FILE", conflicts_with = "text")]
    pub text_file: Option<PathBuf>,
    /// Let tesseract read a picture, where that program is installed; it makes mistakes, so compare them.
    #[arg(long, conflicts_with_all = ["text", "text_file", "who", "note"])]
    pub machine: bool,
    /// Who wrote it down.
    #[arg(long)]
    pub who: Option<String>,
    /// The language that it is in; for --machine by tesseract's short name, such as eng or cym.
    #[arg(long)]
    pub language: Option<String>,
    /// What is not clear in it.
    #[arg(long)]
    pub note: Option<String>,
}

/// What `amend-entry` takes.
#[derive(Debug, Args)]
pub struct AmendEntryArguments {
    /// The case, by number or name.
    pub case: String,
    /// contact, or a register: person, gift, thing, letter, step, chaperone, review or transcript.
    pub kind: String,
    /// Its number.
    pub number: u32,
    /// A field and what it says now; `--set FIELD=` takes it away.
    #[arg(long = "set", value_name = "FIELD=VALUE", required = true)]
    pub set: Vec<String>,
    /// Why.
    #[arg(long)]
    pub reason: String,
}

/// What `details` takes.
#[derive(Debug, Args)]
pub struct DetailsArguments {
    /// The case, by number or name.
    pub case: String,
    /// A field and what it says; `--set FIELD=` takes it away. Without one, the details are shown.
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// Why; needed once there are details.
    #[arg(long, default_value = "")]
    pub reason: String,
}

/// What `note` takes.
#[derive(Debug, Args)]
pub struct NoteArguments {
    /// The case, by number or name.
    pub case: String,
    /// The note; without it, the case's notes and advice are shown.
    #[arg(long)]
    pub text: Option<String>,
    /// It is advice, which may be privileged.
    #[arg(long, requires = "text")]
    pub advice: bool,
    /// Who gave the advice.
    #[arg(long, requires = "advice")]
    pub from: Option<String>,
}
