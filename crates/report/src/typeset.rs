//! Typst inside: one template, one file of data, the fonts of the program, and no way to anything else.

use crate::paper::{MOST_LABELS, MOST_ROWS};
use crate::{Labels, Letter, Made, ReportError, Table, glyphs::printable};
use serde::Serialize;
use serde_json::{Value, json};
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

macro_rules! fonts {
    ($($file:literal),+ $(,)?) => { [$(include_bytes!(concat!("../fonts/", $file)) as &[u8]),+] };
}

/// In the order in which they are asked for a character: the plainest, pictures, then the scripts that are written in
/// the United Kingdom.
const FONTS: [&[u8]; 20] = fonts![
    "AtkinsonHyperlegibleNext_400Regular.ttf",
    "AtkinsonHyperlegibleNext_700Bold.ttf",
    "NotoEmoji_400Regular.ttf",
    "NotoSans_400Regular.ttf",
    "NotoSansArabic_400Regular.ttf",
    "NotoSansArmenian_400Regular.ttf",
    "NotoSansBengali_400Regular.ttf",
    "NotoSansDevanagari_400Regular.ttf",
    "NotoSansEthiopic_400Regular.ttf",
    "NotoSansGeorgian_400Regular.ttf",
    "NotoSansGujarati_400Regular.ttf",
    "NotoSansGurmukhi_400Regular.ttf",
    "NotoSansHebrew_400Regular.ttf",
    "NotoSansMalayalam_400Regular.ttf",
    "NotoSansSinhala_400Regular.ttf",
    "NotoSansTamil_400Regular.ttf",
    "NotoSansTelugu_400Regular.ttf",
    "NotoSansThai_400Regular.ttf",
    "NotoSansMath_400Regular.ttf",
    "DroidSansFallbackFull.ttf",
];

/// The fonts and the standard library, read once.
struct Press {
    standard: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    /// The names of the fonts' families, for the templates.
    families: Vec<String>,
}

static PRESS: LazyLock<Press> = LazyLock::new(|| {
    let fonts: Vec<Font> = FONTS.iter().filter_map(|font| Font::new(Bytes::new(*font), 0)).collect();
    let mut families: Vec<String> = fonts.iter().map(|font| font.info().family.clone()).collect();
    families.dedup();
    let (standard, book) = (LazyHash::new(Library::default()), LazyHash::new(FontBook::from_fonts(&fonts)));
    Press { standard, book, fonts, families }
});

/// What one paper is set from: the whole of what a template can reach.
struct Sheet {
    template: Source,
    data_id: FileId,
    data: Bytes,
}

impl World for Sheet {
    fn library(&self) -> &LazyHash<Library> {
        &PRESS.standard
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &PRESS.book
    }

    fn main(&self) -> FileId {
        self.template.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.template.id() { Ok(self.template.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data_id { Ok(self.data.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        PRESS.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

/// What can be set as PDF.
pub trait Paper {
    /// Returns the template and its data.
    #[doc(hidden)]
    fn set(&self) -> Result<(&'static str, Value), ReportError>;
}

impl Paper for Letter {
    fn set(&self) -> Result<(&'static str, Value), ReportError> {
        Ok((include_str!("templates/letter.typ"), json!({ "title": self.title, "blocks": self.blocks()? })))
    }
}

impl Paper for Table {
    fn set(&self) -> Result<(&'static str, Value), ReportError> {
        if self.rows.len() > MOST_ROWS {
            return Err(ReportError::TooLong("10,000 entries"));
        }
        Ok((include_str!("templates/table.typ"), data(self)))
    }
}

impl Paper for Labels {
    fn set(&self) -> Result<(&'static str, Value), ReportError> {
        if self.labels.len() > MOST_LABELS {
            return Err(ReportError::TooLong("1,000 labels"));
        }
        Ok((include_str!("templates/labels.typ"), data(self)))
    }
}

pub(crate) fn data(paper: &impl Serialize) -> Value {
    serde_json::to_value(paper).expect("a paper is plain data with text keys")
}

/// Returns a paper as a PDF that keeps to PDF/A-2a and PDF/UA-1; `made` is the file's own date.
///
/// # Errors
/// [`ReportError::TooLong`] past the limits of a paper; [`ReportError::Typeset`] and [`ReportError::Standard`] where the
/// typesetter refuses, which is a fault of a template.
pub fn pdf(paper: &impl Paper, made: &Made) -> Result<Vec<u8>, ReportError> {
    let (template, mut data) = paper.set()?;
    make_printable(&mut data, &PRESS.fonts);
    if data["title"].as_str().is_none_or(|title| title.trim().is_empty()) {
        // A file for screen readers has a title.
        data["title"] = "Paper".into();
    }
    data["fonts"] = json!(PRESS.families);
    let data = serde_json::to_vec(&data).expect("a value is written as JSON");
    let sheet = Sheet {
        template: Source::new(name("main.typ"), template.to_owned()),
        data_id: name("data.json"),
        data: Bytes::new(data),
    };
    let made = set(&sheet, made);
    // The typesetter remembers what it laid out; what it held of the person's text goes with it.
    typst::comemo::evict(0);
    made
}

fn set(sheet: &Sheet, made: &Made) -> Result<Vec<u8>, ReportError> {
    let document = typst::compile::<PagedDocument>(sheet).output.map_err(|all| refused(sheet, &all))?;
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1]).map_err(|_| ReportError::Standard)?;
    let options = PdfOptions {
        ident: Smart::Auto,
        creator: Smart::Custom(Some("Casekeep".into())),
        timestamp: date(made).map(Timestamp::new_utc),
        standards,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|_| ReportError::Standard)
}

/// Says where in the template it was refused; the messages may quote the data, so they are left out.
fn refused(sheet: &Sheet, all: &[SourceDiagnostic]) -> ReportError {
    use typst::WorldExt;
    let line = all
        .first()
        .and_then(|first| sheet.range(first.span))
        .and_then(|range| sheet.template.lines().byte_to_line(range.start));
    ReportError::Typeset(
        line.map_or_else(|| "in the template".to_owned(), |line| format!("line {} of the template", line + 1)),
    )
}

fn date(made: &Made) -> Option<Datetime> {
    let text = made.at.to_string();
    let number = |range: std::ops::Range<usize>| text.get(range).and_then(|digits| digits.parse::<u8>().ok());
    let year = text.get(0..4)?.parse().ok()?;
    Datetime::from_ymd_hms(year, number(5..7)?, number(8..10)?, number(11..13)?, number(14..16)?, number(17..19)?)
}

fn name(path: &str) -> FileId {
    let path = VirtualPath::new(path).expect("a plain name is a path");
    RootedPath::new(VirtualRoot::Project, path).intern()
}

/// Replaces what cannot be printed, in every text of the data.
fn make_printable(value: &mut Value, fonts: &[Font]) {
    match value {
        Value::String(text) => *text = printable(text, fonts),
        Value::Array(all) => all.iter_mut().for_each(|one| make_printable(one, fonts)),
        Value::Object(all) => all.values_mut().for_each(|one| make_printable(one, fonts)),
        _ => {}
    }
}
