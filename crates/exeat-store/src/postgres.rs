//! PostgreSQL, for many processes. Statements are prepared once; many rows travel as one array a column.

use std::collections::BTreeMap;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::error::SqlState;
use tokio_postgres::types::{IsNull, ToSql, Type, private, to_sql_checked};
use tokio_postgres::{Client, Config, NoTls, Statement};

use crate::error::DbError;
use crate::tx::{Column, Many, Row, Step, Tx, Value};

/// How long to wait for a server that does not answer.
const CONNECT_MAX: Duration = Duration::from_secs(5);
/// How long a sent request may go without any sign of the other side.
const SILENCE_MAX: Duration = Duration::from_secs(20);

/// Steps that are sent at once; [`join_all`] keeps the order of so few.
const TOGETHER_MAX: usize = 24;

pub(crate) struct Postgres {
    /// Runs the connection while this thread waits for an answer.
    runtime: Runtime,
    client: Client,
    prepared: BTreeMap<&'static str, Statement>,
    within: bool,
}

impl Postgres {
    pub(crate) fn open(url: &str) -> Result<Postgres, DbError> {
        let mut config: Config = url.parse().map_err(sorted)?;
        config.connect_timeout(CONNECT_MAX).tcp_user_timeout(SILENCE_MAX).keepalives_idle(SILENCE_MAX);
        let made = Builder::new_current_thread().enable_all().build();
        let runtime = made.map_err(|error| DbError::Other(format!("no runtime for the connection: {error}")))?;
        let (client, connection) =
            runtime.block_on(config.connect(NoTls)).map_err(|error| DbError::Lost(said(&error)))?;
        runtime.spawn(connection);
        let mut postgres = Postgres { runtime, client, prepared: BTreeMap::new(), within: false };
        // Statistics of a table that grows fast are those of an empty table, and would choose to read all of it.
        postgres.script(
            "SET enable_seqscan = off; SET synchronous_commit = on; SET plan_cache_mode = force_generic_plan",
        )?;
        Ok(postgres)
    }

    fn prepared(&mut self, sql: &'static str) -> Result<Statement, DbError> {
        if let Some(statement) = self.prepared.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.runtime.block_on(self.client.prepare(&sql.replace('?', "$"))).map_err(sorted)?;
        self.prepared.insert(sql, statement.clone());
        Ok(statement)
    }

    fn query(&mut self, sql: &'static str, values: &[Argument<'_>]) -> Result<Vec<Row>, DbError> {
        let statement = self.prepared(sql)?;
        let found = self.runtime.block_on(asked(&self.client, &statement, values)).map_err(sorted)?;
        found.iter().map(row).collect()
    }
}

/// A value, or a column of many rows, on its way to the server.
type Argument<'a> = Box<dyn ToSql + Sync + 'a>;

/// A step that is ready to be sent.
enum Ready<'a> {
    Script(&'static str),
    Query(Statement, Vec<Argument<'a>>),
    Nothing,
}

async fn asked(
    client: &Client,
    statement: &Statement,
    values: &[Argument<'_>],
) -> Result<Vec<tokio_postgres::Row>, tokio_postgres::Error> {
    let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| &**value as _).collect();
    client.query(statement, &values).await
}

fn arguments(values: &[Value]) -> Vec<Argument<'_>> {
    values.iter().map(|value| Box::new(value) as _).collect()
}

fn columns<'a>(statement: &Many, rows: &'a [Vec<Value>]) -> Vec<Argument<'a>> {
    statement.columns.iter().enumerate().map(|(i, column)| array(rows, i, *column)).collect()
}

impl ToSql for Value {
    fn to_sql(
        &self,
        ty: &Type,
        out: &mut private::BytesMut,
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
        self.script("BEGIN")?;
        self.within = true;
        Ok(())
    }

    fn begin_read(&mut self) -> Result<(), DbError> {
        self.script("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
        self.within = true;
        Ok(())
    }

    fn commit(&mut self) -> Result<(), DbError> {
        self.within = false;
        self.script("COMMIT")
    }

    fn rollback(&mut self) {
        if std::mem::take(&mut self.within) {
            // If this fails the connection is gone, and the server drops the transaction by itself.
            let _ = self.script("ROLLBACK");
        }
    }

    fn exec(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, DbError> {
        let statement = self.prepared(sql)?;
        let values: Vec<&(dyn ToSql + Sync)> = values.iter().map(|value| value as _).collect();
        self.runtime.block_on(self.client.execute(&statement, &values)).map_err(sorted)
    }

    fn rows(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, DbError> {
        self.query(sql, &arguments(values))
    }

    fn many(&mut self, statement: &'static Many, rows: &[Vec<Value>]) -> Result<Vec<Row>, DbError> {
        if rows.is_empty() {
            return Ok(Vec::new());
        }
        self.query(statement.set, &columns(statement, rows))
    }

    fn together(&mut self, steps: &[Step]) -> Result<Vec<Vec<Row>>, DbError> {
        let mut ready = Vec::with_capacity(steps.len());
        for step in steps {
            ready.push(match step {
                Step::Begin => Ready::Script("BEGIN"),
                Step::Commit => Ready::Script("COMMIT"),
                Step::Rows(sql, values) => Ready::Query(self.prepared(sql)?, arguments(values)),
                Step::Many(_, rows) if rows.is_empty() => Ready::Nothing,
                Step::Many(many, rows) => Ready::Query(self.prepared(many.set)?, columns(many, rows)),
            });
        }
        self.within = true;
        let client = &self.client;
        let mut answers = Vec::with_capacity(ready.len());
        for some in ready.chunks(TOGETHER_MAX) {
            let sent = some.iter().map(|step| async move {
                match step {
                    Ready::Script(sql) => client.batch_execute(sql).await.map(|()| Vec::new()),
                    Ready::Query(statement, values) => asked(client, statement, values).await,
                    Ready::Nothing => Ok(Vec::new()),
                }
            });
            // After a step that failed the server refuses the others, and makes the commit a rollback.
            for answer in self.runtime.block_on(join_all(sent)) {
                answers.push(answer.map_err(sorted)?);
            }
        }
        self.within = !matches!(steps.last(), Some(Step::Commit));
        answers.iter().map(|rows| rows.iter().map(row).collect()).collect()
    }

    /// PostgreSQL checks its own pages where they were made with checksums.
    fn damage(&mut self) -> Result<Option<String>, DbError> {
        Ok(None)
    }

    fn tidy(&mut self) -> Result<(), DbError> {
        // One at a time: several in one message would be a transaction, in which there is no vacuuming.
        for statement in ["VACUUM sealed", "VACUUM record_term", "VACUUM record"] {
            self.runtime.block_on(self.client.batch_execute(statement)).map_err(sorted)?;
        }
        Ok(())
    }

    fn script(&mut self, sql: &str) -> Result<(), DbError> {
        self.runtime.block_on(self.client.batch_execute(sql)).map_err(sorted)
    }
}

/// One column of many rows.
fn array(rows: &[Vec<Value>], i: usize, column: Column) -> Argument<'_> {
    let values = rows.iter().map(move |row| row.get(i));
    match column {
        Column::Int => {
            Box::new(values.map(|v| if let Some(Value::Int(n)) = v { Some(*n) } else { None }).collect::<Vec<_>>())
        }
        Column::Text => Box::new(
            values.map(|v| if let Some(Value::Text(s)) = v { Some(s.as_str()) } else { None }).collect::<Vec<_>>(),
        ),
        Column::Bytes => Box::new(
            values.map(|v| if let Some(Value::Bytes(b)) = v { Some(b.as_slice()) } else { None }).collect::<Vec<_>>(),
        ),
    }
}

fn row(row: &tokio_postgres::Row) -> Result<Row, DbError> {
    let column = |(i, column): (usize, &tokio_postgres::Column)| match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(i).map(Value::from),
        Type::BYTEA => row.try_get::<_, Option<Vec<u8>>>(i).map(|bytes| bytes.map_or(Value::Null, Value::Bytes)),
        _ => row.try_get::<_, Option<String>>(i).map(Value::from),
    };
    row.columns().iter().enumerate().map(column).collect::<Result<_, _>>().map(Row).map_err(sorted)
}

fn sorted(error: tokio_postgres::Error) -> DbError {
    let text = said(&error);
    let Some(code) = error.code() else {
        let lost =
            error.is_closed() || std::error::Error::source(&error).is_some_and(|source| source.is::<std::io::Error>());
        return if lost { DbError::Lost(text) } else { DbError::Other(text) };
    };
    // Division by nought is how a statement says that not all balances moved as judged.
    let again = [
        SqlState::DIVISION_BY_ZERO,
        SqlState::T_R_SERIALIZATION_FAILURE,
        SqlState::T_R_DEADLOCK_DETECTED,
        SqlState::UNIQUE_VIOLATION,
    ];
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
fn said(error: &tokio_postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}
