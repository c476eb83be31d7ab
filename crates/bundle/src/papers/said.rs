//! Words of the papers: pieces of text, and the writer's own “you” in words for somebody else.

use super::{MOST_OF_ONE, Said};
use crate::chronology::words;
use casekeep_model::bundle_paper::{Block, Fact, Line, Look, PaperColumn, PaperRow};
use casekeep_model::{Direction, Moment, Timestamp};

/// Labels that speak to the writer, in words for a reader.
const LABELS: &[(&str, &str)] = &[
    ("Your response", "What was done"),
    ("Effect on you", "Effect"),
    ("How you know", "How the writer knows"),
    ("Who told you", "Who told the writer"),
    ("What they knew about you", "What they knew about the writer"),
    ("What you changed", "What the writer changed"),
    ("What you did", "What the writer did"),
    ("Relationship to you", "Relationship to the writer"),
    ("Your role", "Role of the writer"),
    ("Your own replies", "The writer’s own replies"),
];

/// Fields whose words are from a list, and may speak to the writer or as the writer.
const CHOSEN: &[&str] =
    &["basis", "time_source", "place_kind", "behaviours", "role", "from", "how", "custody", "opened", "direction"];

/// Words from those lists, in words for a reader.
const VALUES: &[(&str, &str)] = &[
    ("I saw it", "The writer saw it"),
    ("I heard it", "The writer heard it"),
    ("It came to me", "It came to the writer"),
    ("Someone told me", "Someone told the writer"),
    ("At your work", "At the writer’s work"),
    ("At your home", "At the writer’s home"),
    ("With your family", "With the writer’s family"),
    ("Publishing about you or as you", "Publishing about the writer or as the writer"),
    ("Monitoring what you do online", "Monitoring what the writer does online"),
    ("Going to your family", "Going to the writer’s family"),
    ("Going to your colleagues", "Going to the writer’s colleagues"),
    ("Turning up at your home", "Turning up at the writer’s home"),
    ("To your home", "To the writer’s home"),
    ("From you", "From the writer"),
    ("About you", "About the writer"),
    ("With you", "With the writer"),
    ("Opened by you", "Opened by the writer"),
    ("You", "The writer"),
];

/// Returns a label in words for a reader.
pub(super) fn label(label: &str) -> &str {
    LABELS.iter().find(|(to_writer, _)| *to_writer == label).map_or(label, |(_, to_reader)| to_reader)
}

/// Returns what a field says in words for a reader; what somebody wrote stays as it is.
pub(super) fn value(field: &str, text: String) -> String {
    if !CHOSEN.contains(&field) {
        return text;
    }
    let to_reader = |part: &str| {
        let found = VALUES.iter().find(|(to_writer, _)| *to_writer == part);
        found.map_or(part, |(_, to_reader)| to_reader).to_owned()
    };
    text.split(", ").map(to_reader).collect::<Vec<_>>().join(", ")
}

/// Returns who a contact came from.
pub(super) fn direction(direction: Direction) -> &'static str {
    match direction {
        Direction::FromThem => "From them",
        Direction::FromYou => "From the writer",
        Direction::AboutYou => "About the writer",
    }
}

/// Returns when something happened, in one line.
pub(super) fn when(moment: Option<&Moment>) -> String {
    moment.map_or_else(
        || "Date not known".to_owned(),
        |moment| {
            [words::date(moment), words::time(moment)]
                .into_iter()
                .filter(|t| !t.is_empty())
                .collect::<Vec<_>>()
                .join(", ")
        },
    )
}

/// Returns when something happened, for a cell of a table.
pub(super) fn when_cell(moment: Option<&Moment>) -> Vec<Line> {
    let Some(moment) = moment else { return vec![Line::new(Look::Plain, "Date not known")] };
    let mut lines = vec![Line::new(Look::Plain, words::date(moment))];
    lines.extend(Some(words::time(moment)).filter(|time| !time.is_empty()).map(|time| Line::new(Look::Plain, time)));
    lines.extend(words::time_note(moment).map(|note| Line::new(Look::Small, format!("The time is {note}"))));
    lines
}

/// Returns when an entry was written, with the delay.
pub(super) fn recorded(moment: Option<&Moment>, recorded: Timestamp) -> String {
    let mut said = format!("Recorded {}", words::recorded(recorded));
    if let Some(delay) = moment.and_then(|moment| words::delay(moment, recorded)) {
        said.push_str(&format!(", {delay}"));
    }
    if let Some(note) = moment.and_then(words::time_note) {
        said.push_str(&format!(". The time is {note}"));
    }
    said + "."
}

/// Returns the mark of a late entry.
pub(super) fn late(moment: Option<&Moment>, recorded: Timestamp) -> Option<Line> {
    let moment = moment.filter(|moment| moment.is_late(recorded))?;
    let delay = words::delay(moment, recorded)?;
    Some(Line::new(Look::Small, format!("Late entry: {delay}")))
}

/// Returns a text that is not longer than a paper bears; a mark says that there is more.
pub(super) fn whole(text: &str) -> String {
    shortened(text, MOST_OF_ONE, " … [shortened on paper: data/chronology.html has it whole]")
}

/// Returns the first characters of a text, with a mark where there is more.
pub(super) fn shortened(text: &str, most: usize, mark: &str) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => format!("{}{mark}", text.get(..end).unwrap_or_default().trim_end()),
        None => text.to_owned(),
    }
}

/// Returns a paragraph.
pub(super) fn text(look: Look, text: impl Into<String>) -> Block {
    Block::Line(Line::new(look, text))
}

/// Returns a heading.
pub(super) fn heading(text: impl Into<String>) -> Block {
    Block::Heading { text: text.into() }
}

/// Returns a fact.
pub(super) fn fact(label: impl Into<String>, text: impl Into<String>) -> Fact {
    Fact { label: label.into(), text: text.into() }
}

/// Returns the columns of a table.
pub(super) fn columns(columns: &[(&'static str, u32)]) -> Vec<PaperColumn> {
    columns.iter().map(|(name, width)| PaperColumn { name, width: *width }).collect()
}

/// Returns a cell of one line.
pub(super) fn cell(text: impl Into<String>) -> Vec<Line> {
    vec![Line::new(Look::Plain, text)]
}

/// Returns a row.
pub(super) fn row(cells: Vec<Vec<Line>>) -> PaperRow {
    PaperRow { strong: false, cells }
}

impl Said<'_> {
    /// Returns the items that something names, with what is not there marked.
    pub(super) fn items(&self, numbers: &[u32]) -> String {
        let one = |n: &u32| match self.chronology.has_item(*n) {
            true => self.item_name(*n),
            false => self.chronology.listed_item(*n),
        };
        numbers.iter().map(one).collect::<Vec<_>>().join(", ")
    }

    fn item_name(&self, number: u32) -> String {
        let labels: Vec<&str> = self
            .chronology
            .plan
            .items
            .iter()
            .filter(|taken| taken.item.number == number)
            .map(|t| t.label.as_str())
            .collect();
        labels.join(" and ")
    }

    /// Returns the reference that is proposed for an item; with a place for the initials where none were given.
    pub(super) fn reference(&self, label: &str) -> String {
        self.initials.map_or_else(|| format!("____/{label}"), |initials| initials.reference(label))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use casekeep_model::observed::{Basis, Behaviour, PlaceKind, TimeSource};
    use casekeep_model::people::Role;
    use casekeep_model::received::{Arrival, Custody, Opened};
    use casekeep_model::{Contact, Details, Fields, Register};

    /// A reader is not the writer, so no word that is not the writer's own may say “you” or “I”.
    #[test]
    fn no_word_of_ours_speaks_to_the_writer() {
        let speaks = |text: &str| {
            let mut words = text.split(|c: char| !c.is_alphanumeric());
            words.any(|word| ["you", "your", "i", "me", "my"].contains(&word.to_lowercase().as_str()))
        };
        // Reviews stay, whatever is chosen.
        let registers = Register::ALL.iter().filter(|register| **register != Register::Review);
        let registers = registers.flat_map(|register| register.fields());
        for (_, name) in Contact::FIELDS.iter().chain(Details::FIELDS).chain(registers) {
            assert!(!speaks(label(name)), "{name}");
        }
        let lists = [
            Basis::ALL.iter().map(|one| one.label()).collect::<Vec<_>>(),
            TimeSource::ALL.iter().map(|one| one.label()).collect(),
            PlaceKind::ALL.iter().map(|one| one.label()).collect(),
            Behaviour::ALL.iter().map(|one| one.label()).collect(),
            Role::ALL.iter().map(|one| one.label()).collect(),
            Arrival::ALL.iter().map(|one| one.label()).collect(),
            Custody::ALL.iter().map(|one| one.label()).collect(),
            Opened::ALL.iter().map(|one| one.label()).collect(),
            Direction::ALL.iter().map(|one| one.label()).collect(),
        ];
        for one in lists.concat() {
            let said = value("basis", one.to_owned());
            assert!(!speaks(&said), "{one}: {said}");
        }
        assert_eq!(value("what", "You".to_owned()), "You", "what somebody wrote stays");
    }

    #[test]
    fn a_long_text_says_that_it_goes_on() {
        assert_eq!(shortened("abc def", 4, "…"), "abc…");
        assert_eq!(shortened("äöü", 3, "…"), "äöü");
    }
}
