//! A point in time as the log stores it: UTC, in milliseconds.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A UTC instant in milliseconds; the text form is `2026-11-22T11:20:00.123Z` and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamp(DateTime<Utc>);

/// Text that is not a timestamp in the one form that the format allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a UTC time with milliseconds, like 2026-11-22T11:20:00.123Z")]
pub struct TimestampError;

impl Timestamp {
    /// Returns the instant this many milliseconds after 1970-01-01T00:00:00Z, held within years 0 to 9999.
    #[must_use]
    pub fn from_millis(millis: i64) -> Self {
        const FIRST: i64 = -62_167_219_200_000;
        const LAST: i64 = 253_402_300_799_999;
        let held = millis.clamp(FIRST, LAST);
        Self(DateTime::from_timestamp_millis(held).expect("years 0 to 9999 are within chrono's range"))
    }

    /// Returns milliseconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn millis(self) -> i64 {
        self.0.timestamp_millis()
    }

    /// Returns the instant as chrono's type.
    #[must_use]
    pub fn to_chrono(self) -> DateTime<Utc> {
        self.0
    }
}

impl From<DateTime<Utc>> for Timestamp {
    fn from(at: DateTime<Utc>) -> Self {
        Self::from_millis(at.timestamp_millis())
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.to_rfc3339_opts(SecondsFormat::Millis, true))
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;
    fn from_str(text: &str) -> Result<Self, TimestampError> {
        let at = DateTime::parse_from_rfc3339(text).map_err(|_| TimestampError)?;
        let stamp = Self::from(at.with_timezone(&Utc));
        if stamp.to_string() == text { Ok(stamp) } else { Err(TimestampError) }
    }
}

impl TryFrom<String> for Timestamp {
    type Error = TimestampError;
    fn try_from(text: String) -> Result<Self, TimestampError> {
        text.parse()
    }
}

impl From<Timestamp> for String {
    fn from(stamp: Timestamp) -> String {
        stamp.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_form_only() {
        let stamp = Timestamp::from_millis(1_764_000_000_123);
        assert_eq!(stamp.to_string().parse(), Ok(stamp));
        for other in ["2026-11-22T11:20:00Z", "2026-11-22T11:20:00.123+00:00", "2026-11-22 11:20:00.123Z", ""] {
            assert!(other.parse::<Timestamp>().is_err(), "{other}");
        }
    }

    #[test]
    fn extreme_clocks_are_held_in_range() {
        assert_eq!(Timestamp::from_millis(i64::MAX).to_string(), "9999-12-31T23:59:59.999Z");
        assert_eq!(Timestamp::from_millis(i64::MIN).to_string(), "0000-01-01T00:00:00.000Z");
    }
}
