//! What is known of a case as a whole.

use crate::Moment;

word_enum! {
    /// Which law applies.
    Jurisdiction {
        /// England and Wales.
        EnglandWales = "england_wales", "England and Wales";
        /// Scotland.
        Scotland = "scotland", "Scotland";
        /// Northern Ireland.
        NorthernIreland = "northern_ireland", "Northern Ireland";
        /// More than one.
        Mixed = "mixed", "More than one";
        /// Not sure.
        Unsure = "unsure", "Not sure";
    }
}

word_enum! {
    /// What the doctor is.
    DoctorRole {
        /// A GP partner.
        GpPartner = "gp_partner", "GP partner";
        /// A salaried GP.
        GpSalaried = "gp_salaried", "Salaried GP";
        /// A locum.
        Locum = "locum", "Locum";
        /// A consultant.
        Consultant = "consultant", "Consultant";
        /// A trainee.
        Trainee = "trainee", "Trainee";
        /// An SAS doctor.
        SasDoctor = "sas_doctor", "SAS doctor";
        /// A student.
        Student = "student", "Student";
        /// Anything else.
        Other = "other", "Something else";
    }
}

word_enum! {
    /// What the person of concern is to the practice.
    PersonStatus {
        /// A patient.
        CurrentPatient = "current_patient", "Current patient";
        /// A former patient.
        FormerPatient = "former_patient", "Former patient";
        /// A relative or carer of one.
        RelativeOrCarer = "relative_or_carer", "Relative or carer";
        /// Never a patient.
        NeverPatient = "never_patient", "Never a patient";
        /// Not known.
        Unknown = "unknown", "Not known";
    }
}

word_enum! {
    /// Where the professional relationship stands.
    ProfessionalRelationship {
        /// It goes on.
        Continuing = "continuing", "Continuing";
        /// A colleague has it.
        Transferred = "transferred", "Transferred";
        /// It has ended.
        Ended = "ended", "Ended";
        /// They were removed from the list.
        RemovedFromList = "removed_from_list", "Removed from the list";
        /// There was none.
        Never = "never", "There was none";
    }
}

word_enum! {
    /// Who is responsible for the data.
    Controller {
        /// The doctor.
        Me = "me", "You";
        /// The employer.
        Employer = "employer", "Your employer";
        /// Both.
        Both = "both", "Both";
        /// Not sure.
        Unsure = "unsure", "Not sure";
    }
}

word_enum! {
    /// What kind of order.
    OrderKind {
        /// A restraining order.
        Restraining = "restraining", "Restraining order";
        /// An interim stalking protection order.
        SpoInterim = "spo_interim", "Interim stalking protection order";
        /// A stalking protection order.
        Spo = "spo", "Stalking protection order";
        /// An injunction.
        Injunction = "injunction", "Injunction";
        /// A condition of bail.
        BailCondition = "bail_condition", "Bail condition";
        /// A non-harassment order, in Scotland.
        NonHarassment = "non_harassment", "Non-harassment order";
        /// Anything else.
        Other = "other", "Another order";
    }
}

value! {
    /// An order that was made.
    pub struct Order {
        needed {
            /// Which.
            kind: OrderKind;
        }
        may {
            /// From when.
            from: Moment;
            /// Until when.
            to: Moment;
            /// What it says.
            terms: String;
            /// Whether it was breached.
            breached: bool;
        }
    }
}

entry! {
    /// What is known of a case as a whole; its name stands apart.
    pub struct Details {
        needed {}
        may {
            /// Which law applies.
            jurisdiction: Jurisdiction = "Jurisdiction";
            /// What the doctor is.
            role: DoctorRole = "Your role";
            /// Where they work.
            setting: String = "Setting";
            /// What the person of concern is to the practice.
            person_status: PersonStatus = "The person of concern is";
            /// Where the professional relationship stands.
            relationship: ProfessionalRelationship = "Professional relationship";
            /// Who is responsible for the data.
            controller: Controller = "Responsible for the data";
            /// Who agreed to the keeping of it.
            authority_who: String = "Who agreed to the keeping of it";
            /// When.
            authority_date: Moment = "When they agreed";
            /// What they said about it.
            authority_note: String = "Note on that";
            /// Where the clinical record says that this is kept.
            signposted: String = "Where it is signposted";
            /// The defence organisation.
            mdo_name: String = "Defence organisation";
            /// Its reference.
            mdo_reference: String = "Its reference";
            /// Its adviser.
            mdo_adviser: String = "Its adviser";
            /// When it was first told.
            mdo_first: Moment = "First told";
            /// The line manager.
            line_manager: String = "Line manager";
            /// The police force.
            police_force: String = "Police force";
            /// The incident number, which is not the crime number.
            police_incident: String = "Police incident number";
            /// The crime number.
            police_crime: String = "Crime number";
            /// The officer in the case.
            police_officer: String = "Officer";
            /// Their collar number.
            police_collar: String = "Officer's number";
            /// Their e-mail address.
            police_email: String = "Officer's e-mail address";
            /// The prosecutor's reference.
            prosecutor_reference: String = "Prosecutor's reference";
            /// The GMC's reference.
            gmc_reference: String = "GMC reference";
            /// When to look whether it is still needed; without it, six years after the last contact.
            retention_review: Moment = "Review of keeping";
            /// When the person looked at that last.
            retention_reviewed: Moment = "Last reviewed";
        }
        lists {
            /// Orders that were made.
            orders: Order = "Orders";
        }
    }
}

impl Details {
    /// The fields that a bundle may show; the others name advisers, employers and where records are kept.
    pub const SHOWN: &'static [&'static str] = &[
        "jurisdiction",
        "role",
        "person_status",
        "relationship",
        "police_force",
        "police_incident",
        "police_crime",
        "prosecutor_reference",
        "orders",
    ];
}
