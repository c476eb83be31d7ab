//! The tags of an XML file, one after the other, with what their attributes say; a value that is too long is counted and
//! not kept, so that a picture of 500 MB in an attribute costs no memory.

use std::io::{self, BufRead};

/// The longest name of a tag or an attribute.
const NAME: usize = 64;
/// The most attributes of one tag that are kept.
const ATTRIBUTES: usize = 64;

/// One attribute.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub name: String,
    /// As it stands in the file, entities not resolved.
    pub value: Vec<u8>,
    /// How many bytes it has there.
    pub length: u64,
}

/// One tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag {
    /// Where it begins.
    pub at: u64,
    pub name: String,
    /// `</name>`
    pub closes: bool,
    /// `<name/>`
    pub empty: bool,
    pub attributes: Vec<Attribute>,
    /// Whether the file ended before it did.
    pub cut: bool,
}

impl Tag {
    /// Returns an attribute.
    pub fn get(&self, name: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.name == name)
    }
}

/// Reads tags one after the other.
pub(crate) struct Tags<'a, R> {
    input: &'a mut R,
    pub at: u64,
    /// The text before the tag that was read last, entities not resolved.
    pub text: Vec<u8>,
    /// The most that is kept of one value, and of one text.
    most: usize,
}

impl<'a, R: BufRead> Tags<'a, R> {
    /// Begins at the beginning of the input.
    pub fn new(input: &'a mut R, most: usize) -> Self {
        Self { input, at: 0, text: Vec::new(), most }
    }

    /// Returns the next tag; `None` at the end. Comments and declarations are passed over.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub fn next_tag(&mut self) -> io::Result<Option<Tag>> {
        self.text.clear();
        loop {
            if !self.text_to_tag()? {
                return Ok(None);
            }
            let at = self.at - 1;
            match self.peek()? {
                Some(b'!') => self.skip_declaration()?,
                Some(b'?') => drop(self.skip_to(b'>')?),
                _ => return self.tag(at).map(Some),
            }
        }
    }

    /// Goes behind the next `<` and keeps the text before it; false at the end.
    fn text_to_tag(&mut self) -> io::Result<bool> {
        loop {
            let piece = self.input.fill_buf()?;
            if piece.is_empty() {
                return Ok(false);
            }
            let end = piece.iter().position(|byte| *byte == b'<');
            let taken = end.unwrap_or(piece.len());
            let kept = taken.min(self.most.saturating_sub(self.text.len()));
            self.text.extend_from_slice(piece.get(..kept).unwrap_or_default());
            let taken = taken + usize::from(end.is_some());
            self.input.consume(taken);
            self.at += taken as u64;
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    fn tag(&mut self, at: u64) -> io::Result<Tag> {
        let mut tag = Tag { at, name: String::new(), closes: false, empty: false, attributes: Vec::new(), cut: false };
        if self.peek()? == Some(b'/') {
            tag.closes = true;
            self.take()?;
        }
        tag.name = self.name()?;
        loop {
            match self.peek()? {
                None => {
                    tag.cut = true;
                    return Ok(tag);
                }
                Some(b'>') => {
                    self.take()?;
                    return Ok(tag);
                }
                Some(b'/') => {
                    self.take()?;
                    tag.empty = self.peek()? == Some(b'>');
                }
                Some(byte) if is_in_name(byte) => {
                    let attribute = self.attribute(&mut tag.cut)?;
                    if tag.attributes.len() < ATTRIBUTES {
                        tag.attributes.push(attribute);
                    }
                }
                Some(_) => drop(self.take()?),
            }
        }
    }

    fn attribute(&mut self, cut: &mut bool) -> io::Result<Attribute> {
        let name = self.name()?;
        let mut attribute = Attribute { name, value: Vec::new(), length: 0 };
        while self.peek()?.is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.take()?;
        }
        if self.peek()? != Some(b'=') {
            return Ok(attribute);
        }
        self.take()?;
        while self.peek()?.is_some_and(|byte| byte.is_ascii_whitespace()) {
            self.take()?;
        }
        let Some(quote) = self.peek()?.filter(|byte| matches!(byte, b'"' | b'\'')) else { return Ok(attribute) };
        self.take()?;
        loop {
            let piece = self.input.fill_buf()?;
            if piece.is_empty() {
                *cut = true;
                return Ok(attribute);
            }
            let end = piece.iter().position(|byte| *byte == quote);
            let taken = end.unwrap_or(piece.len());
            let kept = taken.min(self.most.saturating_sub(attribute.value.len()));
            attribute.value.extend_from_slice(piece.get(..kept).unwrap_or_default());
            attribute.length += taken as u64;
            let with_quote = taken + usize::from(end.is_some());
            self.input.consume(with_quote);
            self.at += with_quote as u64;
            if end.is_some() {
                return Ok(attribute);
            }
        }
    }

    /// Passes over `<!-- -->`, `<![CDATA[ ]]>` or `<!DOCTYPE …>`.
    fn skip_declaration(&mut self) -> io::Result<()> {
        let mut head = Vec::new();
        while head.len() < 8 && self.peek()?.is_some_and(|byte| byte != b'>') {
            head.extend(self.take()?);
            if head.as_slice() == b"!--" {
                return self.skip_past(b"-->");
            }
            if head.as_slice() == b"![CDATA[" {
                return self.skip_past(b"]]>");
            }
        }
        self.skip_to(b'>').map(drop)
    }

    fn skip_past(&mut self, end: &[u8; 3]) -> io::Result<()> {
        let mut last = [0; 3];
        while let Some(byte) = self.take()? {
            last = [last[1], last[2], byte];
            if last == *end {
                break;
            }
        }
        Ok(())
    }

    /// Goes behind the next such byte; false at the end.
    fn skip_to(&mut self, wanted: u8) -> io::Result<bool> {
        loop {
            let piece = self.input.fill_buf()?;
            if piece.is_empty() {
                return Ok(false);
            }
            let end = piece.iter().position(|byte| *byte == wanted);
            let taken = end.map_or(piece.len(), |end| end + 1);
            self.input.consume(taken);
            self.at += taken as u64;
            if end.is_some() {
                return Ok(true);
            }
        }
    }

    fn name(&mut self) -> io::Result<String> {
        let mut name = String::new();
        while let Some(byte) = self.peek()?.filter(|byte| is_in_name(*byte)) {
            self.take()?;
            if name.len() < NAME {
                name.push(char::from(byte));
            }
        }
        Ok(name)
    }

    fn peek(&mut self) -> io::Result<Option<u8>> {
        Ok(self.input.fill_buf()?.first().copied())
    }

    fn take(&mut self) -> io::Result<Option<u8>> {
        let byte = self.peek()?;
        if byte.is_some() {
            self.input.consume(1);
            self.at += 1;
        }
        Ok(byte)
    }
}

fn is_in_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b':' | b'.')
}

/// Returns a value with its entities resolved. A letter that was written as two halves, as phones write emoji, is put
/// together; a half alone becomes U+FFFD.
pub(crate) fn resolve(value: &[u8]) -> (String, bool) {
    let text = String::from_utf8_lossy(value);
    let mut whole = !text.contains('\u{fffd}');
    let mut out = String::with_capacity(text.len());
    let mut high: Option<u32> = None;
    let mut rest = text.as_ref();
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        if !before.is_empty() && high.take().is_some() {
            (out, whole) = (out + "\u{fffd}", false);
        }
        out.push_str(before);
        let Some((code, after)) = entity(from) else {
            if high.take().is_some() {
                (out, whole) = (out + "\u{fffd}", false);
            }
            out.push('&');
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        rest = after;
        match (high.take(), code) {
            (Some(half), 0xdc00..=0xdfff) => {
                let whole_code = 0x10000 + ((half - 0xd800) << 10) + (code - 0xdc00);
                out.push(char::from_u32(whole_code).unwrap_or('\u{fffd}'));
                continue;
            }
            (Some(_), _) => (out, whole) = (out + "\u{fffd}", false),
            (None, _) => {}
        }
        match code {
            0xd800..=0xdbff => high = Some(code),
            _ => match char::from_u32(code) {
                Some(letter) => out.push(letter),
                None => (out, whole) = (out + "\u{fffd}", false),
            },
        }
    }
    if high.is_some() {
        (out, whole) = (out + "\u{fffd}", false);
    }
    out.push_str(rest);
    (out, whole)
}

/// Reads an entity at the beginning of a text; returns its code and what follows.
fn entity(text: &str) -> Option<(u32, &str)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let (name, after) = (text.get(1..end)?, text.get(end + 1..)?);
    let code = match name {
        "amp" => u32::from('&'),
        "lt" => u32::from('<'),
        "gt" => u32::from('>'),
        "quot" => u32::from('"'),
        "apos" => u32::from('\''),
        "nbsp" => 0xa0,
        _ => match name.strip_prefix("#x").or_else(|| name.strip_prefix("#X")) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => name.strip_prefix('#')?.parse().ok()?,
        },
    };
    Some((code, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_resolved_and_halves_put_together() {
        for (text, expected, whole) in [
            ("a &amp; b &lt;&#39;&#x27;&gt;", "a & b <''>", true),
            ("&#55357;&#56842; hello", "😊 hello", true),
            ("&#xD83D;&#xDE0A;", "😊", true),
            ("&#55357; alone", "\u{fffd} alone", false),
            ("&#56842;&#55357;", "\u{fffd}\u{fffd}", false),
            ("&#55357;&#55357;&#56842;", "\u{fffd}😊", false),
            ("&#55357;&nope;", "\u{fffd}&nope;", false),
            ("fish & chips", "fish & chips", true),
            ("&#99999999;", "\u{fffd}", false),
        ] {
            assert_eq!(resolve(text.as_bytes()), (expected.to_owned(), whole), "{text}");
        }
    }

    #[test]
    fn tags_and_their_places_are_read() {
        let text =
            "<?xml version='1.0'?><!-- <a x='1'> --><!DOCTYPE x><smses count=\"2\">\n<sms a='>' b = \"c\" /></smses>";
        let mut input = io::BufReader::with_capacity(3, text.as_bytes());
        let mut tags = Tags::new(&mut input, 2);
        let mut read = Vec::new();
        while let Some(tag) = tags.next_tag().expect("memory is read") {
            read.push((tag.at, tag.name.clone(), tag.closes, tag.empty, tag.attributes.len()));
        }
        let told = |at: usize, name: &str, closes, empty, count| (at as u64, name.to_owned(), closes, empty, count);
        let (one, two, end) = (text.find("<smses").unwrap_or(0), text.find("<sms a").unwrap_or(0), text.len() - 8);
        assert_eq!(
            read,
            [told(one, "smses", false, false, 1), told(two, "sms", false, true, 2), told(end, "smses", true, false, 0)]
        );
    }

    #[test]
    fn a_value_that_is_too_long_is_counted() {
        let text = format!("<part data=\"{}\" name='x'/>", "A".repeat(1000));
        let mut input = io::BufReader::with_capacity(7, text.as_bytes());
        let tag = Tags::new(&mut input, 10).next_tag().expect("memory").expect("a tag");
        let data = tag.get("data").expect("there");
        assert_eq!((data.value.len(), data.length), (10, 1000));
        assert_eq!(tag.get("name").map(|name| name.value.as_slice()), Some(&b"x"[..]));
    }
}
