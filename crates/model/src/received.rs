//! What came to the doctor: gifts, and physical things that are kept.

use crate::Moment;
use crate::fields::Say;
use serde::{Deserialize, Serialize};

/// An amount of money in pence; 0 to [`Pence::MOST`] is taken, and anything else refused in plain words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Pence(#[cfg_attr(feature = "ts", ts(type = "number"))] pub i64);

impl Pence {
    /// The largest amount that is taken: one billion pounds, so that a slip of the hand is noticed.
    pub const MOST: i64 = 100_000_000_000;

    /// Returns whether it is an amount that is taken.
    #[must_use]
    pub fn is_sensible(self) -> bool {
        (0..=Self::MOST).contains(&self.0)
    }

    /// Reads pounds as people write them: `12`, `12.5`, `£1,250.00`; `None` for anything else, so for a negative sum.
    #[must_use]
    pub fn from_pounds(text: &str) -> Option<Self> {
        let bare = text.trim().trim_start_matches('£').replace(',', "");
        let (pounds, pence) = bare.split_once('.').unwrap_or((&bare, ""));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if pounds.is_empty() || !digits(pounds) || !digits(pence) || pence.len() > 2 {
            return None;
        }
        let pence: i64 = format!("{pence:0<2}").parse().ok()?;
        let sum = Self(pounds.parse::<i64>().ok()?.checked_mul(100)?.checked_add(pence)?);
        sum.is_sensible().then_some(sum)
    }
}

impl Say for Pence {
    fn say(&self) -> String {
        let digits = (self.0.unsigned_abs() / 100).to_string();
        let mut pounds = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                pounds.push(',');
            }
            pounds.push(digit);
        }
        format!("{}£{pounds}.{:02}", if self.0 < 0 { "−" } else { "" }, self.0.unsigned_abs() % 100)
    }
}

word_enum! {
    /// How a gift or thing came.
    Arrival {
        /// In person.
        InPerson = "in_person", "In person";
        /// Left at reception.
        Reception = "reception", "At reception";
        /// By post.
        Post = "post", "By post";
        /// By courier.
        Courier = "courier", "By courier";
        /// To the doctor's home.
        Home = "home", "To your home";
        /// Left to be found.
        Left = "left", "Left to be found";
        /// As a transfer online.
        OnlineTransfer = "online_transfer", "Transfer online";
        /// Through somebody else.
        ThirdParty = "third_party", "Through someone";
        /// Otherwise.
        Other = "other", "Some other way";
    }
}

word_enum! {
    /// Yes, no, or not clear.
    Clarity {
        /// Yes.
        Yes = "yes", "Yes";
        /// No.
        No = "no", "No";
        /// Not clear.
        Unclear = "unclear", "Not clear";
    }
}

word_enum! {
    /// What was done with a gift.
    Decision {
        /// It was refused.
        Refused = "refused", "Refused";
        /// It was given back.
        Returned = "returned", "Given back";
        /// It is kept for the police.
        KeptForPolice = "kept_for_police", "Kept for the police";
        /// It went to charity.
        Charity = "given_to_charity", "Given to charity";
        /// The team had it.
        Team = "shared_with_team", "Went to the team";
        /// It was accepted for the organisation.
        AcceptedForOrganisation = "accepted_for_org", "Accepted for the organisation";
        /// It was accepted.
        Accepted = "accepted", "Accepted";
        /// It was disposed of.
        Disposed = "disposed", "Disposed of";
        /// Nothing is decided yet.
        Undecided = "undecided", "Not decided yet";
    }
}

entry! {
    /// A gift, offered or received.
    pub struct Gift {
        needed {
            /// When it was offered or received.
            when: Moment = "When";
            /// What it is.
            what: String = "What";
        }
        may {
            /// How it came.
            how: Arrival = "How it came";
            /// The estimated value in pence.
            value: Pence = "Estimated value";
            /// Where the estimate comes from.
            value_basis: String = "Basis of the estimate";
            /// Whether it is cash or a voucher.
            cash_or_voucher: bool = "Cash or voucher";
            /// The message that came with it.
            message: String = "Message with it";
            /// Whether it is connected with the services of the practice or trust.
            connected_with_services: Clarity = "Connected with services";
            /// Who gave it, by number.
            giver: u32 = "From person";
            /// What was done with it.
            decision: Decision = "Decision";
            /// Who decided.
            decision_by: String = "Decided by";
            /// Why.
            decision_reason: String = "Reason for the decision";
            /// The policy that was followed.
            policy: String = "Policy followed";
            /// Whether an entry in a gift register is needed.
            register_needed: Clarity = "Register entry needed";
            /// Whether one was made.
            register_made: bool = "Register entry made";
            /// In which register.
            register_where: String = "Register";
            /// When.
            register_date: Moment = "Date of the register entry";
            /// Whether the giver was told that it is recorded.
            giver_told: bool = "Giver told that it is recorded";
        }
        lists {
            /// Items that show it.
            items: u32 = "Items";
            /// The contacts it belongs to.
            contacts: u32 = "Contacts";
        }
    }
}

word_enum! {
    /// What a physical thing is packed in.
    Packaging {
        /// A paper envelope or bag.
        Paper = "paper_envelope", "Paper envelope or bag";
        /// Card.
        Card = "card", "Card";
        /// A box.
        Box = "box", "Box";
        /// Plastic.
        Plastic = "plastic", "Plastic";
        /// Nothing.
        None = "none", "Nothing";
    }
}

word_enum! {
    /// Who has a physical thing.
    Custody {
        /// The doctor.
        WithMe = "with_me", "With you";
        /// The employer.
        WithEmployer = "with_employer", "With the employer";
        /// The defence organisation.
        WithMdo = "with_mdo", "With the defence organisation";
        /// The police.
        WithPolice = "with_police", "With the police";
        /// It was given back.
        Returned = "returned", "Given back";
        /// It was destroyed.
        Destroyed = "destroyed", "Destroyed";
        /// It is lost.
        Lost = "lost", "Lost";
    }
}

word_enum! {
    /// Whether a thing was opened.
    Opened {
        /// No.
        No = "no", "Not opened";
        /// By the doctor.
        ByMe = "by_me", "Opened by you";
        /// By somebody else.
        ByOther = "by_other", "Opened by someone else";
    }
}

value! {
    /// That somebody had a thing in their hands.
    pub struct Handling {
        needed {
            /// Who.
            who: String;
        }
        may {
            /// When.
            when: Moment;
            /// What they did with it.
            what: String;
        }
    }
}

entry! {
    /// A physical thing that is kept: a letter, a card, a gift, its packaging.
    pub struct Thing {
        needed {
            /// The short code on its label.
            label: String = "Label";
            /// What it is.
            what: String = "What";
        }
        may {
            /// When it came or was found.
            when: Moment = "When";
            /// How it came.
            how: Arrival = "How it came";
            /// Where it was found.
            found_where: String = "Where it was found";
            /// What it is packed in.
            packaging: Packaging = "Packed in";
            /// Whether the envelope is kept with it.
            envelope_kept: bool = "Envelope kept";
            /// The place on the postmark.
            postmark_place: String = "Postmark, place";
            /// The date on the postmark.
            postmark_date: Moment = "Postmark, date";
            /// The stamp or franking.
            franking: String = "Stamp or franking";
            /// Whether it was opened.
            opened: Opened = "Opened";
            /// Where it is now.
            place_now: String = "Where it is now";
            /// Who has it.
            custody: Custody = "Who has it";
            /// The mark that the producing witness proposes, such as "AB1".
            exhibit: String = "Proposed exhibit reference";
            /// Anything else.
            note: String = "Note";
        }
        lists {
            /// Who had it in their hands.
            handled_by: Handling = "Handled by";
            /// Items that show it.
            items: u32 = "Items";
            /// The contacts it belongs to.
            contacts: u32 = "Contacts";
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pounds_are_read_as_people_write_them_and_never_below_nothing() {
        for (text, pence) in
            [("12", 1200), ("12.5", 1250), (" £1,250.05 ", 125_005), ("0", 0), ("1000000000", Pence::MOST)]
        {
            assert_eq!(Pence::from_pounds(text), Some(Pence(pence)), "{text}");
        }
        for text in
            ["-5", "", "£", "1.234", "1.2.3", "1000000000.01", "1000000000000", "99999999999999999999", "12p", "+5"]
        {
            assert_eq!(Pence::from_pounds(text), None, "{text}");
        }
        assert_eq!(Pence(125_005).say(), "£1,250.05");
        assert_eq!(Pence(7).say(), "£0.07");
    }
}
