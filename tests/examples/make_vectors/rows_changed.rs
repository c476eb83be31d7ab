//! A vault whose keys were changed: what comes back from before, and what whoever has the old keys can add.

use crate::changed::{Before, NAME};
use crate::kit::{Draft, Kit};
use casekeep_format::{Moved, PartsBuilder, kind, read_part};
use casekeep_model::Class;
use casekeep_tests::vectors::base::{Copy, With};
use casekeep_tests::vectors::forge::{self, Keyed, Lines, Log};
use casekeep_tests::vectors::vector::Remembers;
use std::path::Path;

/// `before` is there only when the base was just made; without it the vectors that need it are there already.
pub fn write(kit: &mut Kit, folder: &Path, before: Option<&Before>) {
    let base = Copy::at(&folder.join(NAME));
    let mut rows = Rows { keyed: Keyed::of(&base), base, kit };
    rows.good();
    rows.old_keys();
    rows.objects();
    if let Some(before) = before {
        rows.returned(before);
    }
}

struct Rows<'a> {
    kit: &'a mut Kit,
    base: Copy,
    keyed: Keyed,
}

impl Rows<'_> {
    fn vector(&mut self, name: &str, what: &str) -> Draft {
        self.kit.vector(&format!("{NAME}-{name}"), what).base(NAME)
    }

    /// Returns a log of the first case: the one under the newest key, or the first computer's before.
    fn log(&self, is_newest: bool) -> Log {
        let logs = self.keyed.logs().into_iter();
        let mut of_case = logs.filter(|log| log.box_id == self.kit.log.box_id);
        of_case
            .find(|log| (log.writer != self.kit.log.writer) == is_newest && self.began_newly(log) == is_newest)
            .unwrap()
    }

    fn began_newly(&self, log: &Log) -> bool {
        self.keyed.records(log).iter().any(|record| record.head().kind == kind::REKEY)
    }

    fn size(&self, log: &Log) -> u64 {
        self.keyed.segments(log).last().unwrap().0.last + 1
    }

    fn good(&mut self) {
        self.vector("good", "Nothing is done to a vault whose keys were changed.").finds(&[]);
        self.vector("good-recovery-words", "The same, opened with the new words.").unlock(With::Words).finds(&[]);
        self.vector("good-first-time", "The same, on a computer that never saw it.")
            .memory(Remembers::None)
            .finds(&[Class::InboxUnknown]);
    }

    fn old_keys(&mut self) {
        let cutoff = [Class::SignedAfterCutoff];
        let log = self.log(false);
        let size = self.size(&log);
        let lines: Vec<Lines> = self.keyed.new_records(&log, size, &["backdated"]).iter().map(Lines::from).collect();
        let (path, bytes) = self.keyed.old_segment_after(&log, size, &lines);
        self.vector("old-key-after-cutoff", "With the old keys somebody goes on with a log of before.")
            .write(&format!("vault/{path}"), &bytes)
            .finds(&cutoff);
        let writer = "aaaabbbbccccdddd".parse().unwrap();
        let folder = format!("cases/{}/log/aaaabbbbccccdddd", log.box_id);
        let begun = Log { writer, folder, ..log.clone() };
        let first = self.keyed.box_identities(&log.box_id).pop().unwrap().to_recipient();
        let record = forge::record_0(&begun, self.keyed.identity.vault(), &first);
        let (path, bytes) = self.keyed.old_segment_after(&begun, 0, &[Lines::from(&record)]);
        self.vector("old-key-new-log", "With the old keys somebody begins a log.")
            .write(&format!("vault/{path}"), &bytes)
            .finds(&cutoff);
        let own = self.keyed.logs().into_iter().find(|own| own.writer == log.writer).unwrap();
        let size = self.size(&own);
        let record = forge::record(&own, size, kind::KEYS, PartsBuilder::new().with("keys", [(); 0]).build());
        let (path, bytes) = self.keyed.old_segment_after(&own, size, &[Lines::from(&record)]);
        self.vector("old-key-vault-log", "With the old keys somebody says that there are no key files.")
            .write(&format!("vault/{path}"), &bytes)
            .finds(&cutoff);
        let (last, newest) = self.keyed.segments(&log).pop().unwrap();
        let records = self.keyed.new_records(
            &log,
            last.first,
            &vec!["another past"; usize::try_from(last.last + 1 - last.first).unwrap()],
        );
        let lines: Vec<Lines> = records.iter().map(Lines::from).collect();
        let (path, bytes) = self.keyed.old_segment_after(&log, last.first, &lines);
        self.vector("old-log-rewritten", "With the old keys somebody writes the end of a log of before again.")
            .delete(&format!("vault/{newest}"))
            .write(&format!("vault/{path}"), &bytes)
            .memory(Remembers::None)
            .finds(&[Class::Fork, Class::InboxUnknown]);
        let fewer = self.keyed.segments(&log).pop().unwrap().1;
        self.vector("old-log-cut-short", "The end of a log of before is removed, on a computer that never saw it.")
            .delete(&format!("vault/{fewer}"))
            .memory(Remembers::None)
            .finds(&[Class::RolledBack, Class::InboxUnknown]);
    }

    fn objects(&mut self) {
        let log = self.log(true);
        let moved: Vec<Moved> = self
            .keyed
            .records(&log)
            .iter()
            .filter(|record| record.head().kind == kind::MOVED)
            .flat_map(|record| read_part::<Vec<Moved>>(record, "moved").unwrap())
            .collect();
        let [one, other] = [moved[0], moved[1]];
        let exchanged = [Moved { to: other.to, ..one }, Moved { to: one.to, ..other }];
        let size = self.size(&log);
        let record = forge::record(&log, size, kind::MOVED, PartsBuilder::new().with("moved", exchanged).build());
        let (path, bytes) = self.keyed.segment_after(&log, size, &[Lines::from(&record)]);
        self.vector("moved-exchanged", "A later record says that two objects were moved to each other's names.")
            .write(&format!("vault/{path}"), &bytes)
            .finds(&[Class::ObjectChanged]);
        let object = |name: &str| format!("vault/cases/{}/objects/{}/{name}.age", log.box_id, &name[..2]);
        let to = object(&one.to.to_string());
        self.vector("moved-missing", "An object that was sealed again is removed.")
            .delete(&to)
            .finds(&[Class::ObjectMissing]);
        let bytes = std::fs::read(self.base.path(&to)).unwrap();
        self.vector("moved-back", "An object has the name that it had before the keys were changed.")
            .delete(&to)
            .write(&object(&one.from.to_string()), &bytes)
            .notes(&[Class::ObjectUnknown])
            .finds(&[Class::ObjectMissing]);
    }

    fn returned(&mut self, before: &Before) {
        let mut draft =
            self.vector("shredded-returned", "The files of a shredded case are back, as a backup has them.");
        for (path, bytes) in &before.shredded {
            draft = draft.write(&format!("vault/{path}"), bytes);
        }
        draft.finds(&[Class::ShreddedReturned]);
        let object = before.shredded.iter().find(|(path, _)| path.contains("/objects/")).unwrap();
        self.vector("shredded-object-returned", "One object of a shredded case is back.")
            .write(&format!("vault/{}", object.0), object.1)
            .finds(&[Class::ShreddedReturned]);
        let now = self.base.files();
        let gone = before.all.iter().filter(|(path, _)| !now.contains_key(*path));
        let of_case = format!("cases/{}/", self.kit.log.box_id);
        let gone: Vec<_> = gone.filter(|(path, _)| path.starts_with(&of_case)).collect();
        let segment = gone.iter().find(|(path, _)| path.contains("/log/")).unwrap();
        self.vector("old-segment-back", "A segment as it was sealed to the old keys is back beside its new one.")
            .write(&format!("vault/{}", segment.0), segment.1)
            .finds(&[]);
        let object = gone.iter().find(|(path, _)| path.contains("/objects/")).unwrap();
        self.vector("old-object-back", "An object as it was sealed to the old keys is back.")
            .write(&format!("vault/{}", object.0), object.1)
            .notes(&[Class::ObjectUnknown])
            .finds(&[]);
        let old_key = &before.all["keys/1.passphrase.age"];
        self.vector("old-key-file-back", "The key file of before is back.")
            .write("vault/keys/1.passphrase.age", old_key)
            .finds(&[Class::KeyfileUnknown]);
        self.vector(
            "old-key-file-alone",
            "Only the key file of before is there, and it opens with the same passphrase.",
        )
        .write("vault/keys/1.passphrase.age", old_key)
        .delete("vault/keys/2.passphrase.age")
        .delete("vault/keys/2.recovery.age")
        .refuses(1, "integrity", &[Class::EpochRolledBack]);
        let old_case_key = &before.all[&format!("cases/{}/key.age", self.kit.log.box_id)];
        self.vector("old-case-key-back", "A case's key as it was sealed to the old keys is in place of the new one.")
            .write(&format!("vault/cases/{}/key.age", self.kit.log.box_id), old_case_key)
            .finds(&[Class::CaseKeyWrong]);
    }
}
