//! Brings a store's schema up to this program's, in one transaction; a newer store is left alone.

use crate::error::{DbError, StoreError};
use crate::tx::{Tx, Value};

/// The schema, step by step. A step that has been released is never edited.
const STEPS: [&str; 1] = [include_str!("../migrations/0001_ledger.sql")];

const VERSION: &str = "SELECT MAX(number) FROM schema_version";

/// Makes or updates the schema. Two processes that start together take turns.
pub(crate) fn migrate(tx: &mut dyn Tx, turn: Option<&str>) -> Result<(), StoreError> {
    tx.begin()?;
    if let Some(turn) = turn {
        tx.script(turn)?;
    }
    tx.script("CREATE TABLE IF NOT EXISTS schema_version (number BIGINT PRIMARY KEY)")?;
    let version = tx.rows(VERSION, &[])?.first().map_or(Ok(None), |row| row.int_or_null(0))?.unwrap_or(0);
    let done = usize::try_from(version).map_err(|_| DbError::Corrupt(format!("schema version {version}")))?;
    if done > STEPS.len() {
        tx.rollback();
        return Err(StoreError::Database(format!(
            "the store has schema {version}, and this program knows up to {}; use a newer program",
            STEPS.len()
        )));
    }
    for (number, step) in (1_i64..).zip(STEPS).skip(done) {
        tx.script(step)?;
        tx.exec("INSERT INTO schema_version (number) VALUES (?1)", &[Value::Int(number)])?;
    }
    if done == 0 {
        tx.exec(
            "INSERT INTO head (id, size, edge, movement, record, at) VALUES (1, 0, ?1, 0, 0, 0)",
            &[Value::Bytes(Vec::new())],
        )?;
        tx.exec("INSERT INTO meta (name, value) VALUES ('id', ?1)", &[crate::ulid::ulid(0)?.into()])?;
    }
    tx.commit()?;
    Ok(())
}

/// Whether a store that is only read has the schema that this program reads.
pub(crate) fn current(tx: &mut dyn Tx) -> Result<(), StoreError> {
    let version = tx.rows(VERSION, &[])?.first().map_or(Ok(None), |row| row.int_or_null(0))?.unwrap_or(0);
    if usize::try_from(version).is_ok_and(|version| version == STEPS.len()) {
        return Ok(());
    }
    let own = STEPS.len();
    Err(StoreError::Database(format!(
        "the store has schema {version}, and this program reads {own}; open it for writing once"
    )))
}
