//! The log's signing key: made on the first run, registered in the store, found again on every other.

use std::path::Path;

use crate::audit::{Entry, SigningFile, leaf_hash};
use crate::error::StoreError;
use crate::json::sha256;
use crate::load::{self, Head};
use crate::statements as sql;
use crate::tx::{Tx, Value};

/// The log's name: where its checkpoints come from.
pub(crate) fn origin(tx: &mut dyn Tx) -> Result<String, StoreError> {
    let rows = tx.rows(sql::META, &["id".into()])?;
    let id = rows.first().ok_or_else(|| StoreError::Corrupt("the store has no id".into()))?.text(0)?;
    Ok(format!("exeat/{id}"))
}

/// The key that signs this store's log. The first run makes it; later runs must bring the same file.
pub(crate) fn signing(tx: &mut dyn Tx, path: &Path, now: i64) -> Result<SigningFile, StoreError> {
    tx.begin()?;
    let found = registered(tx, path, now);
    match &found {
        Ok(_) => tx.commit()?,
        Err(_) => tx.rollback(),
    }
    found
}

fn registered(tx: &mut dyn Tx, path: &Path, now: i64) -> Result<SigningFile, StoreError> {
    let mut head = load::head(&tx.rows(sql::HEAD, &[])?)?;
    let origin = origin(tx)?;
    let keys = tx.rows(sql::KEYS, &[])?;
    let shown = path.display();
    match (keys.last(), SigningFile::read(path)?) {
        (None, Some(key)) if key.public().name() != origin => {
            Err(StoreError::Key(format!("`{shown}` is the key of another log; name another file")))
        }
        (None, key) => {
            let key = key.map_or_else(|| SigningFile::create(path, &origin), Ok)?;
            head.at = head.at.max(now);
            log_key(tx, &mut head, &key, "exeat")?;
            Ok(key)
        }
        (Some(row), Some(key)) if key.public().to_string() == row.text(0)? => Ok(key),
        (Some(row), Some(_)) => Err(StoreError::Key(format!(
            "`{shown}` does not hold the log's key, whose public half is {}",
            row.text(0)?
        ))),
        (Some(row), None) => {
            Err(StoreError::Key(format!("`{shown}` is missing; bring the file whose public half is {}", row.text(0)?)))
        }
    }
}

/// Registers a key and logs that it signs from now on.
pub(crate) fn log_key(tx: &mut dyn Tx, head: &mut Head, key: &SigningFile, by: &str) -> Result<(), StoreError> {
    let vkey = key.public().to_string();
    let n = head.edge.size();
    let subject = format!("key/{}", crate::json::hex(&key.public().hash()));
    let entry =
        Entry { n, at: head.at, by: by.to_owned(), action: "key".into(), subject, digest: sha256(vkey.as_bytes()) };
    let json = entry.to_json();
    head.edge.push(leaf_hash(json.as_bytes()));
    let number = i64::try_from(n).map_err(|_| StoreError::Corrupt("the log is full".into()))?;
    let id = tx.rows(sql::KEYS, &[])?.len();
    let id = i64::try_from(id).unwrap_or(i64::MAX);
    tx.exec(sql::ADD_KEY, &[id.into(), vkey.into(), number.into()])?;
    tx.many(&sql::ADD_ENTRIES, &[vec![number.into(), json.into()]])?;
    let edge = Value::Bytes(head.edge.bytes());
    let values = [(number + 1).into(), edge, head.movement.into(), head.record.into(), head.at.into()];
    tx.exec(sql::SET_HEAD, &values)?;
    Ok(())
}
