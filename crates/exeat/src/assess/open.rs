//! Open points: which variables stand open in what could still count, and whether the outcome hangs on each.

use super::eval::{Here, eval, for_each_item, further, has_word, hinge_state, named};
use super::linear;
use super::pick::pick;
use super::prepared::Holder;
use super::program::{Mask, NodeId, Op, Program};
use super::search::Goal;
use super::splitworld::{Assume, Narrow, SplitWorld};
use super::world::{AsStated, Dom, Var, World};
use super::{Outcome, State};
use crate::fact::{Cells, Role};
use crate::rulebook::{FactId, FactType, Scope};
use std::collections::BTreeSet;

/// More open items than this on one line, and only what it is at all is asked first (DESIGN §2).
pub(crate) const OPEN_ITEMS_MAX: usize = 40;
/// Steps spent on one question of dependence; past them it is asked.
const STEPS_MAX: u32 = 200;
/// Values of one variable that are told apart.
const CLASSES_MAX: usize = 320;

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
            Op::Word { fact, scope, .. } | Op::Words { fact, scope, .. } | Op::Cells { fact, scope, .. } | Op::Contains { fact, scope, .. } => {
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
            self.found.insert(Var::Further(role));
            if !self.world.prepared().shipment.parties.iter().any(|party| party.role == role) {
                // Nobody of the role is named: what the rule asks of it is open as well.
                self.collect(Here { party: Some(Holder::Further(role)), ..here }, at + 1);
            }
            if let Some((fact, word)) = self.program.disclosure
                && has_word(self.world.fact(Holder::Shipment, fact, Scope::Shipment), word) == State::Open {
                    self.found.insert(Var::Fact(Holder::Shipment, fact));
                }
        }
    }

    fn term(&mut self, here: Here, at: u16) {
        let Some(term) = self.program.terms.get(usize::from(at)) else { return };
        let nodes: Vec<NodeId> = term.candidates.iter().filter_map(|number| term.nodes.get(usize::from(number)).copied()).collect();
        if nodes.len() > 1 {
            self.found.insert(Var::Reading(self.program.number, at));
        }
        nodes.into_iter().for_each(|node| self.collect(here, node));
    }

    fn linear(&mut self, here: Here, at: u16) {
        let Some(linear) = self.program.linears.get(usize::from(at)) else { return };
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
        let Some((party, hits)) = hits.filter(|(_, hits)| !hits.nameless) else {
            self.found.insert(Var::Nameless(program.number, holder, list));
            return;
        };
        let Some(asked) = program.asked_lists.get(usize::from(list)) else { return };
        let listed = hits.same.iter().chain(hits.near.iter().map(|(listed, _)| listed)).filter(|listed| asked.members.has(**listed));
        for force in listed.filter_map(|listed| program.parties.get(*listed as usize)).map(|party| party.force).collect::<Vec<_>>() {
            self.force(force);
        }
        for (listed, _) in hits.near.iter().filter(|(listed, _)| asked.members.has(*listed)) {
            self.found.insert(Var::Near(program.number, party, *listed));
        }
        if self.world.prepared().is_unread(party, asked) {
            self.found.insert(Var::Unread(program.number, party, list));
        }
    }

    fn force(&mut self, force: u32) {
        let Some(force) = self.program.forces.get(force as usize) else { return };
        for hinge in &force.hangs_on {
            if hinge_state(self.program, self.world, *hinge) == State::Open {
                self.found.insert(match hinge {
                    super::force::Hinge::NotSuspended(effect) => Var::Effect(self.program.number, *effect),
                    _ => Var::Hour(self.program.number),
                });
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
        if open.len() > OPEN_ITEMS_MAX {
            self.coarse = true;
            for (fact, _) in &self.program.buckets.keyed {
                let holder = Holder::Unit(here.unit);
                if !matches!(self.world.fact(holder, *fact, Scope::Line), Dom::Word(_) | Dom::Words(_) | Dom::NotApplicable) {
                    self.found.insert(Var::Fact(holder, *fact));
                }
            }
            if let Some(kind) = self.program.rulebook.vocabulary.find("item_kind")
                && matches!(self.world.fact(Holder::Unit(here.unit), kind, Scope::Line), Dom::Full) {
                    self.found.insert(Var::Fact(Holder::Unit(here.unit), kind));
                }
            return;
        }
        for item in open {
            if let Some(of) = self.program.items.get(item as usize) {
                let by_record = self.world.prepared().record(self.program.number, here.unit).is_some_and(|record| record.listed.contains(&item));
                self.collect(here, if by_record { of.force } else { of.node });
            }
        }
    }
}

/// Whether the outcome of a unit hangs on a variable: two completions that differ in it alone differ in outcome.
pub(crate) fn depends(programs: &[Program<'_>], stated: &AsStated<'_>, prohibit: &[Goal], require: &[Goal], var: Var) -> bool {
    let mut world = SplitWorld::new(stated);
    let classes = classes(programs, stated, var);
    if classes.len() < 2 {
        return false;
    }
    let mut twins = Twins { programs, prohibit, require, classes: &classes, steps: 0 };
    twins.differ(&mut world)
}

struct Twins<'g, 'r> {
    programs: &'g [Program<'r>],
    prohibit: &'g [Goal],
    require: &'g [Goal],
    classes: &'g [Vec<Assume>],
    steps: u32,
}

impl Twins<'_, '_> {
    fn bounds(&self, world: &SplitWorld<'_>) -> (Outcome, Outcome, Option<Goal>) {
        let (mut low, mut high, mut open) = (Outcome::NoLicenceRequired, Outcome::NoLicenceRequired, None);
        for (goals, outcome) in [(self.prohibit, Outcome::Prohibited), (self.require, Outcome::LicenceRequired)] {
            for goal in goals {
                if high >= outcome && low >= outcome {
                    break;
                }
                let Some(program) = self.programs.get(usize::from(goal.program)) else { continue };
                match eval(program, world, goal.here, goal.node) {
                    State::True => {
                        low = low.max(outcome);
                        high = high.max(outcome);
                    }
                    State::Open => {
                        high = high.max(outcome);
                        open = open.or(Some(*goal));
                    }
                    State::False => {}
                }
            }
        }
        (low, high, open)
    }

    fn differ(&mut self, world: &mut SplitWorld<'_>) -> bool {
        self.steps += 1;
        if self.steps > STEPS_MAX {
            return true;
        }
        let (mut lowest_high, mut highest_low, mut open) = (Outcome::Prohibited, Outcome::NoLicenceRequired, None);
        let (mut lowest, mut highest) = (Outcome::Prohibited, Outcome::NoLicenceRequired);
        for class in self.classes {
            let mark = world.mark();
            if world.assume(class) {
                let (low, high, goal) = self.bounds(world);
                lowest_high = lowest_high.min(high);
                highest_low = highest_low.max(low);
                lowest = lowest.min(low);
                highest = highest.max(high);
                if low != high && open.is_none() {
                    open = goal.and_then(|goal| {
                        let program = self.programs.get(usize::from(goal.program))?;
                        pick(program, world, goal.here, goal.node, true)
                    });
                }
            }
            world.undo(mark);
        }
        if highest_low > lowest_high {
            return true;
        }
        if lowest == highest {
            return false;
        }
        let Some(split) = open else { return false };
        for part in &split.parts {
            let mark = world.mark();
            let differ = world.assume(part) && super::linear::feasible(self.programs, world) != linear::Feasible::No && self.differ(world);
            world.undo(mark);
            if differ {
                return true;
            }
        }
        false
    }
}

/// The values of a variable that may make a difference, each as an assumption.
fn classes(programs: &[Program<'_>], stated: &AsStated<'_>, var: Var) -> Vec<Vec<Assume>> {
    let one = |narrow: Narrow| vec![Assume::Narrow(var, narrow)];
    match var {
        Var::Fact(holder, fact) => programs.first().map_or_else(Vec::new, |program| fact_classes(program, stated, holder, fact, var)),
        Var::Hour(regime) => {
            let last = programs.get(usize::from(regime)).map_or(0, |program| program.hours.0.len());
            (0..=u16::try_from(last).unwrap_or(0)).map(|cell| one(Narrow::Hours(cell, cell))).collect()
        }
        Var::Reading(regime, term) => programs
            .get(usize::from(regime))
            .and_then(|program| program.terms.get(usize::from(term)))
            .map_or_else(Vec::new, |term| term.candidates.iter().map(|number| one(Narrow::Readings(Mask::of([number])))).collect()),
        _ => vec![one(Narrow::Flag(false)), one(Narrow::Flag(true))],
    }
}

fn fact_classes(program: &Program<'_>, stated: &AsStated<'_>, holder: Holder, fact: FactId, var: Var) -> Vec<Vec<Assume>> {
    let of = program.rulebook.vocabulary.fact(fact);
    let one = |narrow: Narrow| vec![Assume::Narrow(var, narrow)];
    let dom = stated.fact(holder, fact, of.scope);
    match of.kind {
        FactType::Share | FactType::Quantity | FactType::Date => {
            let (cells, absent) = match dom {
                Dom::Cells { cells, absent } => (cells, absent),
                _ => (program.domains.get(usize::from(fact.0)).copied().unwrap_or(Cells { low: 0, high: 0 }), false),
            };
            (cells.low..=cells.high).take(CLASSES_MAX).map(|cell| one(Narrow::Cells { cells: Cells { low: cell, high: cell }, absent })).collect()
        }
        FactType::YesNo | FactType::Choice | FactType::Country => {
            let count = if of.kind == FactType::Country { program.rulebook.countries.len() } else { of.words.len() };
            let all = match dom {
                Dom::OneOf(mask) => mask.clone(),
                _ => Mask::full(count),
            };
            all.iter().take(CLASSES_MAX).map(|word| one(Narrow::OneOf(Mask::of([word])))).collect()
        }
        FactType::Set | FactType::Countries | FactType::Text => {
            let count = match of.kind {
                FactType::Countries => program.rulebook.countries.len(),
                FactType::Text => of.words.len() + 1,
                _ => of.words.len(),
            };
            let single = |word: u16| one(Narrow::Between { must: Mask::of([word]), may: Mask::of([word]) });
            let mut classes: Vec<Vec<Assume>> = Mask::full(count).iter().take(CLASSES_MAX).map(single).collect();
            if of.word("none-of-these").is_none() {
                classes.push(one(Narrow::Between { must: Mask::default(), may: Mask::default() }));
            }
            classes
        }
    }
}
