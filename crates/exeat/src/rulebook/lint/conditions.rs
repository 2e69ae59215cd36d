//! Conditions that can never be true, or never false.

use super::In;
use super::satisfy::{Can, can};
use crate::rulebook::{Condition, Place};

/// Looks at every condition, and at each alternative within it.
pub(super) fn check(to: &In<'_>) {
    let regime = to.regime;
    for rule in regime.rules.iter().filter(|rule| rule.when != Condition::And(Vec::new())) {
        one(to, &rule.when, &rule.when_text, &rule.when_place, &format!("`{}`", rule.id));
    }
    for (term, reading) in regime.terms.iter().flat_map(|term| term.readings.iter().map(move |reading| (term, reading)))
    {
        let of = format!("reading `{}` of `{}`", reading.id, term.id);
        one(to, &reading.means, &reading.means_text, &reading.place, &of);
    }
    let items = regime.entries.iter().flat_map(|entry| &entry.items);
    for (item, version) in items.flat_map(|item| item.versions.iter().map(move |version| (item, version))) {
        one(to, &version.when, &version.when_text, &version.place, &format!("item `{}`", item.code));
    }
}

fn one(to: &In<'_>, condition: &Condition, text: &str, place: &Place, of: &str) {
    match can(to.to, to.regime, condition) {
        Can { be_true: false, .. } => {
            to.error(
                place,
                format!("the condition of {of} can never be true"),
                "correct the terms that exclude each other",
            );
        }
        Can { be_false: false, .. } => {
            to.error(
                place,
                format!("the condition of {of} can never be false"),
                "drop it if it shall always hold, or correct its limits",
            );
        }
        _ => alternatives(to, condition, text, place, of),
    }
}

/// An alternative that can never be true is told although the others save the whole.
fn alternatives(to: &In<'_>, condition: &Condition, text: &str, place: &Place, of: &str) {
    match condition {
        Condition::Or(terms) => {
            for term in terms {
                if can(to.to, to.regime, term).be_true {
                    alternatives(to, term, text, place, of);
                } else {
                    let what = format!("an alternative of {of} can never be true: `{term}`");
                    to.error(&within(term, text, place), what, "correct the terms that exclude each other, or drop it");
                }
            }
        }
        Condition::And(terms) | Condition::AtLeast(_, terms) => {
            terms.iter().for_each(|term| alternatives(to, term, text, place, of));
        }
        Condition::Limb(_, term) | Condition::Some(_, term) | Condition::Every(_, term) => {
            alternatives(to, term, text, place, of)
        }
        // Under a `not` an alternative that is never true changes nothing.
        _ => {}
    }
}

/// The place of a term where its text stands in the file as it is printed; else the whole condition.
fn within(term: &Condition, text: &str, place: &Place) -> Place {
    let printed = term.to_string();
    match text.find(&printed) {
        Some(at) if place.span.len() == text.len() => {
            Place { file: place.file, span: place.span.start + at..place.span.start + at + printed.len() }
        }
        _ => place.clone(),
    }
}
