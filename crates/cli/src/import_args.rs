//! What the verb for many files takes.

use clap::Args;
use std::path::PathBuf;

/// What `import` takes.
#[derive(Debug, Args)]
pub struct ImportArguments {
    /// The case, by number or name.
    pub case: String,
    /// Folders, files and zip archives.
    #[arg(required_unless_present_any = ["resume", "end", "list"])]
    pub paths: Vec<PathBuf>,
    /// Only say how many files there are, how large, how many are there already, and what cannot be taken.
    #[arg(long, conflicts_with_all = ["resume", "end", "list"])]
    pub plan: bool,
    /// Go on with the import that was cut short.
    #[arg(long, conflicts_with_all = ["paths", "end", "list"])]
    pub resume: bool,
    /// End the import that was cut short: what is added stays, and the rest is not added.
    #[arg(long, conflicts_with_all = ["paths", "list"])]
    pub end: bool,
    /// List the reports of earlier imports.
    #[arg(long, conflicts_with = "paths")]
    pub list: bool,
    /// Afterwards delete the unprotected files whose bytes are in the case. That cannot be undone, and it does not reach
    /// other copies: backups, the phone, the cloud, what the disk has not overwritten.
    #[arg(long, conflicts_with_all = ["plan", "resume", "end", "list"])]
    pub delete_sources: bool,
}
