//! Clauses that nothing rests on.

use super::In;
use crate::rulebook::ClauseId;
use std::collections::BTreeSet;

/// A clause without a rule is either meant for readers (`informative`) or unfinished.
pub(super) fn check(to: &In<'_>) {
    let regime = to.regime;
    let mut used: BTreeSet<ClauseId> = BTreeSet::new();
    used.extend(regime.rules.iter().map(|rule| rule.clause));
    used.extend(regime.terms.iter().map(|term| term.clause));
    used.extend(regime.effects.iter().map(|effect| effect.clause));
    used.extend(regime.statements.iter().map(|statement| statement.clause));
    used.extend(regime.cases.iter().filter_map(|case| case.clause));
    used.extend(regime.party_lists.iter().map(|list| list.clause));
    used.extend(
        regime.entries.iter().flat_map(|entry| &entry.items).flat_map(|item| &item.versions).map(|version| version.by),
    );
    used.extend(regime.groups.iter().flat_map(|group| &group.members).filter_map(|member| member.by));
    for act in regime.acts.iter().chain(regime.scenarios.iter().map(|scenario| &scenario.act)) {
        for id in act.clauses.iter().filter(|id| !used.contains(id)) {
            let clause = regime.clause(*id);
            if !clause.informative {
                to.warning(
                    &clause.place,
                    format!("no rule, effect, item or party list rests on `{}`", clause.reference()),
                    "write its rule, or a `clause` block with `informative = true`",
                );
            }
        }
    }
}
