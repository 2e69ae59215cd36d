//! PostgreSQL, for many processes. Statements are prepared once; many rows travel as one array a column.

use std::collections::BTreeMap;
use std::time::Duration;

use postgres::error::SqlState;
use postgres::types::{IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};

use crate::error::DbError;
use crate::tx::{Column, Many, Row, Tx, Value};

/// How long to wait for a server that does not answer.
const CONNECT_MAX: Duration = Duration::from_secs(5);
/// How long a sent request may go without any sign of the other side.
const SILENCE_MAX: Duration = Duration::from_secs(20);

pub(crate) struct Postgres {
    client: Client,
    prepared: BTreeMap<&'static str, Statement>,
    within: bool,
}

impl Postgres {
    pub(crate) fn open(url: &str) -> Result<Postgres, DbError> {
        let mut config: Config = url.parse().map_err(sorted)?;
        config.connect_timeout(CONNECT_MAX).tcp_user_timeout(SILENCE_MAX).keepalives_idle(SILENCE_MAX);
        let mut client = config.connect(NoTls).map_err(|error| DbError::Lost(said(&error)))?;
        // Statistics of a table that grows fast are those of an empty table, and would choose to read all of it.
        client
            .batch_execute(
                "SET enable_seqscan = off; SET synchronous_commit = on; SET plan_cache_mode = force_generic_plan",
            )
            .map_err(sorted)?;
        Ok(Postgres { client, prepared: BTreeMap::new(), within: false })
    }

    fn prepared(&mut self, sql: &'static str) -> Result<Statement, DbError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(&sql.replace('?', "$")).map_err(sorted)?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut postgres::types::private::BytesMut,
    ) -> Result<IsNull, Box<dyn std::error::Error + Sync + Send>> {
        match self {
            Value::Null => Ok(IsNull::Yes),
            Value::Int(n) => n.to_sql(ty, out),
            Value::Text(text) => text.to_sql(ty, out),
            Value::Bytes(bytes) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::TEXT | Type::VARCHAR | Type::BYTEA)
    }

    to_sql_checked!();
}

impl Tx for Postgres {
    fn begin(&mut self) -> Result<(), DbError> {
        self.client.batch_execute("BEGIN").map_err(sorted)?;
        self.within = true;
        Ok(())
    }

    fn begin_read(&mut self) -> Result<(), DbError> {
        self.client.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").map_err(sorted)?;
        self.within = true;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), DbError> {
        self.within = false;
        self.client.batch_execute("COMMIT").map_err(sorted)
    }

    fn rollback(&mut self) {
        if std::mem::take(&mut self.within) {
            // If this fails the connection is gone, and the server drops the transaction by itself.
            let _ = self.client.batch_execute("ROLLBACK");
        }
    }

    fn exec(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, DbError> {
        let statement = self.prepared(sql)?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        self.client.execute(&statement, &values).map_err(sorted)
    }

    fn rows(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        let statement = self.prepared(sql)?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        self.client.query(&statement, &values).map_err(sorted)?.iter().map(row).collect()
    }

    fn many(&mut self, statement: &'static Many, rows: &[Vec<Value>]) -> Result<Vec<Row>, DbError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        let prepared = self.prepared(statement.set)?;
        let arrays: Vec<Box<dyn ToSql + Sync>> =
            statement.columns.iter().enumerate().map(|(i, column)| array(rows, i, *column)).collect();
        let values: Vec<&(dyn ToSql + Sync)> = arrays.iter().map(|array| &**array).collect();
        self.client.query(&prepared, &values).map_err(sorted)?.iter().map(row).collect()
    }

    /// PostgreSQL checks its own pages where they were made with checksums.
    fn damage(&mut self) -> Result<Option<String>, DbError> {
        Ok(None)
    }

    fn tidy(&mut self) -> Result<(), DbError> {
        // One at a time: several in one message would be a transaction, in which there is no vacuuming.
        for statement in ["VACUUM sealed", "VACUUM record_term", "VACUUM record"] {
            self.client.batch_execute(statement).map_err(sorted)?;
        }
        Ok(())
    }

    fn script(&mut self, sql: &str) -> Result<(), DbError> {
        self.client.batch_execute(sql).map_err(sorted)
    }
}

/// One column of many rows.
fn array(rows: &[Vec<Value>], i: usize, column: Column) -> Box<dyn ToSql + Sync> {
    let values = rows.iter().map(|row| row.get(i).cloned().unwrap_or(Value::Null));
    match column {
        Column::Int => Box::new(values.map(|v| if let Value::Int(n) = v { Some(n) } else { None }).collect::<Vec<_>>()),
        Column::Text => {
            Box::new(values.map(|v| if let Value::Text(s) = v { Some(s) } else { None }).collect::<Vec<_>>())
        }
        Column::Bytes => {
            Box::new(values.map(|v| if let Value::Bytes(b) = v { Some(b) } else { None }).collect::<Vec<_>>())
        }
    }
}

fn row(row: &postgres::Row) -> Result<Row, DbError> {
    let column = |(i, column): (usize, &postgres::Column)| match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(i).map(Value::from),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(i).map(|bytes| bytes.map_or(Value::Null, Value::Bytes)),
        _ => row.try_get::<_, Option<String>>(i).map(Value::from),
    };
    row.columns().iter().enumerate().map(column).collect::<Result<_, _>>().map(Row).map_err(sorted)
}

fn sorted(error: postgres::Error) -> DbError {
    let text = said(&error);
    let Some(code) = error.code() else {
        let lost =
            error.is_closed() || std::error::Error::source(&error).is_some_and(|source| source.is::<std::io::Error>());
        return if lost { DbError::Lost(text) } else { DbError::Other(text) };
    };
    let again = [SqlState::T_R_SERIALIZATION_FAILURE, SqlState::T_R_DEADLOCK_DETECTED, SqlState::UNIQUE_VIOLATION];
    let gone = [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::CONNECTION_FAILURE,
        SqlState::CONNECTION_EXCEPTION,
    ];
    match code {
        code if again.contains(code) => DbError::Again(text),
        code if gone.contains(code) => DbError::Lost(text),
        code if *code == SqlState::DISK_FULL => DbError::Full(text),
        code if *code == SqlState::READ_ONLY_SQL_TRANSACTION || *code == SqlState::INSUFFICIENT_PRIVILEGE => {
            DbError::ReadOnly(text)
        }
        code if *code == SqlState::DATA_CORRUPTED || *code == SqlState::INDEX_CORRUPTED => DbError::Corrupt(text),
        _ => DbError::Other(text),
    }
}

/// The error with its causes; the crate's own text alone says only `db error`.
fn said(error: &postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
