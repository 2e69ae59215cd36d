//! The five things that a clearance rests on (DESIGN §3), each with who said it and when.

use super::determine::Seen;
use super::eval::{Here, for_each_item};
use super::points::{LIST_POINT, Point, message};
use super::prepared::Holder;
use super::program::{ALL_ITEMS, Op};
use super::world::Var;
use super::{OpenKind, Outcome, Range, Rest, RestsOn, State};
use crate::fact::Stated;
use crate::rulebook::{FactId, Scope};
use std::collections::BTreeSet;

impl Seen<'_, '_> {
    pub(crate) fn rests_on(&self, points: &[Point]) -> RestsOn {
        RestsOn {
            classification: self.classification(),
            declaration: self.declaration(),
            parties: self.parties(points),
            law: self.freshness(),
            points: self.law_points(points),
        }
    }

    fn classification(&self) -> Rest {
        let mut rest = Rest { closed: true, ..Rest::default() };
        let (mut by_record, mut by_facts) = (false, false);
        for unit in self.unit_numbers() {
            let mut highest = State::False;
            for program in &self.law.programs {
                let here = Here { unit, end_use: 0, party: None };
                for_each_item(program, self.stated, here, ALL_ITEMS, &mut |_, state| {
                    highest = highest.max(state);
                    highest != State::True
                });
            }
            let Some(of) = self.prepared().units.get(usize::from(unit)) else { continue };
            if highest == State::Open {
                rest.closed = false;
                rest.because.push(message("rests-item-open", vec![("line", self.unit_name(unit))]));
            }
            if self
                .units
                .get(usize::from(unit))
                .is_some_and(|range| *range == Range::settled(Outcome::NoLicenceRequired))
            {
                rest.lines.push(self.unit_name(unit));
            }
            match of.record() {
                Some(record) => {
                    by_record = true;
                    rest.on = rest.on.max(record.author.on);
                    rest.evidence.extend(record.evidence.iter().cloned());
                    rest.by = record.author.by.as_deref().map(str::to_owned);
                }
                None => by_facts = true,
            }
            let papers =
                of.facts().iter().filter_map(|(_, stated)| stated.author.evidence.as_deref()).map(str::to_owned);
            rest.evidence.extend(papers);
        }
        rest.evidence.sort();
        rest.evidence.dedup();
        rest.by = match (by_record, by_facts) {
            (true, false) => rest.by.map(|by| format!("record, {by}")),
            (true, true) => rest.by.map(|by| format!("facts and record, {by}")),
            _ => Some("facts".to_owned()),
        };
        rest
    }

    /// The catch-all's facts that rules of the regimes ask for.
    fn declared_facts(&self) -> BTreeSet<FactId> {
        let nodes = self.law.programs.iter().flat_map(|program| &program.nodes);
        nodes
            .filter_map(|node| match node.op {
                Op::Word { fact, scope: Scope::Declaration, .. }
                | Op::Words { fact, scope: Scope::Declaration, .. }
                | Op::Cells { fact, scope: Scope::Declaration, .. }
                | Op::Contains { fact, scope: Scope::Declaration, .. } => Some(fact),
                _ => None,
            })
            .collect()
    }

    fn declaration(&self) -> Rest {
        let mut rest = Rest { closed: true, ..Rest::default() };
        let mut authors: BTreeSet<String> = BTreeSet::new();
        for fact in self.declared_facts() {
            let name = self.law.rulebook.vocabulary.fact(fact).name.clone();
            for end_use in 0..self.prepared().shipment.end_uses.len().max(1) {
                let holder = Holder::EndUse(u16::try_from(end_use).unwrap_or(u16::MAX));
                let stated: Option<&Stated> = self.prepared().facts(holder).and_then(|facts| facts.get(fact));
                match stated {
                    None => rest.because.push(message("rests-not-declared", vec![("fact", name.clone())])),
                    Some(stated) if stated.value == crate::fact::Value::Unknown => {
                        rest.because.push(message("rests-not-declared", vec![("fact", name.clone())]))
                    }
                    Some(stated) if !stated.author.is_signed() => {
                        rest.because.push(message("rests-not-signed", vec![("fact", name.clone())]))
                    }
                    Some(stated) => {
                        authors.extend(stated.author.by.as_deref().map(str::to_owned));
                        rest.on = rest.on.max(stated.author.on);
                        rest.evidence.extend(stated.author.evidence.as_deref().map(str::to_owned));
                    }
                }
            }
        }
        rest.closed = rest.because.is_empty();
        rest.by = (!authors.is_empty()).then(|| authors.into_iter().collect::<Vec<_>>().join("; "));
        rest.evidence.sort();
        rest.evidence.dedup();
        rest
    }

    fn parties(&self, points: &[Point]) -> Rest {
        let open = points.iter().filter(|point| point.var.is_some_and(Self::is_party));
        let unasked = points.iter().filter(|point| point.shown.id.starts_with(LIST_POINT));
        let because: Vec<_> = open.chain(unasked).map(|point| point.shown.message.clone()).collect();
        let lists = self
            .law
            .programs
            .iter()
            .flat_map(|program| program.asked_lists.iter().map(|asked| asked.name.clone()))
            .chain(self.law.asked.screening.further.iter().cloned())
            .collect();
        let method = self.law.asked.screening.method.name().to_owned();
        Rest { closed: because.is_empty(), method: Some(method), lists, because, ..Rest::default() }
    }

    fn freshness(&self) -> Rest {
        let stale = self.law.programs.iter().filter(|program| program.stale || program.before_begin);
        let because: Vec<_> = stale
            .map(|program| {
                let values =
                    vec![("regime", program.regime.id.clone()), ("verified_to", program.checked_to.to_string())];
                message(if program.before_begin { "open-before-begin" } else { "open-law-stale" }, values)
            })
            .collect();
        let verified_to =
            self.law.programs.iter().map(|program| (program.regime.id.clone(), program.regime.verified_to)).collect();
        Rest { closed: because.is_empty(), verified_to, because, ..Rest::default() }
    }

    fn law_points(&self, points: &[Point]) -> Rest {
        let of_law = |point: &&Point| {
            matches!(point.shown.kind, OpenKind::Gap | OpenKind::Reading) && !matches!(point.var, Some(Var::Unread(..)))
        };
        let because: Vec<_> = points.iter().filter(of_law).map(|point| point.shown.message.clone()).collect();
        Rest { closed: because.is_empty(), because, ..Rest::default() }
    }
}
