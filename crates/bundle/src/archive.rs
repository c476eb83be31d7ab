//! The archive inside a bundle: a tar file written one way only, and read without trusting anything in it.
//!
//! Written: regular files alone, `ustar` headers, a PAX header only for files of 8 GiB and more, mode 0644, no owner,
//! one time for all. Read: every header's checksum, exactly one form of each number, padding and end of zeros only.
//! What an entry may be called is the check's affair, not this module's.

use std::io::{self, Read, Write};
use tar::{EntryType, Header};

const BLOCK: usize = 512;
/// The first size that a ustar header cannot hold.
const USTAR_LIMIT: u64 = 1 << 33;
/// The longest PAX header that is read.
const PAX_LIMIT: u64 = 64 << 10;

/// Writes an archive whose bytes depend on nothing but what is added, in order.
pub struct ArchiveWriter<W> {
    out: W,
    mtime: u64,
}

impl<W: Write> ArchiveWriter<W> {
    /// Starts an archive; `mtime` in seconds since 1970 stands in every entry.
    pub fn new(out: W, mtime: u64) -> Self {
        Self { out, mtime }
    }

    /// Adds a file that is in memory.
    ///
    /// # Errors
    /// When writing fails.
    pub fn add(&mut self, path: &str, bytes: &[u8]) -> io::Result<()> {
        self.begin(path, bytes.len() as u64)?;
        self.out.write_all(bytes)?;
        self.end(bytes.len() as u64)
    }

    /// Writes the header of a file; exactly `size` bytes through [`Self::data`] and then [`Self::end`] must follow.
    ///
    /// # Errors
    /// When writing fails, or the path does not fit a header.
    pub fn begin(&mut self, path: &str, size: u64) -> io::Result<()> {
        if size >= USTAR_LIMIT {
            let record = pax_record("size", &size.to_string());
            self.header(&format!("{path}.pax"), record.len() as u64, EntryType::XHeader)?;
            self.out.write_all(record.as_bytes())?;
            self.end(record.len() as u64)?;
        }
        self.header(path, if size >= USTAR_LIMIT { 0 } else { size }, EntryType::Regular)
    }

    fn header(&mut self, path: &str, size: u64, kind: EntryType) -> io::Result<()> {
        let mut header = Header::new_ustar();
        header.set_path(path)?;
        header.set_size(size);
        header.set_entry_type(kind);
        header.set_mode(0o644);
        header.set_uid(0);
        header.set_gid(0);
        header.set_mtime(self.mtime);
        header.set_cksum();
        self.out.write_all(header.as_bytes())
    }

    /// Writes bytes of the file that was begun.
    ///
    /// # Errors
    /// When writing fails.
    pub fn data(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.out.write_all(bytes)
    }

    /// Ends a file of `size` bytes.
    ///
    /// # Errors
    /// When writing fails.
    pub fn end(&mut self, size: u64) -> io::Result<()> {
        self.out.write_all(&[0; BLOCK][..padding(size)])
    }

    /// Ends the archive and returns what it was written to.
    ///
    /// # Errors
    /// When writing fails.
    pub fn finish(mut self) -> io::Result<W> {
        self.out.write_all(&[0; 2 * BLOCK])?;
        Ok(self.out)
    }
}

fn padding(size: u64) -> usize {
    (BLOCK - (size % BLOCK as u64) as usize) % BLOCK
}

/// One PAX record: its own length in digits, a space, `key=value`, a line end.
fn pax_record(key: &str, value: &str) -> String {
    let rest = key.len() + value.len() + 3;
    let mut length = rest + 1;
    while length != rest + length.to_string().len() {
        length = rest + length.to_string().len();
    }
    format!("{length} {key}={value}\n")
}

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, device or anything else that a bundle may not have.
    Other,
}

/// One entry's header.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path, as written.
    pub path: String,
    /// What it is.
    pub kind: Kind,
    /// Its length in bytes.
    pub size: u64,
}

/// Why an archive cannot be read on.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ArchiveError {
    /// Reading failed, or the sealed bytes did not open.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// It ends before its end.
    #[error("the archive ends too early")]
    Cut,
    /// A header is damaged or of another form.
    #[error("{0}")]
    Header(&'static str),
    /// There are bytes that belong to no file.
    #[error("the archive has bytes that belong to no file")]
    Stray,
}

/// Reads an archive from front to back.
pub struct ArchiveReader<R> {
    input: R,
    left: u64,
    padding: usize,
}

impl<R: Read> ArchiveReader<R> {
    /// Starts reading.
    pub fn new(input: R) -> Self {
        Self { input, left: 0, padding: 0 }
    }

    /// Skips what is left of the current entry and returns the next; `None` at a proper end.
    ///
    /// # Errors
    /// [`ArchiveError`]; nothing can be read after one.
    pub fn next_entry(&mut self) -> Result<Option<Entry>, ArchiveError> {
        self.skip()?;
        let mut pax = Pax::default();
        loop {
            let block = self.block()?;
            if block.iter().all(|b| *b == 0) {
                return if pax == Pax::default() { self.check_end().map(|()| None) } else { Err(ArchiveError::Cut) };
            }
            let header = Header::from_byte_slice(&block);
            check_sum(header)?;
            let size = number(&header.as_old().size)?;
            if header.entry_type() == EntryType::XHeader {
                pax = self.pax(size)?;
                continue;
            }
            let path = match pax.path.take() {
                Some(path) => path,
                None => text(&header.path_bytes())?,
            };
            let kind = match header.entry_type() {
                EntryType::Regular => Kind::File,
                EntryType::Directory => Kind::Folder,
                EntryType::XGlobalHeader | EntryType::GNULongName | EntryType::GNULongLink | EntryType::GNUSparse => {
                    return Err(ArchiveError::Header("the archive uses an extension that a bundle may not use"));
                }
                _ => Kind::Other,
            };
            let size = if kind == Kind::File { pax.size.unwrap_or(size) } else { 0 };
            (self.left, self.padding) = (size, padding(size));
            return Ok(Some(Entry { path, kind, size }));
        }
    }

    /// Reads bytes of the current entry; 0 at its end.
    ///
    /// # Errors
    /// [`ArchiveError::Cut`] when the archive ends first.
    pub fn data(&mut self, buffer: &mut [u8]) -> Result<usize, ArchiveError> {
        let most = usize::try_from(self.left).unwrap_or(usize::MAX).min(buffer.len());
        if most == 0 {
            return Ok(0);
        }
        let slot = buffer.get_mut(..most).expect("most is at most the buffer's length");
        let got = self.input.read(slot)?;
        self.left -= got as u64;
        if got == 0 { Err(ArchiveError::Cut) } else { Ok(got) }
    }

    fn skip(&mut self) -> Result<(), ArchiveError> {
        let mut sink = vec![0; if self.left > 0 { 64 << 10 } else { 0 }];
        while self.data(&mut sink)? > 0 {}
        let mut pad = [0; BLOCK];
        let pad = pad.get_mut(..self.padding).expect("padding is below one block");
        self.fill(pad)?;
        self.padding = 0;
        if pad.iter().any(|b| *b != 0) { Err(ArchiveError::Stray) } else { Ok(()) }
    }

    fn block(&mut self) -> Result<[u8; BLOCK], ArchiveError> {
        let mut block = [0; BLOCK];
        self.fill(&mut block)?;
        Ok(block)
    }

    fn fill(&mut self, buffer: &mut [u8]) -> Result<(), ArchiveError> {
        let mut filled = 0;
        while let Some(rest) = buffer.get_mut(filled..).filter(|rest| !rest.is_empty()) {
            match self.input.read(rest) {
                Ok(0) => return Err(ArchiveError::Cut),
                Ok(got) => filled += got,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }

    /// A second zero block, then nothing but zeros to the end of the file.
    fn check_end(&mut self) -> Result<(), ArchiveError> {
        if self.block()?.iter().any(|b| *b != 0) {
            return Err(ArchiveError::Stray);
        }
        let mut rest = [0; BLOCK];
        loop {
            match self.input.read(&mut rest)? {
                0 => return Ok(()),
                got if rest.iter().take(got).any(|b| *b != 0) => return Err(ArchiveError::Stray),
                _ => {}
            }
        }
    }

    fn pax(&mut self, size: u64) -> Result<Pax, ArchiveError> {
        if size > PAX_LIMIT {
            return Err(ArchiveError::Header("an extended header in the archive is too long"));
        }
        let mut bytes = vec![0; size as usize];
        self.fill(&mut bytes)?;
        (self.left, self.padding) = (0, padding(size));
        self.skip()?;
        Pax::parse(&bytes)
            .ok_or(ArchiveError::Header("an extended header in the archive is damaged or of a kind not allowed"))
    }
}

/// What a PAX header may change.
#[derive(Debug, Default, PartialEq, Eq)]
struct Pax {
    path: Option<String>,
    size: Option<u64>,
    seen: bool,
}

impl Pax {
    fn parse(mut bytes: &[u8]) -> Option<Self> {
        let mut pax = Self { seen: true, ..Self::default() };
        while !bytes.is_empty() {
            let space = bytes.iter().position(|b| *b == b' ')?;
            let length: usize = std::str::from_utf8(bytes.get(..space)?).ok()?.parse().ok()?;
            let record = std::str::from_utf8(bytes.get(space + 1..length)?).ok()?.strip_suffix('\n')?;
            let (key, value) = record.split_once('=')?;
            match key {
                "path" if pax.path.is_none() => pax.path = Some(value.to_owned()),
                "size" if pax.size.is_none() => pax.size = Some(value.parse().ok()?),
                "mtime" | "atime" | "ctime" | "uid" | "gid" | "uname" | "gname" | "comment" => {}
                _ => return None,
            }
            bytes = bytes.get(length..)?;
        }
        Some(pax)
    }
}

fn text(bytes: &[u8]) -> Result<String, ArchiveError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ArchiveError::Header("a name in the archive is not text"))?;
    Ok(text.to_owned())
}

/// Octal digits ended by NUL or space, or nothing.
fn number(field: &[u8]) -> Result<u64, ArchiveError> {
    let bad = ArchiveError::Header("a number in the archive has another form");
    let digits: Vec<u8> = field.iter().copied().take_while(|b| (b'0'..=b'7').contains(b)).collect();
    let rest_is_end = field.iter().skip(digits.len()).all(|b| matches!(b, 0 | b' '));
    match std::str::from_utf8(&digits) {
        Ok(text) if rest_is_end && !text.is_empty() => u64::from_str_radix(text, 8).map_err(|_| bad),
        _ => Err(bad),
    }
}

/// The checksum must stand in one of the two forms that tar programs write.
fn check_sum(header: &Header) -> Result<(), ArchiveError> {
    let field = header.as_old().cksum;
    let sum: u32 = header.as_bytes().iter().map(|b| u32::from(*b)).sum::<u32>()
        - field.iter().map(|b| u32::from(*b)).sum::<u32>()
        + 8 * u32::from(b' ');
    let forms = [format!("{sum:06o}\0 "), format!("{sum:07o}\0")];
    if forms.iter().any(|form| form.as_bytes() == field.as_slice()) {
        Ok(())
    } else {
        Err(ArchiveError::Header("a header in the archive is damaged"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_all(bytes: &[u8]) -> Result<Vec<(Entry, Vec<u8>)>, ArchiveError> {
        let mut reader = ArchiveReader::new(bytes);
        let mut entries = Vec::new();
        while let Some(entry) = reader.next_entry()? {
            let mut data = Vec::new();
            let mut buffer = [0; 100];
            loop {
                match reader.data(&mut buffer)? {
                    0 => break,
                    got => data.extend_from_slice(&buffer[..got]),
                }
            }
            entries.push((entry, data));
        }
        Ok(entries)
    }

    fn sample() -> Vec<u8> {
        let mut writer = ArchiveWriter::new(Vec::new(), 7);
        writer.add("a/one.txt", b"one").expect("written");
        writer.add("a/empty", b"").expect("written");
        writer.add("a/block", &[9; 512]).expect("written");
        writer.finish().expect("written")
    }

    #[test]
    fn what_is_written_is_read() {
        let entries = read_all(&sample()).expect("read");
        let got: Vec<_> = entries.iter().map(|(e, d)| (e.path.as_str(), e.kind, e.size, d.len())).collect();
        assert_eq!(
            got,
            [("a/one.txt", Kind::File, 3, 3), ("a/empty", Kind::File, 0, 0), ("a/block", Kind::File, 512, 512)]
        );
    }

    #[test]
    fn every_flipped_byte_and_every_cut_outside_the_data_is_found() {
        let good = sample();
        let expected = read_all(&good).expect("read");
        for at in 0..good.len() {
            for bit in 0..8 {
                let mut bad = good.clone();
                bad[at] ^= 1 << bit;
                assert!(read_all(&bad).ok() != Some(expected.clone()), "byte {at} bit {bit}");
            }
        }
        for end in 0..good.len() {
            assert!(read_all(&good[..end]).is_err(), "cut at {end}");
        }
    }

    #[test]
    fn a_file_of_eight_gibibytes_gets_a_pax_size() {
        let mut writer = ArchiveWriter::new(Vec::new(), 7);
        writer.begin("a/huge", USTAR_LIMIT + 5).expect("written");
        let bytes = writer.out;
        let entry = ArchiveReader::new(bytes.as_slice()).next_entry().expect("read").expect("an entry");
        assert_eq!((entry.path.as_str(), entry.size), ("a/huge", USTAR_LIMIT + 5));
        let stock = tar::Archive::new(bytes.as_slice())
            .entries()
            .expect("read")
            .next()
            .expect("an entry")
            .expect("good")
            .size();
        assert_eq!(stock, USTAR_LIMIT + 5);
    }

    #[test]
    fn pax_headers_may_only_say_harmless_things() {
        assert_eq!(pax_record("size", "8589934592"), "19 size=8589934592\n");
        assert!(Pax::parse(b"19 size=8589934592\n").is_some());
        for bad in ["12 linkpath=\n", "20 GNU.sparse.map=1\n", "5 a=b", "99 size=1\n", "x", "10 size=1\n10 size=2\n"] {
            assert!(Pax::parse(bad.as_bytes()).is_none(), "{bad}");
        }
    }
}
