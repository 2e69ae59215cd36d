//! SQLite, inside the process: write-ahead log, every commit on the disk before it is answered.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql, params_from_iter};

use crate::error::DbError;
use crate::tx::{Many, Row, Tx, Value};

/// How long a process waits for its turn to write. Turns are not fair; the longest wait seen among 32 writers is 4 s.
const WAIT_MAX: Duration = Duration::from_secs(120);

/// Pages of the write-ahead log after which it is folded into the file: 32 MB. Folded oftener, the same pages are written
/// again and again.
const FOLD_PAGES: i64 = 8_192;

pub(crate) struct Sqlite {
    connection: Connection,
}

impl Sqlite {
    /// Opens the file, and makes it if it is not there.
    pub(crate) fn open(path: &Path) -> Result<Sqlite, DbError> {
        let connection = Connection::open(path).map_err(sorted)?;
        let sqlite = Sqlite::with(connection)?;
        sqlite.connection.pragma_update(None, "journal_mode", "WAL").map_err(sorted)?;
        sqlite.connection.pragma_update(None, "synchronous", "FULL").map_err(sorted)?;
        sqlite.connection.pragma_update(None, "secure_delete", "ON").map_err(sorted)?;
        sqlite.connection.pragma_update(None, "wal_autocheckpoint", FOLD_PAGES).map_err(sorted)?;
        Ok(sqlite)
    }

    /// Opens a file that is there, for reading.
    pub(crate) fn open_to_read(path: &Path) -> Result<Sqlite, DbError> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let sqlite = Sqlite::with(Connection::open_with_flags(path, flags).map_err(sorted)?)?;
        sqlite.connection.pragma_update(None, "query_only", "ON").map_err(sorted)?;
        Ok(sqlite)
    }

    fn with(connection: Connection) -> Result<Sqlite, DbError> {
        connection.busy_timeout(WAIT_MAX).map_err(sorted)?;
        connection.set_prepared_statement_cache_capacity(64);
        connection.pragma_update(None, "foreign_keys", "ON").map_err(sorted)?;
        connection.pragma_update(None, "cache_size", -65_536).map_err(sorted)?;
        Ok(Sqlite { connection })
    }
}

/// The path of `sqlite:FILE`.
pub(crate) fn path_of(url: &str) -> Option<PathBuf> {
    let path = url.strip_prefix("sqlite:")?;
    let path = path.strip_prefix("//").unwrap_or(path);
    (!path.is_empty()).then(|| PathBuf::from(path))
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Null => ValueRef::Null,
            Value::Int(n) => ValueRef::Integer(*n),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

impl Tx for Sqlite {
    fn begin(&mut self) -> Result<(), DbError> {
        self.connection.prepare_cached("BEGIN IMMEDIATE").and_then(|mut s| s.execute([])).map(drop).map_err(sorted)
    }

    fn begin_read(&mut self) -> Result<(), DbError> {
        self.connection.prepare_cached("BEGIN").and_then(|mut s| s.execute([])).map(drop).map_err(sorted)
    }

    fn commit(&mut self) -> Result<(), DbError> {
        self.connection.prepare_cached("COMMIT").and_then(|mut s| s.execute([])).map(drop).map_err(sorted)
    }

    fn rollback(&mut self) {
        if !self.connection.is_autocommit() {
            // A failed rollback leaves the transaction to be dropped with the connection; nothing of it is kept.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }

    fn exec(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, DbError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(sorted)?;
        let changed = statement.execute(params_from_iter(values)).map_err(sorted)?;
        Ok(u64::try_from(changed).unwrap_or(u64::MAX))
    }

    fn rows(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        let sql = sql.strip_suffix(" FOR UPDATE").unwrap_or(sql);
        let mut found = Vec::new();
        self.gather(sql, values, &mut found)?;
        Ok(found)
    }

    fn many(&mut self, statement: &'static Many, rows: &[Vec<Value>]) -> Result<Vec<Row>, DbError> {
        let mut found = Vec::new();
        for row in rows {
            // Counted, and not asked to come back: `RETURNING` would build a table of its own each time.
            match statement.every {
                true if self.exec(statement.one, row)? != 1 => {
                    return Err(DbError::Again("a row did not change as judged".into()));
                }
                true => {}
                false => self.gather(statement.one, row, &mut found)?,
            }
        }
        Ok(found)
    }

    fn damage(&mut self) -> Result<Option<String>, DbError> {
        let said: String = self.connection.query_row("PRAGMA integrity_check", [], |row| row.get(0)).map_err(sorted)?;
        Ok((said != "ok").then_some(said))
    }

    /// Folds the write-ahead log into the file, so that nothing erased stays in it.
    fn tidy(&mut self) -> Result<(), DbError> {
        self.connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).map_err(sorted)
    }

    fn script(&mut self, sql: &str) -> Result<(), DbError> {
        // Whole numbers as primary keys are SQLite's own row numbers when the type is written out in full.
        let sql = sql.replace("BIGINT PRIMARY KEY", "INTEGER PRIMARY KEY");
        // And rows that are only looked for by their key need no number besides.
        let sql = sql.replace("/* kept by key */", "WITHOUT ROWID");
        self.connection.execute_batch(&sql).map_err(sorted)
    }
}

impl Sqlite {
    fn gather(&self, sql: &'static str, values: &[Value], found: &mut Vec<Row>) -> Result<(), DbError> {
        let mut statement = self.connection.prepare_cached(sql).map_err(sorted)?;
        let width = statement.column_count();
        let mut rows = statement.query(params_from_iter(values)).map_err(sorted)?;
        while let Some(row) = rows.next().map_err(sorted)? {
            let mut values = Vec::with_capacity(width);
            for i in 0..width {
                values.push(match row.get_ref(i).map_err(sorted)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(n) => Value::Int(n),
                    ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                    ValueRef::Blob(bytes) => Value::Bytes(bytes.to_vec()),
                    ValueRef::Real(_) => return Err(DbError::Corrupt(format!("column {i} holds a floating number"))),
                });
            }
            found.push(Row(values));
        }
        Ok(())
    }
}

fn sorted(error: rusqlite::Error) -> DbError {
    let text = error.to_string();
    match error.sqlite_error_code() {
        Some(ErrorCode::DiskFull) => DbError::Full(text),
        Some(ErrorCode::ReadOnly | ErrorCode::CannotOpen | ErrorCode::PermissionDenied) => DbError::ReadOnly(text),
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => DbError::Corrupt(text),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => DbError::Again(text),
        Some(ErrorCode::SystemIoFailure) => DbError::Lost(text),
        _ => DbError::Other(text),
    }
}
