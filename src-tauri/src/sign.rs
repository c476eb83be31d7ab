//! A small sign on the screen that says that a capture is saved, while another program is in front.
//!
//! It takes no focus, tells nothing of a case, goes away by itself, and is never in a capture. Where there is no such
//! window, the program's place in the task bar asks for attention instead.

use tauri::AppHandle;

#[cfg(target_os = "linux")]
mod popup {
    use gtk::glib;
    use gtk::prelude::*;
    use std::cell::RefCell;
    use std::time::Duration;

    /// How long it stays.
    const STAYS: Duration = Duration::from_millis(2500);
    /// How far it is from the edges of the screen, in pixels.
    const MARGIN: i32 = 24;

    thread_local! {
        static SHOWN: RefCell<Option<(gtk::Window, u64)>> = const { RefCell::new(None) };
    }

    /// Shows a text in place of the one before; on the window's own thread only.
    pub fn show(text: &str) {
        let number = hide() + 1;
        let window = gtk::Window::new(gtk::WindowType::Popup);
        window.set_title("Casekeep sign");
        window.set_accept_focus(false);
        let label = gtk::Label::new(Some(text));
        label.set_line_wrap(true);
        label.set_max_width_chars(48);
        for set in [WidgetExt::set_margin_start, WidgetExt::set_margin_end] {
            set(&label, 20);
        }
        for set in [WidgetExt::set_margin_top, WidgetExt::set_margin_bottom] {
            set(&label, 14);
        }
        let frame = gtk::Frame::new(None);
        frame.add(&label);
        window.add(&frame);
        window.show_all();
        place(&window);
        SHOWN.with(|shown| *shown.borrow_mut() = Some((window, number)));
        glib::timeout_add_local_once(STAYS, move || {
            let is_this = SHOWN.with(|shown| shown.borrow().as_ref().is_some_and(|(_, other)| *other == number));
            if is_this {
                hide();
            }
        });
    }

    /// Takes the sign away; returns its number.
    pub fn hide() -> u64 {
        let Some((window, number)) = SHOWN.with(|shown| shown.borrow_mut().take()) else { return 0 };
        window.close();
        number
    }

    /// Puts it into the upper right corner of the screen with the pointer.
    fn place(window: &gtk::Window) {
        let Some(display) = gtk::gdk::Display::default() else { return };
        let at = display.default_seat().and_then(|seat| seat.pointer()).map(|pointer| pointer.position());
        let monitor = match at {
            Some((_, x, y)) => display.monitor_at_point(x, y),
            None => display.primary_monitor(),
        };
        let Some(area) = monitor.map(|monitor| monitor.workarea()) else { return };
        let (width, _) = window.size();
        window.move_(area.x() + area.width() - width - MARGIN, area.y() + MARGIN);
    }
}

/// Shows a text for a moment.
pub fn show(app: &AppHandle, text: String) {
    #[cfg(target_os = "linux")]
    // Where the main loop is gone the program is ending.
    drop(app.run_on_main_thread(move || popup::show(&text)));
    #[cfg(not(target_os = "linux"))]
    {
        use tauri::Manager;
        // The text is on the page as well; a window that cannot ask for attention shows it there only.
        drop(text);
        if let Some(window) = app.get_webview_window(crate::window::MAIN) {
            let _ = window.request_user_attention(Some(tauri::UserAttentionType::Informational));
        }
    }
}

/// Takes the sign away, and waits until it is, so that it is in no capture.
pub fn hide(app: &AppHandle) {
    #[cfg(target_os = "linux")]
    {
        let (send, gone) = std::sync::mpsc::channel();
        let asked = app.run_on_main_thread(move || {
            let was_there = popup::hide() > 0;
            if let Some(display) = gtk::gdk::Display::default() {
                display.sync();
            }
            // Nobody waits any more only when the program is ending.
            let _ = send.send(was_there);
        });
        if asked.is_ok() && gone.recv().unwrap_or(false) {
            crate::screen::pause();
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = app;
}
