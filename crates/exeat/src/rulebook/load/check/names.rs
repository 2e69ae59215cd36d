//! What the names of a regime mean, and what a definition or term asks for in the end.

use super::super::regime::Draft;
use super::super::report::Report;
use crate::rulebook::{ClauseId, Condition, Group, Place, RuleKind, Rulebook, Scope, Term};
use std::collections::{BTreeMap, BTreeSet};

/// Definitions within definitions; the deepest real chain has 4.
const CHAIN_MAX: usize = 24;

/// Every name that a condition of one regime may use.
pub(in crate::rulebook::load) struct Names<'a> {
    /// Vocabulary, units, countries.
    pub(super) rulebook: &'a Rulebook,
    /// Definitions.
    pub(super) definitions: BTreeMap<&'a str, (&'a Condition, &'a Place)>,
    /// Terms.
    pub(super) terms: BTreeMap<&'a str, &'a Term>,
    /// Groups.
    pub(super) groups: BTreeMap<&'a str, &'a Group>,
    /// Party lists.
    pub(super) lists: BTreeSet<&'a str>,
    /// The regime's own id.
    pub(super) regime: &'a str,
    /// Acts, scenarios' too.
    pub(super) acts: BTreeSet<&'a str>,
    /// Clauses by reference.
    pub(super) clauses: Option<&'a BTreeMap<String, ClauseId>>,
    /// Codes of entries and items.
    pub(super) codes: BTreeSet<&'a str>,
    /// Reasons of control.
    pub(super) reasons: BTreeSet<&'a str>,
    /// Definitions and terms that a scenario brings, with its id.
    pub(super) scenarios: BTreeMap<&'a str, &'a str>,
    /// What definitions and terms ask for.
    pub(super) traits: BTreeMap<&'a str, Traits<'a>>,
}

/// What a condition asks for in the end, through all definitions and terms.
#[derive(Debug, Clone, Default)]
pub(super) struct Traits<'a> {
    /// A fact or list asked of a party that nothing in it quantifies.
    pub(super) party: Option<&'a str>,
    /// Whether it asks for `listed`.
    pub(super) listed: bool,
    /// A fact that never gates.
    pub(super) ungated: Option<&'a str>,
}

impl<'a> Traits<'a> {
    fn join(&mut self, other: &Traits<'a>) {
        self.party = self.party.or(other.party);
        self.listed |= other.listed;
        self.ungated = self.ungated.or(other.ungated);
    }
}

impl<'a> Names<'a> {
    /// The facts alone.
    pub(super) fn of_facts(rulebook: &'a Rulebook) -> Names<'a> {
        Names {
            rulebook,
            regime: "",
            definitions: BTreeMap::new(),
            terms: BTreeMap::new(),
            groups: BTreeMap::new(),
            lists: BTreeSet::new(),
            acts: BTreeSet::new(),
            clauses: None,
            codes: BTreeSet::new(),
            reasons: BTreeSet::new(),
            scenarios: BTreeMap::new(),
            traits: BTreeMap::new(),
        }
    }

    /// All names of a regime; a name that means two things and a cycle are told.
    pub(super) fn of(rulebook: &'a Rulebook, draft: &'a Draft, report: &Report) -> Names<'a> {
        let regime = &draft.regime;
        let mut names = Names::of_facts(rulebook);
        names.regime = &regime.id;
        names.clauses = Some(&draft.clauses);
        let definitions = regime.rules.iter().filter(|rule| rule.kind == RuleKind::Definition);
        names.definitions = definitions.map(|rule| (rule.id.as_str(), (&rule.when, &rule.place))).collect();
        names.terms = regime.terms.iter().map(|term| (term.id.as_str(), term)).collect();
        names.groups = regime.groups.iter().map(|group| (group.id.as_str(), group)).collect();
        names.lists = regime.party_lists.iter().map(|list| list.list.as_str()).collect();
        names.acts = regime
            .acts
            .iter()
            .chain(regime.scenarios.iter().map(|scenario| &scenario.act))
            .map(|act| act.id.as_str())
            .collect();
        for entry in &regime.entries {
            names.codes.insert(&entry.code);
            names.codes.extend(entry.items.iter().map(|item| item.code.as_str()));
            names.reasons.extend(entry.items.iter().flat_map(|item| item.reasons.iter().map(String::as_str)));
        }
        for (id, place) in names
            .definitions
            .iter()
            .map(|(id, (_, place))| (*id, *place))
            .chain(names.terms.iter().map(|(id, term)| (*id, &term.place)))
        {
            if rulebook.vocabulary.find(id).is_some() {
                report.error(
                    place,
                    format!("`{id}` is a fact of the vocabulary too"),
                    "give the definition or term another name: each name means one thing",
                );
            }
        }
        let terms = regime.terms.iter().map(|term| (term.id.as_str(), term.clause));
        for (id, clause) in regime.rules.iter().map(|rule| (rule.id.as_str(), rule.clause)).chain(terms) {
            if let Some(scenario) = &regime.clause(clause).scenario {
                names.scenarios.insert(id, scenario);
            }
        }
        Walk { names: &mut names, open: Vec::new(), report }.all();
        names
    }

    /// Facts, definitions and terms that can stand alone in a condition.
    pub(super) fn conditions(&self) -> impl Iterator<Item = &'a str> {
        let facts = self.rulebook.vocabulary.facts.iter().map(|fact| fact.name.as_str());
        facts.chain(self.definitions.keys().copied()).chain(self.terms.keys().copied())
    }

    /// What a condition asks for, when its definitions and terms are known.
    pub(super) fn traits(&self, condition: &'a Condition) -> Traits<'a> {
        let mut found = Traits::default();
        self.gather(condition, false, &mut found, &mut Vec::new());
        found
    }

    /// Gathers what a condition asks for itself, and the definitions and terms that it names (with whether a party is
    /// given there).
    fn gather(
        &self,
        condition: &'a Condition,
        in_party: bool,
        found: &mut Traits<'a>,
        named: &mut Vec<(&'a str, bool)>,
    ) {
        let mut fact = |name: &'a str| {
            let Some(fact) = self.rulebook.vocabulary.find(name).map(|id| self.rulebook.vocabulary.fact(id)) else {
                return;
            };
            if fact.scope == Scope::Party && !in_party {
                found.party = found.party.or(Some(name));
            }
            if !fact.gates {
                found.ungated = found.ungated.or(Some(name));
            }
        };
        match condition {
            Condition::And(terms) | Condition::Or(terms) | Condition::AtLeast(_, terms) => {
                terms.iter().for_each(|term| self.gather(term, in_party, found, named));
            }
            Condition::Not(term) | Condition::Limb(_, term) => self.gather(term, in_party, found, named),
            Condition::Some(_, term) | Condition::Every(_, term) => self.gather(term, true, found, named),
            Condition::On(list) if !in_party => found.party = found.party.or(Some(list)),
            Condition::On(_) | Condition::Gap(_) => {}
            Condition::Listed { .. } => found.listed = true,
            Condition::Contains(name) | Condition::Is { fact: name, .. } | Condition::In { fact: name, .. } => {
                fact(name)
            }
            Condition::Compare { left, .. } => left.facts().into_iter().for_each(fact),
            Condition::Name(name) => {
                fact(name);
                if let Some(known) = self.traits.get(name.as_str()) {
                    let party = if in_party { None } else { known.party };
                    found.join(&Traits { party, ..known.clone() });
                } else {
                    named.push((name, in_party));
                }
            }
        }
    }
}

/// Goes through definitions and terms, those asked for first.
struct Walk<'n, 'a, 'r> {
    names: &'n mut Names<'a>,
    /// The chain of names that is being followed.
    open: Vec<&'a str>,
    report: &'r Report,
}

impl<'a> Walk<'_, 'a, '_> {
    fn all(&mut self) {
        let names: Vec<&'a str> = self.names.definitions.keys().chain(self.names.terms.keys()).copied().collect();
        for name in names {
            self.visit(name);
        }
    }

    fn visit(&mut self, name: &'a str) {
        if self.names.traits.contains_key(name) {
            return;
        }
        let Some((conditions, place)) = self.meaning(name) else { return };
        if let Some(start) = self.open.iter().position(|open| *open == name) {
            let circle: Vec<&str> = self.open.iter().skip(start).copied().chain([name]).collect();
            self.report.error(
                place,
                format!("the definition goes in a circle: `{}`", circle.join("` → `")),
                "say one of them without the other",
            );
            return;
        }
        if self.open.len() >= CHAIN_MAX {
            self.report.error(
                place,
                format!("definitions stand more than {CHAIN_MAX} deep within each other"),
                "say it with fewer steps",
            );
            return;
        }
        self.open.push(name);
        let mut found = Traits::default();
        for condition in conditions {
            let mut named = Vec::new();
            self.names.gather(condition, false, &mut found, &mut named);
            for (inner, in_party) in named {
                self.visit(inner);
                if let Some(known) = self.names.traits.get(inner) {
                    let party = if in_party { None } else { known.party };
                    found.join(&Traits { party, ..known.clone() });
                }
            }
        }
        self.open.pop();
        self.names.traits.insert(name, found);
    }

    fn meaning(&self, name: &str) -> Option<(Vec<&'a Condition>, &'a Place)> {
        if let Some((condition, place)) = self.names.definitions.get(name) {
            return Some((vec![*condition], place));
        }
        let term = *self.names.terms.get(name)?;
        Some((term.readings.iter().map(|reading| &reading.means).collect(), &term.place))
    }
}
