//! Dates and times as exports write them: three numbers in some order, a clock of 12 or 24 hours, or an instant.

use casekeep_model::messages::DateOrder;

/// A date and a time before it is known which number is the day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Written {
    /// The three numbers of the date.
    pub date: [u32; 3],
    /// Whether the year stands first, by its four digits.
    pub year_first: bool,
    hour: u32,
    minute: u32,
    second: Option<u32>,
}

impl Written {
    /// Reads `12/03/2026, 7:15:30 pm` and its like from the beginning of a text; returns what follows too.
    pub fn at_start(text: &str) -> Option<(Self, &str)> {
        let (date, year_first, rest) = date(text)?;
        let rest = rest.strip_prefix([',', 'T']).unwrap_or(rest).trim_start_matches(is_space);
        let ((hour, minute, second), rest) = clock(rest)?;
        Some((Self { date, year_first, hour, minute, second }, rest))
    }

    /// Returns year, month and day; `None` where that is no date in this order.
    fn in_order(self, order: DateOrder) -> Option<[u32; 3]> {
        let [a, b, c] = self.date;
        let (year, month, day) = match (order, self.year_first) {
            (DateOrder::YearFirst, true) => (a, b, c),
            (DateOrder::DayFirst, false) => (c, b, a),
            (DateOrder::MonthFirst, false) => (c, a, b),
            _ => return None,
        };
        let year = if year < 100 { year + 2000 } else { year };
        is_day(year, month, day).then_some([year, month, day])
    }

    /// Returns whether this is a date in an order.
    pub fn fits(self, order: DateOrder) -> bool {
        self.in_order(order).is_some()
    }

    /// Returns the time in the form that moments are read in; `None` where it is no date in this order.
    pub fn resolve(self, order: DateOrder) -> Option<String> {
        let [year, month, day] = self.in_order(order)?;
        let seconds = self.second.map_or_else(String::new, |second| format!(":{second:02}"));
        Some(format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}{seconds}", self.hour, self.minute))
    }
}

/// Reads `May 17, 2022  5:29:42 PM`; returns the time in the form that moments are read in, and what follows.
pub(crate) fn in_words(text: &str) -> Option<(String, &str)> {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = (1..).zip(MONTHS).find_map(|(n, name)| text.starts_with(name).then_some(n))?;
    let (day, _, rest) = number(text.get(3..)?.strip_prefix(' ')?.trim_start(), 2)?;
    let (year, digits, rest) = number(rest.strip_prefix(", ")?, 4)?;
    let ((hour, minute, second), rest) = clock(rest.trim_start_matches(is_space))?;
    let seconds = second.map_or_else(String::new, |second| format!(":{second:02}"));
    let good = digits == 4 && is_day(year, month, day);
    good.then(|| (format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}{seconds}"), rest))
}

/// Returns whether a character is one of the spaces that exports put between a time and its half of the day.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}')
}

/// Returns whether there is such a day.
pub(crate) fn is_day(year: u32, month: u32, day: u32) -> bool {
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    (1..=9998).contains(&year) && (1..=days).contains(&day)
}

/// Takes a number of at most so many digits; returns it with its digits and what follows.
fn number(text: &str, most: usize) -> Option<(u32, usize, &str)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let (head, rest) = text.split_at(digits);
    (1..=most).contains(&digits).then(|| Some((head.parse().ok()?, digits, rest)))?
}

fn date(text: &str) -> Option<([u32; 3], bool, &str)> {
    let (a, first, rest) = number(text, 4)?;
    let separator = rest.chars().next().filter(|c| matches!(c, '/' | '.' | '-'))?;
    let (b, second, rest) = number(part(rest, separator)?, 2)?;
    let (c, third, rest) = number(part(rest, separator)?, 4)?;
    let year_first = match (first, second, third) {
        (4, 1..=2, 1..=2) => true,
        (1..=2, 1..=2, 2 | 4) => false,
        _ => return None,
    };
    let rest = rest.strip_prefix('.').unwrap_or(rest);
    Some(([a, b, c], year_first, rest))
}

/// Goes over a separator and the spaces after it.
fn part(text: &str, separator: char) -> Option<&str> {
    Some(text.strip_prefix(separator)?.trim_start_matches(is_space))
}

type Clock = (u32, u32, Option<u32>);

fn clock(text: &str) -> Option<(Clock, &str)> {
    let (hour, _, rest) = number(text, 2)?;
    let separator = rest.chars().next().filter(|c| matches!(c, ':' | '.'))?;
    let (minute, digits, mut rest) = number(rest.strip_prefix(separator)?, 2)?;
    let mut second = None;
    if let Some((read, 2, after)) = rest.strip_prefix(separator).and_then(|rest| number(rest, 2)) {
        (second, rest) = (Some(read), after);
    }
    let (hour, rest) = match half(rest.trim_start_matches(is_space)) {
        Some((afternoon, after)) if (1..=12).contains(&hour) => (hour % 12 + if afternoon { 12 } else { 0 }, after),
        Some(_) => return None,
        None => (hour, rest),
    };
    let good = digits == 2 && hour < 24 && minute < 60 && second.is_none_or(|second| second < 60);
    good.then_some(((hour, minute, second), rest))
}

/// Takes `pm`, `PM`, `p.m.` or `p. m.`; returns whether it is the afternoon.
fn half(text: &str) -> Option<(bool, &str)> {
    let mut chars = text.chars().filter(|c| !is_space(*c) && *c != '.').map(|c| c.to_ascii_lowercase());
    let afternoon = match (chars.next()?, chars.next()?) {
        ('p', 'm') => true,
        ('a', 'm') => false,
        _ => return None,
    };
    let end = text.find(['m', 'M'])? + 1;
    let rest = text.get(end..)?;
    Some((afternoon, rest.strip_prefix('.').unwrap_or(rest)))
}

/// Returns an instant, in milliseconds since 1970, in the form that moments are read in.
pub(crate) fn of_millis(millis: i64) -> Option<String> {
    // The years 1970 to 9998: what a phone shows.
    if !(0..253_000_000_000_000).contains(&millis) {
        return None;
    }
    let (days, of_day) = (millis.div_euclid(86_400_000), millis.rem_euclid(86_400_000) / 1000);
    // From the days of the era to a date (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
    let shifted = days + 719_468;
    let (era, of_era) = (shifted.div_euclid(146_097), shifted.rem_euclid(146_097));
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<(String, &str)> {
        let (written, rest) = Written::at_start(text)?;
        let order = if written.year_first { DateOrder::YearFirst } else { DateOrder::DayFirst };
        Some((written.resolve(order)?, rest))
    }

    #[test]
    fn every_way_to_write_a_time_is_read() {
        for (text, expected, rest) in [
            ("12/03/2026, 19:15 - Bob", "2026-03-12T19:15", " - Bob"),
            ("12/03/26, 7:15\u{202f}PM - Bob", "2026-03-12T19:15", " - Bob"),
            ("12/03/2026, 12:15 a.m. - Bob", "2026-03-12T00:15", " - Bob"),
            ("12/03/2026, 12:15 p. m. - Bob", "2026-03-12T12:15", " - Bob"),
            ("12.03.26, 19:15:30] Bob", "2026-03-12T19:15:30", "] Bob"),
            ("12-03-2026 19.15.30] Bob", "2026-03-12T19:15:30", "] Bob"),
            ("2026-03-12, 19:15 - Bob", "2026-03-12T19:15", " - Bob"),
            ("2026. 03. 12. 19:15 - Bob", "2026-03-12T19:15", " - Bob"),
            ("29/02/2024, 00:00 - Bob", "2024-02-29T00:00", " - Bob"),
        ] {
            assert_eq!(read(text), Some((expected.to_owned(), rest)), "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_not_read() {
        for text in [
            "",
            "12/03, 19:15",
            "32/01/2026, 19:15 - x",
            "29/02/2026, 19:15 - x",
            "12/03/2026, 24:00 - x",
            "12/03/2026, 19:60 - x",
            "12/03/2026, 13:15 PM - x",
            "12/03/2026, 7:5 - x",
            "12/03.2026, 7:15 - x",
            "12/03/026, 7:15 - x",
            "99999999999/1/1, 1:11",
            "١٢/٠٣/٢٠٢٦, 19:15 - x",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn months_in_words_are_read() {
        let read = in_words("May 17, 2022  5:29:42 PM (Read");
        assert_eq!(read, Some(("2022-05-17T17:29:42".to_owned(), " (Read")));
        assert_eq!(in_words("Feb 30, 2022  5:29:42 PM"), None);
        assert_eq!(in_words("Marcus, 2022"), None);
    }

    #[test]
    fn instants_are_dates() {
        for (millis, expected) in [
            (0, Some("1970-01-01T00:00:00Z")),
            (951_782_400_000, Some("2000-02-29T00:00:00Z")),
            (1_772_651_730_999, Some("2026-03-04T19:15:30Z")),
            (-1, None),
            (i64::MAX, None),
        ] {
            assert_eq!(of_millis(millis).as_deref(), expected);
        }
    }
}
