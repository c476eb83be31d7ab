//! People of a case, and what they can be reached or known by.

word_enum! {
    /// What somebody is in a case.
    Role {
        /// The person of concern.
        Subject = "subject", "Person of concern";
        /// The doctor.
        You = "you", "You";
        /// A colleague.
        Colleague = "colleague", "Colleague";
        /// A manager.
        Manager = "manager", "Manager";
        /// A chaperone.
        Chaperone = "chaperone", "Chaperone";
        /// A witness.
        Witness = "witness", "Witness";
        /// Family.
        Family = "family", "Family";
        /// Police.
        Police = "police", "Police";
        /// A medical defence organisation.
        Mdo = "mdo", "Defence organisation";
        /// A solicitor.
        Solicitor = "solicitor", "Solicitor";
        /// The GMC.
        Gmc = "gmc", "GMC";
        /// Another regulator.
        RegulatorOther = "regulator_other", "Another regulator";
        /// Somebody else.
        ThirdParty = "third_party", "Someone else";
        /// Somebody of whom only a message is known.
        UnknownSender = "unknown_sender", "Unknown sender";
    }
}

word_enum! {
    /// What kind of identifier something is.
    IdentifierKind {
        /// An account name.
        Handle = "handle", "Account name";
        /// A phone number.
        Phone = "phone", "Phone number";
        /// An e-mail address.
        Email = "email", "E-mail address";
        /// A postal address.
        Address = "address", "Address";
        /// A vehicle.
        Vehicle = "vehicle", "Vehicle";
        /// An NHS number.
        NhsNumber = "nhs_no", "NHS number";
        /// A date of birth.
        BirthDate = "dob", "Date of birth";
        /// Anything else.
        Other = "other", "Something else";
    }
}

word_enum! {
    /// Why an identifier is taken to be somebody's.
    AttributionBasis {
        /// They said so.
        SelfIdentified = "self_identified", "They said so themselves";
        /// It is a number or address known as theirs.
        Known = "known", "A number or address known as theirs";
        /// What was said only they would know.
        OnlyTheyKnow = "only_they_know", "Content that only they would know";
        /// They admitted it.
        Admitted = "admitted", "Admitted to you or someone else";
        /// Their handwriting was recognised.
        Handwriting = "handwriting", "Handwriting recognised";
        /// They were seen.
        Seen = "seen", "Seen in person";
        /// The platform or the police confirmed it.
        Confirmed = "confirmed", "Confirmed by the platform or police";
        /// It is only suspected.
        Suspicion = "suspicion", "Suspicion only";
        /// Not known.
        Unknown = "unknown", "Not known";
    }
}

word_enum! {
    /// How sure an attribution is, in words.
    Confidence {
        /// An authority confirmed it.
        Confirmed = "confirmed", "Confirmed by an authority";
        /// There are strong grounds.
        Strong = "strong", "Strong grounds";
        /// It is possible.
        Possible = "possible", "Possible";
        /// Not known.
        Unknown = "unknown", "Not known";
    }
}

word_enum! {
    /// Whether it is safe to contact somebody.
    ContactSafe {
        /// Yes.
        Yes = "yes", "Yes";
        /// No.
        No = "no", "No";
        /// Only after asking them.
        AskFirst = "ask_first", "Ask first";
    }
}

word_enum! {
    /// Whether somebody would give a statement.
    Willing {
        /// Yes.
        Yes = "yes", "Yes";
        /// No.
        No = "no", "No";
        /// They were not asked.
        NotAsked = "not_asked", "Not asked";
        /// Not sure.
        Unsure = "unsure", "Not sure";
    }
}

value! {
    /// What somebody can be reached or known by; an account name is not a person, so it says why it is taken for theirs.
    pub struct Identifier {
        needed {
            /// What it is.
            kind: IdentifierKind;
            /// The name, number or address.
            value: String;
        }
        may {
            /// Why it is taken for theirs.
            basis: AttributionBasis;
            /// How sure that is.
            confidence: Confidence;
            /// More about it.
            note: String;
        }
    }
}

entry! {
    /// Somebody in a case.
    pub struct Person {
        needed {
            /// A name, or "Person A".
            display: String = "Name";
            /// What they are in the case.
            role: Role = "Role";
        }
        may {
            /// What they are to the doctor.
            relationship: String = "Relationship to you";
            /// What they are to the person of concern.
            relationship_to_subject: String = "Relationship to the person of concern";
            /// Whether it is safe to contact them.
            contact_safe: ContactSafe = "Safe to contact";
            /// Whether they would give a statement.
            statement: Willing = "Willing to give a statement";
            /// Whether they keep a log of their own.
            own_log: bool = "Keeps their own log";
            /// Anything else.
            note: String = "Note";
        }
        lists {
            /// What they can be reached or known by, and what may be shown in a bundle.
            identifiers: Identifier = "Known by";
            /// Identifiers that are sensitive: they are left out of every bundle.
            private_identifiers: Identifier = "Known by, kept out of bundles";
            /// Items that show them.
            items: u32 = "Items";
        }
    }
}
