//! Parts of office documents from strangers: what is told is no longer than what is shown, and nothing unfolds.

use casekeep_media::fuzzing::office;
use casekeep_model::inside::Inside;
use casekeep_model::limits;

/// Checks what a part tells; the first byte chooses which part it is taken for.
///
/// # Panics
/// When more is told than the part holds or than is ever shown, when one with a document type is read, or when what was
/// told is cut once more.
pub fn check(data: &[u8]) {
    let Some((kind, part)) = data.split_first() else { return };
    let Ok(told) = office(*kind, part) else { return };
    let said: usize = told.said.iter().map(|one| one.text.len()).sum();
    assert!(
        told.text.len() <= limits::OFFICE_TEXT && told.said.len() <= limits::SAID && told.times.len() <= limits::SAID
    );
    // A mark of a few bytes stands for at most 64 spaces, or for a word of three letters.
    assert!(told.text.len() + said <= 64 * part.len(), "{} bytes of {}", told.text.len() + said, part.len());
    let text = std::str::from_utf8(part).expect("only letters are read");
    let bare = text.trim_start_matches('\u{feff}').trim_start();
    assert!(!bare.starts_with("<!DOCTYPE"), "what could be declared is never read");
    let texts = |inside: &Inside| (inside.text.clone(), inside.times.clone());
    assert_eq!(texts(&told.clone().bounded()), texts(&told));
}
