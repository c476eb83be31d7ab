//! Permissions to read one thing: made when it is opened, unguessable, gone when it is closed or the vault is locked.

use casekeep_format::random;
use data_encoding::HEXLOWER;
use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// How many there are at once; the page shows one item, and may open the next before it closes the last.
const MOST: usize = 4;

/// What may be read now, each under its own name.
pub struct Grants<T>(Mutex<VecDeque<(String, Arc<Mutex<T>>)>>);

impl<T> Grants<T> {
    /// Makes one, and returns its name: 32 random bytes as hexadecimal digits. The oldest goes where there are many.
    pub fn open(&self, thing: T) -> String {
        let name = HEXLOWER.encode(random::bytes::<32>().as_ref());
        let mut all = self.all();
        while all.len() >= MOST {
            all.pop_front();
        }
        all.push_back((name.clone(), Arc::new(Mutex::new(thing))));
        name
    }

    /// Returns what the name stands for.
    pub fn find(&self, name: &str) -> Option<Arc<Mutex<T>>> {
        self.all().iter().find(|(known, _)| known == name).map(|(_, thing)| Arc::clone(thing))
    }

    /// Ends one.
    pub fn close(&self, name: &str) {
        self.all().retain(|(known, _)| known != name);
    }

    /// Ends all.
    pub fn close_all(&self) {
        self.all().clear();
    }

    fn all(&self) -> MutexGuard<'_, VecDeque<(String, Arc<Mutex<T>>)>> {
        // The list is whole at every point where a thread could panic.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Default for Grants<T> {
    fn default() -> Self {
        Self(Mutex::default())
    }
}

impl<T> fmt::Debug for Grants<T> {
    /// Tells no names: who knows one may read.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} grants", self.all().len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_has_a_name_of_its_own_that_ends_with_it() {
        let grants = Grants::default();
        let (one, other) = (grants.open(1), grants.open(1));
        assert!(one != other && one.len() == 64 && one.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert!(grants.find(&one).is_some() && grants.find(&one[..63]).is_none() && grants.find("").is_none());
        grants.close(&one);
        assert!(grants.find(&one).is_none() && grants.find(&other).is_some());
        grants.close_all();
        assert!(grants.find(&other).is_none());
        assert!(!format!("{grants:?}").contains(&other));
    }

    #[test]
    fn the_oldest_goes_where_there_are_many() {
        let grants = Grants::default();
        let names: Vec<String> = (0..=MOST).map(|n| grants.open(n)).collect();
        let left: Vec<bool> = names.iter().map(|name| grants.find(name).is_some()).collect();
        assert_eq!(left, [false, true, true, true, true]);
    }
}
