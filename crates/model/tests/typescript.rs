//! Writes every type that crosses to the window into one TypeScript file, and fails when that file is stale.
//!
//! `CASEKEEP_UPDATE=1 cargo test -p casekeep-model --test typescript` writes it anew.

use casekeep_model::{keeping, view, window, *};
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

fn bindings() -> String {
    let mut text = all![
        Precision,
        Fold,
        Moment,
        Channel,
        Direction,
        Turn,
        Contact,
        ContactChanges,
        Change,
        Amendment,
        Acquisition,
        Via,
        Acquired,
        Source,
        Crop,
        Derived,
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
        view::LockedVault,
        view::Opening,
        view::CaseRow,
        view::TimelineRow,
        view::ContactView,
        view::ItemView,
        view::SavedCopy,
        view::ItemReceipt,
        view::InboxView,
        view::InboxRow,
        view::DisclosureReceipt,
        view::Progress,
        view::TimelineFilter,
        view::Selection,
        window::Standing,
        window::Theme,
        window::CaptureKind,
        window::LockReason,
        window::Display,
        window::VaultState,
        window::Strength,
        window::Made,
        window::CaptureSource,
        window::KeptDraft,
        window::Logged,
        window::AddOutcome,
        window::FailedFile,
        window::InboxAdded,
        window::TextPreview,
        window::Settings,
        window::AddEvent,
        window::BundleTo,
        window::Proof,
    ];
    text += &words("CHANNELS", "Channel", Channel::ALL, |c| c.label());
    text += &words("DIRECTIONS", "Direction", Direction::ALL, |d| d.label());
    text += &words("TURNS", "Turn", Turn::ALL, |t| t.label());
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
