//! What follows from what was written: sums and dates, computed and never scored.

use crate::details::Jurisdiction;
use crate::outgoing::LetterPurpose;
use crate::{Contact, Details, Direction, Gift, Letter, Moment, Pence, Turn};
use chrono::{Months, NaiveDate};

/// How many months of gifts from one giver are summed.
const GIFT_MONTHS: u32 = 12;
/// Within how many months of the last contact a summary offence is to be brought, in England and Wales
/// (Magistrates' Courts Act 1980, s.127).
const SUMMARY_MONTHS: u32 = 6;
/// After how many months without a contact the keeping of a case is looked at.
const RETENTION_MONTHS: u32 = 6 * 12;

/// Returns what all gifts from a gift's giver are worth in the twelve months up to its day, as far as values are known.
///
/// `None` for a gift of an unknown giver or day, and where no value is known.
#[must_use]
pub fn twelve_months<'a>(gift: &Gift, all: impl IntoIterator<Item = &'a Gift>) -> Option<Pence> {
    let (giver, day) = (gift.giver?, gift.when.day()?);
    let since = day.checked_sub_months(Months::new(GIFT_MONTHS))?;
    all.into_iter()
        .filter(|other| other.giver == Some(giver))
        .filter(|other| other.when.day().is_some_and(|on| since < on && on <= day))
        .filter_map(|other| other.value)
        .reduce(|sum, value| Pence(sum.0.saturating_add(value.0)))
}

/// Returns whether a contact tells them that contact is to stop: it was asked for, or a warning letter went.
#[must_use]
pub fn is_telling(contact: &Contact) -> bool {
    matches!(contact.turn, Some(Turn::AskedToStop | Turn::WarningLetter))
}

/// Returns when a letter that was sent told them so.
#[must_use]
pub fn telling_of(letter: &Letter) -> Option<&Moment> {
    letter.sent.as_ref().filter(|_| LetterPurpose::says_stop(letter.purpose))
}

/// Returns whether a contact came after they were told that contact is to stop.
///
/// Only where that is sure: of two on one day, known to the day, neither came after the other.
#[must_use]
pub fn is_after_telling<'a>(contact: &Contact, tellings: impl IntoIterator<Item = &'a Moment>) -> bool {
    let Some(from) = contact.occurred.from.filter(|_| contact.direction != Direction::FromYou) else { return false };
    tellings.into_iter().filter_map(|telling| telling.to).any(|told| told <= from)
}

/// Returns the last day on which a summary offence of harassment or stalking can be brought, counted from the last
/// contact; only for England and Wales. A reminder, no limit on reporting.
#[must_use]
pub fn six_months(last: &Moment, details: &Details) -> Option<NaiveDate> {
    let here = matches!(details.jurisdiction, Some(Jurisdiction::EnglandWales));
    last.day().filter(|_| here)?.checked_add_months(Months::new(SUMMARY_MONTHS))
}

/// Returns the day on which to look whether a case is still to be kept: the one that the details say, or six years
/// after the last contact. Nothing is ever deleted because of it.
#[must_use]
pub fn retention_review(last: Option<&Moment>, details: &Details) -> Option<NaiveDate> {
    match details.retention_review.as_ref().and_then(Moment::day) {
        Some(day) => Some(day),
        None => last?.day()?.checked_add_months(Months::new(RETENTION_MONTHS)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Channel;

    fn moment(text: &str) -> Moment {
        Moment::parse(text, "Europe/London").expect(text)
    }

    fn gift(when: &str, giver: Option<u32>, pence: Option<i64>) -> Gift {
        Gift { giver, value: pence.map(Pence), ..Gift::new(moment(when), "A scarf".to_owned()) }
    }

    #[test]
    fn gifts_of_one_giver_are_summed_over_twelve_months() {
        let gifts = [
            gift("2025-03-04", Some(1), Some(9_000)),
            gift("2025-03-05", Some(1), Some(1_000)),
            gift("2025-06-01", Some(2), Some(50_000)),
            gift("2025-07-01", Some(1), None),
            gift("2026-03-04T10:15", Some(1), Some(250)),
            gift("2026-03-05", Some(1), Some(7)),
            gift("unknown", Some(1), Some(3)),
            gift("2026-01-01", None, Some(5)),
        ];
        let sums: Vec<_> = gifts.iter().map(|gift| twelve_months(gift, &gifts).map(|sum| sum.0)).collect();
        assert_eq!(sums, [Some(9_000), Some(10_000), Some(50_000), Some(10_000), Some(1_250), Some(257), None, None]);
    }

    #[test]
    fn only_what_surely_came_after_the_telling_counts() {
        let contact = |when: &str| Contact::new(moment(when), Channel::Email, Direction::FromThem, "He wrote");
        let told = [moment("2026-03-04")];
        assert!(is_after_telling(&contact("2026-03-05"), &told));
        assert!(!is_after_telling(&contact("2026-03-04"), &told), "the same day");
        assert!(!is_after_telling(&contact("2026-03"), &told), "a month that began before");
        assert!(!is_after_telling(&contact("unknown"), &told));
        assert!(!is_after_telling(&contact("2026-03-05"), &[moment("unknown")]));
        let mut own = contact("2026-03-05");
        own.direction = Direction::FromYou;
        assert!(!is_after_telling(&own, &told), "an own letter");
        let mut letter = Letter::new(LetterPurpose::Warning);
        assert_eq!(telling_of(&letter), None, "not sent");
        letter.sent = Some(moment("2026-03-04"));
        assert_eq!(telling_of(&letter), Some(&moment("2026-03-04")));
        letter.purpose = LetterPurpose::TransferOfCare;
        assert_eq!(telling_of(&letter), None);
    }

    #[test]
    fn six_months_are_said_for_england_and_wales_alone() {
        let mut details = Details::new();
        assert_eq!(six_months(&moment("2026-03-04"), &details), None);
        details.jurisdiction = Some(Jurisdiction::EnglandWales);
        for (last, day) in [("2026-03-04T23:59", "2026-09-04"), ("2026-08-31", "2027-02-28")] {
            assert_eq!(six_months(&moment(last), &details), day.parse().ok(), "{last}");
        }
        assert_eq!(six_months(&moment("unknown"), &details), None);
        details.jurisdiction = Some(Jurisdiction::Scotland);
        assert_eq!(six_months(&moment("2026-03-04"), &details), None);
    }

    #[test]
    fn keeping_is_looked_at_six_years_after_the_last_contact_or_when_the_person_says() {
        let mut details = Details::new();
        let last = moment("2024-02-29");
        assert_eq!(retention_review(Some(&last), &details), "2030-02-28".parse().ok());
        assert_eq!(retention_review(None, &details), None);
        details.retention_review = Some(moment("2027-01-01"));
        assert_eq!(retention_review(None, &details), "2027-01-01".parse().ok());
    }
}
