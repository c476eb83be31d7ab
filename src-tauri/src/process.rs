//! The process itself: what it prints, how it starts again, and that it leaves no dump of its memory.

use std::io::{self, Write};
use std::process::ExitCode;

#[cfg(target_os = "linux")]
const SAFE_GRAPHICS: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";

/// Prints to standard output and succeeds.
pub fn say(text: &str) -> ExitCode {
    match io::stdout().write_all(text.as_bytes()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::from(4),
    }
}

/// Prints to standard error and fails with this status.
pub fn refuse(text: &str, status: u8) -> ExitCode {
    // The status says it too.
    let _ = io::stderr().write_all(text.as_bytes());
    ExitCode::from(status)
}

/// Keeps the system from writing this process's memory, or that of the processes it starts, to disk after a crash.
pub fn leave_no_dump() {
    casekeep_vault::leave_no_dump();
}

/// Starts this program again with the slower, safer way of drawing; returns when it has it already.
///
/// # Errors
/// When the program cannot be started.
#[cfg(target_os = "linux")]
pub fn restart_with_safe_graphics() -> io::Result<()> {
    use std::os::unix::process::CommandExt;
    if std::env::var_os(SAFE_GRAPHICS).is_some_and(|value| value == "1") {
        return Ok(());
    }
    let program = std::env::current_exe()?;
    Err(std::process::Command::new(program).args(std::env::args_os().skip(1)).env(SAFE_GRAPHICS, "1").exec())
}

/// Does nothing where WebKitGTK is not what draws.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn restart_with_safe_graphics() -> io::Result<()> {
    Ok(())
}
