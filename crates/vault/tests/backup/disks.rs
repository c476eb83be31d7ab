//! Disks as they are: full, read-only, pulled out, lying about their room, FAT.

use crate::support::*;
use crate::{back_up, begin, copy_in, new_computer, texts, unlock_at};
use casekeep_model::ErrorCode;
use casekeep_vault::{
    Access, Disk, Facts, FileSystem, HostFiles, Installation, Lock, Place, ReadFile, VaultError, WriteFile,
};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};

/// What a disk does before the computer's own file system does it: an error instead, where it says so.
type Before = Box<dyn FnMut(&str, &Path) -> Option<io::Error> + Send>;

/// The computer's own file system with some acts refused, and with what it says about places changed.
struct Troubled {
    before: Mutex<Before>,
    place: Option<fn(Place) -> Place>,
    /// A file that is said to have 5 GiB.
    long: Option<PathBuf>,
}

impl Troubled {
    fn disk(
        place: Option<fn(Place) -> Place>,
        before: impl FnMut(&str, &Path) -> Option<io::Error> + Send + 'static,
    ) -> Disk {
        Disk::new(Arc::new(Self { before: Mutex::new(Box::new(before)), place, long: None }))
    }

    fn before(&self, act: &str, path: &Path) -> io::Result<()> {
        (self.before.lock().unwrap())(act, path).map_or(Ok(()), Err)
    }
}

impl FileSystem for Troubled {
    fn open(&self, path: &Path) -> io::Result<Box<dyn ReadFile>> {
        self.before("open", path)?;
        HostFiles.open(path)
    }
    fn create(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        self.before("create", path)?;
        HostFiles.create(path)
    }
    fn append(&self, path: &Path) -> io::Result<Box<dyn WriteFile>> {
        HostFiles.append(path)
    }
    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.before("rename", to)?;
        HostFiles.rename_new(from, to)
    }
    fn rename_over(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.before("rename", to)?;
        HostFiles.rename_over(from, to)
    }
    fn remove(&self, path: &Path) -> io::Result<()> {
        HostFiles.remove(path)
    }
    fn remove_folder(&self, path: &Path) -> io::Result<()> {
        HostFiles.remove_folder(path)
    }
    fn make_folder(&self, path: &Path) -> io::Result<()> {
        self.before("make", path)?;
        HostFiles.make_folder(path)
    }
    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        HostFiles.sync_folder(path)
    }
    fn list(&self, path: &Path) -> io::Result<Vec<String>> {
        HostFiles.list(path)
    }
    fn facts(&self, path: &Path) -> io::Result<Facts> {
        self.before("facts", path)?;
        let is_long = self.long.as_ref().is_some_and(|long| path.ends_with(long));
        HostFiles.facts(path).map(|facts| if is_long { Facts { bytes: 5 << 30, ..facts } } else { facts })
    }
    fn resolve(&self, path: &Path) -> io::Result<PathBuf> {
        HostFiles.resolve(path)
    }
    fn lock(&self, path: &Path, wait: bool) -> io::Result<Option<Lock>> {
        HostFiles.lock(path, wait)
    }
    fn database(&self, path: &Path) -> Option<PathBuf> {
        HostFiles.database(path)
    }
    fn place(&self, folder: &Path) -> io::Result<Place> {
        let change = self.place.ok_or(ErrorKind::Unsupported)?;
        HostFiles.place(folder).map(change)
    }
    fn forget(&self, path: &Path) {
        HostFiles.forget(path);
    }
}

/// Runs a test of this program again with other mounts, as a user of its own; false where the system does not let us.
fn run_mounted(test: &str, script: &str, folders: &[&Path]) -> bool {
    if !Command::new("unshare").args(["-rm", "true"]).status().is_ok_and(|status| status.success()) {
        return false;
    }
    let mut command = Command::new("unshare");
    command.args(["-rm", "sh", "-ec", &format!("{script}; exec \"$0\" --exact \"$1\"")]);
    command.arg(std::env::current_exe().unwrap()).arg(test);
    for (name, folder) in ["FIRST", "SECOND"].iter().zip(folders) {
        command.env(name, folder);
    }
    let output = command.env("CASEKEEP_MOUNTED", "1").output().unwrap();
    assert!(
        output.status.success(),
        "{}{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    true
}

fn is_mounted() -> bool {
    std::env::var_os("CASEKEEP_MOUNTED").is_some()
}

fn folder_from(variable: &str) -> PathBuf {
    std::env::var_os(variable).unwrap().into()
}

#[test]
fn a_vault_on_media_that_cannot_be_written_is_read_and_gets_no_trace() {
    if is_mounted() {
        let home = Home::new();
        let vault = unlock_at(&folder_from("FIRST"), home.installation(), Access::Window);
        assert!(vault.opening().remarks.iter().any(|remark| remark.contains("reading only")));
        assert!(vault.opening().findings.is_empty());
        assert!(matches!(vault.add_case("Matter 2"), Err(VaultError::ReadOnly)));
        assert_ok(&vault);
        assert_eq!(texts(&vault, 1), ["waited at the car park"]);
        let disk = home.path("disk");
        fs::create_dir(&disk).unwrap();
        back_up(&vault, &disk);
        assert_eq!(tree(&copy_in(&disk)), tree(&folder_from("FIRST")));
        vault.lock().unwrap();
        return;
    }
    let home = Home::new();
    let (vault, _, _) = begin(&home);
    vault.lock().unwrap();
    let before = tree(&home.folder());
    let script = "mount --bind \"$FIRST\" \"$FIRST\"; mount -o remount,bind,ro \"$FIRST\"";
    let test = "disks::a_vault_on_media_that_cannot_be_written_is_read_and_gets_no_trace";
    run_mounted(test, script, &[&home.folder()]);
    assert_eq!(tree(&home.folder()), before);
}

#[test]
fn where_the_system_says_that_nothing_can_be_written_nothing_is_tried() {
    let home = Home::new();
    let (vault, _, _) = begin(&home);
    vault.lock().unwrap();
    let (before, folder) = (tree(&home.folder()), home.folder());
    let disk = Troubled::disk(Some(|place| Place { writable: false, ..place }), move |act, path| {
        let writes = ["create", "rename", "make"].contains(&act) && path.starts_with(&folder);
        assert!(!writes, "{act} {}", path.display());
        None
    });
    let vault = unlock_at(&home.folder(), Installation { disk, ..new_computer(&home, "other") }, Access::Change);
    assert!(matches!(vault.add_case("Matter 2"), Err(VaultError::ReadOnly)));
    assert_ok(&vault);
    vault.lock().unwrap();
    assert_eq!(tree(&home.folder()), before);
}

#[test]
fn a_disk_without_room_is_refused_before_anything_is_written() {
    let home = Home::new();
    let (vault, _, disk) = begin(&home);
    vault.lock().unwrap();
    let small = Troubled::disk(Some(|place| Place { free: 200_000, ..place }), |_, _| None);
    let vault = unlock_at(&home.folder(), Installation { disk: small, ..home.installation() }, Access::Change);
    let refused = vault.back_up(&disk, &mut go).unwrap_err().problem();
    assert_eq!(refused.code, ErrorCode::DiskFull);
    assert!(refused.message.contains("200.0 kB free") && refused.message.contains("Nothing was copied"), "{refused}");
    assert!(tree(&disk).is_empty());
}

#[test]
fn a_disk_that_fills_on_the_way_keeps_what_is_whole_and_takes_the_rest_later() {
    if is_mounted() {
        let disk = Troubled::disk(None, |_, _| None);
        let home = Home::new();
        let vault = unlock_at(&folder_from("FIRST"), Installation { disk, ..home.installation() }, Access::Change);
        let full = folder_from("SECOND");
        let refused = vault.back_up(&full, &mut go).unwrap_err();
        assert!(matches!(refused, VaultError::BackupStopped { .. }), "{refused:?}");
        assert_eq!(refused.problem().code, ErrorCode::DiskFull);
        let left = tree(&full);
        assert!(left.keys().all(|path| !path.to_string_lossy().contains("tmp-")), "{:?}", left.keys());
        let grown = Command::new("mount").args(["-o", "remount,size=20m"]).arg(&full).status().unwrap();
        assert!(grown.success());
        back_up(&vault, &full);
        assert!(left.iter().all(|(path, bytes)| tree(&full).get(path) == Some(bytes)));
        assert_eq!(tree(&copy_in(&full)), tree(&folder_from("FIRST")));
        return;
    }
    let home = Home::new();
    let (vault, _, disk) = begin(&home);
    vault.lock().unwrap();
    let script = "mount -t tmpfs -o size=200k none \"$SECOND\"";
    let test = "disks::a_disk_that_fills_on_the_way_keeps_what_is_whole_and_takes_the_rest_later";
    run_mounted(test, script, &[&home.folder(), &disk]);
}

#[test]
fn a_disk_that_fails_at_any_act_leaves_a_copy_that_opens_or_none_and_goes_on() {
    let home = Home::new();
    let (vault, case, disk) = begin(&home);
    back_up(&vault, &disk);
    let said = texts(&vault, case);
    add(&vault, case, "more.pdf", b"more");
    vault.lock().unwrap();
    // One disk at a time is in trouble, from one act on.
    let trouble = Arc::new(Mutex::new((PathBuf::new(), 0, ErrorKind::StorageFull)));
    let now = trouble.clone();
    let troubled = Troubled::disk(None, move |act, path| {
        let (there, left, kind) = &mut *now.lock().unwrap();
        if !path.starts_with(&*there) || act == "facts" {
            return None;
        }
        if act != "open" {
            *left -= 1;
        }
        (*left < 0).then(|| (*kind).into())
    });
    let vault = unlock_at(&home.folder(), Installation { disk: troubled, ..home.installation() }, Access::Change);
    for (kind, code) in [(ErrorKind::StorageFull, ErrorCode::DiskFull), (ErrorKind::NotConnected, ErrorCode::Io)] {
        for at in (0..).step_by(5) {
            let pulled = home.path(&format!("pulled-{kind:?}-{at}"));
            copy_tree(&disk, &pulled);
            *trouble.lock().unwrap() = (pulled.clone(), at, kind);
            let made = vault.back_up(&pulled, &mut go);
            *trouble.lock().unwrap() = (PathBuf::from("nowhere"), 0, kind);
            let Err(error) = made else { break };
            assert_eq!(error.problem().code, code, "{error}");
            if at % 20 == 15 {
                let other = new_computer(&home, &format!("other-{kind:?}-{at}"));
                let copy = unlock_at(&copy_in(&pulled), other, Access::Read);
                assert!(copy.verify(&mut go).unwrap().ok);
                assert!(said.iter().all(|text| texts(&copy, case).contains(text)));
            }
            if at % 20 == 0 {
                back_up(&vault, &pulled);
            }
        }
    }
}

#[test]
fn a_disk_that_gives_back_other_bytes_is_not_trusted() {
    let home = Home::new();
    let (vault, _, disk) = begin(&home);
    vault.lock().unwrap();
    let object = objects(&home).pop().unwrap();
    let place = copy_in(&disk).join(&object);
    let mut spoils = 1;
    let once = Troubled::disk(None, move |act, path| {
        if act == "open" && path == place && spoils > 0 {
            spoils -= 1;
            fs::write(path, b"what the disk made of it").unwrap();
        }
        None
    });
    let vault = unlock_at(&home.folder(), Installation { disk: once, ..home.installation() }, Access::Change);
    back_up(&vault, &disk);
    assert_eq!(tree(&copy_in(&disk)), tree(&home.folder()), "what was spoilt once was written again");
    vault.lock().unwrap();
    let always = home.path("always");
    fs::create_dir(&always).unwrap();
    let place = copy_in(&always).join(&object);
    let spoilt = Troubled::disk(None, move |act, path| {
        if act == "open" && path == place {
            fs::write(path, b"what the disk made of it").unwrap();
        }
        None
    });
    let vault = unlock_at(&home.folder(), Installation { disk: spoilt, ..home.installation() }, Access::Change);
    let report = vault.back_up(&always, &mut go).unwrap();
    assert_eq!(report.problems.len(), 1, "{report:#?}");
    assert!(report.problems[0].step.contains("not to be trusted"));
    assert!(vault.backups().unwrap().places[1].copied.is_none());
}

#[test]
fn a_file_too_long_for_fat_is_named_before_anything_is_copied() {
    let home = Home::new();
    let (vault, case, disk) = begin(&home);
    add(&vault, case, "film.mp4", b"in truth a short film");
    vault.lock().unwrap();
    let object =
        objects(&home).into_iter().find(|path| fs::read(home.folder().join(path)).unwrap().len() < 100_000).unwrap();
    let before: Mutex<Before> = Mutex::new(Box::new(|_, _| None));
    let fat: fn(Place) -> Place = |place| Place { fat: true, free: u64::MAX, ..place };
    let fat = Disk::new(Arc::new(Troubled { before, place: Some(fat), long: Some(object) }));
    let vault = unlock_at(&home.folder(), Installation { disk: fat, ..home.installation() }, Access::Change);
    let refused = vault.back_up(&disk, &mut go).unwrap_err().problem();
    assert!(refused.message.starts_with("Item ") && refused.message.contains("FAT"), "{refused}");
    assert!(tree(&disk).is_empty());
    assert!(vault.backups().unwrap().warnings.iter().any(|warning| warning.contains("FAT")));
}

#[cfg(unix)]
#[test]
fn what_is_unwise_about_a_place_is_said_in_words() {
    use std::os::unix::fs::PermissionsExt;
    let home = Home::new();
    let (vault, _, disk) = begin(&home);
    assert!(vault.backups().unwrap().warnings.is_empty(), "{:?}", vault.backups().unwrap().warnings);
    back_up(&vault, &disk);
    let warning = || vault.backups().unwrap().places[0].warning.clone().unwrap_or_default();
    assert!(warning().contains("same disk as the vault"), "{}", warning());
    let open = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    let root = home.folder().parent().unwrap().to_owned();
    open(&root, 0o700);
    open(&home.folder(), 0o755);
    let said = vault.backups().unwrap().warnings;
    assert!(said.is_empty(), "nobody else gets as far as this folder: {said:?}");
    open(&root, 0o755);
    assert!(vault.backups().unwrap().warnings[0].contains("can be read by other accounts"));
    open(&root, 0o777);
    assert!(vault.backups().unwrap().warnings[0].contains("exchanged by other accounts"));
    open(&root, 0o700);
    fs::create_dir(root.join(".stfolder")).unwrap();
    assert!(vault.backups().unwrap().warnings[0].contains("Syncthing"));
    assert!(warning().contains("Syncthing"));
}
