//! Captures of the screen: what can be captured, and the picture of it, in memory only.
//!
//! The application's own window steps aside when it would be in the picture. A capture is exactly the pixels that the
//! system gives; marking and cutting come later, as working copies. Not here: Wayland, whose desktops let no program
//! read the screen without a dialog of their own.

use crate::problem::ShellError;
use crate::shell::is_wayland;
use casekeep_model::window::{CaptureKind, CaptureSource};
use image::RgbaImage;
use std::time::Duration;
use tauri::WebviewWindow;
use xcap::{Monitor, Window, XCapError};

/// How long is waited between two looks at something that changes.
const PAUSE: Duration = Duration::from_millis(60);
/// How often the window is looked at until it is out of sight.
const HIDE_LOOKS: u32 = 40;
/// How often the screen is read until two pictures in a row are the same.
const SETTLE_LOOKS: u32 = 12;

/// A rectangle of the desktop, in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Area {
    x: i64,
    y: i64,
    width: i64,
    height: i64,
}

impl Area {
    fn new(x: i32, y: i32, width: u32, height: u32) -> Self {
        Self { x: x.into(), y: y.into(), width: width.into(), height: height.into() }
    }

    fn covers(self, other: Self) -> bool {
        let spans = |a: i64, a_long: i64, b: i64, b_long: i64| a <= b && a + a_long >= b + b_long;
        spans(self.x, self.width, other.x, other.width) && spans(self.y, self.height, other.y, other.height)
    }

    fn overlaps(self, other: Self) -> bool {
        let apart = |a: i64, a_long: i64, b: i64, b_long: i64| a + a_long <= b || b + b_long <= a;
        !apart(self.x, self.width, other.x, other.width) && !apart(self.y, self.height, other.y, other.height)
    }
}

/// Something that can be captured.
enum Source {
    Screen(Monitor),
    Window(Window),
}

impl Source {
    fn area(&self) -> Result<Area, XCapError> {
        Ok(match self {
            Self::Screen(it) => Area::new(it.x()?, it.y()?, it.width()?, it.height()?),
            Self::Window(it) => Area::new(it.x()?, it.y()?, it.width()?, it.height()?),
        })
    }

    fn picture(&self) -> Result<RgbaImage, ShellError> {
        match self {
            Self::Screen(it) => it.capture_image(),
            Self::Window(it) => it.capture_image(),
        }
        .map_err(|error| failed(&error))
    }
}

/// Lists the screens and the windows of other programs, front to back.
///
/// # Errors
/// On Wayland, and where the system refuses.
pub fn sources() -> Result<Vec<CaptureSource>, ShellError> {
    refuse_wayland()?;
    let mut found = Vec::new();
    for (index, monitor) in Monitor::all().map_err(|error| failed(&error))?.iter().enumerate() {
        let id = format!("screen:{}", monitor.id().map_err(|error| failed(&error))?);
        found.push(CaptureSource { id, title: format!("Screen {}", index + 1), kind: CaptureKind::Screen });
    }
    // A screen alone is still worth having where the windows cannot be listed.
    let windows = Window::all().unwrap_or_default();
    found.extend(windows.iter().filter_map(window_source));
    Ok(found)
}

fn window_source(window: &Window) -> Option<CaptureSource> {
    let title = window.title().ok().filter(|title| !title.trim().is_empty()).or_else(|| window.app_name().ok())?;
    let shows = !window.is_minimized().unwrap_or(false) && window.width().ok()? > 0 && window.height().ok()? > 0;
    if !shows || title.is_empty() || is_own(window) {
        return None;
    }
    let title = casekeep_model::visible::escape(&title);
    Some(CaptureSource { id: format!("window:{}", window.id().ok()?), title, kind: CaptureKind::Window })
}

fn is_own(window: &Window) -> bool {
    window.pid().is_ok_and(|pid| pid == std::process::id())
}

/// Returns the picture of one source; the application's own window is out of it.
///
/// # Errors
/// On Wayland, where the source is gone, and where the system refuses.
pub fn capture(own: &WebviewWindow, id: &str) -> Result<RgbaImage, ShellError> {
    refuse_wayland()?;
    picture_of(own, &find(id)?)
}

/// Returns the picture of the window in front, or of the screen that the pointer is on; of that screen too where the
/// window in front is the application's own.
///
/// # Errors
/// On Wayland, and where the system refuses.
pub fn capture_in_front(own: &WebviewWindow, wanted: CaptureKind) -> Result<RgbaImage, ShellError> {
    refuse_wayland()?;
    let front = match wanted {
        CaptureKind::Window => front_window(),
        CaptureKind::Screen => None,
    };
    let source = front.map_or_else(|| screen_with_pointer(own), |window| Ok(Source::Window(window)))?;
    picture_of(own, &source)
}

fn picture_of(own: &WebviewWindow, source: &Source) -> Result<RgbaImage, ShellError> {
    let aside = stand_aside(own, source)?;
    let picture = if aside.is_some() { settled(|| source.picture(), pause)? } else { source.picture()? };
    drop(aside);
    Ok(picture)
}

fn front_window() -> Option<Window> {
    Window::all().ok()?.into_iter().find(|window| window.is_focused().unwrap_or(false) && !is_own(window))
}

fn screen_with_pointer(own: &WebviewWindow) -> Result<Source, ShellError> {
    let at = own.cursor_position().ok();
    let under = at.and_then(|at| Monitor::from_point(at.x as i32, at.y as i32).ok());
    let first = || Monitor::all().ok().and_then(|all| all.into_iter().next());
    under.or_else(first).map(Source::Screen).ok_or(ShellError::SourceGone)
}

/// Returns the PNG of pixels.
///
/// # Errors
/// When they are none.
pub fn encode(picture: &RgbaImage) -> Result<Vec<u8>, ShellError> {
    casekeep_media::encode_png(picture.width(), picture.height(), picture.as_raw())
        .map_err(|error| ShellError::Capture(error.to_string()))
}

fn find(id: &str) -> Result<Source, ShellError> {
    let (kind, number) = id.split_once(':').ok_or(ShellError::SourceGone)?;
    let number: u32 = number.parse().map_err(|_| ShellError::SourceGone)?;
    let gone = |error: XCapError| failed(&error);
    match kind {
        "screen" => {
            let mut all = Monitor::all().map_err(gone)?.into_iter();
            all.find(|it| it.id().is_ok_and(|id| id == number)).map(Source::Screen)
        }
        "window" => {
            let mut all = Window::all().map_err(gone)?.into_iter();
            all.find(|it| !is_own(it) && it.id().is_ok_and(|id| id == number)).map(Source::Window)
        }
        _ => None,
    }
    .ok_or(ShellError::SourceGone)
}

/// The own window out of sight; it is back when this is dropped.
struct Aside<'a> {
    window: &'a WebviewWindow,
    /// Whether it was in front: only then it comes to the front again.
    in_front: bool,
    place: Option<tauri::PhysicalPosition<i32>>,
}

impl Drop for Aside<'_> {
    fn drop(&mut self) {
        // Each of these is worth trying where the one before did not work.
        let _ = self.window.show();
        if let Some(place) = self.place {
            let _ = self.window.set_position(place);
        }
        if self.in_front {
            let _ = self.window.set_focus();
        }
    }
}

fn stand_aside<'a>(own: &'a WebviewWindow, source: &Source) -> Result<Option<Aside<'a>>, ShellError> {
    if !would_show(own, source) {
        return Ok(None);
    }
    let in_front = own.is_focused().unwrap_or(true);
    #[cfg(target_os = "linux")]
    crate::linux::focus_when_shown(own, in_front);
    let aside = Aside { window: own, in_front, place: own.outer_position().ok() };
    own.hide().map_err(|error| ShellError::Capture(error.to_string()))?;
    for _ in 0..HIDE_LOOKS {
        pause();
        if own.is_visible().is_ok_and(|visible| !visible) {
            return Ok(Some(aside));
        }
    }
    Err(ShellError::Capture("the Casekeep window did not step aside".to_owned()))
}

fn would_show(own: &WebviewWindow, source: &Source) -> bool {
    let in_sight = own.is_visible().unwrap_or(true) && !own.is_minimized().unwrap_or(false);
    let area = own
        .outer_position()
        .and_then(|at| Ok(Area::new(at.x, at.y, own.outer_size()?.width, own.outer_size()?.height)));
    match (area, source.area()) {
        (Ok(own), Ok(wanted)) => in_sight && own.overlaps(wanted) && !is_behind(own),
        _ => in_sight,
    }
}

/// Returns true when one window of another program that lies before the own one hides all of it.
fn is_behind(own: Area) -> bool {
    let all = Window::all().unwrap_or_default();
    let before = all.iter().take_while(|window| !is_own(window));
    all.iter().any(is_own)
        && before.filter_map(|window| Source::Window(window.clone()).area().ok()).any(|it| it.covers(own))
}

/// Reads the screen until two pictures in a row are the same: what was behind a window takes a moment to be drawn.
fn settled<E>(mut picture: impl FnMut() -> Result<RgbaImage, E>, pause: impl Fn()) -> Result<RgbaImage, E> {
    pause();
    let mut last = picture()?;
    for _ in 0..SETTLE_LOOKS {
        pause();
        let next = picture()?;
        if next == last {
            break;
        }
        last = next;
    }
    Ok(last)
}

/// Waits for the screen to be drawn anew.
pub fn pause() {
    std::thread::sleep(PAUSE);
}

fn refuse_wayland() -> Result<(), ShellError> {
    if is_wayland() { Err(ShellError::Wayland) } else { Ok(()) }
}

fn failed(error: &XCapError) -> ShellError {
    ShellError::Capture(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgba;
    use std::convert::Infallible;

    #[test]
    fn touching_edges_do_not_overlap() {
        let screen = Area::new(0, 0, 1280, 900);
        assert!(screen.overlaps(Area::new(1279, 899, 10, 10)));
        assert!(screen.overlaps(Area::new(-50, -50, 51, 51)));
        assert!(!screen.overlaps(Area::new(1280, 0, 1280, 900)));
        assert!(!screen.overlaps(Area::new(0, -100, 1280, 100)));
    }

    #[test]
    fn only_what_lies_over_all_of_a_window_hides_it() {
        let own = Area::new(100, 100, 50, 50);
        assert!(Area::new(0, 0, 150, 150).covers(own) && own.covers(own));
        assert!(!Area::new(0, 0, 149, 200).covers(own) && !Area::new(101, 0, 500, 500).covers(own));
    }

    #[test]
    fn a_picture_is_taken_when_the_screen_has_settled() {
        let mut shown = [3_u8, 2, 1, 1, 9].into_iter();
        let mut next = || Ok::<_, Infallible>(RgbaImage::from_pixel(1, 1, Rgba([shown.next().unwrap_or(0); 4])));
        assert_eq!(settled(&mut next, || {}).map(|picture| picture.get_pixel(0, 0)[0]), Ok(1));
        assert_eq!(shown.next(), Some(9));
    }

    #[test]
    fn a_screen_that_never_settles_is_taken_all_the_same() {
        let mut shown = 0_u8;
        let picture = settled::<Infallible>(
            || {
                shown += 1;
                Ok(RgbaImage::from_pixel(1, 1, Rgba([shown; 4])))
            },
            || {},
        );
        assert_eq!(picture.map(|picture| u32::from(picture.get_pixel(0, 0)[0])), Ok(SETTLE_LOOKS + 1));
    }
}
