use crate::samples::key;
use casekeep_format::{FormatError, SigningKey, sshsig};
use casekeep_model::Class;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

const MESSAGE: &[u8] = b"the tag manifest of a bundle\n";

fn class<T>(result: Result<T, FormatError>) -> Option<Class> {
    result.err().and_then(|e| e.class())
}

fn keygen(folder: &Path, arguments: &[&str], input: &[u8]) -> std::process::Output {
    let mut command = Command::new("ssh-keygen");
    command.args(arguments).current_dir(folder).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(input).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn ssh_keygen_verifies_what_is_signed_here() {
    let folder = tempfile::tempdir().unwrap();
    let signers = format!("casekeep {}\n", key().verifying_key().ssh_public_line("casekeep"));
    std::fs::write(folder.path().join("allowed_signers"), signers).unwrap();
    std::fs::write(folder.path().join("message.sig"), sshsig::sign(&key(), MESSAGE)).unwrap();
    let check =
        ["-Y", "verify", "-f", "allowed_signers", "-I", "casekeep", "-n", sshsig::NAMESPACE, "-s", "message.sig"];
    let good = keygen(folder.path(), &check, MESSAGE);
    let said = String::from_utf8_lossy(&good.stdout).into_owned();
    assert!(good.status.success() && said.contains(&key().verifying_key().ssh_fingerprint()), "{said}");
    assert!(!keygen(folder.path(), &check, b"another message\n").status.success());
}

#[test]
fn what_ssh_keygen_signs_is_verified_here_in_the_one_form() {
    let folder = tempfile::tempdir().unwrap();
    assert!(keygen(folder.path(), &["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", "key"], b"").status.success());
    let sign = |namespace: &str, hash: &str| {
        let arguments = ["-Y", "sign", "-f", "key", "-n", namespace, "-O", &format!("hashalg={hash}")];
        String::from_utf8(keygen(folder.path(), &arguments, MESSAGE).stdout).unwrap()
    };
    let public = std::fs::read_to_string(folder.path().join("key.pub")).unwrap();
    let verified = sshsig::verify(&sign(sshsig::NAMESPACE, "sha512"), MESSAGE).unwrap();
    assert_eq!(verified.ssh_public_line(""), public.trim_end());
    assert_eq!(class(sshsig::verify(&sign(sshsig::NAMESPACE, "sha256"), MESSAGE)), Some(Class::SignatureBad));
    assert_eq!(class(sshsig::verify(&sign("file", "sha512"), MESSAGE)), Some(Class::SignatureBad));
}

#[test]
fn other_messages_keys_and_bytes_are_refused() {
    let armored = sshsig::sign(&key(), MESSAGE);
    assert_eq!(sshsig::verify(&armored, MESSAGE).unwrap(), key().verifying_key());
    assert_eq!(class(sshsig::verify(&armored, b"")), Some(Class::SignatureBad));
    let other = sshsig::sign(&SigningKey::generate(), MESSAGE);
    assert_ne!(sshsig::verify(&other, MESSAGE).unwrap(), key().verifying_key());
    for i in 0..armored.len() {
        for flip in [1, 0x20] {
            let mut bytes = armored.clone().into_bytes();
            bytes[i] ^= flip;
            let changed = String::from_utf8(bytes).unwrap();
            assert_eq!(class(sshsig::verify(&changed, MESSAGE)), Some(Class::SignatureBad), "byte {i}");
        }
    }
    for bad in ["", "-----BEGIN SSH SIGNATURE-----\n-----END SSH SIGNATURE-----\n", &"x".repeat(100_000)] {
        assert_eq!(class(sshsig::verify(bad, MESSAGE)), Some(Class::SignatureBad));
    }
}
