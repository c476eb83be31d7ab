//! Writes every type that crosses to the window into one TypeScript file, and fails when that file is stale.
//!
//! `CASEKEEP_UPDATE=1 cargo test -p casekeep-model --test typescript` writes it anew.

use casekeep_model::{
    details, disclosure, guidance, keeping, mail, observed, outgoing, papers, pattern, people, reading, received,
    review, transcript, view, window, *,
};
use std::fmt::Write as _;
use std::path::Path;
use ts_rs::{Config, TS};

const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/ipc/types.ts");
const HEAD: &str =
    "// Written by a test of crates/model from its Rust types. Change those, then run it with CASEKEEP_UPDATE=1.\n";

fn write<T: TS>(into: &mut String, cfg: &Config) {
    if let Some(docs) = T::docs() {
        into.push_str(docs.trim_start());
    }
    writeln!(into, "export {}\n", T::decl(cfg)).expect("writing to a string does not fail");
}

macro_rules! all {
    ($($type:ty),* $(,)?) => {{
        let (mut text, cfg) = (format!("{HEAD}\n"), Config::new());
        $(write::<$type>(&mut text, &cfg);)*
        text.truncate(text.trim_end().len());
        text + "\n"
    }};
}

fn words<T: serde::Serialize>(list: &str, name: &str, all: &[T], label: impl Fn(&T) -> &'static str) -> String {
    let mut text =
        format!("\n/** Every {name} in the order the interface offers them, with the words a person reads. */\n");
    writeln!(text, "export const {list}: readonly [{name}, string][] = [").expect("to a string");
    for value in all {
        let word = serde_json::to_string(value).expect("a unit variant is a word");
        writeln!(text, "  [{word}, {}],", serde_json::json!(label(value))).expect("to a string");
    }
    text + "];\n"
}

/// An amendment's fields, which have the types of what they amend.
const PATCHES: &str = "
/** The fields that an amendment replaces, by name; `null` and an empty text take a field away. */
export type Patch = { [field: string]: unknown };

/** The fields of a contact that an amendment replaces; `null` and an empty text take a field away. */
export type ContactChanges = { [Field in keyof Contact]?: Contact[Field] | null };

/** The fields of the details of a case that an amendment replaces; `null` and an empty text take a field away. */
export type DetailsChanges = { [Field in keyof Details]?: Details[Field] | null };
";

fn fields(list: &str, of: &str, all: &[(&str, &str)]) -> String {
    let mut text =
        format!("\n/** Every field of {of} in the order in which they are shown, with the words a person reads. */\n");
    writeln!(text, "export const {list}: readonly [string, string][] = [").expect("to a string");
    for (field, label) in all {
        writeln!(text, "  [{}, {}],", serde_json::json!(field), serde_json::json!(label)).expect("to a string");
    }
    text + "];\n"
}

fn registers() -> String {
    let mut text = String::from(
        "\n/** Every field of each register in the order in which they are shown, with the words a person reads. */\n",
    );
    text += "export const REGISTER_FIELDS: { readonly [R in Register]: readonly [string, string][] } = {\n";
    for register in Register::ALL {
        writeln!(text, "  {}: [", register.word()).expect("to a string");
        for (field, label) in register.fields() {
            writeln!(text, "    [{}, {}],", serde_json::json!(field), serde_json::json!(label)).expect("to a string");
        }
        text += "  ],\n";
    }
    text + "};\n"
}

macro_rules! all_words {
    ($($list:ident: $type:ty),* $(,)?) => {
        fn all_words() -> String {
            let mut text = String::new();
            $(text += &words(
                stringify!($list),
                stringify!($type).rsplit("::").next().expect("a name").trim(),
                <$type>::ALL,
                |value| value.label(),
            );)*
            text
        }
    };
}

all_words! {
    CHANNELS: Channel,
    DIRECTIONS: Direction,
    TURNS: Turn,
    BASES: observed::Basis,
    TIME_SOURCES: observed::TimeSource,
    PLACE_KINDS: observed::PlaceKind,
    EXACTNESSES: observed::Exactness,
    BEHAVIOURS: observed::Behaviour,
    KNOWN_UNWANTED: observed::KnownUnwanted,
    DEGREES: observed::Degree,
    RESPONSE_KINDS: observed::ResponseKind,
    CLINICAL_SETTINGS: observed::ClinicalSetting,
    REGISTERS: Register,
    STAYS: Stays,
    ROLES: people::Role,
    IDENTIFIER_KINDS: people::IdentifierKind,
    ATTRIBUTION_BASES: people::AttributionBasis,
    CONFIDENCES: people::Confidence,
    CONTACT_SAFE: people::ContactSafe,
    WILLING: people::Willing,
    ARRIVALS: received::Arrival,
    CLARITIES: received::Clarity,
    DECISIONS: received::Decision,
    PACKAGINGS: received::Packaging,
    CUSTODIES: received::Custody,
    OPENED: received::Opened,
    LETTER_PURPOSES: outgoing::LetterPurpose,
    LETTER_FROMS: outgoing::LetterFrom,
    LETTER_METHODS: outgoing::LetterMethod,
    ASKED_NOT_TO: outgoing::AskedNotTo,
    STEP_KINDS: outgoing::StepKind,
    OFFERED: review::Offered,
    ANSWERS: review::Answer,
    FRIGHTENED: review::Frightened,
    TRANSCRIBED_BY: transcript::TranscribedBy,
    JURISDICTIONS: details::Jurisdiction,
    DOCTOR_ROLES: details::DoctorRole,
    PERSON_STATUSES: details::PersonStatus,
    RELATIONSHIPS: details::ProfessionalRelationship,
    CONTROLLERS: details::Controller,
    ORDER_KINDS: details::OrderKind,
    LOOKED: Looked,
    HOW_MUCH: HowMuch,
    REPLIES: Replies,
    STILL_THERE: StillThere,
    SIGNS: import::Sign,
    ENTRY_KINDS: view::EntryKind,
    PRIVATE_KINDS: view::PrivateKind,
    EXPORT_KINDS: messages::ExportKind,
    DATE_ORDERS: messages::DateOrder,
    SENDER_ROLES: messages::SenderRole,
    UNREAD_WHY: messages::UnreadWhy,
    NO_MESSAGES: messages::NoMessages,
    PROFILES: disclosure::Profile,
    LAWFUL_BASES: disclosure::LawfulBasis,
    CONSENTS: disclosure::ConsentAsked,
    RECEIPT_EVENTS: disclosure::ReceiptEvent,
    DELIVERIES: disclosure::Delivery,
    DISCLOSURE_STATES: disclosure::DisclosureState,
}

fn bindings() -> String {
    let mut text = all![
        Precision,
        Fold,
        Moment,
        Channel,
        Direction,
        Turn,
        observed::Basis,
        observed::TimeSource,
        observed::PlaceKind,
        observed::Exactness,
        observed::Behaviour,
        observed::KnownUnwanted,
        observed::Degree,
        observed::ResponseKind,
        observed::ClinicalSetting,
        Told,
        Contact,
        Register,
        Stays,
        people::Role,
        people::IdentifierKind,
        people::AttributionBasis,
        people::Confidence,
        people::ContactSafe,
        people::Willing,
        people::Identifier,
        Person,
        Pence,
        received::Arrival,
        received::Clarity,
        received::Decision,
        Gift,
        received::Packaging,
        received::Custody,
        received::Opened,
        received::Handling,
        Thing,
        outgoing::LetterPurpose,
        outgoing::LetterFrom,
        outgoing::LetterMethod,
        outgoing::AskedNotTo,
        Letter,
        outgoing::StepKind,
        Step,
        review::Offered,
        Chaperone,
        review::Answer,
        review::Frightened,
        review::Prompt,
        review::Point,
        Review,
        transcript::TranscribedBy,
        reading::TextReaderView,
        Transcript,
        RegisterEntry,
        details::Jurisdiction,
        details::DoctorRole,
        details::PersonStatus,
        details::ProfessionalRelationship,
        details::Controller,
        details::OrderKind,
        details::Order,
        Details,
        Change,
        Amendment,
        Acquisition,
        Via,
        Acquired,
        Source,
        Crop,
        Area,
        Derived,
        Looked,
        HowMuch,
        Replies,
        StillThere,
        CouldNot,
        Captured,
        captured::There,
        captured::LookedFor,
        SetPlace,
        captured::SetView,
        import::Sign,
        inside::PageSize,
        inside::SaidKind,
        inside::Said,
        inside::SaidTimeKind,
        inside::SaidTime,
        inside::SaidPlace,
        inside::Inside,
        inside::Run,
        inside::PageWords,
        inside::WordPlace,
        likeness::AlikeItem,
        likeness::Alike,
        ItemFacts,
        ItemChanges,
        Class,
        Severity,
        Finding,
        Checked,
        Report,
        ErrorCode,
        Problem,
        keeping::KeyWayKind,
        keeping::Depth,
        keeping::SealOutcome,
        keeping::KeyWay,
        keeping::Keys,
        keeping::BackupPlace,
        keeping::Backups,
        keeping::BackupReport,
        keeping::Rehearsal,
        keeping::LastCheck,
        keeping::Seal,
        keeping::SealVerdict,
        keeping::ShredPlan,
        keeping::ShredCertificate,
        keeping::Tombstone,
        view::EntryKind,
        view::PrivateKind,
        view::LockedVault,
        view::Opening,
        view::CaseRow,
        view::TimelineRow,
        view::RowKey,
        pattern::Pattern,
        pattern::PatternWeek,
        pattern::PatternCount,
        pattern::PatternChannel,
        pattern::PatternName,
        pattern::PatternTurn,
        view::ContactView,
        view::RegisterView,
        view::Entered,
        view::DetailsView,
        view::PrivateNote,
        view::ItemView,
        view::SavedCopy,
        view::ItemReceipt,
        view::InboxView,
        view::InboxRow,
        view::DisclosureReceipt,
        view::Progress,
        view::TimelineFilter,
        view::ListedNumber,
        view::Selection,
        view::Tally,
        view::RegisterTally,
        view::BundlePreview,
        disclosure::Profile,
        disclosure::LawfulBasis,
        disclosure::ConsentAsked,
        Disclosing,
        disclosure::ReceiptEvent,
        disclosure::Delivery,
        Receipt,
        disclosure::DisclosureState,
        disclosure::DisclosureView,
        disclosure::ReceiptView,
        import::ImportKind,
        import::NotImported,
        import::ImportPlan,
        import::ImportTally,
        import::ImportProgress,
        import::ImportLeft,
        import::MessagesRead,
        import::ImportReport,
        import::ExportFound,
        import::ExportsFound,
        import::SourcesRemoved,
        window::ImportFrom,
        window::Standing,
        window::Theme,
        window::CaptureKind,
        window::LockReason,
        window::ShortcutState,
        window::Display,
        window::VaultState,
        window::Strength,
        window::Made,
        window::CaptureSource,
        window::SetNow,
        window::KeptDraft,
        window::Logged,
        window::AddOutcome,
        window::FailedFile,
        window::InboxAdded,
        window::TextPreview,
        window::OpenedMedia,
        window::Settings,
        window::AddEvent,
        window::Taken,
        window::BundleTo,
        window::BundlePapers,
        window::Proof,
        messages::ExportKind,
        messages::DateOrder,
        messages::SenderRole,
        messages::UnreadWhy,
        messages::NoMessages,
        messages::Columns,
        messages::DateRun,
        messages::Dates,
        messages::Export,
        messages::SenderChoice,
        messages::MessageChoices,
        messages::SenderTally,
        messages::MessageGlimpse,
        messages::UnreadPart,
        mail::BlockKind,
        mail::RunKind,
        mail::LoadKind,
        mail::MailView,
        mail::MailPage,
        mail::PageBlock,
        mail::PageRun,
        mail::PageLoad,
        mail::Mail,
        mail::MailHeader,
        mail::MailHop,
        mail::MailAttachment,
        mail::MailPart,
        mail::MailPartKept,
        messages::MessagesPreview,
        messages::MessagesOutcome,
        papers::PaperForm,
        papers::PaperRegister,
        papers::PaperAsked,
        guidance::GuidanceSource,
        guidance::Fact,
        guidance::RingFor,
        guidance::PhoneNumber,
        guidance::PlanStep,
        guidance::Condition,
        guidance::NextRule,
        guidance::ChecklistPoint,
        guidance::Checklist,
        guidance::Conflict,
        guidance::Since,
        guidance::Reminder,
        guidance::GateQuestion,
        guidance::Outline,
        guidance::LookedFact,
        guidance::PlatformAdvice,
        guidance::Guidance,
        guidance::GuidanceInUse,
    ];
    text += PATCHES;
    text += &all_words();
    text += &fields("CONTACT_FIELDS", "a contact", Contact::FIELDS);
    text += &fields("DISCLOSING_FIELDS", "a hand-over", Disclosing::FIELDS);
    text += &fields("RECEIPT_FIELDS", "a receipt", Receipt::FIELDS);
    text += &fields("DETAILS_FIELDS", "the details of a case", Details::FIELDS);
    text += &registers();
    text
}

#[test]
fn bindings_are_up_to_date() {
    let fresh = bindings();
    if std::env::var_os("CASEKEEP_UPDATE").is_some() {
        std::fs::write(Path::new(FILE), &fresh).expect("the window's folder can be written");
        return;
    }
    let kept = std::fs::read_to_string(FILE).unwrap_or_default();
    assert!(kept == fresh, "ui/src/ipc/types.ts is stale: run this test with CASEKEEP_UPDATE=1 and commit the file");
}
