//! Chaperone records, and reviews: four prompts, never summed.

use crate::Moment;

word_enum! {
    /// Whether a chaperone was there.
    Offered {
        /// One was there.
        Accepted = "accepted", "Offered and accepted";
        /// The patient declined.
        Declined = "declined", "Offered and declined";
        /// None could be had.
        NoneAvailable = "none_available", "None available";
        /// None was offered.
        NotOffered = "not_offered", "Not offered";
    }
}

entry! {
    /// A chaperone at a consultation; no clinical detail.
    pub struct Chaperone {
        needed {
            /// When the consultation was.
            when: Moment = "Consultation";
            /// Whether a chaperone was there.
            offered: Offered = "Chaperone";
        }
        may {
            /// The chaperone's name and role.
            name_role: String = "Name and role";
            /// Whether they saw the whole of it.
            whole: bool = "Present throughout";
            /// Whether it is written in the clinical record.
            recorded_in_notes: bool = "Written in the clinical record";
            /// Why none was there.
            why_none: String = "Why none was there";
        }
        lists {
            /// The contacts it belongs to.
            contacts: u32 = "Contacts";
        }
    }
}

word_enum! {
    /// Yes, no, or not sure.
    Answer {
        /// Yes.
        Yes = "yes", "Yes";
        /// No.
        No = "no", "No";
        /// Not sure.
        Unsure = "unsure", "Not sure";
    }
}

word_enum! {
    /// How frightened somebody is, in words.
    Frightened {
        /// Not.
        Not = "not", "Not frightened";
        /// A little.
        ALittle = "a_little", "A little frightened";
        /// Very.
        Very = "very", "Very frightened";
    }
}

value! {
    /// The answer to a prompt.
    pub struct Prompt {
        needed {
            /// Yes, no, or not sure.
            answer: Answer;
        }
        may {
            /// In the person's words.
            note: String;
        }
    }
}

value! {
    /// The answer to one of the things to tell the police, by the name that the list gives it.
    pub struct Point {
        needed {
            /// Which.
            key: String;
            /// Yes, no, or not sure.
            answer: Answer;
        }
        may {
            /// In the person's words.
            note: String;
        }
    }
}

entry! {
    /// A look at the whole: four prompts with a note each, no total and no label.
    pub struct Review {
        needed {
            /// When.
            when: Moment = "When";
        }
        may {
            /// Who looked.
            by: String = "By";
            /// Whether it seems fixated.
            fixated: Prompt = "Fixated";
            /// Whether it seems obsessive.
            obsessive: Prompt = "Obsessive";
            /// Whether it is unwanted.
            unwanted: Prompt = "Unwanted";
            /// Whether it is repeated.
            repeated: Prompt = "Repeated";
            /// How frightened the person is.
            frightened: Frightened = "How frightened";
            /// In their words.
            frightened_words: String = "In your words";
            /// What is needed now.
            needs: String = "Needed now";
            /// Who was told of it.
            told: String = "Who was told";
            /// When to look again.
            next_review: Moment = "Next review";
        }
        lists {
            /// Things to tell the police.
            points: Point = "To tell the police";
            /// The contacts that it looks at.
            contacts: u32 = "Contacts";
        }
    }
}
