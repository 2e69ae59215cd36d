//! Rules: reach first, then exemptions within the rules that they defeat.

use super::condition::Compiler;
use super::counts;
use crate::assess::program::{NodeId, Op, ProgramRule};
use crate::rulebook::{Claim, Condition, Regime, Rule, RuleKind, RuleRoute};

impl Compiler<'_> {
    pub(super) fn rules(&mut self) {
        let regime = self.vantage.regime;
        for rule in regime.rules.iter().filter(|rule| rule.kind != RuleKind::Definition) {
            let state = self.state_of(rule.clause);
            if !self.vantage.is_law(regime.clause(rule.clause)) {
                continue;
            }
            let force = self.leaf(Op::Force(rule.clause.0));
            let when = self.condition(&rule.when);
            let asks_items = asks(regime, &rule.when, &|condition| matches!(condition, Condition::Listed { .. }), 0);
            let asks_lists = asks(regime, &rule.when, &|condition| matches!(condition, Condition::On(_)), 0);
            self.program.rules.push(ProgramRule {
                rule,
                when,
                force,
                whole: 0,
                special: None,
                state,
                asks_items,
                asks_lists,
                exemptions: Vec::new(),
            });
        }
        let of_kind = |kind: RuleKind| -> Vec<u16> {
            let rules = self.program.rules.iter().enumerate();
            rules
                .filter(|(_, rule)| rule.rule.kind == kind && counts(rule.state))
                .filter_map(|(at, _)| u16::try_from(at).ok())
                .collect()
        };
        self.program.reach = of_kind(RuleKind::Reach);
        self.program.prohibitions = of_kind(RuleKind::Prohibition);
        self.program.requirements = of_kind(RuleKind::Requirement);
        for at in 0..self.program.rules.len() {
            self.whole(at);
        }
        self.index_names();
    }

    /// The rule as it counts: in force, within its reach, met, and not defeated.
    fn whole(&mut self, at: usize) {
        let Some(rule) = self.program.rules.get(at).map(|rule| rule.rule) else { return };
        let decides = matches!(rule.kind, RuleKind::Requirement | RuleKind::Prohibition);
        let exemptions = if decides { self.exemptions_of(rule) } else { Vec::new() };
        let reach = if decides { self.reach_of(rule) } else { Vec::new() };
        let whole = self.branch(Op::And, |compiler| {
            compiler.leaf(Op::Force(rule.clause.0));
            if decides {
                compiler.branch(Op::Or, |compiler| {
                    for at in &reach {
                        compiler.leaf(Op::Reach(*at));
                    }
                });
            }
            if rule.kind == RuleKind::Exemption && rule.claim == Claim::Needed {
                compiler.leaf(Op::Claimed(u16::try_from(at).unwrap_or(u16::MAX)));
            }
            compiler.condition(&rule.when);
            for exemption in &exemptions {
                compiler.branch(Op::Not, |compiler| {
                    compiler.exemption(*exemption);
                });
            }
        });
        let special = (rule.kind == RuleKind::Prohibition && rule.route == RuleRoute::SpecialApplication)
            .then(|| self.special(at));
        if let Some(slot) = self.program.rules.get_mut(at) {
            slot.whole = whole;
            slot.special = special;
            slot.exemptions = exemptions;
        }
    }

    /// The rule without a special approval, and with one.
    fn special(&mut self, at: usize) -> (NodeId, NodeId) {
        let rule = Op::Reach(u16::try_from(at).unwrap_or(u16::MAX));
        let without = self.branch(Op::And, |compiler| {
            compiler.leaf(rule);
            compiler.branch(Op::Not, |compiler| {
                compiler.leaf(Op::Approved);
            });
        });
        let with = self.branch(Op::And, |compiler| {
            compiler.leaf(rule);
            compiler.leaf(Op::Approved);
        });
        (without, with)
    }

    fn exemption(&mut self, at: u16) -> NodeId {
        let Some(rule) = self.program.rules.get(usize::from(at)).map(|rule| rule.rule) else {
            return self.leaf(Op::Never);
        };
        self.branch(Op::Exempt(at), |compiler| {
            compiler.leaf(Op::Force(rule.clause.0));
            if rule.claim == Claim::Needed {
                compiler.leaf(Op::Claimed(at));
            }
            compiler.condition(&rule.when);
        })
    }

    fn exemptions_of(&self, rule: &Rule) -> Vec<u16> {
        let names = |exemption: &Rule| {
            exemption.defeats.iter().any(|name| *name == rule.id || name.rsplit('/').next() == Some(&rule.id))
        };
        let rules = self.program.rules.iter().enumerate();
        rules
            .filter(|(_, other)| other.rule.kind == RuleKind::Exemption && counts(other.state) && names(other.rule))
            .filter_map(|(at, _)| u16::try_from(at).ok())
            .collect()
    }

    fn reach_of(&self, rule: &Rule) -> Vec<u16> {
        let named = |at: &u16| {
            let reach = self.program.rules.get(usize::from(*at)).map(|reach| reach.rule);
            rule.under.is_empty() || reach.is_some_and(|reach| rule.under.contains(&reach.id))
        };
        self.program.reach.iter().copied().filter(named).collect()
    }
}

/// How deep definitions may stand in each other; the loader refuses cycles.
const DEPTH_MAX: u32 = 32;

/// Whether a condition, through definitions and terms, holds such a part.
fn asks(regime: &Regime, condition: &Condition, is: &dyn Fn(&Condition) -> bool, depth: u32) -> bool {
    if is(condition) {
        return true;
    }
    if depth > DEPTH_MAX {
        return false;
    }
    let below = |of: &Condition| asks(regime, of, is, depth + 1);
    match condition {
        Condition::And(of) | Condition::Or(of) | Condition::AtLeast(_, of) => of.iter().any(below),
        Condition::Not(of) | Condition::Limb(_, of) | Condition::Some(_, of) | Condition::Every(_, of) => below(of),
        Condition::Name(name) => {
            let definition = regime.rules.iter().find(|rule| rule.id == *name && rule.kind == RuleKind::Definition);
            let term = regime.terms.iter().find(|term| term.id == *name);
            definition.is_some_and(|rule| below(&rule.when))
                || term.is_some_and(|term| term.readings.iter().any(|reading| below(&reading.means)))
        }
        _ => false,
    }
}
