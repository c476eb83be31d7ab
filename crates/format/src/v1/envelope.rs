//! age envelopes as streams: seal, open, and hash in one pass with constant memory (64 KiB chunks).
//!
//! A file is opened with exactly one identity or one passphrase. An error of the disk below stays what it was; anything
//! that age refuses becomes an error for which [`is_decryption_failure`] is true, and the reader gives nothing more.

use crate::FormatError;
use crate::v1::keys::{Identity, Recipient};
use age::DecryptError;
use age::secrecy::SecretString;
use age::stream::{StreamReader, StreamWriter};
use casekeep_model::{FileFacts, ObjectName, Secret, Sha256Digest};
use sha2::{Digest, Sha256};
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write};
use std::iter;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use zeroize::Zeroizing;

/// The longest age header that is read, in bytes; ours take about 300. age parses a header again at each line, so a long
/// one costs its length squared.
const HEADER: u64 = 16 << 10;
const HEADER_BUFFER: usize = 1 << 10;

/// A sealed file that is damaged, cut short, or sealed to another key.
#[derive(Debug, thiserror::Error)]
#[error("the sealed file is damaged or cut short")]
struct Undecipherable;

fn undecipherable() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, Undecipherable)
}

/// Returns whether an error came from age refusing the bytes, and not from the disk.
#[must_use]
pub fn is_decryption_failure(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| inner.is::<Undecipherable>())
}

/// Writes plaintext into an age file; without [`SealWriter::finish`] the file does not open.
pub struct SealWriter<W: Write>(StreamWriter<W>);

/// Starts an age file for one recipient.
///
/// # Errors
/// `Io` when the header cannot be written.
pub fn seal_to<W: Write>(to: &Recipient, out: W) -> Result<SealWriter<W>, FormatError> {
    seal_for(to.as_age(), out)
}

/// Starts an age file for a passphrase, at a scrypt work factor of 2^`factor`.
///
/// # Errors
/// `Io` when the header cannot be written.
///
/// # Panics
/// For a factor of 0 or above 63; callers pass constants.
pub fn seal_passphrase<W: Write>(secret: &Secret, factor: u8, out: W) -> Result<SealWriter<W>, FormatError> {
    let mut recipient = age::scrypt::Recipient::new(SecretString::from(secret.expose().to_owned()));
    recipient.set_work_factor(factor);
    seal_for(&recipient, out)
}

fn seal_for<W: Write>(recipient: &dyn age::Recipient, out: W) -> Result<SealWriter<W>, FormatError> {
    let encryptor = age::Encryptor::with_recipients(iter::once(recipient));
    let encryptor = encryptor.expect("one recipient of a native kind is always a valid set");
    Ok(SealWriter(encryptor.wrap_output(out)?))
}

impl<W: Write> SealWriter<W> {
    /// Writes the last chunk and returns the writer below.
    ///
    /// # Errors
    /// Whatever the writer below gives.
    pub fn finish(self) -> io::Result<W> {
        self.0.finish()
    }
}

impl<W: Write> Write for SealWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// What the reader under age shares with the one above it.
struct Watch {
    /// Bytes that the header may still take; `u64::MAX` once it is read.
    header: AtomicU64,
    /// Set when the reader below failed.
    failed: AtomicBool,
}

/// The reader under age: bounds the header, and notes errors that are not age's.
struct Watched<R> {
    inner: R,
    watch: Arc<Watch>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.watch.header.load(Ordering::Relaxed);
        if left == 0 && !buffer.is_empty() {
            return Err(undecipherable());
        }
        let room = usize::try_from(left).map_or(buffer.len(), |left| left.min(buffer.len()));
        let result = self.inner.read(&mut buffer[..room]);
        match &result {
            Ok(n) if left != u64::MAX => self.watch.header.store(left - *n as u64, Ordering::Relaxed),
            Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                self.watch.failed.store(true, Ordering::Relaxed)
            }
            _ => {}
        }
        result
    }
}

impl<R: Seek> Seek for Watched<R> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.inner.seek(to).inspect_err(|_| self.watch.failed.store(true, Ordering::Relaxed))
    }
}

/// Reads the plaintext of an age file; seeks when the reader below does.
///
/// Bytes are authenticated chunk by chunk before they are given; that the file is whole is known at its end.
pub struct OpenReader<R> {
    inner: StreamReader<BufReader<Watched<R>>>,
    watch: Arc<Watch>,
    broken: bool,
    length: Option<u64>,
}

/// Opens an age file with this identity alone.
///
/// # Errors
/// `DoesNotOpen` when it is sealed to another key or its header is damaged; `Io` when reading fails.
pub fn open_with<R: Read>(identity: &Identity, input: R) -> Result<OpenReader<R>, FormatError> {
    open_for(identity.as_age(), input)
}

/// Opens an age file with a passphrase, at a scrypt work factor of 2^`most` or below.
///
/// # Errors
/// `WrongSecret` when the passphrase is another; `KeyfileCost` when the file asks for more work, which is then not done;
/// `DoesNotOpen` when it is not sealed to a passphrase or its header is damaged; `Io` when reading fails.
pub fn open_passphrase<R: Read>(secret: &Secret, most: u8, input: R) -> Result<OpenReader<R>, FormatError> {
    open_for(&Passphrase { secret, most }, input).map_err(|error| match error {
        FormatError::KeyfileCost { factor, .. } => FormatError::KeyfileCost { factor, most },
        error => error,
    })
}

fn open_for<R: Read>(identity: &dyn age::Identity, input: R) -> Result<OpenReader<R>, FormatError> {
    let watch = Arc::new(Watch { header: AtomicU64::new(HEADER), failed: AtomicBool::new(false) });
    let below = BufReader::with_capacity(HEADER_BUFFER, Watched { inner: input, watch: Arc::clone(&watch) });
    let opened = age::Decryptor::new_buffered(below).and_then(|d| d.decrypt(iter::once(identity)));
    let inner = opened.map_err(|error| refusal(error, &watch))?;
    watch.header.store(u64::MAX, Ordering::Relaxed);
    Ok(OpenReader { inner, watch, broken: false, length: None })
}

fn refusal(error: DecryptError, watch: &Watch) -> FormatError {
    match error {
        DecryptError::Io(error) if watch.failed.load(Ordering::Relaxed) => FormatError::Io(error),
        DecryptError::ExcessiveWork { required, .. } => FormatError::KeyfileCost { factor: required, most: 0 },
        DecryptError::DecryptionFailed => FormatError::WrongSecret,
        _ => FormatError::DoesNotOpen,
    }
}

/// A passphrase that looks at the work factor before any work.
struct Passphrase<'a> {
    secret: &'a Secret,
    most: u8,
}

impl age::Identity for Passphrase<'_> {
    fn unwrap_stanza(
        &self,
        stanza: &age_core::format::Stanza,
    ) -> Option<Result<age_core::format::FileKey, DecryptError>> {
        let factor = match (stanza.tag.as_str(), stanza.args.as_slice()) {
            ("scrypt", [_, factor]) if is_decimal(factor) => factor.parse().unwrap_or(u8::MAX),
            ("scrypt", _) => return Some(Err(DecryptError::InvalidHeader)),
            _ => return None,
        };
        if factor > self.most {
            return Some(Err(DecryptError::ExcessiveWork { required: factor, target: self.most }));
        }
        let mut identity = age::scrypt::Identity::new(SecretString::from(self.secret.expose().to_owned()));
        identity.set_max_work_factor(self.most);
        identity.unwrap_stanza(stanza)
    }
}

fn is_decimal(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

impl<R> OpenReader<R> {
    /// Runs one step of age's reader and sorts its errors.
    fn step<T>(
        &mut self,
        work: impl FnOnce(&mut StreamReader<BufReader<Watched<R>>>) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.broken {
            return Err(undecipherable());
        }
        work(&mut self.inner).map_err(|error| {
            if self.watch.failed.swap(false, Ordering::Relaxed) {
                return error;
            }
            self.broken = true;
            undecipherable()
        })
    }
}

impl<R: Read> Read for OpenReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.step(|inner| inner.read(buffer))
    }
}

impl<R: Read + Seek> OpenReader<R> {
    /// Returns the length of the plaintext; authenticates the last chunk, so a file cut short is found here.
    ///
    /// # Errors
    /// A decryption failure, or the disk's error.
    pub fn plaintext_len(&mut self) -> io::Result<u64> {
        if let Some(length) = self.length {
            return Ok(length);
        }
        let (here, length) = self.step(|inner| {
            let here = inner.stream_position()?;
            let length = inner.seek(SeekFrom::End(0))?;
            Ok((here, length))
        })?;
        self.length = Some(length);
        self.step(|inner| inner.seek(SeekFrom::Start(here)))?;
        Ok(length)
    }
}

impl<R: Read + Seek> Seek for OpenReader<R> {
    /// Moves to a place in the plaintext; a place past the end becomes the end.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let length = self.plaintext_len()?;
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => length.checked_add_signed(by),
            SeekFrom::Current(by) => self.step(|inner| inner.stream_position())?.checked_add_signed(by),
        };
        let place = place.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?.min(length);
        self.step(|inner| inner.seek(SeekFrom::Start(place)))
    }
}

/// Seals bytes in memory.
///
/// # Errors
/// `Io` never in practice: it writes to memory.
pub fn seal_bytes(to: &Recipient, plain: &[u8]) -> Result<Vec<u8>, FormatError> {
    let mut writer = seal_to(to, Vec::with_capacity(plain.len() + 512))?;
    writer.write_all(plain)?;
    Ok(writer.finish()?)
}

/// Opens a small sealed file of at most `most` bytes of plaintext, which are wiped when dropped.
///
/// # Errors
/// `DoesNotOpen` when it does not open, is damaged, or is longer; `Io` when reading fails.
pub fn open_bytes(identity: &Identity, sealed: impl Read, most: usize) -> Result<Zeroizing<Vec<u8>>, FormatError> {
    read_all(open_with(identity, sealed)?, most)
}

/// Reads all of a small plaintext, at most `most` bytes.
pub(crate) fn read_all(input: impl Read, most: usize) -> Result<Zeroizing<Vec<u8>>, FormatError> {
    // Reserved once: a vector that grows leaves unwiped copies behind.
    let mut plain = Zeroizing::new(Vec::with_capacity(most + 1));
    input.take(most as u64 + 1).read_to_end(&mut plain)?;
    if plain.len() > most { Err(FormatError::DoesNotOpen) } else { Ok(plain) }
}

/// Names what is written through it: BLAKE3 of the bytes that the writer below took.
struct NamingWriter<W> {
    inner: W,
    hash: blake3::Hasher,
}

impl<W: Write> Write for NamingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.inner.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

/// Seals an object in one pass: SHA-256 of the plaintext, age, BLAKE3 of the ciphertext.
pub struct ObjectWriter<W: Write> {
    seal: SealWriter<NamingWriter<W>>,
    hash: Sha256,
    size: u64,
}

impl<W: Write> ObjectWriter<W> {
    /// Starts an object for one recipient.
    ///
    /// # Errors
    /// `Io` when the header cannot be written.
    pub fn new(to: &Recipient, out: W) -> Result<Self, FormatError> {
        let out = NamingWriter { inner: out, hash: blake3::Hasher::new() };
        Ok(Self { seal: seal_to(to, out)?, hash: Sha256::new(), size: 0 })
    }

    /// Ends the object and returns the writer below, what the plaintext was, and the object's name.
    ///
    /// # Errors
    /// Whatever the writer below gives.
    pub fn finish(self) -> io::Result<(W, FileFacts, ObjectName)> {
        let out = self.seal.finish()?;
        let facts = FileFacts { sha256: Sha256Digest(self.hash.finalize().into()), size: self.size };
        Ok((out.inner, facts, ObjectName(out.hash.finalize().into())))
    }
}

impl<W: Write> Write for ObjectWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.seal.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.size += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.seal.flush()
    }
}

/// Measures the plaintext that is read through it: SHA-256 and size.
pub struct HashingReader<R> {
    inner: R,
    hash: Sha256,
    size: u64,
}

impl<R> HashingReader<R> {
    /// Starts at nothing read.
    pub fn new(inner: R) -> Self {
        Self { inner, hash: Sha256::new(), size: 0 }
    }

    /// Returns the reader below; what is read or moved there is not measured.
    pub fn get_mut(&mut self) -> &mut R {
        &mut self.inner
    }

    /// Returns the facts of everything read so far.
    #[must_use]
    pub fn facts(&self) -> FileFacts {
        FileFacts { sha256: Sha256Digest(self.hash.clone().finalize().into()), size: self.size }
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hash.update(&buffer[..n]);
        self.size += n as u64;
        Ok(n)
    }
}

/// Names the ciphertext that is read through it: BLAKE3, as in the names of objects and inbox files.
pub struct NamingReader<R> {
    inner: R,
    hash: blake3::Hasher,
}

impl<R> NamingReader<R> {
    /// Starts at nothing read.
    pub fn new(inner: R) -> Self {
        Self { inner, hash: blake3::Hasher::new() }
    }

    /// Returns the name of everything read so far.
    #[must_use]
    pub fn name(&self) -> ObjectName {
        ObjectName(self.hash.finalize().into())
    }
}

impl<R: Read> NamingReader<R> {
    /// Reads what is left and returns the name of it all.
    ///
    /// # Errors
    /// Whatever the reader below gives.
    pub fn finish(mut self) -> io::Result<ObjectName> {
        io::copy(&mut self, &mut io::sink())?;
        Ok(self.name())
    }
}

impl<R: Read> Read for NamingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hash.update(&buffer[..n]);
        Ok(n)
    }
}
