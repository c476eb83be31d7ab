//! What documents of office programs say: their words, and what the program that wrote them noted of itself; runs in the
//! confined process only.
//!
//! Both families are zip archives of XML: Office Open XML (ECMA-376) and OpenDocument (ISO/IEC 26300). Nothing of them is
//! drawn, followed or run; that there are macros, or parts that lie elsewhere, is said.

mod notes;
mod words;

use self::notes::{APP, CORE, META, noted};
use self::words::{Words, open_document, paragraphs, rows, strings};
use crate::archive::{Entry, entries};
use crate::unpack::copy;
use crate::xml::Xml;
use casekeep_model::inside::{Inside, Said, SaidKind};
use casekeep_model::inspect::PreviewError;
use std::io::{BufRead, Seek};

/// The most bytes of all parts together that are unpacked.
const UNPACKED: usize = 128 << 20;
/// The most bytes of one part.
const PART: usize = 32 << 20;

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

#[cfg(test)]
mod tests {
    use super::*;
    use casekeep_model::limits;
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
                "<w:document><w:p><w:r><w:t>Dear </w:t><w:t>doctor</w:t></w:r></w:p><w:p/><w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:del><w:r><w:delText>never</w:delText></w:r></w:del><w:r><w:t>I know</w:t><w:tab/><w:t>where</w:t></w:r></w:p></w:document>",
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
