//! What is in an export, counted: what a person is shown before anything is written, and told afterwards.

use crate::beside::called;
use crate::error::{Result, VaultError};
use crate::imports::found::Refusals;
use crate::message_sorter::{Placed, Sorter};
use casekeep_model::messages::{
    DateOrder, Dates, ExportKind, Message, MessageGlimpse, MessagesPreview, NoMessages, SenderTally, Told, UnreadPart,
};
use casekeep_model::{Contact, MessageChoices, Moment, Timestamp};
use std::collections::{HashMap, HashSet};

/// How many parts that could not be read are named.
const NAMED: usize = 100;
/// How many senders are named.
const SENDERS: usize = 500;
/// How many lines of the program itself are shown.
const GLIMPSES: usize = 50;
/// How many characters of a message are shown.
const GLIMPSE: usize = 300;

/// What was told of an export, counted.
#[derive(Default)]
pub(crate) struct Counts {
    pub kind: Option<ExportKind>,
    none: Option<NoMessages>,
    dates: Option<Dates>,
    columns: Vec<String>,
    messages: u32,
    pub by_program: u32,
    by_program_some: Vec<MessageGlimpse>,
    new: u32,
    pub there: u32,
    pub left_out: u32,
    senders: HashMap<String, SenderTally>,
    first: Option<MessageGlimpse>,
    last: Option<MessageGlimpse>,
    zone_assumed: u32,
    without_time: u32,
    backwards: u32,
    backwards_some: Vec<u32>,
    before: Option<Timestamp>,
    mended: u32,
    media: u32,
    pub media_there: u32,
    media_beside: u32,
    pub missing: Refusals,
    missing_called: HashSet<String>,
    media_omitted: u32,
    pub unread: u32,
    pub unread_some: Vec<UnreadPart>,
}

/// What became of what was told.
pub(crate) enum Taken {
    /// Nothing that is to be written.
    Counted,
    /// A new contact.
    New(Box<Contact>),
    /// A contact that is there already, and the items that were kept now for its files.
    There(u32, Vec<u32>),
}

impl Counts {
    /// Takes in what was told; returns what it becomes.
    pub fn take(&mut self, told: &Told, sorter: &mut Sorter) -> Taken {
        match told {
            Told::Begins { kind, dates, columns } => {
                (self.kind, self.dates) = (Some(*kind), dates.clone());
                self.columns.clone_from(columns);
                sorter.begin(*kind);
            }
            Told::None { why } => self.none = Some(*why),
            Told::Unread { at, length, why } => {
                self.unread += 1;
                if self.unread_some.len() < NAMED {
                    self.unread_some.push(UnreadPart { at: *at, length: *length, why: *why });
                }
            }
            Told::Message(message) if message.sender.is_none() => {
                self.by_program += 1;
                if self.by_program_some.len() < GLIMPSES {
                    let read = sorter.moment(message).0;
                    self.by_program_some.push(glimpse(message, read.as_ref()));
                }
            }
            Told::Message(message) => return self.message(message, sorter),
        }
        Taken::Counted
    }

    /// Counts the files that a message names.
    fn files(&mut self, message: &Message, sorter: &Sorter) {
        self.media += u32::try_from(message.media.len()).unwrap_or(u32::MAX);
        self.media_omitted += message.omitted;
        let files = sorter.files_of(message);
        self.media_there += files.there;
        self.media_beside += files.beside;
        for (name, why) in files.missing {
            if self.missing_called.insert(called(&name)) {
                self.missing.add(&name, &why);
            }
        }
    }

    fn message(&mut self, message: &Message, sorter: &mut Sorter) -> Taken {
        let (read, assumed) = sorter.moment(message);
        self.messages += 1;
        self.zone_assumed += u32::from(assumed);
        self.without_time += u32::from(read.is_none());
        self.mended += u32::from(message.written.is_some());
        // Of what somebody else sent nothing is kept.
        if sorter.is_wanted(message) {
            self.files(message, sorter);
        }
        let from = read.as_ref().and_then(|moment| moment.from);
        // Only what is surely earlier: of a time that the clocks skipped no more than the day is known.
        let to = read.as_ref().and_then(|moment| moment.to);
        if to.zip(self.before).is_some_and(|(to, before)| to <= before) && !sorter.newest_first() {
            self.backwards += 1;
            if self.backwards_some.len() < NAMED {
                self.backwards_some.push(message.n);
            }
        }
        self.before = from.or(self.before);
        let sender = message.sender.clone().unwrap_or_default();
        let (role, own) = (sorter.role(message), message.own == Some(true));
        if self.senders.len() < SENDERS || self.senders.contains_key(&sender) {
            let tally = SenderTally { sender: sender.clone(), messages: 0, own: false, role };
            let tally = self.senders.entry(sender).or_insert(tally);
            tally.messages += 1;
            tally.own |= own;
        }
        // By time, not by place: some exports begin with the newest.
        let at = |glimpse: &Option<MessageGlimpse>| glimpse.as_ref().and_then(|it| it.read.as_ref()?.from);
        let comes = |than: Option<Timestamp>, earlier: bool| {
            from.is_some_and(|from| than.is_none_or(|than| if earlier { from < than } else { from >= than }))
        };
        if self.first.is_none() || comes(at(&self.first), true) {
            self.first = Some(glimpse(message, read.as_ref()));
        }
        if self.last.is_none() || comes(at(&self.last), false) {
            self.last = Some(glimpse(message, read.as_ref()));
        }
        match sorter.place(message, read, assumed) {
            Placed::Undecided => {}
            Placed::LeftOut => self.left_out += 1,
            Placed::There(contact) => {
                self.there += 1;
                return Taken::There(contact, sorter.kept_for(message));
            }
            Placed::New(contact) => {
                self.new += 1;
                return Taken::New(contact);
            }
        }
        Taken::Counted
    }

    /// Refuses to write while something is to be said first.
    pub fn check_said(&self, choices: &MessageChoices) -> Result<()> {
        if self.asks_order(choices) {
            return Err(VaultError::BadInput("It is not said in which order its dates stand.".to_owned()));
        }
        Ok(())
    }

    /// Refuses a file in which there were no messages to read.
    pub fn check_any(&self) -> Result<()> {
        match self.none {
            Some(why) => Err(VaultError::BadInput(format!("There are no messages to read. {}", why.label()))),
            None => Ok(()),
        }
    }

    fn asks_order(&self, choices: &MessageChoices) -> bool {
        let only_years = |dates: &Dates| dates.runs.iter().all(|run| run.order == DateOrder::YearFirst);
        let clear = |dates: &Dates| dates.year_first > 0 && dates.either == 0 && only_years(dates);
        choices.order.is_none() && self.dates.as_ref().is_some_and(|dates| !clear(dates))
    }

    pub fn preview(self, item: u32, bytes: u64, choices: &MessageChoices, sorter: &Sorter) -> MessagesPreview {
        let asks_order = self.asks_order(choices);
        let mut senders: Vec<SenderTally> = self.senders.into_values().collect();
        senders.sort_by(|a, b| b.messages.cmp(&a.messages).then_with(|| a.sender.cmp(&b.sender)));
        MessagesPreview {
            item,
            kind: self.kind,
            none: self.none,
            platform: sorter.platform(),
            messages: self.messages,
            by_program: self.by_program,
            by_program_some: self.by_program_some,
            new: self.new,
            there: self.there,
            left_out: self.left_out,
            senders,
            first: self.first,
            last: self.last,
            dates: self.dates,
            asks_order,
            zone_assumed: self.zone_assumed,
            without_time: self.without_time,
            backwards: self.backwards,
            backwards_some: self.backwards_some,
            mended: self.mended,
            media: self.media,
            media_there: self.media_there,
            media_beside: self.media_beside,
            missing: self.missing.named,
            more_missing: self.missing.more,
            media_omitted: self.media_omitted,
            unread: self.unread,
            unread_some: self.unread_some,
            columns: self.columns,
            bytes,
        }
    }
}

/// Shortens a message to what is shown of it.
fn glimpse(message: &Message, read: Option<&Moment>) -> MessageGlimpse {
    let text = message.says.as_ref().filter(|_| message.sender.is_none()).unwrap_or(&message.text);
    MessageGlimpse {
        n: message.n,
        sender: message.sender.clone(),
        shown: message.shown.clone(),
        read: read.cloned(),
        text: text.chars().take(GLIMPSE).collect(),
    }
}
