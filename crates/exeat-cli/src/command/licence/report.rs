//! What is left, what was used, and what falls due.

use std::collections::BTreeMap;
use std::io::Write;

use exeat::licence::{Due, Standing};
use exeat_store::{Movement, Store};
use jiff::ToSpan;
use jiff::civil::Date;
use jiff::tz::Offset;

use super::args::Report;
use super::table::row;
use crate::command::ledger::{Law, licences};
use crate::status::{Done, Failure};

pub(crate) fn run(store: &dyn Store, law: &Law, report: &Report, out: &mut dyn Write) -> Done {
    match report {
        Report::Balances { on, known } => balances(store, *on, *known, out),
        Report::Usage { from, until } => usage(store, *from, *until, out),
        Report::Due { on, days } => due(store, law, on.unwrap_or_else(|| law.today()), *days, out),
    }
}

/// Every movement of a licence.
pub(crate) fn movements(store: &dyn Store, licence: i64) -> Result<Vec<Movement>, Failure> {
    let mut all: Vec<Movement> = Vec::new();
    loop {
        let chunk = store.movements(Some(licence), all.last().map_or(0, |movement| movement.id))?;
        if chunk.is_empty() {
            return Ok(all);
        }
        all.extend(chunk);
    }
}

fn recorded(movement: &Movement) -> Date {
    let time = jiff::Timestamp::from_microsecond(movement.at).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
    Offset::UTC.to_datetime(time).date()
}

pub(crate) fn show(store: &dyn Store, law: &Law, id: &str, on: Date, out: &mut dyn Write) -> Done {
    let view = super::licence_of(store, id)?;
    let licence = &view.licence;
    let standing = match licence.standing(on) {
        Standing::Is(state) => state.name(),
        Standing::Exhausted => "exhausted",
        Standing::OutOfDays => "outside its days",
    };
    let number = licence.number.as_deref().unwrap_or("no number yet");
    writeln!(
        out,
        "{id} ({number}): {standing}, version {}, kind {}, holder {}",
        licence.version, licence.terms.kind, licence.terms.holder
    )?;
    if let Some(valid) = licence.terms.valid {
        writeln!(out, "  valid {} to {}", valid.from, valid.until)?;
    }
    super::balances(licence, out)?;
    let days = law.calendar(&licence.terms.regime);
    for clock in &licence.clocks {
        writeln!(out, "  clock {}: {}", clock.id, due_text(&clock.due(&days, on)))?;
    }
    for condition in &licence.terms.conditions {
        let due = condition.due.map_or(String::new(), |due| format!(", due {due}"));
        writeln!(out, "  condition: {}{due}", condition.text)?;
    }
    for movement in movements(store, view.id)? {
        let shipment = movement.shipment.as_deref().unwrap_or("");
        writeln!(out, "  {} {} {} {shipment} [{}]", movement.id, movement.dated, movement.kind, movement.key)?;
    }
    Ok(0)
}

fn due_text(due: &Due) -> String {
    match due {
        Due::On(day) => format!("due {day}"),
        Due::NotBefore(day) => format!("not before {day}: that year's working days are not published"),
        Due::Stopped { reason, not_before } => format!("stands still for {}; not before {not_before}", reason.name()),
        Due::Off { why } => format!("none: {why}"),
    }
}

fn balances(store: &dyn Store, on: Option<Date>, known: Option<Date>, out: &mut dyn Write) -> Done {
    writeln!(out, "licence,line,dimension,granted,reserved,drawn,available")?;
    for view in licences(store)? {
        let mut sums: BTreeMap<u32, (i64, i64, i64)> = BTreeMap::new();
        for movement in movements(store, view.id)? {
            let dated = on.is_none_or(|on| movement.dated.as_str() <= on.to_string().as_str());
            if dated && known.is_none_or(|known| recorded(&movement) <= known) {
                for part in &movement.parts {
                    let sum = sums.entry(part.limit).or_default();
                    *sum = (sum.0 + part.granted, sum.1 + part.reserved, sum.2 + part.drawn);
                }
            }
        }
        for limit in &view.licence.limits {
            let (granted, reserved, drawn) = sums.get(&limit.ordinal).copied().unwrap_or_default();
            let text = |count| limit.measure.text(count);
            let (line, dimension) = (limit.line.to_string(), limit.dimension.name());
            let amounts = [text(granted), text(reserved), text(drawn), text(granted - reserved - drawn)];
            let [a, b, c, d] = &amounts;
            writeln!(out, "{}", row(&[&view.name, &line, dimension, a, b, c, d]))?;
        }
    }
    Ok(0)
}

fn usage(store: &dyn Store, from: Date, until: Date, out: &mut dyn Write) -> Done {
    let (first, last) = (from.to_string(), until.to_string());
    writeln!(out, "licence,line,dimension,from,until,draws,drawn,reversed,net")?;
    for view in licences(store)? {
        let movements = movements(store, view.id)?;
        let within = || movements.iter().filter(|movement| movement.dated >= first && movement.dated <= last);
        for limit in &view.licence.limits {
            let parts = || within().flat_map(|movement| &movement.parts).filter(|part| part.limit == limit.ordinal);
            let drawn: i64 = parts().map(|part| part.drawn.max(0)).sum();
            let back: i64 = parts().map(|part| (-part.drawn).max(0)).sum();
            let draws = parts().filter(|part| part.drawn > 0).count().to_string();
            let text = |count| limit.measure.text(count);
            let (line, dimension) = (limit.line.to_string(), limit.dimension.name());
            writeln!(
                out,
                "{}",
                row(&[
                    &view.name,
                    &line,
                    dimension,
                    &first,
                    &last,
                    &draws,
                    &text(drawn),
                    &text(back),
                    &text(drawn - back)
                ])
            )?;
        }
    }
    Ok(0)
}

fn due(store: &dyn Store, law: &Law, on: Date, days: u16, out: &mut dyn Write) -> Done {
    let last = on.saturating_add(i64::from(days).days());
    let mut found: Vec<(Date, String, String)> = Vec::new();
    for view in licences(store)? {
        let licence = &view.licence;
        let days = law.calendar(&licence.terms.regime);
        let mut add = |day: Date, what: String| {
            if day <= last {
                found.push((day, view.name.clone(), what));
            }
        };
        if let (true, Some(valid)) = (licence.state == exeat::licence::State::Granted, licence.terms.valid) {
            add(valid.until, "last day".to_owned());
        }
        let under_way = matches!(licence.state, exeat::licence::State::Accepted | exeat::licence::State::Granted);
        for clock in licence.clocks.iter().filter(|_| under_way) {
            let due = clock.due(&days, on);
            if let Due::On(day) | Due::NotBefore(day) | Due::Stopped { not_before: day, .. } = &due {
                add(*day, format!("clock {}: {}", clock.id, due_text(&due)));
            }
        }
        for condition in licence.terms.conditions.iter().filter(|condition| condition.is_due_by(last)) {
            add(
                condition.due.unwrap_or(last),
                format!("condition: {}", condition.duty.as_deref().unwrap_or(&condition.text)),
            );
        }
        let all = movements(store, view.id)?;
        for held in all.iter().filter(|movement| {
            movement.kind == "reserve" && !all.iter().any(|later| later.refers_to == Some(movement.id))
        }) {
            if let Some(day) = held.until.as_deref().and_then(|until| until.parse().ok()) {
                add(day, format!("hold {} for {}", held.key, held.shipment.as_deref().unwrap_or("")));
            }
        }
    }
    found.sort();
    writeln!(out, "due,licence,what")?;
    for (day, licence, what) in found {
        writeln!(out, "{}", row(&[&day.to_string(), &licence, &what]))?;
    }
    Ok(0)
}
