//! A capture by the shortcut: of the screen or the window in front, into the case that is open, or sealed to the inbox
//! while the vault is locked. The window of Casekeep does not come to the front; a small sign says that it is saved.
//!
//! The picture is taken before anything is waited for, and saved before anybody is told.

use crate::adding::add_shot;
use crate::jobs::Job;
use crate::problem::{Answer, OrProblem, ShellError, Tell};
use crate::shell::{Shared, Shell};
use crate::shots::Shot;
use crate::window::MAIN;
use crate::{screen, sign};
use casekeep_model::view::ItemReceipt;
use casekeep_model::window::{SetNow, Taken};
use image::RgbaImage;
use std::time::{Duration, Instant};
use tauri::{AppHandle, Emitter, Manager};

/// How often a delay looks whether it was stopped.
const LOOK: Duration = Duration::from_millis(50);

/// Makes a capture beside the window's own thread; one that is asked for while another is made is not made.
pub fn begin(app: AppHandle) {
    std::thread::spawn(move || {
        let shell = Shared::clone(&app.state::<Shared>());
        let Some(_one) = shell.shots().begin() else { return };
        let settings = shell.settings();
        let job = shell.begin();
        if settings.capture_delay > 0 {
            sign::show(&app, format!("In {} seconds", settings.capture_delay));
        }
        let taken = wait(&job, settings.capture_delay).and_then(|()| take(&app, &shell, &job));
        tell(&app, &shell, taken);
    });
}

/// Waits before a capture.
///
/// # Errors
/// When the work was stopped.
pub fn wait(job: &Job, seconds: u32) -> Answer<()> {
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_secs(seconds.into()) {
        if job.flow().is_break() {
            return Err(ShellError::Cancelled.tell());
        }
        std::thread::sleep(LOOK);
    }
    Ok(())
}

fn take(app: &AppHandle, shell: &Shell, job: &Job) -> Answer<Taken> {
    sign::hide(app);
    let own = app.get_webview_window(MAIN).ok_or_else(|| ShellError::SourceGone.tell())?;
    let picture = screen::capture_in_front(&own, shell.settings().shortcut_takes).or_problem()?;
    let png = screen::encode(&picture).or_problem()?;
    save(shell, job, &picture, &png)
}

/// Saves a capture where it belongs; one that no case takes is sealed to the inbox, so that nothing is lost.
fn save(shell: &Shell, job: &Job, picture: &RgbaImage, png: &[u8]) -> Answer<Taken> {
    let name = shell.capture_name();
    if let Some(case) = open_case(shell) {
        let shot = shell.shots().next(picture, Some(case));
        if let Ok(receipt) = save_in(shell, job, case, &name, png, &shot) {
            shell.shots().keep(shot, Some(case));
            return Ok(Taken::Saved { case, receipt });
        }
    }
    let shot = shell.shots().next(picture, None);
    let row = shell.seal_capture(png, &name, shot.place.clone())?;
    shell.shots().keep(shot, None);
    Ok(Taken::Sealed { row })
}

fn save_in(shell: &Shell, job: &Job, case: u32, name: &str, png: &[u8], shot: &Shot) -> Answer<ItemReceipt> {
    add_shot(&*shell.lease()?, job, case, name, png, shot.place.clone())
}

/// Returns the case that is shown, or the only one that is open.
fn open_case(shell: &Shell) -> Option<u32> {
    if !shell.is_open() {
        return None;
    }
    shell.current_case().or_else(|| {
        let cases = shell.lease().ok()?.cases().ok()?;
        let open: Vec<u32> = cases.iter().filter(|case| !case.closed).map(|case| case.case).collect();
        if let [case] = open.as_slice() { Some(*case) } else { None }
    })
}

/// Says what came of it: on the screen in a few words that tell nothing of the case, and to the page.
fn tell(app: &AppHandle, shell: &Shell, taken: Answer<Taken>) {
    let said = match &taken {
        Ok(_) => match shell.shots().going_on() {
            Some(SetNow { shots, .. }) if shots > 1 => format!("Saved. Shot {shots} of this set"),
            _ => "Saved".to_owned(),
        },
        Err(problem) => format!("Not saved. {}", problem.message),
    };
    sign::show(app, said);
    let taken = taken.unwrap_or_else(|problem| Taken::Failed { problem });
    if matches!(taken, Taken::Sealed { .. }) {
        drop(app.emit_to(MAIN, "inbox-changed", ()));
    }
    // A page that does not hear it reads the rows itself.
    drop(app.emit_to(MAIN, "taken", taken));
    tell_set(app);
}

/// Tells the page which set is going on.
pub fn tell_set(app: &AppHandle) {
    drop(app.emit_to(MAIN, "set-changed", app.state::<Shared>().shots().going_on()));
}
