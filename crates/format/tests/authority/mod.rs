//! A time-stamp authority on this computer, by stock openssl.

#![allow(dead_code, reason = "several test programs take it in, and not each uses all of it")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// An authority with a key and a certificate of its own.
pub struct Authority {
    folder: tempfile::TempDir,
}

const CONFIG: &str = "\
[req]
distinguished_name = name
x509_extensions = extensions
prompt = no
[name]
CN = An authority for tests
[extensions]
extendedKeyUsage = critical,timeStamping
[tsa]
default_tsa = one
[one]
serial = serial
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1, millisecs:500
ordering = yes
tsa_name = yes
ess_cert_id_alg = sha256
";

impl Authority {
    /// Makes an authority whose key is made by these words of `openssl genpkey`.
    pub fn new(key: &[&str]) -> Self {
        let authority = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(authority.path("ts.cnf"), CONFIG).unwrap();
        authority.openssl(&[&["genpkey", "-quiet", "-out", "key.pem"], key].concat());
        let certificate = ["req", "-new", "-x509", "-days", "3650", "-config", "ts.cnf", "-key", "key.pem"];
        authority.openssl(&[certificate.as_slice(), &["-out", "certificate.pem"]].concat());
        authority
    }

    /// Makes one with an RSA key.
    pub fn rsa() -> Self {
        Self::new(&["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"])
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Runs openssl in the authority's folder; what it prints is returned, a failure is one of the test.
    pub fn openssl(&self, words: &[&str]) -> String {
        let output = Command::new("openssl").args(words).current_dir(self.folder.path()).output();
        let output = output.expect("openssl is installed, as cargo xtask test sees to");
        assert!(output.status.success(), "openssl {words:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    /// Answers a request.
    pub fn answer(&self, request: &[u8], digest: &str) -> Vec<u8> {
        fs::write(self.path("request.tsq"), request).unwrap();
        let who = ["-config", "ts.cnf", "-inkey", "key.pem", "-signer", "certificate.pem"];
        let what = ["-queryfile", "request.tsq", "-out", "reply.tsr"];
        self.openssl(&[&["ts", "-reply", &format!("-{digest}")], who.as_slice(), &what].concat());
        fs::read(self.path("reply.tsr")).unwrap()
    }

    /// Says whether openssl finds the reply to be for these bytes, with the authority's certificate trusted.
    pub fn accepts(&self, reply: &Path, data: &Path) -> bool {
        let (reply, data) = (reply.to_str().unwrap(), data.to_str().unwrap());
        let words = ["ts", "-verify", "-in", reply, "-data", data, "-CAfile", "certificate.pem"];
        Command::new("openssl").args(words).current_dir(self.folder.path()).output().unwrap().status.success()
    }
}
