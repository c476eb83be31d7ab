//! The elements of one list in a JSON file, with their places, one after the other: the file is never whole in memory, and
//! an element that is broken does not keep the others from being read.

use casekeep_model::limits;
use std::io::{self, BufRead};

/// The largest element that is read, in bytes.
const ELEMENT: usize = 4 * limits::TEXT;
/// The longest name of a field that is looked for.
const NAME: usize = 64;

/// One element of the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Element {
    /// Where it begins.
    pub at: u64,
    /// How many bytes it takes.
    pub length: u64,
    /// Its bytes; `None` for one that is larger than what is read.
    pub bytes: Option<Vec<u8>>,
    /// Whether the file ended before it did.
    pub cut: bool,
}

/// Finds the list of a name in the outermost object, and reads its elements.
pub(crate) struct Elements<'a, R> {
    input: &'a mut R,
    at: u64,
}

impl<'a, R: BufRead> Elements<'a, R> {
    /// Goes to the first element of the list; `None` where the file has no such list.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub fn find(input: &'a mut R, name: &str) -> io::Result<Option<Self>> {
        let mut elements = Self { input, at: 0 };
        let (mut depth, mut text) = (0_u32, Vec::new());
        // The name that was just read, and whether a colon followed it.
        let (mut named, mut colon) = (false, false);
        while let Some(byte) = elements.next()? {
            match byte {
                b'"' => {
                    elements.string(&mut text)?;
                    named = depth == 1 && text == name.as_bytes();
                    colon = false;
                }
                b':' => colon = named,
                b'[' if colon && depth == 1 => return Ok(Some(elements)),
                b'{' | b'[' => (depth, colon) = (depth.saturating_add(1), false),
                b'}' | b']' => depth = depth.saturating_sub(1),
                byte if byte.is_ascii_whitespace() || byte == 0xef || byte == 0xbb || byte == 0xbf => {}
                _ => (named, colon) = (false, false),
            }
        }
        Ok(None)
    }

    /// Returns the next element; `None` at the end of the list or of the file.
    ///
    /// # Errors
    /// When the input cannot be read.
    pub fn next_element(&mut self) -> io::Result<Option<Element>> {
        let first = loop {
            match self.next()? {
                None | Some(b']') => return Ok(None),
                Some(byte) if byte == b',' || byte.is_ascii_whitespace() => {}
                Some(byte) => break byte,
            }
        };
        let at = self.at - 1;
        let (mut bytes, mut depth) = (vec![first], 0_u32);
        let (mut quoted, mut escaped) = (first == b'"', false);
        if matches!(first, b'{' | b'[') {
            depth = 1;
        }
        let mut cut = false;
        while depth > 0 || quoted {
            let Some(byte) = self.next()? else {
                cut = true;
                break;
            };
            if bytes.len() < ELEMENT {
                bytes.push(byte);
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if quoted => escaped = true,
                b'"' => quoted = !quoted,
                _ if quoted => {}
                b'{' | b'[' => depth = depth.saturating_add(1),
                b'}' | b']' => depth = depth.saturating_sub(1),
                _ => {}
            }
        }
        let length = self.at - at;
        let whole = length <= ELEMENT as u64;
        Ok(Some(Element { at, length, bytes: whole.then_some(bytes), cut }))
    }

    fn next(&mut self) -> io::Result<Option<u8>> {
        let Some(byte) = self.input.fill_buf()?.first().copied() else { return Ok(None) };
        self.input.consume(1);
        self.at += 1;
        Ok(Some(byte))
    }

    /// Reads a string whose first quote was read; keeps no more of it than a name has.
    fn string(&mut self, into: &mut Vec<u8>) -> io::Result<()> {
        into.clear();
        let mut escaped = false;
        while let Some(byte) = self.next()? {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => break,
                _ => {}
            }
            if into.len() <= NAME {
                into.push(byte);
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn elements(text: &str) -> Option<Vec<(u64, String)>> {
        let mut input = io::BufReader::with_capacity(2, text.as_bytes());
        let mut found = Elements::find(&mut input, "messages").expect("memory is read")?;
        let mut all = Vec::new();
        while let Some(element) = found.next_element().expect("memory is read") {
            all.push((element.at, String::from_utf8(element.bytes.expect("small")).expect("text")));
        }
        Some(all)
    }

    #[test]
    fn the_list_of_the_outermost_object_is_found() {
        let told = |at, text: &str| (at, text.to_owned());
        assert_eq!(elements(r#"{"messages":[1, {"a":"]"}]}"#), Some(vec![told(13, "1"), told(16, r#"{"a":"]"}"#)]));
        assert_eq!(
            elements(r#"{"a":{"messages":[1]},"b":"messages","messages" : ["x\"]"]}"#),
            Some(vec![told(51, r#""x\"]""#)])
        );
        assert_eq!(elements(r#"{"messages":{"a":[1]}}"#), None);
        assert_eq!(elements(r#"["messages"]"#), None);
    }

    #[test]
    fn an_element_without_end_is_cut() {
        let mut input: &[u8] = br#"{"messages":[{"a":"b"#;
        let mut found = Elements::find(&mut input, "messages").expect("memory").expect("there");
        assert!(found.next_element().expect("memory").is_some_and(|element| element.cut));
        assert_eq!(found.next_element().expect("memory"), None);
    }

    #[test]
    fn nesting_costs_no_stack() {
        let text = format!("{{\"messages\":[{}", "[".repeat(1_000_000));
        let mut input = text.as_bytes();
        let mut found = Elements::find(&mut input, "messages").expect("memory").expect("there");
        assert!(found.next_element().expect("memory").is_some_and(|element| element.cut));
    }
}
