//! Edits of days, and of what acts do to one another.

use super::{Change, EditKind, Edits, Said, acts, days_near, moved, neighbours, printed};
use crate::rulebook::{Act, ClauseId, Effect, Kind, Moment, Place, Regime, RuleKind, Until};
use std::collections::BTreeSet;

pub(super) fn gather(edits: &mut Edits<'_>) {
    days_of_acts(edits);
    effects(edits);
    readings(edits);
    claims(edits);
    days_of_the_regime(edits);
}

fn said(kind: EditKind, of: &str, was: String, becomes: String, hints: Vec<String>) -> Said {
    Said { kind, of: of.to_owned(), was, becomes, hints }
}

/// Clauses on whose being known something hangs, and those on whose being in force.
fn bearing(regime: &Regime) -> (BTreeSet<ClauseId>, BTreeSet<ClauseId>) {
    let rules = regime.rules.iter().filter(|rule| rule.kind != RuleKind::Definition).map(|rule| rule.clause);
    let items = regime.entries.iter().flat_map(|entry| &entry.items).flat_map(|item| &item.versions);
    let lists = regime.party_lists.iter().map(|list| list.clause);
    let members = regime.groups.iter().flat_map(|group| &group.members).filter_map(|member| member.by);
    let mut force: BTreeSet<ClauseId> =
        rules.chain(items.map(|version| version.by)).chain(lists).chain(members).collect();
    let effects = regime.effects.iter();
    force.extend(
        effects.clone().filter(|effect| effect.from == regime.clause(effect.clause).effective).map(|e| e.clause),
    );
    let mut known = force.clone();
    known.extend(effects.map(|effect| effect.clause));
    known.extend(regime.statements.iter().filter(|statement| !statement.extends.is_empty()).map(|s| s.clause));
    let counted = |kind| matches!(kind, Kind::Instrument | Kind::Guidance | Kind::Decision);
    let read = |term: &&crate::rulebook::Term| {
        let published = regime.clause(term.clause).published;
        term.readings.iter().any(|reading| counted(reading.kind) && reading.published == published)
    };
    known.extend(regime.terms.iter().filter(read).map(|term| term.clause));
    (known, force)
}

fn days_of_acts(edits: &mut Edits<'_>) {
    let regime = edits.regime;
    let (known, force) = bearing(regime);
    for act in acts(regime) {
        if act.scenario.is_none() && act.clauses.iter().any(|clause| known.contains(clause)) {
            for near in neighbours(act.published) {
                let words =
                    said(EditKind::Date, &act.id, printed(act.published), printed(near), days_near(act.published));
                let words = Said { of: format!("{}.published", words.of), ..words };
                edits.add(&envelope(act, "published", edits), words, Change::Published(act.id.clone(), near));
            }
        }
        let own = |clause: &&ClauseId| force.contains(clause) && regime.clause(**clause).effective == act.effective;
        if act.clauses.iter().any(|clause| own(&clause)) {
            for near in neighbours(act.effective) {
                let words =
                    said(EditKind::Date, &act.id, printed(act.effective), printed(near), days_near(act.effective));
                let words = Said { of: format!("{}.effective", words.of), ..words };
                edits.add(&envelope(act, "effective", edits), words, Change::Effective(act.id.clone(), near));
            }
        }
    }
    for (at, clause) in regime.clauses.iter().enumerate() {
        let Ok(id) = u32::try_from(at).map(ClauseId) else { continue };
        let of_act = acts(regime).find(|act| act.id == clause.act).map(|act| act.effective);
        if !force.contains(&id) || of_act == Some(clause.effective) {
            continue;
        }
        for near in neighbours(clause.effective) {
            let hints = days_near(clause.effective);
            let reference = clause.reference();
            let words = said(EditKind::Date, &reference, printed(clause.effective), printed(near), hints);
            edits.add(&clause.place, words, Change::ClauseEffective(at, near));
        }
    }
}

/// The line of the envelope that begins with that key; without one the day is that of publication.
fn envelope(act: &Act, key: &str, edits: &Edits<'_>) -> Place {
    let text = edits.rulebook.files.get(act.place.file).map_or("", |file| file.text.as_str());
    let line = |key: &str| text.find(&format!("\n{key} =")).map(|at| at + 1);
    let start = line(key).or_else(|| line("published")).unwrap_or(0);
    let end = text.get(start..).and_then(|rest| rest.find('\n')).map_or(start, |length| start + length);
    Place { file: act.place.file, span: start..end }
}

fn effects(edits: &mut Edits<'_>) {
    for (at, effect) in edits.regime.effects.iter().enumerate() {
        let note = |edits: &mut Edits<'_>, kind, part: &str, was: &str, becomes: String, hints, change| {
            let of = if part.is_empty() { effect.id.clone() } else { format!("{}.{part}", effect.id) };
            edits.add(&effect.place, Said { kind, of, was: was.to_owned(), becomes, hints }, change);
        };
        let with = |effect: Effect| Change::Effect(at, Box::new(effect));
        let targets = effect.targets.join(", ");
        note(edits, EditKind::Effect, "", &targets, String::new(), effect.targets.clone(), Change::NoEffect(at));
        if effect.targets.len() > 1 {
            for (number, target) in effect.targets.iter().enumerate() {
                let mut becomes = effect.clone();
                becomes.targets.remove(number);
                note(edits, EditKind::Member, "targets", target, String::new(), vec![target.clone()], with(becomes));
            }
        }
        for near in neighbours(effect.from) {
            let becomes = with(Effect { from: near, ..effect.clone() });
            note(edits, EditKind::Date, "from", &printed(effect.from), printed(near), days_near(effect.from), becomes);
        }
        let Some(until) = effect.until else { continue };
        let (Until::Included(end) | Until::Excluded(end) | Until::Unclear(end)) = until;
        for near in neighbours(end) {
            let becomes = with(Effect { until: Some(until_on(until, near)), ..effect.clone() });
            note(edits, EditKind::Date, "until", &printed(end), printed(near), days_near(end), becomes);
        }
        for (word, other) in
            [("included", Until::Included(end)), ("excluded", Until::Excluded(end)), ("unclear", Until::Unclear(end))]
        {
            if other != until {
                let becomes = with(Effect { until: Some(other), ..effect.clone() });
                let was = last_day(until);
                note(edits, EditKind::Effect, "last_day", was, word.to_owned(), days_near(end), becomes);
            }
        }
    }
}

fn last_day(until: Until) -> &'static str {
    match until {
        Until::Included(_) => "included",
        Until::Excluded(_) => "excluded",
        Until::Unclear(_) => "unclear",
    }
}

fn until_on(until: Until, moment: Moment) -> Until {
    match until {
        Until::Included(_) => Until::Included(moment),
        Until::Excluded(_) => Until::Excluded(moment),
        Until::Unclear(_) => Until::Unclear(moment),
    }
}

/// Readings with a day of their own that may hold a term open.
fn readings(edits: &mut Edits<'_>) {
    let regime = edits.regime;
    for (at, term) in regime.terms.iter().enumerate() {
        for (number, reading) in term.readings.iter().enumerate() {
            let counts = matches!(reading.kind, Kind::Instrument | Kind::Guidance | Kind::Decision);
            if !counts || reading.published == regime.clause(term.clause).published {
                continue;
            }
            for near in neighbours(reading.published) {
                let of = format!("{}.{}", term.id, reading.id);
                let hints = days_near(reading.published);
                let words = said(EditKind::Date, &of, printed(reading.published), printed(near), hints);
                edits.add(&term.place, words, Change::ReadingSince(at, number, near));
            }
        }
    }
}

fn claims(edits: &mut Edits<'_>) {
    for (statement, one) in edits.regime.statements.iter().enumerate() {
        for (claim, (_, until)) in one.extends.iter().enumerate() {
            for near in [-1, 1].map(|days| moved(*until, days)) {
                let hints = days_near(Moment::Day(*until));
                let words = said(EditKind::Date, &one.id, until.to_string(), near.to_string(), hints);
                edits.add(&one.place, words, Change::Claimed { statement, claim, until: near });
            }
        }
    }
}

/// The day it begins and the days for which a check counts; the day of the check itself moves with every check.
fn days_of_the_regime(edits: &mut Edits<'_>) {
    let regime = edits.regime;
    let path = format!("{}/regime.toml", regime.id);
    let Some(file) = edits.rulebook.files.iter().position(|file| file.path == path) else { return };
    let length = edits.rulebook.files.get(file).map_or(0, |file| file.text.len());
    let place = Place { file, span: 0..length };
    for near in [-1, 1].map(|days| moved(regime.begins, days)) {
        let hints = days_near(Moment::Day(regime.begins));
        let words = said(EditKind::Date, "begins", regime.begins.to_string(), near.to_string(), hints);
        edits.add(&place, words, Change::Begins(near));
    }
    let stale = regime.stale_after_days;
    for near in [stale.saturating_sub(1), stale + 1] {
        let hints = days_near(Moment::Day(moved(regime.verified_to, i64::from(stale))));
        let words = said(EditKind::Bound, "stale_after", format!("{stale} days"), format!("{near} days"), hints);
        edits.add(&place, words, Change::StaleAfter(near));
    }
}

pub(super) fn apply(regime: &mut Regime, change: &Change) {
    match change {
        Change::Published(act, to) => publish(regime, act, *to),
        Change::Effective(act, to) => take_effect(regime, act, *to),
        Change::ClauseEffective(at, to) => {
            if let Some(clause) = regime.clauses.get_mut(*at) {
                clause.effective = *to;
            }
        }
        Change::Claimed { statement, claim, until } => {
            let claims = regime.statements.get_mut(*statement).map(|statement| &mut statement.extends);
            if let Some(claim) = claims.and_then(|claims| claims.get_mut(*claim)) {
                claim.1 = *until;
            }
        }
        _ => {}
    }
}

/// Readings that have their day from the act move with it.
fn publish(regime: &mut Regime, act: &str, to: Moment) {
    let mut clauses = BTreeSet::new();
    let mut was = None;
    for (at, clause) in regime.clauses.iter_mut().enumerate().filter(|(_, clause)| clause.act == act) {
        was = Some(clause.published);
        clause.published = to;
        clauses.extend(u32::try_from(at).ok().map(ClauseId));
    }
    let terms = regime.terms.iter_mut().filter(|term| clauses.contains(&term.clause));
    for reading in terms.flat_map(|term| &mut term.readings).filter(|reading| Some(reading.published) == was) {
        reading.published = to;
    }
    if let Some(act) = regime.acts.iter_mut().find(|known| known.id == act) {
        act.published = to;
    }
}

/// Clauses and effects that have their day from the act move with it.
fn take_effect(regime: &mut Regime, act: &str, to: Moment) {
    let Some(was) = acts(regime).find(|known| known.id == act).map(|act| act.effective) else { return };
    let mut clauses = BTreeSet::new();
    let own = |clause: &crate::rulebook::Clause| clause.act == act && clause.effective == was;
    for (at, clause) in regime.clauses.iter_mut().enumerate().filter(|(_, clause)| own(clause)) {
        clause.effective = to;
        clauses.extend(u32::try_from(at).ok().map(ClauseId));
    }
    for effect in regime.effects.iter_mut().filter(|effect| clauses.contains(&effect.clause) && effect.from == was) {
        effect.from = to;
    }
    if let Some(act) = regime.acts.iter_mut().find(|known| known.id == act) {
        act.effective = to;
    }
}
