//! The system packages that a Debian or Ubuntu machine needs: the list, what is missing of it, and the installation.
//!
//! Nothing is installed before it was said which packages, and by which command.

use std::io::IsTerminal;
use std::process::Command;

use crate::program;
use crate::steps::{Failed, Outcome};

/// Packages with one reason.
pub struct Group {
    /// Why they are needed.
    pub reason: &'static str,
    /// Their names in Debian 12.
    pub names: &'static [&'static str],
}

/// What building and opening the application needs.
pub const BUILD: &[Group] = &[
    Group { reason: "to compile and link the C parts", names: &["build-essential", "pkg-config"] },
    Group { reason: "the window", names: &["libwebkit2gtk-4.1-dev"] },
    Group {
        reason: "to play videos and recordings in the window",
        names: &["gstreamer1.0-plugins-base", "gstreamer1.0-plugins-good", "gstreamer1.0-libav"],
    },
    Group { reason: "the encrypted index: SQLCipher uses the system's libcrypto", names: &["libssl-dev"] },
    Group {
        reason: "to capture the screen",
        names: &[
            "libpipewire-0.3-dev",
            "libgbm-dev",
            "libxcb1-dev",
            "libxrandr-dev",
            "libwayland-dev",
            "libegl-dev",
            "libclang-dev",
        ],
    },
];

/// What the tests need beside that. None of it is used by the application.
pub const TEST: &[Group] = &[
    Group { reason: "a screen without a monitor", names: &["xvfb", "libgl1-mesa-dri"] },
    Group { reason: "to drive the real window", names: &["webkit2gtk-driver", "dbus", "openbox", "xdotool", "xclip"] },
    Group { reason: "to drop a file on the window as a file manager does", names: &["python3-gi", "gir1.2-gtk-3.0"] },
    Group { reason: "to draw and compare pictures", names: &["imagemagick"] },
    Group { reason: "to read the page inside a bundle as its recipient does", names: &["chromium"] },
    Group {
        reason: "to open a vault and a bundle with stock tools only",
        names: &["age", "openssh-client", "python3-venv"],
    },
    Group { reason: "to read the words in pictures", names: &["tesseract-ocr", "tesseract-ocr-eng"] },
    Group { reason: "to make videos and recordings", names: &["ffmpeg"] },
    Group { reason: "to take the papers apart that are made as PDF", names: &["poppler-utils", "qpdf"] },
    Group { reason: "to be a time-stamp authority, and to check its replies", names: &["openssl"] },
    Group { reason: "the second reader's signatures", names: &["python3-cryptography"] },
    Group { reason: "to watch that no connection is made", names: &["strace"] },
];

/// What the engine is measured against.
pub const BENCH: &[Group] =
    &[Group { reason: "to measure against other programs", names: &["age", "openssl", "restic"] }];

/// Installs those packages of the groups that are missing, after saying which and how.
///
/// Does nothing but say so on a system without Debian's packages.
pub fn install(groups: &[&[Group]]) -> Outcome {
    if !cfg!(target_os = "linux") {
        println!("   nothing to do here on this system");
        return Ok(());
    }
    if !program::is_there("dpkg-query") || !program::is_there("apt-get") {
        println!(
            "   This is not Debian or Ubuntu. Install the counterparts of these packages by hand; going on without a check:"
        );
        println!("   {}", names(groups).join(" "));
        return Ok(());
    }
    let missing = missing(groups);
    if missing.is_empty() {
        println!("   all {} packages are there", names(groups).len());
        return Ok(());
    }
    say_missing(groups, &missing);
    let by_hand = format!("sudo apt-get update && sudo apt-get install {}", missing.join(" "));
    let Some(prefix) = becoming_root() else {
        return Err(Failed::new(format!(
            "installing needs root, and sudo cannot be used here. Run this, then try again:\n   {by_hand}"
        )));
    };
    println!("   Installing them with apt-get now{}.", if prefix.is_empty() { "" } else { ", through sudo" });
    program::run(&mut apt(prefix, &["update", "--quiet"]))?;
    let mut install = apt(prefix, &["install", "--yes", "--quiet", "--no-install-recommends"]);
    program::run(install.args(&missing))
}

fn names(groups: &[&[Group]]) -> Vec<&'static str> {
    groups.iter().copied().flatten().flat_map(|group| group.names).copied().collect()
}

fn missing(groups: &[&[Group]]) -> Vec<&'static str> {
    let wanted = names(groups);
    // dpkg-query fails as a whole when it knows one name not at all, but still prints the others.
    let output = Command::new("dpkg-query")
        .args(["--show", "--showformat", "${db:Status-Status} ${Package}\n"])
        .args(&wanted)
        .output();
    let known = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    not_installed(&wanted, &known)
}

/// Returns the wanted names that no line of dpkg-query's answer calls installed.
fn not_installed(wanted: &[&'static str], answer: &str) -> Vec<&'static str> {
    let installed: Vec<&str> = answer.lines().filter_map(|line| line.strip_prefix("installed ")).collect();
    wanted.iter().copied().filter(|name| !installed.contains(name)).collect()
}

fn say_missing(groups: &[&[Group]], missing: &[&str]) {
    println!("   These packages are missing:");
    for group in groups.iter().copied().flatten() {
        let lacking: Vec<&str> = group.names.iter().copied().filter(|name| missing.contains(name)).collect();
        if !lacking.is_empty() {
            println!("     {} ({})", lacking.join(" "), group.reason);
        }
    }
}

/// Returns what to put before a command so that it runs as root: nothing, sudo, or `None` where neither works.
fn becoming_root() -> Option<&'static [&'static str]> {
    let is_root = program::read(Command::new("id").arg("-u")).is_some_and(|id| id.trim() == "0");
    if is_root {
        Some(&[])
    } else if !program::is_there("sudo") {
        None
    } else if std::io::stdin().is_terminal() {
        Some(&["sudo"])
    } else {
        program::read(Command::new("sudo").args(["-n", "true"])).map(|_| &["sudo", "-n"] as &[_])
    }
}

fn apt(prefix: &[&str], arguments: &[&str]) -> Command {
    let words: Vec<&str> = prefix.iter().copied().chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]).collect();
    let mut command = program::command(words[0]);
    command.args(&words[1..]).args(arguments);
    command
}

#[cfg(test)]
mod tests {
    use super::{BUILD, TEST, apt, names, not_installed};
    use crate::program::shown;

    #[test]
    fn only_a_package_called_installed_counts() {
        let answer = "installed age\nnot-installed xvfb\nconfig-files strace\ninstalled age-extra\n";
        assert_eq!(not_installed(&["age", "xvfb", "strace", "unknown"], answer), ["xvfb", "strace", "unknown"]);
    }

    #[test]
    fn no_package_is_listed_twice() {
        let mut all = names(&[BUILD, TEST]);
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count);
    }

    #[test]
    fn root_needs_no_sudo() {
        let plain = "env DEBIAN_FRONTEND=noninteractive apt-get update";
        assert_eq!(shown(&apt(&[], &["update"])), plain);
        assert_eq!(shown(&apt(&["sudo", "-n"], &["update"])), format!("sudo -n {plain}"));
    }
}
