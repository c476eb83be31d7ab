//! What the verb for exports of messages takes.

use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// What `messages` takes.
#[derive(Debug, Args)]
pub struct MessagesArguments {
    /// The case, by number or name.
    pub case: String,
    /// The item that is the export, by number; not needed where it is found with `--beside`.
    #[arg(required_unless_present = "beside")]
    pub item: Option<u32>,
    /// Make contacts of the messages; without it, only say what is there.
    #[arg(long)]
    pub write: bool,
    /// The folder or zip archive in which the files lie that the messages name: they are kept as items and joined to their
    /// contacts. Without an item, say which exports lie there; may be given more than once.
    #[arg(long, value_name = "PATH")]
    pub beside: Vec<PathBuf>,
    /// Which of the exports that lie there to keep as an item and to read, by its name or the end of it.
    #[arg(long, value_name = "NAME", requires = "beside", conflicts_with = "item")]
    pub export: Option<String>,
    /// A sender who is you, as the export shows the name; may be given more than once.
    #[arg(long, value_name = "SENDER")]
    pub you: Vec<String>,
    /// A sender who is the person of concern; may be given more than once. Messages of others are left out.
    #[arg(long, value_name = "SENDER")]
    pub them: Vec<String>,
    /// The order in which its dates stand.
    #[arg(long, value_name = "ORDER")]
    pub order: Option<Order>,
    /// The time zone of times that name none.
    #[arg(long, default_value = casekeep_model::moment::DEFAULT_ZONE)]
    pub zone: String,
    /// The platform or service, where the file does not say it.
    #[arg(long)]
    pub platform: Option<String>,
    /// The columns of a table that are the time, the sender and the text, counted from 1: `--columns 1,2,4`.
    #[arg(long, value_name = "TIME,SENDER,TEXT", value_delimiter = ',')]
    pub columns: Vec<u32>,
}

/// The order of day, month and year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Order {
    /// 31/12/2026.
    DayFirst,
    /// 12/31/2026.
    MonthFirst,
    /// 2026-12-31.
    YearFirst,
    /// As the dates themselves show, changing where they change.
    AsFound,
}
