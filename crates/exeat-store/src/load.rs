//! Reading licences and movements back into the values of the core.

use exeat::licence::{Dimension, Licence, Limit, Measure, Part, Prior, PriorKind, Unit};

use crate::document;
use crate::error::DbError;
use crate::movement::Movement;
use crate::statements as sql;
use crate::tx::{Row, Tx, Value};

/// A licence's number times this, and the limit's ordinal, is the limit's id. As many limits as the core allows.
pub(crate) const LIMITS_PER_LICENCE: i64 = 1_000;

/// A licence as held in memory, with its number and the movement that last changed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) changed: i64,
    pub(crate) licence: Licence,
}

/// The head of the store.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Head {
    pub(crate) edge: crate::audit::Edge,
    pub(crate) movement: i64,
    pub(crate) record: i64,
    pub(crate) at: i64,
}

pub(crate) fn limit_id(licence: i64, ordinal: u32) -> i64 {
    licence * LIMITS_PER_LICENCE + i64::from(ordinal)
}

fn ordinal(limit_id: i64) -> Result<u32, DbError> {
    u32::try_from(limit_id % LIMITS_PER_LICENCE).map_err(|_| DbError::Corrupt(format!("limit {limit_id}")))
}

/// The head from its row.
pub(crate) fn head(rows: &[Row]) -> Result<Head, DbError> {
    let row = rows.first().ok_or_else(|| DbError::Corrupt("the store has no head".into()))?;
    let size = u64::try_from(row.int(0)?).map_err(|_| DbError::Corrupt("the log's size is negative".into()))?;
    let edge = crate::audit::Edge::from_parts(size, &row.bytes(1)?)
        .ok_or_else(|| DbError::Corrupt("the log's edge does not fit its size".into()))?;
    Ok(Head { edge, movement: row.int(2)?, record: row.int(3)?, at: row.int(4)? })
}

/// The licences of these names that are on file, with their balances.
pub(crate) fn licences(tx: &mut dyn Tx, names: Vec<String>) -> Result<Vec<Held>, DbError> {
    let names: Vec<Vec<Value>> = names.into_iter().map(|name| vec![name.into()]).collect();
    let mut held = Vec::new();
    for row in tx.many(&sql::LICENCES_BY_NAME, &names)? {
        held.push(held_of(&row)?);
    }
    lay_limits(tx, &mut held)?;
    Ok(held)
}

/// A licence from id, name, changed, document.
pub(crate) fn held_of(row: &Row) -> Result<Held, DbError> {
    let name = row.text(1)?;
    let corrupt = |fault: String| DbError::Corrupt(format!("licence `{name}`: {fault}"));
    let value = serde_json::from_str(&row.text(3)?).map_err(|error| corrupt(error.to_string()))?;
    let licence = document::licence(&value).map_err(corrupt)?;
    Ok(Held { id: row.int(0)?, changed: row.int(2)?, licence, name })
}

/// Lays the limits and balances onto licences.
pub(crate) fn lay_limits(tx: &mut dyn Tx, held: &mut [Held]) -> Result<(), DbError> {
    let ids: Vec<Vec<Value>> = held.iter().map(|one| vec![one.id.into()]).collect();
    let mut limits = std::collections::BTreeMap::<i64, Vec<Limit>>::new();
    for row in tx.many(&sql::LIMITS_OF, &ids)? {
        limits.entry(row.int(0)?).or_default().push(limit(&row)?);
    }
    for one in held {
        one.licence.limits = limits.remove(&one.id).unwrap_or_default();
    }
    Ok(())
}

fn limit(row: &Row) -> Result<Limit, DbError> {
    let corrupt = |what: &str| DbError::Corrupt(format!("a limit's {what} cannot be read"));
    Ok(Limit {
        ordinal: u32::try_from(row.int(1)?).map_err(|_| corrupt("ordinal"))?,
        line: u32::try_from(row.int(2)?).map_err(|_| corrupt("line"))?,
        dimension: Dimension::parse(&row.text(3)?).ok_or_else(|| corrupt("dimension"))?,
        measure: Measure {
            unit: Unit::parse(&row.text(4)?).ok_or_else(|| corrupt("unit"))?,
            scale: u8::try_from(row.int(5)?).map_err(|_| corrupt("scale"))?,
        },
        granted: row.int(6)?,
        reserved: row.int(7)?,
        drawn: row.int(8)?,
    })
}

/// The parts of a movement.
pub(crate) fn parts(tx: &mut dyn Tx, movement: i64) -> Result<Vec<Part>, DbError> {
    tx.rows(sql::PARTS_OF, &[movement.into()])?.iter().map(|row| part(row, 0)).collect()
}

/// A part from four columns that begin at `i`.
pub(crate) fn part(row: &Row, i: usize) -> Result<Part, DbError> {
    let limit = ordinal(row.int(i)?)?;
    Ok(Part { limit, granted: row.int(i + 1)?, reserved: row.int(i + 2)?, drawn: row.int(i + 3)? })
}

/// An earlier movement of a licence, for an act that refers to it; nothing when it is not there.
pub(crate) fn prior(tx: &mut dyn Tx, movement: i64, licence: i64) -> Result<Option<Prior>, DbError> {
    let rows = tx.rows(sql::PRIOR, &[movement.into()])?;
    let Some(row) = rows.first().filter(|row| row.int(2).is_ok_and(|of| of == licence)) else { return Ok(None) };
    let until = row.text_or_null(3)?;
    let kind = prior_kind(&row.text(1)?, until.as_deref())?;
    Ok(Some(Prior { kind, parts: parts(tx, movement)?, settled: row.int(4)? > 0 }))
}

/// What a movement of this kind is to those that refer to it.
pub(crate) fn prior_kind(kind: &str, until: Option<&str>) -> Result<PriorKind, DbError> {
    match (kind, until) {
        ("reserve", Some(until)) => {
            Ok(PriorKind::Reservation { until: document::date(until).map_err(DbError::Corrupt)? })
        }
        ("draw", _) => Ok(PriorKind::Draw),
        _ => Ok(PriorKind::Other),
    }
}

/// A movement from the columns of [`crate::read::MOVEMENT_COLUMNS`], without its parts.
pub(crate) fn movement(row: &Row) -> Result<Movement, DbError> {
    Ok(Movement {
        id: row.int(0)?,
        key: row.text(1)?,
        request: row.bytes(2)?,
        kind: row.text(3)?,
        licence_id: row.int(4)?,
        version: row.int(5)?,
        refers_to: row.int_or_null(6)?,
        dated: row.text(7)?,
        until: row.text_or_null(8)?,
        shipment: row.text_or_null(9)?,
        document: row.text(10)?,
        why: row.text_or_null(11)?,
        by: row.text(12)?,
        at: row.int(13)?,
        parts: Vec::new(),
    })
}
