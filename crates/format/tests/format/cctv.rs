//! The vectors that the authors of age give to all implementations, and the age crate beside our own payloads.

use casekeep_format::{
    FormatError, Identity, OpenReader, is_decryption_failure, open_passphrase, open_with, seal_bytes,
};
use casekeep_model::Secret;
use flate2::read::ZlibDecoder;
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::{self, Read, Write};
use std::iter;
use std::path::Path;

const CHUNK: usize = 64 << 10;
/// Sealed chunks are longer by their tag.
const SEALED: usize = CHUNK + 16;

/// Headers that the age crate reads although they are not whole.
const LENIENT: [&str; 2] = ["stanza_missing_body", "stanza_missing_final_line"];

/// A vector: the lines of its head, and the age file.
struct Vector {
    head: BTreeMap<String, Vec<String>>,
    file: Vec<u8>,
}

impl Vector {
    fn read(path: &Path) -> Self {
        let bytes = std::fs::read(path).unwrap();
        let end = bytes.windows(2).position(|two| two == b"\n\n").expect("an empty line ends the head");
        let mut head: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for line in std::str::from_utf8(&bytes[..end]).unwrap().lines() {
            let (key, value) = line.split_once(": ").unwrap();
            head.entry(key.to_owned()).or_default().push(value.to_owned());
        }
        let rest = &bytes[end + 2..];
        let mut file = Vec::new();
        match head.get("compressed") {
            Some(_) => ZlibDecoder::new(rest).read_to_end(&mut file).unwrap(),
            None => { rest }.read_to_end(&mut file).unwrap(),
        };
        Self { head, file }
    }

    fn all(&self, key: &str) -> &[String] {
        self.head.get(key).map_or(&[], Vec::as_slice)
    }

    fn expected(&self) -> &str {
        &self.all("expect")[0]
    }

    /// Opens the file by every way that the vector names; the first that opens counts.
    fn open(&self) -> Result<OpenReader<&[u8]>, FormatError> {
        let keys = self.all("identity").iter().filter_map(|line| line.parse::<Identity>().ok());
        let by_key = keys.map(|identity| open_with(&identity, self.file.as_slice()));
        let by_words =
            self.all("passphrase").iter().map(|words| open_passphrase(&Secret::new(words.clone()), 20, &*self.file));
        let tried: Vec<_> = by_key.chain(by_words).collect();
        let mut last = Err(FormatError::DoesNotOpen);
        for result in tried {
            if result.is_ok() {
                return result;
            }
            last = result;
        }
        last
    }
}

#[test]
fn every_vector_of_the_authors_of_age_comes_out_as_they_say() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cctv");
    let (mut seen, mut wrong) = (BTreeMap::<String, u32>::new(), Vec::new());
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some() {
            continue;
        }
        let (vector, name) = (Vector::read(&path), path.file_name().unwrap().to_string_lossy().into_owned());
        match (vector.expected(), vector.open()) {
            ("success", Ok(reader)) => assert_plaintext(&vector, reader, None, &name),
            ("payload failure", Ok(reader)) => assert_plaintext(&vector, reader, Some(()), &name),
            // A nonce that is cut short is the header's end here: nothing opens.
            ("payload failure", Err(_)) => assert_eq!(vector.all("payload"), [] as [String; 0], "{name}"),
            ("no match" | "HMAC failure" | "header failure", Err(_)) => {}
            // Headers are the age crate's work, and it still reads the stanzas of its own first versions.
            ("header failure", Ok(_)) if LENIENT.contains(&name.as_str()) => {}
            (expected, result) => {
                wrong.push(format!("{name}: {expected} expected, got {:?}", result.map(|_| "a file")))
            }
        }
        *seen.entry(vector.expected().to_owned()).or_default() += 1;
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(
        seen.get("success").is_some_and(|n| *n >= 15) && seen.get("payload failure").is_some_and(|n| *n >= 15),
        "{seen:?}"
    );
}

/// Reads to the end or to the failure; what came before it is what the vector says.
fn assert_plaintext(vector: &Vector, mut reader: OpenReader<&[u8]>, fails: Option<()>, name: &str) {
    let mut plain = Vec::new();
    let result = reader.read_to_end(&mut plain);
    match (result, fails) {
        (Ok(_), None) => {}
        (Err(error), Some(())) => assert!(is_decryption_failure(&error), "{name}: {error}"),
        (result, _) => panic!("{name}: {result:?}"),
    }
    let Some(hash) = vector.all("payload").first() else { return };
    let is_named = |bytes: &[u8]| *hash == data_encoding::HEXLOWER.encode(&Sha256::digest(bytes));
    if !is_named(&plain) {
        // Of a file that fails, ours may give a chunk less: it looks whether more follows before it opens one.
        assert!(fails.is_some(), "{name}");
        let identity = vector.all("identity")[0].parse().unwrap();
        let by_age = given_by_age(&identity, &vector.file);
        assert!(is_named(&by_age) && by_age.starts_with(&plain), "{name}");
    }
}

fn age_identity(identity: &Identity) -> age::x25519::Identity {
    identity.secret_line().parse().unwrap()
}

/// What the age crate alone makes of a file.
fn open_by_age(identity: &Identity, file: &[u8]) -> Option<Vec<u8>> {
    let mut plain = Vec::new();
    read_by_age(identity, file, &mut plain).ok().map(|()| plain)
}

/// What it gives of a file before it fails.
fn given_by_age(identity: &Identity, file: &[u8]) -> Vec<u8> {
    let mut plain = Vec::new();
    let _ = read_by_age(identity, file, &mut plain);
    plain
}

fn read_by_age(identity: &Identity, file: &[u8], plain: &mut Vec<u8>) -> Result<(), io::Error> {
    let identity = age_identity(identity);
    let decryptor = age::Decryptor::new_buffered(file).map_err(io::Error::other)?;
    let opened = decryptor.decrypt(iter::once(&identity as &dyn age::Identity));
    opened.map_err(io::Error::other)?.read_to_end(plain).map(drop)
}

fn seal_by_age(identity: &Identity, plain: &[u8]) -> Vec<u8> {
    let to = age_identity(identity).to_public();
    let encryptor = age::Encryptor::with_recipients(iter::once(&to as &dyn age::Recipient)).unwrap();
    let mut writer = encryptor.wrap_output(Vec::new()).unwrap();
    writer.write_all(plain).unwrap();
    writer.finish().unwrap()
}

fn open_by_us(identity: &Identity, file: &[u8]) -> Result<Vec<u8>, FormatError> {
    let mut plain = Vec::new();
    open_with(identity, file)?.read_to_end(&mut plain)?;
    Ok(plain)
}

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|i| (i * 31 + i / 251) as u8).collect()
}

#[test]
fn at_every_edge_the_age_crate_opens_ours_and_we_open_its_own() {
    let identity = Identity::generate();
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1, 5 * CHUNK] {
        let plain = pattern(length);
        let ours = seal_bytes(&identity.to_recipient(), &plain).unwrap();
        assert_eq!(open_by_age(&identity, &ours).unwrap(), plain, "{length}");
        let its = seal_by_age(&identity, &plain);
        assert_eq!(open_by_us(&identity, &its).unwrap(), plain, "{length}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_damaged_file_is_refused_by_both_or_neither(
        length in prop_oneof![0..300usize, Just(CHUNK), Just(2 * CHUNK), 0..3 * CHUNK],
        how in 0..5u8,
        at in any::<prop::sample::Index>(),
    ) {
        let identity = Identity::generate();
        let mut file = seal_bytes(&identity.to_recipient(), &pattern(length)).unwrap();
        let at = at.index(file.len());
        match how {
            0 => file[at] ^= 1 << (at % 8),
            1 => file.truncate(at),
            2 => file.push(at as u8),
            // A whole chunk gone from the end or put there twice.
            3 => file.truncate(file.len().saturating_sub(SEALED)),
            _ => {
                let from = file.len().saturating_sub(SEALED);
                file.extend_from_within(from..);
            }
        }
        let (ours, its) = (open_by_us(&identity, &file), open_by_age(&identity, &file));
        prop_assert_eq!(ours.ok(), its);
    }
}
