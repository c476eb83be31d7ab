//! Every crate that goes into a program of ours may be given away with it.
//!
//! The list of licences is the one in `deny.toml`, so that `cargo deny` and this test cannot differ.

use std::collections::BTreeSet;

use cargo_metadata::MetadataCommand;
use casekeep_tests::place;

#[test]
fn every_licence_is_on_the_list() {
    let allowed = allowed();
    let mut command = MetadataCommand::new();
    command.manifest_path(place::root().join("Cargo.toml")).other_options(["--locked".to_owned()]);
    let packages = command.exec().expect("cargo describes every crate of the lock file").packages;
    assert!(packages.len() > 100, "only {} crates: the description is not whole", packages.len());
    let wrong: Vec<String> = packages
        .iter()
        .filter(|package| !package.license.as_deref().is_some_and(|terms| permits(terms, &allowed)))
        .map(|package| format!("{} {}: {:?}", package.name, package.version, package.license))
        .collect();
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
