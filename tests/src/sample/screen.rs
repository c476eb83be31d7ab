//! The capture of a computer's screen: a browser with a conversation in it.

use super::canvas::{Area, Canvas, style};
use super::typeface::Typeface::{Bold, Plain};
use image::RgbImage;

const WIDTH: f32 = 1440.0;
const HEIGHT: f32 = 900.0;
const TEXT: u32 = 0x1c_1c_1e;
const QUIET: u32 = 0x6d_6d_72;

/// Returns the capture, with these messages.
pub fn browser(account: &str, address: &str, day: &str, messages: &[(String, String)]) -> RgbImage {
    let mut canvas = Canvas::new(WIDTH, HEIGHT, 1.0, 0xff_ffff);
    window_frame(&mut canvas, address);
    other_conversations(&mut canvas, account);
    canvas.circle(438.0, 118.0, 24.0, 0xa9_b1bd);
    canvas.text(account, 476.0, 114.0, style(Bold, 19.0, TEXT));
    canvas.text("Joined April 2026 · not followed by anyone you follow", 476.0, 136.0, style(Plain, 14.0, QUIET));
    canvas.line(&[(390.0, 160.0), (WIDTH, 160.0)], 1.0, 0xe0_e0e4);
    let mut y = 190.0;
    let mut hour = "";
    for (at, text) in messages {
        let shown = at.get(..4).unwrap_or(at);
        if shown != hour {
            canvas.centred(&format!("{day}, {at}"), 910.0, y + 14.0, style(Plain, 13.5, QUIET));
            y += 36.0;
        }
        hour = shown;
        canvas.rounded(Area(440.0, y, Plain.width(text, 17.0) + 38.0, 44.0), 22.0, 0xec_ecf0);
        canvas.text(text, 459.0, y + 28.0, style(Plain, 17.0, TEXT));
        canvas.text(at, 472.0 + Plain.width(text, 17.0) + 20.0, y + 27.0, style(Plain, 12.5, 0x8e_8e93));
        y += 54.0;
    }
    canvas.rounded(Area(430.0, 826.0, 960.0, 48.0), 24.0, 0xf2_f2f5);
    canvas.text("Message", 456.0, 856.0, style(Plain, 16.0, 0x8e_8e93));
    canvas.into_image()
}

fn window_frame(canvas: &mut Canvas, address: &str) {
    canvas.rect(Area(0.0, 0.0, WIDTH, 74.0), 0xdd_e0e6);
    canvas.rounded(Area(10.0, 6.0, 250.0, 40.0), 10.0, 0xf6_f7f9);
    canvas.text("Messages", 48.0, 26.0, style(Plain, 14.0, TEXT));
    canvas.circle(30.0, 21.0, 8.0, 0xc0_6a8c);
    canvas.rect(Area(0.0, 34.0, WIDTH, 40.0), 0xf6_f7f9);
    canvas.line(&[(30.0, 47.0), (22.0, 54.0), (30.0, 61.0)], 2.0, 0x4a_4a50);
    canvas.line(&[(52.0, 47.0), (60.0, 54.0), (52.0, 61.0)], 2.0, 0xb0_b0b6);
    canvas.rounded(Area(84.0, 40.0, 1200.0, 28.0), 14.0, 0xff_ffff);
    canvas.text(address, 104.0, 59.0, style(Plain, 14.5, 0x3a_3a40));
    canvas.text("Wed 22 Apr  12:02", WIDTH - 130.0, 22.0, style(Bold, 13.5, 0x3a_3a40));
    canvas.line(&[(0.0, 74.0), (WIDTH, 74.0)], 1.0, 0xd0_d2d8);
}

fn other_conversations(canvas: &mut Canvas, account: &str) {
    canvas.rect(Area(0.0, 75.0, 390.0, HEIGHT - 75.0), 0xfa_fafb);
    canvas.line(&[(390.0, 75.0), (390.0, HEIGHT)], 1.0, 0xe0_e0e4);
    canvas.text("Message requests", 28.0, 122.0, style(Bold, 20.0, TEXT));
    canvas.rounded(Area(14.0, 142.0, 362.0, 76.0), 12.0, 0xe7_edf8);
    canvas.circle(56.0, 180.0, 24.0, 0xa9_b1bd);
    canvas.text(account, 96.0, 175.0, style(Bold, 16.0, TEXT));
    canvas.text("Thursday then · 14 h", 96.0, 198.0, style(Plain, 14.0, QUIET));
    canvas.text("Earlier", 28.0, 256.0, style(Plain, 13.0, 0x8e_8e93));
    for row in 0..5_u8 {
        let y = 276.0 + f32::from(row) * 84.0;
        canvas.circle(56.0, y + 32.0, 24.0, 0xe9_eaee);
        canvas.rounded(Area(96.0, y + 14.0, 190.0 - f32::from(row % 3) * 34.0, 13.0), 6.5, 0xe9_eaee);
        canvas.rounded(Area(96.0, y + 40.0, 240.0, 11.0), 5.5, 0xf0_f1f4);
    }
}
