//! The built-in content, and which files may take its place.

#![allow(clippy::unwrap_used, reason = "a test")]

use casekeep_content::{ContentError, Found, NAMESPACE, built_in, choose, parse, publisher};
use casekeep_format::{SigningKey, sshsig};
use casekeep_model::Timestamp;
use casekeep_model::guidance::Guidance;
use serde_json::{Value, json};
use std::process::Command;

/// Words that are never said to the person who keeps the log.
const NEVER_SAID: &[&str] = &[
    "please", "sorry", "oops", "victim", "victims", "stalker", "stalkers", "evidence", "share", "edit", "score",
    "court",
];

type Change = fn(&mut Value);

fn now() -> Timestamp {
    "2026-12-01T00:00:00.000Z".parse().unwrap()
}

fn key() -> SigningKey {
    SigningKey::from_seed(&[7; 32])
}

fn file(change: impl FnOnce(&mut Value)) -> Vec<u8> {
    let mut value = serde_json::to_value(built_in()).unwrap();
    value["issued"] = json!("2026-12-24");
    change(&mut value);
    serde_json::to_vec_pretty(&value).unwrap()
}

fn refusal(file: &[u8], signature: Option<&str>) -> Option<String> {
    let found = Found { file, signature: signature.map(str::as_bytes) };
    let used = choose(Some(found), &key().verifying_key(), now());
    assert_eq!(used.from_file, used.refused.is_none());
    if used.refused.is_some() {
        assert_eq!(used.guidance, built_in(), "what is refused is not used");
    }
    used.refused
}

#[test]
fn the_built_in_content_keeps_to_its_own_rules() {
    let guidance = parse(include_bytes!("../guidance.json")).unwrap();
    assert_eq!(guidance, built_in());
    let numbers: Vec<u32> = guidance.checklists.iter().map(|list| list.n).collect();
    assert_eq!(numbers, (1..=14).collect::<Vec<_>>());
    let letters: Vec<u32> = guidance.letters.iter().map(|letter| letter.n).collect();
    assert_eq!(letters, (1..=14).collect::<Vec<_>>());
    for step in [
        "mdo",
        "manager",
        "log",
        "chaperone",
        "gifts",
        "private_details",
        "privacy",
        "boundary",
        "warning",
        "care",
        "police",
        "wellbeing",
    ] {
        assert!(guidance.plan.iter().any(|one| one.id == step), "{step}");
        assert!(guidance.next.iter().any(|rule| rule.step == step), "no rule suggests {step}");
    }
    let used: Vec<String> =
        serde_json::to_string(&Guidance { sources: vec![], ..guidance.clone() }).map(|text| vec![text]).unwrap();
    for source in &guidance.sources {
        assert!(used[0].contains(&format!("\"{}\"", source.id)), "nothing says {}", source.id);
    }
}

#[test]
fn it_speaks_calmly() {
    let guidance = Guidance { sources: vec![], ..built_in() };
    let mut texts = Vec::new();
    collect(&serde_json::to_value(guidance).unwrap(), &mut texts);
    for text in texts {
        let lower = text.to_lowercase();
        let mut words = lower.split(|letter: char| !letter.is_alphanumeric());
        assert!(!words.any(|word| NEVER_SAID.contains(&word)), "{text}");
        assert!(!text.contains('!'), "{text}");
    }
}

fn collect(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::String(text) => into.push(text.clone()),
        Value::Array(all) => all.iter().for_each(|one| collect(one, into)),
        Value::Object(all) => all.values().for_each(|one| collect(one, into)),
        _ => {}
    }
}

#[test]
fn a_newer_file_of_the_publisher_takes_its_place() {
    let newer = file(|value| value["emergency"]["text"] = json!("If you are in danger now, ring 112."));
    let signature = sshsig::sign_in(NAMESPACE, &key(), &newer);
    let found = Found { file: &newer, signature: Some(signature.as_bytes()) };
    let used = choose(Some(found), &key().verifying_key(), now());
    assert_eq!((used.from_file, used.refused, used.old), (true, None, false));
    assert_eq!(used.guidance.emergency.text, "If you are in danger now, ring 112.");
    // The same file under the pinned key, whose secret half no test has.
    assert!(!choose(Some(found), &publisher(), now()).from_file);
}

#[test]
fn what_is_not_signed_rightly_is_refused() {
    let newer = file(|_| {});
    let good = sshsig::sign_in(NAMESPACE, &key(), &newer);
    assert_eq!(refusal(&newer, Some(&good)), None);
    let start = "The newer guidance in Casekeep’s folder is not used.";
    let unsigned = refusal(&newer, None).unwrap();
    assert_eq!(unsigned, format!("{start} {}", ContentError::NotSigned));
    let wrong = Some(format!("{start} {}", ContentError::WrongSignature));
    let other = SigningKey::from_seed(&[8; 32]);
    assert_eq!(refusal(&newer, Some(&sshsig::sign_in(NAMESPACE, &other, &newer))), wrong);
    assert_eq!(refusal(&newer, Some(&sshsig::sign(&key(), &newer))), wrong, "a signature over a bundle");
    assert_eq!(refusal(&newer, Some("")), wrong);
    let mut changed = newer.clone();
    let at = changed.iter().position(|byte| *byte == b'9').unwrap();
    changed[at] = b'8';
    assert_eq!(refusal(&changed, Some(&good)), wrong);
}

#[test]
fn what_is_old_broken_or_too_long_is_refused_though_it_is_signed() {
    let refused = |file: &[u8]| refusal(file, Some(&sshsig::sign_in(NAMESPACE, &key(), file))).unwrap();
    let older = file(|value| value["issued"] = json!("2026-01-01"));
    assert!(refused(&older).ends_with(&ContentError::NotNewer.to_string()));
    let same = file(|value| value["issued"] = json!(built_in().issued));
    assert!(refused(&same).ends_with(&ContentError::NotNewer.to_string()));
    assert!(refused(&file(|value| value["format"] = json!(2))).ends_with(&ContentError::Newer.to_string()));
    assert!(refused(&vec![b' '; 2 << 20]).ends_with(&ContentError::TooLong.to_string()));
    for broken in [b"".to_vec(), b"{".to_vec(), b"[]".to_vec(), b"\xff".to_vec()] {
        assert!(refused(&broken).contains("It is broken"), "{broken:?}");
    }
}

#[test]
fn a_file_that_refers_to_nothing_or_hides_something_is_broken() {
    let changes: [(&str, Change); 12] = [
        ("a source", |value| value["emergency"]["sources"] = json!(["nobody"])),
        ("no source", |value| value["today"][0]["sources"] = json!([])),
        ("a month", |value| value["today"][0]["as_at"] = json!("2026-13")),
        ("a day", |value| value["issued"] = json!("2026-12-32")),
        ("no words", |value| value["writing"][0]["text"] = json!(" ")),
        ("a step twice", |value| value["plan"][1]["id"] = value["plan"][0]["id"].clone()),
        ("a rule", |value| value["next"][0]["step"] = json!("nothing")),
        ("a detail", |value| value["next"][3]["all"][0]["field"] = json!("colour")),
        ("a filled word", |value| value["letters"][0]["text"] = json!("Dear {passphrase}")),
        ("a number", |value| value["numbers"][0]["number"] = json!("ring me")),
        ("a character", |value| value["emergency"]["text"] = json!("Ring \u{202e}999")),
        ("another field", |value| value["more"] = json!(1)),
    ];
    for (what, change) in changes {
        assert!(matches!(parse(&file(change)), Err(ContentError::Broken(_))), "{what}");
    }
}

#[test]
fn content_of_more_than_a_year_says_so() {
    let at = |day: &str| format!("{day}T12:00:00.000Z").parse().unwrap();
    assert_eq!(built_in().issued, "2026-11-23");
    assert!(!choose(None, &publisher(), at("2027-11-23")).old);
    assert!(choose(None, &publisher(), at("2027-11-24")).old);
}

#[test]
fn the_publisher_signs_with_a_stock_tool() {
    let folder = std::env::temp_dir().join(format!("casekeep-content-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let run = |arguments: &[&str]| {
        let done = Command::new("ssh-keygen").args(arguments).current_dir(&folder).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let newer = file(|_| {});
    std::fs::write(folder.join("guidance.json"), &newer).unwrap();
    run(&["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "publisher"]);
    run(&["-q", "-Y", "sign", "-n", NAMESPACE, "-f", "publisher", "guidance.json"]);
    let line = std::fs::read_to_string(folder.join("publisher.pub")).unwrap();
    let pinned = casekeep_format::VerifyingKey::from_ssh_line(line.trim()).unwrap();
    let signature = std::fs::read(folder.join("guidance.json.sig")).unwrap();
    let used = choose(Some(Found { file: &newer, signature: Some(&signature) }), &pinned, now());
    assert_eq!((used.from_file, used.refused), (true, None));
    std::fs::remove_dir_all(&folder).unwrap();
}
