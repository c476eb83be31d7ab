//! The words of a PDF page and where they stand: glyphs in the order of the file, joined to runs by where they are.
//!
//! Words that are drawn invisibly, as a scanner's reading beneath its picture, count like any others.

use crate::pdf::{own_size, page};
use casekeep_model::inside::{PageSize, PageWords, Run};
use casekeep_model::inspect::PreviewError;
use casekeep_model::limits;
use hayro::hayro_interpret::font::Glyph;
use hayro::hayro_interpret::hayro_cmap::BfString;
use hayro::hayro_interpret::util::TransformExt;
use hayro::hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use hayro::hayro_syntax::Pdf;
use hayro::vello_cpu::kurbo::{Affine, BezPath, Point, Rect, Shape};

/// Thousandths of the height of the letters: the box of a glyph whose outline is not known.
const BELOW: f64 = -250.0;
const ABOVE: f64 = 900.0;
const WIDE: f64 = 500.0;

/// Returns the words of a page, counted from 1.
///
/// # Errors
/// [`PreviewError::NoPage`].
pub(crate) fn of_page(pdf: &Pdf, number: u32) -> Result<PageWords, PreviewError> {
    let page = page(pdf, number)?;
    let (size, scale) = own_size(page);
    let to_pixels = Affine::scale(f64::from(scale)) * page.initial_transform(true).to_kurbo();
    let whole = Rect::new(0.0, 0.0, f64::from(size.width), f64::from(size.height));
    let cache = InterpreterCache::new();
    let mut context = Context::new(to_pixels, whole, &cache, pdf.xref(), InterpreterSettings::default());
    let mut reader = Reader { whole, runs: Vec::new(), characters: 0, more: false };
    interpret_page(page, &mut context, &mut reader);
    let runs = reader.runs.into_iter().map(|run| run.told(size)).collect();
    Ok(PageWords { size, runs, more: reader.more })
}

/// A glyph where it stands.
struct Placed {
    text: String,
    around: Rect,
    /// Where it begins and where the next one would, on the line that the letters stand on.
    from: Point,
    to: Point,
}

/// Glyphs that stand in one row.
struct Row {
    before: &'static str,
    text: String,
    edges: Vec<f64>,
    around: Rect,
    end: Point,
    level: bool,
}

impl Row {
    fn begin(before: &'static str, glyph: &Placed) -> Self {
        let mut row = Self {
            before,
            text: String::new(),
            edges: vec![glyph.around.x0],
            around: glyph.around,
            end: glyph.to,
            level: glyph.is_level(),
        };
        row.add(glyph);
        row
    }

    fn add(&mut self, glyph: &Placed) {
        let count = glyph.text.chars().count();
        if let Some(last) = self.edges.last_mut() {
            // The last right edge and this left edge are one: the wider of the two letters gets what lies between.
            *last = last.min(glyph.around.x0.max(self.around.x0));
        }
        let (left, right) = (glyph.around.x0, glyph.around.x1);
        self.edges.extend((1..=count).map(|n| left + (right - left) * n as f64 / count as f64));
        self.text.push_str(&glyph.text);
        self.around = self.around.union(glyph.around);
        self.end = glyph.to;
    }

    fn told(self, size: PageSize) -> Run {
        let within = |n: f64, most: u32| n.clamp(0.0, f64::from(most)) as u32;
        let y = within(self.around.y0.floor(), size.height);
        let bottom = within(self.around.y1.ceil(), size.height);
        let edges = self.edges.iter().map(|edge| within(edge.round(), size.width)).collect();
        Run { before: self.before.to_owned(), text: self.text, y, height: bottom - y, edges }
    }
}

impl Placed {
    fn is_level(&self) -> bool {
        (self.to.y - self.from.y).abs() < 0.1 * (self.to.x - self.from.x)
    }
}

struct Reader {
    whole: Rect,
    runs: Vec<Row>,
    characters: usize,
    more: bool,
}

impl Reader {
    fn add(&mut self, glyph: Placed) {
        if self.characters >= limits::PAGE_CHARACTERS {
            self.more = true;
            return;
        }
        self.characters += glyph.text.chars().count();
        let Some(last) = self.runs.last_mut() else { return self.runs.push(Row::begin("", &glyph)) };
        let high = glyph.around.height().max(last.around.height()).max(1.0);
        let gap = glyph.from - last.end;
        let near = gap.hypot() < 0.15 * high;
        if last.level && glyph.is_level() && gap.y.abs() < 0.3 * high && (-0.3 * high..0.8 * high).contains(&gap.x) {
            let spaced = last.text.ends_with(char::is_whitespace) || glyph.text.starts_with(char::is_whitespace);
            if gap.x > 0.12 * high && !spaced {
                last.text.push(' ');
                last.edges.push(glyph.around.x0);
            }
            return last.add(&glyph);
        }
        let before = match (near, last.level && glyph.is_level() && gap.y.abs() < 0.3 * high) {
            (true, _) => "",
            (false, true) => " ",
            (false, false) => "\n",
        };
        self.runs.push(Row::begin(before, &glyph));
    }
}

impl Device<'_> for Reader {
    fn draw_glyph(
        &mut self,
        glyph: &Glyph<'_>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'_>,
        _: &GlyphDrawMode,
    ) {
        let to_page = transform * glyph_transform;
        let (wide, ink) = match glyph {
            Glyph::Outline(outline) => {
                let ink = outline.outline().bounding_box();
                (outline.advance_width().map_or(WIDE, f64::from), (ink.area() > 0.0).then_some(ink))
            }
            Glyph::Type3(_) => (WIDE, None),
        };
        let nominal = Rect::new(0.0, BELOW, wide, ABOVE);
        let around = to_page.transform_rect_bbox(ink.map_or(nominal, |ink| nominal.union(ink)));
        let around = around.intersect(self.whole);
        let text = match glyph.as_unicode() {
            Some(BfString::Char(c)) => c.to_string(),
            Some(BfString::String(text)) => text,
            None => '\u{fffd}'.to_string(),
        };
        let text: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let finite = [around.x0, around.y0, around.x1, around.y1].iter().all(|n| n.is_finite());
        if finite && around.width() > 0.0 && around.height() > 0.0 && !text.is_empty() {
            let (from, to) = (to_page * Point::ORIGIN, to_page * Point::new(wide, 0.0));
            self.add(Placed { text, around, from, to });
        }
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'_>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn draw_path(&mut self, _: &BezPath, _: Affine, _: &Paint<'_>, _: &PathDrawMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {}
    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'_>>, _: BlendMode) {}
    fn draw_image(&mut self, _: Image<'_, '_>, _: Affine) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
