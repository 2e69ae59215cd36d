//! The whole answer for one shipment.

use super::eval::{Here, eval, for_each_item};
use super::findings::Findings;
use super::law::Law;
use super::prepared::Prepared;
use super::program::{ALL_ITEMS, Program};
use super::range::Ranges;
use super::world::AsStated;
use super::{
    Asked, ClauseState, Determination, Ground, LineAnswer, ListedBy, ListedItem, Outcome, Range, Record, RegimeAnswer,
    State,
};
use crate::fact::Shipment;
use crate::rulebook::{RuleKind, Rulebook};
use std::collections::BTreeMap;

/// Meaning of the answers: rises when the same inputs may give another answer.
pub const SEMANTICS: u32 = 1;

/// Determines one shipment under the law of a question.
#[must_use]
pub fn determine(rulebook: &Rulebook, shipment: &Shipment, asked: &Asked) -> Determination {
    Law::as_of(rulebook, asked).determine(shipment)
}

/// What the parts of an answer are made from.
pub(crate) struct Seen<'a, 'r> {
    pub(crate) law: &'a Law<'r>,
    pub(crate) stated: &'a AsStated<'a>,
    /// Range of each unit, over all regimes.
    pub(crate) units: Vec<Range>,
    pub(crate) range: Range,
}

impl Law<'_> {
    /// The whole answer: findings with proofs, open points, questions, release, route, duties.
    #[must_use]
    pub fn determine(&self, shipment: &Shipment) -> Determination {
        let prepared = Prepared::new(shipment, &self.programs);
        let stated = AsStated::new(&prepared);
        let ranges = Ranges::new(&self.programs, &stated);
        let count = u16::try_from(prepared.units.len()).unwrap_or(u16::MAX);
        let units: Vec<(Range, bool)> = (0..count).map(|unit| ranges.unit(unit)).collect();
        let (range, exact) =
            if count == 1 { units.first().copied().unwrap_or_else(|| ranges.shipment()) } else { ranges.shipment() };
        let exact = exact && units.iter().all(|(_, exact)| *exact);
        let seen =
            Seen { law: self, stated: &stated, units: units.into_iter().map(|(range, _)| range).collect(), range };
        let findings = Findings::of(&seen);
        let points = seen.points();
        let questions = seen.questions(&points);
        let regimes = seen.regimes(&ranges);
        let route = seen.route();
        let release = seen.release();
        let readings = seen.readings(&findings);
        let rests_on = seen.rests_on(&points);
        Determination {
            reference: shipment.reference.clone(),
            date: self.asked.date,
            known: self.asked.known,
            zone: self.regimes().next().map_or_else(|| "UTC".to_owned(), |regime| regime.zone.clone()),
            range,
            exact,
            release,
            regimes,
            lines: seen.lines(&findings),
            duties: seen.duties(),
            statements: seen.statements(&findings),
            caveats: seen.caveats(&findings, &readings),
            findings: findings.shown,
            findings_silent: findings.silent,
            open: points.into_iter().map(|point| point.shown).collect(),
            questions,
            rests_on,
            route,
            readings,
            record: self.record(shipment),
        }
    }

    /// The party lists of the regimes looked at, as text: of each the clause that lists it, then ids and names in order.
    /// Its digest stands in every determination.
    #[must_use]
    pub fn lists_snapshot(&self) -> String {
        let mut text = String::new();
        for program in &self.programs {
            for list in &program.regime.party_lists {
                let clause = program.regime.clause(list.clause).reference();
                text.push_str(&format!("{}/{}#{clause}\n", program.regime.id, list.list));
                for party in &list.parties {
                    text.push_str(&format!("{}\n", party.id));
                    party.names.iter().for_each(|name| text.push_str(&format!("{}\n", name.text)));
                }
            }
        }
        text
    }

    fn record(&self, shipment: &Shipment) -> Record {
        Record {
            rulebook: self.rulebook.digest.clone(),
            lists: lists_digest(self),
            input: shipment.digest.clone(),
            policy: self.asked.policy.digest.clone(),
            scenario: self.asked.scenario.clone(),
            semantics: SEMANTICS,
            engine: env!("CARGO_PKG_VERSION").to_owned(),
        }
    }
}

/// `sha256:` and the digest of [`Law::lists_snapshot`].
fn lists_digest(law: &Law<'_>) -> String {
    use sha2::{Digest, Sha256};
    let hex: String = Sha256::digest(law.lists_snapshot()).iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

impl<'a, 'r> Seen<'a, 'r> {
    pub(crate) fn prepared(&self) -> &'a Prepared<'a> {
        self.stated.prepared_ref()
    }

    /// All places of a unit: one for each end use.
    pub(crate) fn places(&self, unit: u16) -> impl Iterator<Item = Here> + use<> {
        let end_uses = self.prepared().shipment.end_uses.len().max(1);
        (0..end_uses).map(move |end_use| Here {
            unit,
            end_use: u16::try_from(end_use).unwrap_or(u16::MAX),
            party: None,
        })
    }

    pub(crate) fn unit_numbers(&self) -> std::ops::Range<u16> {
        0..u16::try_from(self.prepared().units.len()).unwrap_or(u16::MAX)
    }

    /// `1` or `1/N35SH-A`.
    pub(crate) fn unit_name(&self, unit: u16) -> String {
        let Some(of) = self.prepared().units.get(usize::from(unit)) else { return String::new() };
        of.model.map_or_else(|| of.line.number.to_string(), |model| format!("{}/{}", of.line.number, model.id))
    }

    /// Whether any reach rule holds or may hold for a unit.
    pub(crate) fn within_reach(&self, program: &Program<'_>, unit: u16) -> State {
        let rules = program.reach.iter().filter_map(|rule| program.rules.get(usize::from(*rule)));
        let states = rules.flat_map(|rule| {
            self.places(unit).map(|here| eval(program, self.stated, here, rule.whole)).collect::<Vec<_>>()
        });
        states.max().unwrap_or(State::False)
    }

    fn regimes(&self, ranges: &Ranges<'_, '_>) -> Vec<RegimeAnswer> {
        let single = self.law.programs.len() == 1;
        let of = |program: &Program<'_>| {
            let range = if single { self.range } else { ranges.regime(program.number).0 };
            let free = range == Range::settled(Outcome::NoLicenceRequired);
            let ground = free.then(|| {
                self.unit_numbers()
                    .filter_map(|unit| self.ground(program, unit))
                    .min_by_key(|ground| ground_rank(*ground))
            });
            RegimeAnswer { id: program.regime.id.clone(), range, ground: ground.flatten() }
        };
        self.law.programs.iter().map(of).collect()
    }

    /// Why a unit is free under a regime.
    pub(crate) fn ground(&self, program: &Program<'_>, unit: u16) -> Option<Ground> {
        if self.within_reach(program, unit) == State::False {
            return Some(Ground::OutsideReach);
        }
        let mut suspended = false;
        for here in self.places(unit) {
            for rule in &program.rules {
                if !matches!(rule.rule.kind, RuleKind::Requirement | RuleKind::Prohibition) {
                    continue;
                }
                let met = eval(program, self.stated, here, rule.when) == State::True;
                if met
                    && rule.state == ClauseState::InForce
                    && !rule.exemptions.is_empty()
                    && self.reached(program, here, rule)
                {
                    return Some(Ground::Exempted);
                }
                suspended |= met && rule.state == ClauseState::Suspended && self.reached(program, here, rule);
            }
            let items = program.items.iter().filter(|item| item.state == ClauseState::Suspended);
            suspended |= items.into_iter().any(|item| eval(program, self.stated, here, item.when) == State::True);
        }
        Some(if suspended { Ground::MeasureSuspended } else { Ground::NotListed })
    }

    /// Whether a rule's own reach holds.
    pub(crate) fn reached(&self, program: &Program<'_>, here: Here, rule: &super::program::ProgramRule<'_>) -> bool {
        let under = &rule.rule.under;
        let reach = program.reach.iter().filter_map(|at| program.rules.get(usize::from(*at)));
        reach
            .filter(|reach| under.is_empty() || under.contains(&reach.rule.id))
            .any(|reach| eval(program, self.stated, here, reach.whole) != State::False)
    }

    fn lines(&self, findings: &Findings) -> Vec<LineAnswer> {
        self.unit_numbers().map(|unit| self.line(unit, findings)).collect()
    }

    fn line(&self, unit: u16, findings: &Findings) -> LineAnswer {
        let of = self.prepared().units.get(usize::from(unit));
        let range = self.units.get(usize::from(unit)).copied().unwrap_or(self.range);
        let free = range == Range::settled(Outcome::NoLicenceRequired);
        let ground = free.then(|| {
            self.law
                .programs
                .iter()
                .filter_map(|program| self.ground(program, unit))
                .min_by_key(|ground| ground_rank(*ground))
        });
        let (listed, open_groups) = self.listed(unit);
        LineAnswer {
            line: of.map_or(0, |of| of.line.number),
            model: of.and_then(|of| of.model).map(|model| model.id.clone()),
            range,
            listed,
            open_groups,
            ground: ground.flatten(),
            findings: findings.of_unit(unit),
        }
    }

    /// Items met or open; too many open ones are counted by the first three signs of their code.
    fn listed(&self, unit: u16) -> (Vec<ListedItem>, Vec<(String, u32)>) {
        let (mut met, mut open) = (Vec::new(), Vec::new());
        for program in &self.law.programs {
            let here = Here { unit, end_use: 0, party: None };
            let record = self.prepared().record(program.number, unit);
            for_each_item(program, self.stated, here, ALL_ITEMS, &mut |item, state| {
                let Some(of) = program.items.get(item as usize).and_then(|of| of.item) else { return true };
                let by_record = record.is_some_and(|record| record.listed.contains(&item));
                let code = format!("{}/{}", program.regime.id, of.code);
                let by = if by_record { ListedBy::Record } else { ListedBy::Facts };
                let listed = ListedItem { code, title: of.title.clone(), state, by };
                if state == State::True {
                    met.push(listed)
                } else {
                    open.push(listed)
                }
                true
            });
        }
        if open.len() <= super::open::OPEN_ITEMS_MAX {
            met.append(&mut open);
            met.sort_by(|a, b| a.code.cmp(&b.code));
            return (met, Vec::new());
        }
        let mut groups: BTreeMap<String, u32> = BTreeMap::new();
        for item in &open {
            let (regime, code) = item.code.split_once('/').unwrap_or(("", &item.code));
            let group: String = code.chars().take(3).collect();
            *groups.entry(format!("{regime}/{group}")).or_default() += 1;
        }
        (met, groups.into_iter().collect())
    }
}

/// Which ground is named when units or regimes differ: what was closest to a licence first.
fn ground_rank(ground: Ground) -> u8 {
    match ground {
        Ground::Exempted => 0,
        Ground::MeasureSuspended => 1,
        Ground::NotListed => 2,
        Ground::OutsideReach => 3,
    }
}

/// A moment as it is printed.
pub(crate) fn printed(moment: crate::rulebook::Moment) -> String {
    match moment {
        crate::rulebook::Moment::Day(day) => day.to_string(),
        crate::rulebook::Moment::Instant(instant) => instant.to_string(),
    }
}
