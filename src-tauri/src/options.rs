//! What the program is started with.

/// How to start.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// Open the window.
    Window {
        /// True for computers where the window stays blank with the usual graphics.
        safe_graphics: bool,
    },
    /// Say how it is used.
    Help,
    /// Say which version it is.
    Version,
}

/// How it is used, as `--help` says it.
pub const HELP: &str = "\
Casekeep keeps an encrypted record of unwanted contact.

Usage: casekeep-desktop [--safe-graphics]

  --safe-graphics   start without the fast way of drawing, where the window stays blank
  --help            this text
  --version         the version

CASEKEEP_VAULT names the vault to begin with, CASEKEEP_STATE the folder for the application's state.
";

/// Reads the arguments after the program's name.
///
/// # Errors
/// The first argument that is not known.
pub fn read(arguments: impl IntoIterator<Item = String>) -> Result<Start, String> {
    let mut safe_graphics = false;
    for argument in arguments {
        match argument.as_str() {
            "--safe-graphics" => safe_graphics = true,
            "--help" | "-h" => return Ok(Start::Help),
            "--version" | "-V" => return Ok(Start::Version),
            _ => return Err(argument),
        }
    }
    Ok(Start::Window { safe_graphics })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn start(line: &str) -> Result<Start, String> {
        read(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn options_are_read_and_others_are_named() {
        assert_eq!(start(""), Ok(Start::Window { safe_graphics: false }));
        assert_eq!(start("--safe-graphics"), Ok(Start::Window { safe_graphics: true }));
        assert_eq!(start("--safe-graphics -h"), Ok(Start::Help));
        assert_eq!(start("-V"), Ok(Start::Version));
        assert_eq!(start("--sample"), Err("--sample".to_owned()));
        assert!(HELP.contains("--safe-graphics") && HELP.contains("CASEKEEP_VAULT"));
    }
}
