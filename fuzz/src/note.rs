//! Signed notes and SSHSIG armor, read by the crate and by a second reader from section 6.2.

use crate::keys;
use casekeep_format::{Checkpoint, Frontier, Root, checkpoint, note_origin, seal, sshsig};
use data_encoding::BASE64;

/// What the armored signature of the seed is over.
pub const MESSAGE: &[u8] = b"a tag manifest";
const LONGEST: usize = 16 << 10;
const SIGNATURES: usize = 16;

/// Checks a note as it is, and with a signature of the vault's key before those that it has.
///
/// # Panics
/// When the two readers differ, or what was read is not written back.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(origin) = note_origin(text) {
        let name = checkpoint::origin(&origin.vault, &origin.box_id, &origin.writer);
        assert!(text.starts_with(&name), "the origin is written back as another name");
    }
    check_note(text);
    if let Some(note) = Note::read(text) {
        let mended = note.signed();
        if Note::read(&mended).is_some() {
            check_note(&mended);
        }
    }
    if let Ok(key) = sshsig::verify(text, MESSAGE) {
        assert_eq!(key, *keys::VERIFYING, "a signature by a key that signed nothing");
        assert_eq!(sshsig::sign(&keys::SIGNING, MESSAGE), text, "two texts of one signature");
    }
    if let Some(note) = seal::find_note(text) {
        assert_eq!(seal::find_note(&note), Some(note), "a note that was found is not found again");
    }
    if let Some(frontier) = Frontier::from_text(text) {
        assert_eq!(frontier.to_text(), text, "a frontier is written back as another text");
    }
}

fn check_note(text: &str) {
    let opened = Checkpoint::open(text, &keys::origin(), &keys::VERIFYING);
    let note = Note::read(text).filter(Note::is_signed);
    assert_eq!(opened.is_ok(), note.is_some(), "the two readers differ");
    if let Some((opened, note)) = opened.ok().zip(note) {
        assert_eq!(opened, note.checkpoint, "read as another checkpoint");
    }
}

/// A note that has the form.
struct Note<'a> {
    checkpoint: Checkpoint,
    /// The lines before the empty one.
    text: &'a str,
    signatures: Vec<(&'a str, Vec<u8>)>,
    lines: &'a str,
}

impl<'a> Note<'a> {
    fn read(note: &'a str) -> Option<Self> {
        if note.len() > LONGEST || note.bytes().any(|b| (b < 0x20 && b != b'\n') || b == 0x7f) {
            return None;
        }
        let (body, lines) = note.split_once("\n\n")?;
        let fields: Vec<&str> = body.split('\n').collect();
        let [origin, size, root] = <[&str; 3]>::try_from(fields).ok()?;
        let is_number =
            size == "0" || (!size.starts_with('0') && !size.is_empty() && size.bytes().all(|b| b.is_ascii_digit()));
        let size = size.parse::<u64>().ok().filter(|size| is_number && *size <= 10_000_000_000)?;
        let root = Root(BASE64.decode(root.as_bytes()).ok()?.try_into().ok()?);
        let signatures: Vec<&str> = match lines {
            "" => Vec::new(),
            lines => lines.strip_suffix('\n')?.split('\n').collect(),
        };
        let signatures = signatures.into_iter().map(read_signature).collect::<Option<Vec<_>>>()?;
        let checkpoint = Checkpoint { origin: is_name(origin).then(|| origin.to_owned())?, size, root };
        let text = note.get(..=body.len())?;
        (signatures.len() <= SIGNATURES).then_some(Self { checkpoint, text, signatures, lines })
    }

    /// Returns whether the vault's key signed it for the one log, and no signature under that name is wrong.
    fn is_signed(&self) -> bool {
        let id = checkpoint::key_id(&self.checkpoint.origin, &keys::VERIFYING);
        let mut ours = self
            .signatures
            .iter()
            .filter(|(name, _)| *name == self.checkpoint.origin)
            .filter_map(|(_, blob)| blob.strip_prefix(&id))
            .peekable();
        self.checkpoint.origin == keys::origin()
            && ours.peek().is_some()
            && ours.all(|signature| {
                signature.try_into().is_ok_and(|signature| keys::VERIFYING.verifies(self.text.as_bytes(), signature))
            })
    }

    fn signed(&self) -> String {
        self.checkpoint.sign(&keys::SIGNING) + self.lines
    }
}

fn read_signature(line: &str) -> Option<(&str, Vec<u8>)> {
    let (name, blob) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
    let blob = BASE64.decode(blob.as_bytes()).ok()?;
    (is_name(name) && blob.len() > 4).then_some((name, blob))
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.contains('+') && !name.chars().any(char::is_whitespace)
}
