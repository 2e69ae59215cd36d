//! The value of a fact in one completion.

use super::completion::{At, Completions, Point};
use super::oracle::Here;
use exeat::fact::Value;
use exeat::number::Rational;
use exeat::rulebook::{FactId, FactType, Scope};

/// A value; of words one bit each.
#[derive(Clone, Copy)]
pub enum Taken {
    /// The fact does not arise: every predicate on it is false.
    Never,
    Words(u64),
    /// A number, and whether it counts as absent.
    Number(Rational, bool),
}

impl<'a> Completions<'a> {
    /// Whether the fact has, or its set holds, one of the words.
    pub fn has(&mut self, name: &str, words: &[String], h: Here) -> bool {
        let fact = self.book.vocabulary.fact(self.id(name));
        let is_country = matches!(fact.kind, FactType::Country | FactType::Countries);
        let bit = |word: &String| match is_country {
            true => self.book.countries.iter().position(|country| country.code == *word),
            false => fact.words.iter().position(|known| known.word == *word),
        };
        let asked: u64 = words.iter().filter_map(bit).map(|bit| 1 << bit).fold(0, |all, bit| all | bit);
        matches!(self.fact(name, h), Taken::Words(held) if held & asked != 0)
    }

    pub fn number(&mut self, name: &str, h: Here) -> Option<Rational> {
        match self.fact(name, h) {
            Taken::Number(number, _) => Some(number),
            _ => None,
        }
    }

    /// Over the shipment's lines: a line's own figure where it states one, else those of its models. What the fact does
    /// not arise of adds nothing.
    pub fn total(&mut self, name: &str, h: Here) -> Option<Rational> {
        let id = self.id(name);
        let mut parts = Vec::new();
        for (unit, (line, model)) in self.units.clone().into_iter().enumerate() {
            let of_line = self.ship.lines[line]
                .facts
                .get(id)
                .filter(|stated| model.is_some() && matches!(stated.value, Value::Number { .. }));
            match (of_line, model) {
                (Some(_), Some(1..)) => {}
                (Some(_), _) => parts.push(self.fact_at(id, At::Line(line), Here { unit, ..h })),
                (None, _) => parts.push(self.fact_at(id, At::Unit(unit), Here { unit, ..h })),
            }
        }
        let numbers =
            parts.into_iter().filter_map(|part| if let Taken::Number(number, _) = part { Some(number) } else { None });
        numbers.reduce(|sum, part| sum.checked_add(part).unwrap())
    }

    pub fn fact(&mut self, name: &str, h: Here) -> Taken {
        let id = self.id(name);
        let at = match self.book.vocabulary.fact(id).scope {
            Scope::Shipment => At::Shipment,
            Scope::Party => h.party.unwrap(),
            Scope::EndUse | Scope::Declaration => At::EndUse(h.end_use),
            Scope::Line => At::Unit(h.unit),
        };
        self.fact_at(id, at, h)
    }

    fn fact_at(&mut self, id: FactId, at: At, h: Here) -> Taken {
        let fact = self.book.vocabulary.fact(id);
        if let Some(when) = &fact.applies_when
            && !self.holds(when, Here { recalled: None, ..h })
        {
            return Taken::Never;
        }
        let stated = self.stated(at).and_then(|facts| facts.get(id));
        // Of the catch-all's facts a "no" that nobody answers for is no answer.
        let by_nobody = stated.is_some_and(|stated| {
            fact.scope == Scope::Declaration && (stated.author.by.is_none() || stated.author.on.is_none())
        });
        let (words, countries) = (fact.words.len(), self.book.countries.len());
        let point = Point::Fact(id, at);
        match (stated.map(|stated| &stated.value), fact.kind) {
            (Some(Value::NotApplicable), _) => Taken::Never,
            (Some(Value::Word(word)), _) if !(by_nobody && word.0 == 1) => Taken::Words(1 << word.0),
            (Some(Value::Words(words)), _) => Taken::Words(words.iter().fold(0, |all, word| all | 1 << word.0)),
            (Some(Value::Number { range, absent, .. }), _) => self.sample(id, range, at, *absent),
            (_, FactType::Share | FactType::Quantity | FactType::Date) => self.sample(id, &fact.domain, at, false),
            (_, FactType::YesNo | FactType::Choice) => Taken::Words(1 << self.pick(point, words)),
            (_, FactType::Country) => Taken::Words(1 << self.pick(point, countries)),
            (_, FactType::Countries) => Taken::Words(self.pick(point, 1 << countries) as u64),
            // Of the texts that rules ask for some or none: a shipment may state several.
            (_, FactType::Text) => Taken::Words(self.pick(point, 1 << words) as u64),
            // A set that knows `none-of-these` is that or something, never empty.
            (_, FactType::Set) => {
                let alone = fact.words.iter().position(|word| word.word == "none-of-these").map_or(0, |at| 1 << at);
                let sets: Vec<u64> =
                    (0..1 << words).filter(|set| *set == alone || set & alone == 0 && *set != 0).collect();
                Taken::Words(sets[self.pick(point, sets.len())])
            }
        }
    }

    fn sample(&mut self, id: FactId, range: &exeat::number::Interval, at: At, absent: bool) -> Taken {
        let (samples, fact) = (self.samples, self.book.vocabulary.fact(id));
        let count = self.points.entry((id, at)).or_insert_with(|| samples.of(id, fact, range)).len();
        let choice = self.pick(Point::Fact(id, at), count);
        Taken::Number(self.points[&(id, at)][choice], absent)
    }
}
