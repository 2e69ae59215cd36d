//! Which rules the worked cases try.

use super::In;
use crate::rulebook::RuleKind;
use std::collections::BTreeSet;

/// What a run of all cases has shown of each rule; whoever runs them fills it.
#[derive(Debug, Clone, Default)]
pub struct CaseCoverage {
    caught: BTreeSet<(String, String)>,
    passed: BTreeSet<(String, String)>,
}

impl CaseCoverage {
    /// Notes that some case has found the rule true, or false.
    pub fn note(&mut self, regime: &str, rule: &str, holds: bool) {
        let key = (regime.to_owned(), rule.to_owned());
        let _ = if holds { self.caught.insert(key) } else { self.passed.insert(key) };
    }

    /// Rules of that regime that some case catches, in order of id.
    pub fn caught<'a>(&'a self, regime: &'a str) -> impl Iterator<Item = &'a str> {
        self.caught.iter().filter(move |(known, _)| known == regime).map(|(_, rule)| rule.as_str())
    }
}

/// A rule that no case catches may never hold as meant, one that no case lets pass may hold too often.
pub(super) fn check(to: &In<'_>, coverage: &CaseCoverage) {
    let decisive =
        |kind| matches!(kind, RuleKind::Reach | RuleKind::Requirement | RuleKind::Prohibition | RuleKind::Exemption);
    let law = to.regime.rules.iter().filter(|rule| to.regime.clause(rule.clause).scenario.is_none());
    for rule in law.filter(|rule| decisive(rule.kind)) {
        let key = (to.regime.id.clone(), rule.id.clone());
        let (caught, passed) = (coverage.caught.contains(&key), coverage.passed.contains(&key));
        let missing = match (caught, passed) {
            (true, true) => continue,
            (false, true) => "no case that it catches",
            (true, false) => "no case that it lets pass",
            (false, false) => "no case that it catches and none that it lets pass",
        };
        to.warning(
            &rule.place,
            format!("`{}` has {missing}", rule.id),
            format!(
                "add a `case` block with a shipment and `because = \"{}\"`, or `never = [\"{}\"]`",
                rule.id, rule.id
            ),
        );
    }
}
