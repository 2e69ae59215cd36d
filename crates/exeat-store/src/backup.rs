//! Backup and restore: one text for both databases, in the order of keys, so that the same store gives the same bytes.
//! A copy from SQLite to PostgreSQL is a backup of one and a restore into the other.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use serde_json::{Value as Json, json};
use sha2::{Digest, Sha256};

use crate::check;
use crate::error::StoreError;
use crate::json::{canonical, from_hex, hex};
use crate::statements as sql;
use crate::store::Address;
use crate::tx::{Many, Row, Tx, Value};

/// The first line of every backup.
const FIRST: &str = r#"{"schema":"exeat.backup/1"}"#;
/// Longest line that is read: the largest attachment in hexadecimal, and some.
const LINE_BYTES_MAX: u64 = 600 << 20;

/// How a table's rows are read: those with a key above one, in order.
struct Table {
    name: &'static str,
    select: Select,
    insert: Insert,
}

enum Select {
    /// All rows at once; for tables of a few.
    All(&'static str),
    /// Rows after a key, as many as the statement's limit.
    After(&'static str),
    /// Rows of keys above one and up to another; for tables with several rows a key.
    Between(&'static str, &'static str),
}

enum Insert {
    One(&'static str),
    Many(&'static Many),
}

const TABLES: [Table; 13] = [
    Table {
        name: "meta",
        select: Select::All("SELECT name, value FROM meta ORDER BY name"),
        insert: Insert::One("INSERT INTO meta VALUES (?1, ?2)"),
    },
    Table {
        name: "head",
        select: Select::All("SELECT id, size, edge, movement, record, at FROM head"),
        insert: Insert::One("INSERT INTO head VALUES (?1, ?2, ?3, ?4, ?5, ?6)"),
    },
    Table {
        name: "licence",
        select: Select::After(
            "SELECT id, name, state, version, holder, valid_from, valid_until, changed, document FROM licence WHERE id > ?1 ORDER BY id LIMIT 1000",
        ),
        insert: Insert::One("INSERT INTO licence VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)"),
    },
    Table {
        name: "licence_limit",
        select: Select::After(
            "SELECT id, licence_id, ordinal, line, dimension, unit, scale, granted, reserved, drawn, open, version FROM licence_limit WHERE id > ?1 ORDER BY id LIMIT 1000",
        ),
        insert: Insert::One("INSERT INTO licence_limit VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)"),
    },
    Table {
        name: "movement",
        select: Select::After(
            "SELECT id, key, request, kind, licence_id, version, refers_to, dated, until, shipment, document, why, by_whom, at FROM movement WHERE id > ?1 ORDER BY id LIMIT 5000",
        ),
        insert: Insert::Many(&sql::ADD_MOVEMENTS),
    },
    Table {
        name: "movement_part",
        select: Select::Between(
            "SELECT movement_id, limit_id, granted, reserved, drawn FROM movement_part WHERE movement_id > ?1 AND movement_id <= ?2 ORDER BY movement_id, limit_id",
            "SELECT movement FROM head",
        ),
        insert: Insert::Many(&sql::ADD_PARTS),
    },
    Table {
        name: "record",
        select: Select::After(
            "SELECT id, name, key, request, reference, dated, known, outcome, determination, shipment, attached, supersedes, by_whom, at FROM record WHERE id > ?1 ORDER BY id LIMIT 1000",
        ),
        insert: Insert::One(sql::ADD_RECORD),
    },
    Table {
        name: "record_term",
        select: Select::Between(
            "SELECT record_id, kind, term FROM record_term WHERE record_id > ?1 AND record_id <= ?2",
            "SELECT record FROM head",
        ),
        insert: Insert::Many(&sql::ADD_TERMS),
    },
    Table {
        name: "sealed",
        select: Select::After("SELECT id, seal, leaves, erased FROM sealed WHERE id > ?1 ORDER BY id LIMIT 100"),
        insert: Insert::One("INSERT INTO sealed VALUES (?1, ?2, ?3, ?4)"),
    },
    Table {
        name: "blob",
        select: Select::After("SELECT id, digest, kind, body FROM blob WHERE id > ?1 ORDER BY id LIMIT 4"),
        insert: Insert::One(sql::ADD_BLOB),
    },
    Table {
        name: "audit",
        select: Select::After("SELECT n, entry FROM audit WHERE n > ?1 ORDER BY n LIMIT 5000"),
        insert: Insert::Many(&sql::ADD_ENTRIES),
    },
    Table {
        name: "checkpoint",
        select: Select::After("SELECT size, at, note FROM checkpoint WHERE size > ?1 ORDER BY size LIMIT 1000"),
        insert: Insert::One(sql::ADD_CHECKPOINT),
    },
    Table {
        name: "signing_key",
        select: Select::After("SELECT id, vkey, since FROM signing_key WHERE id > ?1 ORDER BY id LIMIT 100"),
        insert: Insert::One(sql::ADD_KEY),
    },
];

/// Keys that one look-up between two bounds spans.
const SPAN: i64 = 5_000;
/// Rows that travel into the database at once.
const ROWS_AT_ONCE: usize = 1_000;

/// Writes the whole store, as it stands at one moment, to a file; how many rows.
pub fn backup(url: &str, file: &Path) -> Result<u64, StoreError> {
    let address = Address::parse(url).ok_or_else(|| StoreError::Address(url.to_owned()))?;
    let mut tx = address.connect_to_read()?;
    check::sound(&mut *tx)?;
    let error = |error: std::io::Error| StoreError::File { path: file.display().to_string(), error: error.to_string() };
    let fresh = file.with_extension("unfinished");
    let mut out = Hashed { out: BufWriter::new(File::create(&fresh).map_err(error)?), hash: Sha256::new(), rows: 0 };
    out.line(FIRST).map_err(error)?;
    tx.begin_read()?;
    for table in &TABLES {
        write_table(&mut *tx, table, &mut out, &error)?;
    }
    tx.rollback();
    let (digest, rows) = (hex(&out.hash.finalize()), out.rows);
    let last = canonical(&json!({ "rows": rows, "sha256": digest }));
    out.out.write_all(format!("{last}\n").as_bytes()).map_err(error)?;
    let written = out.out.into_inner().map_err(|failed| error(failed.into_error()))?;
    written.sync_all().and_then(|()| std::fs::rename(&fresh, file)).map_err(error)?;
    Ok(rows)
}

struct Hashed {
    out: BufWriter<File>,
    hash: Sha256,
    rows: u64,
}

impl Hashed {
    fn line(&mut self, text: &str) -> std::io::Result<()> {
        for bytes in [text.as_bytes(), b"\n"] {
            self.hash.update(bytes);
            self.out.write_all(bytes)?;
        }
        Ok(())
    }
}

fn write_table(
    tx: &mut dyn Tx,
    table: &Table,
    out: &mut Hashed,
    error: &impl Fn(std::io::Error) -> StoreError,
) -> Result<(), StoreError> {
    let put = |out: &mut Hashed, rows: &[Row]| {
        for row in rows {
            out.rows += 1;
            out.line(&line(table.name, row)).map_err(error)?;
        }
        Ok::<(), StoreError>(())
    };
    match table.select {
        Select::All(select) => put(out, &tx.rows(select, &[])?),
        Select::After(select) => {
            let mut after = -1;
            loop {
                let rows = tx.rows(select, &[after.into()])?;
                let Some(last) = rows.last() else { return Ok(()) };
                after = last.int(0)?;
                put(out, &rows)?;
            }
        }
        Select::Between(select, last) => {
            let last = tx.rows(last, &[])?.first().map_or(Ok(0), |row| row.int(0))?;
            let mut after = 0;
            while after < last {
                let mut rows = tx.rows(select, &[after.into(), (after + SPAN).into()])?;
                // Texts sort in the order of the database's language; here they sort by their bytes.
                rows.sort_by_cached_key(|row| {
                    (row.int(0).unwrap_or(0), if table.name == "record_term" { line("", row) } else { String::new() })
                });
                put(out, &rows)?;
                after += SPAN;
            }
            Ok(())
        }
    }
}

fn line(table: &str, row: &Row) -> String {
    let value = |value: &Value| match value {
        Value::Null => Json::Null,
        Value::Int(n) => json!(n),
        Value::Text(text) => json!(text),
        Value::Bytes(bytes) => json!({ "bytes": hex(bytes) }),
    };
    canonical(&std::iter::once(json!(table)).chain(row.0.iter().map(value)).collect())
}

/// Fills an empty store from a backup; all of it or nothing, and only if it agrees with itself afterwards.
pub fn restore(url: &str, file: &Path) -> Result<u64, StoreError> {
    let address = Address::parse(url).ok_or_else(|| StoreError::Address(url.to_owned()))?;
    whole(file)?;
    let mut tx = address.connect()?;
    address.migrate(&mut *tx)?;
    tx.begin()?;
    let done = fill(&mut *tx, file);
    match &done {
        Ok(_) => tx.commit()?,
        Err(_) => tx.rollback(),
    }
    done
}

/// Refuses a backup that is cut off or altered, before anything is written.
fn whole(file: &Path) -> Result<(), StoreError> {
    let mut hash = Sha256::new();
    let (mut rows, mut last) = (0_u64, None);
    each_line(file, |text| {
        if let Some(before) = last.replace(text.to_owned()) {
            hash.update(before.as_bytes());
            hash.update(b"\n");
            rows += 1;
        }
        Ok(())
    })?;
    let expected = canonical(&json!({ "rows": rows.saturating_sub(1), "sha256": hex(&hash.finalize()) }));
    if last.as_deref() == Some(&expected) {
        return Ok(());
    }
    Err(StoreError::File {
        path: file.display().to_string(),
        error: "the backup is cut off or altered: its last line does not fit".into(),
    })
}

fn fill(tx: &mut dyn Tx, file: &Path) -> Result<u64, StoreError> {
    let empty = tx.rows("SELECT COUNT(*) FROM audit", &[])?.first().map_or(Ok(0), |row| row.int(0))? == 0;
    if !empty {
        return Err(StoreError::Request("the store is not empty; restore into a new one".into()));
    }
    tx.exec("DELETE FROM meta", &[])?;
    tx.exec("DELETE FROM head", &[])?;
    let (mut waiting, mut rows): ((usize, Vec<Vec<Value>>), u64) = ((0, Vec::new()), 0);
    each_line(file, |text| {
        let Some((table, row)) = row_of(text) else { return Ok(()) };
        rows += 1;
        if table != waiting.0 || waiting.1.len() >= ROWS_AT_ONCE {
            put(tx, &mut waiting)?;
        }
        waiting.0 = table;
        waiting.1.push(row);
        Ok(())
    })?;
    put(tx, &mut waiting)?;
    let mut report = check::Report::default();
    check::check_within(tx, &mut report)?;
    match report.faults.first() {
        None => Ok(rows),
        Some(fault) => Err(StoreError::Corrupt(format!("the backup contradicts itself: {fault}"))),
    }
}

fn put(tx: &mut dyn Tx, waiting: &mut (usize, Vec<Vec<Value>>)) -> Result<(), StoreError> {
    let rows = std::mem::take(&mut waiting.1);
    match TABLES.get(waiting.0).map(|table| &table.insert) {
        Some(Insert::Many(many)) => drop(tx.many(many, &rows)?),
        Some(Insert::One(one)) => {
            for row in rows {
                tx.exec(one, &row)?;
            }
        }
        None => {}
    }
    Ok(())
}

/// The table and the values of a line; nothing for the first and the last line.
fn row_of(text: &str) -> Option<(usize, Vec<Value>)> {
    let value: Json = serde_json::from_str(text).ok()?;
    let (table, values) = value.as_array()?.split_first()?;
    let table = TABLES.iter().position(|one| Some(one.name) == table.as_str())?;
    let value = |value: &Json| match value {
        Json::Null => Some(Value::Null),
        Json::Number(n) => n.as_i64().map(Value::Int),
        Json::String(text) => Some(Value::Text(text.clone())),
        other => from_hex(other.get("bytes")?.as_str()?).map(Value::Bytes),
    };
    Some((table, values.iter().map(value).collect::<Option<_>>()?))
}

fn each_line(file: &Path, mut each: impl FnMut(&str) -> Result<(), StoreError>) -> Result<(), StoreError> {
    let error = |error: std::io::Error| StoreError::File { path: file.display().to_string(), error: error.to_string() };
    let mut input = BufReader::new(File::open(file).map_err(error)?);
    let mut text = String::new();
    loop {
        text.clear();
        let read = std::io::Read::take(&mut input, LINE_BYTES_MAX).read_line(&mut text).map_err(error)?;
        if read == 0 {
            return Ok(());
        }
        each(text.strip_suffix('\n').unwrap_or(&text))?;
    }
}
