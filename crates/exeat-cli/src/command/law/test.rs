//! `exeat law test`.

use super::mutate::{self, Mutate};
use crate::args::{Lang, LawArgs, ToolFormat};
use crate::catalogue::Catalogue;
use crate::status::{Done, RULEBOOK};
use crate::{law, output};
use clap::Args;
use exeat::canonical::Json;
use exeat::case::{CaseRun, run_case};
use exeat::rulebook::{Case, Regime, Rulebook};
use std::fmt::Write;
use std::path::PathBuf;

/// Runs the worked cases of the law, and shows where expectation and answer part.
///
/// With `--mutate`, each bound, date, operator, list member, effect, exemption, term and rule is changed in turn, in
/// memory only, and the cases run again: what no case notices is told with file and line. What was found is kept beside,
/// so that a broken run goes on where it stopped.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat law test
  exeat law test japan --law my-law
  exeat law test --mutate cn
  exeat law test --mutate demo --at-least 90 --format json

Exit status: 0 all cases as expected, or enough edits noticed; 4 not.")]
pub(crate) struct Test {
    /// Only cases whose id holds this word; with --mutate: only the regime of this id.
    #[arg(value_name = "WORD|REGIME")]
    word: Option<String>,

    #[command(flatten)]
    law: LawArgs,

    /// Change the law in turn, and see whether a case notices.
    #[arg(long)]
    mutate: bool,

    /// The percent of edits that must be noticed.
    #[arg(long, value_name = "PERCENT", default_value = "95", value_parser = clap::value_parser!(u32).range(0..=100), requires = "mutate")]
    at_least: u32,

    /// The folder in which --mutate keeps what it found; without it: `exeat` in the user's cache.
    #[arg(long, value_name = "DIR", requires = "mutate")]
    state: Option<PathBuf>,

    /// Begin anew, whatever an earlier --mutate found.
    #[arg(long, requires = "mutate")]
    fresh: bool,

    /// The form of what is told.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ToolFormat,

    /// The language.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
}

pub(crate) fn run(test: &Test) -> Done {
    let say = Catalogue::of(test.lang);
    let json = test.format == ToolFormat::Json;
    if test.mutate {
        let mut args = test.law.clone();
        args.regime.extend(test.word.clone());
        let rulebook = law::load(&args)?.rulebook;
        let how = Mutate { at_least: test.at_least, state: test.state.clone(), fresh: test.fresh, json, say: &say };
        return mutate::run(&how, &rulebook);
    }
    let rulebook = law::load(&test.law)?.rulebook;
    let wanted = |id: &str| test.word.as_deref().is_none_or(|word| id.contains(word));
    let (mut count, mut failed) = (0_usize, Vec::new());
    for regime in &rulebook.regimes {
        for case in regime.cases.iter().filter(|case| wanted(&case.id)) {
            count += 1;
            let came = run_case(&rulebook, regime, case);
            if !came.differences.is_empty() {
                failed.push((regime, case, came));
            }
        }
    }
    output::write(&if json { as_json(&rulebook, count, &failed) } else { as_text(&say, &rulebook, count, &failed) })?;
    Ok(if failed.is_empty() { 0 } else { RULEBOOK })
}

type Failed<'a> = (&'a Regime, &'a Case, CaseRun);

fn as_text(say: &Catalogue, rulebook: &Rulebook, count: usize, failed: &[Failed<'_>]) -> String {
    let mut text = String::new();
    for (regime, case, came) in failed {
        let (path, line) = rulebook.line_of(&case.place, "");
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}/{} ({path}:{line})", regime.id, came.id);
        for difference in &came.differences {
            let _ = writeln!(text, "  {difference}");
        }
    }
    let values = [("cases", count.to_string()), ("failed", failed.len().to_string())];
    let _ = writeln!(text, "{}", say.say("test.sum", &values));
    text
}

fn as_json(rulebook: &Rulebook, count: usize, failed: &[Failed<'_>]) -> String {
    let text = |text: &str| Json::Text(text.to_owned());
    let number = |number: usize| Json::Integer(i64::try_from(number).unwrap_or(i64::MAX));
    let object = |fields: Vec<(&str, Json)>| {
        Json::Object(fields.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
    };
    let failed = failed.iter().map(|(regime, case, came)| {
        let (path, line) = rulebook.line_of(&case.place, "");
        object(vec![
            ("regime", text(&regime.id)),
            ("case", text(&came.id)),
            ("file", text(&path)),
            ("line", number(line)),
            ("differences", Json::Array(came.differences.iter().map(|one| text(one)).collect())),
        ])
    });
    let whole = object(vec![
        ("schema", text("exeat.law_test/1")),
        ("rulebook", text(&rulebook.digest)),
        ("cases", number(count)),
        ("failed", Json::Array(failed.collect())),
    ]);
    whole.to_canonical() + "\n"
}
