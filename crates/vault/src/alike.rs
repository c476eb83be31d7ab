//! Which pictures of a case look the same: copies of one picture that came more than once, smaller or compressed again.
//!
//! It is shown and nothing follows from it: both are kept, and neither is counted less. What a picture looks like lies in
//! the index, and is told when its thumbnail is made.

use crate::error::{Result, VaultError};
use crate::session::{UnlockedVault, hold};
use casekeep_model::inspect::PreviewError;
use casekeep_model::likeness::{Alike, AlikeItem, Likeness};
use casekeep_model::{BoxId, Item, limits};
use std::collections::HashMap;

/// One item that may be compared.
struct Picture {
    label: String,
    item: Item,
}

impl UnlockedVault {
    /// Returns the items of a case that look the same as one of it.
    ///
    /// At most [`limits::ALIKE_AT_ONCE`] pictures are looked at for the first time; ask again while some wait. What was
    /// made from the item, and what it was made from, is left out: that is known. Files with pages are not compared.
    ///
    /// # Errors
    /// When there is no such item, or the index cannot be read.
    pub fn alike(&self, case: u32, number: u32) -> Result<Alike> {
        let (id, entry) = self.item_entry(case, number)?;
        let mut origins = HashMap::new();
        let mut pictures = Vec::new();
        hold(&self.index).each_item(&id, &mut |other| {
            // What hung on a mail is an original too, and a mail may bring one picture twice.
            let made = other.first.derived.as_ref().filter(|derived| derived.part.is_none());
            origins.insert(other.number, made.map(|derived| derived.item));
            if self.is_compared(&other.first) {
                pictures.push(Picture { label: other.label(), item: other.first });
            }
        })?;
        if !self.is_compared(&entry.first) {
            return Ok(Alike::default());
        }
        let mut looks = limits::ALIKE_AT_ONCE;
        let Some(own) = self.likeness(&id, &entry.first, &mut looks)?.flatten() else { return Ok(Alike::default()) };
        let origin = origin(number, &origins);
        let mut alike = Alike { width: own.width(), height: own.height(), ..Alike::default() };
        for Picture { label, item } in pictures {
            if item.number == number || self::origin(item.number, &origins) == origin {
                continue;
            }
            match self.likeness(&id, &item, &mut looks)? {
                None => alike.waiting += 1,
                Some(Some(other)) if own.looks_like(&other) => alike.items.push(AlikeItem {
                    n: item.number,
                    label,
                    width: other.width(),
                    height: other.height(),
                    same_bytes: item.file.sha256 == entry.first.file.sha256,
                }),
                Some(_) => {}
            }
        }
        Ok(alike)
    }

    /// Returns whether an item is a picture of one page: of a file with more, a first page says little of the others.
    fn is_compared(&self, item: &Item) -> bool {
        item.media_type.starts_with("image/")
            && item.media_type != "image/tiff"
            && self.installation.inspect.can_preview(&item.media_type)
    }

    /// Returns what an item looks like, looking at it where that was not done and may be: the outer `None` when it waits,
    /// the inner one when it cannot be compared.
    fn likeness(&self, id: &BoxId, item: &Item, looks: &mut u32) -> Result<Option<Option<Likeness>>> {
        let object = item.object.to_string();
        let known = hold(&self.index).likeness(&object)?;
        if known.is_some() || *looks == 0 {
            return Ok(known);
        }
        *looks -= 1;
        match self.thumbnail_of(id, item) {
            Ok(_) => hold(&self.index).likeness(&object),
            // It may be possible another time.
            Err(
                VaultError::Preview(PreviewError::Unavailable)
                | VaultError::Cancelled
                | VaultError::Io { .. }
                | VaultError::Integrity(_),
            ) => Ok(Some(None)),
            // Its bytes, or what they would cost: neither gets better.
            Err(VaultError::Preview(_)) => {
                hold(&self.index).set_likeness(&object, None)?;
                Ok(Some(None))
            }
            Err(error) => Err(error),
        }
    }
}

/// Returns the original that an item was made from, through the copies between.
fn origin(number: u32, origins: &HashMap<u32, Option<u32>>) -> u32 {
    let mut at = number;
    // A log from elsewhere may say that two items were made from each other.
    for _ in 0..origins.len() {
        match origins.get(&at) {
            Some(Some(from)) => at = *from,
            _ => break,
        }
    }
    at
}
