//! The letters of the sample's pictures: two typefaces under the SIL Open Font License, cut down to Latin letters.

use tiny_skia::{Path, PathBuilder};
use ttf_parser::{Face, GlyphId, OutlineBuilder};

/// A style of writing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typeface {
    /// Printed text.
    Plain,
    /// Printed text, heavier.
    Bold,
    /// Handwriting.
    Hand,
}

impl Typeface {
    fn face(self) -> Face<'static> {
        let bytes: &[u8] = match self {
            Self::Plain => include_bytes!("../../sample/fonts/AtkinsonHyperlegibleNext_400Regular.ttf"),
            Self::Bold => include_bytes!("../../sample/fonts/AtkinsonHyperlegibleNext_700Bold.ttf"),
            Self::Hand => include_bytes!("../../sample/fonts/Caveat_500Medium.ttf"),
        };
        Face::parse(bytes, 0).expect("the project's own fonts are whole")
    }

    /// Returns how wide a line of text is.
    pub fn width(self, text: &str, size: f32) -> f32 {
        let face = self.face();
        let units: u32 = text.chars().map(|c| advance(&face, glyph(&face, c))).sum();
        units as f32 * size / f32::from(face.units_per_em())
    }

    /// Breaks text at spaces into lines no wider than this.
    pub fn wrap(self, text: &str, size: f32, most: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split(' ') {
            match lines.last_mut() {
                Some(line) if self.width(&format!("{line} {word}"), size) <= most => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }

    /// Returns the outline of a line of text whose baseline starts at a point; `None` for blank text.
    pub fn outline(self, text: &str, size: f32, x: f32, baseline: f32) -> Option<Path> {
        let face = self.face();
        let scale = size / f32::from(face.units_per_em());
        let mut pen = Pen { path: PathBuilder::new(), x, baseline, scale };
        for c in text.chars() {
            let id = glyph(&face, c);
            face.outline_glyph(id, &mut pen);
            pen.x += advance(&face, id) as f32 * scale;
        }
        pen.path.finish()
    }
}

fn glyph(face: &Face<'_>, c: char) -> GlyphId {
    face.glyph_index(c).unwrap_or_else(|| panic!("the sample's fonts have no “{c}”"))
}

fn advance(face: &Face<'_>, id: GlyphId) -> u32 {
    face.glyph_hor_advance(id).unwrap_or(0).into()
}

/// Puts a glyph's outline, given in font units with y upwards, where it belongs on the page.
struct Pen {
    path: PathBuilder,
    x: f32,
    baseline: f32,
    scale: f32,
}

impl Pen {
    fn at(&self, x: f32, y: f32) -> (f32, f32) {
        (self.x + x * self.scale, self.baseline - y * self.scale)
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.at(x, y);
        self.path.line_to(x, y);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        let ((x1, y1), (x, y)) = (self.at(x1, y1), self.at(x, y));
        self.path.quad_to(x1, y1, x, y);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        let ((x1, y1), (x2, y2), (x, y)) = (self.at(x1, y1), self.at(x2, y2), self.at(x, y));
        self.path.cubic_to(x1, y1, x2, y2, x, y);
    }

    fn close(&mut self) {
        self.path.close();
    }
}
