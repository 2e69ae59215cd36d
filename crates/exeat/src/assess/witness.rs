//! A completion found without a search: each open part is simply given the state that helps, as long as nothing
//! contradicts what was given before. Most intervals are proved exact that way; where it fails, the search decides.

use super::State;
use super::eval::{Here, eval, for_each_item, further, named};
use super::force::Hinge;
use super::prepared::Holder;
use super::program::{NodeId, Op, Program};
use super::search::Goal;
use super::world::{AsStated, Dom, Var, World};
use crate::fact::{Cells, Role};
use crate::rulebook::{FactId, FactType, Scope};

/// What one variable was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Given {
    Flag(bool),
    Reading(u16),
    Cells(u32, u32),
    /// The choice is, or the set holds, the word.
    Has(u16),
    HasNot(u16),
}

/// The completion as far as it was given.
pub(crate) struct Witness<'a, 'r> {
    programs: &'a [Program<'r>],
    world: &'a AsStated<'a>,
    given: Vec<(Var, Given)>,
}

/// Whether a completion that gives each goal its wanted state, and one of `any_of`, is found straight away.
pub(crate) fn found(programs: &[Program<'_>], world: &AsStated<'_>, goals: &[Goal], any_of: &[Goal]) -> bool {
    let mut witness = Witness { programs, world, given: Vec::new() };
    goals.iter().all(|goal| witness.goal(goal))
        && (any_of.is_empty() || any_of.iter().any(|goal| witness.attempt(|witness| witness.goal(goal))))
}

impl Witness<'_, '_> {
    fn goal(&mut self, goal: &Goal) -> bool {
        let programs = self.programs;
        programs
            .get(usize::from(goal.program))
            .is_some_and(|program| self.make(program, goal.here, goal.node, goal.wanted))
    }

    /// Tries, and forgets what was given where it fails.
    fn attempt(&mut self, make: impl FnOnce(&mut Self) -> bool) -> bool {
        let mark = self.given.len();
        let made = make(self);
        if !made {
            self.given.truncate(mark);
        }
        made
    }

    fn make(&mut self, program: &Program<'_>, here: Here, at: NodeId, wanted: bool) -> bool {
        match eval(program, self.world, here, at) {
            State::True => return wanted,
            State::False => return !wanted,
            State::Open => {}
        }
        match program.node(at).op {
            Op::And | Op::Exempt(_) if wanted => {
                program.children(at).all(|child| self.make(program, here, child, true))
            }
            Op::And | Op::Exempt(_) => {
                program.children(at).any(|child| self.attempt(|own| own.make(program, here, child, false)))
            }
            Op::Or if wanted => {
                program.children(at).any(|child| self.attempt(|own| own.make(program, here, child, true)))
            }
            Op::Or => program.children(at).all(|child| self.make(program, here, child, false)),
            Op::Not => self.make(program, here, at + 1, !wanted),
            Op::Limb(_) => self.make(program, here, at + 1, wanted),
            Op::Some(role) => self.parties(program, here, at, (role, wanted), wanted),
            Op::Every(role) => self.parties(program, here, at, (role, wanted), !wanted),
            Op::Call(definition) => program
                .definitions
                .get(usize::from(definition))
                .is_some_and(|(_, node)| self.make(program, here, *node, wanted)),
            Op::Reach(rule) => {
                program.rules.get(usize::from(rule)).is_some_and(|rule| self.make(program, here, rule.whole, wanted))
            }
            Op::Term(term) => self.term(program, here, term, wanted),
            Op::Word { fact, scope, word } => {
                here.holder(scope).is_some_and(|holder| self.word(program, holder, (fact, scope), word, wanted))
            }
            Op::Words { fact, scope, mask } => {
                here.holder(scope).is_some_and(|holder| self.words(program, holder, (fact, scope), mask, wanted))
            }
            Op::Cells { fact, scope, low, high } => {
                here.holder(scope).is_some_and(|holder| self.cells(program, holder, (fact, scope), (low, high), wanted))
            }
            Op::Contains { fact, scope, zero } => here
                .holder(scope)
                .is_some_and(|holder| self.cells(program, holder, (fact, scope), (zero + 1, u32::MAX), wanted)),
            Op::On(list) => self.on(program, here, list, wanted),
            Op::Listed(asked) => self.items(program, here, asked, wanted),
            Op::Gap(gap) => self.flag(Var::Gap(program.number, gap, here.unit), wanted),
            Op::Low(item) => self.flag(Var::Low(program.number, item, here.unit), wanted),
            Op::Force(force) => self.force(program, force, wanted),
            Op::AtLeast(_) | Op::Linear(_) | Op::Never | Op::Claimed(_) | Op::Approved => false,
        }
    }

    fn flag(&mut self, var: Var, flag: bool) -> bool {
        match self.given.iter().find(|(known, _)| *known == var) {
            Some((_, given)) => *given == Given::Flag(flag),
            None => {
                self.given.push((var, Given::Flag(flag)));
                true
            }
        }
    }

    fn force(&mut self, program: &Program<'_>, force: u32, wanted: bool) -> bool {
        let Some(force) = program.forces.get(force as usize) else { return false };
        let mut one = |hinge: &Hinge| match hinge {
            Hinge::NotSuspended(effect) => self.flag(Var::Effect(program.number, *effect), !wanted),
            Hinge::SettledFrom(effect, _) if wanted => self.flag(Var::Effect(program.number, *effect), false),
            Hinge::From(_) | Hinge::Before(_) | Hinge::SettledFrom(..) => false,
        };
        if wanted { force.hangs_on.iter().all(&mut one) } else { force.hangs_on.iter().any(one) }
    }

    fn term(&mut self, program: &Program<'_>, here: Here, at: u16, wanted: bool) -> bool {
        let Some(term) = program.terms.get(usize::from(at)) else { return false };
        let var = Var::Reading(program.number, at);
        let before = self.given.iter().find_map(|(known, given)| match given {
            Given::Reading(number) if *known == var => Some(*number),
            _ => None,
        });
        term.candidates.iter().filter(|number| before.is_none_or(|before| before == *number)).any(|number| {
            let Some(node) = term.nodes.get(usize::from(number)) else { return false };
            self.attempt(|own| {
                if before.is_none() {
                    own.given.push((var, Given::Reading(number)));
                }
                own.make(program, here, *node, wanted)
            })
        })
    }

    /// `exists`: a further party would help.
    fn parties(
        &mut self,
        program: &Program<'_>,
        here: Here,
        at: NodeId,
        (role, wanted): (Role, bool),
        exists: bool,
    ) -> bool {
        let world = self.world;
        let any_will_do = exists;
        let further_state = further(program, world, role);
        if any_will_do {
            let by_name = named(world, role).any(|party| {
                self.attempt(|own| own.make(program, Here { party: Some(party), ..here }, at + 1, wanted))
            });
            return by_name
                || (further_state == State::Open
                    && self.is_asked(program, role)
                    && self.attempt(|own| {
                        own.flag(Var::Further(role), true)
                            && own.make(program, Here { party: Some(Holder::Further(role)), ..here }, at + 1, wanted)
                    }));
        }
        named(world, role).all(|party| self.make(program, Here { party: Some(party), ..here }, at + 1, wanted))
            && (further_state == State::False || self.flag(Var::Further(role), false))
    }

    /// Whether the role is asked for whatever else is open: it must be known whether something is disclosed.
    fn is_asked(&self, program: &Program<'_>, role: Role) -> bool {
        let Some((fact, word)) = program.disclosure else { return role != Role::Recipient };
        let disclosed = super::eval::has_word(self.world.fact(Holder::Shipment, fact, Scope::Shipment), word);
        disclosed == if role == Role::Recipient { State::True } else { State::False }
    }

    fn on(&mut self, program: &Program<'_>, here: Here, list: u16, wanted: bool) -> bool {
        let Some(holder) = here.party else { return false };
        let world = self.world;
        let Some(asked) = program.asked_lists.get(usize::from(list)) else { return false };
        let hits = match holder {
            Holder::Party(party) => world.prepared().hits(program.number, party).map(|hits| (party, hits)),
            _ => None,
        };
        let member = |listed: &u32| asked.members.has(*listed);
        let force = |listed: u32| program.parties.get(listed as usize).map_or(u32::MAX, |party| party.force);
        // Whatever would put the party on the list, with the force that it hangs on.
        let mut ways: Vec<(Option<Var>, u32)> = Vec::new();
        let of_crowd = |crowd: u16, var: Var| Some((Some(var), program.crowds.get(usize::from(crowd))?.force));
        let same = hits.iter().flat_map(|(_, hits)| &hits.same).copied().filter(member);
        ways.extend(same.map(|listed| (None, force(listed))));
        match hits.filter(|(_, hits)| !hits.nameless) {
            None => {
                let nameless = |crowd: &u16| of_crowd(*crowd, Var::Nameless(program.number, holder, *crowd));
                ways.extend(asked.crowds.iter().filter_map(nameless));
            }
            Some((party, hits)) => {
                let near = hits.near.iter().map(|(listed, _)| *listed).filter(member);
                ways.extend(near.map(|listed| (Some(Var::Near(program.number, party, listed)), force(listed))));
                if world.prepared().is_unread(party, asked) {
                    let unread = |crowd| of_crowd(crowd, Var::Unread(program.number, party, crowd));
                    ways.extend(hits.unread(program, asked).filter_map(unread));
                }
            }
        }
        if wanted {
            return ways.iter().any(|(var, force)| {
                self.attempt(|own| var.is_none_or(|var| own.flag(var, true)) && own.listing(program, *force, true))
            });
        }
        ways.iter().all(|(var, force)| match var {
            Some(var) => self.flag(*var, false),
            None => self.listing(program, *force, false),
        })
    }

    fn listing(&mut self, program: &Program<'_>, force: u32, wanted: bool) -> bool {
        match super::eval::force_state(program, self.world, force) {
            State::True => wanted,
            State::False => !wanted,
            State::Open => self.force(program, force, wanted),
        }
    }

    fn items(&mut self, program: &Program<'_>, here: Here, asked: u16, wanted: bool) -> bool {
        let mut open = Vec::with_capacity(8);
        for_each_item(program, self.world, here, asked, &mut |item, state| {
            if state == State::Open {
                open.push(item);
            }
            true
        });
        let record = self.world.prepared().record(program.number, here.unit);
        let node = |item: u32| {
            let of = program.items.get(item as usize)?;
            let by_record = record.is_some_and(|record| record.settles(item));
            Some(if by_record { of.force } else { of.node })
        };
        let mut one =
            |item: &u32| node(*item).is_some_and(|node| self.attempt(|own| own.make(program, here, node, wanted)));
        if wanted { open.iter().any(one) } else { open.iter().all(&mut one) }
    }

    fn cells(
        &mut self,
        program: &Program<'_>,
        holder: Holder,
        (fact, scope): (FactId, Scope),
        (low, high): (u32, u32),
        wanted: bool,
    ) -> bool {
        let var = Var::Fact(holder, fact);
        let at = self.given.iter().position(|(known, _)| *known == var);
        let (from, to) = match (at.and_then(|at| self.given.get(at)), self.world.fact(holder, fact, scope)) {
            (Some((_, Given::Cells(from, to))), _) => (*from, *to),
            (Some(_), _) => return false,
            (None, Dom::Cells { cells, .. }) => (cells.low, cells.high),
            (None, _) => program.domains.get(usize::from(fact.0)).map_or((0, 0), |cells| (cells.low, cells.high)),
        };
        let (from, to) = match (wanted, from < low, to > high) {
            (true, ..) => (from.max(low), to.min(high)),
            (false, true, _) => (from, to.min(low - 1)),
            (false, false, true) => (from.max(high + 1), to),
            (false, false, false) => return false,
        };
        let filled = program.filled(fact, Cells { low: from, high: to }).filter(|_| from <= to);
        let Some(Cells { low: from, high: to }) = filled else { return false };
        match at {
            Some(at) if self.given.get(at).map(|(_, given)| *given) == Some(Given::Cells(from, to)) => true,
            Some(_) => {
                // Kept simple: what narrows further than before is left to the search, unless nothing was tried in between.
                self.narrow(var, Given::Cells(from, to))
            }
            None => {
                self.given.push((var, Given::Cells(from, to)));
                true
            }
        }
    }

    /// Narrows what was given of a variable; a tighter range satisfies all that was asked before, so it may stay when an attempt fails.
    fn narrow(&mut self, var: Var, given: Given) -> bool {
        if let Some(slot) = self.given.iter_mut().find(|(known, _)| *known == var) {
            slot.1 = given;
            return true;
        }
        false
    }

    fn words(
        &mut self,
        program: &Program<'_>,
        holder: Holder,
        place: (FactId, Scope),
        mask: u16,
        wanted: bool,
    ) -> bool {
        let Some(mask) = program.masks.get(usize::from(mask)) else { return false };
        if wanted {
            return mask.iter().any(|word| self.attempt(|own| own.word(program, holder, place, word, true)));
        }
        mask.iter().all(|word| self.word(program, holder, place, word, false))
    }

    fn word(
        &mut self,
        program: &Program<'_>,
        holder: Holder,
        (fact, scope): (FactId, Scope),
        word: u16,
        wanted: bool,
    ) -> bool {
        match super::eval::has_word(self.world.fact(holder, fact, scope), word) {
            State::True => return wanted,
            State::False => return !wanted,
            State::Open => {}
        }
        let var = Var::Fact(holder, fact);
        let of = program.rulebook.vocabulary.fact(fact);
        let set = matches!(of.kind, FactType::Set | FactType::Countries | FactType::Text);
        let alone = of.word("none-of-these").map(|word| word.0);
        let mut excluded = 0_usize;
        for (_, given) in self.given.iter().filter(|(known, _)| *known == var) {
            match given {
                Given::Has(own) if *own == word => return wanted,
                Given::HasNot(own) if *own == word => return !wanted,
                Given::Has(_) if wanted && (!set || alone.is_some()) => return false,
                Given::HasNot(_) => excluded += 1,
                _ => {}
            }
        }
        let count = match of.kind {
            FactType::Country | FactType::Countries => program.rulebook.countries.len(),
            FactType::Text => of.words.len() + 1,
            _ => of.words.len(),
        };
        if !wanted && excluded + 2 > count {
            return false;
        }
        self.given.push((var, if wanted { Given::Has(word) } else { Given::HasNot(word) }));
        true
    }
}
