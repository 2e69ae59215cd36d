//! Sample points of numbers: one in every cell that the law can tell from another.
//!
//! A number that is only compared by itself has a cell at each limit, and one between two limits. Numbers that law adds,
//! divides or totals are sampled on a grid: all limits and ends of ranges lie on multiples of some step, so the corners of
//! the cells that `a ≥ k`, `a + b ≥ m` and `a ≥ k·b` cut do too (of a finer one where law divides), and the mean of at most
//! n + 1 corners lies on the step divided by n + 1.

use exeat::fact::{Shipment, Value};
use exeat::number::{Interval, Rational};
use exeat::rulebook::{Condition, Fact, FactId, FactType, Literal, Quantity, Rulebook, day_number};
use std::collections::BTreeSet;

/// What the law asks of numbers.
#[derive(Debug, Default)]
pub struct Samples {
    limits: Vec<BTreeSet<Rational>>,
    /// Facts that are added, divided or totalled, and the step of their grid.
    joined: BTreeSet<FactId>,
    step: Option<Rational>,
}

impl Samples {
    pub fn new(book: &Rulebook, ship: &Shipment) -> Samples {
        let mut samples = Samples { limits: vec![BTreeSet::new(); book.vocabulary.facts.len()], ..Samples::default() };
        let mut ratios = BTreeSet::new();
        for condition in conditions(book) {
            samples.gather(book, condition, &mut ratios);
        }
        let joined: Vec<FactId> = samples.joined.iter().copied().collect();
        let mut on_grid: BTreeSet<Rational> = BTreeSet::new();
        for id in &joined {
            on_grid.extend(&samples.limits[id.0 as usize]);
            on_grid.extend(ends(&book.vocabulary.fact(*id).domain));
        }
        let lines = ship
            .lines
            .iter()
            .flat_map(|line| std::iter::once(&line.facts).chain(line.models.iter().map(|model| &model.facts)));
        let mut measured = 0;
        for (_, stated) in lines.flat_map(|facts| facts.iter()).filter(|(id, _)| joined.contains(id)) {
            if let Value::Number { range, .. } = &stated.value {
                measured += usize::from(range.exact().is_some());
                on_grid.extend(ends(range));
            }
        }
        let units: usize = ship.lines.iter().map(|line| line.models.len().max(1)).sum();
        let open = (joined.len() * units).saturating_sub(measured);
        let step = on_grid.iter().copied().filter(|at| *at != Rational::ZERO).reduce(common);
        // Where a = p/q · b meets b = m, a = m or a + b = m.
        let finer = ratios
            .iter()
            .map(|ratio| ratio.numerator() * ratio.denominator() * (ratio.numerator() + ratio.denominator()));
        let finer = finer.fold(open as i128 + 1, |all, finer| all * finer);
        samples.step = step.and_then(|step| step.checked_div(Rational::new(finer, 1)?));
        samples
    }

    fn gather(&mut self, book: &Rulebook, condition: &Condition, ratios: &mut BTreeSet<Rational>) {
        let id = |fact: &str| book.vocabulary.find(fact).unwrap();
        match condition {
            Condition::And(of) | Condition::Or(of) | Condition::AtLeast(_, of) => {
                of.iter().for_each(|one| self.gather(book, one, ratios))
            }
            Condition::Not(one) | Condition::Limb(_, one) | Condition::Some(_, one) | Condition::Every(_, one) => {
                self.gather(book, one, ratios)
            }
            Condition::Contains(fact) => drop(self.limits[id(fact).0 as usize].insert(Rational::ZERO)),
            Condition::Compare { left, right, .. } => {
                let limit = limit(book, right);
                let facts: Vec<&String> = match left {
                    Quantity::Fact(fact) => {
                        self.limits[id(fact).0 as usize].insert(limit);
                        return;
                    }
                    Quantity::Total(fact) => vec![fact],
                    Quantity::Sum(facts) => facts.iter().collect(),
                    Quantity::Ratio(above, below) => vec![above, below],
                };
                for fact in facts {
                    self.joined.insert(id(fact));
                    match left {
                        Quantity::Ratio(..) => ratios.insert(limit),
                        _ => self.limits[id(fact).0 as usize].insert(limit),
                    };
                }
            }
            _ => {}
        }
    }

    /// The points of a fact within a range.
    pub fn of(&self, id: FactId, fact: &Fact, range: &Interval) -> Vec<Rational> {
        if let Some(only) = range.exact() {
            return vec![only];
        }
        let limits = &self.limits[id.0 as usize];
        let one = Rational::ONE;
        let far = limits.iter().copied().chain(ends(range)).reduce(Rational::max).unwrap_or(Rational::ZERO);
        let near = limits.iter().copied().chain(ends(range)).reduce(Rational::min).unwrap_or(Rational::ZERO);
        let mut points: BTreeSet<Rational> = BTreeSet::new();
        if fact.kind == FactType::Date {
            let days = limits.iter().copied().chain(ends(range));
            points.extend(days.flat_map(|day| [add(day, one.checked_neg().unwrap()), day, add(day, one)]));
        } else if let Some(step) = self.step.filter(|_| self.joined.contains(&id)) {
            let first = add(range.low.map_or(near, |end| end.at), step.checked_neg().unwrap());
            let last = range.high.map_or(add(far, one), |end| end.at);
            let mut at = first;
            while at <= last {
                points.insert(at);
                at = add(at, step);
            }
        } else {
            let cuts: BTreeSet<Rational> = limits.iter().copied().chain(ends(range)).collect();
            let between = cuts
                .iter()
                .zip(cuts.iter().skip(1))
                .map(|(low, high)| add(*low, *high).checked_div(Rational::whole(2)).unwrap());
            points.extend(between.chain([add(near, one.checked_neg().unwrap()), add(far, one)]));
            points.extend(cuts);
        }
        points.retain(|at| range.meet(&Interval::point(*at)).is_some());
        points.into_iter().collect()
    }
}

/// The limit in base units; days as numbers.
pub fn limit(book: &Rulebook, right: &Literal) -> Rational {
    match right {
        Literal::Date(day) => day_number(*day),
        Literal::Number { value, unit, .. } => book.units.to_base(*value, book.units.find(unit).unwrap()).unwrap(),
    }
}

fn conditions(book: &Rulebook) -> impl Iterator<Item = &Condition> {
    let narrowing = book.vocabulary.facts.iter().filter_map(|fact| fact.applies_when.as_ref());
    narrowing.chain(book.regimes.iter().flat_map(|regime| {
        let readings = regime.terms.iter().flat_map(|term| &term.readings).map(|reading| &reading.means);
        let items = regime
            .entries
            .iter()
            .flat_map(|entry| &entry.items)
            .flat_map(|item| &item.versions)
            .map(|version| &version.when);
        regime.rules.iter().map(|rule| &rule.when).chain(readings).chain(items)
    }))
}

fn ends(range: &Interval) -> impl Iterator<Item = Rational> {
    range.low.into_iter().chain(range.high).map(|end| end.at)
}

fn add(a: Rational, b: Rational) -> Rational {
    a.checked_add(b).unwrap()
}

/// The greatest number of which both are multiples.
fn common(a: Rational, b: Rational) -> Rational {
    let (mut x, mut y) =
        ((a.numerator() * b.denominator()).unsigned_abs(), (b.numerator() * a.denominator()).unsigned_abs());
    while y != 0 {
        (x, y) = (y, x % y);
    }
    Rational::new(x as i128, a.denominator() * b.denominator()).unwrap()
}
