//! A contact: one event in the log, as the person knows it.

use crate::observed::{
    Basis, Behaviour, ClinicalSetting, Degree, Exactness, KnownUnwanted, PlaceKind, ResponseKind, TimeSource,
};
use crate::{Export, LeafHash, Moment, Timestamp};
use serde::{Deserialize, Serialize};

word_enum! {
    /// How a contact came.
    Channel {
        /// A text, chat or direct message; the platform is a field of its own.
        Message = "message", "Message";
        /// A friend or follow request.
        FriendRequest = "friend_request", "Friend request";
        /// An e-mail.
        Email = "email", "Email";
        /// A letter or card, by post or by hand.
        Letter = "letter", "Letter or card";
        /// A phone call, answered, missed or silent, or a voicemail.
        Phone = "phone", "Phone call";
        /// In person.
        InPerson = "in_person", "In person";
        /// A gift or delivery.
        Gift = "gift", "Gift or delivery";
        /// A public post, comment or review.
        Post = "post", "Post or review";
        /// Through someone else.
        ThirdParty = "third_party", "Through someone";
        /// Anything else.
        Other = "other", "Something else";
    }
}

word_enum! {
    /// Who a contact came from.
    Direction {
        /// From the person of concern.
        FromThem = "from_them", "From them";
        /// From you, or someone acting for you, to them.
        FromYou = "from_you", "From you";
        /// Not to you, but about you.
        AboutYou = "about_you", "About you";
    }
}

word_enum! {
    /// An event after which contact has another weight.
    Turn {
        /// They were asked to stop.
        AskedToStop = "asked_to_stop", "Asked to stop";
        /// A warning letter was sent.
        WarningLetter = "warning_letter", "Warning letter";
        /// The police were told.
        Police = "police", "Police";
    }
}

impl Channel {
    /// Returns the channel for a word as people write it, and the platform where the word names one.
    #[must_use]
    pub fn from_alias(text: &str) -> Option<(Self, Option<&'static str>)> {
        let word = text.trim().to_ascii_lowercase().replace(['-', ' ', '/'], "_");
        if let Some(channel) = Self::from_word(&word) {
            return Some((channel, None));
        }
        Some(match word.as_str() {
            "sms" | "text" | "text_message" => (Self::Message, Some("SMS")),
            "whatsapp" => (Self::Message, Some("WhatsApp")),
            "facebook" | "messenger" => (Self::Message, Some("Facebook")),
            "instagram" => (Self::Message, Some("Instagram")),
            "snapchat" => (Self::Message, Some("Snapchat")),
            "dm" | "chat" | "social" | "social_dm" | "online" => (Self::Message, None),
            "mail" | "e_mail" => (Self::Email, None),
            "card" | "letter_card" | "post_mail" => (Self::Letter, None),
            "call" | "phone_call" | "telephone" | "voicemail" | "phone_answered" | "phone_missed" | "silent_call" => {
                (Self::Phone, None)
            }
            "person" | "visit" | "in_person_work" | "in_person_home" | "in_person_public" => (Self::InPerson, None),
            "delivery" | "present" => (Self::Gift, None),
            "review" | "comment" | "social_post" | "comment_review" => (Self::Post, None),
            "through_someone" | "someone" => (Self::ThirdParty, None),
            _ => return None,
        })
    }
}

impl Direction {
    /// Returns the direction for a word as people write it.
    #[must_use]
    pub fn from_alias(text: &str) -> Option<Self> {
        let word = text.trim().to_ascii_lowercase().replace(['-', ' '], "_");
        Self::from_word(&word).or(match word.as_str() {
            "in" | "incoming" | "received" | "from" => Some(Self::FromThem),
            "out" | "outgoing" | "sent" | "to_them" | "from_me" => Some(Self::FromYou),
            "about" | "about_me" => Some(Self::AboutYou),
            _ => None,
        })
    }
}

/// What a person writes down about one contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(deny_unknown_fields)]
pub struct Contact {
    /// When it happened.
    pub occurred: Moment,
    /// How it came.
    pub channel: Channel,
    /// Who it came from.
    pub direction: Direction,
    /// The platform or service, such as "Facebook".
    #[serde(default)]
    pub platform: Option<String>,
    /// What happened, in the writer's words.
    pub what: String,
    /// The exact words used, where they are known.
    #[serde(default)]
    pub words: Option<String>,
    /// Where.
    #[serde(default)]
    pub place: Option<String>,
    /// Who else was present.
    #[serde(default)]
    pub present: Option<String>,
    /// What the person did, and whom they told.
    #[serde(default)]
    pub response: Option<String>,
    /// How it affected them.
    #[serde(default)]
    pub effect: Option<String>,
    /// The items that belong to it, by number.
    #[serde(default)]
    pub items: Vec<u32>,
    /// Whether contact after this has another weight.
    #[serde(default)]
    pub turn: Option<Turn>,
    /// When it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended: Option<Moment>,
    /// Where the time comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_source: Option<TimeSource>,
    /// What kind of place.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place_kind: Option<PlaceKind>,
    /// How the person knows of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// Who told them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_by: Option<String>,
    /// Whose the exact words are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub speaker: Option<String>,
    /// How exact the words are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exactness: Option<Exactness>,
    /// The words as an export has them, where their letters were broken and mended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<String>,
    /// The place in an export that it was read from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub export: Option<Export>,
    /// Whether they knew that it was not wanted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub known_unwanted: Option<KnownUnwanted>,
    /// The contact in which they were told so, by number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub told_in: Option<u32>,
    /// What they showed to know about the person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knowledge_shown: Option<String>,
    /// How they looked or sounded, what they wore or carried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub appearance: Option<String>,
    /// A vehicle.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vehicle: Option<String>,
    /// Who saw or heard it, and how to reach them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub witnesses: Option<String>,
    /// How frightened the person was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fear: Option<Degree>,
    /// How alarmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alarm: Option<Degree>,
    /// How distressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub distress: Option<Degree>,
    /// What they changed in their days because of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practical_changes: Option<String>,
    /// How they answered, in one word.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub response_kind: Option<ResponseKind>,
    /// Whether it was in a consultation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clinical_setting: Option<ClinicalSetting>,
    /// The chaperone record, by number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chaperone: Option<u32>,
    /// What a reader should be prepared for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content_note: Option<String>,
    /// What they did, by the words of the law and of the police.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub behaviours: Vec<Behaviour>,
    /// Who was told of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reported_to: Vec<Told>,
    /// The people in it, by number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub people: Vec<u32>,
}

value! {
    /// That somebody was told of a contact.
    pub struct Told {
        needed {
            /// Who.
            who: String;
        }
        may {
            /// When.
            when: Moment;
            /// Their reference.
            reference: String;
        }
    }
}

fields! {
    Contact {
        needed [occurred = "When", channel = "How", direction = "Who", what = "What happened"]
        more [
            platform = "Platform", words = "Exact words", place = "Where", present = "Who was there",
            response = "Your response", effect = "Effect on you", items = "Items", turn = "Turning point",
            ended = "Until",
            time_source = "Source of the time",
            place_kind = "Kind of place",
            basis = "How you know",
            told_by = "Who told you",
            speaker = "Who said it",
            exactness = "How exact the words are",
            written = "Words as exported",
            export = "Read from",
            known_unwanted = "Known to be unwanted",
            told_in = "Told in contact",
            knowledge_shown = "What they knew about you",
            appearance = "Appearance",
            vehicle = "Vehicle",
            witnesses = "Witnesses",
            fear = "Fear",
            alarm = "Alarm",
            distress = "Distress",
            practical_changes = "What you changed",
            response_kind = "What you did",
            clinical_setting = "In a consultation",
            chaperone = "Chaperone record",
            content_note = "Note on the content",
            behaviours = "What they did",
            reported_to = "Who was told",
            people = "People",
        ]
    }
}

impl Contact {
    /// Returns a contact with what every one has; the rest is not said.
    #[must_use]
    pub fn new(occurred: Moment, channel: Channel, direction: Direction, what: &str) -> Self {
        Self {
            occurred,
            channel,
            direction,
            platform: None,
            what: what.to_owned(),
            words: None,
            place: None,
            present: None,
            response: None,
            effect: None,
            items: Vec::new(),
            turn: None,
            ended: None,
            time_source: None,
            place_kind: None,
            basis: None,
            told_by: None,
            speaker: None,
            exactness: None,
            written: None,
            export: None,
            known_unwanted: None,
            told_in: None,
            knowledge_shown: None,
            appearance: None,
            vehicle: None,
            witnesses: None,
            fear: None,
            alarm: None,
            distress: None,
            practical_changes: None,
            response_kind: None,
            clinical_setting: None,
            chaperone: None,
            content_note: None,
            behaviours: Vec::new(),
            reported_to: Vec::new(),
            people: Vec::new(),
        }
    }

    /// Returns whether it says what this did to the writer: in words, or by a degree of fear, alarm or distress.
    #[must_use]
    pub fn says_effect(&self) -> bool {
        let degrees = [self.fear, self.alarm, self.distress];
        is_written(&self.effect) || degrees.into_iter().flatten().any(|degree| degree != Degree::NotAtAll)
    }

    /// Returns whether it says what the writer changed in their days because of it.
    #[must_use]
    pub fn says_changes(&self) -> bool {
        is_written(&self.practical_changes)
    }
}

fn is_written(text: &Option<String>) -> bool {
    text.as_deref().is_some_and(|text| !text.trim().is_empty())
}

/// One field before and after an amendment, as text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Change {
    /// The field, by its part name in the format.
    pub field: String,
    /// What it said before; empty where it said nothing.
    pub earlier: String,
    /// What it says after; empty where it says nothing.
    pub later: String,
}

/// A correction appended to a contact or an item; what stood before stays readable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Amendment {
    /// When it was recorded, by this computer's clock.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub recorded: Timestamp,
    /// Why, in the writer's words.
    pub reason: String,
    /// The main text (what happened; an item's description) before.
    pub earlier: String,
    /// The main text after.
    pub later: String,
    /// Every field that it changed.
    pub changes: Vec<Change>,
    /// True when another amendment was made without knowing of this one: both are shown.
    pub conflict: bool,
    /// The leaf of its record.
    #[serde(skip)]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub leaf: Option<LeafHash>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_aliases_lead_to_one_channel() {
        for channel in Channel::ALL {
            assert_eq!(Channel::from_alias(channel.word()), Some((*channel, None)));
            assert_eq!(serde_json::to_value(channel).ok(), Some(channel.word().into()));
        }
        assert_eq!(Channel::from_alias("WhatsApp"), Some((Channel::Message, Some("WhatsApp"))));
        assert_eq!(Channel::from_alias("in-person"), Some((Channel::InPerson, None)));
        assert_eq!(Channel::from_alias("pigeon"), None);
        assert_eq!(Direction::from_alias("incoming"), Some(Direction::FromThem));
    }
}
