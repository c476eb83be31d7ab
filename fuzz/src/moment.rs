//! When something happened: a line with a zone, then the text of a moment; or a moment as it stands in a record.

use crate::texts;
use casekeep_model::moment::Precision;
use casekeep_model::{Moment, Timestamp};

/// Checks what is read: its bounds, its form in a record, and what is said of it.
///
/// # Panics
/// When a moment that was read is not consistent, or does not read the same again.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    check_timestamp(text);
    if let Ok(moment) = serde_json::from_str::<Moment>(text)
        && moment.is_consistent()
    {
        check_moment(&moment);
    }
    let Some((zone, text)) = text.split_once('\n') else { return };
    if let Ok(moment) = Moment::parse(text, zone) {
        assert!(moment.is_consistent(), "{moment:?} was read from {text:?} and is not consistent");
        check_moment(&moment);
    }
    if let Ok(millis) = text.parse() {
        let at = Timestamp::from_millis(millis);
        let minute = Moment::minute_of(at);
        assert!(minute.is_consistent(), "{minute:?} is the minute of {at} and is not consistent");
        assert!(minute.from.is_some_and(|from| from <= at), "{minute:?} begins after {at}");
    }
}

fn check_timestamp(text: &str) {
    match text.parse::<Timestamp>() {
        Ok(at) => {
            assert!(texts::is_time(text), "{text:?} was read as a time");
            assert_eq!(at.to_string(), text);
            assert_eq!(Timestamp::from_millis(at.millis()), at);
        }
        Err(_) => assert!(!texts::is_time(text), "{text:?} was not read as a time"),
    }
}

fn check_moment(moment: &Moment) {
    let json = serde_json::to_string(moment).expect("a moment has a text");
    assert_eq!(serde_json::from_str::<Moment>(&json).ok().as_ref(), Some(moment));
    let is_unknown = moment.precision == Precision::Unknown;
    assert_eq!(
        (moment.from.is_none(), moment.to.is_none(), moment.day().is_none()),
        (is_unknown, is_unknown, is_unknown)
    );
    let Some((from, to)) = moment.from.zip(moment.to) else { return };
    assert!(from < to, "{moment:?} is over before it begins");
    assert_eq!(moment.delay(from), None);
    assert!(moment.delay(to).is_some());
    assert!(!moment.is_late(to));
    for at in [i64::MIN, 0, i64::MAX] {
        let _ = moment.delay(Timestamp::from_millis(at));
    }
    if moment.zone == "UTC" {
        const REST: &str = "0000-01-01T00:00:00.000Z";
        let whole = format!("{}{}", moment.local, REST.get(moment.local.len()..).unwrap_or_default());
        assert_eq!(from.to_string(), whole, "it begins at another time than it says");
    }
}
