//! Backups: copying the vault to other folders, and what is known of those copies.
//!
//! The vault may be in use meanwhile: what is copied is what its logs held when the copy began. A copy is never thinned
//! out: a key file that was taken out of the vault, or a case that was shredded, stays in copies made before.

use crate::boxes::Draft;
use crate::copying::{Copying, Tally};
use crate::destinations::Destinations;
use crate::disk::is_no_such_file;
use crate::error::{Result, VaultError};
use crate::ingest::Step;
use crate::locked::label_of;
use crate::plan::Plan;
use crate::session::{Core, UnlockedVault, hold};
use crate::standing::{Holds, what_holds};
use crate::surroundings::{self, Role};
use crate::wording::finding;
use casekeep_format::{LogHead, PartsBuilder, VaultPath, kind};
use casekeep_model::keeping::{BackupPlace, BackupReport, Backups};
use casekeep_model::{BoxId, Class, Finding, Timestamp, limits, settle_findings};
use std::path::{Path, PathBuf};

/// How old the newest copy may be before the person is reminded, in milliseconds.
const REMIND_AFTER: i64 = 7 * 24 * 60 * 60 * 1000;
/// The least length of a file that FAT cannot hold.
const FAT_LIMIT: u64 = (1 << 32) - 1;
/// How often a copy is gone over when files of the vault go away meanwhile.
const PASSES: usize = 4;

/// A small file that may change, as it is to be in the copy.
struct SmallFile {
    relative: String,
    bytes: Vec<u8>,
}

/// What one pass copies.
struct Pass {
    plan: Plan,
    case_keys: Vec<SmallFile>,
    /// The key files and the label.
    others: Vec<SmallFile>,
    problems: Vec<Finding>,
}

impl UnlockedVault {
    /// Copies the vault's ciphertext to another folder: what is not there yet, and nothing is deleted there.
    ///
    /// A folder that holds other things gets a folder in it with the vault's name. Cut short at any moment, the copy opens
    /// as an older state, and the next call goes on from there.
    ///
    /// # Errors
    /// [`VaultError::BadPlace`]; an integrity error for a copy with records that this vault lacks; [`VaultError::NoRoom`];
    /// [`VaultError::BackupStopped`]; [`VaultError::Cancelled`]. Damage that does not stop it is in the report.
    pub fn back_up(&self, folder: &Path, step: Step<'_>) -> Result<BackupReport> {
        let _alone = hold(&self.long);
        let copy = self.place_for_copy(folder)?;
        let (writer, pass) = {
            let mut core = hold(&self.core);
            if core.facts.is_rotating() {
                return Err(VaultError::RotationUnfinished);
            }
            self.check_copy(&core, &copy)?;
            if self.may_record(&core) {
                self.begin(&mut core)?;
                if !heads_are_recorded(&core) {
                    self.record_heads(&mut core)?;
                }
            }
            (core.pin.writer.clone(), self.plan_pass(&core)?)
        };
        let disk = &self.installation.disk;
        let mut copying = Copying::new(disk, &self.folder, &copy, &writer, step);
        self.check_room(&mut copying, &pass.plan)?;
        self.change_destinations(|all| {
            all.entry(&copy);
        })?;
        let copied = self.make_copy(&mut copying, pass, &copy);
        let mut tally = std::mem::take(&mut copying.tally);
        copied.map_err(|error| stopped(&copy, &tally, error))?;
        self.name_key_files_left(&copy, &mut tally)?;
        settle_findings(&mut tally.problems);
        if tally.problems.is_empty() {
            let now = self.now();
            self.change_destinations(|all| all.entry(&copy).copied = Some(now))?;
        }
        Ok(report(&copy, tally))
    }

    /// Copies, reads back, records it, and goes over it again for that record and for what went away meanwhile.
    fn make_copy(&self, copying: &mut Copying<'_>, first: Pass, copy: &Path) -> Result<()> {
        self.installation.disk.make_folders(copy)?;
        let mut pass = first;
        for at in 0..PASSES {
            let kept = copying.tally.kept;
            copying.tally.gone = 0;
            run_pass(copying, &pass)?;
            if at > 0 {
                copying.tally.kept = kept;
            }
            copying.read_back()?;
            copying.tally.problems.append(&mut pass.problems);
            let recorded = at == 0 && {
                let mut core = hold(&self.core);
                self.may_record(&core) && self.record_backup(&mut core, copy, &copying.tally).map(|()| true)?
            };
            if !recorded && copying.tally.gone == 0 {
                return Ok(());
            }
            pass = self.plan_pass(&hold(&self.core))?;
        }
        let about = "The vault changed faster than it could be copied.";
        let step = "Start the backup again when nothing else is being done.";
        copying.tally.problems.push(Finding::new(Class::Unreadable, about, step));
        Ok(())
    }

    fn may_record(&self, core: &Core) -> bool {
        self.check_writable().is_ok() && !core.rolled_back
    }

    fn record_backup(&self, core: &mut Core, copy: &Path, tally: &Tally) -> Result<()> {
        let parts = PartsBuilder::new()
            .with("to", copy.display().to_string())
            .with("files", tally.copied)
            .with("bytes", tally.bytes)
            .with("problems", tally.problems.len())
            .with("clocks", self.clocks())
            .build();
        let id = core.vault_box.id.clone();
        self.append(core, &id, vec![Draft::new(kind::BACKUP, parts)]).map(|_| ())
    }

    /// Lists what there is now, and reads the small files. A key file that is not the one that the log names is left
    /// out, so that damage here does not reach the good one in the copy.
    fn plan_pass(&self, core: &Core) -> Result<Pass> {
        let disk = &self.installation.disk;
        let registered = &core.facts.registered;
        let plan = Plan::of(disk, &self.folder, &|id: &BoxId| registered.contains_key(id))?;
        let mut pass = Pass { plan, case_keys: Vec::new(), others: Vec::new(), problems: Vec::new() };
        for key in &core.facts.keys {
            let relative = format!("keys/{}", key.file);
            match disk.read(&self.folder.join(&relative), limits::KEY_FILE) {
                Ok(bytes) if blake3::hash(&bytes).to_hex().as_str() == key.blake3 => {
                    pass.others.push(SmallFile { relative, bytes });
                }
                Err(VaultError::Io { doing, path, source }) if !is_no_such_file(&source) => {
                    return Err(VaultError::Io { doing, path, source });
                }
                Ok(_) | Err(VaultError::Io { .. }) => {
                    let about = format!("{relative} is not the file that the log names, so it was not copied.");
                    pass.problems.push(finding(Class::KeyfileChanged, about));
                }
                Err(error) => return Err(error),
            }
        }
        pass.others.push(SmallFile { relative: "vault.json".to_owned(), bytes: label_of(&self.identity) });
        for id in &pass.plan.cases {
            let Some(open) = core.boxes.get(id) else { continue };
            let relative = format!("cases/{id}/key.age");
            let bytes = disk.read_if_there(&self.folder.join(&relative), limits::KEY_FILE)?.unwrap_or_default();
            let key = casekeep_format::open_box_key(&bytes, id, &self.identity.current().vault);
            if key.is_ok_and(|keys| keys.first().is_some_and(|key| key.to_recipient() == open.to)) {
                pass.case_keys.push(SmallFile { relative, bytes });
            } else {
                let about = format!("The key of {} is damaged, so it was not copied.", open.called);
                pass.problems.push(finding(Class::CaseKeyWrong, about));
            }
        }
        pass.problems.extend(core.unusable.values().cloned());
        Ok(pass)
    }

    /// Refuses, before anything is written, what would not fit on the disk.
    fn check_room(&self, copying: &mut Copying<'_>, plan: &Plan) -> Result<()> {
        let place = self.installation.disk.place(copying.to);
        let limit = if place.is_some_and(|place| place.fat) { FAT_LIMIT } else { u64::MAX };
        let mut large = None;
        let cluster = place.map_or(1, |place| place.cluster);
        let needed = copying.measure(plan, cluster, limit, &mut |relative| {
            large.get_or_insert_with(|| relative.to_owned());
        })?;
        if let Some(relative) = large {
            let about = format!(
                "{} has 4 GiB or more, and the disk of {} (FAT) cannot hold a file of that length.",
                self.name_object(&relative),
                copying.to.display()
            );
            let hint = "Use a disk that is formatted as exFAT, NTFS or ext4. Nothing was copied.";
            return Err(VaultError::BadPlace { about, hint });
        }
        if let Some(place) = place.filter(|place| place.free < needed.room) {
            return Err(VaultError::NoRoom { folder: copying.to.to_owned(), needed: needed.room, free: place.free });
        }
        copying.expect(needed);
        Ok(())
    }

    /// Returns an object in words: the item that it is, where the index knows it.
    fn name_object(&self, relative: &str) -> String {
        let Some(VaultPath::Object { box_id, name }) = VaultPath::parse(relative) else { return relative.to_owned() };
        let items = hold(&self.index).items(&box_id).unwrap_or_default();
        match items.into_iter().find(|entry| entry.first.object == name) {
            Some(entry) => {
                let called = casekeep_model::visible::escape(&entry.first.name);
                format!("Item {} of case {} (“{called}”)", entry.first.number, hold(&self.core).facts.handle(&box_id))
            }
            None => relative.to_owned(),
        }
    }

    /// Returns the folder of the copy that a named folder means, or why it cannot be one.
    fn place_for_copy(&self, folder: &Path) -> Result<PathBuf> {
        let disk = &self.installation.disk;
        let copy = match disk.resolve(folder) {
            Ok(there) if self.is_copy_itself(&there)? => there,
            Ok(there) => there.join(self.folder.file_name().unwrap_or("Vault.casekeep".as_ref())),
            Err(_) => {
                let above = folder.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
                match (disk.resolve(above), folder.file_name()) {
                    (Ok(above), Some(name)) => above.join(name),
                    _ => return Err(not_there(folder)),
                }
            }
        };
        let known = self.destinations()?.places().iter().any(|place| place.folder == copy);
        if known && !disk.is_folder(&copy) {
            // A disk that is not connected leaves its place empty: a new copy must not begin on the computer's own disk.
            return Err(not_there(&copy));
        }
        if copy.starts_with(&self.folder) || self.folder.starts_with(&copy) {
            let about = format!("{} and the vault lie one in the other.", copy.display());
            return Err(VaultError::BadPlace { about, hint: "Choose a folder on another disk. Nothing was changed." });
        }
        Ok(copy)
    }

    /// Returns whether a folder is meant to be the copy itself, and not to hold it.
    fn is_copy_itself(&self, folder: &Path) -> Result<bool> {
        let holds = what_holds(&self.installation.disk, folder)?;
        let is_named_so = folder.extension().is_some_and(|extension| extension == "casekeep");
        Ok(matches!(holds, Holds::Vault(_)) || is_named_so)
    }

    /// Names key files of the copy that the log no longer names: they open the copy as before.
    fn name_key_files_left(&self, copy: &Path, tally: &mut Tally) -> Result<()> {
        let named: Vec<String> = hold(&self.core).facts.keys.iter().map(|key| key.file.clone()).collect();
        for name in self.installation.disk.list(&copy.join("keys"))? {
            let is_key = matches!(VaultPath::parse(&format!("keys/{name}")), Some(VaultPath::KeyFile { .. }));
            if is_key && !named.contains(&name) {
                let about = format!("keys/{name} in the copy was taken out of the vault, and still opens that copy.");
                let step = "A backup never deletes. Remove that file from the copy yourself if it should not open it.";
                tally.notes.push(Finding::new(Class::KeyfileUnknown, about, step));
            }
        }
        Ok(())
    }

    /// Returns where the vault is copied to, and what is unwise about those places and the vault's own.
    ///
    /// # Errors
    /// When the application's state cannot be read.
    pub fn backups(&self) -> Result<Backups> {
        let (disk, now) = (&self.installation.disk, self.now());
        let own =
            |folder: &Path| surroundings::warnings(disk, folder, Role::Copy { of: &self.folder }).into_iter().next();
        let destinations = self.destinations()?;
        let places = destinations.places().iter().map(|place| BackupPlace {
            folder: place.folder.display().to_string(),
            there: disk.is_folder(&place.folder),
            copied: place.copied,
            rehearsed: place.rehearsed,
            warning: own(&place.folder),
        });
        let (elsewhere, rekeyed) = {
            let core = hold(&self.core);
            (core.facts.backups.values().copied().max(), core.facts.rekeyed_at)
        };
        // A copy from before all keys were changed holds everything under keys that somebody else may have.
        let newest = destinations.places().iter().filter_map(|place| place.copied).chain(elsewhere);
        let mut newest = newest.filter(|at| rekeyed.is_none_or(|rekeyed| *at > rekeyed));
        Ok(Backups {
            places: places.collect(),
            due: !newest.any(|at| is_recent(at, now)),
            warnings: surroundings::warnings(disk, &self.folder, Role::Vault),
        })
    }

    /// Takes a folder off the list of places; the copy in it stays as it is.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`] when it is not on the list; or what the system says.
    pub fn forget_backup(&self, folder: &Path) -> Result<()> {
        let known = self.known_copy(folder)?;
        if self.change_destinations(|all| all.forget(&known))? {
            return Ok(());
        }
        Err(VaultError::NoSuchEntry(format!("backup in {}", folder.display())))
    }

    /// Returns the copy that a folder means: itself, or the one in it with the vault's name.
    pub(crate) fn known_copy(&self, folder: &Path) -> Result<PathBuf> {
        let folder = self.installation.disk.resolve(folder).unwrap_or_else(|_| folder.to_owned());
        let inside = folder.join(self.folder.file_name().unwrap_or("Vault.casekeep".as_ref()));
        let destinations = self.destinations()?;
        let is_known = |path: &Path| destinations.places().iter().any(|place| place.folder == path);
        if is_known(&folder) {
            return Ok(folder);
        }
        if is_known(&inside) || !self.is_copy_itself(&folder)? {
            return Ok(inside);
        }
        Ok(folder)
    }

    fn destinations(&self) -> Result<Destinations> {
        let path = self.state.file("backups.age");
        Destinations::load(&self.installation.disk, &path, self.identity.epochs())
    }

    pub(crate) fn change_destinations<T>(&self, change: impl FnOnce(&mut Destinations) -> T) -> Result<T> {
        let mut destinations = self.destinations()?;
        let given = change(&mut destinations);
        let to = self.identity.current().vault.to_recipient();
        destinations.save(&self.installation.disk, &self.state.file("backups.age"), &to)?;
        Ok(given)
    }
}

/// Copies what one pass names. In a new copy the key files go first, so that what comes can be opened; in an older one
/// they go last, so that until then it opens as the older state that it is.
fn run_pass(copying: &mut Copying<'_>, pass: &Pass) -> Result<()> {
    let is_new = copying.disk.list(&copying.to.join("log"))?.is_empty();
    if is_new {
        copy_small_files(copying, &pass.others)?;
    }
    copy_small_files(copying, &pass.case_keys)?;
    copying.run(&pass.plan)?;
    if !is_new {
        copy_small_files(copying, &pass.others)?;
    }
    if pass.plan.strange > 0 {
        let about = format!("{} files or folders that do not belong in a vault were not copied.", pass.plan.strange);
        let note = finding(Class::NameUnknown, about);
        if !copying.tally.notes.contains(&note) {
            copying.tally.notes.push(note);
        }
    }
    Ok(())
}

fn copy_small_files(copying: &mut Copying<'_>, files: &[SmallFile]) -> Result<()> {
    for file in files {
        // Replacing is not deleting: the file that was there opened the copy with what the vault no longer takes.
        if copying.copy_small(&file.relative, &file.bytes, limits::KEY_FILE)? && file.relative.starts_with("keys/") {
            let about = format!(
                "{} in the copy was replaced: the copy opens with what opens the vault now. Other copies still open with what opened them before.",
                file.relative
            );
            copying.tally.notes.push(finding(Class::KeyfileChanged, about));
        }
    }
    Ok(())
}

pub(crate) fn report(folder: &Path, tally: Tally) -> BackupReport {
    BackupReport {
        folder: folder.display().to_string(),
        copied: tally.copied,
        bytes: tally.bytes,
        kept: tally.kept,
        verified: tally.verified,
        problems: tally.problems,
        notes: tally.notes.into_iter().map(Finding::as_note).collect(),
    }
}

/// Says of an error how far the copy came; what the person stopped is no error of the disk.
pub(crate) fn stopped(folder: &Path, tally: &Tally, error: VaultError) -> VaultError {
    match error {
        VaultError::Cancelled => VaultError::Cancelled,
        error => VaultError::BackupStopped { folder: folder.to_owned(), copied: tally.copied, source: Box::new(error) },
    }
}

/// Returns whether the newest record of the vault's own log is one of the heads as they are, so that a backup that is
/// begun again and again records nothing new.
fn heads_are_recorded(core: &Core) -> bool {
    let Some(recorded) = core.facts.heads.get(&core.pin.writer) else { return false };
    let is_own = |head: &LogHead| head.box_id == core.vault_box.id && head.writer == core.pin.writer;
    let there = core.all_heads();
    let size = |heads: &[LogHead]| heads.iter().find(|head| is_own(head)).map(|head| head.size);
    let mut others = there.iter().filter(|head| !is_own(head));
    others.all(|head| recorded.contains(head)) && size(&there) == size(recorded).map(|size| size + 1)
}

fn not_there(folder: &Path) -> VaultError {
    let about = format!("{} is not there.", folder.display());
    VaultError::BadPlace {
        about,
        hint: "Connect the disk and try again. For a new copy, choose a folder that is there.",
    }
}

/// Returns whether a time is within the last week; one in the future says nothing about how old a copy is.
fn is_recent(at: Timestamp, now: Timestamp) -> bool {
    (0..=REMIND_AFTER).contains(&(now.millis() - at.millis()))
}
