//! The registers of a case: people, gifts, physical things, letters, steps, chaperones, reviews and transcripts.
//!
//! A register numbers its entries from 1 and never uses a number again. The kind of a record is the register's word.

use crate::fields::Fields;
use crate::{Chaperone, Gift, Letter, Moment, Person, Review, Step, Thing, Transcript, Turn};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

word_enum! {
    /// A list that a case keeps beside its contacts and items.
    Register {
        /// People.
        Person = "person", "Person";
        /// Gifts.
        Gift = "gift", "Gift";
        /// Physical things that are kept.
        Thing = "thing", "Physical item";
        /// Letters.
        Letter = "letter", "Letter";
        /// Steps taken.
        Step = "step", "Step";
        /// Chaperones at consultations.
        Chaperone = "chaperone", "Chaperone record";
        /// Reviews.
        Review = "review", "Review";
        /// Transcripts of items.
        Transcript = "transcript", "Transcript";
    }
}

word_enum! {
    /// Why an entry of a register is in no bundle, whatever is chosen.
    Stays {
        /// Reviews are the person's own.
        Review = "review", "Reviews stay";
        /// A letter that was not sent.
        NotSent = "not_sent", "Not sent";
        /// A step that was not done.
        NotDone = "not_done", "Not done yet";
        /// Advice that was asked for.
        Privileged = "privileged", "May be privileged";
    }
}

/// What is written in a register.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "register", rename_all = "snake_case")]
pub enum RegisterEntry {
    /// Somebody.
    Person(Person),
    /// A gift.
    Gift(Gift),
    /// A physical thing.
    Thing(Thing),
    /// A letter.
    Letter(Letter),
    /// A step.
    Step(Step),
    /// A chaperone record.
    Chaperone(Chaperone),
    /// A review.
    Review(Review),
    /// A transcript of an item.
    Transcript(Transcript),
}

macro_rules! each {
    ($entry:expr, $it:ident => $do:expr) => {
        match $entry {
            RegisterEntry::Person($it) => $do,
            RegisterEntry::Gift($it) => $do,
            RegisterEntry::Thing($it) => $do,
            RegisterEntry::Letter($it) => $do,
            RegisterEntry::Step($it) => $do,
            RegisterEntry::Chaperone($it) => $do,
            RegisterEntry::Review($it) => $do,
            RegisterEntry::Transcript($it) => $do,
        }
    };
}

impl Register {
    /// Returns the name of every field of its entries and the words that a person reads, in the order of showing.
    #[must_use]
    pub fn fields(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::Person => Person::FIELDS,
            Self::Gift => Gift::FIELDS,
            Self::Thing => Thing::FIELDS,
            Self::Letter => Letter::FIELDS,
            Self::Step => Step::FIELDS,
            Self::Chaperone => Chaperone::FIELDS,
            Self::Review => Review::FIELDS,
            Self::Transcript => Transcript::FIELDS,
        }
    }

    /// Returns the fields without which an entry says nothing.
    #[must_use]
    pub fn needed(self) -> &'static [&'static str] {
        match self {
            Self::Person => Person::NEEDED,
            Self::Gift => Gift::NEEDED,
            Self::Thing => Thing::NEEDED,
            Self::Letter => Letter::NEEDED,
            Self::Step => Step::NEEDED,
            Self::Chaperone => Chaperone::NEEDED,
            Self::Review => Review::NEEDED,
            Self::Transcript => Transcript::NEEDED,
        }
    }
}

impl RegisterEntry {
    /// Returns the register that it belongs to.
    #[must_use]
    pub fn register(&self) -> Register {
        match self {
            Self::Person(_) => Register::Person,
            Self::Gift(_) => Register::Gift,
            Self::Thing(_) => Register::Thing,
            Self::Letter(_) => Register::Letter,
            Self::Step(_) => Register::Step,
            Self::Chaperone(_) => Register::Chaperone,
            Self::Review(_) => Register::Review,
            Self::Transcript(_) => Register::Transcript,
        }
    }

    /// Returns the fields that say something, by name.
    #[must_use]
    pub fn fields(&self) -> Map<String, Value> {
        each!(self, it => it.fields())
    }

    /// Returns what these fields make in a register; `None` when a needed one is missing or one has another shape.
    #[must_use]
    pub fn from_fields(register: Register, fields: &Map<String, Value>) -> Option<Self> {
        Some(match register {
            Register::Person => Self::Person(Person::from_fields(fields)?),
            Register::Gift => Self::Gift(Gift::from_fields(fields)?),
            Register::Thing => Self::Thing(Thing::from_fields(fields)?),
            Register::Letter => Self::Letter(Letter::from_fields(fields)?),
            Register::Step => Self::Step(Step::from_fields(fields)?),
            Register::Chaperone => Self::Chaperone(Chaperone::from_fields(fields)?),
            Register::Review => Self::Review(Review::from_fields(fields)?),
            Register::Transcript => Self::Transcript(Transcript::from_fields(fields)?),
        })
    }

    /// Returns what a field says, in words for a person; `None` where it says nothing.
    #[must_use]
    pub fn say(&self, field: &str) -> Option<String> {
        each!(self, it => it.say(field))
    }

    /// Returns when it happened, where it says so: when it came, was sent, was done, was looked at.
    #[must_use]
    pub fn when(&self) -> Option<&Moment> {
        match self {
            Self::Person(_) | Self::Transcript(_) => None,
            Self::Gift(gift) => Some(&gift.when),
            Self::Thing(thing) => thing.when.as_ref(),
            Self::Letter(letter) => letter.sent.as_ref(),
            Self::Step(step) => step.when.as_ref(),
            Self::Chaperone(chaperone) => Some(&chaperone.when),
            Self::Review(review) => Some(&review.when),
        }
    }

    /// Returns whether it is an event of its own on the timeline: a gift, a letter sent, a step done, a chaperone, a
    /// review. People, things and transcripts stand beside it, and so does what is only planned.
    #[must_use]
    pub fn is_event(&self) -> bool {
        match self {
            Self::Person(_) | Self::Thing(_) | Self::Transcript(_) => false,
            Self::Step(step) => step.when.is_some() && step.done != Some(false),
            _ => self.when().is_some(),
        }
    }

    /// Returns the turning point that it is: a letter that was sent and says that contact is to stop, the boundary that
    /// was said, or the report to the police.
    #[must_use]
    pub fn turn(&self) -> Option<Turn> {
        match self {
            Self::Letter(letter) if letter.sent.is_some() => letter.purpose.turn(),
            Self::Step(step) if self.is_event() => step.kind.turn(),
            _ => None,
        }
    }

    /// Returns why it is in no bundle, whatever is chosen; `None` when it may go.
    #[must_use]
    pub fn stays(&self) -> Option<Stays> {
        match self {
            Self::Review(_) => Some(Stays::Review),
            Self::Letter(_) if !self.is_event() => Some(Stays::NotSent),
            Self::Step(step) if step.kind.may_be_privileged() => Some(Stays::Privileged),
            Self::Step(_) if !self.is_event() => Some(Stays::NotDone),
            _ => None,
        }
    }

    /// Returns the text that says most: what a list shows in one line.
    #[must_use]
    pub fn main_text(&self) -> String {
        match self {
            Self::Person(person) => person.display.clone(),
            Self::Gift(gift) => gift.what.clone(),
            Self::Thing(thing) => thing.what.clone(),
            Self::Letter(letter) => match &letter.to {
                Some(to) => format!("{}, to {to}", letter.purpose.label()),
                None => letter.purpose.label().to_owned(),
            },
            Self::Step(step) => match &step.outcome {
                Some(outcome) => format!("{}: {outcome}", step.kind.label()),
                None => step.kind.label().to_owned(),
            },
            Self::Chaperone(chaperone) => match &chaperone.name_role {
                Some(who) => format!("{}: {who}", chaperone.offered.label()),
                None => chaperone.offered.label().to_owned(),
            },
            Self::Review(review) => review.needs.clone().unwrap_or_default(),
            Self::Transcript(transcript) => transcript.text.clone(),
        }
    }

    /// Returns the items that it names, by number.
    #[must_use]
    pub fn items(&self) -> Vec<u32> {
        match self {
            Self::Person(person) => person.items.clone(),
            Self::Gift(gift) => gift.items.clone(),
            Self::Thing(thing) => thing.items.clone(),
            Self::Letter(letter) => letter.items.iter().copied().chain(letter.proof_of_posting).collect(),
            Self::Step(step) => step.items.clone(),
            Self::Transcript(transcript) => vec![transcript.item],
            Self::Chaperone(_) | Self::Review(_) => Vec::new(),
        }
    }

    /// Returns the contacts that it names, by number.
    #[must_use]
    pub fn contacts(&self) -> &[u32] {
        match self {
            Self::Person(_) | Self::Transcript(_) => &[],
            Self::Gift(gift) => &gift.contacts,
            Self::Thing(thing) => &thing.contacts,
            Self::Letter(letter) => &letter.contacts,
            Self::Step(step) => &step.contacts,
            Self::Chaperone(chaperone) => &chaperone.contacts,
            Self::Review(review) => &review.contacts,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::outgoing::{LetterPurpose, StepKind};
    use crate::people::Role;
    use serde_json::json;

    fn gift() -> RegisterEntry {
        RegisterEntry::Gift(Gift::new(Moment::unknown(), "A scarf".to_owned()))
    }

    #[test]
    fn an_entry_is_read_from_its_own_fields_and_from_no_others() {
        let entry = gift();
        assert_eq!(RegisterEntry::from_fields(Register::Gift, &entry.fields()), Some(entry.clone()));
        assert_eq!(RegisterEntry::from_fields(Register::Person, &entry.fields()), None);
        let text = serde_json::to_value(&entry).expect("plain data");
        assert_eq!(text["register"], json!("gift"));
        assert_eq!(serde_json::from_value::<RegisterEntry>(text).ok(), Some(entry));
        assert!(serde_json::from_value::<RegisterEntry>(json!({"register":"gift","what":"x","colour":"red"})).is_err());
    }

    #[test]
    fn what_is_planned_and_who_people_are_is_no_event() {
        let mut step = Step::new(StepKind::MdoCall);
        assert!(!RegisterEntry::Step(step.clone()).is_event());
        step.when = Moment::parse("2026-03-04", "Europe/London").ok();
        assert!(RegisterEntry::Step(step.clone()).is_event());
        step.done = Some(false);
        assert!(!RegisterEntry::Step(step).is_event());
        assert!(!RegisterEntry::Person(Person::new("A".to_owned(), Role::Subject)).is_event());
        assert!(gift().is_event());
    }

    #[test]
    fn only_a_letter_that_went_and_says_stop_is_a_turning_point() {
        let letter = |purpose, sent: bool| {
            let sent = sent.then(|| Moment::parse("2026-04-02", "Europe/London").expect("a day"));
            RegisterEntry::Letter(Letter { sent, ..Letter::new(purpose) })
        };
        assert_eq!(letter(LetterPurpose::Warning, true).turn(), Some(Turn::WarningLetter));
        let told: Vec<_> = LetterPurpose::ALL
            .iter()
            .filter(|purpose| letter(**purpose, true).turn() == Some(Turn::AskedToStop))
            .map(|purpose| purpose.word())
            .collect();
        assert_eq!(told, ["boundary", "ending_relationship", "removal_notice", "no_contact"]);
        assert!(LetterPurpose::ALL.iter().all(|purpose| letter(*purpose, false).turn().is_none()));
        assert_eq!(letter(LetterPurpose::TransferOfCare, true).turn(), None);
        assert_eq!(gift().turn(), None);
    }

    #[test]
    fn a_step_is_a_turning_point_only_once_it_is_done() {
        let step = |kind, done: bool| {
            let when = done.then(|| Moment::parse("2026-04-02", "Europe/London").expect("a day"));
            RegisterEntry::Step(Step { when, ..Step::new(kind) })
        };
        assert_eq!(step(StepKind::PoliceReport, true).turn(), Some(Turn::Police));
        assert_eq!(step(StepKind::BoundarySaid, true).turn(), Some(Turn::AskedToStop));
        let turning = StepKind::ALL.iter().filter(|kind| step(**kind, true).turn().is_some());
        assert_eq!(turning.count(), 2);
        assert!(StepKind::ALL.iter().all(|kind| step(*kind, false).turn().is_none()));
    }

    #[test]
    fn the_kinds_of_records_are_the_words_of_the_registers() {
        for register in Register::ALL {
            assert_eq!(serde_json::to_value(register).ok(), Some(register.word().into()));
            let taken = |field: &str| ["number", "reason", "clocks"].contains(&field);
            assert!(!register.fields().iter().any(|(field, _)| taken(field)), "records have parts of these names");
            assert!(register.needed().iter().all(|need| register.fields().iter().any(|(field, _)| field == need)));
        }
    }
}
