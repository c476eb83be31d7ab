//! What users are told beyond their own case: facts with their sources, the plan, checklists, letters, reminders.
//!
//! One file holds it all (`crates/content/guidance.json`); these are its types. Nothing here is legal advice.

use crate::outgoing::{LetterPurpose, StepKind};
use crate::{Channel, Looked, Turn, details::Jurisdiction};
use serde::{Deserialize, Serialize};

macro_rules! content {
    ($($(#[$meta:meta])* pub struct $name:ident { $($body:tt)* })*) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS))]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($body)* }
    )* };
}

content! {
    /// The whole of the file.
    pub struct Guidance {
        /// The version of this form: 1.
        pub format: u32,
        /// The day of issue, `2026-11-22`; a file with an earlier one does not replace a later one.
        pub issued: String,
        /// What it is not.
        pub note: String,
        /// Who says it.
        pub sources: Vec<GuidanceSource>,
        /// What comes before all else.
        pub emergency: Fact,
        /// What helps on the first day, in the order in which to do it.
        pub today: Vec<Fact>,
        /// What to mind while writing a contact down.
        pub writing: Vec<Fact>,
        /// Numbers to ring.
        pub numbers: Vec<PhoneNumber>,
        /// What to do when the person of concern speaks of harming themselves.
        pub self_harm: Fact,
        /// The steps of the plan, in their order.
        pub plan: Vec<PlanStep>,
        /// Which step is suggested: the first rule that holds, of a step that is open.
        pub next: Vec<NextRule>,
        /// The checklists, in the order of their numbers.
        pub checklists: Vec<Checklist>,
        /// Where authorities say different things.
        pub conflicts: Vec<Conflict>,
        /// Days to be reminded of.
        pub reminders: Vec<Reminder>,
        /// What is asked before a letter goes.
        pub gate: Vec<GateQuestion>,
        /// Outlines of letters.
        pub letters: Vec<Outline>,
        /// Why each thing that is looked for in a capture matters.
        #[serde(default)]
        pub looked_for: Vec<LookedFact>,
        /// Where each platform shows what is looked for.
        #[serde(default)]
        pub platforms: Vec<PlatformAdvice>,
    }

    /// Why something that is looked for in a capture matters.
    pub struct LookedFact {
        /// What.
        pub what: Looked,
        /// Why.
        pub why: Fact,
    }

    /// Where a platform shows what is looked for, and what it tells the other side.
    pub struct PlatformAdvice {
        /// Its name in here.
        pub id: String,
        /// Its name.
        pub name: String,
        /// Where the address is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub address: Option<Fact>,
        /// Where the handle or the number of the account is.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub user_id: Option<Fact>,
        /// Where the date and time are.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub date: Option<Fact>,
        /// What it tells the other person of a capture.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub tells: Option<Fact>,
    }

    /// Who says something.
    pub struct GuidanceSource {
        /// The name that facts use.
        pub id: String,
        /// Who, and what.
        pub name: String,
        /// Where it can be looked up; never opened by the application.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub place: Option<String>,
    }

    /// One thing that is said, and by whom.
    pub struct Fact {
        /// What.
        pub text: String,
        /// Who says so, by the sources' names.
        pub sources: Vec<String>,
        /// The month in which they were last read, `2026-11`.
        pub as_at: String,
        /// What is not sure about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unsure: Option<String>,
    }

    /// A number to ring.
    pub struct PhoneNumber {
        /// Its name in here.
        pub id: String,
        /// Who answers.
        pub name: String,
        /// The number.
        pub number: String,
        /// What for.
        pub for_what: String,
        /// When it is offered.
        pub ring_for: Vec<RingFor>,
        /// Where it was read.
        pub sources: Vec<String>,
        /// When.
        pub as_at: String,
        /// What is not sure about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unsure: Option<String>,
    }

    /// A step of the plan.
    pub struct PlanStep {
        /// The name that entries in the register of steps use.
        pub id: String,
        /// What to do.
        pub title: String,
        /// The kind of its entries.
        pub kind: StepKind,
        /// Why, in a sentence.
        pub why: Fact,
        /// How.
        pub how: Vec<Fact>,
        /// Letters of these purposes, sent, count as this step.
        pub letters: Vec<LetterPurpose>,
        /// The checklist that goes with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub checklist: Option<String>,
        /// The letter that goes with it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub outline: Option<String>,
        /// Where authorities differ about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub conflict: Option<String>,
    }

    /// When a step is suggested.
    pub struct NextRule {
        /// Which step.
        pub step: String,
        /// What must hold; all of it.
        pub all: Vec<Condition>,
        /// What a reader is told, after "Shown because"; `{contacts}` and the like are counts.
        pub because: String,
    }

    /// A list to go through.
    pub struct Checklist {
        /// The name that entries use.
        pub id: String,
        /// Its number.
        pub n: u32,
        /// What it is for.
        pub title: String,
        /// What to do.
        pub points: Vec<ChecklistPoint>,
    }

    /// One point of a checklist.
    pub struct ChecklistPoint {
        /// The name that ticks use.
        pub id: String,
        /// What.
        pub text: String,
        /// Who says so.
        pub sources: Vec<String>,
        /// When that was read.
        pub as_at: String,
        /// What is not sure about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unsure: Option<String>,
    }

    /// Something that authorities see differently.
    pub struct Conflict {
        /// Its name in here.
        pub id: String,
        /// What it is about.
        pub title: String,
        /// The question.
        pub question: String,
        /// The answers, side by side.
        pub views: Vec<Fact>,
        /// Whom to ask.
        pub then: String,
    }

    /// A day to be reminded of.
    pub struct Reminder {
        /// Its name in here.
        pub id: String,
        /// What it says.
        pub title: String,
        /// What it counts from.
        pub since: Since,
        /// How many months after.
        pub months: u32,
        /// Where it applies; everywhere when empty.
        pub jurisdictions: Vec<Jurisdiction>,
        /// Why.
        pub fact: Fact,
    }

    /// A question before a letter goes.
    pub struct GateQuestion {
        /// Its name in here: `mdo` or `police`.
        pub id: String,
        /// The question.
        pub question: String,
        /// Why it is asked.
        pub fact: Fact,
    }

    /// The outline of a letter.
    pub struct Outline {
        /// Its name, `L1`.
        pub id: String,
        /// Its number.
        pub n: u32,
        /// What it is.
        pub title: String,
        /// The purpose in the register of letters.
        pub purpose: LetterPurpose,
        /// Who signs it.
        pub signed_by: String,
        /// When it is the right one.
        pub when: String,
        /// What must be in it.
        pub must: Vec<String>,
        /// What must not.
        pub must_not: Vec<String>,
        /// To whom.
        pub to: String,
        /// Whether the questions of the gate are asked first.
        pub gate: bool,
        /// The text; `{contacts}` and the like are filled from the case, `[…]` by the person.
        pub text: String,
        /// Who says so.
        pub sources: Vec<String>,
        /// When that was read.
        pub as_at: String,
        /// What is not sure about it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pub unsure: Option<String>,
    }

    /// The guidance that is in use, and how it came to be.
    pub struct GuidanceInUse {
        /// It.
        pub guidance: Guidance,
        /// True when it came from a signed file, false when it is the built-in one.
        pub from_file: bool,
        /// Why a file that is there is not used.
        pub refused: Option<String>,
        /// True when it was issued more than 12 months ago.
        pub old: bool,
    }
}

word_enum! {
    /// When a number is offered.
    RingFor {
        /// Someone may be at risk.
        Risk = "risk", "Someone may be at risk";
        /// The person of concern speaks of harming themselves.
        SelfHarm = "self_harm", "They speak of harming themselves";
    }
}

word_enum! {
    /// What a reminder counts from.
    Since {
        /// The last contact.
        LastContact = "last_contact", "The last contact";
        /// The last warning letter.
        WarningLetter = "warning_letter", "The warning letter";
    }
}

/// What must hold for a step to be suggested; every one is a count or a field of the case, never a judgement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[serde(tag = "if", rename_all = "snake_case", deny_unknown_fields)]
pub enum Condition {
    /// At least so many contacts.
    ContactsAtLeast {
        /// How many.
        n: u32,
    },
    /// At least so many items.
    ItemsAtLeast {
        /// How many.
        n: u32,
    },
    /// At least so many gifts: entries of the register, or contacts that are gifts.
    GiftsAtLeast {
        /// How many.
        n: u32,
    },
    /// A contact came in one of these ways.
    Channel {
        /// Which ways.
        any: Vec<Channel>,
    },
    /// No contact is such a turning point.
    NoTurn {
        /// Which.
        turn: Turn,
    },
    /// At least so many contacts from them came after such a turning point.
    ContactsAfterAtLeast {
        /// Which.
        turn: Turn,
        /// How many.
        n: u32,
    },
    /// A field of the case's details says something.
    DetailPresent {
        /// Which.
        field: String,
    },
    /// A field of the case's details says nothing.
    DetailMissing {
        /// Which.
        field: String,
    },
    /// A field of the case's details is this word.
    DetailIs {
        /// Which.
        field: String,
        /// The word.
        word: String,
    },
    /// The newest review answers yes to one of the things to tell the police.
    ReviewAnsweredYes,
}
