//! How text that strangers wrote is made safe to look at: invisible characters shown, markup and formulas kept as text.
//!
//! The log keeps every character as it came. Only what is shown passes through here: HTML ([`html`]) and spreadsheet
//! cells ([`cell`]), both after [`visible`].

pub use casekeep_model::spelled::{cell, one_line, visible};

/// Returns the text as HTML text or attribute value: visible, with every markup character escaped.
#[must_use]
pub fn html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in visible(text).chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_stays_text() {
        assert_eq!(
            html("<script>alert(\"1\") & 'x'</script>"),
            "&lt;script&gt;alert(&quot;1&quot;) &amp; &#39;x&#39;&lt;/script&gt;"
        );
    }
}
