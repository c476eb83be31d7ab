//! Reads the XML of office documents (XML 1.0, fifth edition), strictly and in one pass; runs in the confined process only.
//!
//! There are no document types here, so there is nothing that can be declared, unfolded or fetched: a file that has one is
//! refused. So is one whose elements are not closed in their order, or lie too deep in one another.

use casekeep_model::inspect::PreviewError;

/// How deep elements may lie in one another.
const DEPTH: usize = 256;
/// The longest name of an element, in bytes.
const NAME: usize = 256;

/// What comes next in a file. Names have lost their prefix: what a document calls its namespaces is its own affair.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Event<'a> {
    /// An element begins; its attributes are as they are written.
    Begin { name: &'a str, attributes: &'a str },
    /// It ends.
    End { name: &'a str },
    /// Letters stand in it.
    Text(String),
}

/// A file that is being read.
pub(crate) struct Xml<'a> {
    rest: &'a str,
    open: Vec<&'a str>,
    /// An element that is empty ends right after it begins.
    ends: bool,
    any: bool,
}

impl<'a> Xml<'a> {
    /// Begins with the bytes of a whole file, which must be UTF-8.
    ///
    /// # Errors
    /// [`PreviewError::Damaged`] where they are not.
    pub(crate) fn new(bytes: &'a [u8]) -> Result<Self, PreviewError> {
        let text = std::str::from_utf8(bytes).map_err(|_| PreviewError::Damaged)?;
        let rest = text.strip_prefix('\u{feff}').unwrap_or(text);
        Ok(Self { rest, open: Vec::new(), ends: false, any: false })
    }

    /// Returns what comes next; `None` at the end.
    ///
    /// # Errors
    /// [`PreviewError::Damaged`] for what is no such XML.
    pub(crate) fn next_event(&mut self) -> Result<Option<Event<'a>>, PreviewError> {
        loop {
            if std::mem::take(&mut self.ends) {
                return Ok(self.open.pop().map(|name| Event::End { name: local(name) }));
            }
            if self.rest.is_empty() {
                // Every element is closed, and there was one.
                return if self.open.is_empty() && self.any { Ok(None) } else { Err(PreviewError::Damaged) };
            }
            let Some(markup) = self.rest.strip_prefix('<') else {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                let (text, rest) = self.rest.split_at(end);
                self.rest = rest;
                match self.open.is_empty() {
                    true if text.trim().is_empty() => continue,
                    true => return Err(PreviewError::Damaged),
                    false => return Ok(Some(Event::Text(resolved(text)?))),
                }
            };
            if let Some(inside) = markup.strip_prefix("![CDATA[") {
                let (text, rest) = inside.split_once("]]>").ok_or(PreviewError::Damaged)?;
                self.rest = rest;
                if self.open.is_empty() {
                    return Err(PreviewError::Damaged);
                }
                return Ok(Some(Event::Text(text.to_owned())));
            }
            if let Some(comment) = markup.strip_prefix("!--") {
                self.rest = comment.split_once("-->").ok_or(PreviewError::Damaged)?.1;
            } else if let Some(instruction) = markup.strip_prefix('?') {
                self.rest = instruction.split_once("?>").ok_or(PreviewError::Damaged)?.1;
            } else if markup.starts_with('!') {
                return Err(PreviewError::Damaged);
            } else {
                return self.tag(markup).map(Some);
            }
        }
    }

    fn tag(&mut self, markup: &'a str) -> Result<Event<'a>, PreviewError> {
        let end = end_of_tag(markup).ok_or(PreviewError::Damaged)?;
        let (inside, rest) = markup.split_at(end);
        self.rest = rest.get(1..).unwrap_or_default();
        if let Some(name) = inside.strip_prefix('/') {
            let name = name.trim_end();
            return match self.open.pop() {
                Some(open) if open == name => Ok(Event::End { name: local(name) }),
                _ => Err(PreviewError::Damaged),
            };
        }
        let (inside, empty) = inside.strip_suffix('/').map_or((inside, false), |inside| (inside, true));
        let (name, attributes) = inside.split_once(|c: char| c.is_ascii_whitespace()).unwrap_or((inside, ""));
        let is_name = |c: char| c.is_alphanumeric() || matches!(c, ':' | '_' | '-' | '.');
        if name.is_empty() || name.len() > NAME || !name.chars().all(is_name) {
            return Err(PreviewError::Damaged);
        }
        // Two documents in one file, or elements without end.
        if (self.open.is_empty() && self.any) || self.open.len() == DEPTH {
            return Err(PreviewError::Damaged);
        }
        self.open.push(name);
        (self.ends, self.any) = (empty, true);
        Ok(Event::Begin { name: local(name), attributes })
    }

    /// Passes over an element that has just begun, with everything in it.
    pub(crate) fn skip(&mut self) -> Result<(), PreviewError> {
        let depth = self.open.len();
        while self.open.len() >= depth {
            if self.next_event()?.is_none() {
                break;
            }
        }
        Ok(())
    }
}

/// Finds the `>` that ends a tag: one in an attribute does not.
fn end_of_tag(markup: &str) -> Option<usize> {
    let mut quote = None;
    for (at, byte) in markup.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'<') => return None,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    None
}

fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, name)| name)
}

/// Returns what an attribute says, by its name without the prefix.
pub(crate) fn attribute(attributes: &str, wanted: &str) -> Option<String> {
    let mut rest = attributes;
    while let Some((name, after)) = rest.split_once('=') {
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, later) = after.get(1..)?.split_once(quote)?;
        if local(name.trim()) == wanted {
            return resolved(value).ok();
        }
        rest = later;
    }
    None
}

/// Returns a text with what stands for letters put as these letters; only the five of XML itself and numbers do.
fn resolved(text: &str) -> Result<String, PreviewError> {
    let mut out = String::with_capacity(text.len());
    let mut parts = text.split('&');
    out.push_str(parts.next().unwrap_or_default());
    for part in parts {
        let (name, after) = part.split_once(';').ok_or(PreviewError::Damaged)?;
        let number = |digits: &str, radix| u32::from_str_radix(digits, radix).ok().and_then(char::from_u32);
        let letter = match (name, name.strip_prefix("#x"), name.strip_prefix('#')) {
            ("amp", ..) => Some('&'),
            ("lt", ..) => Some('<'),
            ("gt", ..) => Some('>'),
            ("quot", ..) => Some('"'),
            ("apos", ..) => Some('\''),
            (_, Some(digits), _) => number(digits, 16),
            (_, None, Some(digits)) => number(digits, 10),
            _ => None,
        };
        out.push(letter.ok_or(PreviewError::Damaged)?);
        out.push_str(after);
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(text: &str) -> Result<Vec<String>, PreviewError> {
        let mut xml = Xml::new(text.as_bytes())?;
        let mut told = Vec::new();
        while let Some(event) = xml.next_event()? {
            told.push(match event {
                Event::Begin { name, attributes } => format!("<{name} {attributes}"),
                Event::End { name } => format!("/{name}"),
                Event::Text(text) => text,
            });
        }
        Ok(told)
    }

    #[test]
    fn elements_letters_and_marks_are_read() {
        let text = "\u{feff}<?xml version=\"1.0\"?><!-- a --><w:p a=\"x>y\"><t>one &amp; t&#x77;o</t><br/><![CDATA[<raw>]]></w:p>\n";
        let told = ["<p a=\"x>y\"", "<t ", "one & two", "/t", "<br ", "/br", "<raw>", "/p"];
        assert_eq!(events(text).expect("read"), told);
        assert_eq!(attribute(" w:a = '1' b=\"&lt;\"", "b").as_deref(), Some("<"));
        assert_eq!(attribute("a=\"1\" b=", "c"), None);
    }

    #[test]
    fn what_could_unfold_fetch_or_never_end_is_refused() {
        for text in [
            "",
            "words",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a>&unknown;</a>",
            "<a>&#xd800;</a>",
            "<a>&amp</a>",
            "<a b=\"</a>",
            "<!DOCTYPE a><a/>",
            "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>",
            "<!DOCTYPE a [<!ENTITY b \"&c;&c;&c;\">]><a>&b;</a>",
            &"<a>".repeat(DEPTH + 1),
            "<a><![CDATA[</a>",
            "<?a",
        ] {
            assert_eq!(events(text), Err(PreviewError::Damaged), "{text}");
        }
        assert!(Xml::new(b"\xff\xfe<\0a\0").is_err());
    }
}
