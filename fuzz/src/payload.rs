//! The payload of an age file, made chunk by chunk under a known key: opened by the crate, by age, and by its rules.
//!
//! Three bytes of the input make one chunk: what is odd about it, and its length.

use crate::envelope::{by_age, check_seeking, read_whole};
use crate::keys;
use age_core::format::{FileKey, Stanza};
use age_core::secrecy::ExposeSecret;
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{ChaCha20Poly1305, KeyInit};
use hkdf::Hkdf;
use sha2::Sha256;
use std::cell::Cell;
use std::collections::HashSet;
use std::sync::LazyLock;

/// The plaintext of every chunk but the last.
const CHUNK: usize = 64 << 10;
/// The most chunks of one input: a whole one takes a while to seal.
const CHUNKS: usize = 4;
const NONCE: [u8; 16] = [9; 16];

/// A header up to its nonce, and the key of a payload under it.
static HEADER: LazyLock<(Vec<u8>, [u8; 32])> = LazyLock::new(|| {
    let recipient: age::x25519::Recipient =
        keys::IDENTITY.to_recipient().to_string().parse().expect("a recipient reads its own text");
    let tapped = Tapped { inner: recipient, key: Cell::default() };
    let encryptor = age::Encryptor::with_recipients(std::iter::once(&tapped as &dyn age::Recipient));
    let mut header = Vec::new();
    drop(encryptor.and_then(|e| Ok(e.wrap_output(&mut header)?)).expect("memory takes every byte"));
    header.truncate(header.len() - NONCE.len());
    let mut key = [0; 32];
    let derived = Hkdf::<Sha256>::new(Some(&NONCE), &tapped.key.get()).expand(b"payload", &mut key);
    derived.expect("32 bytes are within HKDF's 255 blocks");
    (header, key)
});

/// A recipient that keeps the file key.
struct Tapped {
    inner: age::x25519::Recipient,
    key: Cell<[u8; 16]>,
}

impl age::Recipient for Tapped {
    fn wrap_file_key(&self, key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), age::EncryptError> {
        self.key.set(*key.expose_secret());
        self.inner.wrap_file_key(key)
    }
}

/// One chunk as the input asks for it.
#[derive(Debug, Clone, Copy)]
struct Chunk {
    length: usize,
    is_last: bool,
    number: u64,
    /// A bit of it is changed after sealing.
    is_damaged: bool,
}

/// Checks that both open the file to the same bytes, and only when its chunks follow the rules.
///
/// # Panics
/// When that does not hold.
pub fn check(data: &[u8]) {
    let chunks = plan(data);
    let mut file = [HEADER.0.as_slice(), &NONCE].concat();
    let mut expected = Vec::new();
    for chunk in &chunks {
        let plain = vec![u8::try_from(chunk.number % 251).unwrap_or_default(); chunk.length];
        file.extend(seal(chunk, &plain));
        expected.extend(plain);
    }
    let opened = casekeep_format::open_with(&keys::IDENTITY, file.as_slice());
    let plain = opened.ok().and_then(|mut reader| read_whole(&mut reader));
    assert_eq!(plain.is_some(), is_payload(&chunks), "{chunks:?}");
    assert_eq!(plain, by_age(&file), "age opens it to something else: {chunks:?}");
    if let Some(plain) = plain {
        assert_eq!(plain, expected, "{chunks:?}");
        let last = data.iter().rev().take(2).fold(0, |place, byte| place << 8 | usize::from(*byte));
        for place in [0, CHUNK - 1, CHUNK, CHUNK + 1, plain.len(), last] {
            check_seeking(&file, &plain, place.min(plain.len()));
        }
    }
}

fn plan(data: &[u8]) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    for bytes in data.chunks_exact(3).take(CHUNKS) {
        let (odd, length) = (bytes[0], usize::from(u16::from_be_bytes([bytes[1], bytes[2]])));
        let number = chunks.len() as u64;
        chunks.push(Chunk {
            length: if odd & 1 == 0 { CHUNK } else { length % 512 },
            is_last: odd & 2 != 0,
            number: if odd & 4 == 0 { number } else { u64::from(bytes[2]) },
            is_damaged: odd & 8 != 0,
        });
    }
    chunks
}

fn seal(chunk: &Chunk, plain: &[u8]) -> Vec<u8> {
    let mut nonce = [0; 12];
    nonce[3..11].copy_from_slice(&chunk.number.to_be_bytes());
    nonce[11] = u8::from(chunk.is_last);
    let cipher = ChaCha20Poly1305::new(&HEADER.1.into());
    let mut sealed = cipher.encrypt(&nonce.into(), plain).expect("a chunk is far below what the cipher takes");
    if chunk.is_damaged {
        sealed[0] ^= 1;
    }
    sealed
}

/// The rules of the age specification.
fn is_payload(chunks: &[Chunk]) -> bool {
    let Some((last, before)) = chunks.split_last() else { return false };
    let is_next = |(chunk, number): (&Chunk, u64)| chunk.number == number && !chunk.is_damaged;
    chunks.iter().zip(0..).all(is_next)
        && before.iter().all(|chunk| chunk.length == CHUNK && !chunk.is_last)
        && last.is_last
        && (last.length > 0 || before.is_empty())
}
