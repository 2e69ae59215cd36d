//! Comparisons to nodes: one fact against a limit as cells, several facts as one linear condition.

use super::condition::{Compiler, asks_of, cell};
use crate::assess::program::{Linear, NodeId, Op};
use crate::number::Rational;
use crate::rulebook::{Compare, Condition, FactId, Literal, Quantity, Scope, day_number};

impl<'r> Compiler<'r> {
    pub(super) fn compare(
        &mut self,
        left: &Quantity,
        compare: Compare,
        right: &Literal,
        condition: &Condition,
    ) -> NodeId {
        let Some(limit) = self.limit(right).filter(|_| self.is_alike(left, right)) else {
            return self.gap("an amount in another unit than the law's other limits of it");
        };
        match left {
            Quantity::Fact(name) => {
                let make = move |compiler: &mut Self, fact: FactId, scope| {
                    let bounds = &compiler.program.rulebook.vocabulary.fact(fact).bounds;
                    let at = cell(bounds, limit)?;
                    let last = 2 * u32::try_from(bounds.len()).ok()?;
                    let (low, high) = match compare {
                        Compare::Above => (at + 1, last),
                        Compare::AtLeast => (at, last),
                        Compare::Below => (0, at - 1),
                        Compare::AtMost => (0, at),
                        Compare::Equal => (at, at),
                    };
                    Some(Op::Cells { fact, scope, low, high })
                };
                self.predicate(name, make, asks_of(condition, name))
            }
            Quantity::Sum(facts) => {
                self.linear(facts.iter().map(|fact| (Rational::ONE, fact.as_str())), compare, limit, false, condition)
            }
            Quantity::Total(fact) => {
                self.linear(std::iter::once((Rational::ONE, fact.as_str())), compare, limit, true, condition)
            }
            Quantity::Ratio(above, below) => match limit.checked_neg() {
                // a / b > r is a − r·b > 0, since amounts are not negative.
                Some(slope) => {
                    let terms = [(Rational::ONE, above.as_str()), (slope, below.as_str())];
                    self.linear(terms.into_iter(), compare, Rational::ZERO, false, condition)
                }
                None => self.gap("a ratio that is too large"),
            },
        }
    }

    fn linear<'a>(
        &mut self,
        terms: impl Iterator<Item = (Rational, &'a str)>,
        compare: Compare,
        limit: Rational,
        over_lines: bool,
        condition: &Condition,
    ) -> NodeId {
        let vocabulary = &self.program.rulebook.vocabulary;
        let terms: Option<Vec<(Rational, FactId)>> =
            terms.map(|(by, name)| Some((by, vocabulary.find(name)?))).collect();
        let Some(terms) = terms else { return self.gap("a fact that is not in the vocabulary") };
        let scope = terms.first().map_or(Scope::Line, |(_, fact)| vocabulary.fact(*fact).scope);
        let applies: Vec<&'r Condition> = terms
            .iter()
            .filter_map(|(_, fact)| self.program.rulebook.vocabulary.fact(*fact).applies_when.as_ref())
            .collect();
        let linear = Linear { terms, scope, over_lines, compare, limit, text: condition.to_string() };
        self.program.linears.push(linear);
        let at = u16::try_from(self.program.linears.len() - 1).unwrap_or(u16::MAX);
        self.unsure(|compiler| {
            if over_lines || applies.is_empty() {
                return compiler.leaf(Op::Linear(at));
            }
            compiler.branch(Op::And, |compiler| {
                for applies in &applies {
                    compiler.sure(|compiler| compiler.condition(applies));
                }
                compiler.leaf(Op::Linear(at));
            })
        })
    }

    /// Whether the limit measures what the fact is stated in; one fact has one dimension.
    fn is_alike(&self, left: &Quantity, right: &Literal) -> bool {
        let (Quantity::Fact(name) | Quantity::Total(name), Literal::Number { unit, .. }) = (left, right) else {
            return true;
        };
        let rulebook = self.program.rulebook;
        let own = rulebook.vocabulary.find(name).and_then(|fact| rulebook.vocabulary.fact(fact).unit);
        match (own, rulebook.units.find(unit)) {
            (Some(own), Some(asked)) => {
                rulebook.units.unit(own).dimension == rulebook.units.unit(asked).dimension
                    || rulebook.units.unit(asked).symbol == "%"
            }
            _ => true,
        }
    }

    fn limit(&self, right: &Literal) -> Option<Rational> {
        match right {
            Literal::Date(date) => Some(day_number(*date)),
            Literal::Number { value, unit, .. } => {
                let units = &self.program.rulebook.units;
                units.to_base(*value, units.find(unit)?)
            }
        }
    }
}
