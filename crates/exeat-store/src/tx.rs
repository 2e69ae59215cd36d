//! What the store asks of a database: one SQL text for all, placeholders `?1`, `?2`, …

use crate::error::DbError;

/// A value that goes into or comes out of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    Null,
    Int(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A column's type, where a statement runs over many rows.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Column {
    Int,
    Text,
    Bytes,
}

/// A statement for many rows at once. `one` runs a row at a time; `set` takes each column as one array.
#[derive(Debug)]
pub(crate) struct Many {
    pub(crate) one: &'static str,
    pub(crate) set: &'static str,
    pub(crate) columns: &'static [Column],
    /// Whether each row given must change one: if it does not, another writer came first.
    pub(crate) every: bool,
}

/// A step of several that are asked at once.
#[derive(Debug)]
pub(crate) enum Step {
    /// Starts a transaction that will write.
    Begin,
    /// One statement.
    Rows(&'static str, Vec<Value>),
    /// A statement over many rows.
    Many(&'static Many, Vec<Vec<Value>>),
    /// Ends the transaction for good.
    Commit,
}

/// One row of an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row(pub(crate) Vec<Value>);

/// A connection with at most one transaction under way.
pub(crate) trait Tx: Send {
    /// Starts a transaction that will write.
    fn begin(&mut self) -> Result<(), DbError>;
    /// Starts a transaction that reads one moment's state.
    fn begin_read(&mut self) -> Result<(), DbError>;
    /// Ends the transaction for good.
    fn commit(&mut self) -> Result<(), DbError>;
    /// Drops the transaction; nothing happens when there is none.
    fn rollback(&mut self);
    /// Runs a statement and gives the rows that it changed.
    fn exec(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, DbError>;
    /// Runs a statement and gives its rows.
    fn rows(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, DbError>;
    /// Runs a statement over many rows and gives all rows that come back.
    fn many(&mut self, statement: &'static Many, rows: &[Vec<Value>]) -> Result<Vec<Row>, DbError>;
    /// Runs steps in their order, and gives the rows of each; a step that fails undoes all of its transaction. A server
    /// is sent all of them before it has answered the first.
    fn together(&mut self, steps: &[Step]) -> Result<Vec<Vec<Row>>, DbError> {
        let mut found = Vec::with_capacity(steps.len());
        for step in steps {
            found.push(match step {
                Step::Begin => self.begin().map(|()| Vec::new())?,
                Step::Rows(sql, values) => self.rows(sql, values)?,
                Step::Many(statement, rows) => self.many(statement, rows)?,
                Step::Commit => self.commit().map(|()| Vec::new())?,
            });
        }
        Ok(found)
    }
    /// What the database itself finds damaged.
    fn damage(&mut self) -> Result<Option<String>, DbError>;
    /// Clears what was erased out of corners where a finder of the disk could still read it.
    fn tidy(&mut self) -> Result<(), DbError>;
    /// Runs a script of several statements without values.
    fn script(&mut self, sql: &str) -> Result<(), DbError>;
}

impl Row {
    pub(crate) fn int(&self, i: usize) -> Result<i64, DbError> {
        match self.0.get(i) {
            Some(Value::Int(n)) => Ok(*n),
            other => Err(DbError::Corrupt(format!("column {i} should hold a number, and holds {other:?}"))),
        }
    }

    pub(crate) fn text(&self, i: usize) -> Result<String, DbError> {
        match self.0.get(i) {
            Some(Value::Text(text)) => Ok(text.clone()),
            other => Err(DbError::Corrupt(format!("column {i} should hold a text, and holds {other:?}"))),
        }
    }

    pub(crate) fn bytes(&self, i: usize) -> Result<Vec<u8>, DbError> {
        match self.0.get(i) {
            Some(Value::Bytes(bytes)) => Ok(bytes.clone()),
            other => Err(DbError::Corrupt(format!("column {i} should hold bytes, and holds {other:?}"))),
        }
    }

    pub(crate) fn text_or_null(&self, i: usize) -> Result<Option<String>, DbError> {
        if self.0.get(i) == Some(&Value::Null) { Ok(None) } else { self.text(i).map(Some) }
    }

    pub(crate) fn int_or_null(&self, i: usize) -> Result<Option<i64>, DbError> {
        if self.0.get(i) == Some(&Value::Null) { Ok(None) } else { self.int(i).map(Some) }
    }
}

impl From<i64> for Value {
    fn from(n: i64) -> Value {
        Value::Int(n)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}
