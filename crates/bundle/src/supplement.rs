//! A bundle of what is new: it leaves out what its recipient has from earlier bundles, and names these.
//!
//! An entry goes whole, with its first record and every amendment, as soon as one of its records is new to the recipient
//! and says something that may leave. So a supplement never shows an amendment without what it amends.

use crate::chronology::words;
use crate::error::BundleError;
use crate::layout;
use crate::listed::may_leave;
use crate::plan::Plan;
use casekeep_format::{Amended, Entries, Entry, Followed, Place, kind};
use casekeep_model::{Register, RegisterEntry, Sha256Digest, VaultId};
use serde::Serialize;
use std::collections::BTreeSet;

/// How the lines of `bag-info.txt` begin that name the bundles which a supplement follows.
pub const FOLLOWS: &str = "Follows: ";

/// An earlier bundle as a supplement names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FollowedBundle {
    /// Its folder.
    pub folder: String,
    /// SHA-256 of its `tagmanifest-sha256.txt`.
    pub tagmanifest_sha256: Sha256Digest,
}

impl Plan {
    /// Works out what a selection takes and its recipient does not have from these bundles; from none, everything.
    ///
    /// # Errors
    /// As [`Plan::new`], and [`BundleError::NothingNew`].
    pub fn since(
        entries: &Entries,
        selection: &casekeep_model::view::Selection,
        follows: &[Followed],
    ) -> Result<Self, BundleError> {
        let mut plan = Self::new(entries, selection)?;
        plan.leave_given(entries, follows);
        if plan.places.is_empty() { Err(BundleError::NothingNew) } else { Ok(plan) }
    }

    /// Leaves out what these bundles hold, unchanged.
    pub(crate) fn leave_given(&mut self, entries: &Entries, follows: &[Followed]) {
        if follows.is_empty() {
            return;
        }
        let given = |place: &Place| follows.iter().any(|followed| followed.held.has(place));
        let mut had = Had::default();
        // An item goes again for a transcript of it that is new: neither goes without the other.
        let mut wanted = BTreeSet::new();
        for register in Register::ALL.iter().copied() {
            let mut labels = BTreeSet::new();
            for entry in entries.listed(register).iter().filter(|entry| self.takes(entry)) {
                if !self.has_news(entry, register.word(), &given) {
                    had.take(entry, &mut labels);
                } else if let RegisterEntry::Transcript(transcript) = entry.resolve().0 {
                    wanted.insert(transcript.item);
                }
            }
            self.listed.retain(|taken| taken.entry.register() != register || !labels.contains(&taken.label));
        }
        let mut labels = BTreeSet::new();
        for entry in entries.contacts.iter().filter(|entry| self.takes(entry)) {
            if !self.has_news(entry, kind::CONTACT, &given) {
                had.take(entry, &mut labels);
            }
        }
        self.contacts.retain(|taken| !labels.contains(&taken.label));
        let mut labels = BTreeSet::new();
        for entry in &entries.items {
            let goes = wanted.contains(&entry.number) || self.has_news(entry, kind::ITEM, &given);
            if self.takes(entry) && !goes {
                had.take(entry, &mut labels);
                self.items_before.insert(entry.number);
            }
        }
        self.items.retain(|taken| !labels.contains(&taken.label));
        self.item_numbers = self.items.iter().map(|taken| taken.item.number).collect();
        self.before = had.entries;
        let (news, known): (Vec<_>, Vec<_>) = entries
            .details
            .iter()
            .filter(|entry| self.takes(entry))
            .partition(|entry| self.has_news(entry, kind::DETAILS, &given));
        had.places.extend(known.into_iter().flat_map(Entry::places).cloned());
        self.details = self.details.take().filter(|_| !news.is_empty());
        for place in had.places {
            self.places.remove(&place);
            self.left.insert(place);
        }
        self.given = self.left.iter().filter(|place| given(place)).cloned().collect();
    }

    fn takes<T: Amended>(&self, entry: &Entry<T>) -> bool {
        self.places.contains(&entry.place)
    }

    /// Returns whether a record of an entry is new to the recipient and says something that may leave.
    fn has_news<T: Amended>(&self, entry: &Entry<T>, kind: &str, given: &dyn Fn(&Place) -> bool) -> bool {
        !given(&entry.place)
            || entry.amendings.iter().filter(|amending| !given(&amending.place)).any(|amending| {
                let hidden = self.hidden.get(&amending.place);
                let shown = |part: &String| may_leave(kind, part) && hidden.is_none_or(|hidden| !hidden.contains(part));
                // What is said about contacts and items is all on the page.
                matches!(kind, kind::CONTACT | kind::ITEM) || amending.patch.0.keys().any(shown)
            })
    }
}

/// What the recipient has and does not get again.
#[derive(Default)]
struct Had {
    entries: u32,
    places: Vec<Place>,
}

impl Had {
    fn take<T: Amended>(&mut self, entry: &Entry<T>, labels: &mut BTreeSet<String>) {
        labels.insert(entry.label());
        self.places.extend(entry.places().cloned());
        self.entries += 1;
    }
}

/// Returns the lines of `bag-info.txt` that name the earlier bundles.
#[must_use]
pub fn bag_lines(vault: &VaultId, follows: &[Followed]) -> String {
    let line = |followed: &Followed| {
        format!("{FOLLOWS}{} {}\n", layout::folder(vault, followed.disclosure), followed.tagmanifest)
    };
    follows.iter().map(line).collect()
}

/// Reads which earlier bundles a `bag-info.txt` names, oldest first.
///
/// # Errors
/// The line that has another form.
pub fn read_bag_lines(info: &str) -> Result<Vec<FollowedBundle>, &str> {
    let lines = info.split('\n').filter(|line| line.starts_with("Follows"));
    lines.map(|line| read_line(line).ok_or(line)).collect()
}

fn read_line(line: &str) -> Option<FollowedBundle> {
    let (folder, hash) = line.strip_prefix(FOLLOWS)?.split_once(' ')?;
    let (vault, number) = folder.strip_prefix("casekeep-")?.split_once('-')?;
    let is_vault = vault.len() == 8 && vault.bytes().all(|b| matches!(b, b'a'..=b'z' | b'2'..=b'7'));
    let is_number = !number.starts_with('0') && !number.is_empty() && number.bytes().all(|b| b.is_ascii_digit());
    (is_vault && is_number)
        .then(|| Some(FollowedBundle { folder: folder.to_owned(), tagmanifest_sha256: hash.parse().ok()? }))?
}

/// Returns each earlier bundle by its folder and by the hash of its list, with what stands between two.
fn named(vault: &VaultId, follows: &[Followed], between: &str) -> String {
    let one = |followed: &Followed| {
        format!("  {}\n  {}\n{between}", layout::folder(vault, followed.disclosure), followed.tagmanifest)
    };
    follows.iter().map(one).collect()
}

/// Returns what the accounting says before its lines; nothing for a bundle that stands alone.
#[must_use]
pub fn accounting_head(vault: &VaultId, follows: &[Followed]) -> String {
    if follows.is_empty() {
        return String::new();
    }
    let named = named(vault, follows, "");
    format!(
        "\nThis bundle is a supplement. It holds what is new or changed since these\n\
         earlier bundles for the same recipient. Each is named by its folder and by the\n\
         SHA-256 of the file tagmanifest-sha256.txt in it:\n\
         \n\
         {named}\
         \n\
         withheld (given before)   a record that one of them holds\n"
    )
}

/// Returns which bundles it follows, in sentences.
#[must_use]
pub fn said(follows: &[Followed]) -> String {
    let made = |followed: &Followed| format!("{} of {}", followed.disclosure, words::recorded(followed.made_at));
    let named = follows.iter().map(made).collect::<Vec<_>>().join(" and ");
    let (since, held) = match follows.len() {
        1 => ("hand-over", "that bundle holds"),
        _ => ("hand-overs", "those bundles hold"),
    };
    format!(
        "This is a supplement: it holds only what is new or changed since {since} {named}. What {held} unchanged is not \
         here again."
    )
}

/// Returns the section of `HOW-TO-VERIFY.txt`; nothing for a bundle that stands alone.
#[must_use]
pub fn how_to(vault: &VaultId, follows: &[Followed]) -> String {
    if follows.is_empty() {
        return String::new();
    }
    let named = named(vault, follows, "\n");
    format!(
        "This is a supplement\n\
         --------------------\n\
         It holds only what is new or changed since these earlier bundles, which were\n\
         made for the same recipient. Below the name of each is what\n\
         sha256sum tagmanifest-sha256.txt\n\
         prints in its folder:\n\
         \n\
         {named}\
         Keep them together with this one: only all of them together are what was\n\
         handed over. Each is checked by itself.\n\
         \n\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_it_follows_has_one_form() {
        let hash = "ab".repeat(32);
        let good = format!("Bag: 1\nFollows: casekeep-abcd2345-1 {hash}\nFollows: casekeep-abcd2345-12 {hash}\n");
        let read = read_bag_lines(&good).expect("good");
        assert_eq!(
            read.iter().map(|one| one.folder.as_str()).collect::<Vec<_>>(),
            ["casekeep-abcd2345-1", "casekeep-abcd2345-12"]
        );
        assert_eq!(read_bag_lines("Bag: 1\n"), Ok(Vec::new()));
        for bad in [
            format!("Follows: casekeep-abcd2345-01 {hash}"),
            format!("Follows: casekeep-abcd2345- {hash}"),
            format!("Follows: casekeep-abcd234-1 {hash}"),
            format!("Follows: casekeep-abcd2345-1 {}", &hash[1..]),
            format!("Follows: casekeep-abcd2345-1  {hash}"),
            format!("Follows casekeep-abcd2345-1 {hash}"),
            format!("Follows: casekeep-abcd2345-1 {hash}\r"),
            "Follows: ".to_owned(),
        ] {
            assert_eq!(read_bag_lines(&bad), Err(bad.as_str()));
        }
    }
}
