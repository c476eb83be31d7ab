//! The commands that the README tells people to type, run as they stand there.

use std::process::Command;

use casekeep_tests::place;

#[test]
fn the_commands_of_the_readme_work_as_they_stand() {
    let readme = std::fs::read_to_string(place::root().join("README.md")).expect("the README can be read");
    let block = readme.split("```console\n").nth(1).and_then(|rest| rest.split("```").next());
    let lines = block.expect("the README shows commands").lines();
    let commands: Vec<&str> = lines.filter_map(|line| line.strip_prefix("$ ")).collect();
    for verb in ["init", "case add", "add 1", "log 1", "timeline", "export", "verify", "backup", "restore"] {
        assert!(commands.iter().any(|command| command.contains(verb)), "the README shows no `{verb}`");
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let put = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("a file can be written");
    put("passphrase.txt", "gravel opera tomato lantern quiet\n");
    put("words.txt", "orchard lantern pebble violin harbour teapot\n");
    put("letter.pdf", "%PDF-1.4\n");
    let programs = place::program("casekeep").parent().expect("a program lies in a folder").display().to_string();
    let path = std::env::var("PATH").unwrap_or_default();
    let output = Command::new("bash")
        .args(["-euxc", &commands.join("\n")])
        .current_dir(folder.path())
        .env("PATH", format!("{programs}:{path}"))
        .env("CASEKEEP_STATE", folder.path().join("state"))
        .output()
        .expect("bash runs");
    assert!(
        output.status.success(),
        "{}\n{}",
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
}
