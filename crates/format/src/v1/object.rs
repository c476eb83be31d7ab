//! Objects and names: sealing, hashing and naming in one pass.

use crate::FormatError;
use crate::v1::envelope::{SealWriter, seal_to};
use crate::v1::keys::Recipient;
use casekeep_model::{FileFacts, ObjectName, Sha256Digest};
use sha2::{Digest, Sha256};
use std::io::{self, Read, Write};

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

/// Seals an object and names it: age, BLAKE3 of the ciphertext. What the plaintext was is measured by a [`FileHash`],
/// which another thread may do.
pub struct ObjectSealer<W: Write>(SealWriter<NamingWriter<W>>);

impl<W: Write> ObjectSealer<W> {
    /// Starts an object for one recipient.
    ///
    /// # Errors
    /// `Io` when the header cannot be written.
    pub fn new(to: &Recipient, out: W) -> Result<Self, FormatError> {
        let out = NamingWriter { inner: out, hash: blake3::Hasher::new() };
        Ok(Self(seal_to(to, out)?))
    }

    /// Ends the object and returns the writer below and the object's name.
    ///
    /// # Errors
    /// Whatever the writer below gives.
    pub fn finish(self) -> io::Result<(W, ObjectName)> {
        let out = self.0.finish()?;
        Ok((out.inner, ObjectName(out.hash.finalize().into())))
    }
}

impl<W: Write> Write for ObjectSealer<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Measures a plaintext: SHA-256 and size.
#[derive(Clone, Default)]
pub struct FileHash {
    hash: Sha256,
    size: u64,
}

impl FileHash {
    /// Starts at nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Goes on with more bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
    }

    /// Returns the facts of all bytes so far.
    #[must_use]
    pub fn facts(&self) -> FileFacts {
        FileFacts { sha256: Sha256Digest(self.hash.clone().finalize().into()), size: self.size }
    }
}

/// Seals an object in one pass: SHA-256 of the plaintext, age, BLAKE3 of the ciphertext.
pub struct ObjectWriter<W: Write> {
    seal: ObjectSealer<W>,
    hash: FileHash,
}

impl<W: Write> ObjectWriter<W> {
    /// Starts an object for one recipient.
    ///
    /// # Errors
    /// `Io` when the header cannot be written.
    pub fn new(to: &Recipient, out: W) -> Result<Self, FormatError> {
        Ok(Self { seal: ObjectSealer::new(to, out)?, hash: FileHash::new() })
    }

    /// Ends the object and returns the writer below, what the plaintext was, and the object's name.
    ///
    /// # Errors
    /// Whatever the writer below gives.
    pub fn finish(self) -> io::Result<(W, FileFacts, ObjectName)> {
        let (out, name) = self.seal.finish()?;
        Ok((out, self.hash.facts(), name))
    }
}

impl<W: Write> Write for ObjectWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.seal.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.seal.flush()
    }
}

/// Measures the plaintext that is read through it: SHA-256 and size.
pub struct HashingReader<R> {
    inner: R,
    hash: FileHash,
}

impl<R> HashingReader<R> {
    /// Starts at nothing read.
    pub fn new(inner: R) -> Self {
        Self { inner, hash: FileHash::new() }
    }

    /// Returns the reader below; what is read or moved there is not measured.
    pub fn get_mut(&mut self) -> &mut R {
        &mut self.inner
    }

    /// Returns the facts of everything read so far.
    #[must_use]
    pub fn facts(&self) -> FileFacts {
        self.hash.facts()
    }
}

impl<R: Read> Read for HashingReader<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.hash.update(&buffer[..n]);
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
