//! A special approval at hand makes `licence_required` of a prohibition whose route is a special application (DESIGN §1).
//!
//! Whether it covers a unit hangs on facts as everything does: on the items met, on where the goods end, on an end user
//! whom nobody named, on a route rule that voids it. So it is a condition of the rule, and what is open in it stays open.

use super::State;
use super::approval::{amounts, is_valid};
use super::eval::{Here, eval, for_each_item, further, has_any};
use super::pick::{Split, pick, pick_further, split_words};
use super::prepared::Holder;
use super::program::{ALL_ITEMS, Mask, NodeId, Program};
use super::world::World;
use crate::fact::{LicenceAtHand, Role};
use crate::rulebook::{FactId, RuleKind, Scope};
use crate::screen::normalise::NameForm;

/// The kind of licence that does so.
pub(crate) const SPECIAL_APPROVAL: &str = "special_approval";

/// One thing on which a cover hangs.
enum Part {
    Settled(bool),
    /// The country of the journey is one of these.
    Country(FactId, Mask),
    /// No further party of the role exists.
    Alone(Role),
    /// An item of the licence is met.
    OneWithin,
    /// No other item is met.
    NoneOutside,
    /// The route rule does not void it.
    NotVoided(NodeId),
}

/// Whether the shipment holds a special approval at all.
pub(crate) fn is_at_hand<W: World>(world: &W) -> bool {
    world.prepared().shipment.licences.iter().any(|licence| licence.kind == SPECIAL_APPROVAL)
}

/// Whether a special approval covers the unit.
pub(crate) fn state<W: World>(program: &Program<'_>, world: &W, here: Here) -> State {
    let licences = world.prepared().shipment.licences.iter().filter(|licence| licence.kind == SPECIAL_APPROVAL);
    licences.map(|licence| of_licence(program, world, here, licence)).max().unwrap_or(State::False)
}

/// A split of what is open in it.
pub(crate) fn split<W: World>(program: &Program<'_>, world: &W, here: Here, wanted: bool) -> Option<Split> {
    let licences = world.prepared().shipment.licences.iter().filter(|licence| licence.kind == SPECIAL_APPROVAL);
    let open = licences.into_iter().find(|licence| of_licence(program, world, here, licence) == State::Open)?;
    let parts = parts(program, world, here, open);
    let part = parts.iter().find(|part| of_part(program, world, here, open, part) == State::Open)?;
    match part {
        Part::Settled(_) => None,
        Part::Country(fact, mask) => Some(split_words(
            program,
            world.fact(Holder::Shipment, *fact, Scope::Shipment),
            Holder::Shipment,
            *fact,
            mask,
            wanted,
        )),
        Part::Alone(role) => pick_further(program, world, *role, !wanted),
        Part::OneWithin => pick(program, world, here, open_item(program, world, here, open, true)?, wanted),
        Part::NoneOutside => pick(program, world, here, open_item(program, world, here, open, false)?, !wanted),
        Part::NotVoided(rule) => pick(program, world, here, *rule, !wanted),
    }
}

/// Nodes and parties on which it hangs, for whoever collects what is open.
pub(crate) fn open_parts<W: World>(
    program: &Program<'_>,
    world: &W,
    here: Here,
) -> (Vec<NodeId>, Vec<FactId>, Vec<Role>) {
    let (mut nodes, mut facts, mut roles) = (Vec::new(), Vec::new(), Vec::new());
    for licence in world.prepared().shipment.licences.iter().filter(|licence| licence.kind == SPECIAL_APPROVAL) {
        if of_licence(program, world, here, licence) != State::Open {
            continue;
        }
        for part in parts(program, world, here, licence) {
            if of_part(program, world, here, licence, &part) != State::Open {
                continue;
            }
            match part {
                Part::Settled(_) => {}
                Part::Country(fact, _) => facts.push(fact),
                Part::Alone(role) => roles.push(role),
                Part::OneWithin | Part::NoneOutside => {
                    for_each_item(program, world, here, ALL_ITEMS, &mut |item, state| {
                        if state == State::Open {
                            nodes.extend(node_of(program, world, here, item));
                        }
                        true
                    })
                }
                Part::NotVoided(rule) => nodes.push(rule),
            }
        }
    }
    (nodes, facts, roles)
}

fn of_licence<W: World>(program: &Program<'_>, world: &W, here: Here, licence: &LicenceAtHand) -> State {
    parts(program, world, here, licence)
        .iter()
        .map(|part| of_part(program, world, here, licence, part))
        .min()
        .unwrap_or(State::True)
}

fn parts<W: World>(program: &Program<'_>, world: &W, here: Here, licence: &LicenceAtHand) -> Vec<Part> {
    let prepared = world.prepared();
    let of_regime = licence.regime.as_ref().is_none_or(|regime| *regime == program.regime.id);
    let mut why = Vec::new();
    amounts(program.rulebook, prepared.units.get(usize::from(here.unit)), licence, &mut why);
    let mut parts =
        vec![Part::Settled(of_regime && is_valid(program, licence) && licence.uses != Some(0) && why.is_empty())];
    if !licence.destinations.is_empty() {
        parts.extend(["to", "final"].into_iter().map(|field| country(program, field, &licence.destinations)));
    }
    for (role, names) in [(Role::EndUser, &licence.end_users), (Role::Consignee, &licence.consignees)] {
        if !names.is_empty() {
            parts.extend([Part::Settled(are_named(world, role, names)), Part::Alone(role)]);
        }
    }
    if !licence.items.iter().any(|item| item == "*") {
        parts.extend([Part::OneWithin, Part::NoneOutside]);
    }
    let voids = program.rules.iter().filter(|rule| {
        rule.rule.kind == RuleKind::Route && rule.rule.terms.voids.iter().any(|kind| kind == SPECIAL_APPROVAL)
    });
    parts.extend(voids.map(|rule| Part::NotVoided(rule.whole)));
    parts
}

fn country(program: &Program<'_>, field: &str, codes: &[String]) -> Part {
    let countries = program.rulebook.countries.iter().enumerate();
    let numbers =
        countries.filter(|(_, country)| codes.contains(&country.code)).filter_map(|(at, _)| u16::try_from(at).ok());
    let mask = Mask::of(numbers.collect::<Vec<_>>());
    program.rulebook.vocabulary.find(field).map_or(Part::Settled(false), |fact| Part::Country(fact, mask))
}

/// The role has parties, and the licence names each of them.
fn are_named<W: World>(world: &W, role: Role, names: &[String]) -> bool {
    let allowed: Vec<NameForm> = names.iter().map(|name| NameForm::new(name)).collect();
    let mut of_role = world.prepared().shipment.parties.iter().filter(|party| party.role == role).peekable();
    of_role.peek().is_some()
        && of_role.all(|party| party.names.iter().any(|name| allowed.iter().any(|other| other.same(name.form()))))
}

fn of_part<W: World>(program: &Program<'_>, world: &W, here: Here, licence: &LicenceAtHand, part: &Part) -> State {
    match part {
        Part::Settled(settled) => State::of(Some(*settled)),
        Part::Country(fact, mask) => {
            has_any(program, world.fact(Holder::Shipment, *fact, Scope::Shipment), *fact, mask)
        }
        Part::Alone(role) => further(program, world, *role).not(),
        Part::OneWithin => items(program, world, here, licence, true),
        Part::NoneOutside => items(program, world, here, licence, false).not(),
        Part::NotVoided(rule) => eval(program, world, here, *rule).not(),
    }
}

/// Whether an item is met that the licence names, or does not name.
fn items<W: World>(program: &Program<'_>, world: &W, here: Here, licence: &LicenceAtHand, within: bool) -> State {
    let mut highest = State::False;
    for_each_item(program, world, here, ALL_ITEMS, &mut |item, state| {
        if is_within(program, world, here, licence, item) == within {
            highest = highest.max(state);
        }
        highest != State::True
    });
    highest
}

/// What is not on file no licence names, but by a stem or by the code that a record gives.
fn is_within<W: World>(program: &Program<'_>, world: &W, here: Here, licence: &LicenceAtHand, item: u32) -> bool {
    let regime = format!("{}/", program.regime.id);
    let recorded = || world.prepared().record(program.number, here.unit)?.listed_elsewhere.as_deref();
    let code = match program.items.get(item as usize) {
        Some(of) => of.item.map(|item| item.code.as_str()),
        None => recorded(),
    };
    code.is_some_and(|code| {
        licence.items.iter().any(|item| super::compile::is_below(code, item.strip_prefix(&regime).unwrap_or(item)))
    })
}

fn open_item<W: World>(
    program: &Program<'_>,
    world: &W,
    here: Here,
    licence: &LicenceAtHand,
    within: bool,
) -> Option<NodeId> {
    let mut first = None;
    for_each_item(program, world, here, ALL_ITEMS, &mut |item, state| {
        if state == State::Open && is_within(program, world, here, licence, item) == within {
            first = node_of(program, world, here, item);
        }
        first.is_none()
    });
    first
}

/// What an open item hangs on: its condition, or for a person's record its clause alone.
fn node_of<W: World>(program: &Program<'_>, world: &W, here: Here, item: u32) -> Option<NodeId> {
    let of = program.items.get(item as usize)?;
    let settled = world.prepared().record(program.number, here.unit).is_some_and(|record| record.settles(item));
    Some(if settled { of.force } else { of.node })
}
