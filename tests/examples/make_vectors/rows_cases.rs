//! The keys and folders of cases, and whole parts of the vault that are gone or older.

use crate::kit::Kit;
use casekeep_format::{
    Frontier, Identity, IdentityFile, ObjectWriter, Recipient, leaf_hash, origin, seal_box_key, segment_name,
};
use casekeep_model::{BoxId, Class, VaultId, WriterId};
use casekeep_tests::vectors::forge::{self, Lines, Log};
use casekeep_tests::vectors::vector::Remembers;
use std::io::Write;

pub fn write(kit: &mut Kit) {
    case_keys(kit);
    strange_cases(kit);
    rolled_back(kit);
}

fn case_keys(kit: &mut Kit) {
    let (id, case) = (kit.log.box_id.clone(), kit.case());
    let key = format!("{case}/key.age");
    let epoch = kit.keyed.identity.current();
    let (vault, inbox) = (epoch.vault.to_recipient(), epoch.inbox.to_recipient());
    let other = Identity::generate();
    let for_vault = seal_box_key(&id, &other, &vault).unwrap();
    let for_inbox = seal_box_key(&id, &other, &inbox).unwrap();
    let true_for_inbox = seal_box_key(&id, &kit.keyed.box_identity(&id), &inbox).unwrap();
    kit.vector("casekey-forged", "key.age holds another identity, sealed to the true vault recipient.")
        .write(&key, &for_vault)
        .effect("Nothing is written into the box.")
        .finds(&[Class::CaseKeyWrong]);
    kit.vector("casekey-forged-inbox", "key.age holds another identity, sealed to the published inbox recipient.")
        .write(&key, &for_inbox)
        .effect("Nothing is written into the box.")
        .finds(&[Class::CaseKeyWrong]);
    kit.vector("casekey-true-for-inbox", "key.age holds the true identity, sealed to the inbox recipient.")
        .write(&key, &true_for_inbox)
        .effect("Nothing is written into the box.")
        .finds(&[Class::CaseKeyWrong]);
    kit.vector("casekey-forged-log-removed", "key.age holds another identity, and the case's log is gone.")
        .write(&key, &for_vault)
        .delete(&format!("{case}/log"))
        .effect("Nothing is written into the box.")
        .says("Records 0 to")
        .notes(&[Class::ObjectUnknown])
        .finds(&[Class::RolledBack]);
    let second = std::fs::read(kit.base.path(&format!("vault/cases/{}/key.age", kit.second_log.box_id))).unwrap();
    kit.vector("casekey-of-another-case", "key.age is the other case's.")
        .write(&key, &second)
        .effect("Nothing is written into the box.")
        .finds(&[Class::CaseKeyWrong]);
    kit.vector("casekey-missing", "key.age is removed.").delete(&key).finds(&[Class::CaseKeyWrong]);
}

/// A complete case folder: key, log of two records, one object.
struct Planted<'a> {
    signer: &'a IdentityFile,
    /// The vault that record 0 and the origin name.
    vault: &'a VaultId,
    /// To whom the case's key is sealed.
    key_for: Recipient,
}

impl Planted<'_> {
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let box_id = BoxId::from_bytes(*casekeep_format::random::bytes::<16>());
        let writer: WriterId = casekeep_format::random::name().parse().unwrap();
        let identity = Identity::generate();
        let to = identity.to_recipient();
        let case = format!("vault/cases/{box_id}");
        let log = Log { folder: format!("{case}/log/{writer}"), box_id, writer };
        let records = [
            forge::record_0(&log, self.vault, &to),
            forge::record(&log, 1, "note", vec![("text".to_owned(), "planted".into())]),
        ];
        let lines: Vec<Lines> = records.iter().map(Lines::from).collect();
        let mut tree = Frontier::new();
        lines.iter().for_each(|line| tree.push(leaf_hash(&line.head)));
        let name = origin(self.vault, &log.box_id, &log.writer);
        let text = forge::checkpoint_text(&name, tree.size(), &tree.root().to_string());
        let note = forge::signed(&text, &name, &self.signer.current().signing);
        let segment = forge::sealed_segment(&lines, &note, &to);
        let mut object = ObjectWriter::new(&to, Vec::new()).unwrap();
        object.write_all(b"planted").unwrap();
        let (object, _, object_name) = object.finish().unwrap();
        let shard = object_name.to_string()[..2].to_owned();
        vec![
            (format!("{case}/key.age"), seal_box_key(&log.box_id, &identity, &self.key_for).unwrap()),
            (format!("{}/{}", log.folder, segment_name(0, 1, &segment)), segment),
            (format!("{case}/objects/{shard}/{object_name}.age"), object),
        ]
    }
}

fn strange_cases(kit: &mut Kit) {
    let other = IdentityFile::generate();
    let vault = kit.keyed.identity.vault().clone();
    let epoch = kit.keyed.identity.current();
    let (true_key, inbox) = (epoch.vault.to_recipient(), epoch.inbox.to_recipient());
    let other_key = other.current().vault.to_recipient();
    let effect = "Nothing is written into the planted folder.";
    for (name, what, planted) in [
        (
            "case-planted",
            "A complete case signed by a stranger, its key sealed to the inbox recipient.",
            Planted { signer: &other, vault: &vault, key_for: inbox },
        ),
        (
            "case-planted-vault-recipient",
            "A complete case signed by a stranger, its key sealed to the true vault recipient.",
            Planted { signer: &other, vault: &vault, key_for: true_key.clone() },
        ),
        (
            "case-from-other-vault",
            "A case of the same person's other vault, copied.",
            Planted { signer: &other, vault: other.vault(), key_for: other_key },
        ),
        (
            "case-from-other-vault-rekeyed",
            "A case of the same person's other vault, its key sealed to this vault.",
            Planted { signer: &other, vault: other.vault(), key_for: true_key.clone() },
        ),
    ] {
        let files = planted.files();
        let draft = files.into_iter().fold(kit.vector(name, what), |draft, (path, bytes)| draft.write(&path, &bytes));
        draft.effect(effect).finds(&[Class::CaseUnknown]);
    }
    let origin_of_other = Planted { signer: &kit.keyed.identity, vault: other.vault(), key_for: true_key }.files();
    let what = "A case signed by this vault's own key, but for another vault.";
    let draft = kit.vector("case-of-other-origin", what);
    let draft = origin_of_other.into_iter().fold(draft, |draft, (path, bytes)| draft.write(&path, &bytes));
    draft.effect(effect).finds(&[Class::CaseUnknown]);
    let case = kit.case();
    let size = kit.size(&kit.log);
    kit.vector("case-deleted", "A case's folder is removed.")
        .delete(&case)
        .says(format!("it had {size} records when last seen"))
        .finds(&[Class::CaseMissing]);
    kit.vector("case-deleted-first-time", "A case's folder is removed; this computer never opened the vault.")
        .delete(&case)
        .memory(Remembers::None)
        .finds(&[Class::CaseMissing, Class::InboxUnknown]);
    kit.vector("name-unknown", "Files that do not belong in a vault lie in it.")
        .text(&format!("{case}/notes.txt"), "hello\n")
        .text("vault/desktop.ini", "hello\n")
        .says("desktop.ini")
        .finds(&[Class::NameUnknown]);
}

fn rolled_back(kit: &mut Kit) {
    let last: Vec<String> = kit.extras.last_session.iter().map(|path| format!("vault/{path}")).collect();
    let effect = "The problems name ten records by number, and no later commit records the heads.";
    last.iter()
        .fold(kit.vector("rolled-back-all", "The whole folder is as it was ten records ago."), |draft, path| {
            draft.delete(path)
        })
        .effect(effect)
        .finds(&[Class::RolledBack]);
    let of_case = last.iter().filter(|path| path.starts_with(&kit.case())).cloned().collect::<Vec<_>>();
    assert_eq!(of_case.len(), 7);
    let what = "One case is older than the heads that the vault's log names; this computer never opened the vault.";
    of_case
        .iter()
        .fold(kit.vector("rolled-back-one-case", what), |draft, path| draft.delete(path))
        .memory(Remembers::None)
        .finds(&[Class::RolledBack, Class::InboxUnknown]);
    let of_case = of_case.last().unwrap().clone();
    kit.vector("log-cut-short", "The newest segment of a case is removed.")
        .delete(&of_case)
        .effect("Once a person has explained it, it is in order, and the next commit uses a new writer id.")
        .finds(&[Class::RolledBack]);
    kit.vector("log-missing", "The vault's own log is not there, as in a copy that was cut short.")
        .delete("vault/log")
        .refuses(1, "integrity", &[]);
    let other = kit.other_writer();
    for (name, memory, classes) in [
        ("writer-removed", Remembers::Matching, vec![Class::RolledBack]),
        ("writer-removed-first-time", Remembers::None, vec![Class::RolledBack, Class::InboxUnknown]),
    ] {
        let case = kit.case();
        kit.vector(name, "Everything that the second computer wrote into the logs is removed.")
            .delete(&format!("vault/log/{other}"))
            .delete(&format!("{case}/log/{other}"))
            .memory(memory)
            .notes(&[Class::ObjectUnknown])
            .finds(&classes);
    }
}
