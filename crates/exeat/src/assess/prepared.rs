//! A shipment seen from the law of one question: its units, its records, its parties looked up.

use super::ClauseState;
use super::beaten;
use super::program::{AskedList, Program, ProgramParty};
use crate::fact::{
    ClassificationRecord, ClassificationResult, FactSet, Line, Model, Named, Party, Role, ScreeningVerdict, Shipment,
    Stated, Value,
};
use crate::rulebook::FactId;

/// One line, or one model of it: what is assessed by itself.
#[derive(Debug, Clone, Copy)]
pub(crate) struct UnitRef<'s> {
    pub(crate) line: &'s Line,
    pub(crate) model: Option<&'s Model>,
}

impl<'s> UnitRef<'s> {
    pub(crate) fn facts(&self) -> &'s FactSet {
        self.model.map_or(&self.line.facts, |model| &model.facts)
    }

    pub(crate) fn record(&self) -> Option<&'s ClassificationRecord> {
        self.model.and_then(|model| model.classification.as_ref()).or(self.line.classification.as_ref())
    }
}

/// Whose facts are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Holder {
    Shipment,
    /// A named party of the shipment.
    Party(u16),
    /// One more party of the role, which may exist.
    Further(Role),
    EndUse(u16),
    Unit(u16),
    /// A line as a whole, where it states a figure of its own beside its models.
    Line(u16),
}

/// What a look-up of one party among all listed parties of a regime found.
#[derive(Debug, Clone, Default)]
pub(crate) struct Hits {
    /// Listed parties (indexes into [`Program::parties`]) that it is.
    pub(crate) same: Vec<u32>,
    /// Those that it may be, undecided, with what they share.
    pub(crate) near: Vec<(u32, String)>,
    /// Those that a person decided it is not.
    pub(crate) cleared: Vec<u32>,
    /// Those that it is not, whatever its names say: a person decided so.
    ruled_out: Vec<u32>,
    /// Those that it is not, but that bear a like name; only by likeness.
    pub(crate) related: Vec<u32>,
    pub(crate) nameless: bool,
}

impl Hits {
    /// Crowds of a list of which it may be one when its names cannot be read for that list.
    pub(crate) fn unread<'a>(
        &'a self,
        program: &'a Program<'_>,
        list: &'a AskedList,
    ) -> impl Iterator<Item = u16> + 'a {
        let may_be = |crowd: &&u16| {
            let crowd = program.crowds.get(usize::from(**crowd));
            crowd.is_some_and(|crowd| crowd.parties.iter().any(|party| !self.ruled_out.contains(party)))
        };
        list.crowds.iter().filter(may_be).copied()
    }
}

/// How a unit's classification record counts.
#[derive(Debug, Clone, Default)]
pub(crate) struct RecordEffect {
    /// Items (indexes) that are met by record.
    pub(crate) listed: Vec<u32>,
    /// It says listed under this code, which is not on file.
    pub(crate) listed_elsewhere: Option<String>,
    /// Items that it closes where facts leave them open, ascending.
    pub(crate) closes: Vec<u32>,
    /// Items among `closes` that facts show to be met, whatever is open: they beat the record.
    pub(crate) shown: Vec<u32>,
    /// It no longer counts: an entry that it looked at changed (code).
    pub(crate) outdated_by: Option<String>,
}

/// The shipment with what each program needs of it.
#[derive(Debug)]
pub(crate) struct Prepared<'s> {
    pub(crate) shipment: &'s Shipment,
    pub(crate) units: Vec<UnitRef<'s>>,
    /// Program → party.
    pub(crate) hits: Vec<Vec<Hits>>,
    /// Program → unit; empty where no unit has a record.
    pub(crate) records: Vec<Vec<RecordEffect>>,
}

impl<'s> Prepared<'s> {
    pub(crate) fn new(shipment: &'s Shipment, programs: &[Program<'_>]) -> Prepared<'s> {
        let mut units = Vec::with_capacity(shipment.lines.len());
        for line in &shipment.lines {
            if line.models.is_empty() {
                units.push(UnitRef { line, model: None });
            }
            units.extend(line.models.iter().map(|model| UnitRef { line, model: Some(model) }));
        }
        let any_list = programs.iter().any(|program| !program.asked_lists.is_empty());
        let hits =
            if any_list { programs.iter().map(|program| look_up(shipment, program)).collect() } else { Vec::new() };
        let any_record = units.iter().any(|unit| unit.record().is_some());
        let records =
            if any_record { programs.iter().map(|program| records(&units, program)).collect() } else { Vec::new() };
        let mut prepared = Prepared { shipment, units, hits, records };
        let shown = if any_record { beaten::shown(&prepared, programs) } else { Vec::new() };
        for (of_program, shown) in prepared.records.iter_mut().zip(shown) {
            for (record, shown) in of_program.iter_mut().zip(shown) {
                record.closes.retain(|item| !shown.one_of.contains(item));
                record.shown = shown.met;
            }
        }
        prepared
    }

    pub(crate) fn facts(&self, holder: Holder) -> Option<&'s FactSet> {
        match holder {
            Holder::Shipment => Some(&self.shipment.facts),
            Holder::Party(at) => self.shipment.parties.get(usize::from(at)).map(|party| &party.facts),
            Holder::Further(_) => None,
            Holder::EndUse(at) => self.shipment.end_uses.get(usize::from(at)).map(|end_use| &end_use.facts),
            Holder::Unit(at) => self.units.get(usize::from(at)).map(UnitRef::facts),
            Holder::Line(at) => self.shipment.lines.get(usize::from(at)).map(|line| &line.facts),
        }
    }

    pub(crate) fn hits(&self, program: u8, party: u16) -> Option<&Hits> {
        self.hits.get(usize::from(program))?.get(usize::from(party))
    }

    /// No name of the party is in scripts in which the list holds names: a gap, not a pass.
    pub(crate) fn is_unread(&self, party: u16, list: &AskedList) -> bool {
        let names =
            self.shipment.parties.get(usize::from(party)).map(|party| party.names.as_slice()).unwrap_or_default();
        !names.iter().any(|name| name.form().is_read_by(list.scripts))
    }

    pub(crate) fn record(&self, program: u8, unit: u16) -> Option<&RecordEffect> {
        self.records.get(usize::from(program))?.get(usize::from(unit))
    }

    /// Holders of a fact that is summed over the shipment's lines, each with its unit (of a line its first): the line
    /// where it states a figure, else its models.
    pub(crate) fn summed(&self, fact: FactId) -> Vec<(Holder, u16)> {
        let mut held = Vec::new();
        let mut unit = 0;
        for (line, at) in self.shipment.lines.iter().zip(0_u16..) {
            let figure = |stated: &Stated| matches!(stated.value, Value::Number { .. });
            let units = u16::try_from(line.models.len().max(1)).unwrap_or(u16::MAX);
            match !line.models.is_empty() && line.facts.get(fact).is_some_and(figure) {
                true => held.push((Holder::Line(at), unit)),
                false => held.extend((unit..unit + units).map(|unit| (Holder::Unit(unit), unit))),
            }
            unit += units;
        }
        held
    }
}

fn look_up(shipment: &Shipment, program: &Program<'_>) -> Vec<Hits> {
    if program.asked_lists.is_empty() {
        return Vec::new();
    }
    shipment.parties.iter().map(|party| hits_of(party, program)).collect()
}

fn hits_of(party: &Party, program: &Program<'_>) -> Hits {
    let names = || party.names.iter().filter(|name| !name.text.trim().is_empty());
    // Whom a person knows to be the listed party is that, whatever name it goes by here.
    let decisions = || party.screening.iter().filter(|decision| decision.author.is_signed());
    let last = |id: &str| decisions().rev().find(|decision| decision.against == id).map(|decision| decision.verdict);
    let decided = |verdict: ScreeningVerdict| -> Vec<u32> {
        let is = |listed: &ProgramParty<'_>| last(&listed.party.id) == Some(verdict);
        if decisions().next().is_none() {
            return Vec::new();
        }
        program.parties.iter().zip(0_u32..).filter(|(listed, _)| is(listed)).map(|(_, at)| at).collect()
    };
    let known = decided(ScreeningVerdict::Same);
    if names().next().is_none() {
        return Hits { nameless: true, same: known, ..Hits::default() };
    }
    let found = program.names.look_up_forms(names().map(Named::form));
    let ruled_out = decided(ScreeningVerdict::Different);
    let mut hits = Hits { same: found.same, ruled_out, ..Hits::default() };
    let verdict = |listed: u32| last(program.parties.get(listed as usize).map_or("", |of| of.party.id.as_str()));
    let (near, related) = match &program.likeness {
        None => (found.near.into_iter().map(|near| (near.party, near.shared)).collect(), Vec::new()),
        Some(index) => index.look_up(names().map(|name| &*name.text), &hits.same),
    };
    for (listed, shared) in near {
        match verdict(listed) {
            Some(ScreeningVerdict::Same) => {}
            Some(ScreeningVerdict::Different) => hits.cleared.push(listed),
            None => hits.near.push((listed, shared)),
        }
    }
    for listed in related {
        match verdict(listed) {
            Some(ScreeningVerdict::Same) => {}
            Some(ScreeningVerdict::Different) => hits.cleared.push(listed),
            None => hits.related.push(listed),
        }
    }
    hits.same.extend(known);
    hits.same.sort_unstable();
    hits.same.dedup();
    hits
}

fn records(units: &[UnitRef<'_>], program: &Program<'_>) -> Vec<RecordEffect> {
    units
        .iter()
        .map(|unit| unit.record().map_or_else(RecordEffect::default, |record| effect_of(record, program)))
        .collect()
}

/// What a record does to the items of one regime (DESIGN §3): it needs an author and a day.
fn effect_of(record: &ClassificationRecord, program: &Program<'_>) -> RecordEffect {
    let mut effect = RecordEffect::default();
    let regime = format!("{}/", program.regime.id);
    if record.result == ClassificationResult::Listed {
        let code = record.code.as_deref().unwrap_or("");
        let foreign = code.contains('/') && !code.starts_with(&regime);
        let code = code.strip_prefix(&regime).unwrap_or(code);
        if !foreign {
            let met = |item: &crate::rulebook::Item| item.code == code;
            effect.listed = indexes(program, |at| program.items.get(at).and_then(|item| item.item).is_some_and(met));
            let on_file = program.regime.entries.iter().flat_map(|entry| &entry.items).any(met);
            effect.listed_elsewhere = (!on_file).then(|| code.to_owned());
        }
    }
    let Some(on) = record.author.on.filter(|_| record.author.is_signed()) else { return effect };
    let looked_at: Vec<&str> = record.looked_at.iter().map(|code| code.strip_prefix(&regime).unwrap_or(code)).collect();
    let names = |code: &str| {
        looked_at
            .iter()
            .any(|entry| code == *entry || code.strip_prefix(entry).is_some_and(|rest| rest.starts_with('.')))
    };
    let younger =
        |at: usize| program.items.get(at).is_some_and(|item| effective_day(program, item).is_some_and(|day| day > on));
    let item_of =
        |at: usize| program.items.get(at).filter(|of| of.state != ClauseState::Suspended).and_then(|of| of.item);
    if let Some(changed) = changed(program, &looked_at, &younger) {
        effect.outdated_by = Some(changed);
        return effect;
    }
    // Not on file are items of which nothing is known: the record that looked at them is all there is.
    let looked = |at: usize| item_of(at).is_none_or(|item| looked_at.is_empty() || names(&item.code));
    effect.closes = indexes(program, |at| looked(at) && !younger(at));
    effect
}

/// The first item of an entry that a record looked at, if it is younger than the record: named ones, and if none is named
/// every entry that was there.
fn changed(program: &Program<'_>, looked_at: &[&str], younger: &dyn Fn(usize) -> bool) -> Option<String> {
    let in_play = || {
        (0..program.items.len())
            .filter(|at| program.items.get(*at).is_some_and(|of| of.state != ClauseState::Suspended))
    };
    let entry = |at: usize| program.items.get(at).and_then(|of| of.item).map(|item| entry_of(&item.code));
    let named = |at: usize| match looked_at.is_empty() {
        true => in_play().any(|other| entry(other) == entry(at) && !younger(other)),
        false => looked_at.iter().any(|code| entry(at) == Some(entry_of(code))),
    };
    let first = in_play().find(|at| younger(*at) && named(*at))?;
    program.items.get(first).and_then(|of| of.item).map(|item| item.code.clone())
}

fn entry_of(code: &str) -> &str {
    code.split('.').next().unwrap_or(code)
}

fn effective_day(program: &Program<'_>, item: &super::program::ProgramItem<'_>) -> Option<jiff::civil::Date> {
    let version = item.item?.versions.get(item.version)?;
    match program.regime.clause(version.by).effective {
        crate::rulebook::Moment::Day(day) => Some(day),
        crate::rulebook::Moment::Instant(instant) => {
            let zone = jiff::tz::TimeZone::get(&program.regime.zone).unwrap_or(jiff::tz::TimeZone::UTC);
            Some(zone.to_datetime(instant).date())
        }
    }
}

fn indexes(program: &Program<'_>, keep: impl Fn(usize) -> bool) -> Vec<u32> {
    (0..program.items.len()).filter(|at| keep(*at)).filter_map(|at| u32::try_from(at).ok()).collect()
}

impl RecordEffect {
    /// Whether its condition is settled, so that it hangs on its clause alone.
    pub(crate) fn settles(&self, item: u32) -> bool {
        self.listed.contains(&item) || self.shown.contains(&item)
    }

    pub(crate) fn closes(&self, item: u32) -> bool {
        self.closes.binary_search(&item).is_ok()
    }
}
