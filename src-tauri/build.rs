//! Makes the permissions of the commands and embeds the pages.

include!("src/command_list.rs");

macro_rules! names {
    ($($name:ident),* $(,)?) => { &[$(stringify!($name)),*] };
}

const NO_PAGES: &str = "<!doctype html><html lang=\"en-GB\"><title>Casekeep</title><p>The window's pages are not built. \
                        Run <code>npm run build</code> in <code>ui</code>, then build again.";

/// Lets the workspace compile before the pages are built; the page then says what to do.
fn stand_in_for_pages() -> std::io::Result<()> {
    let index = std::path::Path::new("../ui/dist/index.html");
    if !index.exists() {
        std::fs::create_dir_all("../ui/dist")?;
        std::fs::write(index, NO_PAGES)?;
    }
    Ok(())
}

fn main() {
    println!("cargo:rerun-if-changed=src/command_list.rs");
    println!("cargo:rerun-if-changed=../ui/dist");
    println!("cargo:rerun-if-changed=capabilities");
    stand_in_for_pages().expect("ui/dist can be written");
    let manifest = tauri_build::AppManifest::new().commands(app_commands!(names));
    tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest)).expect("the configuration is right");
}
