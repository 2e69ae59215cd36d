//! Numbers with a unit, by the dimension, basis and domain of their fact.

use super::measured::{Form, Measured, NotMeasured, parse, short};
use super::reader::{Wrong, listed};
use crate::nearest::nearest;
use crate::number::{End, Interval};
use crate::rulebook::{Fact, FactType, Rulebook, UnitId};

/// The range in base units, and whether it is a "below limit" value that counts as absent.
pub(super) fn read_number(rulebook: &Rulebook, fact: &Fact, text: &str) -> Result<(Interval, bool), Wrong> {
    let expected = describe(rulebook, fact);
    let wrong = |NotMeasured { what, remedy }| Wrong::new(what, expected.clone(), remedy);
    let measured = parse(text).map_err(wrong)?;
    let unit = unit_of(rulebook, fact, &measured, text)?;
    let range = in_base(rulebook, unit, measured.range).ok_or_else(|| {
        Wrong::new("the number is too large to be reckoned with", expected.clone(), "write fewer digits")
    })?;
    let whole = match measured.form {
        // Of these the middle may lie inside while an end is cut off.
        Form::Tolerance | Form::Below | Form::OneSided => range.meet(&fact.domain).is_some(),
        Form::Exact | Form::Range => range.meet(&fact.domain) == Some(range),
    };
    let Some(inside) = range.meet(&fact.domain).filter(|_| whole) else {
        return Err(outside(rulebook, fact, text, &range));
    };
    let limit = range.high.map(|end| end.at);
    let absent =
        measured.form == Form::Below && limit.zip(fact.absent_below).is_some_and(|(limit, floor)| limit <= floor);
    Ok((inside, absent))
}

/// The unit as written, by the fact's dimension and basis; `%` alone takes the fact's own basis.
fn unit_of(rulebook: &Rulebook, fact: &Fact, measured: &Measured, text: &str) -> Result<Option<UnitId>, Wrong> {
    let expected = describe(rulebook, fact);
    let own = fact.unit.map(|id| (id, rulebook.units.unit(id)));
    match (own, measured.unit.as_str()) {
        (None, "") => Ok(None),
        (None, unit) => Err(Wrong::new(
            format!("this number has no unit, but `{}` is written", short(unit)),
            expected,
            "leave the unit out",
        )),
        (Some((_, own)), "") => {
            let symbol = if fact.kind == FactType::Share { "%" } else { own.symbol.as_str() };
            Err(Wrong::new(
                format!("the number `{}` has no unit", short(text)),
                expected,
                format!("write `{text} {symbol}` if that is its unit"),
            ))
        }
        (Some((id, own)), "%") if own.symbol.ends_with('%') => Ok(Some(id)),
        (Some((_, own)), unit) => match rulebook.units.find(unit) {
            Some(id) if rulebook.units.unit(id).dimension == own.dimension => Ok(Some(id)),
            Some(id) => {
                let what = format!(
                    "`{unit}` measures {}, but this is {}",
                    rulebook.units.unit(id).dimension.0,
                    own.dimension.0
                );
                Err(Wrong::new(what, expected, format!("write it in {}", units_like(rulebook, &own.dimension.0))))
            }
            None => Err(Wrong::new(
                format!("the unit `{}` is not known", short(unit)),
                expected,
                unit_remedy(rulebook, unit, &own.dimension.0),
            )),
        },
    }
}

/// A unit of that dimension that was probably meant.
fn unit_remedy(rulebook: &Rulebook, unit: &str, dimension: &str) -> String {
    let alike = rulebook.units.units.iter().filter(|known| known.dimension.0 == dimension);
    match nearest(unit, alike.map(|known| known.symbol.as_str())) {
        Some(near) => format!("did you mean `{near}`? otherwise write it in {}", units_like(rulebook, dimension)),
        None => format!("write it in {}", units_like(rulebook, dimension)),
    }
}

fn units_like(rulebook: &Rulebook, dimension: &str) -> String {
    let symbols: Vec<&str> = rulebook
        .units
        .units
        .iter()
        .filter(|unit| unit.dimension.0 == dimension)
        .map(|unit| unit.symbol.as_str())
        .collect();
    listed(&symbols)
}

fn in_base(rulebook: &Rulebook, unit: Option<UnitId>, range: Interval) -> Option<Interval> {
    let Some(unit) = unit else { return Some(range) };
    let turn = |end: Option<End>| match end {
        None => Some(None),
        Some(end) => rulebook.units.to_base(end.at, unit).map(|at| Some(End { at, ..end })),
    };
    Some(Interval { low: turn(range.low)?, high: turn(range.high)? })
}

fn outside(rulebook: &Rulebook, fact: &Fact, text: &str, range: &Interval) -> Wrong {
    let above = matches!((range.high, fact.domain.high), (Some(end), Some(limit)) if end.at > limit.at)
        || matches!((range.low, fact.domain.high), (Some(end), Some(limit)) if end.at >= limit.at);
    let what = match (above, fact.kind) {
        (true, FactType::Share) => format!("the share `{}` is over 100 %", short(text)),
        (true, _) => format!("`{}` is more than can be", short(text)),
        (false, _) => format!("`{}` is less than can be", short(text)),
    };
    let domain = fact.unit.map_or(fact.domain, |unit| shown(rulebook, unit, fact.domain));
    let symbol = fact.unit.map_or("", |unit| rulebook.units.unit(unit).symbol.as_str());
    Wrong::new(
        what,
        describe(rulebook, fact),
        format!("write a value within {domain} {symbol}, or `unknown`").replace(" ,", ","),
    )
}

fn shown(rulebook: &Rulebook, unit: UnitId, range: Interval) -> Interval {
    let turn = |end: End| rulebook.units.from_base(end.at, unit).map(|at| End { at, ..end });
    Interval { low: range.low.and_then(turn), high: range.high.and_then(turn) }
}

/// What the fact's value looks like, for messages.
pub(super) fn describe(rulebook: &Rulebook, fact: &Fact) -> String {
    let unit = fact.unit.map(|unit| rulebook.units.unit(unit));
    match (fact.kind, unit) {
        (FactType::YesNo, _) => "`yes`, `no` or `unknown`".to_owned(),
        (FactType::Share, Some(unit)) => format!("a share such as `2.1 {}`", unit.symbol),
        (FactType::Share | FactType::Quantity, None) => "a number".to_owned(),
        (_, Some(unit)) => format!("a number with a unit such as `12 {}`", unit.symbol),
        (FactType::Date, _) => "a day such as `2026-03-02`".to_owned(),
        (FactType::Country | FactType::Countries, _) => "a country such as `JP`".to_owned(),
        (FactType::Choice | FactType::Set | FactType::Text, None) => "a word of the vocabulary".to_owned(),
    }
}
