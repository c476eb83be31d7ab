//! What the verbs for registers, details and private texts take.

use clap::Args;

/// What `enter` takes.
#[derive(Debug, Args)]
pub struct EnterArguments {
    /// The case, by number or name.
    pub case: String,
    /// The register: person, gift, thing, letter, step, chaperone or review.
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
    /// The register: person, gift, thing, letter, step, chaperone or review.
    pub register: String,
    /// Only the entry of this number.
    pub number: Option<u32>,
}

/// What `amend-entry` takes.
#[derive(Debug, Args)]
pub struct AmendEntryArguments {
    /// The case, by number or name.
    pub case: String,
    /// contact, or a register: person, gift, thing, letter, step, chaperone or review.
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
