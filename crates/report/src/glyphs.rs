//! Which characters can be printed: a PDF for archives is refused whole over one character without a glyph.

use casekeep_model::spelled::visible;
use typst::text::Font;
use unicode_segmentation::UnicodeSegmentation;

/// After so many marks without a place to break, a line may break anywhere.
const UNBROKEN: usize = 12;
/// Where a line may break, though nothing is seen there.
const BREAK: char = '\u{200b}';

/// Returns the text with hidden characters, and those that no font of ours has, spelled out as `[U+13000]`.
pub(crate) fn printable(text: &str, fonts: &[Font]) -> String {
    let mut printed = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            // The mark that asks for colour has no picture of its own.
            '\u{fe0e}' | '\u{fe0f}' => {}
            '\t' => printed.push_str("    "),
            '⟨' => printed.push('['),
            '⟩' => printed.push(']'),
            '\n' => printed.push('\n'),
            c if fonts.iter().any(|font| font.info().coverage.contains(u32::from(c))) => printed.push(c),
            c => printed.push_str(&format!("[U+{:04X}]", u32::from(c))),
        }
    }
    breakable(&printed)
}

/// Returns the text with places to break in words that are too long for a column; never within a letter and its marks.
fn breakable(text: &str) -> String {
    let mut broken = String::with_capacity(text.len());
    for word in text.split_inclusive(char::is_whitespace) {
        if word.chars().count() <= 2 * UNBROKEN {
            broken.push_str(word);
            continue;
        }
        for (n, letter) in word.graphemes(true).enumerate() {
            if n > 0 && n % UNBROKEN == 0 {
                broken.push(BREAK);
            }
            broken.push_str(letter);
        }
    }
    broken
}
