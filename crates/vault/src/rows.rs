//! Timeline rows and full views, made from entries.

use casekeep_format::{ContactEntry, ItemEntry, ListedEntry};
use casekeep_model::view::{ContactView, EntryKind, ItemView, RegisterView, SavedCopy, TimelineRow};
use casekeep_model::{Amendment, Moment, RegisterEntry, Timestamp, inspect::Inspect};

struct When {
    occurred: Option<String>,
    instant: Timestamp,
    late: bool,
    delay: Option<String>,
}

/// Says when an entry happened; one about which nothing is known sorts by when it was recorded.
fn when(moment: Option<&Moment>, recorded: Timestamp) -> When {
    When {
        occurred: moment.map(|m| m.local.clone()).filter(|local| !local.is_empty()),
        instant: moment.and_then(|m| m.from).unwrap_or(recorded),
        late: moment.is_some_and(|m| m.is_late(recorded)),
        delay: moment.and_then(|m| m.delay(recorded)),
    }
}

/// Returns a contact's row.
pub(crate) fn contact_row(case: u32, entry: &ContactEntry) -> TimelineRow {
    let (contact, amendments) = entry.resolve();
    let when = when(Some(&contact.occurred), entry.recorded);
    TimelineRow {
        kind: EntryKind::Contact,
        n: entry.number,
        label: entry.label(),
        case,
        occurred: when.occurred,
        precision: contact.occurred.precision,
        about: contact.occurred.about,
        zone: contact.occurred.zone,
        offset: contact.occurred.offset,
        instant: when.instant,
        recorded: entry.recorded,
        late: when.late,
        delay: when.delay,
        channel: Some(contact.channel),
        platform: contact.platform,
        direction: Some(contact.direction),
        turn: contact.turn,
        text: contact.what,
        words: contact.words,
        items: contact.items,
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

/// Returns an item's row, without its contacts.
pub(crate) fn item_row(case: u32, entry: &ItemEntry, inspect: &dyn Inspect) -> TimelineRow {
    let (item, amendments) = entry.resolve();
    let moment = item.facts.occurred.clone();
    let when = when(moment.as_ref(), entry.recorded);
    let moment = moment.unwrap_or_else(Moment::unknown);
    TimelineRow {
        kind: EntryKind::Item,
        n: entry.number,
        label: entry.label(),
        case,
        occurred: when.occurred,
        precision: moment.precision,
        about: moment.about,
        zone: moment.zone,
        offset: moment.offset,
        instant: when.instant,
        recorded: entry.recorded,
        late: when.late,
        delay: when.delay,
        channel: None,
        platform: item.facts.source.platform,
        direction: None,
        turn: None,
        text: item.facts.description.unwrap_or_default(),
        words: None,
        items: Vec::new(),
        contacts: Vec::new(),
        previewable: inspect.can_preview(&item.media_type),
        name: Some(item.name),
        media_type: Some(item.media_type),
        sha256: Some(item.file.sha256.to_string()),
        bytes: Some(item.file.size),
        via: Some(item.via),
        amendments,
    }
}

/// Returns the row of an entry of a register, as amended.
pub(crate) fn listed_row(
    case: u32,
    entry: &ListedEntry,
    now: RegisterEntry,
    amendments: Vec<Amendment>,
) -> TimelineRow {
    let when = when(now.when(), entry.recorded);
    let moment = now.when().cloned().unwrap_or_else(Moment::unknown);
    TimelineRow {
        kind: now.register().into(),
        n: entry.number,
        label: entry.label(),
        case,
        occurred: when.occurred,
        precision: moment.precision,
        about: moment.about,
        zone: moment.zone,
        offset: moment.offset,
        instant: when.instant,
        recorded: entry.recorded,
        late: when.late,
        delay: when.delay,
        channel: None,
        platform: None,
        direction: None,
        turn: None,
        text: now.main_text(),
        words: None,
        items: now.items(),
        contacts: now.contacts().to_vec(),
        name: None,
        media_type: None,
        sha256: None,
        bytes: None,
        via: None,
        previewable: false,
        amendments,
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
    let when = when(now.when(), entry.recorded);
    RegisterView {
        n: entry.number,
        label: entry.label(),
        recorded: entry.recorded,
        late: when.late,
        delay: when.delay,
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
    let when = when(Some(&contact.occurred), entry.recorded);
    ContactView {
        n: entry.number,
        label: entry.label(),
        recorded: entry.recorded,
        late: when.late,
        delay: when.delay,
        contact,
        amendments,
    }
}

/// Returns an item with everything known about it.
pub(crate) fn item_view(
    entry: &ItemEntry,
    contacts: Vec<u32>,
    copies: Vec<u32>,
    saved_copies: Vec<SavedCopy>,
    inspect: &dyn Inspect,
) -> ItemView {
    let (item, amendments) = entry.resolve();
    let when = when(item.facts.occurred.as_ref(), entry.recorded);
    ItemView {
        n: entry.number,
        label: entry.label(),
        previewable: inspect.can_preview(&item.media_type),
        name: item.name,
        media_type: item.media_type,
        bytes: item.file.size,
        sha256: item.file.sha256.to_string(),
        kind: item.facts.kind,
        occurred: item.facts.occurred,
        from: item.facts.from,
        source: item.facts.source,
        description: item.facts.description,
        acquired: item.acquired,
        via: item.via,
        recorded: entry.recorded,
        late: when.late,
        delay: when.delay,
        derived: item.derived,
        copies,
        contacts,
        saved_copies,
        amendments,
    }
}
