//! What a file says about itself: its pages, their words, and what the program or camera that made it wrote into it.
//!
//! All of it is told by a decoder of hostile bytes and is what the file *says*, never what is so.

use crate::limits;
use serde::{Deserialize, Serialize};

/// The size of a page or picture as it is shown, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PageSize {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// Something that a file says about itself in words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SaidKind {
    /// The maker and model of the camera or phone.
    Camera,
    /// The lens.
    Lens,
    /// The number of that one camera.
    Serial,
    /// The program that wrote it last.
    Software,
    /// The program in which it was written, before it became this file.
    Creator,
    /// Who the file says made it or owns it.
    Author,
    /// Its title.
    Title,
    /// Its subject.
    Subject,
    /// Its keywords.
    Keywords,
    /// A comment.
    Comment,
    /// Who the file says changed it last.
    ChangedBy,
    /// What lies in it beside words and pictures: macros, other files.
    Holds,
    /// How the camera was held: the picture is shown upright all the same.
    Turned,
}

/// One thing that a file says about itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Said {
    /// What it is about.
    pub what: SaidKind,
    /// What it says.
    pub text: String,
}

/// What a file's own time is the time of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum SaidTimeKind {
    /// The picture was taken.
    Taken,
    /// It was made into a file.
    Made,
    /// The file was changed.
    Changed,
}

/// A time that a file says, by the clock of whatever wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SaidTime {
    /// What happened then.
    pub what: SaidTimeKind,
    /// The clock time, `2026-03-04T19:12:30`.
    pub local: String,
    /// Minutes that the clock was ahead of UTC, where the file says so.
    pub offset: Option<i32>,
}

/// Where a file says it was made.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct SaidPlace {
    /// Degrees, north positive.
    pub latitude: f64,
    /// Degrees, east positive.
    pub longitude: f64,
    /// Metres above the sea, where it is told.
    pub height: Option<f64>,
}

/// What a file says about itself.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Inside {
    /// Its pages; a picture has one.
    pub pages: Vec<PageSize>,
    /// Whether there are more pages than are listed.
    pub more_pages: bool,
    /// Whether its pages may have words that can be selected and found.
    pub worded: bool,
    /// What it says in words.
    pub said: Vec<Said>,
    /// The times that it says.
    pub times: Vec<SaidTime>,
    /// Where it says that it was made.
    pub place: Option<SaidPlace>,
    /// The words of a document that is not drawn.
    #[serde(default)]
    pub text: String,
    /// Whether it has more of these than are told.
    #[serde(default)]
    pub more_text: bool,
}

impl Inside {
    /// Cuts everything to what is ever shown: who told it is not believed.
    #[must_use]
    pub fn bounded(mut self) -> Self {
        self.more_pages |= self.pages.len() > limits::PAGES as usize;
        self.pages.truncate(limits::PAGES as usize);
        self.said.truncate(limits::SAID);
        self.times.truncate(limits::SAID);
        for said in &mut self.said {
            said.text = said.text.chars().take(limits::SAID_TEXT).collect();
        }
        for time in &mut self.times {
            time.local.retain(|c| c.is_ascii_graphic());
            time.local.truncate(limits::SAID);
        }
        self.more_text |= self.text.len() > limits::OFFICE_TEXT;
        self.text.truncate(self.text.floor_char_boundary(limits::OFFICE_TEXT));
        let on_earth = |place: &SaidPlace| place.latitude.abs() <= 90.0 && place.longitude.abs() <= 180.0;
        self.place = self.place.filter(on_earth);
        self
    }
}

/// Words of a page that stand in one row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// What stands between the run before and this one: nothing, a space, or a line break.
    pub before: String,
    /// The words.
    pub text: String,
    /// Top edge, in pixels of the page.
    pub y: u32,
    /// Height.
    pub height: u32,
    /// The left edge of each character of the text, and the right edge of the last.
    pub edges: Vec<u32>,
}

/// The words of a page and where they stand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct PageWords {
    /// The page's own size, in which the places are counted.
    pub size: PageSize,
    /// The words, in the order in which the file has them.
    pub runs: Vec<Run>,
    /// Whether there are more than are told.
    pub more: bool,
}

/// Letters reach out of their boxes: a place that is found has so many pixels more on each side.
const ROOM: u32 = 3;

/// A place on a page where words were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct WordPlace {
    /// The page, from 1.
    pub page: u32,
    /// Left edge, in pixels of the page.
    pub x: u32,
    /// Top edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

impl PageWords {
    /// Returns true when every run has the edges that its text needs, and all of them lie on the page.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.runs.iter().all(|run| {
            run.edges.len() == run.text.chars().count() + 1
                && run.edges.iter().all(|edge| *edge <= self.size.width)
                && run.y.checked_add(run.height).is_some_and(|bottom| bottom <= self.size.height)
        })
    }

    /// Returns the text of the page.
    #[must_use]
    pub fn text(&self) -> String {
        self.runs.iter().map(|run| format!("{}{}", run.before, run.text)).collect()
    }

    /// Returns every place where words stand, whatever their capitals and spaces, in words that a line break parts too.
    #[must_use]
    pub fn find(&self, page: u32, wanted: &str) -> Vec<WordPlace> {
        let wanted: Vec<char> = plain(wanted.chars().map(|c| (c, None::<()>))).into_iter().map(|(c, _)| c).collect();
        let mut places = Vec::new();
        for joined in [false, true] {
            let text = plain(self.characters(joined).into_iter());
            let mut at = 0;
            while !wanted.is_empty() && at + wanted.len() <= text.len() {
                let seen = text.get(at..at + wanted.len()).unwrap_or_default();
                if seen.iter().map(|(c, _)| c).eq(&wanted) {
                    self.mark(page, seen, &mut places);
                    at += wanted.len();
                } else {
                    at += 1;
                }
            }
        }
        places.sort_by_key(|place: &WordPlace| (place.y, place.x));
        places.dedup();
        places
    }

    /// Returns the page's characters and which of a run each is; joined, a hyphen at the end of a line is left out.
    fn characters(&self, joined: bool) -> Vec<(char, Option<(usize, usize)>)> {
        let mut all: Vec<(char, Option<(usize, usize)>)> = Vec::new();
        for (number, run) in self.runs.iter().enumerate() {
            let hyphen = all.last().is_some_and(|(c, _)| matches!(c, '-' | '\u{2010}'));
            if joined && hyphen && run.before.contains('\n') {
                all.pop();
            } else {
                all.extend(run.before.chars().map(|c| (c, None)));
            }
            all.extend(run.text.chars().enumerate().map(|(at, c)| (c, Some((number, at)))));
        }
        all
    }

    /// Adds the places of found characters, one for each run they stand in.
    fn mark(&self, page: u32, seen: &[(char, Option<(usize, usize)>)], places: &mut Vec<WordPlace>) {
        let mut of_runs: Vec<(usize, usize, usize)> = Vec::new();
        for (number, at) in seen.iter().filter_map(|(_, origin)| *origin) {
            match of_runs.last_mut() {
                Some((run, first, last)) if *run == number => (*first, *last) = ((*first).min(at), (*last).max(at)),
                _ => of_runs.push((number, at, at)),
            }
        }
        for (number, first, last) in of_runs {
            let Some(run) = self.runs.get(number) else { continue };
            let Some(edges) = run.edges.get(first..last + 2) else { continue };
            let (x, right) = (edges.iter().min().copied().unwrap_or(0), edges.iter().max().copied().unwrap_or(0));
            let (left, top) = (x.saturating_sub(ROOM), run.y.saturating_sub(ROOM));
            let (right, bottom) =
                ((right + ROOM).min(self.size.width), (run.y + run.height + ROOM).min(self.size.height));
            let (width, height) = ((right - left).max(1), (bottom - top).max(1));
            places.push(WordPlace { page, x: left, y: top, width, height });
        }
    }
}

/// Returns characters as they are compared: small letters, one space for any white space, plain marks, no ligatures.
fn plain<T: Copy>(characters: impl Iterator<Item = (char, Option<T>)>) -> Vec<(char, Option<T>)> {
    let mut out: Vec<(char, Option<T>)> = Vec::new();
    for (c, origin) in characters {
        let letters = match c {
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{feff}' => "",
            '\u{2018}' | '\u{2019}' => "'",
            '\u{201c}' | '\u{201d}' => "\"",
            '\u{2010}'..='\u{2015}' => "-",
            '\u{fb00}' => "ff",
            '\u{fb01}' => "fi",
            '\u{fb02}' => "fl",
            '\u{fb03}' => "ffi",
            '\u{fb04}' => "ffl",
            c if c.is_whitespace() => " ",
            c => {
                out.extend(c.to_lowercase().map(|c| (c, origin)));
                continue;
            }
        };
        let spaced = out.last().is_none_or(|(c, _)| *c == ' ');
        out.extend(letters.chars().filter(|c| *c != ' ' || !spaced).map(|c| (c, origin)));
    }
    while out.last().is_some_and(|(c, _)| *c == ' ') {
        out.pop();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns a page of rows, each character 10 wide and 20 high.
    fn page(rows: &[(&str, &str)]) -> PageWords {
        let runs = rows.iter().enumerate().map(|(at, (before, text))| Run {
            before: (*before).to_owned(),
            text: (*text).to_owned(),
            y: 30 * at as u32,
            height: 20,
            edges: (0..=text.chars().count() as u32).map(|n| n * 10).collect(),
        });
        PageWords { size: PageSize { width: 1000, height: 1000 }, runs: runs.collect(), more: false }
    }

    fn place(x: u32, y: u32, width: u32) -> WordPlace {
        let (left, top) = (x.saturating_sub(ROOM), y.saturating_sub(ROOM));
        WordPlace { page: 3, x: left, y: top, width: x + width + ROOM - left, height: y + 20 + ROOM - top }
    }

    #[test]
    fn words_are_found_whatever_their_capitals_spaces_and_marks() {
        let words = page(&[("", "12 Larch  Road, she’s at home"), ("\n", "LARCH ROAD")]);
        assert_eq!(words.find(3, " larch road"), [place(30, 0, 110), place(0, 30, 100)]);
        assert_eq!(words.find(3, "she's"), [place(160, 0, 50)]);
        assert_eq!(words.find(3, "oak"), []);
        assert_eq!(words.find(3, "  "), []);
    }

    #[test]
    fn words_that_a_line_break_parts_are_found() {
        let words = page(&[("", "at 12 Larch"), ("\n", "Road and Lar-"), ("\n", "ch Road")]);
        assert_eq!(
            words.find(3, "Larch Road"),
            [place(60, 0, 50), place(0, 30, 40), place(90, 30, 30), place(0, 60, 70)]
        );
    }

    #[test]
    fn pieces_of_a_word_are_found_whole() {
        let words = page(&[("", "Lar"), ("", "ch"), (" ", "Road of\u{fb01}ce")]);
        assert_eq!(words.find(3, "larch road").len(), 3);
        assert_eq!(words.find(3, "office"), [place(50, 60, 50)]);
    }

    #[test]
    fn a_page_that_does_not_hold_together_is_not_sound() {
        assert!(page(&[("", "abc")]).is_sound());
        let mut torn = page(&[("", "abc")]);
        torn.runs[0].edges.pop();
        assert!(!torn.is_sound());
        let mut outside = page(&[("", "abc")]);
        outside.runs[0].y = u32::MAX;
        assert!(!outside.is_sound());
    }

    #[test]
    fn what_is_told_is_cut_to_what_is_shown() {
        let told = Inside {
            pages: vec![PageSize { width: 1, height: 1 }; limits::PAGES as usize + 1],
            said: vec![Said { what: SaidKind::Comment, text: "é".repeat(limits::SAID_TEXT + 1) }; limits::SAID + 1],
            times: vec![SaidTime { what: SaidTimeKind::Taken, local: "2026\u{202e} x".repeat(100), offset: None }],
            place: Some(SaidPlace { latitude: f64::NAN, longitude: 0.0, height: None }),
            ..Inside::default()
        };
        let bounded = told.bounded();
        assert!(bounded.more_pages);
        assert_eq!((bounded.pages.len(), bounded.said.len()), (limits::PAGES as usize, limits::SAID));
        assert_eq!(bounded.said[0].text.chars().count(), limits::SAID_TEXT);
        assert!(bounded.times[0].local.bytes().all(|b| b.is_ascii_graphic()));
        assert_eq!(bounded.place, None);
    }
}
