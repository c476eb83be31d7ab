//! One mail as it is shown: its headers, the way it came, its words, and what hangs on it.
//!
//! All of it is told by a decoder of hostile bytes and is what the mail *says*, never what is so.

use crate::limits;
use crate::messages::ExportKind;
use serde::{Deserialize, Serialize};

word_enum! {
    /// What a piece of a mail's page is.
    BlockKind {
        /// A paragraph.
        Paragraph = "paragraph", "Paragraph";
        /// A heading.
        Heading = "heading", "Heading";
        /// A line of a list.
        Item = "item", "Line of a list";
        /// Text whose spaces count.
        Plain = "plain", "Text as it is set";
    }
}

word_enum! {
    /// What a run of words in a piece of a page is.
    RunKind {
        /// Words.
        Words = "words", "Words";
        /// Words that lead somewhere.
        Link = "link", "Link";
        /// What stands for a picture that is not shown.
        Picture = "picture", "Picture";
    }
}

word_enum! {
    /// What a page would have loaded from elsewhere.
    LoadKind {
        /// A picture.
        Picture = "picture", "Picture";
        /// A style, a letter form, or the picture of a background.
        Style = "style", "Style or background";
        /// A page in the page, a sound, a film, a program.
        Other = "other", "Page, sound, film or program";
    }
}

/// From which part of which mail an item was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct MailPart {
    /// Which mail of the file, from 1.
    pub mail: u32,
    /// The part's place in it as mail programs count (RFC 3501, 6.4.5): `2.1`; in a mail of Outlook, its number.
    pub path: String,
}

view! {
    /// What became of a part of a mail that was to be kept as an item.
    pub struct MailPartKept {
        /// Its number among what hangs on the mail.
        pub part: u32,
        /// The item that it is now, or was before; `None` where it could not be taken out.
        pub item: Option<u32>,
        /// True when the same bytes were an item already.
        pub there: bool,
        /// Why it could not be taken out, in words that follow its name.
        pub why: Option<String>,
    }

    /// One mail of a file, as it is shown.
    pub struct MailView {
        /// What the file is.
        pub kind: ExportKind,
        /// Which mail of the file, from 1.
        pub n: u32,
        /// True when another mail follows in the file.
        pub next: bool,
        /// The mail.
        pub mail: Mail,
        /// Its page, reduced to words and simple structure; `None` for a mail of plain text.
        pub page: Option<MailPage>,
        /// True when the mail goes on for longer than what is read; what comes after is not shown.
        pub cut: bool,
        /// True when there is more text than is shown.
        pub text_cut: bool,
    }

    /// The page of a mail, reduced: no program, no style, no picture, nothing that loads.
    #[derive(Default)]
    pub struct MailPage {
        /// Its pieces, from the top.
        pub blocks: Vec<PageBlock>,
        /// What it would have loaded from elsewhere, which tells the sender that it was opened; the first of it.
        pub loads: Vec<PageLoad>,
        /// How many pictures it would have loaded from elsewhere.
        pub pictures: u32,
        /// How many of these are too small to be seen.
        pub unseen: u32,
        /// How much else it would have loaded from elsewhere.
        pub others: u32,
        /// How many programs in it were left out.
        pub scripts: u32,
        /// How many forms to fill in were left out.
        pub forms: u32,
        /// True when there is more than is shown.
        pub cut: bool,
    }

    /// One piece of a page.
    pub struct PageBlock {
        /// What it is.
        pub kind: BlockKind,
        /// How deep it stands in lists, from 1; 0 outside of them.
        pub depth: u32,
        /// Its number, in a list that counts.
        pub number: Option<u32>,
        /// How deep it stands in quotations.
        pub quoted: u32,
        /// Its words.
        pub runs: Vec<PageRun>,
    }

    /// Words in a piece of a page.
    pub struct PageRun {
        /// What they are.
        pub kind: RunKind,
        /// The words; of a picture, what is said in its place.
        pub text: String,
        /// Where a link leads, or where a picture would come from, where the words do not say it already.
        pub target: Option<String>,
    }

    /// Something that a page would have loaded from elsewhere.
    pub struct PageLoad {
        /// What.
        pub what: LoadKind,
        /// From where.
        pub address: String,
    }

    /// A mail.
    #[derive(Default)]
    pub struct Mail {
        /// Every header, in the order of the file, as it stands there.
        pub headers: Vec<MailHeader>,
        /// Who it says it is from, with the address.
        pub from: Option<String>,
        /// To whom it says it goes.
        pub to: Vec<String>,
        /// Who it says gets a copy.
        pub cc: Vec<String>,
        /// Where answers go, where it says so.
        pub reply_to: Vec<String>,
        /// The id that it says it has.
        pub message_id: Option<String>,
        /// The subject.
        pub subject: Option<String>,
        /// The date as it stands in the headers.
        pub shown: String,
        /// The date in a form that [`crate::Moment::parse`] reads, with its offset.
        pub time: Option<String>,
        /// The same time as UTC.
        pub utc: Option<String>,
        /// The servers that say they passed it on, the first one first; each could have written anything.
        pub received: Vec<MailHop>,
        /// The words: its plain text, or what its page says without marks.
        pub text: String,
        /// True when its words are the plain text that it came with, not made of its page.
        pub plain: bool,
        /// Its page, as it came: hostile, so it never leaves the process that read it.
        #[serde(skip)]
        #[cfg_attr(feature = "ts", ts(skip))]
        pub page: Option<String>,
        /// What hangs on it.
        pub attachments: Vec<MailAttachment>,
        /// True when it has more parts than are told.
        pub more: bool,
        /// True when some of its letters could not be read.
        pub letters_lost: bool,
    }

    /// One header of a mail.
    pub struct MailHeader {
        /// Its name.
        pub name: String,
        /// What it says, as it stands in the file.
        pub value: String,
    }

    /// One server on a mail's way.
    pub struct MailHop {
        /// What it wrote, as it stands in the file.
        pub shown: String,
        /// From which server.
        pub from: Option<String>,
        /// The address that this one was called from.
        pub address: Option<String>,
        /// By which server.
        pub by: Option<String>,
        /// When, by its own clock, in a form that [`crate::Moment::parse`] reads.
        pub time: Option<String>,
        /// The same time as UTC.
        pub utc: Option<String>,
    }

    /// A file that hangs on a mail.
    pub struct MailAttachment {
        /// Its number among what hangs on the mail, from 1.
        pub part: u32,
        /// Its place in the mail, as in [`MailPart`].
        pub path: String,
        /// Its name, as it stands in the mail.
        pub name: Option<String>,
        /// The type that it says it has.
        pub media_type: String,
        /// How many bytes it has, decoded.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
        /// The type that its bytes show.
        pub seen: String,
        /// The id by which the mail's page names it.
        pub content_id: Option<String>,
        /// True when it can be taken out: its bytes are there to the end, and its code is whole.
        pub whole: bool,
    }
}

/// The most bytes of one name, address or id that are told.
const NAME: usize = limits::FILE_NAME;
/// The most bytes of one header that are told.
const HEADER: usize = 8 << 10;
/// The most of what a mail has many of that is told.
const MANY: usize = 1_000;

impl MailView {
    /// Cuts everything to what is ever shown: who told it is not believed.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        let mail = &mut self.mail;
        for list in [&mut mail.to, &mut mail.cc, &mut mail.reply_to] {
            list.truncate(MANY);
            list.iter_mut().for_each(|one| clip(one, NAME));
        }
        for one in [&mut mail.from, &mut mail.subject, &mut mail.message_id, &mut mail.time, &mut mail.utc] {
            one.iter_mut().for_each(|one| clip(one, NAME));
        }
        clip(&mut mail.shown, NAME);
        mail.headers.truncate(MANY);
        for header in &mut mail.headers {
            clip(&mut header.name, NAME);
            clip(&mut header.value, HEADER);
        }
        mail.received.truncate(MANY);
        for hop in &mut mail.received {
            clip(&mut hop.shown, HEADER);
            let said = [&mut hop.from, &mut hop.address, &mut hop.by, &mut hop.time, &mut hop.utc];
            said.into_iter().flatten().for_each(|one| clip(one, NAME));
        }
        mail.attachments.truncate(MANY);
        for one in &mut mail.attachments {
            for text in [&mut one.path, &mut one.media_type, &mut one.seen] {
                clip(text, NAME);
            }
            [&mut one.name, &mut one.content_id].into_iter().flatten().for_each(|one| clip(one, NAME));
        }
        self.text_cut |= mail.text.len() > limits::MAIL_TEXT;
        clip(&mut mail.text, limits::MAIL_TEXT);
        self.page = self.page.map(MailPage::bounded);
        self
    }
}

impl MailPage {
    /// Cuts everything to what is ever shown.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        self.cut |= self.blocks.len() > limits::PAGE_BLOCKS;
        self.blocks.truncate(limits::PAGE_BLOCKS);
        let mut left = limits::MAIL_TEXT;
        for block in &mut self.blocks {
            block.depth = block.depth.min(limits::PAGE_DEPTH);
            block.quoted = block.quoted.min(limits::PAGE_DEPTH);
            for run in &mut block.runs {
                self.cut |= run.text.len() > left;
                clip(&mut run.text, left);
                left -= run.text.len();
                run.target.iter_mut().for_each(|target| clip(target, limits::PAGE_ADDRESS));
            }
        }
        self.loads.truncate(limits::PAGE_LOADS);
        self.loads.iter_mut().for_each(|load| clip(&mut load.address, limits::PAGE_ADDRESS));
        self
    }
}

fn clip(text: &mut String, most: usize) {
    text.truncate(text.floor_char_boundary(most));
}
