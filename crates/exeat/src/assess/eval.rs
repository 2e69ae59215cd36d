//! The three-valued state of a node in a world: false, open or true (Kleene). Sound, and often exact;
//! where it leaves something open, [`super::search`] looks at the completions.

use super::State;
use super::force::Hinge;
use super::linear;
use super::prepared::Holder;
use super::program::{Mask, NodeId, Op, Program};
use super::world::{Dom, MemoPlace, Var, World};
use crate::fact::Role;
use crate::rulebook::{FactId, Scope, WordId};

/// Where a condition is looked at: which unit, which end use, which party.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Here {
    pub(crate) unit: u16,
    pub(crate) end_use: u16,
    pub(crate) party: Option<Holder>,
}

impl Here {
    pub(crate) fn holder(self, scope: Scope) -> Option<Holder> {
        match scope {
            Scope::Shipment => Some(Holder::Shipment),
            Scope::Party => self.party,
            Scope::EndUse | Scope::Declaration => Some(Holder::EndUse(self.end_use)),
            Scope::Line => Some(Holder::Unit(self.unit)),
        }
    }
}

/// The state of a node.
pub(crate) fn eval<W: World>(program: &Program<'_>, world: &W, here: Here, at: NodeId) -> State {
    match program.node(at).op {
        Op::Never => State::False,
        Op::And | Op::Exempt(_) => all(program, world, here, at),
        Op::Or => any(program, world, here, at),
        Op::Not => program.children(at).next().map_or(State::False, |of| eval(program, world, here, of).not()),
        Op::Limb(_) => program.children(at).next().map_or(State::False, |of| eval(program, world, here, of)),
        Op::AtLeast(count) => at_least(program, world, here, at, count),
        Op::Some(role) => some(program, world, here, at, role),
        Op::Every(role) => every(program, world, here, at, role),
        Op::Call(definition) => {
            let node = program.definitions.get(usize::from(definition));
            node.map_or(State::Open, |(_, node)| eval(program, world, here, *node))
        }
        Op::Term(term) => term_state(program, world, here, term),
        Op::Cells { .. } | Op::Contains { .. } | Op::Word { .. } | Op::Words { .. } => {
            predicate(program, world, here, at)
        }
        Op::Linear(at) => linear::state(program, world, here, at),
        Op::On(list) => on(program, world, here, list),
        Op::Listed(asked) => memoised(world, program.number, here, asked, || listed(program, world, here, asked)),
        Op::Gap(gap) => State::of(world.flag(Var::Gap(program.number, gap, here.unit))),
        Op::Low(item) => State::of(world.flag(Var::Low(program.number, item, here.unit))),
        Op::Force(force) => force_state(program, world, force),
        Op::Reach(rule) => {
            let slot = u16::try_from(program.asked_items.len()).unwrap_or(u16::MAX).saturating_add(rule);
            memoised(world, program.number, here, slot, || {
                program.rules.get(usize::from(rule)).map_or(State::Open, |rule| eval(program, world, here, rule.whole))
            })
        }
        Op::Claimed(rule) => claimed(program, world, rule),
        Op::Approved => super::special::state(program, world, here),
    }
}

fn memoised<W: World>(world: &W, regime: u8, here: Here, slot: u16, state: impl FnOnce() -> State) -> State {
    let place = MemoPlace { regime, unit: here.unit, end_use: here.end_use, slot };
    world.remembered(place).unwrap_or_else(|| {
        let state = state();
        world.remember(place, state);
        state
    })
}

fn all<W: World>(program: &Program<'_>, world: &W, here: Here, at: NodeId) -> State {
    let mut lowest = State::True;
    for child in program.children(at) {
        match eval(program, world, here, child) {
            State::False => return State::False,
            state => lowest = lowest.min(state),
        }
    }
    lowest
}

fn any<W: World>(program: &Program<'_>, world: &W, here: Here, at: NodeId) -> State {
    let mut highest = State::False;
    for child in program.children(at) {
        match eval(program, world, here, child) {
            State::True => return State::True,
            state => highest = highest.max(state),
        }
    }
    highest
}

fn at_least<W: World>(program: &Program<'_>, world: &W, here: Here, at: NodeId, count: u16) -> State {
    let (mut sure, mut possible) = (0, 0);
    for child in program.children(at) {
        match eval(program, world, here, child) {
            State::True => {
                sure += 1;
                possible += 1;
            }
            State::Open => possible += 1,
            State::False => {}
        }
    }
    match (sure >= count, possible >= count) {
        (true, _) => State::True,
        (false, true) => State::Open,
        (false, false) => State::False,
    }
}

/// Parties of a role that are named.
pub(crate) fn named<W: World>(world: &W, role: Role) -> impl Iterator<Item = Holder> + '_ {
    let parties = world.prepared().shipment.parties.iter().enumerate();
    parties.filter(move |(_, party)| party.role == role).filter_map(|(at, _)| u16::try_from(at).ok().map(Holder::Party))
}

/// Whether one more party of the role exists (DESIGN §2): goods have end users and consignees, a disclosure a recipient;
/// of any other role, and of a role that the shipment says is complete, there is no other.
pub(crate) fn further<W: World>(program: &Program<'_>, world: &W, role: Role) -> State {
    let shipment = world.prepared().shipment;
    if shipment.complete.contains(&role) || shipment.absent.contains(&role) {
        return State::False;
    }
    let asked = match role {
        Role::EndUser | Role::Consignee | Role::IntermediateConsignee => disclosed(program, world).not(),
        Role::Recipient => disclosed(program, world),
        _ => return State::False,
    };
    asked.min(State::of(world.flag(Var::Further(role))))
}

fn disclosed<W: World>(program: &Program<'_>, world: &W) -> State {
    program
        .disclosure
        .map_or(State::False, |(fact, word)| has_word(world.fact(Holder::Shipment, fact, Scope::Shipment), word))
}

fn some<W: World>(program: &Program<'_>, world: &W, here: Here, at: NodeId, role: Role) -> State {
    let below = at + 1;
    let mut highest = State::False;
    for party in named(world, role) {
        match eval(program, world, Here { party: Some(party), ..here }, below) {
            State::True => return State::True,
            state => highest = highest.max(state),
        }
    }
    if highest == State::False {
        let exists = further(program, world, role);
        if exists != State::False {
            let one = eval(program, world, Here { party: Some(Holder::Further(role)), ..here }, below);
            return exists.min(one);
        }
    } else {
        let exists = further(program, world, role);
        if exists == State::True {
            return highest.max(eval(program, world, Here { party: Some(Holder::Further(role)), ..here }, below));
        }
    }
    highest
}

fn every<W: World>(program: &Program<'_>, world: &W, here: Here, at: NodeId, role: Role) -> State {
    let below = at + 1;
    let mut lowest = State::True;
    for party in named(world, role) {
        match eval(program, world, Here { party: Some(party), ..here }, below) {
            State::False => return State::False,
            state => lowest = lowest.min(state),
        }
    }
    match further(program, world, role) {
        State::False => lowest,
        exists => {
            let one = eval(program, world, Here { party: Some(Holder::Further(role)), ..here }, below);
            lowest.min(exists.not().max(one))
        }
    }
}

fn term_state<W: World>(program: &Program<'_>, world: &W, here: Here, at: u16) -> State {
    let Some(term) = program.terms.get(usize::from(at)) else { return State::Open };
    let possible = world.readings(program.number, at).unwrap_or(&term.candidates);
    let (mut lowest, mut highest, mut any) = (State::True, State::False, false);
    for (number, node) in term.nodes.iter().enumerate() {
        if !possible.has(u16::try_from(number).unwrap_or(u16::MAX)) {
            continue;
        }
        let state = eval(program, world, here, *node);
        lowest = lowest.min(state);
        highest = highest.max(state);
        any = true;
    }
    match (any, lowest == highest) {
        (true, true) => lowest,
        // A term of which no reading is known is open.
        _ => State::Open,
    }
}

fn predicate<W: World>(program: &Program<'_>, world: &W, here: Here, at: NodeId) -> State {
    match program.node(at).op {
        Op::Word { fact, scope, word } => match here.holder(scope) {
            Some(holder) => has_word(world.fact(holder, fact, scope), word),
            None => State::Open,
        },
        Op::Words { fact, scope, mask } => match (here.holder(scope), program.masks.get(usize::from(mask))) {
            (Some(holder), Some(mask)) => has_any(program, world.fact(holder, fact, scope), fact, mask),
            _ => State::Open,
        },
        Op::Cells { fact, scope, low, high } => match here.holder(scope) {
            Some(holder) => within(program, world.fact(holder, fact, scope), fact, low, high),
            None => State::Open,
        },
        Op::Contains { fact, scope, zero } => match here.holder(scope) {
            Some(holder) => contains(program, world.fact(holder, fact, scope), fact, zero),
            None => State::Open,
        },
        _ => State::Open,
    }
}

/// Whether a fact has, or its set holds, a word.
pub(crate) fn has_word(dom: Dom<'_>, word: u16) -> State {
    match dom {
        Dom::Full | Dom::Cells { .. } => State::Open,
        Dom::NotApplicable => State::False,
        Dom::Word(own) => State::of(Some(own == word)),
        Dom::Words(words) => State::of(Some(words.binary_search(&WordId(word)).is_ok())),
        Dom::OneOf(mask) => match (mask.has(word), mask.count()) {
            (false, _) => State::False,
            (true, 1) => State::True,
            (true, _) => State::Open,
        },
        Dom::Between { must, may } => match (must.has(word), may.has(word)) {
            (true, _) => State::True,
            (false, true) => State::Open,
            (false, false) => State::False,
        },
    }
}

pub(crate) fn has_any(program: &Program<'_>, dom: Dom<'_>, fact: FactId, mask: &Mask) -> State {
    match dom {
        Dom::Full if mask.is_empty() => State::False,
        Dom::Full => {
            let fact = program.rulebook.vocabulary.fact(fact);
            let closed = !fact.words.is_empty()
                && matches!(fact.kind, crate::rulebook::FactType::Choice | crate::rulebook::FactType::YesNo);
            if closed && mask.count() as usize == fact.words.len() { State::True } else { State::Open }
        }
        Dom::Cells { .. } => State::Open,
        Dom::NotApplicable => State::False,
        Dom::Word(own) => State::of(Some(mask.has(own))),
        Dom::Words(words) => State::of(Some(words.iter().any(|word| mask.has(word.0)))),
        Dom::OneOf(own) if own.within(mask) => State::True,
        Dom::OneOf(own) if own.touches(mask) => State::Open,
        Dom::OneOf(_) => State::False,
        Dom::Between { must, .. } if must.touches(mask) => State::True,
        Dom::Between { may, .. } if may.within(mask) && !may.is_empty() && stands_alone(program, fact) => State::True,
        Dom::Between { may, .. } if may.touches(mask) => State::Open,
        Dom::Between { .. } => State::False,
    }
}

/// A set that knows `none-of-these` is never empty.
pub(crate) fn stands_alone(program: &Program<'_>, fact: FactId) -> bool {
    program.rulebook.vocabulary.fact(fact).word("none-of-these").is_some()
}

fn within(program: &Program<'_>, dom: Dom<'_>, fact: FactId, low: u32, high: u32) -> State {
    let cells = match dom {
        Dom::Cells { cells, .. } => Some(cells),
        Dom::Full => program.domains.get(usize::from(fact.0)).copied(),
        Dom::NotApplicable => return State::False,
        _ => None,
    };
    match cells {
        Some(cells) if cells.low >= low && cells.high <= high => State::True,
        Some(cells) if cells.high < low || cells.low > high => State::False,
        _ => State::Open,
    }
}

fn contains(program: &Program<'_>, dom: Dom<'_>, fact: FactId, zero: u32) -> State {
    match dom {
        Dom::Cells { absent: true, .. } => State::False,
        _ => within(program, dom, fact, zero + 1, u32::MAX),
    }
}

/// Whether the party stands on an asked list.
fn on<W: World>(program: &Program<'_>, world: &W, here: Here, list: u16) -> State {
    let Some(holder) = here.party else { return State::Open };
    let Some(asked) = program.asked_lists.get(usize::from(list)) else { return State::Open };
    if !asked.holds_someone {
        return State::False;
    }
    let hits = match holder {
        Holder::Party(party) => world.prepared().hits(program.number, party).map(|hits| (party, hits)),
        _ => None,
    };
    let mut highest = State::False;
    for listed in hits.iter().flat_map(|(_, hits)| &hits.same).filter(|listed| asked.members.has(**listed)) {
        highest = highest.max(listing(program, world, *listed));
    }
    let Some((party, hits)) = hits.filter(|(_, hits)| !hits.nameless) else {
        let nameless = |crowd| crowd_state(program, world, crowd, Var::Nameless(program.number, holder, crowd));
        return asked.crowds.iter().map(|crowd| nameless(*crowd)).fold(highest, State::max);
    };
    for (listed, _) in hits.near.iter().filter(|(listed, _)| asked.members.has(*listed)) {
        if highest == State::True {
            break;
        }
        let is = State::of(world.flag(Var::Near(program.number, party, *listed)));
        highest = highest.max(is.min(listing(program, world, *listed)));
    }
    if highest != State::True && world.prepared().is_unread(party, asked) {
        let unread = |crowd| crowd_state(program, world, crowd, Var::Unread(program.number, party, crowd));
        highest = hits.unread(program, asked).map(unread).fold(highest, State::max);
    }
    highest
}

/// Whether somebody is one of a crowd, and that is listed.
fn crowd_state<W: World>(program: &Program<'_>, world: &W, crowd: u16, var: Var) -> State {
    let is = State::of(world.flag(var));
    if is == State::False {
        return is;
    }
    program.crowds.get(usize::from(crowd)).map_or(State::Open, |crowd| is.min(force_state(program, world, crowd.force)))
}

fn listing<W: World>(program: &Program<'_>, world: &W, listed: u32) -> State {
    program.parties.get(listed as usize).map_or(State::Open, |party| force_state(program, world, party.force))
}

/// Whether a clause is in force.
pub(crate) fn force_state<W: World>(program: &Program<'_>, world: &W, force: u32) -> State {
    let Some(force) = program.forces.get(force as usize) else { return State::Open };
    if let Some(settled) = force.settled() {
        return State::of(Some(settled));
    }
    force.hangs_on.iter().map(|hinge| hinge_state(program, world, *hinge)).min().unwrap_or(State::Open)
}

pub(crate) fn hinge_state<W: World>(program: &Program<'_>, world: &W, hinge: Hinge) -> State {
    let hour = |from: u16| {
        let last = u16::try_from(program.hours.0.len()).unwrap_or(u16::MAX);
        let (low, high) = world.hour().unwrap_or((0, last));
        match (low > from, high > from) {
            (true, _) => State::True,
            (false, true) => State::Open,
            (false, false) => State::False,
        }
    };
    match hinge {
        Hinge::From(at) => hour(at),
        Hinge::Before(at) => hour(at).not(),
        Hinge::NotSuspended(effect) => State::of(world.flag(Var::Effect(program.number, effect))).not(),
        Hinge::SettledFrom(effect, at) => hinge_state(program, world, Hinge::NotSuspended(effect)).max(hour(at)),
    }
}

/// Whether the shipment claims an exemption.
fn claimed<W: World>(program: &Program<'_>, world: &W, at: u16) -> State {
    let Some(rule) = program.rules.get(usize::from(at)).map(|rule| rule.rule) else { return State::False };
    let act = &program.regime.clause(rule.clause).act;
    let names_it = |name: &str| {
        let parts: Vec<&str> = name.split('/').collect();
        match parts.as_slice() {
            [id] => *id == rule.id,
            [regime, id] => (*regime == program.regime.id || *regime == *act) && *id == rule.id,
            [regime, of, id] => *regime == program.regime.id && of == act && *id == rule.id,
            _ => false,
        }
    };
    State::of(Some(world.prepared().shipment.claims.iter().any(|claim| names_it(&claim.exemption))))
}

/// Whether an item that is asked for is met.
fn listed<W: World>(program: &Program<'_>, world: &W, here: Here, asked: u16) -> State {
    let mut highest = State::False;
    for_each_item(program, world, here, asked, &mut |_, state| {
        highest = highest.max(state);
        highest != State::True
    });
    highest
}

/// Looks at each asked item that the line does not make false by its bucket; stops when told `false`.
pub(crate) fn for_each_item<W: World>(
    program: &Program<'_>,
    world: &W,
    here: Here,
    asked: u16,
    look: &mut dyn FnMut(u32, State) -> bool,
) {
    let Some(asked) = program.asked_items.get(usize::from(asked)) else { return };
    let record = world.prepared().record(program.number, here.unit);
    if let Some(record) = record {
        let elsewhere = record.listed_elsewhere.as_ref().is_some_and(|code| asked.names(code));
        if elsewhere && !look(u32::MAX, State::True) {
            return;
        }
        for item in &record.listed {
            let wanted = asked.only.as_ref().is_none_or(|only| only.has(*item));
            if wanted && !look(*item, item_state(program, world, here, *item)) {
                return;
            }
        }
    }
    let mut each = |item: u32| {
        let filed = program.items.get(item as usize).is_some_and(|of| of.unfiled.is_none());
        let wanted = if filed { asked.only.as_ref().is_none_or(|only| only.has(item)) } else { asked.with_unfiled };
        if !wanted || record.is_some_and(|record| record.listed.contains(&item)) {
            return true;
        }
        match item_state(program, world, here, item) {
            State::False => true,
            state => look(item, state),
        }
    };
    each_possible_item(program, world, here, &mut each);
}

/// Calls with each item that its bucket leaves possible, until told `false`.
pub(crate) fn each_possible_item<W: World>(
    program: &Program<'_>,
    world: &W,
    here: Here,
    each: &mut dyn FnMut(u32) -> bool,
) {
    for (fact, by_word) in &program.buckets.keyed {
        let dom = world.fact(Holder::Unit(here.unit), *fact, Scope::Line);
        if !each_of_bucket(dom, by_word, each) {
            return;
        }
    }
    for item in &program.buckets.unkeyed {
        if !each(*item) {
            return;
        }
    }
}

fn each_of_bucket(dom: Dom<'_>, by_word: &[Vec<u32>], each: &mut dyn FnMut(u32) -> bool) -> bool {
    let mut of_word =
        |word: u16| by_word.get(usize::from(word)).is_none_or(|items| items.iter().all(|item| each(*item)));
    let count = u16::try_from(by_word.len()).unwrap_or(u16::MAX);
    match dom {
        Dom::NotApplicable => true,
        Dom::Word(word) => of_word(word),
        Dom::Words(words) => words.iter().all(|word| of_word(word.0)),
        Dom::OneOf(mask) | Dom::Between { may: mask, .. } => (0..count).filter(|word| mask.has(*word)).all(of_word),
        Dom::Full | Dom::Cells { .. } => (0..count).all(of_word),
    }
}

/// The state of one item for a unit: its condition, or a person's record where the facts as stated leave it open.
pub(crate) fn item_state<W: World>(program: &Program<'_>, world: &W, here: Here, item: u32) -> State {
    let Some(of) = program.items.get(item as usize) else { return State::Open };
    if let Some(record) = world.prepared().record(program.number, here.unit) {
        if record.listed.binary_search(&item).is_ok() {
            return eval(program, world, here, of.force);
        }
        if record.closes(item) {
            // Facts that show a listing beat the record; what they leave open, the record closes for good.
            let shown = record.shown.binary_search(&item).is_ok();
            return if shown { eval(program, world, here, of.force) } else { State::False };
        }
    }
    eval(program, world, here, of.node)
}
