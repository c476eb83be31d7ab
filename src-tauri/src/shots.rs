//! The set of captures that is going on: shots of one thread, one after another, until the person says that it ends.
//!
//! It is kept in memory only, across locking too; of the last shot only hashes of its rows are kept.

use crate::overlap::Rows;
use casekeep_model::window::SetNow;
use casekeep_model::{SetId, SetPlace};
use image::RgbaImage;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The set that is going on, if one is.
#[derive(Debug, Default)]
pub struct Shots {
    now: Mutex<Option<Going>>,
    /// Held while a capture is made, so that shots get their places in order.
    taking: Mutex<()>,
}

#[derive(Debug)]
struct Going {
    id: SetId,
    shots: u32,
    /// The case that its shots went to; `None` while all went to the inbox.
    case: Option<u32>,
    last: Rows,
}

/// A shot that has a place and is not saved yet.
#[derive(Debug)]
pub struct Shot {
    /// Its place.
    pub place: SetPlace,
    rows: Rows,
}

impl Shots {
    /// Returns the right to make a capture; `None` while another is made.
    pub fn begin(&self) -> Option<MutexGuard<'_, ()>> {
        match self.taking.try_lock() {
            Ok(guard) => Some(guard),
            Err(std::sync::TryLockError::Poisoned(guard)) => Some(guard.into_inner()),
            Err(std::sync::TryLockError::WouldBlock) => None,
        }
    }

    /// Gives a capture the next place of the set that is going on, or the first of a new one.
    pub fn next(&self, picture: &RgbaImage, case: Option<u32>) -> Shot {
        let rows = Rows::of(picture);
        let place = match &*self.now() {
            Some(going) if belongs(going.case, case) => {
                SetPlace { id: going.id.clone(), n: going.shots + 1, overlap: Some(going.last.shared_with(&rows)) }
            }
            _ => SetPlace { id: new_set(), n: 1, overlap: None },
        };
        Shot { place, rows }
    }

    /// Notes that a shot is saved: the set goes on from it.
    pub fn keep(&self, shot: Shot, case: Option<u32>) {
        let mut now = self.now();
        let before = now.take().filter(|going| going.id == shot.place.id).and_then(|going| going.case);
        *now = Some(Going { id: shot.place.id, shots: shot.place.n, case: case.or(before), last: shot.rows });
    }

    /// Gives a file the next place of a set, the one that is going on or an earlier one with `last` places.
    pub fn after(&self, id: &SetId, last: u32) -> SetPlace {
        let mut now = self.now();
        let n = match &mut *now {
            Some(going) if going.id == *id => {
                going.shots = going.shots.max(last) + 1;
                going.shots
            }
            _ => last + 1,
        };
        SetPlace { id: id.clone(), n, overlap: None }
    }

    /// Returns the set that is going on.
    pub fn going_on(&self) -> Option<SetNow> {
        self.now().as_ref().map(|going| SetNow { id: going.id.to_string(), shots: going.shots })
    }

    /// Ends the set: the next capture begins a new one.
    pub fn end(&self) {
        *self.now() = None;
    }

    fn now(&self) -> MutexGuard<'_, Option<Going>> {
        // What it holds is whole at every point where a thread could panic.
        self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Shots that went to the inbox belong with either case; those of two cases do not belong together.
fn belongs(of: Option<u32>, case: Option<u32>) -> bool {
    of.is_none() || case.is_none() || of == case
}

fn new_set() -> SetId {
    SetId::from_bytes(*casekeep_format::random::bytes())
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Rgba;

    fn picture(from: u32) -> RgbaImage {
        RgbaImage::from_fn(24, 200, |x, y| Rgba([((from + y) % 256) as u8, ((from + y) / 256) as u8, x as u8, 255]))
    }

    fn take(shots: &Shots, from: u32, case: Option<u32>) -> SetPlace {
        let shot = shots.next(&picture(from), case);
        let place = shot.place.clone();
        shots.keep(shot, case);
        place
    }

    #[test]
    fn shots_follow_one_another_with_their_overlap_until_the_set_ends() {
        let shots = Shots::default();
        let places = [take(&shots, 0, Some(1)), take(&shots, 150, Some(1)), take(&shots, 900, Some(1))];
        assert_eq!(places.each_ref().map(|place| (place.n, place.overlap)), [(1, None), (2, Some(50)), (3, Some(0))]);
        assert!(places.iter().all(|place| place.id == places[0].id));
        assert_eq!(shots.going_on().map(|now| now.shots), Some(3));
        shots.end();
        assert_eq!(shots.going_on(), None);
        let fresh = take(&shots, 0, Some(1));
        assert!(fresh.n == 1 && fresh.id != places[0].id);
    }

    #[test]
    fn a_capture_that_is_not_saved_leaves_no_gap() {
        let shots = Shots::default();
        take(&shots, 0, None);
        drop(shots.next(&picture(10), None));
        assert_eq!(take(&shots, 20, None).n, 2);
    }

    #[test]
    fn a_set_goes_on_through_the_lock_and_not_into_another_case() {
        let shots = Shots::default();
        let first = take(&shots, 0, None);
        assert_eq!(take(&shots, 50, Some(1)).id, first.id);
        assert_eq!(take(&shots, 90, None).id, first.id);
        assert_ne!(take(&shots, 99, Some(2)).id, first.id);
    }

    #[test]
    fn a_file_comes_after_the_shots_of_its_set() {
        let shots = Shots::default();
        let first = take(&shots, 0, Some(1));
        assert_eq!(shots.after(&first.id, 1).n, 2);
        assert_eq!(take(&shots, 50, Some(1)).n, 3);
        shots.end();
        assert_eq!(shots.after(&first.id, 3).n, 4);
    }

    #[test]
    fn one_capture_is_made_at_a_time() {
        let shots = Shots::default();
        let held = shots.begin();
        assert!(held.is_some() && shots.begin().is_none());
        drop(held);
        assert!(shots.begin().is_some());
    }
}
