//! The sample case as data, read from `case.json`.

use serde::Deserialize;

/// The whole sample case, in the order in which it is entered.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SampleCase {
    /// The name of the case.
    pub case: String,
    /// That it is invented.
    pub about: String,
    /// What is added, one call of `add` each.
    pub adds: Vec<Add>,
    /// What is logged, one call of `log` each.
    pub contacts: Vec<Contact>,
}

/// Files that are added together, with what is said about them.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Add {
    /// The name by which contacts refer to these files.
    pub key: String,
    /// The files' names.
    pub files: Vec<String>,
    /// What kind of thing they are.
    #[serde(rename = "type")]
    pub kind: String,
    /// When what they show happened, as the command line takes it.
    pub occurred: String,
    /// From whom.
    pub from: String,
    /// The address of the page.
    pub url: Option<String>,
    /// The account shown.
    pub handle: Option<String>,
    /// What they show.
    pub note: String,
}

/// One entry of the log.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// The name by which this entry is found.
    pub key: String,
    /// When it happened, as the command line takes it.
    pub occurred: String,
    /// How it came.
    pub channel: String,
    /// Who it came from.
    pub direction: String,
    /// The platform or service.
    pub platform: Option<String>,
    /// What happened.
    pub text: String,
    /// The exact words.
    pub words: Option<String>,
    /// The exact words as messages, each with the time that the phone showed; then `words` is left out.
    #[serde(default)]
    pub messages: Vec<(String, String)>,
    /// Where.
    pub place: Option<String>,
    /// Who else was present.
    pub present: Option<String>,
    /// What the person did, and whom they told.
    pub response: Option<String>,
    /// How it affected them.
    pub effect: Option<String>,
    /// The keys of the files that belong to it.
    pub items: Vec<String>,
    /// Whether contact after this has another weight.
    pub turn: Option<String>,
    /// How it is corrected afterwards.
    pub amended: Option<Amended>,
}

/// A correction of an entry.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Amended {
    /// What happened, as corrected.
    pub text: String,
    /// Why.
    pub reason: String,
}

impl SampleCase {
    /// Returns the sample case.
    ///
    /// # Panics
    /// When `case.json` is not what this module describes.
    #[must_use]
    pub fn read() -> Self {
        serde_json::from_str(include_str!("../../sample/case.json")).expect("the sample's own data has this shape")
    }

    /// Returns the entry of that key.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn contact(&self, key: &str) -> &Contact {
        self.contacts.iter().find(|contact| contact.key == key).expect("an entry that the sample has")
    }
}

impl Contact {
    /// Returns the exact words as they are logged: a line for each message, its time first.
    #[must_use]
    pub fn exact_words(&self) -> Option<String> {
        let lines: Vec<String> = self.messages.iter().map(|(at, text)| format!("{at}  {text}")).collect();
        if lines.is_empty() { self.words.clone() } else { Some(lines.join("\n")) }
    }
}
