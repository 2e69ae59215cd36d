//! Items of the list, the words of which not all entries are on file, and the parties that are listed.

use super::condition::{CLOSED, Compiler};
use super::counts;
use crate::assess::force::Hinge;
use crate::assess::program::{Buckets, Crowd, NodeId, Op, ProgramItem, ProgramParty};
use crate::assess::{ClauseState, Method};
use crate::rulebook::{Condition, Confidence, FactId, FactType, Item, ItemVersion, Scope};
use crate::screen::exact::NameIndex;
use crate::screen::listed::ListedIndex;
use crate::screen::normalise::NameForm;
use std::collections::BTreeMap;

/// Words of these are shared by many names, and make no two parties near.
const GENERIC_WORDS: &str = "generic-words";
/// The word that stands alone: whatever the line is, it is none of these.
const NONE_OF_THESE: &str = "none-of-these";

impl<'r> Compiler<'r> {
    pub(super) fn items(&mut self) {
        let regime = self.vantage.regime;
        for entry in &regime.entries {
            for item in &entry.items {
                for version in 0..item.versions.len() {
                    self.item(item, version);
                }
            }
        }
    }

    fn item(&mut self, item: &'r Item, version: usize) {
        let Some(text) = item.versions.get(version) else { return };
        let state = self.state_of(text.by);
        if !counts(state) && state != ClauseState::Suspended {
            return;
        }
        let number = u32::try_from(self.program.items.len()).unwrap_or(u32::MAX);
        let force = self.force_of_version(item, version);
        let mut when = 0;
        let node = self.branch(Op::And, |compiler| {
            compiler.force_nodes(item, version);
            when = match text.confidence {
                Confidence::Low => compiler.low_condition(number, &text.when),
                _ => compiler.condition(&text.when),
            };
        });
        self.program.items.push(ProgramItem { item: Some(item), version, node, force, when, state, unfiled: None });
    }

    fn force_of_version(&mut self, item: &Item, version: usize) -> NodeId {
        self.branch(Op::And, |compiler| compiler.force_nodes(item, version))
    }

    /// In force by its own clause, and not replaced by a later version in force.
    fn force_nodes(&mut self, item: &Item, version: usize) {
        let Some(own) = item.versions.get(version) else { return };
        self.leaf(Op::Force(own.by.0));
        let effective = |version: &ItemVersion| self.vantage.day_of(self.vantage.regime.clause(version.by).effective);
        let later: Vec<u32> = (item.versions.iter().enumerate())
            .filter(|(at, other)| {
                (effective(other), *at) > (effective(own), version) && counts(self.state_of(other.by))
            })
            .map(|(_, other)| other.by.0)
            .collect();
        for clause in later {
            self.branch(Op::Not, |compiler| {
                compiler.leaf(Op::Force(clause));
            });
        }
    }

    /// A word of a closed property of which not all entries are on file leaves a gap (DESIGN §3).
    pub(super) fn unfiled_words(&mut self) {
        for (fact, kinds) in [
            ("material", &["goods"][..]),
            ("function", &["goods"]),
            ("technology_for", &["software", "technology", "service"]),
        ] {
            let Some(id) = self.program.rulebook.vocabulary.find(fact) else { continue };
            let vocabulary = &self.program.rulebook.vocabulary;
            let words: Vec<(u16, String)> = (vocabulary.fact(id).words.iter().enumerate())
                .filter(|(_, word)| {
                    word.word != NONE_OF_THESE && word.whole_since.is_none_or(|since| since > self.vantage.day)
                })
                .filter_map(|(at, word)| Some((u16::try_from(at).ok()?, word.word.clone())))
                .collect();
            for (word, name) in words {
                self.unfiled_word(fact, id, word, &name, kinds);
            }
        }
    }

    fn unfiled_word(&mut self, fact: &str, id: FactId, word: u16, name: &str, kinds: &[&str]) {
        let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        let kind = Condition::In { fact: "item_kind".to_owned(), codes: crate::rulebook::Codes::List(kinds) };
        let is = Condition::Is { fact: fact.to_owned(), word: name.to_owned() };
        let node = self.branch(Op::And, |compiler| {
            if compiler.program.rulebook.vocabulary.find("item_kind").is_some() {
                compiler.condition(&kind);
            }
            compiler.condition(&is);
            compiler.gap(&format!("not all entries with {fact} = {name} are on file"));
        });
        let item = ProgramItem {
            item: None,
            version: 0,
            node,
            force: node,
            when: node,
            state: ClauseState::InForce,
            unfiled: Some((id, word)),
        };
        self.program.items.push(item);
    }

    /// Puts each item under the word that it asks for by equality, so that a line looks only at items it leaves open.
    pub(super) fn bucket_items(&mut self) {
        let vocabulary = &self.program.rulebook.vocabulary;
        let keys: Vec<Vec<(FactId, Vec<u16>)>> = self.program.items.iter().map(|item| self.keys_of(item)).collect();
        let mut uses = vec![0_u32; vocabulary.facts.len()];
        for key in keys.iter().flatten() {
            if let Some(count) = uses.get_mut(usize::from(key.0.0)) {
                *count += 1;
            }
        }
        let words = |fact: FactId| vocabulary.fact(fact).words.len();
        let mut buckets = Buckets::default();
        for (at, keys) in keys.iter().enumerate() {
            let item = u32::try_from(at).unwrap_or(u32::MAX);
            if self.program.items.get(at).is_some_and(|item| item.state == ClauseState::Suspended) {
                continue;
            }
            let best = keys.iter().max_by_key(|(fact, _)| {
                (words(*fact), uses.get(usize::from(fact.0)).copied(), std::cmp::Reverse(*fact))
            });
            let Some((fact, asked)) = best else {
                buckets.unkeyed.push(item);
                continue;
            };
            let slot = buckets.keyed.iter().position(|(known, _)| known == fact).unwrap_or_else(|| {
                buckets.keyed.push((*fact, vec![Vec::new(); words(*fact)]));
                buckets.keyed.len() - 1
            });
            for word in asked {
                if let Some(list) = buckets.keyed.get_mut(slot).and_then(|(_, lists)| lists.get_mut(usize::from(*word)))
                {
                    list.push(item);
                }
            }
        }
        self.program.buckets = buckets;
    }

    /// Facts of the line of which the item asks for one of some words, whatever else it asks.
    fn keys_of(&self, item: &ProgramItem<'r>) -> Vec<(FactId, Vec<u16>)> {
        if let Some((fact, word)) = item.unfiled {
            return vec![(fact, vec![word])];
        }
        let Some(condition) = item.item.and_then(|of| of.versions.get(item.version)).map(|version| &version.when)
        else {
            return Vec::new();
        };
        let conjuncts = match condition {
            Condition::And(of) => of.as_slice(),
            one => std::slice::from_ref(one),
        };
        let low = item
            .item
            .and_then(|of| of.versions.get(item.version))
            .is_some_and(|version| version.confidence == Confidence::Low);
        conjuncts.iter().filter_map(|one| self.key_of(one)).filter(|(fact, _)| !low || self.is_closed(*fact)).collect()
    }

    fn is_closed(&self, fact: FactId) -> bool {
        CLOSED.contains(&self.program.rulebook.vocabulary.fact(fact).name.as_str())
    }

    fn key_of(&self, condition: &Condition) -> Option<(FactId, Vec<u16>)> {
        let vocabulary = &self.program.rulebook.vocabulary;
        match condition {
            Condition::Is { fact, word } => {
                let id = vocabulary.find(fact)?;
                let fact = vocabulary.fact(id);
                let usable = fact.scope == Scope::Line && matches!(fact.kind, FactType::Choice | FactType::Set);
                usable.then(|| self.word_number(fact, word).map(|word| (id, vec![word])))?
            }
            Condition::In { fact, codes: crate::rulebook::Codes::List(words) } => {
                let id = vocabulary.find(fact)?;
                let fact = vocabulary.fact(id);
                let usable = fact.scope == Scope::Line && matches!(fact.kind, FactType::Choice | FactType::Set);
                usable.then(|| (id, words.iter().filter_map(|word| self.word_number(fact, word)).collect()))
            }
            Condition::Or(of) => {
                let keys: Option<Vec<_>> = of.iter().map(|one| self.key_of(one)).collect();
                let keys = keys?;
                let fact = keys.first()?.0;
                keys.iter()
                    .all(|(of, _)| *of == fact)
                    .then(|| (fact, keys.into_iter().flat_map(|(_, words)| words).collect()))
            }
            _ => None,
        }
    }

    pub(super) fn listed_parties(&mut self) {
        let regime = self.vantage.regime;
        for (at, list) in regime.party_lists.iter().enumerate() {
            let clause = regime.clause(list.clause);
            for party in &list.parties {
                let force = self.vantage.listing(&party.id, clause);
                self.program.forces.push(force);
                let force = u32::try_from(self.program.forces.len() - 1).unwrap_or(u32::MAX);
                self.program.parties.push(ProgramParty { party, list: u16::try_from(at).unwrap_or(u16::MAX), force });
            }
        }
    }

    /// Names of each list that rules ask for; parties that are not listed on the day are left out.
    pub(super) fn index_names(&mut self) {
        let regime = self.vantage.regime;
        let generic: Vec<&str> = (regime.groups.iter().filter(|group| group.id == GENERIC_WORDS))
            .flat_map(|group| group.members.iter().map(|member| member.word.as_str()))
            .collect();
        let (parties, forces) = (&self.program.parties, &self.program.forces);
        let counted =
            |party: &ProgramParty<'_>| forces.get(party.force as usize).is_some_and(|force| counts(force.state));
        let numbered = || {
            parties
                .iter()
                .enumerate()
                .filter(|(_, party)| counted(party))
                .filter_map(|(at, party)| Some((u32::try_from(at).ok()?, party)))
        };
        let names =
            numbered().flat_map(|(at, party)| party.party.names.iter().map(move |name| (at, name.text.as_str())));
        let index = NameIndex::new(names, &generic);
        let likeness = (self.program.method == Method::Words).then(|| {
            ListedIndex::new(numbered().map(|(at, of)| (at, of.party.names.iter().map(|name| name.text.as_str()))))
        });
        for asked in &mut self.program.asked_lists {
            for (at, party) in numbered().filter(|(_, party)| asked.files.contains(&party.list)) {
                asked.members.add(at);
                asked.holds_someone = true;
                party.party.names.iter().for_each(|name| asked.scripts.extend(NameForm::new(&name.text).scripts()));
            }
        }
        self.program.likeness = likeness;
        self.program.names = index;
        self.crowds();
    }

    fn crowds(&mut self) {
        let program = &self.program;
        let mut crowds: BTreeMap<(Vec<usize>, &[Hinge]), Vec<u32>> = BTreeMap::new();
        for (party, at) in program.parties.iter().zip(0_u32..) {
            let lists = program.asked_lists.iter().enumerate().filter(|(_, asked)| asked.members.has(at));
            let lists: Vec<usize> = lists.map(|(list, _)| list).collect();
            let force = program.forces.get(party.force as usize).filter(|_| !lists.is_empty());
            if let Some(force) = force {
                crowds.entry((lists, &force.hangs_on)).or_default().push(at);
            }
        }
        let (mut made, mut on) = (Vec::new(), Vec::new());
        for ((lists, _), parties) in crowds {
            let first = parties.first().and_then(|first| program.parties.get(*first as usize));
            made.push(Crowd { force: first.map_or(u32::MAX, |party| party.force), parties });
            on.push(lists);
        }
        self.program.crowds = made;
        for (lists, crowd) in on.into_iter().zip(0_u16..) {
            for list in lists {
                self.program.asked_lists.get_mut(list).into_iter().for_each(|asked| asked.crowds.push(crowd));
            }
        }
    }
}
