//! A rulebook taken apart into named parts with their traits in words.

use super::{PartKind, Trait};
use crate::rulebook::{Claim, Condition, Effect, Moment, Regime, Rule, Rulebook, Until, sentence};
use std::collections::BTreeMap;

/// Parts by regime, kind and name.
pub(super) type Parts = BTreeMap<(String, PartKind, String), Vec<Trait>>;

pub(super) fn parts(rulebook: &Rulebook, language: &str) -> Parts {
    let mut parts = Parts::new();
    for regime in &rulebook.regimes {
        let mut taken = Taken { rulebook, regime, language, parts: &mut parts };
        taken.envelope();
        taken.acts();
        taken.rules();
        taken.items();
        taken.parties();
    }
    parts
}

struct Taken<'a> {
    rulebook: &'a Rulebook,
    regime: &'a Regime,
    language: &'a str,
    parts: &'a mut Parts,
}

fn one(key: &str, value: impl ToString) -> Trait {
    (key.to_owned(), value.to_string())
}

fn day(moment: Moment) -> String {
    match moment {
        Moment::Day(day) => day.to_string(),
        Moment::Instant(instant) => instant.to_string(),
    }
}

impl Taken<'_> {
    fn put(&mut self, kind: PartKind, name: String, traits: Vec<Trait>) {
        self.parts.insert((self.regime.id.clone(), kind, name), traits);
    }

    fn envelope(&mut self) {
        let regime = self.regime;
        let traits = vec![
            one("begins", regime.begins),
            one("verified_to", regime.verified_to),
            one("stale_after", regime.stale_after_days),
            one("neighbours", regime.neighbours.join(", ")),
        ];
        self.put(PartKind::Regime, regime.id.clone(), traits);
    }

    fn acts(&mut self) {
        let regime = self.regime;
        for act in &regime.acts {
            let traits = vec![
                one("title", act.title.get(self.language)),
                one("published", day(act.published)),
                one("confidence", format!("{:?}", act.confidence).to_lowercase()),
            ];
            self.put(PartKind::Act, act.id.clone(), traits);
        }
        for clause in regime.clauses.iter().filter(|clause| clause.scenario.is_none()) {
            let traits = vec![one("title", &clause.heading), one("effective", day(clause.effective))];
            self.put(PartKind::Clause, clause.reference(), traits);
        }
        for effect in &regime.effects {
            self.put(PartKind::Effect, effect.id.clone(), of_effect(effect));
        }
        for statement in &regime.statements {
            let claims = statement.extends.iter().map(|(target, until)| one("target", format!("{target} {until}")));
            let traits = claims.chain([one("text", statement.text.get(self.language))]).collect();
            self.put(PartKind::Statement, statement.id.clone(), traits);
        }
    }

    fn rules(&mut self) {
        let regime = self.regime;
        for rule in &regime.rules {
            let mut traits = vec![one("kind", format!("{:?}", rule.kind).to_lowercase())];
            traits.push(one("clause", regime.clause(rule.clause).reference()));
            self.condition(&rule.when, &mut traits);
            consequences(rule, self.language, &mut traits);
            self.put(PartKind::Rule, rule.id.clone(), traits);
        }
        for term in &regime.terms {
            for reading in &term.readings {
                let mut traits = vec![
                    one("kind", format!("{:?}", reading.kind).to_lowercase()),
                    one("held_by", &reading.held_by),
                    one("published", day(reading.published)),
                ];
                self.condition(&reading.means, &mut traits);
                self.put(PartKind::Reading, format!("{}/{}", term.id, reading.id), traits);
            }
        }
    }

    fn items(&mut self) {
        for item in self.regime.entries.iter().flat_map(|entry| &entry.items) {
            for version in &item.versions {
                let clause = self.regime.clause(version.by).reference();
                let mut traits = vec![
                    one("title", item.title.get(self.language)),
                    one("clause", &clause),
                    one("confidence", format!("{:?}", version.confidence).to_lowercase()),
                    one("reasons", item.reasons.join(", ")),
                ];
                self.condition(&version.when, &mut traits);
                self.put(PartKind::Item, format!("{} ({clause})", item.code), traits);
            }
        }
    }

    fn parties(&mut self) {
        for list in &self.regime.party_lists {
            for party in &list.parties {
                let mut traits = vec![
                    one("list", format!("{}/{}", self.regime.id, list.list)),
                    one("clause", self.regime.clause(list.clause).reference()),
                    one("country", party.country.clone().unwrap_or_default()),
                ];
                traits.extend(party.names.iter().map(|name| one("name", &name.text)));
                self.put(PartKind::Party, party.id.clone(), traits);
            }
        }
        for group in &self.regime.groups {
            for member in &group.members {
                let traits = vec![
                    one("from", member.from.map(day).unwrap_or_default()),
                    one("until", member.until.map(day).unwrap_or_default()),
                    one("clause", member.by.map(|by| self.regime.clause(by).reference()).unwrap_or_default()),
                ];
                self.put(PartKind::Member, format!("{}/{}", group.id, member.word), traits);
            }
        }
    }

    /// The whole condition, and each of its single terms.
    fn condition(&self, condition: &Condition, traits: &mut Vec<Trait>) {
        traits.push(one("when", sentence(condition, self.rulebook, self.language)));
        terms(condition, &mut |term| traits.push(one("term", sentence(term, self.rulebook, self.language))));
    }
}

/// Terms that join no others.
fn terms<'a>(condition: &'a Condition, visit: &mut dyn FnMut(&'a Condition)) {
    match condition {
        Condition::And(terms) | Condition::Or(terms) | Condition::AtLeast(_, terms) => {
            terms.iter().for_each(|term| self::terms(term, visit));
        }
        Condition::Limb(_, term) => terms(term, visit),
        single => visit(single),
    }
}

fn consequences(rule: &Rule, language: &str, traits: &mut Vec<Trait>) {
    let lists = [
        ("under", &rule.under),
        ("defeats", &rule.defeats),
        ("kinds", &rule.terms.kinds),
        ("closes", &rule.terms.closes),
        ("voids", &rule.terms.voids),
        ("documents", &rule.terms.documents),
    ];
    for (key, list) in lists {
        traits.extend(list.iter().map(|member| one(key, member)));
    }
    traits.push(one("route", format!("{:?}", rule.route).to_lowercase()));
    traits.extend(rule.prospects.map(|prospects| one("prospects", format!("{prospects:?}").to_lowercase())));
    if rule.claim == Claim::Needed {
        traits.push(one("claim", "true"));
    }
    let clocks = rule.terms.clocks.iter().chain(rule.duty.iter().filter_map(|duty| duty.clock.as_ref()));
    for clock in clocks {
        let counted = [(clock.working_days, "working days"), (clock.days, "days"), (clock.years, "years")];
        let counted = counted.into_iter().filter_map(|(count, unit)| Some(format!("{} {unit}", count?)));
        traits.push(one("clock", format!("{} {}", clock.id, counted.collect::<Vec<_>>().join(", ")).trim()));
    }
    traits.extend(rule.duty.iter().map(|duty| one("text", duty.text.get(language))));
    traits.extend(rule.note.iter().map(|note| one("text", note.text.get(language))));
}

fn of_effect(effect: &Effect) -> Vec<Trait> {
    let mut traits: Vec<Trait> = effect.targets.iter().map(|target| one("target", target)).collect();
    traits.push(one("from", day(effect.from)));
    if let Some(until) = effect.until {
        let (end, last) = match until {
            Until::Included(end) => (end, "included"),
            Until::Excluded(end) => (end, "excluded"),
            Until::Unclear(end) => (end, "unclear"),
        };
        traits.extend([one("until", day(end)), one("last_day", last)]);
    }
    traits
}
