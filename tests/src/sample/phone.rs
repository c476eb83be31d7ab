//! Screenshots of a phone: conversations, a friend request, a list of calls.

use super::canvas::{Area, Canvas, style};
use super::typeface::Typeface::{Bold, Plain};
use image::RgbImage;

const WIDTH: f32 = 430.0;
const HEIGHT: f32 = 932.0;
const SCALE: f32 = 2.5;
/// Where the messages begin below the head, and where they must end above the field to write in.
const TOP: f32 = 112.0;
const BOTTOM: f32 = HEIGHT - 74.0;
/// A pause after which a conversation shows the time again, in minutes.
const PAUSE: u32 = 15;

const TEXT: u32 = 0x1c_1c_1e;
const QUIET: u32 = 0x6d_6d_72;
const BUBBLE: u32 = 0xe9_e9_eb;
const LINE: u32 = 0xd8_d8_dc;

/// One screen of a conversation.
pub struct Conversation<'a> {
    /// The clock of the phone when the screenshot was taken.
    pub clock: &'a str,
    /// What stands before each time, such as a day.
    pub day: &'a str,
    /// The messages that it shows, each with its time.
    pub messages: &'a [(String, String)],
}

/// Returns a screenshot of messages from the person of concern.
///
/// # Panics
/// When there are more messages than a screen holds.
pub fn conversation(shown: &Conversation<'_>) -> RgbImage {
    let mut canvas = screen(shown.clock);
    head(&mut canvas, "A. Person", "Facebook · not in your friends");
    let mut y = TOP;
    let mut last = None;
    for (at, text) in shown.messages {
        if last.is_none_or(|last| minutes(at) - last >= PAUSE) {
            canvas.centred(&format!("{} {at}", shown.day), WIDTH / 2.0, y + 22.0, style(Plain, 12.5, QUIET));
            y += 34.0;
        }
        last = Some(minutes(at));
        y += bubble(&mut canvas, text, y) + 5.0;
    }
    assert!(y <= BOTTOM, "{} messages do not fit one screen: {y}", shown.messages.len());
    writing_field(&mut canvas);
    canvas.into_image()
}

/// Returns the screenshot of a friend request.
pub fn friend_request(clock: &str) -> RgbImage {
    let mut canvas = screen(clock);
    canvas.text("Friend requests", 20.0, 92.0, style(Bold, 27.0, TEXT));
    canvas.text("1 new", 20.0, 120.0, style(Plain, 15.0, QUIET));
    canvas.rounded(Area(12.0, 142.0, WIDTH - 24.0, 148.0), 14.0, 0xf5_f6_f8);
    canvas.circle(64.0, 200.0, 36.0, 0x9f_a8b5);
    face(&mut canvas, 64.0, 200.0, 36.0);
    canvas.text("stairs_and_sunday", 116.0, 186.0, style(Bold, 18.0, TEXT));
    canvas.text("Joined April 2026 · no friends in common", 116.0, 209.0, style(Plain, 14.0, QUIET));
    canvas.text("Today 23:10", 116.0, 229.0, style(Plain, 14.0, QUIET));
    canvas.rounded(Area(116.0, 242.0, 132.0, 36.0), 8.0, 0x2f_6fe4);
    canvas.centred("Confirm", 182.0, 266.0, style(Bold, 15.0, 0xff_ffff));
    canvas.rounded(Area(258.0, 242.0, 132.0, 36.0), 8.0, 0xdd_dfe4);
    canvas.centred("Delete", 324.0, 266.0, style(Bold, 15.0, TEXT));
    canvas.text("People you may know", 20.0, 338.0, style(Bold, 19.0, TEXT));
    for row in 0..4_u8 {
        let y = 366.0 + f32::from(row) * 92.0;
        canvas.circle(52.0, y + 34.0, 30.0, 0xe6_e8ec);
        canvas.rounded(Area(98.0, y + 14.0, 150.0 - f32::from(row % 3) * 22.0, 14.0), 7.0, 0xe6_e8ec);
        canvas.rounded(Area(98.0, y + 40.0, 220.0, 12.0), 6.0, 0xef_f0f3);
    }
    canvas.into_image()
}

/// Returns the screenshot of a list of calls, newest first: who, what, when.
pub fn calls(clock: &str, calls: &[(&str, &str, &str)]) -> RgbImage {
    const MISSED: u32 = 0xc6_2f2f;
    let mut canvas = screen(clock);
    canvas.text("Recent calls", 20.0, 92.0, style(Bold, 27.0, TEXT));
    let mut y = 118.0;
    for (who, what, when) in calls {
        let strange = *who == "No caller ID";
        canvas.circle(46.0, y + 36.0, 22.0, 0xdf_e3ea);
        face(&mut canvas, 46.0, y + 36.0, 22.0);
        canvas.text(who, 84.0, y + 31.0, style(Bold, 17.0, if strange { MISSED } else { TEXT }));
        canvas.text(what, 84.0, y + 52.0, style(Plain, 14.0, QUIET));
        let wide = Plain.width(when, 14.0);
        canvas.text(when, WIDTH - 20.0 - wide, y + 41.0, style(Plain, 14.0, QUIET));
        y += 74.0;
        canvas.line(&[(84.0, y), (WIDTH, y)], 0.8, LINE);
    }
    canvas.into_image()
}

/// Returns an empty screen with the phone's own line at its top and the bar at its bottom.
fn screen(clock: &str) -> Canvas {
    let mut canvas = Canvas::new(WIDTH, HEIGHT, SCALE, 0xff_ffff);
    canvas.text(clock, 26.0, 31.0, style(Bold, 16.0, TEXT));
    for bar in 0..4_u8 {
        let high = 4.0 + f32::from(bar) * 2.6;
        canvas.rounded(Area(320.0 + f32::from(bar) * 5.6, 31.0 - high, 3.8, high), 1.0, TEXT);
    }
    canvas.text("5G", 347.0, 31.0, style(Bold, 13.5, TEXT));
    canvas.rounded(Area(373.0, 19.0, 28.0, 13.0), 4.0, 0xb4_b4b8);
    canvas.rounded(Area(374.5, 20.5, 18.0, 10.0), 2.5, TEXT);
    canvas.rounded(Area(402.5, 23.0, 2.0, 5.0), 1.0, 0xb4_b4b8);
    canvas.rounded(Area(WIDTH / 2.0 - 70.0, HEIGHT - 11.0, 140.0, 4.5), 2.2, TEXT);
    canvas
}

fn head(canvas: &mut Canvas, name: &str, below: &str) {
    canvas.line(&[(24.0, 64.0), (15.0, 73.5), (24.0, 83.0)], 2.6, 0x2f_6fe4);
    canvas.circle(56.0, 73.5, 20.0, 0xa9_b1bd);
    face(canvas, 56.0, 73.5, 20.0);
    canvas.text(name, 88.0, 71.0, style(Bold, 17.0, TEXT));
    canvas.text(below, 88.0, 90.0, style(Plain, 13.0, QUIET));
    canvas.line(&[(0.0, 105.0), (WIDTH, 105.0)], 0.8, LINE);
}

/// Draws the outline of nobody in particular inside a circle.
fn face(canvas: &mut Canvas, x: f32, y: f32, radius: f32) {
    let pale = 0xf4_f5f7;
    canvas.circle(x, y - radius * 0.2, radius * 0.34, pale);
    let (wide, low) = (radius * 0.62, y + radius * 0.72);
    let shoulders =
        [((x - wide, y + radius * 0.22), (x, y + radius * 0.22)), ((x + wide, y + radius * 0.22), (x + wide, low))];
    canvas.petal((x - wide, low), &shoulders, pale);
}

/// Draws a message, and returns how high it is.
fn bubble(canvas: &mut Canvas, text: &str, y: f32) -> f32 {
    let lines = Plain.wrap(text, 16.0, 250.0);
    let wide = lines.iter().map(|line| Plain.width(line, 16.0)).fold(0.0, f32::max);
    let high = 17.0 + 20.0 * lines.len() as f32;
    canvas.rounded(Area(54.0, y, wide + 30.0, high), 18.0, BUBBLE);
    for (at, line) in lines.iter().enumerate() {
        canvas.text(line, 69.0, y + 23.5 + 20.0 * at as f32, style(Plain, 16.0, TEXT));
    }
    high
}

fn writing_field(canvas: &mut Canvas) {
    canvas.line(&[(0.0, BOTTOM), (WIDTH, BOTTOM)], 0.8, LINE);
    canvas.circle(32.0, BOTTOM + 30.0, 15.0, 0x2f_6fe4);
    canvas.line(&[(25.0, BOTTOM + 30.0), (39.0, BOTTOM + 30.0)], 2.2, 0xff_ffff);
    canvas.line(&[(32.0, BOTTOM + 23.0), (32.0, BOTTOM + 37.0)], 2.2, 0xff_ffff);
    canvas.rounded(Area(60.0, BOTTOM + 12.0, WIDTH - 80.0, 36.0), 18.0, 0xf0_f0f3);
    canvas.text("Message", 76.0, BOTTOM + 35.5, style(Plain, 15.5, 0x8e_8e93));
}

fn minutes(clock: &str) -> u32 {
    let (hours, minutes) = clock.split_once(':').expect("a time of day");
    let number = |text: &str| text.parse::<u32>().expect("a time of day");
    number(hours) * 60 + number(minutes)
}
