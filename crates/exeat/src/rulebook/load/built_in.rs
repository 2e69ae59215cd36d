//! Fields of the shipment that rules may ask for whether or not a vocabulary describes them.

use super::domain::default_domain;
use crate::rulebook::in_order;
use crate::rulebook::{Fact, FactType, Localised, Scope, Units, Word};

/// Ways in which a shipment passes over (`contracts/shipment.toml`).
pub(super) const ACTIVITIES: [&str; 16] = [
    "export",
    "transfer",
    "transit",
    "transhipment",
    "disclosure",
    "service",
    "gift",
    "sample",
    "exhibition",
    "cooperation",
    "aid",
    "internal_transfer",
    "send_for_repair",
    "return_after_repair",
    "return_after_exhibition",
    "re-export",
];

/// Fields of the shipment that rules may ask for without a table of their own.
pub(super) const BUILT_IN: [(&str, Scope, FactType); 14] = [
    ("from", Scope::Shipment, FactType::Country),
    ("to", Scope::Shipment, FactType::Country),
    ("final", Scope::Shipment, FactType::Country),
    ("via", Scope::Shipment, FactType::Countries),
    ("last_exported_from", Scope::Shipment, FactType::Country),
    ("activity", Scope::Shipment, FactType::Choice),
    ("contract_on", Scope::Shipment, FactType::Date),
    ("declared_at", Scope::Shipment, FactType::Date),
    ("country", Scope::Party, FactType::Country),
    ("located_in", Scope::Party, FactType::Country),
    ("origin", Scope::Line, FactType::Country),
    ("hs", Scope::Line, FactType::Text),
    ("value", Scope::Line, FactType::Quantity),
    ("quantity", Scope::Line, FactType::Quantity),
];

/// Whether it is a field, not a fact that is stated under `facts`: where a party is located is stated there.
pub(super) fn is_field(name: &str) -> bool {
    name != "located_in" && BUILT_IN.iter().any(|(known, _, _)| *known == name)
}

/// The fact of a field that no vocabulary describes: it can be stated, but has no question.
pub(super) fn fact(name: &str, scope: Scope, kind: FactType, units: &Units) -> Fact {
    let unit = match name {
        "value" => units.find("USD"),
        "quantity" => units.find("kg"),
        _ => None,
    };
    let words = if name == "activity" { &ACTIVITIES[..] } else { &[] };
    let words: Vec<Word> = words
        .iter()
        .map(|word| Word { word: (*word).to_owned(), whole_since: None, label: Localised::default() })
        .collect();
    Fact {
        name: name.to_owned(),
        scope,
        kind,
        unit,
        domain: default_domain(name, kind, unit, units),
        by_word: in_order(&words),
        words,
        applies_when: None,
        absent_below: None,
        paper: None,
        cost: 1,
        who: Vec::new(),
        gates: true,
        question: Localised::default(),
        built_in: is_field(name),
        bounds: Vec::new(),
    }
}
