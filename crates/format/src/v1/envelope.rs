//! age envelopes as streams: seal and open in one pass with constant memory (64 KiB chunks).
//!
//! A file is opened with exactly one identity or one passphrase. An error of the disk below stays what it was; anything
//! that age refuses becomes an error for which [`is_decryption_failure`] is true, and the reader gives nothing more.

use crate::FormatError;
use crate::v1::further::{FurtherIdentities, FurtherRecipient};
use crate::v1::keys::{Identity, Recipient};
use crate::v1::payload::{
    self, CHUNK, FILE_KEY, NONCE, PayloadKey, PayloadReader, PayloadWriter, SEALED_CHUNK, Stopped,
};
use age::secrecy::{ExposeSecret, SecretString};
use age::{DecryptError, EncryptError};
use age_core::format::{FileKey, Stanza};
use casekeep_model::Secret;
use std::cell::RefCell;
use std::collections::HashSet;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::iter;
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
pub struct SealWriter<W: Write>(PayloadWriter<W>);

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

/// Starts an age file for a further key.
///
/// # Errors
/// `Io` when the header cannot be written.
pub(crate) fn seal_further<W: Write>(to: &FurtherRecipient, out: W) -> Result<SealWriter<W>, FormatError> {
    seal_for(to.as_age(), out)
}

fn seal_for<W: Write>(recipient: &dyn age::Recipient, mut out: W) -> Result<SealWriter<W>, FormatError> {
    let tapped = TappedRecipient { inner: recipient, key: Tap::default() };
    let encryptor = age::Encryptor::with_recipients(iter::once(&tapped as &dyn age::Recipient));
    let encryptor = encryptor.expect("one recipient of a native kind is always a valid set");
    let mut header = Vec::with_capacity(HEADER_BUFFER);
    // The age crate's own writer of the payload is left unused: it has written the header and the nonce.
    drop(encryptor.wrap_output(&mut header)?);
    let nonce = *header.last_chunk().expect("a header ends with its nonce");
    let key = tapped.key.take().expect("a header wraps its file key for its recipient");
    out.write_all(&header)?;
    Ok(SealWriter(PayloadWriter::new(PayloadKey::derive(&key, &nonce), out)))
}

/// The file key as it passes from the age crate to a recipient, or from an identity to the age crate.
#[derive(Default)]
struct Tap(RefCell<Option<Zeroizing<[u8; FILE_KEY]>>>);

impl Tap {
    fn keep(&self, key: &FileKey) {
        *self.0.borrow_mut() = Some(Zeroizing::new(*key.expose_secret()));
    }

    fn take(&self) -> Option<Zeroizing<[u8; FILE_KEY]>> {
        self.0.take()
    }
}

/// A recipient whose file key is kept, to seal the payload with.
struct TappedRecipient<'a> {
    inner: &'a dyn age::Recipient,
    key: Tap,
}

impl age::Recipient for TappedRecipient<'_> {
    fn wrap_file_key(&self, file_key: &FileKey) -> Result<(Vec<Stanza>, HashSet<String>), EncryptError> {
        self.key.keep(file_key);
        self.inner.wrap_file_key(file_key)
    }
}

/// An identity whose file key is kept, to open the payload with.
struct TappedIdentity<'a> {
    inner: &'a dyn age::Identity,
    key: Tap,
}

impl age::Identity for TappedIdentity<'_> {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        let unwrapped = self.inner.unwrap_stanza(stanza);
        if let Some(Ok(key)) = &unwrapped {
            self.key.keep(key);
        }
        unwrapped
    }
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

/// The header of an age file as it is read: bounded, its end kept, and errors noted that are not age's.
struct HeaderReader<'a, R> {
    inner: &'a mut BufReader<R>,
    /// Bytes that the header may still take.
    left: u64,
    /// The last bytes that were taken: at the end, the nonce.
    end: [u8; NONCE],
    failed: bool,
}

impl<R: Read> HeaderReader<'_, R> {
    fn new(inner: &mut BufReader<R>) -> HeaderReader<'_, R> {
        HeaderReader { inner, left: HEADER, end: [0; NONCE], failed: false }
    }

    fn taken(&self) -> u64 {
        HEADER - self.left
    }
}

impl<R: Read> BufRead for HeaderReader<'_, R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(undecipherable());
        }
        let room = usize::try_from(self.left).unwrap_or(usize::MAX);
        let failed = &mut self.failed;
        let noted = |error: &io::Error| *failed = error.kind() != io::ErrorKind::Interrupted;
        let bytes = self.inner.fill_buf().inspect_err(noted)?;
        Ok(&bytes[..room.min(bytes.len())])
    }

    fn consume(&mut self, taken: usize) {
        let last = self.inner.buffer().get(taken.saturating_sub(NONCE)..taken).unwrap_or_default();
        self.end.rotate_left(last.len());
        self.end[NONCE - last.len()..].copy_from_slice(last);
        self.left = self.left.saturating_sub(taken as u64);
        self.inner.consume(taken);
    }
}

impl<R: Read> Read for HeaderReader<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

/// Reads the plaintext of an age file; seeks when the reader below does.
///
/// Bytes are authenticated chunk by chunk before they are given; that the file is whole is known at its end.
pub struct OpenReader<R> {
    input: Counted<R>,
    payload: PayloadReader,
    /// Where the payload begins, in bytes from where the file does.
    begins: u64,
    broken: bool,
    length: Option<u64>,
}

/// The sealed bytes, and how many of them were taken since the file's first.
struct Counted<R> {
    inner: BufReader<R>,
    taken: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.taken += read as u64;
        Ok(read)
    }
}

impl<R: Seek> Counted<R> {
    /// Moves to a place counted from the file's first byte.
    fn go_to(&mut self, place: u64) -> io::Result<()> {
        let by = i64::try_from(i128::from(place) - i128::from(self.taken)).map_err(io::Error::other)?;
        self.inner.seek_relative(by)?;
        self.taken = place;
        Ok(())
    }

    /// Moves to the end; returns the number of bytes from the file's first.
    fn go_to_end(&mut self) -> io::Result<u64> {
        let here = self.inner.stream_position()?;
        let end = self.inner.seek(SeekFrom::End(0))?;
        self.taken = (self.taken + end).saturating_sub(here);
        Ok(self.taken)
    }
}

/// Opens an age file with this identity alone.
///
/// # Errors
/// `DoesNotOpen` when it is sealed to another key or its header is damaged; `Io` when reading fails.
pub fn open_with<R: Read>(identity: &Identity, input: R) -> Result<OpenReader<R>, FormatError> {
    open_for(identity.as_age(), input)
}

/// Opens an age file with whichever of these identities it is sealed to.
///
/// # Errors
/// As [`open_with`].
pub fn open_with_any<R: Read>(identities: &[&Identity], input: R) -> Result<OpenReader<R>, FormatError> {
    open_for(&AnyOf(identities), input)
}

/// Identities of which one opens a file.
struct AnyOf<'a>(&'a [&'a Identity]);

impl age::Identity for AnyOf<'_> {
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
        self.0.iter().find_map(|identity| identity.as_age().unwrap_stanza(stanza))
    }
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

/// Opens an age file with whichever of these private keys it is sealed to.
///
/// # Errors
/// `DoesNotOpen` when it is sealed to none of them or its header is damaged; `Io` when reading fails.
pub(crate) fn open_further<R: Read>(with: &FurtherIdentities, input: R) -> Result<OpenReader<R>, FormatError> {
    open_for(with, input)
}

fn open_for<R: Read>(identity: &dyn age::Identity, input: R) -> Result<OpenReader<R>, FormatError> {
    let mut inner = BufReader::with_capacity(HEADER_BUFFER, input);
    let mut header = HeaderReader::new(&mut inner);
    let tapped = TappedIdentity { inner: identity, key: Tap::default() };
    let opened = age::Decryptor::new_buffered(&mut header)
        .and_then(|decryptor| decryptor.decrypt(iter::once(&tapped as &dyn age::Identity)).map(drop));
    let (begins, nonce, failed) = (header.taken(), header.end, header.failed);
    opened.map_err(|error| refusal(error, failed))?;
    let key = tapped.key.take().ok_or(FormatError::DoesNotOpen)?;
    let payload = PayloadReader::new(PayloadKey::derive(&key, &nonce));
    Ok(OpenReader { input: Counted { inner, taken: begins }, payload, begins, broken: false, length: None })
}

fn refusal(error: DecryptError, failed: bool) -> FormatError {
    match error {
        DecryptError::Io(error) if failed => FormatError::Io(error),
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
    fn unwrap_stanza(&self, stanza: &Stanza) -> Option<Result<FileKey, DecryptError>> {
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
    /// Runs one step of the payload's reader and sorts its errors.
    fn step<T>(
        &mut self,
        work: impl FnOnce(&mut PayloadReader, &mut Counted<R>) -> Result<T, Stopped>,
    ) -> io::Result<T> {
        if self.broken {
            return Err(undecipherable());
        }
        work(&mut self.payload, &mut self.input).map_err(|stopped| match stopped {
            Stopped::Below(error) => error,
            Stopped::Forged => {
                self.broken = true;
                undecipherable()
            }
        })
    }
}

impl<R: Read> Read for OpenReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.step(|payload, input| payload.read(input, buffer))
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
        let (here, begins) = (self.payload.place(), self.begins);
        let length = self.step(|payload, input| {
            let sealed = input.go_to_end().map_err(Stopped::Below)?.saturating_sub(begins);
            let (chunks, length) = payload::measure(sealed).ok_or(Stopped::Forged)?;
            move_to(payload, input, begins, chunks - 1)?;
            Ok(length)
        })?;
        self.move_to_byte(here, length)?;
        self.length = Some(length);
        Ok(length)
    }

    fn move_to_byte(&mut self, place: u64, length: u64) -> io::Result<()> {
        let begins = self.begins;
        self.step(|payload, input| {
            // The end of a file whose last chunk is full lies in that chunk.
            let last = length.saturating_sub(1) / CHUNK as u64;
            let number = (place / CHUNK as u64).min(last);
            move_to(payload, input, begins, number)?;
            payload.pass(usize::try_from(place - number * CHUNK as u64).unwrap_or(CHUNK));
            Ok(())
        })
    }
}

/// Opens one chunk of a payload that begins at a place of the input.
fn move_to<R: Read + Seek>(
    payload: &mut PayloadReader,
    input: &mut Counted<R>,
    begins: u64,
    number: u64,
) -> Result<(), Stopped> {
    input.go_to(begins + number * SEALED_CHUNK as u64).map_err(Stopped::Below)?;
    payload.go_to(number);
    payload.next_chunk(input)
}

impl<R: Read + Seek> Seek for OpenReader<R> {
    /// Moves to a place in the plaintext; a place past the end becomes the end.
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let length = self.plaintext_len()?;
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::End(by) => length.checked_add_signed(by),
            SeekFrom::Current(by) => self.payload.place().checked_add_signed(by),
        };
        let place = place.ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?.min(length);
        self.move_to_byte(place, length)?;
        Ok(place)
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
