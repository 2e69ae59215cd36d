//! Whether a condition can be true, and whether it can be false, over all values that its facts may have.
//!
//! Sound, not complete: facts are looked at one by one, so combinations are counted that never occur; what cannot be
//! reached even so is surely unreachable. Past a limit of combinations nothing is said.

use super::To;
use crate::number::{End, Interval, Rational};
use crate::rulebook::{
    Codes, Compare, Condition, Fact, FactType, Group, Literal, Quantity, Regime, RuleKind, day_number,
};
use std::collections::{BTreeMap, BTreeSet};

/// Combinations looked at for one condition; past it nothing is said.
const COMBINATIONS_MAX: usize = 1 << 14;

/// Definitions within definitions that are followed; the loader allows no more.
const CHAIN_MAX: usize = 24;

/// What a condition can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Can {
    /// Some values may make it true.
    pub(super) be_true: bool,
    /// Some values may make it false.
    pub(super) be_false: bool,
}

impl Can {
    const BOTH: Can = Can { be_true: true, be_false: true };
}

/// Looks at a condition of that regime.
pub(super) fn can(to: &To<'_>, regime: &Regime, condition: &Condition) -> Can {
    let mut builder = Builder { to, regime, atoms: BTreeMap::new(), asked: Vec::new(), depth: 0 };
    let tree = builder.tree(condition);
    let Some(variables) = builder.variables() else { return Can::BOTH };
    let combinations =
        variables.iter().try_fold(1_usize, |product, variable| product.checked_mul(variable.options.len()));
    if combinations.is_none_or(|combinations| combinations > COMBINATIONS_MAX) {
        return Can::BOTH;
    }
    let mut found = Can { be_true: false, be_false: false };
    let mut values = vec![false; builder.asked.len()];
    enumerate(&variables, &mut values, &mut |values| {
        match tree.holds(values) {
            true => found.be_true = true,
            false => found.be_false = true,
        }
        found == Can::BOTH
    });
    found
}

/// A condition over numbered atoms.
enum Tree {
    And(Vec<Tree>),
    Or(Vec<Tree>),
    Not(Box<Tree>),
    AtLeast(usize, Vec<Tree>),
    Atom(usize),
    Always(bool),
}

impl Tree {
    fn holds(&self, values: &[bool]) -> bool {
        match self {
            Tree::And(parts) => parts.iter().all(|part| part.holds(values)),
            Tree::Or(parts) => parts.iter().any(|part| part.holds(values)),
            Tree::Not(part) => !part.holds(values),
            Tree::AtLeast(wanted, parts) => parts.iter().filter(|part| part.holds(values)).count() >= *wanted,
            Tree::Atom(atom) => values.get(*atom).copied().unwrap_or(false),
            Tree::Always(holds) => *holds,
        }
    }
}

/// What one atom asks of its variable.
#[derive(Debug, Clone)]
enum Asked {
    /// A free yes or no.
    Free,
    /// One of these words, given for sure.
    Words(BTreeSet<String>),
    /// A number in this relation to a limit.
    Number(Compare, Rational),
}

/// Something that varies by itself; each option says which of its atoms hold.
struct Variable {
    atoms: Vec<usize>,
    options: BTreeSet<Vec<bool>>,
}

struct Builder<'a> {
    to: &'a To<'a>,
    regime: &'a Regime,
    /// Variable (the name of a fact or quantity, or the text of a free term), and the atoms that ask for it.
    atoms: BTreeMap<String, Vec<usize>>,
    asked: Vec<Asked>,
    depth: usize,
}

impl Builder<'_> {
    fn tree(&mut self, condition: &Condition) -> Tree {
        match condition {
            Condition::And(terms) => Tree::And(terms.iter().map(|term| self.tree(term)).collect()),
            Condition::Or(terms) => Tree::Or(terms.iter().map(|term| self.tree(term)).collect()),
            Condition::AtLeast(wanted, terms) => {
                Tree::AtLeast(*wanted as usize, terms.iter().map(|term| self.tree(term)).collect())
            }
            Condition::Not(term) => Tree::Not(Box::new(self.tree(term))),
            Condition::Limb(_, term) => self.tree(term),
            Condition::Some(_, term) => match can(self.to, self.regime, term).be_true {
                true => self.free(condition),
                false => Tree::Always(false),
            },
            Condition::Every(_, term) => match can(self.to, self.regime, term).be_false {
                true => self.free(condition),
                false => Tree::Always(true),
            },
            Condition::Name(name) => self.name(name, condition),
            Condition::Compare { left, compare, right } => self.compare(left, *compare, right),
            Condition::Is { fact, word } => self.words(fact, BTreeSet::from([word.clone()])),
            Condition::In { fact, codes: Codes::List(words) } => self.words(fact, words.iter().cloned().collect()),
            Condition::In { fact, codes: Codes::Group(group) } => self.group(fact, group, condition),
            Condition::On(_) | Condition::Listed { .. } | Condition::Contains(_) | Condition::Gap(_) => {
                self.free(condition)
            }
        }
    }

    fn atom(&mut self, variable: String, asked: Asked) -> Tree {
        self.asked.push(asked);
        let atom = self.asked.len() - 1;
        self.atoms.entry(variable).or_default().push(atom);
        Tree::Atom(atom)
    }

    /// Nothing is known of the term; the same text is the same atom.
    fn free(&mut self, condition: &Condition) -> Tree {
        let key = format!("({condition})");
        match self.atoms.get(&key).and_then(|atoms| atoms.first()) {
            Some(atom) => Tree::Atom(*atom),
            None => self.atom(key, Asked::Free),
        }
    }

    fn name(&mut self, name: &str, condition: &Condition) -> Tree {
        if self.to.rulebook.vocabulary.find(name).is_some() {
            return self.words(name, BTreeSet::from(["yes".to_owned()]));
        }
        let definition = self.regime.rules.binary_search_by(|rule| rule.id.as_str().cmp(name)).ok();
        let definition =
            definition.and_then(|at| self.regime.rules.get(at)).filter(|rule| rule.kind == RuleKind::Definition);
        match definition {
            Some(rule) if self.depth < CHAIN_MAX => {
                self.depth += 1;
                let tree = self.tree(&rule.when);
                self.depth -= 1;
                tree
            }
            _ => self.free(condition),
        }
    }

    fn words(&mut self, fact: &str, words: BTreeSet<String>) -> Tree {
        self.atom(fact.to_owned(), Asked::Words(words))
    }

    /// Members of a group may come and go: among them it is open, outside them it is false.
    fn group(&mut self, fact: &str, group: &str, condition: &Condition) -> Tree {
        let Some(group) = self.regime.groups.iter().find(|known| known.id == *group) else {
            return self.free(condition);
        };
        let words = self.words(fact, group.members.iter().map(|member| member.word.clone()).collect());
        let dated = |group: &Group| {
            group.members.iter().any(|member| member.from.is_some() || member.until.is_some() || member.by.is_some())
        };
        if dated(group) { Tree::And(vec![words, self.free(condition)]) } else { words }
    }

    fn compare(&mut self, left: &Quantity, compare: Compare, right: &Literal) -> Tree {
        let limit = match right {
            Literal::Date(day) => Some(day_number(*day)),
            Literal::Number { value, unit, .. } => {
                self.to.rulebook.units.find(unit).and_then(|unit| self.to.rulebook.units.to_base(*value, unit))
            }
        };
        let variable = left.to_string();
        match limit {
            Some(limit) => self.atom(variable, Asked::Number(compare, limit)),
            None => self.atom(format!("({variable} unread)"), Asked::Free),
        }
    }

    /// The variables with their options; `None` where one has too many atoms.
    fn variables(&self) -> Option<Vec<Variable>> {
        let vocabulary = &self.to.rulebook.vocabulary;
        let mut variables = Vec::new();
        for (name, atoms) in &self.atoms {
            let fact = vocabulary.find(name).map(|id| vocabulary.fact(id));
            let asked: Vec<&Asked> = atoms.iter().filter_map(|atom| self.asked.get(*atom)).collect();
            let options = options(fact, &asked);
            if options.len() > COMBINATIONS_MAX {
                return None;
            }
            variables.push(Variable { atoms: atoms.clone(), options });
        }
        Some(variables)
    }
}

fn options(fact: Option<&Fact>, asked: &[&Asked]) -> BTreeSet<Vec<bool>> {
    let none = vec![false; asked.len()];
    let mut options = match asked.first() {
        Some(Asked::Number(..)) => numbers(fact, asked),
        Some(Asked::Words(_)) => worded(fact, asked),
        _ => BTreeSet::from([none.clone(), vec![true; asked.len()]]),
    };
    // Where the question does not arise every comparison is false; fields of the shipment always arise.
    if fact.is_none_or(|fact| !fact.built_in) {
        options.insert(none);
    }
    options
}

/// Numbers between and at the limits, within the fact's domain.
fn numbers(fact: Option<&Fact>, asked: &[&Asked]) -> BTreeSet<Vec<bool>> {
    let limits: BTreeSet<Rational> = asked.iter().filter_map(|asked| limit(asked)).collect();
    let domain = fact.map_or(Interval::ALL, |fact| fact.domain);
    let mut tried: Vec<Interval> = Vec::new();
    let end = |at: &Rational| Some(End { at: *at, closed: false });
    let mut below = None;
    for limit in &limits {
        tried.push(Interval { low: below, high: end(limit) });
        tried.push(Interval::point(*limit));
        below = end(limit);
    }
    tried.push(Interval { low: below, high: None });
    let reachable = tried.into_iter().filter(|cell| cell.meet(&domain).is_some());
    reachable.map(|cell| asked.iter().map(|asked| within(asked, &cell)).collect()).collect()
}

fn limit(asked: &Asked) -> Option<Rational> {
    match asked {
        Asked::Number(_, limit) => Some(*limit),
        _ => None,
    }
}

/// Whether a whole cell between neighbouring limits fulfils the comparison.
fn within(asked: &Asked, cell: &Interval) -> bool {
    let Asked::Number(compare, limit) = asked else { return false };
    let at = cell.exact() == Some(*limit);
    let above = !at && cell.low.is_some_and(|low| low.at >= *limit);
    match compare {
        Compare::Above => above,
        Compare::AtLeast => above || at,
        Compare::Below => !above && !at,
        Compare::AtMost => !above,
        Compare::Equal => at,
    }
}

/// Words: one of them, or for sets any together, of which `none-of-these` stands alone.
fn worded(fact: Option<&Fact>, asked: &[&Asked]) -> BTreeSet<Vec<bool>> {
    let named: BTreeSet<&String> = asked
        .iter()
        .filter_map(|asked| if let Asked::Words(words) = asked { Some(words) } else { None })
        .flatten()
        .collect();
    let holds = |chosen: &dyn Fn(&str) -> bool| -> Vec<bool> {
        asked
            .iter()
            .map(|asked| matches!(asked, Asked::Words(words) if words.iter().any(|word| chosen(word))))
            .collect()
    };
    let mut options: BTreeSet<Vec<bool>> = named.iter().map(|word| holds(&|other| other == word.as_str())).collect();
    let kind = fact.map(|fact| fact.kind);
    let closed = fact.is_some_and(|fact| {
        matches!(fact.kind, FactType::YesNo | FactType::Choice)
            && fact.words.iter().all(|word| named.contains(&word.word))
    });
    if !closed {
        options.insert(vec![false; asked.len()]);
    }
    if matches!(kind, Some(FactType::Set | FactType::Countries | FactType::Text) | None) {
        together(&named, &holds, &mut options);
    }
    options
}

type Holds<'a> = &'a dyn Fn(&dyn Fn(&str) -> bool) -> Vec<bool>;

/// Adds what sets of several words fulfil: unions of what single words do.
fn together(named: &BTreeSet<&String>, holds: Holds<'_>, options: &mut BTreeSet<Vec<bool>>) {
    let alone = "none-of-these";
    for word in named.iter().filter(|word| word.as_str() != alone) {
        let single = holds(&|other| other == word.as_str());
        let only_alone = holds(&|other| other == alone);
        let joined: Vec<Vec<bool>> = options
            .iter()
            .filter(|option| **option != only_alone || only_alone.iter().all(|holds| !holds))
            .map(|option| option.iter().zip(&single).map(|(a, b)| *a || *b).collect())
            .collect();
        options.extend(joined);
        if options.len() > COMBINATIONS_MAX {
            return;
        }
    }
}

/// Tries every combination until the caller has seen enough.
fn enumerate(variables: &[Variable], values: &mut Vec<bool>, seen: &mut dyn FnMut(&[bool]) -> bool) -> bool {
    let Some((first, rest)) = variables.split_first() else { return seen(values) };
    for option in &first.options {
        for (atom, holds) in first.atoms.iter().zip(option) {
            if let Some(value) = values.get_mut(*atom) {
                *value = *holds;
            }
        }
        if enumerate(rest, values, seen) {
            return true;
        }
    }
    false
}
