//! Every crate that goes into a program of ours may be given away with it.
//!
//! The list of licences is the one in `deny.toml`, so that `cargo deny` and this test cannot differ.

use std::collections::BTreeSet;

use cargo_metadata::{MetadataCommand, Package};
use casekeep_tests::place;

/// Terms beside those of `deny.toml`, for what only the fuzz targets are made of and nobody is given.
const FUZZ_ALONE: &[&str] = &["NCSA"];

/// Crates that only the fuzz targets are made of.
const FUZZ_CRATES: &[&str] = &["arbitrary", "cap", "casekeep-fuzz", "jobserver", "libfuzzer-sys"];

/// Terms beside those of `deny.toml`, for the fonts of the page.
const FONTS: &str = "OFL-1.1";

#[test]
fn every_licence_is_on_the_list() {
    let allowed = allowed();
    let packages = packages("Cargo.toml");
    assert!(packages.len() > 100, "only {} crates: the description is not whole", packages.len());
    let wrong = not_allowed(&packages, &allowed);
    assert!(wrong.is_empty(), "not allowed by deny.toml: {wrong:#?}");
}

#[test]
fn the_fuzz_targets_are_made_of_the_same_crates() {
    let mut allowed = allowed();
    allowed.extend(FUZZ_ALONE.iter().map(|terms| (*terms).to_owned()));
    let fuzz = packages("fuzz/Cargo.toml");
    let wrong = not_allowed(&fuzz, &allowed);
    assert!(wrong.is_empty(), "not allowed by deny.toml: {wrong:#?}");
    let named = |packages: &[Package]| -> BTreeSet<String> {
        packages.iter().map(|package| format!("{} {}", package.name, package.version)).collect()
    };
    let (own, mut other) = (named(&packages("Cargo.toml")), named(&fuzz));
    other
        .retain(|crate_| !own.contains(crate_) && !FUZZ_CRATES.contains(&crate_.split(' ').next().unwrap_or_default()));
    assert!(other.is_empty(), "not those of the project: {other:#?}; fuzz/README.md says how to renew fuzz/Cargo.lock");
}

/// Returns every crate of a lock file.
fn packages(manifest: &str) -> Vec<Package> {
    let mut command = MetadataCommand::new();
    command.manifest_path(place::root().join(manifest)).other_options(["--locked".to_owned()]);
    command.exec().expect("cargo describes every crate of the lock file").packages
}

fn not_allowed(packages: &[Package], allowed: &BTreeSet<String>) -> Vec<String> {
    packages
        .iter()
        .filter(|package| !package.license.as_deref().is_some_and(|terms| permits(terms, allowed)))
        .map(|package| format!("{} {}: {:?}", package.name, package.version, package.license))
        .collect()
}

/// What the page is made of; what only builds and tests it goes to nobody.
#[test]
fn what_the_page_is_made_of_has_a_licence_on_the_list() {
    let mut allowed = allowed();
    allowed.insert(FONTS.to_owned());
    let lock: serde_json::Value = serde_json::from_str(&super::files::read("ui/package-lock.json")).expect("JSON");
    let packages = lock["packages"].as_object().expect("it lists packages");
    let shipped = packages.iter().filter(|(path, package)| !path.is_empty() && package["dev"] != true);
    let (mut seen, mut wrong) = (0, Vec::new());
    for (path, package) in shipped {
        seen += 1;
        let terms = package["license"].as_str();
        if !terms.is_some_and(|terms| permits(terms, &allowed)) {
            wrong.push(format!("{path}: {terms:?}"));
        }
    }
    assert!(seen > 5, "only {seen} packages: the list is not whole");
    assert!(wrong.is_empty(), "not allowed by deny.toml: {wrong:#?}");
}

#[test]
fn an_expression_is_read_as_its_authors_mean_it() {
    let allowed: BTreeSet<String> = ["MIT", "Apache-2.0", "Unicode-3.0"].map(str::to_owned).into();
    for good in [
        "MIT",
        "MIT OR GPL-3.0",
        "MIT/GPL-3.0",
        "(MIT OR Apache-2.0) AND Unicode-3.0",
        "GPL-2.0 OR MIT AND Unicode-3.0",
    ] {
        assert!(permits(good, &allowed), "{good}");
    }
    for bad in
        ["GPL-3.0", "MIT AND GPL-3.0", "(MIT OR Apache-2.0) AND GPL-3.0", "Apache-2.0 WITH LLVM-exception", "", "(MIT"]
    {
        assert!(!permits(bad, &allowed), "{bad}");
    }
}

/// Returns the entries of `allow = [ … ]` under `[licenses]` in `deny.toml`.
fn allowed() -> BTreeSet<String> {
    let text = super::files::read("deny.toml");
    let section = text.split("[licenses]").nth(1).expect("deny.toml has a part about licences");
    let list = section.split("allow = [").nth(1).and_then(|rest| rest.split(']').next());
    let lines = list.expect("that part has a list").lines();
    lines.filter_map(|line| line.trim().strip_prefix('"')?.split('"').next()).map(str::to_owned).collect()
}

/// Says whether the terms can be met with allowed licences only. What cannot be read is not met.
fn permits(terms: &str, allowed: &BTreeSet<String>) -> bool {
    let spaced = terms.replace('(', " ( ").replace(')', " ) ").replace('/', " OR ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    let met = any(&mut rest, allowed);
    met && rest.is_empty()
}

fn any(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut met = all(words, allowed);
    while let Some(("OR", rest)) = words.split_first().map(|(first, rest)| (*first, rest)) {
        *words = rest;
        met |= all(words, allowed);
    }
    met
}

fn all(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let mut met = one(words, allowed);
    while let Some(("AND", rest)) = words.split_first().map(|(first, rest)| (*first, rest)) {
        *words = rest;
        met &= one(words, allowed);
    }
    met
}

fn one(words: &mut &[&str], allowed: &BTreeSet<String>) -> bool {
    let Some((first, rest)) = words.split_first() else { return false };
    *words = rest;
    if *first == "(" {
        let met = any(words, allowed);
        return match words.split_first() {
            Some((&")", rest)) => {
                *words = rest;
                met
            }
            _ => false,
        };
    }
    let mut name = (*first).to_owned();
    if let [with, exception, rest @ ..] = *words
        && *with == "WITH"
    {
        *words = rest;
        name = format!("{name} WITH {exception}");
    }
    allowed.contains(&name)
}
