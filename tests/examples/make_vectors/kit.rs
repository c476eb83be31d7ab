//! What every row needs: the base with its keys, its logs by name, and a way to write a vector.

use crate::base::Extras;
use casekeep_model::{Class, WriterId};
use casekeep_tests::vectors::base::{Copy, With};
use casekeep_tests::vectors::forge::{Keyed, Lines, Log};
use casekeep_tests::vectors::vector::{Expect, FILE, Op, Remembers, Vector};
use std::fs;
use std::path::{Path, PathBuf};

pub struct Kit {
    folder: PathBuf,
    pub base: Copy,
    pub keyed: Keyed,
    pub extras: Extras,
    /// The first computer's log of the vault, of the first case, and of the second.
    pub vault_log: Log,
    pub log: Log,
    pub second_log: Log,
    written: Vec<String>,
    /// Whether vectors that are there are kept.
    adds: bool,
}

impl Kit {
    pub fn open(folder: &Path, extras: Extras, adds: bool) -> Self {
        let base = Copy::at(&folder.join("base"));
        let keyed = Keyed::of(&base);
        let own: Vec<Log> = keyed.logs().into_iter().filter(|log| log.writer != extras.other_writer).collect();
        let named = |name: &str| {
            let log = own.iter().find(|log| {
                keyed.records(log).iter().any(|record| record.part("name").is_some_and(|value| value == name))
            });
            log.unwrap().clone()
        };
        Self {
            folder: folder.to_owned(),
            vault_log: own[0].clone(),
            log: named(crate::base::CASES[0]),
            second_log: named(crate::base::CASES[1]),
            base,
            keyed,
            extras,
            written: Vec::new(),
            adds,
        }
    }

    /// Begins a vector; it is written when it is finished.
    pub fn vector(&mut self, name: &str, what: &str) -> Draft {
        assert!(!self.written.iter().any(|other| other == name), "{name} is written twice");
        self.written.push(name.to_owned());
        let vector = Vector {
            name: name.to_owned(),
            what: what.to_owned(),
            base: "base".to_owned(),
            apply: Vec::new(),
            memory: Remembers::Matching,
            unlock: With::Passphrase,
            expect: Expect::default(),
        };
        let folder = self.folder.join(name);
        let keeps = self.adds && folder.join(FILE).is_file();
        Draft { folder, vector, payloads: 0, keeps }
    }

    /// Returns the folder of the first case.
    pub fn case(&self) -> String {
        format!("vault/cases/{}", self.log.box_id)
    }

    /// Returns the path of the segment that holds a record.
    pub fn segment_of(&self, log: &Log, n: u64) -> String {
        let segments = self.keyed.segments(log);
        let (_, path) = segments.into_iter().find(|(name, _)| name.first <= n && n <= name.last).unwrap();
        path
    }

    /// Returns how many records a log has.
    pub fn size(&self, log: &Log) -> u64 {
        self.keyed.segments(log).last().unwrap().0.last + 1
    }

    /// Returns the lines of one more record for a log.
    pub fn next(&self, log: &Log) -> Lines {
        Lines::from(&self.keyed.new_records(log, self.size(log), &["a plain text"])[0])
    }

    /// Returns the objects of the first case.
    pub fn objects(&self) -> Vec<String> {
        let files = self.base.files().into_keys();
        let start = format!("cases/{}/objects/", self.log.box_id);
        files.filter(|path| path.starts_with(&start)).map(|path| format!("vault/{path}")).collect()
    }

    pub fn state(&self, name: &str) -> String {
        format!("state/{}/{name}", self.keyed.identity.vault())
    }

    pub fn other_writer(&self) -> WriterId {
        self.extras.other_writer.clone()
    }
}

pub struct Draft {
    folder: PathBuf,
    vector: Vector,
    payloads: usize,
    /// Whether it is there and stays as it is.
    keeps: bool,
}

impl Draft {
    pub fn write(mut self, path: &str, bytes: &[u8]) -> Self {
        let end = path.rsplit_once('.').map_or("bin", |(_, end)| end);
        self.payloads += 1;
        let file = format!("payload-{}.{end}", self.payloads);
        if !self.keeps {
            fs::create_dir_all(&self.folder).unwrap();
            fs::write(self.folder.join(&file), bytes).unwrap();
        }
        self.vector.apply.push(Op::Write { path: path.to_owned(), file });
        self
    }

    pub fn text(self, path: &str, text: &str) -> Self {
        self.op(Op::WriteText { path: path.to_owned(), text: text.to_owned() })
    }

    pub fn delete(self, path: &str) -> Self {
        self.op(Op::Delete { path: path.to_owned() })
    }

    pub fn rename(self, from: &str, to: &str) -> Self {
        self.op(Op::Rename { from: from.to_owned(), to: to.to_owned() })
    }

    pub fn flip(self, path: &str, offset: usize) -> Self {
        self.op(Op::Flip { path: path.to_owned(), offset, bit: 0 })
    }

    pub fn base(mut self, base: &str) -> Self {
        base.clone_into(&mut self.vector.base);
        self
    }

    pub fn op(mut self, op: Op) -> Self {
        self.vector.apply.push(op);
        self
    }

    pub fn memory(mut self, memory: Remembers) -> Self {
        self.vector.memory = memory;
        self
    }

    pub fn unlock(mut self, with: With) -> Self {
        self.vector.unlock = with;
        self
    }

    pub fn notes(mut self, notes: &[Class]) -> Self {
        self.vector.expect.notes = notes.to_vec();
        self
    }

    pub fn says(mut self, text: impl Into<String>) -> Self {
        self.vector.expect.says.push(text.into());
        self
    }

    pub fn effect(mut self, effect: &str) -> Self {
        self.vector.expect.effect = Some(effect.to_owned());
        self
    }

    /// Ends with a vault that opens and whose check finds exactly these classes.
    pub fn finds(self, classes: &[Class]) {
        self.end(u8::from(!classes.is_empty()), None, classes);
    }

    /// Ends with a vault that is not unlocked.
    pub fn refuses(self, exit: u8, error: &str, classes: &[Class]) {
        self.end(exit, Some(error), classes);
    }

    fn end(mut self, exit: u8, error: Option<&str>, classes: &[Class]) {
        if self.keeps {
            return;
        }
        self.vector.expect.exit = exit;
        self.vector.expect.error = error.map(str::to_owned);
        self.vector.expect.classes = classes.to_vec();
        let mut json = serde_json::to_string_pretty(&self.vector).unwrap();
        json.push('\n');
        fs::create_dir_all(&self.folder).unwrap();
        fs::write(self.folder.join(FILE), json).unwrap();
    }
}
