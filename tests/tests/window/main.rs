//! The whole main job in the real window, as a person does it: under Xvfb, through WebKit's own driver.
//!
//! Run by `cargo xtask test --only window`, which builds the window that lets itself be driven and puts it into
//! `target/automation`; the one beside this test is as users get it. Nothing here waits for a time to pass: every wait
//! is for a condition, with a limit after which the test fails and says what it saw.

#![allow(clippy::print_stdout, reason = "tests; the times are shown, not asserted")]

mod axe;
mod capturing;
mod daily;
mod desk;
mod destroying;
mod dropping;
mod figures;
mod group;
mod hands;
mod home;
mod looking;
mod main_job;
mod page;
mod playing;
mod recovering;
mod renewing;
mod screen;
mod shipped;
mod speed;
mod typing;
mod unfinished;
mod until;
mod window;
