//! Whether the outcome hangs on a variable: are there two completions that differ in it alone and in the outcome?

use super::eval::{Here, eval, for_each_item};
use super::linear;
use super::marks::Marks;
use super::pick::{Split, pick};
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
    let classes = classes(programs, stated, var);
    if classes.len() < 2 {
        return false;
    }
    let marks: Vec<Marks> = programs.iter().map(|program| Marks::of(program, var)).collect();
    let mut twins = Twins {
        programs,
        prohibit,
        require,
        classes: &classes,
        marks: &marks,
        steps: 0,
        steps_max: if coarse { STEPS_MAX_COARSE } else { STEPS_MAX },
    };
    twins.differ(&mut world)
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
            if world.assume(class) {
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
                && super::linear::feasible(self.programs, world) != linear::Feasible::No
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
            classes
        }
    }
}
