//! One condition to nodes.

use crate::assess::force::Vantage;
use crate::assess::program::{AskedItems, AskedList, Mask, Mask32, Node, NodeId, Op, Program};
use crate::assess::{ClauseState, Policy};
use crate::number::Rational;
use crate::rulebook::{ClauseId, Codes, Condition, Fact, FactId, FactType, Group, Scope, Term};
use crate::screen::script::ScriptSet;

/// Facts whose equality makes an item false whatever the confidence of its limits (DESIGN §2).
pub(super) const CLOSED: [&str; 4] = ["item_kind", "material", "function", "technology_for"];

/// Builds a [`Program`].
pub(super) struct Compiler<'r> {
    pub(super) program: Program<'r>,
    pub(super) vantage: Vantage<'r>,
    /// The item whose limits are of low confidence, while one is compiled.
    low: Option<u32>,
    /// What is compiled counts by being true; under a `not` by being false.
    positive: bool,
}

impl<'r> Compiler<'r> {
    pub(super) fn new(program: Program<'r>, vantage: Vantage<'r>) -> Compiler<'r> {
        Compiler { program, vantage, low: None, positive: true }
    }

    pub(super) fn finish(self) -> Program<'r> {
        self.program
    }

    pub(super) fn next(&self) -> NodeId {
        u32::try_from(self.program.nodes.len()).unwrap_or(u32::MAX)
    }

    pub(super) fn leaf(&mut self, op: Op) -> NodeId {
        let at = self.next();
        self.program.nodes.push(Node { op, end: at + 1 });
        at
    }

    pub(super) fn branch(&mut self, op: Op, below: impl FnOnce(&mut Self)) -> NodeId {
        let at = self.leaf(op);
        below(self);
        let end = self.next();
        if let Some(node) = self.program.nodes.get_mut(at as usize) {
            node.end = end;
        }
        at
    }

    fn text(&mut self, at: NodeId, text: String) {
        self.program.texts.insert(at, text);
    }

    pub(super) fn force_of_clauses(&mut self) {
        let forces = self.vantage.regime.clauses.iter().map(|clause| self.vantage.force(clause)).collect();
        self.program.forces = forces;
    }

    pub(super) fn state_of(&self, clause: ClauseId) -> ClauseState {
        self.program.forces.get(clause.0 as usize).map_or(ClauseState::NotYet, |force| force.state)
    }

    /// When each fact arises: of use where a total looks at other lines than its own.
    pub(super) fn applies(&mut self) {
        let facts = &self.program.rulebook.vocabulary.facts;
        let applies = facts.iter().map(|fact| fact.applies_when.as_ref().map(|when| self.condition(when))).collect();
        self.program.applies = applies;
    }

    pub(super) fn definitions(&mut self) {
        let regime = self.vantage.regime;
        let definitions = || regime.rules.iter().filter(|rule| rule.kind == crate::rulebook::RuleKind::Definition);
        self.program.definitions = definitions().map(|rule| (rule.id.as_str(), 0)).collect();
        for (at, rule) in definitions().enumerate() {
            let node = self.condition(&rule.when);
            if let Some(slot) = self.program.definitions.get_mut(at) {
                slot.1 = node;
            }
        }
    }

    /// Readings that count: policy, else the authority's guidance, else the highest ranks (DESIGN §2).
    pub(super) fn terms(&mut self, policy: &Policy) {
        let regime = self.vantage.regime;
        for term in &regime.terms {
            let known = self.known_readings(term);
            let name = format!("{}/{}", regime.id, term.id);
            let chosen = policy.readings.iter().find(|(of, _)| *of == name || *of == term.id);
            let chosen = chosen.and_then(|(_, reading)| {
                known.iter().copied().find(|at| term.readings.get(*at).is_some_and(|known| known.id == *reading))
            });
            let candidates = chosen.map_or_else(|| followed(term, &known, &regime.authority), |at| vec![at]);
            let places =
                candidates.iter().filter_map(|at| u16::try_from(known.iter().position(|known| known == at)?).ok());
            let candidates = Mask::of(places.collect::<Vec<_>>());
            self.program.terms.push(crate::assess::program::ProgramTerm {
                term,
                candidates,
                known,
                by_policy: chosen.is_some(),
                nodes: Vec::new(),
            });
        }
        for at in 0..self.program.terms.len() {
            let Some((term, known)) = self.program.terms.get(at).map(|term| (term.term, term.known.clone())) else {
                continue;
            };
            let readings = known.iter().filter_map(|reading| term.readings.get(*reading));
            let nodes = readings.map(|reading| self.condition(&reading.means)).collect();
            if let Some(slot) = self.program.terms.get_mut(at) {
                slot.nodes = nodes;
            }
        }
    }

    /// Readings published by then; those of a scenario's term are part of it.
    fn known_readings(&self, term: &Term) -> Vec<usize> {
        let imagined = self.vantage.regime.clause(term.clause).scenario.is_some();
        let known = term
            .readings
            .iter()
            .enumerate()
            .filter(|(_, reading)| imagined || self.vantage.is_known(reading.published));
        known.map(|(at, _)| at).collect()
    }

    /// A condition of an item whose limits are of low confidence.
    pub(super) fn low_condition(&mut self, item: u32, condition: &Condition) -> NodeId {
        self.low = Some(item);
        self.positive = true;
        let node = self.condition(condition);
        self.low = None;
        node
    }

    pub(super) fn condition(&mut self, condition: &Condition) -> NodeId {
        match condition {
            Condition::And(of) => self.all(Op::And, of),
            Condition::Or(of) => self.all(Op::Or, of),
            Condition::AtLeast(count, of) => self.all(Op::AtLeast(u16::try_from(*count).unwrap_or(u16::MAX)), of),
            Condition::Not(of) => self.branch(Op::Not, |compiler| {
                compiler.positive = !compiler.positive;
                compiler.condition(of);
                compiler.positive = !compiler.positive;
            }),
            Condition::Limb(name, of) => {
                let limb = u16::try_from(self.program.limbs.len()).unwrap_or(u16::MAX);
                self.program.limbs.push(name.clone());
                self.branch(Op::Limb(limb), |compiler| compiler.below(of))
            }
            Condition::Some(role, of) => self.branch(Op::Some(*role), |compiler| compiler.below(of)),
            Condition::Every(role, of) => self.branch(Op::Every(*role), |compiler| compiler.below(of)),
            Condition::On(list) => self.on(list),
            Condition::Listed { codes, reason } => self.listed(codes.as_ref(), reason.as_deref(), condition),
            Condition::Gap(text) => self.gap(text),
            Condition::Name(name) => self.name(name),
            Condition::Contains(fact) => self.contains(fact),
            Condition::Compare { left, compare, right } => self.compare(left, *compare, right, condition),
            Condition::Is { fact, word } => self.word(fact, &[word.as_str()], condition),
            Condition::In { fact, codes } => self.words(fact, codes, condition),
        }
    }

    fn below(&mut self, condition: &Condition) {
        self.condition(condition);
    }

    fn all(&mut self, op: Op, of: &[Condition]) -> NodeId {
        self.branch(op, |compiler| of.iter().for_each(|one| compiler.below(one)))
    }

    pub(super) fn gap(&mut self, text: &str) -> NodeId {
        let known = self.program.gaps.iter().position(|gap| gap == text);
        let at = known.unwrap_or_else(|| {
            self.program.gaps.push(text.to_owned());
            self.program.gaps.len() - 1
        });
        self.leaf(Op::Gap(u32::try_from(at).unwrap_or(u32::MAX)))
    }

    fn on(&mut self, list: &str) -> NodeId {
        let regime = self.vantage.regime;
        let bare = list.strip_prefix(regime.id.as_str()).and_then(|rest| rest.strip_prefix('/')).unwrap_or(list);
        let name = format!("{}/{bare}", regime.id);
        if let Some(at) = self.program.asked_lists.iter().position(|asked| asked.name == name) {
            return self.leaf(Op::On(u16::try_from(at).unwrap_or(u16::MAX)));
        }
        let belongs = |file: &crate::rulebook::PartyList| {
            let clause = regime.clause(file.clause);
            file.list == bare || clause.act == bare || clause.reference() == bare
        };
        let files: Vec<u16> = (regime.party_lists.iter().enumerate())
            .filter(|(_, file)| belongs(file))
            .filter_map(|(at, _)| u16::try_from(at).ok())
            .collect();
        self.program.asked_lists.push(AskedList {
            name,
            files,
            members: Mask32::default(),
            holds_someone: false,
            scripts: ScriptSet::default(),
            crowds: Vec::new(),
        });
        let at = self.program.asked_lists.len() - 1;
        self.leaf(Op::On(u16::try_from(at).unwrap_or(u16::MAX)))
    }

    /// `listed as` a group: a member whose clause is open names its items only where the clause is in force.
    fn listed(&mut self, codes: Option<&Codes>, reason: Option<&str>, condition: &Condition) -> NodeId {
        let Some(Codes::Group(group)) = codes else {
            return self.listed_as(codes.map(|codes| self.patterns(codes)), reason, condition.to_string());
        };
        let (sure, open) = self.settled_members(group);
        if open.is_empty() {
            return self.listed_as(Some(self.bare(sure)), reason, condition.to_string());
        }
        let text = |words: &[String]| {
            let codes = Some(Codes::List(words.to_vec()));
            Condition::Listed { codes, reason: reason.map(str::to_owned) }.to_string()
        };
        self.branch(Op::Or, |compiler| {
            if !sure.is_empty() {
                compiler.listed_as(Some(compiler.bare(sure.clone())), reason, text(&sure));
            }
            for (word, by) in open {
                compiler.branch(Op::And, |compiler| {
                    compiler.leaf(Op::Force(by.0));
                    compiler.listed_as(Some(compiler.bare(vec![word.clone()])), reason, text(&[word]));
                });
            }
        })
    }

    /// Which items each `listed as` asks for: once all items are there, since definitions and readings stand before them.
    pub(super) fn asked_items(&mut self) {
        let items = &self.program.items;
        for asked in &mut self.program.asked_items {
            if asked.patterns.is_none() && asked.reason.is_none() {
                continue;
            }
            let mut only = Mask32::default();
            for (item, at) in items.iter().zip(0_u32..) {
                let Some(of) = item.item else { continue };
                let reasoned = asked.reason.as_ref().is_none_or(|reason| of.reasons.contains(reason));
                if reasoned && asked.names(&of.code) {
                    only.add(at);
                }
            }
            asked.only = Some(only);
        }
    }

    fn listed_as(&mut self, patterns: Option<Vec<String>>, reason: Option<&str>, text: String) -> NodeId {
        // An entry that is not on file may have any reason, and any code of a stem; but none of those on file.
        let entries = &self.vantage.regime.entries;
        let stem = |pattern: &String| {
            pattern.strip_suffix('*').is_some_and(|stem| !entries.iter().any(|entry| stem.starts_with(&entry.code)))
        };
        let with_unfiled = patterns.as_ref().is_none_or(|patterns| patterns.iter().any(stem));
        let reason = reason.map(str::to_owned);
        let asked = AskedItems { only: None, with_unfiled, patterns, reason, text };
        let at = self.program.asked_items.iter().position(|known| known.text == asked.text).unwrap_or_else(|| {
            self.program.asked_items.push(asked);
            self.program.asked_items.len() - 1
        });
        self.leaf(Op::Listed(u16::try_from(at).unwrap_or(u16::MAX)))
    }

    fn patterns(&self, codes: &Codes) -> Vec<String> {
        let words: Vec<String> = match codes {
            Codes::List(words) => words.clone(),
            Codes::Group(group) => self.members(group).map(|(word, _)| word.to_owned()).collect(),
        };
        self.bare(words)
    }

    /// Codes without the regime before them.
    fn bare(&self, words: Vec<String>) -> Vec<String> {
        let regime = format!("{}/", self.vantage.regime.id);
        words.into_iter().map(|word| word.strip_prefix(&regime).map_or(word.clone(), str::to_owned)).collect()
    }

    fn name(&mut self, name: &str) -> NodeId {
        if let Some(at) = self.program.definitions.iter().position(|(known, _)| *known == name) {
            if self.low.is_some() {
                // The limits inside a definition are as unsure as the item's own.
                let rule = self.vantage.regime.rules.iter().find(|rule| rule.id == name);
                if let Some(rule) = rule {
                    return self.condition(&rule.when);
                }
            }
            return self.leaf(Op::Call(u16::try_from(at).unwrap_or(u16::MAX)));
        }
        if let Some(at) = self.vantage.regime.terms.iter().position(|term| term.id == name) {
            let unread = self.vantage.regime.terms.get(at).is_none_or(|term| self.known_readings(term).is_empty());
            if unread {
                return self.unsure(|compiler| compiler.gap(&format!("no reading of {name} is known")));
            }
            return self.unsure(|compiler| compiler.leaf(Op::Term(u16::try_from(at).unwrap_or(u16::MAX))));
        }
        self.predicate(name, |_, fact, scope| Some(Op::Word { fact, scope, word: 0 }), "yes".to_owned())
    }

    fn contains(&mut self, name: &str) -> NodeId {
        let make = |compiler: &mut Self, fact: FactId, scope| {
            let bounds = &compiler.program.rulebook.vocabulary.fact(fact).bounds;
            let zero = cell(bounds, Rational::ZERO)?;
            Some(Op::Contains { fact, scope, zero })
        };
        self.predicate(name, make, "contains".to_owned())
    }

    fn word(&mut self, name: &str, words: &[&str], condition: &Condition) -> NodeId {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        let asks = asks_of(condition, name);
        let make = move |compiler: &mut Self, id: FactId, scope| {
            let word = compiler.word_number(compiler.program.rulebook.vocabulary.fact(id), words.first()?)?;
            Some(Op::Word { fact: id, scope, word })
        };
        self.predicate(name, make, asks)
    }

    fn words(&mut self, name: &str, codes: &Codes, condition: &Condition) -> NodeId {
        let Codes::Group(group) = codes else {
            let Codes::List(list) = codes else { return self.leaf(Op::Never) };
            return self.mask(name, list, asks_of(condition, name));
        };
        let (sure, open) = self.settled_members(group);
        if open.is_empty() {
            return self.mask(name, &sure, asks_of(condition, name));
        }
        self.branch(Op::Or, |compiler| {
            compiler.mask(name, &sure, asks_of(condition, name));
            for (word, by) in open {
                compiler.branch(Op::And, |compiler| {
                    compiler.leaf(Op::Force(by.0));
                    compiler.mask(name, std::slice::from_ref(&word), format!("= {word}"));
                });
            }
        })
    }

    /// Members of a group on the day, and those whose clause is open, each with it.
    fn settled_members(&self, group: &str) -> (Vec<String>, Vec<(String, ClauseId)>) {
        let (mut sure, mut open) = (Vec::new(), Vec::new());
        for (word, by) in self.members(group) {
            let is_open = |by: &ClauseId| matches!(self.state_of(*by), ClauseState::Unresolved | ClauseState::OpenHour);
            match by.filter(is_open) {
                Some(by) => open.push((word.to_owned(), by)),
                None => sure.push(word.to_owned()),
            }
        }
        (sure, open)
    }

    fn mask(&mut self, name: &str, words: &[String], asks: String) -> NodeId {
        let words = words.to_vec();
        let make = move |compiler: &mut Self, id: FactId, scope| {
            let fact = compiler.program.rulebook.vocabulary.fact(id);
            let numbers = words.iter().filter_map(|word| compiler.word_number(fact, word));
            let mask = Mask::of(numbers.collect::<Vec<_>>());
            compiler.program.masks.push(mask);
            Some(Op::Words { fact: id, scope, mask: u16::try_from(compiler.program.masks.len() - 1).ok()? })
        };
        self.predicate(name, make, asks)
    }

    /// Members of a group on the day: those dated so, and those whose clause counts.
    fn members(&self, group: &str) -> impl Iterator<Item = (&'r str, Option<ClauseId>)> + use<'r> {
        let found: Option<&'r Group> = self.vantage.regime.groups.iter().find(|known| known.id == group);
        let day = self.vantage.day;
        let states: Vec<(&'r str, Option<ClauseId>, bool)> = (found.into_iter().flat_map(|group| &group.members))
            .map(|member| {
                let begun = member.from.is_none_or(|from| self.vantage.day_of(from) <= day);
                let ended = member.until.is_some_and(|until| self.vantage.day_of(until) < day);
                let lawful = member.by.is_none_or(|by| super::counts(self.state_of(by)));
                (member.word.as_str(), member.by, begun && !ended && lawful)
            })
            .collect();
        states.into_iter().filter(|(_, _, counts)| *counts).map(|(word, by, _)| (word, by))
    }

    /// A predicate on one fact, false where the fact does not apply; a limit of low confidence stays open where it clears.
    pub(super) fn predicate(
        &mut self,
        name: &str,
        make: impl FnOnce(&mut Self, FactId, Scope) -> Option<Op>,
        asks: String,
    ) -> NodeId {
        let Some(id) = self.program.rulebook.vocabulary.find(name) else {
            return self.gap("a fact that is not in the vocabulary");
        };
        let rulebook = self.program.rulebook;
        let fact = rulebook.vocabulary.fact(id);
        let Some(op) = make(self, id, fact.scope) else {
            return self.gap("a limit or word that is not in the vocabulary");
        };
        let leaf = |compiler: &mut Self| {
            let at = compiler.leaf(op);
            compiler.text(at, asks);
            at
        };
        let applying = |compiler: &mut Self| match &fact.applies_when {
            None => leaf(compiler),
            Some(applies) => compiler.branch(Op::And, |compiler| {
                compiler.sure(|compiler| compiler.condition(applies));
                leaf(compiler);
            }),
        };
        if CLOSED.contains(&name) { applying(self) } else { self.unsure(applying) }
    }

    /// What stands below is as sure as the law: the class that a fact belongs to is no limit.
    pub(super) fn sure(&mut self, below: impl FnOnce(&mut Self) -> NodeId) -> NodeId {
        let low = self.low.take();
        let node = below(self);
        self.low = low;
        node
    }

    /// A limit of low confidence can list and never clears.
    pub(super) fn unsure(&mut self, below: impl FnOnce(&mut Self) -> NodeId) -> NodeId {
        let Some(item) = self.low else { return below(self) };
        if self.positive {
            return self.branch(Op::Or, |compiler| {
                below(compiler);
                compiler.leaf(Op::Low(item));
            });
        }
        self.branch(Op::And, |compiler| {
            below(compiler);
            compiler.branch(Op::Not, |compiler| {
                compiler.leaf(Op::Low(item));
            });
        })
    }

    pub(super) fn word_number(&self, fact: &Fact, word: &str) -> Option<u16> {
        let alike = |known: &str| known == word || known.replace('_', "-") == word.replace('_', "-");
        let at = match fact.kind {
            FactType::Country | FactType::Countries => {
                self.program.rulebook.countries.iter().position(|country| country.code == word)?
            }
            _ => match fact.word(word) {
                Some(found) => return Some(found.0),
                None => fact.words.iter().position(|known| alike(&known.word))?,
            },
        };
        u16::try_from(at).ok()
    }
}

/// The readings that may count when no policy chooses.
fn followed(term: &crate::rulebook::Term, known: &[usize], authority: &str) -> Vec<usize> {
    use crate::rulebook::Kind;
    let of = |keep: &dyn Fn(&crate::rulebook::Reading) -> bool| -> Vec<usize> {
        known.iter().copied().filter(|at| term.readings.get(*at).is_some_and(keep)).collect()
    };
    let guidance = of(&|reading| reading.kind == Kind::Guidance && reading.held_by == authority);
    if !guidance.is_empty() {
        return guidance;
    }
    let ranked = of(&|reading| matches!(reading.kind, Kind::Instrument | Kind::Guidance | Kind::Decision));
    if ranked.is_empty() { known.to_vec() } else { ranked }
}

/// Whether an item's code is the pattern, stands below it, or begins as a pattern with `*` says.
pub(crate) fn is_below(code: &str, pattern: &str) -> bool {
    match pattern.strip_suffix('*') {
        Some(start) => code.starts_with(start),
        None => code.strip_prefix(pattern).is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
    }
}

pub(super) fn cell(bounds: &[Rational], limit: Rational) -> Option<u32> {
    let at = bounds.binary_search(&limit).ok()?;
    u32::try_from(at).ok().map(|at| 2 * at + 1)
}

/// What a predicate asks of its fact: the condition's text without the fact's name.
pub(super) fn asks_of(condition: &Condition, fact: &str) -> String {
    let text = condition.to_string();
    text.strip_prefix(fact).map_or(text.clone(), |rest| rest.trim_start().to_owned())
}
