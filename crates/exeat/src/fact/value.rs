//! A stated fact: its value, who says so, since when, on which evidence.

use crate::number::{Interval, Rational};
use crate::rulebook::{FactId, WordId};
use jiff::civil::Date;
use std::sync::Arc;

/// Facts about one thing, in order of fact.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FactSet {
    stated: Vec<(FactId, Stated)>,
    // INVARIANT (quick): as long as `stated`, in the same order, made from it in `set`.
    quick: Vec<Quick>,
}

/// What a rule needs of a stated fact, small enough that a line's facts share a few cache lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Quick {
    pub(crate) fact: FactId,
    pub(crate) value: QuickValue,
    /// Its author and day are known.
    pub(crate) signed: bool,
}

/// The value of a [`Quick`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QuickValue {
    Unknown,
    NotApplicable,
    Word(WordId),
    /// A set: its words stand in the fact itself.
    Words,
    Cells {
        cells: Cells,
        absent: bool,
    },
}

impl FactSet {
    /// What is stated of that fact.
    #[must_use]
    pub fn get(&self, id: FactId) -> Option<&Stated> {
        let at = self.quick.binary_search_by_key(&id, |quick| quick.fact).ok()?;
        self.stated.get(at).map(|(_, stated)| stated)
    }

    /// All facts with what is stated of each, in order of fact.
    pub fn iter(&self) -> impl Iterator<Item = (FactId, &Stated)> {
        self.stated.iter().map(|(fact, stated)| (*fact, stated))
    }

    pub(crate) fn quick(&self, id: FactId) -> Option<Quick> {
        let at = self.quick.binary_search_by_key(&id, |quick| quick.fact).ok()?;
        self.quick.get(at).copied()
    }

    /// The words of a stated set.
    pub(crate) fn words(&self, id: FactId) -> &[WordId] {
        match self.get(id).map(|stated| &stated.value) {
            Some(Value::Words(words)) => words,
            _ => &[],
        }
    }

    /// States a fact, in place of what was stated of it before.
    pub fn set(&mut self, id: FactId, stated: Stated) {
        let quick = Quick { fact: id, value: QuickValue::of(&stated.value), signed: stated.author.is_signed() };
        match self.quick.binary_search_by_key(&id, |quick| quick.fact) {
            Ok(at) => {
                if let (Some(old), Some(before)) = (self.stated.get_mut(at), self.quick.get_mut(at)) {
                    old.1 = stated;
                    *before = quick;
                }
            }
            Err(at) => {
                self.stated.insert(at, (id, stated));
                self.quick.insert(at, quick);
            }
        }
    }
}

impl QuickValue {
    fn of(value: &Value) -> QuickValue {
        match value {
            Value::Unknown => QuickValue::Unknown,
            Value::NotApplicable => QuickValue::NotApplicable,
            Value::Word(word) => QuickValue::Word(*word),
            // A set of one word answers every question as that word does.
            Value::Words(words) => match words.as_slice() {
                [only] => QuickValue::Word(*only),
                _ => QuickValue::Words,
            },
            Value::Number { cells, absent, .. } => QuickValue::Cells { cells: *cells, absent: *absent },
        }
    }
}

/// What is stated of one fact, all sources together.
#[derive(Debug, Clone, PartialEq)]
pub struct Stated {
    /// The value: of several sources the hull.
    pub value: Value,
    /// Who says so (the first source's author, else the declaration's).
    pub author: Author,
    /// All sources as given, when there is more than one.
    pub sources: Vec<Source>,
    /// The sources exclude each other: a finding.
    pub at_odds: bool,
}

/// Who said it, when, on which evidence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Author {
    /// Name as given.
    pub by: Option<Arc<str>>,
    /// Day.
    pub on: Option<Date>,
    /// Id of the evidence.
    pub evidence: Option<Arc<str>>,
    /// The name is the declaration's, not the fact's own.
    pub from_declaration: bool,
}

impl Author {
    /// Somebody on some day: only then does a person's word count.
    #[must_use]
    pub fn is_signed(&self) -> bool {
        self.on.is_some() && self.by.as_deref().is_some_and(|by| !by.trim().is_empty())
    }
}

/// One of several sources of a fact.
#[derive(Debug, Clone, PartialEq)]
pub struct Source {
    /// As written.
    pub text: String,
    /// Its value.
    pub value: Value,
    /// Its author.
    pub author: Author,
}

/// A value of a fact. Unknown is a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Nobody has said.
    Unknown,
    /// The question does not arise: every comparison is false.
    NotApplicable,
    /// One word (yes-no, choice, country).
    Word(WordId),
    /// The whole set, in order (set, countries, text).
    Words(Vec<WordId>),
    /// A number: its range in base units.
    Number {
        /// What it may be, in base units, within the fact's domain.
        range: Interval,
        /// The same in cells of [`crate::rulebook::Fact::bounds`].
        cells: Cells,
        /// A "below limit" value that counts as absent (`absent_below`).
        absent: bool,
        /// As written, `< 0.01 %`.
        text: Arc<str>,
    },
}

/// A range of cells that the bounds `b0 < b1 < …` cut a number line into: cell `2i` lies below `bi`
/// (and above the bound before), cell `2i + 1` is `bi` itself, cell `2n` lies above the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cells {
    /// The lowest cell.
    pub low: u32,
    /// The highest cell.
    pub high: u32,
}

impl Cells {
    /// The cells that a range touches.
    #[must_use]
    pub fn of(range: &Interval, bounds: &[Rational]) -> Cells {
        let last = 2 * count(bounds.len());
        let low = range.low.map_or(0, |end| {
            let cell = cell_of(end.at, bounds);
            // An open lower end at a bound leaves the bound's own cell.
            if !end.closed && cell % 2 == 1 { cell + 1 } else { cell }
        });
        let high = range.high.map_or(last, |end| {
            let cell = cell_of(end.at, bounds);
            if !end.closed && cell % 2 == 1 { cell - 1 } else { cell }
        });
        Cells { low, high: high.max(low) }
    }
}

/// A day as a number: days since 1970-01-01. Facts of type date, and the limits that rules set them, are such numbers.
#[must_use]
pub fn day_number(day: Date) -> Rational {
    let epoch = jiff::civil::date(1970, 1, 1);
    Rational::whole(day.duration_since(epoch).as_hours() / 24)
}

fn count(bounds: usize) -> u32 {
    u32::try_from(bounds).unwrap_or(u32::MAX / 4)
}

fn cell_of(at: Rational, bounds: &[Rational]) -> u32 {
    match bounds.binary_search(&at) {
        Ok(found) => 2 * count(found) + 1,
        Err(above) => 2 * count(above),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::End;

    #[test]
    fn cells_follow_the_bounds() {
        let bounds = [Rational::whole(1), Rational::whole(3)];
        let point = |n| Cells::of(&Interval::point(Rational::whole(n)), &bounds);
        assert_eq!((point(0).low, point(1).low, point(2).low, point(3).low, point(9).low), (0, 1, 2, 3, 4));
        let end = |n, closed| Some(End { at: Rational::whole(n), closed });
        let open = Interval { low: end(1, false), high: end(3, false) };
        assert_eq!(Cells::of(&open, &bounds), Cells { low: 2, high: 2 });
        assert_eq!(Cells::of(&Interval::ALL, &bounds), Cells { low: 0, high: 4 });
    }
}
