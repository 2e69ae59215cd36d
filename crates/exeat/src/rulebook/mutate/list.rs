//! Edits of lists outside conditions: items of an entry, listed parties, members of groups.

use super::{Change, EditKind, Edits, Said, drop_at, neighbours, printed, set};
use crate::rulebook::load::conditions;
use crate::rulebook::{Codes, Condition, GroupMember, Place, Regime, Term};
use std::collections::BTreeSet;

pub(super) fn gather(edits: &mut Edits<'_>) {
    items(edits);
    parties(edits);
    groups(edits);
}

fn left_out(of: &str, was: &str, hints: Vec<String>) -> Said {
    Said { kind: EditKind::Member, of: of.to_owned(), was: was.to_owned(), becomes: String::new(), hints }
}

fn items(edits: &mut Edits<'_>) {
    for (entry, one) in edits.regime.entries.iter().enumerate() {
        for (item, of) in one.items.iter().enumerate() {
            edits.add(&of.place, left_out(&of.code, &of.code, vec![]), Change::NoItem { entry, item });
            for (reason, word) in of.reasons.iter().enumerate() {
                let said = left_out(&format!("{}.reasons", of.code), word, vec![word.clone()]);
                edits.add(&of.place, said, Change::NoReason { entry, item, reason });
            }
        }
    }
}

fn parties(edits: &mut Edits<'_>) {
    for (list, one) in edits.regime.party_lists.iter().enumerate() {
        for (party, of) in one.parties.iter().enumerate() {
            let names = of.names.iter().map(|name| name.text.clone()).collect();
            let whole = whole_file(edits, one.place.file);
            edits.add(&whole, left_out(&one.list, &of.id, names), Change::NoParty { list, party });
        }
    }
}

/// Groups that a condition names: what others hold, such as words of names, is no law.
fn groups(edits: &mut Edits<'_>) {
    let mut named = BTreeSet::new();
    conditions(edits.rulebook).for_each(|condition| names_of(condition, &mut named));
    for (at, group) in edits.regime.groups.iter().enumerate().filter(|(_, group)| named.contains(&group.id)) {
        for (number, member) in group.members.iter().enumerate() {
            let whole = whole_file(edits, group.place.file);
            let hints = vec![member.word.clone()];
            edits.add(&whole, left_out(&group.id, &member.word, hints.clone()), Change::NoMember(at, number));
            for (first, moment) in [(true, member.from), (false, member.until)] {
                for near in moment.into_iter().flat_map(neighbours) {
                    let mut becomes = member.clone();
                    let slot = if first { &mut becomes.from } else { &mut becomes.until };
                    *slot = Some(near);
                    let said = Said {
                        kind: EditKind::Date,
                        of: format!("{}.{}", group.id, member.word),
                        was: moment.map(printed).unwrap_or_default(),
                        becomes: printed(near),
                        hints: moment.map(super::days_near).unwrap_or_default(),
                    };
                    edits.add(&whole, said, Change::Member(at, number, becomes));
                }
            }
        }
    }
}

fn whole_file(edits: &Edits<'_>, file: usize) -> Place {
    Place { file, span: 0..edits.rulebook.files.get(file).map_or(0, |file| file.text.len()) }
}

fn names_of(condition: &Condition, named: &mut BTreeSet<String>) {
    match condition {
        Condition::And(terms) | Condition::Or(terms) | Condition::AtLeast(_, terms) => {
            terms.iter().for_each(|term| names_of(term, named));
        }
        Condition::Not(term) | Condition::Limb(_, term) | Condition::Some(_, term) | Condition::Every(_, term) => {
            names_of(term, named);
        }
        Condition::In { codes: Codes::Group(name), .. } | Condition::Listed { codes: Some(Codes::Group(name)), .. } => {
            named.insert(name.clone());
        }
        _ => {}
    }
}

pub(super) fn apply(regime: &mut Regime, change: &Change) {
    match change {
        Change::Reading(at, number, means) => with_term(regime, *at, |term| {
            if let Some(reading) = term.readings.get_mut(*number) {
                reading.means = means.clone();
            }
        }),
        Change::ReadingSince(at, number, since) => with_term(regime, *at, |term| {
            if let Some(reading) = term.readings.get_mut(*number) {
                reading.published = *since;
            }
        }),
        Change::NoReading(at, number) => with_term(regime, *at, |term| drop_at(&mut term.readings, *number)),
        Change::Item { entry, item, version, when } => {
            let item = regime.entries.get_mut(*entry).and_then(|entry| entry.items.get_mut(*item));
            if let Some(version) = item.and_then(|item| item.versions.get_mut(*version)) {
                version.when = when.clone();
            }
        }
        Change::NoReason { entry, item, reason } => {
            if let Some(item) = regime.entries.get_mut(*entry).and_then(|entry| entry.items.get_mut(*item)) {
                drop_at(&mut item.reasons, *reason);
            }
        }
        Change::NoItem { entry, item } => {
            if let Some(entry) = regime.entries.get_mut(*entry) {
                drop_at(&mut entry.items, *item);
            }
        }
        Change::NoParty { list, party } => {
            if let Some(list) = regime.party_lists.get_mut(*list) {
                drop_at(&mut list.parties, *party);
            }
        }
        Change::Member(group, member, becomes) => member_set(regime, *group, *member, becomes),
        Change::NoMember(group, member) => {
            if let Some(group) = regime.groups.get_mut(*group) {
                drop_at(&mut group.members, *member);
            }
        }
        _ => {}
    }
}

fn member_set(regime: &mut Regime, group: usize, member: usize, becomes: &GroupMember) {
    if let Some(group) = regime.groups.get_mut(group) {
        set(&mut group.members, member, becomes.clone());
    }
}

fn with_term(regime: &mut Regime, at: usize, change: impl FnOnce(&mut Term)) {
    if let Some(term) = regime.terms.get_mut(at) {
        change(term);
    }
}
