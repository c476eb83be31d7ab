//! What the verbs for bundles and for what became of them take.

use clap::Args;
use std::path::PathBuf;

/// What `export` takes.
#[derive(Debug, Args)]
pub struct ExportArguments {
    /// The case, by number or name.
    pub case: String,
    /// Whom it is sealed to: age1… or an ssh public key; may be given more than once.
    #[arg(long, value_name = "RECIPIENT", num_args = 1.., required_unless_present_any = ["to_passphrase_file", "preview"], conflicts_with = "to_passphrase_file")]
    pub to: Vec<String>,
    /// A file whose first line is the passphrase to seal it with.
    #[arg(long, value_name = "FILE")]
    pub to_passphrase_file: Option<PathBuf>,
    /// The file to write, NAME.tar.age.
    #[arg(short, long, value_name = "FILE", required_unless_present = "preview")]
    pub output: Option<PathBuf>,
    /// Also write NAME.reader.html beside it: a page that opens and checks the bundle in a browser, with nothing installed.
    #[arg(long, conflicts_with = "preview")]
    pub with_reader: bool,
    /// Your initials, such as AB, for the exhibit references that the papers propose: AB/1 for item 1.
    #[arg(long, value_name = "LETTERS", conflicts_with_all = ["preview", "without_papers"])]
    pub initials: Option<String>,
    /// Put no papers (PDF) into the bundle: the chronology for browsers and spreadsheets has the same.
    #[arg(long, conflicts_with = "preview")]
    pub without_papers: bool,
    /// Only say how much would go and how much would stay; nothing is made, and nothing is recorded.
    #[arg(long, conflicts_with_all = ["to", "to_passphrase_file", "output"])]
    pub preview: bool,
    /// Only what happened on or after this day.
    #[arg(long, value_name = "DAY")]
    pub from: Option<String>,
    /// Only what happened on or before this day.
    #[arg(long, value_name = "DAY")]
    pub to_date: Option<String>,
    /// What stays behind: `--without item 3 --without contact 2 --without gift 1 --without person all`.
    #[arg(long, num_args = 2, value_names = ["KIND", "N"], action = clap::ArgAction::Append)]
    pub without: Vec<String>,
    /// What they are: police, cps_via_police, gmc_via_mdo, mdo, employer_security, solicitor or own_copy.
    #[arg(long = "for", value_name = "PROFILE")]
    pub profile: Option<String>,
    /// Who that is, such as "PC 4471 Osei, Northshire Police"; kept in the vault's log.
    #[arg(long)]
    pub name: Option<String>,
    /// What it is for; kept in the vault's log.
    #[arg(long, default_value = "")]
    pub purpose: String,
    /// More of why, kept in the vault's log: requested_by, basis, consent, consent_reason or advised_by.
    #[arg(long = "set", value_name = "FIELD=VALUE")]
    pub set: Vec<String>,
    /// Only what is new or changed since the last bundle for the same --for and --name, which the bundle then names.
    #[arg(long, requires = "profile")]
    pub since_last: bool,
}

/// What `receipt` takes.
#[derive(Debug, Args)]
pub struct ReceiptArguments {
    /// The case, by number or name.
    pub case: String,
    /// The number of the hand-over, as `disclosures` shows it.
    pub disclosure: String,
    /// A field: event (given, opened or withdrawn), given_to, when, how, reference, by, note.
    #[arg(long = "set", value_name = "FIELD=VALUE", required = true)]
    pub set: Vec<String>,
}

/// What `amend-receipt` takes.
#[derive(Debug, Args)]
pub struct AmendReceiptArguments {
    /// The case, by number or name.
    pub case: String,
    /// The number of the receipt, as `disclosures` shows it.
    pub receipt: String,
    /// A field, as for `receipt`; an empty value takes it away.
    #[arg(long = "set", value_name = "FIELD=VALUE", required = true)]
    pub set: Vec<String>,
    /// Why.
    #[arg(long)]
    pub reason: String,
}
