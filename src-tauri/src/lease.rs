//! Counts who uses the unlocked vault, so that locking can wait until the last of them is done and the keys are wiped.

use casekeep_vault::UnlockedVault;
use std::ops::Deref;
use std::sync::{Arc, Condvar, Mutex, PoisonError, Weak};

/// How many leases there are.
#[derive(Debug, Default)]
pub struct Leases {
    count: Mutex<usize>,
    returned: Condvar,
}

/// The right to use something shared until this is dropped.
#[derive(Debug)]
pub struct Lease<T = UnlockedVault> {
    shared: Option<Arc<T>>,
    leases: Arc<Leases>,
}

impl Leases {
    /// Lends it out.
    pub fn lend<T>(self: &Arc<Self>, shared: &Arc<T>) -> Lease<T> {
        *self.count.lock().unwrap_or_else(PoisonError::into_inner) += 1;
        Lease { shared: Some(Arc::clone(shared)), leases: Arc::clone(self) }
    }

    /// Waits until nothing is lent out.
    pub fn wait_until_returned(&self) {
        let count = self.count.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.returned.wait_while(count, |count| *count > 0).unwrap_or_else(PoisonError::into_inner));
    }
}

impl<T> Lease<T> {
    /// Gives it back, and returns what tells it from another that is lent out later.
    pub fn give_back(self) -> Weak<T> {
        self.shared.as_ref().map(Arc::downgrade).unwrap_or_default()
    }
}

impl<T> Deref for Lease<T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.shared.as_deref().expect("only drop takes it out")
    }
}

impl<T> Drop for Lease<T> {
    fn drop(&mut self) {
        // Let go first: when the count reaches zero, nobody but the lender holds it.
        self.shared = None;
        *self.leases.count.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.leases.returned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_given_back_is_told_from_another() {
        let leases = Arc::new(Leases::default());
        let (one, other) = (Arc::new(7), Arc::new(7));
        let of_one = leases.lend(&one).give_back();
        leases.wait_until_returned();
        assert!(
            std::ptr::eq(of_one.as_ptr(), Arc::as_ptr(&one)) && !std::ptr::eq(of_one.as_ptr(), Arc::as_ptr(&other))
        );
    }

    #[test]
    fn waiting_ends_when_the_last_lease_is_back_and_nobody_else_holds_it() {
        let leases = Arc::new(Leases::default());
        let shared = Arc::new(7);
        let (first, second) = (leases.lend(&shared), leases.lend(&shared));
        assert_eq!(*first + *second, 14);
        let worker = std::thread::spawn(move || drop((first, second)));
        leases.wait_until_returned();
        assert_eq!(Arc::strong_count(&shared), 1);
        worker.join().expect("the worker ends");
    }
}
