//! The bits of a JPEG's scan and the codes that they are written in (ITU-T T.81, annexes C and F).

/// How many bits a code's quick look takes.
const QUICK: u32 = 10;

/// A table of codes.
pub(crate) struct Huffman {
    /// For each beginning of a code: its length and value, or 0 for a longer one.
    quick: [u16; 1 << QUICK],
    /// For each length: the code after its last, shifted to 16 bits, and where its values are, less its first code.
    ends: [(u32, i32); 17],
    values: Vec<u8>,
}

impl Huffman {
    /// Reads a table: how many codes there are of each length, and what they stand for.
    pub(crate) fn new(counts: &[u8], values: &[u8]) -> Option<Self> {
        let mut table = Self { quick: [0; 1 << QUICK], ends: [(0, 0); 17], values: values.to_vec() };
        let (mut code, mut next) = (0_u32, 0_usize);
        for (length, count) in (1_u32..).zip(counts) {
            *table.ends.get_mut(length as usize)? = (0, next as i32 - code as i32);
            for _ in 0..*count {
                if code >= 1 << length {
                    return None;
                }
                if length <= QUICK {
                    let from = (code << (QUICK - length)) as usize;
                    let entry = (length as u16) << 8 | u16::from(*values.get(next)?);
                    table.quick.get_mut(from..from + (1 << (QUICK - length)))?.fill(entry);
                }
                code += 1;
                next += 1;
            }
            table.ends.get_mut(length as usize)?.0 = code << (16 - length);
            code <<= 1;
        }
        Some(table)
    }

    /// Returns what the next code stands for.
    #[inline]
    pub(crate) fn read(&self, bits: &mut Bits<'_>) -> Option<u8> {
        let ahead = bits.peek(16);
        let entry = *self.quick.get((ahead >> (16 - QUICK)) as usize)?;
        if entry != 0 {
            bits.skip(u32::from(entry >> 8));
            return Some(entry as u8);
        }
        for length in QUICK + 1..=16 {
            let (end, offset) = *self.ends.get(length as usize)?;
            if ahead < end {
                bits.skip(length);
                let at = (ahead >> (16 - length)) as i32 + offset;
                return self.values.get(usize::try_from(at).ok()?).copied();
            }
        }
        None
    }
}

/// The bits of a scan, up to the next marker; beyond it come zeros, which are counted.
pub(crate) struct Bits<'a> {
    pub(crate) bytes: &'a [u8],
    at: usize,
    held: u64,
    count: u32,
    made_up: u32,
}

impl<'a> Bits<'a> {
    pub(crate) fn new(bytes: &'a [u8], at: usize) -> Self {
        Self { bytes, at, held: 0, count: 0, made_up: 0 }
    }

    fn fill(&mut self) {
        while self.count <= 48 {
            let byte = match (self.bytes.get(self.at), self.bytes.get(self.at + 1)) {
                (Some(0xff), Some(0)) => {
                    self.at += 2;
                    0xff
                }
                (Some(0xff) | None, _) => {
                    self.made_up += 8;
                    0
                }
                (Some(byte), _) => {
                    self.at += 1;
                    *byte
                }
            };
            self.held = self.held << 8 | u64::from(byte);
            self.count += 8;
        }
    }

    /// Returns the next bits without taking them; at most 16.
    #[inline]
    pub(crate) fn peek(&mut self, bits: u32) -> u32 {
        if self.count < 32 {
            self.fill();
        }
        (self.held >> (self.count - bits)) as u32 & ((1 << bits) - 1)
    }

    /// Takes bits that were looked at.
    #[inline]
    pub(crate) fn skip(&mut self, bits: u32) {
        self.count -= bits;
    }

    /// Returns a difference of that many bits (T.81, F.2.2.1).
    #[inline]
    pub(crate) fn difference(&mut self, bits: u32) -> i32 {
        if bits == 0 {
            return 0;
        }
        let value = self.peek(bits) as i32;
        self.skip(bits);
        if value < 1 << (bits - 1) { value - (1 << bits) + 1 } else { value }
    }

    /// Returns true when bits were taken that are not in the file.
    pub(crate) fn is_beyond(&self) -> bool {
        self.count < self.made_up
    }

    /// Returns where the marker begins that comes after what was taken; `None` when there is more before it.
    pub(crate) fn end(&self) -> Option<usize> {
        let unread = self.count.checked_sub(self.made_up)?;
        (unread < 8 && *self.bytes.get(self.at)? == 0xff && *self.bytes.get(self.at + 1)? != 0).then_some(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_every_length_are_read() {
        // One code of each length from 1 to 16: 0, 10, 110 and so on.
        let table = Huffman::new(&[1; 16], &(1..=16).collect::<Vec<_>>()).expect("a table");
        for length in 1..=16_u8 {
            let code = (((1_u32 << (length - 1)) - 1) << 1) << (16 - length);
            let bytes: Vec<u8> = (code as u16)
                .to_be_bytes()
                .iter()
                .flat_map(|byte| if *byte == 255 { vec![255, 0] } else { vec![*byte] })
                .collect();
            assert_eq!(table.read(&mut Bits::new(&bytes, 0)), Some(length));
        }
        assert_eq!(table.read(&mut Bits::new(&[255, 0, 255, 0], 0)), None, "no code is all ones");
    }

    #[test]
    fn tables_that_have_no_room_for_their_codes_are_refused() {
        let mut counts = [0; 16];
        counts[0] = 3;
        assert!(Huffman::new(&counts, &[1, 2, 3]).is_none());
        assert!(Huffman::new(&[1; 16], &[1, 2]).is_none());
    }

    #[test]
    fn differences_have_their_sign_and_the_end_is_known() {
        let mut bits = Bits::new(&[0b1010_1011, 0xff, 0x00, 0xff, 0xd9], 0);
        assert_eq!([bits.difference(0), bits.difference(3), bits.difference(2)], [0, 5, -2]);
        assert_eq!(bits.end(), None, "eleven bits are left");
        bits.peek(11);
        bits.skip(11);
        assert_eq!((bits.end(), bits.is_beyond()), (Some(3), false));
        bits.peek(1);
        bits.skip(1);
        assert!(bits.is_beyond());
    }
}
