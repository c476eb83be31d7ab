//! The index: a SQLCipher database in the application's state, built from the logs and thrown away at any doubt.
//!
//! It is used for a box only when it was built from exactly the heads that are there, and then equals a rebuilt one row
//! for row. Its key comes from the identity file and this installation, so a copy of the state folder opens nothing.

mod checked;
mod packed;
mod pages;
mod rebuild;
mod row;
mod write;

pub(crate) use packed::Slim;
pub(crate) use pages::Wanted;

use crate::disk::Disk;
use crate::error::Result;
use crate::facts::VaultFacts;
use casekeep_format::{ContactEntry, DetailsEntry, Frontier, ItemEntry, ListedEntry, LogHead, Place};
use casekeep_model::import::ImportReport;
use casekeep_model::likeness::Likeness;
use casekeep_model::view::{EntryKind, SavedCopy};
use casekeep_model::{BoxId, Register, Sha256Digest, Timestamp, WriterId, inspect::Inspect};
use rusqlite::{Connection, OptionalExtension, params};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;
use std::sync::{Arc, Once};

/// Changes whenever the tables or the rows do; another number means: rebuild.
const VERSION: i64 = 15;

const TABLES: &str = "
    CREATE TABLE heads (box TEXT, writer TEXT, size INTEGER, root TEXT, frontier TEXT, PRIMARY KEY (box, writer)) STRICT;
    CREATE TABLE vault (id INTEGER PRIMARY KEY CHECK (id = 0), facts TEXT) STRICT;
    CREATE TABLE cases (box TEXT PRIMARY KEY, facts TEXT) STRICT;
    CREATE TABLE entries (id INTEGER PRIMARY KEY, box TEXT, kind TEXT, number INTEGER, twin INTEGER, leaf BLOB,
        instant INTEGER, recorded INTEGER, channel TEXT, event INTEGER, counted INTEGER, day TEXT, sha256 TEXT,
        packed BLOB, place TEXT, entry TEXT, line TEXT) STRICT;
    CREATE INDEX entries_leaf ON entries (leaf);
    CREATE INDEX entries_number ON entries (box, kind, number, twin);
    CREATE INDEX entries_instant ON entries (box, instant, recorded, kind, number, twin, channel, event, packed);
    CREATE INDEX entries_place ON entries (box, place, instant, day) WHERE place IS NOT NULL;
    CREATE INDEX entries_counted ON entries (box, instant, recorded, number, twin) WHERE counted = 1;
    CREATE INDEX entries_sha256 ON entries (box, sha256) WHERE sha256 IS NOT NULL;
    CREATE TABLE days (box TEXT, day TEXT, contacts INTEGER, PRIMARY KEY (box, day)) STRICT, WITHOUT ROWID;
    CREATE TRIGGER entry_comes AFTER INSERT ON entries WHEN new.counted = 1 BEGIN
        INSERT INTO days VALUES (new.box, coalesce(new.day, ''), 1) ON CONFLICT DO UPDATE SET contacts = contacts + 1;
    END;
    CREATE TRIGGER entry_goes AFTER DELETE ON entries WHEN old.counted = 1 BEGIN
        UPDATE days SET contacts = contacts - 1 WHERE box = old.box AND day = coalesce(old.day, '');
        DELETE FROM days WHERE box = old.box AND day = coalesce(old.day, '') AND contacts = 0;
    END;
    CREATE TABLE links (box TEXT, contact INTEGER, item INTEGER, PRIMARY KEY (box, item, contact)) STRICT;
    CREATE TABLE copies (box TEXT, item INTEGER, at TEXT, reason TEXT) STRICT;
    CREATE INDEX copies_item ON copies (box, item);
    CREATE TABLE imports (box TEXT, at INTEGER, report TEXT) STRICT;
    CREATE INDEX imports_at ON imports (box, at);
    CREATE VIRTUAL TABLE words USING fts5 (text, tokenize = 'unicode61 remove_diacritics 2');
    CREATE TABLE thumbnails (object TEXT PRIMARY KEY, png BLOB) STRICT;
    CREATE TABLE likenesses (object TEXT PRIMARY KEY, width INTEGER, height INTEGER, grey BLOB) STRICT;
    CREATE TABLE checked (box TEXT, leaf BLOB, at INTEGER, sealed INTEGER, PRIMARY KEY (box, leaf)) STRICT, WITHOUT ROWID;
";

/// A case's name and state, with what is needed to keep them right whatever order records come in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct CaseFacts {
    pub name: String,
    pub closed: bool,
    pub opened: Option<Timestamp>,
    named: Option<(Timestamp, Place)>,
    /// The latest time of each writer's names so far.
    #[serde(default)]
    latest: BTreeMap<WriterId, Timestamp>,
}

/// The open index.
pub(crate) struct Index {
    connection: Connection,
    inspect: Arc<dyn Inspect>,
    order: Option<packed::Order>,
}

impl Index {
    /// Opens the index at a path, making a new one where there is none, or one that this key does not open or that has
    /// other tables; `None` as the path keeps it in memory.
    pub fn open(disk: &Disk, path: Option<&Path>, key: &[u8; 32], inspect: Arc<dyn Inspect>) -> Result<Self> {
        let Some(path) = path.and_then(|path| disk.database(path)) else {
            return Self::start(connect(None)?, key, inspect);
        };
        if let Ok(index) = connect(Some(&path)).and_then(|connection| Self::start(connection, key, inspect.clone())) {
            return Ok(index);
        }
        // What cannot be removed cannot be opened anew below either, and that says so.
        let _ = Self::remove(disk, &path);
        Self::start(connect(Some(&path))?, key, inspect)
    }

    /// Removes the files of an index that is not open.
    pub fn remove(disk: &Disk, path: &Path) -> Result<()> {
        for suffix in ["", "-wal", "-shm", "-journal"] {
            let mut name = path.as_os_str().to_owned();
            name.push(suffix);
            disk.remove(Path::new(&name))?;
        }
        Ok(())
    }

    fn start(connection: Connection, key: &[u8; 32], inspect: Arc<dyn Inspect>) -> Result<Self> {
        let hex = data_encoding::HEXLOWER.encode(key);
        connection.execute_batch(&format!(
            "PRAGMA key = \"x'{hex}'\"; PRAGMA temp_store = MEMORY; PRAGMA secure_delete = ON; PRAGMA cache_size = -16384;"
        ))?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
        let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        let mut index = Self { connection, inspect, order: None };
        if version != VERSION {
            index.reset()?;
        }
        Ok(index)
    }

    /// Gets an index that was just opened ready to be filled whole, at twice the speed of a change that can be taken back.
    ///
    /// Until [`Index::filled`] it has no version, so that one that was not finished is emptied when it is opened again.
    pub fn begin_filling(&self) -> Result<()> {
        self.connection.pragma_update(None, "user_version", 0)?;
        Ok(self.connection.pragma_update(None, "journal_mode", "OFF")?)
    }

    /// Makes an index count that was filled.
    pub fn filled(&self) -> Result<()> {
        self.connection.pragma_update(None, "journal_mode", "WAL")?;
        Ok(self.connection.pragma_update(None, "user_version", VERSION)?)
    }

    /// Keeps less of the file in memory, for an index that is not searched.
    pub fn keep_little(&self) -> Result<()> {
        Ok(self.connection.pragma_update(None, "cache_size", -4096)?)
    }

    /// Empties the index.
    pub fn reset(&mut self) -> Result<()> {
        let transaction = self.connection.transaction()?;
        let names: Vec<(String, String)> = transaction
            .prepare("SELECT type, name FROM sqlite_schema WHERE type IN ('table', 'index') AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'words_%'")?
            .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
            .collect::<std::result::Result<_, _>>()?;
        for (_, name) in names.iter().filter(|(kind, _)| kind == "table") {
            transaction.execute_batch(&format!("DROP TABLE IF EXISTS \"{name}\""))?;
        }
        transaction.execute_batch(TABLES)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
        transaction.commit()?;
        Ok(())
    }

    /// Returns the heads that a box's rows were built from.
    pub fn heads(&self, box_id: &BoxId) -> Result<Vec<(LogHead, Option<Frontier>)>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT writer, size, root, frontier FROM heads WHERE box = ?1 ORDER BY writer")?;
        let rows = statement.query_map([box_id.as_str()], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, i64>(1)?,
                row.get::<_, String>(2)?,
                row.get::<_, Option<String>>(3)?,
            ))
        })?;
        let mut heads = Vec::new();
        for row in rows {
            let (writer, size, root, frontier) = row?;
            let (Ok(writer), Ok(size)) = (writer.parse(), u64::try_from(size)) else { continue };
            let frontier = frontier
                .and_then(|text| Frontier::from_text(&text))
                .filter(|f| f.size() == size && f.root().to_string() == root);
            heads.push((LogHead { box_id: box_id.clone(), writer, size, root }, frontier));
        }
        Ok(heads)
    }

    /// Returns what the vault's log says, as indexed.
    pub fn vault_facts(&self) -> Result<Option<VaultFacts>> {
        self.one_json("SELECT facts FROM vault WHERE id = 0", [])
    }

    fn one_json<T: DeserializeOwned>(&self, query: &str, parameters: impl rusqlite::Params) -> Result<Option<T>> {
        let text: Option<String> =
            self.connection.prepare_cached(query)?.query_row(parameters, |row| row.get(0)).optional()?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// Replaces what the vault's log says.
    pub fn set_vault_facts(&mut self, facts: &VaultFacts, heads: &[(LogHead, Option<Frontier>)]) -> Result<()> {
        let transaction = self.connection.transaction()?;
        transaction.execute("INSERT OR REPLACE INTO vault (id, facts) VALUES (0, ?1)", [json(facts)])?;
        if let Some((head, _)) = heads.first() {
            write::set_heads(&transaction, &head.box_id, heads)?;
        }
        transaction.commit()?;
        Ok(())
    }

    /// Returns a case's name and state.
    pub fn case_facts(&self, box_id: &BoxId) -> Result<Option<CaseFacts>> {
        self.one_json("SELECT facts FROM cases WHERE box = ?1", [box_id.as_str()])
    }

    /// Returns a contact.
    pub fn contact(&self, box_id: &BoxId, number: u32) -> Result<Option<ContactEntry>> {
        self.entry(box_id, "contact", number)
    }

    /// Returns an item.
    pub fn item(&self, box_id: &BoxId, number: u32) -> Result<Option<ItemEntry>> {
        self.entry(box_id, "item", number)
    }

    /// Returns an entry of a register.
    pub fn listed(&self, box_id: &BoxId, register: Register, number: u32) -> Result<Option<ListedEntry>> {
        self.entry(box_id, register.word(), number)
    }

    /// Returns every entry of a register, by number.
    pub fn all_listed(&self, box_id: &BoxId, register: Register) -> Result<Vec<ListedEntry>> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT entry FROM entries WHERE box = ?1 AND kind = ?2 ORDER BY number, twin")?;
        let texts = statement.query_map(params![box_id.as_str(), register.word()], |row| row.get::<_, String>(0))?;
        let mut entries = Vec::new();
        for text in texts {
            entries.extend(serde_json::from_str::<ListedEntry>(&text?));
        }
        Ok(entries)
    }

    /// Returns the transcripts of an item, by number.
    pub fn transcripts(&self, box_id: &BoxId, item: u32) -> Result<Vec<ListedEntry>> {
        let mut statement = self.connection.prepare_cached(
            "SELECT entry FROM entries
             WHERE box = ?1 AND kind = 'transcript' AND line ->> '$.items[0]' = ?2 ORDER BY number, twin",
        )?;
        let texts = statement.query_map(params![box_id.as_str(), item], |row| row.get::<_, String>(0))?;
        let mut entries = Vec::new();
        for text in texts {
            entries.extend(serde_json::from_str::<ListedEntry>(&text?));
        }
        Ok(entries)
    }

    /// Returns the details of a case.
    pub fn details(&self, box_id: &BoxId) -> Result<Option<DetailsEntry>> {
        self.entry(box_id, row::DETAILS, 1)
    }

    /// Returns whether there is an entry of a kind with this number.
    pub fn has(&self, box_id: &BoxId, kind: EntryKind, number: u32) -> Result<bool> {
        Ok(self
            .connection
            .prepare_cached("SELECT 1 FROM entries WHERE box = ?1 AND kind = ?2 AND number = ?3 LIMIT 1")?
            .exists(params![box_id.as_str(), kind.word(), number])?)
    }

    fn entry<T: DeserializeOwned>(&self, box_id: &BoxId, kind: &str, number: u32) -> Result<Option<T>> {
        self.one_json(
            "SELECT entry FROM entries WHERE box = ?1 AND kind = ?2 AND number = ?3 ORDER BY twin LIMIT 1",
            params![box_id.as_str(), kind, number],
        )
    }

    /// Returns the highest number of a kind of entry; 0 where there is none.
    pub fn highest(&self, box_id: &BoxId, kind: EntryKind) -> Result<u32> {
        let kind = kind.word();
        Ok(self
            .connection
            .prepare_cached("SELECT coalesce(max(number), 0) FROM entries WHERE box = ?1 AND kind = ?2")?
            .query_row(params![box_id.as_str(), kind], |row| row.get(0))?)
    }

    /// Returns how many entries of a kind there are.
    pub fn count(&self, box_id: &BoxId, kind: EntryKind) -> Result<u32> {
        Ok(self
            .connection
            .prepare_cached("SELECT count(*) FROM entries WHERE box = ?1 AND kind = ?2")?
            .query_row(params![box_id.as_str(), kind.word()], |row| row.get(0))?)
    }

    /// Returns the first item with these bytes.
    pub fn item_with(&self, box_id: &BoxId, sha256: &Sha256Digest) -> Result<Option<u32>> {
        Ok(self
            .connection
            .prepare_cached("SELECT number FROM entries WHERE box = ?1 AND sha256 = ?2 ORDER BY number LIMIT 1")?
            .query_row(params![box_id.as_str(), sha256.to_string()], |row| row.get(0))
            .optional()?)
    }

    /// Returns the contacts of every item of a box.
    pub fn links(&self, box_id: &BoxId) -> Result<HashMap<u32, Vec<u32>>> {
        let mut statement =
            self.connection.prepare_cached("SELECT item, contact FROM links WHERE box = ?1 ORDER BY item, contact")?;
        let mut links: HashMap<u32, Vec<u32>> = HashMap::new();
        for row in statement.query_map([box_id.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))? {
            let (item, contact) = row?;
            links.entry(item).or_default().push(contact);
        }
        Ok(links)
    }

    /// Returns every item of a box, by number.
    pub fn items(&self, box_id: &BoxId) -> Result<Vec<ItemEntry>> {
        let mut items = Vec::new();
        self.each_item(box_id, &mut |item| items.push(item))?;
        Ok(items)
    }

    /// Shows every item of a box, by number.
    pub fn each_item(&self, box_id: &BoxId, see: &mut dyn FnMut(ItemEntry)) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT entry FROM entries WHERE box = ?1 AND kind = 'item' ORDER BY number, twin")?;
        for row in statement.query_map([box_id.as_str()], |row| row.get::<_, String>(0))? {
            serde_json::from_str(&row?).into_iter().for_each(&mut *see);
        }
        Ok(())
    }

    /// Shows every contact of a box, by number.
    pub fn each_contact(&self, box_id: &BoxId, see: &mut dyn FnMut(ContactEntry)) -> Result<()> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT entry FROM entries WHERE box = ?1 AND kind = 'contact' ORDER BY number, twin")?;
        for row in statement.query_map([box_id.as_str()], |row| row.get::<_, String>(0))? {
            serde_json::from_str(&row?).into_iter().for_each(&mut *see);
        }
        Ok(())
    }

    /// Returns the reports of a box's imports, the newest first.
    pub fn imports(&self, box_id: &BoxId) -> Result<Vec<ImportReport>> {
        let mut statement =
            self.connection.prepare_cached("SELECT report FROM imports WHERE box = ?1 ORDER BY at DESC, rowid DESC")?;
        let texts = statement.query_map([box_id.as_str()], |row| row.get::<_, String>(0))?;
        let mut reports = Vec::new();
        for text in texts {
            reports.extend(serde_json::from_str::<ImportReport>(&text?));
        }
        Ok(reports)
    }

    /// Returns the copies of an item that were saved outside.
    pub fn copies(&self, box_id: &BoxId, item: u32) -> Result<Vec<SavedCopy>> {
        let mut statement =
            self.connection.prepare_cached("SELECT at, reason FROM copies WHERE box = ?1 AND item = ?2 ORDER BY at")?;
        let mut copies = Vec::new();
        for row in
            statement.query_map(params![box_id.as_str(), item], |row| Ok((row.get::<_, String>(0)?, row.get(1)?)))?
        {
            let (at, reason) = row?;
            if let Ok(at) = at.parse() {
                copies.push(SavedCopy { at, reason });
            }
        }
        Ok(copies)
    }

    /// Returns a thumbnail kept for an object.
    pub fn thumbnail(&self, object: &str) -> Result<Option<Vec<u8>>> {
        Ok(self
            .connection
            .prepare_cached("SELECT png FROM thumbnails WHERE object = ?1")?
            .query_row([object], |row| row.get(0))
            .optional()?)
    }

    /// Keeps a thumbnail for an object.
    pub fn set_thumbnail(&self, object: &str, png: &[u8]) -> Result<()> {
        self.connection
            .execute("INSERT OR REPLACE INTO thumbnails (object, png) VALUES (?1, ?2)", params![object, png])?;
        Ok(())
    }

    /// Returns what the picture of an object looks like; the outer `None` when it was not looked at yet, the inner one when
    /// it is not compared.
    pub fn likeness(&self, object: &str) -> Result<Option<Option<Likeness>>> {
        let mut query =
            self.connection.prepare_cached("SELECT width, height, grey FROM likenesses WHERE object = ?1")?;
        let row = query.query_row([object], |row| {
            let grey: Option<Vec<u8>> = row.get(2)?;
            Ok((row.get(0)?, row.get(1)?, grey))
        });
        Ok(row.optional()?.map(|(width, height, grey)| Likeness::new((width, height), grey?)))
    }

    /// Keeps what the picture of an object looks like, or that it is not compared.
    pub fn set_likeness(&self, object: &str, likeness: Option<&Likeness>) -> Result<()> {
        let size = likeness.map_or((0, 0), |likeness| (likeness.width(), likeness.height()));
        self.connection.execute(
            "INSERT OR REPLACE INTO likenesses (object, width, height, grey) VALUES (?1, ?2, ?3, ?4)",
            params![object, size.0, size.1, likeness.map(Likeness::grey)],
        )?;
        Ok(())
    }

    /// Returns the boxes that have rows.
    pub fn boxes(&self) -> Result<BTreeSet<String>> {
        let mut statement = self.connection.prepare_cached("SELECT box FROM cases UNION SELECT box FROM entries")?;
        Ok(statement.query_map([], |row| row.get(0))?.collect::<std::result::Result<_, _>>()?)
    }

    /// Returns a number for all rows of a box, whatever order they lie in: two indexes of the same logs give the same.
    ///
    /// Thumbnails, what pictures look like and what was checked are left out. It serves to notice mistakes; nobody else can write here.
    pub fn fingerprint(&self, box_id: &BoxId) -> Result<u128> {
        let mut sum = 0_u128;
        for query in FINGERPRINTED {
            let mut statement = self.connection.prepare_cached(query)?;
            let mut rows = statement.query([box_id.as_str()])?;
            while let Some(row) = rows.next()? {
                let line: String = row.get(0)?;
                let hash = blake3::hash(line.as_bytes());
                let half = hash.as_bytes().first_chunk::<16>().copied().unwrap_or_default();
                sum = sum.wrapping_add(u128::from_le_bytes(half));
            }
        }
        Ok(sum)
    }
}

/// Every row of a box as a line, table by table.
const FINGERPRINTED: [&str; 8] = [
    "SELECT 'case ' || facts FROM cases WHERE box = ?1",
    "SELECT 'copy ' || item || ' ' || at || ' ' || reason FROM copies WHERE box = ?1",
    "SELECT 'day ' || day || ' ' || contacts FROM days WHERE box = ?1",
    "SELECT 'entry ' || kind || ' ' || number || ' ' || twin || ' ' || hex(leaf) || ' ' || instant || ' ' || recorded || ' ' || coalesce(channel, '') || ' ' || event || ' ' || counted || ' ' || coalesce(day, '') || ' ' || coalesce(sha256, '') || ' ' || entry || ' ' || line FROM entries WHERE box = ?1",
    "SELECT 'head ' || writer || ' ' || size || ' ' || root FROM heads WHERE box = ?1",
    "SELECT 'import ' || at || ' ' || report FROM imports WHERE box = ?1",
    "SELECT 'link ' || contact || ' ' || item FROM links WHERE box = ?1",
    "SELECT 'words ' || hex(entries.leaf) || ' ' || words.text FROM entries JOIN words ON words.rowid = entries.id WHERE box = ?1",
];

/// Connects to a database, in memory where there is no path.
///
/// SQLite calls itself ready before SQLCipher is: a second thread that opens the first database of a process at the same
/// time would be told that its key is none. So the first connection is made alone.
fn connect(path: Option<&Path>) -> Result<Connection> {
    static FIRST: Once = Once::new();
    // What fails here fails again below, and says so there.
    FIRST.call_once(|| drop(Connection::open_in_memory()));
    Ok(path.map_or_else(Connection::open_in_memory, Connection::open)?)
}

fn json(value: &impl Serialize) -> String {
    serde_json::to_string(value).expect("index rows are plain data with text keys")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;
    use std::process::Command;
    use std::sync::Barrier;

    #[test]
    #[ignore = "it needs a process that has opened no database yet: the test below gives it one"]
    fn many_at_once() {
        let together = Barrier::new(64);
        std::thread::scope(|scope| {
            for _ in 0..64 {
                scope.spawn(|| {
                    together.wait();
                    connect(None).unwrap().execute_batch("PRAGMA key = 'a key'").unwrap();
                });
            }
        });
    }

    #[test]
    fn the_first_databases_of_a_process_can_be_opened_at_once() {
        for _ in 0..100 {
            let mut alone = Command::new(std::env::current_exe().unwrap());
            let ran = alone.args(["--exact", "--ignored", "index::tests::many_at_once"]).output().unwrap();
            assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stdout));
            assert!(String::from_utf8_lossy(&ran.stdout).contains("1 passed"), "it was not run");
        }
    }
}
