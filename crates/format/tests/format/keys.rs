use crate::samples::{box_id, key};
use casekeep_format::{
    FormatError, Identity, Recipient, SigningKey, VerifyingKey, index_key, open_box_key, seal_box_key, seal_box_keys,
    seal_bytes,
};
use casekeep_model::Class;
use data_encoding::HEXLOWER;
use std::process::Command;

/// Derived from the seed 00…1f with Python's hashlib.
const PUBLIC: &str = "03a107bff3ce10be1d70dd18e74bc09967e4d6309ba50d5f1ddc8664125531b8";
const VAULT: &str = "m5zhlh77twfynr4fsjnr3zmyac";
const FINGERPRINT: &str = "SHA256:lbmsoA0yIEcEiVDRnMWuzm+nV+3ZEEpVIURqFoeSspg";
const SSH: &str = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4 casekeep";
const WORDS: [usize; 12] = [1110, 1649, 1222, 1773, 785, 1897, 1659, 580, 197, 1664, 375, 1507];

#[test]
fn everything_public_follows_from_the_seed() {
    let public = key().verifying_key();
    assert_eq!(HEXLOWER.encode(&public.bytes()), PUBLIC);
    assert_eq!(public.vault_id().as_str(), VAULT);
    assert_eq!(public.ssh_fingerprint(), FINGERPRINT);
    assert_eq!(public.ssh_public_line("casekeep"), SSH);
    let list = bip39::Language::English.word_list();
    assert_eq!(public.fingerprint_words(), WORDS.map(|i| list[i].to_owned()));
}

#[test]
fn ssh_keygen_prints_the_same_fingerprint() {
    let folder = tempfile::tempdir().unwrap();
    for key in [key(), SigningKey::generate()] {
        let file = folder.path().join("key.pub");
        std::fs::write(&file, key.verifying_key().ssh_public_line("casekeep") + "\n").unwrap();
        let output = Command::new("ssh-keygen").arg("-lf").arg(&file).output().unwrap();
        let printed = String::from_utf8(output.stdout).unwrap();
        assert_eq!(printed.trim_end(), format!("256 {} casekeep (ED25519)", key.verifying_key().ssh_fingerprint()));
    }
}

#[test]
fn weak_and_false_public_keys_are_refused() {
    let mut off_curve = [0; 32];
    off_curve[0] = 2;
    let mut identity_point = [0; 32];
    identity_point[0] = 1;
    for bytes in [off_curve, identity_point, [0; 32]] {
        assert_eq!(VerifyingKey::from_bytes(&bytes).err().and_then(|e| e.class()), Some(Class::SignatureBad));
    }
}

#[test]
fn keys_read_back_from_their_one_text() {
    let identity = Identity::generate();
    let line = identity.secret_line();
    assert!(line.starts_with("AGE-SECRET-KEY-1"));
    assert_eq!(line.parse::<Identity>().unwrap().to_recipient(), identity.to_recipient());
    assert!(line.to_lowercase().parse::<Identity>().is_err());
    let recipient = identity.to_recipient().to_string();
    assert_eq!(recipient.parse::<Recipient>().unwrap(), identity.to_recipient());
    for bad in [recipient.to_uppercase(), recipient[..recipient.len() - 1].to_owned(), format!(" {recipient}")] {
        assert!(bad.parse::<Recipient>().is_err(), "{bad}");
    }
}

#[test]
fn a_box_key_opens_with_the_vaults_identity_alone() {
    let (vault, inbox, own) = (Identity::generate(), Identity::generate(), Identity::generate());
    let class = |r: Result<Vec<Identity>, FormatError>| r.err().and_then(|e| e.class());
    let sealed = seal_box_key(&box_id(), &own, &vault.to_recipient()).unwrap();
    assert_eq!(open_box_key(&sealed, &box_id(), &vault).unwrap()[0].to_recipient(), own.to_recipient());
    assert_eq!(class(open_box_key(&sealed, &box_id(), &inbox)), Some(Class::CaseKeyWrong));
    assert_eq!(class(open_box_key(&sealed, &"c".repeat(26).parse().unwrap(), &vault)), Some(Class::CaseKeyWrong));
    let older = Identity::generate();
    let both = seal_box_keys(&box_id(), [&own, &older], &vault.to_recipient()).unwrap();
    let opened: Vec<_> = open_box_key(&both, &box_id(), &vault).unwrap().iter().map(Identity::to_recipient).collect();
    assert_eq!(opened, [own.to_recipient(), older.to_recipient()]);
    let to_inbox = seal_box_key(&box_id(), &own, &inbox.to_recipient()).unwrap();
    assert_eq!(class(open_box_key(&to_inbox, &box_id(), &vault)), Some(Class::CaseKeyWrong));
    for (text, expected) in [
        (format!("# casekeep box key 2 {}\n", box_id()), Class::FormatNewer),
        (format!("# casekeep box key 1 {}\n", box_id()), Class::CaseKeyWrong),
        (format!("# casekeep box key 1 {}\n{}\n\n", box_id(), *own.secret_line()), Class::CaseKeyWrong),
        (format!("{}\n", *own.secret_line()), Class::CaseKeyWrong),
        (String::new(), Class::CaseKeyWrong),
        ("x".repeat(70_000), Class::CaseKeyWrong),
    ] {
        let sealed = seal_bytes(&vault.to_recipient(), text.as_bytes()).unwrap();
        assert_eq!(class(open_box_key(&sealed, &box_id(), &vault)), Some(expected));
    }
}

#[test]
fn the_index_key_is_the_known_one() {
    let key = index_key(&[7; 32], &[9; 32]);
    assert_eq!(HEXLOWER.encode(key.as_ref()), "4c1afb7e07bd8fc2ab2fd720dca8eb07d50bf2872275123273863978b6b33c73");
}

#[test]
fn no_secret_shows_in_debug_output() {
    let identity = Identity::generate();
    let shown = format!("{identity:?} {:?} {:?}", identity.to_recipient(), key());
    assert_eq!(shown, "Identity(…) Recipient(…) SigningKey(…)");
}
