//! `exeat law test`.

use crate::args::LawArgs;
use crate::status::{Done, RULEBOOK};
use crate::{law, output};
use clap::Args;
use exeat::case::run_case;
use std::fmt::Write;

/// Runs the worked cases of the law, and shows where expectation and answer part.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat law test
  exeat law test japan --law my-law

Exit status: 0 all cases as expected; 4 some are not.")]
pub(crate) struct Test {
    /// Only cases whose id holds this word.
    #[arg(value_name = "WORD")]
    word: Option<String>,

    #[command(flatten)]
    law: LawArgs,
}

pub(crate) fn run(test: &Test) -> Done {
    let rulebook = law::load(&test.law)?.rulebook;
    let mut text = String::new();
    let (mut run, mut failed) = (0_usize, 0_usize);
    for regime in &rulebook.regimes {
        let wanted = |id: &str| test.word.as_deref().is_none_or(|word| id.contains(word));
        for case in regime.cases.iter().filter(|case| wanted(&case.id)) {
            run += 1;
            let came = run_case(&rulebook, regime, case);
            if came.differences.is_empty() {
                continue;
            }
            failed += 1;
            let path = rulebook.files.get(case.place.file).map_or("", |file| file.path.as_str());
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{}/{} ({path})", regime.id, came.id);
            for difference in &came.differences {
                let _ = writeln!(text, "  {difference}");
            }
        }
    }
    let _ = writeln!(text, "{run} cases, {failed} not as expected");
    output::write(&text)?;
    Ok(if failed > 0 { RULEBOOK } else { 0 })
}
