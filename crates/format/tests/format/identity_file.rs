use casekeep_format::{FormatError, IdentityFile, seal_passphrase};
use casekeep_model::{Class, Secret};
use data_encoding::BASE64;
use std::io::Write;
use std::process::Command;
use std::time::{Duration, Instant};

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn class(result: Result<IdentityFile, FormatError>) -> Option<Class> {
    result.err().map(|e| e.class().unwrap_or_else(|| panic!("no class: {e}")))
}

/// Seals any text at a low work factor, which reading accepts.
fn seal_text(text: &str, passphrase: &str) -> Vec<u8> {
    let mut out = seal_passphrase(&secret(passphrase), 4, Vec::new()).unwrap();
    out.write_all(text.as_bytes()).unwrap();
    out.finish().unwrap()
}

/// Raises the epoch of a generated file: the same secrets again under a higher number.
fn two_epochs() -> String {
    let (old, new) = (IdentityFile::generate(), IdentityFile::generate());
    let (old, new) = (old.write(), new.write());
    let (old, new): (Vec<&str>, Vec<&str>) = (old.lines().collect(), new.lines().collect());
    let signing = new[4].replace("signing 1", "signing 2");
    let lines = [
        old[0],
        &old[1].replace("epoch 1", "epoch 2"),
        new[2],
        new[3],
        old[2],
        old[3],
        &signing,
        new[5],
        old[4],
        old[5],
    ];
    lines.join("\n") + "\n"
}

#[test]
fn the_text_is_the_documented_one() {
    let file = IdentityFile::generate();
    let text = file.write();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines[0], "# casekeep identity, format 1");
    assert_eq!(lines[1], format!("# vault {}  epoch 1", file.vault()));
    assert_eq!(lines[2], file.current().vault.secret_line().as_str());
    assert_eq!(lines[3], file.current().inbox.secret_line().as_str());
    assert_eq!(lines[4], format!("# signing 1 {}", BASE64.encode(file.current().signing.seed().as_ref())));
    assert!(lines[5].starts_with("# index ") && lines[5].len() == 8 + 64);
    assert_eq!(lines.len(), 6);
    let again = IdentityFile::parse(&text).unwrap();
    assert_eq!(*again.write(), *text);
    assert_eq!(again.vault(), &file.current().signing.verifying_key().vault_id());
}

#[test]
fn several_epochs_read_back_newest_first() {
    let text = two_epochs();
    let file = IdentityFile::parse(&text).unwrap();
    assert_eq!(*file.write(), text);
    assert_eq!(file.epochs().iter().map(|e| e.number).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(file.vault(), &file.first().signing.verifying_key().vault_id());
    assert_ne!(file.vault(), &file.current().signing.verifying_key().vault_id());
}

#[test]
fn a_sealed_file_opens_with_its_secret_and_no_other() {
    let file = IdentityFile::generate();
    let sealed = file.seal(&secret("correct horse battery staple")).unwrap();
    let header = String::from_utf8_lossy(&sealed[..80]).into_owned();
    assert!(header.lines().nth(1).is_some_and(|line| line.starts_with("-> scrypt ") && line.ends_with(" 18")));
    let opened = IdentityFile::open(&sealed, &secret("correct horse battery staple")).unwrap();
    assert_eq!(*opened.write(), *file.write());
    let wrong = IdentityFile::open(&sealed, &secret("correct horse battery stable"));
    assert!(matches!(wrong, Err(FormatError::WrongSecret)));
}

#[test]
fn a_damaged_file_is_not_called_a_wrong_passphrase() {
    let sealed = seal_text(&IdentityFile::generate().write(), "pass");
    let stanza_end = sealed.windows(5).position(|w| w == b"\n--- ").unwrap();
    let open = |bytes: &[u8]| IdentityFile::open(bytes, &secret("pass"));
    assert!(open(&sealed).is_ok());
    for i in (0..20).chain(stanza_end..sealed.len()) {
        let mut changed = sealed.clone();
        changed[i] ^= 1;
        assert_eq!(class(open(&changed)), Some(Class::KeyfileChanged), "byte {i}");
    }
    for end in 0..sealed.len() {
        assert_eq!(class(open(&sealed[..end])), Some(Class::KeyfileChanged), "cut at {end}");
    }
    assert_eq!(class(open(&[sealed.as_slice(), b"x"].concat())), Some(Class::KeyfileChanged));
    assert_eq!(class(open(&[0; 200_000])), Some(Class::KeyfileChanged));
    let identity = casekeep_format::Identity::generate();
    let other = casekeep_format::seal_bytes(&identity.to_recipient(), b"x").unwrap();
    assert_eq!(class(open(&other)), Some(Class::KeyfileChanged));
}

#[test]
fn too_much_work_is_refused_before_it_is_done() {
    let sealed = seal_text(&IdentityFile::generate().write(), "pass");
    let text = String::from_utf8_lossy(&sealed[..80]).into_owned();
    let stanza = text.lines().nth(1).unwrap();
    for (factor, expected) in
        [("21", 21), ("22", 22), ("30", 30), ("63", 63), ("255", 255), ("256", 255), ("9999999", 255)]
    {
        let raised = format!("{} {factor}", stanza.strip_suffix(" 4").unwrap());
        let at = sealed.windows(stanza.len()).position(|w| w == stanza.as_bytes()).unwrap();
        let bomb = [&sealed[..at], raised.as_bytes(), &sealed[at + stanza.len()..]].concat();
        let started = Instant::now();
        match IdentityFile::open(&bomb, &secret("pass")) {
            Err(FormatError::KeyfileCost { factor, most: 20 }) => assert_eq!(factor, expected),
            other => panic!("{other:?}"),
        }
        assert!(started.elapsed() < Duration::from_millis(100), "{:?}", started.elapsed());
    }
}

#[test]
fn other_texts_are_refused() {
    let good = IdentityFile::generate().write();
    let other = IdentityFile::generate().write();
    let line = |text: &str, i: usize| text.lines().nth(i).unwrap().to_owned();
    let damaged = Some(Class::KeyfileChanged);
    for (what, text, expected) in [
        ("newer", good.replace("format 1", "format 2"), Some(Class::FormatNewer)),
        ("much newer", "# casekeep identity, format 99\nanything\n".to_owned(), Some(Class::FormatNewer)),
        ("format 0", good.replace("format 1", "format 0"), damaged),
        ("format 01", good.replace("format 1", "format 01"), damaged),
        ("another vault's id", good.replace(&line(&good, 1), &line(&other, 1)), Some(Class::KeyfileOtherVault)),
        ("another signing key", good.replace(&line(&good, 4), &line(&other, 4)), Some(Class::KeyfileOtherVault)),
        ("epoch 0", good.replace("epoch 1", "epoch 0"), damaged),
        ("epoch 2 with one epoch", good.replace("epoch 1", "epoch 2"), damaged),
        ("epoch 4000000000", good.replace("epoch 1", "epoch 4000000000"), damaged),
        ("CRLF", good.replace('\n', "\r\n"), damaged),
        ("no last line end", good.trim_end().to_owned(), damaged),
        ("a further line", format!("{}# more\n", *good), damaged),
        ("a further key", format!("{}{}\n", *good, line(&good, 2)), damaged),
        ("lower-case key", good.replace(&line(&good, 2), &line(&good, 2).to_lowercase()), damaged),
        ("one key", good.replace(&(line(&good, 2) + "\n"), ""), damaged),
        ("short index", good.replace(&line(&good, 5), "# index 00"), damaged),
        ("upper-case index", good.replace(&line(&good, 5), &line(&good, 5).to_uppercase()), damaged),
        ("empty", String::new(), damaged),
    ] {
        assert_eq!(class(IdentityFile::parse(&text)), expected, "{what}");
    }
    let newer = seal_text(&good.replace("format 1", "format 2"), "pass");
    assert_eq!(class(IdentityFile::open(&newer, &secret("pass"))), Some(Class::FormatNewer));
}

#[test]
fn stock_age_reads_the_secret_lines_and_skips_the_rest() {
    let folder = tempfile::tempdir().unwrap();
    let text = two_epochs();
    let file = IdentityFile::parse(&text).unwrap();
    let identity = folder.path().join("identity.txt");
    std::fs::write(&identity, &text).unwrap();
    for epoch in file.epochs() {
        for (i, key) in [&epoch.vault, &epoch.inbox].into_iter().enumerate() {
            let sealed = folder.path().join(format!("{}-{i}.age", epoch.number));
            std::fs::write(&sealed, casekeep_format::seal_bytes(&key.to_recipient(), b"a line").unwrap()).unwrap();
            let output = Command::new("age").arg("-d").arg("-i").arg(&identity).arg(&sealed).output().unwrap();
            assert_eq!(output.stdout, b"a line", "{}", String::from_utf8_lossy(&output.stderr));
        }
    }
}

#[test]
fn nothing_secret_shows_in_debug_output() {
    let file = IdentityFile::generate();
    assert_eq!(
        format!("{file:?}"),
        format!("IdentityFile({:?}, epoch 1, …)", file.vault()).replace("VaultId(", "").replacen("),", ",", 1)
    );
}
