//! The chain of pages of a TIFF.

use casekeep_media::fuzzing::{tiff, turn_tiff};
use casekeep_model::inspect::PreviewError;
use casekeep_model::limits;

/// Checks that there are as many pages as are listed, and that turning to one changes the header alone.
///
/// # Panics
/// When a page that is listed is not there or one more is, or when turning to one writes behind the header.
pub fn check(data: &[u8]) {
    let (pages, more) = tiff(data);
    let count = pages.len() as u32;
    assert!(count <= limits::PAGES && (!more || count == limits::PAGES));
    for page in [0, 1, 2, count / 2, count, count.saturating_add(1)] {
        let mut turned = data.to_vec();
        let outcome = turn_tiff(&mut turned, page);
        // The first page stands there already, whether it can be read or not.
        let there = page == 1 || (1..=count).contains(&page) || (page > count && more);
        assert_eq!(outcome.is_ok(), there, "page {page} of {count}: {outcome:?}");
        assert!(matches!(outcome, Ok(()) | Err(PreviewError::NoPage | PreviewError::Damaged)));
        let kept = |bytes: &[u8]| bytes.get(16..).unwrap_or_default().to_vec();
        assert_eq!((turned.len(), kept(&turned)), (data.len(), kept(data)), "behind the header nothing changes");
    }
}
