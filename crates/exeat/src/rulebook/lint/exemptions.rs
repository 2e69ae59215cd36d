//! Exemptions that free nothing.

use super::In;
use crate::rulebook::RuleKind;

/// An exemption defeats the rules that it names, and no others.
pub(super) fn check(to: &In<'_>) {
    for rule in to.regime.rules.iter().filter(|rule| rule.kind == RuleKind::Exemption) {
        if rule.defeats.is_empty() {
            to.error(
                &rule.place,
                format!("the exemption `{}` defeats nothing", rule.id),
                "name requirements and prohibitions: `defeats = [\"listed-items\"]`",
            );
        }
        let own = to.regime.clause(rule.clause).scenario.as_deref();
        for name in &rule.defeats {
            let defeated = to.regime.rules.iter().find(|other| other.id == *name);
            let other = defeated.and_then(|other| to.regime.clause(other.clause).scenario.as_deref());
            if other.is_some() && other != own {
                to.error(
                    &rule.place,
                    format!("the exemption `{}` defeats `{name}`, which is no law but part of a scenario", rule.id),
                    "move the exemption into the scenario",
                );
            }
        }
    }
}
