//! Looks up every name that the files use, once all of them are read.

mod comparison;
mod condition;
mod names;
mod narrowing;
mod references;
pub(super) mod spelling;
mod versions;

use super::fields::Spelled;
use super::regime::Draft;
use super::report::Report;
use super::vocabulary::Narrowed;
use crate::rulebook::{RuleKind, Rulebook, Scope};
use condition::{Checker, Use};
use names::Names;

/// Checks the conditions of the vocabulary itself, which name facts only.
pub(super) fn vocabulary(rulebook: &Rulebook, narrowed: &[Narrowed], report: &Report) {
    let names = Names::of_facts(rulebook);
    for fact in narrowed {
        let of = format!("`applies_when` of fact `{}`", fact.fact);
        let scope = rulebook.vocabulary.find(&fact.fact).map(|id| rulebook.vocabulary.fact(id).scope);
        let used = if scope == Some(Scope::Party) { Use::PartyNarrowing } else { Use::Narrowing };
        Checker::new(&names, &fact.text, of, used, report).check(&fact.when);
    }
    narrowing::check(rulebook, narrowed, report);
}

/// Checks every condition and reference of a regime.
pub(super) fn regime(rulebook: &Rulebook, draft: &Draft, report: &Report) {
    let names = Names::of(rulebook, draft, report);
    let regime = &draft.regime;
    let scenario = |clause| regime.clause(clause).scenario.as_deref();
    for rule in &regime.rules {
        let text = Spelled { text: rule.when_text.clone(), place: rule.when_place.clone() };
        let used = match rule.kind {
            RuleKind::Definition => Use::Named,
            RuleKind::Requirement | RuleKind::Prohibition | RuleKind::Reach => Use::Deciding,
            RuleKind::Exemption => Use::Exempting,
            RuleKind::Route | RuleKind::Duty | RuleKind::Note => Use::Beside,
        };
        Checker::new(&names, &text, format!("`{}`", rule.id), used, report)
            .of_scenario(scenario(rule.clause))
            .check(&rule.when);
    }
    for (term, reading) in regime.terms.iter().flat_map(|term| term.readings.iter().map(move |reading| (term, reading)))
    {
        let text = Spelled { text: reading.means_text.clone(), place: reading.place.clone() };
        Checker::new(&names, &text, format!("reading `{}` of `{}`", reading.id, term.id), Use::Named, report)
            .of_scenario(scenario(term.clause))
            .check(&reading.means);
    }
    for (item, version) in regime
        .entries
        .iter()
        .flat_map(|entry| &entry.items)
        .flat_map(|item| item.versions.iter().map(move |version| (item, version)))
    {
        let text = Spelled { text: version.when_text.clone(), place: version.place.clone() };
        Checker::new(&names, &text, format!("item `{}`", item.code), Use::Item, report)
            .of_scenario(scenario(version.by))
            .check(&version.when);
    }
    references::check(draft, &names, report);
    versions::check(draft, report);
}
