//! Canonical JSON, read a second time: a scanner that follows the five rules of section 4 one character after another.

use casekeep_format::canonical;

/// The deepest nesting, and the largest integer.
const DEPTH: usize = 8;
const LARGEST: u64 = (1 << 53) - 1;

/// Checks that both readers accept the same texts, and that an accepted one is written back byte for byte.
///
/// # Panics
/// When that does not hold.
pub fn check(data: &[u8]) {
    let parsed = canonical::parse(data);
    assert_eq!(parsed.is_ok(), is_canonical(data), "the two readers differ");
    if let Ok(value) = parsed {
        assert_eq!(canonical::write(&value).ok().as_deref(), Some(data), "written back as other bytes");
    } else if let Ok(value) = serde_json::from_slice(data)
        && let Ok(text) = canonical::write(&value)
    {
        assert!(is_canonical(&text), "a text was written that is not canonical");
    }
}

/// Returns whether these bytes are a canonical text.
#[must_use]
pub fn is_canonical(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let mut scanner = Scanner { rest: text.as_bytes() };
    scanner.value(0).is_some() && scanner.rest.is_empty()
}

struct Scanner<'a> {
    rest: &'a [u8],
}

impl<'a> Scanner<'a> {
    fn next(&mut self) -> Option<u8> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }

    fn word(&mut self, word: &[u8]) -> Option<()> {
        self.rest = self.rest.strip_prefix(word)?;
        Some(())
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        match self.rest.first()? {
            b'n' => self.word(b"null"),
            b't' => self.word(b"true"),
            b'f' => self.word(b"false"),
            b'"' => self.string().map(|_| ()),
            b'[' if depth < DEPTH => self.list(b']', |scanner| scanner.value(depth + 1)),
            b'{' if depth < DEPTH => {
                let mut last: Option<&[u8]> = None;
                self.list(b'}', |scanner| {
                    let key = scanner.string()?;
                    let is_key = !key.is_empty() && key.iter().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'));
                    if !is_key || last.is_some_and(|last| last >= key) {
                        return None;
                    }
                    last = Some(key);
                    scanner.word(b":")?;
                    scanner.value(depth + 1)
                })
            }
            _ => self.number(),
        }
    }

    /// Reads what stands between two brackets, with commas between.
    fn list(&mut self, end: u8, mut one: impl FnMut(&mut Self) -> Option<()>) -> Option<()> {
        self.next()?;
        if self.rest.first() == Some(&end) {
            return self.word(&[end]);
        }
        loop {
            one(self)?;
            match self.next()? {
                b',' => {}
                other => return (other == end).then_some(()),
            }
        }
    }

    fn number(&mut self) -> Option<()> {
        let is_negative = self.word(b"-").is_some();
        let digits = self.rest.iter().take_while(|b| b.is_ascii_digit()).count();
        let (number, rest) = self.rest.split_at(digits);
        self.rest = rest;
        let number = std::str::from_utf8(number).ok()?;
        let value: u64 = number.parse().ok()?;
        let leads_with_zero = number.len() > 1 && number.starts_with('0');
        (!leads_with_zero && value <= LARGEST && !(is_negative && value == 0)).then_some(())
    }

    /// Reads a string and returns what stands between its quotation marks, as written.
    fn string(&mut self) -> Option<&'a [u8]> {
        self.word(b"\"")?;
        let text = self.rest;
        loop {
            match self.next()? {
                b'"' => return text.get(..text.len() - self.rest.len() - 1),
                b'\\' => self.escape()?,
                0..0x20 => return None,
                _ => {}
            }
        }
    }

    fn escape(&mut self) -> Option<()> {
        match self.next()? {
            b'"' | b'\\' | b'b' | b't' | b'n' | b'f' | b'r' => Some(()),
            b'u' => {
                self.word(b"00")?;
                let (high, low) = (self.next()?, self.next()?);
                let has_a_short_form = high == b'0' && matches!(low, b'8' | b'9' | b'a' | b'c' | b'd');
                let is_hex = matches!(low, b'0'..=b'9' | b'a'..=b'f');
                (matches!(high, b'0' | b'1') && is_hex && !has_a_short_form).then_some(())
            }
            _ => None,
        }
    }
}
