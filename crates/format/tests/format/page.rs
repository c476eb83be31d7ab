//! The commands of `docs/format.md` section 11, copied from the page and run with stock tools on a vault that is made
//! here piece by piece; and the page's own lists and examples.

use crate::samples::{box_id, new_record, writer};
use casekeep_format::names::{log_folder, shard_folder};
use casekeep_format::{
    Checkpoint, Frontier, Identity, IdentityFile, ObjectWriter, Record, origin, seal_box_key, segment_name,
    write_segment,
};
use casekeep_model::{Class, Secret};
use serde_json::json;
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const PAGE: &str = include_str!("../../../../docs/format.md");
const PASSPHRASE: &str = "an unlikely passphrase of seven words";
const WORDS: &str = "legal winner thank year wave sausage worth useful legal winner thank yellow";

/// The `sh` blocks of section 11, in order: passphrase, words, logs, originals.
fn blocks() -> Vec<&'static str> {
    let section = PAGE.split_once("\n## 11 ").unwrap().1.split_once("\n## ").unwrap().0;
    section.split("```sh\n").skip(1).map(|rest| rest.split_once("```").unwrap().0).collect()
}

fn originals() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("letter.pdf", b"%PDF-1.4 a plainly made-up letter".to_vec()),
        ("\u{202e}gnp.$(rm -rf).png", (0..200_000).map(|i| (i % 251) as u8).collect()),
        ("", Vec::new()),
    ]
}

fn item(folder: &Path, n: u64, name: &str, bytes: &[u8], to: &casekeep_format::Recipient) -> Record {
    let mut writer = ObjectWriter::new(to, Vec::new()).unwrap();
    writer.write_all(bytes).unwrap();
    let (sealed, file, object) = writer.finish().unwrap();
    let shard = folder.join(shard_folder(&box_id(), &object));
    fs::create_dir_all(&shard).unwrap();
    fs::write(shard.join(format!("{object}.age")), sealed).unwrap();
    let part = |name: &str, value| (name.to_owned(), value);
    let parts = vec![part("file", json!(file)), part("object", json!(object)), part("name", json!(name))];
    let mut new = new_record(n, parts);
    new.kind = "item".to_owned();
    Record::new(new).unwrap()
}

/// Makes a vault with one case of two segments: text that imitates parts, then three items.
fn make_vault(folder: &Path) -> IdentityFile {
    let (keys, own) = (IdentityFile::generate(), Identity::generate());
    let secret = |text: &str| Secret::new(text.to_owned());
    fs::create_dir_all(folder.join("keys")).unwrap();
    fs::write(folder.join("keys/1.passphrase.age"), keys.seal(&secret(PASSPHRASE)).unwrap()).unwrap();
    fs::write(folder.join("keys/1.recovery.age"), keys.seal(&secret(WORDS)).unwrap()).unwrap();
    let log = folder.join(log_folder(Some(&box_id()), &writer()));
    fs::create_dir_all(&log).unwrap();
    let vault = keys.current().vault.to_recipient();
    fs::write(folder.join(format!("cases/{}/key.age", box_id())), seal_box_key(&box_id(), &own, &vault).unwrap())
        .unwrap();

    let imitation = json!("x\n[\"AAECAwQFBgcICQoLDA0ODw\",\"object\",\"00\"]\n\",\"object\",\"00\"]");
    let first = Record::new(new_record(0, vec![("what".to_owned(), imitation)])).unwrap();
    let items = (1..).zip(originals()).map(|(n, (name, bytes))| item(folder, n, name, &bytes, &own.to_recipient()));
    let mut frontier = Frontier::new();
    for records in [vec![first], items.collect()] {
        let start = frontier.size();
        records.iter().for_each(|record| frontier.push(record.leaf()));
        let origin = origin(keys.vault(), &box_id(), &writer());
        let note = Checkpoint { origin, size: frontier.size(), root: frontier.root() }.sign(&keys.current().signing);
        let sealed = write_segment(&records, &note, &own.to_recipient()).unwrap();
        fs::write(log.join(segment_name(start, frontier.size() - 1, &sealed)), &sealed).unwrap();
    }
    keys
}

/// Runs a block in `work`; `typed` is typed at its terminal.
fn run(block: &str, vault: &Path, work: &Path, typed: &str) -> String {
    fs::write(work.join("block"), format!("set -eu\n{block}")).unwrap();
    let mut command = Command::new("script");
    command.args(["-qec", "sh block", "/dev/null"]).env("VAULT", vault).current_dir(work);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(format!("{typed}\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{block}\n{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

#[test]
fn stock_tools_recover_every_original_as_the_page_says() {
    let folder = tempfile::tempdir().unwrap();
    let vault = folder.path().join("A vault.casekeep");
    let keys = make_vault(&vault);
    let [by_passphrase, by_words, logs, originals_block] = blocks().try_into().unwrap();
    for (block, typed) in [(by_passphrase, PASSPHRASE), (by_words, WORDS)] {
        let work = tempfile::tempdir_in(folder.path()).unwrap();
        run(block, &vault, work.path(), typed);
        assert_eq!(fs::read_to_string(work.path().join("identity.txt")).unwrap(), *keys.write());
        run(logs, &vault, work.path(), "");
        let log = fs::read_to_string(work.path().join(format!("{}.log", box_id()))).unwrap();
        assert_eq!(log.matches("casekeep-segment 1\n").count(), 2);
        let said = run(originals_block, &vault, work.path(), "");
        assert_eq!(said.matches(": OK").count(), originals().len(), "{said}");
        let objects = fs::read_to_string(work.path().join(format!("{}.objects", box_id()))).unwrap();
        for (object, (_, bytes)) in objects.lines().zip(originals()) {
            assert_eq!(fs::read(work.path().join(object)).unwrap(), bytes);
        }
    }
}

#[test]
fn the_page_lists_every_class_once() {
    let section = PAGE.split_once("\n## 8 ").unwrap().1.split_once("\n## ").unwrap().0;
    let listed: Vec<&str> =
        section.lines().filter_map(|line| line.strip_prefix("| `")?.split_once('`')).map(|(code, _)| code).collect();
    assert_eq!(listed, Class::ALL.iter().map(|class| class.code()).collect::<Vec<_>>());
}

#[test]
fn the_pages_record_is_one() {
    let blocks: Vec<&str> = PAGE.split("\n```\n").collect();
    let head = blocks.iter().find(|block| block.starts_with("{\"at\"") && block.contains("\"parts\"")).unwrap();
    let parts = blocks.iter().find(|block| block.starts_with("[\"EBES")).unwrap();
    let lines: Vec<Vec<u8>> = parts.lines().map(|line| line.as_bytes().to_vec()).collect();
    let record = Record::parse(head.as_bytes(), &lines).unwrap();
    assert!(PAGE.contains(&record.leaf().to_string()));
}
