//! Open points: which variables stand open in what could still count.

use super::State;
use super::eval::{Here, eval, for_each_item, further, has_word, hinge_state, named};
use super::force::Hinge;
use super::prepared::Holder;
use super::program::{NodeId, Op, Program};
use super::world::{AsStated, Dom, Var, World};
use crate::fact::Role;
use crate::rulebook::{FactId, Scope};
use std::collections::BTreeSet;

/// More open items than this on one line, and only what it is at all is asked first (DESIGN §2).
pub(crate) const OPEN_ITEMS_MAX: usize = 40;

/// Collects the open variables below a node.
pub(crate) struct Collector<'a, 'r> {
    pub(crate) program: &'a Program<'r>,
    pub(crate) world: &'a AsStated<'a>,
    pub(crate) found: BTreeSet<Var>,
    /// Only closed properties are collected of items: there are too many open ones.
    pub(crate) coarse: bool,
}

impl Collector<'_, '_> {
    pub(crate) fn collect(&mut self, here: Here, at: NodeId) {
        let program = self.program;
        if eval(program, self.world, here, at) != State::Open {
            return;
        }
        match program.node(at).op {
            Op::Never | Op::Claimed(_) => {}
            Op::Approved => {
                let (nodes, facts, roles) = super::special::open_parts(program, self.world, here);
                nodes.into_iter().for_each(|node| self.collect(here, node));
                facts.into_iter().for_each(|fact| self.fact(here, fact, Scope::Shipment));
                roles.into_iter().for_each(|role| self.further(role));
            }
            Op::And | Op::Or | Op::Not | Op::AtLeast(_) | Op::Limb(_) | Op::Exempt(_) => {
                program.children(at).for_each(|child| self.collect(here, child));
            }
            Op::Some(role) | Op::Every(role) => self.parties(here, at, role),
            Op::Call(definition) => {
                if let Some((_, node)) = program.definitions.get(usize::from(definition)) {
                    self.collect(here, *node);
                }
            }
            Op::Term(term) => self.term(here, term),
            Op::Word { fact, scope, .. }
            | Op::Words { fact, scope, .. }
            | Op::Cells { fact, scope, .. }
            | Op::Contains { fact, scope, .. } => {
                self.fact(here, fact, scope);
            }
            Op::Linear(linear) => self.linear(here, linear),
            Op::On(list) => self.on(here, list),
            Op::Listed(asked) => self.items(here, asked),
            Op::Gap(gap) => self.found.extend([Var::Gap(program.number, gap, here.unit)]),
            Op::Low(item) => self.found.extend([Var::Low(program.number, item, here.unit)]),
            Op::Force(force) => self.force(force),
            Op::Reach(rule) => {
                if let Some(rule) = program.rules.get(usize::from(rule)) {
                    self.collect(here, rule.whole);
                }
            }
        }
    }

    fn fact(&mut self, here: Here, fact: FactId, scope: Scope) {
        if let Some(holder) = here.holder(scope) {
            self.found.insert(Var::Fact(holder, fact));
        }
    }

    fn parties(&mut self, here: Here, at: NodeId, role: Role) {
        let parties: Vec<Holder> = named(self.world, role).collect();
        for party in parties {
            self.collect(Here { party: Some(party), ..here }, at + 1);
        }
        if further(self.program, self.world, role) == State::Open {
            self.collect(Here { party: Some(Holder::Further(role)), ..here }, at + 1);
            if self.world.prepared().shipment.parties.iter().any(|party| party.role == role) {
                // Where somebody is named, the first question is whether there is a further one, not what it is.
                self.found.retain(|var| !matches!(var, Var::Fact(Holder::Further(of), _) if *of == role));
            }
            self.further(role);
        }
    }

    fn further(&mut self, role: Role) {
        self.found.insert(Var::Further(role));
        if let Some((fact, word)) = self.program.disclosure
            && has_word(self.world.fact(Holder::Shipment, fact, Scope::Shipment), word) == State::Open
        {
            self.found.insert(Var::Fact(Holder::Shipment, fact));
        }
    }

    fn term(&mut self, here: Here, at: u16) {
        let Some(term) = self.program.terms.get(usize::from(at)) else { return };
        let nodes: Vec<NodeId> =
            term.candidates.iter().filter_map(|number| term.nodes.get(usize::from(number)).copied()).collect();
        if nodes.len() > 1 {
            self.found.insert(Var::Reading(self.program.number, at));
        }
        nodes.into_iter().for_each(|node| self.collect(here, node));
    }

    fn linear(&mut self, here: Here, at: u16) {
        let Some(linear) = self.program.linears.get(usize::from(at)) else { return };
        for (_, fact) in linear.terms.iter().filter(|_| linear.over_lines) {
            let Some(applies) = self.program.applies.get(usize::from(fact.0)).copied().flatten() else { continue };
            for (_, unit) in self.world.prepared().summed(*fact) {
                self.collect(Here { unit, end_use: 0, party: None }, applies);
            }
        }
        for (_, fact) in &linear.terms {
            let holders: Vec<Holder> = if linear.over_lines {
                self.world.prepared().summed(*fact).into_iter().map(|(holder, _)| holder).collect()
            } else {
                here.holder(linear.scope).into_iter().collect()
            };
            for holder in holders {
                let known = match self.world.fact(holder, *fact, linear.scope) {
                    Dom::NotApplicable => true,
                    _ => super::world::stated(self.world.prepared(), holder, *fact, linear.scope)
                        .is_some_and(|stated| matches!(&stated.value, crate::fact::Value::Number { range, .. } if range.exact().is_some())),
                };
                if !known {
                    self.found.insert(Var::Fact(holder, *fact));
                }
            }
        }
    }

    fn on(&mut self, here: Here, list: u16) {
        let Some(holder) = here.party else { return };
        let program = self.program;
        let hits = match holder {
            Holder::Party(party) => self.world.prepared().hits(program.number, party).map(|hits| (party, hits)),
            _ => None,
        };
        let Some(asked) = program.asked_lists.get(usize::from(list)) else { return };
        let Some((party, hits)) = hits.filter(|(_, hits)| !hits.nameless) else {
            let known = hits.iter().flat_map(|(_, hits)| &hits.same).filter(|listed| asked.members.has(**listed));
            let forces: Vec<u32> =
                known.filter_map(|listed| program.parties.get(*listed as usize)).map(|party| party.force).collect();
            forces.into_iter().for_each(|force| self.force(force));
            let crowds: Vec<u16> = asked.crowds.clone();
            self.crowds(&crowds, &|crowd| Var::Nameless(program.number, holder, crowd));
            return;
        };
        let listed = hits
            .same
            .iter()
            .chain(hits.near.iter().map(|(listed, _)| listed))
            .filter(|listed| asked.members.has(**listed));
        for force in listed
            .filter_map(|listed| program.parties.get(*listed as usize))
            .map(|party| party.force)
            .collect::<Vec<_>>()
        {
            self.force(force);
        }
        for (listed, _) in hits.near.iter().filter(|(listed, _)| asked.members.has(*listed)) {
            self.found.insert(Var::Near(program.number, party, *listed));
        }
        if self.world.prepared().is_unread(party, asked) {
            let crowds: Vec<u16> = hits.unread(program, asked).collect();
            self.crowds(&crowds, &|crowd| Var::Unread(program.number, party, crowd));
        }
    }

    fn crowds(&mut self, crowds: &[u16], var: &dyn Fn(u16) -> Var) {
        for crowd in crowds {
            let Some(force) = self.program.crowds.get(usize::from(*crowd)).map(|crowd| crowd.force) else { continue };
            if super::eval::force_state(self.program, self.world, force) != State::False {
                self.found.insert(var(*crowd));
                self.force(force);
            }
        }
    }

    fn force(&mut self, force: u32) {
        let Some(force) = self.program.forces.get(force as usize) else { return };
        for hinge in &force.hangs_on {
            if hinge_state(self.program, self.world, *hinge) == State::Open {
                let effect = |effect| Var::Effect(self.program.number, effect);
                match hinge {
                    Hinge::NotSuspended(of) => self.found.extend([effect(*of)]),
                    Hinge::SettledFrom(of, _) => self.found.extend([effect(*of), Var::Hour]),
                    Hinge::From(_) | Hinge::Before(_) => self.found.extend([Var::Hour]),
                }
            }
        }
    }

    fn items(&mut self, here: Here, asked: u16) {
        let mut open = Vec::new();
        for_each_item(self.program, self.world, here, asked, &mut |item, state| {
            if state == State::Open {
                open.push(item);
            }
            true
        });
        if open.len() > OPEN_ITEMS_MAX && self.closed_properties(here, &open) {
            self.coarse = true;
            return;
        }
        for item in open {
            if let Some(of) = self.program.items.get(item as usize) {
                let by_record = self
                    .world
                    .prepared()
                    .record(self.program.number, here.unit)
                    .is_some_and(|record| record.settles(item));
                self.collect(here, if by_record { of.force } else { of.node });
            }
        }
    }

    /// Collects the closed properties on which open items hang, and the kind of item; false where none of them is unknown.
    fn closed_properties(&mut self, here: Here, open: &[u32]) -> bool {
        let holder = Holder::Unit(here.unit);
        let open: BTreeSet<u32> = open.iter().copied().collect();
        let mut any = false;
        for (fact, by_word) in &self.program.buckets.keyed {
            let asked = by_word.iter().flatten().any(|item| open.contains(item));
            if asked
                && !matches!(
                    self.world.fact(holder, *fact, Scope::Line),
                    Dom::Word(_) | Dom::Words(_) | Dom::NotApplicable
                )
            {
                self.found.insert(Var::Fact(holder, *fact));
                any = true;
            }
        }
        if let Some(kind) = self.program.rulebook.vocabulary.find("item_kind")
            && matches!(self.world.fact(holder, kind, Scope::Line), Dom::Full)
        {
            self.found.insert(Var::Fact(holder, kind));
            any = true;
        }
        any
    }
}
