//! Rules that differ only in name.

use super::In;
use crate::rulebook::Rule;
use std::collections::BTreeMap;

/// Two rules of one clause that say the same are one rule, or one of them is not what was meant.
pub(super) fn check(to: &In<'_>) {
    let mut seen: BTreeMap<String, &Rule> = BTreeMap::new();
    for rule in &to.regime.rules {
        if let Some(twin) = seen.get(&content(rule)) {
            let (first, second) =
                if twin.place.span.start <= rule.place.span.start { (*twin, rule) } else { (rule, *twin) };
            to.error(
                &second.place,
                format!("`{}` differs from `{}` only in name", second.id, first.id),
                "drop one of the two, or correct the one that is not what was meant",
            );
        } else {
            seen.insert(content(rule), rule);
        }
    }
}

/// All that a rule says, but its name and places.
fn content(rule: &Rule) -> String {
    let sorted = |names: &[String]| {
        let mut names = names.to_vec();
        names.sort();
        names
    };
    format!(
        "{:?}{:?}{}{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}{:?}",
        rule.clause,
        rule.kind,
        rule.when,
        rule.reach_as,
        sorted(&rule.under),
        rule.route,
        rule.prospects,
        sorted(&rule.defeats),
        rule.claim,
        rule.duties,
        rule.terms,
        rule.duty,
        rule.note
    )
}
