//! `exeat store`: backup, restore and check; and `exeat record find`.

use std::io::Write;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use exeat_store::{Body, Request, Retention, Search, backup, may_go, restore};
use jiff::civil::Date;

use crate::command::ledger::{Fault, REFUSED, StoreArgs};
use crate::status::Done;

/// Looks after the store of licences, records and the audit log.
#[derive(Debug, Args)]
pub(crate) struct StoreCommand {
    #[command(flatten)]
    at: StoreArgs,
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    /// Writes the whole store to a file; the same store gives the same bytes, from SQLite and from PostgreSQL.
    Backup {
        /// The file to write.
        file: PathBuf,
    },
    /// Fills an empty store from a backup; all of it or nothing.
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Holds everything against everything: balances, movements, records, log.
    Check,
    /// Tells what may go by its age. Deletes nothing.
    Retention {
        /// Years of keeping, five at least.
        #[arg(long, default_value_t = Retention::YEARS_MIN)]
        years: i16,
        /// The day to look from.
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
    },
    /// Erases a text from a record's documents; digest and proof stand.
    Erase {
        /// The record.
        record: String,
        /// Every field that holds this text is erased.
        #[arg(long)]
        text: String,
        /// The reason.
        #[arg(long)]
        why: String,
    },
}

pub(crate) fn run(command: &StoreCommand) -> Done {
    let out = &mut std::io::stdout().lock();
    let at = &command.at;
    match &command.what {
        What::Backup { file } => writeln!(out, "{} rows written to {}", backup(&at.store, file)?, file.display())?,
        What::Restore { file } => writeln!(out, "{} rows restored, and they agree", restore(&at.store, file)?)?,
        What::Check => return check(at, out),
        What::Retention { years, on } => {
            let day = on.map_or_else(|| Ok(at.law()?.today()), Ok::<_, crate::status::Failure>)?;
            let found = may_go(&*at.open_to_read()?, Retention { years: *years }, day)?;
            for one in &found {
                writeln!(out, "{}\tkept since {}\tmay go from {}", one.subject, one.since, one.from)?;
            }
            writeln!(out, "{} may go; nothing was deleted", found.len())?;
        }
        What::Erase { record, text, why } => {
            let body = Body::Erase { record: record.clone(), text: text.clone(), why: why.clone() };
            let request = Request { key: format!("erase:{record}"), by: at.by.clone(), body };
            at.open(&at.law()?)?.write(vec![request])?.map_err(|(_, refused)| Fault::refused(refused))?;
            writeln!(out, "erased from {record}; its seals stand")?;
        }
    }
    Ok(0)
}

fn check(at: &StoreArgs, out: &mut dyn Write) -> Done {
    let report = at.open_to_read()?.check()?;
    writeln!(
        out,
        "{} licences, {} movements, {} records, {} entries of the log, {} checkpoints",
        report.licences, report.movements, report.records, report.entries, report.checkpoints
    )?;
    for fault in &report.faults {
        writeln!(out, "fault: {fault}")?;
    }
    Ok(if report.faults.is_empty() { 0 } else { REFUSED })
}

/// Finds determination records. Everything given must fit.
#[derive(Debug, Args)]
pub(crate) struct Find {
    #[command(flatten)]
    at: StoreArgs,
    /// The shipment's reference.
    #[arg(long)]
    reference: Option<String>,
    /// A part of a party's name.
    #[arg(long)]
    party: Option<String>,
    /// An item's code, or its beginning.
    #[arg(long)]
    item: Option<String>,
    /// The first governing day.
    #[arg(long, value_name = "DATE")]
    from: Option<Date>,
    /// The last governing day.
    #[arg(long, value_name = "DATE")]
    until: Option<Date>,
    /// The outcome.
    #[arg(long)]
    outcome: Option<String>,
    /// A part of an open point's name.
    #[arg(long)]
    open: Option<String>,
}

pub(crate) fn find(find: &Find) -> Done {
    let out = &mut std::io::stdout().lock();
    let search = Search {
        reference: find.reference.clone(),
        party: find.party.clone(),
        item: find.item.clone(),
        from: find.from.map(|day| day.to_string()),
        until: find.until.map(|day| day.to_string()),
        outcome: find.outcome.clone(),
        open: find.open.clone(),
    };
    for record in find.at.open_to_read()?.records(&search)? {
        writeln!(out, "{}\t{}\t{}\t{}", record.name, record.dated, record.outcome, record.reference)?;
    }
    Ok(0)
}
