//! Dropping files on the window with the mouse, as out of a file manager.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::Stdio;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use crate::group::Group;
use crate::home::Home;
use crate::screen::{SIZE, Screen};
use crate::until::LIMIT;

/// How often a drag is tried: the first movements of a pointer may be swallowed while a window takes the focus.
const TRIES: usize = 5;

/// Drags files from outside onto a point of the screen and lets go.
///
/// # Panics
/// When the window does not take them.
pub fn drop_files(screen: &Screen, home: &Home, files: &[&Path], at: (u32, u32)) {
    let from = (20, SIZE.1 - 60);
    let mut source = home.command("/usr/bin/python3", screen.display());
    source.args(["-c", include_str!("drag.py")]).arg(from.0.to_string()).arg(from.1.to_string()).args(files);
    let mut source = Group::start(source.stdout(Stdio::piped()));
    let said = lines(source.child().stdout.take().expect("its output is a pipe"));
    assert_eq!(said.recv_timeout(LIMIT).as_deref(), Ok("ready"), "the strip to drag from");
    for _ in 0..TRIES {
        if is_dropped(screen, &said, (from.0 + 40, from.1 + 20), at) {
            return;
        }
    }
    panic!("the window did not take the files after {TRIES} tries");
}

fn is_dropped(screen: &Screen, said: &Receiver<String>, from: (u32, u32), at: (u32, u32)) -> bool {
    move_to(screen, from);
    screen.xdotool(&["mousedown", "1"]);
    let mut begun = false;
    for step in 1..=20 {
        move_to(screen, (from.0 + step * 4, from.1));
        begun = begun || said.recv_timeout(Duration::from_millis(50)).is_ok_and(|word| word == "begun");
        if begun {
            break;
        }
    }
    // Several small movements over the place: the window asks what is dragged at the first and answers at a later one.
    for step in 0..12 {
        move_to(screen, (at.0 + step, at.1 + step));
        // Nothing is said yet; this gives the two programs a turn between the movements.
        let _ = said.recv_timeout(Duration::from_millis(40));
    }
    screen.xdotool(&["mouseup", "1"]);
    begun && said.recv_timeout(LIMIT).is_ok_and(|word| word == "dropped")
}

fn move_to(screen: &Screen, (x, y): (u32, u32)) {
    screen.xdotool(&["mousemove", &x.to_string(), &y.to_string()]);
}

fn lines(output: impl std::io::Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if sender.send(line).is_err() {
                return;
            }
        }
    });
    receiver
}
