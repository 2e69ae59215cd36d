//! Where to split: an open part of a goal, and the parts that its variable falls into, the helpful one first.

use super::State;
use super::eval::{Here, eval, for_each_item, further, hinge_state, item_state, named};
use super::force::Hinge;
use super::linear::{LinearKey, open_applies, place};
use super::prepared::Holder;
use super::program::{Mask, NodeId, Op, Program};
use super::splitworld::{Assume, Narrow};
use super::world::{Dom, Var, World};
use crate::fact::{Cells, Role};
use crate::rulebook::{Compare, FactId, FactType, Scope};

/// Parts of the completions that do not overlap and leave nothing out.
#[derive(Debug, Clone)]
pub(crate) struct Split {
    pub(crate) parts: Vec<Vec<Assume>>,
}

/// An open part of the node, split so that the first part brings the node towards `wanted`.
pub(crate) fn pick<W: World>(program: &Program<'_>, world: &W, here: Here, at: NodeId, wanted: bool) -> Option<Split> {
    let open = |here: Here, node: NodeId| eval(program, world, here, node) == State::Open;
    match program.node(at).op {
        Op::Never => None,
        Op::And | Op::Or | Op::AtLeast(_) | Op::Exempt(_) | Op::Limb(_) => {
            let child = program.children(at).find(|child| open(here, *child))?;
            pick(program, world, here, child, wanted)
        }
        Op::Not => pick(program, world, here, at + 1, !wanted),
        Op::Some(role) | Op::Every(role) => pick_party(program, world, here, at, role, wanted),
        Op::Call(definition) => {
            let (_, node) = program.definitions.get(usize::from(definition))?;
            pick(program, world, here, *node, wanted)
        }
        Op::Term(term) => pick_reading(program, world, here, term, wanted),
        Op::Word { fact, scope, word } => {
            let holder = here.holder(scope)?;
            Some(split_word(program, world.fact(holder, fact, scope), holder, fact, word, wanted))
        }
        Op::Words { fact, scope, mask } => {
            let holder = here.holder(scope)?;
            let mask = program.masks.get(usize::from(mask))?;
            Some(split_words(program, world.fact(holder, fact, scope), holder, fact, mask, wanted))
        }
        Op::Cells { fact, scope, low, high } => {
            let holder = here.holder(scope)?;
            Some(split_cells(program, world.fact(holder, fact, scope), holder, fact, (low, high), wanted))
        }
        Op::Contains { fact, scope, zero } => {
            let holder = here.holder(scope)?;
            Some(split_cells(program, world.fact(holder, fact, scope), holder, fact, (zero + 1, u32::MAX), wanted))
        }
        Op::Linear(linear) => match open_applies(program, world, linear) {
            Some((applies, there)) => pick(program, world, there, applies, wanted),
            None => Some(split_linear(program, here, linear, wanted)),
        },
        Op::On(list) => pick_on(program, world, here, list, wanted),
        Op::Listed(asked) => pick_item(program, world, here, asked, wanted),
        Op::Gap(gap) => Some(split_flag(Var::Gap(program.number, gap, here.unit), wanted)),
        Op::Low(item) => Some(split_flag(Var::Low(program.number, item, here.unit), wanted)),
        Op::Force(force) => pick_force(program, world, force, wanted),
        Op::Reach(rule) => pick(program, world, here, program.rules.get(usize::from(rule))?.whole, wanted),
        Op::Claimed(_) => None,
        Op::Approved => super::special::split(program, world, here, wanted),
    }
}

fn split_flag(var: Var, wanted: bool) -> Split {
    let part = |flag| vec![Assume::Narrow(var, Narrow::Flag(flag))];
    Split { parts: vec![part(wanted), part(!wanted)] }
}

fn pick_party<W: World>(
    program: &Program<'_>,
    world: &W,
    here: Here,
    at: NodeId,
    role: Role,
    wanted: bool,
) -> Option<Split> {
    let below = at + 1;
    for party in named(world, role) {
        let there = Here { party: Some(party), ..here };
        if eval(program, world, there, below) == State::Open {
            return pick(program, world, there, below, wanted);
        }
    }
    if further(program, world, role) == State::Open {
        // A further party helps `some` when it exists, and `every` when it does not.
        let exists = matches!(program.node(at).op, Op::Some(_)) == wanted;
        return pick_further(program, world, role, exists);
    }
    let there = Here { party: Some(Holder::Further(role)), ..here };
    pick(program, world, there, below, wanted)
}

/// Whether one more party of the role exists: itself, or whether something is disclosed.
pub(crate) fn pick_further<W: World>(program: &Program<'_>, world: &W, role: Role, exists: bool) -> Option<Split> {
    if world.flag(Var::Further(role)).is_none() {
        return Some(split_flag(Var::Further(role), exists));
    }
    let (fact, word) = program.disclosure?;
    let dom = world.fact(Holder::Shipment, fact, Scope::Shipment);
    Some(split_word(program, dom, Holder::Shipment, fact, word, (role == Role::Recipient) == exists))
}

fn pick_reading<W: World>(program: &Program<'_>, world: &W, here: Here, at: u16, wanted: bool) -> Option<Split> {
    let term = program.terms.get(usize::from(at))?;
    let possible = world.readings(program.number, at).unwrap_or(&term.candidates);
    let node_of = |number: u16| term.nodes.get(usize::from(number)).copied();
    let states: Vec<(u16, State)> =
        possible.iter().filter_map(|number| Some((number, eval(program, world, here, node_of(number)?)))).collect();
    if let [(number, State::Open)] = states.as_slice() {
        return pick(program, world, here, node_of(*number)?, wanted);
    }
    let mut order: Vec<(u16, State)> = states;
    order.sort_by_key(|(number, state)| {
        let help = if wanted { *state } else { state.not() };
        (std::cmp::Reverse(help), *number)
    });
    let var = Var::Reading(program.number, at);
    let parts =
        order.iter().map(|(number, _)| vec![Assume::Narrow(var, Narrow::Readings(Mask::of([*number])))]).collect();
    Some(Split { parts })
}

fn full_mask(program: &Program<'_>, fact: FactId) -> Mask {
    let of = program.rulebook.vocabulary.fact(fact);
    match of.kind {
        FactType::Country | FactType::Countries => Mask::full(program.rulebook.countries.len()),
        // Text may be something that no rule asks for.
        FactType::Text => Mask::full(of.words.len() + 1),
        _ => Mask::full(of.words.len()),
    }
}

fn is_set(program: &Program<'_>, fact: FactId) -> bool {
    matches!(program.rulebook.vocabulary.fact(fact).kind, FactType::Set | FactType::Countries | FactType::Text)
}

fn narrow_mask(var: Var, mask: Mask) -> Vec<Assume> {
    if mask.is_empty() { vec![Assume::Impossible] } else { vec![Assume::Narrow(var, Narrow::OneOf(mask))] }
}

fn split_word(program: &Program<'_>, dom: Dom<'_>, holder: Holder, fact: FactId, word: u16, wanted: bool) -> Split {
    split_words(program, dom, holder, fact, &Mask::of([word]), wanted)
}

pub(crate) fn split_words(
    program: &Program<'_>,
    dom: Dom<'_>,
    holder: Holder,
    fact: FactId,
    mask: &Mask,
    wanted: bool,
) -> Split {
    let var = Var::Fact(holder, fact);
    if is_set(program, fact) {
        let (must, may) = match dom {
            Dom::Between { must, may } => (must.clone(), may.clone()),
            _ => (Mask::default(), full_mask(program, fact)),
        };
        return split_set(program, var, fact, (&must, &may), mask, wanted);
    }
    let all = match dom {
        Dom::OneOf(mask) => mask.clone(),
        _ => full_mask(program, fact),
    };
    let (inside, outside) = (narrow_mask(var, all.meet(mask)), narrow_mask(var, all.less(mask)));
    Split { parts: if wanted { vec![inside, outside] } else { vec![outside, inside] } }
}

/// A set holds the first of the words, or not that but the second, … or none of them.
fn split_set(
    program: &Program<'_>,
    var: Var,
    fact: FactId,
    (must, may): (&Mask, &Mask),
    mask: &Mask,
    wanted: bool,
) -> Split {
    let mut parts = Vec::new();
    let mut left = may.clone();
    for word in may.iter().filter(|word| mask.has(*word) && !must.has(*word)) {
        let mut with = must.clone();
        with.add(word);
        parts.push(set_part(program, var, fact, with, left.clone()));
        left.remove(word);
    }
    let none = set_part(program, var, fact, must.clone(), left);
    if wanted {
        parts.push(none);
    } else {
        parts.insert(0, none);
    }
    Split { parts }
}

/// Sets between `must` and `may`, with what `none-of-these` means: it stands alone, and a set that knows it is never empty.
fn set_part(program: &Program<'_>, var: Var, fact: FactId, mut must: Mask, mut may: Mask) -> Vec<Assume> {
    let alone = program.rulebook.vocabulary.fact(fact).word("none-of-these").map(|word| word.0);
    if let Some(alone) = alone {
        if must.has(alone) {
            if must.count() > 1 {
                return vec![Assume::Impossible];
            }
            may = must.clone();
        } else if !must.is_empty() {
            may.remove(alone);
        }
        if may.is_empty() {
            return vec![Assume::Impossible];
        }
        if may.count() == 1 {
            must = may.clone();
        }
    }
    vec![Assume::Narrow(var, Narrow::Between { must, may })]
}

fn split_cells(
    program: &Program<'_>,
    dom: Dom<'_>,
    holder: Holder,
    fact: FactId,
    (low, high): (u32, u32),
    wanted: bool,
) -> Split {
    let var = Var::Fact(holder, fact);
    let (cells, absent) = match dom {
        Dom::Cells { cells, absent } => (cells, absent),
        _ => (program.domains.get(usize::from(fact.0)).copied().unwrap_or(Cells { low: 0, high: 0 }), false),
    };
    let part = |low: u32, high: u32| match program.filled(fact, Cells { low, high }) {
        Some(cells) => vec![Assume::Narrow(var, Narrow::Cells { cells, absent })],
        None => vec![Assume::Impossible],
    };
    let mut outside = Vec::new();
    if cells.low < low {
        outside.push(part(cells.low, low - 1));
    }
    if cells.high > high {
        outside.push(part(high + 1, cells.high));
    }
    let inside = part(cells.low.max(low), cells.high.min(high));
    let mut parts = outside;
    if wanted {
        parts.insert(0, inside);
    } else {
        parts.push(inside);
    }
    Split { parts }
}

pub(crate) fn split_linear(program: &Program<'_>, here: Here, at: u16, wanted: bool) -> Split {
    let Some(linear) = program.linears.get(usize::from(at)) else { return Split { parts: Vec::new() } };
    let key = LinearKey { regime: program.number, linear: at, here: place(linear, here) };
    let yes = vec![Assume::Linear(key, linear.compare, true)];
    let no = |compare| vec![Assume::Linear(key, compare, true)];
    let opposite = match linear.compare {
        Compare::Above => vec![no(Compare::AtMost)],
        Compare::AtLeast => vec![no(Compare::Below)],
        Compare::Below => vec![no(Compare::AtLeast)],
        Compare::AtMost => vec![no(Compare::Above)],
        Compare::Equal => vec![no(Compare::Below), no(Compare::Above)],
    };
    let mut parts = opposite;
    if wanted {
        parts.insert(0, yes);
    } else {
        parts.push(yes);
    }
    Split { parts }
}

fn pick_on<W: World>(program: &Program<'_>, world: &W, here: Here, list: u16, wanted: bool) -> Option<Split> {
    let holder = here.party?;
    let party = match holder {
        Holder::Party(party) => Some(party),
        _ => None,
    };
    let asked = program.asked_lists.get(usize::from(list))?;
    let hits = party.and_then(|party| Some((party, world.prepared().hits(program.number, party)?)));
    let open_listing = |listed: u32| {
        let force = program.parties.get(listed as usize)?.force;
        (super::eval::force_state(program, world, force) == State::Open).then_some(force)
    };
    for listed in hits.iter().flat_map(|(_, hits)| &hits.same).filter(|listed| asked.members.has(**listed)) {
        if let Some(force) = open_listing(*listed) {
            return pick_force(program, world, force, wanted);
        }
    }
    let Some((party, hits)) = hits.filter(|(_, hits)| !hits.nameless) else {
        let nameless = |crowd| Var::Nameless(program.number, holder, crowd);
        return asked.crowds.iter().find_map(|crowd| pick_crowd(program, world, *crowd, nameless(*crowd), wanted));
    };
    for (listed, _) in hits.near.iter().filter(|(listed, _)| asked.members.has(*listed)) {
        let var = Var::Near(program.number, party, *listed);
        match world.flag(var) {
            None => return Some(split_flag(var, wanted)),
            Some(true) => {
                if let Some(force) = open_listing(*listed) {
                    return pick_force(program, world, force, wanted);
                }
            }
            Some(false) => {}
        }
    }
    let unread = |crowd| pick_crowd(program, world, crowd, Var::Unread(program.number, party, crowd), wanted);
    hits.unread(program, asked).find_map(unread)
}

/// Whether somebody is one of a crowd, and then whether that is listed.
fn pick_crowd<W: World>(program: &Program<'_>, world: &W, crowd: u16, var: Var, wanted: bool) -> Option<Split> {
    let force = program.crowds.get(usize::from(crowd))?.force;
    let open = super::eval::force_state(program, world, force);
    match world.flag(var) {
        _ if open == State::False => None,
        None => Some(split_flag(var, wanted)),
        Some(true) if open == State::Open => pick_force(program, world, force, wanted),
        Some(_) => None,
    }
}

fn pick_item<W: World>(program: &Program<'_>, world: &W, here: Here, asked: u16, wanted: bool) -> Option<Split> {
    let mut first = None;
    for_each_item(program, world, here, asked, &mut |item, state| {
        if state == State::Open {
            first = Some(item);
        }
        first.is_none()
    });
    let item = first?;
    debug_assert_eq!(item_state(program, world, here, item), State::Open, "an open item stays open in the same world");
    let of = program.items.get(item as usize)?;
    let by_record = world.prepared().record(program.number, here.unit).is_some_and(|record| record.settles(item));
    pick(program, world, here, if by_record { of.force } else { of.node }, wanted)
}

fn pick_force<W: World>(program: &Program<'_>, world: &W, force: u32, wanted: bool) -> Option<Split> {
    let force = program.forces.get(force as usize)?;
    let hinge = force.hangs_on.iter().find(|hinge| hinge_state(program, world, **hinge) == State::Open)?;
    let last = u16::try_from(program.hours.0.len()).unwrap_or(u16::MAX);
    let suspended = |effect: u16| Var::Effect(program.number, effect);
    match hinge {
        Hinge::NotSuspended(effect) => Some(split_flag(suspended(*effect), !wanted)),
        Hinge::SettledFrom(effect, _) if world.flag(suspended(*effect)).is_none() => {
            Some(split_flag(suspended(*effect), !wanted))
        }
        Hinge::From(at) | Hinge::Before(at) | Hinge::SettledFrom(_, at) => {
            let var = Var::Hour;
            let (low, high) = world.hour().unwrap_or((0, last));
            let later = vec![Assume::Narrow(var, Narrow::Hours(*at + 1, high))];
            let earlier = vec![Assume::Narrow(var, Narrow::Hours(low, *at))];
            let later_first = !matches!(hinge, Hinge::Before(_)) == wanted;
            Some(Split { parts: if later_first { vec![later, earlier] } else { vec![earlier, later] } })
        }
    }
}
