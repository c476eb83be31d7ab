//! The instructions in `HOW-TO-VERIFY.txt`, run as they stand with stock tools.

use crate::case::{Case, LARGE, PNG, identity};
use crate::tampered::Tampered;
use casekeep_bundle::layout::HOW_TO;
use casekeep_bundle::{OpenWith, To, verify_bundle};
use casekeep_model::Secret;
use casekeep_model::view::Selection;
use std::path::Path;
use std::process::{Command, Output};

/// Lines that begin with four spaces are commands.
fn commands(how_to: &str) -> Vec<&str> {
    how_to.lines().filter_map(|line| line.strip_prefix("    ")).collect()
}

fn present(tools: &[&str]) -> bool {
    tools.iter().all(|tool| {
        Command::new("sh").args(["-c", &format!("command -v {tool}")]).output().is_ok_and(|o| o.status.success())
    })
}

fn run(folder: &Path, script: &str) -> Output {
    Command::new("sh").args(["-e", "-c", script]).current_dir(folder).env("LC_ALL", "C").output().expect("sh starts")
}

#[test]
fn the_commands_for_people_work_as_written() {
    if !cfg!(unix) || !present(&["age", "tar", "sha256sum", "ssh-keygen"]) {
        return;
    }
    let case = Case::sample(7, LARGE);
    let (recipient, key) = identity();
    let (sealed, outcome) = case.sealed(&Selection::default(), &To::Recipients(vec![recipient])).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("bundle.tar.age"), &sealed).unwrap();
    std::fs::write(folder.path().join("key.txt"), key).unwrap();
    let how_to = Tampered::open(&case.archive(&Selection::default())).text(HOW_TO);
    let commands = commands(&how_to);
    assert_eq!(commands.len(), 8, "{commands:?}");

    let output = run(folder.path(), &commands.join("\n"));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(text.lines().next().map(str::trim), Some(outcome.files.to_string().as_str()));
    assert_eq!(text.lines().filter(|line| line.ends_with(": OK")).count() as u32, outcome.files - 2);
    assert!(text.contains(&format!(
        "Good \"casekeep-bundle-v1\" signature for casekeep with ED25519 key {}",
        case.fingerprint()
    )));
    assert!(text.lines().last().is_some_and(|line| line.contains(&case.fingerprint())));
    let original = std::fs::read(folder.path().join(&outcome.folder).join("data/originals/0001.png")).unwrap();
    assert_eq!(original, PNG);

    let bag = folder.path().join(&outcome.folder);
    let page = bag.join("data/chronology.html");
    std::fs::write(&page, "changed").unwrap();
    let script = commands.iter().filter(|line| line.starts_with("sha256sum")).copied().collect::<Vec<_>>().join("\n");
    assert!(!run(&bag, &script).status.success(), "a changed file is found");
}

#[test]
fn an_archive_that_stock_tar_packed_again_passes() {
    if !cfg!(unix) || !present(&["tar"]) {
        return;
    }
    let case = Case::sample(7, 100);
    let archive = case.archive(&Selection::default());
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("a.tar"), &archive).unwrap();
    for format in ["gnu", "ustar", "pax"] {
        let output = run(folder.path(), &format!("tar -xf a.tar\ntar --format={format} -cf b.tar casekeep-*"));
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let again = std::fs::read(folder.path().join("b.tar")).unwrap();
        let report = verify_bundle(again.as_slice(), OpenWith::Nothing, Some(&case.fingerprint())).unwrap();
        assert_eq!(report.report.problems, [], "{format}");
    }
}

#[test]
fn ssh_keys_made_by_ssh_keygen_open_a_bundle() {
    if !cfg!(unix) || !present(&["ssh-keygen"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let case = Case::sample(7, 100);
    for (kind, bits) in [("ed25519", "256"), ("rsa", "2048")] {
        let output = run(
            folder.path(),
            &format!("ssh-keygen -q -t {kind} -b {bits} -N '' -C 'alice@example.invalid' -f {kind}"),
        );
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let public = std::fs::read_to_string(folder.path().join(format!("{kind}.pub"))).unwrap();
        let private = Secret::new(std::fs::read_to_string(folder.path().join(kind)).unwrap());
        let (sealed, _) = case.sealed(&Selection::default(), &To::Recipients(vec![public, identity().0])).unwrap();
        assert!(verify_bundle(sealed.as_slice(), OpenWith::IdentityFile(&private), None).unwrap().report.ok, "{kind}");
    }
    run(folder.path(), "ssh-keygen -q -p -N 'a passphrase' -f ed25519");
    let locked = Secret::new(std::fs::read_to_string(folder.path().join("ed25519")).unwrap());
    let (sealed, _) = case.sealed(&Selection::default(), &To::Recipients(vec![identity().0])).unwrap();
    let error = verify_bundle(sealed.as_slice(), OpenWith::IdentityFile(&locked), None).unwrap_err();
    assert!(matches!(error, casekeep_bundle::BundleError::IdentityLocked));
}
