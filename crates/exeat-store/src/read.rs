//! Looking things up. Nothing here writes.

use exeat::licence::Licence;

use crate::error::{DbError, StoreError};
use crate::load;
use crate::movement::Movement;
use crate::record::{Record, Search, fold};
use crate::seal::Sealed;
use crate::statements as sql;
use crate::tx::{Row, Tx, Value};

/// Movements that one look-up gives at most; a caller goes on from the last number.
pub const MOVEMENTS_MAX: usize = 10_000;

const MOVEMENTS: &str = "SELECT id, key, request, kind, licence_id, version, refers_to, dated, until, shipment, document, \
    why, by_whom, at FROM movement WHERE id > ?1 ORDER BY id LIMIT 10000";
const MOVEMENTS_OF: &str = "SELECT id, key, request, kind, licence_id, version, refers_to, dated, until, shipment, document, \
    why, by_whom, at FROM movement WHERE licence_id = ?1 AND id > ?2 ORDER BY id LIMIT 10000";
const MOVEMENT_OF_KEY: &str = "SELECT id, key, request, kind, licence_id, version, refers_to, dated, until, shipment, \
    document, why, by_whom, at FROM movement WHERE key = ?1";
const PARTS: &str = "SELECT movement_id, limit_id, granted, reserved, drawn FROM movement_part \
    WHERE movement_id >= ?1 AND movement_id <= ?2 ORDER BY movement_id, limit_id";
const LICENCES: &str = "SELECT id, name, changed, document FROM licence WHERE id > ?1 ORDER BY id LIMIT 1000";
const RECORD_COLUMNS: &str = "SELECT id, name, key, reference, dated, known, outcome, determination, shipment, attached, \
    supersedes, by_whom, at FROM record WHERE id > ?1 ORDER BY id LIMIT 10000";
const RECORDS: &str = "SELECT id, name, key, reference, dated, known, outcome, determination, shipment, attached, \
    supersedes, by_whom, at FROM record r \
    WHERE (CAST(?1 AS TEXT) IS NULL OR reference = ?1) \
    AND (CAST(?2 AS TEXT) IS NULL OR dated >= ?2) AND (CAST(?3 AS TEXT) IS NULL OR dated <= ?3) \
    AND (CAST(?4 AS TEXT) IS NULL OR outcome = ?4) \
    AND (CAST(?5 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM record_term t WHERE t.record_id = r.id AND t.kind = 'party' \
         AND t.term LIKE ?5 ESCAPE '!')) \
    AND (CAST(?6 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM record_term t WHERE t.record_id = r.id AND t.kind = 'item' \
         AND t.term LIKE ?6 ESCAPE '!')) \
    AND (CAST(?7 AS TEXT) IS NULL OR EXISTS (SELECT 1 FROM record_term t WHERE t.record_id = r.id AND t.kind = 'open' \
         AND t.term LIKE ?7 ESCAPE '!')) \
    ORDER BY id";
const BLOB: &str = "SELECT body FROM blob WHERE digest = ?1";

/// A licence as it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LicenceView {
    /// Its number.
    pub id: i64,
    /// Its id.
    pub name: String,
    /// The movement that last changed more than its balances.
    pub changed: i64,
    /// Its state, terms and balances.
    pub licence: Licence,
}

pub(crate) fn licence(tx: &mut dyn Tx, name: &str) -> Result<Option<LicenceView>, StoreError> {
    Ok(load::licences(tx, vec![name.to_owned()])?.pop().map(view))
}

/// Licences after a number, 1,000 at most.
pub(crate) fn licences(tx: &mut dyn Tx, after: i64) -> Result<Vec<LicenceView>, StoreError> {
    let mut held =
        tx.rows(LICENCES, &[after.into()])?.iter().map(load::held_of).collect::<Result<Vec<_>, DbError>>()?;
    load::lay_limits(tx, &mut held)?;
    Ok(held.into_iter().map(view).collect())
}

fn view(held: load::Held) -> LicenceView {
    LicenceView { id: held.id, name: held.name, changed: held.changed, licence: held.licence }
}

/// Movements after a number, of one licence or of all, with their parts.
pub(crate) fn movements(tx: &mut dyn Tx, licence: Option<i64>, after: i64) -> Result<Vec<Movement>, StoreError> {
    let rows = match licence {
        Some(licence) => tx.rows(MOVEMENTS_OF, &[licence.into(), after.into()])?,
        None => tx.rows(MOVEMENTS, &[after.into()])?,
    };
    with_parts(tx, rows, licence)
}

pub(crate) fn movement(tx: &mut dyn Tx, key: &str) -> Result<Option<Movement>, StoreError> {
    let rows = tx.rows(MOVEMENT_OF_KEY, &[key.into()])?;
    Ok(with_parts(tx, rows, None)?.pop())
}

fn with_parts(tx: &mut dyn Tx, rows: Vec<Row>, licence: Option<i64>) -> Result<Vec<Movement>, StoreError> {
    let mut movements = rows.iter().map(load::movement).collect::<Result<Vec<_>, DbError>>()?;
    let (Some(first), Some(last)) = (movements.first().map(|m| m.id), movements.last().map(|m| m.id)) else {
        return Ok(movements);
    };
    let spread = usize::try_from(last - first).unwrap_or(usize::MAX);
    if licence.is_some() && spread > 4 * movements.len() + 1_000 {
        for movement in &mut movements {
            movement.parts = load::parts(tx, movement.id)?;
        }
        return Ok(movements);
    }
    let rows = tx.rows(PARTS, &[first.into(), last.into()])?;
    let mut rows = rows.iter().peekable();
    for movement in &mut movements {
        while let Some(row) = rows.next_if(|row| row.int(0).is_ok_and(|of| of <= movement.id)) {
            if row.int(0)? == movement.id {
                movement.parts.push(load::part(row, 1)?);
            }
        }
    }
    Ok(movements)
}

pub(crate) fn records(tx: &mut dyn Tx, search: &Search) -> Result<Vec<Record>, StoreError> {
    let part = |text: &Option<String>| text.as_deref().map(|text| format!("%{}%", escaped(&fold(text))));
    let start = |text: &Option<String>| text.as_deref().map(|text| format!("{}%", escaped(&fold(text))));
    let values: [Value; 7] = [
        search.reference.clone().into(),
        search.from.clone().into(),
        search.until.clone().into(),
        search.outcome.clone().into(),
        part(&search.party).into(),
        start(&search.item).into(),
        part(&search.open).into(),
    ];
    tx.rows(RECORDS, &values)?.iter().map(|row| record(row).map_err(StoreError::from)).collect()
}

/// Records after a number, 10,000 at most.
pub(crate) fn records_after(tx: &mut dyn Tx, after: i64) -> Result<Vec<Record>, StoreError> {
    tx.rows(RECORD_COLUMNS, &[after.into()])?.iter().map(|row| record(row).map_err(StoreError::from)).collect()
}

fn escaped(text: &str) -> String {
    text.replace('!', "!!").replace('%', "!%").replace('_', "!_")
}

fn record(row: &Row) -> Result<Record, DbError> {
    Ok(Record {
        id: row.int(0)?,
        name: row.text(1)?,
        key: row.text(2)?,
        reference: row.text(3)?,
        dated: row.text(4)?,
        known: row.text(5)?,
        outcome: row.text(6)?,
        determination: row.text(7)?,
        shipment: row.text(8)?,
        attached: row.text(9)?,
        supersedes: row.text_or_null(10)?,
        by: row.text(11)?,
        at: row.int(12)?,
    })
}

pub(crate) fn document(tx: &mut dyn Tx, seal: &str) -> Result<Option<Sealed>, StoreError> {
    let rows = tx.rows(sql::SEALED, &[seal.into()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let read = Sealed::parse(&row.text(0)?).filter(|sealed| sealed.seal() == seal);
    read.map(Some).ok_or_else(|| StoreError::Corrupt(format!("document `{seal}` does not give its seal")))
}

pub(crate) fn blob(tx: &mut dyn Tx, digest: &str) -> Result<Option<Vec<u8>>, StoreError> {
    let rows = tx.rows(BLOB, &[digest.into()])?;
    let Some(row) = rows.first() else { return Ok(None) };
    let body = row.bytes(0)?;
    if crate::json::digest_text(&crate::json::sha256(&body)) == digest {
        Ok(Some(body))
    } else {
        Err(StoreError::Corrupt(format!("`{digest}` does not give its digest")))
    }
}

/// Entries of the log from a place, 10,000 at most.
pub(crate) fn entries(tx: &mut dyn Tx, from: u64) -> Result<Vec<String>, StoreError> {
    let from = i64::try_from(from).unwrap_or(i64::MAX);
    tx.rows(sql::ENTRIES_FROM, &[from.into()])?.iter().map(|row| row.text(1).map_err(StoreError::from)).collect()
}
