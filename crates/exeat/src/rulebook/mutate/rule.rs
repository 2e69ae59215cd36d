//! Edits of rules and readings: their conditions, and what follows from them.

use super::condition::variants;
use super::{Change, EditKind, Edits, Said};
use crate::rulebook::{Claim, Clock, Kind, Prospects, Rule, RuleKind, RuleRoute};

pub(super) fn gather(edits: &mut Edits<'_>) {
    let regime = edits.regime;
    for (at, rule) in regime.rules.iter().enumerate() {
        for variant in variants(&rule.when) {
            let said = Said {
                kind: variant.kind,
                of: rule.id.clone(),
                was: variant.was,
                becomes: variant.becomes,
                hints: variant.hints,
            };
            edits.add(&rule.when_place, said, Change::Rule(at, Box::new(Rule { when: variant.whole, ..rule.clone() })));
        }
        whole(edits, at, rule);
        lists(edits, at, rule);
        consequences(edits, at, rule);
        clocks(edits, at, rule);
    }
    readings(edits);
    items(edits);
}

/// The rule left out. Definitions are named by others, and stay.
fn whole(edits: &mut Edits<'_>, at: usize, rule: &Rule) {
    let kind = match rule.kind {
        RuleKind::Definition => return,
        RuleKind::Exemption => EditKind::Exemption,
        _ => EditKind::Rule,
    };
    let was = rule.id.clone();
    edits.add(
        &rule.place,
        Said { kind, of: rule.id.clone(), was, becomes: String::new(), hints: vec![] },
        Change::NoRule(at),
    );
}

type Part = (&'static str, EditKind, fn(&mut Rule) -> &mut Vec<String>);

/// Each member of the rule's own lists left out; a single reach means any when it is gone, and stays.
fn lists(edits: &mut Edits<'_>, at: usize, rule: &Rule) {
    let parts: [Part; 7] = [
        ("under", EditKind::Member, |rule| &mut rule.under),
        ("defeats", EditKind::Exemption, |rule| &mut rule.defeats),
        ("kinds", EditKind::Member, |rule| &mut rule.terms.kinds),
        ("closes", EditKind::Member, |rule| &mut rule.terms.closes),
        ("voids", EditKind::Member, |rule| &mut rule.terms.voids),
        ("documents", EditKind::Member, |rule| &mut rule.terms.documents),
        ("clocks_off", EditKind::Member, |rule| &mut rule.terms.clocks_off),
    ];
    for (key, kind, list) in parts {
        let count = list(&mut rule.clone()).len();
        for member in 0..count {
            if key == "defeats" && count == 1 {
                continue;
            }
            let mut becomes = rule.clone();
            let gone = list(&mut becomes).remove(member);
            let said = Said {
                kind,
                of: format!("{}.{key}", rule.id),
                hints: vec![gone.clone()],
                was: gone,
                becomes: String::new(),
            };
            edits.add(&rule.place, said, Change::Rule(at, Box::new(becomes)));
        }
    }
}

/// Claim, way out and prospects turned into another.
fn consequences(edits: &mut Edits<'_>, at: usize, rule: &Rule) {
    let mut other = |key: &str, kind, was: &str, word: &str, becomes: Rule| {
        let said = Said {
            kind,
            of: format!("{}.{key}", rule.id),
            was: was.to_owned(),
            becomes: word.to_owned(),
            hints: vec![],
        };
        edits.add(&rule.place, said, Change::Rule(at, Box::new(becomes)));
    };
    if rule.kind == RuleKind::Exemption {
        let (was, word, claim) = match rule.claim {
            Claim::Needed => ("claim = true", "claim = false", Claim::Unasked),
            Claim::Unasked => ("", "claim = true", Claim::Needed),
        };
        other("claim", EditKind::Exemption, was, word, Rule { claim, ..rule.clone() });
    }
    if rule.kind == RuleKind::Prohibition {
        let (was, word, route) = match rule.route {
            RuleRoute::Ordinary => ("", "none", RuleRoute::None),
            RuleRoute::None => ("none", "special-application", RuleRoute::SpecialApplication),
            RuleRoute::SpecialApplication => ("special-application", "none", RuleRoute::None),
        };
        other("route", EditKind::Rule, was, word, Rule { route, ..rule.clone() });
    }
    if let Some(prospects) = rule.prospects {
        let (was, word, prospects) = match prospects {
            Prospects::Ordinary => ("ordinary", "case-by-case", Prospects::CaseByCase),
            Prospects::CaseByCase => ("case-by-case", "refused", Prospects::Refused),
            Prospects::Refused => ("refused", "case-by-case", Prospects::CaseByCase),
        };
        other("prospects", EditKind::Rule, was, word, Rule { prospects: Some(prospects), ..rule.clone() });
    }
}

/// One day or year more on each clock, of a route or of a duty.
fn clocks(edits: &mut Edits<'_>, at: usize, rule: &Rule) {
    let longer = |clock: &Clock| Clock {
        working_days: clock.working_days.map(|days| days + 1),
        days: clock.days.map(|days| days + 1),
        years: clock.years.map(|years| years + 1),
        ..clock.clone()
    };
    let mut changed = Vec::new();
    for (number, clock) in rule.terms.clocks.iter().enumerate() {
        let mut becomes = rule.clone();
        super::set(&mut becomes.terms.clocks, number, longer(clock));
        changed.push((clock.clone(), becomes));
    }
    if let Some(duty) = &rule.duty
        && let Some(clock) = &duty.clock
    {
        let duty = crate::rulebook::Duty { clock: Some(longer(clock)), ..duty.clone() };
        changed.push((clock.clone(), Rule { duty: Some(duty), ..rule.clone() }));
    }
    for (clock, becomes) in changed {
        let count = clock.working_days.or(clock.days).or(clock.years).unwrap_or(0);
        let said = Said {
            kind: EditKind::Bound,
            of: format!("{}.clock", rule.id),
            was: count.to_string(),
            becomes: (count + 1).to_string(),
            hints: vec![],
        };
        edits.add(&rule.place, said, Change::Rule(at, Box::new(becomes)));
    }
}

fn readings(edits: &mut Edits<'_>) {
    for (at, term) in edits.regime.terms.iter().enumerate() {
        for (number, reading) in term.readings.iter().enumerate() {
            let of = format!("{}.{}", term.id, reading.id);
            for variant in variants(&reading.means) {
                let said = Said {
                    kind: variant.kind,
                    of: of.clone(),
                    was: variant.was,
                    becomes: variant.becomes,
                    hints: variant.hints,
                };
                edits.add(&reading.place, said, Change::Reading(at, number, variant.whole));
            }
            let counts = matches!(reading.kind, Kind::Instrument | Kind::Guidance | Kind::Decision);
            if counts && term.readings.len() > 1 {
                let said = Said {
                    kind: EditKind::Rule,
                    of: term.id.clone(),
                    was: reading.id.clone(),
                    becomes: String::new(),
                    hints: vec![],
                };
                edits.add(&term.place, said, Change::NoReading(at, number));
            }
        }
    }
}

fn items(edits: &mut Edits<'_>) {
    for (at, entry) in edits.regime.entries.iter().enumerate() {
        for (number, item) in entry.items.iter().enumerate() {
            for (version, one) in item.versions.iter().enumerate() {
                for variant in variants(&one.when) {
                    let said = Said {
                        kind: variant.kind,
                        of: item.code.clone(),
                        was: variant.was,
                        becomes: variant.becomes,
                        hints: variant.hints,
                    };
                    let change = Change::Item { entry: at, item: number, version, when: variant.whole };
                    edits.add(&one.place, said, change);
                }
            }
        }
    }
}
