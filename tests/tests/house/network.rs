//! The programs make no connection of their own, so nothing that makes one is built into them.
//!
//! `http` and `url` are in the window's tree: they are types and a parser, used by Tauri for its own schemes. A running
//! program is watched for connections by the test of the real window.

use std::process::Command;

use casekeep_tests::place;

/// The systems that a user gets a program for.
const SYSTEMS: &[&str] = &["x86_64-unknown-linux-gnu", "aarch64-apple-darwin", "x86_64-pc-windows-msvc"];

/// Clients and servers, their transport security and their name look-up.
const CONNECTING: &[&str] = &[
    "attohttpc",
    "awc",
    "axum",
    "curl",
    "curl-sys",
    "h2",
    "h3",
    "hickory-resolver",
    "hyper",
    "hyper-util",
    "isahc",
    "minreq",
    "native-tls",
    "openssl",
    "quinn",
    "reqwest",
    "rustls",
    "schannel",
    "security-framework",
    "surf",
    "tauri-plugin-http",
    "tauri-plugin-updater",
    "tauri-plugin-websocket",
    "tonic",
    "tungstenite",
    "tokio-tungstenite",
    "ureq",
    "warp",
];

#[test]
fn the_command_line_has_nothing_that_connects() {
    nothing_connects("casekeep-cli");
}

#[test]
fn the_window_has_nothing_that_connects() {
    nothing_connects("casekeep-desktop");
}

fn nothing_connects(package: &str) {
    for system in SYSTEMS {
        let crates = crates_of(package, system);
        assert!(crates.iter().any(|name| name == "casekeep-model"), "{package} on {system}: the tree is not whole");
        let found: Vec<&String> = crates.iter().filter(|name| CONNECTING.contains(&name.as_str())).collect();
        assert!(found.is_empty(), "{package} on {system} brings {found:?}");
    }
}

/// Returns the names of all crates that the finished program is made of.
fn crates_of(package: &str, system: &str) -> Vec<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--locked", "--package", package, "--target", system, "--edges", "normal", "--prefix", "none"])
        .current_dir(place::root())
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "cargo tree failed: {}", String::from_utf8_lossy(&output.stderr));
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    text.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}
