//! Licences at hand: whether one fits a unit as stated, and why not. What a special approval changes: [`super::special`].

use super::Message;
use super::State;
use super::eval::{Here, for_each_item};
use super::law::Law;
use super::prepared::{Prepared, UnitRef};
use super::program::{ALL_ITEMS, Program};
use super::world::{AsStated, World};
use crate::fact::{Amount, LicenceAtHand, Role, Value};
use crate::number::Rational;
use crate::rulebook::Rulebook;
use crate::screen::normalise::NameForm;

/// Why a licence at hand does not fit a unit; empty: it fits. Amounts over several units are added up elsewhere.
pub(crate) fn misfits(
    law: &Law<'_>,
    program: &Program<'_>,
    stated: &AsStated<'_>,
    licence: &LicenceAtHand,
    unit: u16,
) -> Vec<Message> {
    let mut why = Vec::new();
    let prepared = stated.prepared();
    if licence.regime.as_ref().is_some_and(|regime| *regime != program.regime.id) {
        why.push(Message {
            key: "licence-other-regime",
            values: vec![("regime", licence.regime.clone().unwrap_or_default())],
        });
        return why;
    }
    validity(program, licence, &mut why);
    if licence.uses == Some(0) {
        why.push(Message { key: "licence-used-up", values: Vec::new() });
    }
    items(program, stated, licence, unit, &mut why);
    users(prepared, licence, &mut why);
    destinations(law, prepared, licence, &mut why);
    amounts(law.rulebook, prepared.units.get(usize::from(unit)), licence, &mut why);
    why
}

fn validity(program: &Program<'_>, licence: &LicenceAtHand, why: &mut Vec<Message>) {
    match licence.valid_from {
        Some(from) if program.day < from => {
            why.push(Message { key: "licence-not-yet", values: vec![("date", from.to_string())] })
        }
        _ => {}
    }
    match licence.valid_until {
        Some(until) if program.day > until => {
            why.push(Message { key: "licence-ended", values: vec![("date", until.to_string())] })
        }
        _ => {}
    }
}

/// Whether it is valid on the day.
pub(crate) fn is_valid(program: &Program<'_>, licence: &LicenceAtHand) -> bool {
    let mut why = Vec::new();
    validity(program, licence, &mut why);
    why.is_empty()
}

/// Codes of the items that a unit meets or may meet.
pub(crate) fn codes_of(program: &Program<'_>, stated: &AsStated<'_>, unit: u16) -> Vec<(String, State)> {
    let mut codes = Vec::new();
    let here = Here { unit, end_use: 0, party: None };
    for_each_item(program, stated, here, ALL_ITEMS, &mut |item, state| {
        if let Some(item) = program.items.get(item as usize).and_then(|of| of.item) {
            codes.push((item.code.clone(), state));
        }
        codes.len() < 64
    });
    codes
}

fn items(program: &Program<'_>, stated: &AsStated<'_>, licence: &LicenceAtHand, unit: u16, why: &mut Vec<Message>) {
    if licence.items.iter().any(|item| item == "*") {
        return;
    }
    let regime = format!("{}/", program.regime.id);
    let within = |code: &str| {
        licence.items.iter().any(|item| super::compile::is_below(code, item.strip_prefix(&regime).unwrap_or(item)))
    };
    let codes = codes_of(program, stated, unit);
    // An item that it may be, and that the licence does not name, is no less in its way.
    let outside: Vec<String> = codes.iter().filter(|(code, _)| !within(code)).map(|(code, _)| code.clone()).collect();
    let any = codes.iter().any(|(code, state)| *state == State::True && within(code));
    if !outside.is_empty() || !any {
        let codes = if outside.is_empty() { "?".to_owned() } else { outside.join(", ") };
        why.push(Message { key: "licence-other-item", values: vec![("codes", codes)] });
    }
}

fn users(prepared: &Prepared<'_>, licence: &LicenceAtHand, why: &mut Vec<Message>) {
    for (role, allowed) in [(Role::EndUser, &licence.end_users), (Role::Consignee, &licence.consignees)] {
        if allowed.is_empty() {
            continue;
        }
        let allowed: Vec<NameForm> = allowed.iter().map(|name| NameForm::new(name)).collect();
        let known = |name: &str| {
            let form = NameForm::new(name);
            allowed.iter().any(|other| other.same(&form))
        };
        let of_role: Vec<_> = prepared.shipment.parties.iter().filter(|party| party.role == role).collect();
        let strange = of_role.iter().find(|party| !party.names.iter().any(|name| known(&name.text)));
        if of_role.is_empty() || strange.is_some() {
            let name =
                strange.and_then(|party| party.names.first()).map_or_else(|| "?".to_owned(), |name| name.text.clone());
            let key = if role == Role::EndUser { "licence-other-end-user" } else { "licence-other-consignee" };
            why.push(Message { key, values: vec![("name", name)] });
        }
    }
}

fn destinations(law: &Law<'_>, prepared: &Prepared<'_>, licence: &LicenceAtHand, why: &mut Vec<Message>) {
    if licence.destinations.is_empty() {
        return;
    }
    for field in ["to", "final"] {
        let word =
            law.rulebook.vocabulary.find(field).and_then(|fact| prepared.shipment.facts.get(fact)).and_then(|stated| {
                match stated.value {
                    Value::Word(word) => law.rulebook.countries.get(usize::from(word.0)),
                    _ => None,
                }
            });
        match word {
            Some(country) if licence.destinations.contains(&country.code) => {}
            Some(country) => {
                why.push(Message { key: "licence-other-destination", values: vec![("country", country.code.clone())] });
                return;
            }
            None => {
                why.push(Message { key: "licence-other-destination", values: vec![("country", "?".to_owned())] });
                return;
            }
        }
    }
}

pub(crate) fn amounts(
    rulebook: &Rulebook,
    unit: Option<&UnitRef<'_>>,
    licence: &LicenceAtHand,
    why: &mut Vec<Message>,
) {
    let Some(unit) = unit else { return };
    for (limit, amount, key) in [
        (licence.quantity, quantity_of(unit), "licence-too-small"),
        (licence.value, value_of(unit), "licence-value-too-small"),
    ] {
        let Some(limit) = limit else { continue };
        let enough = amount.and_then(|amount| compare(rulebook, amount, limit));
        if enough != Some(true) {
            let shown = amount.map_or_else(|| "?".to_owned(), |amount| shown(rulebook, amount));
            why.push(Message { key, values: vec![("needed", shown), ("left", self::shown(rulebook, limit))] });
        }
    }
}

pub(crate) fn quantity_of(unit: &UnitRef<'_>) -> Option<Amount> {
    unit.model.map_or(unit.line.quantity, |model| model.quantity)
}

pub(crate) fn value_of(unit: &UnitRef<'_>) -> Option<Amount> {
    unit.model.map_or(unit.line.value, |model| model.value)
}

/// An amount as people write it.
pub(crate) fn shown(rulebook: &Rulebook, amount: Amount) -> String {
    format!("{} {}", amount.value, rulebook.units.unit(amount.unit).symbol)
}

/// An amount in its base unit.
pub(crate) fn base(rulebook: &Rulebook, amount: Amount) -> Option<Rational> {
    rulebook.units.to_base(amount.value, amount.unit)
}

/// Whether the amount fits into the limit; `None` when their units have nothing in common.
fn compare(rulebook: &Rulebook, amount: Amount, limit: Amount) -> Option<bool> {
    let units = &rulebook.units;
    if units.unit(amount.unit).dimension != units.unit(limit.unit).dimension {
        return None;
    }
    Some(base(rulebook, amount)? <= base(rulebook, limit)?)
}
