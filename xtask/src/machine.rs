//! What kind of machine this is, and what a person must install by hand where we cannot.

use crate::steps::Outcome;

/// Says what kind of machine this is, and on macOS and Windows what to install by hand.
pub fn look() -> Outcome {
    println!("   {} on {}", std::env::consts::OS, std::env::consts::ARCH);
    match std::env::consts::OS {
        "macos" => println!(
            "   Install by hand, once: the Xcode command line tools (`xcode-select --install`), Rust, and Node 20.19 or newer."
        ),
        "windows" => println!(
            "   Install by hand, once: the Visual Studio build tools with C++, WebView2 (part of Windows 11), Strawberry Perl, \
             Rust, and Node 20.19 or newer."
        ),
        _ => {}
    }
    Ok(())
}

/// Says whether a window can be shown. Only Linux has machines without a display.
pub fn has_display() -> bool {
    let set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
