//! What is odd in a rulebook that loads: checks that need all of it, one family a file.
//!
//! A rulebook with a name that nothing bears does not load; what is told here leaves its meaning clear, but is hardly
//! meant, or is not yet finished.

mod age;
mod cases;
mod catalogue;
mod clauses;
mod conditions;
mod effects;
mod exemptions;
mod gates;
mod languages;
mod satisfy;
#[cfg(test)]
mod tests;
mod twins;
mod versions;

pub use cases::CaseCoverage;

use super::load::Report;
use super::{Place, Regime, Rulebook};
use crate::problem::Problems;
use jiff::civil::Date;

/// What lint is asked for besides the rulebook.
#[derive(Debug, Clone, Copy, Default)]
pub struct LintFor<'a> {
    /// The day for which tariff numbers are wanted; without it their years are not compared.
    pub date: Option<Date>,
    /// Which rules the cases catch and let pass, from a run of all cases; without it that is not looked at.
    pub coverage: Option<&'a CaseCoverage>,
}

/// What lint says.
#[derive(Debug, Clone, Default)]
pub struct Lint {
    /// All problems, in order of file and place.
    pub problems: Problems,
    /// Cases of all regimes.
    pub cases: usize,
    /// Those that nobody but us decided: allowed, but counted apart.
    pub cases_undecided: usize,
}

/// Checks a rulebook.
#[must_use]
pub fn lint(rulebook: &Rulebook, asked: LintFor<'_>) -> Lint {
    let report = Report::default();
    let to = To { rulebook, report: &report };
    languages::vocabulary(&to);
    for regime in &rulebook.regimes {
        let to = In { to: &to, regime };
        age::check(&to);
        catalogue::check(&to, asked.date);
        clauses::check(&to);
        conditions::check(&to);
        effects::check(&to);
        exemptions::check(&to);
        gates::check(&to);
        languages::check(&to);
        twins::check(&to);
        versions::check(&to);
        if let Some(coverage) = asked.coverage {
            cases::check(&to, coverage);
        }
    }
    let cases = || rulebook.regimes.iter().flat_map(|regime| &regime.cases);
    Lint {
        problems: report.into_problems(&rulebook.files),
        cases: cases().count(),
        cases_undecided: cases().filter(|case| case.decided_by.is_none()).count(),
    }
}

/// The rulebook, and where problems go.
struct To<'a> {
    rulebook: &'a Rulebook,
    report: &'a Report,
}

/// One regime of it.
struct In<'a> {
    to: &'a To<'a>,
    regime: &'a Regime,
}

impl In<'_> {
    fn error(&self, place: &Place, what: impl Into<String>, remedy: impl Into<String>) {
        self.to.report.error(place, what, remedy);
    }

    fn warning(&self, place: &Place, what: impl Into<String>, remedy: impl Into<String>) {
        self.to.report.warning(place, what, remedy);
    }
}
