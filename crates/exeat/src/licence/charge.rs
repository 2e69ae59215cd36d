//! Which limits a claim touches, and by how much.

use super::act::Claim;
use super::amount::Amount;
use super::limit::{Dimension, Limit};
use super::refusal::Refusal;
use super::unit::Units;

/// The counts that a claim takes from each limit it touches, by ordinal.
///
/// A limit of a line is charged with that line's amounts, a limit of the whole licence with all of them, a limit on uses
/// with one. Every amount must find a limit that counts it, and every limit of a line named must be given its amount.
/// A value is left aside where the licence limits no value of that line.
pub(super) fn charge(limits: &[Limit], claim: &Claim, units: &Units) -> Result<Vec<(u32, i64)>, Refusal> {
    let (count, max) = (claim.amounts.len(), Claim::AMOUNTS_MAX);
    if count > max {
        return Err(Refusal::TooMany { what: "amounts of a claim", count, max });
    }
    if claim.amounts.iter().any(|(_, amount)| amount.is_zero()) {
        return Err(super::amount::AmountError::Zero.into());
    }
    for (line, amount) in &claim.amounts {
        find_limit(limits, *line, amount, units)?;
    }
    let mut charges = Vec::with_capacity(limits.len());
    for limit in limits {
        let touched = limit.line == 0 || claim.amounts.iter().any(|(line, _)| *line == limit.line);
        if touched {
            charges.push((limit.ordinal, charge_one(limit, claim, units)?));
        }
    }
    let moves_amount = |(ordinal, _): &(u32, i64)| {
        limits.iter().any(|limit| limit.ordinal == *ordinal && limit.dimension != Dimension::Uses)
    };
    let only_uses = limits.iter().all(|limit| limit.dimension == Dimension::Uses);
    if charges.is_empty() || !(only_uses || charges.iter().any(moves_amount)) {
        return Err(Refusal::Amount(super::amount::AmountError::Zero));
    }
    Ok(charges)
}

fn charge_one(limit: &Limit, claim: &Claim, units: &Units) -> Result<i64, Refusal> {
    if limit.dimension == Dimension::Uses {
        return Ok(1);
    }
    let mut sum = None;
    for (line, amount) in &claim.amounts {
        let of_limit = limit.line == 0 || limit.line == *line;
        if of_limit && counts(limit, amount, units) {
            let one = limit.measure.count(amount, units)?;
            let total = sum.unwrap_or(0_i64).checked_add(one);
            sum = Some(total.ok_or_else(|| super::amount::AmountError::TooLarge(amount.to_string()))?);
        }
    }
    sum.ok_or_else(|| Refusal::AmountMissing { line: limit.line, unit: limit.measure.unit.to_string() })
}

/// Refuses an amount that no limit counts.
fn find_limit(limits: &[Limit], line: u32, amount: &Amount, units: &Units) -> Result<(), Refusal> {
    let currency = amount.unit().is_currency();
    let same = |limit: &&Limit| {
        limit.dimension != Dimension::Uses
            && (limit.line == line || limit.line == 0)
            && (limit.dimension == Dimension::Value) == currency
    };
    let candidates: Vec<&Limit> = limits.iter().filter(same).collect();
    if candidates.iter().any(|limit| counts(limit, amount, units)) {
        return Ok(());
    }
    match candidates.first() {
        Some(limit) => limit.measure.count(amount, units).map(drop).map_err(Refusal::Amount),
        None if currency => Ok(()),
        None => Err(Refusal::NoLine(line)),
    }
}

fn counts(limit: &Limit, amount: &Amount, units: &Units) -> bool {
    units.factor(amount.unit(), &limit.measure.unit).is_some()
}
