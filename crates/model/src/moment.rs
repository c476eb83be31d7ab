//! When something happened, as far as it is known: never more exact than what the person knows.

use crate::Timestamp;
use chrono::{DateTime, Datelike, Duration, FixedOffset, LocalResult, NaiveDate, NaiveDateTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};

/// The zone used where the person names none.
pub const DEFAULT_ZONE: &str = "Europe/London";

/// How exactly a moment is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// To the second.
    Second,
    /// To the minute.
    Minute,
    /// To the day.
    Day,
    /// To the month.
    Month,
    /// To the year.
    Year,
    /// Not known.
    Unknown,
}

/// Which of the two same clock times, in the hour that is repeated when the clocks go back.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Fold {
    /// Before the clocks went back.
    First,
    /// After the clocks went back.
    Second,
}

/// When something happened: the clock time as the person knows it, and the UTC bounds that follow from it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Moment {
    /// The clock time at its precision: `2026-03-04T19:15:30`, `2026-03-04T19:15`, `2026-03-04`, `2026-03`, `2026`, or empty.
    pub local: String,
    /// How exactly it is known.
    pub precision: Precision,
    /// True when the person says "about".
    pub about: bool,
    /// The IANA zone in which `local` is read.
    pub zone: String,
    /// Minutes east of UTC at that time; `None` where the precision is a day or less, or the repeated hour is not resolved.
    pub offset: Option<i32>,
    /// In a repeated hour, which of the two; `None` elsewhere, and where the person did not say.
    pub fold: Option<Fold>,
    /// The earliest UTC instant it can be.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub from: Option<Timestamp>,
    /// The UTC instant that it is surely before.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub to: Option<Timestamp>,
}

/// Why a text is not a moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum MomentError {
    /// The text has none of the accepted forms.
    #[error("“{0}” is not a date or time that Casekeep can read")]
    Form(String),
    /// The zone is not in the time-zone database.
    #[error("“{0}” is not a time zone that Casekeep knows")]
    Zone(String),
    /// The clocks went forward over this time: it did not happen.
    #[error("{local} did not exist in {zone}: the clocks went forward over it")]
    Missing {
        /// The clock time that was asked for.
        local: String,
        /// The zone in which it is missing.
        zone: String,
    },
}

impl Moment {
    /// Returns the moment about which nothing is known.
    #[must_use]
    pub fn unknown() -> Self {
        Self {
            local: String::new(),
            precision: Precision::Unknown,
            about: false,
            zone: DEFAULT_ZONE.to_owned(),
            offset: None,
            fold: None,
            from: None,
            to: None,
        }
    }

    /// Returns the minute that this instant falls in: in the default zone, or in UTC where that zone had no offset of
    /// whole minutes (before 1848).
    #[must_use]
    pub fn minute_of(at: Timestamp) -> Self {
        let zone: Tz = DEFAULT_ZONE.parse().expect("the default zone is in the database");
        let local = at.to_chrono().with_timezone(&zone).format("%Y-%m-%dT%H:%M%:z").to_string();
        let utc = at.to_chrono().format("%Y-%m-%dT%H:%MZ").to_string();
        let minute = Self::parse(&local, DEFAULT_ZONE).or_else(|_| Self::parse(&utc, "UTC"));
        minute.expect("a minute of the years 0 to 9999 is a moment in UTC")
    }

    /// Reads `2026-03-04T19:15[:30]` with or without an offset, `2026-03-04`, `2026-03`, `2026` or `unknown`; a trailing
    /// `~` means about.
    ///
    /// A clock time without offset is read in `zone`. In the repeated hour of October it stays unresolved (`fold` is
    /// `None`) and its bounds cover both.
    ///
    /// # Errors
    /// [`MomentError::Form`] for other text, for a clock time in years when the zone's offset had seconds, and for one
    /// beyond the years 0 to 9999 in UTC; [`MomentError::Zone`] for an unknown zone; [`MomentError::Missing`] for a time
    /// that the clocks skipped in spring.
    pub fn parse(text: &str, zone: &str) -> Result<Self, MomentError> {
        let form = || MomentError::Form(text.to_owned());
        let tz: Tz = zone.parse().map_err(|_| MomentError::Zone(zone.to_owned()))?;
        let trimmed = text.trim();
        let (body, about) = match trimmed.strip_suffix('~') {
            Some(body) => (body.trim_end(), true),
            None => (trimmed, false),
        };
        if !body.is_ascii() || body.len() > 40 {
            return Err(form());
        }
        if body.eq_ignore_ascii_case("unknown") {
            return Ok(Self { about, zone: zone.to_owned(), ..Self::unknown() });
        }
        if !body.contains(['T', 't', ' ']) {
            return Self::parse_day(body, about, tz).ok_or_else(form);
        }
        let body = body.replacen(['t', ' '], "T", 1);
        let (clock, offset) = split_offset(&body).ok_or_else(form)?;
        let (naive, precision) = parse_clock(clock).ok_or_else(form)?;
        let span = if precision == Precision::Second { Duration::seconds(1) } else { Duration::minutes(1) };
        let resolved = |at: DateTime<Tz>, fold: Option<Fold>| {
            // A time given in UTC may be in a year that its zone's clock has no four digits for.
            (0..=9999).contains(&at.naive_local().year()).then_some(())?;
            Some(Self {
                local: format_clock(at.naive_local(), precision),
                precision,
                about,
                zone: zone.to_owned(),
                offset: Some(whole_minutes(&at)?),
                fold,
                from: Some(start(at.with_timezone(&Utc))?),
                to: Some(Timestamp::from(at.with_timezone(&Utc) + span)),
            })
        };
        if let Some(offset) = offset {
            let at = offset.from_local_datetime(&naive).single().ok_or_else(form)?.with_timezone(&tz);
            let fold = match tz.from_local_datetime(&at.naive_local()) {
                LocalResult::Ambiguous(first, _) if first == at => Some(Fold::First),
                LocalResult::Ambiguous(..) => Some(Fold::Second),
                _ => None,
            };
            return resolved(at, fold).ok_or_else(form);
        }
        match tz.from_local_datetime(&naive) {
            LocalResult::Single(at) => resolved(at, None).ok_or_else(form),
            LocalResult::Ambiguous(first, second) => Ok(Self {
                offset: None,
                to: Some(Timestamp::from(second.with_timezone(&Utc) + span)),
                ..resolved(first, None).ok_or_else(form)?
            }),
            LocalResult::None => {
                Err(MomentError::Missing { local: format_clock(naive, precision), zone: zone.to_owned() })
            }
        }
    }

    fn parse_day(body: &str, about: bool, tz: Tz) -> Option<Self> {
        let digits = |range: std::ops::Range<usize>| -> Option<u32> {
            let part = body.get(range)?;
            part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
        };
        let year = i32::try_from(digits(0..4)?).ok()?;
        let dash = |at: usize| body.as_bytes().get(at) == Some(&b'-');
        let (precision, first, after) = match body.len() {
            4 => (Precision::Year, NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year + 1, 1, 1)?),
            7 if dash(4) => {
                let first = NaiveDate::from_ymd_opt(year, digits(5..7)?, 1)?;
                (Precision::Month, first, first.checked_add_months(chrono::Months::new(1))?)
            }
            10 if dash(4) && dash(7) => {
                let day = NaiveDate::from_ymd_opt(year, digits(5..7)?, digits(8..10)?)?;
                (Precision::Day, day, day.succ_opt()?)
            }
            _ => return None,
        };
        Some(Self {
            local: body.to_owned(),
            precision,
            about,
            zone: tz.name().to_owned(),
            offset: None,
            fold: None,
            from: Some(day_start(first, tz)?),
            to: Some(day_start(after, tz)?),
        })
    }

    /// Returns true when the clock time falls in a repeated hour and nobody said which of the two it was.
    #[must_use]
    pub fn is_unresolved_repeat(&self) -> bool {
        matches!(self.precision, Precision::Second | Precision::Minute) && self.offset.is_none()
    }

    /// Returns the local day on which it began, where one is known.
    #[must_use]
    pub fn day(&self) -> Option<NaiveDate> {
        let tz: Tz = self.zone.parse().ok()?;
        match self.precision {
            Precision::Unknown => None,
            _ => Some(self.from?.to_chrono().with_timezone(&tz).date_naive()),
        }
    }

    /// Returns how long after the moment it was recorded, as the interface says it: "2 hours after", "41 days after".
    ///
    /// `None` for an unknown moment, and for one that was not over when it was recorded.
    #[must_use]
    pub fn delay(&self, recorded: Timestamp) -> Option<String> {
        let end = self.to?;
        let millis = recorded.millis() - end.millis();
        if millis < 0 {
            return None;
        }
        let minutes = millis / 60_000;
        let count = |n: i64, unit: &str| format!("{n} {unit}{} after", if n == 1 { "" } else { "s" });
        Some(match minutes {
            0 => "at once".to_owned(),
            1..60 => count(minutes, "minute"),
            60..1440 => count(minutes / 60, "hour"),
            _ => {
                let tz: Tz = self.zone.parse().unwrap_or(chrono_tz::Europe::London);
                let day_of = |t: Timestamp| t.to_chrono().with_timezone(&tz).date_naive();
                // The end is exclusive: an event known to the day ended on that day.
                let last = day_of(Timestamp::from_millis(end.millis() - 1));
                count((day_of(recorded) - last).num_days().max(1), "day")
            }
        })
    }

    /// Returns true when it was recorded more than 24 hours after it was over.
    #[must_use]
    pub fn is_late(&self, recorded: Timestamp) -> bool {
        self.to.is_some_and(|end| recorded.millis() - end.millis() > crate::limits::LATE)
    }

    /// Checks that the derived fields are what the clock time gives; used when a record is read.
    #[must_use]
    pub fn is_consistent(&self) -> bool {
        let mut text = self.local.clone();
        if self.precision == Precision::Unknown {
            text = "unknown".to_owned();
        } else if let Some(offset) = self.offset {
            let sign = if offset < 0 { '-' } else { '+' };
            text.push_str(&format!("{sign}{:02}:{:02}", offset.abs() / 60, offset.abs() % 60));
        }
        if self.about {
            text.push('~');
        }
        Self::parse(&text, &self.zone).as_ref() == Ok(self)
    }
}

fn day_start(day: NaiveDate, tz: Tz) -> Option<Timestamp> {
    // Where midnight was skipped, the day starts at the first time that exists.
    (0..3).find_map(|hour| {
        let naive = day.and_hms_opt(hour, 0, 0)?;
        tz.from_local_datetime(&naive).earliest().map(|at| Timestamp::from(at.with_timezone(&Utc)))
    })
}

/// Returns the offset in minutes; `None` where it has seconds, as before standard time, and the field could not hold it.
fn whole_minutes(at: &DateTime<Tz>) -> Option<i32> {
    let seconds = at.offset().fix().local_minus_utc();
    (seconds % 60 == 0).then_some(seconds / 60)
}

/// Returns an instant that a record can hold: of the years 0 to 9999.
fn start(at: DateTime<Utc>) -> Option<Timestamp> {
    Some(Timestamp::from(at)).filter(|held| held.to_chrono() == at)
}

fn split_offset(body: &str) -> Option<(&str, Option<FixedOffset>)> {
    if let Some(clock) = body.strip_suffix(['Z', 'z']) {
        return Some((clock, FixedOffset::east_opt(0)));
    }
    let Some(at) = body.get(11..)?.find(['+', '-']).map(|at| at + 11) else {
        return Some((body, None));
    };
    let (clock, text) = (body.get(..at)?, body.get(at..)?);
    if !has_form(text.as_bytes().get(1..)?, b"dd:dd") && !has_form(text.as_bytes().get(1..)?, b"dddd") {
        return None;
    }
    let (hours, minutes): (i32, i32) = (text.get(1..3)?.parse().ok()?, text.get(text.len() - 2..)?.parse().ok()?);
    if hours > 14 || minutes > 59 {
        return None;
    }
    let seconds = (hours * 60 + minutes) * 60;
    Some((clock, Some(FixedOffset::east_opt(if text.starts_with('-') { -seconds } else { seconds })?)))
}

fn parse_clock(clock: &str) -> Option<(NaiveDateTime, Precision)> {
    let (text, precision) = if has_form(clock.as_bytes(), b"dddd-dd-ddTdd:dd") {
        (format!("{clock}:00"), Precision::Minute)
    } else if has_form(clock.as_bytes(), b"dddd-dd-ddTdd:dd:dd") {
        (clock.to_owned(), Precision::Second)
    } else {
        return None;
    };
    let naive = NaiveDateTime::parse_from_str(&text, "%Y-%m-%dT%H:%M:%S").ok()?;
    // chrono reads :60 as a leap second, which no phone shows.
    (!text.ends_with(":60")).then_some((naive, precision))
}

/// Returns whether a text has a digit for each `d` of the form and is the form elsewhere. chrono also reads signs and
/// spaces.
fn has_form(text: &[u8], form: &[u8]) -> bool {
    let fits = |(byte, form): (&u8, &u8)| if *form == b'd' { byte.is_ascii_digit() } else { byte == form };
    text.len() == form.len() && text.iter().zip(form).all(fits)
}

fn format_clock(naive: NaiveDateTime, precision: Precision) -> String {
    let form = if precision == Precision::Second { "%Y-%m-%dT%H:%M:%S" } else { "%Y-%m-%dT%H:%M" };
    naive.format(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn london(text: &str) -> Moment {
        Moment::parse(text, DEFAULT_ZONE).expect(text)
    }

    fn at(text: &str) -> Timestamp {
        text.parse().expect(text)
    }

    #[test]
    fn every_form_of_when_is_read_at_its_precision() {
        for (text, local, precision, about) in [
            ("2026-03-04T19:15", "2026-03-04T19:15", Precision::Minute, false),
            ("2026-03-04T19:15:30", "2026-03-04T19:15:30", Precision::Second, false),
            ("2026-03-04T19:15~", "2026-03-04T19:15", Precision::Minute, true),
            ("2026-03-04", "2026-03-04", Precision::Day, false),
            ("2026-03~", "2026-03", Precision::Month, true),
            ("2026", "2026", Precision::Year, false),
            ("unknown", "", Precision::Unknown, false),
            ("2026-07-04T19:15+00:00", "2026-07-04T20:15", Precision::Minute, false),
            ("2026-03-04 19:15Z", "2026-03-04T19:15", Precision::Minute, false),
        ] {
            let moment = london(text);
            assert_eq!((moment.local.as_str(), moment.precision, moment.about), (local, precision, about), "{text}");
            assert!(moment.is_consistent(), "{text}");
        }
    }

    #[test]
    fn what_is_not_a_moment_is_refused() {
        for text in [
            "",
            "~",
            "yesterday",
            "2026-13-01",
            "2026-02-30",
            "2026-3-4",
            "2026-03-04T25:00",
            "2026-03-04T19",
            "04/03/2026",
            "2026-03-04T19:15+99:00",
            "2026-03-04T19:15:60",
            "２０２６-03-04",
            "2026-03-04T19:15+1",
            "2026-03-04T19:15+aa:bb",
            "2026-03-04T19:15+1:400",
            "-999-12-31T23:59Z",
            "+202-03-04T19:15",
            "2026-03-04T 9:15",
            "2026-+3-04T19:15",
            "9999-12-31T23:59-14:00",
            "0000-01-01T00:00+01:00",
            "1800-06-01T12:00",
            "1800-06-01T12:00Z",
        ] {
            assert!(matches!(Moment::parse(text, DEFAULT_ZONE), Err(MomentError::Form(_))), "{text}");
        }
        for (text, zone) in [("9999-12-31T23:59Z", "Europe/Paris"), ("0000-01-01T00:00Z", "Etc/GMT+5")] {
            assert!(matches!(Moment::parse(text, zone), Err(MomentError::Form(_))), "{text} {zone}");
        }
        assert!(matches!(Moment::parse("2026", "Mars/Olympus"), Err(MomentError::Zone(_))));
    }

    #[test]
    fn any_clock_has_a_minute() {
        for text in ["0000-01-01T00:00:00.000Z", "1800-06-01T12:00:59.999Z", "1970-01-01T00:00:00.000Z"] {
            let minute = Moment::minute_of(at(text));
            assert!(
                minute.is_consistent() && minute.from <= Some(at(text)) && Some(at(text)) < minute.to,
                "{minute:?}"
            );
        }
        let last = Moment::minute_of(at("9999-12-31T23:59:59.999Z"));
        assert!(last.is_consistent() && last.from < last.to);
    }

    #[test]
    fn the_repeated_hour_is_kept_apart() {
        let first = london("2026-10-25T01:30+01:00");
        let second = london("2026-10-25T01:30+00:00");
        let unsaid = london("2026-10-25T01:30");
        assert_eq!((first.fold, second.fold, unsaid.fold), (Some(Fold::First), Some(Fold::Second), None));
        assert_eq!(first.from, Some(at("2026-10-25T00:30:00.000Z")));
        assert_eq!(second.from, Some(at("2026-10-25T01:30:00.000Z")));
        assert!(first.from < second.from);
        assert!(unsaid.is_unresolved_repeat());
        assert_eq!((unsaid.from, unsaid.to), (first.from, second.to));
        assert!([first, second, unsaid].iter().all(Moment::is_consistent));
    }

    #[test]
    fn the_missing_hour_is_an_error_that_says_so() {
        let error = Moment::parse("2026-03-29T01:30", DEFAULT_ZONE).expect_err("skipped");
        assert!(error.to_string().contains("clocks went forward"));
        assert_eq!(london("2026-03-29T01:30+00:00").local, "2026-03-29T02:30");
    }

    #[test]
    fn delay_is_said_in_words() {
        let moment = london("2026-03-04T19:15");
        for (recorded, words) in [
            ("2026-03-04T19:16:20.000Z", Some("at once")),
            ("2026-03-04T19:28:00.000Z", Some("12 minutes after")),
            ("2026-03-04T21:20:00.000Z", Some("2 hours after")),
            ("2026-03-05T19:30:00.000Z", Some("1 day after")),
            ("2026-04-14T10:00:00.000Z", Some("41 days after")),
            ("2026-03-04T19:00:00.000Z", None),
        ] {
            assert_eq!(moment.delay(at(recorded)).as_deref(), words, "{recorded}");
        }
        assert!(!moment.is_late(at("2026-03-05T19:16:00.000Z")));
        assert!(moment.is_late(at("2026-03-05T19:16:01.000Z")));
        assert_eq!(london("2026-03-04").delay(at("2026-03-13T10:00:00.000Z")).as_deref(), Some("9 days after"));
    }
}
