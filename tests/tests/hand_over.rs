//! The main job through the command line, then with stock tools only, and every exit status of the command line.

#![allow(clippy::unwrap_used)]

use casekeep_tests::place;
use casekeep_tests::sample::{SampleVault, make_vault};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};

const OTHER_FILE: &[u8] = b"=HYPERLINK(\"x\")<script>alert(1)</script>\n";

struct Sample {
    folder: tempfile::TempDir,
    vault: SampleVault,
}

/// The sample vault, made once for all tests here; they take turns, because one process at a time may open it.
fn sample() -> MutexGuard<'static, Sample> {
    static SAMPLE: LazyLock<Mutex<Sample>> = LazyLock::new(|| {
        let folder = tempfile::tempdir().unwrap();
        let vault = make_vault(&place::program("casekeep"), folder.path()).unwrap();
        Mutex::new(Sample { folder, vault })
    });
    SAMPLE.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Sample {
    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn casekeep(&self) -> Command {
        let mut command = Command::new(place::program("casekeep"));
        command.env("CASEKEEP_STATE", &self.vault.state).env("CASEKEEP_VAULT", &self.vault.vault).arg("--json");
        command
    }

    fn unlocked(&self) -> Command {
        let mut command = self.casekeep();
        command.arg("--passphrase-file").arg(&self.vault.passphrase_file);
        command
    }
}

fn answer(output: &Output) -> Value {
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_str(text.trim()).unwrap()
}

/// Runs a stock tool and returns what it printed.
fn tool(program: &str, arguments: &[&str], folder: &Path) -> Vec<u8> {
    let output = Command::new(program).args(arguments).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{program} {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    output.stdout
}

fn sha256(path: &Path) -> String {
    let printed = tool("sha256sum", &["--", path.to_str().unwrap()], Path::new("/"));
    String::from_utf8(printed).unwrap().trim_start_matches('\\')[..64].to_owned()
}

#[test]
fn the_page_that_opens_a_bundle_goes_beside_it_and_never_over_something() {
    let sample = sample();
    let work = sample.path("with-reader");
    fs::create_dir(&work).unwrap();
    let words = work.join("words.txt");
    fs::write(&words, "orchard lantern pebble violin harbour teapot\n").unwrap();
    let export = |name: &str| {
        let mut export = sample.unlocked();
        export.args(["export", "1", "--with-reader", "--to-passphrase-file"]).arg(&words);
        export.arg("-o").arg(work.join(name)).output().unwrap()
    };
    let receipt = answer(&export("bundle.tar.age"));
    let page = work.join("bundle.reader.html");
    assert_eq!(receipt["reader"], page.to_str().unwrap());
    assert_eq!(fs::read(&page).unwrap(), casekeep_bundle::reader::PAGE);

    fs::write(work.join("other.reader.html"), "mine").unwrap();
    let refused = export("other.tar.age");
    assert_eq!(refused.status.code(), Some(2));
    assert_eq!(fs::read(work.join("other.reader.html")).unwrap(), b"mine");
    assert!(!work.join("other.tar.age").exists());
    assert!(fs::read_dir(&work).unwrap().count() == 4, "nothing half made stays");
}

#[test]
fn a_bundle_of_the_sample_case_opens_and_proves_itself_with_stock_tools() {
    let sample = sample();
    let work = sample.path("handed-over");
    fs::create_dir(&work).unwrap();
    tool("age-keygen", &["-o", "identity.txt"], &work);
    let recipient = String::from_utf8(tool("age-keygen", &["-y", "identity.txt"], &work)).unwrap();
    let bundle = work.join("bundle.tar.age");
    let mut export = sample.unlocked();
    export.args(["export", "1", "--initials", "ab", "--to", recipient.trim(), "-o"]);
    let export = export.arg(&bundle).output().unwrap();
    let receipt = answer(&export);
    assert_eq!(receipt["sha256"].as_str().unwrap(), sha256(&bundle));

    tool("age", &["-d", "-i", "identity.txt", "-o", "bundle.tar", "bundle.tar.age"], &work);
    tool("tar", &["-xf", "bundle.tar"], &work);
    let bag = fs::read_dir(&work).unwrap().map(|entry| entry.unwrap().path()).find(|path| path.is_dir()).unwrap();
    tool("sha256sum", &["--strict", "--quiet", "-c", "manifest-sha256.txt"], &bag);
    tool("sha256sum", &["--strict", "--quiet", "-c", "tagmanifest-sha256.txt"], &bag);
    let python = place::bagit().with_file_name("python");
    tool(python.to_str().unwrap(), &[place::bagit().to_str().unwrap(), "--validate", bag.to_str().unwrap()], &work);
    let check = "ssh-keygen -Y verify -f allowed_signers -I casekeep -n casekeep-bundle-v1 \
                 -s tagmanifest-sha256.txt.sig < tagmanifest-sha256.txt";
    let signed = String::from_utf8(tool("bash", &["-c", check], &bag)).unwrap();
    assert!(signed.contains(receipt["fingerprint"].as_str().unwrap()), "{signed}");

    read_papers(&bag.join("data"));
    let originals = fs::read_dir(bag.join("data/originals")).unwrap().count();
    assert_eq!(originals as u64, receipt["items"].as_u64().unwrap());
    let verify = |fingerprint: &str| {
        let mut command = sample.casekeep();
        command.arg("verify").arg(&bundle).arg("--identity").arg(work.join("identity.txt"));
        command.args(["--fingerprint", fingerprint]).output().unwrap()
    };
    assert_eq!(answer(&verify(&sample.vault.fingerprint))["signer"], "matched");
    let other = verify("SHA256:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    assert_eq!(other.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&other.stdout).contains("BUNDLE_SIGNER"));
}

/// Opens every paper as whoever files them does: whole, tagged, each page counted, and what must stand on it there.
fn read_papers(data: &Path) {
    let papers: [(&str, Option<&str>, &[&str]); 8] = [
        ("00-read-me-first.pdf", Some("1"), &["Compare the fingerprint", "03-full-log.pdf", "Signing key"]),
        ("01-summary.pdf", Some("1"), &["not a legal finding", "Contacts in each week", "after being told to stop"]),
        ("02-chronology.pdf", None, &["Contact 1", "Late entry"]),
        ("03-full-log.pdf", None, &["Contact 1", "Recorded", "Signed"]),
        ("04-items.pdf", None, &["AB/1", "SHA-256"]),
        ("05-continuity.pdf", None, &["Item 1", "Copied into this bundle"]),
        ("06-withheld.pdf", None, &["Withheld: structural"]),
        ("07-software-and-clock.pdf", None, &["Casekeep", "No seal covers this case"]),
    ];
    for (name, pages, said) in papers {
        let text = |arguments: &[&str]| String::from_utf8(tool("pdftotext", arguments, data)).unwrap();
        let read = text(&["-layout", name, "-"]);
        for part in said {
            assert!(read.contains(part), "{part} is not in {name}: {read}");
        }
        let count = String::from_utf8(tool("qpdf", &["--show-npages", name], data)).unwrap();
        let count = count.trim();
        assert!(pages.is_none_or(|pages| pages == count), "{name} has {count} pages");
        assert!(read.contains(&format!("Page {count} of {count}")), "{name}");
        let checked = String::from_utf8(tool("qpdf", &["--check", name], data)).unwrap();
        assert!(checked.contains("No syntax or stream encoding errors found"), "{name}: {checked}");
        let facts = String::from_utf8(tool("pdfinfo", &[name], data)).unwrap();
        assert!(facts.contains("Tagged:          yes"), "{name}: {facts}");
    }
}

#[test]
fn cat_gives_back_every_original_byte_for_byte() {
    let sample = sample();
    let added: BTreeMap<String, PathBuf> = fs::read_dir(&sample.vault.files)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), path))
        .collect();
    let timeline = answer(&sample.unlocked().args(["timeline", "1"]).output().unwrap());
    let rows = timeline["rows"].as_array().unwrap();
    let items: Vec<&Value> = rows.iter().filter(|row| row["kind"] == "item").collect();
    assert!(items.len() >= 10, "the sample has {} items", items.len());
    for item in items.iter().take(4) {
        let number = item["n"].to_string();
        let output = sample.unlocked().args(["cat", "1", &number]).output().unwrap();
        assert!(output.status.success());
        assert_eq!(output.stdout, fs::read(&added[item["name"].as_str().unwrap()]).unwrap(), "item {number}");
    }
}

#[test]
fn each_kind_of_failure_has_its_exit_status_and_says_what_to_do() {
    let sample = sample();
    let file = |name: &str, bytes: &[u8]| {
        fs::write(sample.path(name), bytes).unwrap();
        sample.path(name).display().to_string()
    };
    let wrong = file("wrong-passphrase", b"not the passphrase at all\n");
    let passphrase = sample.vault.passphrase_file.display().to_string();
    let missing = sample.path("missing").display().to_string();
    let other = file("other.txt", OTHER_FILE);
    let there = file("there.tar.age", b"something");
    let cases: [(&[&str], u8, &str); 10] = [
        (&["timeline", "1"], 3, "secret_missing"),
        (&["--passphrase-file", &wrong, "timeline", "1"], 3, "wrong_secret"),
        (&["--passphrase-file", &passphrase, "--vault", &missing, "timeline", "1"], 2, "not_a_vault"),
        (&["--passphrase-file", &passphrase, "timeline", "no such case"], 2, "no_such_case"),
        (&["--passphrase-file", &passphrase, "timeline", "1", "--from", "soon"], 2, "bad_moment"),
        (&["--passphrase-file", &passphrase, "add", "1", &missing], 2, "bad_file"),
        (&["--passphrase-file", &passphrase, "export", "1", "--to", "age1notone", "-o", &missing], 2, "bad_recipient"),
        (
            &["--passphrase-file", &passphrase, "export", "1", "--to-passphrase-file", &passphrase, "-o", &there],
            2,
            "already_exists",
        ),
        (&["no-such-verb"], 2, "bad_input"),
        (&["verify", &other], 2, "bad_input"),
    ];
    for (arguments, status, code) in cases {
        let output = sample.casekeep().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(i32::from(status)), "{arguments:?}: {output:?}");
        let problem: Value = serde_json::from_slice(&output.stderr).unwrap();
        assert_eq!(problem["code"], code, "{arguments:?}: {problem}");
        for field in ["message", "hint"] {
            assert!(problem[field].as_str().is_some_and(|text| !text.is_empty()), "{arguments:?}: {problem}");
        }
    }
    assert_eq!(fs::read(&there).unwrap(), b"something");
}
