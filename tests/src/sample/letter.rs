//! The practice manager's warning letter as a PDF (ISO 32000-1) of one page, in the fonts that every reader has.

use std::fmt::Write;

/// Left edge of the text, in points.
const LEFT: u32 = 72;

/// What a line looks like, and how far below the last one it stands.
type Line = (&'static str, u32, u32, &'static str);

const LINES: [Line; 20] = [
    ("Bold", 18, 0, "Elmbrook Surgery"),
    ("Plain", 10, 18, "Mill Lane, Northshire"),
    ("Plain", 11, 56, "1 April 2026"),
    ("Plain", 11, 16, "By recorded post"),
    ("Plain", 11, 36, "Dear Person A,"),
    ("Bold", 11, 28, "Contact with Dr Whitfield"),
    ("Plain", 11, 28, "On 8, 18, 19, 26 and 29 March you wrote to Dr Whitfield and sent her messages about"),
    ("Plain", 11, 16, "matters that are not your care. On 23 March I asked you to stop. This is not acceptable"),
    ("Plain", 11, 16, "under our policy."),
    ("Plain", 11, 28, "Please do not contact Dr Whitfield again by any means. If you need care, ring reception"),
    ("Plain", 11, 16, "and ask for Dr Ellery."),
    ("Plain", 11, 28, "If this happens again we may report it to the police and ask for you to be cared for"),
    ("Plain", 11, 16, "elsewhere. This letter is valid for 12 months."),
    ("Plain", 11, 28, "If you disagree, or need help to reply, you can write to me at the surgery."),
    ("Plain", 11, 40, "Yours sincerely,"),
    ("Bold", 11, 52, "Ruth Adeyemi"),
    ("Plain", 11, 16, "Practice manager"),
    ("Plain", 11, 16, "Elmbrook Surgery"),
    ("Plain", 8, 150, "Everyone and everything in this letter is invented. It belongs to the sample case"),
    ("Plain", 8, 12, "of Casekeep."),
];

/// Returns the letter.
pub fn warning_letter() -> Vec<u8> {
    let content = content();
    let font = |name| format!("<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>");
    let objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>".to_owned(),
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>".to_owned(),
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 6 0 R \
         /Resources << /Font << /Plain 4 0 R /Bold 5 0 R >> >> >>"
            .to_owned(),
        font("Helvetica"),
        font("Helvetica-Bold"),
        format!("<< /Length {} >>\nstream\n{content}endstream", content.len()),
        "<< /Title (Contact with Dr Whitfield) /Author (Ruth Adeyemi) /CreationDate (D:20260401091200+01'00') >>"
            .to_owned(),
    ];
    file(&objects)
}

fn content() -> String {
    let mut content = format!("0.2 w {LEFT} 724 m 523 724 l S\n");
    let mut y = 770;
    for (font, size, down, text) in LINES {
        y -= down;
        writeln!(content, "BT /{font} {size} Tf {LEFT} {y} Td ({text}) Tj ET").expect("a string takes everything");
    }
    content
}

/// Returns the file: the objects, the table of where each starts, and the trailer.
fn file(objects: &[String]) -> Vec<u8> {
    // The second line tells programs that move files that this one is not text.
    let mut out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in objects.iter().enumerate() {
        writeln!(table, "{:010} 00000 n ", out.len()).expect("a string takes everything");
        out.extend(format!("{} 0 obj\n{object}\nendobj\n", number + 1).bytes());
    }
    let start = out.len();
    let count = objects.len() + 1;
    out.extend(table.bytes());
    out.extend(
        format!("trailer\n<< /Size {count} /Root 1 0 R /Info {} 0 R >>\nstartxref\n{start}\n%%EOF\n", objects.len())
            .bytes(),
    );
    out
}
