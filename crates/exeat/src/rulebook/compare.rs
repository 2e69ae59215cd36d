//! What changed in law between two rulebooks: acts, clauses, rules, items, limits, effects, parties; never lines of text.
//!
//! Both are taken apart into [`Part`]s with their traits in words, and the parts of one name are compared.

mod part;
#[cfg(test)]
mod tests;

use super::Rulebook;
use part::{Parts, parts};

/// What a part of law is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PartKind {
    /// A regime.
    Regime,
    /// An act.
    Act,
    /// A clause.
    Clause,
    /// What an act does to another.
    Effect,
    /// A reach, requirement, prohibition, exemption, route, definition, duty or note.
    Rule,
    /// A reading of a term.
    Reading,
    /// A version of an item.
    Item,
    /// A listed party.
    Party,
    /// A member of a group.
    Member,
    /// What was said and is not law.
    Statement,
}

impl PartKind {
    /// `act`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            PartKind::Regime => "regime",
            PartKind::Act => "act",
            PartKind::Clause => "clause",
            PartKind::Effect => "effect",
            PartKind::Rule => "rule",
            PartKind::Reading => "reading",
            PartKind::Item => "item",
            PartKind::Party => "party",
            PartKind::Member => "member",
            PartKind::Statement => "statement",
        }
    }
}

/// A part of law that is new, gone or other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The regime.
    pub regime: String,
    /// What it is.
    pub kind: PartKind,
    /// Its name: `2026-1`, `2026-1#1`, `japan-military`, `1C905.a.4`.
    pub name: String,
    /// How it differs.
    pub how: Change,
}

/// How a part differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// Only in the new rulebook; its traits.
    New(Vec<Trait>),
    /// Only in the old one.
    Gone,
    /// In both, with these traits changed: `(trait, was, is)`.
    Other(Vec<(String, String, String)>),
}

/// A trait of a part: its key and its value in words.
pub type Trait = (String, String);

/// All differences, by regime, kind and name. Values are in that language: `en`, `zh` or `ja`.
#[must_use]
pub fn differences(old: &Rulebook, new: &Rulebook, language: &str) -> Vec<Difference> {
    let (old, new): (Parts, Parts) = (parts(old, language), parts(new, language));
    let mut found = Vec::new();
    let names: std::collections::BTreeSet<_> = old.keys().chain(new.keys()).collect();
    for name in names {
        let how = match (old.get(name), new.get(name)) {
            (None, Some(traits)) => Change::New(traits.clone()),
            (Some(_), None) => Change::Gone,
            (Some(was), Some(is)) => {
                let changed = other(was, is);
                if changed.is_empty() {
                    continue;
                }
                Change::Other(changed)
            }
            (None, None) => continue,
        };
        let (regime, kind, name) = name.clone();
        found.push(Difference { regime, kind, name, how });
    }
    found
}

/// Traits of one part that differ; a trait that may stand several times, such as a term of a condition, by its values.
fn other(was: &[Trait], is: &[Trait]) -> Vec<(String, String, String)> {
    let mut keys: Vec<&String> = was.iter().chain(is).map(|(key, _)| key).collect();
    keys.sort();
    keys.dedup();
    let mut found = Vec::new();
    for key in keys {
        let of = |traits: &[Trait], others: &[Trait]| -> Vec<String> {
            let own = traits.iter().filter(|one| one.0 == *key && !others.contains(one));
            own.map(|(_, value)| value.clone()).collect()
        };
        let (before, after) = (of(was, is), of(is, was));
        if !before.is_empty() || !after.is_empty() {
            found.push((key.clone(), before.join("; "), after.join("; ")));
        }
    }
    // Where single terms say what changed, the whole condition need not be repeated.
    if found.iter().any(|(key, ..)| key == "term") {
        found.retain(|(key, ..)| key != "when");
    }
    found
}
