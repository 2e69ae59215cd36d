//! Who is held by listed parties: shares as intervals, a regime's rule as data.

use std::collections::{BTreeMap, BTreeSet};

/// A whole, in thousandths of a per cent, so that 50 % and 50.001 % are told apart.
pub const WHOLE: u32 = 100_000;

/// How an owner holds an asset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hold {
    /// A share, at least and at most; unknown is 0 to `WHOLE`.
    Share(u32, u32),
    /// A branch or an in-house unit: the same legal person.
    Unit,
}

/// An edge from owner to asset, by the numbers of their nodes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edge {
    /// The owner.
    pub owner: u32,
    /// What is owned.
    pub asset: u32,
    /// How.
    pub hold: Hold,
}

/// A regime's rule on ownership.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rule {
    /// The share that counts.
    pub threshold: u32,
    /// Whether the share itself counts (≥), or only more (>).
    pub reached: Reached,
    /// Whether shares of several listed owners are added up.
    pub owners: Owners,
    /// Whether one that is reached reaches on, as if it were listed itself.
    pub cascade: Cascade,
}

/// At the threshold, or past it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// At the threshold already.
    At,
    /// Only past it.
    Past,
}

/// Each owner for itself, or all together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owners {
    /// The largest counts.
    Each,
    /// They are added up.
    Together,
}

/// Whether what is reached counts as an owner in its turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cascade {
    /// It does, in full.
    Full,
    /// Only listed parties count as owners.
    No,
}

/// What a rule says of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// Not reached, whatever the unknown shares are.
    No,
    /// It depends on shares that are not known.
    Undetermined,
    /// Reached, whatever the unknown shares are.
    Yes,
}

/// What a rule says of every node that has edges or is listed; nodes not named are not reached. Cycles are
/// followed once: what is reached stays so.
pub fn reach(edges: &[Edge], listed: &BTreeSet<u32>, rule: Rule) -> BTreeMap<u32, Reach> {
    let sure = closure(edges, listed, rule, Bound::Least);
    let perhaps = closure(edges, listed, rule, Bound::Most);
    let mut said = BTreeMap::new();
    for node in edges.iter().flat_map(|edge| [edge.owner, edge.asset]).chain(listed.iter().copied()) {
        let reach = match (sure.contains(&node), perhaps.contains(&node)) {
            (true, _) => Reach::Yes,
            (false, true) => Reach::Undetermined,
            (false, false) => Reach::No,
        };
        said.insert(node, reach);
    }
    said
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Bound {
    Least,
    Most,
}

/// Every node reached when each share is at its least, or at its most.
fn closure(edges: &[Edge], listed: &BTreeSet<u32>, rule: Rule, bound: Bound) -> BTreeSet<u32> {
    let mut by_owner: Vec<Edge> = edges.to_vec();
    by_owner.sort_unstable();
    by_owner.dedup();
    let mut reached = listed.clone();
    let mut held: BTreeMap<u32, u32> = BTreeMap::new();
    let mut next: Vec<u32> = listed.iter().copied().collect();
    while let Some(owner) = next.pop() {
        let from = by_owner.partition_point(|edge| edge.owner < owner);
        for edge in by_owner.iter().skip(from).take_while(|edge| edge.owner == owner) {
            let counts = listed.contains(&owner) || rule.cascade == Cascade::Full || edge.hold == Hold::Unit;
            if counts && add(edge, rule, bound, &mut held) && reached.insert(edge.asset) {
                next.push(edge.asset);
            }
        }
    }
    reached
}

/// Adds an owner's share to what is held of the asset; whether that reaches the threshold.
fn add(edge: &Edge, rule: Rule, bound: Bound, held: &mut BTreeMap<u32, u32>) -> bool {
    let share = match (edge.hold, bound) {
        (Hold::Unit, _) => return true,
        (Hold::Share(least, _), Bound::Least) => least,
        (Hold::Share(_, most), Bound::Most) => most,
    };
    let total = held.entry(edge.asset).or_default();
    *total = match rule.owners {
        Owners::Together => total.saturating_add(share).min(WHOLE),
        Owners::Each => share.max(*total),
    };
    match rule.reached {
        Reached::At => *total >= rule.threshold,
        Reached::Past => *total > rule.threshold,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const HALF: Rule =
        Rule { threshold: WHOLE / 2, reached: Reached::At, owners: Owners::Together, cascade: Cascade::Full };

    fn share(owner: u32, asset: u32, per_cent: u32) -> Edge {
        Edge { owner, asset, hold: Hold::Share(per_cent * 1000, per_cent * 1000) }
    }

    fn said(edges: &[Edge], listed: &[u32], rule: Rule, node: u32) -> Reach {
        reach(edges, &listed.iter().copied().collect(), rule).get(&node).copied().unwrap_or(Reach::No)
    }

    #[test]
    fn shares_of_listed_owners_are_added_up_where_the_rule_says_so() {
        let edges = [share(1, 9, 25), share(2, 9, 30)];
        assert_eq!(said(&edges, &[1, 2], HALF, 9), Reach::Yes);
        assert_eq!(said(&edges, &[1, 2], Rule { owners: Owners::Each, ..HALF }, 9), Reach::No);
        assert_eq!(said(&edges, &[1], HALF, 9), Reach::No);
    }

    #[test]
    fn the_threshold_itself_counts_only_where_the_rule_says_so() {
        let edges = [share(1, 9, 50)];
        assert_eq!(said(&edges, &[1], HALF, 9), Reach::Yes);
        assert_eq!(said(&edges, &[1], Rule { reached: Reached::Past, ..HALF }, 9), Reach::No);
    }

    #[test]
    fn an_unknown_share_is_undetermined_never_clear() {
        let edges = [Edge { owner: 1, asset: 9, hold: Hold::Share(0, WHOLE) }, share(9, 10, 60)];
        assert_eq!(said(&edges, &[1], HALF, 9), Reach::Undetermined);
        assert_eq!(said(&edges, &[1], HALF, 10), Reach::Undetermined);
    }

    #[test]
    fn cascades_and_cycles_end() {
        let edges = [share(1, 2, 50), share(2, 3, 50), share(3, 2, 10), share(3, 1, 90)];
        assert_eq!(said(&edges, &[1], HALF, 3), Reach::Yes);
        assert_eq!(said(&edges, &[1], Rule { cascade: Cascade::No, ..HALF }, 3), Reach::No);
        let unit = [Edge { owner: 1, asset: 2, hold: Hold::Unit }];
        assert_eq!(said(&unit, &[1], HALF, 2), Reach::Yes);
    }

    /// The plain meaning: recompute everything until nothing changes.
    fn oracle(edges: &[Edge], listed: &BTreeSet<u32>, rule: Rule, bound: Bound) -> BTreeSet<u32> {
        let unique: BTreeSet<Edge> = edges.iter().copied().collect();
        let mut reached = listed.clone();
        loop {
            let mut after = reached.clone();
            for asset in unique.iter().map(|edge| edge.asset) {
                let owners: Vec<&Edge> =
                    unique.iter().filter(|edge| edge.asset == asset && reached.contains(&edge.owner)).collect();
                let counting =
                    owners.iter().filter(|edge| listed.contains(&edge.owner) || rule.cascade == Cascade::Full);
                let shares: Vec<u32> = counting
                    .filter_map(|edge| match (edge.hold, bound) {
                        (Hold::Share(least, _), Bound::Least) => Some(least),
                        (Hold::Share(_, most), Bound::Most) => Some(most),
                        (Hold::Unit, _) => None,
                    })
                    .collect();
                let total = match rule.owners {
                    Owners::Together => shares.iter().sum::<u32>().min(WHOLE),
                    Owners::Each => shares.iter().copied().max().unwrap_or(0),
                };
                let passes = if rule.reached == Reached::At { total >= rule.threshold } else { total > rule.threshold };
                if passes || owners.iter().any(|edge| edge.hold == Hold::Unit) {
                    after.insert(asset);
                }
            }
            if after == reached {
                return reached;
            }
            reached = after;
        }
    }

    #[test]
    fn the_closure_is_the_plain_meaning_on_many_small_graphs() {
        // A small generator of our own (xorshift), so that the graphs are the same everywhere.
        let mut seed = 0x2026_1124_u64;
        let mut draw = |below: u64| {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            u32::try_from(seed % below).unwrap_or(0)
        };
        for round in 0..400 {
            let edges: Vec<Edge> = (0..14)
                .map(|_| {
                    let least = draw(101) * 1000;
                    let hold =
                        if draw(9) == 0 { Hold::Unit } else { Hold::Share(least, least + draw(2) * (WHOLE - least)) };
                    Edge { owner: draw(8), asset: draw(8), hold }
                })
                .collect();
            let listed: BTreeSet<u32> = [draw(8), draw(8)].into_iter().collect();
            let rule = Rule {
                threshold: WHOLE / 2,
                reached: if draw(2) == 0 { Reached::At } else { Reached::Past },
                owners: if draw(2) == 0 { Owners::Each } else { Owners::Together },
                cascade: if draw(2) == 0 { Cascade::Full } else { Cascade::No },
            };
            for bound in [Bound::Least, Bound::Most] {
                assert_eq!(
                    closure(&edges, &listed, rule, bound),
                    oracle(&edges, &listed, rule, bound),
                    "round {round}: {edges:?} {listed:?} {rule:?}"
                );
            }
        }
    }
}
