//! The pattern of a case: counts over time. Nothing is weighed, scored or named; a person reads what it means.

use crate::view::EntryKind;
use crate::{Channel, Turn};

view! {
    /// What the contacts of a case add up to: those that came from them or were about you, turning points left out.
    pub struct Pattern {
        /// How many.
        pub contacts: u32,
        /// How many of these have no known day, and so stand in no week.
        pub undated: u32,
        /// On how many days.
        pub days: u32,
        /// The day of the first.
        pub first: Option<String>,
        /// The day of the last.
        pub last: Option<String>,
        /// Days from the first to the last, both counted.
        pub over: u32,
        /// The weeks with any, by their Monday.
        pub weeks: Vec<PatternWeek>,
        /// The channels, in the order in which they were first used.
        pub channels: Vec<PatternChannel>,
        /// The platforms, in the order in which they were first used; at most 200.
        pub platforms: Vec<PatternName>,
        /// The places, as the person wrote them, in the order in which they were first named; at most 200.
        pub places: Vec<PatternName>,
        /// The turning points, oldest first; those without a date after them.
        pub turns: Vec<PatternTurn>,
        /// With how many the person wrote what it did to them: its effect in words, or fear, alarm or distress.
        pub felt: u32,
        /// With how many they wrote what they changed in their days.
        pub changed: u32,
    }

    /// The contacts of one week.
    pub struct PatternWeek {
        /// Its Monday, `2026-03-16`.
        pub monday: String,
        /// How many by each channel, in the channels' order.
        pub counts: Vec<PatternCount>,
    }

    /// How many came by one channel.
    pub struct PatternCount {
        /// The channel.
        pub channel: Channel,
        /// How many.
        pub n: u32,
    }

    /// A channel over the whole case.
    pub struct PatternChannel {
        /// The channel.
        pub channel: Channel,
        /// The day of the first with a known day.
        pub first: Option<String>,
        /// How many.
        pub n: u32,
    }

    /// A platform or a place over the whole case.
    pub struct PatternName {
        /// Its name, as the person wrote it.
        pub name: String,
        /// The day of the first with a known day.
        pub first: Option<String>,
        /// How many.
        pub n: u32,
    }

    /// A turning point.
    pub struct PatternTurn {
        /// What it is.
        pub turn: Turn,
        /// Whether it is a contact or a letter of the register.
        pub kind: EntryKind,
        /// The number of that.
        pub n: u32,
        /// Its day, where it is known.
        pub day: Option<String>,
        /// How many contacts surely came after it; what has no date is neither before nor after.
        pub after: u32,
    }
}
