//! The facts that rules may ask for, units with exact factors, countries.

use super::Localised;
use super::condition::Condition;
use crate::number::{Interval, Rational};

/// Index of a fact in [`Vocabulary::facts`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FactId(pub u16);

/// Index of a word in [`Fact::words`]; of a country in [`super::Rulebook::countries`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct WordId(pub u16);

/// All facts, in order of name.
#[derive(Debug, Clone, Default)]
pub struct Vocabulary {
    /// Facts in order of name.
    pub facts: Vec<Fact>,
    /// The kinds of evidence, in order of word.
    pub papers: Vec<PaperKind>,
}

/// A kind of evidence: one question paper.
#[derive(Debug, Clone)]
pub struct PaperKind {
    /// `test_report`.
    pub word: String,
    /// What it costs to obtain, 1 to 3.
    pub cost: u32,
}

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// The shipment.
    Shipment,
    /// One party.
    Party,
    /// One end use.
    EndUse,
    /// What the exporter declares of an end use: the catch-all's facts.
    Declaration,
    /// One line or model.
    Line,
}

/// The form of a fact's value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactType {
    /// Words `yes` (0) and `no` (1).
    YesNo,
    /// One word.
    Choice,
    /// A set of words; `none-of-these` stands alone.
    Set,
    /// A share of mass, value, atoms or volume.
    Share,
    /// A number with a unit.
    Quantity,
    /// A day.
    Date,
    /// A country.
    Country,
    /// A set of countries.
    Countries,
    /// Free text, compared for equality only; its words are those that rules ask for, and "other".
    Text,
}

/// One fact that rules may ask for.
#[derive(Debug, Clone)]
pub struct Fact {
    /// `dysprosium`.
    pub name: String,
    /// What it is about.
    pub scope: Scope,
    /// The form of its value.
    pub kind: FactType,
    /// Unit in which it is shown, and whose dimension and basis it has.
    pub unit: Option<UnitId>,
    /// What it may be, in base units.
    pub domain: Interval,
    /// Words in the order written (`yes`, `no`; for text: those that rules ask for).
    pub words: Vec<Word>,
    /// Outside it, every predicate on the fact is false.
    pub applies_when: Option<Condition>,
    /// A "below limit" value whose limit is at most this counts as absent; in base units.
    pub absent_below: Option<Rational>,
    /// The evidence that answers it.
    pub paper: Option<String>,
    /// What an answer costs, 1 to 3.
    pub cost: u32,
    /// Who can answer.
    pub who: Vec<String>,
    /// False: findings, routes and duties only.
    pub gates: bool,
    /// The question.
    pub question: Localised,
    /// A field of the shipment, not a stated fact.
    pub built_in: bool,
    /// Limits that any rule compares it with, ascending, in base units; nought too where `contains` asks.
    pub bounds: Vec<Rational>,
    /// Places in `words`, in order of the words: see [`in_order`].
    pub by_word: Vec<u16>,
}

/// A word that a fact may have.
#[derive(Debug, Clone)]
pub struct Word {
    /// `permanent-magnet`.
    pub word: String,
    /// Every entry with this word is on file since that day.
    pub whole_since: Option<jiff::civil::Date>,
    /// Its name in the regime's languages, if given.
    pub label: Localised,
}

/// Index of a unit in [`Units::units`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub u16);

/// All units, in order of symbol.
#[derive(Debug, Clone, Default)]
pub struct Units {
    /// Units in order of symbol.
    pub units: Vec<Unit>,
}

/// What a unit measures, with its basis: `share of mass` and `share of value` are two dimensions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Dimension(pub String);

/// One unit: `base = value × factor + offset`.
#[derive(Debug, Clone)]
pub struct Unit {
    /// `wt%`.
    pub symbol: String,
    /// What it measures.
    pub dimension: Dimension,
    /// Exact factor to the base unit.
    pub factor: Rational,
    /// Exact offset, for scales such as degrees Celsius.
    pub offset: Rational,
}

/// A country or customs zone.
#[derive(Debug, Clone)]
pub struct Country {
    /// `JP`, `CN-bonded`.
    pub code: String,
    /// Name in three languages.
    pub name: Localised,
    /// The country of a zone.
    pub within: Option<String>,
}

impl Vocabulary {
    /// The fact of that name.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<FactId> {
        let at = self.facts.binary_search_by(|fact| fact.name.as_str().cmp(name)).ok()?;
        u16::try_from(at).ok().map(FactId)
    }

    /// A fact by its id.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "FactId is made by `find` and the loader for this very vector")]
    pub fn fact(&self, id: FactId) -> &Fact {
        &self.facts[id.0 as usize]
    }
}

impl Fact {
    /// The word's place among the fact's words (not for countries).
    #[must_use]
    pub fn word(&self, word: &str) -> Option<WordId> {
        let text = |at: &u16| self.words.get(usize::from(*at)).map_or("", |known| known.word.as_str());
        let at = self.by_word.binary_search_by(|at| text(at).cmp(word)).ok()?;
        self.by_word.get(at).copied().map(WordId)
    }
}

/// Places of words in order of the words, for [`Fact::word`].
#[must_use]
pub fn in_order(words: &[Word]) -> Vec<u16> {
    let mut order: Vec<u16> = (0..u16::try_from(words.len()).unwrap_or(u16::MAX)).collect();
    order.sort_by_key(|at| words.get(usize::from(*at)).map(|word| word.word.as_str()));
    order
}

impl Units {
    /// The unit of that symbol.
    #[must_use]
    pub fn find(&self, symbol: &str) -> Option<UnitId> {
        let at = self.units.binary_search_by(|unit| unit.symbol.as_str().cmp(symbol)).ok()?;
        u16::try_from(at).ok().map(UnitId)
    }

    /// A unit by its id.
    #[must_use]
    #[expect(clippy::indexing_slicing, reason = "UnitId is made by `find` and the loader for this very vector")]
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0 as usize]
    }

    /// A value of that unit in the base unit; `None` when it does not fit.
    #[must_use]
    pub fn to_base(&self, value: Rational, unit: UnitId) -> Option<Rational> {
        let unit = self.unit(unit);
        value.checked_mul(unit.factor)?.checked_add(unit.offset)
    }

    /// A value of the base unit in that unit; `None` when it does not fit.
    #[must_use]
    pub fn from_base(&self, base: Rational, unit: UnitId) -> Option<Rational> {
        let unit = self.unit(unit);
        base.checked_sub(unit.offset)?.checked_div(unit.factor)
    }
}

/// A day as a number, so that dates are compared like every other quantity: days since 1970-01-01.
#[must_use]
pub fn day_number(day: jiff::civil::Date) -> Rational {
    let epoch = jiff::civil::Date::constant(1970, 1, 1);
    Rational::whole(day.since(epoch).map_or(0, |span| i64::from(span.get_days())))
}
