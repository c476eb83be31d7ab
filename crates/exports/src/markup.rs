//! The tags and words of a web page, one after the other, as browsers take them apart (WHATWG HTML, 13.2.5), of which this is
//! the part that words need. Nothing is kept of it but slices, and each byte is looked at once.

use mail_parser::decoders::html::add_html_token;

/// Elements of which what is within is no words until their end.
const RAW: [&str; 10] =
    ["script", "style", "title", "textarea", "iframe", "noembed", "noframes", "xmp", "template", "plaintext"];
/// The most attributes of one tag that are kept.
const ATTRIBUTES: usize = 64;
/// The longest name of a letter, with its signs: `&CounterClockwiseContourIntegral;`.
const ENTITY: usize = 34;

/// A piece of a page.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Piece<'a> {
    /// Words, with their letters' names not resolved.
    Words(&'a str),
    /// A tag.
    Tag(Tag<'a>),
    /// What is within an element that holds no words; its own tag came before.
    Raw { name: &'static str, within: &'a str },
}

/// A tag.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// In small letters.
    pub name: String,
    pub closes: bool,
    attributes: Vec<(&'a str, &'a str)>,
}

impl Tag<'_> {
    /// Returns what an attribute says.
    pub fn get(&self, name: &str) -> Option<String> {
        let found = self.attributes.iter().find(|(key, _)| key.eq_ignore_ascii_case(name));
        found.map(|(_, value)| resolve(value).trim().to_owned())
    }
}

/// Takes a page apart.
pub(crate) struct Markup<'a> {
    rest: &'a str,
    raw: Option<&'static str>,
}

impl<'a> Markup<'a> {
    /// Begins at the beginning of a page.
    pub fn new(page: &'a str) -> Self {
        Self { rest: page, raw: None }
    }

    /// Takes so many bytes.
    fn take(&mut self, count: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(count).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// Takes what comes before some sign and the sign itself; all of it where there is none.
    fn skip_past(&mut self, sign: &str) {
        let end = self.rest.find(sign).map_or(self.rest.len(), |at| at + sign.len());
        self.take(end);
    }

    fn raw(&mut self, name: &'static str) -> Piece<'a> {
        let is_end = |at: &usize| {
            let end = self.rest.as_bytes().get(at + 2..).and_then(|end| end.split_at_checked(name.len()));
            end.is_some_and(|(end, after)| {
                let ends = after.first().is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
                ends && end.eq_ignore_ascii_case(name.as_bytes())
            })
        };
        let end = self.rest.match_indices("</").map(|(at, _)| at).find(is_end);
        Piece::Raw { name, within: self.take(end.unwrap_or(self.rest.len())) }
    }

    /// Reads a tag behind its `<`; `None` where the page ends in it, as a browser drops it then.
    fn tag(&mut self) -> Option<Tag<'a>> {
        let closes = self.rest.starts_with('/');
        self.take(usize::from(closes));
        let name_end = self.rest.find(|c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>'))?;
        let name = self.take(name_end).to_ascii_lowercase();
        let mut attributes = Vec::new();
        loop {
            let skipped = self.rest.find(|c: char| !c.is_ascii_whitespace() && c != '/')?;
            self.take(skipped);
            if self.rest.starts_with('>') {
                self.take(1);
                return Some(Tag { name, closes, attributes });
            }
            let attribute = self.attribute()?;
            if attributes.len() < ATTRIBUTES {
                attributes.push(attribute);
            }
        }
    }

    fn attribute(&mut self) -> Option<(&'a str, &'a str)> {
        // A `=` at the beginning belongs to the name.
        let first = self.rest.chars().next()?.len_utf8();
        let ends = |c: char| c.is_ascii_whitespace() || matches!(c, '/' | '>' | '=');
        let name_end = self.rest.get(first..)?.find(ends)? + first;
        let name = self.take(name_end);
        let value_at = self.rest.find(|c: char| !c.is_ascii_whitespace())?;
        if !self.rest.get(value_at..)?.starts_with('=') {
            return Some((name, ""));
        }
        self.take(value_at + 1);
        let spaces = self.rest.find(|c: char| !c.is_ascii_whitespace())?;
        self.take(spaces);
        let quote = self.rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let Some(quote) = quote else {
            let end = self.rest.find(|c: char| c.is_ascii_whitespace() || c == '>')?;
            return Some((name, self.take(end)));
        };
        self.take(1);
        let end = self.rest.find(quote)?;
        let value = self.take(end);
        self.take(1);
        Some((name, value))
    }
}

impl<'a> Iterator for Markup<'a> {
    type Item = Piece<'a>;

    fn next(&mut self) -> Option<Piece<'a>> {
        if let Some(name) = self.raw.take() {
            return Some(self.raw(name));
        }
        loop {
            let mut letters = self.rest.chars();
            let (first, second) = (letters.next()?, letters.next());
            if first != '<' {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                return Some(Piece::Words(self.take(end)));
            }
            let is_tag = match second {
                Some('/') => letters.next().is_some_and(|c| c.is_ascii_alphabetic()),
                second => second.is_some_and(|c| c.is_ascii_alphabetic()),
            };
            match second {
                _ if is_tag => {
                    self.take(1);
                    let Some(tag) = self.tag() else {
                        self.rest = "";
                        return None;
                    };
                    self.raw = RAW.into_iter().find(|raw| !tag.closes && *raw == tag.name);
                    return Some(Piece::Tag(tag));
                }
                Some('!') if self.rest.starts_with("<!--") => {
                    // `<!-->` is a whole comment.
                    self.take(2);
                    self.skip_past("-->");
                }
                Some('!' | '?' | '/') => self.skip_past(">"),
                _ => return Some(Piece::Words(self.take(1))),
            }
        }
    }
}

/// What numbers from 128 to 159 mean in pages, whatever Unicode says of them (WHATWG HTML, 13.2.5.80).
const OLD_LETTERS: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";

/// Returns words with the names of letters resolved.
pub(crate) fn resolve(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        let (before, from) = rest.split_at(at);
        out.push_str(before);
        let end = from.bytes().take(ENTITY).position(|byte| byte == b';');
        let token = end.and_then(|end| from.get(..=end));
        let is_name = |token: &&str| {
            token.get(1..token.len() - 1).is_some_and(|name| {
                let name = name.strip_prefix('#').unwrap_or(name);
                !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric())
            })
        };
        let Some(token) = token.filter(is_name) else {
            out.push('&');
            rest = from.get(1..).unwrap_or_default();
            continue;
        };
        let mut letter = String::new();
        add_html_token(&mut letter, token.as_bytes(), false);
        let old = letter.chars().next().map(u32::from).filter(|code| (0x80..0xa0).contains(code));
        match old.and_then(|code| OLD_LETTERS.chars().nth(code as usize - 0x80)) {
            Some(old) => out.push(old),
            None => out.push_str(&letter),
        }
        rest = from.get(token.len()..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(page: &str) -> String {
        let words = Markup::new(page).filter_map(|piece| match piece {
            Piece::Words(words) => Some(resolve(words)),
            _ => None,
        });
        words.collect()
    }

    #[test]
    fn words_are_those_that_a_browser_takes_for_words() {
        for (page, expected) in [
            ("a<b>b</b>c", "abc"),
            ("1 < 2 & 3 <3", "1 < 2 & 3 <3"),
            ("a<!-- <b> -- > -->b<!>c<!-->d<!DOCTYPE x>e<?php f ?>g</ x>h", "abcdegh"),
            ("a<script>if (1<b && c=\"</scripts>\") x</SCRIPT >b", "ab"),
            ("<a title='>' x=\">\">a</a>", "a"),
            ("&eacute;&amp;&#39;&#x1F60A;&#146;&nope;&;&", "é&'😊’&nope;&;&"),
            ("a<unended b='", "a"),
            ("a<script>b", "a"),
            ("&lt;script&gt;", "<script>"),
            ("", ""),
        ] {
            assert_eq!(words(page), expected, "{page}");
        }
    }

    #[test]
    fn attributes_are_read_however_they_are_written() {
        let get = |page: &str, name: &str| match Markup::new(page).next() {
            Some(Piece::Tag(tag)) => tag.get(name),
            other => panic!("{page} begins with {other:?}"),
        };
        for page in [
            "<img src=http://e/x>",
            "<IMG SRC = 'http://e/x'/>",
            "<img/src=\"http://e/x\"alt=y>",
            "<img =a src=http&#58;//e/x>",
        ] {
            assert_eq!(get(page, "src").as_deref(), Some("http://e/x"), "{page}");
        }
        assert_eq!(get("<a href>x", "href").as_deref(), Some(""));
    }

    #[test]
    fn a_page_of_nothing_but_beginnings_takes_no_time() {
        for piece in ["<", "<a ", "<!--", "</", "<script>", "&", "<a b='", "<a\u{e9}"] {
            let page = piece.repeat(200_000);
            assert!(Markup::new(&page).count() <= page.len(), "{piece}");
        }
    }
}
