use casekeep_format::{
    FormatError, HashingReader, Identity, NamingReader, ObjectWriter, is_decryption_failure, open_bytes,
    open_passphrase, open_with, seal_bytes, seal_passphrase,
};
use casekeep_model::{ObjectName, Secret, Sha256Digest};
use proptest::prelude::*;
use sha2::{Digest, Sha256};
use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};
use std::process::{Command, Stdio};

const CHUNK: usize = 64 << 10;

fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|i| (i * 31 + i / 251) as u8).collect()
}

/// A reader whose disk fails after some bytes.
struct Failing<R>(R, usize);

impl<R: Read> Read for Failing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.1 == 0 {
            return Err(io::Error::from_raw_os_error(5));
        }
        let room = buffer.len().min(self.1);
        let n = self.0.read(&mut buffer[..room])?;
        self.1 -= n;
        Ok(n)
    }
}

#[test]
fn an_object_is_hashed_sealed_and_named_in_one_pass() {
    let identity = Identity::generate();
    for length in [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 300_000] {
        let plain = pattern(length);
        let mut writer = ObjectWriter::new(&identity.to_recipient(), Vec::new()).unwrap();
        plain.chunks(7_001).for_each(|chunk| writer.write_all(chunk).unwrap());
        let (sealed, facts, name) = writer.finish().unwrap();
        assert_eq!(facts.sha256, Sha256Digest(Sha256::digest(&plain).into()));
        assert_eq!(facts.size, length as u64);
        assert_eq!(name, ObjectName(blake3::hash(&sealed).into()));
        assert_eq!(NamingReader::new(sealed.as_slice()).finish().unwrap(), name);
        let mut naming = NamingReader::new(sealed.as_slice());
        let mut opened = HashingReader::new(open_with(&identity, &mut naming).unwrap());
        let mut again = Vec::new();
        opened.read_to_end(&mut again).unwrap();
        assert_eq!((again, opened.facts()), (plain, facts));
        drop(opened);
        assert_eq!(naming.finish().unwrap(), name);
    }
}

#[test]
fn only_the_one_identity_opens() {
    let (own, other) = (Identity::generate(), Identity::generate());
    let sealed = seal_bytes(&own.to_recipient(), b"x").unwrap();
    assert!(matches!(open_with(&other, sealed.as_slice()), Err(FormatError::DoesNotOpen)));
    assert!(matches!(open_passphrase(&Secret::new("x".into()), 20, sealed.as_slice()), Err(FormatError::DoesNotOpen)));
    let by_passphrase = seal_passphrase(&Secret::new("x".into()), 4, Vec::new()).unwrap().finish().unwrap();
    assert!(matches!(open_with(&own, by_passphrase.as_slice()), Err(FormatError::DoesNotOpen)));
}

#[test]
fn a_failing_disk_is_not_taken_for_damage_nor_damage_for_a_failing_disk() {
    let identity = Identity::generate();
    let sealed = seal_bytes(&identity.to_recipient(), &pattern(200_000)).unwrap();
    for good in [0, 10, 100, 1_000, 70_000, 150_000] {
        let result = open_with(&identity, Failing(sealed.as_slice(), good))
            .and_then(|mut reader| Ok(io::copy(&mut reader, &mut io::sink())?));
        match result {
            Err(FormatError::Io(error)) => assert_eq!(error.raw_os_error(), Some(5), "{good}"),
            other => panic!("{good}: {other:?}"),
        }
    }
    for end in [0, 10, 100, 1_000, 70_000, sealed.len() - 1] {
        let result = open_bytes(&identity, &sealed[..end], 1 << 20);
        assert!(matches!(result, Err(FormatError::DoesNotOpen)), "{end}");
    }
    let mut changed = sealed.clone();
    changed[100_000] ^= 1;
    let mut reader = open_with(&identity, changed.as_slice()).unwrap();
    let mut first = vec![0; CHUNK];
    reader.read_exact(&mut first).unwrap();
    assert_eq!(first, pattern(CHUNK));
    for _ in 0..3 {
        let error = reader.read(&mut first).expect_err("a changed chunk gives nothing");
        assert!(is_decryption_failure(&error));
    }
    assert!(!is_decryption_failure(&io::Error::from(io::ErrorKind::InvalidData)));
}

#[test]
fn a_header_without_end_is_given_up_early() {
    struct Endless(usize);
    impl Read for Endless {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            buffer.fill(b'x');
            self.0 += buffer.len();
            assert!(self.0 < 1 << 20, "the header is read without bound");
            Ok(buffer.len())
        }
    }
    let identity = Identity::generate();
    let start = b"age-encryption.org/v1\n-> X25519 ".as_slice();
    assert!(matches!(open_with(&identity, start.chain(Endless(0))), Err(FormatError::DoesNotOpen)));
    let stanzas = b"age-encryption.org/v1\n".iter().chain(b"-> a b\n\n".iter().cycle()).copied().take(1 << 20);
    let many: Vec<u8> = stanzas.collect();
    assert!(matches!(open_with(&identity, many.as_slice()), Err(FormatError::DoesNotOpen)));
}

#[test]
fn small_files_have_a_limit() {
    let identity = Identity::generate();
    let sealed = seal_bytes(&identity.to_recipient(), &[7; 100]).unwrap();
    assert_eq!(open_bytes(&identity, sealed.as_slice(), 100).unwrap().as_slice(), [7; 100]);
    assert!(matches!(open_bytes(&identity, sealed.as_slice(), 99), Err(FormatError::DoesNotOpen)));
}

#[test]
fn the_length_is_known_and_a_cut_is_found_without_reading_all() {
    let identity = Identity::generate();
    for length in [0, 5, CHUNK, CHUNK + 1, 5 * CHUNK] {
        let sealed = seal_bytes(&identity.to_recipient(), &pattern(length)).unwrap();
        let mut reader = open_with(&identity, Cursor::new(&sealed)).unwrap();
        assert_eq!(reader.plaintext_len().unwrap(), length as u64);
        let mut all = Vec::new();
        reader.read_to_end(&mut all).unwrap();
        assert_eq!(all, pattern(length));
        let cut = &sealed[..sealed.len() - 1];
        let mut reader = open_with(&identity, Cursor::new(cut)).unwrap();
        assert!(is_decryption_failure(&reader.plaintext_len().expect_err("cut short")));
    }
}

#[test]
fn stock_age_opens_an_object_and_what_stock_age_seals_opens() {
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity::generate();
    let key = folder.path().join("key.txt");
    std::fs::write(&key, format!("{}\n", *identity.secret_line())).unwrap();
    let object = folder.path().join("object.age");
    let mut writer = ObjectWriter::new(&identity.to_recipient(), std::fs::File::create(&object).unwrap()).unwrap();
    writer.write_all(&pattern(200_000)).unwrap();
    writer.finish().unwrap();
    let opened = Command::new("age").arg("-d").arg("-i").arg(&key).arg(&object).output().unwrap();
    assert_eq!(opened.stdout, pattern(200_000));

    let mut age = Command::new("age");
    age.arg("-r").arg(identity.to_recipient().to_string()).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = age.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"from outside").unwrap();
    let sealed = child.wait_with_output().unwrap().stdout;
    assert_eq!(open_bytes(&identity, sealed.as_slice(), 100).unwrap().as_slice(), b"from outside");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn seeking_equals_seeking_in_the_plaintext(
        length in prop_oneof![0..200usize, Just(CHUNK), Just(2 * CHUNK), 0..4 * CHUNK],
        moves in prop::collection::vec((0..3u8, any::<prop::sample::Index>(), 0..100_000usize), 1..12),
    ) {
        let identity = Identity::generate();
        let plain = pattern(length);
        let sealed = seal_bytes(&identity.to_recipient(), &plain).unwrap();
        let mut reader = open_with(&identity, Cursor::new(sealed)).unwrap();
        let mut place = 0;
        for (how, to, take) in moves {
            let target = to.index(length + 50);
            let seek = match how {
                0 => SeekFrom::Start(target as u64),
                1 => SeekFrom::End(target as i64 - length as i64),
                _ => SeekFrom::Current(target as i64 - place as i64),
            };
            place = target.min(length);
            prop_assert_eq!(reader.seek(seek).unwrap(), place as u64);
            let mut bytes = Vec::new();
            reader.by_ref().take(take as u64).read_to_end(&mut bytes).unwrap();
            let end = (place + take).min(length);
            prop_assert_eq!(&bytes, &plain[place..end]);
            place = end;
        }
        prop_assert!(reader.seek(SeekFrom::Current(-(length as i64) - 1)).is_err());
    }
}
