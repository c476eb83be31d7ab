//! The base as it is, `vault.json`, the key files, and what lies outside the vault's folder.

use crate::base::sealed_identity;
use crate::kit::Kit;
use casekeep_format::{Identity, IdentityFile};
use casekeep_model::{Class, Secret};
use casekeep_tests::vectors::base::With;
use casekeep_tests::vectors::vector::Remembers;
use std::fs;

const PASSPHRASE_FILE: &str = "vault/keys/1.passphrase.age";

pub fn write(kit: &mut Kit) {
    good(kit);
    label(kit);
    identity(kit);
    key_files(kit);
    outside(kit);
}

fn good(kit: &mut Kit) {
    kit.vector("good", "Nothing is done.").finds(&[]);
    kit.vector("good-recovery-words", "Nothing is done; the twelve words open it.").unlock(With::Words).finds(&[]);
    kit.vector("good-first-time", "Nothing is done; this computer never opened the vault.")
        .memory(Remembers::None)
        .finds(&[Class::InboxUnknown]);
    kit.vector("good-older-memory", "Nothing is done; another computer went on since this one looked.")
        .memory(Remembers::Older)
        .finds(&[]);
}

fn label(kit: &mut Kit) {
    let label = fs::read_to_string(kit.base.path("vault/vault.json")).unwrap();
    let inbox = kit.keyed.identity.current().inbox.to_recipient().to_string();
    let other = Identity::generate().to_recipient().to_string();
    kit.vector("vaultjson-inbox-swapped", "vault.json names another inbox recipient.")
        .text("vault/vault.json", &label.replace(&inbox, &other))
        .effect("A capture made while locked still opens with the true inbox key.")
        .finds(&[Class::VaultJsonChanged]);
    kit.vector("vaultjson-format-2", "vault.json says format 2.")
        .text("vault/vault.json", &label.replace("\"format\":1", "\"format\":2"))
        .refuses(3, "format_newer", &[Class::FormatNewer]);
    kit.vector("vaultjson-missing", "vault.json is removed.")
        .delete("vault/vault.json")
        .effect("It is written anew at the next change, after that is recorded.")
        .finds(&[Class::VaultJsonMissing]);
    kit.vector("vaultjson-space", "vault.json has one space more.")
        .text("vault/vault.json", &label.replacen(':', ": ", 1))
        .finds(&[Class::VaultJsonChanged]);
}

fn identity(kit: &mut Kit) {
    let secret = kit.base.secret(With::Passphrase);
    let text = kit.keyed.identity.write();
    let newer = sealed_identity(&text.replace("format 1", "format 2"), &secret);
    kit.vector("identity-format-2", "The identity file says format 2; vault.json says 1.")
        .write(PASSPHRASE_FILE, &newer)
        .refuses(3, "format_newer", &[Class::FormatNewer]);
    let stranger = IdentityFile::generate();
    let other = sealed_identity(&stranger.write(), &secret);
    kit.vector("keyfile-other-vault", "The passphrase's key file is another vault's, with the same passphrase.")
        .write(PASSPHRASE_FILE, &other)
        .effect("Nothing is written.")
        .refuses(1, "integrity", &[Class::KeyfileOtherVault]);
    let mixed = text.replace(kit.keyed.identity.vault().as_str(), stranger.vault().as_str());
    kit.vector("identity-id-not-its-own", "The identity file names a vault that its own key does not make.")
        .write(PASSPHRASE_FILE, &sealed_identity(&mixed, &secret))
        .refuses(1, "integrity", &[Class::KeyfileOtherVault]);
}

fn key_files(kit: &mut Kit) {
    let stranger = IdentityFile::generate();
    let strange = sealed_identity(&stranger.write(), &Secret::new("a stranger's own passphrase".to_owned()));
    kit.vector("keyfile-extra", "A stranger's key file lies beside the two.")
        .write("vault/keys/1.abcdefgh.age", &strange)
        .effect("It is not tried.")
        .finds(&[Class::KeyfileUnknown]);
    kit.vector("keyfile-later-epoch-planted", "A stranger's key file of a later epoch lies beside the true one.")
        .write("vault/keys/2.passphrase.age", &strange)
        .effect("It is not tried in place of the one that this computer has seen.")
        .finds(&[Class::KeyfileUnknown]);
    let older = Secret::new("the passphrase before this one".to_owned());
    kit.vector("keyfile-old-passphrase-back", "The key file of an earlier passphrase is back.")
        .write("vault/keys/1.passphrase.age", &sealed_identity(&kit.keyed.identity.write(), &older))
        .unlock(With::Words)
        .finds(&[Class::KeyfileChanged]);
    let same = kit.base.secret(With::Passphrase);
    kit.vector("keyfile-sealed-anew", "The identity file is sealed anew with the same passphrase.")
        .write("vault/keys/1.passphrase.age", &sealed_identity(&kit.keyed.identity.write(), &same))
        .finds(&[Class::KeyfileChanged]);
    kit.vector("keyfile-missing", "The recovery words' key file is removed.")
        .delete("vault/keys/1.recovery.age")
        .finds(&[Class::KeyfileMissing]);
    kit.vector("keys-missing", "The keys folder is not there, as in a copy that was cut short.")
        .delete("vault/keys")
        .refuses(1, "integrity", &[]);
    let sealed = fs::read(kit.base.path(PASSPHRASE_FILE)).unwrap();
    kit.vector("keyfile-truncated", "The passphrase's key file is cut short.")
        .write(PASSPHRASE_FILE, &sealed[..sealed.len() / 2])
        .refuses(1, "integrity", &[Class::KeyfileChanged]);
    kit.vector("keyfile-body-changed", "One bit in the body of the passphrase's key file is turned.")
        .flip(PASSPHRASE_FILE, sealed.len() - 20)
        .refuses(1, "integrity", &[Class::KeyfileChanged]);
    let salt = position(&sealed, b"-> scrypt ") + 12;
    kit.vector("keyfile-salt-changed", "One bit of the passphrase's salt is turned: it no longer opens.")
        .flip(PASSPHRASE_FILE, salt)
        .effect("Not said to be a wrong passphrase.")
        .refuses(1, "integrity", &[Class::KeyfileChanged]);
    let end = salt + position(&sealed[salt..], b" ") + 1;
    let costly = [&sealed[..end], b"30", &sealed[end + 2..]].concat();
    kit.vector("scrypt-30", "The passphrase's key file asks for 2^30 of work.")
        .write(PASSPHRASE_FILE, &costly)
        .effect("Refused before any of that work.")
        .refuses(1, "integrity", &[Class::KeyfileCost]);
}

fn outside(kit: &mut Kit) {
    let (memory, pin, captures) = (kit.state("memory.age"), kit.state("pin.json"), kit.state("captures"));
    kit.vector("memory-not-ours", "The memory is sealed to a stranger.")
        .write(&memory, &casekeep_format::seal_bytes(&Identity::generate().to_recipient(), b"{}").unwrap())
        .finds(&[Class::MemoryUnreadable]);
    kit.vector("memory-empty", "The memory is an empty file.").text(&memory, "").finds(&[Class::MemoryUnreadable]);
    let pinned = fs::read_to_string(kit.base.path(&pin)).unwrap();
    kit.vector("pin-torn", "The pin ends in its middle.")
        .text(&pin, &pinned[..pinned.len() / 2])
        .finds(&[Class::MemoryUnreadable]);
    let inbox = kit.keyed.identity.current().inbox.to_recipient().to_string();
    let other = Identity::generate().to_recipient().to_string();
    let redirected = with_checksum(&pinned.replace(&inbox, &other));
    kit.vector("pin-inbox-swapped", "The pin leads captures to a stranger's key.")
        .text(&pin, &redirected)
        .finds(&[Class::MemoryUnreadable]);
    let listed = fs::read_to_string(kit.base.path(&captures)).unwrap();
    kit.vector("captures-torn", "The list of captures ends in the middle of a further line.")
        .text(&captures, &format!("{listed}00112233"))
        .finds(&[]);
}

/// Makes the pin's checksum fit again, as anyone can.
fn with_checksum(pinned: &str) -> String {
    let start = "{\"pin\":".len();
    let end = pinned.rfind(",\"blake3\":").unwrap();
    let hash = casekeep_format::NamingReader::new(&pinned.as_bytes()[start..end]).finish().unwrap();
    format!("{},\"blake3\":\"{hash}\"}}", &pinned[..end])
}

fn position(bytes: &[u8], text: &[u8]) -> usize {
    bytes.windows(text.len()).position(|window| window == text).unwrap()
}
