//! What the README promises is there.

#[test]
fn the_two_commands_are_shown() {
    let readme = super::files::read("README.md");
    for command in ["cargo xtask run", "cargo xtask test"] {
        assert!(
            readme.lines().any(|line| line.trim() == command),
            "the README does not show `{command}` on its own line"
        );
    }
}

#[test]
fn what_a_person_must_know_is_said() {
    let readme = super::files::read("README.md");
    for word in
        ["CASEKEEP_STATE", "CASEKEEP_VAULT", "casekeep backup", "docs/format.md", "docs/threat-model.md", "SECURITY.md"]
    {
        assert!(readme.contains(word), "the README does not say {word:?}");
    }
}

#[test]
fn links_inside_the_project_lead_somewhere() {
    let mut broken = Vec::new();
    for page in super::files::tracked().into_iter().filter(|path| path.ends_with(".md")) {
        let folder = page.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
        for link in links(&super::files::read(&page)) {
            let file = link.split('#').next().unwrap_or_default();
            let is_inside = !file.is_empty() && !file.contains("://") && !file.starts_with("mailto:");
            if is_inside && !casekeep_tests::place::root().join(format!("{folder}{file}")).exists() {
                broken.push(format!("{page} -> {link}"));
            }
        }
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

/// Returns the targets of `[text](target)` in a page.
fn links(page: &str) -> Vec<String> {
    page.split("](").skip(1).filter_map(|rest| rest.split(')').next()).map(str::to_owned).collect()
}
