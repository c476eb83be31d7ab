//! Zip archives from strangers: what is listed lies in the file, and what comes out is what the directory said.

use casekeep_media::fuzzing::{unpack, unpacked, zip};
use casekeep_model::archive::Refused;

/// The largest entry that is taken out here, and the most entries.
const LARGEST: u64 = 64 << 10;
const MOST: usize = 8;

/// Checks what is listed of an archive, and takes its small files out.
///
/// # Panics
/// When a file is listed out of its order, when one that is given leads outside or has other bytes than its directory
/// says, or when the same answer means something else in other pieces.
pub fn check(data: &[u8]) {
    let Ok(entries) = zip(data) else { return };
    assert!(entries.is_sorted_by(|one, next| one.index < next.index), "the list is in order");
    for entry in entries.iter().filter(|entry| entry.refused.is_none()) {
        let parts: Vec<&str> = entry.name.split('/').collect();
        assert!(!parts.contains(&"..") && !entry.name.starts_with('/'), "{:?} leads outside", entry.name);
    }
    let small = entries.iter().filter(|entry| entry.bytes <= LARGEST).take(MOST);
    let wanted: Vec<u32> = small.map(|entry| entry.index).collect();
    let answer = unpack(data, &wanted).expect("the archive was just listed");
    let (out, whole) = unpacked(&answer, &wanted, 1 << 16).expect("an honest answer is believed");
    assert!(whole, "each entry ends");
    assert_eq!(unpacked(&answer, &wanted, 7), Ok((out.clone(), true)), "in other pieces");
    for one in out {
        let entry = entries.iter().find(|entry| entry.index == one.index).expect("only what is wanted comes");
        match one.end.expect("it ended") {
            None => {
                assert_eq!((one.bytes.len() as u64, entry.refused), (entry.bytes, None), "all of it, and nothing else");
            }
            Some(refused) => {
                assert!(one.bytes.len() as u64 <= entry.bytes, "more came than the directory says");
                assert!(entry.refused.is_none_or(|told| told == refused) && one.bytes.len() as u64 <= LARGEST);
                assert!(entry.refused.is_some() || refused == Refused::Damaged, "{refused:?} shows before");
            }
        }
    }
}
