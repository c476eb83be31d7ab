//! Text from strangers made visible: what could hide or reverse it is shown as a code.

/// Returns true for a character that is shown as its code: control and direction characters, and the like.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}')
}

/// Returns the text with every hidden character as `⟨U+202E⟩`; line breaks and tabs too.
#[must_use]
pub fn escape(text: &str) -> String {
    escape_except(text, |_| false)
}

/// Returns the text with every hidden character as `⟨U+202E⟩`, but line breaks and tabs as they are.
#[must_use]
pub fn escape_lines(text: &str) -> String {
    escape_except(text, |c| matches!(c, '\n' | '\t'))
}

/// Returns the text with every hidden character as `⟨U+202E⟩` but those to keep.
pub(crate) fn escape_except(text: &str, keep: impl Fn(char) -> bool) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) && !keep(c) {
            shown.push_str(&format!("⟨U+{:04X}⟩", u32::from(c)));
        } else {
            shown.push(c);
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_shown_as_codes() {
        assert_eq!(escape("photo\u{202e}gpj.exe\n"), "photo⟨U+202E⟩gpj.exe⟨U+000A⟩");
        assert_eq!(escape_lines("a\nb\u{7}"), "a\nb⟨U+0007⟩");
        assert_eq!(escape("Zoë 😀 naïve"), "Zoë 😀 naïve");
        assert_eq!(
            escape("a\u{200d}b\u{200c}\r\n"),
            "a⟨U+200D⟩b⟨U+200C⟩⟨U+000D⟩⟨U+000A⟩",
            "nothing is let through here"
        );
    }
}
