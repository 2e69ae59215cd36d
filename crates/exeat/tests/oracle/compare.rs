//! One case put to engine and oracle.

use super::case::Case;
use super::completion::{Completions, Point};
use super::samples::Samples;
use exeat::assess::{Asked, Determination, Law, Outcome, Range};
use exeat::fact::Shipment;
use exeat::rulebook::Rulebook;
use std::collections::BTreeSet;

/// Cases with more completions are left out.
pub const COMPLETIONS_MAX: usize = 3_000;

/// What the oracle says.
pub struct Answer<'a> {
    pub shipment: Range,
    pub regimes: Vec<Range>,
    pub units: Vec<Range>,
    /// Each completion with the outcome of each unit.
    pub completions: Vec<(Vec<(Point<'a>, usize)>, Vec<Outcome>)>,
}

/// What came of a comparison.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    Agree {
        exact: bool,
        settled: bool,
        /// Dependence was compared as well.
        asked: bool,
        completions: usize,
        /// Kinds of open points that were met.
        points: BTreeSet<&'static str>,
    },
    /// The oracle gave up.
    TooMany,
    Differ(String),
}

/// Rulebook, shipment and question of a case.
pub fn read(case: &Case) -> Result<(Rulebook, Shipment, Asked), String> {
    let book = case.rulebook()?;
    let shipment = case.shipment(&book)?;
    Ok((book, shipment, case.asked()))
}

/// Floor and ceiling over all completions.
pub fn enumerate<'a>(
    book: &'a Rulebook,
    ship: &'a Shipment,
    asked: &'a Asked,
    samples: &'a Samples,
) -> Option<Answer<'a>> {
    let mut world = Completions::new(book, ship, asked, samples);
    let (regimes, units) = (book.regimes.len(), world.units.len());
    let none = Range { floor: Outcome::Prohibited, ceiling: Outcome::NoLicenceRequired };
    let mut answer =
        Answer { shipment: none, regimes: vec![none; regimes], units: vec![none; units], completions: Vec::new() };
    let widen = |range: &mut Range, outcome: Outcome| {
        range.floor = range.floor.min(outcome);
        range.ceiling = range.ceiling.max(outcome);
    };
    let all = world.each(COMPLETIONS_MAX, |one| {
        let mut by_unit = vec![Outcome::NoLicenceRequired; units];
        let mut by_regime = vec![Outcome::NoLicenceRequired; regimes];
        for (regime, strictest) in by_regime.iter_mut().enumerate() {
            for (unit, of_unit) in by_unit.iter_mut().enumerate() {
                let outcome = one.outcome(regime, unit);
                *strictest = outcome.max(*strictest);
                *of_unit = outcome.max(*of_unit);
            }
        }
        answer.regimes.iter_mut().zip(&by_regime).for_each(|(range, outcome)| widen(range, *outcome));
        answer.units.iter_mut().zip(&by_unit).for_each(|(range, outcome)| widen(range, *outcome));
        widen(&mut answer.shipment, by_unit.iter().copied().max().unwrap());
        answer.completions.push((one.taken.iter().map(|(point, choice, _)| (*point, *choice)).collect(), by_unit));
    });
    all.then_some(answer)
}

/// Puts the case to both.
pub fn compare(case: &Case) -> Result<Verdict, String> {
    let (book, ship, asked) = read(case)?;
    let samples = Samples::new(&book, &ship);
    let Some(answer) = enumerate(&book, &ship, &asked, &samples) else { return Ok(Verdict::TooMany) };
    let law = Law::as_of(&book, &asked);
    let (decision, determination) = (law.outcome(&ship), law.determine(&ship));
    let differences = differences(&answer, &determination);
    if decision.range != determination.range || decision.exact != determination.exact {
        return Ok(Verdict::Differ(format!(
            "`outcome` says {} exact {}, `determine` {} exact {}",
            show(decision.range),
            decision.exact,
            show(determination.range),
            determination.exact
        )));
    }
    if !differences.is_empty() {
        return Ok(Verdict::Differ(differences.join("\n")));
    }
    let asked = super::questions::differences(&book, &ship, &answer, &determination);
    if let Some((missing, vain)) = asked.as_ref().filter(|(missing, vain)| !(missing.is_empty() && vain.is_empty())) {
        return Ok(Verdict::Differ(format!(
            "the outcome hangs on {missing:?}, which nobody is asked; asked in vain {vain:?}"
        )));
    }
    let points = answer.completions.iter().flat_map(|(points, _)| points);
    Ok(Verdict::Agree {
        exact: determination.exact,
        settled: answer.shipment.floor == answer.shipment.ceiling,
        asked: asked.is_some(),
        completions: answer.completions.len(),
        points: points.map(|(point, _)| point.kind()).collect(),
    })
}

fn differences(answer: &Answer<'_>, determination: &Determination) -> Vec<String> {
    let regimes = determination.regimes.iter().map(|regime| (format!("regime {}", regime.id), regime.range));
    let lines = determination
        .lines
        .iter()
        .map(|line| (format!("line {} {}", line.line, line.model.as_deref().unwrap_or("")), line.range));
    let engine: Vec<(String, Range)> =
        std::iter::once(("shipment".to_owned(), determination.range)).chain(regimes).chain(lines).collect();
    let oracle: Vec<Range> = std::iter::once(answer.shipment)
        .chain(answer.regimes.iter().copied())
        .chain(answer.units.iter().copied())
        .collect();
    assert_eq!(engine.len(), oracle.len());
    let fits = |engine: Range, oracle: Range| match determination.exact {
        true => engine == oracle,
        false => engine.floor <= oracle.floor && oracle.ceiling <= engine.ceiling,
    };
    let parted = engine.iter().zip(&oracle).filter(|((_, engine), oracle)| !fits(*engine, **oracle));
    parted
        .map(|((what, engine), oracle)| {
            format!(
                "{what}: engine {}{}, oracle {}",
                show(*engine),
                if determination.exact { "" } else { " (not exact)" },
                show(*oracle)
            )
        })
        .collect()
}

fn show(range: Range) -> String {
    let word = |outcome| exeat::case::outcome_word(outcome);
    format!("{}..{}", word(range.floor), word(range.ceiling))
}
