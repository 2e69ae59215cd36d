//! Exact answers over completions: is there one in which each goal has its wanted state?
//!
//! Splits on an open part of a goal, always into parts that do not overlap and leave nothing out; Kleene's values
//! cut off what can no longer succeed. Counted in steps, never in time.

use super::State;
use super::eval::{Here, eval};
use super::linear::{Feasible, feasible};
use super::pick::{Split, pick};
use super::program::{NodeId, Program};
use super::splitworld::SplitWorld;

/// Steps of one search; past them the wider answer stands. Belongs to the semantics number.
pub(crate) const STEPS_MAX: u32 = 20_000;

/// A node that is wanted true or false.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Goal {
    pub(crate) program: u8,
    pub(crate) node: NodeId,
    pub(crate) here: Here,
    pub(crate) wanted: bool,
}

/// What a search found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Found {
    Yes,
    No,
    /// Steps ran out, or numbers did: it may be so.
    Unsure,
}

/// Whether some completion gives each goal its wanted state. `any_of`: besides, one of these goals.
pub(crate) fn possible(programs: &[Program<'_>], world: &mut SplitWorld<'_>, goals: &[Goal], any_of: &[Goal]) -> Found {
    let mut search = Search { programs, goals, any_of, steps: 0, unsure: false };
    let found = search.descend(world);
    match found {
        true => Found::Yes,
        false if search.unsure => Found::Unsure,
        false => Found::No,
    }
}

struct Search<'g, 'r> {
    programs: &'g [Program<'r>],
    goals: &'g [Goal],
    any_of: &'g [Goal],
    steps: u32,
    unsure: bool,
}

impl Search<'_, '_> {
    fn state(&self, world: &SplitWorld<'_>, goal: &Goal) -> State {
        let Some(program) = self.programs.get(usize::from(goal.program)) else { return State::Open };
        let state = eval(program, world, goal.here, goal.node);
        if goal.wanted { state } else { state.not() }
    }

    /// The first open goal to work on; `Err(done)` when nothing is open.
    fn next_open(&self, world: &SplitWorld<'_>) -> Result<Goal, bool> {
        let mut open = None;
        for goal in self.goals {
            match self.state(world, goal) {
                State::False => return Err(false),
                State::Open => open = open.or(Some(*goal)),
                State::True => {}
            }
        }
        if !self.any_of.is_empty() {
            let (mut met, mut possible) = (false, None);
            for goal in self.any_of {
                match self.state(world, goal) {
                    State::True => {
                        met = true;
                        break;
                    }
                    State::Open => possible = possible.or(Some(*goal)),
                    State::False => {}
                }
            }
            if !met {
                // The alternatives first: they are the wanted outcome, the others only conditions of it.
                return possible.ok_or(false);
            }
        }
        open.ok_or(true)
    }

    fn descend(&mut self, world: &mut SplitWorld<'_>) -> bool {
        self.steps += 1;
        if self.steps > STEPS_MAX {
            self.unsure = true;
            return false;
        }
        match feasible(self.programs, world) {
            Feasible::No => return false,
            Feasible::Unsure => self.unsure = true,
            Feasible::Yes => {}
        }
        let goal = match self.next_open(world) {
            Err(done) => return done && !self.is_only_unsure(world),
            Ok(goal) => goal,
        };
        let Some(program) = self.programs.get(usize::from(goal.program)) else { return false };
        let Some(split) = pick(program, world, goal.here, goal.node, goal.wanted) else {
            // Nothing to split on though it is open: leave it open.
            self.unsure = true;
            return false;
        };
        self.parts(world, &split)
    }

    fn is_only_unsure(&mut self, world: &SplitWorld<'_>) -> bool {
        feasible(self.programs, world) == Feasible::Unsure
    }

    fn parts(&mut self, world: &mut SplitWorld<'_>, split: &Split) -> bool {
        for part in &split.parts {
            let mark = world.mark();
            let found = world.assume(part) && self.descend(world);
            world.undo(mark);
            if found {
                return true;
            }
            if self.steps > STEPS_MAX {
                return false;
            }
        }
        false
    }
}
