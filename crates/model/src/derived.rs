//! What follows from what was written: sums and dates, computed and never scored.

use crate::{Gift, Pence};
use chrono::{Months, NaiveDate};
use std::collections::BTreeMap;

/// How many months of gifts from one giver are summed.
const GIFT_MONTHS: u32 = 12;

/// Returns for each gift what all gifts from its giver are worth in the twelve months up to its day, as far as values are
/// known.
///
/// `None` for a gift of an unknown giver or day, and where no value is known.
#[must_use]
pub fn twelve_months(gifts: &[&Gift]) -> Vec<Option<Pence>> {
    let mut of_givers: BTreeMap<u32, Vec<(NaiveDate, usize)>> = BTreeMap::new();
    for (at, gift) in gifts.iter().enumerate() {
        if let Some((giver, day)) = gift.giver.zip(gift.when.day()) {
            of_givers.entry(giver).or_default().push((day, at));
        }
    }
    let mut sums = vec![None; gifts.len()];
    for mut dated in of_givers.into_values() {
        dated.sort_unstable();
        let (mut sum, mut known) = (0, 0);
        let (mut gone, mut come) = (0, 0);
        let worth = |at: usize| gifts.get(at).and_then(|gift| gift.value).map(|value| i128::from(value.0));
        for &(day, at) in &dated {
            let since = day.checked_sub_months(Months::new(GIFT_MONTHS));
            for worth in dated[come..].iter().take_while(|(on, _)| *on <= day).map(|(_, at)| worth(*at)) {
                come += 1;
                known += usize::from(worth.is_some());
                sum += worth.unwrap_or_default();
            }
            for worth in dated[gone..].iter().take_while(|(on, _)| Some(*on) <= since).map(|(_, at)| worth(*at)) {
                gone += 1;
                known -= usize::from(worth.is_some());
                sum -= worth.unwrap_or_default();
            }
            let clamped = i64::try_from(sum).unwrap_or(if sum < 0 { i64::MIN } else { i64::MAX });
            sums[at] = (known > 0).then_some(Pence(clamped));
        }
    }
    sums
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

    fn sums(gifts: &[Gift]) -> Vec<Option<i64>> {
        let gifts: Vec<&Gift> = gifts.iter().collect();
        twelve_months(&gifts).into_iter().map(|sum| sum.map(|sum| sum.0)).collect()
    }

    /// The sum of one gift as it is written down, each time from all.
    fn slowly(gift: &Gift, all: &[Gift]) -> Option<i64> {
        let (giver, day) = (gift.giver?, gift.when.day()?);
        let since = day.checked_sub_months(Months::new(12))?;
        let within = all.iter().filter(|other| other.giver == Some(giver));
        let within = within.filter(|other| other.when.day().is_some_and(|on| since < on && on <= day));
        within.filter_map(|other| other.value).map(|value| value.0).reduce(|sum, value| sum + value)
    }

    #[test]
    fn sums_that_slide_are_those_of_adding_up_each_time() {
        let mut state = 7_u64;
        let mut next = |below: u64| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) % below
        };
        let gifts: Vec<Gift> = (0..400)
            .map(|_| {
                let day = format!("{}-{:02}-{:02}", 2023 + next(4), 1 + next(12), 1 + next(28));
                let giver = Some(next(4)).filter(|giver| *giver > 0).map(|giver| giver as u32);
                gift(
                    if next(20) == 0 { "unknown" } else { &day },
                    giver,
                    Some(next(900) as i64).filter(|_| next(5) > 0),
                )
            })
            .collect();
        let wanted: Vec<_> = gifts.iter().map(|gift| slowly(gift, &gifts)).collect();
        assert_eq!(sums(&gifts), wanted);
        assert!(wanted.iter().flatten().count() > 200);
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
        let sums = sums(&gifts);
        assert_eq!(sums, [Some(9_000), Some(10_000), Some(50_000), Some(10_000), Some(1_250), Some(257), None, None]);
    }
}
