//! A sheet to draw on: shapes, shadows, gradients and text, scaled and turned.

use super::typeface::Typeface;
use image::{DynamicImage, RgbImage, RgbaImage};
use tiny_skia::{
    Color, FillRule, GradientStop, LinearGradient, Paint, Path, PathBuilder, Pixmap, Point, Rect, Shader, SpreadMode,
    Stroke, Transform,
};

/// A colour as `0xRRGGBB`, with how much it covers.
#[derive(Debug, Clone, Copy)]
pub struct Ink(pub u32, pub f32);

impl Ink {
    fn color(self) -> Color {
        let [_, r, g, b] = self.0.to_be_bytes();
        let mut color = Color::from_rgba8(r, g, b, 255);
        color.set_alpha(self.1);
        color
    }
}

impl From<u32> for Ink {
    fn from(rgb: u32) -> Self {
        Self(rgb, 1.0)
    }
}

/// A rectangle by its left and top edges, width and height.
#[derive(Debug, Clone, Copy)]
pub struct Area(pub f32, pub f32, pub f32, pub f32);

impl Area {
    fn grown(self, by: f32) -> Self {
        Self(self.0 - by, self.1 - by, self.2 + 2.0 * by, self.3 + 2.0 * by)
    }

    fn rect(self) -> Rect {
        Rect::from_xywh(self.0, self.1, self.2, self.3).expect("the sample draws real rectangles")
    }
}

/// A curve from where the last one ended: the point that draws it, and the point where it ends.
pub type Curve = ((f32, f32), (f32, f32));

/// How text looks.
#[derive(Debug, Clone, Copy)]
pub struct Style {
    /// The letters.
    pub face: Typeface,
    /// Their size.
    pub size: f32,
    /// Their colour.
    pub ink: Ink,
}

/// Returns how text looks.
pub fn style(face: Typeface, size: f32, rgb: u32) -> Style {
    Style { face, size, ink: rgb.into() }
}

/// The sheet.
pub struct Canvas {
    map: Pixmap,
    at: Transform,
}

impl Canvas {
    /// Makes a sheet of so many points, each `scale` pixels wide and high.
    pub fn new(width: f32, height: f32, scale: f32, ground: u32) -> Self {
        let size = |points: f32| (points * scale).round() as u32;
        let mut map = Pixmap::new(size(width), size(height)).expect("the sample draws sheets of a real size");
        map.fill(Ink::from(ground).color());
        Self { map, at: Transform::from_scale(scale, scale) }
    }

    /// Draws on the sheet as if it were turned by so many degrees about a point.
    pub fn turned(&mut self, degrees: f32, x: f32, y: f32, draw: impl FnOnce(&mut Self)) {
        let before = self.at;
        self.at = before.pre_concat(Transform::from_rotate_at(degrees, x, y));
        draw(self);
        self.at = before;
    }

    /// Fills a rectangle.
    pub fn rect(&mut self, area: Area, ink: impl Into<Ink>) {
        self.fill(&PathBuilder::from_rect(area.rect()), &paint(ink.into()));
    }

    /// Fills a rectangle with round corners.
    pub fn rounded(&mut self, area: Area, radius: f32, ink: impl Into<Ink>) {
        self.fill(&round_corners(area, radius), &paint(ink.into()));
    }

    /// Fills a rectangle with a colour that turns into another along a line between two points.
    pub fn gradient(&mut self, area: Area, from: (f32, f32, Ink), to: (f32, f32, Ink)) {
        let stops = vec![GradientStop::new(0.0, from.2.color()), GradientStop::new(1.0, to.2.color())];
        let (start, end) = (Point::from_xy(from.0, from.1), Point::from_xy(to.0, to.1));
        let shader = LinearGradient::new(start, end, stops, SpreadMode::Pad, Transform::identity());
        let shader = shader.expect("the two points of a gradient differ");
        self.fill(&PathBuilder::from_rect(area.rect()), &Paint { shader, ..paint(Ink(0, 1.0)) });
    }

    /// Fills a circle.
    pub fn circle(&mut self, x: f32, y: f32, radius: f32, ink: impl Into<Ink>) {
        let path = PathBuilder::from_circle(x, y, radius).expect("the sample draws real circles");
        self.fill(&path, &paint(ink.into()));
    }

    /// Draws the outline of a circle.
    pub fn ring(&mut self, x: f32, y: f32, radius: f32, width: f32, ink: impl Into<Ink>) {
        let path = PathBuilder::from_circle(x, y, radius).expect("the sample draws real circles");
        self.stroke(&path, width, ink.into());
    }

    /// Draws the outline of a rectangle.
    pub fn frame(&mut self, area: Area, width: f32, ink: impl Into<Ink>) {
        self.stroke(&PathBuilder::from_rect(area.rect()), width, ink.into());
    }

    /// Draws lines from point to point.
    pub fn line(&mut self, points: &[(f32, f32)], width: f32, ink: impl Into<Ink>) {
        self.stroke(&joined(points, false), width, ink.into());
    }

    /// Fills the shape between points.
    pub fn shape(&mut self, points: &[(f32, f32)], ink: impl Into<Ink>) {
        self.fill(&joined(points, true), &paint(ink.into()));
    }

    /// Fills the shape between curves, each with one control point, closed.
    pub fn petal(&mut self, start: (f32, f32), curves: &[Curve], ink: impl Into<Ink>) {
        let mut path = PathBuilder::new();
        path.move_to(start.0, start.1);
        for ((cx, cy), (x, y)) in curves {
            path.quad_to(*cx, *cy, *x, *y);
        }
        path.close();
        self.fill(&path.finish().expect("a shape of curves"), &paint(ink.into()));
    }

    /// Draws a soft shadow of a rectangle.
    pub fn shadow(&mut self, area: Area, spread: f32, strength: f32) {
        const STEPS: u8 = 14;
        for step in 0..STEPS {
            let out = spread * (1.0 - f32::from(step) / f32::from(STEPS));
            self.rounded(area.grown(out), out + 1.0, Ink(0x1a_1410, strength / f32::from(STEPS)));
        }
    }

    /// Writes a line whose baseline starts at a point.
    pub fn text(&mut self, text: &str, x: f32, baseline: f32, style: Style) {
        if let Some(path) = style.face.outline(text, style.size, x, baseline) {
            self.fill(&path, &paint(style.ink));
        }
    }

    /// Writes a line whose middle is at a point.
    pub fn centred(&mut self, text: &str, x: f32, baseline: f32, style: Style) {
        self.text(text, x - style.face.width(text, style.size) / 2.0, baseline, style);
    }

    /// Returns the picture.
    pub fn into_image(self) -> RgbImage {
        let (width, height) = (self.map.width(), self.map.height());
        // The ground is opaque, so premultiplied colours are the colours.
        let rgba = RgbaImage::from_raw(width, height, self.map.take()).expect("four bytes for each pixel");
        DynamicImage::from(rgba).into_rgb8()
    }

    fn fill(&mut self, path: &Path, paint: &Paint<'_>) {
        self.map.fill_path(path, paint, FillRule::Winding, self.at, None);
    }

    fn stroke(&mut self, path: &Path, width: f32, ink: Ink) {
        let stroke = Stroke { width, ..Stroke::default() };
        self.map.stroke_path(path, &paint(ink), &stroke, self.at, None);
    }
}

fn paint(ink: Ink) -> Paint<'static> {
    Paint { shader: Shader::SolidColor(ink.color()), anti_alias: true, ..Paint::default() }
}

fn joined(points: &[(f32, f32)], closed: bool) -> Path {
    let mut path = PathBuilder::new();
    for (at, (x, y)) in points.iter().enumerate() {
        if at == 0 {
            path.move_to(*x, *y);
        } else {
            path.line_to(*x, *y);
        }
    }
    if closed {
        path.close();
    }
    path.finish().expect("two points or more")
}

fn round_corners(Area(x, y, w, h): Area, radius: f32) -> Path {
    let r = radius.min(w / 2.0).min(h / 2.0);
    // The distance of a control point that makes a cubic curve a quarter circle.
    let k = r * 0.447_715;
    let (right, bottom) = (x + w, y + h);
    let mut path = PathBuilder::new();
    path.move_to(x + r, y);
    path.line_to(right - r, y);
    path.cubic_to(right - k, y, right, y + k, right, y + r);
    path.line_to(right, bottom - r);
    path.cubic_to(right, bottom - k, right - k, bottom, right - r, bottom);
    path.line_to(x + r, bottom);
    path.cubic_to(x + k, bottom, x, bottom - k, x, bottom - r);
    path.line_to(x, y + r);
    path.cubic_to(x, y + k, x + k, y, x + r, y);
    path.close();
    path.finish().expect("a rectangle with round corners")
}
