//! What is on the page, found as a person finds it: by what it is and what it is called.

/// What a thing on the page is to a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    Button,
    Textbox,
    Checkbox,
    Radio,
    Combobox,
    Heading,
    Dialog,
}

impl Role {
    /// Returns the role's name in the page's own script.
    pub fn name(self) -> &'static str {
        match self {
            Self::Button => "button",
            Self::Textbox => "textbox",
            Self::Checkbox => "checkbox",
            Self::Radio => "radio",
            Self::Combobox => "combobox",
            Self::Heading => "heading",
            Self::Dialog => "dialog",
        }
    }
}

/// Returns the finding functions with one line after them that uses them.
pub fn script(line: &str) -> String {
    format!("{}\n{line}", include_str!("page.js"))
}
