//! Photos of things on a table: the chocolates, the card, the letter and its envelope.

use super::canvas::{Area, Canvas, Ink, style};
use super::typeface::Typeface::{Bold, Hand, Plain};
use image::{Rgb, RgbImage};

const PEN: u32 = 0x24_2c52;

/// Returns the photo of the chocolates with the card beside them.
pub fn chocolates() -> RgbImage {
    let mut canvas = table(1600.0, 1200.0);
    canvas.turned(-7.0, 760.0, 620.0, |canvas| {
        let lid = Area(290.0, 280.0, 960.0, 680.0);
        canvas.shadow(Area(304.0, 306.0, 960.0, 680.0), 54.0, 0.5);
        canvas.rounded(Area(290.0, 300.0, 960.0, 676.0), 10.0, 0x3f_1b22);
        canvas.rounded(lid, 10.0, 0x5d_2832);
        canvas.gradient(
            Area(296.0, 286.0, 948.0, 668.0),
            (290.0, 280.0, Ink(0x7c_3a46, 0.8)),
            (1250.0, 960.0, Ink(0x3c_1820, 0.8)),
        );
        canvas.frame(Area(318.0, 308.0, 904.0, 624.0), 3.0, Ink(0xd5_b573, 0.9));
        canvas.frame(Area(328.0, 318.0, 884.0, 604.0), 1.2, Ink(0xd5_b573, 0.7));
        canvas.text("Assorted", 372.0, 800.0, style(Hand, 92.0, 0xe8_cf98));
        canvas.text("chocolates", 372.0, 876.0, style(Hand, 92.0, 0xe8_cf98));
        canvas.text("24 pieces · 300 g", 378.0, 912.0, style(Plain, 22.0, 0xcf_b07a));
        ribbon(canvas);
    });
    canvas.turned(9.0, 1310.0, 300.0, |canvas| {
        canvas.shadow(Area(1136.0, 166.0, 350.0, 262.0), 30.0, 0.6);
        canvas.rect(Area(1130.0, 158.0, 350.0, 262.0), 0xf6_f1e4);
        canvas.gradient(
            Area(1130.0, 158.0, 350.0, 262.0),
            (1130.0, 158.0, Ink(0xff_ffff, 0.5)),
            (1480.0, 420.0, Ink(0xd9_cdb4, 0.5)),
        );
        canvas.frame(Area(1146.0, 174.0, 318.0, 230.0), 1.5, Ink(0xb7_a077, 0.7));
        canvas.centred("Thank you", 1305.0, 308.0, style(Hand, 78.0, 0x6b_5940));
    });
    developed(canvas, 11)
}

fn ribbon(canvas: &mut Canvas) {
    let (pale, deep) = (0xe3_c88f, 0xb9_985a);
    canvas.rect(Area(735.0, 280.0, 70.0, 680.0), pale);
    canvas.rect(Area(735.0, 280.0, 8.0, 680.0), deep);
    canvas.rect(Area(290.0, 566.0, 960.0, 70.0), pale);
    canvas.rect(Area(290.0, 628.0, 960.0, 8.0), deep);
    for side in [-1.0_f32, 1.0] {
        let x = |out: f32| 770.0 + side * out;
        canvas.petal(
            (x(0.0), 600.0),
            &[
                ((x(120.0), 690.0), (x(112.0), 800.0)),
                ((x(70.0), 760.0), (x(52.0), 806.0)),
                ((x(70.0), 690.0), (x(0.0), 600.0)),
            ],
            deep,
        );
        canvas.petal(
            (x(0.0), 600.0),
            &[((x(90.0), 450.0), (x(196.0), 500.0)), ((x(230.0), 610.0), (x(0.0), 606.0))],
            pale,
        );
        canvas.petal(
            (x(14.0), 594.0),
            &[((x(90.0), 492.0), (x(160.0), 528.0)), ((x(176.0), 590.0), (x(14.0), 598.0))],
            deep,
        );
    }
    canvas.rounded(Area(738.0, 568.0, 64.0, 66.0), 18.0, 0xee_d7a4);
}

/// Returns the photo of the open card, as it was held: upright.
pub fn card() -> RgbImage {
    let mut canvas = table(1200.0, 1600.0);
    canvas.turned(-1.5, 600.0, 800.0, |canvas| {
        let (top, fold, bottom) = (150.0, 800.0, 1450.0);
        canvas.shadow(Area(176.0, 176.0, 868.0, 1300.0), 44.0, 0.5);
        canvas.rect(Area(166.0, top, 868.0, bottom - top), 0xf7_f2e6);
        canvas.gradient(
            Area(166.0, top, 868.0, fold - top),
            (600.0, top, Ink(0xff_ffff, 0.6)),
            (600.0, fold, Ink(0xc9_bda3, 0.55)),
        );
        canvas.gradient(
            Area(166.0, fold, 868.0, 90.0),
            (600.0, fold, Ink(0xa8_9a7d, 0.5)),
            (600.0, fold + 90.0, Ink(0xf7_f2e6, 0.0)),
        );
        canvas.frame(Area(206.0, top + 40.0, 788.0, fold - top - 80.0), 2.0, Ink(0xb7_a077, 0.6));
        canvas.centred("Thank", 600.0, 440.0, style(Hand, 150.0, 0x7a_6748));
        canvas.centred("you", 600.0, 580.0, style(Hand, 150.0, 0x7a_6748));
        let lines = [
            (920.0, "Dear Dr Whitfield,"),
            (1010.0, "My knee is mended, and it is all you."),
            (1080.0, "If you are ever passing:"),
            (1180.0, "14 Cooper's Yard"),
            (1250.0, "07700 900 318"),
            (1360.0, "Come and have tea!"),
        ];
        written(canvas, 240.0, 59.0, &lines);
    });
    developed(canvas, 23)
}

/// Returns the photo of the letter, as it was held: upright.
pub fn letter() -> RgbImage {
    let mut canvas = table(1200.0, 1600.0);
    canvas.turned(0.8, 600.0, 800.0, |canvas| {
        canvas.shadow(Area(118.0, 82.0, 976.0, 1450.0), 44.0, 0.5);
        canvas.rect(Area(110.0, 70.0, 980.0, 1460.0), 0xf9_f5ea);
        for y in [556.0, 1042.0] {
            canvas.gradient(
                Area(110.0, y - 26.0, 980.0, 26.0),
                (0.0, y - 26.0, Ink(0xf9_f5ea, 0.0)),
                (0.0, y, Ink(0xc3_b89e, 0.55)),
            );
            canvas.gradient(
                Area(110.0, y, 980.0, 34.0),
                (0.0, y, Ink(0xff_fffa, 0.9)),
                (0.0, y + 34.0, Ink(0xf9_f5ea, 0.0)),
            );
        }
        canvas.text("16 March", 840.0, 190.0, style(Hand, 57.0, PEN));
        let lines = [
            (300.0, "Dear Nora,"),
            (400.0, "You did not answer my message so I am"),
            (470.0, "writing to you here. I know you felt it too,"),
            (540.0, "when you laughed about the stairs. Nobody"),
            (610.0, "has been that kind to me."),
            (715.0, "I know you are careful at work. I walked"),
            (785.0, "past Larch Road on Sunday and the blue"),
            (855.0, "Volvo was there so I know you were in."),
            (960.0, "I only want one coffee. I will wait by the"),
            (1030.0, "bench at five every day until you come."),
            (1170.0, "Yours,"),
            (1250.0, "A"),
        ];
        written(canvas, 190.0, 57.0, &lines);
    });
    developed(canvas, 37)
}

/// Returns the photo of the envelope.
pub fn envelope() -> RgbImage {
    let mut canvas = table(1600.0, 1200.0);
    canvas.turned(1.2, 800.0, 600.0, |canvas| {
        let paper = Area(120.0, 160.0, 1360.0, 880.0);
        canvas.shadow(Area(130.0, 178.0, 1360.0, 880.0), 44.0, 0.5);
        canvas.rect(paper, 0xf5_eee1);
        canvas.gradient(paper, (120.0, 160.0, Ink(0xff_ffff, 0.45)), (1480.0, 1040.0, Ink(0xcf_c2a8, 0.5)));
        canvas.line(&[(120.0, 160.0), (800.0, 560.0), (1480.0, 160.0)], 2.0, Ink(0xbf_b296, 0.35));
        stamp(canvas);
        postmark(canvas);
        let lines =
            [(590.0, "Dr Nora Whitfield"), (680.0, "Elmbrook Surgery"), (770.0, "Mill Lane"), (860.0, "Northshire")];
        written(canvas, 620.0, 82.0, &lines);
        canvas.text("PRIVATE", 190.0, 940.0, style(Hand, 88.0, PEN));
        canvas.line(&[(186.0, 958.0), (424.0, 952.0)], 4.5, PEN);
    });
    developed(canvas, 53)
}

fn stamp(canvas: &mut Canvas) {
    canvas.rect(Area(1240.0, 214.0, 176.0, 216.0), 0xfb_f8f0);
    for step in 0..12_u8 {
        let (across, down) = (1247.0 + f32::from(step) * 14.8, 221.0 + f32::from(step) * 18.4);
        for (x, y) in [(across, 214.0), (across, 430.0), (1240.0, down), (1416.0, down)] {
            canvas.circle(x, y, 5.0, 0xf0_e8d9);
        }
    }
    canvas.rect(Area(1256.0, 230.0, 144.0, 184.0), 0x8b_6a70);
    canvas.shape(
        &[
            (1256.0, 414.0),
            (1256.0, 360.0),
            (1300.0, 318.0),
            (1340.0, 352.0),
            (1372.0, 328.0),
            (1400.0, 356.0),
            (1400.0, 414.0),
        ],
        0x6d_4f57,
    );
    canvas.circle(1364.0, 276.0, 20.0, 0xe8_d3b4);
    canvas.text("1st", 1268.0, 268.0, style(Bold, 30.0, 0xf6_ede0));
}

fn postmark(canvas: &mut Canvas) {
    let ink = Ink(0x3a_3634, 0.62);
    canvas.ring(1150.0, 320.0, 104.0, 5.0, ink);
    canvas.ring(1150.0, 320.0, 76.0, 2.0, ink);
    let stamped = |size| super::canvas::Style { face: Bold, size, ink };
    canvas.centred("NORTHSHIRE", 1150.0, 302.0, stamped(21.0));
    canvas.centred("16.03.26", 1150.0, 331.0, stamped(25.0));
    canvas.centred("5.30 PM", 1150.0, 360.0, stamped(20.0));
    for row in 0..6_u8 {
        let y = 262.0 + f32::from(row) * 23.0;
        let wave: Vec<(f32, f32)> = (0..=24_u8)
            .map(|step| (740.0 + f32::from(step) * 12.2, y + if step % 8 < 4 { 4.0 } else { -4.0 }))
            .collect();
        canvas.line(&wave, 4.0, ink);
    }
}

/// Writes lines by hand: each a little out of true.
fn written(canvas: &mut Canvas, x: f32, size: f32, lines: &[(f32, &str)]) {
    for (at, (y, line)) in lines.iter().enumerate() {
        let lean = [-0.5, 0.3, -0.2, 0.45, -0.35][at % 5];
        let in_by = [0.0, 4.0, -2.0, 3.0][at % 4];
        canvas.turned(lean, x, *y, |canvas| canvas.text(line, x + in_by, *y, style(Hand, size, PEN)));
    }
}

/// Returns a wooden table top in the light of a window on its left.
fn table(width: f32, height: f32) -> Canvas {
    let mut canvas = Canvas::new(width, height, 1.0, 0xa8_8d6b);
    let planks = [0xa9_8e6c, 0xa0_8462, 0xaf_9472, 0xa4_8967, 0x9b_805f_u32];
    let across = width / 5.0;
    for (at, colour) in planks.into_iter().enumerate() {
        let x = at as f32 * across;
        canvas.rect(Area(x, 0.0, across, height), colour);
        for grain in 0..26_u32 {
            let place = scattered(at as u32 * 97 + grain);
            let gx = x + 6.0 + (across - 12.0) * place;
            let bend = (scattered(grain * 31 + at as u32) - 0.5) * 22.0;
            let line = [(gx, 0.0), (gx + bend, height * 0.34), (gx - bend, height * 0.7), (gx, height)];
            canvas.line(&line, 1.0 + 2.0 * scattered(grain + 7), Ink(0x6b_5138, 0.10 + 0.10 * place));
        }
        canvas.rect(Area(x, 0.0, 3.0, height), Ink(0x3b_2b1c, 0.55));
        canvas.rect(Area(x + 3.0, 0.0, 2.0, height), Ink(0xff_ecd0, 0.25));
    }
    canvas.gradient(
        Area(0.0, 0.0, width, height),
        (0.0, 0.0, Ink(0xff_f0d8, 0.30)),
        (width, height, Ink(0x20_1408, 0.34)),
    );
    canvas
}

/// Returns the photo with what a small camera adds: darker corners and grain.
fn developed(canvas: Canvas, seed: u32) -> RgbImage {
    let mut image = canvas.into_image();
    let (width, height) = (image.width() as f32, image.height() as f32);
    for (x, y, pixel) in image.enumerate_pixels_mut() {
        let (dx, dy) = (x as f32 / width - 0.5, y as f32 / height - 0.5);
        let light = 1.0 - 0.42 * (dx * dx + dy * dy);
        let grain = (scattered(seed ^ x.wrapping_mul(7919) ^ y.wrapping_mul(104_729)) - 0.5) * 7.0;
        *pixel = Rgb(pixel.0.map(|value| (f32::from(value) * light + grain).clamp(0.0, 255.0) as u8));
    }
    image
}

/// Returns a number from 0 up to 1 that looks like chance and is always the same.
fn scattered(seed: u32) -> f32 {
    let mixed = (seed ^ 0x9e37_79b9).wrapping_mul(0x85eb_ca6b);
    let mixed = (mixed ^ (mixed >> 13)).wrapping_mul(0xc2b2_ae35);
    ((mixed ^ (mixed >> 16)) >> 8) as f32 / 16_777_216.0
}
