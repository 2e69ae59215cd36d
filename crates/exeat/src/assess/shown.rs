//! What stands beside the decision: readings and the outcome under each, statements, caveats.

use super::determine::{Seen, printed};
use super::eval::eval;
use super::findings::Findings;
use super::points::message;
use super::prepared::Holder;
use super::program::{Mask, Op, Program};
use super::range::Ranges;
use super::splitworld::{Assume, Narrow};
use super::world::Var;
use super::{Caveat, Outcome, ReadingRow, Standing, State, StatementShown};
use crate::rulebook::{Kind, Localised, RuleKind};
use std::collections::BTreeSet;

impl Seen<'_, '_> {
    /// Terms that the shown rules look at, one row for each reading, the other terms left as they are.
    pub(crate) fn readings(&self, findings: &Findings) -> Vec<ReadingRow> {
        let mut rows = Vec::new();
        for program in &self.law.programs {
            for term in self.terms_of(program, findings) {
                let Some(of) = program.terms.get(usize::from(term)) else { continue };
                if of.known.len() < 2 {
                    continue;
                }
                for number in 0..of.known.len() {
                    rows.extend(self.reading(program, term, u16::try_from(number).unwrap_or(u16::MAX)));
                }
            }
        }
        rows
    }

    fn reading(&self, program: &Program<'_>, term: u16, number: u16) -> Option<ReadingRow> {
        let of = program.terms.get(usize::from(term))?;
        let reading = of.term.readings.get(*of.known.get(usize::from(number))?)?;
        let assumed = vec![Assume::Narrow(Var::Reading(program.number, term), Narrow::Readings(Mask::of([number])))];
        let ranges = Ranges::new(&self.law.programs, self.stated).assuming(assumed);
        let counts = of.candidates.has(number);
        let standing = match (counts, of.by_policy, of.candidates.count()) {
            (true, true, _) => Standing::Policy,
            (true, false, 1) => Standing::Followed,
            (true, false, _) => Standing::Open,
            (false, ..) => Standing::Shown,
        };
        Some(ReadingRow {
            term: format!("{}/{}", program.regime.id, of.term.id),
            reading: reading.id.clone(),
            held_by: reading.held_by.clone(),
            kind: reading.kind,
            hedge: reading.hedge.clone(),
            standing,
            range: ranges.shipment().0,
        })
    }

    /// Terms below the conditions of the shown rules, and of the items that these cite.
    fn terms_of(&self, program: &Program<'_>, findings: &Findings) -> BTreeSet<u16> {
        let mut terms = BTreeSet::new();
        for (regime, rule) in findings.rules.iter().flatten() {
            if *regime == program.number
                && let Some(rule) = program.rules.get(usize::from(*rule))
            {
                terms_below(program, rule.whole, &mut terms, 0);
            }
        }
        let codes: BTreeSet<&str> =
            findings.shown.iter().flat_map(|finding| &finding.items).map(|item| item.code.as_str()).collect();
        for item in &program.items {
            let named =
                item.item.is_some_and(|of| codes.contains(format!("{}/{}", program.regime.id, of.code).as_str()));
            if named || (item.item.is_some() && self.hangs_on_a_term(program, item.node)) {
                terms_below(program, item.node, &mut terms, 0);
            }
        }
        terms
    }

    /// An item that is false now, and perhaps not under another reading: its other conditions hold.
    fn hangs_on_a_term(&self, program: &Program<'_>, node: u32) -> bool {
        let mut has_term = false;
        let others = program.children(node).last().map_or(node, |when| when);
        let parts: Vec<u32> =
            if matches!(program.node(others).op, Op::And) { program.children(others).collect() } else { vec![others] };
        let holds = |part: &u32| {
            let mut below = BTreeSet::new();
            terms_below(program, *part, &mut below, 0);
            if !below.is_empty() {
                has_term = true;
                return true;
            }
            self.unit_numbers()
                .flat_map(|unit| self.places(unit))
                .any(|here| eval(program, self.stated, here, *part) != State::False)
        };
        parts.iter().all(holds) && has_term
    }

    pub(crate) fn statements(&self, findings: &Findings) -> Vec<StatementShown> {
        let mut shown = Vec::new();
        let acts: BTreeSet<String> = findings
            .shown
            .iter()
            .flat_map(|finding| finding.citation.iter().chain(&finding.basis))
            .map(|citation| citation.act.clone())
            .collect();
        let rules: BTreeSet<&str> =
            findings.shown.iter().filter_map(|finding| finding.rule.rsplit('/').next()).collect();
        for program in &self.law.programs {
            let reached = self.unit_numbers().any(|unit| self.within_reach(program, unit) != State::False);
            for statement in program.regime.statements.iter().filter(|_| reached) {
                let clause = program.regime.clause(statement.clause);
                let known = program
                    .forces
                    .get(statement.clause.0 as usize)
                    .is_some_and(|force| force.state != super::ClauseState::NotYet);
                let cited = |act: &str| acts.contains(&format!("{}/{act}", program.regime.id));
                let about = statement.about.iter().any(|name| rules.contains(name.as_str()) || cited(name));
                let claimed = statement.extends.iter().any(|(target, _)| self.touches_act(program, target, findings));
                let anywhere = statement.about.is_empty() && statement.extends.is_empty();
                if !known || !(about || claimed || anywhere) {
                    continue;
                }
                let act = program.regime.acts.iter().find(|act| act.id == clause.act);
                let text = if statement.text.0.is_empty() {
                    Localised(vec![("en".to_owned(), clause.prose.clone())])
                } else {
                    statement.text.clone()
                };
                shown.push(StatementShown {
                    id: format!("{}/{}", program.regime.id, statement.id),
                    by: act.map(|act| act.issuers.clone()).unwrap_or_default(),
                    published: printed(clause.published),
                    text,
                    source: act.map(|act| act.source.clone()).unwrap_or_default(),
                });
            }
        }
        shown
    }

    /// Whether an act suspends something that the answer cites as unresolved or suspended.
    fn touches_act(&self, program: &Program<'_>, act: &str, findings: &Findings) -> bool {
        let effects = program.regime.effects.iter().filter(|effect| program.regime.clause(effect.clause).act == act);
        let targets: BTreeSet<&str> = effects
            .flat_map(|effect| &effect.targets)
            .map(|target| target.split('#').next().unwrap_or(target))
            .collect();
        let citations = findings.shown.iter().flat_map(|finding| {
            finding.items.iter().map(|item| &item.citation).chain(&finding.citation).chain(&finding.basis)
        });
        citations
            .into_iter()
            .filter_map(|citation| citation.act.split_once('/'))
            .any(|(_, cited)| targets.contains(cited))
    }

    /// Listed parties that bear a like name as a named party, and that it is not.
    fn related(&self, program: &Program<'_>) -> Vec<Caveat> {
        let mut caveats = Vec::new();
        for (at, _) in self.prepared().shipment.parties.iter().enumerate() {
            let party = u16::try_from(at).unwrap_or(u16::MAX);
            let hits = self.prepared().hits(program.number, party);
            let related: Vec<_> = hits
                .map(|hits| hits.related.as_slice())
                .unwrap_or_default()
                .iter()
                .filter_map(|listed| program.parties.get(*listed as usize))
                .map(|of| format!("{} {}", of.party.id, of.party.names.first().map_or("", |name| name.text.as_str())))
                .collect();
            if related.is_empty() {
                continue;
            }
            let holder = Holder::Party(party);
            caveats.push(Caveat {
                id: format!("related:{}/{}", program.regime.id, self.holder_name(holder)),
                message: Some(message("caveat-related", vec![("party", self.party_text(holder))])),
                text: Localised::default(),
                of: related,
            });
        }
        caveats
    }

    pub(crate) fn caveats(&self, findings: &Findings, readings: &[ReadingRow]) -> Vec<Caveat> {
        let mut caveats = Vec::new();
        let own = |id: &str, key: &'static str, values: Vec<(&'static str, String)>, of: Vec<String>| Caveat {
            id: id.to_owned(),
            message: Some(message(key, values)),
            text: Localised::default(),
            of,
        };
        for program in &self.law.programs {
            let regime = &program.regime.id;
            let reached = self.unit_numbers().any(|unit| self.within_reach(program, unit) != State::False);
            if reached && self.range.floor == Outcome::NoLicenceRequired && !program.regime.neighbours.is_empty() {
                caveats.push(own(
                    "neighbour-regimes",
                    "caveat-neighbours",
                    vec![("regime", regime.clone())],
                    program.regime.neighbours.clone(),
                ));
            }
            caveats.push(own(
                "checked-to",
                "caveat-checked-to",
                vec![("regime", regime.clone()), ("date", program.checked_to.to_string())],
                Vec::new(),
            ));
            caveats.extend(self.related(program));
            for rule in program.rules.iter().filter(|rule| rule.rule.kind == RuleKind::Note && reached) {
                let state = self
                    .unit_numbers()
                    .flat_map(|unit| self.places(unit))
                    .map(|here| eval(program, self.stated, here, rule.whole))
                    .max();
                if let Some(note) = rule.rule.note.as_ref().filter(|_| state.is_some_and(|state| state != State::False))
                {
                    caveats.push(Caveat {
                        id: format!("note:{regime}/{}", rule.rule.id),
                        message: None,
                        text: note.text.clone(),
                        of: Vec::new(),
                    });
                }
            }
            for rule in program
                .rules
                .iter()
                .filter(|rule| rule.rule.kind == RuleKind::Route && !rule.rule.terms.closes.is_empty())
            {
                let state = self
                    .unit_numbers()
                    .flat_map(|unit| self.places(unit))
                    .map(|here| eval(program, self.stated, here, rule.whole))
                    .max();
                if state == Some(State::Open) && self.range.ceiling != Outcome::NoLicenceRequired {
                    caveats.push(own(
                        &format!("perhaps-closed:{regime}/{}", rule.rule.id),
                        "caveat-perhaps-closed",
                        vec![("rule", rule.rule.id.clone())],
                        rule.rule.terms.closes.clone(),
                    ));
                }
            }
        }
        for row in readings.iter().filter(|row| row.kind == Kind::Guidance && row.standing == Standing::Followed) {
            let hedge = row.hedge.clone().unwrap_or_default();
            let values = vec![("term", row.term.clone()), ("held_by", row.held_by.clone()), ("hedge", hedge)];
            caveats.push(own(&format!("guidance:{}", row.term), "caveat-guidance", values, Vec::new()));
        }
        if let Some(scenario) = &self.law.asked.scenario {
            caveats.push(own(
                &format!("scenario:{scenario}"),
                "caveat-scenario",
                vec![("scenario", scenario.clone())],
                Vec::new(),
            ));
        }
        for (term, reading) in &self.law.asked.policy.readings {
            caveats.push(own(
                &format!("policy:{term}"),
                "caveat-policy",
                vec![("term", term.clone()), ("reading", reading.clone())],
                Vec::new(),
            ));
        }
        if findings.silent > 0 {
            caveats.push(own(
                "rules-without-bearing",
                "caveat-silent",
                vec![("count", findings.silent.to_string())],
                Vec::new(),
            ));
        }
        caveats
    }
}

/// How deep definitions and readings are followed for terms.
const DEPTH_MAX: u32 = 32;

fn terms_below(program: &Program<'_>, at: u32, terms: &mut BTreeSet<u16>, depth: u32) {
    if depth > DEPTH_MAX {
        return;
    }
    let end = program.node(at).end;
    for node in at..end {
        match program.node(node).op {
            Op::Term(term) if terms.insert(term) => {
                let nodes = program.terms.get(usize::from(term)).map(|term| term.nodes.clone()).unwrap_or_default();
                nodes.into_iter().for_each(|node| terms_below(program, node, terms, depth + 1));
            }
            Op::Call(definition) => {
                if let Some((_, node)) = program.definitions.get(usize::from(definition)) {
                    terms_below(program, *node, terms, depth + 1);
                }
            }
            _ => {}
        }
    }
}

impl Caveat {
    /// A party of the shipment was found on a list outside the rulebook: the list and the party listed there, why they
    /// are alike, and the name listed.
    #[must_use]
    pub fn found_on_list(party: &str, (list, listed): (&str, &str), sentence: String, name: String) -> Caveat {
        let values = vec![("party", party.to_owned()), ("list", list.to_owned()), ("sentence", sentence)];
        Caveat {
            id: format!("list:{list}/{listed}"),
            message: Some(message("caveat-further-list", values)),
            text: Localised::default(),
            of: vec![name],
        }
    }
}
