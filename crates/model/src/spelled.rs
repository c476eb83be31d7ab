//! Text that strangers wrote, spelled out for paper, pages and spreadsheets: nothing in it hides, and no cell is a formula.
//!
//! The log keeps every character as it came; only what is shown passes through here.

use crate::visible::escape_except;

/// Returns the text with control and direction characters spelled out, `⟨U+202E⟩`; line ends and tabs stay, and so do the
/// joiners of emoji and of some scripts.
#[must_use]
pub fn visible(text: &str) -> String {
    escape_except(&text.replace("\r\n", "\n"), |c| matches!(c, '\n' | '\t' | '\u{200c}' | '\u{200d}'))
}

/// Returns a name or other single line with every control and direction character spelled out, line ends and tabs too.
#[must_use]
pub fn one_line(text: &str) -> String {
    visible(text).replace('\n', "⟨U+000A⟩").replace('\t', "⟨U+0009⟩")
}

/// Returns the text as one quoted CSV cell (RFC 4180) that no spreadsheet takes for a formula.
#[must_use]
pub fn cell(text: &str) -> String {
    let shown = visible(text);
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, shown.replace('"', "\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn direction_and_control_characters_are_spelled_out() {
        assert_eq!(visible("a\u{202e}gpj.exe"), "a⟨U+202E⟩gpj.exe");
        assert_eq!(visible("one\r\ntwo\tthree\rfour\u{0}"), "one\ntwo\tthree⟨U+000D⟩four⟨U+0000⟩");
        assert_eq!(visible("\u{feff}\u{200b}\u{2066}x\u{e0041}"), "⟨U+FEFF⟩⟨U+200B⟩⟨U+2066⟩x⟨U+E0041⟩");
        assert_eq!(visible("👩\u{200d}⚕\u{fe0f} naïve שלום"), "👩\u{200d}⚕\u{fe0f} naïve שלום");
    }

    #[test]
    fn a_name_is_one_line() {
        assert_eq!(one_line("a\nb\tc"), "a⟨U+000A⟩b⟨U+0009⟩c");
    }

    #[test]
    fn formulas_stay_text() {
        for text in ["=1+1", "+44", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"] {
            assert!(cell(text).starts_with("\"'"), "{text:?}");
        }
        assert_eq!(cell("He said \"no\", twice\nthen left"), "\"He said \"\"no\"\", twice\nthen left\"");
        assert_eq!(cell("a=1"), "\"a=1\"");
    }
}
