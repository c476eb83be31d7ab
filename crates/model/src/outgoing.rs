//! What the doctor, or somebody for them, did: letters sent and steps taken.

use crate::{Moment, Turn};

word_enum! {
    /// What a letter is for.
    LetterPurpose {
        /// To say where the boundary is.
        Boundary = "boundary", "Boundary letter";
        /// To give a gift back.
        GiftReturn = "gift_return", "Gift returned or declined";
        /// To hand over care.
        TransferOfCare = "transfer_of_care", "Transfer of care";
        /// To warn.
        Warning = "warning", "Warning letter";
        /// To agree on behaviour.
        AcceptableBehaviour = "acceptable_behaviour", "Acceptable behaviour agreement";
        /// To end the professional relationship.
        EndingRelationship = "ending_relationship", "Ending the professional relationship";
        /// To give notice of removal.
        RemovalNotice = "removal_notice", "Notice of removal";
        /// To ask for no more contact.
        NoContact = "no_contact", "No more contact";
        /// To answer a complaint.
        ReplyToComplaint = "reply_to_complaint", "Reply to a complaint";
        /// To report.
        Report = "report", "Report";
        /// Anything else.
        Other = "other", "Another letter";
    }
}

impl LetterPurpose {
    /// Returns which turning point a letter of this purpose is once it is sent; `None` for one that does not say that
    /// contact is to stop.
    #[must_use]
    pub fn turn(self) -> Option<Turn> {
        match self {
            Self::Warning => Some(Turn::WarningLetter),
            Self::Boundary | Self::NoContact | Self::EndingRelationship | Self::RemovalNotice => {
                Some(Turn::AskedToStop)
            }
            Self::GiftReturn
            | Self::TransferOfCare
            | Self::AcceptableBehaviour
            | Self::ReplyToComplaint
            | Self::Report
            | Self::Other => None,
        }
    }
}

word_enum! {
    /// Who a letter is from.
    LetterFrom {
        /// The doctor.
        You = "you", "You";
        /// The practice manager.
        PracticeManager = "practice_manager", "Practice manager";
        /// A partner.
        Partner = "partner", "Partner";
        /// The trust.
        Trust = "trust", "Trust";
        /// A solicitor.
        Solicitor = "solicitor", "Solicitor";
        /// The defence organisation drafted it.
        MdoDrafted = "mdo_drafted", "Drafted by the defence organisation";
    }
}

word_enum! {
    /// How a letter went.
    LetterMethod {
        /// By recorded post.
        PostRecorded = "post_recorded", "Recorded post";
        /// By post.
        Post = "post", "Post";
        /// By hand.
        Hand = "hand", "By hand";
        /// By e-mail.
        Email = "email", "E-mail";
        /// Through a portal.
        Portal = "portal", "Portal";
    }
}

word_enum! {
    /// Whether the police asked not to write.
    AskedNotTo {
        /// No.
        No = "no", "No";
        /// Yes.
        Yes = "yes", "Yes";
        /// The police are not involved.
        NotInvolved = "not_involved", "Police not involved";
    }
}

entry! {
    /// A letter that was written or sent.
    pub struct Letter {
        needed {
            /// What it is for.
            purpose: LetterPurpose = "Purpose";
        }
        may {
            /// When it was sent.
            sent: Moment = "Sent";
            /// Who it is from.
            from: LetterFrom = "From";
            /// Who signed it.
            signed_by: String = "Signed by";
            /// To whom.
            to: String = "To";
            /// The template it was made from.
            template: String = "Template";
            /// The text as sent.
            text: String = "Text as sent";
            /// Who approved it.
            approved_by: String = "Approved by";
            /// When.
            approved_at: Moment = "Approved";
            /// Whether the defence organisation has seen it.
            mdo_seen: bool = "Seen by the defence organisation";
            /// Whether the police asked not to write.
            police_asked_not: AskedNotTo = "Police asked not to write";
            /// How it went.
            method: LetterMethod = "How it went";
            /// The item that proves the posting, by number.
            proof_of_posting: u32 = "Proof of posting";
            /// When it was delivered.
            delivered: Moment = "Delivered";
            /// What it says will follow.
            consequence: String = "What follows if repeated";
            /// Until when it holds.
            valid_until: Moment = "Valid until";
        }
        lists {
            /// Items, such as the letter as a file.
            items: u32 = "Items";
            /// The contacts that it names.
            contacts: u32 = "Contacts named";
        }
    }
}

word_enum! {
    /// What a step is.
    StepKind {
        /// The defence organisation was called.
        MdoCall = "mdo_call", "Defence organisation told";
        /// The manager was told.
        ManagerTold = "manager_told", "Manager told";
        /// A report to the police.
        PoliceReport = "police_report", "Report to the police";
        /// Security was told.
        Security = "security", "Security told";
        /// A chaperone is used.
        ChaperoneUsed = "chaperone_used", "Chaperone used";
        /// The boundary was said.
        BoundarySaid = "boundary_said", "Boundary said";
        /// Care went to a colleague.
        CareTransferred = "care_transferred", "Care transferred";
        /// What can be found about the doctor was looked through.
        PrivacyReview = "privacy_review", "Privacy sweep";
        /// An account was secured.
        AccountSecured = "account_secured", "Account secured";
        /// An account was muted.
        Muted = "muted", "Muted";
        /// A report to a platform.
        PlatformReport = "platform_report", "Report to a platform";
        /// An incident report at work.
        Datix = "datix", "Incident report at work";
        /// An entry in a gift register.
        GiftRegister = "gift_register", "Gift register";
        /// A letter from the GMC was dealt with.
        GmcLetter = "gmc_letter", "GMC letter";
        /// Legal advice.
        LegalAdvice = "legal_advice", "Legal advice";
        /// Well-being.
        Wellbeing = "wellbeing", "Well-being";
        /// Security at home.
        HomeSecurity = "home_security", "Security at home";
        /// Staff were told.
        StaffBriefed = "staff_briefed", "Colleagues told";
        /// The log is kept.
        LogKept = "log_kept", "Log kept";
        /// A letter was sent.
        LetterSent = "letter_sent", "Letter sent";
        /// Anything else.
        Other = "other", "Another step";
    }
}

impl StepKind {
    /// Returns whether what is written about it may be privileged: advice that was asked for. It stays out of bundles.
    #[must_use]
    pub fn may_be_privileged(self) -> bool {
        matches!(self, Self::MdoCall | Self::LegalAdvice)
    }

    /// Returns the turning point that it is once it is done.
    #[must_use]
    pub fn turn(self) -> Option<Turn> {
        match self {
            Self::BoundarySaid => Some(Turn::AskedToStop),
            Self::PoliceReport => Some(Turn::Police),
            _ => None,
        }
    }
}

entry! {
    /// A step that was taken or is due; it never says what was advised.
    pub struct Step {
        needed {
            /// What it is.
            kind: StepKind = "Step";
        }
        may {
            /// When it was done.
            when: Moment = "Done";
            /// Who did it, or was spoken to.
            who: String = "Who";
            /// A reference.
            reference: String = "Reference";
            /// The outcome in neutral words; what was advised stays in the private notes.
            outcome: String = "Outcome";
            /// When it is due.
            due: Moment = "Due";
            /// Whether it is done.
            done: bool = "Is done";
            /// The step of the plan that it belongs to, by the name that the plan gives it.
            plan: String = "Step of the plan";
            /// Why it is not taken.
            not_taken: String = "Why it is not taken";
        }
        lists {
            /// Items that show it.
            items: u32 = "Items";
            /// The contacts it belongs to.
            contacts: u32 = "Contacts";
        }
    }
}
