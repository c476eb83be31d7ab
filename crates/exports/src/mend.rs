//! Letters that were broken by taking the bytes of UTF-8 for letters one by one, as Facebook's and Instagram's downloads do.

/// Returns the text as it was before, where its letters are broken in this way.
///
/// Only a text that is wholly made of such bytes, and of which they make whole letters, is mended: it is a guess else.
pub(crate) fn mend(text: &str) -> Option<String> {
    if text.is_ascii() {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(|c| u8::try_from(u32::from(c)).ok()).collect();
    String::from_utf8(bytes?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_letters_are_mended_and_others_left() {
        assert_eq!(mend("caf\u{c3}\u{a9}").as_deref(), Some("café"));
        assert_eq!(mend("\u{f0}\u{9f}\u{98}\u{8a}").as_deref(), Some("😊"));
        for right in ["plain", "café", "😊", "caf\u{c3}\u{a9} and 😊", "\u{c3}"] {
            assert_eq!(mend(right), None, "{right}");
        }
    }
}
