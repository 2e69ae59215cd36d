//! In which order the cases are run on an edit: those that speak of what is changed first.
//!
//! The order decides how soon an edit is noticed, never whether: all cases are run before an edit counts as unnoticed.

use exeat::assess::{Finding, Proof, ProofOp};
use exeat::case::run_case;
use exeat::rulebook::{Case, Edit, Regime, Rulebook};
use std::collections::BTreeSet;

/// What each case of a regime speaks of.
pub(super) struct Footprints(Vec<Footprint>);

struct Footprint {
    /// All that is written in it.
    text: String,
    /// What it expects or excludes by name.
    named: BTreeSet<String>,
    /// Rules, items, definitions, terms and facts of its proofs.
    proved: BTreeSet<String>,
    /// The file that it stands in.
    path: String,
}

impl Footprints {
    pub(super) fn of(rulebook: &Rulebook, regime: &Regime) -> Footprints {
        Footprints(regime.cases.iter().map(|case| footprint(rulebook, regime, case)).collect())
    }

    /// Indexes of all cases, the likeliest first.
    pub(super) fn order(&self, edit: &Edit) -> Vec<usize> {
        let mut all: Vec<(i32, usize)> =
            self.0.iter().enumerate().map(|(at, case)| (-case.likeness(edit), at)).collect();
        all.sort_unstable();
        all.into_iter().map(|(_, at)| at).collect()
    }
}

impl Footprints {
    /// Whether that is written in the case: in its facts, its question or what it expects.
    pub(super) fn says(&self, case: usize, words: &str) -> bool {
        self.0.get(case).is_some_and(|case| case.text.contains(words))
    }
}

impl Footprint {
    fn likeness(&self, edit: &Edit) -> i32 {
        let owner = edit.of.as_str();
        // `1C905.a.4` is an owner as it stands, `rule.defeats` one with a part behind it.
        let whole = owner.rsplit_once('.').map_or(owner, |(head, _)| head);
        let has = |set: &BTreeSet<String>| set.contains(owner) || set.contains(whole);
        let mut likeness = 0;
        likeness += if has(&self.named) { 8 } else { 0 };
        likeness += if has(&self.proved) { 4 } else { 0 };
        likeness += if self.path == edit.path { 3 } else { 0 };
        let hints = edit.hints.iter().filter(|hint| !hint.is_empty() && self.text.contains(hint.as_str())).count();
        likeness + 4 * i32::try_from(hints.min(3)).unwrap_or(3)
    }
}

fn footprint(rulebook: &Rulebook, regime: &Regime, case: &Case) -> Footprint {
    let words = case.because.iter().chain(&case.never).flat_map(|name| name.split_whitespace());
    let named = words.flat_map(|word| [word.to_owned(), word.split('#').next().unwrap_or(word).to_owned()]).collect();
    let mut text = format!("{} {} {}", case.facts, case.date, case.known.as_deref().unwrap_or(""));
    for (_, expected) in &case.expect {
        text.push_str(expected);
    }
    let mut proved = BTreeSet::new();
    if let Some(answer) = run_case(rulebook, regime, case).determination {
        answer.findings.iter().for_each(|finding| gather(finding, &mut proved));
        proved.extend(answer.route.claimable.iter().map(|rule| last(rule)));
    }
    let path = rulebook.files.get(case.place.file).map(|file| file.path.clone()).unwrap_or_default();
    Footprint { text, named, proved, path }
}

fn gather(finding: &Finding, proved: &mut BTreeSet<String>) {
    proved.insert(last(&finding.rule));
    proved.extend(finding.items.iter().map(|item| last(&item.code)));
    walk(&finding.proof, proved);
}

fn walk(proof: &Proof, proved: &mut BTreeSet<String>) {
    match &proof.op {
        ProofOp::Definition(name) | ProofOp::Item(name) => drop(proved.insert(last(name))),
        ProofOp::Term { term, reading, .. } => {
            proved.insert(last(term));
            proved.insert(format!("{}.{reading}", last(term)));
        }
        ProofOp::On { list, party, .. } => {
            proved.insert(last(list));
            proved.extend(party.clone());
        }
        _ => {}
    }
    proof.of.iter().for_each(|below| walk(below, proved));
}

fn last(name: &str) -> String {
    name.rsplit('/').next().unwrap_or(name).to_owned()
}
