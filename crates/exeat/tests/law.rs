//! The law in the tree loads without a warning, and every worked case in it holds.

use exeat::case::{cover, run_case};
use exeat::rulebook::{CaseCoverage, LintFor, Loaded, Rulebook, Selection, lint};

fn embedded() -> Loaded {
    let files = exeat_law::files().map(|(path, bytes)| (path.to_owned(), bytes.to_vec())).collect();
    match Rulebook::load(files, &Selection::All) {
        Ok(loaded) => loaded,
        Err(problems) => panic!("{problems}"),
    }
}

#[test]
fn every_case_holds() {
    let loaded = embedded();
    assert!(loaded.warnings.all().is_empty(), "{}", loaded.warnings);
    let mut parted = Vec::new();
    let mut count = 0;
    for regime in &loaded.rulebook.regimes {
        for case in &regime.cases {
            count += 1;
            let run = run_case(&loaded.rulebook, regime, case);
            if !run.differences.is_empty() {
                parted.push(format!("{}/{}\n  {}", regime.id, run.id, run.differences.join("\n  ")));
            }
        }
    }
    assert!(count >= 280, "only {count} cases were found");
    assert!(parted.is_empty(), "{} of {count} cases part from what was expected:\n{}", parted.len(), parted.join("\n"));
}

#[test]
fn every_rule_has_a_case_on_both_sides_and_lint_is_silent() {
    let rulebook = embedded().rulebook;
    let mut coverage = CaseCoverage::default();
    for regime in &rulebook.regimes {
        regime.cases.iter().for_each(|case| cover(&rulebook, regime, case, &mut coverage));
    }
    let found = lint(&rulebook, LintFor { coverage: Some(&coverage), ..LintFor::default() });
    assert!(found.problems.all().is_empty(), "{}", found.problems);
    let cases: usize = rulebook.regimes.iter().map(|regime| regime.cases.len()).sum();
    assert_eq!(found.cases, cases);
    let real = rulebook.regime("cn").expect("the law of China is embedded");
    let decided = real.cases.iter().filter(|case| case.decided_by.is_some()).count();
    assert!(real.cases.len() >= 60 && decided >= 30, "{} cases, {decided} decided by others", real.cases.len());
}
