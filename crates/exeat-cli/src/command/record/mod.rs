//! `exeat record`: an answer kept with all that it was made from, held to its digests, run again, reconsidered.

mod differ;
mod keep;
mod kept;
mod reconsider;
mod rerun;
mod verify;
mod words;

pub(crate) use keep::{Kept as ToKeep, is_one_file, keep};
pub(crate) use kept::Kept;
pub(crate) use words::in_words;

use crate::args::{Lang, LawArgs, ToolFormat};
use crate::command::store;
use crate::input;
use crate::status::{Done, Failure};
use anyhow::Context;
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};

/// The number of the format.
const SCHEMA: &str = "exeat.record/1";

/// Holds stored determinations to their digests, runs them again, or reconsiders them under today's law.
#[derive(Debug, Subcommand)]
pub(crate) enum Record {
    /// Tells whether everything in records fits its digest.
    Verify(Records),
    /// Runs records under the same law; the same answer has the same bytes.
    Rerun(Records),
    /// Runs records under today's law at the old date, and says in words what is other.
    Reconsider(Records),
    /// Finds records in a store.
    Find(store::Find),
}

/// Stored determinations.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  exeat check order.toml --record order.record.json
  exeat check *.toml --record records
  exeat record verify records/*.record.json
  exeat record rerun order.record.json --law law-of-march
  exeat record reconsider records/*.record.json --lang zh

Exit status: 0 all as kept; 1 some are not; 3 no such record; 4 another rulebook than the record's.")]
pub(crate) struct Records {
    /// The records, as `exeat check --record` wrote them.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    #[command(flatten)]
    law: LawArgs,

    /// The form of what is told; `record rerun` prints the answers themselves.
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    format: ToolFormat,

    /// The language of what is told.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    lang: Lang,
}

pub(crate) fn run(record: &Record) -> Done {
    match record {
        Record::Verify(records) => verify::run(records),
        Record::Rerun(records) => rerun::run(records),
        Record::Reconsider(records) => reconsider::run(records),
        Record::Find(find) => store::find(find),
    }
}

/// The record in a file, with its bytes.
pub(crate) fn read(path: &Path) -> Result<(Kept, Vec<u8>), Failure> {
    let bytes = input::bytes_of(path).map_err(Failure::Input)?;
    let kept = Kept::read(&bytes).with_context(|| format!("`{}` is no record", path.display()));
    Ok((kept.map_err(Failure::Input)?, bytes))
}

/// The file of that kind and digest that stands beside a record.
fn beside(record: &Path, below: &str, digest: &str, ending: &str) -> Option<PathBuf> {
    let name = format!("{}.{ending}", digest.trim_start_matches("sha256:"));
    let path = record.parent().unwrap_or(Path::new(".")).join(below).join(name);
    path.is_file().then_some(path)
}
