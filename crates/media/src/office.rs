//! What documents of office programs say: their words, and what the program that wrote them noted of itself; runs in the
//! confined process only.
//!
//! Both families are zip archives of XML: Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300). Nothing of them is
//! drawn, followed or run; that there are macros, or parts that lie elsewhere, is said.

use crate::archive::{Entry, entries};
use crate::unpack::copy;
use crate::xml::{Event, Xml, attribute};
use casekeep_model::inside::{Inside, Said, SaidKind, SaidTime, SaidTimeKind};
use casekeep_model::inspect::PreviewError;
use casekeep_model::limits;
use std::io::{BufRead, Seek};

/// The most bytes of all parts together that are unpacked.
const UNPACKED: usize = 128 << 20;
/// The most bytes of one part.
const PART: usize = 32 << 20;
/// The most strings that cells of a table share.
const SHARED: usize = 1 << 20;
/// The most spaces that one mark of OpenDocument stands for.
const SPACES: usize = 64;

/// Returns what a document says; its pages are never known, since nothing of it is drawn.
///
/// # Errors
/// [`PreviewError::NoPreview`] for an archive that is no such document, [`PreviewError::Damaged`] and
/// [`PreviewError::TooLarge`] for one whose main part cannot be read; what is wrong with others leaves only them out.
pub(crate) fn inside<R: BufRead + Seek>(file: &mut R) -> Result<Inside, PreviewError> {
    let entries = entries(file)?;
    let mut document = Document { file, entries, left: UNPACKED };
    let mut words = Words::default();
    let mut inside = Inside::default();
    if document.has("word/document.xml") {
        document.open("word/document.xml", |xml| paragraphs(xml, &mut words))?;
        for (part, heading) in [
            ("word/footnotes", "Footnotes"),
            ("word/endnotes", "Endnotes"),
            ("word/comments", "Comments"),
            ("word/header", "Headers"),
            ("word/footer", "Footers"),
        ] {
            document.add(part, heading, &mut words, paragraphs);
        }
    } else if document.has("xl/workbook.xml") {
        let mut shared = Vec::new();
        if document.has("xl/sharedStrings.xml") {
            document.open("xl/sharedStrings.xml", |xml| strings(xml, &mut shared))?;
        }
        document.each("xl/worksheets/sheet", |n, xml| {
            words.heading(&format!("Sheet {n}"));
            rows(xml, &shared, &mut words)
        })?;
    } else if document.has("ppt/presentation.xml") {
        document.each("ppt/slides/slide", |n, xml| {
            words.heading(&format!("Slide {n}"));
            paragraphs(xml, &mut words)
        })?;
        document.add("ppt/notesSlides/notesSlide", "Notes", &mut words, paragraphs);
        document.add("ppt/comments/", "Comments", &mut words, paragraphs);
    } else if document.is_open_document() {
        document.open("content.xml", |xml| open_document(xml, &mut words))?;
    } else {
        return Err(PreviewError::NoPreview);
    }
    document.facts(&mut inside);
    (inside.text, inside.more_text) = (words.text.trim().to_owned(), words.more);
    Ok(inside)
}

/// Reads one part of a document as if it had come out of its archive: for the fuzz targets.
#[cfg(feature = "fuzzing")]
pub(crate) fn part(kind: u8, bytes: &[u8]) -> Result<Inside, PreviewError> {
    let (mut words, mut inside, mut shared) = (Words::default(), Inside::default(), Vec::new());
    let xml = &mut Xml::new(bytes)?;
    match kind % 7 {
        0 => paragraphs(xml, &mut words),
        1 => strings(xml, &mut shared),
        2 => rows(xml, &["one".to_owned(), "two".to_owned()], &mut words),
        3 => open_document(xml, &mut words),
        4 => noted(xml, CORE, &mut inside),
        5 => noted(xml, APP, &mut inside),
        _ => noted(xml, META, &mut inside),
    }?;
    shared.iter().for_each(|text| words.push(text));
    (inside.text, inside.more_text) = (words.text, words.more);
    Ok(inside)
}

/// A document's archive.
struct Document<'a, R> {
    file: &'a mut R,
    entries: Vec<Entry>,
    /// How many more bytes may be unpacked.
    left: usize,
}

impl<R: BufRead + Seek> Document<'_, R> {
    fn find(&self, name: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.told.name == name)
    }

    fn has(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// An OpenDocument file says so first (part 2, 3.3); any other archive may have a `content.xml`.
    fn is_open_document(&mut self) -> bool {
        self.bytes("mimetype").is_ok_and(|kind| kind.starts_with(b"application/vnd.oasis.opendocument."))
    }

    fn bytes(&mut self, name: &str) -> Result<Vec<u8>, PreviewError> {
        let entry = self.find(name).cloned().ok_or(PreviewError::Damaged)?;
        let most = PART.min(self.left);
        if entry.told.refused.is_some() {
            return Err(PreviewError::Damaged);
        }
        let mut bytes = Vec::new();
        let fault = copy(self.file, &entry, &mut |piece| {
            if bytes.len() + piece.len() > most {
                return Err(PreviewError::TooLarge);
            }
            bytes.extend_from_slice(piece);
            Ok(())
        });
        self.left -= bytes.len().min(self.left);
        if fault?.is_some() { Err(PreviewError::Damaged) } else { Ok(bytes) }
    }

    fn open(
        &mut self,
        name: &str,
        read: impl FnOnce(&mut Xml<'_>) -> Result<(), PreviewError>,
    ) -> Result<(), PreviewError> {
        let bytes = self.bytes(name)?;
        read(&mut Xml::new(&bytes)?)
    }

    /// Returns the parts that begin so, in the order of their numbers.
    fn numbered(&self, begins: &str) -> Vec<(u32, String)> {
        let number = |name: &str| {
            let rest = name.strip_prefix(begins)?.strip_suffix(".xml")?;
            (!rest.contains('/')).then(|| rest.parse().unwrap_or(0))
        };
        let named = self.entries.iter().filter_map(|it| Some((number(&it.told.name)?, it.told.name.clone())));
        let mut parts: Vec<_> = named.collect();
        parts.sort();
        parts
    }

    /// Reads the parts that begin so; there must be one.
    fn each(
        &mut self,
        begins: &str,
        mut read: impl FnMut(u32, &mut Xml<'_>) -> Result<(), PreviewError>,
    ) -> Result<(), PreviewError> {
        for (n, name) in self.numbered(begins) {
            self.open(&name, |xml| read(n, xml))?;
        }
        Ok(())
    }

    /// Adds what stands beside the main part, where it can be read.
    fn add(
        &mut self,
        begins: &str,
        heading: &str,
        words: &mut Words,
        read: fn(&mut Xml<'_>, &mut Words) -> Result<(), PreviewError>,
    ) {
        let mut beside = Words::default();
        for (_, name) in self.numbered(begins) {
            if self.open(&name, |xml| read(xml, &mut beside)).is_err() {
                beside.line("(a part of these could not be read)");
            }
        }
        if !beside.text.trim().is_empty() {
            words.heading(heading);
            words.push(beside.text.trim());
            words.more |= beside.more;
        }
    }

    /// Reads what the program noted of the document and of itself; damage to that leaves the words.
    fn facts(&mut self, inside: &mut Inside) {
        for (part, facts) in [("docProps/core.xml", CORE), ("docProps/app.xml", APP), ("meta.xml", META)] {
            if self.has(part) {
                let _ = self.open(part, |xml| noted(xml, facts, inside));
            }
        }
        let macros = |name: &str| name.ends_with("vbaProject.bin") || name.starts_with("Basic/");
        let embedded = |name: &str| name.contains("/embeddings/") || name.starts_with("Object ");
        let named = |is: fn(&str) -> bool| self.entries.iter().any(|entry| is(&entry.told.name));
        for (holds, text) in [
            (named(macros), "Macros: programs that run when it is opened elsewhere. They were not run here."),
            (named(embedded), "Other files embedded in it. They were not opened here."),
        ] {
            if holds {
                inside.said.push(Said { what: SaidKind::Holds, text: text.to_owned() });
            }
        }
    }
}

/// What the words are put together in, up to what is shown.
#[derive(Default)]
struct Words {
    text: String,
    more: bool,
}

impl Words {
    fn push(&mut self, text: &str) {
        let room = limits::OFFICE_TEXT.saturating_sub(self.text.len());
        if text.len() <= room {
            self.text.push_str(text);
        } else {
            self.text.push_str(text.get(..text.floor_char_boundary(room)).unwrap_or_default());
            self.more = true;
        }
    }

    /// Ends a line, unless it was just ended twice: empty paragraphs are no news.
    fn end_line(&mut self) {
        if !self.text.ends_with("\n\n") && !self.text.is_empty() {
            self.push("\n");
        }
    }

    fn line(&mut self, text: &str) {
        self.push(text);
        self.push("\n");
    }

    fn heading(&mut self, text: &str) {
        if !self.text.is_empty() {
            self.push("\n");
        }
        self.line(&format!("[{text}]"));
    }
}

/// Reads paragraphs of text documents and slides.
fn paragraphs(xml: &mut Xml<'_>, words: &mut Words) -> Result<(), PreviewError> {
    let mut in_text = false;
    while let Some(event) = xml.next_event()? {
        match event {
            // What was taken out of the text while changes were tracked stays out; so does what draws it a second time.
            Event::Begin { name: "del" | "moveFrom" | "Fallback", .. } => xml.skip()?,
            Event::Begin { name: "t" | "text", .. } => in_text = true,
            Event::End { name: "t" | "text" } => in_text = false,
            Event::Begin { name: "tab", .. } => words.push("\t"),
            Event::Begin { name: "br" | "cr", .. } => words.push("\n"),
            Event::End { name: "p" | "cm" } => words.end_line(),
            Event::Text(text) if in_text => words.push(&text),
            _ => {}
        }
        if words.more {
            break;
        }
    }
    Ok(())
}

/// Reads the strings that cells share.
fn strings(xml: &mut Xml<'_>, shared: &mut Vec<String>) -> Result<(), PreviewError> {
    let (mut in_text, mut now) = (false, String::new());
    while let Some(event) = xml.next_event()? {
        match event {
            // How a word is spoken is no part of the cell.
            Event::Begin { name: "rPh", .. } => xml.skip()?,
            Event::Begin { name: "t", .. } => in_text = true,
            Event::End { name: "t" } => in_text = false,
            Event::End { name: "si" } if shared.len() == SHARED => return Err(PreviewError::TooLarge),
            Event::End { name: "si" } => shared.push(std::mem::take(&mut now)),
            Event::Text(text) if in_text => now.push_str(&text),
            _ => {}
        }
    }
    Ok(())
}

/// Reads the rows of a sheet: the words of its cells, with a tab between them.
fn rows(xml: &mut Xml<'_>, shared: &[String], words: &mut Words) -> Result<(), PreviewError> {
    let (mut in_value, mut is_shared, mut cell, mut cells) = (false, false, String::new(), 0_u32);
    while let Some(event) = xml.next_event()? {
        match event {
            Event::Begin { name: "row", .. } => cells = 0,
            Event::Begin { name: "c", attributes } => {
                is_shared = attribute(attributes, "t").as_deref() == Some("s");
                cell.clear();
            }
            Event::Begin { name: "v" | "t", .. } => in_value = true,
            Event::End { name: "v" | "t" } => in_value = false,
            Event::Text(text) if in_value => cell.push_str(&text),
            Event::End { name: "c" } => {
                let place: Option<usize> = cell.trim().parse().ok().filter(|_| is_shared);
                let said =
                    if is_shared { place.and_then(|at| shared.get(at)).map(String::as_str) } else { Some(&*cell) };
                if cells > 0 {
                    words.push("\t");
                }
                words.push(said.unwrap_or_default());
                cells += 1;
            }
            Event::End { name: "row" } if cells > 0 => words.end_line(),
            _ => {}
        }
        if words.more {
            break;
        }
    }
    Ok(())
}

/// Reads the content of an OpenDocument file of any kind.
fn open_document(xml: &mut Xml<'_>, words: &mut Words) -> Result<(), PreviewError> {
    let (mut paragraphs, mut cells) = (0_u32, 0_u32);
    while let Some(event) = xml.next_event()? {
        match event {
            Event::Begin { name: "tracked-changes", .. } => xml.skip()?,
            Event::Begin { name: "p" | "h", .. } => paragraphs += 1,
            Event::End { name: "p" | "h" } => {
                paragraphs = paragraphs.saturating_sub(1);
                if cells == 0 { words.end_line() } else { words.push(" ") }
            }
            Event::Begin { name: "table-cell", .. } => cells += 1,
            Event::End { name: "table-cell" } => {
                cells = cells.saturating_sub(1);
                words.push("\t");
            }
            Event::End { name: "table-row" } => {
                let kept = words.text.trim_end_matches(['\t', ' ']).len();
                words.text.truncate(kept);
                words.end_line();
            }
            Event::Begin { name: "tab", .. } => words.push("\t"),
            Event::Begin { name: "line-break", .. } => words.push("\n"),
            Event::Begin { name: "s", attributes } if paragraphs > 0 => {
                let many = attribute(attributes, "c").and_then(|many| many.parse().ok()).unwrap_or(1);
                words.push(&" ".repeat(SPACES.min(many)));
            }
            Event::Text(text) if paragraphs > 0 => words.push(&text),
            _ => {}
        }
        if words.more {
            break;
        }
    }
    Ok(())
}

/// What an element of a document's own notes says.
#[derive(Clone, Copy)]
enum Fact {
    Said(SaidKind),
    Time(SaidTimeKind),
}

type Facts = &'static [(&'static str, Fact)];

/// ECMA-376 part 2, 11.1.
const CORE: Facts = &[
    ("title", Fact::Said(SaidKind::Title)),
    ("creator", Fact::Said(SaidKind::Author)),
    ("lastModifiedBy", Fact::Said(SaidKind::ChangedBy)),
    ("subject", Fact::Said(SaidKind::Subject)),
    ("keywords", Fact::Said(SaidKind::Keywords)),
    ("description", Fact::Said(SaidKind::Comment)),
    ("created", Fact::Time(SaidTimeKind::Made)),
    ("modified", Fact::Time(SaidTimeKind::Changed)),
];
/// ECMA-376 part 1, 22.2.
const APP: Facts = &[("Application", Fact::Said(SaidKind::Software)), ("Company", Fact::Said(SaidKind::Author))];
/// ISO/IEC 26300-1, 4.3.
const META: Facts = &[
    ("title", Fact::Said(SaidKind::Title)),
    ("initial-creator", Fact::Said(SaidKind::Author)),
    ("creator", Fact::Said(SaidKind::ChangedBy)),
    ("subject", Fact::Said(SaidKind::Subject)),
    ("keyword", Fact::Said(SaidKind::Keywords)),
    ("description", Fact::Said(SaidKind::Comment)),
    ("generator", Fact::Said(SaidKind::Software)),
    ("creation-date", Fact::Time(SaidTimeKind::Made)),
    ("date", Fact::Time(SaidTimeKind::Changed)),
];

fn noted(xml: &mut Xml<'_>, facts: Facts, inside: &mut Inside) -> Result<(), PreviewError> {
    let mut now: Option<(Fact, String)> = None;
    while let Some(event) = xml.next_event()? {
        match event {
            Event::Begin { name, .. } => {
                now = facts.iter().find(|(wanted, _)| *wanted == name).map(|(_, fact)| (*fact, String::new()));
            }
            Event::Text(more) => {
                if let Some((_, text)) = now.as_mut().filter(|(_, text)| text.len() < limits::SAID_TEXT) {
                    text.push_str(&more);
                }
            }
            Event::End { .. } => match now.take().map(|(fact, text)| (fact, text.trim().to_owned())) {
                Some((Fact::Said(what), text)) if !text.is_empty() && inside.said.len() < limits::SAID => {
                    inside.said.push(Said { what, text });
                }
                Some((Fact::Time(what), text)) if inside.times.len() < limits::SAID => {
                    inside.times.extend(time(what, &text));
                }
                _ => {}
            },
        }
    }
    Ok(())
}

/// Reads `2026-03-04T19:12:30.5+01:00`, of which the parts of a second and the zone may be absent.
fn time(what: SaidTimeKind, text: &str) -> Option<SaidTime> {
    let (local, rest) = text.split_at_checked("2026-03-04T19:12:30".len())?;
    let digits = |at: usize, byte: u8| match at {
        4 | 7 => byte == b'-',
        10 => byte == b'T',
        13 | 16 => byte == b':',
        _ => byte.is_ascii_digit(),
    };
    if !local.bytes().enumerate().all(|(at, byte)| digits(at, byte)) {
        return None;
    }
    let zone = rest.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit());
    let offset = match zone.split_at_checked(1) {
        Some(("Z", "")) => Some(0),
        Some((sign @ ("+" | "-"), clock)) => {
            let (hours, minutes) = clock.split_once(':')?;
            let ahead = hours.parse::<u8>().ok().map(i32::from)? * 60 + minutes.parse::<u8>().ok().map(i32::from)?;
            Some(if sign == "-" { -ahead } else { ahead })
        }
        Some(_) => return None,
        None => None,
    };
    Some(SaidTime { what, local: local.to_owned(), offset })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Cursor, Write};
    use zip::ZipWriter;
    use zip::write::SimpleFileOptions;

    fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in files {
            writer.start_file(*name, SimpleFileOptions::default()).expect("begun");
            writer.write_all(text.as_bytes()).expect("written");
        }
        writer.finish().expect("finished").into_inner()
    }

    fn read(files: &[(&str, &str)]) -> Result<Inside, PreviewError> {
        inside(&mut Cursor::new(zipped(files)))
    }

    fn said(inside: &Inside) -> Vec<(SaidKind, &str)> {
        inside.said.iter().map(|one| (one.what, one.text.as_str())).collect()
    }

    #[test]
    fn a_text_document_tells_its_words_and_who_wrote_it() {
        let told = read(&[
            (
                "word/document.xml",
                "<w:document><w:p><w:r><w:t>Dear </w:t><w:t>doctor</w:t></w:r></w:p><w:p/><w:p><w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:r><w:t>I know</w:t><w:tab/><w:t>where</w:t></w:r></w:p></w:document>",
            ),
            (
                "word/comments.xml",
                "<w:comments><w:comment><w:p><w:r><w:t>send it</w:t></w:r></w:p></w:comment></w:comments>",
            ),
            ("word/vbaProject.bin", "x"),
            (
                "docProps/core.xml",
                "<cp:p><dc:creator>Sam &amp; Co</dc:creator><cp:lastModifiedBy>Kim</cp:lastModifiedBy><dcterms:created>2026-03-04T19:12:30Z</dcterms:created></cp:p>",
            ),
        ]);
        let told = told.expect("read");
        assert_eq!(told.text, "Dear doctor\n\nI know\twhere\n\n[Comments]\nsend it");
        assert_eq!(said(&told)[..2], [(SaidKind::Author, "Sam & Co"), (SaidKind::ChangedBy, "Kim")]);
        assert!(said(&told)[2].1.starts_with("Macros"));
        assert_eq!((told.times[0].local.as_str(), told.times[0].offset), ("2026-03-04T19:12:30", Some(0)));
    }

    #[test]
    fn a_table_tells_its_cells_and_slides_come_in_their_order() {
        let told = read(&[
            ("xl/workbook.xml", "<workbook/>"),
            (
                "xl/sharedStrings.xml",
                "<sst><si><t>Day</t></si><si><r><t>Wh</t></r><r><t>at</t></r><rPh><t>x</t></rPh></si></sst>",
            ),
            ("xl/worksheets/sheet10.xml", "<s><row><c><v>7</v></c></row></s>"),
            (
                "xl/worksheets/sheet2.xml",
                "<s><row><c t=\"s\"><v>0</v></c><c t=\"s\"><v>1</v></c><c t=\"s\"><v>99</v></c></row><row><c t=\"inlineStr\"><is><t>a</t></is></c></row></s>",
            ),
        ]);
        assert_eq!(told.expect("read").text, "[Sheet 2]\nDay\tWhat\t\na\n\n[Sheet 10]\n7");
        let slide = |words: &str| format!("<p:sld><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:sld>");
        let (one, ten) = (slide("one"), slide("ten"));
        let slides =
            [("ppt/slides/slide10.xml", &*ten), ("ppt/slides/slide1.xml", &*one), ("ppt/presentation.xml", "<p/>")];
        assert_eq!(read(&slides).expect("read").text, "[Slide 1]\none\n\n[Slide 10]\nten");
    }

    #[test]
    fn an_open_document_tells_its_words() {
        let told = read(&[
            ("mimetype", "application/vnd.oasis.opendocument.text"),
            (
                "content.xml",
                "<o><text:tracked-changes><text:p>gone</text:p></text:tracked-changes><text:h>Title</text:h><text:p>a<text:s text:c=\"3\"/>b<text:span>c</text:span></text:p><table:table><table:table-row><table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell></table:table-row></table:table></o>",
            ),
            ("meta.xml", "<m><meta:generator>Writer</meta:generator><dc:date>2026-03-04T19:12:30.123</dc:date></m>"),
        ]);
        let told = told.expect("read");
        assert_eq!(told.text, "Title\na   bc\n1 \t2");
        assert_eq!((said(&told), told.times[0].offset), (vec![(SaidKind::Software, "Writer")], None));
    }

    #[test]
    fn what_is_no_document_or_is_made_to_do_harm_is_refused() {
        assert_eq!(read(&[("content.xml", "<a/>")]).err(), Some(PreviewError::NoPreview));
        assert_eq!(
            read(&[("mimetype", "application/epub+zip"), ("content.xml", "<a/>")]).err(),
            Some(PreviewError::NoPreview)
        );
        let entity = "<!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>";
        assert_eq!(read(&[("word/document.xml", entity)]).err(), Some(PreviewError::Damaged));
        let deep = "<a>".repeat(100_000);
        assert_eq!(read(&[("word/document.xml", &deep)]).err(), Some(PreviewError::Damaged));
        let large = format!("<a>{}</a>", " ".repeat(PART));
        assert_eq!(read(&[("word/document.xml", &large)]).err(), Some(PreviewError::TooLarge));
        // One string that every cell says again does not grow without end.
        let long = format!("<sst><si><t>{}</t></si></sst>", "x".repeat(100_000));
        let cells = "<c t=\"s\"><v>0</v></c>".repeat(1000);
        let sheet = format!("<s><row>{cells}</row></s>");
        let files =
            [("xl/workbook.xml", "<w/>"), ("xl/sharedStrings.xml", &*long), ("xl/worksheets/sheet1.xml", &*sheet)];
        let told = read(&files).expect("read");
        assert!(told.more_text && told.text.len() <= limits::OFFICE_TEXT);
    }
}
