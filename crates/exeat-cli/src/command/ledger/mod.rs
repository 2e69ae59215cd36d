//! What the commands on the store share: where it is, who asks, the ground of law, and how they fail.

mod ground;
mod kept;

use std::path::PathBuf;

use clap::Args;
use exeat_store::{LicenceView, Options, Store, StoreError, open, open_to_read};
use serde_json::{Value, json};

use crate::args::LawArgs;
use crate::law;
use crate::status::Failure;
pub(crate) use ground::Law;
pub(crate) use kept::KeepArgs;

/// Where the store is and who asks.
#[derive(Debug, Args)]
pub(crate) struct StoreArgs {
    /// The store: `sqlite:FILE` or `postgres://…`.
    #[arg(long, value_name = "URL", env = "EXEAT_STORE", default_value = "sqlite:exeat.db", global = true)]
    pub(crate) store: String,
    /// The file of the audit log's private key; beside an SQLite file unless named.
    #[arg(long, value_name = "FILE", env = "EXEAT_AUDIT_KEY", global = true)]
    pub(crate) key: Option<PathBuf>,
    /// Who asks: an id of a person or machine, not a name, since the audit log is never erased.
    #[arg(long, value_name = "ID", env = "EXEAT_BY", default_value = "local", global = true)]
    pub(crate) by: String,
    /// Read units, kinds of licence and working days from the law in this folder instead of the one inside the program.
    #[arg(long, value_name = "DIR", global = true)]
    pub(crate) law: Option<PathBuf>,
    /// Look at the licences of this regime; needed for invented ones such as `demo`.
    #[arg(long, value_name = "ID", global = true)]
    pub(crate) regime: Vec<String>,
}

/// Why a command on the store could not be done: an exit status and what to say.
#[derive(Debug)]
pub(crate) struct Fault {
    pub(crate) status: u8,
    pub(crate) text: String,
}

/// A rule refused.
pub(crate) const REFUSED: u8 = 1;
const INPUT: u8 = 3;
const STORAGE: u8 = 5;

impl Fault {
    pub(crate) fn input(text: impl ToString) -> Fault {
        Fault { status: INPUT, text: text.to_string() }
    }

    pub(crate) fn refused(text: impl ToString) -> Fault {
        Fault { status: REFUSED, text: text.to_string() }
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Fault {
        let status = if matches!(error, StoreError::Request(_) | StoreError::Address(_)) { INPUT } else { STORAGE };
        Fault { status, text: error.to_string() }
    }
}

impl From<Fault> for Failure {
    fn from(fault: Fault) -> Failure {
        Failure::Store(fault)
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Failure {
        Failure::Store(error.into())
    }
}

/// What is written by these commands is their answer.
impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Failure {
        Failure::Output(error)
    }
}

impl StoreArgs {
    /// The store, for writing.
    pub(crate) fn open(&self, law: &Law) -> Result<Box<dyn Store>, Failure> {
        Ok(open(&self.store, Options { key: self.key.clone(), ..Options::new(law.ground()) })?)
    }

    /// The store, for looking things up.
    pub(crate) fn open_to_read(&self) -> Result<Box<dyn Store>, Failure> {
        Ok(open_to_read(&self.store)?)
    }

    /// The law that licences stand under.
    pub(crate) fn law(&self) -> Result<Law, Failure> {
        let args = LawArgs { law: self.law.clone(), regime: self.regime.clone() };
        Ok(Law(law::load(&args)?.rulebook))
    }
}

/// Every licence of the store.
pub(crate) fn licences(store: &dyn Store) -> Result<Vec<LicenceView>, Failure> {
    let mut all: Vec<LicenceView> = Vec::new();
    loop {
        let chunk = store.licences(all.last().map_or(0, |view| view.id))?;
        if chunk.is_empty() {
            return Ok(all);
        }
        all.extend(chunk);
    }
}

/// TOML as JSON; a floating number as its text.
pub(crate) fn json_of_toml(value: &toml::Value) -> Value {
    match value {
        toml::Value::String(text) => json!(text),
        toml::Value::Integer(n) => json!(n),
        toml::Value::Boolean(b) => json!(b),
        toml::Value::Datetime(day) => json!(day.to_string()),
        toml::Value::Float(n) => json!(n.to_string()),
        toml::Value::Array(items) => items.iter().map(json_of_toml).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.iter().map(|(key, item)| (key.clone(), json_of_toml(item))).collect())
        }
    }
}
