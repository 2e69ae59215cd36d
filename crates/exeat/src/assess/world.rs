//! What is known while a condition is looked at: the shipment as stated, or a part of its completions.

use super::State;
use super::linear::LinearState;
use super::prepared::{Holder, Prepared};
use super::program::Mask;
use crate::fact::{Cells, QuickValue, Stated, Value};
use crate::rulebook::{FactId, Scope, WordId};
use std::cell::Cell;

/// A thing that is open: one variable of a completion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Var {
    /// A fact of a holder.
    Fact(Holder, FactId),
    /// The hour at which it leaves.
    Hour,
    /// The reading of a term: regime, term.
    Reading(u8, u16),
    /// A suspension by that effect still holds: regime, effect.
    Effect(u8, u16),
    /// That party is the listed party: regime, party, listed party.
    Near(u8, u16, u32),
    /// A nameless party, or a further one, is one of the listed parties: regime, holder, crowd.
    Nameless(u8, Holder, u16),
    /// A party whose names the list cannot be read for is one of them: regime, party, crowd.
    Unread(u8, u16, u16),
    /// One more party of the role exists.
    Further(crate::fact::Role),
    /// What we lack, for that unit: regime, gap, unit.
    Gap(u8, u32, u16),
    /// The limits of an item of low confidence: regime, item, unit.
    Low(u8, u32, u16),
}

/// What a fact may be.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Dom<'w> {
    /// Its whole domain.
    Full,
    NotApplicable,
    Word(u16),
    /// The whole set, in order.
    Words(&'w [WordId]),
    Cells {
        cells: Cells,
        absent: bool,
    },
    /// One of these words.
    OneOf(&'w Mask),
    /// A set that surely holds some words and may hold others.
    Between {
        must: &'w Mask,
        may: &'w Mask,
    },
}

/// What is known. Two implementors: the facts as stated, and a part of their completions.
pub(crate) trait World {
    fn prepared(&self) -> &Prepared<'_>;
    fn fact(&self, holder: Holder, fact: FactId, scope: Scope) -> Dom<'_>;
    /// A yes/no variable; `None`: open.
    fn flag(&self, var: Var) -> Option<bool>;
    /// Hours of the day that are possible: cells between the printed hours, `None`: all.
    fn hour(&self) -> Option<(u16, u16)>;
    /// Readings of a term that are possible; `None`: all that may count.
    fn readings(&self, regime: u8, term: u16) -> Option<&Mask>;
    /// What is assumed of a comparison over several facts.
    fn linear(&self) -> Option<&LinearState>;
    /// The state of an asked item list, or of a reach rule, if it was worked out in this very world before.
    fn remembered(&self, place: MemoPlace) -> Option<State>;
    fn remember(&self, place: MemoPlace, state: State);
}

/// The facts as stated.
pub(crate) struct AsStated<'p> {
    prepared: &'p Prepared<'p>,
    memo: Vec<Cell<u8>>,
    end_uses: usize,
}

/// Where a remembered state belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MemoPlace {
    pub(crate) regime: u8,
    pub(crate) unit: u16,
    pub(crate) end_use: u16,
    pub(crate) slot: u16,
}

/// Slots a program may keep for one unit.
pub(crate) const MEMO_SLOTS: usize = 24;

impl<'p> AsStated<'p> {
    pub(crate) fn prepared_ref(&self) -> &'p Prepared<'p> {
        self.prepared
    }

    pub(crate) fn new(prepared: &'p Prepared<'p>) -> AsStated<'p> {
        let end_uses = prepared.shipment.end_uses.len().max(1);
        AsStated { prepared, memo: vec![Cell::new(0); prepared.units.len() * end_uses * MEMO_SLOTS], end_uses }
    }
}

impl World for AsStated<'_> {
    fn prepared(&self) -> &Prepared<'_> {
        self.prepared
    }

    #[inline]
    fn fact(&self, holder: Holder, fact: FactId, scope: Scope) -> Dom<'_> {
        let Some(facts) = self.prepared.facts(holder) else { return Dom::Full };
        let Some(quick) = facts.quick(fact) else { return Dom::Full };
        match quick.value {
            QuickValue::Word(word) if word.0 == 0 || quick.signed || scope != Scope::Declaration => Dom::Word(word.0),
            _ if scope == Scope::Declaration && !quick.signed => Dom::Full,
            QuickValue::Unknown | QuickValue::Word(_) => Dom::Full,
            QuickValue::NotApplicable => Dom::NotApplicable,
            QuickValue::Words => Dom::Words(facts.words(fact)),
            QuickValue::Cells { cells, absent } => Dom::Cells { cells, absent },
        }
    }

    fn flag(&self, _: Var) -> Option<bool> {
        None
    }

    fn hour(&self) -> Option<(u16, u16)> {
        None
    }

    fn readings(&self, _: u8, _: u16) -> Option<&Mask> {
        None
    }

    fn linear(&self) -> Option<&LinearState> {
        None
    }

    #[inline]
    fn remembered(&self, place: MemoPlace) -> Option<State> {
        match self.cell(place)?.get() {
            1 => Some(State::False),
            2 => Some(State::Open),
            3 => Some(State::True),
            _ => None,
        }
    }

    #[inline]
    fn remember(&self, place: MemoPlace, state: State) {
        if let Some(cell) = self.cell(place) {
            cell.set(state as u8 + 1);
        }
    }
}

impl AsStated<'_> {
    fn cell(&self, place: MemoPlace) -> Option<&Cell<u8>> {
        if place.regime > 0 || usize::from(place.slot) >= MEMO_SLOTS {
            return None;
        }
        self.memo.get(
            (usize::from(place.unit) * self.end_uses + usize::from(place.end_use)) * MEMO_SLOTS
                + usize::from(place.slot),
        )
    }
}

/// What is stated of a fact and counts: a declaration without author and day is nobody's.
pub(crate) fn stated<'p>(prepared: &'p Prepared<'_>, holder: Holder, fact: FactId, scope: Scope) -> Option<&'p Stated> {
    let stated = prepared.facts(holder)?.get(fact)?;
    let unsigned_no =
        scope == Scope::Declaration && stated.value != Value::Word(WordId(0)) && !stated.author.is_signed();
    (!unsigned_no).then_some(stated)
}

impl State {
    pub(crate) fn of(flag: Option<bool>) -> State {
        match flag {
            Some(true) => State::True,
            Some(false) => State::False,
            None => State::Open,
        }
    }

    pub(crate) fn not(self) -> State {
        match self {
            State::True => State::False,
            State::Open => State::Open,
            State::False => State::True,
        }
    }
}
