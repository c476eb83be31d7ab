//! Sheets to print, as pages that any browser opens: one for a seal, one to write recovery words on by hand.
//!
//! They are saved as files and printed from there, because the window's own printing differs from system to system.
//! Neither holds a secret. Everything that comes from the vault is escaped.

use casekeep_model::keeping::Seal;
use casekeep_model::view::Opening;
use std::fmt::Write as _;

/// A plain sheet of A4, black on white.
const STYLE: &str = "\
@page{size:A4;margin:20mm}\
body{font:12pt/1.45 'Atkinson Hyperlegible Next',Verdana,sans-serif;color:#000;background:#fff;max-width:170mm;margin:0 auto}\
h1{font-size:20pt;margin:0 0 2mm}h2{font-size:12pt;margin:8mm 0 2mm}p{margin:0 0 2mm}\
table{border-collapse:collapse;width:100%}td{border:1px solid #777;padding:2mm 3mm;width:33%}\
td span{color:#555;display:inline-block;width:7mm;font-size:10pt}\
.words td{font:600 13pt monospace}pre{font:9pt/1.4 monospace;white-space:pre-wrap;overflow-wrap:anywhere;margin:0}\
dl{display:grid;grid-template-columns:34mm 1fr;gap:1mm 4mm;margin:0}dt{color:#555}dd{margin:0}\
.sign{display:grid;grid-template-columns:24mm 1fr;gap:9mm 4mm;margin-top:8mm}.sign i{border-bottom:1px solid #000}\
.blank td{height:8mm}";

/// Returns the sheet of a seal: its words, what it covers, the whole checkpoint, and lines for a witness.
pub fn of_seal(seal: &Seal, opening: &Opening) -> String {
    let made = seal.at.to_chrono().format("%-d %B %Y, %H:%M UTC");
    let mut body = format!(
        "<h1>Seal of a Casekeep vault</h1><p>Made on {made}, by the clock of the computer.</p>\
         <h2>The 12 words of the seal</h2>{}<h2>What it covers</h2><dl>{}</dl>\
         <h2>The whole checkpoint</h2><p>The words stand for it; this is what counts.</p><pre>\n{}</pre>\
         <h2>The vault</h2><pre>{}\n{}</pre>",
        words(&seal.words),
        facts(seal),
        escaped(&seal.checkpoint),
        escaped(&opening.fingerprint),
        escaped(&opening.fingerprint_words.join(" ")),
    );
    body.push_str(
        "<h2>For the person who keeps this sheet</h2><p>You need not know what is in the vault, and this sheet does not \
         tell you. With it, it can be seen later whether what the vault held on this day was changed, taken out or put \
         in another order since. It does not show that an entry is true, or that everything was written down.</p>\
         <p>I received this sheet on the day that I write here.</p>\
         <div class=\"sign\"><span>Name</span><i></i><span>Signature</span><i></i><span>Date</span><i></i></div>\
         <h2>To check it later</h2><p>In Casekeep: Settings, Seals, Check a seal.</p>",
    );
    page("Seal of a Casekeep vault", &body)
}

/// Returns a sheet with twelve empty places for recovery words; they are written by hand, so that no file holds them.
pub fn for_words(opening: &Opening) -> String {
    let body = format!(
        "<h1>12 recovery words</h1><p>Write the words by hand, each at its number. Whoever has them can open the vault: \
         keep the paper away from the computer, in a sealed envelope, with someone you trust.</p>\
         <table class=\"blank\">{}</table><dl><dt>Written on</dt><dd>&nbsp;</dd></dl>\
         <h2>The vault’s fingerprint</h2><p>No secret. When the vault is opened on another computer, these words show \
         that it is this one.</p>{}<pre>{}</pre>",
        rows(&[const { String::new() }; 12]),
        words(&opening.fingerprint_words),
        escaped(&opening.fingerprint),
    );
    page("12 recovery words", &body)
}

fn page(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>{title}</title><style>{STYLE}</style>\
         </head>\n<body>{body}</body></html>\n"
    )
}

fn words(all: &[String]) -> String {
    format!("<table class=\"words\">{}</table>", rows(all))
}

/// Four rows of three, numbered down the columns as in the window.
fn rows(all: &[String]) -> String {
    let down = all.len().div_ceil(3);
    let mut table = String::new();
    for row in 0..down {
        table.push_str("<tr>");
        for at in (row..all.len()).step_by(down) {
            write!(table, "<td><span>{}</span>{}</td>", at + 1, escaped(&all[at])).expect("a string takes all");
        }
        table.push_str("</tr>");
    }
    table
}

fn facts(seal: &Seal) -> String {
    let mut list = String::new();
    let mut fact = |name: &str, value: &str| {
        write!(list, "<dt>{name}</dt><dd>{}</dd>", escaped(value)).expect("a string takes all");
    };
    fact("Cases", &seal.cases.to_string());
    fact("Contacts", &seal.contacts.to_string());
    fact("Items", &seal.items.to_string());
    fact("Records", &seal.records.to_string());
    fact("Root", &seal.root);
    if let Some(stamped) = seal.stamped {
        let at = stamped.to_chrono().format("%-d %B %Y, %H:%M UTC");
        fact("Time confirmed", &format!("{at} {}", seal.stamped_by.as_deref().unwrap_or_default()));
    }
    list
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use casekeep_model::Timestamp;

    fn opening() -> Opening {
        Opening {
            fingerprint: "SHA256:abc".into(),
            fingerprint_words: (1..=12).map(|n| format!("print{n}")).collect(),
            first_time_here: false,
            findings: vec![],
            adopted: 0,
            last_unlocked: None,
            failed: 0,
            first_failed: None,
            remarks: vec![],
        }
    }

    #[test]
    fn the_sheet_of_a_seal_holds_the_checkpoint_so_that_it_is_found_again() {
        let note = "casekeep/v1/a/b/c\n7\ncm9vdA==\n\n— casekeep/v1/a/b/c c2lnbmF0dXJl\n";
        let seal = Seal {
            at: Timestamp::from_millis(1_794_000_000_000),
            words: (1..=12).map(|n| format!("word{n}")).collect(),
            checkpoint: note.to_owned(),
            size: 7,
            root: "cm9vdA==".to_owned(),
            cases: 2,
            contacts: 41,
            items: 13,
            records: 99,
            stamped: None,
            stamped_by: Some("<b>".to_owned()),
        };
        let sheet = of_seal(&seal, &opening());
        assert_eq!(casekeep_format::find_note(&sheet).as_deref(), Some(note));
        for needle in ["<span>5</span>word5", "<dd>41</dd>", "SHA256:abc", "Signature", "print12"] {
            assert!(sheet.contains(needle), "{needle}\n{sheet}");
        }
        assert!(!sheet.contains("<script") && !sheet.contains("http"));
    }

    #[test]
    fn foreign_text_stays_text() {
        assert_eq!(escaped("<b title=\"x\">&"), "&lt;b title=&quot;x&quot;&gt;&amp;");
    }

    #[test]
    fn the_sheet_for_words_has_twelve_places_and_no_word_of_its_own() {
        let sheet = for_words(&opening());
        let blank = sheet.split("fingerprint").next().expect("it begins with the places");
        assert_eq!(blank.matches("<td>").count(), 12);
        assert!(blank.contains("<span>12</span></td>"));
    }
}
