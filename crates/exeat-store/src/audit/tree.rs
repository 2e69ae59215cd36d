//! The Merkle tree of RFC 9162 §2.1: hashing, the right edge that grows, proofs and their verification.

use sha2::{Digest, Sha256};

/// A node of the tree.
pub type Hash = [u8; 32];

/// The hash of an entry.
#[must_use]
pub fn leaf_hash(entry: &[u8]) -> Hash {
    Sha256::new().chain_update([0]).chain_update(entry).finalize().into()
}

fn node_hash(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The right edge of a tree: the roots of its full subtrees, largest first. All that is needed to append.
///
/// INVARIANT (edge): there is one root for each bit that is set in `size`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    roots: Vec<Hash>,
}

impl Edge {
    /// An edge from its parts as kept; nothing when they do not fit each other.
    #[must_use]
    pub fn from_parts(size: u64, bytes: &[u8]) -> Option<Edge> {
        let roots: Vec<Hash> = bytes.chunks(32).map(|chunk| chunk.try_into().ok()).collect::<Option<_>>()?;
        (roots.len() == usize::try_from(size.count_ones()).ok()?).then_some(Edge { size, roots })
    }

    /// The roots one after another, as kept.
    #[must_use]
    pub fn bytes(&self) -> Vec<u8> {
        self.roots.concat()
    }

    /// How many entries the tree has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Appends a leaf.
    pub fn push(&mut self, leaf: Hash) {
        let mut node = leaf;
        let mut full = self.size;
        while full & 1 == 1 {
            if let Some(left) = self.roots.pop() {
                node = node_hash(&left, &node);
            }
            full >>= 1;
        }
        self.roots.push(node);
        self.size += 1;
    }

    /// The tree's root.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut roots = self.roots.iter().rev();
        let last = roots.next().copied().unwrap_or_else(|| Sha256::digest([]).into());
        roots.fold(last, |right, left| node_hash(left, &right))
    }
}

/// The root of a tree of these leaves.
#[must_use]
pub fn root_of(leaves: &[Hash]) -> Hash {
    let mut edge = Edge::default();
    leaves.iter().for_each(|leaf| edge.push(*leaf));
    edge.root()
}

/// The largest power of two below `n`, for `n` above 1.
fn split(n: usize) -> usize {
    n.div_ceil(2).next_power_of_two()
}

/// The proof that leaf `n` is in the tree of these leaves; empty for a leaf that is not there.
#[must_use]
pub fn inclusion(n: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() <= 1 || n >= leaves.len() {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut proof, other) =
        if n < left.len() { (inclusion(n, left), right) } else { (inclusion(n - left.len(), right), left) };
    proof.push(root_of(other));
    proof
}

/// The proof that the tree of the first `old` leaves is the beginning of the tree of all; empty when there is nothing
/// to prove.
#[must_use]
pub fn consistency(old: usize, leaves: &[Hash]) -> Vec<Hash> {
    if old == 0 || old >= leaves.len() { Vec::new() } else { subproof(old, leaves, Known::Yes) }
}

/// Whether the verifier knows the root of the subtree already.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Known {
    Yes,
    No,
}

fn subproof(old: usize, leaves: &[Hash], known: Known) -> Vec<Hash> {
    if old == leaves.len() {
        return if known == Known::Yes { Vec::new() } else { vec![root_of(leaves)] };
    }
    let (left, right) = leaves.split_at(split(leaves.len()));
    let (mut proof, other) = if old <= left.len() {
        (subproof(old, left, known), right)
    } else {
        (subproof(old - left.len(), right, Known::No), left)
    };
    proof.push(root_of(other));
    proof
}

/// Whether a proof shows that `leaf` is entry `n` of the tree of this size and root (RFC 9162 §2.1.3.2).
#[must_use]
pub fn verify_inclusion(proof: &[Hash], n: u64, leaf: Hash, size: u64, root: &Hash) -> bool {
    if n >= size {
        return false;
    }
    let (mut place, mut last, mut node) = (n, size - 1, leaf);
    for step in proof {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            node = node_hash(step, &node);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            node = node_hash(&node, step);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && node == *root
}

/// Whether a proof shows that the tree of `old` entries is the beginning of the tree of `new` (RFC 9162 §2.1.4.2).
#[must_use]
pub fn verify_consistency(proof: &[Hash], old: (u64, &Hash), new: (u64, &Hash)) -> bool {
    let ((old_size, old_root), (new_size, new_root)) = (old, new);
    if old_size == new_size {
        return proof.is_empty() && old_root == new_root;
    }
    if old_size > new_size {
        return false;
    }
    if old_size == 0 {
        return proof.is_empty();
    }
    let mut steps = proof.iter();
    let first = if old_size.is_power_of_two() { Some(old_root) } else { steps.next() };
    let Some(first) = first else { return false };
    let (mut place, mut last) = (old_size - 1, new_size - 1);
    while place & 1 == 1 {
        place >>= 1;
        last >>= 1;
    }
    let (mut older, mut newer) = (*first, *first);
    for step in steps {
        if last == 0 {
            return false;
        }
        if place & 1 == 1 || place == last {
            older = node_hash(step, &older);
            newer = node_hash(step, &newer);
            while place & 1 == 0 && place != 0 {
                place >>= 1;
                last >>= 1;
            }
        } else {
            newer = node_hash(&newer, step);
        }
        place >>= 1;
        last >>= 1;
    }
    last == 0 && older == *old_root && newer == *new_root
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::hex;

    fn leaves(n: usize) -> Vec<Hash> {
        (0..n).map(|i| leaf_hash(format!("entry {i}").as_bytes())).collect()
    }

    #[test]
    fn the_known_roots_of_rfc_6962_trees() {
        // The test leaves that implementations of RFC 6962 share, and their roots.
        let inputs =
            ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
        let leaves: Vec<Hash> = inputs.iter().map(|text| leaf_hash(&crate::json::from_hex(text).unwrap())).collect();
        assert_eq!(hex(&root_of(&[])), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
        assert_eq!(hex(&root_of(&leaves[..1])), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
        assert_eq!(hex(&root_of(&leaves[..3])), "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77");
        assert_eq!(hex(&root_of(&leaves)), "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328");
    }

    #[test]
    fn every_proof_of_every_small_tree_holds_and_no_other() {
        let all = leaves(40);
        for size in 1..=all.len() {
            let (tree, root) = (&all[..size], root_of(&all[..size]));
            for n in 0..size {
                let proof = inclusion(n, tree);
                assert!(verify_inclusion(&proof, n as u64, tree[n], size as u64, &root));
                assert!(!verify_inclusion(&proof, n as u64, leaf_hash(b"another"), size as u64, &root));
                for other in (0..size).filter(|other| *other != n) {
                    assert!(
                        !verify_inclusion(&proof, other as u64, tree[n], size as u64, &root),
                        "{n} as {other} of {size}"
                    );
                }
            }
            for old in 0..=size {
                let (proof, old_root) = (consistency(old, tree), root_of(&tree[..old]));
                assert!(verify_consistency(&proof, (old as u64, &old_root), (size as u64, &root)), "{old} of {size}");
                let other = leaf_hash(b"another");
                let shown = verify_consistency(&proof, (old as u64, &other), (size as u64, &root));
                assert_eq!(shown, old == 0, "an empty tree is the beginning of every tree");
            }
        }
    }

    #[test]
    fn an_edge_reads_back() {
        let mut edge = Edge::default();
        for leaf in leaves(100) {
            edge.push(leaf);
            assert_eq!(Edge::from_parts(edge.size(), &edge.bytes()), Some(edge.clone()));
        }
        assert_eq!(Edge::from_parts(99, &edge.bytes()), None);
        assert_eq!(edge.root(), root_of(&leaves(100)));
    }
}
