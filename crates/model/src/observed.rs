//! The words for what was observed in a contact: how it is known, where, what they did, how it was answered.

word_enum! {
    /// How the person knows of a contact.
    Basis {
        /// They saw it.
        Saw = "saw", "I saw it";
        /// They heard it.
        Heard = "heard", "I heard it";
        /// It came to them.
        Received = "received", "It came to me";
        /// Somebody told them.
        ToldBy = "told_by", "Someone told me";
        /// A document or an item shows it.
        Inferred = "inferred", "An item shows it";
    }
}

word_enum! {
    /// Where the time of a contact comes from.
    TimeSource {
        /// The clock of a phone or computer.
        DeviceClock = "device_clock", "Clock of a phone or computer";
        /// A time that a website or app shows.
        PlatformDisplay = "platform_display", "Shown by the website or app";
        /// The header of an e-mail.
        EmailHeader = "email_header", "Header of the e-mail";
        /// The data inside a photo.
        Exif = "exif", "Data inside the photo";
        /// A postmark.
        Postmark = "postmark", "Postmark";
        /// The display of a camera.
        CctvDisplay = "cctv_display", "Display of a camera";
        /// A list of calls.
        CallLog = "call_log", "List of calls";
        /// An appointment system.
        AppointmentSystem = "appointment_system", "Appointment system";
        /// Remembered.
        Recollection = "recollection", "Remembered";
        /// Said by somebody else.
        ToldBy = "told_by", "Someone told me";
    }
}

word_enum! {
    /// What kind of place it was.
    PlaceKind {
        /// Where the doctor works.
        YourWork = "your_work", "At your work";
        /// At the doctor's home.
        YourHome = "your_home", "At your home";
        /// With the doctor's family.
        YourFamily = "your_family", "With your family";
        /// In public.
        Public = "public", "In public";
        /// Online.
        Online = "online", "Online";
        /// At the other person's place.
        TheirPlace = "their_place", "At their place";
        /// Elsewhere.
        Other = "other", "Somewhere else";
    }
}

word_enum! {
    /// How exact written words are.
    Exactness {
        /// Word for word.
        Exact = "exact", "Word for word";
        /// Nearly.
        Close = "close", "Close to the words";
        /// Only the meaning.
        Gist = "gist", "The meaning only";
    }
}

word_enum! {
    /// What was done, as the law lists it (Protection from Harassment Act 1997, s.2A(3); Criminal Justice and Licensing
    /// (Scotland) Act 2010, s.39(6)) and as police ask; a description, no conclusion.
    Behaviour {
        /// Following.
        Following = "following", "Following";
        /// Contacting or trying to.
        Contacting = "contacting", "Contacting or trying to";
        /// Publishing something about the person or as if from them.
        Publishing = "publishing", "Publishing about you or as you";
        /// Monitoring internet, e-mail or other use.
        Monitoring = "monitoring", "Monitoring what you do online";
        /// Loitering.
        Loitering = "loitering", "Loitering";
        /// Interfering with property.
        Interfering = "interfering", "Interfering with property";
        /// Watching or spying.
        Watching = "watching", "Watching";
        /// Giving something, or leaving it to be found.
        Giving = "giving", "Giving or leaving something";
        /// A threat.
        Threat = "threat", "A threat";
        /// A weapon was shown or spoken of.
        Weapon = "weapon", "A weapon";
        /// A sexual remark.
        SexualComment = "sexual_comment", "A sexual remark";
        /// A declaration of love.
        DeclarationOfLove = "declaration_of_love", "A declaration of love";
        /// A statement about harming themselves.
        SelfHarm = "self_harm", "Speaking of harming themselves";
        /// Going to family.
        ApproachToFamily = "approach_to_family", "Going to your family";
        /// Going to colleagues.
        ApproachToStaff = "approach_to_staff", "Going to your colleagues";
        /// A complaint or an allegation.
        Complaint = "complaint", "A complaint or allegation";
        /// Turning up at home.
        TurnedUpAtHome = "turned_up_at_home", "Turning up at your home";
    }
}

impl Behaviour {
    /// Returns whether the person is asked if anyone is at risk now.
    #[must_use]
    pub fn asks_about_risk(self) -> bool {
        matches!(self, Self::Threat | Self::Weapon | Self::SelfHarm | Self::TurnedUpAtHome)
    }
}

word_enum! {
    /// Whether they knew that the contact was not wanted.
    KnownUnwanted {
        /// They had been told.
        ToldBefore = "told_before", "Yes, they had been told";
        /// No.
        No = "no", "No";
        /// Not clear.
        Unclear = "unclear", "Not clear";
    }
}

word_enum! {
    /// How strongly something was felt, in words.
    Degree {
        /// Not at all.
        NotAtAll = "not_at_all", "Not at all";
        /// A little.
        ALittle = "a_little", "A little";
        /// Quite.
        Quite = "quite", "Quite";
        /// Very.
        Very = "very", "Very";
    }
}

word_enum! {
    /// How the doctor answered.
    ResponseKind {
        /// Not at all.
        None = "none", "Nothing";
        /// By not answering.
        Ignored = "ignored", "Did not answer";
        /// By answering.
        Replied = "replied", "Replied";
        /// By ending the call.
        EndedCall = "ended_call", "Ended the call";
        /// By asking them to stop.
        AskedToStop = "asked_to_stop", "Asked them to stop";
        /// By calling a colleague.
        CalledColleague = "called_colleague", "Called a colleague";
        /// By calling security.
        CalledSecurity = "called_security", "Called security";
        /// By calling the police.
        CalledPolice = "called_police", "Called the police";
        /// By leaving.
        Left = "left", "Left";
        /// Otherwise.
        Other = "other", "Something else";
    }
}

word_enum! {
    /// Whether it was in a consultation.
    ClinicalSetting {
        /// During one.
        DuringConsultation = "during_consultation", "During a consultation";
        /// Not during one.
        NotInConsultation = "not", "Not in a consultation";
    }
}
