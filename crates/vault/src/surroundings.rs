//! What is unwise about the place of a vault or of a copy: a cloud service, other accounts, the same disk, FAT.
//!
//! These are hints from names, marker files and permission bits. Their absence proves nothing, and nothing is refused.

use crate::disk::Disk;
use crate::locked::Vault;
use crate::place::Place;
use crate::session::Access;
use std::path::Path;

/// What lies in the folder.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Role<'a> {
    /// The vault that is worked with.
    Vault,
    /// A copy of the vault in another folder.
    Copy { of: &'a Path },
}

/// Services by the names of the folders that they synchronise, in lower case.
const SERVICES: &[(&str, &str)] = &[
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud drive", "iCloud Drive"),
    ("iclouddrive", "iCloud Drive"),
    ("com~apple~clouddocs", "iCloud Drive"),
    ("mobile documents", "iCloud Drive"),
    ("cloudstorage", "a cloud service"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("pcloud", "pCloud"),
    ("pcloud drive", "pCloud"),
    ("pclouddrive", "pCloud"),
    ("box sync", "Box"),
    ("mega", "MEGA"),
    ("megasync", "MEGA"),
    ("proton drive", "Proton Drive"),
    ("syncthing", "Syncthing"),
];

/// Files that services leave in the folders that they synchronise.
const MARKERS: &[(&str, &str)] = &[
    (".stfolder", "Syncthing"),
    (".dropbox", "Dropbox"),
    (".dropbox.cache", "Dropbox"),
    (".nextcloudsync.log", "Nextcloud"),
    (".owncloudsync.log", "ownCloud"),
    (".tmp.drivedownload", "Google Drive"),
    (".tmp.driveupload", "Google Drive"),
    (".849c9593-d756-4e56-8d6e-42412f2a707b", "OneDrive"),
];

/// What lies where nothing can be written is only read: nothing of it is tried, and no trace is left there.
///
/// Returns a remark where that changes for what the vault is opened.
pub(crate) fn only_read(vault: &Vault, access: &mut Access) -> Option<String> {
    let (disk, folder) = (&vault.installation.disk, &vault.folder);
    if *access == Access::Read || (disk.is_writable(folder) && disk.is_writable(&folder.join("log"))) {
        return None;
    }
    *access = Access::Read;
    Some("The vault lies where nothing can be written, so it is open for reading only. Nothing in it changes, and this unlock is not recorded in it.".to_owned())
}

/// Returns what is unwise about a folder's place, one sentence each, the gravest first.
pub(crate) fn warnings(disk: &Disk, folder: &Path, role: Role<'_>) -> Vec<String> {
    let place = disk.place(folder);
    let mut warnings = Vec::new();
    warnings.extend(others_may(disk, folder, role));
    warnings.extend(service_of(disk, folder).map(|service| match role {
        Role::Vault => format!(
            "The vault lies in a folder that {service} synchronises. Others can get the encrypted files there with their sizes and times, the service keeps what you delete, and two computers can get in each other's way."
        ),
        Role::Copy { .. } => format!(
            "This copy lies in a folder that {service} synchronises: the encrypted files go to that service, and what is deleted or goes wrong here goes wrong there."
        ),
    }));
    if let (Role::Copy { of }, Some(place)) = (role, &place)
        && disk.place(of).is_some_and(|vault| vault.device == place.device)
    {
        warnings.push(
            "This copy is on the same disk as the vault: it does not help when that disk fails or is lost.".to_owned(),
        );
    }
    if matches!(role, Role::Vault) && place.is_some_and(|place| place.fat) {
        let about = "The vault lies on a FAT disk, which can lose files when it is pulled out or the power fails. Keep the vault on the computer's own disk, and use this one for copies.";
        warnings.push(about.to_owned());
    }
    warnings
}

/// Returns the service that synchronises a folder, by the names on its path and the markers in them.
fn service_of(disk: &Disk, folder: &Path) -> Option<&'static str> {
    let by_name = folder.components().find_map(|part| {
        let name = part.as_os_str().to_string_lossy().to_lowercase();
        SERVICES.iter().find(|(known, _)| is_named(&name, known)).map(|(_, service)| *service)
    });
    by_name.or_else(|| {
        folder.ancestors().find_map(|above| {
            let marker = |(name, service): &(&str, &'static str)| {
                disk.is_there(&above.join(name)).unwrap_or(false).then_some(*service)
            };
            MARKERS.iter().find_map(marker)
        })
    })
}

/// Returns whether a folder has a service's name, alone or with the name of an account: `onedrive - surgery`.
fn is_named(name: &str, known: &str) -> bool {
    let rest = name.strip_prefix(known);
    rest.is_some_and(|rest| rest.is_empty() || [" - ", "-", " ("].iter().any(|between| rest.starts_with(between)))
}

/// Says when other accounts on this computer can read the folder or change it. Only folders that everybody may go
/// through on the way to it count.
fn others_may(disk: &Disk, folder: &Path, role: Role<'_>) -> Option<String> {
    let called = match role {
        Role::Vault => "The vault's folder",
        Role::Copy { .. } => "This copy's folder",
    };
    let places: Vec<Place> = folder.ancestors().map_while(|path| disk.place(path)).collect();
    let (own, above) = places.split_first()?;
    if own.others.own {
        return Some(format!("{called} belongs to another account on this computer, which can read and remove it."));
    }
    let reached = above.iter().all(|place| place.others.enter);
    let replaced = |at: usize| {
        let above_it = places.get(at + 1..).unwrap_or_default();
        places.get(at).is_some_and(|place| place.others.change || place.others.own)
            && above_it.iter().all(|place| place.others.enter)
    };
    if (0..places.len()).any(replaced) {
        return Some(format!(
            "{called} can be changed, removed or exchanged by other accounts on this computer. Casekeep notices most of that, but cannot bring anything back."
        ));
    }
    (reached && own.others.list && own.others.enter).then(|| {
        format!(
            "{called} can be read by other accounts on this computer. They see how many files there are, their sizes and times, but not what is in them."
        )
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[test]
    fn services_are_known_by_the_names_they_give() {
        let service = |path: &str| service_of(&Disk::default(), Path::new(path));
        for (path, expected) in [
            ("/nowhere/OneDrive/Mine.casekeep", "OneDrive"),
            ("/nowhere/OneDrive - The Surgery/Mine.casekeep", "OneDrive"),
            ("/nowhere/CloudStorage/OneDrive-Personal/Mine.casekeep", "a cloud service"),
            ("/nowhere/Dropbox (Personal)/Mine.casekeep", "Dropbox"),
            ("/nowhere/Library/Mobile Documents/com~apple~CloudDocs/Mine.casekeep", "iCloud Drive"),
            ("/nowhere/iCloudDrive/Mine.casekeep", "iCloud Drive"),
            ("/nowhere/Google Drive/My Drive/Mine.casekeep", "Google Drive"),
            ("/nowhere/Nextcloud/Mine.casekeep", "Nextcloud"),
            ("/nowhere/pCloudDrive/Mine.casekeep", "pCloud"),
        ] {
            assert_eq!(service(path), Some(expected), "{path}");
        }
        for path in ["/nowhere/Documents/Mine.casekeep", "/nowhere/megan/Mine.casekeep", "/nowhere/dropboxes/x"] {
            assert_eq!(service(path), None, "{path}");
        }
    }

    #[test]
    fn a_marker_in_a_folder_above_names_its_service() {
        let root = tempfile::tempdir().unwrap();
        let vault = root.path().join("papers/Mine.casekeep");
        std::fs::create_dir_all(&vault).unwrap();
        std::fs::create_dir(root.path().join(".stfolder")).unwrap();
        assert_eq!(service_of(&Disk::default(), &vault), Some("Syncthing"));
    }
}
