//! The law of one regime as it stands for one question: conditions compiled to one flat array in prefix order.
//!
//! A node's children follow it; `end` is where its subtree ends. Nothing here depends on a shipment.

use super::force::{Force, Hours};
use super::{ClauseState, Method};
use crate::fact::{Cells, Role};
use crate::number::Rational;
use crate::rulebook::{Compare, FactId, FactType, Item, ListedParty, Regime, Rule, Rulebook, Scope, Term};
use crate::screen::exact::NameIndex;
use crate::screen::listed::ListedIndex;
use crate::screen::script::ScriptSet;
use std::collections::BTreeMap;

/// The asked item list that every program has: all items.
pub(crate) const ALL_ITEMS: u16 = 0;

/// Index of a node in [`Program::nodes`].
pub(crate) type NodeId = u32;

/// One node; its subtree is `own index .. end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) op: Op,
    pub(crate) end: NodeId,
}

/// What a node does. Small and `Copy`: what is larger stands in a table of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Op {
    Never,
    And,
    Or,
    Not,
    AtLeast(u16),
    /// Into [`Program::limbs`].
    Limb(u16),
    Some(Role),
    Every(Role),
    /// A definition: evaluates the node of [`Program::definitions`].
    Call(u16),
    /// Evaluates the readings of [`Program::terms`] that may count.
    Term(u16),
    /// The fact's cells lie within `low ..= high`; into [`Program::comparisons`] for its text.
    Cells {
        fact: FactId,
        scope: Scope,
        low: u32,
        high: u32,
    },
    /// An amount above nothing; `zero` is the cell of nought.
    Contains {
        fact: FactId,
        scope: Scope,
        zero: u32,
    },
    Word {
        fact: FactId,
        scope: Scope,
        word: u16,
    },
    /// Into [`Program::masks`].
    Words {
        fact: FactId,
        scope: Scope,
        mask: u16,
    },
    /// Into [`Program::linears`].
    Linear(u16),
    /// Into [`Program::asked_lists`].
    On(u16),
    /// Into [`Program::asked_items`].
    Listed(u16),
    /// Into [`Program::gaps`].
    Gap(u32),
    /// The limits of an item are of low confidence; index of the item.
    Low(u32),
    /// The clause is in force; into [`Program::forces`].
    Force(u32),
    /// A reach rule; into [`Program::rules`].
    Reach(u16),
    /// The shipment claims the exemption; into [`Program::rules`].
    Claimed(u16),
    /// A special approval at hand covers the unit.
    Approved,
    /// The exemption of that index defeats; its condition stands below.
    Exempt(u16),
}

/// A set of small numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Mask(pub(crate) Vec<u64>);

impl Mask {
    pub(crate) fn full(count: usize) -> Mask {
        let mut mask = Mask(vec![0; count.div_ceil(64)]);
        (0..count).for_each(|bit| mask.add(u16::try_from(bit).unwrap_or(u16::MAX)));
        mask
    }

    pub(crate) fn of(words: impl IntoIterator<Item = u16>) -> Mask {
        let mut mask = Mask::default();
        words.into_iter().for_each(|word| mask.add(word));
        mask
    }

    pub(crate) fn has(&self, bit: u16) -> bool {
        self.0.get(usize::from(bit / 64)).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    pub(crate) fn add(&mut self, bit: u16) {
        let at = usize::from(bit / 64);
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        if let Some(word) = self.0.get_mut(at) {
            *word |= 1 << (bit % 64);
        }
    }

    pub(crate) fn remove(&mut self, bit: u16) {
        if let Some(word) = self.0.get_mut(usize::from(bit / 64)) {
            *word &= !(1 << (bit % 64));
        }
    }

    pub(crate) fn count(&self) -> u32 {
        self.0.iter().map(|word| word.count_ones()).sum()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    pub(crate) fn meet(&self, other: &Mask) -> Mask {
        Mask(self.0.iter().zip(&other.0).map(|(a, b)| a & b).collect())
    }

    pub(crate) fn less(&self, other: &Mask) -> Mask {
        let of = |at: usize| other.0.get(at).copied().unwrap_or(0);
        Mask(self.0.iter().enumerate().map(|(at, word)| word & !of(at)).collect())
    }

    pub(crate) fn within(&self, other: &Mask) -> bool {
        self.less(other).is_empty()
    }

    pub(crate) fn touches(&self, other: &Mask) -> bool {
        !self.meet(other).is_empty()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = u16> + '_ {
        let bits = u16::try_from(self.0.len() * 64).unwrap_or(u16::MAX);
        (0..bits).filter(|bit| self.has(*bit))
    }
}

/// A comparison over several facts: `Σ coefficient × fact  compare  limit`, in base units.
#[derive(Debug, Clone)]
pub(crate) struct Linear {
    pub(crate) terms: Vec<(Rational, FactId)>,
    pub(crate) scope: Scope,
    /// Over all lines of the shipment.
    pub(crate) over_lines: bool,
    pub(crate) compare: Compare,
    pub(crate) limit: Rational,
    /// As the rule writes it.
    pub(crate) text: String,
}

/// What a `listed` asks for.
#[derive(Debug, Clone)]
pub(crate) struct AskedItems {
    /// Indexes of the items that count; `None`: all.
    pub(crate) only: Option<Mask32>,
    /// Whether words of which not all entries are on file count as perhaps listed.
    pub(crate) with_unfiled: bool,
    /// Codes as the rule writes them; `None`: all.
    pub(crate) patterns: Option<Vec<String>>,
    /// The reason of control that it asks for; `None`: any.
    pub(crate) reason: Option<String>,
    pub(crate) text: String,
}

impl AskedItems {
    /// Whether it asks for an item of that code, which is not on file: for whatever reason it is controlled.
    pub(crate) fn names(&self, code: &str) -> bool {
        self.patterns
            .as_ref()
            .is_none_or(|patterns| patterns.iter().any(|pattern| super::compile::is_below(code, pattern)))
    }
}

/// A set of item indexes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Mask32(pub(crate) Vec<u64>);

impl Mask32 {
    pub(crate) fn has(&self, bit: u32) -> bool {
        self.0.get((bit / 64) as usize).is_some_and(|word| word >> (bit % 64) & 1 == 1)
    }

    pub(crate) fn add(&mut self, bit: u32) {
        let at = (bit / 64) as usize;
        if self.0.len() <= at {
            self.0.resize(at + 1, 0);
        }
        if let Some(word) = self.0.get_mut(at) {
            *word |= 1 << (bit % 64);
        }
    }
}

/// One version of an item, or the gap of a word of which not all entries are on file.
#[derive(Debug)]
pub(crate) struct ProgramItem<'r> {
    /// `None` for a word's gap.
    pub(crate) item: Option<&'r Item>,
    /// Version of the item.
    pub(crate) version: usize,
    /// In force and met.
    pub(crate) node: NodeId,
    /// In force.
    pub(crate) force: NodeId,
    /// The condition alone.
    pub(crate) when: NodeId,
    /// State of its clause.
    pub(crate) state: ClauseState,
    /// For a gap: fact and word of which not all entries are on file.
    pub(crate) unfiled: Option<(FactId, u16)>,
}

/// Items by the word of the fact that each of them asks for by equality.
#[derive(Debug, Default)]
pub(crate) struct Buckets {
    /// Fact → items by word (index), each list ascending.
    pub(crate) keyed: Vec<(FactId, Vec<Vec<u32>>)>,
    /// Items that ask for no such fact.
    pub(crate) unkeyed: Vec<u32>,
}

/// A rule with its compiled condition.
#[derive(Debug)]
pub(crate) struct ProgramRule<'r> {
    pub(crate) rule: &'r Rule,
    /// The condition alone.
    pub(crate) when: NodeId,
    /// Its clause is in force.
    pub(crate) force: NodeId,
    /// In force and met; of requirements and prohibitions also under its reach and not defeated.
    pub(crate) whole: NodeId,
    /// Of a prohibition that a special approval softens: it counts without one, and with one.
    pub(crate) special: Option<(NodeId, NodeId)>,
    /// State of its clause.
    pub(crate) state: ClauseState,
    /// Its condition looks at items.
    pub(crate) asks_items: bool,
    /// Its condition looks at party lists.
    pub(crate) asks_lists: bool,
    /// Exemptions (indexes into [`Program::rules`]) that defeat it.
    pub(crate) exemptions: Vec<u16>,
}

/// A term and the readings that may count in this question.
#[derive(Debug)]
pub(crate) struct ProgramTerm<'r> {
    pub(crate) term: &'r Term,
    /// Readings known, in order: indexes into `Term::readings`.
    pub(crate) known: Vec<usize>,
    /// Those of `known` that may count.
    pub(crate) candidates: Mask,
    /// Chosen by the policy.
    pub(crate) by_policy: bool,
    /// Node of each known reading, in the order of `known`.
    pub(crate) nodes: Vec<NodeId>,
}

/// A listed party with the state of its listing.
#[derive(Debug)]
pub(crate) struct ProgramParty<'r> {
    pub(crate) party: &'r ListedParty,
    /// Index of its list file in `Regime::party_lists`.
    pub(crate) list: u16,
    pub(crate) force: u32,
}

/// The law of one regime for one question.
#[derive(Debug)]
pub(crate) struct Program<'r> {
    pub(crate) rulebook: &'r Rulebook,
    pub(crate) regime: &'r Regime,
    /// Its place among the programs of the question.
    pub(crate) number: u8,
    pub(crate) nodes: Vec<Node>,
    pub(crate) limbs: Vec<String>,
    pub(crate) masks: Vec<Mask>,
    pub(crate) linears: Vec<Linear>,
    pub(crate) asked_lists: Vec<AskedList>,
    pub(crate) asked_items: Vec<AskedItems>,
    pub(crate) gaps: Vec<String>,
    pub(crate) forces: Vec<Force>,
    pub(crate) hours: Hours,
    pub(crate) definitions: Vec<(&'r str, NodeId)>,
    pub(crate) terms: Vec<ProgramTerm<'r>>,
    pub(crate) rules: Vec<ProgramRule<'r>>,
    pub(crate) items: Vec<ProgramItem<'r>>,
    pub(crate) buckets: Buckets,
    pub(crate) parties: Vec<ProgramParty<'r>>,
    pub(crate) crowds: Vec<Crowd>,
    /// Names of all parties that are, or may be, listed on the day.
    pub(crate) names: NameIndex,
    /// How names are looked up, and the index of the wider method.
    pub(crate) method: Method,
    pub(crate) likeness: Option<ListedIndex>,
    /// Rules by kind, indexes into `rules`.
    pub(crate) reach: Vec<u16>,
    pub(crate) prohibitions: Vec<u16>,
    pub(crate) requirements: Vec<u16>,
    /// Text of predicates by node, for proofs.
    pub(crate) texts: BTreeMap<NodeId, String>,
    /// The fact and word that say that something is disclosed.
    pub(crate) disclosure: Option<(FactId, u16)>,
    /// When a fact arises, for each fact that says so.
    pub(crate) applies: Vec<Option<NodeId>>,
    /// Cells of each fact's whole domain.
    pub(crate) domains: Vec<Cells>,
    /// The date is before the regime begins, or known is.
    pub(crate) before_begin: bool,
    /// The law was not checked near enough to the date.
    pub(crate) stale: bool,
    /// A list that should have been asked besides could not be.
    pub(crate) unasked: bool,
    /// The day in the regime's zone.
    pub(crate) day: jiff::civil::Date,
    pub(crate) checked_to: jiff::civil::Date,
}

/// A party list that a rule asks for.
#[derive(Debug, Clone)]
pub(crate) struct AskedList {
    /// As written, with the regime before it.
    pub(crate) name: String,
    /// List files (indexes) that belong to it.
    pub(crate) files: Vec<u16>,
    /// Parties (indexes into [`Program::parties`]) that stand, or may stand, on it on the day.
    pub(crate) members: Mask32,
    /// Someone does.
    pub(crate) holds_someone: bool,
    /// Scripts in which it holds names.
    pub(crate) scripts: ScriptSet,
    /// Its members by [`Program::crowds`].
    pub(crate) crowds: Vec<u16>,
}

/// Listed parties that stand on the same asked lists, and whose listing hangs on the same: nothing tells one of them from
/// another when a party without a name, or with names that the list cannot be read for, may be one of them.
#[derive(Debug, Clone)]
pub(crate) struct Crowd {
    /// Of any of them.
    pub(crate) force: u32,
    /// Indexes into [`Program::parties`].
    pub(crate) parties: Vec<u32>,
}

impl Program<'_> {
    #[expect(clippy::indexing_slicing, reason = "NodeId is made by the compiler for this very array")]
    pub(crate) fn node(&self, id: NodeId) -> Node {
        self.nodes[id as usize]
    }

    /// The cells among these that hold something: between a day and the next there is none.
    pub(crate) fn filled(&self, fact: FactId, cells: Cells) -> Option<Cells> {
        let of = self.rulebook.vocabulary.fact(fact);
        let bound = |at: u32| of.bounds.get(at as usize).copied();
        let empty = |cell: u32| {
            let between = bound((cell / 2).wrapping_sub(1)).zip(bound(cell / 2)).filter(|_| cell.is_multiple_of(2));
            between.and_then(|(before, after)| before.checked_add(Rational::ONE).map(|next| next >= after))
                == Some(true)
        };
        let (mut low, mut high) = (cells.low, cells.high);
        if of.kind == FactType::Date {
            low += u32::from(empty(low));
            high = if empty(high) { high.checked_sub(1)? } else { high };
        }
        (low <= high).then_some(Cells { low, high })
    }

    /// The children of a node.
    pub(crate) fn children(&self, id: NodeId) -> Children<'_> {
        Children { nodes: &self.nodes, at: id + 1, end: self.node(id).end }
    }
}

/// Iterates the children of a node.
pub(crate) struct Children<'p> {
    nodes: &'p [Node],
    at: NodeId,
    end: NodeId,
}

impl Iterator for Children<'_> {
    type Item = NodeId;

    #[inline]
    fn next(&mut self) -> Option<NodeId> {
        if self.at >= self.end {
            return None;
        }
        let here = self.at;
        self.at = self.nodes.get(here as usize)?.end;
        Some(here)
    }
}
