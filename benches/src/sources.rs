//! Files that nothing can compress, the same on every machine.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Bytes that look random, from a seed.
pub struct Noise(u64);

impl Noise {
    /// Starts from a seed other than 0.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    fn word(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// Returns so many bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count + 8);
        while bytes.len() < count {
            bytes.extend_from_slice(&self.word().to_le_bytes());
        }
        bytes.truncate(count);
        bytes
    }
}

/// Writes a file of so many bytes.
///
/// # Errors
/// What the system says.
pub fn write_file(path: &Path, seed: u64, size: u64) -> io::Result<()> {
    let mut noise = Noise::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut file = fs::File::create(path)?;
    let mut left = size;
    while left > 0 {
        let now = left.min(1 << 20);
        file.write_all(&noise.bytes(usize::try_from(now).unwrap_or(1 << 20)))?;
        left -= now;
    }
    file.sync_all()
}

/// Writes a folder of small files and one large one; returns their paths.
///
/// # Errors
/// What the system says.
pub fn write_tree(folder: &Path, small: u64, small_size: u64, large_size: u64) -> io::Result<Vec<PathBuf>> {
    fs::create_dir_all(folder)?;
    let mut paths = Vec::new();
    for n in 0..small {
        let path = folder.join(format!("{n:06}.bin"));
        write_file(&path, n + 1, small_size)?;
        paths.push(path);
    }
    let large = folder.join("large.bin");
    write_file(&large, small + 1, large_size)?;
    paths.push(large);
    Ok(paths)
}
