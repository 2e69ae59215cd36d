//! Conditions of decisive rules on what such rules should not ask.

use super::In;
use crate::rulebook::{Condition, RuleKind};

/// Transit rules ask `activity`, never `via`: who states no way would leave every clearance open.
pub(super) fn check(to: &In<'_>) {
    let decisive = |kind| matches!(kind, RuleKind::Reach | RuleKind::Requirement | RuleKind::Prohibition);
    for rule in to.regime.rules.iter().filter(|rule| decisive(rule.kind)) {
        if asks_way(&rule.when) {
            to.warning(
                &rule.when_place,
                format!("`{}` asks for `via`, which few state and which would leave every clearance open", rule.id),
                "ask for `activity`: `activity in [transit, transhipment]`",
            );
        }
    }
}

fn asks_way(condition: &Condition) -> bool {
    match condition {
        Condition::And(terms) | Condition::Or(terms) | Condition::AtLeast(_, terms) => terms.iter().any(asks_way),
        Condition::Not(term) | Condition::Limb(_, term) | Condition::Some(_, term) | Condition::Every(_, term) => {
            asks_way(term)
        }
        Condition::Is { fact, .. } | Condition::In { fact, .. } => fact == "via",
        _ => false,
    }
}
