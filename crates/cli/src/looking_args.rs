//! The words of the verbs that look inside an item and make redacted copies.

use clap::Args;

/// What `look` takes.
#[derive(Debug, Args)]
pub struct LookArguments {
    /// The case, by number or name.
    pub case: String,
    /// The item's number.
    pub item: u32,
    /// Show the words of this page, from 1, instead of what the file says about itself.
    #[arg(long, value_name = "PAGE")]
    pub words: Option<u32>,
    /// Show this mail of a mailbox, from 1; a file that is one mail is shown without it.
    #[arg(long, value_name = "NUMBER", conflicts_with = "words")]
    pub mail: Option<u32>,
    /// Show the items of the case that look the same, such as smaller copies of the same picture.
    #[arg(long, conflicts_with_all = ["words", "mail"])]
    pub alike: bool,
}

/// What `take-out` takes.
#[derive(Debug, Args)]
pub struct TakeOutArguments {
    /// The case, by number or name.
    pub case: String,
    /// The item's number.
    pub item: u32,
    /// The attachments' numbers, as `look` shows them; all of the mail where none is given.
    pub parts: Vec<u32>,
    /// Which mail of a mailbox, from 1.
    #[arg(long, value_name = "NUMBER", default_value_t = 1)]
    pub mail: u32,
}

/// What `redact` takes.
#[derive(Debug, Args)]
pub struct RedactArguments {
    /// The case, by number or name.
    pub case: String,
    /// The item's number.
    pub item: u32,
    /// An area to cover, in pixels from the top left, and why: "10,20,300,40,Your home"; on another page than the first,
    /// the page stands before it: "3:10,20,300,40,Your home". `look` shows how large the pages are.
    #[arg(long = "area", value_name = "X,Y,WIDTH,HEIGHT,REASON", required_unless_present = "cover")]
    pub areas: Vec<String>,
    /// Words to find on every page of a document and to cover; words inside a picture are not found.
    #[arg(long, value_name = "WORDS", requires = "reason")]
    pub cover: Vec<String>,
    /// Why the words are covered.
    #[arg(long)]
    pub reason: Option<String>,
    /// Turn the copy to the right, in quarters.
    #[arg(long, value_name = "QUARTERS", default_value_t = 0, value_parser = clap::value_parser!(u8).range(0..=3))]
    pub turn: u8,
}
