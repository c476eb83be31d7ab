//! How much of a thing was captured: the least that the Berkeley Protocol asks for, point by point, and the shots of one
//! thread that belong together.
//!
//! What the points say is a fact or a person's word; nothing is scored.

use crate::{SetId, Source};
use serde::{Deserialize, Serialize};

word_enum! {
    /// What is looked for in a capture.
    Looked {
        /// The address of the page.
        Address = "address", "The address";
        /// The account name or number, not the name that somebody gave it.
        Handle = "handle", "The handle or number";
        /// The date and time that the thing shows.
        Shown = "shown", "The date and time it shows";
        /// The thread from its beginning.
        Thread = "thread", "The whole thread";
        /// The person's own words in it.
        Replies = "replies", "Your own replies";
        /// Whether the source is there still.
        StillThere = "still_there", "Is it still there?";
    }
}

word_enum! {
    /// Whether the whole thread was captured.
    HowMuch {
        /// From its beginning to its end.
        Yes = "yes", "Yes";
        /// In part.
        Partly = "partly", "In part";
        /// Only this.
        No = "no", "No";
    }
}

word_enum! {
    /// Whether the person's own replies were captured.
    Replies {
        /// They were.
        Yes = "yes", "Yes";
        /// They were not.
        No = "no", "No";
        /// There are none.
        NoneMade = "none", "There are none";
    }
}

word_enum! {
    /// Whether the source is there still.
    StillThere {
        /// It is.
        Yes = "yes", "Yes";
        /// It was removed.
        Removed = "removed", "No, removed";
        /// That is not known.
        Unsure = "unsure", "Not sure";
    }
}

/// Why something that is looked for could not be captured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct CouldNot {
    /// What.
    pub what: Looked,
    /// Why, in the person's words.
    pub why: String,
}

/// What the person says of how much was captured; all of it may be left out.
///
/// The address, the handle and the date shown are in the item's [`Source`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[cfg_attr(feature = "ts", ts(optional_fields))]
#[serde(deny_unknown_fields, default)]
pub struct Captured {
    /// The whole thread.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thread: Option<HowMuch>,
    /// The person's own replies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub replies: Option<Replies>,
    /// The source, at the time of capture.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub still_there: Option<StillThere>,
    /// What could not be captured, and why; one entry at most for each thing.
    pub could_not: Vec<CouldNot>,
}

impl Captured {
    /// Returns true when nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Returns why a thing could not be captured.
    #[must_use]
    pub fn why_not(&self, what: Looked) -> Option<&str> {
        self.could_not.iter().find(|one| one.what == what).map(|one| one.why.as_str())
    }

    /// Returns what is said, each with its label, in the order of [`Looked`].
    #[must_use]
    pub fn said(&self) -> Vec<(&'static str, String)> {
        let answer = |what: Looked| match what {
            Looked::Address | Looked::Handle | Looked::Shown => None,
            Looked::Thread => self.thread.map(HowMuch::label),
            Looked::Replies => self.replies.map(Replies::label),
            Looked::StillThere => self.still_there.map(StillThere::label),
        };
        let mut said = Vec::new();
        for what in Looked::ALL.iter().copied() {
            let why = self.why_not(what).map(|why| format!("could not be captured: {why}"));
            let parts: Vec<String> = answer(what).map(str::to_owned).into_iter().chain(why).collect();
            if !parts.is_empty() {
                said.push((what.label(), parts.join("; ")));
            }
        }
        said
    }
}

/// How far one thing that is looked for is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum There {
    /// It is.
    Yes,
    /// In part.
    Partly,
    /// It is not, and the person says why.
    CouldNot,
    /// It is not, or nothing is said of it.
    No,
}

view! {
    /// One thing that is looked for, and how far it is there.
    pub struct LookedFor {
        /// What.
        pub what: Looked,
        /// How far.
        pub there: There,
        /// What is known of it, or why it could not be captured.
        pub told: String,
    }
}

/// Returns everything that is looked for, in the order in which it is shown.
#[must_use]
pub fn looked_for(source: &Source, captured: &Captured) -> Vec<LookedFor> {
    let text = |text: &Option<String>| match text.as_deref().map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => (There::Yes, text.to_owned()),
        None => (There::No, String::new()),
    };
    let answered = |there: Option<(There, &str)>| there.map_or((There::No, String::new()), |(t, s)| (t, s.to_owned()));
    let one = |what: Looked| {
        let (there, told) = match what {
            Looked::Address => text(&source.url),
            Looked::Handle => text(&source.handle),
            Looked::Shown => text(&source.shown),
            Looked::Thread => answered(captured.thread.map(|thread| {
                let there = match thread {
                    HowMuch::Yes => There::Yes,
                    HowMuch::Partly => There::Partly,
                    HowMuch::No => There::No,
                };
                (there, thread.label())
            })),
            Looked::Replies => answered(
                captured
                    .replies
                    .map(|replies| (if replies == Replies::No { There::No } else { There::Yes }, replies.label())),
            ),
            // Removed or not: that it was looked at is what counts.
            Looked::StillThere => answered(
                captured
                    .still_there
                    .map(|still| (if still == StillThere::Unsure { There::No } else { There::Yes }, still.label())),
            ),
        };
        match (there, captured.why_not(what)) {
            (There::No | There::Partly, Some(why)) => LookedFor { what, there: There::CouldNot, told: why.to_owned() },
            _ => LookedFor { what, there, told },
        }
    };
    Looked::ALL.iter().copied().map(one).collect()
}

/// Which shot of a set an item is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SetPlace {
    /// The set; the same for each of its shots and for nothing else.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub id: SetId,
    /// The place in it, from 1.
    pub n: u32,
    /// Over how many rows of pixels it shows the same as the shot before; 0 when it shows nothing of it, `None` for the
    /// first and where that was not looked at.
    pub overlap: Option<u32>,
}

impl SetPlace {
    /// Returns the place in words: "shot 2 of a set, the same as the shot before over 412 rows of pixels".
    #[must_use]
    pub fn say(&self) -> String {
        let overlap = match self.overlap {
            None => String::new(),
            Some(0) => ", with nothing that the shot before shows".to_owned(),
            Some(rows) => format!(", the same as the shot before over {rows} rows of pixels"),
        };
        format!("number {} of set {}{overlap}", self.n, self.id)
    }
}

view! {
    /// The set that an item belongs to.
    pub struct SetView {
        /// The item's own place.
        pub place: SetPlace,
        /// Every item of the set, in order.
        pub items: Vec<u32>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there(source: &Source, captured: &Captured) -> Vec<There> {
        looked_for(source, captured).into_iter().map(|one| one.there).collect()
    }

    #[test]
    fn nothing_said_is_nothing_there() {
        assert_eq!(there(&Source::default(), &Captured::default()), [There::No; 6]);
        let blank = Source { url: Some("  ".into()), ..Source::default() };
        assert_eq!(there(&blank, &Captured::default()), [There::No; 6]);
    }

    #[test]
    fn each_point_is_told_by_its_own_field() {
        let source =
            Source { url: Some("a".into()), handle: Some("b".into()), shown: Some("c".into()), platform: None };
        let captured = Captured {
            thread: Some(HowMuch::Partly),
            replies: Some(Replies::NoneMade),
            still_there: Some(StillThere::Removed),
            could_not: vec![],
        };
        use There::{Partly, Yes};
        assert_eq!(there(&source, &captured), [Yes, Yes, Yes, Partly, Yes, Yes]);
        assert_eq!(captured.said().len(), 3);
    }

    #[test]
    fn a_reason_stands_for_what_is_not_there_and_never_hides_what_is() {
        let why = |what| CouldNot { what, why: "the app shows none".into() };
        let captured = Captured { could_not: vec![why(Looked::Address), why(Looked::Thread)], ..Captured::default() };
        let source = Source { url: Some("here".into()), ..Source::default() };
        let looked = looked_for(&source, &captured);
        assert_eq!((looked[0].there, looked[0].told.as_str()), (There::Yes, "here"));
        assert_eq!((looked[3].there, looked[3].told.as_str()), (There::CouldNot, "the app shows none"));
        assert_eq!(captured.said()[0], ("The address", "could not be captured: the app shows none".to_owned()));
    }

    #[test]
    fn what_is_not_said_is_not_written() {
        let text =
            serde_json::to_string(&Captured { thread: Some(HowMuch::Yes), ..Captured::default() }).expect("JSON");
        assert_eq!(text, r#"{"thread":"yes","could_not":[]}"#);
        assert!(serde_json::from_str::<Captured>(r#"{"thread":"maybe"}"#).is_err());
        assert!(serde_json::from_str::<SetPlace>(r#"{"id":"x","n":1,"overlap":null}"#).is_err());
    }
}
