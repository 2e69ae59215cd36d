//! Findings: every rule that bears on the shipment, with its state, its citation and its proof.

use super::determine::{Seen, printed};
use super::eval::{Here, eval, for_each_item};
use super::prepared::Hits;
use super::program::{ALL_ITEMS, Program, ProgramRule};
use super::proof::prove;
use super::{Citation, ClauseState, Finding, ItemCitation, Proof, ProofOp, State};
use crate::rulebook::{ClauseId, RuleKind};

/// Findings that are false are shown up to this many; the rest is counted.
const FALSE_MAX: usize = 40;
/// Items cited below one finding.
const CITED_ITEMS_MAX: usize = 24;

/// The findings of a shipment.
pub(crate) struct Findings {
    pub(crate) shown: Vec<Finding>,
    pub(crate) silent: u32,
    /// Units of each shown finding.
    units: Vec<Vec<u16>>,
    /// Regime and rule of each shown finding; none for the engine's own.
    pub(crate) rules: Vec<Option<(u8, u16)>>,
}

struct Found {
    finding: Finding,
    units: Vec<u16>,
    rule: Option<(u8, u16)>,
}

impl Findings {
    pub(crate) fn of(seen: &Seen<'_, '_>) -> Findings {
        let mut found = Vec::new();
        let mut silent = 0;
        for program in &seen.law.programs {
            for at in 0..program.rules.len() {
                let Some(rule) = program.rules.get(at) else { continue };
                if rule.rule.kind == RuleKind::Definition {
                    continue;
                }
                match finding(seen, program, u16::try_from(at).unwrap_or(u16::MAX), rule) {
                    Some(one) => found.push(one),
                    None => silent += 1,
                }
            }
        }
        found.extend(own_findings(seen));
        found.sort_by_key(|a| rank(&a.finding));
        let mut falses = 0;
        found.retain(|one| {
            falses += usize::from(one.finding.state == State::False);
            let kept = one.finding.state != State::False || falses <= FALSE_MAX;
            silent += u32::from(!kept);
            kept
        });
        for (number, one) in found.iter_mut().enumerate() {
            one.finding.id = format!("f{}", number + 1);
        }
        let units = found.iter().map(|one| one.units.clone()).collect();
        let rules = found.iter().map(|one| one.rule).collect();
        Findings { shown: found.into_iter().map(|one| one.finding).collect(), silent, units, rules }
    }

    /// Ids of the findings of a unit.
    pub(crate) fn of_unit(&self, unit: u16) -> Vec<String> {
        let both = self.shown.iter().zip(&self.units);
        both.filter(|(_, units)| units.contains(&unit)).map(|(finding, _)| finding.id.clone()).collect()
    }
}

fn rank(finding: &Finding) -> (std::cmp::Reverse<State>, u8, String) {
    let kind = match finding.kind {
        Some(RuleKind::Prohibition) => 0,
        Some(RuleKind::Requirement) => 1,
        Some(RuleKind::Exemption) => 2,
        None => 3,
        Some(RuleKind::Route) => 4,
        Some(_) => 5,
    };
    (std::cmp::Reverse(finding.state), kind, finding.rule.clone())
}

fn finding(seen: &Seen<'_, '_>, program: &Program<'_>, at: u16, rule: &ProgramRule<'_>) -> Option<Found> {
    let mut state = State::False;
    let (mut holds, mut bears) = (Vec::new(), Vec::new());
    let mut defeated = None;
    let besides = !matches!(rule.rule.kind, RuleKind::Requirement | RuleKind::Prohibition);
    for unit in seen.unit_numbers().filter(|unit| !besides || seen.within_reach(program, *unit) != State::False) {
        for here in seen.places(unit) {
            let one = eval(program, seen.stated, here, rule.whole);
            state = state.max(one);
            if one != State::False {
                holds.push((one, here));
            } else if let Some(by) = bears_though_false(seen, program, rule, here) {
                bears.push((one, here));
                defeated = defeated.or(by);
            }
        }
    }
    let places = if holds.is_empty() { bears } else { holds };
    let first = places.iter().max_by_key(|(one, here)| (*one, std::cmp::Reverse(here.unit))).map(|(_, here)| *here)?;
    let mut units: Vec<u16> = places.iter().map(|(_, here)| here.unit).collect();
    units.dedup();
    let proof = prove(program, seen.stated, first, rule.when);
    let items = if rule.asks_items { cited_items(seen, program, &units) } else { Vec::new() };
    let clause = program.regime.clause(rule.rule.clause);
    let own = citation(program, rule.rule.clause, rule.state);
    let first = items.iter().find(|item| item.state == State::True && rule.rule.kind == RuleKind::Requirement);
    let cited = first.map(|item| item.citation.clone());
    let basis = cited.is_some().then(|| own.clone());
    let finding = Finding {
        id: String::new(),
        rule: format!("{}/{}/{}", program.regime.id, clause.act, rule.rule.id),
        kind: Some(rule.rule.kind),
        state,
        defeated_by: defeated,
        lines: named(seen, &units),
        limbs: limbs(&proof),
        citation: Some(cited.unwrap_or_else(|| own.clone())),
        basis,
        proof,
        items,
    };
    Some(Found { finding, units, rule: Some((program.number, at)) })
}

/// A false rule bears on a place when its item or list is met there, when an exemption defeats it, or when it is suspended.
/// The inner value names the exemption.
#[expect(clippy::option_option, reason = "whether it bears, and which exemption defeats it, are two questions")]
fn bears_though_false(
    seen: &Seen<'_, '_>,
    program: &Program<'_>,
    rule: &ProgramRule<'_>,
    here: Here,
) -> Option<Option<String>> {
    if !matches!(rule.rule.kind, RuleKind::Requirement | RuleKind::Prohibition) || !seen.reached(program, here, rule) {
        return None;
    }
    let met = eval(program, seen.stated, here, rule.when);
    if met != State::False {
        let counts = |exemption: &&ProgramRule<'_>| eval(program, seen.stated, here, exemption.whole) == State::True;
        let exemptions = rule.exemptions.iter().filter_map(|at| program.rules.get(usize::from(*at)));
        let by =
            exemptions.into_iter().find(counts).map(|exemption| format!("{}/{}", program.regime.id, exemption.rule.id));
        let asleep = matches!(rule.state, ClauseState::Suspended | ClauseState::NotYet | ClauseState::Ended);
        return (by.is_some() || (asleep && met == State::True)).then_some(by);
    }
    let listed = rule.asks_items && eval_listed(seen, program, here) == State::True;
    let hit = |hits: &Hits| !hits.same.is_empty() || !hits.near.is_empty() || hits.nameless || !hits.cleared.is_empty();
    let parties = seen.prepared().hits.get(usize::from(program.number));
    let on_list = rule.asks_lists && parties.is_some_and(|parties| parties.iter().any(hit));
    (listed || on_list).then_some(None)
}

fn eval_listed(seen: &Seen<'_, '_>, program: &Program<'_>, here: Here) -> State {
    let mut highest = State::False;
    for_each_item(program, seen.stated, here, ALL_ITEMS, &mut |_, state| {
        highest = highest.max(state);
        highest != State::True
    });
    highest
}

fn cited_items(seen: &Seen<'_, '_>, program: &Program<'_>, units: &[u16]) -> Vec<ItemCitation> {
    let mut cited: Vec<ItemCitation> = Vec::new();
    for unit in units {
        let here = Here { unit: *unit, end_use: 0, party: None };
        for_each_item(program, seen.stated, here, ALL_ITEMS, &mut |item, state| {
            let Some(of) = program.items.get(item as usize) else { return true };
            let version = of.item.and_then(|item| item.versions.get(of.version).map(|version| (item, version)));
            if let Some((item, version)) = version {
                let code = format!("{}/{}", program.regime.id, item.code);
                match cited.iter_mut().find(|known| known.code == code) {
                    Some(known) => known.state = known.state.max(state),
                    None => cited.push(ItemCitation { code, state, citation: citation(program, version.by, of.state) }),
                }
            }
            cited.len() < CITED_ITEMS_MAX
        });
    }
    cited.sort_by(|a, b| (std::cmp::Reverse(a.state), &a.code).cmp(&(std::cmp::Reverse(b.state), &b.code)));
    cited
}

/// Act and clause with its state.
pub(crate) fn citation(program: &Program<'_>, clause: ClauseId, state: ClauseState) -> Citation {
    let of = program.regime.clause(clause);
    let acts = program.regime.acts.iter().chain(program.regime.scenarios.iter().map(|scenario| &scenario.act));
    let act = acts.into_iter().find(|act| act.id == of.act);
    Citation {
        act: format!("{}/{}", program.regime.id, of.act),
        clause: of.number.clone(),
        title: act.map(|act| act.title.clone()).unwrap_or_default(),
        state,
        effective: printed(of.effective),
        source: act.map(|act| act.source.clone()).unwrap_or_default(),
        confidence: of.confidence,
        kind: of.kind,
    }
}

/// `1` where all models of the line are meant, else `1/N35SH-A`.
pub(crate) fn named(seen: &Seen<'_, '_>, units: &[u16]) -> Vec<String> {
    let all = &seen.prepared().units;
    let mut names: Vec<String> = Vec::new();
    for unit in units {
        let Some(of) = all.get(usize::from(*unit)) else { continue };
        let of_line = |at: usize| all.get(at).is_some_and(|other| std::ptr::eq(other.line, of.line));
        let whole =
            (0..all.len()).filter(|at| of_line(*at)).all(|at| units.iter().any(|unit| usize::from(*unit) == at));
        let name = if whole { of.line.number.to_string() } else { seen.unit_name(*unit) };
        if !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

fn limbs(proof: &Proof) -> Vec<(String, State)> {
    let mut limbs = Vec::new();
    gather(proof, &mut limbs);
    limbs
}

fn gather(proof: &Proof, limbs: &mut Vec<(String, State)>) {
    if let ProofOp::Limb(name) = &proof.op {
        limbs.push((name.clone(), proof.state));
    }
    proof.of.iter().for_each(|below| gather(below, limbs));
}

/// What the engine itself finds: sources at odds, a record that facts beat or that is outdated.
fn own_findings(seen: &Seen<'_, '_>) -> Vec<Found> {
    let mut found = Vec::new();
    let vocabulary = &seen.law.rulebook.vocabulary;
    for unit in seen.unit_numbers() {
        let Some(of) = seen.prepared().units.get(usize::from(unit)) else { continue };
        for (fact, _) in of.facts().iter().filter(|(_, stated)| stated.at_odds) {
            found.push(own(seen, unit, "engine/sources-at-odds", &vocabulary.fact(fact).name));
        }
        let Some(record) = of.record() else { continue };
        for program in &seen.law.programs {
            let here = Here { unit, end_use: 0, party: None };
            let Some(effect) = seen.prepared().record(program.number, unit) else { continue };
            if let Some(code) = &effect.outdated_by {
                found.push(own(seen, unit, "engine/record-outdated", &format!("{}/{code}", program.regime.id)));
            }
            let by_facts = |item: usize| {
                program.items.get(item).is_some_and(|of| eval(program, seen.stated, here, of.node) == State::True)
            };
            if record.result == crate::fact::ClassificationResult::NotListed
                && let Some(of) =
                    (0..program.items.len()).find(|item| by_facts(*item)).and_then(|at| program.items.get(at)?.item)
            {
                found.push(own(seen, unit, "engine/facts-beat-record", &format!("{}/{}", program.regime.id, of.code)));
            }
            let against = |item: &&u32| {
                program
                    .items
                    .get(**item as usize)
                    .is_some_and(|of| eval(program, seen.stated, here, of.when) == State::False)
            };
            if let Some(of) = effect.listed.iter().find(against).and_then(|at| program.items.get(*at as usize)?.item) {
                found.push(own(
                    seen,
                    unit,
                    "engine/record-against-facts",
                    &format!("{}/{}", program.regime.id, of.code),
                ));
            }
        }
    }
    found
}

fn own(seen: &Seen<'_, '_>, unit: u16, rule: &str, about: &str) -> Found {
    let finding = Finding {
        id: String::new(),
        rule: rule.to_owned(),
        kind: None,
        state: State::True,
        defeated_by: None,
        lines: vec![seen.unit_name(unit)],
        limbs: Vec::new(),
        citation: None,
        basis: None,
        proof: Proof { op: ProofOp::Definition(about.to_owned()), state: State::True, of: Vec::new() },
        items: Vec::new(),
    };
    Found { finding, units: vec![unit], rule: None }
}
