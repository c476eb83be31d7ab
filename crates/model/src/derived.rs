//! What follows from what was written: sums and dates, computed and never scored.

use crate::{Gift, Pence};
use chrono::Months;

/// How many months of gifts from one giver are summed.
const GIFT_MONTHS: u32 = 12;

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Moment;

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
}
