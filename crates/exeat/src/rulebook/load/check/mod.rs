//! Looks up every name that the files use, once all of them are read.

mod comparison;
mod condition;
mod names;
mod references;
pub(super) mod spelling;
mod versions;

use super::fields::Spelled;
use super::regime::Draft;
use super::report::Report;
use super::vocabulary::Narrowed;
use crate::rulebook::{RuleKind, Rulebook};
use condition::{Checker, Use};
use names::Names;
pub(in crate::rulebook) use names::quantity_facts;

/// Checks the conditions of the vocabulary itself, which name facts only.
pub(super) fn vocabulary(rulebook: &Rulebook, narrowed: &[Narrowed], report: &Report) {
    let names = Names::of_facts(rulebook);
    for fact in narrowed {
        let of = format!("`applies_when` of fact `{}`", fact.fact);
        Checker::new(&names, &fact.text, of, Use::Narrowing, report).check(&fact.when);
    }
}

/// Checks every condition and reference of a regime.
pub(super) fn regime(rulebook: &Rulebook, draft: &Draft, report: &Report) {
    let names = Names::of(rulebook, draft, report);
    let regime = &draft.regime;
    for rule in &regime.rules {
        let text = Spelled { text: rule.when_text.clone(), place: rule.when_place.clone() };
        let used = match rule.kind {
            RuleKind::Definition => Use::Named,
            RuleKind::Requirement | RuleKind::Prohibition | RuleKind::Reach => Use::Deciding,
            RuleKind::Exemption => Use::Exempting,
            RuleKind::Route | RuleKind::Duty | RuleKind::Note => Use::Beside,
        };
        Checker::new(&names, &text, format!("`{}`", rule.id), used, report).check(&rule.when);
    }
    for (term, reading) in regime.terms.iter().flat_map(|term| term.readings.iter().map(move |reading| (term, reading))) {
        let text = Spelled { text: reading.means_text.clone(), place: reading.place.clone() };
        Checker::new(&names, &text, format!("reading `{}` of `{}`", reading.id, term.id), Use::Named, report)
            .check(&reading.means);
    }
    for (item, version) in regime
        .entries
        .iter()
        .flat_map(|entry| &entry.items)
        .flat_map(|item| item.versions.iter().map(move |version| (item, version)))
    {
        let text = Spelled { text: version.when_text.clone(), place: version.place.clone() };
        Checker::new(&names, &text, format!("item `{}`", item.code), Use::Item, report).check(&version.when);
    }
    references::check(draft, &names, report);
    versions::check(draft, report);
}
