//! Completions: every way in which the open points could turn out, one after the other.

use super::samples::Samples;
use super::time::{self, Now, State};
use exeat::assess::Asked;
use exeat::fact::{ClassificationRecord, FactSet, Role, Shipment};
use exeat::number::Rational;
use exeat::rulebook::{ClauseId, FactId, Rulebook};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// Where a fact stands; a further party is one that nobody named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum At {
    Shipment,
    Party(usize),
    Further(Role),
    EndUse(usize),
    Line(usize),
    Unit(usize),
}

/// An open point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Point<'a> {
    Fact(FactId, At),
    Hour,
    /// Regime and effect: has the suspension come to its end?
    Effect(usize, usize),
    /// Regime and term.
    Reading(usize, &'a str),
    /// Regime, text, unit.
    Gap(usize, &'a str, usize),
    /// The law of a regime, too long unchecked or before its beginning.
    Law(usize),
    /// Is there one more party of the role?
    Further(Role),
    /// Is the party this listed one?
    Listed(At, &'a str),
    /// Regime, item, unit: a limit of low confidence.
    Limit(usize, &'a str, usize),
    /// A word of the unit that stands in entries not on file.
    Unfiled(usize, FactId, usize, usize),
}

impl Point<'_> {
    pub const KINDS: [&'static str; 10] =
        ["fact", "hour", "effect", "reading", "gap", "law", "further", "listed", "limit", "unfiled"];

    pub fn kind(&self) -> &'static str {
        match self {
            Point::Fact(..) => "fact",
            Point::Hour => "hour",
            Point::Effect(..) => "effect",
            Point::Reading(..) => "reading",
            Point::Gap(..) => "gap",
            Point::Law(_) => "law",
            Point::Further(_) => "further",
            Point::Listed(..) => "listed",
            Point::Limit(..) => "limit",
            Point::Unfiled(..) => "unfiled",
        }
    }
}

/// One completion, and how to come to the next.
#[derive(Clone)]
pub struct Completions<'a> {
    pub book: &'a Rulebook,
    pub ship: &'a Shipment,
    pub asked: &'a Asked,
    pub samples: &'a Samples,
    facts: Rc<HashMap<&'a str, FactId>>,
    /// Lines and models, `(line, model)`.
    pub units: Vec<(usize, Option<usize>)>,
    pub now: Now,
    pub hours: Vec<Now>,
    /// Points in the order in which they were asked for, each with its choice and the number of choices.
    pub taken: Vec<(Point<'a>, usize, usize)>,
    asked_for: usize,
    /// Some inner question had too many completions.
    pub gave_up: bool,
    /// Regime and unit: what facts show of the item versions (by address) that a record closes.
    pub shown: BTreeMap<(usize, usize), BTreeMap<usize, Option<bool>>>,
    /// Regime and unit: the record that counts.
    pub records: BTreeMap<(usize, usize), Option<&'a ClassificationRecord>>,
    /// States of clauses and of listed parties, and points of numbers, so that they are worked out once.
    pub states: BTreeMap<(usize, ClauseId, Option<&'a str>, Timestamp), State>,
    pub points: BTreeMap<(FactId, At), Vec<Rational>>,
}

impl<'a> Completions<'a> {
    pub fn new(book: &'a Rulebook, ship: &'a Shipment, asked: &'a Asked, samples: &'a Samples) -> Completions<'a> {
        let models = |line: usize| ship.lines[line].models.len();
        let of_line = |line: usize| match models(line) {
            0 => vec![(line, None)],
            models => (0..models).map(|model| (line, Some(model))).collect(),
        };
        let units = (0..ship.lines.len()).flat_map(of_line).collect();
        let hours = time::hours(book, asked);
        Completions {
            book,
            ship,
            asked,
            samples,
            facts: Rc::new(
                book.vocabulary
                    .facts
                    .iter()
                    .filter_map(|fact| Some((fact.name.as_str(), book.vocabulary.find(&fact.name)?)))
                    .collect(),
            ),
            units,
            now: hours[0],
            hours,
            taken: Vec::new(),
            asked_for: 0,
            gave_up: false,
            shown: BTreeMap::new(),
            records: BTreeMap::new(),
            states: BTreeMap::new(),
            points: BTreeMap::new(),
        }
    }

    /// Calls once for every completion; `false` when there are more than the limit.
    pub fn each(&mut self, limit: usize, mut call: impl FnMut(&mut Self)) -> bool {
        self.taken.clear();
        for _ in 0..limit {
            self.asked_for = 0;
            call(self);
            if self.gave_up {
                return false;
            }
            while self.taken.pop_if(|(_, choice, choices)| *choice + 1 == *choices).is_some() {}
            let Some((_, choice, _)) = self.taken.last_mut() else { return true };
            *choice += 1;
        }
        false
    }

    /// How the point turns out: one of that many choices.
    pub fn pick(&mut self, point: Point<'a>, choices: usize) -> usize {
        if choices == 1 {
            return 0;
        }
        if let Some((_, choice, _)) = self.taken[..self.asked_for].iter().find(|(taken, _, _)| *taken == point) {
            return *choice;
        }
        if self.asked_for == self.taken.len() {
            self.taken.push((point, 0, choices));
        }
        self.asked_for += 1;
        self.taken[self.asked_for - 1].1
    }

    /// A point of yes or no.
    pub fn is(&mut self, point: Point<'a>) -> bool {
        self.pick(point, 2) == 1
    }

    /// The hour at which it leaves, where the law prints one on that day.
    pub fn hour(&mut self) {
        let hour = self.pick(Point::Hour, self.hours.len());
        self.now = self.hours[hour];
    }

    /// The fact of that name.
    pub fn id(&self, name: &str) -> FactId {
        *self.facts.get(name).unwrap_or_else(|| panic!("no fact {name}"))
    }

    /// The facts stated of something.
    pub fn stated(&self, at: At) -> Option<&'a FactSet> {
        match at {
            At::Shipment => Some(&self.ship.facts),
            At::Party(party) => Some(&self.ship.parties[party].facts),
            At::Further(_) => None,
            At::EndUse(end_use) => Some(&self.ship.end_uses[end_use].facts),
            At::Line(line) => Some(&self.ship.lines[line].facts),
            At::Unit(unit) => {
                let (line, model) = self.units[unit];
                let line = &self.ship.lines[line];
                Some(model.map_or(&line.facts, |model| &line.models[model].facts))
            }
        }
    }
}
