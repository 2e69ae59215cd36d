//! Writing a judged batch: every statement of it, in one transaction.

use std::collections::BTreeMap;

use crate::batch::{Base, Batch};
use crate::error::DbError;
use crate::load::{Held, limit_id};
use crate::movement::Movement;
use crate::shelf::{Erasure, NewOnShelf};
use crate::statements as sql;
use crate::tx::{Tx, Value};

/// Records and attachments per record share one space of ids.
const PER_RECORD: i64 = 1_000;

/// Writes all that a batch has judged good. The caller commits.
pub(crate) fn flush(batch: &mut Batch<'_>) -> Result<(), DbError> {
    let cache = &*batch.cache;
    let licences: Vec<(&Held, Base)> =
        batch.bases.iter().filter_map(|(name, base)| Some((cache.get(name)?, *base))).collect();
    let first = batch.movements.first().map_or(i64::MAX, |movement| movement.id);
    put_licences(batch.tx, &licences, first)?;
    move_limits(batch.tx, &licences, &batch.movements)?;
    let rows: Vec<Vec<Value>> = batch.movements.iter().map(movement_row).collect();
    batch.tx.many(&sql::ADD_MOVEMENTS, &rows)?;
    let rows: Vec<Vec<Value>> = batch.movements.iter().flat_map(part_rows).collect();
    batch.tx.many(&sql::ADD_PARTS, &rows)?;
    for new in &batch.shelf.records {
        put_record(batch.tx, new)?;
    }
    for erasure in &batch.shelf.erasures {
        erase(batch.tx, erasure)?;
    }
    let number = |n: u64| i64::try_from(n).map_err(|_| DbError::Other("the log is full".into()));
    let mut rows = Vec::with_capacity(batch.entries.len());
    for (n, entry) in &batch.entries {
        rows.push(vec![number(*n)?.into(), entry.as_str().into()]);
    }
    batch.tx.many(&sql::ADD_ENTRIES, &rows)?;
    let head = &batch.head;
    let edge = Value::Bytes(head.edge.bytes());
    let values = [number(head.edge.size())?.into(), edge, head.movement.into(), head.record.into(), head.at.into()];
    batch.tx.exec(sql::SET_HEAD, &values).map(drop)
}

/// Licences that more than balances changed of, and limits that are new.
fn put_licences(tx: &mut dyn Tx, licences: &[(&Held, Base)], first: i64) -> Result<(), DbError> {
    for (held, _) in licences.iter().filter(|(held, _)| held.changed >= first) {
        let licence = &held.licence;
        let valid = licence.terms.valid;
        let values = [
            held.id.into(),
            held.name.as_str().into(),
            licence.state.name().into(),
            i64::from(licence.version).into(),
            licence.terms.holder.as_str().into(),
            valid.map(|valid| valid.from.to_string()).into(),
            valid.map(|valid| valid.until.to_string()).into(),
            held.changed.into(),
            crate::json::canonical(&crate::document::licence_json(licence)).into(),
        ];
        tx.exec(sql::PUT_LICENCE, &values)?;
    }
    for (held, base) in licences.iter().filter(|(held, _)| held.changed >= first) {
        for limit in &held.licence.limits {
            let values = [
                limit_id(held.id, limit.ordinal).into(),
                held.id.into(),
                i64::from(limit.ordinal).into(),
                i64::from(limit.line).into(),
                limit.dimension.name().into(),
                limit.measure.unit.as_str().into(),
                i64::from(limit.measure.scale).into(),
                i64::from(base.open).into(),
                i64::from(base.version).into(),
            ];
            tx.exec(sql::ADD_LIMIT, &values)?;
        }
    }
    Ok(())
}

/// Moves every balance that a movement or a change of state touches; limits ascending.
fn move_limits(tx: &mut dyn Tx, licences: &[(&Held, Base)], movements: &[Movement]) -> Result<(), DbError> {
    let mut sums: BTreeMap<i64, (i64, i64, i64)> = BTreeMap::new();
    for movement in movements {
        for part in &movement.parts {
            let sum = sums.entry(limit_id(movement.licence_id, part.limit)).or_default();
            // Each step was within the limit, so no sum of steps passes an integer's end.
            *sum = (sum.0 + part.granted, sum.1 + part.reserved, sum.2 + part.drawn);
        }
    }
    let mut rows: BTreeMap<i64, Vec<Value>> = BTreeMap::new();
    for (held, base) in licences {
        let now = Base::of(&held.licence);
        for limit in &held.licence.limits {
            let id = limit_id(held.id, limit.ordinal);
            let sum = sums.get(&id).copied();
            if sum.is_none() && now == *base {
                continue;
            }
            let (granted, reserved, drawn) = sum.unwrap_or_default();
            let numbers = [
                granted,
                reserved,
                drawn,
                now.open.into(),
                now.version.into(),
                id,
                base.open.into(),
                base.version.into(),
            ];
            rows.insert(id, numbers.into_iter().map(Value::Int).collect());
        }
    }
    let rows: Vec<Vec<Value>> = rows.into_values().collect();
    let moved = tx.many(&sql::MOVE_LIMITS, &rows)?;
    if moved.len() == rows.len() {
        return Ok(());
    }
    Err(DbError::Again(format!("{} of {} balances did not move as judged", rows.len() - moved.len(), rows.len())))
}

/// A movement's row.
pub(crate) fn movement_row(movement: &Movement) -> Vec<Value> {
    vec![
        movement.id.into(),
        movement.key.as_str().into(),
        Value::Bytes(movement.request.clone()),
        movement.kind.as_str().into(),
        movement.licence_id.into(),
        movement.version.into(),
        movement.refers_to.into(),
        movement.dated.as_str().into(),
        movement.until.clone().into(),
        movement.shipment.clone().into(),
        movement.document.as_str().into(),
        movement.why.clone().into(),
        movement.by.as_str().into(),
        movement.at.into(),
    ]
}

fn part_rows(movement: &Movement) -> impl Iterator<Item = Vec<Value>> {
    movement.parts.iter().map(|part| {
        let limit = limit_id(movement.licence_id, part.limit);
        [movement.id, limit, part.granted, part.reserved, part.drawn].into_iter().map(Value::Int).collect()
    })
}

fn put_record(tx: &mut dyn Tx, new: &NewOnShelf) -> Result<(), DbError> {
    let record = &new.record;
    let mut id = record.id * PER_RECORD;
    for (seal, leaves) in &new.sealed {
        tx.exec(sql::ADD_SEALED, &[id.into(), seal.as_str().into(), leaves.as_str().into()])?;
        id += 1;
    }
    for blob in &new.blobs {
        let body = Value::Bytes(blob.body.clone().unwrap_or_default());
        tx.exec(sql::ADD_BLOB, &[id.into(), blob.digest.as_str().into(), blob.kind.as_str().into(), body])?;
        id += 1;
    }
    let values = [
        record.id.into(),
        record.name.as_str().into(),
        record.key.as_str().into(),
        Value::Bytes(new.request.to_vec()),
        record.reference.as_str().into(),
        record.dated.as_str().into(),
        record.known.as_str().into(),
        record.outcome.as_str().into(),
        record.determination.as_str().into(),
        record.shipment.as_str().into(),
        record.attached.as_str().into(),
        record.supersedes.clone().into(),
        record.by.as_str().into(),
        record.at.into(),
    ];
    tx.exec(sql::ADD_RECORD, &values)?;
    let rows: Vec<Vec<Value>> =
        new.terms.iter().map(|(kind, term)| vec![record.id.into(), (*kind).into(), term.as_str().into()]).collect();
    tx.many(&sql::ADD_TERMS, &rows).map(drop)
}

fn erase(tx: &mut dyn Tx, erasure: &Erasure) -> Result<(), DbError> {
    for (seal, leaves, erased) in &erasure.sealed {
        tx.exec(sql::ERASE_SEALED, &[leaves.as_str().into(), (*erased).into(), seal.as_str().into()])?;
    }
    for (kind, term) in &erasure.terms {
        tx.exec(sql::DROP_TERM, &[erasure.record.into(), kind.as_str().into(), term.as_str().into()])?;
    }
    tx.exec(sql::FORGET_REQUEST, &[Value::Bytes(vec![0; 32]), erasure.record.into()]).map(drop)
}
