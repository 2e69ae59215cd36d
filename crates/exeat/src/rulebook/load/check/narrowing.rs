//! Facts that apply only where other facts say so: never in a circle.

use super::super::report::Report;
use super::super::vocabulary::Narrowed;
use crate::rulebook::{Condition, Rulebook, facts_of};
use std::collections::{BTreeMap, BTreeSet};

/// Tells of each fact whose `applies_when` asks for itself, through others or not.
pub(super) fn check(rulebook: &Rulebook, narrowed: &[Narrowed], report: &Report) {
    let asks: BTreeMap<&str, BTreeSet<&str>> = rulebook
        .vocabulary
        .facts
        .iter()
        .filter_map(|fact| Some((fact.name.as_str(), asked(fact.applies_when.as_ref()?))))
        .collect();
    for fact in narrowed {
        if reaches(&asks, &fact.fact) {
            let what = format!("`applies_when` of `{}` asks for `{}` itself in the end", fact.fact, fact.fact);
            report.error(&fact.text.place, what, "ask for a fact that always applies");
        }
    }
}

fn asked(condition: &Condition) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    facts_of(condition, &mut |fact| {
        found.insert(fact);
    });
    found
}

/// Whether a fact is asked for by what it asks for itself.
fn reaches<'a>(asks: &BTreeMap<&'a str, BTreeSet<&'a str>>, fact: &str) -> bool {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut next: Vec<&str> = asks.get(fact).into_iter().flatten().copied().collect();
    while let Some(name) = next.pop() {
        if name == fact {
            return true;
        }
        if seen.insert(name) {
            next.extend(asks.get(name).into_iter().flatten().copied());
        }
    }
    false
}
