//! A part of the completions: the facts as stated, narrowed step by step, each step undone when the search turns back.

use super::State;
use super::linear::{LinearKey, LinearState};
use super::prepared::{Holder, Prepared};
use super::program::Mask;
use super::world::{AsStated, Dom, MemoPlace, Var, World};
use crate::fact::Cells;
use crate::rulebook::{Compare, FactId, Scope};
use std::cell::Cell;
use std::collections::BTreeMap;

/// What one variable is narrowed to.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Narrow {
    Flag(bool),
    Cells { cells: Cells, absent: bool },
    OneOf(Mask),
    Between { must: Mask, may: Mask },
    Hours(u16, u16),
    Readings(Mask),
}

/// One assumption of a part.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Assume {
    Narrow(Var, Narrow),
    /// A comparison over several facts holds in this form; `whole`: it is the comparison itself or its opposite.
    Linear(LinearKey, Compare, bool),
    /// Nothing can be so.
    Impossible,
}

/// A part of the completions.
pub(crate) struct SplitWorld<'p> {
    stated: &'p AsStated<'p>,
    /// Each with the one of the same variable that it hides.
    narrowed: Vec<(Var, Narrow, Option<usize>)>,
    /// The narrowest of each variable, by its place in `narrowed`.
    latest: BTreeMap<Var, usize>,
    linear: LinearState,
    /// Rises with each step, so that nothing is remembered from another world.
    generation: u32,
    memo: Vec<Cell<Option<(u32, MemoPlace, State)>>>,
}

/// How far a world was narrowed.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Mark(usize, usize);

impl<'p> SplitWorld<'p> {
    pub(crate) fn new(stated: &'p AsStated<'p>) -> SplitWorld<'p> {
        SplitWorld {
            stated,
            narrowed: Vec::new(),
            latest: BTreeMap::new(),
            linear: LinearState::default(),
            generation: 0,
            memo: Vec::new(),
        }
    }

    /// Makes room to remember states: worth it once a world is narrowed more than once.
    fn with_memo(&mut self) {
        if self.memo.is_empty() {
            self.memo = vec![Cell::new(None); MEMO_SLOTS];
        }
    }

    pub(crate) fn mark(&self) -> Mark {
        Mark(self.narrowed.len(), self.linear.assumed.len())
    }

    pub(crate) fn undo(&mut self, mark: Mark) {
        while self.narrowed.len() > mark.0 {
            let Some((var, _, hidden)) = self.narrowed.pop() else { break };
            match hidden {
                Some(before) => self.latest.insert(var, before),
                None => self.latest.remove(&var),
            };
        }
        self.linear.assumed.truncate(mark.1);
        self.generation += 1;
    }

    /// Narrows; false when nothing is left.
    pub(crate) fn assume(&mut self, assumptions: &[Assume]) -> bool {
        self.generation += 1;
        self.with_memo();
        for one in assumptions {
            match one {
                Assume::Impossible => return false,
                Assume::Narrow(var, narrow) => {
                    let hidden = self.latest.insert(*var, self.narrowed.len());
                    self.narrowed.push((*var, narrow.clone(), hidden));
                }
                Assume::Linear(key, compare, whole) => self.linear.assumed.push((*key, *compare, *whole)),
            }
        }
        true
    }

    fn latest(&self, var: Var) -> Option<&Narrow> {
        let at = self.latest.get(&var)?;
        self.narrowed.get(*at).map(|(_, narrow, _)| narrow)
    }
}

impl World for SplitWorld<'_> {
    fn prepared(&self) -> &Prepared<'_> {
        self.stated.prepared()
    }

    fn fact(&self, holder: Holder, fact: FactId, scope: Scope) -> Dom<'_> {
        match self.latest(Var::Fact(holder, fact)) {
            Some(Narrow::Cells { cells, absent }) => Dom::Cells { cells: *cells, absent: *absent },
            Some(Narrow::OneOf(mask)) => Dom::OneOf(mask),
            Some(Narrow::Between { must, may }) => Dom::Between { must, may },
            _ => self.stated.fact(holder, fact, scope),
        }
    }

    fn flag(&self, var: Var) -> Option<bool> {
        match self.latest(var) {
            Some(Narrow::Flag(flag)) => Some(*flag),
            _ => None,
        }
    }

    fn hour(&self) -> Option<(u16, u16)> {
        match self.latest(Var::Hour) {
            Some(Narrow::Hours(low, high)) => Some((*low, *high)),
            _ => None,
        }
    }

    fn readings(&self, regime: u8, term: u16) -> Option<&Mask> {
        match self.latest(Var::Reading(regime, term)) {
            Some(Narrow::Readings(mask)) => Some(mask),
            _ => None,
        }
    }

    fn linear(&self) -> Option<&LinearState> {
        Some(&self.linear)
    }

    fn remembered(&self, place: MemoPlace) -> Option<State> {
        let (generation, known, state) = self.memo.get(slot_of(place))?.get()?;
        (generation == self.generation && known == place).then_some(state)
    }

    fn remember(&self, place: MemoPlace, state: State) {
        if let Some(cell) = self.memo.get(slot_of(place)) {
            cell.set(Some((self.generation, place, state)));
        }
    }
}

/// States remembered at once; what falls on the same slot is worked out again.
const MEMO_SLOTS: usize = 128;

fn slot_of(place: MemoPlace) -> usize {
    let mixed = usize::from(place.unit) * 31
        + usize::from(place.end_use) * 17
        + usize::from(place.regime) * 7
        + usize::from(place.slot);
    mixed % MEMO_SLOTS
}
