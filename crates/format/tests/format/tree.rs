use casekeep_format::{
    Frontier, Root, Tree, consistency_proof, inclusion_proof, leaf_hash, root_of, verify_consistency, verify_inclusion,
};
use casekeep_model::LeafHash;
use data_encoding::HEXLOWER;
use proptest::prelude::*;
use sha2::{Digest, Sha256};

/// The inputs and roots that Certificate Transparency's implementations are tested with.
const INPUTS: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
const ROOTS: [&str; 9] = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn reference_leaves() -> Vec<LeafHash> {
    INPUTS.iter().map(|input| leaf_hash(&HEXLOWER.decode(input.as_bytes()).unwrap())).collect()
}

fn leaves(n: usize) -> Vec<LeafHash> {
    (0..n).map(|i| leaf_hash(format!("leaf {i}").as_bytes())).collect()
}

/// The tree hash as RFC 6962 section 2.1 defines it, word for word.
fn defined_root(leaves: &[LeafHash]) -> [u8; 32] {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => leaf.0,
        _ => {
            let mut k = 1;
            while k * 2 < leaves.len() {
                k *= 2;
            }
            let (left, right) = leaves.split_at(k);
            Sha256::digest([&[1][..], &defined_root(left), &defined_root(right)].concat()).into()
        }
    }
}

#[test]
fn the_published_roots_come_out() {
    let leaves = reference_leaves();
    let mut frontier = Frontier::new();
    for (n, root) in ROOTS.iter().enumerate() {
        assert_eq!(HEXLOWER.encode(&root_of(&leaves[..n]).0), *root, "{n} leaves");
        assert_eq!(HEXLOWER.encode(&frontier.root().0), *root, "{n} pushed");
        assert_eq!(frontier.size(), n as u64);
        if let Some(leaf) = leaves.get(n) {
            frontier.push(*leaf);
        }
    }
}

#[test]
fn the_published_proofs_come_out() {
    let leaves = reference_leaves();
    let hex = |proof: Vec<[u8; 32]>| proof.iter().map(|h| HEXLOWER.encode(h)).collect::<Vec<_>>();
    assert_eq!(
        hex(inclusion_proof(&leaves, 0)),
        [
            "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
            "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
            "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
        ]
    );
    assert_eq!(
        hex(consistency_proof(&leaves, 6)),
        [
            "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
            "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        ]
    );
}

#[test]
fn every_inclusion_proof_of_small_trees_verifies_at_its_place_only() {
    for size in 1..=40 {
        let leaves = leaves(size);
        let root = root_of(&leaves);
        for (i, leaf) in leaves.iter().enumerate() {
            let proof = inclusion_proof(&leaves, i as u64);
            for index in 0..=size {
                let verified = verify_inclusion(*leaf, index as u64, size as u64, &proof, &root);
                assert_eq!(verified, index == i, "leaf {i} of {size} shown as {index}");
            }
        }
    }
}

#[test]
fn every_consistency_proof_of_small_trees_verifies_for_its_sizes_only() {
    for new in 0..=40 {
        let leaves = leaves(new);
        let new_root = root_of(&leaves);
        for old in 0..=new {
            let proof = consistency_proof(&leaves, old as u64);
            let old_root = root_of(&leaves[..old]);
            for shown in 0..=new + 1 {
                let verified = verify_consistency(shown as u64, new as u64, &old_root, &new_root, &proof);
                assert_eq!(verified, shown == old, "{old} of {new} shown as {shown}");
            }
        }
    }
}

#[test]
fn a_node_is_no_leaf_and_an_outside_index_proves_nothing() {
    let leaves = leaves(4);
    let root = root_of(&leaves);
    let node = LeafHash(root_of(&leaves[..2]).0);
    assert!(!verify_inclusion(node, 0, 4, &inclusion_proof(&leaves, 0), &root));
    assert!(!verify_inclusion(
        leaf_hash(&[leaves[0].0, leaves[1].0].concat()),
        0,
        4,
        &[root_of(&leaves[2..]).0],
        &root
    ));
    assert_eq!(inclusion_proof(&leaves, 4), Vec::<[u8; 32]>::new());
    assert!(!verify_inclusion(leaves[0], 0, 0, &[], &Root(leaves[0].0)));
    assert!(!verify_consistency(5, 4, &root, &root, &[]));
    assert!(!verify_consistency(0, 4, &root, &root, &[]));
}

#[test]
fn a_frontier_reads_its_own_text_and_no_other() {
    for size in 0..20 {
        let frontier: Frontier = leaves(size).into_iter().collect();
        let again = Frontier::from_text(&frontier.to_text()).unwrap();
        assert_eq!(
            (again.size(), again.root(), again.to_text()),
            (frontier.size(), frontier.root(), frontier.to_text())
        );
    }
    let text = leaves(1).into_iter().collect::<Frontier>().to_text();
    for bad in
        ["", "1", "0 ", "+0", "00", "0 0", &format!("0{text}"), &text.replacen('1', "3", 1), &text.to_uppercase()]
    {
        assert!(Frontier::from_text(bad).is_none() || bad == text, "{bad}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_frontier_equals_the_definition(size in 0usize..600) {
        let leaves = leaves(size);
        prop_assert_eq!(root_of(&leaves).0, defined_root(&leaves));
        prop_assert_eq!(Tree::new(&leaves).root().0, defined_root(&leaves));
        prop_assert_eq!(Tree::new(&leaves).size(), size as u64);
    }

    #[test]
    fn proofs_of_larger_trees_verify_and_altered_ones_do_not(
        size in 2usize..500, at in any::<prop::sample::Index>(), hit in any::<prop::sample::Index>(), bit in 0usize..256,
    ) {
        let leaves = leaves(size);
        let root = root_of(&leaves);
        let i = at.index(size);
        let mut proof = inclusion_proof(&leaves, i as u64);
        prop_assert!(verify_inclusion(leaves[i], i as u64, size as u64, &proof, &root));
        prop_assert!(!verify_inclusion(leaves[i], i as u64, size as u64, &proof[1..], &root));
        let step = hit.index(proof.len());
        proof[step][bit / 8] ^= 1 << (bit % 8);
        prop_assert!(!verify_inclusion(leaves[i], i as u64, size as u64, &proof, &root));

        let old = 1 + at.index(size - 1);
        let old_root = root_of(&leaves[..old]);
        let mut proof = consistency_proof(&leaves, old as u64);
        prop_assert!(verify_consistency(old as u64, size as u64, &old_root, &root, &proof));
        let step = hit.index(proof.len());
        proof[step][bit / 8] ^= 1 << (bit % 8);
        prop_assert!(!verify_consistency(old as u64, size as u64, &old_root, &root, &proof));
    }

    #[test]
    fn no_proof_makes_the_checks_panic(
        leaf in any::<[u8; 32]>(), a in any::<u64>(), b in any::<u64>(), root in any::<[u8; 32]>(),
        proof in prop::collection::vec(any::<[u8; 32]>(), 0..80),
    ) {
        prop_assert!(!verify_inclusion(LeafHash(leaf), a, b, &proof, &Root(root)));
        let _ = verify_consistency(a, b, &Root(leaf), &Root(root), &proof);
    }
}
