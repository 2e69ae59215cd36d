//! Sample points of numbers: one in every cell that the law can tell from another.
//!
//! A number that is only compared by itself has a cell at each limit, and one between two limits. Numbers that law adds,
//! divides or totals are sampled on a grid: all limits and ends of ranges lie on multiples of some step, so the corners of
//! the cells that `a ≥ k`, `a + b ≥ m` and `a ≥ k·b` cut do too (of a finer one where law divides), and the mean of at most
//! n + 1 corners lies on the step divided by n + 1. What is added or divided stands on one grid, each total on its own.

use exeat::fact::{FactSet, Shipment, Value};
use exeat::number::{Interval, Rational};
use exeat::rulebook::{Condition, Fact, FactId, FactType, Literal, Quantity, Rulebook, day_number};
use std::collections::{BTreeMap, BTreeSet};

/// What the law asks of numbers.
#[derive(Debug, Default)]
pub struct Samples {
    limits: Vec<BTreeSet<Rational>>,
    /// Facts that are added or divided, and facts that are totalled.
    joined: BTreeSet<FactId>,
    totalled: BTreeSet<FactId>,
    ratios: BTreeSet<Rational>,
    /// The step of each grid.
    steps: BTreeMap<FactId, Rational>,
}

impl Samples {
    pub fn new(book: &Rulebook, ship: &Shipment) -> Samples {
        let mut samples = Samples { limits: vec![BTreeSet::new(); book.vocabulary.facts.len()], ..Samples::default() };
        for condition in conditions(book) {
            samples.gather(book, condition);
        }
        // A fact that is both makes one grid of all.
        let (mut grids, mut alone) = (vec![samples.joined.clone()], samples.totalled.clone());
        if !samples.joined.is_disjoint(&alone) {
            grids[0].append(&mut alone);
        }
        grids.extend(alone.into_iter().map(|fact| BTreeSet::from([fact])));
        for grid in grids {
            let step = samples.step(book, ship, &grid);
            samples.steps.extend(grid.iter().filter_map(|fact| Some((*fact, step?))));
        }
        samples
    }

    fn step(&self, book: &Rulebook, ship: &Shipment, grid: &BTreeSet<FactId>) -> Option<Rational> {
        let mut marks: BTreeSet<Rational> = BTreeSet::new();
        for id in grid {
            marks.extend(&self.limits[id.0 as usize]);
            marks.extend(ends(&book.vocabulary.fact(*id).domain));
        }
        // How many of its facts are open: of one line, or of all where law totals.
        let mut open = Vec::new();
        for line in &ship.lines {
            let models: Vec<&FactSet> = line.models.iter().map(|model| &model.facts).collect();
            for facts in if models.is_empty() { vec![&line.facts] } else { models } {
                let range = |id: &FactId| match facts.get(*id).map(|stated| &stated.value) {
                    Some(Value::Number { range, .. }) => *range,
                    _ => book.vocabulary.fact(*id).domain,
                };
                let ranges: Vec<Interval> = grid.iter().map(range).collect();
                open.push(ranges.iter().filter(|range| range.exact().is_none()).count());
                marks.extend(ranges.iter().flat_map(ends));
            }
            let own = grid.iter().filter_map(|id| line.facts.get(*id));
            marks.extend(own.flat_map(|stated| match &stated.value {
                Value::Number { range, .. } => ends(range).collect(),
                _ => Vec::new(),
            }));
        }
        let totalled = !grid.is_disjoint(&self.totalled);
        let open = if totalled { open.iter().sum() } else { open.into_iter().max().unwrap_or(0) };
        // Where a = p/q · b meets b = m, a = m or a + b = m.
        let ratios = self.ratios.iter().filter(|_| !grid.is_disjoint(&self.joined));
        let finer = ratios.flat_map(|of| [of.numerator(), of.denominator(), of.numerator() + of.denominator()]);
        let finer = finer.filter(|by| *by != 0).fold(1, |all, by| all / divisor(all, by) * by);
        let step = marks.into_iter().filter(|at| *at != Rational::ZERO).reduce(common)?;
        step.checked_div(Rational::new(finer * (open as i128 + 1), 1)?)
    }

    fn gather(&mut self, book: &Rulebook, condition: &Condition) {
        let id = |fact: &str| book.vocabulary.find(fact).unwrap();
        match condition {
            Condition::And(of) | Condition::Or(of) | Condition::AtLeast(_, of) => {
                of.iter().for_each(|one| self.gather(book, one))
            }
            Condition::Not(one) | Condition::Limb(_, one) | Condition::Some(_, one) | Condition::Every(_, one) => {
                self.gather(book, one)
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
                for fact in facts.into_iter().map(|fact| id(fact)) {
                    match left {
                        Quantity::Total(_) => self.totalled.insert(fact),
                        _ => self.joined.insert(fact),
                    };
                    match left {
                        Quantity::Ratio(..) => self.ratios.insert(limit),
                        _ => self.limits[fact.0 as usize].insert(limit),
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
        } else if let Some(step) = self.steps.get(&id).copied() {
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
    let (x, y) = (a.numerator() * b.denominator(), b.numerator() * a.denominator());
    Rational::new(divisor(x, y), a.denominator() * b.denominator()).unwrap()
}

/// The greatest number that divides both.
fn divisor(a: i128, b: i128) -> i128 {
    let (mut x, mut y) = (a.abs(), b.abs());
    while y != 0 {
        (x, y) = (y, x % y);
    }
    x
}
