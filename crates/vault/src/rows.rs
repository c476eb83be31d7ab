//! Timeline rows and full views, made from entries.

use casekeep_format::{Amended, ContactEntry, Entry, ItemEntry, ListedEntry};
use casekeep_model::captured::looked_for;
use casekeep_model::view::{ContactView, EntryKind, ItemView, RegisterView, SavedCopy, SetView, TimelineRow};
use casekeep_model::{Amendment, Moment, RegisterEntry, SetPlace, Timestamp, Turn, inspect::Inspect};

/// Returns a row with what entries of every kind have: its number, when it happened, when it was recorded.
///
/// One about which nothing is known sorts by when it was recorded. A turning point sorts by the last moment at which it
/// may have been: what stands below it surely came after it.
fn row<T: Amended>(
    case: u32,
    kind: EntryKind,
    entry: &Entry<T>,
    moment: Option<&Moment>,
    turn: Option<Turn>,
    amendments: Vec<Amendment>,
) -> TimelineRow {
    let unknown = Moment::unknown();
    let at = moment.unwrap_or(&unknown);
    let instant = match turn {
        Some(_) => at.to.map(|to| Timestamp::from_millis(to.millis() - 1)),
        None => at.from,
    };
    TimelineRow {
        kind,
        n: entry.number,
        label: entry.label(),
        case,
        occurred: Some(at.local.clone()).filter(|local| !local.is_empty()),
        precision: at.precision,
        about: at.about,
        zone: at.zone.clone(),
        offset: at.offset,
        instant: instant.unwrap_or(entry.recorded),
        recorded: entry.recorded,
        late: at.is_late(entry.recorded),
        delay: at.delay(entry.recorded),
        channel: None,
        platform: None,
        direction: None,
        turn,
        text: String::new(),
        words: None,
        items: Vec::new(),
        contacts: Vec::new(),
        name: None,
        media_type: None,
        sha256: None,
        bytes: None,
        via: None,
        previewable: false,
        amendments,
    }
}

/// Returns a contact's row.
pub(crate) fn contact_row(case: u32, entry: &ContactEntry) -> TimelineRow {
    let (contact, amendments) = entry.resolve();
    TimelineRow {
        channel: Some(contact.channel),
        platform: contact.platform,
        direction: Some(contact.direction),
        text: contact.what,
        words: contact.words,
        items: contact.items,
        ..row(case, EntryKind::Contact, entry, Some(&contact.occurred), contact.turn, amendments)
    }
}

/// Returns an item's row, without its contacts.
pub(crate) fn item_row(case: u32, entry: &ItemEntry, inspect: &dyn Inspect) -> TimelineRow {
    let (item, amendments) = entry.resolve();
    TimelineRow {
        platform: item.facts.source.platform,
        text: item.facts.description.unwrap_or_default(),
        previewable: inspect.can_preview(&item.media_type),
        name: Some(item.name),
        media_type: Some(item.media_type),
        sha256: Some(item.file.sha256.to_string()),
        bytes: Some(item.file.size),
        via: Some(item.via),
        ..row(case, EntryKind::Item, entry, item.facts.occurred.as_ref(), None, amendments)
    }
}

/// Returns the row of an entry of a register, as amended.
pub(crate) fn listed_row(
    case: u32,
    entry: &ListedEntry,
    now: &RegisterEntry,
    amendments: Vec<Amendment>,
) -> TimelineRow {
    TimelineRow {
        text: now.main_text(),
        items: now.items(),
        contacts: now.contacts().to_vec(),
        ..row(case, now.register().into(), entry, now.when(), now.turn(), amendments)
    }
}

/// Returns the text of an entry of a register that a search looks in: every field in words, as it is and as it was.
pub(crate) fn listed_text(now: &RegisterEntry, amendments: &[Amendment]) -> String {
    let said = now.register().fields().iter().filter_map(|(field, _)| now.say(field));
    let earlier = amendments.iter().flat_map(|amendment| &amendment.changes).map(|change| change.earlier.clone());
    said.chain(earlier).collect::<Vec<_>>().join("\n")
}

/// Returns an entry of a register with everything that was written.
pub(crate) fn register_view(entry: &ListedEntry) -> RegisterView {
    let (now, amendments) = entry.resolve();
    RegisterView {
        n: entry.number,
        label: entry.label(),
        recorded: entry.recorded,
        late: now.when().is_some_and(|when| when.is_late(entry.recorded)),
        delay: now.when().and_then(|when| when.delay(entry.recorded)),
        stays: now.stays(),
        entry: now,
        twelve_months: None,
        amendments,
    }
}

/// Returns the text that a search looks in.
pub(crate) fn searched_text(row: &TimelineRow) -> String {
    let earlier = row.amendments.iter().map(|amendment| amendment.earlier.as_str());
    [Some(row.text.as_str()), row.words.as_deref(), row.name.as_deref(), row.platform.as_deref()]
        .into_iter()
        .flatten()
        .chain(earlier)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Returns a contact with everything that was written.
pub(crate) fn contact_view(entry: &ContactEntry) -> ContactView {
    let (contact, amendments) = entry.resolve();
    ContactView {
        n: entry.number,
        label: entry.label(),
        recorded: entry.recorded,
        late: contact.occurred.is_late(entry.recorded),
        delay: contact.occurred.delay(entry.recorded),
        contact,
        amendments,
    }
}

/// The other items that have to do with one.
#[derive(Default)]
pub(crate) struct Around {
    /// The items made from it.
    copies: Vec<u32>,
    /// The items of its set, with their places.
    set: Vec<(u32, u32)>,
}

impl Around {
    /// Takes in what another item, or the item itself, has to do with it.
    pub fn see(&mut self, of: &ItemEntry, other: &ItemEntry) {
        if other.first.derived.as_ref().is_some_and(|derived| derived.item == of.number) {
            self.copies.push(other.number);
        }
        if let (Some(own), Some(place)) = (&of.first.facts.set, &other.first.facts.set)
            && own.id == place.id
        {
            self.set.push((place.n, other.number));
        }
    }

    fn set_view(&mut self, place: SetPlace) -> SetView {
        self.set.sort_unstable();
        SetView { place, items: self.set.iter().map(|(_, number)| *number).collect() }
    }
}

/// What other entries say of an item.
pub(crate) struct BesideItem {
    pub contacts: Vec<u32>,
    pub around: Around,
    pub transcripts: Vec<RegisterView>,
    pub saved_copies: Vec<SavedCopy>,
}

/// Returns an item with everything known about it.
pub(crate) fn item_view(entry: &ItemEntry, mut beside: BesideItem, inspect: &dyn Inspect) -> ItemView {
    let (item, amendments) = entry.resolve();
    let occurred = item.facts.occurred.as_ref();
    ItemView {
        n: entry.number,
        label: entry.label(),
        late: occurred.is_some_and(|when| when.is_late(entry.recorded)),
        delay: occurred.and_then(|when| when.delay(entry.recorded)),
        previewable: inspect.can_preview(&item.media_type),
        name: item.name,
        media_type: item.media_type,
        bytes: item.file.size,
        sha256: item.file.sha256.to_string(),
        kind: item.facts.kind,
        occurred: item.facts.occurred,
        from: item.facts.from,
        looked_for: looked_for(&item.facts.source, &item.facts.captured),
        source: item.facts.source,
        description: item.facts.description,
        captured: item.facts.captured,
        set: item.facts.set.map(|place| beside.around.set_view(place)),
        found: item.facts.found,
        signs: item.signs,
        acquired: item.acquired,
        via: item.via,
        recorded: entry.recorded,
        derived: item.derived,
        copies: beside.around.copies,
        contacts: beside.contacts,
        transcripts: beside.transcripts,
        saved_copies: beside.saved_copies,
        amendments,
    }
}
