//! The Merkle tree of a log: RFC 6962 hashes, RFC 9162 proofs.
//!
//! A leaf's data is exactly a record's head line without its LF. Nothing here knows about records or signatures.

use casekeep_model::LeafHash;
use data_encoding::BASE64;
use sha2::{Digest, Sha256};
use std::fmt;
use std::ops::Range;

/// The root hash of a tree.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Root(pub [u8; 32]);

impl fmt::Display for Root {
    /// Writes standard base64, as in a checkpoint.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64.encode(&self.0))
    }
}

impl fmt::Debug for Root {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Root({self})")
    }
}

/// Returns the leaf hash of a head line without its LF: SHA-256(0x00 ‖ line).
#[must_use]
pub fn leaf_hash(line: &[u8]) -> LeafHash {
    LeafHash(Sha256::new().chain_update([0]).chain_update(line).finalize().into())
}

fn node_hash(left: &[u8; 32], right: &[u8; 32]) -> [u8; 32] {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// A growing tree, kept as the roots of its complete subtrees: O(log n) memory.
#[derive(Debug, Clone, Default)]
pub struct Frontier {
    size: u64,
    /// The complete subtrees from the left, largest first: one for each bit set in `size`.
    peaks: Vec<[u8; 32]>,
}

impl Frontier {
    /// Returns the empty tree.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Returns the number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf.
    pub fn push(&mut self, leaf: LeafHash) {
        let mut node = leaf.0;
        for _ in 0..self.size.trailing_ones() {
            let left = self.peaks.pop().expect("one peak stands for each bit set in the size");
            node = node_hash(&left, &node);
        }
        self.peaks.push(node);
        self.size += 1;
    }

    /// Returns the root over all leaves so far; SHA-256 of nothing for the empty tree.
    #[must_use]
    pub fn root(&self) -> Root {
        let folded = self.peaks.iter().rev().copied().reduce(|right, left| node_hash(&left, &right));
        Root(folded.unwrap_or_else(|| Sha256::digest([]).into()))
    }
}

impl Frontier {
    /// Returns the tree as text, for a cache: its size, then its peaks in hex.
    #[must_use]
    pub fn to_text(&self) -> String {
        let peaks = self.peaks.iter().map(|peak| LeafHash(*peak).to_string());
        std::iter::once(self.size.to_string()).chain(peaks).collect::<Vec<_>>().join(" ")
    }

    /// Reads what [`Frontier::to_text`] wrote; whoever uses it compares its root with a signed one.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let first = words.next()?;
        let size: u64 = first.parse().ok().filter(|size: &u64| size.to_string() == first)?;
        let peaks: Vec<[u8; 32]> =
            words.map(|word| word.parse::<LeafHash>().ok().map(|hash| hash.0)).collect::<Option<_>>()?;
        (peaks.len() == size.count_ones() as usize).then_some(Self { size, peaks })
    }
}

impl FromIterator<LeafHash> for Frontier {
    fn from_iter<I: IntoIterator<Item = LeafHash>>(leaves: I) -> Self {
        let mut frontier = Self::new();
        leaves.into_iter().for_each(|leaf| frontier.push(leaf));
        frontier
    }
}

/// Returns the root over these leaves.
#[must_use]
pub fn root_of(leaves: &[LeafHash]) -> Root {
    leaves.iter().copied().collect::<Frontier>().root()
}

/// A whole tree with every inner hash, for many proofs: O(n) to build, O(log² n) for each proof.
#[derive(Debug, Clone)]
pub struct Tree {
    /// `levels[l][i]` is the hash of the complete subtree over leaves `i·2^l` to `(i+1)·2^l − 1`.
    levels: Vec<Vec<[u8; 32]>>,
}

impl Tree {
    /// Builds the tree over these leaves.
    #[must_use]
    pub fn new(leaves: &[LeafHash]) -> Self {
        let mut levels = vec![leaves.iter().map(|leaf| leaf.0).collect::<Vec<_>>()];
        while let Some(below) = levels.last().filter(|level| level.len() > 1) {
            let above = below.chunks_exact(2).map(|pair| node_hash(&pair[0], &pair[1])).collect();
            levels.push(above);
        }
        Self { levels }
    }

    /// Returns the number of leaves.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.leaves() as u64
    }

    /// Returns the root over all leaves.
    #[must_use]
    pub fn root(&self) -> Root {
        if self.leaves() == 0 { Frontier::new().root() } else { Root(self.hash_of(&(0..self.leaves()))) }
    }

    /// Returns the inclusion proof of the leaf at `index`, from the leaf upwards.
    ///
    /// An index outside the tree gives an empty proof, which verifies nowhere.
    #[must_use]
    pub fn inclusion_proof(&self, index: u64) -> Vec<[u8; 32]> {
        let mut proof = Vec::new();
        let Some(index) = usize::try_from(index).ok().filter(|i| *i < self.leaves()) else { return proof };
        let mut rest = 0..self.leaves();
        while rest.len() > 1 {
            let middle = rest.start + split(rest.len());
            let (left, right) = (rest.start..middle, middle..rest.end);
            let (inside, sibling) = if index < middle { (left, right) } else { (right, left) };
            proof.push(self.hash_of(&sibling));
            rest = inside;
        }
        proof.reverse();
        proof
    }

    /// Returns the proof that the tree over the first `old_size` leaves is a prefix of this one.
    ///
    /// Empty when `old_size` is 0, equals the size, or is beyond it.
    #[must_use]
    pub fn consistency_proof(&self, old_size: u64) -> Vec<[u8; 32]> {
        let mut proof = Vec::new();
        let Some(old) = usize::try_from(old_size).ok().filter(|n| *n > 0 && *n < self.leaves()) else { return proof };
        let mut rest = 0..self.leaves();
        while old < rest.end {
            let middle = rest.start + split(rest.len());
            let (left, right) = (rest.start..middle, middle..rest.end);
            let (inside, sibling) = if old <= middle { (left, right) } else { (right, left) };
            proof.push(self.hash_of(&sibling));
            rest = inside;
        }
        // An old tree that is one complete subtree from the left is its own first step, and is left out.
        if rest.start > 0 {
            proof.push(self.hash_of(&rest));
        }
        proof.reverse();
        proof
    }

    fn leaves(&self) -> usize {
        self.levels[0].len()
    }

    /// Returns the hash over a run of leaves that begins where a subtree of its size can begin.
    fn hash_of(&self, run: &Range<usize>) -> [u8; 32] {
        if run.len().is_power_of_two() {
            let level = run.len().trailing_zeros();
            return self.levels[level as usize][run.start >> level];
        }
        let middle = run.start + split(run.len());
        node_hash(&self.hash_of(&(run.start..middle)), &self.hash_of(&(middle..run.end)))
    }
}

/// Returns the largest power of two below `n`, for `n` ≥ 2: where RFC 6962 splits a tree.
fn split(n: usize) -> usize {
    1 << (usize::BITS - 1 - (n - 1).leading_zeros())
}

/// Returns one inclusion proof; for many, build the [`Tree`] once.
#[must_use]
pub fn inclusion_proof(leaves: &[LeafHash], index: u64) -> Vec<[u8; 32]> {
    Tree::new(leaves).inclusion_proof(index)
}

/// Returns one consistency proof; for many, build the [`Tree`] once.
#[must_use]
pub fn consistency_proof(leaves: &[LeafHash], old_size: u64) -> Vec<[u8; 32]> {
    Tree::new(leaves).consistency_proof(old_size)
}

/// Returns whether the proof leads from the leaf at `index` to the root of a tree of `size` leaves (RFC 9162, 2.1.3.2).
///
/// Size and root come from one signed checkpoint: a proof alone does not bind the size.
#[must_use]
pub fn verify_inclusion(leaf: LeafHash, index: u64, size: u64, proof: &[[u8; 32]], root: &Root) -> bool {
    if index >= size {
        return false;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, leaf.0);
    for sibling in proof {
        if last == 0 {
            return false;
        }
        if node & 1 == 1 || node == last {
            hash = node_hash(sibling, &hash);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            hash = node_hash(&hash, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    last == 0 && hash == root.0
}

/// Returns whether the proof shows that the old tree is a prefix of the new one (RFC 9162, 2.1.4.2).
///
/// From the empty tree the proof is empty and the old root is that of no leaves; between equal sizes the proof is empty
/// and the roots are equal.
#[must_use]
pub fn verify_consistency(old_size: u64, new_size: u64, old_root: &Root, new_root: &Root, proof: &[[u8; 32]]) -> bool {
    if old_size > new_size {
        return false;
    }
    if old_size == new_size {
        return proof.is_empty() && old_root == new_root;
    }
    if old_size == 0 {
        return proof.is_empty() && *old_root == Frontier::new().root();
    }
    // A complete old tree is its own first step, which the proof leaves out.
    let (first, steps) = match proof.split_first() {
        _ if old_size.is_power_of_two() => (old_root.0, proof),
        Some((first, steps)) => (*first, steps),
        None => return false,
    };
    fold_consistency(old_size, new_size, first, steps) == Some((*old_root, *new_root))
}

/// Folds the steps of a consistency proof into the old and the new root, for 0 < old < new.
fn fold_consistency(old_size: u64, new_size: u64, first: [u8; 32], steps: &[[u8; 32]]) -> Option<(Root, Root)> {
    let (mut node, mut last) = (old_size - 1, new_size - 1);
    while node & 1 == 1 {
        node >>= 1;
        last >>= 1;
    }
    let (mut old, mut new) = (first, first);
    for step in steps {
        if last == 0 {
            return None;
        }
        if node & 1 == 1 || node == last {
            old = node_hash(step, &old);
            new = node_hash(step, &new);
            while node & 1 == 0 && node != 0 {
                node >>= 1;
                last >>= 1;
            }
        } else {
            new = node_hash(&new, step);
        }
        node >>= 1;
        last >>= 1;
    }
    (last == 0).then_some((Root(old), Root(new)))
}
