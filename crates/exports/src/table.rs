//! A table of messages (RFC 4180), of which a person says which columns are the time, the sender and the words.

use crate::clock::{Written, of_millis};
use crate::dates::{Evidence, order_at};
use crate::{Ended, Read, Teller};
use casekeep_model::Moment;
use casekeep_model::limits;
use casekeep_model::messages::{Columns, Dates, ExportKind, Message, Reading, Told, UnreadWhy};
use csv::{ByteRecord, ReaderBuilder};
use std::io::{BufRead, Seek};

/// The most columns.
const COLUMNS: usize = 200;
/// The longest name of a column that is shown, in bytes.
const NAME: usize = 200;

/// Returns whether a text begins as a table does: at least two rows of at least three columns, the same number in each.
pub(crate) fn begins(head: &str) -> bool {
    let mut rows = reader(head.as_bytes(), Form::of(head)).into_byte_records();
    let mut next = || rows.next().and_then(Result::ok).map(|row| row.len());
    let (first, second) = (next(), next());
    first.is_some_and(|count| (3..=COLUMNS).contains(&count)) && first == second
}

/// How a table is written.
#[derive(Debug, Clone, Copy)]
struct Form {
    separator: u8,
    /// Whether rows end with CR LF.
    two_ends: bool,
}

impl Form {
    fn of(head: &str) -> Self {
        let first = head.split_inclusive('\n').next().unwrap_or_default();
        let count = |separator: u8| first.bytes().filter(|byte| *byte == separator).count();
        let separator = [b'\t', b';', b','].into_iter().max_by_key(|separator| count(*separator)).unwrap_or(b',');
        Self { separator, two_ends: first.ends_with("\r\n") }
    }
}

fn reader<R: std::io::Read>(input: R, form: Form) -> csv::Reader<R> {
    ReaderBuilder::new().has_headers(false).flexible(true).delimiter(form.separator).from_reader(input)
}

/// Reads a table; without columns, tells only its first row.
pub(crate) fn read<R: BufRead + Seek>(input: &mut R, head: &str, reading: &Reading, teller: &mut Teller<'_>) -> Read {
    let form = Form::of(head);
    let mut names = Vec::new();
    let mut evidence = Evidence::default();
    each(input, form, &mut |n, _, row| {
        if n == 1 {
            names = row.iter().take(COLUMNS).map(name).collect();
        }
        if let Some((written, shown)) = reading.columns.and_then(|columns| {
            let shown = cell(row, columns.time);
            Some((Written::at_start(shown.trim())?.0, shown))
        }) {
            evidence.see(n, written, &shown);
        }
        Ok(())
    })?;
    let dates = evidence.end();
    let asked = dates.runs.len() + dates.either as usize > 0;
    teller.tell(Told::Begins { kind: ExportKind::Table, dates: asked.then(|| dates.clone()), columns: names })?;
    let Some(columns) = reading.columns else { return Ok(()) };
    input.rewind()?;
    each(input, form, &mut |n, (at, length), row| message(n, (at, length), row, columns, &dates, reading, teller))
}

fn name(cell: &[u8]) -> String {
    let mut name = String::from_utf8_lossy(cell).trim_start_matches('\u{feff}').to_owned();
    name.truncate(name.floor_char_boundary(NAME));
    name
}

fn cell(row: &ByteRecord, column: u32) -> String {
    String::from_utf8_lossy(row.get(column as usize).unwrap_or_default()).into_owned()
}

type Place = (u64, u64);

/// Shows each row with its number and its place.
fn each<R: BufRead>(input: &mut R, form: Form, see: &mut dyn FnMut(u32, Place, &ByteRecord) -> Read) -> Read {
    let mut rows = reader(input, form);
    let (mut row, mut n, mut at) = (ByteRecord::new(), 0_u32, 0);
    loop {
        match rows.read_byte_record(&mut row) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => return Err(Ended::Io(std::io::Error::other(error))),
        }
        n = n.saturating_add(1);
        let end = rows.position().byte();
        // Of an end of two bytes, the reader passes over the second with the next row.
        let begin = at + u64::from(n > 1 && form.two_ends);
        see(n, (begin, end.saturating_sub(begin)), &row)?;
        at = end;
    }
}

fn message(
    n: u32,
    (at, length): Place,
    row: &ByteRecord,
    columns: Columns,
    dates: &Dates,
    reading: &Reading,
    teller: &mut Teller<'_>,
) -> Read {
    let [time, sender, text] = [columns.time, columns.sender, columns.text].map(|column| row.get(column as usize));
    let (Some(_), Some(sender), Some(text)) = (time, sender, text) else {
        return teller.unread(at, length, UnreadWhy::Broken);
    };
    if std::str::from_utf8(sender).and(std::str::from_utf8(text)).is_err() {
        teller.unread(at, length, UnreadWhy::Letters)?;
    }
    let shown = cell(row, columns.time).trim().trim_start_matches('\u{feff}').to_owned();
    let time = time_of(&shown, n, dates, reading);
    if n == 1 && time.is_none() {
        // The names of the columns.
        return Ok(());
    }
    let sender = cell(row, columns.sender).trim().to_owned();
    let mut shown = shown;
    shown.truncate(shown.floor_char_boundary(limits::FILE_NAME));
    teller.message(Message {
        n,
        at,
        length,
        sender: Some(if sender.is_empty() { "no sender named".to_owned() } else { sender }),
        shown,
        time,
        text: cell(row, columns.text),
        ..Message::default()
    })
}

/// Reads a time: written out, with or without an offset, or seconds or milliseconds since 1970.
fn time_of(shown: &str, n: u32, dates: &Dates, reading: &Reading) -> Option<String> {
    if shown.bytes().all(|byte| byte.is_ascii_digit()) && matches!(shown.len(), 10 | 13) {
        let number: i64 = shown.parse().ok()?;
        return of_millis(if shown.len() == 10 { number * 1000 } else { number });
    }
    let (written, rest) = Written::at_start(shown)?;
    let time = written.resolve(order_at(dates, reading.order, n))?;
    // Parts of a second say nothing here.
    let rest = rest.strip_prefix('.').map_or(rest, |rest| rest.trim_start_matches(|c: char| c.is_ascii_digit())).trim();
    match rest {
        "" => Some(time),
        "Z" | "z" | "UTC" | "GMT" => Some(format!("{time}Z")),
        offset if offset.starts_with(['+', '-']) => {
            Some(format!("{time}{offset}")).filter(|time| Moment::parse(time, "UTC").is_ok())
        }
        _ => None,
    }
}
