//! In which order a file writes its dates, as far as the dates themselves show it.
//!
//! A number above 12 can only be a day. Where some dates need the day first and later ones the month, the order changes in
//! the file. Between the last date that needs one order and the first that needs the other, the change is put where the
//! earlier order would go back in time and the later one would not; otherwise at the first date that needs it. The person
//! confirms either way.

use crate::clock::Written;
use casekeep_model::messages::{DateOrder, DateRun, Dates};

/// Looks at the dates of a file, one after the other.
#[derive(Debug, Default)]
pub(crate) struct Evidence {
    dates: Dates,
    /// Dates since the last one that needs an order, that go back in time under the order so far and not under the other.
    turn: Option<u32>,
    /// The newest day under each order, as far as the run goes.
    newest: [Option<String>; 2],
}

const PAIR: [DateOrder; 2] = [DateOrder::DayFirst, DateOrder::MonthFirst];

impl Evidence {
    /// Takes in the date of a message.
    pub fn see(&mut self, n: u32, written: Written, shown: &str) {
        if written.year_first {
            self.dates.year_first += 1;
            return self.begin(n, DateOrder::YearFirst);
        }
        match PAIR.map(|order| written.fits(order)) {
            [true, false] => {
                self.dates.day_first += 1;
                self.dates.day_example.get_or_insert_with(|| shown.to_owned());
                self.begin(n, DateOrder::DayFirst);
            }
            [false, true] => {
                self.dates.month_first += 1;
                self.dates.month_example.get_or_insert_with(|| shown.to_owned());
                self.begin(n, DateOrder::MonthFirst);
            }
            // No date in any order; it is told with its message.
            [false, false] => return,
            [true, true] => {
                self.dates.either += 1;
                self.look_back(n, written);
            }
        }
        self.newest = PAIR.map(|order| written.resolve(order));
    }

    /// Begins a run where the order is another than before.
    fn begin(&mut self, n: u32, order: DateOrder) {
        let last = self.dates.runs.last().map(|run| run.order);
        if last != Some(order) {
            // What stood before the first date that needs an order is read in that order too.
            let from = if last.is_none() { 1 } else { self.turn.unwrap_or(n) };
            self.dates.runs.push(DateRun { from, order });
        }
        self.turn = None;
    }

    /// Notes a date at which the order so far goes back in time and the other does not.
    fn look_back(&mut self, n: u32, written: Written) {
        let Some(run) = self.dates.runs.last() else { return };
        let Some(at) = PAIR.iter().position(|order| *order == run.order) else { return };
        let goes_back = |at: usize| {
            let now = PAIR.get(at).and_then(|order| written.resolve(*order));
            let before = self.newest.get(at).cloned().flatten();
            now.zip(before).map(|(now, before)| now < before)
        };
        if goes_back(at) == Some(true) && goes_back(1 - at) != Some(true) && self.turn.is_none() {
            self.turn = Some(n);
        }
    }

    /// Returns what was seen.
    pub fn end(self) -> Dates {
        self.dates
    }
}

/// Returns the order in which the date of a message is read.
pub(crate) fn order_at(dates: &Dates, said: Option<DateOrder>, n: u32) -> DateOrder {
    match said {
        Some(DateOrder::AsFound) | None => {
            let run = dates.runs.iter().take_while(|run| run.from <= n).last().or(dates.runs.first());
            // Where nothing shows it, the reading of Britain, until the person says it.
            run.map_or(DateOrder::DayFirst, |run| run.order)
        }
        Some(order) => order,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn dates(texts: &[&str]) -> Dates {
        let mut evidence = Evidence::default();
        for (n, text) in (1..).zip(texts) {
            let (written, _) = Written::at_start(&format!("{text}, 12:00")).expect(text);
            evidence.see(n, written, text);
        }
        evidence.end()
    }

    fn runs(dates: &Dates) -> Vec<(u32, DateOrder)> {
        dates.runs.iter().map(|run| (run.from, run.order)).collect()
    }

    #[test]
    fn one_date_that_needs_an_order_settles_it() {
        let seen = dates(&["03/04/2026", "25/04/2026", "01/05/2026"]);
        assert_eq!((seen.day_first, seen.month_first, seen.either), (1, 0, 2));
        assert_eq!(seen.day_example.as_deref(), Some("25/04/2026"));
        assert_eq!(runs(&seen), [(1, DateOrder::DayFirst)]);
        assert_eq!(runs(&dates(&["03/04/2026", "04/25/2026"])), [(1, DateOrder::MonthFirst)]);
        assert_eq!(runs(&dates(&["2026-04-03"])), [(1, DateOrder::YearFirst)]);
    }

    #[test]
    fn where_nothing_shows_it_nothing_is_claimed() {
        let seen = dates(&["03/04/2026", "04/05/2026"]);
        assert_eq!((seen.either, runs(&seen)), (2, vec![]));
        assert_eq!(order_at(&seen, None, 1), DateOrder::DayFirst);
        assert_eq!(order_at(&seen, Some(DateOrder::MonthFirst), 1), DateOrder::MonthFirst);
    }

    #[test]
    fn a_change_midway_is_found_at_the_date_that_goes_back() {
        // 30 April, 2 May, then with the month first: 4 May, 5 May, 25 May.
        let seen = dates(&["30/04/2026", "02/05/2026", "05/04/2026", "05/05/2026", "05/25/2026"]);
        assert_eq!(runs(&seen), [(1, DateOrder::DayFirst), (3, DateOrder::MonthFirst)]);
        let orders: Vec<_> = (1..=5).map(|n| order_at(&seen, Some(DateOrder::AsFound), n)).collect();
        assert_eq!(orders[1..3], [DateOrder::DayFirst, DateOrder::MonthFirst]);
    }

    #[test]
    fn a_change_without_a_step_back_is_at_the_first_date_that_needs_it() {
        let seen = dates(&["30/04/2026", "05/06/2026", "06/07/2026", "07/25/2026"]);
        assert_eq!(runs(&seen), [(1, DateOrder::DayFirst), (4, DateOrder::MonthFirst)]);
    }
}
