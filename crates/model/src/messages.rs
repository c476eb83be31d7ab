//! Messages that a messenger, a phone or a mail program exported: what is read of them, asked about them, and made of them.
//!
//! The export stays an item as it is. What is here is read of it by the confined child, and believed in nothing: a contact
//! that is made of a message names its place in the item.

use crate::import::NotImported;
use crate::observed::TimeSource;
use crate::{Channel, Moment, fields};
use serde::{Deserialize, Serialize};

word_enum! {
    /// What made an export.
    ExportKind {
        /// The text file of a WhatsApp chat.
        Whatsapp = "whatsapp", "WhatsApp chat";
        /// A Facebook download.
        Facebook = "facebook", "Facebook messages";
        /// An Instagram download.
        Instagram = "instagram", "Instagram messages";
        /// A backup made by SMS Backup & Restore.
        Sms = "sms", "Text messages (SMS Backup & Restore)";
        /// One mail.
        Mail = "mail", "Email";
        /// Many mails in one file.
        Mailbox = "mailbox", "Mailbox";
        /// One mail, kept by Outlook.
        Outlook = "outlook", "Outlook email";
        /// The text of iMessage exporter.
        ImessageText = "imessage_text", "iMessage export, text";
        /// The page of iMessage exporter.
        ImessagePage = "imessage_page", "iMessage export, web page";
        /// A table.
        Table = "table", "Table (CSV)";
    }
}

impl ExportKind {
    /// Returns the platform that its messages came over; `None` where the file does not say.
    #[must_use]
    pub fn platform(self) -> Option<&'static str> {
        match self {
            Self::Whatsapp => Some("WhatsApp"),
            Self::Facebook => Some("Facebook"),
            Self::Instagram => Some("Instagram"),
            Self::Sms => Some("SMS"),
            Self::ImessageText | Self::ImessagePage => Some("iMessage"),
            Self::Mail | Self::Mailbox | Self::Outlook | Self::Table => None,
        }
    }

    /// Returns how its messages came.
    #[must_use]
    pub fn channel(self) -> Channel {
        match self {
            Self::Mail | Self::Mailbox | Self::Outlook => Channel::Email,
            _ => Channel::Message,
        }
    }

    /// Returns where its times come from.
    #[must_use]
    pub fn time_source(self) -> TimeSource {
        match self.channel() {
            Channel::Email => TimeSource::EmailHeader,
            _ => TimeSource::PlatformDisplay,
        }
    }
}

word_enum! {
    /// In which order an export writes day, month and year.
    DateOrder {
        /// 31/12/2026.
        DayFirst = "day_first", "Day first: 31/12/2026";
        /// 12/31/2026.
        MonthFirst = "month_first", "Month first: 12/31/2026";
        /// 2026-12-31.
        YearFirst = "year_first", "Year first: 2026-12-31";
        /// One order up to a message, and another from there on.
        AsFound = "as_found", "As the dates themselves show, changing where they change";
    }
}

word_enum! {
    /// Who a sender in an export is.
    SenderRole {
        /// The person whose vault this is.
        You = "you", "You";
        /// The person of concern.
        Them = "them", "The person of concern";
        /// Somebody else: no contacts are made of what they wrote.
        LeftOut = "left_out", "Somebody else";
    }
}

word_enum! {
    /// Why a part of a file could not be read, or not wholly.
    UnreadWhy {
        /// It begins like a message, with a date that is none.
        Date = "date", "It begins like a message, but its date could not be read. It stands with the message before it.";
        /// It is longer than what is kept of one text.
        TooLong = "too_long", "The text is longer than 1 million characters; the rest is in the file only.";
        /// Some of its bytes are no letters.
        Letters = "letters", "Some bytes are not letters. They are shown as �; the file has them as they were.";
        /// Its form is broken.
        Broken = "broken", "This message is damaged and was passed over.";
        /// It stands before the first message.
        Before = "before", "This stands before the first message.";
        /// It is nested deeper, or has more parts, than what is read.
        TooDeep = "too_deep", "This message has more parts than are read. What was read of it is shown.";
        /// The file ends in the middle.
        CutOff = "cut_off", "The file ends in the middle of this message.";
    }
}

word_enum! {
    /// Why a file holds no messages that can be read.
    NoMessages {
        /// It has no bytes.
        Empty = "empty", "The file is empty.";
        /// It is a zip.
        Archive = "archive", "This is an archive. Add it with its files taken out, then read the chat among them.";
        /// It is a picture, sound, film, or PDF.
        NotText = "not_text", "This is a picture, a recording or a document, not an export of messages.";
        /// Text of no known form.
        Unknown = "unknown", "This is text, but in none of the forms of an export that Casekeep reads.";
        /// The form is known, and there is no message in it.
        NoneInIt = "none_in_it", "The form is that of an export, but no message in it could be read.";
        /// It goes on for longer than what is read.
        TooLarge = "too_large", "The file is larger than what is read at once.";
    }
}

/// Which columns of a table are what, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Columns {
    /// The time.
    pub time: u32,
    /// The sender.
    pub sender: u32,
    /// The text.
    pub text: u32,
}

/// How an export is to be read, as far as a person must say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Reading {
    /// The order of its dates; without it, the one that the file itself supports.
    pub order: Option<DateOrder>,
    /// The columns of a table.
    pub columns: Option<Columns>,
}

/// One message as an export has it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Message {
    /// Its number in the file, from 1; lines of the program itself count too.
    pub n: u32,
    /// Where it begins in the file.
    pub at: u64,
    /// How many bytes it takes there.
    pub length: u64,
    /// Who sent it, as shown; nobody where the program itself says something.
    pub sender: Option<String>,
    /// Whether the export itself says that its owner sent it.
    pub own: Option<bool>,
    /// The time as shown.
    pub shown: String,
    /// The time in a form that [`Moment::parse`] reads, with an offset where the export has one.
    pub time: Option<String>,
    /// The subject of a mail.
    pub subject: Option<String>,
    /// The words, mended where their letters were broken.
    pub text: String,
    /// The words as the export has them, where they were mended.
    pub written: Option<String>,
    /// What the program says of the message in its own words, such as that it was deleted.
    pub says: Option<String>,
    /// The files it names.
    pub media: Vec<String>,
    /// How many files it had that are not in the export.
    pub omitted: u32,
}

/// From which message on dates stand in an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct DateRun {
    /// The first message, by its number in the file.
    pub from: u32,
    /// The order; never [`DateOrder::AsFound`].
    pub order: DateOrder,
}

/// What the dates of an export show about their order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields, default)]
pub struct Dates {
    /// How many can only be read with the day first.
    pub day_first: u32,
    /// One of these.
    pub day_example: Option<String>,
    /// How many can only be read with the month first.
    pub month_first: u32,
    /// One of these.
    pub month_example: Option<String>,
    /// How many have the year first.
    pub year_first: u32,
    /// How many can be read in both ways.
    pub either: u32,
    /// The orders that fit, in the order of the file: more than one when it changes midway.
    pub runs: Vec<DateRun>,
}

/// What is said while an export is read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Told {
    /// What it is.
    Begins {
        /// What made it.
        kind: ExportKind,
        /// What its dates show, where their order is a question.
        dates: Option<Dates>,
        /// The first row of a table.
        columns: Vec<String>,
    },
    /// A message.
    Message(Box<Message>),
    /// A part that could not be read, or not wholly.
    Unread {
        /// Where it begins.
        at: u64,
        /// How many bytes it takes.
        length: u64,
        /// Why.
        why: UnreadWhy,
    },
    /// It holds no messages that can be read.
    None {
        /// Why.
        why: NoMessages,
    },
}

/// The place in an item that a contact was read from: a part of its record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Export {
    /// What made the export.
    pub kind: ExportKind,
    /// The item's number.
    pub item: u32,
    /// The message's number in it, from 1.
    pub n: u32,
    /// Where it begins in the item, in bytes.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub at: u64,
    /// How many bytes it takes.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub length: u64,
    /// The time as the export shows it.
    pub shown: String,
    /// True where the export does not say the zone, and it was assumed.
    pub assumed: bool,
}

impl fields::Say for Export {
    fn say(&self) -> String {
        let zone = if self.assumed { ", its zone assumed" } else { "" };
        let (item, n, shown) = (self.item, self.n, &self.shown);
        format!(
            "item {item}, message {n} (bytes {} to {}); time as shown: {shown}{zone}",
            self.at,
            self.at + self.length
        )
    }
}

/// Who one sender is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SenderChoice {
    /// The sender, as the export shows them.
    pub sender: String,
    /// Who they are.
    pub role: SenderRole,
}

/// What a person says about an export before contacts are made of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct MessageChoices {
    /// The order of its dates.
    pub order: Option<DateOrder>,
    /// The zone of times that say none; Europe/London where nothing is said.
    pub zone: Option<String>,
    /// The platform, where the file does not say it.
    pub platform: Option<String>,
    /// Who the senders are; one who is not named is left out.
    pub senders: Vec<SenderChoice>,
    /// The columns of a table.
    pub columns: Option<Columns>,
}

view! {
    /// One sender of an export.
    pub struct SenderTally {
        /// As the export shows them.
        pub sender: String,
        /// How many messages.
        pub messages: u32,
        /// True when the export itself says that this is its owner.
        pub own: bool,
        /// Who they are, where that was said.
        pub role: Option<SenderRole>,
    }

    /// One message, shortened.
    pub struct MessageGlimpse {
        /// Its number in the file.
        pub n: u32,
        /// Who sent it.
        pub sender: Option<String>,
        /// The time as shown.
        pub shown: String,
        /// The time as it is read; nothing where it could not be.
        pub read: Option<Moment>,
        /// The beginning of the words.
        pub text: String,
    }

    /// A part of a file that could not be read, or not wholly.
    pub struct UnreadPart {
        /// Where it begins, in bytes.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub at: u64,
        /// How many bytes.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub length: u64,
        /// Why.
        pub why: UnreadWhy,
    }

    /// What an item holds as an export, before anything is written.
    pub struct MessagesPreview {
        /// The item.
        pub item: u32,
        /// What made it; nothing where it is no export.
        pub kind: Option<ExportKind>,
        /// Why it holds no messages that can be read.
        pub none: Option<NoMessages>,
        /// The platform.
        pub platform: Option<String>,
        /// How many messages people sent.
        pub messages: u32,
        /// How many lines the program itself wrote; they stay in the file.
        pub by_program: u32,
        /// The first of these.
        pub by_program_some: Vec<MessageGlimpse>,
        /// How many would become contacts now.
        pub new: u32,
        /// How many are contacts of the case already.
        pub there: u32,
        /// How many are of somebody else.
        pub left_out: u32,
        /// The senders, those with most messages first.
        pub senders: Vec<SenderTally>,
        /// The first message.
        pub first: Option<MessageGlimpse>,
        /// The last one.
        pub last: Option<MessageGlimpse>,
        /// What its dates show, where their order is a question.
        pub dates: Option<Dates>,
        /// True while the order of its dates is to be said.
        pub asks_order: bool,
        /// How many times say no zone.
        pub zone_assumed: u32,
        /// How many messages have a time that could not be read.
        pub without_time: u32,
        /// How many messages have an earlier time than the one before.
        pub backwards: u32,
        /// The first of these, by their numbers in the file.
        pub backwards_some: Vec<u32>,
        /// How many texts had broken letters that were mended.
        pub mended: u32,
        /// How many files the messages name.
        pub media: u32,
        /// How many of them are items of the case.
        pub media_there: u32,
        /// How many more of them lie beside the export, and would be kept.
        pub media_beside: u32,
        /// Those that are neither, each once, and why.
        pub missing: Vec<NotImported>,
        /// How many more of these there are than are named.
        pub more_missing: u32,
        /// How many files they had that are not in the export.
        pub media_omitted: u32,
        /// How many parts could not be read, or not wholly.
        pub unread: u32,
        /// The first of them.
        pub unread_some: Vec<UnreadPart>,
        /// The first row of a table.
        pub columns: Vec<String>,
        /// How many bytes the file has.
        #[cfg_attr(feature = "ts", ts(type = "number"))]
        pub bytes: u64,
    }

    /// What became of an export.
    pub struct MessagesOutcome {
        /// How many contacts were made.
        pub contacts: u32,
        /// The number of the first.
        pub first: Option<u32>,
        /// The number of the last.
        pub last: Option<u32>,
        /// How many were contacts of the case already.
        pub there: u32,
        /// How many are of somebody else.
        pub left_out: u32,
        /// How many lines the program itself wrote.
        pub by_program: u32,
        /// How many files of messages are items of the case and were joined to their contacts.
        pub media_there: u32,
        /// How many files that lay beside the export were kept as items.
        pub kept: u32,
        /// How many of them the case had already, byte for byte.
        pub duplicates: u32,
        /// How many contacts that were there already were joined to such a file.
        pub joined: u32,
        /// The files that messages name and that were not kept, each once, and why.
        pub missing: Vec<NotImported>,
        /// How many more of these there are than are named.
        pub more_missing: u32,
        /// How many parts could not be read, or not wholly.
        pub unread: u32,
        /// True when a person stopped it; what was made stays, and going on adds the rest.
        pub stopped: bool,
    }
}
