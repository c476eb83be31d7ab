//! The tests of the format, in one program: a module for each module of the crate.

#![allow(clippy::unwrap_used, reason = "a test that unwraps fails, which is what it is for")]

mod arbitrary;
#[path = "../authority/mod.rs"]
mod authority;
mod canonical;
mod cctv;
mod checkpoint;
mod envelope;
mod fields;
mod identity_file;
mod inbox;
mod keys;
mod names;
mod page;
mod record;
mod samples;
mod seal;
mod segment;
mod sshsig;
mod stamp;
mod tree;
mod vault_json;
mod words;

#[test]
fn no_test_file_is_forgotten() {
    let own = include_str!("main.rs");
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/format");
    for entry in std::fs::read_dir(folder).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(module) = name.strip_suffix(".rs").filter(|module| *module != "main") {
            assert!(own.contains(&format!("mod {module};")), "{name} is not run");
        }
    }
}
