//! What the shell does for the player: items that the page may read in parts.

use super::Shell;
use crate::problem::{Answer, OrProblem};
use casekeep_model::window::OpenedMedia;
use std::sync::PoisonError;
use zeroize::Zeroizing;

/// Why no part is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoPart {
    /// The vault is locked.
    Locked,
    /// No item is open under this name.
    NotOpen,
    /// Its file cannot be read, or is not the one that was saved.
    Unreadable,
}

impl Shell {
    /// Lets an item be read in parts until it is closed or the vault is locked.
    ///
    /// # Errors
    /// When the vault is locked, and what the engine says of the item.
    pub fn open_media(&self, case: u32, item: u32) -> Answer<OpenedMedia> {
        // Opened under the lease: a lock that began waits for it, and closes what was opened meanwhile.
        let vault = self.lease()?;
        let spans = vault.item_spans(case, item).or_problem()?;
        let (bytes, media_type) = (spans.size(), spans.media_type().to_owned());
        let grant = self.media.open(spans);
        if !self.is_open() {
            self.media.close(&grant);
        }
        Ok(OpenedMedia { grant, bytes, media_type })
    }

    /// Returns the items that can be read.
    #[cfg(test)]
    pub fn media(&self) -> &crate::grants::Grants<casekeep_vault::ItemSpans> {
        &self.media
    }

    /// Lets no item be read any longer.
    pub fn close_all_media(&self) {
        self.media.close_all();
    }

    /// Lets an item be read no longer.
    pub fn close_media(&self, grant: &str) {
        self.media.close(grant);
    }

    /// Returns the part of an open item that `choose` names of its size, and what it named: a place and a length.
    ///
    /// # Errors
    /// [`NoPart`], or what `choose` refuses.
    pub fn media_part<E: From<NoPart>>(
        &self,
        grant: &str,
        choose: impl FnOnce(u64) -> Result<(u64, usize), E>,
    ) -> Result<(Zeroizing<Vec<u8>>, u64, u64), E> {
        // Given back last: when a lock has all leases, nobody holds the item any more.
        let _vault = self.lease().map_err(|_| NoPart::Locked)?;
        let open = self.media.find(grant).ok_or(NoPart::NotOpen)?;
        // What a thread that panicked left is whole: pieces are kept only once they are opened.
        let mut spans = open.lock().unwrap_or_else(PoisonError::into_inner);
        let size = spans.size();
        let (from, length) = choose(size)?;
        let part = spans.read(from, length).map_err(|_| NoPart::Unreadable)?;
        Ok((part, from, size))
    }
}
