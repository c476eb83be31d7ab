//! The process itself: what it prints, how it starts again, and that it leaves no dump of its memory.

use std::io::{self, Write};
use std::process::ExitCode;

#[cfg(target_os = "linux")]
const SAFE_GRAPHICS: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
#[cfg(target_os = "linux")]
const WITHOUT_CARD: &str = "WEBKIT_SKIA_ENABLE_CPU_RENDERING";

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

/// Starts this program again with the way of drawing that fits this computer; returns when it has it already.
///
/// Without a graphics card the page is drawn by the processor alone, at twice the speed of a card that is only imitated;
/// `safe` is the slower way that works where a card's driver shows nothing.
///
/// # Errors
/// When the program cannot be started.
#[cfg(target_os = "linux")]
pub fn restart_with_fitting_graphics(safe: bool) -> io::Result<()> {
    use std::os::unix::process::CommandExt;
    let wanted = [(SAFE_GRAPHICS, safe), (WITHOUT_CARD, !has_graphics_card())];
    let missing: Vec<&str> =
        wanted.into_iter().filter(|(name, on)| *on && std::env::var_os(name).is_none()).map(|(name, _)| name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    let program = std::env::current_exe()?;
    let mut again = std::process::Command::new(program);
    again.args(std::env::args_os().skip(1)).envs(missing.into_iter().map(|name| (name, "1")));
    Err(again.exec())
}

/// Returns whether something here can draw beside the processor.
#[cfg(target_os = "linux")]
fn has_graphics_card() -> bool {
    let Ok(devices) = std::fs::read_dir("/dev/dri") else { return false };
    devices.flatten().any(|device| device.file_name().as_encoded_bytes().starts_with(b"renderD"))
}

/// Does nothing where WebKitGTK is not what draws.
///
/// # Errors
/// None.
#[cfg(not(target_os = "linux"))]
pub fn restart_with_fitting_graphics(_: bool) -> io::Result<()> {
    Ok(())
}
