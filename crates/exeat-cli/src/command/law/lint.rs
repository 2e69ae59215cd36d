//! `exeat law lint`.

use crate::args::LawArgs;
use crate::status::{Done, Failure, RULEBOOK};
use crate::{law, output};
use anyhow::anyhow;
use clap::Args;
use exeat::case::cover;
use exeat::problem::{Problems, Severity};
use exeat::rulebook::{CaseCoverage, LintFor, Rulebook, lint};
use jiff::civil::Date;

/// Tells everything that is wrong or odd in the law, all at once, each with file, line and remedy.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat law lint
  exeat law lint --law my-law --date 2026-03-02

Exit status: 0 nothing wrong, perhaps warnings; 4 errors.")]
pub(crate) struct Lint {
    #[command(flatten)]
    law: LawArgs,

    /// The day for which tariff numbers are wanted: older catalogue years are told.
    #[arg(long, value_name = "DAY")]
    date: Option<String>,
}

pub(crate) fn run(args: &Lint) -> Done {
    let date = match &args.date {
        Some(text) => Some(
            text.parse::<Date>()
                .map_err(|_| Failure::Usage(anyhow!("--date: `{text}` is no day such as `2026-03-02`")))?,
        ),
        None => None,
    };
    let loaded = law::load(&args.law)?;
    let coverage = coverage(&loaded.rulebook);
    let found = lint(&loaded.rulebook, LintFor { date, coverage: Some(&coverage) });
    let all = loaded.warnings.all().iter().chain(found.problems.all()).cloned().collect();
    let problems = Problems::new(all);
    let mut text = problems.render(output::colour_of_answers());
    if !text.is_empty() {
        text.push_str("\n\n");
    }
    let (errors, warnings) = (problems.count(Severity::Error), problems.count(Severity::Warning));
    text.push_str(&format!(
        "{errors} errors, {warnings} warnings; {} cases, {} of them decided by nobody but us\n",
        found.cases, found.cases_undecided
    ));
    output::write(&text)?;
    Ok(if problems.has_error() { RULEBOOK } else { 0 })
}

/// Which rules the cases catch, and which they let pass.
fn coverage(rulebook: &Rulebook) -> CaseCoverage {
    let mut coverage = CaseCoverage::default();
    for regime in &rulebook.regimes {
        regime.cases.iter().for_each(|case| cover(rulebook, regime, case, &mut coverage));
    }
    coverage
}
