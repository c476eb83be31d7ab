//! What was given out: for whom a bundle is made and why, and what became of it afterwards.

use crate::view::Selection;
use crate::{Amendment, Moment, Timestamp};

word_enum! {
    /// For whom a bundle is made.
    Profile {
        /// The police.
        Police = "police", "Police";
        /// The prosecutor, through the police.
        CpsViaPolice = "cps_via_police", "CPS, through the police";
        /// The regulator, through the defence organisation.
        GmcViaMdo = "gmc_via_mdo", "GMC, through your defence organisation";
        /// An adviser of the defence organisation.
        Mdo = "mdo", "Your defence organisation’s adviser";
        /// The employer, or those who look after security there.
        EmployerSecurity = "employer_security", "Employer or security";
        /// A solicitor.
        Solicitor = "solicitor", "Solicitor";
        /// The doctor's own copy.
        OwnCopy = "own_copy", "Your own copy";
    }
}

word_enum! {
    /// On what a disclosure rests.
    LawfulBasis {
        /// The person it is about agreed.
        Consent = "consent", "Consent";
        /// A law asks for it.
        LegalObligation = "legal_obligation", "The law requires it";
        /// A court ordered it.
        CourtOrder = "court_order", "A court order";
        /// To prevent serious harm or serious crime.
        SeriousHarm = "public_interest_serious_harm", "To prevent serious harm or crime";
        /// To establish, exercise or defend legal claims.
        LegalClaims = "legal_claims", "Legal claims";
        /// To be advised by one's own defence organisation.
        OwnMdo = "own_mdo", "Advice from your own defence organisation";
        /// Anything else.
        Other = "other", "Another basis";
    }
}

word_enum! {
    /// Whether the person it is about was asked.
    ConsentAsked {
        /// They were, and agreed.
        Given = "yes", "Asked, and agreed";
        /// They were, and refused.
        Refused = "refused", "Asked, and refused";
        /// Asking would defeat what it is for.
        WouldUndermine = "would_undermine", "Not asked: it would defeat the purpose";
        /// Asking is not safe.
        Unsafe = "unsafe", "Not asked: it is not safe";
        /// Asking is not practicable.
        NotPracticable = "not_practicable", "Not asked: it is not practicable";
    }
}

entry! {
    /// For whom a bundle is made, and why.
    pub struct Disclosing {
        needed {}
        may {
            /// What they are.
            profile: Profile = "For";
            /// Who that is.
            name: String = "Who";
            /// What it is for.
            purpose: String = "What for";
            /// Who asked for it, with their date and reference.
            requested_by: String = "Asked for by";
            /// On what it rests.
            basis: LawfulBasis = "Lawful basis";
            /// Whether the person it is about was asked.
            consent: ConsentAsked = "Consent";
            /// Why not, or what they said.
            consent_reason: String = "Why";
            /// Who advised.
            advised_by: String = "Advised by";
        }
        lists {}
    }
}

impl Disclosing {
    /// Returns whether both are for the same recipient: the same profile, and the same name but for case and spaces.
    #[must_use]
    pub fn is_for_same(&self, other: &Self) -> bool {
        let key = |of: &Self| {
            let name = of.name.as_deref().unwrap_or_default();
            name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
        };
        self.profile == other.profile && key(self) == key(other)
    }
}

word_enum! {
    /// What became of a bundle.
    ReceiptEvent {
        /// Somebody got it.
        Given = "given", "Given";
        /// They said that they could open it.
        Opened = "opened", "They could open it";
        /// It was taken back: from here on they are taken not to have it.
        Withdrawn = "withdrawn", "Withdrawn";
    }
}

word_enum! {
    /// How a bundle went.
    Delivery {
        /// By hand.
        InPerson = "in_person", "By hand";
        /// By post.
        Post = "post", "Post";
        /// By recorded post or courier.
        Courier = "courier", "Recorded post or courier";
        /// Through the link or portal that they sent.
        Portal = "portal", "Their link or portal";
        /// By e-mail.
        Email = "email", "E-mail";
        /// Any other way.
        Other = "other", "Another way";
    }
}

entry! {
    /// What became of a bundle that was made.
    pub struct Receipt {
        needed {
            /// What happened.
            event: ReceiptEvent = "What happened";
        }
        may {
            /// Who took it, or gave it back.
            given_to: String = "To whom";
            /// When.
            when: Moment = "When";
            /// How it went.
            how: Delivery = "How";
            /// Their reference.
            reference: String = "Their reference";
            /// Who gave it.
            by: String = "By whom";
            /// Anything else, such as that they deleted it.
            note: String = "Note";
        }
        lists {}
    }
}

word_enum! {
    /// How making a bundle ended.
    DisclosureState {
        /// It was made.
        Made = "made", "Made";
        /// It was not.
        NotMade = "not_made", "Not made";
        /// Nothing says how it ended: the computer stopped before that was written.
        Begun = "begun", "Begun, and it is not known whether it was made";
    }
}

view! {
    /// A bundle that was made, or begun: who has it, and what became of it.
    pub struct DisclosureView {
        /// The number of the hand-over.
        pub n: u32,
        /// The number as shown: `3`, or `3b` where two computers used one number.
        pub label: String,
        /// The number of the case.
        pub case: u32,
        /// When it was begun.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub recorded: Timestamp,
        /// How it ended.
        pub state: DisclosureState,
        /// Whom it is sealed to: public keys, or "passphrase".
        pub recipients: Vec<String>,
        /// For whom, and why.
        pub why: Disclosing,
        /// What was chosen of the case.
        pub selection: Selection,
        /// How many contacts it holds; `None` where that was not recorded.
        pub contacts: Option<u32>,
        /// How many items it holds; `None` where that was not recorded.
        pub items: Option<u32>,
        /// The hand-overs that it follows, oldest first.
        pub follows: Vec<u32>,
        /// SHA-256 of its tag manifest, which fixes every byte in it.
        pub tagmanifest_sha256: Option<String>,
        /// SHA-256 of the sealed file.
        pub sealed_sha256: Option<String>,
        /// True when it was taken back.
        pub withdrawn: bool,
        /// True when a bundle of what is new since can follow it.
        pub can_follow: bool,
        /// What became of it, in the order of recording.
        pub receipts: Vec<ReceiptView>,
    }

    /// What became of a bundle, with what was written before.
    pub struct ReceiptView {
        /// Its number in the vault.
        pub n: u32,
        /// The number as shown.
        pub label: String,
        /// When it was recorded.
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        pub recorded: Timestamp,
        /// What it says, amendments applied.
        pub receipt: Receipt,
        /// Its amendments, oldest first.
        pub amendments: Vec<Amendment>,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recipient_is_the_same_but_for_case_and_spaces() {
        let to = |profile, name: &str| Disclosing {
            profile: Some(profile),
            name: Some(name.to_owned()).filter(|name| !name.is_empty()),
            ..Disclosing::new()
        };
        let officer = to(Profile::Police, "PC 4471 Osei");
        assert!(officer.is_for_same(&to(Profile::Police, " pc  4471 OSEI ")));
        assert!(!officer.is_for_same(&to(Profile::Police, "PC 4472 Osei")));
        assert!(!officer.is_for_same(&to(Profile::Solicitor, "PC 4471 Osei")));
        assert!(to(Profile::Police, "").is_for_same(&to(Profile::Police, "")));
    }
}
