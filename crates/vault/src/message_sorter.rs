//! What each message of an export becomes: somebody else's, a contact that is there already, or a new one.

use crate::beside::{Named, Whereabouts};
use crate::error::Result;
use casekeep_model::messages::{Export, ExportKind, Message, SenderRole};
use casekeep_model::observed::Exactness;
use casekeep_model::{Channel, Contact, Direction, MessageChoices, Moment, MomentError, moment};
use std::collections::HashMap;

/// How many files of a message are named in what is said of it.
const NAMED: usize = 20;

/// What a message becomes.
pub(crate) enum Placed {
    /// Nobody said who its sender is.
    Undecided,
    /// Its sender is somebody else.
    LeftOut,
    /// It is this contact of the case already.
    There(u32),
    /// A new contact.
    New(Box<Contact>),
}

/// Which messages are contacts already, and how many are alike.
///
/// Two exports of one chat have the same message when platform, direction, time to the minute and words are equal, and it
/// is as many-eth of those that are alike. Neither the sender's name counts, since names follow the address book, nor the
/// number or place in the file, since a newer export begins elsewhere, nor seconds, since only some layouts have them. It
/// is worked out from what a contact's first record says, not kept beside it: a digest in another part would let whoever
/// gets a contact without its words try out what they were.
#[derive(Debug, Default)]
pub(crate) struct Known(HashMap<[u8; 32], Vec<u32>>);

impl Known {
    /// Takes in a contact of the case.
    pub fn see(&mut self, number: u32, contact: &Contact) {
        if let Some(export) = &contact.export {
            self.0.entry(key(contact, export)).or_default().push(number);
        }
    }

    /// Lets each message that is as many-eth of those alike be the contact that was seen as many-eth.
    pub fn in_order(mut self) -> Self {
        self.0.values_mut().for_each(|numbers| numbers.sort_unstable_by(|a, b| b.cmp(a)));
        self
    }

    /// Returns the contact that a message is already; each contact counts once.
    fn takes(&mut self, contact: &Contact, export: &Export) -> Option<u32> {
        self.0.get_mut(&key(contact, export))?.pop()
    }
}

fn key(contact: &Contact, export: &Export) -> [u8; 32] {
    let occurred = &contact.occurred;
    let local = || occurred.local.chars().take("2026-03-04T19:15".len()).collect::<String>();
    let minute = match occurred.from {
        Some(from) if !export.assumed => (from.millis() / 60_000).to_string(),
        Some(_) => local(),
        None => export.shown.clone(),
    };
    let texts = [
        contact.platform.as_deref().unwrap_or_default(),
        contact.direction.word(),
        &minute,
        contact.words.as_deref().unwrap_or_default(),
        // The subject of a mail; what is said of other messages differs with the layout of the export.
        if contact.channel == Channel::Email { &contact.what } else { "" },
    ];
    let mut hasher = blake3::Hasher::new();
    for text in texts {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    *hasher.finalize().as_bytes()
}

/// Sorts messages as a person said.
pub(crate) struct Sorter {
    item: u32,
    kind: ExportKind,
    platform: Option<String>,
    zone: String,
    roles: HashMap<String, SenderRole>,
    known: Known,
    named: Named,
}

/// What became of the files that one message names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct FilesOf {
    /// The items that they are.
    pub items: Vec<u32>,
    /// How many of the files these are.
    pub there: u32,
    /// How many lie beside the export.
    pub beside: u32,
    /// Those that are neither, and why.
    pub missing: Vec<(String, String)>,
}

impl Sorter {
    /// Makes one.
    ///
    /// # Errors
    /// For a zone that is none.
    pub fn new(item: u32, choices: &MessageChoices, known: Known, named: Named) -> Result<Self> {
        let zone = choices.zone.clone().unwrap_or_else(|| moment::DEFAULT_ZONE.to_owned());
        Moment::parse("2026", &zone)?;
        let roles = choices.senders.iter().map(|choice| (choice.sender.clone(), choice.role)).collect();
        let platform = choices.platform.clone().filter(|platform| !platform.trim().is_empty());
        Ok(Self { item, kind: ExportKind::Table, platform, zone, roles, known: known.in_order(), named })
    }

    /// Learns what the export is.
    pub fn begin(&mut self, kind: ExportKind) {
        self.kind = kind;
        self.platform = self.platform.take().or_else(|| kind.platform().map(str::to_owned));
    }

    /// Returns the platform that contacts get.
    pub fn platform(&self) -> Option<String> {
        self.platform.clone()
    }

    /// Returns whether the export begins with the newest message.
    pub fn newest_first(&self) -> bool {
        matches!(self.kind, ExportKind::Facebook | ExportKind::Instagram)
    }

    /// Returns who sent a message, as far as it is said.
    pub fn role(&self, message: &Message) -> Option<SenderRole> {
        let said = message.sender.as_ref().and_then(|sender| self.roles.get(sender).copied());
        said.or_else(|| (message.own == Some(true)).then_some(SenderRole::You))
    }

    /// Returns when a message was sent, and whether its zone is assumed.
    pub fn moment(&self, message: &Message) -> (Option<Moment>, bool) {
        let Some(time) = &message.time else { return (None, false) };
        match Moment::parse(time, &self.zone) {
            Ok(read) => (Some(read), !has_offset(time)),
            // A time that the clocks skipped: at least the day is known.
            Err(MomentError::Missing { .. }) => {
                (time.get(..10).and_then(|day| Moment::parse(day, &self.zone).ok()), true)
            }
            Err(_) => (None, false),
        }
    }

    /// Returns whether contacts are made of what this sender wrote, as far as that is said.
    pub fn is_wanted(&self, message: &Message) -> bool {
        match self.role(message) {
            Some(role) => role != SenderRole::LeftOut,
            None => self.roles.is_empty(),
        }
    }

    /// Returns what becomes of the files that a message names.
    pub fn files_of(&self, message: &Message) -> FilesOf {
        let mut files = FilesOf::default();
        for name in &message.media {
            match self.named.find(name) {
                Whereabouts::Items(items) => {
                    files.there += 1;
                    files.items.extend(items.into_iter().filter(|n| *n != self.item));
                }
                Whereabouts::Beside => files.beside += 1,
                Whereabouts::Missing(why) => files.missing.push((name.clone(), why)),
            }
        }
        files.items.sort_unstable();
        files.items.dedup();
        files
    }

    /// Returns the items that were kept now for the files that a message names.
    pub fn kept_for(&self, message: &Message) -> Vec<u32> {
        message.media.iter().filter_map(|name| self.named.kept(name)).filter(|n| *n != self.item).collect()
    }

    /// Sorts one message.
    pub fn place(&mut self, message: &Message, read: Option<Moment>, assumed: bool) -> Placed {
        let direction = match self.role(message) {
            None if self.roles.is_empty() => return Placed::Undecided,
            None | Some(SenderRole::LeftOut) => return Placed::LeftOut,
            Some(SenderRole::You) => Direction::FromYou,
            Some(SenderRole::Them) => Direction::FromThem,
        };
        let export = Export {
            kind: self.kind,
            item: self.item,
            n: message.n,
            at: message.at,
            length: message.length,
            shown: message.shown.clone(),
            assumed,
        };
        let occurred = read.unwrap_or_else(Moment::unknown);
        let mut contact = Contact::new(occurred, self.kind.channel(), direction, &self.what(message));
        contact.platform.clone_from(&self.platform);
        contact.words = Some(message.text.clone()).filter(|text| !text.trim().is_empty());
        contact.exactness = contact.words.as_ref().map(|_| Exactness::Exact);
        contact.speaker.clone_from(&message.sender);
        contact.time_source = Some(self.kind.time_source());
        contact.written.clone_from(&message.written);
        contact.items = self.files_of(message).items;
        if let Some(there) = self.known.takes(&contact, &export) {
            return Placed::There(there);
        }
        contact.export = Some(export);
        Placed::New(Box::new(contact))
    }

    /// Says in words what a message is.
    fn what(&self, message: &Message) -> String {
        let mut what = match (self.kind.channel(), &message.subject, &self.platform) {
            (Channel::Email, Some(subject), _) if !subject.trim().is_empty() => format!("Email: {subject}"),
            (Channel::Email, ..) => "Email without a subject".to_owned(),
            (_, _, Some(platform)) => format!("{platform} message"),
            _ => "Message".to_owned(),
        };
        if let Some(says) = &message.says {
            what += &format!(". The export says: “{says}”");
        }
        let named = message.media.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
        what += &match message.media.len() {
            0 => String::new(),
            1 => format!(". With a file: {named}"),
            many if many > NAMED => format!(". With {many} files: {named}, …"),
            many => format!(". With {many} files: {named}"),
        };
        what += match message.omitted {
            0 => "",
            1 => ". A file that it had is not in the export",
            _ => ". Files that it had are not in the export",
        };
        what
    }
}

fn has_offset(time: &str) -> bool {
    time.get(11..).is_some_and(|clock| clock.ends_with(['Z', 'z']) || clock.contains(['+', '-']))
}
