//! A PDF of page pictures and of nothing else: no text, no fonts, no facts, no identifier (ISO 32000-2).
//!
//! A page's pixels are the data of its PNG as they are: both formats compress rows alike (7.4.4.4, predictors).

use casekeep_model::inside::PageSize;
use std::fmt::Write as _;

/// Pixels to the inch; a PDF has 72 units to the inch.
const DOTS: f64 = 150.0;
const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";

/// The parts of a PNG: their four letters and their data.
pub(crate) type Chunk<'a> = ([u8; 4], &'a [u8]);

/// Returns the parts of a PNG; `None` when it is not made of whole ones up to its very end.
pub(crate) fn chunks(png: &[u8]) -> Option<Vec<Chunk<'_>>> {
    let mut rest = png.strip_prefix(SIGNATURE)?;
    let mut chunks = Vec::new();
    while !rest.is_empty() {
        let length = u32::from_be_bytes(rest.get(..4)?.try_into().ok()?) as usize;
        let kind = rest.get(4..8)?.try_into().ok()?;
        chunks.push((kind, rest.get(8..8 + length)?));
        rest = rest.get(12 + length..)?;
    }
    chunks.last().is_some_and(|(kind, _)| kind == b"IEND").then_some(chunks)
}

/// A PDF that is being written.
pub(crate) struct Sheets {
    out: Vec<u8>,
    /// Where each object begins; the first two, which list the pages, are written last.
    places: Vec<usize>,
}

impl Sheets {
    pub(crate) fn new() -> Self {
        // Bytes above 127 in the second line tell programs that the file is not text (7.5.2).
        Self { out: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n".to_vec(), places: vec![0, 0] }
    }

    /// Adds a page of eight bits a colour; `None` when it is no PNG.
    pub(crate) fn add(&mut self, size: PageSize, png: &[u8]) -> Option<()> {
        let PageSize { width, height } = size;
        let data: Vec<u8> =
            chunks(png)?.iter().filter(|(kind, _)| kind == b"IDAT").flat_map(|(_, data)| *data).copied().collect();
        let (w, h) = (f64::from(width) * 72.0 / DOTS, f64::from(height) * 72.0 / DOTS);
        let page = self.places.len() + 1;
        let (content, image) = (page + 1, page + 2);
        self.object(&format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {w:.4} {h:.4}] /Contents {content} 0 R \
             /Resources << /XObject << /P {image} 0 R >> >> >>"
        ));
        let drawing = format!("{w:.4} 0 0 {h:.4} 0 0 cm /P Do");
        self.stream(&format!("/Length {}", drawing.len()), drawing.as_bytes());
        self.stream(
            &format!(
                "/Type /XObject /Subtype /Image /Width {width} /Height {height} /ColorSpace /DeviceRGB \
                 /BitsPerComponent 8 /Filter /FlateDecode \
                 /DecodeParms << /Predictor 15 /Colors 3 /BitsPerComponent 8 /Columns {width} >> /Length {}",
                data.len()
            ),
            &data,
        );
        Some(())
    }

    /// Returns the whole file.
    pub(crate) fn end(mut self) -> Vec<u8> {
        let kids: Vec<String> = (3..=self.places.len()).step_by(3).map(|page| format!("{page} 0 R")).collect();
        self.at(0, "<< /Type /Catalog /Pages 2 0 R >>");
        self.at(1, &format!("<< /Type /Pages /Count {} /Kids [{}] >>", kids.len(), kids.join(" ")));
        let table = self.out.len();
        let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", self.places.len() + 1);
        for place in &self.places {
            let _ = writeln!(end, "{place:010} 00000 n ");
        }
        let _ = write!(end, "trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{table}\n%%EOF\n", self.places.len() + 1);
        self.out.extend_from_slice(end.as_bytes());
        self.out
    }

    fn object(&mut self, body: &str) {
        self.places.push(0);
        self.at(self.places.len() - 1, body);
    }

    fn at(&mut self, object: usize, body: &str) {
        if let Some(place) = self.places.get_mut(object) {
            *place = self.out.len();
        }
        self.out.extend_from_slice(format!("{} 0 obj\n{body}\nendobj\n", object + 1).as_bytes());
    }

    fn stream(&mut self, told: &str, data: &[u8]) {
        self.places.push(self.out.len());
        self.out.extend_from_slice(format!("{} 0 obj\n<< {told} >>\nstream\n", self.places.len()).as_bytes());
        self.out.extend_from_slice(data);
        self.out.extend_from_slice(b"\nendstream\nendobj\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_png_is_read_to_its_very_end_or_not_at_all() {
        let png = crate::encode_png(2, 2, &[7; 16]).expect("four pixels");
        let kinds: Vec<_> = chunks(&png).expect("whole").iter().map(|(kind, _)| *kind).collect();
        assert_eq!(kinds, [*b"IHDR", *b"IDAT", *b"IEND"]);
        for spoiled in [&png[..png.len() - 1], &[&png[..], b"more"].concat()[..], b"", b"GIF89a"] {
            assert_eq!(chunks(spoiled), None);
        }
    }

    #[test]
    fn every_object_begins_where_the_table_says() {
        let png = crate::encode_png(3, 2, &[200, 10, 20, 255].repeat(6)).expect("six pixels");
        let mut sheets = Sheets::new();
        for _ in 0..2 {
            sheets.add(PageSize { width: 3, height: 2 }, &png).expect("a PNG");
        }
        let pdf = sheets.end();
        let text = String::from_utf8_lossy(&pdf);
        let table =
            text.rfind("xref\n0 9\n").and_then(|_| text.rsplit("startxref\n").next()?.lines().next()?.parse().ok());
        let table: usize = table.expect("where the table is");
        for (number, line) in std::str::from_utf8(&pdf[table..]).expect("a table").lines().skip(3).take(8).enumerate() {
            let place: usize = line[..10].parse().expect("a place");
            assert!(pdf[place..].starts_with(format!("{} 0 obj\n", number + 1).as_bytes()), "{number}");
        }
    }
}
