//! The arguments of `exeat licence`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use jiff::civil::Date;

use super::super::ledger::StoreArgs;

/// Keeps licences: applied for, granted, drawn down, amended, ended.
#[derive(Debug, Args)]
pub(crate) struct LicenceCommand {
    #[command(flatten)]
    pub(crate) at: StoreArgs,
    #[command(subcommand)]
    pub(crate) what: What,
}

#[derive(Debug, Subcommand)]
pub(crate) enum What {
    #[command(flatten)]
    Do(Box<Act>),
    /// Shows a licence: state, scope, balances, clocks, conditions, movements.
    Show {
        /// The licence.
        id: String,
        /// The day to look from.
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
    },
    /// Reports balances of a past day, usage, and what falls due.
    Report {
        /// Write a workbook instead of CSV.
        #[arg(long, value_name = "FILE", global = true)]
        xlsx: Option<PathBuf>,
        #[command(subcommand)]
        what: Report,
    },
    /// Writes licences or movements as CSV.
    Export {
        /// Write a workbook instead of CSV.
        #[arg(long, value_name = "FILE")]
        xlsx: Option<PathBuf>,
        /// What to write.
        what: Sheet,
    },
    /// Reads licences or movements from CSV or XLSX, each row by itself; rows that were read before change nothing.
    Import {
        /// What the file holds.
        what: Sheet,
        /// The file; a workbook is one whose name ends in `.xlsx`.
        file: PathBuf,
    },
    /// Records reservations and licences whose last day is over.
    Sweep {
        /// The day to look from.
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
    },
}

/// What every act bears.
#[derive(Clone, Debug, Args)]
pub(crate) struct Plain {
    /// The licence.
    pub(crate) id: String,
    /// The day that the act bears; today unless named.
    #[arg(long, value_name = "DATE")]
    pub(crate) on: Option<Date>,
    /// The reason.
    #[arg(long)]
    pub(crate) why: Option<String>,
    /// The request's own key: asked again with the same key, the same answer comes and nothing is done twice.
    #[arg(long, value_name = "KEY")]
    pub(crate) request: Option<String>,
}

/// What is drawn or held, and for which shipment.
#[derive(Clone, Debug, Args)]
pub(crate) struct Drawn {
    /// The shipment's reference.
    #[arg(long)]
    pub(crate) shipment: String,
    /// LINE:AMOUNT, such as `1:120 kg` or `1:84000 USD`; several times for several.
    #[arg(long, required = true)]
    pub(crate) amount: Vec<String>,
    /// The items' codes.
    #[arg(long)]
    pub(crate) item: Vec<String>,
    /// The end user.
    #[arg(long)]
    pub(crate) end_user: Option<String>,
    /// The consignee.
    #[arg(long)]
    pub(crate) consignee: Option<String>,
    /// The country of destination.
    #[arg(long)]
    pub(crate) destination: Option<String>,
    /// The end use, in the licence's words.
    #[arg(long)]
    pub(crate) end_use: Option<String>,
    /// The licence's version that was read; another valid one refuses.
    #[arg(long, value_name = "N")]
    pub(crate) licence_version: Option<u32>,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Act {
    /// Writes an application and hands it in; while papers are missing it stays a draft, and they are named.
    Apply {
        #[command(flatten)]
        plain: Plain,
        /// The terms asked for (TOML or JSON).
        #[arg(long, value_name = "FILE")]
        terms: PathBuf,
        /// The determination whose route says which papers are needed (JSON).
        #[arg(long, value_name = "FILE")]
        route: Option<PathBuf>,
        /// A paper at hand, by the route's name for it.
        #[arg(long = "document", value_name = "NAME")]
        documents: Vec<String>,
    },
    /// Records that the authority took it up: its clock runs.
    Accept {
        #[command(flatten)]
        plain: Plain,
        /// A party on the watch list: no clock, and some kinds are closed.
        #[arg(long, value_name = "PARTY")]
        watch_listed: Option<String>,
    },
    /// Records that a clock stands still.
    Stop {
        #[command(flatten)]
        plain: Plain,
        /// The clock.
        #[arg(long, default_value = "review")]
        clock: String,
        /// Why: identification, expert_advice, on_site_check, referral.
        #[arg(long)]
        reason: String,
    },
    /// Records that a clock runs again.
    Restart {
        #[command(flatten)]
        plain: Plain,
        /// The clock.
        #[arg(long, default_value = "review")]
        clock: String,
    },
    /// Records the grant.
    Grant {
        #[command(flatten)]
        plain: Plain,
        /// The authority's number.
        #[arg(long)]
        number: String,
        /// First day.
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// Last day.
        #[arg(long, value_name = "DATE")]
        until: Date,
        /// The terms granted, where they are not those applied for.
        #[arg(long, value_name = "FILE")]
        terms: Option<PathBuf>,
    },
    /// Records that the authority turned it down.
    Refuse(Plain),
    /// Takes the application back.
    Withdraw(Plain),
    /// Records new terms: a new version.
    Amend {
        #[command(flatten)]
        plain: Plain,
        /// The new terms.
        #[arg(long, value_name = "FILE")]
        terms: PathBuf,
    },
    /// Stops its use.
    Suspend(Plain),
    /// Lets it be used again.
    Resume(Plain),
    /// Records that the authority took it away.
    Revoke(Plain),
    /// Hands it back.
    Surrender(Plain),
    /// Holds an amount for a shipment.
    Reserve {
        #[command(flatten)]
        plain: Plain,
        #[command(flatten)]
        drawn: Drawn,
        /// Last day of the hold.
        #[arg(long, value_name = "DATE")]
        until: Date,
    },
    /// Draws an amount, at once or from a reservation.
    Draw {
        #[command(flatten)]
        plain: Plain,
        #[command(flatten)]
        drawn: Drawn,
        /// The reservation, by the key it was asked with.
        #[arg(long, value_name = "KEY")]
        reservation: Option<String>,
    },
    /// Frees a reservation.
    Release {
        #[command(flatten)]
        plain: Plain,
        /// The reservation, by the key it was asked with.
        #[arg(long, value_name = "KEY")]
        of: String,
    },
    /// Undoes a draw: customs did not accept, or the goods came back.
    Reverse {
        #[command(flatten)]
        plain: Plain,
        /// The draw, by the key it was asked with.
        #[arg(long, value_name = "KEY")]
        of: String,
    },
}

impl Act {
    /// What every act bears.
    pub(crate) fn plain(&self) -> &Plain {
        match self {
            Act::Apply { plain, .. }
            | Act::Accept { plain, .. }
            | Act::Stop { plain, .. }
            | Act::Restart { plain, .. }
            | Act::Grant { plain, .. }
            | Act::Amend { plain, .. }
            | Act::Reserve { plain, .. }
            | Act::Draw { plain, .. }
            | Act::Release { plain, .. }
            | Act::Reverse { plain, .. }
            | Act::Refuse(plain)
            | Act::Withdraw(plain)
            | Act::Suspend(plain)
            | Act::Resume(plain)
            | Act::Revoke(plain)
            | Act::Surrender(plain) => plain,
        }
    }
}

#[derive(Debug, Subcommand)]
pub(crate) enum Report {
    /// Balances of all licences, as they stood on a day (CSV).
    Balances {
        /// Movements dated by this day.
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// Only movements recorded by the end of this day (UTC).
        #[arg(long, value_name = "DATE")]
        known: Option<Date>,
    },
    /// What was drawn and given back in a period, a row a licence and limit (CSV).
    Usage {
        /// First day.
        #[arg(long, value_name = "DATE")]
        from: Date,
        /// Last day.
        #[arg(long, value_name = "DATE")]
        until: Date,
    },
    /// Clocks, last days, holds and conditions that fall due by a day (CSV).
    Due {
        /// The day to look from.
        #[arg(long, value_name = "DATE")]
        on: Option<Date>,
        /// How many days ahead.
        #[arg(long, default_value_t = 60)]
        days: u16,
    },
}

/// What a CSV holds.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Sheet {
    /// A row a licence.
    Licences,
    /// A row a movement.
    Movements,
}
