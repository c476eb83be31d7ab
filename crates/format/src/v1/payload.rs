//! The payload of an age file: chunks of 64 KiB, each sealed with ChaCha20-Poly1305 under its number (the STREAM of the
//! age specification). Headers, and so everything about recipients, are the age crate's work.
//!
//! The chunks are sealed by ring instead of by the age crate, which takes twice as long; the bytes are the same.

use hkdf::Hkdf;
use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, Nonce, UnboundKey};
use sha2::Sha256;
use std::io::{self, Read, Write};
use zeroize::Zeroizing;

/// The plaintext of every chunk but the last, in bytes.
pub const CHUNK: usize = 64 << 10;
/// What sealing adds to a chunk, in bytes.
pub const TAG: usize = 16;
/// A sealed chunk, in bytes.
pub const SEALED_CHUNK: usize = CHUNK + TAG;
/// The random bytes between header and payload.
pub const NONCE: usize = 16;
/// The secret that a header wraps, in bytes.
pub const FILE_KEY: usize = 16;

const CONTEXT: &[u8] = b"payload";

/// A chunk that was not sealed with this key under this number.
#[derive(Debug)]
pub struct Forged;

/// The key of one file's payload.
pub struct PayloadKey(LessSafeKey);

impl PayloadKey {
    /// Makes the key of a file from the secret in its header and its nonce.
    pub fn derive(file_key: &[u8; FILE_KEY], nonce: &[u8; NONCE]) -> Self {
        let mut key = Zeroizing::new([0; 32]);
        let derived = Hkdf::<Sha256>::new(Some(nonce), file_key).expand(CONTEXT, key.as_mut());
        derived.expect("32 bytes are within HKDF's 255 blocks");
        let key = UnboundKey::new(&CHACHA20_POLY1305, key.as_ref()).expect("the key has the 32 bytes of this cipher");
        Self(LessSafeKey::new(key))
    }

    /// Seals a chunk in place and puts its tag behind it.
    fn seal(&self, number: u64, is_last: bool, chunk: &mut Vec<u8>) {
        let sealed = self.0.seal_in_place_append_tag(nonce(number, is_last), Aad::empty(), chunk);
        sealed.expect("a chunk is far below what the cipher takes at once");
    }

    /// Opens a chunk in place and returns its plaintext.
    fn open<'a>(&self, number: u64, is_last: bool, chunk: &'a mut [u8]) -> Result<&'a mut [u8], Forged> {
        self.0.open_in_place(nonce(number, is_last), Aad::empty(), chunk).map_err(|_| Forged)
    }
}

/// The number of a chunk in 11 bytes, then 1 for the last chunk.
///
/// A file whose number does not fit 8 of them would take a million years to write.
fn nonce(number: u64, is_last: bool) -> Nonce {
    let mut bytes = [0; 12];
    bytes[3..11].copy_from_slice(&number.to_be_bytes());
    bytes[11] = u8::from(is_last);
    Nonce::assume_unique_for_key(bytes)
}

/// Seals what is written through it, chunk by chunk.
pub struct PayloadWriter<W> {
    key: PayloadKey,
    out: W,
    /// The chunk under way: plaintext, and room for its tag. It is sealed only when more follows it.
    chunk: Zeroizing<Vec<u8>>,
    number: u64,
    /// Set when a chunk was lost below: what follows could not be opened.
    broken: bool,
}

impl<W: Write> PayloadWriter<W> {
    /// Starts a payload.
    pub fn new(key: PayloadKey, out: W) -> Self {
        Self { key, out, chunk: Zeroizing::new(Vec::with_capacity(SEALED_CHUNK)), number: 0, broken: false }
    }

    /// Writes the last chunk and returns the writer below.
    pub fn finish(mut self) -> io::Result<W> {
        self.put(true)?;
        Ok(self.out)
    }

    fn put(&mut self, is_last: bool) -> io::Result<()> {
        if self.broken {
            return Err(io::Error::other("an earlier write failed"));
        }
        self.broken = true;
        self.key.seal(self.number, is_last, &mut self.chunk);
        self.out.write_all(&self.chunk)?;
        self.chunk.clear();
        self.number += 1;
        self.broken = false;
        Ok(())
    }
}

impl<W: Write> Write for PayloadWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.chunk.len() == CHUNK && !bytes.is_empty() {
            self.put(false)?;
        }
        let taken = bytes.len().min(CHUNK - self.chunk.len());
        self.chunk.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }

    /// Passes on what is sealed already; the chunk under way waits for its rest.
    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Why a payload gives no more.
#[derive(Debug)]
pub enum Stopped {
    /// The reader below failed; another try may go well.
    Below(io::Error),
    /// The bytes are not what was sealed.
    Forged,
}

/// Opens a payload chunk by chunk.
pub struct PayloadReader {
    key: PayloadKey,
    /// One chunk, opened in place, and room for the byte after it, by which it is known not to be the last.
    chunk: Zeroizing<Vec<u8>>,
    /// How many sealed bytes of the next chunk were read.
    filled: usize,
    /// The first byte of the next chunk, while this one's plaintext is given.
    carried: Option<u8>,
    /// How much plaintext the chunk holds, once it is opened.
    plain: usize,
    /// How much of that was given.
    given: usize,
    /// The number of the next chunk.
    number: u64,
    /// Whether the last chunk was opened.
    at_end: bool,
}

impl PayloadReader {
    /// Starts at a payload's first chunk.
    pub fn new(key: PayloadKey) -> Self {
        let chunk = Zeroizing::new(vec![0; SEALED_CHUNK + 1]);
        Self { key, chunk, filled: 0, carried: None, plain: 0, given: 0, number: 0, at_end: false }
    }

    /// Gives plaintext; 0 bytes at the end.
    pub fn read(&mut self, input: &mut impl Read, buffer: &mut [u8]) -> Result<usize, Stopped> {
        while self.given == self.plain && !self.at_end && !buffer.is_empty() {
            self.next_chunk(input)?;
        }
        let taken = buffer.len().min(self.plain - self.given);
        buffer[..taken].copy_from_slice(&self.chunk[self.given..self.given + taken]);
        self.given += taken;
        Ok(taken)
    }

    /// Opens the chunk that comes next in the input.
    pub fn next_chunk(&mut self, input: &mut impl Read) -> Result<(), Stopped> {
        if let Some(first) = self.carried.take() {
            self.chunk[0] = first;
            self.filled = 1;
        }
        (self.plain, self.given) = (0, 0);
        // What came before an error is kept: the next try goes on from there.
        while self.filled < self.chunk.len() {
            match input.read(&mut self.chunk[self.filled..]) {
                Ok(0) => break,
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(Stopped::Below(error)),
            }
        }
        let is_last = self.filled <= SEALED_CHUNK;
        let sealed = &mut self.chunk[..self.filled.min(SEALED_CHUNK)];
        let plain = self.key.open(self.number, is_last, sealed).map_err(|Forged| Stopped::Forged)?.len();
        // Only a file of nothing ends with a chunk of nothing: otherwise one content could be sealed in two ways.
        if plain == 0 && self.number > 0 {
            return Err(Stopped::Forged);
        }
        self.carried = (!is_last).then(|| self.chunk[SEALED_CHUNK]);
        (self.filled, self.plain, self.at_end) = (0, plain, is_last);
        self.number += 1;
        Ok(())
    }

    /// Returns the place in the plaintext of the next byte that is given.
    pub fn place(&self) -> u64 {
        let before = self.number.saturating_sub(1) * CHUNK as u64;
        before + self.given as u64
    }

    /// Makes the reader go on with another chunk, whose first byte the input stands at.
    pub fn go_to(&mut self, number: u64) {
        (self.filled, self.carried, self.plain, self.given) = (0, None, 0, 0);
        (self.number, self.at_end) = (number, false);
    }

    /// Passes over some bytes of the chunk that was just opened.
    pub fn pass(&mut self, bytes: usize) {
        self.given = bytes.min(self.plain);
    }
}

/// Returns the number of chunks of a sealed payload of this length, and the length of its plaintext; `None` for a length
/// that no payload has.
pub fn measure(sealed: u64) -> Option<(u64, u64)> {
    let chunks = sealed.div_ceil(SEALED_CHUNK as u64);
    let plain = sealed.checked_sub(chunks * TAG as u64)?;
    let last = plain.checked_sub(chunks.checked_sub(1)? * CHUNK as u64)?;
    (last > 0 || chunks == 1).then_some((chunks, plain))
}
