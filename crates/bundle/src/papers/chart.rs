//! The chart of contacts over time, and the same in words.

use super::counts::Counts;
use crate::chronology::words::count;
use casekeep_model::bundle_paper::{Bar, Chart};
use chrono::{Datelike, Days, NaiveDate};
use std::collections::BTreeMap;

/// The most bars of one chart; of a longer time months or years are counted.
const BARS: usize = 80;
/// A mistyped year can be centuries away; then there is no chart.
const MOST: usize = 400;
/// So many bars have words under them, about.
const LABELS: usize = 7;
/// So many bars are said in words; the chronology has the rest.
const WORDS: usize = 120;

/// What a bar spans.
#[derive(Clone, Copy)]
enum Span {
    Week,
    Month,
    Year,
}

impl Span {
    /// Returns the first day of the span that a day is in.
    fn start(self, day: NaiveDate) -> NaiveDate {
        let back = match self {
            Self::Week => day.weekday().num_days_from_monday(),
            Self::Month => day.day0(),
            Self::Year => day.ordinal0(),
        };
        day.checked_sub_days(Days::new(back.into())).unwrap_or(day)
    }

    /// Returns the first day of the span after the one that begins then.
    fn next(self, start: NaiveDate) -> Option<NaiveDate> {
        let further = match self {
            Self::Week => 7,
            Self::Month => 31,
            Self::Year => 366,
        };
        Some(self.start(start.checked_add_days(Days::new(further))?))
    }

    fn said(self, start: NaiveDate) -> String {
        let form = match self {
            Self::Week => "week of %-d %B %Y",
            Self::Month => "%B %Y",
            Self::Year => "%Y",
        };
        start.format(form).to_string()
    }

    fn under(self, start: NaiveDate) -> String {
        let form = match self {
            Self::Week => "%-d %b %y",
            Self::Month => "%b %y",
            Self::Year => "%Y",
        };
        start.format(form).to_string()
    }

    fn name(self) -> &'static str {
        match self {
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }
}

/// Returns the chart; `None` where no contact has a known day, or they are centuries apart.
pub(super) fn chart(counts: &Counts) -> Option<Chart> {
    let (first, last) = counts.span()?;
    let turns: Vec<NaiveDate> =
        counts.turns.iter().filter_map(|turned| turned.when.as_ref()?.day()).filter(|day| *day >= first).collect();
    let last = turns.iter().copied().max().map_or(last, |turn| turn.max(last));
    let span = [Span::Week, Span::Month].into_iter().find(|span| starts(*span, first, last).len() <= BARS);
    let span = span.unwrap_or(Span::Year);
    let mut counted: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for (day, n) in &counts.days {
        *counted.entry(span.start(*day)).or_default() += n;
    }
    let starts = starts(span, first, last);
    if starts.len() > MOST {
        return None;
    }
    let every = starts.len().div_ceil(LABELS).max(1);
    // What stands under the last bars would stand beside the chart.
    let has_room = |at: usize| (starts.len() - at) * 12 >= starts.len();
    let bars = starts.iter().enumerate().map(|(at, start)| Bar {
        n: counted.get(start).copied().unwrap_or(0),
        label: if at % every == 0 && has_room(at) { span.under(*start) } else { String::new() },
        turn: turns.iter().any(|turn| span.start(*turn) == *start),
    });
    let most = counted.values().copied().max().unwrap_or(1).max(1);
    let name = span.name();
    let begin = if matches!(span, Span::Week) { " Weeks begin on Monday." } else { "" };
    Some(Chart {
        caption: format!("Contacts in each {name}.{begin}"),
        alt: format!("Chart of contacts in each {name}. {}", in_words(span, &counted)),
        bars: bars.collect(),
        most,
    })
}

fn starts(span: Span, first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    let next = |start: &NaiveDate| span.next(*start).filter(|next| *next <= last);
    std::iter::successors(Some(span.start(first)), next).take(MOST + 1).collect()
}

fn in_words(span: Span, counted: &BTreeMap<NaiveDate, u32>) -> String {
    let each = counted.iter().take(WORDS).map(|(start, n)| format!("{}: {n}", span.said(*start)));
    let rest = counted.len().saturating_sub(WORDS);
    let more = if rest > 0 { format!("; and {rest} more") } else { String::new() };
    format!("{}{more}. None in any other.", each.collect::<Vec<_>>().join("; "))
}

/// Returns what the chart shows in one sentence, for everybody.
pub(super) fn sentence(counts: &Counts) -> Option<String> {
    let mut weeks: BTreeMap<NaiveDate, u32> = BTreeMap::new();
    for (day, n) in &counts.days {
        *weeks.entry(Span::Week.start(*day)).or_default() += n;
    }
    // The earliest of those with the most.
    let (start, most) = weeks.iter().max_by_key(|(start, n)| (**n, std::cmp::Reverse(**start)))?;
    Some(format!(
        "In words: contacts in {}; most in the {}, with {most}.",
        count(weeks.len() as u64, "week", "different weeks"),
        Span::Week.said(*start),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(days: &[(&str, u32)]) -> Counts {
        Counts { days: days.iter().map(|(day, n)| (day.parse().expect("a day"), *n)).collect(), ..Counts::default() }
    }

    #[test]
    fn weeks_months_and_years_by_how_long_it_went_on() {
        let weeks = chart(&counts(&[("2026-03-04", 2), ("2026-03-08", 1), ("2026-03-23", 1)])).expect("a chart");
        assert_eq!(weeks.bars.iter().map(|bar| bar.n).collect::<Vec<_>>(), [3, 0, 0, 1]);
        assert_eq!((weeks.most, weeks.bars[0].label.as_str()), (3, "2 Mar 26"));
        assert!(weeks.alt.contains("week of 2 March 2026: 3; week of 23 March 2026: 1. None in any other."));
        let months = chart(&counts(&[("2024-12-31", 1), ("2026-11-01", 4)])).expect("a chart");
        assert_eq!((months.bars.len(), months.most), (24, 4));
        assert!(months.caption.contains("each month"));
        let years = chart(&counts(&[("1999-06-01", 1), ("2026-11-01", 4)])).expect("a chart");
        assert_eq!(years.bars.len(), 28);
        assert!(chart(&counts(&[])).is_none());
        assert!(chart(&counts(&[("0001-01-01", 1), ("9999-12-31", 1)])).is_none());
    }

    #[test]
    fn the_busiest_week_is_the_first_of_those_with_the_most() {
        let said = sentence(&counts(&[("2026-03-04", 2), ("2026-03-23", 2)])).expect("a sentence");
        assert_eq!(said, "In words: contacts in 2 different weeks; most in the week of 2 March 2026, with 2.");
    }
}
