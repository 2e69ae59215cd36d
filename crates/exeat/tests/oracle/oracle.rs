//! The oracle: what holds in one completion, in two-valued logic, as DESIGN §2 and `contracts/law.md` say it.
//!
//! Whatever is open is asked of [`Completions::pick`]; the caller goes through all of them. Nothing here is fast, and
//! nothing is taken from the engine.

use super::completion::{At, Completions, Point};
use super::time::{self, State};
use super::{facts, samples};
use exeat::assess::Outcome;
use exeat::number::Rational;
use exeat::rulebook::{
    Claim, ClauseId, Codes, Compare, Condition, Kind, Literal, Quantity, Regime, Rule, RuleKind, RuleRoute,
};

/// Of what a condition is asked. `recalled`: limits are taken as they would list; `Some(false)` below a `not`.
#[derive(Clone, Copy)]
pub struct Here {
    pub regime: usize,
    pub unit: usize,
    pub end_use: usize,
    pub party: Option<At>,
    pub recalled: Option<bool>,
}

/// What an equality on one of these says is never in doubt.
const CLOSED: [&str; 4] = ["item_kind", "material", "function", "technology_for"];

impl<'a> Completions<'a> {
    /// The outcome of one regime for one line or model; of several end uses the strictest.
    pub fn outcome(&mut self, regime: usize, unit: usize) -> Outcome {
        self.hour();
        let uses = 0..self.ship.end_uses.len();
        uses.map(|end_use| self.decide(Here { regime, unit, end_use, party: None, recalled: None })).max().unwrap()
    }

    /// Prohibitions first: where one counts, nothing else is of consequence.
    fn decide(&mut self, h: Here) -> Outcome {
        let regime = self.regime(h);
        if time::is_beyond(regime, &self.now, self.asked) && self.is(Point::Law(h.regime)) {
            return Outcome::Prohibited;
        }
        let mut counting = regime.rules.iter().filter(|rule| rule.kind == RuleKind::Prohibition);
        if counting.any(|rule| self.counts(rule, h) && !self.is_softened(rule, h)) {
            return Outcome::Prohibited;
        }
        let licence = |rule: &&Rule| matches!(rule.kind, RuleKind::Prohibition | RuleKind::Requirement);
        match regime.rules.iter().filter(licence).any(|rule| self.counts(rule, h)) {
            true => Outcome::LicenceRequired,
            false => Outcome::NoLicenceRequired,
        }
    }

    fn counts(&mut self, rule: &'a Rule, h: Here) -> bool {
        let regime = self.regime(h);
        let reaches = |by: &&Rule| by.kind == RuleKind::Reach && (rule.under.is_empty() || rule.under.contains(&by.id));
        let is_claim = |claim: &str, by: &Rule| {
            claim.split('/').next() == Some(&regime.id) && claim.rsplit('/').next() == Some(&by.id)
        };
        let claims = &self.ship.claims;
        let claimed =
            |by: &Rule| by.claim == Claim::Unasked || claims.iter().any(|claim| is_claim(&claim.exemption, by));
        let defeats = |by: &&Rule| by.defeats.contains(&rule.id) && claimed(by);
        self.stands(rule, h)
            && regime.rules.iter().filter(reaches).any(|by| self.stands(by, h))
            && !regime.rules.iter().filter(defeats).any(|by| self.stands(by, h))
    }

    fn stands(&mut self, rule: &'a Rule, h: Here) -> bool {
        self.in_force(rule.clause, None, h) && self.holds(&rule.when, h)
    }

    /// A special approval at hand, not void, makes a licence of what is open to a special application.
    fn is_softened(&mut self, rule: &Rule, h: Here) -> bool {
        let voids = |by: &&Rule| by.terms.voids.iter().any(|kind| kind == "special_approval");
        rule.route == RuleRoute::SpecialApplication
            && self.is_approved(h)
            && !self.regime(h).rules.iter().filter(voids).any(|by| self.stands(by, h))
    }

    pub fn holds(&mut self, condition: &'a Condition, h: Here) -> bool {
        match (condition, h.recalled) {
            (Condition::And(all), _) => all.iter().all(|one| self.holds(one, h)),
            (Condition::Or(any), _) => any.iter().any(|one| self.holds(one, h)),
            (Condition::AtLeast(count, of), _) => of.iter().filter(|one| self.holds(one, h)).count() >= *count as usize,
            (Condition::Not(one), _) => !self.holds(one, Here { recalled: h.recalled.map(|lists| !lists), ..h }),
            (Condition::Limb(_, one), _) => self.holds(one, h),
            (Condition::Some(role, one), _) => {
                self.parties(*role).into_iter().any(|party| self.holds(one, Here { party: Some(party), ..h }))
            }
            (Condition::Every(role, one), _) => {
                self.parties(*role).into_iter().all(|party| self.holds(one, Here { party: Some(party), ..h }))
            }
            (Condition::Is { fact, word }, lists) if lists.is_none() || CLOSED.contains(&fact.as_str()) => {
                self.has(fact, &[word.clone()], h)
            }
            (Condition::In { fact, codes }, lists) if lists.is_none() || CLOSED.contains(&fact.as_str()) => {
                let words = self.words(codes, h);
                self.has(fact, &words, h)
            }
            (Condition::Name(name), lists) => match (self.meaning(name, h), lists) {
                (Some(meaning), _) => self.holds(meaning, h),
                (None, Some(lists)) => lists,
                (None, None) => self.has(name, &["yes".to_owned()], h),
            },
            (_, Some(lists)) => lists,
            (Condition::On(list), _) => self.is_on(list, h),
            (Condition::Listed { codes, reason }, _) => self.is_listed(codes.as_ref(), reason.as_ref(), h),
            (Condition::Contains(fact), _) => {
                matches!(self.fact(fact, h), facts::Taken::Number(at, false) if at > Rational::ZERO)
            }
            (Condition::Gap(text), _) => self.is(Point::Gap(h.regime, text, h.unit)),
            (Condition::Compare { left, compare, right }, _) => self.compares(left, *compare, right, h),
            (Condition::Is { .. } | Condition::In { .. }, None) => unreachable!("both are asked for above"),
        }
    }

    fn compares(&mut self, left: &'a Quantity, compare: Compare, right: &Literal, h: Here) -> bool {
        let is = match left {
            Quantity::Fact(fact) => self.number(fact, h),
            Quantity::Sum(facts) => {
                facts.iter().try_fold(Rational::ZERO, |sum, fact| sum.checked_add(self.number(fact, h)?))
            }
            Quantity::Ratio(above, _) => self.number(above, h),
            Quantity::Total(fact) => self.total(fact, h),
        };
        // a / b > r is a > r · b, so that a share of nothing is above every limit.
        let by = if let Quantity::Ratio(_, below) = left { self.number(below, h) } else { Some(Rational::ONE) };
        let Some(limit) = by.and_then(|by| samples::limit(self.book, right).checked_mul(by)) else { return false };
        is.is_some_and(|is| match compare {
            Compare::Above => is > limit,
            Compare::AtLeast => is >= limit,
            Compare::Below => is < limit,
            Compare::AtMost => is <= limit,
            Compare::Equal => is == limit,
        })
    }

    /// What a definition means, and a term in this completion.
    fn meaning(&mut self, name: &'a str, h: Here) -> Option<&'a Condition> {
        static UNREAD: [Condition; 2] = [Condition::Or(Vec::new()), Condition::And(Vec::new())];
        let regime = self.regime(h);
        if let Some(rule) = regime.rules.iter().find(|rule| rule.kind == RuleKind::Definition && rule.id == name) {
            return Some(&rule.when);
        }
        let readings = &regime.terms.iter().find(|term| term.id == name)?.readings;
        let known = readings.iter().filter(|reading| time::is_out(regime, reading.published, self.asked));
        let policy = self.asked.policy.readings.iter().find(|(term, _)| *term == format!("{}/{name}", regime.id));
        let chosen = policy.and_then(|(_, chosen)| known.clone().find(|reading| reading.id == *chosen));
        if let Some(chosen) = chosen {
            return Some(&chosen.means);
        }
        let followed =
            known.clone().filter(|reading| reading.kind == Kind::Guidance && reading.held_by == regime.authority);
        let firm = known.clone().filter(|reading| reading.kind <= Kind::Decision);
        let first: [Vec<&Condition>; 3] =
            [followed.map(|r| &r.means).collect(), firm.map(|r| &r.means).collect(), known.map(|r| &r.means).collect()];
        // Where no reading is known, what the term means is a gap.
        let Some(open) = first.into_iter().find(|some| !some.is_empty()) else {
            return Some(&UNREAD[self.pick(Point::Gap(h.regime, name, h.unit), 2)]);
        };
        Some(open[self.pick(Point::Reading(h.regime, name), open.len())])
    }

    /// Words given one by one, or the members of a group on that day.
    pub fn words(&mut self, codes: &Codes, h: Here) -> Vec<String> {
        let group = match codes {
            Codes::List(words) => return words.clone(),
            Codes::Group(group) => group,
        };
        let (regime, now) = (self.regime(h), self.now);
        let members = regime.groups.iter().find(|known| known.id == *group).map_or(&[][..], |group| &group.members);
        let dated = members.iter().filter(|member| {
            member.from.is_none_or(|from| time::begun(from, &now))
                && member.until.is_none_or(|until| !time::is_over(until, &now))
        });
        dated
            .filter(|member| member.by.is_none_or(|by| self.in_force(by, None, h)))
            .map(|member| member.word.clone())
            .collect()
    }

    /// Whether a clause, or a party that it lists, counts.
    pub fn in_force(&mut self, clause: ClauseId, party: Option<&'a str>, h: Here) -> bool {
        let (regime, now, asked) = (self.regime(h), self.now, self.asked);
        let state = self
            .states
            .entry((h.regime, clause, party, now.at))
            .or_insert_with(|| time::state(regime, clause, party, &now, asked))
            .clone();
        match state {
            State::In => true,
            State::Out => false,
            State::Unresolved(effects) => effects.into_iter().all(|effect| self.is(Point::Effect(h.regime, effect))),
        }
    }

    pub fn regime(&self, h: Here) -> &'a Regime {
        &self.book.regimes[h.regime]
    }
}
