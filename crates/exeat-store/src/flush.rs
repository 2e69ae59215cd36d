//! Writing a judged batch: every statement of it, in one transaction.

use std::collections::BTreeMap;

use crate::batch::{Base, Batch};
use crate::error::DbError;
use crate::load::{Held, limit_id};
use crate::movement::Movement;
use crate::shelf::{Erasure, NewOnShelf};
use crate::statements as sql;
use crate::tx::{Step, Value};

/// Records and attachments per record share one space of ids.
const PER_RECORD: i64 = 1_000;

/// Writes all that a batch has judged good, and commits it.
pub(crate) fn flush(batch: &mut Batch<'_>) -> Result<(), DbError> {
    let cache = &*batch.cache;
    let licences: Vec<(&Held, Base)> =
        batch.bases.iter().filter_map(|(name, base)| Some((cache.get(name)?, *base))).collect();
    let first = batch.movements.first().map_or(i64::MAX, |movement| movement.id);
    let mut steps = Vec::new();
    put_licences(&mut steps, &licences, first);
    steps.push(Step::Many(&sql::MOVE_LIMITS, limit_rows(&licences, &batch.movements)));
    let movements = std::mem::take(&mut batch.movements);
    steps.push(Step::Many(&sql::ADD_PARTS, movements.iter().flat_map(part_rows).collect()));
    steps.push(Step::Many(&sql::ADD_MOVEMENTS, movements.into_iter().map(movement_row).collect()));
    batch.shelf.records.iter().for_each(|new| put_record(&mut steps, new));
    batch.shelf.erasures.iter().for_each(|erasure| erase(&mut steps, erasure));
    let number = |n: u64| i64::try_from(n).map_err(|_| DbError::Other("the log is full".into()));
    let mut rows = Vec::with_capacity(batch.entries.len());
    for (n, entry) in std::mem::take(&mut batch.entries) {
        rows.push(vec![number(n)?.into(), entry.into()]);
    }
    steps.push(Step::Many(&sql::ADD_ENTRIES, rows));
    let head = &batch.head;
    let edge = Value::Bytes(head.edge.bytes());
    let values = vec![number(head.edge.size())?.into(), edge, head.movement.into(), head.record.into(), head.at.into()];
    steps.push(Step::Rows(sql::SET_HEAD, values));
    steps.push(Step::Commit);
    batch.tx.together(&steps).map(drop)
}

/// Licences that more than balances changed of, and limits that are new.
fn put_licences(steps: &mut Vec<Step>, licences: &[(&Held, Base)], first: i64) {
    for (held, _) in licences.iter().filter(|(held, _)| held.changed >= first) {
        let licence = &held.licence;
        let valid = licence.terms.valid;
        let values = vec![
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
        steps.push(Step::Rows(sql::PUT_LICENCE, values));
    }
    for (held, base) in licences.iter().filter(|(held, _)| held.changed >= first) {
        for limit in &held.licence.limits {
            let values = vec![
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
            steps.push(Step::Rows(sql::ADD_LIMIT, values));
        }
    }
}

/// A row for every balance that a movement or a change of state touches; limits ascending.
fn limit_rows(licences: &[(&Held, Base)], movements: &[Movement]) -> Vec<Vec<Value>> {
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
    rows.into_values().collect()
}

/// A movement's row.
fn movement_row(movement: Movement) -> Vec<Value> {
    vec![
        movement.id.into(),
        movement.key.into(),
        Value::Bytes(movement.request),
        movement.kind.into(),
        movement.licence_id.into(),
        movement.version.into(),
        movement.refers_to.into(),
        movement.dated.into(),
        movement.until.into(),
        movement.shipment.into(),
        movement.document.into(),
        movement.why.into(),
        movement.by.into(),
        movement.at.into(),
    ]
}

fn part_rows(movement: &Movement) -> impl Iterator<Item = Vec<Value>> {
    movement.parts.iter().map(|part| {
        let limit = limit_id(movement.licence_id, part.limit);
        [movement.id, limit, part.granted, part.reserved, part.drawn].into_iter().map(Value::Int).collect()
    })
}

fn put_record(steps: &mut Vec<Step>, new: &NewOnShelf) {
    let record = &new.record;
    let mut id = record.id * PER_RECORD;
    for (seal, leaves) in &new.sealed {
        steps.push(Step::Rows(sql::ADD_SEALED, vec![id.into(), seal.as_str().into(), leaves.as_str().into()]));
        id += 1;
    }
    for blob in &new.blobs {
        let body = Value::Bytes(blob.body.clone().unwrap_or_default());
        let values = vec![id.into(), blob.digest.as_str().into(), blob.kind.as_str().into(), body];
        steps.push(Step::Rows(sql::ADD_BLOB, values));
        id += 1;
    }
    let values = vec![
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
    steps.push(Step::Rows(sql::ADD_RECORD, values));
    let rows: Vec<Vec<Value>> =
        new.terms.iter().map(|(kind, term)| vec![record.id.into(), (*kind).into(), term.as_str().into()]).collect();
    steps.push(Step::Many(&sql::ADD_TERMS, rows));
}

fn erase(steps: &mut Vec<Step>, erasure: &Erasure) {
    for (seal, leaves, erased) in &erasure.sealed {
        steps.push(Step::Rows(sql::ERASE_SEALED, vec![leaves.as_str().into(), (*erased).into(), seal.as_str().into()]));
    }
    for (kind, term) in &erasure.terms {
        steps.push(Step::Rows(sql::DROP_TERM, vec![erasure.record.into(), kind.as_str().into(), term.as_str().into()]));
    }
    steps.push(Step::Rows(sql::FORGET_REQUEST, vec![Value::Bytes(vec![0; 32]), erasure.record.into()]));
}
