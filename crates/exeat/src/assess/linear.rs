//! Comparisons over several facts: `sum(a + b)`, `a / b`, `total(a)`. Their ranges, and whether several of them can hold together.

use super::State;
use super::eval::{Here, eval};
use super::prepared::Holder;
use super::program::{Linear, NodeId, Program};
use super::world::{Dom, World, stated};
use crate::fact::{Cells, Value};
use crate::number::{End, Interval, Rational};
use crate::rulebook::{Compare, FactId, Scope};

/// More constraints than this in one elimination, and the wider answer stands.
const CONSTRAINTS_MAX: usize = 200;

/// One comparison for one place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LinearKey {
    pub(crate) regime: u8,
    pub(crate) linear: u16,
    pub(crate) here: Here,
}

/// Comparisons assumed in a part of the completions.
#[derive(Debug, Clone, Default)]
pub(crate) struct LinearState {
    pub(crate) assumed: Vec<(LinearKey, Compare, bool)>,
}

/// Whether assumed comparisons can hold together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Feasible {
    Yes,
    No,
    /// Too much to work out.
    Unsure,
}

/// The state of a comparison over several facts.
pub(crate) fn state<W: World>(program: &Program<'_>, world: &W, here: Here, at: u16) -> State {
    let Some(linear) = program.linears.get(usize::from(at)) else { return State::Open };
    // What does not arise is not compared, whatever is assumed of its amounts.
    let range = range(program, world, here, linear);
    if matches!(range, Total::NotApplicable) {
        return State::False;
    }
    let key = LinearKey { regime: program.number, linear: at, here: place(linear, here) };
    if let Some(assumed) = world.linear() {
        let found = assumed.assumed.iter().rev().find(|(known, _, whole)| *known == key && *whole);
        if let Some((_, compare, _)) = found {
            return State::of(Some(*compare == linear.compare));
        }
    }
    match range {
        Total::NotApplicable => State::False,
        Total::Unsure => State::Open,
        Total::Range(range, true) => compared(&range, linear.compare, linear.limit),
        // Perhaps it arises on no line: then it has no total.
        Total::Range(range, false) => compared(&range, linear.compare, linear.limit).min(State::Open),
    }
}

/// The place of a comparison, without what it does not look at.
pub(crate) fn place(linear: &Linear, here: Here) -> Here {
    match linear.scope {
        _ if linear.over_lines => Here { unit: 0, end_use: 0, party: None },
        Scope::Shipment => Here { unit: 0, end_use: 0, party: None },
        Scope::Party => Here { unit: 0, end_use: 0, party: here.party },
        Scope::EndUse | Scope::Declaration => Here { unit: 0, end_use: here.end_use, party: None },
        Scope::Line => Here { unit: here.unit, end_use: 0, party: None },
    }
}

enum Total {
    NotApplicable,
    Unsure,
    /// And whether the fact arises for sure.
    Range(Interval, bool),
}

/// The facts that a comparison adds up.
struct Addends {
    /// Coefficient, holder, fact.
    all: Vec<(Rational, Interval, Holder, FactId)>,
    /// At least one of them arises for sure.
    sure: bool,
}

/// The facts that a comparison adds up; `None` when one does not apply, or of a total none.
fn addends<W: World>(program: &Program<'_>, world: &W, here: Here, linear: &Linear) -> Option<Addends> {
    let (mut addends, mut sure) = (Vec::new(), !linear.over_lines);
    for (by, fact) in &linear.terms {
        if linear.over_lines {
            for (holder, unit) in world.prepared().summed(*fact) {
                // What does not arise of a line adds nothing; where that is open, so is whether it adds.
                let applies = applies(program, world, *fact, unit);
                let range = range_of(program, world, holder, *fact, linear.scope).filter(|_| applies != State::False);
                let Some(range) = range else { continue };
                sure |= applies == State::True;
                let nothing = Interval::point(Rational::ZERO);
                let range = if applies == State::Open { range.hull(&nothing) } else { range };
                addends.push((*by, range, holder, *fact));
            }
        } else {
            let holder = here.holder(linear.scope)?;
            addends.push((*by, range_of(program, world, holder, *fact, linear.scope)?, holder, *fact));
        }
    }
    // What does not arise on any line has no total.
    (!addends.is_empty()).then_some(Addends { all: addends, sure })
}

/// Whether a fact arises of a unit.
pub(crate) fn applies<W: World>(program: &Program<'_>, world: &W, fact: FactId, unit: u16) -> State {
    let here = Here { unit, end_use: 0, party: None };
    program
        .applies
        .get(usize::from(fact.0))
        .copied()
        .flatten()
        .map_or(State::True, |node| eval(program, world, here, node))
}

/// Where whether a fact arises of a line is still open: its condition, and the place.
pub(crate) fn open_applies<W: World>(program: &Program<'_>, world: &W, at: u16) -> Option<(NodeId, Here)> {
    let linear = program.linears.get(usize::from(at)).filter(|linear| linear.over_lines)?;
    for (_, fact) in &linear.terms {
        let Some(node) = program.applies.get(usize::from(fact.0)).copied().flatten() else { continue };
        for (_, unit) in world.prepared().summed(*fact) {
            if applies(program, world, *fact, unit) == State::Open {
                return Some((node, Here { unit, end_use: 0, party: None }));
            }
        }
    }
    None
}

fn range<W: World>(program: &Program<'_>, world: &W, here: Here, linear: &Linear) -> Total {
    let Some(Addends { all, sure }) = addends(program, world, here, linear) else { return Total::NotApplicable };
    let mut total = Interval::point(Rational::ZERO);
    for (by, range, _, _) in all {
        let Some(next) = scaled(&range, by).and_then(|range| added(&total, &range)) else { return Total::Unsure };
        total = next;
    }
    Total::Range(total, sure)
}

/// What a fact may be, as a range of numbers; `None` when it does not apply.
fn range_of<W: World>(
    program: &Program<'_>,
    world: &W,
    holder: Holder,
    fact: FactId,
    scope: Scope,
) -> Option<Interval> {
    let known = stated(world.prepared(), holder, fact, scope).map(|stated| &stated.value);
    let base = match known {
        Some(Value::Number { range, .. }) => *range,
        Some(Value::NotApplicable) => return None,
        _ => program.rulebook.vocabulary.fact(fact).domain,
    };
    Some(narrowed(program, world, holder, fact, base, scope))
}

fn narrowed<W: World>(
    program: &Program<'_>,
    world: &W,
    holder: Holder,
    fact: FactId,
    base: Interval,
    scope: Scope,
) -> Interval {
    match world.fact(holder, fact, scope) {
        Dom::Cells { cells, .. } => {
            base.meet(&interval_of(cells, &program.rulebook.vocabulary.fact(fact).bounds)).unwrap_or(base)
        }
        _ => base,
    }
}

/// The numbers that a range of cells holds.
pub(crate) fn interval_of(cells: Cells, bounds: &[Rational]) -> Interval {
    let bound = |at: u32| bounds.get(at as usize).copied();
    let low = match cells.low {
        0 => None,
        odd if odd % 2 == 1 => bound(odd / 2).map(|at| End { at, closed: true }),
        even => bound(even / 2 - 1).map(|at| End { at, closed: false }),
    };
    let high = match cells.high {
        odd if odd % 2 == 1 => bound(odd / 2).map(|at| End { at, closed: true }),
        even => bound(even / 2).map(|at| End { at, closed: false }),
    };
    Interval { low, high }
}

fn scaled(range: &Interval, by: Rational) -> Option<Interval> {
    let end = |end: Option<End>| -> Option<Option<End>> {
        match end {
            None => Some(None),
            Some(end) => Some(Some(End { at: end.at.checked_mul(by)?, closed: end.closed })),
        }
    };
    let (low, high) = (end(range.low)?, end(range.high)?);
    Some(if by.is_negative() { Interval { low: high, high: low } } else { Interval { low, high } })
}

fn added(a: &Interval, b: &Interval) -> Option<Interval> {
    let end = |a: Option<End>, b: Option<End>| -> Option<Option<End>> {
        match (a, b) {
            (Some(a), Some(b)) => Some(Some(End { at: a.at.checked_add(b.at)?, closed: a.closed && b.closed })),
            _ => Some(None),
        }
    };
    Some(Interval { low: end(a.low, b.low)?, high: end(a.high, b.high)? })
}

/// A range against a limit.
pub(crate) fn compared(range: &Interval, compare: Compare, limit: Rational) -> State {
    let above = |end: Option<End>, strict: bool| {
        end.is_some_and(|end| end.at > limit || (end.at == limit && (!strict || !end.closed)))
    };
    let below = |end: Option<End>, strict: bool| {
        end.is_some_and(|end| end.at < limit || (end.at == limit && (!strict || !end.closed)))
    };
    let (all, none) = match compare {
        Compare::Above => (above(range.low, true), below(range.high, false)),
        Compare::AtLeast => (above(range.low, false), below(range.high, true)),
        Compare::Below => (below(range.high, true), above(range.low, false)),
        Compare::AtMost => (below(range.high, false), above(range.low, true)),
        Compare::Equal => (range.exact() == Some(limit), above(range.low, true) || below(range.high, true)),
    };
    match (all, none) {
        (true, _) => State::True,
        (false, true) => State::False,
        (false, false) => State::Open,
    }
}

/// `Σ coefficient × variable + constant  <(=)  0`.
#[derive(Debug, Clone, PartialEq)]
struct Constraint {
    by: Vec<Rational>,
    constant: Rational,
    strict: bool,
}

/// Whether all comparisons that a world assumes can hold together, within the ranges of their facts.
pub(crate) fn feasible<W: World>(programs: &[Program<'_>], world: &W) -> Feasible {
    let Some(assumed) = world.linear().filter(|state| !state.assumed.is_empty()) else { return Feasible::Yes };
    let mut variables: Vec<((Holder, FactId), Interval)> = Vec::new();
    let mut rows = Vec::new();
    for (key, compare, _) in &assumed.assumed {
        let Some(program) = programs.get(usize::from(key.regime)) else { continue };
        let Some(linear) = program.linears.get(usize::from(key.linear)) else { continue };
        let Some(addends) = addends(program, world, key.here, linear) else { continue };
        let mut row = Vec::new();
        for (by, range, holder, fact) in addends.all {
            let at = variables.iter().position(|(known, _)| *known == (holder, fact)).unwrap_or_else(|| {
                variables.push(((holder, fact), range));
                variables.len() - 1
            });
            row.push((at, by));
        }
        rows.push((row, *compare, linear.limit));
    }
    constraints(&rows, &variables).map_or(Feasible::Unsure, |constraints| eliminate(constraints, variables.len()))
}

type Row = (Vec<(usize, Rational)>, Compare, Rational);

fn constraints(rows: &[Row], variables: &[((Holder, FactId), Interval)]) -> Option<Vec<Constraint>> {
    let width = variables.len();
    let mut all = Vec::new();
    let minus = Rational::ZERO.checked_sub(Rational::ONE)?;
    for (row, compare, limit) in rows {
        let mut by = vec![Rational::ZERO; width];
        for (at, coefficient) in row {
            let slot = by.get_mut(*at)?;
            *slot = slot.checked_add(*coefficient)?;
        }
        let negated: Option<Vec<Rational>> = by.iter().map(|by| by.checked_neg()).collect();
        let below = |strict| Some(Constraint { by: by.clone(), constant: limit.checked_neg()?, strict });
        let above = |strict| Some(Constraint { by: negated.clone()?, constant: *limit, strict });
        match compare {
            Compare::Below => all.push(below(true)?),
            Compare::AtMost => all.push(below(false)?),
            Compare::Above => all.push(above(true)?),
            Compare::AtLeast => all.push(above(false)?),
            Compare::Equal => all.extend([below(false)?, above(false)?]),
        }
    }
    for (at, (_, range)) in variables.iter().enumerate() {
        let unit =
            |by: Rational| (0..width).map(|column| if column == at { by } else { Rational::ZERO }).collect::<Vec<_>>();
        if let Some(low) = range.low {
            all.push(Constraint { by: unit(minus), constant: low.at, strict: !low.closed });
        }
        if let Some(high) = range.high {
            all.push(Constraint { by: unit(Rational::ONE), constant: high.at.checked_neg()?, strict: !high.closed });
        }
    }
    Some(all)
}

/// Fourier–Motzkin elimination, one variable after the other.
fn eliminate(mut constraints: Vec<Constraint>, variables: usize) -> Feasible {
    for at in 0..variables {
        let sign = |constraint: &Constraint| constraint.by.get(at).copied().unwrap_or(Rational::ZERO);
        let (touching, mut rest): (Vec<Constraint>, Vec<Constraint>) =
            constraints.into_iter().partition(|one| sign(one) != Rational::ZERO);
        let (below, above): (Vec<Constraint>, Vec<Constraint>) =
            touching.into_iter().partition(|one| sign(one) > Rational::ZERO);
        for upper in &below {
            for lower in &above {
                let Some(joined) = join(upper, lower, at) else { return Feasible::Unsure };
                if !rest.contains(&joined) {
                    rest.push(joined);
                }
                if rest.len() > CONSTRAINTS_MAX {
                    return Feasible::Unsure;
                }
            }
        }
        constraints = rest;
    }
    let holds = |one: &Constraint| one.constant < Rational::ZERO || (one.constant == Rational::ZERO && !one.strict);
    if constraints.iter().all(holds) { Feasible::Yes } else { Feasible::No }
}

fn join(upper: &Constraint, lower: &Constraint, at: usize) -> Option<Constraint> {
    let (up, down) = (*upper.by.get(at)?, lower.by.get(at)?.checked_neg()?);
    let mix = |a: Rational, b: Rational| a.checked_mul(down)?.checked_add(b.checked_mul(up)?);
    let by: Option<Vec<Rational>> = upper.by.iter().zip(&lower.by).map(|(a, b)| mix(*a, *b)).collect();
    Some(Constraint { by: by?, constant: mix(upper.constant, lower.constant)?, strict: upper.strict || lower.strict })
}
