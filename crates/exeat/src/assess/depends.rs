//! Whether the outcome hangs on a variable: are there two completions that differ in it alone and in the outcome?

use super::eval::{Here, eval, for_each_item};
use super::linear;
use super::marks::Marks;
use super::pick::{Split, pick, split_linear};
use super::prepared::Holder;
use super::program::{Mask, NodeId, Op, Program};
use super::search::Goal;
use super::splitworld::{Assume, Narrow, SplitWorld};
use super::world::{AsStated, Dom, Var, World};
use super::{Outcome, State};
use crate::fact::Cells;
use crate::rulebook::{FactId, FactType};

/// Steps spent on one question of dependence; past them it is asked.
const STEPS_MAX: u32 = 200;
/// The same where too much is open on the line to follow each item.
const STEPS_MAX_COARSE: u32 = 12;
/// Values of one variable that are told apart.
const CLASSES_MAX: usize = 320;

/// Asked words of one set that are told apart also where it holds several of them.
const WORDS_JOINED_MAX: usize = 4;

/// Whether the outcome of a unit hangs on a variable: two completions that differ in it alone differ in outcome.
pub(crate) fn depends(
    programs: &[Program<'_>],
    stated: &AsStated<'_>,
    prohibit: &[Goal],
    require: &[Goal],
    var: Var,
    coarse: bool,
) -> bool {
    let mut world = SplitWorld::new(stated);
    let mut ways = compared_with_others(programs, stated, var);
    ways.insert(0, classes(programs, stated, var));
    ways.retain(|classes| classes.len() > 1);
    if ways.is_empty() {
        return false;
    }
    let marks: Vec<Marks> = programs.iter().map(|program| Marks::of(program, var)).collect();
    let steps_max = if coarse { STEPS_MAX_COARSE } else { STEPS_MAX };
    ways.iter().any(|classes| {
        let mut twins = Twins { programs, prohibit, require, classes, marks: &marks, steps: 0, steps_max };
        twins.differ(&mut world)
    })
}

/// What is added, divided or totalled also makes a difference within a cell: each such comparison turns out one way or the other.
fn compared_with_others(programs: &[Program<'_>], stated: &AsStated<'_>, var: Var) -> Vec<Vec<Vec<Assume>>> {
    let Var::Fact(holder, fact) = var else { return Vec::new() };
    let mut ways = Vec::new();
    for program in programs {
        for (linear, at) in program.linears.iter().zip(0_u16..) {
            let summed = |holder: Holder| stated.prepared().summed(fact).iter().any(|(of, _)| *of == holder);
            let here = match holder {
                _ if linear.terms.iter().all(|(_, of)| *of != fact) => continue,
                _ if linear.over_lines && !summed(holder) => continue,
                _ if linear.over_lines => Here { unit: 0, end_use: 0, party: None },
                Holder::Unit(unit) => Here { unit, end_use: 0, party: None },
                Holder::EndUse(end_use) => Here { unit: 0, end_use, party: None },
                Holder::Party(_) | Holder::Further(_) => Here { unit: 0, end_use: 0, party: Some(holder) },
                Holder::Shipment => Here { unit: 0, end_use: 0, party: None },
                Holder::Line(_) => continue,
            };
            if linear::state(program, stated, here, at) == State::Open {
                ways.push(split_linear(program, here, at, true).parts);
            }
        }
    }
    ways
}

struct Twins<'g, 'r> {
    programs: &'g [Program<'r>],
    prohibit: &'g [Goal],
    require: &'g [Goal],
    classes: &'g [Vec<Assume>],
    /// Nodes below which the variable stands, for each program.
    marks: &'g [Marks],
    steps: u32,
    steps_max: u32,
}

impl Twins<'_, '_> {
    /// Kleene's bounds of the outcome, and an open goal to work on: first those on which the variable has no bearing.
    fn bounds(&self, world: &SplitWorld<'_>) -> (Outcome, Outcome, Option<Goal>) {
        let (mut low, mut high) = (Outcome::NoLicenceRequired, Outcome::NoLicenceRequired);
        let (mut beside, mut with) = (None, None);
        for (goals, outcome) in [(self.prohibit, Outcome::Prohibited), (self.require, Outcome::LicenceRequired)] {
            for goal in goals {
                if low >= outcome {
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
                        let slot = if self.is_marked(goal) { &mut with } else { &mut beside };
                        *slot = slot.or(Some(*goal));
                    }
                    State::False => {}
                }
            }
        }
        (low, high, beside.or(with))
    }

    fn is_marked(&self, goal: &Goal) -> bool {
        self.marks.get(usize::from(goal.program)).is_some_and(|marks| marks.has(goal.node))
    }

    /// A split that takes what stands beside the variable out of the way: other goals false, other conditions of its own goal met.
    fn split(&self, world: &SplitWorld<'_>, goal: Goal) -> Option<Split> {
        let program = self.programs.get(usize::from(goal.program))?;
        match self.marks.get(usize::from(goal.program)).filter(|marks| marks.has(goal.node)) {
            Some(marks) => beside(program, world, goal.here, goal.node, marks)
                .or_else(|| pick(program, world, goal.here, goal.node, true)),
            None => pick(program, world, goal.here, goal.node, false),
        }
    }

    fn differ(&mut self, world: &mut SplitWorld<'_>) -> bool {
        self.steps += 1;
        if self.steps > self.steps_max {
            return true;
        }
        let (mut lowest_high, mut highest_low, mut open) = (Outcome::Prohibited, Outcome::NoLicenceRequired, None);
        let (mut lowest, mut highest) = (Outcome::Prohibited, Outcome::NoLicenceRequired);
        for class in self.classes {
            let mark = world.mark();
            if world.assume(class) && linear::feasible(self.programs, world) != linear::Feasible::No {
                let (low, high, goal) = self.bounds(world);
                lowest_high = lowest_high.min(high);
                highest_low = highest_low.max(low);
                lowest = lowest.min(low);
                highest = highest.max(high);
                if low != high && open.is_none() {
                    open = goal.and_then(|goal| self.split(world, goal));
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
            let differ = world.assume(part)
                && linear::feasible(self.programs, world) != linear::Feasible::No
                && self.differ(world);
            world.undo(mark);
            if differ {
                return true;
            }
        }
        false
    }
}

/// An open part that stands beside the variable, wanted so that the variable's own part decides.
fn beside(program: &Program<'_>, world: &SplitWorld<'_>, here: Here, at: NodeId, marks: &Marks) -> Option<Split> {
    let open = |node: NodeId| eval(program, world, here, node) == State::Open;
    match program.node(at).op {
        Op::And | Op::Exempt(_) | Op::Or | Op::AtLeast(_) => {
            let wanted = !matches!(program.node(at).op, Op::Or | Op::AtLeast(_));
            let other = program.children(at).find(|child| !marks.has(*child) && open(*child));
            match other {
                Some(child) => pick(program, world, here, child, wanted),
                None => program
                    .children(at)
                    .filter(|child| marks.has(*child) && open(*child))
                    .find_map(|child| beside(program, world, here, child, marks)),
            }
        }
        Op::Not | Op::Limb(_) => beside(program, world, here, at + 1, marks),
        Op::Call(definition) => {
            beside(program, world, here, program.definitions.get(usize::from(definition))?.1, marks)
        }
        Op::Reach(rule) => beside(program, world, here, program.rules.get(usize::from(rule))?.whole, marks),
        Op::Listed(asked) => {
            let (mut other, mut own) = (None, None);
            for_each_item(program, world, here, asked, &mut |item, state| {
                if let Some(of) = program.items.get(item as usize).filter(|_| state == State::Open) {
                    let slot = if marks.has(of.node) { &mut own } else { &mut other };
                    *slot = slot.or(Some(of.node));
                }
                true
            });
            match (other, own) {
                (Some(node), _) => pick(program, world, here, node, false),
                (None, Some(node)) => beside(program, world, here, node, marks),
                (None, None) => None,
            }
        }
        _ => None,
    }
}

/// The values of a variable that may make a difference, each as an assumption.
fn classes(programs: &[Program<'_>], stated: &AsStated<'_>, var: Var) -> Vec<Vec<Assume>> {
    let one = |narrow: Narrow| vec![Assume::Narrow(var, narrow)];
    match var {
        Var::Fact(holder, fact) => {
            programs.first().map_or_else(Vec::new, |program| fact_classes(program, stated, holder, fact, var))
        }
        Var::Hour => {
            let last = programs.first().map_or(0, |program| program.hours.0.len());
            (0..=u16::try_from(last).unwrap_or(0)).map(|cell| one(Narrow::Hours(cell, cell))).collect()
        }
        Var::Reading(regime, term) => programs
            .get(usize::from(regime))
            .and_then(|program| program.terms.get(usize::from(term)))
            .map_or_else(Vec::new, |term| {
                term.candidates.iter().map(|number| one(Narrow::Readings(Mask::of([number])))).collect()
            }),
        _ => vec![one(Narrow::Flag(false)), one(Narrow::Flag(true))],
    }
}

fn fact_classes(
    program: &Program<'_>,
    stated: &AsStated<'_>,
    holder: Holder,
    fact: FactId,
    var: Var,
) -> Vec<Vec<Assume>> {
    let of = program.rulebook.vocabulary.fact(fact);
    let one = |narrow: Narrow| vec![Assume::Narrow(var, narrow)];
    let dom = stated.fact(holder, fact, of.scope);
    match of.kind {
        FactType::Share | FactType::Quantity | FactType::Date => {
            let (cells, absent) = match dom {
                Dom::Cells { cells, absent } => (cells, absent),
                _ => (program.domains.get(usize::from(fact.0)).copied().unwrap_or(Cells { low: 0, high: 0 }), false),
            };
            (cells.low..=cells.high)
                .filter(|cell| program.filled(fact, Cells { low: *cell, high: *cell }).is_some())
                .take(CLASSES_MAX)
                .map(|cell| one(Narrow::Cells { cells: Cells { low: cell, high: cell }, absent }))
                .collect()
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
            let asked: Vec<u16> = asked_words(program, fact);
            if asked.len() <= WORDS_JOINED_MAX {
                let sets = (0..1_u16 << asked.len()).filter(|set| set.count_ones() > 1);
                let words = |set: u16| asked.iter().zip(0..).filter(move |(_, at)| set >> at & 1 == 1);
                let masks = sets.map(|set| Mask::of(words(set).map(|(word, _)| *word)));
                classes.extend(masks.map(|mask| one(Narrow::Between { must: mask.clone(), may: mask })));
            }
            classes
        }
    }
}

/// Words of a set that conditions ask for, without the one that stands alone.
fn asked_words(program: &Program<'_>, fact: FactId) -> Vec<u16> {
    let alone = program.rulebook.vocabulary.fact(fact).word("none-of-these").map(|word| word.0);
    let mut asked = Mask::default();
    for node in &program.nodes {
        match node.op {
            Op::Word { fact: of, word, .. } if of == fact => asked.add(word),
            Op::Words { fact: of, mask, .. } if of == fact => {
                program.masks.get(usize::from(mask)).into_iter().flat_map(Mask::iter).for_each(|word| asked.add(word));
            }
            _ => {}
        }
    }
    asked.iter().filter(|word| Some(*word) != alone).collect()
}
